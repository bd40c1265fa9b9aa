//! The words of a text: runs of letters, digits and `_`, read in one pass with their hashes.

use crate::hash::{GOLDEN, SMALL_AS_ASCII, WordHash, first_bytes, word_hash};
use crate::letters::{is_joiner, is_small, is_word_part};

/// What a word is made of.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    /// Hash of its lower-cased characters.
    pub(crate) hash: u64,
    /// Its characters.
    pub(crate) len: u32,
    pub(crate) is_capitalised: bool,
}

/// ASCII characters of a word by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) all: u32,
    pub(crate) lower: u32,
    pub(crate) upper: u32,
    pub(crate) digits: u32,
}

/// One in each byte, and the highest bit of each.
const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// The highest bit of each of eight bytes that is from `first` to `last`, which are ASCII: a subtraction that
/// borrows from no other byte (Lamport, "Multiple byte processing with full-word instructions", CACM 18, 1975).
fn within(bytes: u64, first: u8, last: u8) -> u64 {
    let high = bytes | HIGH;
    let from = high - ONES * u64::from(first);
    let behind = high - ONES * u64::from(last + 1);
    from & !behind & !bytes & HIGH
}

/// Whether a text has a digit of ASCII.
pub(crate) fn has_ascii_digits(text: &[u8]) -> bool {
    let has_one = |eight: u64| within(eight, b'0', b'9') != 0;
    let (chunks, rest) = text.as_chunks();
    chunks.iter().any(|chunk| has_one(u64::from_le_bytes(*chunk))) || has_one(first_bytes(rest))
}

/// How many of eight bytes have their highest bit here.
fn count(high: u64) -> u32 {
    ((high >> 7).wrapping_mul(ONES) >> 56) as u32
}

/// Reads the ASCII letters, digits and `_` that a text begins with, eight at a time.
#[inline]
fn read_ascii(bytes: &[u8], hash: &mut WordHash) -> Tally {
    let mut tally = Tally::default();
    loop {
        let eight = first_bytes(&bytes[tally.all as usize..]);
        let letters = within(eight | (ONES * u64::from(b' ')), b'a', b'z');
        let digits = within(eight, b'0', b'9');
        let others = !(letters | digits | within(eight, b'_', b'_')) & HIGH;
        let len = others.trailing_zeros() / u8::BITS;
        if len == 0 {
            return tally;
        }
        let inside = u64::MAX >> (u64::BITS - u8::BITS * len);
        // The bit that tells capitals, where the highest is.
        let capitals = letters & !(eight << 2) & inside;
        hash.add_ascii(eight & inside);
        tally.all += len;
        tally.upper += count(capitals);
        tally.lower += count(letters & !capitals & inside);
        tally.digits += count(digits & inside);
        if len < u64::BITS / u8::BITS {
            return tally;
        }
    }
}

/// Counts what is read beside the words.
pub(crate) trait Census {
    /// ASCII characters of a word.
    fn add_ascii(&mut self, _tally: Tally) {}
    /// A character beyond ASCII, of a word or not.
    fn add_wide(&mut self, _c: char) {}
    /// The byte at a place, an ASCII character that is in no word.
    fn add_mark(&mut self, _bytes: &[u8], _at: usize) {}
}

/// Whether an ASCII character is in no word.
fn is_mark(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_'
}

/// Counts nothing.
impl Census for () {}

/// The words of a text, one after the other.
pub(crate) struct WordReader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> WordReader<'t> {
    pub(crate) fn new(text: &'t str) -> WordReader<'t> {
        WordReader { text, at: 0 }
    }

    /// The next word; it and what stands before it are counted.
    #[inline]
    pub(crate) fn next(&mut self, census: &mut impl Census) -> Option<Word> {
        let bytes = self.text.as_bytes();
        loop {
            while let Some(byte) = bytes.get(self.at)
                && is_mark(*byte)
            {
                census.add_mark(bytes, self.at);
                self.at += 1;
            }
            let first = bytes.get(self.at)?;
            let mut hash = WordHash::NONE;
            let tally = read_ascii(&bytes[self.at..], &mut hash);
            let len = tally.all as usize;
            if bytes.get(self.at + len).is_none_or(u8::is_ascii) {
                census.add_ascii(tally);
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
            let tally = read_ascii(&bytes[self.at..], &mut hash);
            let ascii = tally.all as usize;
            if ascii > 0 {
                census.add_ascii(tally);
                is_capitalised |= len == 0 && byte.is_ascii_uppercase();
                len += ascii;
                self.at += ascii;
                end = self.at;
                continue;
            }
            let mut chars = self.text[self.at..].chars();
            let Some(c) = chars.next().filter(|c| !c.is_ascii()) else {
                break;
            };
            let mut goes_on = || is_joiner(c) && len > 0 && chars.next().is_some_and(is_word_part);
            let is_letter = is_word_part(c) || goes_on();
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
    let mut words = WordReader::new(text);
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

/// Whether two such characters count as a word: kana, CJK, Hangul and Thai. (Hangul has spaces, but its
/// words take particles and are few; Lao and Khmer are in no set that the model learned from.)
pub(crate) fn is_half_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{0E00}'..='\u{0E7F}')
}

/// Words up to a limit. Where words are not set apart by spaces two characters count as one.
pub(crate) fn count_words(text: &str, limit: usize) -> usize {
    let mut words = 0;
    for run in text.split_whitespace() {
        let unspaced = run.chars().filter(|c| is_half_word(*c)).count();
        words += 1.max(unspaced / 2);
        if words >= limit {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_characters_without_spaces_are_a_word() {
        assert_eq!(count_words("The ferry  lies\nin dock.", usize::MAX), 5);
        assert_eq!(count_words("渡船は金曜まで 休", usize::MAX), 4);
        assert_eq!(count_words("The ferry lies in dock.", 2), 2);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "It's 10\u{212A}m İ «ÖL_2» из 北京市, na\u{EF}ve—end Ünterschiedlichkeiten";
        let found: Vec<u64> = word_hashes(text).collect();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let expected: Vec<u64> = words.filter(|word| !word.is_empty()).map(word_hash).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_that_bind_letters_are_of_the_word() {
        for word in ["क्या", "की", "ক্ষুদ্র", "می\u{200C}شود"] {
            let text = format!("\u{200C}{word}\u{200C}, {word}");
            assert_eq!(word_hashes(&text).collect::<Vec<_>>(), [word_hash(word); 2], "{word}");
        }
    }

    #[test]
    fn case_makes_no_other_word() {
        let hashes = |text: &str| word_hashes(text).collect::<Vec<_>>();
        assert_eq!(hashes("ÜBERHOLSPUR A1_B"), hashes("überholspur a1_b"));
        assert_ne!(hashes("abcdefgh"), hashes("abcdefghi"));
    }

    #[test]
    fn characters_of_words_are_told_as_the_standard_library_does() {
        for byte in 0..=u8::MAX {
            let text = [b'x', byte, b'!', b' ', b' ', b' ', b' ', b' '];
            let mut hash = WordHash::NONE;
            let tally = read_ascii(&text, &mut hash);
            let expected = Tally {
                all: 1 + u32::from(byte.is_ascii_alphanumeric() || byte == b'_'),
                lower: 1 + u32::from(byte.is_ascii_lowercase()),
                upper: byte.is_ascii_uppercase().into(),
                digits: byte.is_ascii_digit().into(),
            };
            assert_eq!(tally, expected, "{byte}");
        }
    }

    #[test]
    fn a_word_has_no_end() {
        let text = "Ab1_".repeat(1000) + "C";
        let mut words = WordReader::new(&text);
        let word = words.next(&mut ()).expect("a word");
        assert_eq!((word.len as usize, word.hash), (text.len(), word_hash(&text)));
        assert!(words.next(&mut ()).is_none());
        let mut hash = WordHash::NONE;
        let tally = read_ascii(text.as_bytes(), &mut hash);
        assert_eq!(tally, Tally { all: 4001, lower: 1000, upper: 1001, digits: 1000 });
    }
}
