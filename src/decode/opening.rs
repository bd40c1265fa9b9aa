//! The first bytes of a document: a byte order mark, or UTF-16 that has none.

use super::Markup;
use super::engine::cut_length;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes of text that must alternate with zero bytes before they count as UTF-16: four characters.
///
/// `<!do`, `<htm`, `<?xm` and any plain text in Latin letters show it. Fewer would take in
/// binary files and NUL-separated lists; a UTF-16 document that starts with other letters
/// needs a mark or a label.
pub(super) const LONGEST: usize = 8;

/// Bytes of a text that tell whether it is UTF-16, as HTTP says: in most scripts eight would do, but a fifth of the
/// Chinese characters are two bytes of printable ASCII.
pub(super) const TELLING_TEXT_LEN: usize = 64;

const MARKS: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFE\xFF", b"\xFF\xFE"];

/// What the first bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A byte order mark of this encoding and length.
    Mark(&'static Encoding, usize),
    /// UTF-16 without a mark.
    Utf16(&'static Encoding),
    Plain,
}

/// Reads the bytes so far; `None` asks for one more, and never does at [`LONGEST`].
pub(super) fn read(head: &[u8]) -> Option<Opening> {
    let could_be_mark = MARKS.iter().any(|mark| mark.len() > head.len() && mark.starts_with(head));
    let could_be_utf16 = head.len() < LONGEST && utf16_pattern(head).is_some();
    if could_be_mark || could_be_utf16 {
        return None;
    }
    Some(read_ended(head))
}

/// Reads the bytes of a document that ends here.
pub(super) fn read_ended(head: &[u8]) -> Opening {
    if let Some((encoding, length)) = Encoding::for_bom(head) {
        return Opening::Mark(encoding, length);
    }
    match utf16_pattern(head) {
        Some(encoding) if head.len() >= LONGEST => Opening::Utf16(encoding),
        _ => Opening::Plain,
    }
}

/// Whether a document begins as UTF-16, or has a mark of any encoding.
pub(crate) fn shows_utf_16(bytes: &[u8]) -> bool {
    !matches!(read_ended(&bytes[..bytes.len().min(LONGEST)]), Opening::Plain)
}

/// Whether ASCII text alternates with zero bytes, as far as it goes.
fn utf16_pattern(head: &[u8]) -> Option<&'static Encoding> {
    let alternates = |text_at: usize| {
        head.iter().enumerate().all(
            |(at, &byte)| {
                if at % 2 == text_at { is_text(byte) } else { byte == 0 }
            },
        )
    };
    match (alternates(0), alternates(1)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a document declared as UTF-16 starts as it cannot in UTF-16: markup with two ASCII characters, as `<` and
/// white space have a zero byte beside them; a text with four characters that are UTF-8 without a control character.
pub(super) fn contradicts_utf16(head: &[u8], markup: Markup) -> bool {
    match markup {
        Markup::Html => head.iter().take(2).all(|&byte| is_text(byte)),
        Markup::None => {
            let head = &head[..head.len() - cut_length(head)];
            let is_utf8 = std::str::from_utf8(head).is_ok();
            head.len() >= LONGEST && is_utf8 && head.iter().all(|&b| is_text(b) || b >= 0x80)
        }
    }
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

#[cfg(test)]
mod tests {
    use super::{Opening, read, read_ended};
    use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

    #[test]
    fn marks_are_read_as_soon_as_they_are_whole() {
        assert_eq!(read(b"\xEF\xBB"), None);
        assert_eq!(read(b"\xEF\xBB\xBF"), Some(Opening::Mark(UTF_8, 3)));
        assert_eq!(read(b"\xFE\xFF"), Some(Opening::Mark(UTF_16BE, 2)));
        assert_eq!(read(b"\xFF\xFE"), Some(Opening::Mark(UTF_16LE, 2)));
        assert_eq!(read_ended(b"\xEF\xBB"), Opening::Plain);
    }

    #[test]
    fn two_bytes_of_ascii_are_enough_to_pass_on() {
        assert_eq!(read(b"<"), None);
        assert_eq!(read(b"<h"), Some(Opening::Plain));
    }

    #[test]
    fn utf16_needs_four_characters() {
        assert_eq!(read(b"<\0!\0d\0o"), None);
        assert_eq!(read(b"<\0!\0d\0o\0"), Some(Opening::Utf16(UTF_16LE)));
        assert_eq!(read(b"\0<\0!\0d\0o"), Some(Opening::Utf16(UTF_16BE)));
        assert_eq!(read_ended(b"<\0!\0"), Opening::Plain);
        assert_eq!(read(b"\0\0"), Some(Opening::Plain));
    }
}
