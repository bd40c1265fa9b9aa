//! What the words of a page's blocks say, beside what they say on the page throughout.

use std::cell::OnceCell;

use crate::diction::{Diction, Reading};

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
    /// By how much the page as a whole is worded as notices are.
    usual: f32,
}

impl PageDiction {
    /// Of a page in `language` with so many blocks; how it is worded as a whole is not known yet.
    pub(super) fn new(language: Option<&str>, blocks: usize) -> PageDiction {
        PageDiction {
            table: Diction::of(language),
            readings: vec![OnceCell::new(); blocks],
            usual: 0.0,
        }
    }

    /// What the words of a block say, if there is a table of the language. `folded` is asked for its text once.
    pub(super) fn of(&self, index: usize, folded: impl FnOnce() -> String) -> Option<Reading> {
        let table = self.table?;
        let reading = self.readings[index].get_or_init(|| table.read(&folded()));
        Some(Reading { log_odds: reading.log_odds - self.usual, ..*reading })
    }

    /// Finds out how the page as a whole is worded: by the middle one of its longer blocks.
    pub(super) fn listen<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t str>,
        folded: impl Fn(usize) -> String,
    ) {
        let long = texts.enumerate().filter(|(_, text)| text.len() >= MIN_LENGTH).take(SAMPLE);
        let odds = long.filter_map(|(index, _)| self.of(index, || folded(index)));
        let mut odds: Vec<f32> = odds.map(|reading| reading.log_odds).collect();
        if odds.len() >= MIN_SAMPLE {
            odds.sort_by(f32::total_cmp);
            self.usual = (odds[odds.len() / 2] - EDITORIAL).max(0.0);
        }
    }

    /// Forgets how the page as a whole is worded.
    pub(super) fn forget(&mut self) {
        self.usual = 0.0;
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
