//! A document and who says what it is: of what is called text, the first bytes have the last word. The heads of
//! responses that stand before a page are none of it, as tools such as `curl -i` print them.

use std::ops::ControlFlow;

use super::http::{Head, content_type, may_begin_head};
use crate::{Document, Extractor, Options, SourceFormat};

/// Bytes after which a page has begun to look like one.
const OPENING_LEN: usize = 512;
/// Bytes in which heads end: each may have some kilobytes of policies, and redirects have one each.
const MAX_HEAD_LEN: usize = 64 << 10;

/// An extractor for a document whose format a server or a file's name tells. They break ties only: servers call pages
/// `text/plain`, too, and a text may begin with `<`.
///
/// ```
/// use dechaff::batch::Intake;
/// use dechaff::{DocumentKind, Options, SourceFormat};
/// let mut intake = Intake::new(Options::new(), SourceFormat::Text);
/// assert!(intake.push(b"<who@example.org> wrote:").is_continue());
/// assert_eq!(intake.finish().kind(), DocumentKind::Text);
/// ```
#[derive(Debug)]
pub struct Intake {
    options: Options,
    is_called_text: bool,
    /// The first bytes, until they tell what it is.
    opening: Vec<u8>,
    extractor: Option<Extractor>,
}

impl Intake {
    /// For a document that is `called` something; a format in `options` is beyond doubt.
    #[must_use]
    pub fn new(mut options: Options, called: SourceFormat) -> Intake {
        let is_open = options.format == SourceFormat::Auto;
        if is_open {
            options.format = called;
        }
        let is_called_text = is_open && called == SourceFormat::Text;
        Intake { options, is_called_text, opening: Vec::new(), extractor: None }
    }

    /// Reads the next chunk; breaks off when more would be left out ([`Extractor::has_left_out`]).
    pub fn push(&mut self, chunk: &[u8]) -> ControlFlow<()> {
        match &mut self.extractor {
            Some(extractor) => extractor.push(chunk),
            None => self.open(chunk),
        }
        let is_full = self.extractor.as_ref().is_some_and(Extractor::has_left_out);
        if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Reads a chunk before it is known what the document is. Mostly it tells, and then is not copied.
    fn open(&mut self, chunk: &[u8]) {
        if self.opening.is_empty() && self.tells(chunk) {
            self.extractor = Some(self.start(chunk));
            return;
        }
        self.opening.extend_from_slice(chunk);
        if self.tells(&self.opening) {
            let opening = std::mem::take(&mut self.opening);
            self.extractor = Some(self.start(&opening));
        }
    }

    /// Whether the first bytes are enough to tell what the document is.
    fn tells(&self, opening: &[u8]) -> bool {
        let wanted = match self.options.format {
            SourceFormat::Text if self.is_called_text => OPENING_LEN,
            // With as much of the page as tells that it is one.
            SourceFormat::Auto | SourceFormat::Html if may_begin_head(opening) => {
                MAX_HEAD_LEN + OPENING_LEN
            }
            _ => 0,
        };
        opening.len() >= wanted
    }

    /// The extractor, with the opening read.
    fn start(&self, opening: &[u8]) -> Extractor {
        let mut options = self.options.clone();
        let mut body = opening;
        if self.is_called_text && begins_as_page(opening) {
            options.format = SourceFormat::Html;
        }
        if options.format != SourceFormat::Text
            && let Some(head) = Head::read(&opening[..opening.len().min(MAX_HEAD_LEN)])
            && begins_as_page(&opening[head.len..])
        {
            body = &opening[head.len..];
            let (_, charset) = content_type(head.get("content-type").unwrap_or(""));
            options.http_charset = options.http_charset.or(charset);
        }
        let mut extractor = Extractor::new(options);
        extractor.push(body);
        extractor
    }

    /// The document of all that came.
    #[must_use]
    pub fn finish(mut self) -> Document {
        match self.extractor.take() {
            Some(extractor) => extractor.finish(),
            None => self.start(&self.opening).finish(),
        }
    }
}

/// Whether the first bytes are those of a page, and not of a text that happens to begin with `<`.
///
/// ```
/// use dechaff::batch::begins_as_page;
/// assert!(begins_as_page(b"\n<!DOCTYPE html>"));
/// assert!(!begins_as_page(b"<who@example.org> wrote:"));
/// ```
#[must_use]
pub fn begins_as_page(opening: &[u8]) -> bool {
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
    use crate::DocumentKind;

    /// What a document is, whatever its chunks.
    fn kind(called: SourceFormat, text: &[u8]) -> DocumentKind {
        let kinds = [1, 5, 600].map(|len| {
            let mut intake = Intake::new(Options::new(), called);
            assert!(text.chunks(len).all(|chunk| intake.push(chunk).is_continue()));
            intake.finish().kind()
        });
        assert_eq!(kinds, [kinds[0]; 3]);
        kinds[0]
    }

    #[test]
    fn names_break_ties() {
        use SourceFormat::{Auto, Html, Text};
        assert_eq!(kind(Auto, b"Words <b>and</b> tags"), DocumentKind::Text);
        assert_eq!(kind(Html, b"Words <b>and</b> tags"), DocumentKind::Html);
        assert_eq!(kind(Text, b"<who@example.org> wrote:"), DocumentKind::Text);
        assert_eq!(kind(Auto, b"<who@example.org> wrote:"), DocumentKind::Html);
        assert_eq!(kind(Text, b"\xEF\xBB\xBF \n<!DOCTYPE html><p>Words"), DocumentKind::Html);
        assert_eq!(kind(Text, b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), DocumentKind::Html);
        assert_eq!(kind(Text, b""), DocumentKind::Text);
    }

    #[test]
    fn the_head_of_a_response_is_none_of_its_page() {
        let head = "HTTP/2 200\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n";
        let moved = "HTTP/2 301\r\nLocation: /a\r\n\r\n";
        let text = |message: &[u8]| {
            let texts = [1, 7, MAX_HEAD_LEN, 100_000].map(|len| {
                let mut intake = Intake::new(Options::new(), SourceFormat::Auto);
                assert!(message.chunks(len).all(|chunk| intake.push(chunk).is_continue()));
                intake.finish().text()
            });
            assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
            texts[0].clone()
        };
        let page = b"<!doctype html><p>\xCD\xCF\xD3\xD4";
        assert_eq!(text(&[head.as_bytes(), page].concat()), "мост\n");
        assert_eq!(text(&[moved.as_bytes(), head.as_bytes(), page].concat()), "мост\n");
        for first in ["\r\n\nHTTP/1.1 200 OK", "http/1.1 200 OK", "ICY 200 OK"] {
            let head = format!("{first}\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n");
            assert_eq!(text(&[head.as_bytes(), page].concat()), "мост\n", "{first:?}");
        }
        let long = format!("HTTP/2 200\r\nA: {}\r\n\r\n", "b".repeat(MAX_HEAD_LEN - 20));
        assert_eq!(text(&[long.as_bytes(), b"<!doctype html><p>Words"].concat()), "Words\n");
        for message in ["HTTP/2 200\r\nA: b\r\n\r\nIs how it begins.", "HTTP/2 is newer.", "HTTP"] {
            assert!(text(message.as_bytes()).starts_with("HTTP"), "{message:?}");
        }
    }

    #[test]
    fn a_format_in_the_options_is_beyond_doubt() {
        let mut intake = Intake::new(Options::new().format(SourceFormat::Text), SourceFormat::Html);
        assert!(intake.push(b"<!doctype html><p>Words").is_continue());
        assert_eq!(intake.finish().kind(), DocumentKind::Text);
    }
}
