//! What became of each input that has an output of its own, in a file beside the outputs: a run that goes on counts
//! those that were done before it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use dechaff::batch::Counts;
use serde_json::{Value, json};

use super::args::Settings;
use super::crawl_args::Resume;
use super::journal::{append, fingerprint_of_one};
use super::message::Fatal;

/// The file's name. It ends as those of unfinished outputs do, so it is no input.
const NAME: &str = "dechaff.part.journal";

/// What became of the documents of an input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    /// Whether it makes the run end with 1.
    pub(crate) is_lacking: bool,
    pub(crate) is_crawl: bool,
}

/// The inputs that earlier runs did with the same options.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    folder: PathBuf,
    tallies: HashMap<String, Tally>,
    /// Whether the file goes back to a run that began all anew: an output that is not in it is an older one.
    is_whole: bool,
}

impl Earlier {
    /// Those of runs that this one goes on from; an error if these had other options.
    pub(crate) fn read(settings: &Settings) -> Result<Earlier, Fatal> {
        let Some(folder) = settings.crawl.out_dir.clone() else { return Ok(Earlier::default()) };
        let mut earlier = Earlier { folder, ..Earlier::default() };
        let path = earlier.folder.join(NAME);
        let is_asked = settings.crawl.resume == Resume::WhereItEnded;
        let Ok(file) = File::open(&path) else { return Ok(earlier) };
        if !is_asked {
            return Ok(earlier);
        }
        let run = fingerprint_of_one(settings);
        // A kill can cut a line. Of an input that was done twice the last one counts.
        for line in BufReader::new(file).lines().map_while(Result::ok) {
            let Some((of, note)) = read(&line) else { continue };
            if of != run {
                let error = "begun with other options; without --resume it starts again";
                return Err(Fatal::new(path.to_string_lossy(), io::Error::other(error)));
            }
            match note {
                Note::Begins => earlier.is_whole = true,
                Note::Done(output, tally) => {
                    earlier.tallies.insert(output, tally);
                }
            }
        }
        Ok(earlier)
    }

    /// Whether an output that is there may be one of these runs. Where nothing is known of it, it is taken for one: a
    /// run that ends leaves no file, and more inputs can come after it.
    pub(crate) fn may_have_made(&self, target: &Path) -> bool {
        !self.is_whole || self.tallies.contains_key(&output_name(&self.folder, target))
    }

    /// What became of the input with this output, if it is known.
    pub(crate) fn take(&mut self, target: &Path) -> Option<Tally> {
        self.tallies.remove(&output_name(&self.folder, target))
    }
}

/// The open file.
#[derive(Debug)]
pub(crate) struct Tallies {
    folder: PathBuf,
    /// Tells runs with other options apart.
    run: u64,
    resume: Resume,
    file: Option<File>,
    /// The input whose output is being written: its number, the output, and what became of it so far.
    at_hand: Option<(u64, String, Tally)>,
}

impl Tallies {
    /// For a run whose inputs have an output each.
    pub(crate) fn of(settings: &Settings) -> Option<Tallies> {
        let folder = settings.crawl.out_dir.clone()?;
        let (run, resume) = (fingerprint_of_one(settings), settings.crawl.resume);
        let tallies = Tallies { folder, run, resume, file: None, at_hand: None };
        if resume == Resume::FromStart {
            let _ = fs::remove_file(tallies.path());
        }
        Some(tallies)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// An input begins; the folder is there.
    pub(crate) fn begin(&mut self, input: u64, target: &Path, so_far: Tally) -> Result<(), Fatal> {
        self.at_hand = Some((input, output_name(&self.folder, target), so_far));
        let is_first = self.resume == Resume::FromStart && self.file.is_none();
        if is_first { self.write(&json!({ "run": self.run, "begins": true })) } else { Ok(()) }
    }

    /// A document of an input is done; one that cannot be opened has no output, and does not begin.
    pub(crate) fn add(&mut self, input: u64, counts: &Counts, is_lacking: bool) {
        if let Some((at_hand, _, tally)) = &mut self.at_hand
            && *at_hand == input
        {
            tally.counts.add_all(counts);
            tally.is_lacking |= is_lacking;
        }
    }

    /// The input at hand is done. It is noted when its output has its name: an older run's can have been there.
    pub(crate) fn note(&mut self) -> Result<(), Fatal> {
        let Some((_, output, tally)) = self.at_hand.take() else { return Ok(()) };
        self.write(&json!({
            "run": self.run,
            "output": output,
            "lacking": tally.is_lacking,
            "crawl": tally.is_crawl,
            "counts": tally.counts,
        }))
    }

    fn write(&mut self, line: &Value) -> Result<(), Fatal> {
        let path = self.path();
        append(&mut self.file, &path, line)
    }

    /// The run is done, and nothing is lacking that another would have to tell of.
    pub(crate) fn remove(self) {
        let _ = fs::remove_file(self.path());
    }
}

/// An output by its place in the folder, whatever that is called; names that are no UTF-8 stay apart.
fn output_name(folder: &Path, target: &Path) -> String {
    format!("{:?}", target.strip_prefix(folder).unwrap_or(target))
}

/// What a line says.
enum Note {
    /// All is done anew.
    Begins,
    /// An output, and what became of its input.
    Done(String, Tally),
}

/// A run and what it noted, from a line, which may be cut.
fn read(line: &str) -> Option<(u64, Note)> {
    let mut value: Value = serde_json::from_str(line).ok()?;
    let is = |name: &str| value.get(name)?.as_bool();
    let run = value.get("run")?.as_u64()?;
    if is("begins") == Some(true) {
        return Some((run, Note::Begins));
    }
    let (is_lacking, is_crawl) = (is("lacking")?, is("crawl")?);
    let output = value.get("output")?.as_str()?.to_owned();
    let counts = serde_json::from_value(value.get_mut("counts")?.take()).ok()?;
    Some((run, Note::Done(output, Tally { counts, is_lacking, is_crawl })))
}
