//! What `--jobs` costs, and pipes: one job is one thread for everything, and two do hardly more work
//! than one.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files has failed")]

#[path = "support/archive.rs"]
mod archive;
mod support;

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use archive::{command, file, folder, gzip, page, response};

const HTML: &str = "200 OK\r\nContent-Type: text/html";

/// An archive whose text is far longer than a pipe holds.
fn long_archive() -> Vec<u8> {
    let records = (0..4000).map(|id| gzip(response(id, HTML, page(id).repeat(9).as_bytes())));
    records.flatten().collect()
}

#[cfg(target_os = "linux")]
#[test]
fn one_job_is_one_thread() {
    let folder = folder("threads");
    let archive = file(&folder, "a.warc.gz", long_archive());
    let document = file(&folder, "a.html", page(0).repeat(2000));
    // One reads and unpacks, the others extract, and the first writes. One document is no work for two.
    for (jobs, path, expected) in [("1", &archive, 1), ("2", &archive, 4), ("2", &document, 1)] {
        let mut child = command(&["--to", "json", "--jobs", jobs, path]).spawn().unwrap();
        // Once there is output all threads are at work, and as nobody takes it, none ends.
        child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id())).unwrap().count();
        drop(child.stdout.take());
        child.wait().unwrap();
        assert_eq!(tasks, expected, "threads of --jobs {jobs}, {path}");
    }
}

/// In instructions, which the machine's load does not change.
#[test]
fn two_jobs_do_hardly_more_work_than_one() {
    let folder = folder("work");
    let paths: Vec<String> = (0..4)
        .map(|number| {
            let pages = support::corpus_pages().skip(number).step_by(4);
            let records = pages.map(|page| gzip(response(number, HTML, &page.bytes)));
            file(&folder, &format!("{number}.warc.gz"), records.flatten().collect::<Vec<u8>>())
        })
        .collect();
    let count = |jobs: &str| {
        let output = Command::new("valgrind")
            .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
            .args([env!("CARGO_BIN_EXE_dechaff"), "--to", "json", "--jobs", jobs])
            .args(&paths)
            .output()
            .ok()?;
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        let line = told.lines().find(|line| line.contains("I ") && line.contains("refs:")).unwrap();
        let digits: String =
            line.rsplit(':').next()?.chars().filter(char::is_ascii_digit).collect();
        Some((digits.parse::<f64>().unwrap(), output.stdout))
    };
    let Some((one, text)) = count("1") else {
        // Not by `println!`, which a passing test swallows.
        let _ = writeln!(std::io::stderr(), "SKIPPED: valgrind is not here");
        return;
    };
    let (two, same) = count("2").unwrap();
    println!("--jobs 1: {one} instructions, --jobs 2: {:.3} times as many", two / one);
    assert!((0.9..1.1).contains(&(two / one)), "{one} and {two}");
    assert!(text == same);
}

/// `cat a.warc.gz | dechaff --from warc --to json | head -n 1` ends well and says nothing.
#[test]
fn a_reader_may_close_early() {
    let folder = folder("pipe");
    let path = file(&folder, "a.warc.gz", long_archive());
    for jobs in ["1", "4"] {
        // The shell has the exit code of the last command of a pipeline alone.
        let script =
            r#"cat "$0" | { "$1" --from warc --to json --jobs "$2"; echo $? >&2; } | head -n 1"#;
        let output = Command::new("sh")
            .args(["-c", script, &path, env!("CARGO_BIN_EXE_dechaff"), jobs])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "0\n");
        assert!(output.stdout.starts_with(b"{\"source\":\"-#urn:id:0\""));
        assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    }
}
