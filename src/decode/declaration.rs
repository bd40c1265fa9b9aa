//! Reads a charset out of what declares it: a `<meta>` tag, a content type, an XML declaration.

use super::label::encoding_of;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The attributes of one `<meta>` tag, as far as they declare a charset.
#[derive(Debug, Default)]
pub(super) struct Meta {
    charset: Option<Vec<u8>>,
    content: Option<Vec<u8>>,
    http_equiv: Option<Vec<u8>>,
}

impl Meta {
    /// Adds an attribute with its name in lower case; the first of a name wins.
    pub(super) fn attribute(&mut self, name: &[u8], value: &[u8]) {
        let slot = match name {
            b"charset" => &mut self.charset,
            b"content" => &mut self.content,
            b"http-equiv" => &mut self.http_equiv,
            _ => return,
        };
        slot.get_or_insert_with(|| value.to_vec());
    }

    /// The encoding that the tag declares. Of both ways of saying it, `charset` is the one that counts.
    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        let label = match (&self.charset, &self.content, &self.http_equiv) {
            (Some(charset), ..) => charset,
            (None, Some(content), Some(kind)) if kind.eq_ignore_ascii_case(b"content-type") => {
                charset_in_content(content)?
            }
            _ => return None,
        };
        declared_encoding(label)
    }
}

/// The label in an XML declaration, given from the `xml` after `<?` to before its `>`.
pub(super) fn xml_encoding(declaration: &[u8]) -> Option<&'static Encoding> {
    let rest = declaration.strip_prefix(b"xml")?;
    let (_, rest) = split_at_word(rest, b"encoding")?;
    let rest = trim_start(trim_start(rest).strip_prefix(b"=")?);
    declared_encoding(quoted(rest)?)
}

/// The charset in a content type such as `text/html; charset=utf-8`.
///
/// As the HTML standard reads it: the first "charset" that an equals sign follows counts, and
/// a quote that is not closed means that there is none.
pub(super) fn charset_in_content(content: &[u8]) -> Option<&[u8]> {
    let mut rest = content;
    let value = loop {
        let (_, after) = split_at_word(rest, b"charset")?;
        match trim_start(after).strip_prefix(b"=") {
            Some(value) => break trim_start(value),
            None => rest = after,
        }
    };
    if matches!(value.first(), Some(b'"' | b'\'')) {
        return quoted(value);
    }
    let end = value
        .iter()
        .position(|&byte| byte == b';' || byte.is_ascii_whitespace())
        .unwrap_or(value.len());
    Some(&value[..end])
}

/// A label in markup that was readable as ASCII cannot mean UTF-16; the HTML standard takes it for UTF-8.
fn declared_encoding(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = encoding_of(label)?;
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if is_utf16 { UTF_8 } else { encoding })
}

/// Splits around the first `word`, in any case.
fn split_at_word<'a>(text: &'a [u8], word: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))?;
    Some((&text[..at], &text[at + word.len()..]))
}

fn quoted(text: &[u8]) -> Option<&[u8]> {
    let (quote, rest) = text.split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let end = rest.iter().position(|byte| byte == quote)?;
    Some(&rest[..end])
}

fn trim_start(text: &[u8]) -> &[u8] {
    text.trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::{charset_in_content, xml_encoding};

    #[test]
    fn content_types_are_read_as_the_standard_says() {
        let cases: [(&[u8], Option<&[u8]>); 8] = [
            (b"text/html; charset=utf-8", Some(b"utf-8")),
            (b"text/html; CharSet = 'koi8-r' ; x", Some(b"koi8-r")),
            (b"charset charset=big5;q", Some(b"big5")),
            (b"charset=\"big5", None),
            (b"text/html", None),
            (b"charset", None),
            (b"charset=", Some(b"")),
            (b"", None),
        ];
        for (content, label) in cases {
            assert_eq!(charset_in_content(content), label, "{}", content.escape_ascii());
        }
    }

    #[test]
    fn xml_declarations_are_read() {
        let name = |text: &[u8]| xml_encoding(text).map(|encoding| encoding.name());
        assert_eq!(name(b"xml version='1.0' encoding = 'koi8-r'?"), Some("KOI8-R"));
        assert_eq!(name(b"xml encoding=\"UTF-16\"?"), Some("UTF-8"));
        assert_eq!(name(b"xml encoding=koi8-r?"), None);
        assert_eq!(name(b"php encoding='koi8-r'"), None);
    }
}
