//! Runs that go on where another ended, and those that must not.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::archive::{command, file, folder, page, run};
use super::{long_input, summary};

/// Starts a run, and kills it when it has written its first checkpoint; whether it was not done before that.
fn killed(args: &[&str], journal: &Path) -> bool {
    let mut child = command(args).spawn().unwrap();
    // A line can be written in part.
    let has_checkpoint = || fs::read_to_string(journal).is_ok_and(|lines| lines.contains("}\n"));
    while !has_checkpoint() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    has_checkpoint()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_run_does_not_go_on_without_the_input_that_it_ended_in() {
    let folder = folder("resume-fewer");
    let [one, _] = long_input(&folder);
    fs::create_dir(folder.join("in")).unwrap();
    fs::rename(one, folder.join("in/b.jsonl")).unwrap();
    let first = file(&folder.join("in"), "a.txt", "The ferry lies in dock.");
    let [input, out] = ["in", "out.jsonl"].map(|name| folder.join(name).display().to_string());
    let args = ["-r", "-t", "json", &input, "-o", &out];
    let part = folder.join("out.jsonl.part");
    if !killed(&args, &folder.join("out.jsonl.part.journal")) {
        return;
    }
    let resume = [&args[..], &["--resume"]].concat();
    fs::rename(&first, folder.join("a.txt")).unwrap();
    let output = run(&resume);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("fewer inputs"), "{}", told(&output));
    assert!(part.exists() && !Path::new(&out).exists());
    fs::rename(folder.join("a.txt"), &first).unwrap();
    let output = run(&resume);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(summary(&output).contains("2001 of 2001 written"), "{}", summary(&output));
}

/// Of documents as they are done nobody knows which are missing.
#[test]
fn a_run_without_order_leaves_nothing_to_go_on_with() {
    let folder = folder("resume-unordered");
    let [one, two] = long_input(&folder);
    let out = folder.join("out.jsonl").display().to_string();
    let args = ["-t", "json", "-j4", "--unordered", &one, &two, "-o", &out];
    let journal = folder.join("out.jsonl.part.journal");
    assert!(!killed(&args, &journal));
    // What another run left beside its output is of that run.
    fs::write(folder.join("out.jsonl.part"), "{}\n").unwrap();
    fs::write(&journal, "{}\n").unwrap();
    assert_eq!(run(&args).status.code(), Some(1));
    assert!(!journal.exists());
}

/// An output that a run with other options wrote is none of this one.
#[test]
fn outputs_of_other_options_are_done_again() {
    let folder = folder("resume-options");
    fs::create_dir(folder.join("in")).unwrap();
    for n in 0..40 {
        file(&folder.join("in"), &format!("{n:02}.html"), page(n));
    }
    let run = |args: &[&str]| {
        let all = [&["-r", "in", "--out-dir", "out", "-t", "json"], args].concat();
        command(&all).current_dir(&folder).output().unwrap()
    };
    assert_eq!(run(&["--max-bytes", "20"]).status.code(), Some(1));
    let other = run(&["--resume"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(told(&other).contains("begun with other options"), "{}", told(&other));
    // As after a kill: the last outputs are older ones.
    let journal = folder.join("out/dechaff.part.journal");
    assert_eq!(run(&["no-such-file"]).status.code(), Some(1));
    let lines = fs::read_to_string(&journal).unwrap();
    let some: Vec<&str> = lines.split_inclusive('\n').take(6).collect();
    fs::write(&journal, some.concat()).unwrap();
    let old = folder.join("out/in/39.html.jsonl");
    fs::write(&old, "old").unwrap();
    let output = run(&["--resume"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_ne!(fs::read_to_string(&old).unwrap(), "old");
}

/// The last line of a run that goes on behind its archives is that of a run in one go.
#[test]
fn a_run_that_goes_on_counts_as_a_crawl() {
    let folder = folder("resume-counts");
    let [one, _] = long_input(&folder);
    let text = format!("{}\n", "The ferry lies in dock until Friday. ".repeat(300_000));
    let last = file(&folder, "last.txt", text);
    let out = folder.join("out.txt").display().to_string();
    let args = ["-j1", &one, &last, &last, "-o", &out];
    let expected = summary(&run(&args));
    let journal = folder.join("out.txt.part.journal");
    let is_behind = || {
        let lines = fs::read_to_string(&journal).unwrap_or_default();
        lines.lines().any(|line| line.contains("\"input\":1,") && line.ends_with('}'))
    };
    let mut child = command(&args).spawn().unwrap();
    while !is_behind() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    if is_behind() {
        assert_eq!(summary(&run(&[&args[..], &["--resume"]].concat())), expected);
    }
}
