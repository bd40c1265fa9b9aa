//! The words of known phrases: an appeal in words of its own is still made of them.
//!
//! No table has every wording, but the words that outlets plead with are few, and editorial text has
//! far fewer of them (`train/EXPERIMENTS.md`; `train/blind_check.py` measures).

use super::table::{Sense, Strength, Table};
use crate::category::Category;
use crate::cues::StopWords;
use crate::hash::{ByHash, START, step, word_hash};
use crate::hash_table::HashTable;
use crate::packed::{Packed, Packer};
use crate::search::is_read_in_pairs;

/// Shorter words say nothing.
const MIN_WORD_LEN: usize = 3;
/// A word of fewer phrases was one writer's choice: with each thousand lines more of those, look-alikes were lost.
const MIN_PHRASES: u32 = 2;

/// The words of the phrases of a language.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vocabulary {
    /// By hash.
    words: HashTable,
}

/// How much of a text is made of words of phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Share {
    /// The part of its words that are, 0 to 1.
    pub(crate) known: f32,
    /// Its words but for stop words; in scripts without spaces, pairs of characters.
    pub(crate) words: u32,
}

impl Vocabulary {
    /// The words of a table's phrases. Whole lines are no running text; headlines that are
    /// pointed to, and questions to readers, have any words.
    pub(crate) fn of(table: &Table, stop_words: &StopWords) -> Vocabulary {
        let mut counts: ByHash<u32> = ByHash::default();
        for (index, phrase) in table.iter().enumerate() {
            let Sense::Notice(category) = phrase.sense else {
                continue;
            };
            if phrase.strength != Strength::Alone || !has_words_of_its_own(category) {
                continue;
            }
            each_word(table.folded(index), |word| {
                if !stop_words.has(word) {
                    *counts.entry(word).or_default() += 1;
                }
            });
        }
        let words = counts.into_iter().filter(|(_, count)| *count >= MIN_PHRASES);
        Vocabulary { words: HashTable::of_hashes(words.map(|(word, _)| word)) }
    }

    /// The words as a column.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        self.words.pack(packer);
    }

    /// Reads what [`Vocabulary::pack`] wrote.
    pub(super) fn unpack(packed: &mut Packed) -> Vocabulary {
        Vocabulary { words: HashTable::unpack(packed) }
    }

    fn has(&self, hash: u64) -> bool {
        self.words.has(hash)
    }
}

/// How much of a folded text is made of words of a vocabulary, or of a caller's own.
pub(super) fn share(
    text: &str,
    (words, own): (&Vocabulary, Option<&Vocabulary>),
    stop_words: &StopWords,
) -> Share {
    let (mut all, mut known) = (0u32, 0u32);
    each_word(text, |word| {
        if !stop_words.has(word) {
            all += 1;
            known += u32::from(words.has(word) || own.is_some_and(|own| own.has(word)));
        }
    });
    Share { known: known as f32 / all.max(1) as f32, words: all }
}

fn has_words_of_its_own(category: Category) -> bool {
    !matches!(
        category,
        Category::Related | Category::Share | Category::Event | Category::Boilerplate
    )
}

/// Calls `found` with the hash of each word, or of each two characters side by side in scripts that
/// write without spaces; Korean, whose words take particles, is read so, too.
fn each_word(text: &str, mut found: impl FnMut(u64)) {
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if word.chars().next().is_some_and(is_read_in_pairs) {
            let chars = word.chars();
            for (one, other) in chars.clone().zip(chars.skip(1)) {
                found(step(step(START, one as u32), other as u32));
            }
        } else if word.chars().count() >= MIN_WORD_LEN {
            found(word_hash(word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Phrases;
    use super::*;
    use crate::search::folded;

    #[test]
    fn an_appeal_is_made_of_words_of_phrases() {
        let share = |language: &str, text: &str| {
            Phrases::of(Some(language), None).share(&folded(text), StopWords::built_in())
        };
        let plea =
            share("en", "Support independent journalism: donate monthly and cancel anytime.");
        assert!(plea.known > 0.9, "{plea:?}");
        assert_eq!(plea.words, 7);
        let news = share("en", "The ferry stays in dock until inspectors have seen both engines.");
        assert!(news.known < 0.5, "{news:?}");
        let plea = share("ja", "無料会員に登録すると記事が読めます");
        assert!(plea.known > 0.5, "{plea:?}");
    }
}
