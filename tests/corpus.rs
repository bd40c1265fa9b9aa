//! Every case of `corpus/cases`: the verdict of each block against `blocks.snap`, the text output
//! against `expected.txt`. Writes nothing; `cargo run --release --example corpus` does.

mod support;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use support::case_folders;
use support::cases::{Case, KnownFailures, word_f1};
use support::diff::diff;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let known = Arc::new(KnownFailures::read());
    let mut trials = vec![
        Trial::test("measure", || measure().map_err(Failed::from)),
        Trial::test("known_failures", {
            let known = Arc::clone(&known);
            move || list_is_tidy(&known).map_err(Failed::from)
        }),
    ];
    for folder in case_folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = Arc::clone(&known);
        trials.push(Trial::test(format!("case::{name}"), move || {
            case(&folder, &known).map_err(Failed::from)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn case(folder: &Path, known: &Result<KnownFailures, String>) -> Result<(), String> {
    let known = known.as_ref().map_err(String::clone)?;
    let case = Case::read(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let text = known.judge(&case, &case.compare());
    let verdicts = verdicts(&case);
    match (text, verdicts) {
        (Err(text), Err(verdicts)) => Err(format!("{text}\n{verdicts}")),
        (text, verdicts) => text.and(verdicts),
    }
}

fn verdicts(case: &Case) -> Result<(), String> {
    let difference = diff(&case.accepted(), &case.snapshot());
    if difference.is_empty() {
        return Ok(());
    }
    let name = &case.name;
    Err(format!(
        "{name}: verdicts changed\n - accepted  + now\n{difference}\n\
         To accept: cargo run --release --example corpus -- accept {name}\n"
    ))
}

fn list_is_tidy(known: &Result<KnownFailures, String>) -> Result<(), String> {
    let rows = &known.as_ref().map_err(String::clone)?.rows;
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].case >= pair[1].case) {
        return Err(format!("known-failures.tsv: not in order at {}", pair[1].case));
    }
    let folders = case_folders();
    let is_case = |name: &str| folders.iter().any(|folder| folder.ends_with(name));
    match rows.iter().find(|row| !is_case(&row.case)) {
        Some(row) => Err(format!("known-failures.tsv: there is no case {}", row.case)),
        None => Ok(()),
    }
}

/// The measure agrees with `score.py` on values worked out by hand.
fn measure() -> Result<(), String> {
    let rows = [
        ("", "", 1.0),
        ("", "word", 0.0),
        ("A word, a_word.", "a WORD a_word", 1.0),
        ("one two", "one three four five", 1.0 / 3.0),
        ("to be or", "to to be", 2.0 / 3.0),
    ];
    for (output, expected, wanted) in rows {
        let f1 = word_f1(output, expected);
        if (f1 - wanted).abs() > 1e-9 {
            return Err(format!("{output:?} against {expected:?}: {f1}, not {wanted}"));
        }
    }
    Ok(())
}
