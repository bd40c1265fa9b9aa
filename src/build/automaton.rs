//! An Aho-Corasick automaton over short ASCII words, as one dense table.
//!
//! The hint words need one that steps in two loads, and that the build script can write down, as the one
//! page that a command line reads takes less time than to build it. Of the `aho-corasick` crate the NFA
//! takes twice the time a byte, and its automata cannot be written down.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::packed::{Packed, Packer};

/// Columns of the table: the bytes that occur in words, and one for all other bytes.
const COLUMNS: usize = 32;
/// Set in a state's number if a word ends there.
const MATCH: u16 = 1 << 15;
const START: u16 = 0;
/// The column of bytes that are in no word.
#[allow(dead_code, reason = "for the build script")]
const OTHER: u8 = 0;

/// Where a state goes on each byte, a number of two bytes each: one line of the cache, which an unaligned one
/// would take two of.
type State = [[u8; 2]; COLUMNS];

/// Finds all occurrences of all words, overlapping ones too. Its numbers are of two bytes.
#[derive(Debug, PartialEq)]
pub(super) struct Automaton {
    columns: [u8; 256],
    next: Cow<'static, [State]>,
    /// The words that end in the states, one state behind the other, longest first.
    ends: Cow<'static, [[u8; 2]]>,
    /// Where those of each state begin in `ends`, and where the last ones end.
    starts: Cow<'static, [[u8; 2]]>,
}

/// An automaton that is being made.
#[allow(dead_code, reason = "for the build script")]
struct Tree {
    columns: [u8; 256],
    next: Vec<[u16; COLUMNS]>,
    ends: Vec<Vec<u16>>,
}

#[allow(dead_code, reason = "for the build script")]
impl Tree {
    /// The tree of `words`; they have at most 31 different bytes, all ASCII.
    fn new(words: &[&str]) -> Tree {
        let mut automaton =
            Tree { columns: [OTHER; 256], next: vec![[START; COLUMNS]], ends: vec![Vec::new()] };
        let mut used = OTHER;
        for (index, word) in words.iter().enumerate() {
            for byte in word.bytes() {
                let column = &mut automaton.columns[byte as usize];
                if *column == OTHER {
                    used += 1;
                    assert!(usize::from(used) < COLUMNS, "too many different bytes in the words");
                    *column = used;
                }
            }
            automaton.add(word, index as u16);
        }
        automaton
    }

    /// Adds a word to the tree of all words.
    fn add(&mut self, word: &str, index: u16) {
        let mut state = usize::from(START);
        for byte in word.bytes() {
            let column = usize::from(self.columns[byte as usize]);
            if self.next[state][column] == START {
                let new = self.next.len() as u16;
                assert!(new < MATCH, "too many words");
                self.next[state][column] = new;
                self.next.push([START; COLUMNS]);
                self.ends.push(Vec::new());
            }
            state = usize::from(self.next[state][column]);
        }
        self.ends[state].push(index);
    }

    /// Makes of the tree the automaton: where a state has no child, it goes on as the state of
    /// its longest proper suffix does. Breadth first, so that a suffix is ready before it is asked.
    fn link(&mut self) {
        let mut suffixes = vec![usize::from(START); self.next.len()];
        let mut queue = VecDeque::from([usize::from(START)]);
        while let Some(state) = queue.pop_front() {
            let is_start = state == usize::from(START);
            let mut row = if is_start { [START; COLUMNS] } else { self.next[suffixes[state]] };
            for (next, child) in row.iter_mut().zip(self.next[state]) {
                if child == START {
                    continue;
                }
                let suffix = usize::from(*next & !MATCH);
                let shorter = self.ends[suffix].clone();
                let ends = &mut self.ends[usize::from(child)];
                ends.extend(shorter);
                *next = if ends.is_empty() { child } else { child | MATCH };
                suffixes[usize::from(child)] = suffix;
                queue.push_back(usize::from(child));
            }
            self.next[state] = row;
        }
    }
}

#[allow(dead_code, reason = "for the build script")]
impl Automaton {
    /// An automaton of `words`; they have at most 31 different bytes, all ASCII.
    pub(super) fn new(words: &[&str]) -> Automaton {
        let mut tree = Tree::new(words);
        tree.link();
        let mut starts = vec![0];
        starts.extend(tree.ends.iter().scan(0, |end, words| {
            *end += words.len() as u16;
            Some(*end)
        }));
        let bytes = |numbers: Vec<u16>| numbers.into_iter().map(u16::to_le_bytes).collect();
        Automaton {
            columns: tree.columns,
            next: tree.next.iter().map(|state| state.map(u16::to_le_bytes)).collect(),
            ends: bytes(tree.ends.concat()),
            starts: bytes(starts),
        }
    }

    /// The automaton as columns.
    pub(super) fn pack(&self, packer: &mut Packer) {
        packer.u8s(&self.columns);
        packer.column(self.next.as_flattened());
        packer.column(&self.ends);
        packer.column(&self.starts);
    }
}

impl Automaton {
    /// Reads what [`Automaton::pack`] wrote.
    pub(super) fn unpack(packed: &mut Packed) -> Automaton {
        let columns = packed.column();
        Automaton {
            columns: std::array::from_fn(|byte| u8::from_le_bytes(columns[byte])),
            next: packed.column().as_chunks().0.into(),
            ends: packed.column().into(),
            starts: packed.column().into(),
        }
    }

    /// Calls `found` with the index of each word and the place after it.
    #[inline]
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        let (next, mut state) = (&*self.next, START);
        for (at, byte) in bytes.iter().enumerate() {
            let column = usize::from(self.columns[usize::from(*byte)]) % COLUMNS;
            state = u16::from_le_bytes(next[usize::from(state & !MATCH)][column]);
            if state & MATCH != 0 {
                let state = usize::from(state & !MATCH);
                let start = |state: usize| usize::from(u16::from_le_bytes(self.starts[state]));
                for word in &self.ends[start(state)..start(state + 1)] {
                    found(u16::from_le_bytes(*word).into(), at + 1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_is_found() {
        let words = ["he", "she", "his", "hers", "he", "e-"];
        let mut found = Vec::new();
        Automaton::new(&words).find(b"ushers-his she-", |word, end| found.push((word, end)));
        let mut expected: Vec<(usize, usize)> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            expected
                .extend("ushers-his she-".match_indices(word).map(|(at, w)| (index, at + w.len())));
        }
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
