//! Discourse: which paragraphs of a text are pleas by what their words say beside those around them.
//!
//! A plea without stock phrases stands out from its page: its words are those of notices where the page's are
//! not, and its neighbours are pleas as often as it. A guide to donations is worded so throughout, a letter speaks to
//! its readers throughout. What is known of a paragraph and of those around it is a row of numbers, of which boosted trees tell
//! whether it is a plea (`train/discourse.py`; `train/EXPERIMENTS.md` has what they find).

use std::sync::LazyLock;

use crate::category::Category;
use crate::packed::Packed;
use crate::score::RowModel;

use super::company::is_unquoted;
use super::evidence::{MAX_ANNOUNCED, MAX_HITS, against, announces};
use super::page::Page;
use super::words::Wording;

/// The columns of a row: of the paragraph the log-odds of its words and what they add to those of none, its
/// words and letters, how it addresses its reader and the points of its phrases; log-odds, manners of address and
/// phrases of its neighbours; the middle and the top of the log-odds of the page's other paragraphs, which part of
/// them says "you" and "we".
pub const COLUMNS: [&str; 21] = [
    "odds",
    "said",
    "words",
    "length",
    "imperatives",
    "you",
    "we",
    "reporting",
    "phrases",
    "odds_before",
    "odds_2_before",
    "odds_after",
    "odds_2_after",
    "manners_before",
    "manners_after",
    "phrases_before",
    "phrases_after",
    "page_middle",
    "page_top",
    "page_you",
    "page_we",
];

/// A row.
pub(super) type Row = [f32; COLUMNS.len()];

static MODEL: LazyLock<RowModel> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/discourse.bin"));
    RowModel::unpack(&mut Packed::new(bytes), &COLUMNS)
        .unwrap_or_else(|error| unreachable!("the built-in model of discourse: {error}"))
});

/// The model's log-odds from which on a paragraph is a plea.
const CUT: f32 = 1.0;
/// The same of one with phrases that make none of it, where too few others tell what is usual on the page: of part D of
/// `corpus/blind.jsonl`, hostile paragraphs between two others, 24 are lost by that and 90 by [`CUT`], while 481 and 675 of its
/// appeals are found.
const CUT_BESIDE_PHRASES: f32 = 2.5;
/// Where no paragraph has so high log-odds, there is no plea; and one itself has so many at least.
const ANCHOR: f32 = -1.0;
const LEAST: f32 = -4.0;
/// Shorter paragraphs, in letters and words, are labels, which any heading has. In scripts without spaces, pairs of
/// characters count as words, so a label is told by its letters.
const MIN_LENGTH: f32 = 25.0;
const MIN_WORDS: usize = 5;
/// What speaks of "us" and to nobody needs more letters: "Our neighbour died yesterday."
const MIN_LENGTH_OF_US: f32 = 60.0;
/// And nobody pleads at such length in one paragraph.
const MAX_LENGTH: f32 = 1_500.0;
/// The log-odds of what is not read: those of editorial text.
const UNREAD: f32 = -5.0;
/// Neighbours on either side; what is farther is the page.
const REACH: usize = 2;
/// Paragraphs that the page is known by, spread over it, and the shortest of these, in letters.
const SAMPLE: usize = 48;
const MIN_SAMPLE_LENGTH: f32 = 50.0;
/// So many away from a paragraph tell of the page; where fewer are, its neighbours do, too.
const MIN_AWAY: usize = 4;
/// The part of their log-odds below its top.
const TOP: f32 = 0.9;
/// More of anything says no more.
const MOST_WORDS: usize = 200;
const MOST_LENGTH: f32 = 1_000.0;
const MOST_MANNERS: u16 = 12;

/// A paragraph that is a plea by its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worded {
    pub(super) block: usize,
    /// What it asks for.
    pub(super) category: Category,
    /// By how much it is above what makes a plea, in log-odds.
    pub(super) excess: f32,
}

/// The pleas by their words among `order`, the blocks of a text in their order.
pub(super) fn pleas(page: &Page<'_>, order: &[usize]) -> Vec<Worded> {
    if !order.iter().any(|block| odds(page, *block) >= ANCHOR) {
        return Vec::new();
    }
    let text = Text::of(page, order);
    let plea = |at: usize| {
        let block = order[at];
        if odds(page, block) < LEAST || !can_plead(page, block) || !text.is_own(at) {
            return None;
        }
        let excess = MODEL.log_odds(&text.row(at)) - text.cut(block);
        let category = page.reading(block)?.category;
        (excess >= 0.0).then_some(Worded { block, category, excess })
    };
    (0..order.len()).filter_map(plea).collect()
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

/// A text whose paragraphs are read beside each other.
struct Text<'p> {
    page: &'p Page<'p>,
    order: &'p [usize],
    /// Places in `order` and log-odds of a sample of its paragraphs, the lowest first.
    sample: Vec<(usize, f32)>,
    /// Which part of the sample says "you", and "we".
    you: f32,
    we: f32,
}

impl<'p> Text<'p> {
    fn of(page: &'p Page<'p>, order: &'p [usize]) -> Text<'p> {
        let step = order.len().div_ceil(SAMPLE).max(1);
        let is_long = |at: &usize| page.length(order[*at]) >= MIN_SAMPLE_LENGTH;
        let places = (0..order.len()).step_by(step).filter(is_long);
        let mut sample: Vec<(usize, f32)> = places.map(|at| (at, odds(page, order[at]))).collect();
        sample.sort_by(|a, b| a.1.total_cmp(&b.1));
        let addresses = || sample.iter().map(|(at, _)| page.address(order[*at]));
        let count = sample.len().max(1) as f32;
        let you = addresses().filter(|it| it.you > 0 || it.imperatives > 0).count() as f32 / count;
        let we = addresses().filter(|it| it.we > 0).count() as f32 / count;
        Text { page, order, sample, you, we }
    }

    /// Whether a paragraph is not another's: what begins with speech or quotes others, or is set in or announced, pleads for
    /// others, or tells of pleas.
    fn is_own(&self, at: usize) -> bool {
        let (page, block) = (self.page, self.order[at]);
        let before = &self.order[at.saturating_sub(MAX_ANNOUNCED)..at];
        is_unquoted(page.text(block))
            && against(page.hits(block), page.text(block)) == 0.0
            && !page.is_inset(block)
            && !before.iter().any(|before| announces(page, *before))
    }

    /// The log-odds from which on a paragraph is a plea.
    fn cut(&self, block: usize) -> f32 {
        let tells_what_is_usual = self.sample.len() > MIN_AWAY;
        let is_clear = tells_what_is_usual || self.page.hits(block).is_empty();
        if is_clear { CUT } else { CUT_BESIDE_PHRASES }
    }

    /// What is known of the paragraph at a place.
    fn row(&self, at: usize) -> Row {
        let (page, block) = (self.page, self.order[at]);
        let address = page.address(block);
        let (said, words) = page.reading(block).map_or((0.0, 0), |it| (it.said, it.words));
        let count = |count: u16| f32::from(count.min(MOST_MANNERS));
        let beside = |distance: isize| {
            at.checked_add_signed(distance).and_then(|at| self.order.get(at)).copied()
        };
        let odds_at = |distance| beside(distance).map_or(UNREAD, |block| odds(page, block));
        let manners_at =
            |distance| beside(distance).map_or(0, |block| page.address(block).manners());
        let phrases = |block: usize| {
            let hits = page.hits(block);
            Wording::of(&hits[..hits.len().min(MAX_HITS)], page.text(block)).points
        };
        let phrases_at = |distance| beside(distance).map_or(0.0, phrases);
        [
            odds(page, block),
            said,
            words.min(MOST_WORDS) as f32,
            page.length(block).min(MOST_LENGTH),
            count(address.imperatives),
            count(address.you),
            count(address.we),
            count(address.reporting),
            phrases(block),
            odds_at(-1),
            odds_at(-2),
            odds_at(1),
            odds_at(2),
            f32::from(manners_at(-1)),
            f32::from(manners_at(1)),
            phrases_at(-1),
            phrases_at(1),
            self.quantile(at, 0.5),
            self.quantile(at, TOP),
            self.you,
            self.we,
        ]
    }

    /// The log-odds that this part of the sample's other paragraphs are below: of those away from a place, unless
    /// that are too few to know the page by.
    fn quantile(&self, at: usize, part: f32) -> f32 {
        let beyond =
            |reach: usize| self.sample.iter().filter(move |(place, _)| place.abs_diff(at) > reach);
        let reach = if beyond(REACH).count() < MIN_AWAY { 0 } else { REACH };
        let count = beyond(reach).count();
        let nth = ((count as f32 * part) as usize).min(count.saturating_sub(1));
        beyond(reach).nth(nth).map_or(UNREAD, |(_, odds)| *odds)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{kept, text};
    use super::MODEL;

    /// The fixture has rows of texts, and the log-odds that the training library gives them.
    #[test]
    fn the_model_says_what_the_training_library_does() {
        for line in include_str!("tests/discourse.tsv").lines() {
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
