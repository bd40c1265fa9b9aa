//! Finds phrases where words begin: a table by their first bytes, which is asked once a word.
//!
//! An automaton reads every byte and stops at each word that only begins like a phrase, and takes
//! long to build, which counts for a command that reads one page.

use std::iter;
use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

use super::boundary::begins_word;
use crate::hash::{GOLDEN, first_bytes};

/// The longest key, in bytes, which are compared as one number: a long phrase has its first bytes as its key.
/// With fewer, hundreds would have one ("the ", "subs").
const LONG_KEY_LEN: usize = size_of::<u64>();
/// Shorter phrases have so many of their first bytes as their key, or all: each length of key is looked up at
/// each word.
const SHORT_KEY_LEN: usize = 4;
/// The lengths of keys, by the bits of [`WordIndex::key_lens`].
const KEY_LENS: [usize; 5] = [1, 2, 3, SHORT_KEY_LEN, LONG_KEY_LEN];

/// Values of [`opening`].
const OPENINGS: usize = 1 << 12;
/// Words of the filter, as a power of two: 16 kB, half of the nearest cache. Half as many take as long, as more keys pass.
const FILTER_WORDS: u32 = 11;

/// Questions that are answered together: about as many reads of memory can be on their way.
const ASKED_AT_ONCE: usize = 16;

/// A set of folded phrases that begin where a word does.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// The phrases, one behind the other.
    text: String,
    /// By slot, and in it the shorter first.
    phrases: Vec<Entry>,
    /// Where the phrases of each slot begin in `phrases`, and where the last ones end.
    slots: Vec<u32>,
    /// Bits of the keys that are there: most words begin with none, and a slot costs a look far away.
    filter: Vec<u64>,
    /// By [`opening`], which of [`KEY_LENS`] are those of keys that begin so: a bit each.
    key_lens: Vec<u8>,
    /// The vectors that this processor has.
    level: Level,
}

/// A phrase of the table.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Its first bytes, as [`first_bytes`] gives them: all of a short one.
    first: u64,
    /// Those behind them, which spare most looks at the text of all.
    second: u64,
    /// Where it begins in the text of all, and its bytes.
    start: u32,
    len: u32,
    number: u32,
}

impl Entry {
    fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }

    /// Whether it stands at the start of `rest`, of which `first` is the beginning.
    fn is_at(&self, first: u64, rest: &[u8], all: &str) -> bool {
        let len = self.len as usize;
        // No phrase has a NUL, which is what stands behind the end.
        self.first == shortened(first, len)
            && (len <= LONG_KEY_LEN
                || self.second == shortened(second_bytes(rest), len - LONG_KEY_LEN))
            && (len <= 2 * LONG_KEY_LEN || rest.starts_with(&all.as_bytes()[self.range()]))
    }
}

/// A key that stands in a text and may be of the table.
#[derive(Clone, Copy, Debug, Default)]
struct Question {
    /// Where it stands, and the first bytes there.
    at: usize,
    first: u64,
    hash: u32,
    /// Its place in [`KEY_LENS`].
    key: usize,
}

/// What is to be looked up.
#[derive(Debug, Default)]
struct Questions {
    all: [Question; ASKED_AT_ONCE],
    count: usize,
}

/// The place in [`KEY_LENS`] of the key of a phrase of so many bytes.
fn key_of(len: usize) -> usize {
    let key_len = if len >= LONG_KEY_LEN { len } else { len.min(SHORT_KEY_LEN) };
    KEY_LENS.iter().rposition(|len| *len <= key_len).unwrap_or(0)
}

/// Bytes that are looked at together: a bit each.
const CHUNK_LEN: usize = 64;

/// Which bytes of a chunk are letters or digits of ASCII, two of which are of one word, and at which
/// others a phrase can begin: not at a space, nor inside of a character.
#[inline(always)]
fn look_with<S: Simd>(simd: S, chunk: &[u8; CHUNK_LEN]) -> (u64, u64) {
    let bytes = u8x64::from_slice(simd, chunk);
    let is_within = |first: u8, last: u8| -> u64 {
        let mask: mask8x64<S> =
            (bytes - u8x64::splat(simd, first)).simd_le(u8x64::splat(simd, last - first));
        mask.to_bitmask()
    };
    let letters = is_within(b'a', b'z') | is_within(b'0', b'9');
    (letters, !(letters | is_within(b' ', b' ') | is_within(0x80, 0xBF)))
}

impl WordIndex {
    /// Takes phrases, which are not empty, with their numbers.
    pub(super) fn new(phrases: &[(&str, u32)]) -> WordIndex {
        let count = 2 * phrases.len();
        let mut index = WordIndex {
            text: String::with_capacity(phrases.iter().map(|(phrase, _)| phrase.len()).sum()),
            phrases: vec![Entry::default(); phrases.len()],
            slots: vec![0; count + 1],
            filter: vec![0; 1 << FILTER_WORDS],
            key_lens: vec![0; OPENINGS],
            level: Level::new(),
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
            let (first, second) = (first_bytes(phrase.as_bytes()), second_bytes(phrase.as_bytes()));
            let (len, number) = (phrase.len() as u32, *number);
            index.phrases[*at as usize] = Entry { first, second, start, len, number };
        }
        for slot in 0..count {
            let (first, end) = (index.slots[slot] as usize, index.slots[slot + 1] as usize);
            index.phrases[first..end].sort_by_key(|phrase| phrase.len);
        }
        index
    }

    /// Enters a phrase's key; its hash.
    fn enter(&mut self, phrase: &str) -> u32 {
        let key = key_of(phrase.len());
        let first = first_bytes(phrase.as_bytes());
        if phrase.len() > 1 {
            self.key_lens[opening(first)] |= 1 << key;
        } else {
            // Any byte may follow.
            for next in 0..=u64::from(u8::MAX) {
                self.key_lens[opening(first | next << 8)] |= 1 << key;
            }
        }
        let hash = hash(shortened(first, KEY_LENS[key]));
        let (word, bits) = filter_bits(hash);
        self.filter[word] |= bits;
        hash
    }

    /// Calls `found` with the number and place of each phrase in `text`, in the order of their
    /// beginnings, and of those with one beginning the shorter first.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) {
        let mut asked = Questions::default();
        let mut is_after_letter = 0;
        for (bytes, start) in text.as_bytes().chunks(CHUNK_LEN).zip((0..).step_by(CHUNK_LEN)) {
            let mut chunk = [b' '; CHUNK_LEN];
            chunk[..bytes.len()].copy_from_slice(bytes);
            let (letters, others) = dispatch!(self.level, simd => look_with(simd, &chunk));
            let mut begins = (letters & !(letters << 1 | is_after_letter)) | others;
            is_after_letter = letters >> (CHUNK_LEN - 1);
            while begins != 0 {
                let at = begins.trailing_zeros() as usize;
                begins &= begins - 1;
                self.ask(text, start + at, &mut asked);
                if asked.count + KEY_LENS.len() > ASKED_AT_ONCE {
                    self.answer(text, &asked, &mut found);
                    asked.count = 0;
                }
            }
        }
        self.answer(text, &asked, &mut found);
    }

    /// Asks for the keys that stand at a place, as far as the filter knows them.
    fn ask(&self, text: &str, at: usize, asked: &mut Questions) {
        let first = first_bytes(&text.as_bytes()[at..]);
        let mut keys = self.key_lens[opening(first)];
        while keys != 0 {
            let key = keys.trailing_zeros() as usize;
            keys &= keys - 1;
            let hash = hash(shortened(first, KEY_LENS[key]));
            let (word, bits) = filter_bits(hash);
            if self.filter[word] & bits == bits {
                asked.all[asked.count] = Question { at, first, hash, key };
                asked.count += 1;
            }
        }
    }

    /// Looks for the phrases that were asked for. Slots and phrases are far apart in memory: all are read before one
    /// is looked at, as they come at the same time then.
    fn answer(&self, text: &str, asked: &Questions, found: &mut impl FnMut(u32, Range<usize>)) {
        let asked = &asked.all[..asked.count];
        let mut ranges = [(0, 0); ASKED_AT_ONCE];
        for (range, asked) in ranges.iter_mut().zip(asked) {
            let slot = slot(asked.hash, self.slots.len() - 1);
            *range = (self.slots[slot], self.slots[slot + 1]);
        }
        let mut shortest = [Entry::default(); ASKED_AT_ONCE];
        for (shortest, (start, end)) in shortest.iter_mut().zip(&ranges[..asked.len()]) {
            if start < end {
                *shortest = self.phrases[*start as usize];
            }
        }
        for ((asked, (start, end)), shortest) in asked.iter().zip(ranges).zip(shortest) {
            if start < end {
                let longer = &self.phrases[start as usize + 1..end as usize];
                for phrase in iter::once(&shortest).chain(longer) {
                    if self.stands(phrase, asked, text) {
                        found(phrase.number, asked.at..asked.at + phrase.len as usize);
                    }
                }
            }
        }
    }

    /// Whether a phrase stands at a place, and has a key of the length that was asked for there.
    fn stands(&self, phrase: &Entry, asked: &Question, text: &str) -> bool {
        let rest = &text.as_bytes()[asked.at..];
        phrase.is_at(asked.first, rest, &self.text)
            && key_of(phrase.len as usize) == asked.key
            && begins_word(text, asked.at)
    }
}

/// The bytes behind the [`first_bytes`] of a text, in the same way.
fn second_bytes(text: &[u8]) -> u64 {
    text.get(LONG_KEY_LEN..).map_or(0, first_bytes)
}

/// Of [`first_bytes`] only `len`, or all.
fn shortened(bytes: u64, len: usize) -> u64 {
    let unused = 8 * LONG_KEY_LEN.saturating_sub(len);
    bytes << unused >> unused
}

/// Of the first two bytes the low six bits, which tell the letters of one alphabet from each other.
fn opening(first: u64) -> usize {
    (first & 0x3F | first >> 2 & 0xFC0) as usize
}

/// The hash of a key.
fn hash(key: u64) -> u32 {
    (key.wrapping_mul(GOLDEN) >> 32) as u32
}

/// The slot of a hash among `count`: by its high bits, to which all bytes contribute.
fn slot(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

/// Where the filter has the two bits of a hash, which are in one word.
fn filter_bits(hash: u32) -> (usize, u64) {
    let word = hash >> (32 - FILTER_WORDS);
    (word as usize, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_at_every_place_of_a_chunk() {
        let mut index = WordIndex::new(&[("log in", 0), ("$1", 1), ("é", 2), ("会", 3)]);
        for before in 0..2 * CHUNK_LEN {
            let text = format!("{} log in, slog in $1 é 会", "x".repeat(before));
            for level in [Level::new(), Level::baseline()] {
                index.level = level;
                let mut found = Vec::new();
                index.find(&text, |number, range| found.push((number, range.start)));
                let start = before + 1;
                let expected = [(0, start), (1, start + 16), (2, start + 19), (3, start + 22)];
                assert_eq!(found, expected, "{level:?}, {before} letters before");
            }
        }
    }

    #[test]
    fn long_phrases_are_compared_to_their_ends() {
        let phrases = ["subscribe now", "subscribe now and save"];
        let index = WordIndex::new(&[(phrases[0], 0), (phrases[1], 1)]);
        let found = |text: &str| {
            let mut found = Vec::new();
            index.find(text, |number, _| found.push(number));
            found
        };
        assert_eq!(found("subscribe now and save"), [0, 1]);
        assert_eq!(found("subscribe now and sail"), [0]);
        assert!(found("subscribe not").is_empty() && found("subscribe no").is_empty());
    }

    #[test]
    fn more_phrases_than_are_looked_up_at_once() {
        let index = WordIndex::new(&[("log in", 0), ("log", 1)]);
        let mut found = Vec::new();
        index.find(&"log in, ".repeat(100), |number, range| found.push((range.start, number)));
        let expected = (0..100).flat_map(|n| [(8 * n, 1), (8 * n, 0)]);
        assert!(found.into_iter().eq(expected));
    }
}
