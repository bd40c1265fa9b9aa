//! HTML output: a page's own bytes without its notices.

use std::borrow::Cow;
use std::io;

use crate::document::{Document, DocumentKind, Original};
use crate::extractor::extract;
use crate::options::{Options, SourceFormat};
use crate::reread::MAX_READINGS;

use super::cut::{Cut, cut};

impl Document {
    /// The input's own bytes without what was dropped: the elements of which all text is dropped,
    /// and else the words. All other bytes stay as they are, in their encoding.
    ///
    /// With [`Strip::Notices`](crate::Strip::Notices) twice is once: read again with the same options the output
    /// comes out as it is, but for what eight readings leave of an attack, and for pages with more blocks than are
    /// told apart (warning `blocks`). Each call reads what it cuts again, up to eight times, as a page: what an
    /// element says of its text counts, so that in rare cases more of a notice goes than from the text. `None` of
    /// what is no document, and unless the input was kept with [`Options::original`](crate::Options::original).
    ///
    /// ```
    /// use dechaff::{KeepOriginal, Options, Strip, extract};
    /// let page = b"<h1>Tides</h1><dialog open><p>Please donate to us.</dialog><p>High water: noon.";
    /// let options = Options::new().strip(Strip::Notices).original(KeepOriginal::Yes);
    /// let document = extract(page, &options);
    /// let html = document.html().expect("the original is kept");
    /// assert_eq!(*html, *b"<h1>Tides</h1><p>High water: noon.");
    /// ```
    #[must_use]
    pub fn html(&self) -> Option<Cow<'_, [u8]>> {
        let Original { bytes, options } = self.original.as_deref()?;
        let format = match self.kind {
            DocumentKind::Html => SourceFormat::Html,
            DocumentKind::Text => SourceFormat::Text,
        };
        let options = options.clone().format(format);
        let mut left = Cow::Borrowed(bytes.as_slice());
        let mut reading = None;
        for _ in 0..MAX_READINGS {
            let document = reading.as_ref().unwrap_or(self);
            let Some((less, next)) = cut_once(document, &left, &options) else {
                break;
            };
            (left, reading) = (Cow::Owned(less), Some(next));
        }
        Some(left)
    }

    /// Writes what [`Document::html`] gives.
    ///
    /// # Errors
    ///
    /// Those of `out`, and `InvalidInput` if the input was not kept or is no document.
    ///
    /// ```
    /// use dechaff::{KeepOriginal, Options, extract};
    /// let options = Options::new().original(KeepOriginal::Yes);
    /// let mut out = Vec::new();
    /// extract(b"<h1>Tides</h1>", &options).write_html(&mut out)?;
    /// assert_eq!(out, b"<h1>Tides</h1>");
    /// assert!(extract(b"<h1>Tides</h1>", &Options::new()).write_html(&mut out).is_err());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_html(&self, mut out: impl io::Write) -> io::Result<()> {
        match self.html() {
            Some(html) => out.write_all(&html),
            None => Err(io::Error::new(io::ErrorKind::InvalidInput, "the input was not kept")),
        }
    }
}

/// Cuts once, and reads the result; `None` if nothing is to cut.
fn cut_once(document: &Document, bytes: &[u8], options: &Options) -> Option<(Vec<u8>, Document)> {
    let less = cut(document, bytes, Cut::Elements)?;
    let next = extract(&less, options);
    if words_stay(document, &next) {
        return Some((less, next));
    }
    let less = cut(document, bytes, Cut::Words)?;
    let next = extract(&less, options);
    Some((less, next))
}

/// Whether no word came to be by a cut: those of `after` are among the kept ones of `before`, in order.
fn words_stay(before: &Document, after: &Document) -> bool {
    let kept: Vec<_> = before.blocks().map(|block| block.kept_text()).collect();
    let mut words = kept.iter().flat_map(|text| text.split_whitespace());
    after.blocks().all(|block| block.text.split_whitespace().all(|it| words.any(|word| word == it)))
}
