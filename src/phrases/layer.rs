//! The phrases of one table, ready to be found: a language's, or a caller's own.

use std::sync::OnceLock;

use super::gap;
use super::table::{Phrase, Table};
use super::vocabulary::Vocabulary;
use crate::cues::StopWords;
use crate::packed::Packed;
use crate::search::{Finder, WordTable, ends_word};

/// A table, and what finds its phrases.
#[derive(Debug)]
pub(super) struct Layer {
    table: Table,
    pub(super) finder: Finder,
    /// The words of the phrases as the build script packed them; a caller's own are gathered.
    packed_words: Option<&'static [u8]>,
    vocabulary: OnceLock<Vocabulary>,
}

impl Layer {
    /// A language's table, and the words of its phrases, as the build script packed them.
    pub(super) fn packed(table: &'static [u8], words: &'static [u8]) -> Layer {
        let mut packed = Packed::new(table);
        let table = Table::unpack(&mut packed);
        Layer::with(table, WordTable::unpack(&mut packed), Some(words))
    }

    /// A table that was read.
    pub(super) fn read(table: Table) -> Layer {
        let words = table.sorted();
        Layer::with(table, words, None)
    }

    fn with(table: Table, words: WordTable, packed_words: Option<&'static [u8]>) -> Layer {
        let finder = Finder::of(words, table.all_folded().clone(), |number| table.head(number));
        Layer { table, finder, packed_words, vocabulary: OnceLock::new() }
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
        let tail = self.table.parts(index).1?;
        ends_word(text, at).then(|| gap::end_of_tail(text, at, tail, is_open))?
    }

    /// The words of the phrases, gathered when they are first asked for.
    pub(super) fn vocabulary(&self, stop_words: &StopWords) -> &Vocabulary {
        self.vocabulary.get_or_init(|| match self.packed_words {
            Some(words) => Vocabulary::unpack(&mut Packed::new(words)),
            None => Vocabulary::of(&self.table, stop_words),
        })
    }
}
