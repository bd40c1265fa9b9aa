//! What the decoder is told beforehand and what it tells afterwards.

use encoding_rs::UTF_8;

/// What is known of a document's encoding before its first byte is read.
///
/// ```
/// use dechaff::decode::{EncodingHints, Markup};
///
/// let hints = EncodingHints { http: Some("utf-8"), markup: Markup::None, ..Default::default() };
/// assert_eq!(hints.forced, None);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct EncodingHints<'a> {
    /// A label that the user gives and that wins over everything, even a byte order mark, as the user has seen the
    /// text; but a mark says which of the two UTF-16 is.
    pub forced: Option<&'a str>,
    /// The charset label of the transport, such as HTTP's `Content-Type`.
    pub http: Option<&'a str>,
    /// Whether the document may declare its encoding in markup.
    pub markup: Markup,
}

/// Whether the document is read for a declaration such as `<meta charset>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Markup {
    /// HTML or XHTML: `<meta>` and the XML declaration count.
    #[default]
    Html,
    /// Plain text: what looks like a declaration is text.
    None,
}

/// Where the choice of an encoding came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EncodingSource {
    /// The user forced it.
    Override,
    /// A byte order mark.
    Bom,
    /// The bytes themselves: valid UTF-8, or UTF-16 that shows in its zero bytes.
    Content,
    /// The transport's label.
    Http,
    /// A `<meta>` or an XML declaration.
    Meta,
    /// A guess from byte frequencies.
    Detected,
    /// No byte above 0x7F was seen, so that UTF-8 is as good a name as any.
    Ascii,
}

impl EncodingSource {
    /// The name in JSON records and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Bom => "bom",
            Self::Content => "content",
            Self::Http => "http",
            Self::Meta => "meta",
            Self::Detected => "detected",
            Self::Ascii => "ascii",
        }
    }
}

impl std::fmt::Display for EncodingSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// How a document was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodingReport {
    /// The encoding's name in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// Where the choice came from.
    pub source: EncodingSource,
    /// Whether a bad sequence became U+FFFD.
    pub malformed: bool,
    /// Whether the input ended inside a character, which is then left out of the text.
    pub cut: bool,
}

impl EncodingReport {
    /// The report on a document without any byte >= 0x80.
    pub(super) fn ascii() -> Self {
        Self { name: UTF_8.name(), source: EncodingSource::Ascii, malformed: false, cut: false }
    }
}
