//! Encodings by their labels, as users and servers write them.

use super::declaration::charset_in_content;
use encoding_rs::{Encoding, WINDOWS_1252, X_USER_DEFINED};

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

pub(crate) fn known_encoding(label: &str) -> Option<&'static Encoding> {
    encoding_of(label.as_bytes())
}

/// Labels of the "replacement" encoding (ISO-2022-KR, HZ) count as unknown: browsers
/// turn such pages into one U+FFFD to be safe from scripts, which would only lose text here.
/// So would x-user-defined, which some old pages used as "do not touch": it is windows-1252.
pub(super) fn encoding_of(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label)?;
    Some(if encoding == X_USER_DEFINED { WINDOWS_1252 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::encoding_name;

    #[test]
    fn labels_that_would_lose_text() {
        assert_eq!(encoding_name("x-user-defined"), Some("windows-1252"));
        assert_eq!(encoding_name("hz-gb-2312"), None);
    }
}
