//! The run: all documents to the output, and what became of them.

use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use dechaff::batch::{Counts, Fate, Order, Parallel};

use super::args::{Format, OnEmpty, Settings};
use super::jobs::{Begun, Job, Jobs, Kind, Start};
use super::journal::{Checkpoint, Journal};
use super::message::{Fatal, Messages, Told};
use super::names::{self, Inputs};
use super::output::Output;
use super::outputs::Outputs;
use super::own_files::is_same_file;
use super::part::{claim, part_of};
use super::progress::Progress;
use super::tally::{Tallies, Tally};
use super::work::{Done, Finished, Outcome, Work};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All inputs were read.
    Done,
    /// Some failed or were cut, the others are done.
    Partial,
    /// The run ended early.
    Fatal,
}

impl Status {
    pub(crate) fn code(self) -> u8 {
        match self {
            Status::Done => 0,
            Status::Partial => 1,
            Status::Fatal => 2,
        }
    }
}

/// Does all inputs.
pub(crate) fn run(settings: &Settings, messages: &Messages) -> Result<Status, Fatal> {
    let mut inputs = Inputs::open(settings)?;
    let (output, journal, begin) = open(settings, &mut inputs)?;
    let bytes_read = Arc::new(AtomicU64::new(0));
    let work = Work { settings, reader: output.reader(), paint: output.paint() };
    let mut jobs = Jobs::new(settings, messages, inputs, &begin, Arc::clone(&bytes_read))?;
    let progress = Progress::new(settings.volume, output.reader(), names::total_len(settings));
    let started = Instant::now();
    let first = jobs.next();
    // Threads for one document would take a tenth of the time of a page.
    let workers = if jobs.has_one_left() { NonZeroUsize::MIN } else { cores(settings) };
    let mut run = Run {
        progress,
        settings,
        messages,
        outputs: Outputs::new(settings, output, begin.has_output()),
        journal,
        status: if begin.is_lacking { Status::Partial } else { Status::Done },
        counted_before: begin.counts.read(),
        counts: begin.counts,
        tallies: Tallies::of(settings),
        uncounted_before: 0,
        told: Told::default(),
        is_crawl: begin.is_crawl,
        bytes_read,
        started,
    };
    let mut end = Ok(());
    Parallel::new(workers, settings.crawl.order).run(
        first.into_iter().chain(jobs),
        |job| job.as_ref().map_or(0, Job::weight),
        |job| job.map(|job| work.run(job)),
        |done| match done.and_then(|done| run.take(done).map_err(|error| run.leave(error))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                end = Err(error);
                ControlFlow::Break(())
            }
        },
    );
    run.progress.clear();
    match end.and_then(|()| run.finish().map_err(|error| run.leave(error))) {
        Err(error) if !error.is_broken_pipe() => Err(error),
        _ => Ok(run.status),
    }
}

/// How many documents to work on at once.
fn cores(settings: &Settings) -> NonZeroUsize {
    let all = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    settings.crawl.jobs.unwrap_or_else(all)
}

/// Opens the output, as it is at the start or where a run that was killed left it.
fn open(
    settings: &Settings,
    inputs: &mut Inputs,
) -> Result<(Output, Option<Journal>, Checkpoint), Fatal> {
    if settings.crawl.out_dir.is_some() {
        return Ok((Output::nowhere(), None, Checkpoint::default()));
    }
    let path = settings.output.as_deref();
    let format = settings.format;
    let Some((path, part)) = path.and_then(|path| Some((path, part_of(path)?))) else {
        return Ok((Output::open(path, format)?, None, Checkpoint::default()));
    };
    let unwritable = |error| Fatal::unwritable(path, error);
    if part.exists() && inputs.files().any(|input| is_same_file(input, &part)) {
        let error = "the unfinished output would take the place of this input: name another";
        return Err(Fatal::new(part.to_string_lossy(), io::Error::other(error)));
    }
    // Before the journal, which may be of a run that is going on.
    let claimed = claim(&part);
    let file = claimed.map_err(|error| {
        if part.is_dir() { Fatal::unwritable(&part, error) } else { unwritable(error) }
    })?;
    let (journal, checkpoint) = Journal::open(&part, settings, settings.crawl.resume)?;
    let output = Output::over(path, format, file, &checkpoint).map_err(unwritable)?;
    // The footer of Parquet tells where all rows are, and of documents as they are done nothing tells which are: a
    // run cannot go on with half of such a file. What an earlier run noted of it is gone.
    let can_go_on = format != Format::Parquet && settings.crawl.order == Order::Input;
    Ok((output, Some(journal).filter(|_| can_go_on), checkpoint))
}

struct Run<'s> {
    settings: &'s Settings,
    messages: &'s Messages,
    progress: Progress,
    outputs: Outputs<'s>,
    journal: Option<Journal>,
    status: Status,
    counts: Counts,
    /// Documents that an earlier run counted.
    counted_before: u64,
    /// What becomes of each input, where each has its own output.
    tallies: Option<Tallies>,
    /// Inputs that an earlier run did without noting what became of them.
    uncounted_before: u64,
    told: Told,
    is_crawl: bool,
    bytes_read: Arc<AtomicU64>,
    started: Instant,
}

impl Run<'_> {
    /// Takes in what was done.
    fn take(&mut self, done: Done) -> Result<(), Fatal> {
        match done.result {
            Outcome::Begun(begun) => self.begin(&done.input_name, done.at.input, begun),
            Outcome::DoneBefore(Some(tally)) => {
                self.add_earlier(&tally);
                Ok(())
            }
            Outcome::DoneBefore(None) => {
                self.uncounted_before += 1;
                Ok(())
            }
            Outcome::Finished(finished) => {
                if let Some(message) = &finished.told
                    && (!done.is_crawl || self.told.has_room(&done.input_name))
                {
                    self.progress.clear();
                    self.messages.input(&done.name, message);
                }
                if finished.is_lacking {
                    self.status = Status::Partial;
                }
                self.count(done.at.input, &finished, done.counts);
                let bytes = self.bytes_read.load(Ordering::Relaxed);
                self.progress.show(self.counts.read(), bytes);
                let heading = self.has_several().then_some(&*done.name);
                self.outputs.write(heading, &finished)?;
                self.note(done.at)
            }
        }
    }

    fn count(&mut self, input: u64, finished: &Finished, mut counts: Counts) {
        match &finished.fate {
            Fate::Failed(_) => counts.add(&finished.fate),
            _ if self.outputs.is_unwritable() => counts.add(&Fate::Failed("unwritable".to_owned())),
            fate => counts.add(fate),
        }
        self.counts.add_all(&counts);
        if let Some(tallies) = &mut self.tallies {
            tallies.add(input, &counts, finished.is_lacking);
        }
    }

    /// Counts an input that an earlier run did.
    fn add_earlier(&mut self, tally: &Tally) {
        self.counts.add_all(&tally.counts);
        self.counted_before += tally.counts.read();
        self.is_crawl |= tally.is_crawl;
        if tally.is_lacking {
            self.status = Status::Partial;
        }
    }

    /// What there is to say of an input as such.
    fn begin(&mut self, input: &str, number: u64, begun: Begun) -> Result<(), Fatal> {
        let is_crawl = begun.kind != Kind::Document;
        let is_empty = begun.kind == Kind::EmptyCrawl;
        let is_lacking = is_empty && self.settings.on_empty == OnEmpty::Fail;
        self.is_crawl |= is_crawl;
        if is_empty {
            self.progress.clear();
            self.messages.input(input, "empty");
        }
        if is_lacking {
            self.status = Status::Partial;
        }
        self.tell_unasked(begun.kind);
        let Some(target) = begun.target else { return Ok(()) };
        // Before the next is opened, for which folders are made: one could have the name that this output gets.
        self.outputs.finish()?;
        if let Some(tallies) = &mut self.tallies {
            tallies.note()?;
            self.outputs.make_folder()?;
            tallies.begin(number, &target, Tally { is_lacking, is_crawl, ..Tally::default() })?;
        }
        self.begin_output(input, &target);
        Ok(())
    }

    /// Tells once for each kind of input which of the options do not apply to it.
    fn tell_unasked(&mut self, kind: Kind) {
        let crawl = &self.settings.crawl;
        let about_responses = match kind {
            // Each exporter names such fields in its own way, so none is taken for a status or media type.
            Kind::Lines => Some("--mime and --status are for archives: all lines of JSON are read"),
            Kind::Document => {
                Some("--mime and --status are for archives: all other files are read")
            }
            Kind::Archive | Kind::EmptyCrawl => None,
        };
        let about_fields = match kind {
            Kind::Document | Kind::Archive => {
                Some("--field is for lines of JSON: of other inputs all is read")
            }
            Kind::Lines | Kind::EmptyCrawl => None,
        };
        let asked = [
            about_responses.filter(|_| crawl.filter.looks_at_responses()),
            about_fields.filter(|_| crawl.field.is_some()),
        ];
        for message in asked.into_iter().flatten() {
            if self.told.is_first(message) {
                self.progress.clear();
                self.messages.summary(message);
            }
        }
    }

    /// An input begins that has an output of its own.
    fn begin_output(&mut self, input: &str, target: &Path) {
        self.outputs.begin(target, |error| {
            self.progress.clear();
            self.messages.input(input, &format!("its output cannot be made: {error}"));
            self.status = Status::Partial;
        });
    }

    fn note(&mut self, at: Start) -> Result<(), Fatal> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        journal.note(self.outputs.at_hand(), || Checkpoint {
            start: at,
            is_lacking: self.status == Status::Partial,
            is_crawl: self.is_crawl,
            counts: self.counts.clone(),
            ..Checkpoint::default()
        })
    }

    /// An error of writing ends the run: what another run can go on with stays.
    fn leave(&mut self, error: Fatal) -> Fatal {
        let has_folder = self.settings.crawl.out_dir.is_some() && self.counts.written > 0;
        match &mut self.journal {
            Some(journal) => {
                if !journal.leave() {
                    return error;
                }
                self.outputs.at_hand().keep();
            }
            None if has_folder => {}
            None => return error,
        }
        error.leaving_output()
    }

    fn has_several(&self) -> bool {
        self.settings.has_several_inputs() || self.is_crawl
    }

    fn finish(&mut self) -> Result<(), Fatal> {
        self.outputs.finish()?;
        self.tallies.as_mut().map_or(Ok(()), Tallies::note)?;
        if let Some(tallies) = self.tallies.take().filter(|_| self.status == Status::Done) {
            tallies.remove();
        }
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
        for (input, count) in self.told.untold() {
            self.messages
                .input(input, &format!("and {count} more documents that failed or are cut"));
        }
        // Of files, too, nobody should have to guess why one is missing.
        if self.is_crawl || !self.counts.skipped.is_empty() {
            self.messages.summary(&self.summary());
        }
        if self.uncounted_before > 0 {
            let told = format!("inputs done before, and not counted: {}", self.uncounted_before);
            self.messages.summary(&told);
        }
        Ok(())
    }

    /// What a crawl came to, in a line.
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    fn summary(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let bytes = self.bytes_read.load(Ordering::Relaxed);
        let (counts, pages) = (&self.counts, self.counts.read() - self.counted_before);
        let (megabytes, rate) = (bytes as f64 / 1e6, pages as f64 / seconds);
        format!("{counts}; {megabytes:.1} MB in {seconds:.1} s, {rate:.0} documents/s")
    }
}
