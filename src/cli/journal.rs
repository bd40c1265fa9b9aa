//! How far a run has come, in a file beside its unfinished output: a run that is killed goes on
//! from there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use dechaff::batch::Counts;
use serde_json::{Value, json};

use super::args::Settings;
use super::crawl_args::Resume;
use super::jobs::Start;
use super::message::Fatal;
use super::output::Output;
use super::part::{PART_ENDING, name_ends};
use super::stamp::Stamp;

/// Bytes of output between two checkpoints. A compressed output begins a new member at each, so
/// they depend on the output alone and not on time.
const STEP_LEN: u64 = 8 << 20;

/// Bytes of output between two marks. They cost no line and no wait for the disk, so there can be more of them.
const MARK_LEN: u64 = 64 << 10;

/// What the name of a journal ends with, behind that of the output.
const JOURNAL_ENDING: &str = ".journal";

/// Where a run stands: all jobs up to `start` are done, and their output is `len` bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checkpoint {
    pub(crate) start: Start,
    pub(crate) len: u64,
    /// Whether the output ends with a line.
    pub(crate) ends_line: bool,
    pub(crate) is_lacking: bool,
    /// Whether an archive or lines of JSON were among the inputs.
    pub(crate) is_crawl: bool,
    pub(crate) counts: Counts,
    /// The journal that it was read from.
    pub(crate) journal: Option<Stamp>,
}

impl Checkpoint {
    /// Whether an earlier run wrote documents.
    pub(crate) fn has_output(&self) -> bool {
        self.len > 0
    }
}

/// The open file.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// The unfinished output.
    part: PathBuf,
    /// Tells runs with other settings apart.
    run: u64,
    file: Option<File>,
    /// Whether another run could go on from a line in it.
    has_checkpoint: bool,
    /// A place behind the last checkpoint to which the output is in its file.
    mark: Option<Checkpoint>,
    /// Where in the output, counted from the last checkpoint, that is.
    marked: u64,
}

impl Journal {
    /// The journal of an unfinished output; with `resume`, and the last checkpoint that the
    /// output reaches.
    pub(crate) fn open(
        part: &Path,
        settings: &Settings,
        resume: Resume,
    ) -> Result<(Journal, Checkpoint), Fatal> {
        let run = fingerprint(settings);
        let mut journal = Journal {
            path: journal_path(part),
            part: part.to_owned(),
            run,
            file: None,
            has_checkpoint: false,
            mark: None,
            marked: 0,
        };
        let len = fs::metadata(part).map_or(0, |found| found.len());
        if resume == Resume::FromStart || len == 0 {
            // It would be of another run, or of one of which nothing is left.
            let _ = fs::remove_file(&journal.path);
        }
        let Ok(file) = File::open(&journal.path) else {
            return Ok((journal, Checkpoint::default()));
        };
        let mut checkpoint = Checkpoint::default();
        let stamp = Stamp::of(&journal.path);
        // A kill can cut a line, and more come behind it after the next start.
        for line in BufReader::new(file).lines().map_while(Result::ok) {
            match read(&line) {
                Some((run, _)) if run != journal.run => {
                    let error = io::Error::other(
                        "begun with other inputs or options; without --resume it starts again",
                    );
                    return Err(Fatal::new(part.to_string_lossy(), error));
                }
                Some((_, point)) if point.len <= len => {
                    checkpoint = Checkpoint { journal: stamp, ..point };
                }
                _ => {}
            }
        }
        journal.has_checkpoint = checkpoint.journal.is_some();
        Ok((journal, checkpoint))
    }

    /// Notes how far the run has come, with the length of the output in the place of that in `point`, if enough was
    /// written since the last time.
    pub(crate) fn note(
        &mut self,
        output: &mut Output,
        point: impl FnOnce() -> Checkpoint,
    ) -> Result<(), Fatal> {
        let unsettled = output.unsettled();
        if unsettled >= STEP_LEN {
            let settled = output.settle().and_then(|len| output.sync().map(|()| len));
            let len = settled.map_err(|error| output.fatal(error))?;
            self.write(&Checkpoint { len, ends_line: output.ends_line(), ..point() })?;
            (self.mark, self.marked) = (None, 0);
            output.keep();
        } else if unsettled - self.marked >= MARK_LEN {
            self.marked = unsettled;
            if let Some(len) = output.mark().map_err(|error| output.fatal(error))? {
                self.mark = Some(Checkpoint { len, ends_line: output.ends_line(), ..point() });
            }
        }
        Ok(())
    }

    /// After an error, lets the output end at the last mark; whether another run can go on with it.
    pub(crate) fn leave(&mut self) -> bool {
        let Some(mark) = self.mark.take() else { return self.has_checkpoint };
        // What is cut off makes room for a line on a disk that is full.
        let cut = File::options().write(true).open(&self.part).and_then(|part| {
            part.set_len(mark.len)?;
            part.sync_data()
        });
        let is_left = cut.is_ok() && self.write(&mark).is_ok();
        is_left || self.has_checkpoint
    }

    fn write(&mut self, checkpoint: &Checkpoint) -> Result<(), Fatal> {
        let line = json!({
            "run": self.run,
            "input": checkpoint.start.input,
            "number": checkpoint.start.number,
            "stamp": checkpoint.start.stamp.map(Stamp::numbers),
            "len": checkpoint.len,
            "ends_line": checkpoint.ends_line,
            "lacking": checkpoint.is_lacking,
            "crawl": checkpoint.is_crawl,
            "counts": checkpoint.counts,
        });
        let written = append(&mut self.file, &self.path, &line);
        self.has_checkpoint |= written.is_ok();
        written
    }

    /// The run is done.
    pub(crate) fn remove(self) {
        // At worst an old file stays; a run that resumes looks whether the output reaches it.
        let _ = fs::remove_file(&self.path);
    }
}

/// The journal's file for an unfinished output.
pub(crate) fn journal_path(part: &Path) -> PathBuf {
    let mut name: OsString = part.as_os_str().to_owned();
    name.push(JOURNAL_ENDING);
    name.into()
}

/// Whether a file is a journal, by its name.
pub(crate) fn is_journal(file: &Path) -> bool {
    name_ends(file, JOURNAL_ENDING) && name_ends(&file.with_extension(""), PART_ENDING)
}

/// Adds a line to a file, which is opened with the first one; that begins anew below what a kill may have cut.
pub(crate) fn append(file: &mut Option<File>, path: &Path, line: &Value) -> Result<(), Fatal> {
    // In one piece, so that a kill hardly ever cuts it.
    let written = match file {
        Some(file) => file.write_all(format!("{line}\n").as_bytes()),
        None => File::options()
            .create(true)
            .append(true)
            .open(path)
            .and_then(|opened| file.insert(opened).write_all(format!("\n{line}\n").as_bytes())),
    };
    written.map_err(|error| Fatal::new(path.to_string_lossy(), error))
}

/// A number for what decides about the output: all settings but how fast it is made.
fn fingerprint(settings: &Settings) -> u64 {
    let Settings { inputs, files_from, crawl, .. } = settings;
    let run = (inputs, files_from, crawl.folders, fingerprint_of_one(settings));
    number_of(&format!("{run:?}"))
}

/// A number for what decides about the output of one input.
pub(crate) fn fingerprint_of_one(settings: &Settings) -> u64 {
    let Settings { separator, from, view, format, options, crawl, blocks, .. } = settings;
    let document = (separator, from, view, format, options, blocks);
    number_of(&format!("{:?}", (document, &crawl.field, &crawl.filter, env!("CARGO_PKG_VERSION"))))
}

fn number_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A run and its checkpoint from a line, which may be cut.
fn read(line: &str) -> Option<(u64, Checkpoint)> {
    let mut value: Value = serde_json::from_str(line).ok()?;
    let number = |name: &str| value.get(name)?.as_u64();
    let stamp = value.get("stamp").cloned().and_then(|stamp| serde_json::from_value(stamp).ok());
    let stamp = stamp.map(Stamp::from_numbers);
    let start = Start { input: number("input")?, number: number("number")?, stamp };
    let is = |name: &str| value.get(name)?.as_bool();
    let (run, len) = (number("run")?, number("len")?);
    let (ends_line, is_lacking, is_crawl) = (is("ends_line")?, is("lacking")?, is("crawl")?);
    let counts = serde_json::from_value(value.get_mut("counts")?.take()).ok()?;
    let journal = None;
    Some((run, Checkpoint { start, len, ends_line, is_lacking, is_crawl, counts, journal }))
}
