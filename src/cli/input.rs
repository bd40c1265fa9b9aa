//! One input: opened, unpacked and fed to an extractor in chunks.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dechaff::{Document, Extractor, Options, SourceFormat, Warning};

use super::gzip;

/// Bytes read at a time.
const CHUNK_LEN: usize = 64 << 10;

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// A document as it was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) document: Document,
    /// Something was after the end of the compressed data.
    pub(crate) has_junk: bool,
}

impl Input {
    /// The name in records and messages: as it was given.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Input::Stdin => Cow::Borrowed("-"),
            Input::File(path) => path.to_string_lossy(),
        }
    }

    /// Reads the document; `from` is the format that the user gave.
    pub(crate) fn read(&self, options: &Options, from: SourceFormat) -> io::Result<Reading> {
        let hint = match self {
            Input::File(path) if from == SourceFormat::Auto => NameHint::of(path),
            _ => NameHint::Nothing,
        };
        let mut feed = Feed::new(options, hint);
        let end = match self {
            Input::Stdin => unpack(io::stdin().lock(), &mut feed)?,
            Input::File(path) => unpack(File::open(path)?, &mut feed)?,
        };
        let mut document = feed.finish();
        if end == gzip::End::Damaged {
            document.warn(Warning::Truncated);
        }
        Ok(Reading { document, has_junk: end == gzip::End::Junk })
    }
}

/// Feeds all of an input, unpacked if it is gzip.
fn unpack(input: impl Read, feed: &mut Feed<'_>) -> io::Result<gzip::End> {
    let mut input = BufReader::with_capacity(CHUNK_LEN, input);
    let mut head = Vec::with_capacity(gzip::MAGIC.len());
    input.by_ref().take(gzip::MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == gzip::MAGIC;
    let mut input = Cursor::new(head).chain(input);
    if is_packed {
        return gzip::unpack(input, &mut |chunk| feed.push(chunk));
    }
    loop {
        let len = match input.fill_buf() {
            Ok([]) => return Ok(gzip::End::Complete),
            Ok(chunk) if feed.push(chunk).is_break() => return Ok(gzip::End::Complete),
            Ok(chunk) => chunk.len(),
            Err(error) if error.kind() == ErrorKind::Interrupted => 0,
            Err(error) => return Err(error),
        };
        input.consume(len);
    }
}

/// What a file's extension says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameHint {
    Nothing,
    Html,
    Text,
}

impl NameHint {
    fn of(path: &Path) -> NameHint {
        let extension = |path: &Path| {
            path.extension()
                .map(|ext| ext.to_string_lossy().to_ascii_lowercase())
                .unwrap_or_default()
        };
        let mut last = extension(path);
        if last == "gz" {
            last = extension(&path.with_extension(""));
        }
        match last.as_str() {
            "html" | "htm" | "xhtml" | "xht" => NameHint::Html,
            "txt" | "text" => NameHint::Text,
            _ => NameHint::Nothing,
        }
    }
}

/// Bytes after which a page has begun to look like one.
const OPENING_LEN: usize = 512;

/// An extractor with the say of the input's name in its format.
///
/// A name breaks ties only: a page may begin with words, so `.html` is HTML in any case; a text
/// may begin with `<`, so `.txt` is text unless it begins as pages do.
struct Feed<'s> {
    options: &'s Options,
    hint: NameHint,
    opening: Vec<u8>,
    extractor: Option<Extractor>,
}

impl<'s> Feed<'s> {
    fn new(options: &'s Options, hint: NameHint) -> Self {
        Feed { options, hint, opening: Vec::new(), extractor: None }
    }

    /// Takes a chunk; breaks off when more would be left out.
    fn push(&mut self, chunk: &[u8]) -> ControlFlow<()> {
        let extractor = match &mut self.extractor {
            Some(extractor) => {
                extractor.push(chunk);
                extractor
            }
            None => {
                self.opening.extend_from_slice(chunk);
                if self.hint == NameHint::Text && self.opening.len() < OPENING_LEN {
                    return ControlFlow::Continue(());
                }
                let started = self.start();
                self.extractor.insert(started)
            }
        };
        if extractor.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The extractor, with the opening read.
    fn start(&mut self) -> Extractor {
        let opening = std::mem::take(&mut self.opening);
        let options = match self.hint {
            NameHint::Html => self.options.clone().format(SourceFormat::Html),
            NameHint::Text if !begins_as_page(&opening) => {
                self.options.clone().format(SourceFormat::Text)
            }
            _ => self.options.clone(),
        };
        let mut extractor = Extractor::new(options);
        extractor.push(&opening);
        extractor
    }

    fn finish(mut self) -> Document {
        match self.extractor.take() {
            Some(extractor) => extractor.finish(),
            None => self.start().finish(),
        }
    }
}

/// Whether the first bytes are those of a page, and not of a text that happens to begin with `<`.
fn begins_as_page(opening: &[u8]) -> bool {
    const STARTS: [&str; 6] = ["<!doctype", "<html", "<head", "<body", "<?xml", "<!--"];
    // UTF-16 has a zero beside each of these, and its byte order mark is not ASCII either.
    let head: String = opening[..opening.len().min(OPENING_LEN)]
        .iter()
        .filter(|byte| **byte != 0 && byte.is_ascii())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    STARTS.iter().any(|start| head.trim_start().starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::DocumentKind;

    fn kind(name: &str, text: &[u8]) -> DocumentKind {
        let options = Options::new();
        let mut feed = Feed::new(&options, NameHint::of(Path::new(name)));
        for chunk in text.chunks(5) {
            assert!(feed.push(chunk).is_continue());
        }
        feed.finish().kind()
    }

    #[test]
    fn names_break_ties() {
        assert_eq!(kind("a", b"Words <b>and</b> tags"), DocumentKind::Text);
        assert_eq!(kind("a.html", b"Words <b>and</b> tags"), DocumentKind::Html);
        assert_eq!(kind("a.HTM.gz", b"Words"), DocumentKind::Html);
        assert_eq!(kind("a.txt", b"<who@example.org> wrote:"), DocumentKind::Text);
        assert_eq!(kind("a", b"<who@example.org> wrote:"), DocumentKind::Html);
        assert_eq!(kind("a.txt", b"\xEF\xBB\xBF \n<!DOCTYPE html><p>Words"), DocumentKind::Html);
        assert_eq!(kind("a.txt", b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), DocumentKind::Html);
        assert_eq!(kind("a.txt", b""), DocumentKind::Text);
    }
}
