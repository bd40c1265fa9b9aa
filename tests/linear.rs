//! Linear time, counted in instructions: at n, 2n and 4n a hostile document costs at most 2.2 times
//! as much with each doubling, and no byte of it more than a ceiling.
//!
//! Instructions do not depend on the machine's load, so small documents suffice. This test runs
//! itself under callgrind, once for all documents: a profile is written at the end of every call
//! of [`measured`], and holds what was executed since its start.

#[allow(dead_code, unreachable_pub, reason = "an example and other tests share it")]
#[path = "support/generators.rs"]
mod generators;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dechaff::{Options, extract};
use generators::{GENERATORS, Generator};

/// Each doubling costs at most this: linear, and a little for sorting and for growing tables.
const MAX_GROWTH: f64 = 2.2;
/// Instructions for a byte of the costliest documents: blocks of one letter, 500 elements deep, have
/// 17,000. Their number is capped, so that no document takes more than some seconds by them.
const MAX_A_BYTE: f64 = 20_000.0;
/// Set for the process under callgrind: the names of the generators to run, all if empty.
const CHILD: &str = "DECHAFF_MEASURE";

/// What is counted.
#[inline(never)]
fn measured(generator: &Generator, input: &[u8]) {
    std::hint::black_box(generator.run(std::hint::black_box(input)));
}

/// The sizes of a generator: nothing, to subtract what does not grow, then three.
fn sizes(generator: &Generator) -> [usize; 4] {
    [0, generator.n, 2 * generator.n, 4 * generator.n]
}

/// The generators that are asked for in the environment; all if none is.
fn chosen() -> impl Iterator<Item = &'static Generator> {
    let names = std::env::var("DECHAFF_GENERATORS").unwrap_or_default();
    let is_chosen = move |generator: &&Generator| {
        names.is_empty() || names.split(',').any(|name| name == generator.name)
    };
    GENERATORS.iter().filter(is_chosen)
}

#[test]
fn every_doubling_costs_twice() {
    if std::env::var_os(CHILD).is_some() {
        return run_all();
    }
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        // Not by `println!`, which a passing test swallows.
        let _ = writeln!(std::io::stderr(), "SKIPPED: valgrind is not here");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("linear");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for profiles");
    callgrind(&folder);
    let counts = counts(&folder);
    assert_eq!(counts.len(), chosen().count() * 4, "a profile for each document");
    let mut failures = Vec::new();
    for (generator, counts) in chosen().zip(counts.chunks(4)) {
        failures.extend(judge(generator, counts));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Runs all documents: the child's part.
fn run_all() {
    // Tables are built before anything is counted: those of the languages that the documents seem
    // to be in.
    let _ = extract(b"a", &Options::new());
    for generator in chosen() {
        // The allocator's state is that of this document, and not of those before.
        generator.run(generator.make(4 * generator.n).as_bytes());
        for n in sizes(generator) {
            measured(generator, generator.make(n).as_bytes());
        }
    }
}

/// Runs this test again under callgrind.
fn callgrind(folder: &Path) {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--zero-before=linear::measured",
            "--dump-after=linear::measured",
        ])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(std::env::current_exe().expect("this test's path"))
        .args(["--exact", "every_doubling_costs_twice", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .expect("valgrind runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The totals of the profiles in order: `out.1`, `out.2` and so on.
fn counts(folder: &Path) -> Vec<f64> {
    let total = |number: usize| {
        let profile = fs::read_to_string(folder.join(format!("out.{number}"))).ok()?;
        let is_wanted = profile.lines().any(|line| line.starts_with("desc: Trigger: --dump-after"));
        let total = profile.lines().find_map(|line| line.strip_prefix("totals: "))?;
        Some((is_wanted, total.trim().parse().ok()?))
    };
    let profiles = (1..).map_while(total);
    profiles.filter(|(is_wanted, _)| *is_wanted).map(|(_, total)| total).collect()
}

/// Prints a line about a generator; what is wrong with it.
fn judge(generator: &Generator, counts: &[f64]) -> Option<String> {
    let grown: Vec<f64> = counts[1..].iter().map(|count| (count - counts[0]).max(1.0)).collect();
    let (first, second) = (grown[1] / grown[0], grown[2] / grown[1]);
    let bytes = generator.make(4 * generator.n).len() - generator.make(0).len();
    let a_byte = grown[2] / bytes as f64;
    let name = generator.name;
    let line = format!("{name:24} {first:5.2} {second:5.2} {a_byte:8.0} instructions a byte");
    println!("{line} {:10.0}", counts[3]);
    let is_linear = first <= MAX_GROWTH && second <= MAX_GROWTH;
    (!is_linear || a_byte > MAX_A_BYTE).then_some(line)
}
