//! Hashes that are made by hand, and tables that take them as they are.
//!
//! FNV-1a (Fowler, Noll, Vo; RFC 9923): a multiplication a value, and for words of some bytes as
//! good as any.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Where a hash of [`step`]s begins.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a number to a hash.
pub(crate) fn step(hash: u64, value: u32) -> u64 {
    (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The hash of a text as it stands.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(START, |hash, byte| step(hash, byte.into()))
}

/// The hash of a lower-cased word, over its characters.
pub(crate) fn word_hash(word: &str) -> u64 {
    if word.is_ascii() {
        word.bytes().fold(START, |hash, byte| step(hash, byte.to_ascii_lowercase().into()))
    } else {
        word.chars().flat_map(char::to_lowercase).fold(START, |hash, c| step(hash, c as u32))
    }
}

/// A table by hashes.
pub(crate) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Identity>>;

/// Takes hashes as they are, but for their low bits: those of a [`step`] know nothing of the high
/// ones before it, and a table begins with them.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, (*byte).into()));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
