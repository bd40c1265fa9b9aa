//! The phrases of one table, ready to be found: a language's, or a caller's own.

use std::fmt;
use std::sync::OnceLock;

use super::gap;
use super::table::{Phrase, Table};
use super::vocabulary::Vocabulary;
use crate::cues::StopWords;
use crate::packed::Packed;
use crate::search::{Finder, WordTable, ends_word};

/// A table, and what finds its phrases.
pub(super) struct Layer {
    table: Table,
    pub(super) finder: Finder,
    /// The words of the phrases. Those of a caller's own are gathered when they are first asked for.
    vocabulary: OnceLock<Vocabulary>,
}

impl Layer {
    /// A language's table, as the build script packed it.
    pub(super) fn unpack(mut packed: Packed) -> Layer {
        let table = Table::unpack(&mut packed);
        let words = WordTable::unpack(&mut packed);
        Layer::with(table, words, OnceLock::from(Vocabulary::unpack(&mut packed)))
    }

    /// A table that was read.
    pub(super) fn read(table: Table) -> Layer {
        let words = table.sorted();
        Layer::with(table, words, OnceLock::new())
    }

    fn with(table: Table, words: WordTable, vocabulary: OnceLock<Vocabulary>) -> Layer {
        let finder = Finder::of(words, table.all_folded());
        Layer { table, finder, vocabulary }
    }

    /// A phrase, by its number.
    pub(super) fn phrase(&self, number: u32) -> Phrase<'_> {
        self.table.phrase(number as usize)
    }

    /// Where a phrase ends whose text, or part before the gap, ends in `text` at `at`; none if it goes on there as
    /// another word.
    pub(super) fn end(&self, number: u32, text: &str, at: usize) -> Option<usize> {
        let index = number as usize;
        let is_open = self.table.is_open(index);
        if !self.table.has_gap(index) {
            return (is_open || ends_word(text, at)).then_some(at);
        }
        if !ends_word(text, at) {
            return None;
        }
        let tail = self.table.parts(index).1?;
        gap::end_of_tail(text, at, tail, is_open)
    }

    /// The words of the phrases.
    pub(super) fn vocabulary(&self, stop_words: &StopWords) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::of(&self.table, stop_words))
    }
}

/// Its phrases, of which all else is made: what a run was asked to do is known by it.
impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.table.iter()).finish()
    }
}
