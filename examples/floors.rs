//! Holds the scores on `../shared` above `corpus/floors.tsv`.
//!
//! ```text
//! floors            measures, prints each floor and what is reached; fails under a floor
//! floors --raise    writes higher floors where more is reached; never a lower one
//! ```
//!
//! The scoring itself is that of `../shared/eval/*.py`, run with python3 on the release binary.

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;
use support::cases::corpus_folder;
use support::{SETS, shared};

/// What a new floor leaves below what is reached: rounding, and a page or two of a set.
const MARGIN: f64 = 0.002;
/// The set name of the plain-text cases.
const TEXT_CASES: &str = "text-cases";

type Failure = Box<dyn Error>;
type Scores = HashMap<(String, String), f64>;

fn main() -> Result<ExitCode, Failure> {
    let raise = match std::env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => false,
        [ref flag] if flag == "--raise" => true,
        _ => return Err("usage: floors [--raise]".into()),
    };
    let Some(shared) = shared() else {
        return Ok(ExitCode::SUCCESS);
    };
    let mut floors = Floors::read()?;
    let scores = measure(&shared, &binary()?)?;
    let mut failed = false;
    println!("{:<12} {:<22} {:>7} {:>8}", "set", "measure", "floor", "reached");
    for row in &mut floors.rows {
        let key = (row.set.clone(), row.measure.clone());
        let reached = *scores
            .get(&key)
            .ok_or_else(|| format!("{} {}: not measured", row.set, row.measure))?;
        let verdict = row.judge(reached, &digest(&shared, row)?);
        println!(
            "{:<12} {:<22} {:>7.4} {reached:>8.4}  {}",
            row.set,
            row.measure,
            row.floor,
            verdict.unwrap_or("")
        );
        if raise && verdict != Some(OTHER_DATA) {
            row.raise(reached, digest(&shared, row)?);
        }
        failed |= verdict.is_some_and(|verdict| verdict != NEW);
    }
    if raise {
        floors.write()?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The release binary, built first: `cargo run --example` does not.
fn binary() -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--release", "--bin", "dechaff"];
    let built = Command::new(cargo).args(build).current_dir(env!("CARGO_MANIFEST_DIR")).status()?;
    if !built.success() {
        return Err("the release binary does not build".into());
    }
    let examples = std::env::current_exe()?;
    let profile = examples.ancestors().nth(2).ok_or("where is the binary?")?;
    if !profile.ends_with("release") {
        return Err("run it with --release".into());
    }
    Ok(profile.join("dechaff"))
}

/// Runs the scoring programs.
fn measure(shared: &Path, binary: &Path) -> Result<Scores, Failure> {
    let outputs = binary.with_file_name("floors-outputs");
    let (binary, outputs) = (binary.display().to_string(), outputs.display().to_string());
    let mut scores = Scores::new();
    let mut add = |set: &str, measure: &str, value: f64| {
        scores.insert((set.to_owned(), measure.to_owned()), value);
    };
    let names = SETS.map(str::to_owned);
    let words = ["--bin", &binary, "--json", "--save", &outputs, "--args=--quiet"];
    for result in python(&shared.join("eval/score.py"), &words, &names)? {
        let set = text(&result, "set")?;
        for measure in ["F1", "snippet_F1"] {
            if let Some(value) = result[measure].as_f64() {
                add(&set, measure, value);
            }
        }
    }
    let words = ["--outputs", &outputs, "--json"];
    for result in python(&shared.join("eval/score_appeals.py"), &words, &names)? {
        let set = text(&result, "set")?;
        let rate =
            |group: &str| result[group][0].as_f64().ok_or(format!("{set}: no rate of {group}"));
        // Floors are lower bounds, so what is counted is what is gone, not what leaks.
        add(&set, "appeals_gone_near", 1.0 - rate("near")?);
        add(&set, "appeals_gone_all", 1.0 - rate("ALL")?);
        add(&set, "editorial_kept", rate("editorial")?);
    }
    for result in python(&shared.join("eval/score_text.py"), &["--bin", &binary, "--json"], &[])? {
        for measure in ["appeal_lines_removed", "editorial_lines_kept"] {
            add(TEXT_CASES, measure, result[measure].as_f64().ok_or(measure)?);
        }
        for measure in ["positive_cases_right", "negative_cases_right"] {
            add(TEXT_CASES, measure, share(&text(&result, measure)?)?);
        }
    }
    Ok(scores)
}

/// The JSON objects that a scoring program prints, one a line.
fn python(script: &Path, words: &[&str], sets: &[String]) -> Result<Vec<Value>, Failure> {
    let output = Command::new("python3").arg(script).args(words).args(sets).output()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: {message}", script.display()).into());
    }
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(result: &Value, field: &str) -> Result<String, Failure> {
    Ok(result[field].as_str().ok_or_else(|| format!("no {field} in {result}"))?.to_owned())
}

/// The value of `11/22`.
fn share(counts: &str) -> Result<f64, Failure> {
    let (part, whole) = counts.split_once('/').ok_or("a count is PART/WHOLE")?;
    Ok(part.parse::<f64>()? / whole.parse::<f64>()?)
}

/// Digest of the gold file that a measure is of, so that a score is only compared with a floor of
/// the same data. FNV-1a: it guards against mistakes, not against attacks.
fn digest(shared: &Path, row: &Floor) -> Result<String, Failure> {
    let file = match row.measure.as_str() {
        "F1" | "snippet_F1" => shared.join("sets").join(&row.set).join("gold.jsonl"),
        _ => shared.join("appeals").join(format!("{}.jsonl", row.set)),
    };
    let bytes = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    Ok(format!("{:016x}", bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)))
}

/// A line of `floors.tsv`.
struct Floor {
    set: String,
    measure: String,
    floor: f64,
    digest: String,
}

/// What stands for the digest of a line that was added by hand.
const NO_DIGEST: &str = "-";
const UNDER: &str = "UNDER THE FLOOR";
const OTHER_DATA: &str = "OTHER DATA: the digest differs";
const NEW: &str = "new: --raise sets it";

impl Floor {
    /// What is wrong, if anything.
    fn judge(&self, reached: f64, digest: &str) -> Option<&'static str> {
        match self.digest.as_str() {
            NO_DIGEST => Some(NEW),
            known if known != digest => Some(OTHER_DATA),
            _ => (reached < self.floor).then_some(UNDER),
        }
    }

    fn raise(&mut self, reached: f64, digest: String) {
        // Cut to the four digits of the file, so that a floor is never above what was meant.
        let floor = ((reached - MARGIN) * 1e4).floor() / 1e4;
        self.floor = self.floor.max(floor);
        self.digest = digest;
    }
}

struct Floors {
    head: String,
    rows: Vec<Floor>,
}

impl Floors {
    fn path() -> PathBuf {
        corpus_folder().join("floors.tsv")
    }

    fn read() -> Result<Floors, Failure> {
        let text = fs::read_to_string(Floors::path())?;
        let (head, rows): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with('#'));
        let rows = rows.into_iter().map(|line| {
            let [set, measure, floor, digest] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(
                    format!("floors.tsv: not set, measure, floor and digest: {line}").into()
                );
            };
            let (set, measure, digest) = (set.to_owned(), measure.to_owned(), digest.to_owned());
            Ok(Floor { set, measure, floor: floor.parse()?, digest })
        });
        let rows = rows.collect::<Result<_, Failure>>()?;
        Ok(Floors { head: head.iter().map(|line| format!("{line}\n")).collect(), rows })
    }

    fn write(&self) -> Result<(), Failure> {
        let mut text = self.head.clone();
        for Floor { set, measure, floor, digest } in &self.rows {
            writeln!(text, "{set}\t{measure}\t{floor:.4}\t{digest}")?;
        }
        Ok(fs::write(Floors::path(), text)?)
    }
}
