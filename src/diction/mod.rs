//! Diction: which words a text chooses, weighed by how much more often notices choose them.
//!
//! Phrases find the notices that are worded as others are; what pleads in words of its own is still told
//! by them all together. A table has a weight for words and pairs of neighbours: a logistic regression over
//! texts that were written for it, appeals and look-alikes (`train/diction.py`; `train/EXPERIMENTS.md`
//! has what it finds). Languages without a table are read by phrases alone.

mod table;
mod words;

use crate::category::{Category, CategorySet};
use crate::packed::{Packed, packed};

pub use words::each_word;

use table::{Slot, UNIT, check_of, slot, weight_of};
use words::{hash, pair_hash};

// `TABLES: &[(&str, Packed)]`, those of `tables/diction`, packed by the build script.
include!(concat!(env!("OUT_DIR"), "/diction.rs"));

/// Words of a text that are read: what has more is long, and no notice for that.
const MAX_WORDS: usize = 400;
/// A shorter text counts as one of so many words.
const MIN_WORDS: usize = 4;
/// A category is likely if the words speak for it at least this much as for the likeliest.
const LIKELY_SHARE: f32 = 0.25;
/// Features that are looked up together: about as many reads of memory can be on their way.
const LOOKED_UP_AT_ONCE: usize = 32;

/// The words of a language, with what each says for a notice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Diction {
    bias: f32,
    slots: &'static [Slot],
}

/// What the words of a text say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The logarithm of the odds that it is a notice, among as many texts of each kind as the table was made
    /// of.
    pub(crate) log_odds: f32,
    /// What its words add to the log-odds of a text of which none is known.
    pub(crate) said: f32,
    /// How many words it has; at most [`MAX_WORDS`] are counted.
    pub(crate) words: usize,
    /// What it asks for, if it is one.
    pub(crate) category: Category,
    /// That, and what else its words speak for nearly as much.
    pub(crate) likely: CategorySet,
}

impl Diction {
    /// The diction of notices in `language`, if there is a table of it.
    pub(crate) fn of(language: Option<&str>) -> Option<Diction> {
        let (_, mut packed) = *TABLES.iter().find(|(name, _)| Some(*name) == language)?;
        let bias = i16::from_le_bytes(*packed.column().first()?);
        Some(Diction { bias: f32::from(bias) * UNIT, slots: packed.column() })
    }

    /// Reads a folded text.
    pub(crate) fn read(self, text: &str) -> Reading {
        let mut by_category = [0.0f32; Category::ALL.len()];
        let (hashes, words) = hashes(text);
        let mut sum = 0i32;
        for hashes in hashes.chunks(LOOKED_UP_AT_ONCE) {
            for (hash, first) in hashes.iter().zip(self.firsts(hashes)) {
                // A free slot has no weight.
                let slot = self.find(*hash, first);
                let weight = weight_of(&slot);
                sum += i32::from(weight);
                by_category[usize::from(slot[6])] += f32::from(weight.max(0));
            }
        }
        let said = sum as f32 * UNIT / (words.max(MIN_WORDS) as f32).sqrt();
        let category = Category::heaviest(&by_category).unwrap_or(Category::ALL[0]);
        let least = by_category[category as usize] * LIKELY_SHARE;
        let is_likely = |category: &Category| by_category[*category as usize] >= least;
        let likely = Category::ALL.iter().copied().filter(is_likely).collect();
        Reading { log_odds: self.bias + said, said, words, category, likely }
    }

    /// What stands in the first slots of some features. They are far apart in memory: asked for one behind the other,
    /// without a look at what is there, they come at the same time.
    fn firsts(self, hashes: &[u64]) -> [Slot; LOOKED_UP_AT_ONCE] {
        let mut firsts = [Slot::default(); LOOKED_UP_AT_ONCE];
        for (first, hash) in firsts.iter_mut().zip(hashes) {
            *first = self.slots[slot(*hash, self.slots.len())];
        }
        firsts
    }

    /// The slot of a feature, or a free one. `first` is what stands in the first one of its hash.
    fn find(self, hash: u64, first: Slot) -> Slot {
        let (mut found, mut at) = (first, slot(hash, self.slots.len()));
        // Half of the slots and more are free.
        while weight_of(&found) != 0 && check_of(&found) != hash as u32 {
            at = (at + 1) & (self.slots.len() - 1);
            found = self.slots[at];
        }
        found
    }
}

/// The hashes of the first words of a text and of each two that stand side by side, and how many words that is.
fn hashes(text: &str) -> (Vec<u64>, usize) {
    // A word is three bytes and more, with what stands behind it.
    let mut hashes = Vec::with_capacity((text.len() / 2).min(2 * MAX_WORDS));
    let (mut words, mut before) = (0usize, None);
    each_word(text, |word| {
        if words < MAX_WORDS {
            words += 1;
            let hash = hash(word);
            hashes.push(hash);
            hashes.extend(before.replace(hash).map(|before| pair_hash(before, hash)));
        }
    });
    (hashes, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::folded;

    fn read(text: &str) -> Reading {
        Diction::of(Some("en")).expect("a table").read(&folded(text))
    }

    #[test]
    fn a_plea_in_words_of_its_own_is_told_from_news() {
        let plea = read(
            "We pay for the boat ourselves. If our stories are of use to you, a few pounds a month keeps it afloat.",
        );
        assert!(plea.log_odds > 1.0, "{plea:?}");
        assert_eq!(plea.category, Category::Donation);
        let news = read(
            "The ferry stays in dock until inspectors have seen both engines, the board said.",
        );
        assert!(news.log_odds < -3.0, "{news:?}");
    }

    #[test]
    fn nothing_is_read_beyond_the_cap() {
        let words = "word ".repeat(MAX_WORDS);
        assert_eq!(read(&words), read(&(words.clone() + "please support us today")));
    }

    #[test]
    fn a_language_without_a_table_has_no_diction() {
        assert!(Diction::of(Some("xx")).is_none() && Diction::of(None).is_none());
    }
}
