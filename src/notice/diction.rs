//! What the words of a page's blocks say, beside what they say on the page throughout.

use std::cell::OnceCell;

use crate::diction::{Diction, Reading};
use crate::search::Folded;

/// Blocks of so many letters and more tell how a page is worded.
const MIN_LENGTH: usize = 50;
/// So many of them are read for that, and fewer tell nothing.
const SAMPLE: usize = 24;
const MIN_SAMPLE: usize = 4;
/// Editorial text has lower log-odds. A guide to subscriptions has higher ones in every paragraph, so there a
/// notice has to stand out from these.
const EDITORIAL: f32 = -3.0;

/// The diction of a page.
pub(super) struct PageDiction {
    table: Option<Diction>,
    readings: Vec<OnceCell<Reading>>,
    /// Whether it counts how the page as a whole is worded.
    is_relative: bool,
    /// By how much the page as a whole is worded as notices are.
    usual: OnceCell<f32>,
}

impl PageDiction {
    /// Of a page in `language` with so many blocks, each of which is read for itself.
    pub(super) fn new(language: Option<&str>, blocks: usize) -> PageDiction {
        PageDiction {
            table: Diction::of(language),
            readings: vec![OnceCell::new(); blocks],
            is_relative: false,
            usual: OnceCell::new(),
        }
    }

    /// From now on, a block is read beside the page as a whole, or not.
    pub(super) fn set_relative(&mut self, is_relative: bool) {
        self.is_relative = is_relative;
    }

    /// What the words of a block say, if there is a table of the language. `folded` are the texts of all.
    pub(super) fn of(&self, index: usize, folded: &Folded) -> Option<Reading> {
        let table = self.table?;
        let reading = self.read(table, index, folded);
        // What is editorial is so on every page, and most pages have nothing else: they are not looked at.
        if !self.is_relative || reading.log_odds <= EDITORIAL {
            return Some(reading);
        }
        let usual = *self.usual.get_or_init(|| self.usual(table, folded));
        Some(Reading { log_odds: reading.log_odds - usual, ..reading })
    }

    fn read(&self, table: Diction, index: usize, folded: &Folded) -> Reading {
        *self.readings[index].get_or_init(|| table.read(folded.part(index)))
    }

    /// By how much the page as a whole is worded as notices are: the middle one of its longer blocks.
    fn usual(&self, table: Diction, folded: &Folded) -> f32 {
        let long = (0..folded.len()).filter(|index| folded.part(*index).len() >= MIN_LENGTH);
        let sample = long.take(SAMPLE).map(|index| self.read(table, index, folded).log_odds);
        let mut odds: Vec<f32> = sample.collect();
        if odds.len() < MIN_SAMPLE {
            return 0.0;
        }
        odds.sort_by(f32::total_cmp);
        (odds[odds.len() / 2] - EDITORIAL).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{kept, text};

    const NEWS: [&str; 3] = [
        "The ferry stays in dock until the inspectors have looked at both of the engines, the board said on Monday.",
        "Repairs to the pier began in March and were to end in June, but the divers found rust in four more piles.",
        "Some 2,300 islanders use the crossing on a working day, most of them pupils of the two schools in Carrow.",
    ];
    const PLEA: &str = "We pay for the boat ourselves. If our stories are of use to you, a few pounds a month keeps it afloat.";

    #[test]
    fn a_plea_without_phrases_goes() {
        assert_eq!(kept(text(&[&NEWS[..], &[PLEA]].concat().join("\n\n"))), NEWS);
    }

    #[test]
    fn speech_stays() {
        let speech = format!("“{PLEA}”");
        let lines = [&NEWS[..], &[&*speech]].concat();
        assert_eq!(kept(text(&lines.join("\n\n"))), lines);
    }

    #[test]
    fn short_statements_of_ours_are_none() {
        for lines in [
            ["Unser Nachbar ist gestern gestorben.", "Unsere Firma wurde 1956 gegründet."],
            ["Senate confirms her to be fifth US envoy", "Our town has changed a lot."],
        ] {
            assert_eq!(kept(text(&lines.join("\n\n"))), lines);
        }
    }

    #[test]
    fn on_a_page_that_is_worded_so_throughout_it_stays() {
        let guide = [
            "If you give to us by card, we charge you the same amount on the first of each month until you tell us to stop.",
            "Your membership renews on its own. You can cancel it under Account, and we send you a note when you have.",
            "You get our newsletter as long as you are a member. If you would rather not have it, tell us with the link below it.",
            PLEA,
        ];
        assert_eq!(kept(text(&guide.join("\n\n"))).last().map(String::as_str), Some(PLEA));
    }
}
