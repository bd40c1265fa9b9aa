//! Messages about inputs on standard error: one line each, and only that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process;
use std::sync::Arc;

use dechaff::Warning;

use super::visible::visible_name;

/// Whether messages about inputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Volume {
    Normal,
    Quiet,
}

/// Standard error.
#[derive(Debug)]
pub(crate) struct Messages {
    volume: Volume,
}

impl Messages {
    pub(crate) fn new(volume: Volume) -> Self {
        Messages { volume }
    }

    /// A line about an input.
    pub(crate) fn input(&self, name: &str, message: &str) {
        if self.volume == Volume::Normal {
            print(format_args!("{}: {message}", visible_name(name)));
        }
    }

    /// A line about the whole run.
    pub(crate) fn summary(&self, message: &str) {
        if self.volume == Volume::Normal {
            print(format_args!("{message}"));
        }
    }

    /// A line about what ends the run, quiet or not.
    pub(crate) fn fatal(&self, error: &Fatal) {
        print(format_args!("{error}"));
    }
}

/// Lines about documents of one crawl: there may be one for every one of millions.
const MAX_TOLD: u64 = 10;

/// What was told already: a line for each of millions of inputs is none.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Documents of crawls of which there was something to tell, by input.
    documents: BTreeMap<Arc<str>, u64>,
    messages: BTreeSet<&'static str>,
}

impl Told {
    /// Whether there is room for a line about another document of this input.
    pub(crate) fn has_room(&mut self, input: &Arc<str>) -> bool {
        let count = self.documents.entry(Arc::clone(input)).or_default();
        *count += 1;
        *count <= MAX_TOLD
    }

    /// Inputs, with the number of their documents for which there was no room.
    pub(crate) fn untold(&self) -> impl Iterator<Item = (&str, u64)> {
        let more = self.documents.iter().map(|(input, count)| (&**input, *count));
        more.filter(|(_, count)| *count > MAX_TOLD).map(|(input, count)| (input, count - MAX_TOLD))
    }

    /// Whether this was not told yet.
    pub(crate) fn is_first(&mut self, message: &'static str) -> bool {
        self.messages.insert(message)
    }
}

/// Nobody can be told that standard error is closed.
fn print(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "dechaff: {message}");
}

/// What ends the run: a file that is no input failed.
#[derive(Debug)]
pub(crate) struct Fatal {
    name: String,
    error: io::Error,
    /// Whether another run can go on where this one ended.
    leaves_output: bool,
}

impl Fatal {
    pub(crate) fn new(name: impl Into<String>, error: io::Error) -> Self {
        Fatal { name: name.into(), error, leaves_output: false }
    }

    /// Of an output that cannot be opened.
    pub(crate) fn unwritable(path: &Path, error: io::Error) -> Self {
        let is_lacking = error.kind() == ErrorKind::NotFound;
        let error = if is_lacking { io::Error::other("there is no such folder") } else { error };
        Fatal::new(path.to_string_lossy(), error)
    }

    /// The same of a run that another can go on from.
    pub(crate) fn leaving_output(self) -> Self {
        Fatal { leaves_output: true, ..self }
    }

    /// Whether the reader of the output has seen enough, as in `dechaff … | head`.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.error.kind() == ErrorKind::BrokenPipe
    }
}

/// Ends a run that prints one text and no documents.
pub(super) fn exit_after(written: io::Result<()>) -> ! {
    let failure = written.map_err(|error| Fatal::new("standard output", error)).err();
    if let Some(failure) = failure.filter(|failure| !failure.is_broken_pipe()) {
        print(format_args!("{failure}"));
        process::exit(2);
    }
    process::exit(0)
}

impl fmt::Display for Fatal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", visible_name(&self.name), io_message(&self.error))?;
        if self.leaves_output {
            f.write_str("; what was written until then stays: run again with --resume")?;
        }
        Ok(())
    }
}

/// An error of the system in words that do not depend on it.
pub(crate) fn io_message(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a directory".to_owned(),
        // Making a folder, and going through one, where a file has its name.
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file stands where a folder should".to_owned()
        }
        _ => error.to_string(),
    }
}

/// What a warning says of a document of a crawl, where damage need not be that of compressed data.
pub(crate) fn crawl_message(warning: Warning) -> Option<&'static str> {
    match warning {
        Warning::Truncated => Some("damaged or cut"),
        warning => warning_message(warning),
    }
}

/// What a warning says on standard error, if it is worth a line: the others are in the record.
pub(crate) fn warning_message(warning: Warning) -> Option<&'static str> {
    match warning {
        Warning::Empty => Some("no text left"),
        Warning::NotHtml => Some("neither HTML nor text"),
        Warning::NeedsScripts => Some("no text without running its scripts"),
        Warning::Truncated => Some("compressed data cut short or damaged, read as far as it goes"),
        Warning::TooLarge => Some("larger than --max-bytes, the rest was not read"),
        _ => None,
    }
}
