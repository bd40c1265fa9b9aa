//! The command as a shell sees it: bytes in, bytes out, one line a problem, and exit codes.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files has failed")]

#[path = "support/files.rs"]
mod files;

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

use files::{file, folder, gzip};

/// Lines that no phrase table knows.
const TEXT: &str = "The harbour stays closed until Friday.\n\nThe ferry lies in dock.\n";

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
    command.args(args).env_remove("NO_COLOR");
    command
}

/// What the command did with `input` on its standard input.
fn run(args: &[&str], input: impl AsRef<[u8]>) -> Output {
    let pipe = Stdio::piped;
    let mut child = command(args).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    // A command that stops early closes its end first.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn assert_ran(output: &Output, code: i32, stdout: impl AsRef<[u8]>, stderr: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stderr), stderr);
    let stdout = stdout.as_ref();
    assert!(
        output.stdout == stdout,
        "{:?} is not {:?}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(stdout)
    );
    assert_eq!(output.status.code(), Some(code));
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The objects on the lines of the output.
fn objects(output: &Output) -> Vec<serde_json::Value> {
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// An empty folder of the test's own.
#[test]
fn plain_text_passes_to_the_byte() {
    let texts = [
        TEXT,
        "The ferry lies in dock.\r\n\r\n\r\nThe pier is wet.\r\n",
        "The ferry lies in dock,\nand the pier is wet",
        "\n  \n\tThe ferry lies in dock. \n\n\n",
        "The ferry stays in dock until inspectors have\nlooked at both engines, the authority said on\nMonday.",
        "The ferry \u{1b}[31mlies\u{9b}0m in dock.\x0CThe pier\0 is wet.\n",
        "\n",
    ];
    for text in texts {
        for args in [&[][..], &["-"], &["--from", "text", "--to", "text"], &["--strip", "notices"]]
        {
            let output = run(args, text);
            assert_eq!(String::from_utf8_lossy(&output.stdout), text, "{args:?}");
            assert_eq!(output.status.code(), Some(0));
        }
    }
}

#[test]
fn missing_input_is_told_and_the_others_are_done() {
    let folder = folder("missing");
    let (one, two) = (file(&folder, "one.txt", "One.\n"), file(&folder, "two.txt", "Two."));
    let missing = folder.join("missing.html").into_os_string().into_string().unwrap();
    let message = format!("dechaff: {missing}: no such file\n");
    let output = run(&[&one, &missing, &two], "");
    assert_ran(&output, 1, "One.\n\x0C\n\x0C\nTwo.", &message);
    let output = run(&["--quiet", &missing], "");
    assert_ran(&output, 1, "", "");

    let output = run(&["-t", "json", &one, &missing, &two], "");
    assert_eq!(output.status.code(), Some(1));
    let records = objects(&output);
    assert_eq!(records.len(), 3);
    assert_eq!(records[0]["text"], "One.\n");
    assert!(records[0].get("error").is_none());
    assert_eq!(records[1]["source"], missing.as_str());
    assert_eq!(records[1]["error"], "no such file");
    assert!(records[1]["text"].is_null());
    assert_eq!(records[2]["text"], "Two.");
}

#[cfg(unix)]
#[test]
fn directories_and_unreadable_files_are_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("unreadable");
    let name = folder.to_str().unwrap();
    assert_ran(
        &run(&[name], ""),
        1,
        "",
        &format!("dechaff: {name}: is a directory; -r reads the files in it\n"),
    );

    let locked = file(&folder, "locked.txt", TEXT);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_ok() {
        println!("SKIPPED: root reads what is locked");
        return;
    }
    assert_ran(&run(&[&locked], ""), 1, "", &format!("dechaff: {locked}: permission denied\n"));
}

#[test]
fn what_is_no_text_leaves_a_line_and_no_output() {
    let inputs: [(&[u8], &str); 3] = [
        (b"", "no text left"),
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj", "neither HTML nor text"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "neither HTML nor text"),
    ];
    for (input, message) in inputs {
        let message = format!("dechaff: -: {message}\n");
        assert_ran(&run(&[], input), 0, "", &message);
        assert_ran(&run(&["--fail-empty"], input), 1, "", &message);
        assert_ran(&run(&["--fail-empty", "--quiet"], input), 1, "", "");
        assert_ran(&run(&["--strip", "notices", "--to", "html"], input), 0, "", &message);
    }
    let address = "https://tide.example/a";
    let way_out =
        "no such file; what is on the net comes through a pipe: curl -s ADDRESS | dechaff";
    assert_ran(&run(&[address], ""), 1, "", &format!("dechaff: {address}: {way_out}\n"));
    let scripts = run(&[], "<html><body><script>x()</script></body></html>");
    assert!(scripts.stdout.is_empty() && scripts.status.success());
    assert_eq!(String::from_utf8_lossy(&scripts.stderr).lines().count(), 1);
    let record = &objects(&run(&["-t", "json"], "%PDF-1.7"))[0];
    assert_eq!(record["warnings"], serde_json::json!(["not_html"]));
    assert_eq!(record["text"], "");
}

#[test]
fn gzip_is_unpacked_member_by_member() {
    let members = [gzip("The ferry "), gzip(""), gzip("lies in dock.\n")].concat();
    assert_ran(&run(&[], &members), 0, "The ferry lies in dock.\n", "");
    let with_junk = [&members[..], b"junk"].concat();
    let message = "dechaff: -: ignored what follows the compressed data\n";
    assert_ran(&run(&[], &with_junk), 0, "The ferry lies in dock.\n", message);
    let folder = folder("gzip");
    let page = file(&folder, "page.html.gz", gzip("Words <b>and</b> tags"));
    assert_ran(&run(&["--strip", "notices", &page], ""), 0, "Words and tags\n", "");
}

#[test]
fn cut_gzip_gives_the_text_so_far() {
    let text: String = (1..3000).map(|n| format!("The ferry made {n} trips.\n")).collect();
    let mut packed = gzip(&text);
    packed.truncate(packed.len() / 2);
    let output = run(&[], &packed);
    let message = "dechaff: -: compressed data cut short or damaged, read as far as it goes\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), message);
    assert_eq!(output.status.code(), Some(1));
    let so_far = String::from_utf8(output.stdout).unwrap();
    assert!(so_far.len() > 1000 && text.starts_with(&so_far));

    let output = run(&["-t", "json"], &packed);
    assert_eq!(objects(&output)[0]["warnings"], serde_json::json!(["truncated"]));
    assert_eq!(objects(&output)[0]["text"], so_far.as_str());
}

#[test]
fn the_limit_holds_while_unpacking() {
    let message = "dechaff: -: larger than --max-bytes, the rest was not read\n";
    assert_ran(&run(&["--max-bytes", "12"], TEXT), 1, &TEXT[..12], message);
    let exactly = TEXT.len().to_string();
    assert_ran(&run(&["--max-bytes", &exactly], TEXT), 0, TEXT, "");
    let bomb = gzip("The ferry lies in dock.\n".repeat(1 << 20));
    let output = run(&["--max-bytes", "1k"], &bomb);
    assert_eq!(output.stdout.len(), 1024);
    assert_eq!(String::from_utf8_lossy(&output.stderr), message);
}

#[test]
fn a_cut_page_is_no_failure() {
    let output = run(&["-t", "json"], "<p>The ferry lies in dock.<p clas");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(objects(&output)[0]["warnings"].as_array().unwrap().contains(&"cut".into()));
}

#[test]
fn broken_pipe_is_no_failure() {
    let folder = folder("pipe");
    let page = file(&folder, "page.txt", TEXT.repeat(2000));
    let list = file(&folder, "list", format!("{page}\n").repeat(50));
    let pipe = Stdio::piped;
    let mut child =
        command(&["--files-from", &list]).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    let mut first = [0; 3];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(&first, b"The");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

/// Help and what is generated are outputs as any other.
#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    for args in [["--help"].as_slice(), &["--version"], &["--generate", "man"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
        let done = command(args).stdout(full).output().expect("it runs");
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(told.starts_with("dechaff: standard output: "), "{args:?}: {told}");
    }
    let mut child =
        command(&["--generate", "man"]).stdout(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn what_parts_texts_is_in_none_of_them() {
    let input = r#"{"text":"The ferry\u0000lies in dock."}
{"text":"The pier is shut."}"#;
    let output = run(&["--from", "jsonl", "-0", "-q"], input);
    assert_eq!(output.stdout, "The ferry\u{FFFD}lies in dock.\0The pier is shut.".as_bytes());
}

#[test]
fn lists_name_inputs() {
    let folder = folder("lists");
    let one = file(&folder, "one.txt", "One.\n");
    let odd = file(&folder, "two\nlines.txt", "Two.\n");
    let list = file(&folder, "list", format!("{one}\n\n{one}\n"));
    assert_ran(&run(&["--files-from", &list], ""), 0, "One.\n\x0C\nOne.\n", "");
    assert_ran(&run(&[&one, "--files-from", "-"], &one), 0, "One.\n\x0C\nOne.\n", "");
    let list = format!("{one}\r\n\r\n{one}\r\n");
    assert_ran(&run(&["--files-from", "-"], list), 0, "One.\n\x0C\nOne.\n", "");
    let output = run(&["-0", "--files-from", "-"], format!("{one}\0{odd}\0"));
    assert_ran(&output, 0, "One.\n\0Two.\n", "");
    let output = run(&["-t", "json", "--files-from", "-"], format!("{one}\n{one}\n"));
    assert_eq!(objects(&output).len(), 2);
    assert_eq!(objects(&output)[1]["source"], one.as_str());
    assert_eq!(run(&["--files-from", "-"], "").stdout, b"");

    let output = run(&["--files-from", "no-such-list"], "");
    assert_ran(&output, 2, "", "dechaff: no-such-list: no such file\n");
    assert_eq!(run(&["-", "--files-from", "-"], "").status.code(), Some(2));
    let output = run(&["--files-from", "-"], format!("{one}\0{odd}\0"));
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).starts_with("dechaff: -: a list with NUL in it: add -0"));
}

#[test]
fn options_that_ask_nothing_are_told() {
    let folder = folder("unasked");
    let (one, two) = (file(&folder, "one.txt", "One.\n"), file(&folder, "two.txt", "Two.\n"));
    let message = "dechaff: --field is for lines of JSON: of other inputs all is read\n";
    assert_ran(&run(&["--field", "body", &one, &two], ""), 0, "One.\n\x0C\nTwo.\n", message);
    assert_ran(&run(&["--field", "body", "-q", &one], ""), 0, "One.\n", "");
    let lines = "{\"body\": \"The ferry lies in dock.\"}\n";
    assert!(!told(&run(&["--field", "body"], lines)).contains("--field"));
}

#[test]
fn names_that_cannot_be_are_told() {
    let folder = folder("odd-names");
    let one = file(&folder, "one.txt", "One.\n");
    let message = format!("dechaff: {one}: a file stands where a folder should\n");
    assert_ran(&run(&["--out-dir", &one, &one], ""), 2, "", &message);
    assert_ran(&run(&[""], ""), 1, "", "dechaff: (an empty name): no such file\n");
    assert_eq!(run(&["--field", ""], "").status.code(), Some(2));
    let message = told(&run(&["--keep", &"div:hover ".repeat(1000)], ""));
    assert!(message.contains("div:hover ...'") && message.len() < 500, "{message}");
}

#[test]
fn a_name_cannot_write_lines_of_its_own() {
    let stderr = run(&["no\x1b[31m\u{9b}file"], "").stderr;
    assert_eq!(String::from_utf8_lossy(&stderr), "dechaff: no^[[31m<U+009B>file: no such file\n");
    let stderr = run(&["no\ndechaff: file"], "").stderr;
    assert_eq!(String::from_utf8_lossy(&stderr).lines().count(), 1);
}

#[test]
fn output_files_appear_when_done() {
    let folder = folder("output");
    let page = file(&folder, "page.txt", TEXT);
    // The input itself may be the target.
    assert_ran(&run(&["-o", &page, &page], ""), 0, "", "");
    assert_eq!(fs::read_to_string(&page).unwrap(), TEXT);
    assert!(!folder.join("page.txt.part").exists());

    let missing = run(&["-o", &page, "no-such-file"], "");
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&page).unwrap(), TEXT, "nothing is no better");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    let record = run(&["--to", "json", "-o", &page, "no-such-file"], "");
    assert_eq!(record.status.code(), Some(1));
    assert!(fs::read_to_string(&page).unwrap().contains("no such file"));

    let name = folder.to_str().unwrap();
    let message = format!("dechaff: {name}: is a directory\n");
    assert_ran(&run(&["-o", name], TEXT), 2, "", &message);
    assert_ran(&run(&["-o", "-"], TEXT), 0, TEXT, "");
}

#[test]
fn a_run_that_ends_early_leaves_the_output_file_alone() {
    let folder = folder("abandoned");
    let target = file(&folder, "target", "old");
    let list = folder.to_str().unwrap();
    assert_eq!(run(&["-o", &target, "--files-from", list], "").status.code(), Some(2));
    assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_output_file_is_as_private_as_the_one_before() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("private");
    let target = file(&folder, "letters.txt", "old");
    fs::set_permissions(&target, PermissionsExt::from_mode(0o600)).unwrap();
    assert_ran(&run(&["-o", &target], TEXT), 0, "", "");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn documents_that_are_not_wanted_are_counted() {
    let folder = folder("wanted");
    let reserved =
        file(&folder, "a.html", "<meta name=robots content=noai><p>The ferry lies in dock.");
    let page = file(&folder, "b.html", "<html lang=de><p>Die Fähre liegt bis Freitag im Dock.");
    let args = ["--drop-if", "noai", "--only-language", "de", "--min-words", "4"];
    let output =
        run(&[&args[..], &[&reserved, &page, "-"]].concat(), "<html lang=de><p>Zwei Wörter");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Die Fähre liegt bis Freitag im Dock.\n");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.starts_with("dechaff: 1 of 3 written, 2 skipped (noai 1, words 1), 0 failed"),
        "{told}"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn archives_by_other_programs_are_no_text() {
    let tar = [&b"page.txt"[..], &[0; 249], b"ustar\x0000"].concat();
    for bytes in [&b"\xFD7zXZ\0\0\x04"[..], b"BZh91AY&SY\x01", b"SQLite format 3\0\x10", &tar] {
        let told = "dechaff: -: neither HTML nor text\n";
        assert_ran(&run(&[], bytes), 0, "", told);
    }
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_written_through() {
    let folder = folder("links");
    let target = file(&folder, "target", "old");
    let link = folder.join("link");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert_ran(&run(&["-o", link.to_str().unwrap()], TEXT), 0, "", "");
    assert_eq!(fs::read_to_string(&target).unwrap(), TEXT);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let (far, gone) = (folder.join("far"), folder.join("gone"));
    std::os::unix::fs::symlink("later", &gone).unwrap();
    std::os::unix::fs::symlink(&gone, &far).unwrap();
    assert_ran(&run(&["-o", far.to_str().unwrap()], TEXT), 0, "", "");
    assert_eq!(fs::read_to_string(folder.join("later")).unwrap(), TEXT);
    assert!(fs::symlink_metadata(&far).unwrap().is_symlink());
    assert!(fs::symlink_metadata(&gone).unwrap().is_symlink());
    assert_ran(&run(&["-o", "/dev/stdout"], TEXT), 0, TEXT, "");
}

#[test]
fn wrong_usage_ends_with_2() {
    let output = run(&["--url", "http://a.example/", "a.html", "b.html"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("one page"));
    let wrong: [&[&str]; 12] = [
        &["--no-such-option"],
        &["--from", "pdf"],
        &["--encoding", "klingon"],
        &["--max-bytes", "many"],
        &["--only", "cookie,advert"],
        &["--explain", "--removed"],
        &["--favor"],
        &["--mime", "text/html;charset=utf-8"],
        &["--only-language", "en, de"],
        &["--files-from", "-", "-"],
        &["--resume", "-o", "-"],
        &["--resume", "-o", "/dev/null"],
    ];
    for args in wrong {
        let output = run(args, TEXT);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    for args in [["--help"], ["--version"]] {
        assert_eq!(run(&args, "").status.code(), Some(0));
    }
}

#[test]
fn records_have_their_keys_in_order() {
    let page = "<html lang=en><title>Tides &amp; times</title><meta name=author content='A. Petrel'>\
        <meta name=tdm-reservation content=1><link rel=canonical href=/tides><p>High water.";
    let output = run(&["-t", "json", "--url", "https://harbour.example/"], page);
    let keys = [
        "source",
        "url",
        "canonical",
        "title",
        "byline",
        "published",
        "modified",
        "description",
        "image",
        "site",
        "language",
        "license",
        "text",
        "http_status",
        "access",
        "robots",
        "tdm",
        "removed",
        "encoding",
        "warnings",
    ];
    let line = String::from_utf8(output.stdout.clone()).unwrap();
    let places: Vec<usize> =
        keys.iter().map(|key| line.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{line}");
    let record = &objects(&output)[0];
    assert_eq!(record.as_object().unwrap().len(), keys.len());
    assert_eq!(record["source"], "-");
    assert_eq!(record["url"], "https://harbour.example/");
    assert_eq!(record["canonical"], "https://harbour.example/tides");
    assert_eq!(record["title"], "Tides & times");
    assert_eq!(record["byline"], "A. Petrel");
    assert_eq!(record["language"], "en");
    assert_eq!(record["tdm"]["reservation"], "1");
}

#[test]
fn json_escapes_control_characters() {
    let output = run(&["-t", "json"], "The \u{1b}[31mferry\u{9b}0m\u{7f} lies in dock.\n");
    assert!(!output.stdout.iter().any(|byte| matches!(byte, 0x1B | 0x7F | 0x9B)));
    assert_eq!(objects(&output)[0]["text"], "The \u{1b}[31mferry\u{9b}0m\u{7f} lies in dock.\n");
}

#[test]
fn explanations_have_a_line_a_block() {
    let output = run(&["--explain"], TEXT);
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.starts_with("keep ") && lines.ends_with("The ferry lies in dock.\n"), "{lines}");
    let explained = objects(&run(&["--explain", "-t", "json"], TEXT));
    assert_eq!(explained[1]["span"], serde_json::json!([40, 63]));
    assert_eq!(explained[1]["verdict"], "keep");
    assert_ran(&run(&["--removed"], TEXT), 0, "", "");
}

#[test]
fn a_sentence_that_goes_has_its_own_place() {
    let text = "The council of Osterrey voted by eight to five on Monday night to keep the village \
        school open. If you value our reporting, please donate to us today. The decision must be \
        confirmed on 19 June.\n";
    let removed = run(&["--removed", "--from", "text"], text).stdout;
    assert!(String::from_utf8_lossy(&removed).starts_with("donation (1)\n  95-150 "));
    let removed = &objects(&run(&["--removed", "-t", "json", "--from", "text"], text))[0];
    assert_eq!(removed["removed"], serde_json::json!([[95, 150]]));
    let record = &objects(&run(&["-t", "json", "--from", "text"], text))[0];
    assert_eq!(record["removed"][0]["spans"], removed["removed"]);
}

#[test]
fn both_tokenizers_and_both_doors_agree() {
    let page = "<h1>Tides</h1><ul><li>Monday<li>Friday</ul><p>High water.";
    let lexer = run(&["--strip", "notices"], page);
    assert_ran(&lexer, 0, "Tides\n\n- Monday\n- Friday\n\nHigh water.\n", "");
    let reference = run(&["--strip", "notices", "--tokenizer", "reference"], page);
    assert_eq!(lexer.stdout, reference.stdout);
    let options = dechaff::Options::new().strip(dechaff::Strip::Notices);
    assert_eq!(lexer.stdout, dechaff::extract(page.as_bytes(), &options).text().as_bytes());
}

#[test]
fn html_without_notices_is_the_input_itself() {
    let page =
        "<p>The pier is shut.\r\n<p>Please donate to our paper today.\r\n<p>It opens on Friday.";
    let output = run(&["--strip", "notices", "--to", "html"], page);
    assert_ran(&output, 0, "<p>The pier is shut.\r\n<p>It opens on Friday.", "");
    let output = run(&["--to", "html", "--explain"], page);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn markup_has_the_links_and_images_that_are_asked_for() {
    let page = "<html><p>The <a href=p>pier</a> is shut until the inspectors have looked at it, said the \
        harbour.<p><img src=i.png alt=Pier><p>The ferry leaves from the northern pier until Friday, it said.";
    let markdown = |more: &[&str]| {
        let output =
            run(&[&["-t", "markdown", "--url", "https://port.example/"], more].concat(), page);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(markdown(&[]).starts_with("The [pier](https://port.example/p) is shut"));
    assert!(!markdown(&[]).contains("i.png"));
    assert!(markdown(&["--images"]).contains("\n\n![Pier](https://port.example/i.png)\n\n"));
    assert!(markdown(&["--no-links"]).starts_with("The pier is shut"));
    let html = run(&["-t", "html"], page);
    assert!(String::from_utf8_lossy(&html.stdout).contains("<p>The <a href=\"p\">pier</a> is"));
}

#[test]
fn own_phrases_come_from_a_file() {
    let folder = folder("phrases");
    let phrases = file(&folder, "own.txt", "# ours\ndonation\talone\tfill our jar\n");
    let text = "The pier is shut.\n\nPlease fill our jar.\n";
    assert_ran(&run(&["--phrases", &phrases], text), 0, "The pier is shut.\n", "");
    let wrong = file(&folder, "wrong.txt", "# ours\nfame\talone\tfill our jar\n");
    for (name, message) in
        [(wrong, "wrong.txt:2: unknown category 'fame'"), ("no-such".into(), "no-such: ")]
    {
        let output = run(&["--phrases", &name], text);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(message), "{told}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
}

#[test]
fn what_is_selected_stays_or_goes() {
    let page = "<article><p>The ferry stays in dock until Friday, the council <a class=x>(map)</a> said.\
        <table><tr><td>Fare<td>4</table></article><aside class=n>Subscribe to our newsletter</aside>";
    let select = ["--drop", ".x", "--keep", "article, .n", "--no-tables"];
    let text = "The ferry stays in dock until Friday, the council said.\n\nFare | 4\n\n\
        Subscribe to our newsletter\n";
    assert_ran(&run(&select, page), 0, text, "");
    let output = run(&["--drop", "p::before"], page);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("--drop") && told.contains("pseudo"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_language_is_a_hint() {
    let output = run(&["--language", "gd", "--to", "json"], "<html lang=en><p>Tha am bàta dùinte.");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a record");
    assert_eq!(record["language"], "gd");
}

/// What is not wanted is told as well, if there is something to tell.
#[test]
fn a_document_that_is_skipped_is_still_told_to_be_cut() {
    let page = format!("<p>{}", "The ferry lies in dock. ".repeat(100));
    let output = run(&["--max-bytes", "1000", "--min-words", "1000"], &page);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("larger than --max-bytes") && told.contains("skipped (words 1)"),
        "{told}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(run(&["--fail-empty", "--min-words", "1"], "").status.code(), Some(1));
}

#[test]
fn old_line_ends_part_paragraphs() {
    for end in ["\n", "\r\n", "\r", "\u{2028}"] {
        let text = TEXT.replace('\n', end);
        let output = run(&["-t", "markdown"], &text);
        assert_eq!(String::from_utf8_lossy(&output.stdout).matches("\n\n").count(), 1, "{end:?}");
        assert_ran(&run(&[], &text), 0, &text, "");
    }
}
