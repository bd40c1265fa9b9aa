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

/// Bits of the filter, as a power of two: 8 kB, which stay in the nearest cache, and few of them set.
const FILTER_BITS: u32 = 16;

/// A set of folded phrases that begin where a word does.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// The phrases, one behind the other.
    text: String,
    /// By slot, and of one slot the shorter first: where a phrase is in `text`, and its number.
    phrases: Vec<(Range<u32>, u32)>,
    /// Where the phrases of each slot begin in `phrases`, and where the last ones end.
    slots: Vec<u32>,
    /// Bits of the keys that are there: most words begin with none, and a slot costs a look far away.
    filter: Vec<u64>,
    /// Of each byte, whether it is a [`LETTER`], and the lengths of the keys that begin with it: a bit
    /// each.
    bytes: [u8; 256],
}

impl WordIndex {
    /// Takes phrases, which are not empty, with their numbers.
    pub(super) fn new(phrases: &[(&str, u32)]) -> WordIndex {
        let count = 2 * phrases.len();
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let mut index = WordIndex {
            text: String::with_capacity(phrases.iter().map(|(phrase, _)| phrase.len()).sum()),
            phrases: vec![(0..0, 0); phrases.len()],
            slots: vec![0; count + 1],
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            bytes: std::array::from_fn(|byte| if is_letter(byte as u8) { LETTER } else { 0 }),
        };
        let hashes: Vec<u32> = phrases.iter().map(|(phrase, _)| index.enter(phrase)).collect();
        // Sorting by counting: where each slot ends, then each phrase from there downwards.
        for hash in &hashes {
            index.slots[slot(*hash, count)] += 1;
        }
        let mut end = 0;
        for slot in &mut index.slots {
            end += *slot;
            *slot = end;
        }
        for ((phrase, number), hash) in phrases.iter().zip(&hashes).rev() {
            let start = index.text.len() as u32;
            index.text.push_str(phrase);
            let at = &mut index.slots[slot(*hash, count)];
            *at -= 1;
            index.phrases[*at as usize] = (start..index.text.len() as u32, *number);
        }
        for slot in 0..count {
            let (first, end) = (index.slots[slot] as usize, index.slots[slot + 1] as usize);
            index.phrases[first..end].sort_by_key(|(range, _)| range.len());
        }
        index
    }

    /// Enters a phrase's key; its hash.
    fn enter(&mut self, phrase: &str) -> u32 {
        let len = phrase.len().min(MAX_KEY_LEN);
        self.bytes[usize::from(phrase.as_bytes()[0])] |= 1 << len;
        let hash = hash(beginning(phrase.as_bytes()), len);
        let (word, bit) = filter_bit(hash);
        self.filter[word] |= bit;
        hash
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
        let key = beginning(rest);
        for len in (1..=MAX_KEY_LEN).filter(|len| lens >> len & 1 == 1) {
            let hash = hash(key, len);
            let (word, bit) = filter_bit(hash);
            if self.filter[word] & bit != 0 {
                self.find_in_slot(text, at, (hash, len), found);
            }
        }
    }

    /// The phrases of a slot that begin at a place.
    fn find_in_slot(
        &self,
        text: &str,
        at: usize,
        (hash, key_len): (u32, usize),
        found: &mut impl FnMut(u32, Range<usize>),
    ) {
        let rest = &text.as_bytes()[at..];
        let slot = slot(hash, self.slots.len() - 1);
        let (first, end) = (self.slots[slot] as usize, self.slots[slot + 1] as usize);
        for (range, number) in &self.phrases[first..end] {
            let phrase = &self.text.as_bytes()[range.start as usize..range.end as usize];
            let is_key = phrase.len().min(MAX_KEY_LEN) == key_len;
            if is_key && rest.starts_with(phrase) && begins_word(text, at) {
                found(*number, at..at + phrase.len());
            }
        }
    }
}

/// The first [`MAX_KEY_LEN`] bytes, the first of them lowest; behind the end stands NUL.
fn beginning(bytes: &[u8]) -> u32 {
    match bytes.first_chunk() {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => bytes.iter().rev().fold(0, |key, byte| key << 8 | u32::from(*byte)),
    }
}

/// The hash of the first `len` bytes of a beginning (Fibonacci hashing: Knuth, The Art of Computer
/// Programming 3, § 6.4).
fn hash(beginning: u32, len: usize) -> u32 {
    const GOLDEN: u32 = 0x9E37_79B9;
    let unused = 8 * (MAX_KEY_LEN - len);
    (beginning << unused >> unused).wrapping_mul(GOLDEN)
}

/// The slot of a hash among `count`: by its high bits, to which all bytes contribute.
fn slot(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

/// Where the filter has the bit of a hash.
fn filter_bit(hash: u32) -> (usize, u64) {
    let bit = hash >> (32 - FILTER_BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}
