//! A text whose paragraphs are read beside each other: the rows of which the model of discourse tells pleas.

use crate::phrases::quoted;
use crate::punctuation::asks;

use super::super::evidence::MAX_HITS;
use super::super::page::Page;
use super::super::words::Wording;
use super::{UNREAD, odds};

/// The columns of a row: of the paragraph the log-odds of its words and what they add to those of none, its words and
/// letters, how it addresses its reader, the points of its phrases, what it quotes and asks; log-odds, manners of
/// address and phrases of its neighbours; the middle and the top of the log-odds of the page's other paragraphs,
/// which part of its paragraphs says "you" and "we", quotes and asks; how many there are.
pub const COLUMNS: [&str; 26] = [
    "odds",
    "said",
    "words",
    "length",
    "imperatives",
    "you",
    "we",
    "reporting",
    "phrases",
    "quotes",
    "questions",
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
    "page_quotes",
    "page_questions",
    "paragraphs",
];

/// A row.
pub(in super::super) type Row = [f32; COLUMNS.len()];

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
const MOST_MARKS: usize = 3;
const MOST_PARAGRAPHS: usize = 12;

/// A text whose paragraphs are read beside each other.
pub(super) struct Text<'p> {
    page: &'p Page<'p>,
    order: &'p [usize],
    /// Places in `order` and log-odds of a sample of its paragraphs, the lowest first.
    sample: Vec<(usize, f32)>,
    shares: Shares,
}

/// Which part of a text's sample says "you" and "we", quotes and asks.
struct Shares {
    you: f32,
    we: f32,
    quotes: f32,
    questions: f32,
}

impl<'p> Text<'p> {
    /// The blocks of a page that make a text, in their order.
    pub(super) fn of(page: &'p Page<'p>, order: &'p [usize]) -> Text<'p> {
        let step = order.len().div_ceil(SAMPLE).max(1);
        let is_long = |at: &usize| page.length(order[*at]) >= MIN_SAMPLE_LENGTH;
        let places = (0..order.len()).step_by(step).filter(is_long);
        let mut sample: Vec<(usize, f32)> = places.map(|at| (at, odds(page, order[at]))).collect();
        sample.sort_by(|a, b| a.1.total_cmp(&b.1));
        let share = |has: &dyn Fn(usize) -> bool| {
            let count = sample.iter().filter(|(at, _)| has(order[*at])).count();
            count as f32 / sample.len().max(1) as f32
        };
        let says_you = |block: usize| {
            let address = page.address(block);
            address.you > 0 || address.imperatives > 0
        };
        let shares = Shares {
            you: share(&says_you),
            we: share(&|block| page.address(block).we > 0),
            quotes: share(&|block| !quoted(page.text(block)).is_empty()),
            questions: share(&|block| page.text(block).contains(asks)),
        };
        Text { page, order, sample, shares }
    }

    /// Whether its paragraphs are so many that they tell what is usual in it.
    pub(super) fn tells_what_is_usual(&self) -> bool {
        self.sample.len() > MIN_AWAY
    }

    /// What is known of the paragraph at a place.
    pub(super) fn row(&self, at: usize) -> Row {
        let (page, block) = (self.page, self.order[at]);
        let (text, address) = (page.text(block), page.address(block));
        let (said, words) = page.reading(block).map_or((0.0, 0), |it| (it.said, it.words));
        let count = |count: u16| f32::from(count.min(MOST_MANNERS));
        let marks = |count: usize| count.min(MOST_MARKS) as f32;
        let beside = |distance: isize| {
            at.checked_add_signed(distance).and_then(|at| self.order.get(at)).copied()
        };
        let odds_at = |distance| beside(distance).map_or(UNREAD, |block| odds(page, block));
        let manners_at =
            |distance| beside(distance).map_or(0, |block| page.address(block).manners());
        let phrases_at = |distance| beside(distance).map_or(0.0, |block| phrases(page, block));
        [
            odds(page, block),
            said,
            words.min(MOST_WORDS) as f32,
            page.length(block).min(MOST_LENGTH),
            count(address.imperatives),
            count(address.you),
            count(address.we),
            count(address.reporting),
            phrases(page, block),
            marks(quoted(text).len()),
            marks(text.matches(asks).count()),
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
            self.shares.you,
            self.shares.we,
            self.shares.quotes,
            self.shares.questions,
            self.order.len().min(MOST_PARAGRAPHS) as f32,
        ]
    }

    /// The log-odds below which this part of the sample's paragraphs are. Those near a place do not count, unless the
    /// others are too few to know the page by.
    fn quantile(&self, at: usize, part: f32) -> f32 {
        let beyond =
            |reach: usize| self.sample.iter().filter(move |(place, _)| place.abs_diff(at) > reach);
        let reach = if beyond(REACH).count() < MIN_AWAY { 0 } else { REACH };
        let count = beyond(reach).count();
        let nth = ((count as f32 * part) as usize).min(count.saturating_sub(1));
        beyond(reach).nth(nth).map_or(UNREAD, |(_, odds)| *odds)
    }
}

/// What the phrases of a block come to.
pub(super) fn phrases(page: &Page<'_>, block: usize) -> f32 {
    let hits = page.hits(block);
    Wording::of(&hits[..hits.len().min(MAX_HITS)], page.text(block)).points
}
