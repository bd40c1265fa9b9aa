//! The words of known phrases: an appeal in words of its own is still made of them.
//!
//! No table has every wording, but the words that outlets plead with are few, and editorial text has
//! far fewer of them (`train/EXPERIMENTS.md`; `train/blind_check.py` measures).

use super::boundary::is_unspaced;
use super::table::{Phrase, Sense, Strength};
use crate::category::Category;
use crate::hash::{ByHash, START, hash, step};

/// Shorter words say nothing.
const MIN_WORD_LEN: usize = 3;

/// The words of the phrases of a language.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// By hash, how many phrases of each category have the word.
    words: ByHash<[u8; Category::ALL.len()]>,
}

/// How much of a text is made of words of phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Share {
    /// The part of its words that are, 0 to 1.
    pub(crate) known: f32,
    /// Its words but for stop words; in scripts without spaces, pairs of characters.
    pub(crate) words: u32,
    /// The category that most of them speak for.
    pub(crate) category: Option<Category>,
}

impl Vocabulary {
    /// Takes the phrases and their folded texts. Whole lines are no running text; headlines that are
    /// pointed to, and questions to readers, have any words.
    pub(super) fn new<'t>(
        phrases: &[Phrase],
        texts: impl Iterator<Item = &'t str>,
        is_stop_word: fn(u64) -> bool,
    ) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (phrase, text) in phrases.iter().zip(texts) {
            let Sense::Notice(category) = phrase.sense else {
                continue;
            };
            if phrase.strength == Strength::Line || !has_words_of_its_own(category) {
                continue;
            }
            each_word(text, |word| {
                if !is_stop_word(word) {
                    let counts = vocabulary.words.entry(word).or_default();
                    counts[category as usize] = counts[category as usize].saturating_add(1);
                }
            });
        }
        vocabulary
    }

    /// How much of a folded text is made of these words.
    pub(crate) fn share(&self, text: &str, is_stop_word: fn(u64) -> bool) -> Share {
        let (mut all, mut known) = (0u32, 0u32);
        let mut votes = [0u32; Category::ALL.len()];
        each_word(text, |word| {
            if is_stop_word(word) {
                return;
            }
            all += 1;
            if let Some(counts) = self.words.get(&word) {
                known += 1;
                let most = counts.iter().copied().max();
                let at = counts.iter().position(|count| Some(*count) == most).unwrap_or(0);
                votes[at] += 1;
            }
        });
        let most = votes.iter().copied().max().filter(|votes| *votes > 0);
        let at = votes.iter().position(|votes| Some(*votes) == most);
        let category = at.map(|at| Category::ALL[at]);
        Share { known: known as f32 / all.max(1) as f32, words: all, category }
    }
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
            found(hash(word));
        }
    }
}

fn is_read_in_pairs(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use super::super::Phrases;
    use super::*;
    use crate::phrases::folded;

    #[test]
    fn an_appeal_is_made_of_words_of_phrases() {
        let share = |language: &str, text: &str| {
            let is_stop_word = |word: u64| word == hash("the") || word == hash("and");
            Phrases::of(Some(language)).share(&folded(text), is_stop_word)
        };
        let plea =
            share("en", "Support independent journalism: donate monthly and cancel anytime.");
        assert!(plea.known > 0.9, "{plea:?}");
        assert_eq!((plea.words, plea.category), (7, Some(Category::Donation)));
        let news = share("en", "The ferry stays in dock until inspectors have seen both engines.");
        assert!(news.known < 0.5, "{news:?}");
        let plea = share("ja", "無料会員に登録すると記事が読めます");
        assert!(plea.known > 0.5, "{plea:?}");
    }
}
