//! Encodings by their labels, as users and servers write them.

use super::declaration::charset_in_content;
use encoding_rs::Encoding;

/// The standard name of the encoding that a label stands for, if the label is a known one.
///
/// A caller checks a user's label with this; the decoder itself ignores unknown labels.
///
/// ```
/// assert_eq!(dechaff::decode::encoding_name("latin1"), Some("windows-1252"));
/// assert_eq!(dechaff::decode::encoding_name("klingon"), None);
/// ```
#[must_use]
pub fn encoding_name(label: &str) -> Option<&'static str> {
    known_encoding(label).map(Encoding::name)
}

/// The charset label in a `Content-Type` header, for
/// [`EncodingHints::http`](super::EncodingHints::http).
///
/// ```
/// let label = dechaff::decode::content_type_charset("text/html; Charset=\"koi8-r\"");
/// assert_eq!(label, Some("koi8-r"));
/// ```
#[must_use]
pub fn content_type_charset(header: &str) -> Option<&str> {
    std::str::from_utf8(charset_in_content(header.as_bytes())?).ok()
}

/// Labels of the "replacement" encoding (ISO-2022-KR, HZ) count as unknown: browsers
/// turn such pages into one U+FFFD to be safe from scripts, which would only lose text here.
pub(crate) fn known_encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}
