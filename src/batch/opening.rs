//! A document and who says what it is: of what is called text, the first bytes have the last word.

use std::ops::ControlFlow;

use crate::{Document, Extractor, Options, SourceFormat};

/// Bytes after which a page has begun to look like one.
const OPENING_LEN: usize = 512;

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
    /// What is called text so far, until it is known what it is.
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
        let extractor = match &mut self.extractor {
            Some(extractor) => {
                extractor.push(chunk);
                extractor
            }
            None if self.is_called_text => {
                self.opening.extend_from_slice(chunk);
                if self.opening.len() < OPENING_LEN {
                    return ControlFlow::Continue(());
                }
                let started = self.start();
                self.extractor.insert(started)
            }
            None => {
                let mut started = self.start();
                started.push(chunk);
                self.extractor.insert(started)
            }
        };
        if extractor.has_left_out() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The extractor, with the opening read.
    fn start(&mut self) -> Extractor {
        let opening = std::mem::take(&mut self.opening);
        let mut options = self.options.clone();
        if self.is_called_text && begins_as_page(&opening) {
            options.format = SourceFormat::Html;
        }
        let mut extractor = Extractor::new(options);
        extractor.push(&opening);
        extractor
    }

    /// The document of all that came.
    #[must_use]
    pub fn finish(mut self) -> Document {
        match self.extractor.take() {
            Some(extractor) => extractor.finish(),
            None => self.start().finish(),
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
    fn a_format_in_the_options_is_beyond_doubt() {
        let mut intake = Intake::new(Options::new().format(SourceFormat::Text), SourceFormat::Html);
        assert!(intake.push(b"<!doctype html><p>Words").is_continue());
        assert_eq!(intake.finish().kind(), DocumentKind::Text);
    }
}
