//! The documents of all inputs, one after another: of an archive each record, of JSONL each line.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use dechaff::batch::{JsonLine, WarcRecord};

use super::args::Settings;
use super::crawl_args::Resume;
use super::folders::Entered;
use super::input::{DocumentInput, Input, Opened};
use super::journal::Checkpoint;
use super::message::{Fatal, Messages};
use super::names::Inputs;
use super::output::target_in;
use super::own_files::OwnFiles;
use super::stamp::Stamp;
use super::tally::{Earlier, Tally};

/// What a document of a file of its own may take while it is read, as a guess.
const DOCUMENT_WEIGHT: u64 = 1 << 20;

/// The number of the job of an input that cannot be opened. No document has it, so a run that is resumed knows
/// that the input was done with, and not half read.
const UNOPENED: u64 = u64::MAX;

/// A document to be worked on.
pub(crate) struct Job {
    /// With it the run has come so far.
    pub(crate) at: Start,
    /// The input's name.
    pub(crate) name: Arc<str>,
    pub(crate) task: Task,
}

/// What a job holds.
pub(crate) enum Task {
    /// Nothing: an input begins.
    Begin(Begun),
    /// Nothing: an earlier run wrote the output of this input, and may have noted what became of it.
    DoneBefore(Option<Tally>),
    Document(Box<DocumentInput>),
    Record(WarcRecord),
    Line(JsonLine),
    /// The input cannot be opened.
    Unopened(io::Error),
    /// The input cannot be read on.
    Failed(io::Error),
}

/// An input that begins.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) kind: Kind,
    /// The file for its documents, where each input has its own.
    pub(crate) target: Option<PathBuf>,
}

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Archive,
    Lines,
    EmptyCrawl,
}

impl Kind {
    fn of(opened: &Opened) -> Kind {
        match opened {
            Opened::Document(_) => Kind::Document,
            Opened::Warc(_) => Kind::Archive,
            Opened::Jsonl(_) => Kind::Lines,
            Opened::EmptyCrawl => Kind::EmptyCrawl,
        }
    }
}

impl Job {
    /// The memory that it needs, about.
    pub(crate) fn weight(&self) -> u64 {
        match &self.task {
            Task::Document(_) => DOCUMENT_WEIGHT,
            Task::Record(record) => record.block.len() as u64,
            Task::Line(line) => line.bytes.len() as u64,
            Task::Begin(_) | Task::DoneBefore(_) | Task::Unopened(_) | Task::Failed(_) => 0,
        }
    }
}

/// How far a run has come: of the inputs before `input` all is done, of that one the jobs up to `number`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// The input's number in the run, from 0.
    pub(crate) input: u64,
    /// Of the jobs of the input: 0 where it begins, documents from 1, [`UNOPENED`].
    pub(crate) number: u64,
    /// The input, if it is a file.
    pub(crate) stamp: Option<Stamp>,
}

/// The jobs of a run.
pub(crate) struct Jobs<'s> {
    settings: &'s Settings,
    messages: &'s Messages,
    inputs: Entered<'s>,
    bytes_read: Arc<AtomicU64>,
    start: Start,
    /// The journal that the run goes on from.
    journal: Option<Stamp>,
    /// Whether it was told that an input has changed since it was done.
    has_told_of_change: bool,
    /// Number of the next input, and of its next job.
    input: u64,
    number: u64,
    stamp: Option<Stamp>,
    name: Arc<str>,
    opened: Option<Opened>,
    own: OwnFiles<'s>,
    /// The files that are named or listed as inputs, where outputs could take the place of one.
    named: HashSet<PathBuf>,
    /// Inputs of which an earlier run wrote the output.
    done_before: Earlier,
    /// The outputs of the inputs so far, where each has its own.
    taken: HashSet<PathBuf>,
}

impl<'s> Jobs<'s> {
    pub(crate) fn new(
        settings: &'s Settings,
        messages: &'s Messages,
        mut inputs: Inputs,
        begin: &Checkpoint,
        bytes_read: Arc<AtomicU64>,
    ) -> Result<Self, Fatal> {
        let own = OwnFiles::new(settings);
        let named = named(&mut inputs, settings);
        Ok(Jobs {
            settings,
            messages,
            inputs: Entered::new(inputs, own, settings.crawl.folders, messages),
            bytes_read,
            start: begin.start,
            journal: begin.journal,
            has_told_of_change: false,
            input: 0,
            number: 0,
            stamp: None,
            name: Arc::from(""),
            opened: None,
            own,
            named,
            done_before: Earlier::read(settings)?,
            taken: HashSet::new(),
        })
    }

    /// Whether there is one job left at most: the last input is done, or it is a document.
    pub(crate) fn has_one_left(&self) -> bool {
        !matches!(self.opened, Some(Opened::Warc(_) | Opened::Jsonl(_))) && self.inputs.is_at_end()
    }

    /// The next job of the input that is open, if there is one.
    fn go_on(&mut self) -> Option<Task> {
        loop {
            let task = match self.opened.take()? {
                Opened::Document(document) => Some(Ok(Task::Document(document))),
                Opened::Warc(mut reader) => {
                    let record = reader.next();
                    self.opened = record.is_some().then_some(Opened::Warc(reader));
                    record.map(|record| record.map(Task::Record))
                }
                Opened::Jsonl(mut reader) => {
                    let line = reader.next();
                    self.opened = line.is_some().then_some(Opened::Jsonl(reader));
                    line.map(|line| line.map(Task::Line))
                }
                Opened::EmptyCrawl => None,
            };
            let task = task?.unwrap_or_else(Task::Failed);
            self.number += 1;
            let is_done = self.input - 1 == self.start.input && self.number <= self.start.number;
            if !is_done {
                return Some(task);
            }
        }
    }

    /// Opens the next input; what was done in an earlier run is passed over.
    fn open_next(&mut self) -> Option<Result<Task, Fatal>> {
        loop {
            let input = match self.inputs.next() {
                Some(Ok(input)) => input,
                Some(Err(error)) => return Some(Err(error)),
                None => return self.missed().map(Err),
            };
            let number = self.input;
            self.input += 1;
            self.number = 0;
            let is_taken = self.takes(&input);
            if number < self.start.input {
                self.tell_change(&input, self.journal);
                continue;
            }
            if let Some(target) = self.target(&input).filter(|it| !is_taken && self.is_done(it)) {
                self.tell_change(&input, Stamp::of(&target));
                return Some(Ok(Task::DoneBefore(self.done_before.take(&target))));
            }
            self.name = Arc::from(&*input.name());
            self.stamp = input.stamp();
            if number == self.start.input && self.has_changed() {
                let error = "it is not what the run ended within: it has changed, or inputs came or \
                     went before it; without --resume all is done again";
                return Some(Err(Fatal::new(&*input.name(), io::Error::other(error))));
            }
            if let Some(error) = self.refusal(&input, is_taken) {
                self.number = UNOPENED;
                return Some(Ok(Task::Unopened(io::Error::other(error))));
            }
            match input.open(self.settings, &self.bytes_read) {
                Ok(opened) => {
                    let kind = Kind::of(&opened);
                    if let (Input::File(path), Kind::Archive | Kind::Lines) = (&input, kind)
                        && self.own.is_target(path)
                    {
                        let error = "the output would take the place of this crawl: name another";
                        return Some(Err(Fatal::new(&*input.name(), io::Error::other(error))));
                    }
                    self.opened = Some(opened);
                    return Some(Ok(Task::Begin(Begun { kind, target: self.target(&input) })));
                }
                Err(_) if (number, UNOPENED) == (self.start.input, self.start.number) => {}
                Err(error) => {
                    self.number = UNOPENED;
                    return Some(Ok(Task::Unopened(error)));
                }
            }
        }
    }

    /// At the end of the inputs: why the run cannot go on, if the one is not there in which the earlier one ended.
    fn missed(&mut self) -> Option<Fatal> {
        let is_missing = self.journal.take().is_some() && self.input <= self.start.input;
        is_missing.then(|| {
            let error = "there are fewer inputs than when the run ended, which was within one that \
                 is not there; without --resume all is done again";
            Fatal::new("--resume", io::Error::other(error))
        })
    }

    /// Whether the input in which an earlier run ended is not what it was.
    fn has_changed(&self) -> bool {
        self.start.number != UNOPENED
            && self.start.stamp.zip(self.stamp).is_some_and(|(before, now)| before != now)
    }

    /// The first input that was done and has changed since what was `written` of it. The others are as good, and
    /// copying a crawl to another disk can change the times of millions.
    fn tell_change(&mut self, input: &Input, written: Option<Stamp>) {
        let Some(written) = written.filter(|_| !self.has_told_of_change) else { return };
        if input.stamp().is_some_and(|stamp| stamp.is_newer_than(written)) {
            self.has_told_of_change = true;
            let message = "changed since it was done, and is not done again; others may have, too";
            self.messages.input(&input.name(), message);
        }
    }

    /// Why an input is not read.
    fn refusal(&self, input: &Input, is_taken: bool) -> Option<&'static str> {
        match input {
            _ if is_taken => Some("its output would take the place of another input's"),
            Input::File(path) if self.own.is_standard(path) => Some("it is the output, too"),
            Input::File(path)
                if self.target(input).is_some_and(|it| self.overwrites(path, &it)) =>
            {
                Some("its output would take the place of another file: name another --out-dir")
            }
            _ => None,
        }
    }

    /// Whether the output of an input would take the place of what is no output of it: of an input that was named, or
    /// of a file beside it that may be anything. `notes.txt` beside `notes` may be, `a.html.txt` beside `a.html` is
    /// what an earlier run wrote.
    fn overwrites(&self, input: &Path, target: &Path) -> bool {
        let Ok(there) = fs::canonicalize(target) else { return false };
        let is_beside = || fs::canonicalize(input).is_ok_and(|it| it.parent() == there.parent());
        input.extension().is_none() && is_beside() || self.named.contains(&there)
    }

    /// Takes the output of an input, where each has its own; whether another has it already, as of
    /// `a.html` and `../a.html`.
    fn takes(&mut self, input: &Input) -> bool {
        let Some(target) = self.target(input) else { return false };
        !self.taken.insert(target)
    }

    /// Whether an earlier run wrote an output; a folder of that name is for those of other inputs.
    fn is_done(&self, target: &Path) -> bool {
        self.settings.crawl.resume == Resume::WhereItEnded
            && target.exists()
            && !target.is_dir()
            && self.done_before.may_have_made(target)
    }

    /// Where the documents of an input go, where each has an output of its own.
    fn target(&self, input: &Input) -> Option<PathBuf> {
        let folder = self.settings.crawl.out_dir.as_deref()?;
        Some(target_in(folder, input.path(), self.settings.format))
    }
}

impl Iterator for Jobs<'_> {
    type Item = Result<Job, Fatal>;

    fn next(&mut self) -> Option<Result<Job, Fatal>> {
        let task = match self.go_on() {
            Some(task) => task,
            None => match self.open_next()? {
                Ok(task) => task,
                Err(error) => return Some(Err(error)),
            },
        };
        let at = Start { input: self.input - 1, number: self.number, stamp: self.stamp };
        Some(Ok(Job { at, name: Arc::clone(&self.name), task }))
    }
}

/// The files that are named or listed and there; none if no output is there that could be one of them.
fn named(inputs: &mut Inputs, settings: &Settings) -> HashSet<PathBuf> {
    if !settings.crawl.out_dir.as_deref().is_some_and(Path::exists) {
        return HashSet::new();
    }
    inputs.files().filter_map(|input| fs::canonicalize(input).ok()).collect()
}
