//! Discourse: which paragraphs of a text are pleas by what their words say beside those around them.
//!
//! A plea without stock phrases stands out from its page: its words are those of notices where the page's are not,
//! and its neighbours are pleas as often as it. A guide to donations is worded so throughout, a letter speaks to its
//! readers throughout, and stays whatever phrases it has. What is known of a paragraph and of those around it is a
//! row of numbers, of which boosted trees tell whether it is a plea, or none whatever its phrases say
//! (`train/discourse.py`; `train/EXPERIMENTS.md` has what they find).

mod text;

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::category::Category;
use crate::packed::packed;
use crate::score::RowModel;

use super::company::is_unquoted;
use super::evidence::{MAX_ANNOUNCED, against, announces};
use super::page::Page;
use text::{Row, Text, phrases};

pub use text::COLUMNS;

static MODEL: LazyLock<RowModel> = LazyLock::new(|| {
    RowModel::unpack(&mut packed!("discourse.bin"), &COLUMNS)
        .unwrap_or_else(|error| unreachable!("the built-in model of discourse: {error}"))
});

/// The model's log-odds from which on a paragraph is a plea.
const CUT: f32 = 1.0;
/// The same of a paragraph whose phrases make no notice of it, where too few others tell what is usual on the page: with
/// [`CUT`] four times as many hostile paragraphs between two others (part D of `corpus/blind.jsonl`) were lost.
const CUT_BESIDE_PHRASES: f32 = 2.5;
/// The same of one that speaks to nobody and has no phrase: on the texts that check it three of 24 false pleas fewer,
/// for 7 of 433 true ones.
const CUT_OF_STATEMENTS: f32 = 2.0;
/// The log-odds below which a paragraph is editorial whatever phrases it has: of 106 editorial ones and 393 pleas of
/// whole texts that phrases drop 70 and one, by models that have not seen their writers; at -1.5 82 and three.
const EDITORIAL: f32 = -2.5;
/// Where no paragraph has so high log-odds, there is no plea; and one itself has so many at least.
const ANCHOR: f32 = -1.0;
const LEAST: f32 = -4.0;
/// Shorter paragraphs, in letters and words, are labels, which any heading has. In scripts without spaces, pairs of
/// characters count as words, so a label is told by its letters.
const MIN_LENGTH: f32 = 25.0;
const MIN_WORDS: usize = 5;
/// One of fewer letters pleads beside another whose words are those of notices: "Thank you for reading us." alone
/// ends a letter.
const MIN_LENGTH_ALONE: f32 = 40.0;
const COMPANY: f32 = 0.0;
/// What speaks of "us" and to nobody needs more letters: "Our neighbour died yesterday."
const MIN_LENGTH_OF_US: f32 = 60.0;
/// And nobody pleads at such length in one paragraph.
const MAX_LENGTH: f32 = 1_500.0;
/// The log-odds of what is not read: those of editorial text.
const UNREAD: f32 = -5.0;

/// A paragraph that is a plea by its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worded {
    pub(super) block: usize,
    /// What it asks for.
    pub(super) category: Category,
    /// By how much it is above what makes a plea, in log-odds.
    pub(super) excess: f32,
}

/// A text as the model reads it: blocks of a page in their order.
pub(super) struct Discourse<'p> {
    page: &'p Page<'p>,
    order: &'p [usize],
    /// Of most texts nothing has to be known.
    text: OnceCell<Text<'p>>,
}

impl<'p> Discourse<'p> {
    pub(super) fn of(page: &'p Page<'p>, order: &'p [usize]) -> Discourse<'p> {
        Discourse { page, order, text: OnceCell::new() }
    }

    /// The pleas by their words.
    pub(super) fn pleas(&self) -> Vec<Worded> {
        let has_anchor = self.order.iter().any(|block| odds(self.page, *block) >= ANCHOR);
        let places = if has_anchor { 0..self.order.len() } else { 0..0 };
        places.filter_map(|at| self.plea(at)).collect()
    }

    fn plea(&self, at: usize) -> Option<Worded> {
        let (page, block) = (self.page, self.order[at]);
        if odds(page, block) < LEAST || !can_plead(page, block) {
            return None;
        }
        if !self.is_own(at) || self.is_alone(at) || self.is_bare_statement(block) {
            return None;
        }
        let excess = self.log_odds(at) + page.lean - self.cut(block);
        let category = page.reading(block)?.category;
        (excess >= 0.0).then_some(Worded { block, category, excess })
    }

    /// Whether the paragraph at a place is editorial, whatever phrases it has: of a guide to cookies, a letter to
    /// readers.
    pub(super) fn is_editorial(&self, at: usize) -> bool {
        let (page, block) = (self.page, self.order[at]);
        let is_asked = || odds(page, block) >= LEAST || phrases(page, block) > 0.0;
        is_read(page, block) && (!is_asked() || self.log_odds(at) + page.lean < EDITORIAL)
    }

    fn text(&self) -> &Text<'p> {
        self.text.get_or_init(|| Text::of(self.page, self.order))
    }

    /// What the model says of the paragraph at a place.
    fn log_odds(&self, at: usize) -> f32 {
        MODEL.log_odds(&self.text().row(at))
    }

    /// Whether a paragraph is short and no neighbour of it is worded as notices are.
    fn is_alone(&self, at: usize) -> bool {
        let is_like =
            |at: usize| self.order.get(at).is_some_and(|block| odds(self.page, *block) > COMPANY);
        let has_company = at.checked_sub(1).is_some_and(is_like) || is_like(at + 1);
        self.page.length(self.order[at]) < MIN_LENGTH_ALONE && !has_company
    }

    /// Whether a paragraph is not another's: what begins with speech or quotes others, or is set in or announced,
    /// pleads for others, or tells of pleas.
    fn is_own(&self, at: usize) -> bool {
        let (page, block) = (self.page, self.order[at]);
        let before = &self.order[at.saturating_sub(MAX_ANNOUNCED)..at];
        is_unquoted(page.text(block))
            && against(page.hits(block), page.text(block)) == 0.0
            && !page.is_inset(block)
            && !before.iter().any(|before| announces(page, *before))
    }

    /// Whether a paragraph speaks to nobody where too few others tell what is usual on the page: news of boats and
    /// pupils is worded as pleas are. Beside a stock plea 95 of 1,600 editorial paragraphs of such texts were lost,
    /// and 12 since, for 6 pleas of 3,000 (`corpus/blind.jsonl`, `corpus/texts.jsonl`).
    fn is_bare_statement(&self, block: usize) -> bool {
        is_silent(self.page, block) && !self.text().tells_what_is_usual()
    }

    /// The log-odds from which on a paragraph is a plea by itself.
    fn cut(&self, block: usize) -> f32 {
        let (page, has_hits) = (self.page, !self.page.hits(block).is_empty());
        if has_hits && !self.text().tells_what_is_usual() {
            CUT_BESIDE_PHRASES
        } else if is_silent(page, block) {
            CUT_OF_STATEMENTS
        } else {
            CUT
        }
    }
}

/// Whether a block speaks to nobody, and no phrase of it counts.
fn is_silent(page: &Page<'_>, block: usize) -> bool {
    page.address(block).manners() == 0 && phrases(page, block) == 0.0
}

/// The row of each block of a text that is read, for `train/discourse.py`.
pub(super) fn rows(page: &Page<'_>) -> Vec<Option<Row>> {
    let order: Vec<usize> = (0..page.len()).collect();
    let text = Text::of(page, &order);
    order.iter().map(|block| is_read(page, *block).then(|| text.row(*block))).collect()
}

/// Whether a block can be a plea by its length and by whom it speaks to: what reports and speaks to nobody is a story,
/// about appeals maybe.
fn can_plead(page: &Page<'_>, block: usize) -> bool {
    let (length, address) = (page.length(block), page.address(block));
    let speaks_to_reader = address.you > 0 || address.imperatives > 0;
    let can_be_of_us = length >= MIN_LENGTH_OF_US && address.reporting == 0;
    length <= MAX_LENGTH && (speaks_to_reader || can_be_of_us)
}

/// Whether the words of a block are read.
fn is_read(page: &Page<'_>, block: usize) -> bool {
    page.length(block) >= MIN_LENGTH
        && page.reading(block).is_some_and(|reading| reading.words >= MIN_WORDS)
}

/// The log-odds of a block by its words alone.
fn odds(page: &Page<'_>, block: usize) -> f32 {
    if !is_read(page, block) {
        return UNREAD;
    }
    page.reading(block).map_or(UNREAD, |reading| reading.log_odds)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{kept, text};
    use super::MODEL;

    /// The fixture has rows of texts, and the log-odds that the training library gives them.
    #[test]
    fn the_model_says_what_the_training_library_does() {
        for line in include_str!("../tests/discourse.tsv").lines() {
            let (row, expected) = line.split_once('\t').expect("a row and its log-odds");
            let row: Vec<f32> =
                row.split(' ').map(|value| value.parse().expect("a number")).collect();
            let expected: f32 = expected.parse().expect("a number");
            // Leaves are rounded in the model file.
            assert!((MODEL.log_odds(&row) - expected).abs() < 0.01, "{line}");
        }
    }

    const NEWS: [&str; 5] = [
        "The ferry stays in dock until the inspectors have looked at both of the engines, the board said on Monday.",
        "Repairs to the pier began in March and were to end in June, but the divers found rust in four more piles.",
        "Some 2,300 islanders use the crossing on a working day, most of them pupils of the two schools in Carrow.",
        "The council has hired a boat for the pupils, which leaves at seven and comes back when the last lesson is over.",
        "A second ferry, which was ordered four years ago, is still in the yard at Holm, where nobody works at present.",
    ];
    const PLEA: &str = "We pay for the boat ourselves. If our stories are of use to you, a little every month would keep it afloat.";

    #[test]
    fn a_plea_without_phrases_goes() {
        assert_eq!(kept(text(&[&NEWS[..], &[PLEA]].concat().join("\n\n"))), NEWS);
    }

    #[test]
    fn news_beside_a_stock_plea_stays() {
        for at in 1..=NEWS.len() {
            let (before, after) = NEWS.split_at(at);
            let plea = ["Please donate to support our journalism."];
            let lines = [before, &plea, after].concat();
            assert_eq!(kept(text(&lines.join("\n\n"))), NEWS);
        }
    }

    #[test]
    fn statements_of_short_texts_beside_a_stock_plea_stay() {
        let plea = "Please donate to support our journalism.";
        let news = "The bridge stays closed until the autumn, the county board said on Monday, because the divers found rust in four of its piles.";
        let more = "The council has hired a boat for the pupils, which leaves at seven and comes back when the last lesson is over, and a second one for the nurses of the clinic.";
        for lines in [vec![news, plea, more], vec![plea, more], vec![more, plea]] {
            let expected: Vec<&str> = lines.iter().copied().filter(|line| *line != plea).collect();
            assert_eq!(kept(text(&lines.join("\n\n"))), expected);
        }
    }

    #[test]
    fn a_guide_with_phrases_of_notices_stays() {
        let guide = [
            "Most phones slow down because of a hundred small things, and an hour on a rainy afternoon is enough for nearly all of them.",
            "Begin with the pictures. Delete what is blurred, copy the rest to a disk, and look at the screenshots last, as there are always too many.",
            "Turn off notifications for every game, and turn off your ad blocker for a moment if the page of the manufacturer stays white.",
            "Old routers are the next suspects. A new cable costs less than a pizza, and the people upstairs will thank you for the quiet evenings.",
            "When everything is done, switch the phone off for one whole minute. The technicians of the repair shop in Carrow swear by it.",
        ];
        assert_eq!(kept(text(&guide.join("\n\n"))), guide);
    }

    #[test]
    fn short_thanks_alone_stay() {
        let lines = [&NEWS[..], &["Thank you for reading us."]].concat();
        assert_eq!(kept(text(&lines.join("\n\n"))), lines);
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
