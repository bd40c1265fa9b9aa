//! Runs that end before they are done, and what another run makes of what they leave.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::archive::{command, file, folder, gzip, page, record, run};
use super::{archive, long_input, summary};

/// The command with a limit on the length of files, in blocks of 512 bytes: a disk that is full.
#[cfg(unix)]
fn run_within(blocks: usize, args: &[&str]) -> Output {
    let limited = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_dechaff")]).args(args).output().unwrap()
}

/// Before the first checkpoint, behind it, and at the very end.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_costs_no_progress() {
    let folder = folder("full");
    let [one, two] = long_input(&folder);
    let expected = run(&["--to", "json", &one, &two]);
    let last = expected.stdout.len() / 512 - 20;
    let out = folder.join("out.jsonl");
    let args = ["-q", "--to", "json", &one, &two, "--resume", "-o", out.to_str().unwrap()];
    let part = folder.join("out.jsonl.part");
    let mut before = 0;
    for blocks in [2_000, 3_000, 40_000, last] {
        let failed = run_within(blocks, &args);
        let told = String::from_utf8(failed.stderr).unwrap();
        assert_eq!(failed.status.code(), Some(2), "{told}");
        assert!(told.ends_with("stays: run again with --resume\n"), "{told}");
        assert!(told.contains("out.jsonl: "), "{told}");
        let journal = fs::read_to_string(folder.join("out.jsonl.part.journal")).unwrap();
        assert!(journal.len() > before, "{blocks} blocks: nothing new");
        before = journal.len();
        let len = fs::metadata(&part).unwrap().len();
        assert!(len > (blocks as u64 - 300) * 512, "{len} of {blocks} blocks");
    }
    let resumed = run(&[&args[1..], &["-j1"]].concat());
    assert_eq!(summary(&resumed), summary(&expected));
    assert!(fs::read(&out).unwrap() == expected.stdout);
    assert!(!part.exists());
}

/// What no run can go on with does not stay.
#[cfg(unix)]
#[test]
fn half_a_file_that_is_of_no_use_goes() {
    let folder = folder("full-packed");
    let [one, two] = long_input(&folder);
    let out = folder.join("out.jsonl.gz");
    let failed = run_within(20, &["--to", "json", &one, &two, "-o", out.to_str().unwrap()]);
    let told = String::from_utf8(failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(2), "{told}");
    assert!(!told.contains("--resume"), "{told}");
    let left = |path: &Path| fs::read_dir(path).unwrap().count();
    assert_eq!(left(&folder), 2);
}

/// Three inputs of which the first has damage, and the second cannot be read on the first time.
#[test]
fn what_was_done_before_is_counted_with_a_folder_of_outputs() {
    let folder = folder("out-dir-counts");
    let mut damaged: Vec<Vec<u8>> = archive().iter().map(gzip).collect();
    let len = damaged[3].len();
    damaged[3].truncate(len - 20);
    file(&folder, "a.warc.gz", damaged.concat());
    file(&folder, "b.warc", record("response", 1, b"HTTP/1.1 404 Not Found\r\n\r\n"));
    file(&folder, "d.html", page(2));
    let run = |out: &str, args: &[&str]| {
        let inputs = ["a.warc.gz", "b.warc", "c.html", "d.html", "-t", "json", "--out-dir", out];
        let mut command = command(&[&inputs[..], args].concat());
        command.current_dir(&folder).output().unwrap()
    };
    let failed = run("out", &[]);
    assert_eq!(failed.status.code(), Some(1));
    file(&folder, "c.html", page(3));
    fs::remove_file(folder.join("out/d.html.jsonl")).unwrap();
    let whole = run("whole", &[]);
    for _ in 0..2 {
        let resumed = run("./out", &["--resume"]);
        assert_eq!((resumed.status.code(), summary(&resumed)), (Some(1), summary(&whole)));
        let told = String::from_utf8(resumed.stderr).unwrap();
        assert!(!told.contains("not counted"), "{told}");
    }
    // With other options it would be another text, and what is done anew is nothing of before.
    let other = run("out", &["--resume", "--min-words", "1"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(String::from_utf8(other.stderr).unwrap().contains("begun with other options"));
    file(&folder, "a.warc.gz", gzip(record("warcinfo", 1, b"")));
    let anew = run("out", &[]);
    assert_eq!(anew.status.code(), Some(0));
    assert!(!folder.join("out/dechaff.part.journal").exists());
}
