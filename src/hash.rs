//! Hashes that are made by hand, and tables that pages fill.
//!
//! FNV-1a (Fowler, Noll, Vo; RFC 9923): a multiplication a value, and for values of some bytes as
//! good as any. Words of ASCII go eight bytes a step: turned, xor-ed and multiplied by the golden ratio.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use crate::letters::{is_alphanumeric, is_small};

/// The fraction of the golden ratio: spreads bits upwards (Knuth, The Art of Computer Programming 3, § 6.4).
pub(crate) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where a hash of [`step`]s begins.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a number to a hash.
pub(crate) fn step(hash: u64, value: u32) -> u64 {
    (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The first bytes of a text as one number, the first of them lowest; behind the end stands NUL.
pub(crate) fn first_bytes(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

/// The hash of a word in lower case, of which one part comes after the other: all ASCII in a row is a part,
/// and so is each other character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordHash(u64);

impl WordHash {
    /// Of no part.
    pub(crate) const NONE: WordHash = WordHash(START);

    /// Adds up to eight ASCII letters, digits and `_`, as [`first_bytes`] gives them.
    pub(crate) fn add_ascii(&mut self, eight: u64) {
        /// Makes capitals small and leaves all others of these apart.
        const SMALL: u64 = u64::from_le_bytes([b' '; 8]);
        self.0 = (self.0.rotate_left(23) ^ (eight | SMALL)).wrapping_mul(GOLDEN);
    }

    /// Adds another character.
    pub(crate) fn add_wide(&mut self, c: char) {
        if is_small(c) {
            self.0 = step(self.0, c.into());
        } else {
            self.0 = c.to_lowercase().fold(self.0, |hash, c| step(hash, c.into()));
        }
    }

    /// The hash of all that was added.
    pub(crate) fn finish(self) -> u64 {
        self.0
    }
}

/// Characters beyond ASCII whose lower case has ASCII in it, which is of one part with that beside it.
pub(crate) const SMALL_AS_ASCII: [char; 2] = ['\u{212A}', '\u{130}'];

/// The hash of a lower-cased word.
pub(crate) fn word_hash(word: &str) -> u64 {
    if word.contains(SMALL_AS_ASCII) {
        return word_hash(&word.chars().flat_map(char::to_lowercase).collect::<String>());
    }
    let mut hash = WordHash::NONE;
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let ascii = rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len());
        if ascii == 0 {
            hash.add_wide(c);
        }
        for eight in rest.as_bytes()[..ascii].chunks(size_of::<u64>()) {
            hash.add_ascii(first_bytes(eight));
        }
        rest = &rest[ascii.max(c.len_utf8())..];
    }
    hash.finish()
}

/// The hash of a text's letters and digits alone from the first letter on, 0 if it has none. A heading and the `id`
/// that a program made of it are equal by it: "2. Opt-in systems", `opt-in-systems`, `Opt-in_systems`,
/// `optinsystems`.
pub(crate) fn letters_hash(text: &str) -> u32 {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || !is_alphanumeric(c));
    if text.is_empty() {
        return 0;
    }
    let mut hash = WordHash::NONE;
    text.chars().filter(|c| is_alphanumeric(*c)).for_each(|c| hash.add_wide(c));
    hash.finish() as u32
}

/// A table by hashes, which a page may have chosen.
pub(crate) type ByHash<T> = HashMap<u64, T, Seeded>;
/// A set of them.
pub(crate) type Hashes = HashSet<u64, Seeded>;

/// Spreads hashes over a table in an order that differs from run to run. A page that knew where its words and
/// classes fall could choose them so that all fall together, and each would be looked for among all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(START));
        Seeded(*SEED)
    }
}

impl BuildHasher for Seeded {
    type Hasher = Spread;

    fn build_hasher(&self) -> Spread {
        Spread(self.0)
    }
}

/// Multiplies to 128 bits, of which both halves count (as wyhash and its kin do).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u64(&mut self, value: u64) {
        let wide = u128::from(value ^ self.0) * u128::from(GOLDEN);
        self.0 = wide as u64 ^ (wide >> 64) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_equal_in_lower_case() {
        assert_eq!(word_hash("10\u{212A}m"), word_hash("10KM"));
        assert_eq!(word_hash("İzmir"), word_hash("i\u{307}zmir"));
        let is_ascii = |c: &char| c.to_lowercase().any(|c| c.is_ascii());
        assert!(('\u{80}'..=char::MAX).filter(is_ascii).eq(SMALL_AS_ASCII.into_iter().rev()));
    }

    #[test]
    fn headings_and_what_is_made_of_them_are_equal_by_their_letters() {
        for id in ["opt-in-systems", "Opt-in_systems", "optinsystems", "opt--in-systems-"] {
            assert_eq!(letters_hash(id), letters_hash("2. Opt-In Systems¶"), "{id}");
        }
        assert_eq!(letters_hash("über-uns"), letters_hash("Über uns"));
        assert_ne!(letters_hash("opt-out-systems"), letters_hash("Opt-in systems"));
        assert_eq!(letters_hash(" – "), 0);
    }

    /// Hashes that a page can choose so that they fall together where nothing is added to them.
    #[test]
    fn hashes_that_are_chosen_to_collide_are_spread() {
        const COUNT: u64 = 1 << 12;
        let chosen = |n: u64| n << 32 | n;
        let slots = |spread: fn(u64) -> u64| {
            (0..COUNT).map(|n| spread(chosen(n)) % COUNT).collect::<HashSet<u64>>().len() as u64
        };
        let seeded = |value| Seeded::default().hash_one(value);
        // Of as many balls as boxes, thrown at random, about 63 % of the boxes get one.
        assert!(slots(seeded) * 2 > COUNT, "{}", slots(seeded));
    }
}
