//! Phrases in the order in which they are looked for where words begin: a table by their first bytes.
//!
//! An automaton reads every byte and stops at each word that only begins like a phrase, and takes
//! long to build, which counts for a command that reads one page. This table is asked once a word, and it
//! is as good in the bytes that the build script writes.

use std::borrow::Cow;
use std::ops::Range;

use crate::hash::{GOLDEN, first_bytes};
use crate::packed::{Packed, Packer};

/// The longest key, in bytes, which are compared as one number: a long phrase has its first bytes as its key.
/// With fewer, hundreds would have one ("the ", "subs").
const LONG_KEY_LEN: usize = size_of::<u64>();
/// Shorter phrases have so many of their first bytes as their key, or all: each length of key is looked up at
/// each word.
const SHORT_KEY_LEN: usize = 4;
/// The lengths of keys, by the bits of [`WordTable::key_lens`].
pub(super) const KEY_LENS: [usize; 5] = [1, 2, 3, SHORT_KEY_LEN, LONG_KEY_LEN];

/// Values of [`opening`].
const OPENINGS: usize = 1 << 12;
/// Words of the filter, as a power of two: 16 kB, half of the nearest cache. Half as many take as long, as more keys
/// pass.
const FILTER_WORDS: u32 = 11;

/// A number as bytes.
type Bytes<const N: usize> = [u8; N];

/// Folded phrases, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WordTable {
    /// By slot, and in it the shorter first; each as [`Entry::bytes`].
    pub(super) entries: Cow<'static, [[Bytes<8>; 4]]>,
    /// Where the phrases of each slot begin in `entries`, and where the last ones end.
    pub(super) slots: Cow<'static, [Bytes<4>]>,
    /// Bits of the keys that are there: most words begin with none, and a slot costs a look far away.
    pub(super) filter: Cow<'static, [Bytes<8>]>,
    /// By [`opening`], which of [`KEY_LENS`] are those of keys that begin so: a bit each.
    pub(super) key_lens: Cow<'static, [u8]>,
}

/// A phrase of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Entry {
    /// Its first bytes, as [`first_bytes`] gives them: all of a short one.
    first: u64,
    /// Those behind them, which spare most looks at the text of all.
    second: u64,
    /// Where it begins in the text of all, and its bytes.
    start: u32,
    pub(super) len: u32,
    pub(super) number: u32,
}

impl Entry {
    fn of(number: u32, range: Range<usize>, all: &[u8]) -> Entry {
        let (start, len) = (range.start as u32, range.len() as u32);
        let phrase = &all[range];
        Entry { first: first_bytes(phrase), second: second_bytes(phrase), start, len, number }
    }

    /// As four numbers.
    fn bytes(self) -> [Bytes<8>; 4] {
        let place = u64::from(self.len) << 32 | u64::from(self.start);
        [self.first, self.second, place, self.number.into()].map(u64::to_le_bytes)
    }

    /// What [`Entry::bytes`] wrote.
    pub(super) fn read(bytes: &[Bytes<8>; 4]) -> Entry {
        let [first, second, place, number] = bytes.map(u64::from_le_bytes);
        let (start, len) = (place as u32, (place >> 32) as u32);
        Entry { first, second, start, len, number: number as u32 }
    }

    fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }

    /// Whether it stands at the start of `rest`, of which `first` is the beginning, and has a key of this place in
    /// [`KEY_LENS`].
    pub(super) fn is_at(&self, first: u64, key: usize, rest: &[u8], all: &[u8]) -> bool {
        let len = self.len as usize;
        // No phrase has a NUL, which is what stands behind the end.
        self.first == shortened(first, len)
            && (len <= LONG_KEY_LEN
                || self.second == shortened(second_bytes(rest), len - LONG_KEY_LEN))
            && (len <= 2 * LONG_KEY_LEN || rest.starts_with(&all[self.range()]))
            && key_of(len) == key
    }
}

impl WordTable {
    /// Takes the places of phrases, which are folded and not empty, in the text of all; they are numbered in order.
    pub(crate) fn new(all: &[u8], phrases: impl Iterator<Item = Range<usize>>) -> WordTable {
        let phrases: Vec<_> = phrases.zip(0u32..).collect();
        let mut keys = Keys { filter: vec![0; 1 << FILTER_WORDS], key_lens: vec![0; OPENINGS] };
        let count = 2 * phrases.len();
        let mut entries: Vec<(usize, Entry)> = Vec::with_capacity(phrases.len());
        for (range, number) in phrases {
            let hash = keys.enter(&all[range.clone()]);
            entries.push((slot(hash, count), Entry::of(number, range, all)));
        }
        entries.sort_by_key(|(slot, entry)| (*slot, entry.len));
        let start = |slot| entries.partition_point(|(other, _)| *other < slot) as u32;
        let slots: Vec<Bytes<4>> = (0..=count).map(|slot| start(slot).to_le_bytes()).collect();
        WordTable {
            entries: entries.iter().map(|(_, entry)| entry.bytes()).collect(),
            slots: slots.into(),
            filter: keys.filter.into_iter().map(u64::to_le_bytes).collect(),
            key_lens: keys.key_lens.into(),
        }
    }

    /// The table as columns.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.column(self.entries.as_flattened());
        packer.column(&self.slots);
        packer.column(&self.filter);
        packer.u8s(&self.key_lens);
    }

    /// Reads what [`WordTable::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> WordTable {
        WordTable {
            entries: packed.column().as_chunks().0.into(),
            slots: packed.column().into(),
            filter: packed.column().into(),
            key_lens: packed.column::<1>().as_flattened().into(),
        }
    }
}

/// The keys of phrases.
struct Keys {
    filter: Vec<u64>,
    key_lens: Vec<u8>,
}

impl Keys {
    /// Enters a phrase's key; its hash.
    fn enter(&mut self, phrase: &[u8]) -> u32 {
        let key = key_of(phrase.len());
        let first = first_bytes(phrase);
        if phrase.len() > 1 {
            self.key_lens[opening(first)] |= 1 << key;
        } else {
            // Any byte may follow.
            for next in 0..=u64::from(u8::MAX) {
                self.key_lens[opening(first | next << 8)] |= 1 << key;
            }
        }
        let hash = hash(first, key);
        let (word, bits) = filter_bits(hash);
        self.filter[word] |= bits;
        hash
    }
}

/// The place in [`KEY_LENS`] of the key of a phrase of so many bytes.
fn key_of(len: usize) -> usize {
    let key_len = if len >= LONG_KEY_LEN { len } else { len.min(SHORT_KEY_LEN) };
    KEY_LENS.iter().rposition(|len| *len <= key_len).unwrap_or(0)
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
pub(super) fn opening(first: u64) -> usize {
    (first & 0x3F | first >> 2 & 0xFC0) as usize
}

/// The hash of the key that a text with these first bytes begins with, by its place in [`KEY_LENS`].
pub(super) fn hash(first: u64, key: usize) -> u32 {
    (shortened(first, KEY_LENS[key]).wrapping_mul(GOLDEN) >> 32) as u32
}

/// The slot of a hash among `count`: by its high bits, to which all bytes contribute.
pub(super) fn slot(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

/// Where the filter has the two bits of a hash, which are in one word.
pub(super) fn filter_bits(hash: u32) -> (usize, u64) {
    let word = hash >> (32 - FILTER_WORDS);
    (word as usize, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_same_when_it_was_packed() {
        let table =
            WordTable::new("log inlogé会".as_bytes(), [0..6, 6..9, 9..11, 11..14].into_iter());
        let entries: Vec<Entry> = table.entries.iter().map(Entry::read).collect();
        assert_eq!(entries.len(), 4);
        assert!(entries.iter().all(|entry| table.entries.contains(&entry.bytes())));
        let mut packer = Packer::default();
        table.pack(&mut packer);
        assert_eq!(WordTable::unpack(&mut Packed::new(packer.into_bytes().leak())), table);
    }
}
