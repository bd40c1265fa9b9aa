//! The choice of an encoding from evidence that has been gathered.

use super::engine::{bad_length, cut_length};
use super::opening::{self, Opening};
use super::{EncodingSource, Markup};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Valid multi-byte sequences for each bad one from which bytes count as damaged UTF-8.
///
/// Of 2,619 pages that were encoded anew in 14 legacy encodings, EUC-KR came nearest with 0.9
/// (EUC-JP and Shift_JIS 0.7, GBK 0.7, Big5 0.2, one-byte encodings 0.1; one page of mojibake made
/// 1.9). Real UTF-8 pages with lost bytes (cut teasers, a pasted comment) have 25 to 500.
const VALID_FOR_EACH_BAD: usize = 10;

/// The same where UTF-8 is declared, which is evidence of its own.
const VALID_FOR_EACH_BAD_IF_DECLARED: usize = 2;

type Choice = (&'static Encoding, EncodingSource);

/// What the first bytes lead to.
pub(super) struct Start {
    /// Bytes of a mark, which are no part of the text.
    pub(super) skip: usize,
    pub(super) settled: Option<Choice>,
}

/// Settles what can be settled from the first bytes.
pub(super) fn at_opening(
    opening: Opening,
    head: &[u8],
    forced: Option<&'static Encoding>,
    http: Option<&'static Encoding>,
    markup: Markup,
) -> Start {
    if let Some(forced) = forced {
        return at_forced(opening, forced);
    }
    let (skip, settled) = match (opening, http) {
        (Opening::Mark(encoding, length), _) => (length, Some((encoding, EncodingSource::Bom))),
        (Opening::Utf16(encoding), _) => (0, Some((encoding, EncodingSource::Content))),
        (Opening::Plain, Some(http)) if is_utf16(http) => {
            let contradicted = markup == Markup::Html && opening::contradicts_utf16(head);
            (0, (!contradicted).then_some((http, EncodingSource::Http)))
        }
        (Opening::Plain, _) => (0, None),
    };
    Start { skip, settled }
}

/// A forced encoding stands, with two courtesies: the UTF-8 mark is dropped, since it is text in no
/// encoding, and "utf-16" means the byte order that the mark tells. Under a one-byte encoding
/// the bytes of the UTF-16 marks can be letters and stay.
fn at_forced(opening: Opening, forced: &'static Encoding) -> Start {
    let (skip, settled) = match opening {
        Opening::Mark(marked, length) if marked == UTF_8 || marked == forced => {
            (length, (forced, EncodingSource::Override))
        }
        Opening::Mark(marked, length) if is_utf16(forced) => {
            (length, (marked, EncodingSource::Bom))
        }
        _ => (0, (forced, EncodingSource::Override)),
    };
    Start { skip, settled: Some(settled) }
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The bytes from the first one >= 0x80 on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Window<'a> {
    /// The input goes on.
    Full(&'a [u8]),
    /// The input ends with the window.
    Ended(&'a [u8]),
}

impl<'a> Window<'a> {
    pub(super) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Full(bytes) | Self::Ended(bytes) => bytes,
        }
    }
}

/// The two bytes before the window: chardetng reads the first character of the window
/// differently after a letter, a digit or a space.
#[derive(Debug, Default)]
pub(super) struct Before {
    bytes: [u8; 2],
    len: usize,
}

impl Before {
    pub(super) fn remember(&mut self, ascii: &[u8]) {
        for &byte in &ascii[ascii.len().saturating_sub(2)..] {
            if self.len == 2 {
                self.bytes[0] = self.bytes[1];
                self.len = 1;
            }
            self.bytes[self.len] = byte;
            self.len += 1;
        }
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Chooses by the window and the labels.
pub(super) fn by_content(
    window: Window<'_>,
    before: &Before,
    http: Option<&'static Encoding>,
    meta: Option<&'static Encoding>,
) -> Choice {
    let count = Utf8Count::of(window.bytes());
    if count.valid > 0 && count.outweighs(VALID_FOR_EACH_BAD) {
        return (UTF_8, EncodingSource::Content);
    }
    let labels = [(http, EncodingSource::Http), (meta, EncodingSource::Meta)];
    labels
        .into_iter()
        .filter_map(|(encoding, source)| Some((encoding?, source)))
        .find(|&(encoding, _)| !contradicted(encoding, count))
        .unwrap_or_else(|| (detect(window, before), EncodingSource::Detected))
}

/// UTF-16 and ISO-2022-JP would have been settled before a byte >= 0x80 came after ASCII.
fn contradicted(encoding: &'static Encoding, count: Utf8Count) -> bool {
    if encoding == UTF_8 {
        return !count.outweighs(VALID_FOR_EACH_BAD_IF_DECLARED);
    }
    !encoding.is_ascii_compatible()
}

fn detect(window: Window<'_>, before: &Before) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(before.bytes(), false);
    detector.feed(window.bytes(), matches!(window, Window::Ended(_)));
    detector.guess(None, Utf8Detection::Deny)
}

/// How much of the window is UTF-8. A character that the window's end cuts counts for
/// neither side, so that `caf\xE9` alone is not taken for the start of a Chinese character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Utf8Count {
    valid: usize,
    bad: usize,
}

impl Utf8Count {
    fn of(window: &[u8]) -> Self {
        let mut count = Self { valid: 0, bad: 0 };
        let mut rest = &window[..window.len() - cut_length(window)];
        while !rest.is_empty() {
            let (valid, after) = rest.split_at(Encoding::utf8_valid_up_to(rest));
            count.valid += characters(valid);
            let bad = bad_length(after);
            count.bad += usize::from(bad > 0);
            rest = &after[bad..];
        }
        count
    }

    fn outweighs(self, valid_for_each_bad: usize) -> bool {
        self.valid >= self.bad * valid_for_each_bad
    }
}

/// The characters beyond ASCII in UTF-8, by their first bytes.
fn characters(valid: &[u8]) -> usize {
    /// So many are counted in a byte, 16 counts side by side.
    const MAX_COUNT: usize = u8::MAX as usize;
    let first = |byte: &u8| u8::from(*byte >= 0xC0);
    let counts = valid.chunks(MAX_COUNT).map(|bytes| bytes.iter().map(first).sum::<u8>());
    counts.map(usize::from).sum()
}

#[cfg(test)]
mod tests {
    use super::{Before, Utf8Count, characters};

    #[test]
    fn long_runs_are_counted() {
        assert_eq!(characters("é中".repeat(1000).as_bytes()), 2000);
    }

    #[test]
    fn sequences_are_counted() {
        let count = |bytes| {
            let count = Utf8Count::of(bytes);
            (count.valid, count.bad)
        };
        assert_eq!(count("é中😀a".as_bytes()), (3, 0));
        assert_eq!(count(b"\xC3\xA9\xE9 \xE9\x80 \xFF\xFF"), (1, 4));
        assert_eq!(count(b"\xC3\xA9\xE4\xB8"), (1, 0));
        assert_eq!(count(b"\xE9"), (0, 0));
    }

    #[test]
    fn the_last_two_bytes_are_remembered_across_chunks() {
        let mut before = Before::default();
        assert_eq!(before.bytes(), b"");
        for (chunk, expected) in [("a", "a"), ("", "a"), ("b", "ab"), ("c", "bc"), ("defg", "fg")] {
            before.remember(chunk.as_bytes());
            assert_eq!(before.bytes(), expected.as_bytes());
        }
    }
}
