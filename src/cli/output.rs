//! Where the output goes: standard output, or a file that appears when all of it is written.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use dechaff::Paint;

use super::message::Fatal;
use super::names::STANDARD;

/// Bytes written at a time.
const BUFFER_LEN: usize = 64 << 10;

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person: no page may act on the terminal.
    Terminal,
    /// A program, which gets what there is.
    Program,
}

/// The open output.
pub(crate) struct Output {
    out: BufWriter<Box<dyn Write>>,
    part: Option<Part>,
    name: String,
    reader: Reader,
    last_byte: u8,
}

/// A file in the making, removed unless it becomes the target.
struct Part {
    path: PathBuf,
    target: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone after a rename; otherwise nothing better can be done about a failure here.
        let _ = fs::remove_file(&self.path);
    }
}

impl Output {
    /// Opens the output.
    pub(crate) fn open(path: Option<&Path>) -> Result<Output, Fatal> {
        match path {
            Some(path) if path.as_os_str() != STANDARD => {
                Output::file(path).map_err(|error| Fatal::new(path.to_string_lossy(), error))
            }
            _ => Ok(Output::standard()),
        }
    }

    fn standard() -> Output {
        let stdout = io::stdout().lock();
        let reader = if stdout.is_terminal() { Reader::Terminal } else { Reader::Program };
        Output::new(Box::new(stdout), None, "standard output".to_owned(), reader)
    }

    fn file(path: &Path) -> io::Result<Output> {
        let name = path.to_string_lossy().into_owned();
        // A link stays a link, to the new file; devices and pipes are not replaced by files.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = File::options().write(true).open(&target)?;
                return Ok(Output::new(Box::new(file), None, name, Reader::Program));
            }
            _ => {}
        }
        let mut part: OsString = target.clone().into();
        part.push(".part");
        let file = File::create(&part)?;
        let part = Part { path: part.into(), target };
        Ok(Output::new(Box::new(file), Some(part), name, Reader::Program))
    }

    fn new(out: Box<dyn Write>, part: Option<Part>, name: String, reader: Reader) -> Output {
        let out = BufWriter::with_capacity(BUFFER_LEN, out);
        Output { out, part, name, reader, last_byte: b'\n' }
    }

    pub(crate) fn reader(&self) -> Reader {
        self.reader
    }

    /// Whether explanations are coloured (see no-color.org).
    pub(crate) fn paint(&self) -> Paint {
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self.reader {
            Reader::Terminal if !is_plain => Paint::Color,
            _ => Paint::Plain,
        }
    }

    /// Ends the line at hand, if one is begun.
    pub(crate) fn end_line(&mut self) -> io::Result<()> {
        if self.last_byte == b'\n' { Ok(()) } else { self.write_all(b"\n") }
    }

    /// An error of writing here.
    pub(crate) fn fatal(&self, error: io::Error) -> Fatal {
        Fatal::new(self.name.as_str(), error)
    }

    /// Writes out what is buffered, and gives a file its name.
    pub(crate) fn finish(mut self) -> Result<(), Fatal> {
        let renamed = self.out.flush().and_then(|()| match &self.part {
            Some(part) => fs::rename(&part.path, &part.target),
            None => Ok(()),
        });
        renamed.map_err(|error| self.fatal(error))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = self.out.write(bytes)?;
        if let Some(last) = bytes[..len].last() {
            self.last_byte = *last;
        }
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
