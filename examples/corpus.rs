//! The cases of `corpus/`: shows how each fares, accepts changed verdicts, adds a case.
//!
//! ```text
//! corpus -- check            a table of all cases: word F1, lines lost and left
//! corpus -- show CASE        the difference between a case's expected text and the output
//! corpus -- accept [CASE…]   shows what changed in the verdicts, then writes blocks.snap and the
//!                            F1 column of known-failures.tsv
//! corpus -- add NAME FILE    makes a case of a page or a text; expected.txt is written by hand
//! ```

#[path = "../tests/support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use support::case_folders;
use support::cases::{Case, KnownFailures, corpus_folder};
use support::diff::diff;

type Outcome = Result<ExitCode, Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["check"] => check(),
        ["show", name] => show(name),
        ["accept", ref names @ ..] => accept(names),
        ["add", name, file] => add(name, Path::new(file)),
        _ => Err("usage: corpus check | show CASE | accept [CASE…] | add NAME FILE".into()),
    }
}

fn read_cases(names: &[&str]) -> Result<Vec<Case>, Box<dyn Error>> {
    let folders = case_folders();
    if let Some(name) = names.iter().find(|name| !folders.iter().any(|f| f.ends_with(name))) {
        return Err(format!("there is no case {name}").into());
    }
    let is_asked = |folder: &Path| names.is_empty() || names.iter().any(|n| folder.ends_with(n));
    let asked = folders.iter().filter(|folder| is_asked(folder));
    Ok(asked.map(|folder| Case::read(folder)).collect::<Result<_, _>>()?)
}

fn check() -> Outcome {
    let known = KnownFailures::read()?;
    let mut failures = Vec::new();
    let (mut sum, mut as_expected, mut count) = (0.0, 0, 0);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<50} {:>5} {:>5} {:>5}  verdicts  known", "case", "F1", "lost", "left")?;
    for case in read_cases(&[])? {
        let comparison = case.compare();
        let verdicts = if case.snapshot() == case.accepted() { "" } else { "changed" };
        let reason = known.get(&case.name).map_or("", |row| row.reason.as_str());
        writeln!(
            out,
            "{:<50} {:>5.2} {:>5} {:>5}  {verdicts:<8}  {reason}",
            case.name, comparison.f1, comparison.lost, comparison.left
        )?;
        sum += comparison.f1;
        count += 1;
        as_expected += u32::from(comparison.difference.is_empty());
        failures.extend(known.judge(&case, &comparison).err());
        if !verdicts.is_empty() {
            failures.push(format!("{}: verdicts changed\n", case.name));
        }
    }
    writeln!(
        out,
        "{as_expected} of {count} as expected, mean word F1 {:.4}",
        sum / f64::from(count)
    )?;
    for failure in &failures {
        write!(out, "\n{failure}")?;
    }
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(name: &str) -> Outcome {
    for case in read_cases(&[name])? {
        print!(" - expected  + output\n{}", case.compare().difference);
    }
    Ok(ExitCode::SUCCESS)
}

fn accept(names: &[&str]) -> Outcome {
    let mut known = KnownFailures::read()?;
    for case in read_cases(names)? {
        let (accepted, now) = (case.accepted(), case.snapshot());
        if accepted != now {
            println!("{}\n{}", case.name, diff(&accepted, &now));
            fs::write(case.snapshot_path(), now)?;
        }
        let f1 = case.compare().f1;
        if let Some(row) = known.rows.iter_mut().find(|row| row.case == case.name) {
            if format!("{f1:.2}") != format!("{:.2}", row.f1) {
                println!("{}: word F1 {:.2} -> {f1:.2}\n", case.name, row.f1);
            }
            row.f1 = f1;
        }
    }
    known.write()?;
    Ok(ExitCode::SUCCESS)
}

/// What a new case's `note.md` begins as.
const NOTE: &str = "What this case tests, and what in it is editorial although it looks like chaff.\n\
                    Chaff: what has to go (category).\n\
                    Dubious: what another reader might judge otherwise.\n";

fn add(name: &str, file: &Path) -> Outcome {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.contains('-') || !name.chars().all(is_fit) {
        return Err("a name is LANGUAGE-KIND-WHAT: lower-case letters, digits and -".into());
    }
    let bytes = fs::read(file)?;
    let folder = corpus_folder().join("cases").join(name);
    // An existing case stays as it is.
    fs::create_dir(&folder)?;
    let is_text = file.extension().is_some_and(|ending| ending == "txt");
    fs::write(folder.join(if is_text { "input.txt" } else { "page.html" }), bytes)?;
    fs::write(folder.join("expected.txt"), "")?;
    fs::write(folder.join("note.md"), NOTE)?;
    println!(
        "{}: now write expected.txt by hand from the page (never from the program's output) and \
         note.md, then run `corpus -- accept {name}`",
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}
