//! The cases of `corpus/`: what the program makes of each, and how far that is from what a person
//! wrote. Shared by `tests/corpus.rs` and `examples/corpus.rs`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dechaff::{Document, Options, SourceFormat, extract};

use super::diff::diff;

/// Characters of a block that a snapshot shows: enough to find it in the page.
const SNAPSHOT_CHARS: usize = 60;
/// How far a known failure may sink below its listed F1: two roundings and a word or two.
const MAX_SINK: f64 = 0.02;

/// The folder of all cases.
pub fn corpus_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// A case: `page.html` or `input.txt`, `expected.txt`, `note.md`, `blocks.snap`.
pub struct Case {
    pub name: String,
    folder: PathBuf,
    document: Document,
}

/// How the text output of a case compares with `expected.txt`.
pub struct Comparison {
    pub f1: f64,
    /// Expected lines that are not in the output.
    pub lost: usize,
    /// Lines of the output that are not expected.
    pub left: usize,
    /// The first lines that differ, for people; empty when the texts are the same.
    pub difference: String,
}

impl Case {
    /// Reads a case and runs the program on it.
    pub fn read(folder: &Path) -> io::Result<Case> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (bytes, format) = match fs::read(folder.join("page.html")) {
            Ok(bytes) => (bytes, SourceFormat::Html),
            Err(_) => (fs::read(folder.join("input.txt"))?, SourceFormat::Text),
        };
        let document = extract(&bytes, &Options::new().format(format));
        Ok(Case { name, folder: folder.to_owned(), document })
    }

    /// Where the snapshot is kept.
    pub fn snapshot_path(&self) -> PathBuf {
        self.folder.join("blocks.snap")
    }

    /// The accepted snapshot; empty if none was accepted yet.
    pub fn accepted(&self) -> String {
        fs::read_to_string(self.snapshot_path()).unwrap_or_default()
    }

    /// Verdict, category, reason and first words of each block.
    pub fn snapshot(&self) -> String {
        let mut lines = String::new();
        for block in self.document.blocks() {
            let verdict = block.verdict;
            let mark = match (verdict.dropped, &verdict.parts[..]) {
                (None, _) => "keep",
                (Some(_), []) => "drop",
                (Some(_), _) => "part",
            };
            let category = verdict.dropped.map_or("-", |category| category.name());
            let text: String = block.text.chars().take(SNAPSHOT_CHARS).collect();
            let text = text.replace(['\n', '\r'], " ");
            let line = format!("{mark} {category:<12} {:<10} {text}", verdict.reason);
            let _ = writeln!(lines, "{}", line.trim_end());
        }
        lines
    }

    /// Compares the text output with `expected.txt`: plain text to the byte, the text of a page
    /// but for white space at line ends.
    pub fn compare(&self) -> Comparison {
        let expected = fs::read_to_string(self.folder.join("expected.txt")).unwrap_or_default();
        let output = self.document.text();
        let same = match self.document.kind() {
            dechaff::DocumentKind::Text => output == expected,
            dechaff::DocumentKind::Html => trimmed(&output) == trimmed(&expected),
        };
        let mut difference = diff(&trimmed(&expected), &trimmed(&output));
        if !same && difference.is_empty() {
            difference = "only white space at line ends differs\n".to_owned();
        }
        Comparison {
            f1: word_f1(&output, &expected),
            lost: lines_without(&expected, &output),
            left: lines_without(&output, &expected),
            difference,
        }
    }
}

/// The lines without white space at their ends.
fn trimmed(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// How many lines of `text` that are not blank have no counterpart in `other`.
fn lines_without(text: &str, other: &str) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    other.lines().for_each(|line| *counts.entry(line.trim()).or_default() += 1);
    let mut without = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match counts.get_mut(line) {
            Some(count) if *count > 0 => *count -= 1,
            _ => without += 1,
        }
    }
    without
}

/// Word-bag F1, as `../shared/eval/score.py` counts it but for combining marks, which are letters
/// here.
pub fn word_f1(output: &str, expected: &str) -> f64 {
    let words = |text: &str| {
        let mut bag: HashMap<String, usize> = HashMap::new();
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
        words
            .filter(|word| !word.is_empty())
            .for_each(|word| *bag.entry(word.to_owned()).or_default() += 1);
        bag
    };
    let (output, expected) = (words(output), words(expected));
    let total = output.values().sum::<usize>() + expected.values().sum::<usize>();
    if total == 0 {
        return 1.0;
    }
    let hits: usize =
        output.iter().map(|(word, n)| expected.get(word).map_or(0, |m| *n.min(m))).sum();
    2.0 * hits as f64 / total as f64
}

/// A line of `known-failures.tsv`.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFailure {
    pub case: String,
    pub f1: f64,
    pub reason: String,
}

/// The cases whose text output is known to be wrong, from `corpus/known-failures.tsv`.
pub struct KnownFailures {
    path: PathBuf,
    head: String,
    pub rows: Vec<KnownFailure>,
}

impl KnownFailures {
    /// Reads the list.
    pub fn read() -> Result<KnownFailures, String> {
        let path = corpus_folder().join("known-failures.tsv");
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let (head, rows): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with('#'));
        let rows = rows.into_iter().map(parse_row).collect::<Result<_, _>>()?;
        let head = head.iter().map(|line| format!("{line}\n")).collect();
        Ok(KnownFailures { path, head, rows })
    }

    /// The line of a case.
    pub fn get(&self, case: &str) -> Option<&KnownFailure> {
        self.rows.iter().find(|row| row.case == case)
    }

    /// Writes the list, sorted by case.
    pub fn write(&mut self) -> io::Result<()> {
        self.rows.sort_by(|a, b| a.case.cmp(&b.case));
        let mut text = self.head.clone();
        for row in &self.rows {
            let _ = writeln!(text, "{}\t{:.2}\t{}", row.case, row.f1, row.reason);
        }
        fs::write(&self.path, text)
    }

    /// What is wrong with the text output of a case, or with its line in the list.
    pub fn judge(&self, case: &Case, comparison: &Comparison) -> Result<(), String> {
        let Comparison { f1, lost, left, difference } = comparison;
        let name = &case.name;
        match self.get(name) {
            None if difference.is_empty() => Ok(()),
            None => Err(format!(
                "{name}: the text is not the expected one (word F1 {f1:.2}, {lost} lines lost, \
                 {left} left) and the case is not in corpus/known-failures.tsv\n\
                 - expected  + output\n{difference}"
            )),
            Some(_) if difference.is_empty() => Err(format!(
                "{name}: the text is as expected now: remove it from the list, \
                 corpus/known-failures.tsv\n"
            )),
            Some(row) if *f1 < row.f1 - MAX_SINK => Err(format!(
                "{name}: word F1 sank from {:.2} to {f1:.2} ({lost} lines lost, {left} left)\n\
                 - expected  + output\n{difference}",
                row.f1
            )),
            Some(_) => Ok(()),
        }
    }
}

fn parse_row(line: &str) -> Result<KnownFailure, String> {
    let wrong = || format!("known-failures.tsv: not case, F1 and reason between tabs: {line}");
    let [case, f1, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
        return Err(wrong());
    };
    let f1 = f1.parse().map_err(|_| wrong())?;
    if reason.trim().is_empty() {
        return Err(wrong());
    }
    Ok(KnownFailure { case: case.to_owned(), f1, reason: reason.to_owned() })
}
