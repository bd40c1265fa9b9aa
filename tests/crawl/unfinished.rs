//! Runs that end before they are done, and what another run makes of what they leave.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::archive::{folder, run};
use super::{long_input, summary};

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
