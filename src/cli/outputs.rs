//! The outputs of a run, one after another: one for all inputs, or one for each.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use dechaff::batch::Fate;
use dechaff::report;

use super::args::{Format, Separator, Settings, View};
use super::message::Fatal;
use super::output::Output;
use super::visible::visible_name;
use super::work::Finished;

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

/// The output at hand, and what becomes of it.
pub(crate) struct Outputs<'s> {
    settings: &'s Settings,
    output: Output,
    /// Whether nothing was written to it yet.
    is_first: bool,
    /// Whether it cannot be made.
    is_unwritable: bool,
    holds: Holds,
}

impl<'s> Outputs<'s> {
    /// Begins with an output in which documents of an earlier run may stand.
    pub(crate) fn new(settings: &'s Settings, output: Output, has_documents: bool) -> Self {
        let holds = if has_documents { Holds::Documents } else { Holds::Nothing };
        Outputs { settings, output, is_first: !has_documents, is_unwritable: false, holds }
    }

    pub(crate) fn at_hand(&mut self) -> &mut Output {
        &mut self.output
    }

    /// Whether the output at hand cannot be made.
    pub(crate) fn is_unwritable(&self) -> bool {
        self.is_unwritable
    }

    /// Makes the folder for outputs, if there is one.
    pub(crate) fn make_folder(&self) -> Result<(), Fatal> {
        let Some(folder) = &self.settings.crawl.out_dir else { return Ok(()) };
        fs::create_dir_all(folder).map_err(|error| Fatal::new(folder.to_string_lossy(), error))
    }

    /// With a folder for outputs, each input has its own. One that cannot be made costs its input alone, as
    /// names have lengths and folders stand where files should, and why is told; the folder for all has to be
    /// there.
    pub(crate) fn begin(&mut self, target: &Path, tell: impl FnOnce(Fatal)) {
        let opened = Output::in_folder(target, self.settings.format);
        self.is_unwritable = opened.is_err();
        match opened {
            Ok(output) => self.output = output,
            Err(error) => tell(error),
        }
    }

    /// Writes a document behind the others, under its name if it has one here.
    pub(crate) fn write(&mut self, name: Option<&str>, finished: &Finished) -> Result<(), Fatal> {
        self.holds = match (&finished.fate, self.holds) {
            (Fate::Failed(_), Holds::Nothing) if finished.output.is_some() => Holds::Failures,
            (Fate::Failed(_), holds) => holds,
            (Fate::Skipped(_), Holds::Nothing | Holds::Failures) => Holds::Skips,
            (Fate::Skipped(_), holds) => holds,
            (Fate::Written | Fate::WrittenCut, _) => Holds::Documents,
        };
        let Some(output) = &finished.output else { return Ok(()) };
        let written = self.write_bytes(name, output);
        written.map_err(|error| self.output.fatal(error))
    }

    fn write_bytes(&mut self, name: Option<&str>, document: &[u8]) -> io::Result<()> {
        self.separate(name)?;
        self.output.write_all(&self.without_separator(document))?;
        if !document.is_empty() {
            self.holds = Holds::Documents;
        }
        if self.settings.format == Format::Warc {
            // Readers of archives expect a member for each record.
            self.output.end_member()?;
        }
        Ok(())
    }

    /// A text in which no NUL stands where it ends a document. Cut originals are as they are, and may be UTF-16.
    fn without_separator<'d>(&self, document: &'d [u8]) -> Cow<'d, [u8]> {
        let Settings { separator, view, format, .. } = self.settings;
        let is_text = matches!(format, Format::Text | Format::Markdown | Format::Html);
        let ends_with_nul = (*separator, *view) == (Separator::Nul, View::Document) && is_text;
        if !ends_with_nul || !document.contains(&0) {
            return Cow::Borrowed(document);
        }
        let parts: Vec<&[u8]> = document.split(|byte| *byte == 0).collect();
        Cow::Owned(parts.join("\u{FFFD}".as_bytes()))
    }

    /// Sets off the text of a document from that of the one before.
    fn separate(&mut self, name: Option<&str>) -> io::Result<()> {
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
            (_, _) => name.map_or(Ok(()), |name| {
                let gap = if is_first { "" } else { "\n" };
                writeln!(self.output, "{gap}{}:", visible_name(name))
            }),
        }
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

    /// Ends the output at hand. A file of which all inputs failed is not made: it would be empty, and could take the
    /// place of a good one.
    pub(crate) fn finish(&mut self) -> Result<(), Fatal> {
        self.end()?;
        let done = std::mem::replace(&mut self.output, Output::nowhere());
        match std::mem::replace(&mut self.holds, Holds::Nothing) {
            Holds::Failures => done.discard()?,
            // Of one output for all, nothing is the answer.
            Holds::Skips if self.settings.crawl.out_dir.is_some() => done.withdraw()?,
            Holds::Nothing | Holds::Skips | Holds::Documents => done.finish()?,
        }
        self.is_first = true;
        Ok(())
    }
}
