//! The run: each input to the output, and what its warnings mean for the exit code.

use std::io::{self, Write};

use dechaff::{Document, Record, Warning};

use super::args::{Format, OnEmpty, Separator, Settings, View};
use super::input::{Input, Reading};
use super::message::{Fatal, Messages, io_message, warning_message};
use super::names;
use super::output::{Output, Reader};
use super::visible::{visible, visible_name};

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
    let output = Output::open(settings.output.as_deref())?;
    let mut run = Run { settings, messages, output, status: Status::Done, is_first: true };
    for input in inputs {
        let written = run.input(&input?);
        match written.map_err(|error| run.output.fatal(error)) {
            Err(error) if error.is_broken_pipe() => return Ok(run.status),
            written => written?,
        }
    }
    match run.output.finish() {
        Err(error) if !error.is_broken_pipe() => Err(error),
        _ => Ok(run.status),
    }
}

struct Run<'s> {
    settings: &'s Settings,
    messages: &'s Messages,
    output: Output,
    status: Status,
    is_first: bool,
}

impl Run<'_> {
    /// Does one input; errors are those of the output.
    fn input(&mut self, input: &Input) -> io::Result<()> {
        let name = input.name();
        let result = input.read(&self.settings.options, self.settings.from);
        self.separate(&name)?;
        match result {
            Ok(reading) => {
                self.judge(&name, &reading);
                self.write(&name, &reading.document)
            }
            Err(error) => {
                self.status = Status::Partial;
                let message = io_message(&error);
                self.messages.input(&name, &message);
                match self.settings.format {
                    Format::Json => self.write_record(&Record::failed(name, message)),
                    Format::Text | Format::Html => Ok(()),
                }
            }
        }
    }

    /// Sets off the text of an input from that of the one before. An input that failed leaves an
    /// empty text, so that the texts can still be counted off.
    fn separate(&mut self, name: &str) -> io::Result<()> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        match (self.settings.format, self.settings.view) {
            (Format::Json, _) => Ok(()),
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
        self.settings.inputs.len() > 1 || self.settings.files_from.is_some()
    }

    /// Tells what was noticed about an input, and what follows for the exit code.
    fn judge(&mut self, name: &str, reading: &Reading) {
        let warnings = reading.document.warnings();
        let mut told: Vec<&str> = warnings.iter().copied().filter_map(warning_message).collect();
        if reading.has_junk {
            told.push("ignored what follows the compressed data");
        }
        if !told.is_empty() {
            self.messages.input(name, &told.join("; "));
        }
        let fails = |warning: &Warning| match warning {
            Warning::Truncated | Warning::TooLarge => true,
            Warning::Empty | Warning::NotHtml | Warning::NeedsScripts => {
                self.settings.on_empty == OnEmpty::Fail
            }
            _ => false,
        };
        if warnings.iter().any(fails) {
            self.status = Status::Partial;
        }
    }

    fn write(&mut self, name: &str, document: &Document) -> io::Result<()> {
        let paint = self.output.paint();
        match (self.settings.view, self.settings.format) {
            (View::Document, Format::Text) => self.write_text(document),
            (View::Document, Format::Json) => {
                let mut record = document.record();
                record.source = Some(name.to_owned());
                self.write_record(&record)
            }
            (View::Document, Format::Html) => document.write_html(&mut self.output),
            (View::Explanation, Format::Json) => {
                document.write_explanation_json(&mut self.output, name)
            }
            (View::Explanation, _) => document.write_explanation(&mut self.output, paint),
            (View::Removed, Format::Json) => document.write_removed_json(&mut self.output, name),
            (View::Removed, _) => document.write_removed(&mut self.output, paint),
        }
    }

    fn write_text(&mut self, document: &Document) -> io::Result<()> {
        match self.output.reader() {
            Reader::Program => document.write_text(&mut self.output),
            Reader::Terminal => self.output.write_all(visible(&document.text()).as_bytes()),
        }
    }

    fn write_record(&mut self, record: &Record) -> io::Result<()> {
        record.write_json(&mut self.output)?;
        self.output.write_all(b"\n")
    }
}
