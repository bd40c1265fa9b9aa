//! Cutting the texts of tables.
//!
//! The library's search for a character is made for long texts: at each call it costs more than the
//! fields of a table are long. It was a tenth of the instructions of a command's run on one page
//! (callgrind, a page of 321 kB).

use memchr::memchr_iter;

/// The text before the first `byte` of ASCII, and that behind it.
pub(crate) fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

/// The pieces of a text between bytes of ASCII: one more than there are such bytes.
pub(crate) fn pieces(text: &str, byte: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (piece, behind) = cut(text, byte).map_or((text, None), |(piece, it)| (piece, Some(it)));
        rest = behind;
        Some(piece)
    })
}

/// The lines of a text, without the line feeds; the text behind the last one too, if there is any.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let lines = ends.map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        (line, end)
    });
    lines.filter(move |(line, end)| !line.is_empty() || *end < text.len()).map(|(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_as_the_library_has_them() {
        for text in ["", "a", "a b", " a  b ", "ä ö\n", "a\nb", "\n", "a\n\nb\n"] {
            assert!(pieces(text, b' ').eq(text.split(' ')), "{text:?}");
            assert!(lines(text).eq(text.lines()), "{text:?}");
            assert_eq!(cut(text, b' '), text.split_once(' '), "{text:?}");
        }
    }
}
