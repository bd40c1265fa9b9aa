//! What is done with one document: read, filtered, and written as it will stand in the output.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dechaff::batch::{
    Counts, Fate, JsonLine, NoPage, Page, RecordEnd, WarcRecord, write_conversion,
};
use dechaff::{Document, Paint, Record, Warning, report};

use super::args::{Format, OnEmpty, Settings};
use super::input::{DocumentInput, Reading};
use super::jobs::{Begun, Job, Start, Task};
use super::message::{crawl_message, io_message, warning_message};
use super::output::Reader;
use super::render::write_record;
use super::tally::Tally;
use super::visible::{visible, visible_name};

/// Why a page has no text as a record of an archive.
const NO_RECORD: &str = "no record to refer to";

/// What all jobs of a run share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work<'s> {
    pub(crate) settings: &'s Settings,
    pub(crate) reader: Reader,
    pub(crate) paint: Paint,
}

/// A job that is done.
pub(crate) struct Done {
    /// This job: with it the run has come so far.
    pub(crate) at: Start,
    /// The input's name.
    pub(crate) input_name: Arc<str>,
    /// The document's name.
    pub(crate) name: String,
    /// Whether its input holds many documents.
    pub(crate) is_crawl: bool,
    /// What is counted of its record beside its fate.
    pub(crate) counts: Counts,
    pub(crate) result: Outcome,
}

/// What came of a job.
pub(crate) enum Outcome {
    /// An input begins.
    Begun(Begun),
    /// An earlier run did an input.
    DoneBefore(Option<Tally>),
    Finished(Finished),
}

/// A document that is done.
pub(crate) struct Finished {
    /// What is written of it; `None` if it is skipped.
    pub(crate) output: Option<Vec<u8>>,
    pub(crate) fate: Fate,
    /// A line about it on standard error.
    pub(crate) told: Option<String>,
    /// Whether it is one of those that make the run end with 1.
    pub(crate) is_lacking: bool,
}

impl Finished {
    /// With the place of its document in a crawl in the line about it.
    fn at(self, place: &str) -> Finished {
        let told = self.told.map(|told| match place {
            "" => told,
            place => format!("{told} ({})", visible_name(place)),
        });
        Finished { told, ..self }
    }
}

impl Work<'_> {
    /// Does a job.
    pub(crate) fn run(self, job: Job) -> Done {
        let at = job.at;
        let input_name = Arc::clone(&job.name);
        let is_crawl = matches!(job.task, Task::Record(_) | Task::Line(_));
        let counts = match &job.task {
            Task::Record(record) => Counts {
                repaired: u64::from(record.end == RecordEnd::Length),
                unverified: record.unverified,
                ..Counts::default()
            },
            _ => Counts::default(),
        };
        let name = document_name(&job);
        // Nothing panics as far as anybody knows. If something does, among millions of documents
        // nobody has seen, it must cost only one of them.
        let result = catch_unwind(AssertUnwindSafe(|| self.task(&name, job.task)));
        let result = result.unwrap_or_else(|_| {
            Outcome::Finished(self.failed_in_crawl(&name, "internal", "internal error"))
        });
        Done { at, input_name, name, is_crawl, counts, result }
    }

    fn task(self, name: &str, task: Task) -> Outcome {
        Outcome::Finished(match task {
            Task::Begin(begun) => return Outcome::Begun(begun),
            Task::DoneBefore(tally) => return Outcome::DoneBefore(tally),
            Task::Document(document) => self.document(name, *document),
            Task::Record(record) => self.record(name, record),
            Task::Line(line) => self.line(name, &line),
            // Where each input has an output, this one has none to be written to.
            Task::Unopened(error) if self.settings.crawl.out_dir.is_some() => {
                Finished { output: None, ..self.unreadable(name, &error) }
            }
            Task::Unopened(error) | Task::Failed(error) => self.unreadable(name, &error),
        })
    }

    fn document(self, name: &str, document: DocumentInput) -> Finished {
        match document.read(&self.settings.options) {
            Ok(_) if self.settings.format == Format::Warc => {
                let message = "no archive, which --to warc needs";
                let told = Some(message.to_owned());
                Finished { told, ..self.failed(name, "no archive", message) }
            }
            Ok(Reading { document, has_junk }) => {
                let mut told: Vec<&str> =
                    document.warnings().iter().copied().filter_map(warning_message).collect();
                if has_junk {
                    told.push("ignored what follows the compressed data");
                }
                let told = (!told.is_empty()).then(|| told.join("; "));
                let known = match self.judged(&document, || document.record()) {
                    Ok(known) => known,
                    Err(skipped) => return Finished { told, ..skipped },
                };
                let record = || known.unwrap_or_else(|| document.record());
                let output = self.render(name, &document, record, None);
                Finished { told, ..self.finished(&document, output) }
            }
            Err(error) => self.unreadable(name, &error),
        }
    }

    fn record(self, name: &str, record: WarcRecord) -> Finished {
        let mut place = format!("record {}", record.number);
        if let Some(uri) = record.header.target_uri() {
            place.push_str(", ");
            place.push_str(uri);
        }
        let unverified = unverified(&record);
        let finished = match record.page() {
            Ok(page) => self.page(name, &page, None),
            Err(NoPage::Lost) => self.failed_in_crawl(name, NoPage::Lost.name(), "damaged record"),
            Err(reason) => skipped(reason.name()),
        };
        let finished = finished.at(&place);
        let told: Vec<String> = finished.told.into_iter().chain(unverified).collect();
        Finished { told: (!told.is_empty()).then(|| told.join("; ")), ..finished }
    }

    fn line(self, name: &str, line: &JsonLine) -> Finished {
        match line.page(self.settings.crawl.field.as_deref()) {
            Ok((page, fields)) => {
                self.page(name, &page, Some(&fields)).at(page.url.as_deref().unwrap_or(""))
            }
            Err(reason) => self.failed_line(name, line, reason.name()),
        }
    }

    /// Its record has what else the line says: by that people find it again.
    fn failed_line(self, name: &str, line: &JsonLine, reason: &str) -> Finished {
        let failed = self.failed_in_crawl(name, reason, reason);
        let Some((url, fields)) = line.fields() else { return failed };
        let failed = failed.at(url.as_deref().unwrap_or(""));
        if !matches!(self.settings.format, Format::Json | Format::Parquet) {
            return failed;
        }
        let mut record = Record::failed(name, reason);
        record.url = url;
        let mut output = Vec::new();
        let written = write_record(&record, Some(&fields), &mut output);
        debug_assert!(written.is_ok(), "a vector takes all");
        Finished { output: Some(output), ..failed }
    }

    fn page(self, name: &str, page: &Page, fields: Option<&str>) -> Finished {
        if let Some(reason) = self.settings.crawl.filter.reject_page(page) {
            let told = page.is_cut.then(|| "damaged or cut".to_owned());
            return Finished { is_lacking: page.is_cut, told, ..skipped(reason) };
        }
        let document = page.extract(&self.settings.options);
        let lacks = document.warnings().iter().copied().filter(|it| self.is_lack(*it));
        let lacks: Vec<&str> = lacks.filter_map(crawl_message).collect();
        let told = (!lacks.is_empty()).then(|| lacks.join("; "));
        let record = || page.record(&document);
        let known = match self.judged(&document, record) {
            Ok(known) => known,
            Err(skipped) => return Finished { told, ..skipped },
        };
        if self.settings.format == Format::Warc {
            let finished = self.conversion(name, page, &document);
            return Finished { told: finished.told.or(told), ..finished };
        }
        let record = || known.unwrap_or_else(record);
        Finished { told, ..self.finished(&document, self.render(name, &document, record, fields)) }
    }

    /// The record of a document if the filter had to look at it; as an error, a document that is not wanted. It may
    /// not be wanted because it is cut, so that is told as of any other.
    fn judged(
        self,
        document: &Document,
        record: impl FnOnce() -> Record,
    ) -> Result<Option<Record>, Finished> {
        let filter = &self.settings.crawl.filter;
        let record = filter.looks_at_records().then(record);
        match record.as_ref().and_then(|record| filter.reject_record(record)) {
            Some(reason) => {
                Err(Finished { is_lacking: self.is_lacking(document), ..skipped(reason) })
            }
            None => Ok(record),
        }
    }

    fn conversion(self, name: &str, page: &Page, document: &Document) -> Finished {
        let mut out = Vec::new();
        match write_conversion(page, &document.text(), &mut out) {
            Ok(()) => match self.reader {
                Reader::Program => self.finished(document, out),
                Reader::Terminal => {
                    let shown = visible(&String::from_utf8_lossy(&out)).into_owned();
                    self.finished(document, shown.into_bytes())
                }
            },
            Err(_) => self.failed_in_crawl(name, NO_RECORD, NO_RECORD),
        }
    }

    fn finished(self, document: &Document, output: Vec<u8>) -> Finished {
        Finished {
            output: Some(output),
            fate: Fate::of(document.warnings()),
            told: None,
            is_lacking: self.is_lacking(document),
        }
    }

    /// Whether a document makes the run end with 1.
    fn is_lacking(self, document: &Document) -> bool {
        document.warnings().iter().any(|warning| self.is_lack(*warning))
    }

    fn is_lack(self, warning: Warning) -> bool {
        match warning {
            Warning::Empty | Warning::NotHtml | Warning::NeedsScripts => {
                self.settings.on_empty == OnEmpty::Fail
            }
            warning => Fate::of(&[warning]) == Fate::WrittenCut,
        }
    }

    fn unreadable(self, name: &str, error: &io::Error) -> Finished {
        let message = io_message(error);
        let failed = self.failed(name, "unreadable", &message);
        let way_out = match error.kind() {
            io::ErrorKind::IsADirectory => "; -r reads the files in it",
            io::ErrorKind::NotFound if name.contains("://") => {
                "; what is on the net comes through a pipe: curl -s ADDRESS | dechaff"
            }
            _ => "",
        };
        Finished { told: Some(message + way_out), ..failed }
    }

    /// One of a crawl, of which a line says why.
    fn failed_in_crawl(self, name: &str, reason: &str, message: &str) -> Finished {
        Finished { told: Some(message.to_owned()), ..self.failed(name, reason, message) }
    }

    /// A document that failed leaves a record, or an empty text, so that texts can be counted off.
    fn failed(self, name: &str, reason: &str, message: &str) -> Finished {
        let mut output = Vec::new();
        let written = match self.settings.format {
            Format::Json | Format::Parquet => {
                write_record(&Record::failed(name, message), None, &mut output)
            }
            Format::Report => report::write_failure(&mut output, name, message),
            Format::Text | Format::Markdown | Format::Html | Format::Cut | Format::Warc => Ok(()),
        };
        debug_assert!(written.is_ok(), "a vector takes all");
        let fate = Fate::Failed(reason.to_owned());
        Finished { output: Some(output), fate, told: None, is_lacking: true }
    }
}

/// What there is to say of the records that stand before damage of their member: they went out already.
fn unverified(record: &WarcRecord) -> Option<String> {
    let first = record.number.checked_sub(record.unverified)?;
    match record.unverified {
        0 => None,
        1 => Some(format!("record {first} of the same member is unverified")),
        _ => Some(format!(
            "records {first} to {} of the same member are unverified",
            record.number - 1
        )),
    }
}

fn skipped(reason: &str) -> Finished {
    let fate = Fate::Skipped(reason.to_owned());
    Finished { output: None, fate, told: None, is_lacking: false }
}

/// The input's name; of a record with its own, or its number, and of a line with its number.
fn document_name(job: &Job) -> String {
    match &job.task {
        Task::Record(record) => format!("{}#{}", job.name, record.name()),
        Task::Line(line) => format!("{}#{}", job.name, line.number),
        _ => job.name.to_string(),
    }
}
