//! One input: opened, unpacked and fed to an extractor in chunks.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dechaff::batch::{Intake, JsonlReader, Piece, Unpacker, WarcReader, begins_as_page};
use dechaff::{Document, Options, SourceFormat, Warning};

use super::args::{InputForm, Settings};
use super::names::STANDARD;
use super::stamp::Stamp;

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// An input that is open.
pub(crate) enum Opened {
    Document(Box<DocumentInput>),
    Warc(Box<WarcReader<Bytes>>),
    Jsonl(Box<JsonlReader<Bytes>>),
    /// An archive or lines of JSON without a byte.
    EmptyCrawl,
}

/// The bytes of an input, counted.
pub(crate) struct Bytes {
    input: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.input.read(buffer)?;
        self.count.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// A document that is still to be read.
pub(crate) struct DocumentInput {
    unpacker: Unpacker<Bytes>,
    hint: NameHint,
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
            Input::Stdin => Cow::Borrowed(STANDARD),
            Input::File(path) => path.to_string_lossy(),
        }
    }

    /// The path, as it was given.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Input::Stdin => Path::new(STANDARD),
            Input::File(path) => path,
        }
    }

    /// What the file is now.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        match self {
            Input::Stdin => None,
            Input::File(path) => Stamp::of(path),
        }
    }

    /// Opens the input as what the user says it is, or its name and its first bytes; its bytes are
    /// added to `count`.
    pub(crate) fn open(&self, settings: &Settings, count: &Arc<AtomicU64>) -> io::Result<Opened> {
        let (from, max_bytes) = (settings.from, settings.options.max_bytes_limit());
        let input: Box<dyn Read + Send> = match self {
            Input::Stdin => Box::new(io::stdin()),
            Input::File(path) => Box::new(File::open(path)?),
        };
        let mut unpacker = Unpacker::new(Bytes { input, count: Arc::clone(count) })?;
        let hint = match self {
            Input::File(path) => NameHint::of(path),
            Input::Stdin => NameHint::Nothing,
        };
        let is_told = from != InputForm::Document(SourceFormat::Auto);
        let form = if is_told { from } else { form(hint, unpacker.opening()?) };
        if let Some(reason) = refusal(form, is_told, hint, unpacker.opening()?) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(match form {
            InputForm::Warc | InputForm::Jsonl if unpacker.is_empty()? => Opened::EmptyCrawl,
            InputForm::Warc => {
                let reader = WarcReader::from_unpacker(unpacker).max_block_len(max_bytes);
                Opened::Warc(Box::new(reader))
            }
            InputForm::Jsonl => {
                let encoding = settings.encoding.as_deref().unwrap_or("utf-8");
                let reader =
                    JsonlReader::from_unpacker(unpacker).max_page_len(max_bytes).encoding(encoding);
                Opened::Jsonl(Box::new(reader))
            }
            InputForm::Document(_) => {
                let hint = if is_told { NameHint::Nothing } else { hint };
                Opened::Document(Box::new(DocumentInput { unpacker, hint }))
            }
        })
    }
}

/// What an input is whose user says nothing. Its bytes say it; a name breaks ties: text that begins with a brace,
/// or an archive that begins with damage.
fn form(hint: NameHint, opening: &[u8]) -> InputForm {
    let opening = behind_blank(opening);
    let behind_brace = opening.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let begins_object = matches!(behind_brace, Some([b'"' | b'}', ..]));
    match hint {
        _ if opening.starts_with(b"WARC/") => InputForm::Warc,
        _ if begins_as_page(opening) => InputForm::Document(SourceFormat::Auto),
        NameHint::Warc => InputForm::Warc,
        NameHint::Jsonl => InputForm::Jsonl,
        NameHint::Nothing | NameHint::Json if begins_object => InputForm::Jsonl,
        _ => InputForm::Document(SourceFormat::Auto),
    }
}

fn behind_blank(opening: &[u8]) -> &[u8] {
    opening.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(opening).trim_ascii_start()
}

/// Why an input is not read that holds documents, but in another form than those that are read. A text may begin with
/// a bracket, so an array of records is one only where name or user say that it is JSON.
fn refusal(form: InputForm, is_told: bool, hint: NameHint, opening: &[u8]) -> Option<&'static str> {
    let opening = behind_blank(opening);
    let is_text = is_told && matches!(form, InputForm::Document(_));
    let is_json = form == InputForm::Jsonl || hint == NameHint::Json;
    let behind_bracket = opening.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    if is_text {
        None
    } else if opening.starts_with(b"filedesc://") {
        Some("ARC files are not read; convert it with warcio recompress")
    } else if is_json && matches!(behind_bracket, Some([b'{', ..])) {
        Some("a JSON array, but one record a line is needed: jq -c '.[]' makes them of it")
    } else {
        None
    }
}

impl DocumentInput {
    /// Reads the document.
    pub(crate) fn read(mut self, options: &Options) -> io::Result<Reading> {
        let mut intake = Intake::new(options.clone(), self.hint.format());
        let (mut is_damaged, mut has_junk) = (false, false);
        loop {
            match self.unpacker.piece()? {
                Piece::Bytes(bytes) if intake.push(bytes).is_break() => break,
                Piece::Bytes(_) | Piece::Boundary => {}
                Piece::Junk => {
                    has_junk = true;
                    break;
                }
                Piece::End => break,
                // What is found behind damage may be from any place of the document.
                _ => {
                    is_damaged = true;
                    break;
                }
            }
        }
        let mut document = intake.finish();
        if is_damaged {
            document.warn(Warning::Truncated);
        }
        Ok(Reading { document, has_junk })
    }
}

/// What a file's extension says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameHint {
    Nothing,
    Html,
    Text,
    Warc,
    Jsonl,
    /// JSON of any form.
    Json,
}

impl NameHint {
    fn of(path: &Path) -> NameHint {
        let extension = |path: &Path| {
            path.extension()
                .map(|ext| ext.to_string_lossy().to_ascii_lowercase())
                .unwrap_or_default()
        };
        let mut last = extension(path);
        if matches!(last.as_str(), "gz" | "zst") {
            last = extension(&path.with_extension(""));
        }
        match last.as_str() {
            "html" | "htm" | "xhtml" | "xht" => NameHint::Html,
            // Of the others some begin with a sign of less: notes with HTML in them, logs of chats.
            "txt" | "text" | "md" | "markdown" | "rst" | "adoc" | "org" | "tex" | "log" | "srt"
            | "vtt" | "csv" | "tsv" | "eml" => NameHint::Text,
            "warc" | "wet" => NameHint::Warc,
            "jsonl" | "ndjson" => NameHint::Jsonl,
            "json" => NameHint::Json,
            _ => NameHint::Nothing,
        }
    }

    /// What it says of a document.
    fn format(self) -> SourceFormat {
        match self {
            NameHint::Html => SourceFormat::Html,
            NameHint::Text => SourceFormat::Text,
            NameHint::Nothing | NameHint::Warc | NameHint::Jsonl | NameHint::Json => {
                SourceFormat::Auto
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_crawls() {
        let form = |name: &str, opening: &[u8]| form(NameHint::of(Path::new(name)), opening);
        let document = InputForm::Document(SourceFormat::Auto);
        assert_eq!(form("a", b"\xEF\xBB\xBF\nWARC/1.0\r\n"), InputForm::Warc);
        assert_eq!(form("a.warc.gz", b""), InputForm::Warc);
        assert_eq!(form("a", b"{ \"html\": 1}"), InputForm::Jsonl);
        assert_eq!(form("a.ndjson.zst", b"\n"), InputForm::Jsonl);
        assert_eq!(form("a.txt", b"{\"html\": 1}"), document);
        assert_eq!(form("a", b"{braces}"), document);
        assert_eq!(form("a", b"<p>WARC/1.0"), document);
        assert_eq!(form("a.jsonl", b"<!doctype html><p>Words"), document);
        assert_eq!(form("a.warc", b"<html><p>Words"), document);
    }

    #[test]
    fn what_is_read_in_another_form_is_refused() {
        let refused = |name: &str, from: Option<InputForm>, opening: &[u8]| {
            let hint = NameHint::of(Path::new(name));
            let form = from.unwrap_or_else(|| form(hint, opening));
            refusal(form, from.is_some(), hint, opening).is_some()
        };
        let (text, jsonl) = (InputForm::Document(SourceFormat::Text), InputForm::Jsonl);
        let arc = b"filedesc://a.arc 0.0.0.0 20060622190110 text/plain 76\n";
        assert!(refused("a.arc.gz", None, arc) && refused("a", Some(InputForm::Warc), arc));
        assert!(!refused("a.arc", Some(text), arc));
        let array = b" [\n {\"html\": \"\"}]";
        assert!(refused("a.json", None, array) && refused("a.jsonl.gz", None, array));
        assert!(refused("a", Some(jsonl), array));
        assert!(!refused("a", None, array) && !refused("a.json", Some(text), array));
        for other in [&b"[Music] The ferry"[..], b"[1]", b"{\"html\": 1}", b""] {
            assert!(!refused("a.json", None, other) && !refused("a", Some(jsonl), other));
        }
    }

    #[test]
    fn names_tell_formats() {
        let format = |name: &str| NameHint::of(Path::new(name)).format();
        assert_eq!(format("a"), SourceFormat::Auto);
        assert_eq!(format("a.HTM.gz"), SourceFormat::Html);
        assert_eq!(format("a.txt"), SourceFormat::Text);
        assert_eq!(format("a.warc"), SourceFormat::Auto);
    }
}
