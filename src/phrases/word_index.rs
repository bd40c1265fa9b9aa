//! Finds phrases where words begin: a table by their first bytes, which is asked once a word.
//!
//! An automaton reads every byte and stops at each word that only begins like a phrase, and takes
//! long to build, which counts for a command that reads one page.

use std::ops::Range;

use super::boundary::begins_word;

/// The first bytes of a phrase that the table is ordered by; a shorter one has fewer.
const MAX_KEY_LEN: usize = 4;
/// Marks ASCII letters and digits: two of them are of one word. Others are looked at as characters.
const LETTER: u8 = 1;

/// A set of folded phrases that begin where a word does.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// The phrases, one behind the other.
    text: String,
    /// By slot, and sorted in each: where a phrase is in `text`, and its number.
    phrases: Vec<(Range<u32>, u32)>,
    /// Where the phrases of each slot begin in `phrases`, and where the last ones end.
    slots: Vec<u32>,
    /// Of each byte, whether it is a [`LETTER`], and the lengths of the keys that begin with it: a bit
    /// each.
    bytes: [u8; 256],
}

impl WordIndex {
    /// Takes phrases, which are sorted and not empty, with their numbers.
    pub(super) fn new(sorted: &[(&str, u32)]) -> WordIndex {
        let count = (2 * sorted.len()).next_power_of_two();
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let mut bytes: [u8; 256] =
            std::array::from_fn(|byte| if is_letter(byte as u8) { LETTER } else { 0 });
        let mut by_slot: Vec<(usize, &str, u32)> = Vec::with_capacity(sorted.len());
        for (phrase, number) in sorted {
            let len = phrase.len().min(MAX_KEY_LEN);
            bytes[usize::from(phrase.as_bytes()[0])] |= 1 << len;
            by_slot.push((slot(key(phrase.as_bytes(), len), count), phrase, *number));
        }
        by_slot.sort_by_key(|(slot, ..)| *slot);
        let mut index = WordIndex {
            text: String::with_capacity(sorted.iter().map(|(phrase, _)| phrase.len()).sum()),
            phrases: Vec::with_capacity(sorted.len()),
            slots: vec![0; count + 1],
            bytes,
        };
        for (slot, phrase, number) in by_slot {
            let start = index.text.len() as u32;
            index.text.push_str(phrase);
            index.phrases.push((start..index.text.len() as u32, number));
            index.slots[slot + 1] = index.phrases.len() as u32;
        }
        for slot in 1..index.slots.len() {
            index.slots[slot] = index.slots[slot].max(index.slots[slot - 1]);
        }
        index
    }

    /// Calls `found` with the number and place of each phrase in `text`, in the order of their
    /// beginnings, and of those with one beginning the shorter first.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) {
        let mut before = 0;
        for (at, byte) in text.bytes().enumerate() {
            let this = self.bytes[usize::from(byte)];
            let is_inside = this & before & LETTER != 0;
            before = this;
            if this & !LETTER != 0 && !is_inside {
                self.find_at(text, at, this, &mut found);
            }
        }
    }

    /// The phrases that begin at a place.
    fn find_at(&self, text: &str, at: usize, lens: u8, found: &mut impl FnMut(u32, Range<usize>)) {
        let rest = &text.as_bytes()[at..];
        let has_len = |len: &usize| lens >> len & 1 == 1;
        for len in (1..=MAX_KEY_LEN.min(rest.len())).filter(has_len) {
            let slot = slot(key(rest, len), self.slots.len() - 1);
            let (first, end) = (self.slots[slot] as usize, self.slots[slot + 1] as usize);
            for (range, number) in &self.phrases[first..end] {
                let phrase = &self.text.as_bytes()[range.start as usize..range.end as usize];
                let is_key = phrase.len().min(MAX_KEY_LEN) == len;
                if is_key && rest.starts_with(phrase) && begins_word(text, at) {
                    found(*number, at..at + phrase.len());
                }
            }
        }
    }
}

/// The first `len` bytes as a number.
fn key(bytes: &[u8], len: usize) -> u32 {
    bytes[..len].iter().fold(0, |key, byte| key << 8 | u32::from(*byte))
}

/// The slot of a key among `count`, a power of two (Fibonacci hashing: Knuth, The Art of Computer
/// Programming 3, § 6.4).
fn slot(key: u32, count: usize) -> usize {
    const GOLDEN: u32 = 0x9E37_79B9;
    (key.wrapping_mul(GOLDEN) >> 8) as usize & (count - 1)
}
