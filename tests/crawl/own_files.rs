//! What a run writes beside, over and instead of the files of its user.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::archive::{command, file, folder, page};

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_unfinished_output_takes_no_input() {
    let folder = folder("part-is-input");
    let line = "{\"text\":\"The ferry lies in dock.\"}\n";
    let path = file(&folder, "a.jsonl.part", line);
    let out = folder.join("a.jsonl");
    let list = file(&folder, "list", &path);
    for input in [&[&*path][..], &["--unordered", &path], &["--files-from", &list]] {
        let args = [&["-t", "json", "-o", out.to_str().unwrap()], input].concat();
        let output = command(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains("would take the place of this input"), "{}", told(&output));
        assert_eq!(fs::read_to_string(&path).unwrap(), line);
    }
}

/// `notes.txt` beside `notes` may be anybody's.
#[test]
fn an_output_beside_its_input_takes_no_other() {
    let folder = folder("out-dir-beside");
    file(&folder, "notes", page(1));
    file(&folder, "notes.txt", "Not to be lost.");
    for args in [&["-r", "."][..], &["notes", "notes.txt"]] {
        let told = told_beside(&folder, args);
        assert!(told.contains("notes: its output would take the place"), "{told}");
        assert_eq!(fs::read_to_string(folder.join("notes.txt")).unwrap(), "Not to be lost.");
    }
}

/// `a.html.txt` beside `a.html` is taken for what an earlier run wrote, but not where it is an input, too.
#[test]
fn an_output_takes_no_input_that_comes_later() {
    let folder = folder("out-dir-listed");
    file(&folder, "a.html", page(1));
    file(&folder, "a.html.txt", "Not to be lost.");
    file(&folder, "list", "a.html\na.html.txt\n");
    for args in [&["a.html", "a.html.txt"][..], &["--files-from", "list"]] {
        let told = told_beside(&folder, args);
        assert!(told.contains("a.html: its output would take the place"), "{told}");
        assert_eq!(fs::read_to_string(folder.join("a.html.txt")).unwrap(), "Not to be lost.");
    }
}

/// What is told by a run that writes outputs beside the inputs, and lacks some.
fn told_beside(folder: &Path, args: &[&str]) -> String {
    let mut command = command(&[args, &["-j1", "--out-dir", "."]].concat());
    let output = command.current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    told(&output)
}

#[test]
fn files_that_look_unfinished_are_told() {
    let folder = folder("looks-unfinished");
    file(&folder, "a.html", page(1));
    file(&folder, "b.part", page(2));
    let output = command(&["-r", "."]).current_dir(&folder).output().unwrap();
    let expected =
        "dechaff: ./b.part: passed over: by its name an output that was left unfinished\n";
    assert_eq!((output.status.code(), told(&output).as_str()), (Some(0), expected));
}

/// The file behind a redirection is the shell's: what stands there stays, and others go on.
#[cfg(target_os = "linux")]
#[test]
fn what_a_shell_redirects_is_not_replaced() {
    let folder = folder("redirected");
    let page = file(&folder, "a.txt", "The ferry lies in dock.\n");
    let script = r#"{ echo head; "$0" -o /dev/stdout "$1"; echo tail; } > all.txt
        echo head > more.txt; "$0" -o /dev/fd/3 "$1" 3>> more.txt"#;
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_dechaff"), &page]).current_dir(&folder);
    assert!(shell.status().unwrap().success());
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(read("all.txt"), "head\nThe ferry lies in dock.\ntail\n");
    assert_eq!(read("more.txt"), "head\nThe ferry lies in dock.\n");
}
