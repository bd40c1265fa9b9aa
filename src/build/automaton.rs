//! An Aho-Corasick automaton over short ASCII words, as one dense table.
//!
//! The hint words need one that is ready in a fraction of a millisecond, for the one page that a
//! command line reads, and that steps in two loads. Of the `aho-corasick` crate the NFA takes
//! twice the time a byte, and the DFA ten times as long to build.

use std::collections::VecDeque;

/// Columns of the table: the bytes that occur in words, and one for all other bytes.
const COLUMNS: usize = 32;
/// Set in a state's number if a word ends there.
const MATCH: u16 = 1 << 15;
const START: u16 = 0;
/// The column of bytes that are in no word.
const OTHER: u8 = 0;

/// Finds all occurrences of all words, overlapping ones too.
pub(super) struct Automaton {
    columns: [u8; 256],
    next: Vec<[u16; COLUMNS]>,
    /// The words that end in each state, longest first.
    ends: Vec<Vec<u16>>,
}

impl Automaton {
    /// An automaton of `words`; they have at most 31 different bytes, all ASCII.
    pub(super) fn new(words: &[&str]) -> Automaton {
        let mut automaton = Automaton {
            columns: [OTHER; 256],
            next: vec![[START; COLUMNS]],
            ends: vec![Vec::new()],
        };
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
        automaton.link();
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

    /// Calls `found` with the index of each word and the place after it.
    #[inline]
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        let mut state = START;
        for (at, byte) in bytes.iter().enumerate() {
            let column = usize::from(self.columns[usize::from(*byte)]) % COLUMNS;
            state = self.next[usize::from(state & !MATCH)][column];
            if state & MATCH != 0 {
                for word in &self.ends[usize::from(state & !MATCH)] {
                    found(usize::from(*word), at + 1);
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
