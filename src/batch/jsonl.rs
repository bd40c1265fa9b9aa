//! Documents in lines of JSON: one field holds the page or text, the others pass through.

mod fields;

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8};
use memchr::memmem;

use fields::{Fields, without_half_pairs, without_odd_numbers};

use super::page::{Bytes, Page};
use super::unpack::{Piece, Unpacker};
use crate::decode::known_encoding;
use crate::{Options, SourceFormat, Warning};

/// Bytes of a line for each of its page: Python writes all but ASCII as escapes, three times as long for Cyrillic.
const LINE_LEN_RATIO: u64 = 3;
/// What may stand in a line beside the page, however small that is to be: the same page as HTML and as text, say.
const OTHER_FIELDS_LEN: u64 = 16 << 20;

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineEnd {
    /// With a line feed or the end of the input.
    Complete,
    /// In damage.
    Cut,
    /// It is longer than the limit, and only its beginning is there.
    TooLarge,
}

/// U+FFFD in UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// A line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JsonLine {
    /// Its number in the input, from 1.
    pub number: u64,
    /// The line, without its end.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub end: LineEnd,
}

/// Reads lines: plain, gzip or zstd, from a file or a pipe. Empty lines are passed over.
///
/// ```
/// use dechaff::{Options, batch::JsonlReader};
/// let input = b"{\"id\": 1.50, \"html\": \"<p>High water on Friday.\"}\n";
/// let line = JsonlReader::new(&input[..])?.next().expect("one line")?;
/// let (page, fields) = line.page(None).expect("a page");
/// assert_eq!(page.extract(&Options::new()).text(), "High water on Friday.\n");
/// assert_eq!(fields, r#"{"id":1.50}"#);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonlReader<R> {
    unpacker: Unpacker<R>,
    /// What was read behind the last line.
    rest: Vec<u8>,
    at: usize,
    max_len: usize,
    encoding: &'static Encoding,
    number: u64,
    is_ended: bool,
}

impl<R: Read> JsonlReader<R> {
    /// A reader at the start of an input.
    ///
    /// # Errors
    ///
    /// Those of [`Unpacker::new`].
    pub fn new(input: R) -> io::Result<Self> {
        Unpacker::new(input).map(Self::from_unpacker)
    }

    /// A reader of what an unpacker gives.
    ///
    /// ```
    /// use dechaff::batch::{JsonlReader, Unpacker};
    /// let mut unpacker = Unpacker::new(&b"{\"text\": \"Tides\"}"[..])?;
    /// assert!(unpacker.opening()?.starts_with(b"{"));
    /// assert_eq!(JsonlReader::from_unpacker(unpacker).count(), 1);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn from_unpacker(unpacker: Unpacker<R>) -> Self {
        let reader = JsonlReader {
            unpacker: unpacker.of_records(),
            rest: Vec::new(),
            at: 0,
            max_len: 0,
            encoding: UTF_8,
            number: 0,
            is_ended: false,
        };
        reader.max_page_len(Options::DEFAULT_MAX_BYTES)
    }

    /// The bytes of a page that are wanted, 256 MiB if not set. Of a line three times as many are kept, and 16 MiB for
    /// its other fields.
    #[must_use]
    pub fn max_page_len(mut self, len: u64) -> Self {
        let max_len = len.saturating_mul(LINE_LEN_RATIO).saturating_add(OTHER_FIELDS_LEN);
        self.max_len = usize::try_from(max_len).unwrap_or(usize::MAX);
        self
    }

    /// The encoding of the lines by one of its labels, in which ASCII stands for itself; UTF-8, as JSON has to be, if
    /// not set or unknown.
    ///
    /// ```
    /// use dechaff::{Options, batch::JsonlReader};
    /// let mut reader = JsonlReader::new(&b"{\"text\": \"Caf\xE9\"}"[..])?.encoding("latin1");
    /// let (page, _) = reader.next().expect("one line")?.page(None).expect("a page");
    /// assert_eq!(page.extract(&Options::new()).text(), "Caf\u{e9}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn encoding(mut self, label: &str) -> Self {
        self.encoding = known_encoding(label).unwrap_or(UTF_8);
        self
    }

    /// The bytes read from the input so far, as they come.
    pub fn bytes_read(&self) -> u64 {
        self.unpacker.bytes_read()
    }

    fn in_utf8(&self, line: Vec<u8>) -> Vec<u8> {
        if self.encoding == UTF_8 {
            return line;
        }
        self.encoding.decode_without_bom_handling(&line).0.into_owned().into_bytes()
    }

    /// The next line, which may be empty; `None` at the end.
    fn line(&mut self) -> io::Result<Option<(Vec<u8>, LineEnd)>> {
        let mut line = Vec::new();
        let mut end = LineEnd::Complete;
        let mut is_behind_member = false;
        let mut nesting = Nesting::default();
        loop {
            let rest = &self.rest[self.at..];
            let found = memchr::memchr(b'\n', rest);
            let len = found.unwrap_or(rest.len());
            let kept = len.min(self.max_len - line.len());
            line.extend_from_slice(&rest[..kept]);
            if kept < len {
                end = LineEnd::TooLarge;
            }
            self.at += found.map_or(len, |len| len + 1);
            if found.is_some() {
                return Ok(Some((line, end)));
            }
            match self.unpacker.piece()? {
                Piece::Bytes(bytes) => {
                    self.rest.clear();
                    self.rest.extend_from_slice(bytes);
                    self.at = 0;
                    // No line feed stands where files were joined of which the first had none at its end. Other
                    // writers end members within lines.
                    let begins_object = is_behind_member && self.rest.starts_with(b"{");
                    if begins_object && line.ends_with(b"}") && nesting.is_closed(&line) {
                        return Ok(Some((line, end)));
                    }
                    is_behind_member = false;
                }
                Piece::Boundary => is_behind_member = true,
                Piece::Damage | Piece::Junk => return Ok(Some((line, LineEnd::Cut))),
                Piece::End if line.is_empty() => return Ok(None),
                Piece::End => return Ok(Some((line, end))),
            }
        }
    }
}

/// How deep in JSON a line has come. It goes on from where it was asked last: a line of many members that may each end
/// it would take quadratic time.
#[derive(Debug, Default)]
struct Nesting {
    read: usize,
    depth: u64,
    is_in_string: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Whether all objects, lists and strings are closed at the end of the line so far.
    fn is_closed(&mut self, line: &[u8]) -> bool {
        for byte in &line[self.read..] {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' if self.is_in_string => self.is_escaped = true,
                b'"' => self.is_in_string = !self.is_in_string,
                _ if self.is_in_string => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.read = line.len();
        self.depth == 0 && !self.is_in_string
    }
}

impl<R: Read> Iterator for JsonlReader<R> {
    type Item = io::Result<JsonLine>;

    /// The next line. After an error of the input there is none.
    fn next(&mut self) -> Option<io::Result<JsonLine>> {
        while !self.is_ended {
            match self.line() {
                Ok(Some((bytes, end))) => {
                    self.number += 1;
                    if end == LineEnd::Complete && bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    let bytes = self.in_utf8(bytes);
                    return Some(Ok(JsonLine { number: self.number, bytes, end }));
                }
                Ok(None) => self.is_ended = true,
                Err(error) => {
                    self.is_ended = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// Why a line holds no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoDocument {
    /// It ended in damage of the input.
    Damaged,
    /// It is longer than the limit.
    TooLong,
    /// It is no JSON object.
    NoObject,
    /// It has neither of the fields that are looked for.
    NoField,
    /// It lacks the field that was named.
    NoSuchField,
    /// The field is no text.
    NoText,
}

impl NoDocument {
    /// The name in counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NoDocument::Damaged => "damaged line",
            NoDocument::TooLong => "line too long",
            NoDocument::NoObject => "no JSON object",
            NoDocument::NoField => "no field html or text",
            NoDocument::NoSuchField => "no such field",
            NoDocument::NoText => "the field is no text",
        }
    }
}

impl fmt::Display for NoDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Error for NoDocument {}

/// Fields that hold the page if none is named.
const DEFAULT_FIELDS: [&str; 2] = ["html", "text"];

impl JsonLine {
    /// The document in a field, by default `html` or else `text`, and the other fields as JSON, in
    /// order and as they were written. Those nested deeper than 100 levels are null, and so are `NaN`, `Infinity` and
    /// `-Infinity`, which Python writes and JSON has not. Half of a surrogate pair is U+FFFD.
    ///
    /// # Errors
    ///
    /// Why there is none.
    ///
    /// ```
    /// use dechaff::batch::{JsonlReader, NoDocument};
    /// let input = b"{\"id\": 7, \"body\": \"<p>Tides\"}\n";
    /// let line = JsonlReader::new(&input[..])?.next().expect("one line")?;
    /// assert_eq!(line.page(Some("body")).expect("a page").1, r#"{"id":7}"#);
    /// assert!(line.page(None).is_err());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn page(&self, field: Option<&str>) -> Result<(Page, String), NoDocument> {
        let ((mut page, fields), is_mended) =
            self.read(|fields, is_mended| Ok((page_of(fields, field)?, is_mended)))?;
        // What else stands in the line may have been mended, and the page have it from elsewhere: as good as never.
        let is_malformed = is_mended && memmem::find(&page.bytes, REPLACEMENT).is_some();
        page.warning = is_malformed.then_some(Warning::Malformed);
        Ok((page, fields))
    }

    /// The address and all fields of a line that is an object, to tell which line has no document.
    #[must_use]
    pub fn fields(&self) -> Option<(Option<String>, String)> {
        self.read(|fields, _| Ok((fields.url(), fields.without(None)))).ok()
    }

    /// Reads the fields, and whether characters in them had to be replaced.
    fn read<T>(
        &self,
        take: impl FnOnce(&Fields<'_>, bool) -> Result<T, NoDocument>,
    ) -> Result<T, NoDocument> {
        let line = without_half_pairs(self.text()?);
        let is_mended = matches!(line, Cow::Owned(_));
        match Fields::of(&line) {
            Ok(fields) => take(&fields, is_mended),
            Err(error) => take(&Fields::of(&without_odd_numbers(&line).ok_or(error)?)?, is_mended),
        }
    }

    /// The line, if it is all there.
    fn text(&self) -> Result<Cow<'_, str>, NoDocument> {
        match self.end {
            LineEnd::Complete => Ok(String::from_utf8_lossy(&self.bytes)),
            LineEnd::Cut => Err(NoDocument::Damaged),
            LineEnd::TooLarge => Err(NoDocument::TooLong),
        }
    }
}

/// The document in a field, and the others.
fn page_of(fields: &Fields<'_>, field: Option<&str>) -> Result<(Page, String), NoDocument> {
    let other_than = |nothing: &[&str]| {
        let has = |name: &str| fields.get(name).is_some_and(|it| !nothing.contains(&it.get()));
        DEFAULT_FIELDS.into_iter().find(|name| has(name))
    };
    // Exporters write an empty text, too, for a page that they lack.
    let default = || other_than(&["null", "\"\""]).or_else(|| other_than(&["null"]));
    let name = field.or_else(default).ok_or(NoDocument::NoField)?;
    let value = fields.get(name).ok_or(NoDocument::NoSuchField)?;
    let body: String = serde_json::from_str(value.get()).map_err(|_| NoDocument::NoText)?;
    let url = fields.url();
    let format = match name {
        "html" => SourceFormat::Html,
        "text" => SourceFormat::Text,
        _ => SourceFormat::Auto,
    };
    let charset = Some("utf-8".to_owned());
    let known = Page { url, charset, format, bytes_are: Bytes::Decoded, ..Page::default() };
    let page = Page { bytes: body.into_bytes(), ..known };
    Ok((page, fields.without(Some(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<(u64, String, LineEnd)> {
        let mut reader = JsonlReader::new(input).expect("a slice");
        reader.max_len = 100;
        reader
            .map(|line| line.expect("a slice"))
            .map(|line| (line.number, String::from_utf8_lossy(&line.bytes).into_owned(), line.end))
            .collect()
    }

    fn line(json: impl Into<Vec<u8>>) -> JsonLine {
        JsonLine { number: 1, bytes: json.into(), end: LineEnd::Complete }
    }

    #[test]
    fn lines_are_numbered_and_capped() {
        let long = "x".repeat(300_000);
        let input = format!("{{}}\n\n \r\n{long}\nlast");
        let expected = [
            (1, "{}".to_owned(), LineEnd::Complete),
            (4, "x".repeat(100), LineEnd::TooLarge),
            (5, "last".to_owned(), LineEnd::Complete),
        ];
        assert_eq!(lines(input.as_bytes()), expected);
        let packed = zstd::encode_all(input.as_bytes(), 3).expect("a vector");
        assert_eq!(lines(&packed), expected);
        assert_eq!(lines(b""), []);
    }

    #[test]
    fn an_object_ends_with_its_member() {
        let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 3).expect("a vector");
        let joined = |parts: &[&str]| -> Vec<(u64, String)> {
            let packed: Vec<u8> = parts.iter().flat_map(|part| zstd(part)).collect();
            lines(&packed).into_iter().map(|(number, line, _)| (number, line)).collect()
        };
        let expected = [(1, "{\"a\":{}}".to_owned()), (2, "{}".to_owned())];
        assert_eq!(joined(&["{\"a\":{}}", "{}"]), expected);
        assert_eq!(joined(&["{\"a\":{}}", "", "{}"]), expected);
        assert_eq!(joined(&["{\"a\":", "{}}\n{}"]), expected);
        assert_eq!(joined(&["{\"a\":{}", "}\n", "{}"]), expected);
        // Writers of blocks of one length end members anywhere.
        let expected = [(1, "{\"a\":\"{}\\\"{}\"}".to_owned()), (2, "{}".to_owned())];
        assert_eq!(joined(&["{\"a\":\"{}", "\\\"", "{}\"}", "{}"]), expected);
        assert_eq!(joined(&["{\"a\":\"{}\\\"{}", "\"}", "{}"]), expected);
        assert_eq!(joined(&["{\"a\":\"{}\\\"", "{}\"}\n{}"]), expected);
        assert_eq!(joined(&["[{}", "{}]"]), [(1, "[{}{}]".to_owned())]);
    }

    #[test]
    fn other_fields_are_kept_as_they_are() {
        let json = "\u{FEFF}{\"z\": 1.000, \"text\":\"A\\nB\", \"a\":{\"y\":[1, 2],\"x\":null},\"\\u00e9\":12345678901234567890123}";
        let (page, fields) = line(json).page(None).expect("a page");
        assert_eq!(page.extract(&Options::new()).text(), "A\nB");
        assert_eq!(
            fields,
            "{\"z\":1.000,\"a\":{\"y\":[1, 2],\"x\":null},\"é\":12345678901234567890123}"
        );
        let (page, _) = line(r#"{"url":"http://a.example/","body":"<p>A"}"#)
            .page(Some("body"))
            .expect("a page");
        assert_eq!(page.url.as_deref(), Some("http://a.example/"));
        assert_eq!(page.extract(&Options::new()).text(), "A\n");
    }

    #[test]
    fn text_stands_in_for_a_page_that_is_null() {
        let bytes = br#"{"html":null,"text":"Words"}"#.to_vec();
        let line = JsonLine { number: 1, bytes, end: LineEnd::Complete };
        let (page, rest) = line.page(None).expect("a page");
        assert_eq!((page.bytes.as_slice(), rest.as_str()), (&b"Words"[..], r#"{"html":null}"#));
    }

    #[test]
    fn numbers_that_json_has_not_are_null() {
        let json = "{\"text\":\"\\\"NaN, Infinity\",\"a\":NaN,\"b\":[-Infinity, 1.0,Infinity],\"c\":\"NaN\"}";
        let (page, fields) = line(json).page(None).expect("a page");
        assert_eq!(page.bytes, b"\"NaN, Infinity");
        assert_eq!(fields, "{\"a\":null,\"b\":[null, 1.0,null],\"c\":\"NaN\"}");
        let of = |json: &str| line(json).page(None).map(drop);
        assert_eq!(of("{\"text\":NaN}"), Err(NoDocument::NoField));
        assert_eq!(of("{\"text\":\"A\",\"a\":NaNs}"), Err(NoDocument::NoObject));
        assert_eq!(of("{\"text\":\"A\",\"a\":nan}"), Err(NoDocument::NoObject));
    }

    #[test]
    fn half_surrogates_are_replaced() {
        let json = r#"{"\udc01":"cut \ud83d","a":"\ud83d\ude00 \\ud83d \udE00\ud83d","text":"A \ud800 B"}"#;
        let (page, fields) = line(json).page(None).expect("a page");
        let expected =
            "{\"\u{FFFD}\":\"cut \\ufffd\",\"a\":\"\\ud83d\\ude00 \\\\ud83d \\ufffd\\ufffd\"}";
        assert_eq!(fields, expected);
        let document = page.extract(&Options::new());
        assert_eq!(document.text(), "A \u{FFFD} B");
        assert_eq!(document.warnings(), [Warning::Malformed]);
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_told_where_they_stand_in_the_page() {
        let warnings = |json: &[u8]| {
            let (page, _) = line(json).page(None).expect("a page");
            page.extract(&Options::new()).warnings().to_vec()
        };
        assert_eq!(warnings(b"{\"text\":\"Low \xFF tide\"}"), [Warning::Malformed]);
        assert_eq!(warnings(b"{\"text\":\"Low tide\",\"id\":\"\xFF\"}"), []);
        assert_eq!(warnings("{\"text\":\"Low \u{FFFD} tide\"}".as_bytes()), []);
    }

    #[test]
    fn a_page_that_is_empty_makes_way_for_its_text() {
        let line = |json: &str| JsonLine { number: 1, bytes: json.into(), end: LineEnd::Complete };
        let text = |json: &str| {
            line(json).page(None).map(|(page, _)| page.extract(&Options::new()).text())
        };
        assert_eq!(text(r#"{"html":"","text":"High water."}"#).as_deref(), Ok("High water."));
        assert_eq!(text(r#"{"html":""}"#).as_deref(), Ok(""));
        assert_eq!(text(r#"{"html":null}"#).as_deref(), Err(&NoDocument::NoField));
        assert_eq!(text(r#"{"text":"Low.","text":"High."}"#).as_deref(), Ok("High."));
        let fields = line(r#"{"id":7,"url":"http://a.example/","html":null}"#).fields();
        let (url, fields) = fields.expect("an object");
        assert_eq!(url.as_deref(), Some("http://a.example/"));
        assert_eq!(fields, r#"{"id":7,"url":"http://a.example/","html":null}"#);
    }

    #[test]
    fn what_is_no_page_is_told() {
        let error = |json: &str| line(json).page(None).map(drop);
        assert_eq!(error("[1]"), Err(NoDocument::NoObject));
        assert_eq!(error("{\"text\":"), Err(NoDocument::NoObject));
        assert_eq!(error("{\"id\":1}"), Err(NoDocument::NoField));
        assert_eq!(error("{\"text\":[\"a\"]}"), Err(NoDocument::NoText));
        assert_eq!(error(&"[".repeat(100_000)), Err(NoDocument::NoObject));
        assert_eq!(line("{}").page(Some("x")).map(drop), Err(NoDocument::NoSuchField));
        let deep = |n| {
            format!(
                "{{\"text\":\"A\",\"s\":\"\\\\\\\"{}\",\"d\":{}{}}}",
                "[".repeat(200),
                "[".repeat(n),
                "]".repeat(n)
            )
        };
        let fields = |n| line(deep(n)).page(None).map(|(_, fields)| fields.ends_with("null}"));
        assert_eq!((fields(100_000), fields(101), fields(100)), (Ok(true), Ok(true), Ok(false)));
    }
}
