//! The run: all documents to the output, and what became of them.

use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use dechaff::batch::{Counts, Fate, Parallel};
use dechaff::report;

use super::args::{Format, OnEmpty, Separator, Settings, View};
use super::crawl_args::Folders;
use super::jobs::{Begun, Job, Jobs, Kind, Start};
use super::journal::{Checkpoint, Journal};
use super::message::{Fatal, Messages, Told};
use super::names;
use super::output::{Output, claim};
use super::progress::Progress;
use super::visible::visible_name;
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
    let inputs = names::inputs(settings)?;
    let (output, journal, begin) = open(settings)?;
    let bytes_read = Arc::new(AtomicU64::new(0));
    let work = Work { settings, reader: output.reader(), paint: output.paint() };
    let done_before = Arc::default();
    let jobs = Jobs::new(
        settings,
        messages,
        inputs,
        &begin,
        Arc::clone(&bytes_read),
        Arc::clone(&done_before),
    );
    let progress = Progress::new(settings.volume, output.reader(), names::total_len(settings));
    let mut run = Run {
        progress,
        settings,
        messages,
        output,
        journal,
        status: if begin.is_lacking { Status::Partial } else { Status::Done },
        counted_before: begin.counts.read(),
        counts: begin.counts,
        done_before,
        told: Told::default(),
        is_first: !begin.has_output,
        is_crawl: false,
        is_unwritable: false,
        holds: if begin.has_output { Holds::Documents } else { Holds::Nothing },
        bytes_read,
        started: Instant::now(),
    };
    let mut end = Ok(());
    Parallel::new(settings.crawl.jobs, settings.crawl.order).run(
        jobs,
        |job| job.as_ref().map_or(0, Job::weight),
        |job| job.map(|job| work.run(job)),
        |done| match done.and_then(|done| run.take(done)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                end = Err(error);
                ControlFlow::Break(())
            }
        },
    );
    run.progress.clear();
    match end.and_then(|()| run.finish()) {
        Err(error) if !error.is_broken_pipe() => Err(error),
        _ => Ok(run.status),
    }
}

/// Opens the output, as it is at the start or where a run that was killed left it.
fn open(settings: &Settings) -> Result<(Output, Option<Journal>, Checkpoint), Fatal> {
    if settings.crawl.out_dir.is_some() {
        return Ok((Output::nowhere(), None, Checkpoint::default()));
    }
    let path = settings.output.as_deref();
    let format = settings.format;
    // The footer of Parquet tells where all rows are, so a run cannot go on with half a file.
    let journaled = path.filter(|_| format != Format::Parquet);
    let journaled = journaled.and_then(|path| Some((path, Output::part_of(path)?)));
    let Some((path, part)) = journaled else {
        return Ok((Output::open(path, format)?, None, Checkpoint::default()));
    };
    // Before the journal, which may be of a run that is going on.
    let unwritable = |error| Fatal::new(path.to_string_lossy(), error);
    let file = claim(&part).map_err(unwritable)?;
    let (journal, checkpoint) = Journal::open(&part, settings, settings.crawl.resume)?;
    let output = Output::over(path, format, file, &checkpoint).map_err(unwritable)?;
    Ok((output, Some(journal), checkpoint))
}

/// What the output at hand holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Nothing,
    /// Nothing, because all documents failed.
    Failures,
    /// Nothing, because no document was wanted; others may have failed.
    Skips,
    /// Documents, even if no text is left of them, or records of those that failed.
    Documents,
}

struct Run<'s> {
    settings: &'s Settings,
    messages: &'s Messages,
    progress: Progress,
    output: Output,
    journal: Option<Journal>,
    status: Status,
    counts: Counts,
    /// Documents that an earlier run counted.
    counted_before: u64,
    /// Inputs that an earlier run did.
    done_before: Arc<AtomicU64>,
    told: Told,
    is_first: bool,
    is_crawl: bool,
    /// Whether the output of the input at hand cannot be made.
    is_unwritable: bool,
    holds: Holds,
    bytes_read: Arc<AtomicU64>,
    started: Instant,
}

impl Run<'_> {
    /// Takes in what was done.
    fn take(&mut self, done: Done) -> Result<(), Fatal> {
        match done.result {
            Outcome::Begun(begun) => self.begin(&done.input_name, begun),
            Outcome::Finished(finished) => {
                if let Some(message) = &finished.told {
                    self.progress.clear();
                    self.messages.input(&done.name, message);
                } else if done.is_crawl && finished.is_damaged() {
                    self.tell_damage(&done.input_name, &done.name);
                }
                if finished.is_lacking {
                    self.status = Status::Partial;
                }
                self.holds = match (&finished.fate, self.holds) {
                    (Fate::Failed(_), Holds::Nothing) if finished.output.is_some() => {
                        Holds::Failures
                    }
                    (Fate::Failed(_), holds) => holds,
                    (Fate::Skipped(_), Holds::Nothing | Holds::Failures) => Holds::Skips,
                    (Fate::Skipped(_), holds) => holds,
                    (Fate::Written | Fate::WrittenCut, _) => Holds::Documents,
                };
                match self.is_unwritable {
                    true => self.counts.add(&Fate::Failed("unwritable".to_owned())),
                    false => self.counts.add(&finished.fate),
                }
                let bytes = self.bytes_read.load(Ordering::Relaxed);
                self.progress.show(self.counts.read(), bytes);
                let written = self.write(&done.name, &finished);
                written.map_err(|error| self.output.fatal(error))?;
                self.note(done.at)
            }
        }
    }

    /// The first damage of an archive; each would be a line for every one of millions.
    fn tell_damage(&mut self, input: &Arc<str>, document: &str) {
        if self.told.is_first_damage(input) {
            self.progress.clear();
            let message = "damaged or cut; others of the same input are only counted";
            self.messages.input(document, message);
        }
    }

    /// What there is to say of an input as such.
    fn begin(&mut self, input: &str, begun: Begun) -> Result<(), Fatal> {
        self.is_crawl |= begun.kind != Kind::Document;
        if begun.kind == Kind::EmptyCrawl {
            self.progress.clear();
            self.messages.input(input, "empty");
            if self.settings.on_empty == OnEmpty::Fail {
                self.status = Status::Partial;
            }
        }
        let looks_at_responses = self.settings.crawl.filter.looks_at_responses();
        if begun.kind == Kind::Lines && looks_at_responses && self.told.is_first_of_lines() {
            self.progress.clear();
            // Each exporter names such fields in its own way, so none is taken for a status or media type.
            let message = "--mime and --status are for archives: all lines of JSON are read";
            self.messages.summary(message);
        }
        begun.target.map_or(Ok(()), |target| self.begin_output(input, &target))
    }

    /// With a folder for outputs, each input has its own. One that cannot be made costs its input alone, as
    /// names have lengths and folders stand where files should; the folder for all has to be there.
    fn begin_output(&mut self, input: &str, target: &Path) -> Result<(), Fatal> {
        if let Some(folder) = &self.settings.crawl.out_dir {
            let made = fs::create_dir_all(folder);
            made.map_err(|error| Fatal::new(folder.to_string_lossy(), error))?;
        }
        let opened = Output::in_folder(target, self.settings.format);
        self.is_unwritable = opened.is_err();
        let output = opened.unwrap_or_else(|error| {
            self.progress.clear();
            self.messages.input(input, &format!("its output cannot be made: {error}"));
            self.status = Status::Partial;
            Output::nowhere()
        });
        self.close(output)
    }

    fn note(&mut self, at: Start) -> Result<(), Fatal> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        if !Journal::is_due(self.output.unsettled()) {
            return Ok(());
        }
        let settled = self.output.settle().and_then(|len| self.output.sync().map(|()| len));
        let len = settled.map_err(|error| self.output.fatal(error))?;
        journal.write(&Checkpoint {
            start: at,
            len,
            ends_line: self.output.ends_line(),
            has_output: !self.is_first,
            is_lacking: self.status == Status::Partial,
            counts: self.counts.clone(),
            journal: None,
        })?;
        self.output.keep();
        Ok(())
    }

    fn write(&mut self, name: &str, finished: &Finished) -> io::Result<()> {
        let Some(output) = &finished.output else { return Ok(()) };
        self.separate(name)?;
        self.output.write_all(output)?;
        if !output.is_empty() {
            self.holds = Holds::Documents;
        }
        if self.settings.format == Format::Warc {
            // Readers of archives expect a member for each record.
            self.output.end_member()?;
        }
        Ok(())
    }

    /// Sets off the text of a document from that of the one before.
    fn separate(&mut self, name: &str) -> io::Result<()> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        match (self.settings.format, self.settings.view) {
            (Format::Report, _) if is_first => report::write_start(&mut self.output),
            (Format::Json | Format::Parquet | Format::Warc | Format::Report, _) => Ok(()),
            (_, View::Document) if is_first => Ok(()),
            (_, View::Document) => match self.settings.separator {
                Separator::Nul => self.output.write_all(b"\0"),
                Separator::Line => {
                    self.output.end_line()?;
                    self.output.write_all(b"\x0C\n")
                }
            },
            (_, _) if !self.has_several() => Ok(()),
            (_, _) => {
                let gap = if is_first { "" } else { "\n" };
                writeln!(self.output, "{gap}{}:", visible_name(name))
            }
        }
    }

    fn has_several(&self) -> bool {
        self.settings.inputs.len() > 1
            || self.settings.files_from.is_some()
            || self.settings.crawl.folders == Folders::Enter
            || self.is_crawl
    }

    /// Writes what stands behind the last document.
    fn end(&mut self) -> Result<(), Fatal> {
        if self.settings.format != Format::Report {
            return Ok(());
        }
        let is_first = std::mem::replace(&mut self.is_first, false);
        let start = if is_first { report::write_start(&mut self.output) } else { Ok(()) };
        let written = start.and_then(|()| report::write_end(&mut self.output));
        written.map_err(|error| self.output.fatal(error))
    }

    /// Ends the output at hand, and goes on with another. A file of which all inputs failed is not made: it
    /// would be empty, and could take the place of a good one.
    fn close(&mut self, next: Output) -> Result<(), Fatal> {
        self.end()?;
        let done = std::mem::replace(&mut self.output, next);
        match std::mem::replace(&mut self.holds, Holds::Nothing) {
            Holds::Failures => done.discard()?,
            // Of one output for all, nothing is the answer.
            Holds::Skips if self.settings.crawl.out_dir.is_some() => done.withdraw()?,
            Holds::Nothing | Holds::Skips | Holds::Documents => done.finish()?,
        }
        self.is_first = true;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Fatal> {
        self.close(Output::nowhere())?;
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
        // Of files, too, nobody should have to guess why one is missing.
        if self.is_crawl || !self.counts.skipped.is_empty() {
            self.messages.summary(&self.summary());
        }
        match self.done_before.load(Ordering::Relaxed) {
            0 => {}
            count => {
                let told = format!("inputs done before, and not counted: {count}");
                self.messages.summary(&told);
            }
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
