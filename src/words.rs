//! The words of a text: runs of letters, digits and `_`, read in one pass with their hashes.

use crate::hash::{GOLDEN, SMALL_AS_ASCII, WordHash, word_hash};
use crate::letters::{is_alphanumeric, is_small};

/// What a word is made of.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    /// Hash of its lower-cased characters.
    pub(crate) hash: u64,
    /// Its characters.
    pub(crate) len: u32,
    pub(crate) is_capitalised: bool,
}

/// For each byte one of its kind; nothing for what is in no word.
static OF: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => Tally::LOWER,
            b'A'..=b'Z' => Tally::UPPER,
            b'0'..=b'9' => Tally::DIGIT,
            b'_' => Tally::UNDERSCORE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// ASCII characters of words by kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally(u64);

impl Tally {
    const BITS: u32 = 16;
    /// Bytes that are tallied together, so that no count runs over; [`WordHash`] goes on behind a multiple
    /// of eight as if there were no end.
    const MAX_LEN: usize = 1 << 15;
    const LOWER: u64 = 1;
    const UPPER: u64 = 1 << Self::BITS;
    const DIGIT: u64 = 1 << (2 * Self::BITS);
    const UNDERSCORE: u64 = 1 << (3 * Self::BITS);

    /// Of the bytes of a word that a text begins with, and how many they are.
    #[inline]
    fn of(bytes: &[u8]) -> (Tally, usize) {
        let (mut tally, mut len) = (0, 0);
        for byte in &bytes[..bytes.len().min(Self::MAX_LEN)] {
            let one = OF[usize::from(*byte)];
            if one == 0 {
                break;
            }
            tally += one;
            len += 1;
        }
        (Tally(tally), len)
    }

    fn count(self, one: u64) -> u32 {
        (self.0 / one) as u32 & ((1 << Self::BITS) - 1)
    }

    pub(crate) fn lower(self) -> u32 {
        self.count(Self::LOWER)
    }

    pub(crate) fn upper(self) -> u32 {
        self.count(Self::UPPER)
    }

    pub(crate) fn digits(self) -> u32 {
        self.count(Self::DIGIT)
    }
}

/// Counts what is read beside the words.
pub(crate) trait Census {
    /// So many ASCII characters of a word.
    fn add_ascii(&mut self, _tally: Tally, _len: usize) {}
    /// A character beyond ASCII, of a word or not.
    fn add_wide(&mut self, _c: char) {}
    /// The byte at a place, an ASCII character that is in no word.
    fn add_mark(&mut self, _bytes: &[u8], _at: usize) {}
}

/// Counts nothing.
impl Census for () {}

/// The words of a text, one after the other.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    pub(crate) fn new(text: &'t str) -> Words<'t> {
        Words { text, at: 0 }
    }

    /// The next word; it and what stands before it are counted.
    #[inline]
    pub(crate) fn next(&mut self, census: &mut impl Census) -> Option<Word> {
        let bytes = self.text.as_bytes();
        loop {
            while let Some(byte) = bytes.get(self.at)
                && byte.is_ascii()
                && OF[usize::from(*byte)] == 0
            {
                census.add_mark(bytes, self.at);
                self.at += 1;
            }
            let first = bytes.get(self.at)?;
            let (tally, len) = Tally::of(&bytes[self.at..]);
            if len < Tally::MAX_LEN && bytes.get(self.at + len).is_none_or(u8::is_ascii) {
                let mut hash = WordHash::NONE;
                hash.add_ascii(&bytes[self.at..], len);
                census.add_ascii(tally, len);
                self.at += len;
                let is_capitalised = first.is_ascii_uppercase();
                return Some(Word { hash: hash.finish(), len: len as u32, is_capitalised });
            }
            if let Some(word) = self.next_wide(census) {
                return Some(word);
            }
        }
    }

    /// The word here, with letters beyond ASCII in it; none if what stands here is a mark, which is counted.
    fn next_wide(&mut self, census: &mut impl Census) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let (mut hash, mut len, mut is_capitalised) = (WordHash::NONE, 0, false);
        let (start, mut end, mut is_small_as_ascii) = (self.at, self.at, false);
        while let Some(byte) = bytes.get(self.at) {
            let (tally, ascii) = Tally::of(&bytes[self.at..]);
            if ascii > 0 {
                census.add_ascii(tally, ascii);
                hash.add_ascii(&bytes[self.at..], ascii);
                is_capitalised |= len == 0 && byte.is_ascii_uppercase();
                len += ascii;
                self.at += ascii;
                end = self.at;
                continue;
            }
            let Some(c) = self.text[self.at..].chars().next().filter(|c| !c.is_ascii()) else {
                break;
            };
            let is_letter = is_alphanumeric(c);
            if is_letter {
                hash.add_wide(c);
                if !is_small(c) {
                    is_capitalised |= len == 0 && c.is_uppercase();
                    is_small_as_ascii |= SMALL_AS_ASCII.contains(&c);
                }
                len += 1;
            }
            census.add_wide(c);
            self.at += c.len_utf8();
            if !is_letter {
                break;
            }
            end = self.at;
        }
        let hash =
            if is_small_as_ascii { word_hash(&self.text[start..end]) } else { hash.finish() };
        (len > 0).then_some(Word { hash, len: len as u32, is_capitalised })
    }
}

/// The hashes of the words of a text, each what [`crate::hash::word_hash`] has for the word.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    let mut words = Words::new(text);
    std::iter::from_fn(move || words.next(&mut ()).map(|word| word.hash))
}

/// Three words in a row: fewer stand anywhere by chance, more miss what was edited.
pub(crate) fn shingle([first, second, third]: [u64; 3]) -> u64 {
    // Turned, so that the order counts; words are hashes already.
    (first.rotate_left(42) ^ second.rotate_left(21) ^ third).wrapping_mul(GOLDEN)
}

/// The hashes of all three words in a row of a text.
pub(crate) fn shingles(text: &str) -> impl Iterator<Item = u64> {
    let mut words = word_hashes(text);
    let mut last = [words.next().unwrap_or(0), words.next().unwrap_or(0)];
    words.map(move |word| {
        let three = [last[0], last[1], word];
        last = [last[1], word];
        shingle(three)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "It's 10\u{212A}m İ «ÖL_2» из 北京市, na\u{EF}ve—end Ünterschiedlichkeiten";
        let found: Vec<u64> = word_hashes(text).collect();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let expected: Vec<u64> = words.filter(|word| !word.is_empty()).map(word_hash).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn case_makes_no_other_word() {
        let hashes = |text: &str| word_hashes(text).collect::<Vec<_>>();
        assert_eq!(hashes("ÜBERHOLSPUR A1_B"), hashes("überholspur a1_b"));
        assert_ne!(hashes("abcdefgh"), hashes("abcdefghi"));
    }

    #[test]
    fn a_word_has_no_end() {
        let text = "x".repeat(2 * Tally::MAX_LEN + 3);
        let mut words = Words::new(&text);
        let word = words.next(&mut ()).expect("a word");
        assert_eq!((word.len as usize, word.hash), (text.len(), word_hash(&text)));
        assert!(words.next(&mut ()).is_none());
    }
}
