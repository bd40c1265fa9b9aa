//! Hashing of tag and attribute names, and the constant tables that look them up.
//!
//! A page has thousands of names and they are hashed while their end is searched, so a lookup
//! costs one probe and one comparison. A generated perfect hash would save the comparison of names
//! whose first probe misses, which few do.

const OFFSET_BASIS: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;
/// Marks a free slot; no table has that many names.
const FREE: u8 = u8::MAX;

/// Start value of [`step`].
pub(crate) const START: u32 = OFFSET_BASIS;

/// Adds one byte of a name, in any case, to its hash (FNV-1a, 32 bit).
#[inline]
pub(crate) const fn step(hash: u32, byte: u8) -> u32 {
    // Lower-cases letters; that it changes some other bytes too costs nothing here.
    (hash ^ (byte | 0x20) as u32).wrapping_mul(PRIME)
}

/// The hash of a whole name; the same for any case.
pub(crate) const fn hash(name: &[u8]) -> u32 {
    let mut hash = START;
    let mut i = 0;
    while i < name.len() {
        hash = step(hash, name[i]);
        i += 1;
    }
    hash
}

/// An open-addressing table from names to their index in a list, made at compile time.
pub(crate) struct NameTable<const N: usize> {
    slots: [u8; N],
}

impl<const N: usize> NameTable<N> {
    /// `N` is a power of two, and at least twice the number of names so that probes stay short.
    pub(crate) const fn new(names: &[&str]) -> Self {
        assert!(N.is_power_of_two() && names.len() * 2 <= N && names.len() < FREE as usize);
        let mut slots = [FREE; N];
        let mut i = 0;
        while i < names.len() {
            let mut slot = Self::first_slot(hash(names[i].as_bytes()));
            while slots[slot] != FREE {
                slot = (slot + 1) % N;
            }
            slots[slot] = i as u8;
            i += 1;
        }
        NameTable { slots }
    }

    const fn first_slot(hash: u32) -> usize {
        // The high bits of FNV are the better mixed ones.
        (hash ^ (hash >> 15)) as usize % N
    }

    /// The index of `name` (any case) in `names`, the list the table was made of.
    #[inline]
    pub(crate) fn find(&self, names: &[&str], name: &[u8], hash: u32) -> Option<usize> {
        let mut slot = Self::first_slot(hash);
        loop {
            let index = self.slots[slot];
            if index == FREE {
                return None;
            }
            if names[index as usize].as_bytes().eq_ignore_ascii_case(name) {
                return Some(index as usize);
            }
            slot = (slot + 1) % N;
        }
    }
}
