//! Plain text output of both kinds of document.

use std::convert::Infallible;
use std::io;

use crate::document::{Document, DocumentKind};

use super::{markup_text, plain_text};

/// A piece of the text output.
pub(crate) struct Piece<'t> {
    /// Its text.
    pub(crate) text: &'t str,
    /// Where it stands in [`Arena::text`](crate::build::Arena::text); `None` for what the emitter
    /// adds.
    pub(crate) origin: Option<usize>,
}

impl<'t> Piece<'t> {
    /// Text of the document at a place in the arena's text.
    pub(super) fn of(text: &'t str, origin: usize) -> Piece<'t> {
        Piece { text, origin: Some(origin) }
    }

    /// The emitter's own: marks, indents, line ends.
    pub(super) fn mark(text: &'t str) -> Piece<'t> {
        Piece { text, origin: None }
    }
}

impl Document {
    /// What is kept, as plain text.
    ///
    /// HTML becomes paragraphs with a blank line between them, `- ` and `1. ` before list items
    /// and ` | ` between the cells of data tables, two spaces between what stands in one. Plain text keeps
    /// its lines to the byte.
    ///
    /// ```
    /// use dechaff::{Options, Strip, extract};
    /// let page = b"<h1>Tides</h1><p>High water:<ol start=3><li>Monday<li>Friday</ol>";
    /// let document = extract(page, &Options::new().strip(Strip::Notices));
    /// assert_eq!(document.text(), "Tides\n\nHigh water:\n\n3. Monday\n4. Friday\n");
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let Ok(()) = self.pieces::<Infallible>(&mut |piece| {
            text.push_str(piece.text);
            Ok(())
        });
        text
    }

    /// Writes what [`Document::text`] gives, without building it first.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let mut out = Vec::new();
    /// extract(b"The harbour stays closed.\r\n", &Options::new()).write_text(&mut out)?;
    /// assert_eq!(out, b"The harbour stays closed.\r\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_text(&self, mut out: impl io::Write) -> io::Result<()> {
        self.pieces(&mut |piece| out.write_all(piece.text.as_bytes()))
    }

    /// Hands the text output to `out`, in order.
    pub(crate) fn pieces<E>(
        &self,
        out: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.kind {
            DocumentKind::Html => markup_text::write(&self.arena, &self.verdicts, out),
            DocumentKind::Text => plain_text::write(&self.arena, &self.verdicts, out),
        }
    }
}
