//! Where the output goes: standard output, or a file that appears when all of it is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use dechaff::Paint;

use super::args::Format;
use super::journal::Checkpoint;
use super::message::Fatal;
use super::names::STANDARD;
use super::packer::{Packer, Packing};
use super::part::{Part, claim, descriptor, part_path, target_of};

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
    out: BufWriter<Packer>,
    part: Option<Part>,
    name: String,
    reader: Reader,
    last_byte: u8,
    /// Bytes since the output was settled.
    unsettled: u64,
    /// Whether it stays unfinished if it cannot be finished: another run can go on with it.
    is_marked: bool,
}

impl Output {
    /// Opens the output.
    pub(crate) fn open(path: Option<&Path>, format: Format) -> Result<Output, Fatal> {
        match path {
            Some(path) if path.as_os_str() != STANDARD => {
                Output::file(path, format).map_err(|error| Fatal::unwritable(path, error))
            }
            _ => Ok(Output::standard(format)),
        }
    }

    fn standard(format: Format) -> Output {
        let stdout = io::stdout().lock();
        let reader = if stdout.is_terminal() { Reader::Terminal } else { Reader::Program };
        let packer = Packer::new(Box::new(stdout), Packing::of(Path::new(""), format), 0);
        Output::new(packer, None, "standard output".to_owned(), reader)
    }

    fn file(path: &Path, format: Format) -> io::Result<Output> {
        let name = path.to_string_lossy().into_owned();
        let target = target_of(path);
        match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() || descriptor(path).is_some() => {
                let file = File::options().append(true).open(path)?;
                let packer = Packer::new(Box::new(file), Packing::of(path, format), 0);
                return Ok(Output::new(packer, None, name, Reader::Program));
            }
            _ => {}
        }
        let file = claim(&part_path(&target))?;
        Output::over(path, format, file, &Checkpoint::default())
    }

    /// An output in its unfinished file, claimed before, which is cut to what an earlier run settled.
    pub(crate) fn over(
        path: &Path,
        format: Format,
        mut file: File,
        done: &Checkpoint,
    ) -> io::Result<Output> {
        let part = Part::of(target_of(path), done.has_output());
        file.set_len(done.len)?;
        file.seek(SeekFrom::End(0))?;
        part.begin()?;
        let packer = Packer::new(Box::new(file), Packing::of(path, format), done.len);
        let name = path.to_string_lossy().into_owned();
        let mut output = Output::new(packer, Some(part), name, Reader::Program);
        // What stands there may be compressed.
        output.last_byte = if done.ends_line || done.len == 0 { b'\n' } else { 0 };
        Ok(output)
    }

    /// Opens a file in a folder that is made if it is not there.
    pub(crate) fn in_folder(path: &Path, format: Format) -> Result<Output, Fatal> {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let opened = made.and_then(|()| Output::file(path, format));
        opened.map_err(|error| Fatal::new(path.to_string_lossy(), error))
    }

    /// An output for nothing: each input has its own.
    pub(crate) fn nowhere() -> Output {
        let packer = Packer::new(Box::new(io::sink()), Packing::Plain, 0);
        Output::new(packer, None, String::new(), Reader::Program)
    }

    fn new(out: Packer, part: Option<Part>, name: String, reader: Reader) -> Output {
        let out = BufWriter::with_capacity(BUFFER_LEN, out);
        Output { out, part, name, reader, last_byte: b'\n', unsettled: 0, is_marked: false }
    }

    /// Bytes written, before compression, since the output was settled.
    pub(crate) fn unsettled(&self) -> u64 {
        self.unsettled
    }

    /// Ends the member at hand, if the output is compressed.
    pub(crate) fn end_member(&mut self) -> io::Result<()> {
        if self.out.get_ref().is_packing() {
            self.out.flush()?;
            self.out.get_mut().settle()?;
        }
        Ok(())
    }

    /// Whether no line is begun.
    pub(crate) fn ends_line(&self) -> bool {
        self.last_byte == b'\n'
    }

    /// Keeps an unfinished file whatever becomes of this run: another can go on with it.
    pub(crate) fn keep(&mut self) {
        if let Some(part) = &mut self.part {
            part.keep();
        }
    }

    /// Writes out all, so that the file can be cut here; its length.
    pub(crate) fn settle(&mut self) -> io::Result<u64> {
        self.out.flush()?;
        self.unsettled = 0;
        self.out.get_mut().settle()
    }

    /// Writes out what is buffered; the length, if the file can be cut here without more.
    pub(crate) fn mark(&mut self) -> io::Result<Option<u64>> {
        self.out.flush()?;
        let len = self.out.get_ref().len_between_members();
        self.is_marked |= len.is_some();
        Ok(len)
    }

    /// Puts what was settled on the disk: a journal must not say that there is what a power cut takes.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.part.as_ref().map_or(Ok(()), Part::sync)
    }

    pub(crate) fn reader(&self) -> Reader {
        self.reader
    }

    /// Whether explanations are coloured (see no-color.org).
    pub(crate) fn paint(&self) -> Paint {
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || is_dumb_terminal();
        match self.reader {
            Reader::Terminal if !is_plain => Paint::Color,
            _ => Paint::Plain,
        }
    }

    /// Ends the line at hand, if one is begun.
    pub(crate) fn end_line(&mut self) -> io::Result<()> {
        if self.ends_line() { Ok(()) } else { self.write_all(b"\n") }
    }

    /// An error of writing here.
    pub(crate) fn fatal(&self, error: io::Error) -> Fatal {
        Fatal::new(self.name.as_str(), error)
    }

    /// Leaves a file unmade; what is no file gets what was written.
    pub(crate) fn discard(mut self) -> Result<(), Fatal> {
        match self.part.take() {
            Some(part) => {
                part.discard();
                Ok(())
            }
            None => self.finish(),
        }
    }

    /// Leaves no file, not even that of an earlier run.
    pub(crate) fn withdraw(self) -> Result<(), Fatal> {
        let before = self.part.as_ref().map(|part| part.target().to_owned());
        let name = self.name.clone();
        self.discard()?;
        match before.map(fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => {
                Err(Fatal::new(name, error))
            }
            _ => Ok(()),
        }
    }

    /// Writes out what is buffered, and gives a file its name.
    pub(crate) fn finish(mut self) -> Result<(), Fatal> {
        let settled = self.settle();
        let finished = settled.and_then(|_| self.part.as_ref().map_or(Ok(()), Part::rename));
        if finished.is_err() && self.is_marked {
            self.keep();
        }
        finished.map_err(|error| self.fatal(error))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = self.out.write(bytes)?;
        if let Some(last) = bytes[..len].last() {
            self.last_byte = *last;
        }
        self.unsettled += len as u64;
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether the terminal says that it knows no control sequences.
pub(crate) fn is_dumb_terminal() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The file in a folder that an input's documents are written to: its path below the folder,
/// wherever it lies, and what it holds now.
pub(crate) fn target_in(folder: &Path, input: &Path, format: Format) -> PathBuf {
    let names = input.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let mut target = folder.join(names.collect::<PathBuf>()).into_os_string();
    target.push(match format {
        Format::Text => ".txt",
        Format::Markdown => ".md",
        Format::Html | Format::Cut => ".html",
        Format::Json => ".jsonl",
        Format::Warc => ".warc",
        Format::Parquet => ".parquet",
        Format::Report => ".html",
    });
    target.into()
}
