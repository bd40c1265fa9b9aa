//! HTML output: a page's own bytes without its notices.

use std::borrow::Cow;
use std::io;

use crate::document::{Document, DocumentKind, Original};
use crate::extractor::extract;
use crate::options::SourceFormat;

use super::cut::cut;

/// Readings at most until nothing is left to cut; see [`crate::reread`].
const MAX_READINGS: usize = 8;

impl Document {
    /// The input's own bytes without what was dropped: the elements of which all text is dropped,
    /// and else the words. All other bytes stay as they are, in their encoding.
    ///
    /// With [`Strip::Notices`](crate::Strip::Notices) twice is once: read again with the same options
    /// the output comes out as it is. `None` unless the input was kept with
    /// [`Options::original`](crate::Options::original).
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
        let Some(mut left) = cut(self, bytes) else {
            return Some(Cow::Borrowed(bytes));
        };
        let format = match self.kind {
            DocumentKind::Html => SourceFormat::Html,
            DocumentKind::Text => SourceFormat::Text,
        };
        let options = options.clone().format(format);
        for _ in 1..MAX_READINGS {
            match cut(&extract(&left, &options), &left) {
                Some(less) => left = less,
                None => break,
            }
        }
        Some(Cow::Owned(left))
    }

    /// Writes what [`Document::html`] gives; nothing if the input was not kept.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_html(&self, mut out: impl io::Write) -> io::Result<()> {
        out.write_all(&self.html().unwrap_or_default())
    }
}
