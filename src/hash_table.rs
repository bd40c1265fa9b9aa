//! A table by hashes that the program reads where the build script put it.

use std::borrow::Cow;
use std::fmt;

use crate::hash::GOLDEN;
use crate::packed::{Packed, Packer};

/// A hash and its number, eight bytes each; no hash is 0, which is a free slot.
type Slot = [[u8; 8]; 2];

/// Numbers by hashes of words, that no page has a say in. A hash is in the first free slot from its own on (open
/// addressing: Knuth, The Art of Computer Programming 3, § 6.4). A page can only choose words whose slots have the
/// longest rows behind them, some ten in a table that is half full.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct HashTable {
    /// A power of two, or none.
    slots: Cow<'static, [Slot]>,
}

impl HashTable {
    /// The table of some hashes, each once, and their numbers.
    pub(crate) fn new(entries: impl Iterator<Item = (u64, u64)>) -> HashTable {
        let mut entries: Vec<(u64, u64)> = entries.collect();
        // So that the table is the same whatever the order.
        entries.sort_unstable();
        let mut slots = vec![Slot::default(); (2 * entries.len()).next_power_of_two()];
        for (hash, number) in entries {
            let mut at = first_slot(hash, slots.len());
            while slots[at] != Slot::default() {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = [hash, number].map(u64::to_le_bytes);
        }
        HashTable { slots: slots.into() }
    }

    /// The table of some hashes that have no numbers.
    pub(crate) fn of_hashes(hashes: impl Iterator<Item = u64>) -> HashTable {
        let mut hashes: Vec<u64> = hashes.collect();
        hashes.sort_unstable();
        hashes.dedup();
        HashTable::new(hashes.into_iter().map(|hash| (hash, 0)))
    }

    /// The number of a hash.
    pub(crate) fn get(&self, hash: u64) -> Option<u64> {
        let slots = &*self.slots;
        let mut at = first_slot(hash, slots.len());
        // Half of the slots are free: one comes.
        loop {
            let [there, number] = slots.get(at)?.map(u64::from_le_bytes);
            // A page can choose a word whose hash is that of free slots.
            if there == 0 {
                return None;
            }
            if there == hash {
                return Some(number);
            }
            at = (at + 1) & (slots.len() - 1);
        }
    }

    /// Whether it has a hash.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.get(hash).is_some()
    }

    /// The table as a column.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.column(self.slots.as_flattened());
    }

    /// Reads what [`HashTable::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> HashTable {
        HashTable { slots: packed.column().as_chunks().0.into() }
    }
}

impl fmt::Debug for HashTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashTable of {} slots", self.slots.len())
    }
}

/// The slot of a hash among `count`, a power of two.
fn first_slot(hash: u64, count: usize) -> usize {
    (hash.wrapping_mul(GOLDEN) >> 32) as usize & count.wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_have_their_numbers() {
        let hash = |n: u64| (n + 1) << 20;
        let table = HashTable::new((0..1000).map(|n| (hash(n), n)));
        assert!((0..1000).all(|n| table.get(hash(n)) == Some(n)));
        assert!((1000..2000).all(|n| !table.has(hash(n))) && !table.has(0));
        assert!(HashTable::of_hashes([3, 2, 3].into_iter()).has(3));
        assert!(!HashTable::default().has(1) && !HashTable::new([].into_iter()).has(1));
        let mut packer = Packer::default();
        table.pack(&mut packer);
        assert_eq!(HashTable::unpack(&mut Packed::new(packer.into_bytes().leak())), table);
    }
}
