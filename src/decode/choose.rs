//! The choice of an encoding from evidence that has been gathered.

use super::engine::{bad_length, cut_length};
use super::opening::{self, Opening};
use super::{EncodingSource, Markup};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Valid multi-byte sequences for each bad one from which bytes count as damaged UTF-8.
///
/// Of 2,619 pages that were encoded anew in 14 legacy encodings, EUC-KR came nearest with 0.9
/// (EUC-JP and Shift_JIS 0.7, GBK 0.7, Big5 0.2, one-byte encodings 0.1; one page of mojibake made
/// 1.9). Real UTF-8 pages with lost bytes (cut teasers, a pasted comment) have 25 to 500.
const VALID_FOR_EACH_BAD: usize = 10;

/// The same where UTF-8 is declared, which is evidence of its own.
const VALID_FOR_EACH_BAD_IF_DECLARED: usize = 2;

/// Characters for each bad sequence from which bytes are taken for what a label of several bytes a character says.
///
/// Of 200 pages that were encoded anew with a byte a character, most have 2 to 5 in these encodings, German ones in
/// GBK 8: a letter beyond ASCII and a blank are no character there. Pages that are what they say have lost a byte in
/// hundreds.
const CHARACTERS_FOR_EACH_BAD: usize = 8;

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
            let contradicted = opening::contradicts_utf16(head, markup);
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

/// Bytes that have to be there before a document whose first ones show nothing is started.
pub(super) fn wanted(http: Option<&'static Encoding>, markup: Markup) -> usize {
    match markup {
        Markup::None if http.is_some_and(is_utf16) => opening::TELLING_TEXT_LEN,
        _ => 0,
    }
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
    let count = Count::of_utf8(window.bytes());
    if count.valid > 0 && count.outweighs(VALID_FOR_EACH_BAD) {
        return (UTF_8, EncodingSource::Content);
    }
    let labels = [(http, EncodingSource::Http), (meta, EncodingSource::Meta)];
    labels
        .into_iter()
        .filter_map(|(encoding, source)| Some((encoding?, source)))
        .find(|&(encoding, _)| !contradicted(encoding, count, window.bytes()))
        .unwrap_or_else(|| (detect(window, before), EncodingSource::Detected))
}

/// UTF-16 and ISO-2022-JP would have been settled before a byte >= 0x80 came after ASCII.
fn contradicted(encoding: &'static Encoding, in_utf8: Count, window: &[u8]) -> bool {
    if encoding == UTF_8 {
        return !in_utf8.without_halves().outweighs(VALID_FOR_EACH_BAD_IF_DECLARED);
    }
    if encoding.is_single_byte() {
        return false;
    }
    !encoding.is_ascii_compatible()
        || !Count::of(window, encoding).outweighs(CHARACTERS_FOR_EACH_BAD)
}

fn detect(window: Window<'_>, before: &Before) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(before.bytes(), false);
    detector.feed(window.bytes(), matches!(window, Window::Ended(_)));
    detector.guess(None, Utf8Detection::Deny)
}

/// How much of the window is in an encoding. A character that the window's end cuts counts for
/// neither side, so that `caf\xE9` alone is not taken for the start of a Chinese character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    /// Characters beyond ASCII.
    valid: usize,
    bad: usize,
    /// Those of the bad sequences that are a character up to a byte that lacks: two bytes at least.
    halves: usize,
}

impl Count {
    fn of_utf8(window: &[u8]) -> Self {
        let mut count = Self::default();
        let mut rest = &window[..window.len() - cut_length(window)];
        while !rest.is_empty() {
            let (valid, after) = rest.split_at(Encoding::utf8_valid_up_to(rest));
            count.valid += characters(valid);
            let bad = bad_length(after);
            count.bad += usize::from(bad > 0);
            count.halves += usize::from(bad > 1);
            rest = &after[bad..];
        }
        count
    }

    fn of(mut window: &[u8], encoding: &'static Encoding) -> Self {
        let mut count = Self::default();
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = [0; 1024];
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(window, &mut text, false);
            count.valid += characters(&text[..written]);
            window = &window[read..];
            match result {
                DecoderResult::InputEmpty => return count,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => count.bad += 1,
            }
        }
    }

    /// Of a text that was cut somewhere between its bytes, halves of characters are to be expected, as teasers and
    /// fields of databases have them; beside whole ones, since other encodings have as many by chance.
    fn without_halves(self) -> Self {
        Self { bad: self.bad - self.halves.min(self.valid), ..self }
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
    use super::{Before, Count, characters};
    use encoding_rs::{EUC_KR, GBK};

    #[test]
    fn long_runs_are_counted() {
        assert_eq!(characters("é中".repeat(1000).as_bytes()), 2000);
    }

    #[test]
    fn sequences_are_counted() {
        let count = |bytes| {
            let count = Count::of_utf8(bytes);
            (count.valid, count.bad)
        };
        assert_eq!(count("é中😀a".as_bytes()), (3, 0));
        assert_eq!(count(b"\xC3\xA9\xE9 \xE9\x80 \xFF\xFF"), (1, 4));
        assert_eq!(count(b"\xC3\xA9\xE4\xB8"), (1, 0));
        assert_eq!(count(b"\xE9"), (0, 0));
    }

    #[test]
    fn sequences_of_other_encodings_are_counted() {
        let count = |bytes, encoding| {
            let count = Count::of(bytes, encoding);
            (count.valid, count.bad)
        };
        assert_eq!(count(b"a\xD6\xD0\xCE\xC4 \xD6 \xFF\xD6", GBK), (2, 2));
        assert_eq!(count(&b"\xC7\xD1".repeat(5000), EUC_KR), (5000, 0));
    }

    #[test]
    fn halves_count_beside_whole_characters() {
        let bad = |bytes| Count::of_utf8(bytes).without_halves().bad;
        assert_eq!(bad(b"\xE2\x80\x94 \xE2\x80. \xE2\x80. \xE2."), 2);
        assert_eq!(bad(b"\xE2\x80. \xFF"), 2);
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
