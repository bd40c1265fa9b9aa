//! Finds the phrases of several tables where words begin, in one pass over a text.

use std::iter;
use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

use super::boundary::begins_word;
use super::word_table::{Entry, KEY_LENS, WordTable, filter_bits, hash, opening, slot};
use crate::hash::first_bytes;

/// Questions that are answered together: about as many reads of memory can be on their way.
const ASKED_AT_ONCE: usize = 16;

/// Bytes that are looked at together: a bit each.
const CHUNK_LEN: usize = 64;

/// Some tables of phrases, to be searched for together.
pub(super) struct WordIndex<'t> {
    tables: &'t [View<'t>],
    /// The vectors that this processor has.
    level: Level,
}

/// A table as the search reads it: [`WordTable`] without the question at each look whether its columns were read or
/// packed.
pub(super) struct View<'t> {
    all: &'t [u8],
    entries: &'t [[[u8; 8]; 4]],
    slots: &'t [[u8; 4]],
    filter: &'t [[u8; 8]],
    key_lens: &'t [u8],
}

/// A key that stands in a text and may be of a table.
#[derive(Clone, Copy, Debug, Default)]
struct Question {
    /// Where it stands, and the first bytes there.
    at: usize,
    first: u64,
    hash: u32,
    /// Its place in [`KEY_LENS`].
    key: u8,
    /// The number of the table.
    table: u8,
}

/// What is to be looked up.
#[derive(Debug, Default)]
struct Questions {
    all: [Question; ASKED_AT_ONCE],
    count: usize,
}

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

impl<'t> WordIndex<'t> {
    pub(super) fn new(tables: &'t [View<'t>]) -> WordIndex<'t> {
        WordIndex { tables, level: Level::new() }
    }

    /// Calls `found` with the numbers of the table and of the phrase and the place of each phrase in `text`, in the
    /// order of their beginnings; of those with one beginning a table's come together, the shorter first.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, u32, Range<usize>)) {
        let mut asked = Questions::default();
        let mut is_after_letter = 0;
        for (bytes, start) in text.as_bytes().chunks(CHUNK_LEN).zip((0..).step_by(CHUNK_LEN)) {
            let mut chunk = [b' '; CHUNK_LEN];
            chunk[..bytes.len()].copy_from_slice(bytes);
            let (letters, others) = dispatch!(self.level, simd => look_with(simd, &chunk));
            let mut begins = (letters & !(letters << 1 | is_after_letter)) | others;
            is_after_letter = letters >> (CHUNK_LEN - 1);
            while begins != 0 {
                let at = start + begins.trailing_zeros() as usize;
                begins &= begins - 1;
                let first = first_bytes(&text.as_bytes()[at..]);
                for (number, table) in self.tables.iter().enumerate() {
                    table.ask(at, first, number as u8, &mut asked);
                    if asked.count + KEY_LENS.len() > ASKED_AT_ONCE {
                        self.answer(text, &asked, &mut found);
                        asked.count = 0;
                    }
                }
            }
        }
        self.answer(text, &asked, &mut found);
    }

    /// Looks for the phrases that were asked for. Slots and phrases are far apart in memory: all are read before one
    /// is looked at, as they come at the same time then.
    fn answer(
        &self,
        text: &str,
        asked: &Questions,
        found: &mut impl FnMut(usize, u32, Range<usize>),
    ) {
        let asked = &asked.all[..asked.count];
        let mut ranges = [(0, 0); ASKED_AT_ONCE];
        for (range, asked) in ranges.iter_mut().zip(asked) {
            let slots = self.tables[usize::from(asked.table)].slots;
            let slot = slot(asked.hash, slots.len() - 1);
            let start = |slot: usize| u32::from_le_bytes(slots[slot]) as usize;
            *range = (start(slot), start(slot + 1));
        }
        let mut shortest = [Entry::default(); ASKED_AT_ONCE];
        for ((shortest, (start, end)), asked) in shortest.iter_mut().zip(ranges).zip(asked) {
            if start < end {
                *shortest = Entry::read(&self.tables[usize::from(asked.table)].entries[start]);
            }
        }
        for ((asked, (start, end)), shortest) in asked.iter().zip(ranges).zip(shortest) {
            if start < end {
                let table = &self.tables[usize::from(asked.table)];
                let longer = table.entries[start + 1..end].iter().map(Entry::read);
                for phrase in iter::once(shortest).chain(longer) {
                    if table.stands(&phrase, asked, text) {
                        let place = asked.at..asked.at + phrase.len as usize;
                        found(usize::from(asked.table), phrase.number, place);
                    }
                }
            }
        }
    }
}

impl<'t> View<'t> {
    /// A table, and the text that its phrases stand in.
    pub(super) fn new(table: &'t WordTable, all: &'t [u8]) -> View<'t> {
        let WordTable { entries, slots, filter, key_lens, .. } = table;
        View { all, entries, slots, filter, key_lens }
    }

    /// Asks for the keys that stand at a place, as far as the filter knows them.
    fn ask(&self, at: usize, first: u64, table: u8, asked: &mut Questions) {
        let mut keys = self.key_lens[opening(first)];
        while keys != 0 {
            let key = keys.trailing_zeros() as u8;
            keys &= keys - 1;
            let hash = hash(first, key.into());
            let (word, bits) = filter_bits(hash);
            if u64::from_le_bytes(self.filter[word]) & bits == bits {
                asked.all[asked.count] = Question { at, first, hash, key, table };
                asked.count += 1;
            }
        }
    }

    /// Whether a phrase stands at a place, and has a key of the length that was asked for there.
    fn stands(&self, phrase: &Entry, asked: &Question, text: &str) -> bool {
        let rest = &text.as_bytes()[asked.at..];
        phrase.is_at(asked.first, asked.key.into(), rest, self.all) && begins_word(text, asked.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of tables: of each the number of the table, of the phrase and its place.
    fn found(tables: &[&[&str]], text: &str, level: Level) -> Vec<(usize, u32, usize)> {
        let made: Vec<(WordTable, String)> = tables
            .iter()
            .map(|phrases| {
                let ends = phrases.iter().scan(0, |end, phrase| {
                    *end += phrase.len();
                    Some(*end - phrase.len()..*end)
                });
                (WordTable::new(phrases.concat().as_bytes(), ends), phrases.concat())
            })
            .collect();
        let views: Vec<View> =
            made.iter().map(|(table, all)| View::new(table, all.as_bytes())).collect();
        let mut found = Vec::new();
        WordIndex { tables: &views, level }.find(text, |table, number, range| {
            let (_, all) = &made[table];
            assert!(all.contains(&text[range.clone()]));
            found.push((table, number, range.start));
        });
        found
    }

    #[test]
    fn phrases_are_found_at_every_place_of_a_chunk() {
        for before in 0..2 * CHUNK_LEN {
            let text = format!("{} log in, slog in $1 é 会会", "x".repeat(before));
            for level in [Level::new(), Level::baseline()] {
                let found = found(&[&["log in", "$1"], &["é", "会"]], &text, level);
                let start = before + 1;
                let expected = [
                    (0, 0, start),
                    (0, 1, start + 16),
                    (1, 0, start + 19),
                    (1, 1, start + 22),
                    (1, 1, start + 25),
                ];
                assert_eq!(found, expected, "{level:?}, {before} letters before");
            }
        }
    }

    #[test]
    fn long_phrases_are_compared_to_their_ends() {
        let found = |text: &str| {
            let phrases = ["subscribe now", "subscribe now and save"];
            found(&[&phrases], text, Level::new()).iter().map(|it| it.1).collect::<Vec<u32>>()
        };
        assert_eq!(found("subscribe now and save"), [0, 1]);
        assert_eq!(found("subscribe now and sail"), [0]);
        assert!(found("subscribe not").is_empty() && found("subscribe no").is_empty());
    }

    #[test]
    fn more_phrases_than_are_looked_up_at_once() {
        let tables: [&[&str]; 2] = [&["log in", "log"], &["log i", "log"]];
        let found = found(&tables, &"log in, ".repeat(100), Level::new());
        let expected = (0..100).flat_map(|n| {
            [(0, 1), (0, 0), (1, 1), (1, 0)].map(|(table, phrase)| (table, phrase, 8 * n))
        });
        assert!(found.into_iter().eq(expected));
    }
}
