//! What a block by itself has to say for being a notice.

use std::borrow::Cow;

use crate::build::{Block, BlockKind, Context};
use crate::category::Category;
use crate::cues::Address;
use crate::diction::Reading;
use crate::letters::is_alphanumeric;
use crate::phrases::{Hit, Sense, Share, Strength, quoted};

use super::discourse::Worded;
use super::is_plea;
use super::offer;
use super::page::{HINTS, Page, Voice, length};
use super::price::names_price;
use super::words::{Form, Wording};

/// Points from which on a block is a notice.
pub(super) const THRESHOLD: f32 = 3.0;

// The phrases.
/// Phrases of a block that are looked at; a page of nothing else is an attack.
pub(super) const MAX_HITS: usize = 24;
/// A word that is a label and a heading: "Cookies" over a chapter about them.
const WORD_HEADING: f32 = 0.5;
/// What phrases that count with others lose on a page that is about their matter throughout.
const TOPIC: f32 = -1.0;

// The manner of speech, by how much rarer it is in editorial text: of 775 labelled appeals and 219 editorial
// look-alikes 46 and 5 % begin a sentence with an imperative, 60 and 36 % say "you", 39 and 17 % "we", and 2 and
// 21 % report.
const IMPERATIVE: f32 = 1.0;
/// On a page that speaks to its reader throughout, with a phrase that is nearly enough.
const COMMON_IMPERATIVE: f32 = 0.5;
const YOU: f32 = 0.5;
const WE: f32 = 0.5;
/// Points by the share of words of phrases, if the text speaks to its reader and does not report.
const VOCABULARY: &[(f32, f32)] = &[(0.75, 1.5), (0.6, 1.0)];
/// Of fewer words the share says nothing.
const MIN_OWN_WORDS: u32 = 5;
/// It names a price, as offers and pleas do.
const PRICE: f32 = 1.0;
/// The text begins with the call itself, as prose hardly does: "Sign up to …".
const CALL: f32 = 1.0;
/// In a language without cue words, of which nothing is known.
const UNKNOWN_MANNER: f32 = 0.5;
const REPORTING: f32 = -1.5;
const REPORTING_AGAIN: f32 = -0.5;
const MAX_REPORTING_AGAIN: u16 = 3;
/// A phrase in quotation marks: the text is about notices.
const SPEAKS_ABOUT_IT: f32 = -2.0;
/// Someone is quoted at length: so many letters or more.
const MIN_QUOTE_LEN: f32 = 40.0;
const QUOTES: f32 = -1.0;

/// The log-odds of the words taken together from which on they say what is asked for: above are one in 7 of the
/// look-alikes, in 400 of other editorial lines of English, and more than half of the appeals that nobody had seen
/// (`train/diction.sh check`).
const SURE_ODDS: f32 = 1.0;

/// Points by length in letters: the median appeal has 110, the median look-alike 325.
const BY_LENGTH: &[(f32, f32)] =
    &[(60.0, 0.5), (300.0, 0.0), (500.0, -0.5), (800.0, -1.5), (1500.0, -2.5), (f32::MAX, -4.0)];

/// Blocks that a statement with a colon at its end announces, and its least length: a label has a colon, too.
pub(super) const MAX_ANNOUNCED: usize = 4;
const MIN_ANNOUNCEMENT_LENGTH: f32 = 40.0;

// The place.
/// A box named after a notice of the category.
const NAMED_BOX: f32 = 1.5;
/// The categories whose boxes speak for a text that has no phrase of a table. The names of the
/// others ("share", "account", "privacy") stand over too much else.
const SAID_BY_BOX: [Category; 3] = [Category::Newsletter, Category::Donation, Category::Paywall];
const ANY_BOX: f32 = 0.5;
const DIALOG: f32 = 1.5;
const ASIDE: f32 = 0.5;
const CONTROL: f32 = 0.5;
const FORM: f32 = 0.5;

/// What speaks for and against a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The category its phrases speak for most.
    pub(super) category: Option<Category>,
    /// The sum of all signs; [`THRESHOLD`] makes a notice.
    pub(super) points: f32,
    /// What the caller's choice of errors adds to them, if the block is judged by itself.
    pub(super) lean: f32,
    /// It has the words that put a notice off, as its whole text.
    pub(super) dismisses: bool,
    /// It begins as pleas do.
    pub(super) opens: bool,
    /// It is no more than a label: "Subscribe", "Continue reading".
    pub(super) is_label: bool,
    /// How it addresses its reader.
    pub(super) address: Address,
    /// By what it was read.
    pub(super) sign: Sign,
}

/// By what a block was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sign {
    /// Its phrases, or its box.
    #[default]
    Phrases,
    /// Its words together, where its phrases make none of it.
    Words,
    /// It is a call with its price.
    Offer,
}

impl Evidence {
    /// Reads a block.
    pub(super) fn of(page: &Page<'_>, index: usize) -> Evidence {
        if is_code(page.block(index)) || page.is_headline(index) {
            return Evidence::default();
        }
        let evidence = Evidence::of_phrases(page, index);
        if evidence.is_notice() {
            return evidence;
        }
        match offer(page, index) {
            Some(category) => evidence.with_offer(page, index, category),
            None => evidence,
        }
    }

    fn of_phrases(page: &Page<'_>, index: usize) -> Evidence {
        let counted = counted(page, index);
        let hits: &[Hit<'_>] = &counted;
        let is_closer = |hit: &Hit<'_>| hit.phrase.sense == Sense::Closer;
        if hits.iter().all(is_closer) {
            return Evidence::of_box(page, index);
        }
        let hits = &hits[..hits.len().min(MAX_HITS)];
        let is_heading = matches!(page.block(index).kind, BlockKind::Heading(_));
        let is_dismissal = hits.iter().any(|hit| dismisses(hit) && !is_in_another(hit, hits));
        // Over a chapter on that button, or the form for a comment.
        if is_heading && is_dismissal {
            return Evidence::default();
        }
        let address = page.address(index);
        let mut words = Wording::of(hits, page.text(index));
        if is_heading && words.form == Form::Word {
            words.points = words.points.min(WORD_HEADING);
        }
        let opens = |hit: &Hit<'_>| !hit.is_quoted && hit.phrase.sense == Sense::Opener;
        // "Subscribe | Not now" is the notice and puts it off.
        let is_row = words.form == Form::Label
            && words.category.is_some_and(is_plea)
            && words.category != Some(Category::Reminder);
        let mut evidence = Evidence {
            category: words.category,
            dismisses: is_dismissal && !is_row,
            opens: hits.iter().any(opens),
            is_label: words.form != Form::Part,
            address,
            points: 0.0,
            lean: 0.0,
            sign: Sign::Phrases,
        };
        if evidence.category.is_some() {
            let is_known = page.reader.knows_its_language();
            evidence.points = words.points
                + manner(address, page.voice, is_known, words.is_sure)
                + match topic(&words, page.voice) {
                    Some(loss) => loss,
                    None => call(hits, page.text(index), address, page.voice),
                }
                + if words.form == Form::Teaser { 0.0 } else { against(hits, page.text(index)) }
                + price(page.text(index), words.category)
                + vocabulary(address, page.voice, || page.share(index))
                + by_length(page.length(index))
                + place(page, index, words.category);
            // Of labels nobody doubts what they are.
            evidence.lean = if evidence.is_label { page.lean.max(0.0) } else { page.lean };
            evidence.category = asked(page, index, &words);
        }
        evidence
    }

    /// An offer is a notice as it is, whatever its place; its phrases say better what it asks for.
    fn with_offer(self, page: &Page<'_>, index: usize, category: Category) -> Evidence {
        Evidence {
            category: self.category.filter(|category| is_plea(*category)).or(Some(category)),
            points: THRESHOLD,
            lean: 0.0,
            is_label: true,
            address: page.address(index),
            sign: Sign::Offer,
            ..self
        }
    }

    /// Reads a block without phrases, of which its box says what it is if it speaks to the reader.
    fn of_box(page: &Page<'_>, index: usize) -> Evidence {
        let hints =
            if page.is_html() { page.box_hints(index) } else { return Evidence::default() };
        let category = HINTS
            .by_category
            .iter()
            .find(|(category, hint)| SAID_BY_BOX.contains(category) && hints.has(*hint));
        let Some((category, _)) = category else {
            return Evidence::default();
        };
        let address = page.address(index);
        if address.imperatives == 0 {
            return Evidence::default();
        }
        let points = manner(address, page.voice, true, false)
            + against(&[], page.text(index))
            + by_length(page.length(index))
            + place(page, index, Some(*category));
        let (category, lean) = (Some(*category), page.lean);
        Evidence { category, points, lean, address, ..Evidence::default() }
    }

    /// Adds that the block is a plea by its words, if it is none by its phrases.
    pub(super) fn add_words(&mut self, page: &Page<'_>, plea: &Worded) {
        if self.is_notice() || self.dismisses {
            return;
        }
        let named = self.category.filter(|category| is_plea(*category));
        let is_likely = |category: &Category| {
            page.reading(plea.block).is_none_or(|it| it.likely.has(*category))
        };
        *self = Evidence {
            category: Some(named.filter(is_likely).unwrap_or(plea.category)),
            points: THRESHOLD + plea.excess,
            lean: 0.0,
            address: page.address(plea.block),
            sign: Sign::Words,
            ..self.clone()
        };
    }

    /// Takes back what the phrases of an editorial block say; a sentence of it can be a notice still.
    pub(super) fn overrule(&mut self) {
        self.points = 0.0;
        self.opens = false;
    }

    /// Reads a sentence of a block, of which `hits` are those in it: what it asks for, and its points.
    pub(super) fn of_sentence(
        page: &Page<'_>,
        hits: &[Hit<'_>],
        text: &str,
        address: Address,
    ) -> Option<(Category, f32)> {
        let words = Wording::of(hits, text);
        let points = words.points
            + manner(address, Voice::default(), page.reader.knows_its_language(), words.is_sure)
            + against(hits, text)
            + by_length(length(text)).min(0.0);
        Some((words.category?, points))
    }

    /// Whether the block is a notice by itself.
    pub(super) fn is_notice(&self) -> bool {
        self.points + self.lean >= THRESHOLD && !self.dismisses
    }

    /// Whether it is one, or would be if the caller favored neither error.
    pub(super) fn is_notice_or_doubtful(&self) -> bool {
        self.is_notice() || self.points >= THRESHOLD && !self.dismisses
    }
}

/// What a block asks for that is an offer. Tables of data have prices of each plan.
fn offer(page: &Page<'_>, index: usize) -> Option<Category> {
    let is_cell = page.block(index).context.has(Context::TABLE);
    if is_cell { None } else { offer::category(page.text(index), page.language) }
}

/// The phrases of a block that count: weak ones do not in what a text sets in or announces, as a story does with a
/// letter.
fn counted<'p>(page: &'p Page<'_>, index: usize) -> Cow<'p, [Hit<'p>]> {
    let hits = page.hits(index);
    let is_weak = |hit: &Hit<'_>| hit.phrase.strength == Strength::Weak;
    if !hits.iter().any(is_weak) || !is_cited(page, index) {
        return Cow::Borrowed(hits);
    }
    Cow::Owned(hits.iter().filter(|hit| !is_weak(hit)).cloned().collect())
}

/// Whether a block is in a quotation, or set in from a text, or announced: others' letters plead, too.
fn is_cited(page: &Page<'_>, index: usize) -> bool {
    page.block(index).context.has(Context::QUOTE)
        || !page.is_html() && page.is_inset(index)
        || is_announced(page, index)
}

/// Whether a statement a few blocks before a block announces what follows.
fn is_announced(page: &Page<'_>, index: usize) -> bool {
    (index.saturating_sub(MAX_ANNOUNCED)..index).any(|before| announces(page, before))
}

/// Whether a block is a statement that announces what follows: "The letter begins like this:".
pub(super) fn announces(page: &Page<'_>, index: usize) -> bool {
    page.text(index).trim_end().ends_with([':', '：'])
        && page.length(index) >= MIN_ANNOUNCEMENT_LENGTH
        && page.address(index).manners() == 0
}

/// Whether a phrase puts a notice off as a block's whole text.
fn dismisses(hit: &Hit<'_>) -> bool {
    hit.phrase.sense == Sense::Notice(Category::Reminder)
        && hit.phrase.strength == Strength::Line
        && !hit.is_quoted
}

/// Whether a phrase is a part of one that says something else: "close" of "close your ad blocker".
fn is_in_another(hit: &Hit<'_>, hits: &[Hit<'_>]) -> bool {
    hits.iter().any(|other| {
        other.phrase.sense != hit.phrase.sense
            && other.range.len() > hit.range.len()
            && other.range.start <= hit.range.start
            && hit.range.end <= other.range.end
    })
}

/// Whether a block is code, whose words are names.
fn is_code(block: &Block) -> bool {
    block.kind == BlockKind::Preformatted || block.code_len * 2 > block.end - block.start
}

fn manner(address: Address, voice: Voice, is_known: bool, is_sure: bool) -> f32 {
    if !is_known {
        return UNKNOWN_MANNER;
    }
    let mut points = 0.0;
    if !voice.says_you {
        points += if address.imperatives > 0 { IMPERATIVE } else { 0.0 };
        points += if address.you > 0 { YOU } else { 0.0 };
    } else if is_sure && address.imperatives > 0 {
        points += COMMON_IMPERATIVE;
    }
    if address.we > 0 && !voice.says_we {
        points += WE;
    }
    if address.reporting > 0 {
        let again = (address.reporting - 1).min(MAX_REPORTING_AGAIN);
        points += REPORTING + REPORTING_AGAIN * f32::from(again);
    }
    points
}

/// What phrases that only count with others lose where the whole page is about their matter.
fn topic(words: &Wording, voice: Voice) -> Option<f32> {
    let is_weak = !words.is_sure && words.form == Form::Part;
    let is_about = words.category.is_some_and(|category| voice.is_about(category));
    (is_weak && is_about).then_some(TOPIC)
}

/// What it is worth that the text begins with a phrase that is an imperative. One word is not
/// enough: "Support" and "share" begin advice too.
fn call(hits: &[Hit<'_>], text: &str, address: Address, voice: Voice) -> f32 {
    let opens = |hit: &Hit<'_>| {
        let before = &text[..hit.range.start];
        matches!(hit.phrase.strength, Strength::Alone | Strength::Company)
            && hit.phrase.text.contains(' ')
            && !hit.is_quoted
            && !before.contains(is_alphanumeric)
    };
    let is_call = address.imperatives > 0 && !voice.says_you && hits.iter().any(opens);
    if is_call { CALL } else { 0.0 }
}

/// What speaks against a notice: it quotes what notices say, or someone at length.
pub(super) fn against(hits: &[Hit<'_>], text: &str) -> f32 {
    if hits.iter().any(|hit| hit.is_quoted && hit.phrase.strength == Strength::Alone) {
        return SPEAKS_ABOUT_IT;
    }
    let is_long = |part: &std::ops::Range<usize>| length(&text[part.clone()]) >= MIN_QUOTE_LEN;
    if quoted(text).iter().any(is_long) { QUOTES } else { 0.0 }
}

/// What it is worth that a text that speaks to its reader is made of words of phrases.
fn vocabulary(address: Address, voice: Voice, share: impl FnOnce() -> Share) -> f32 {
    let says_you = !voice.says_you && (address.imperatives > 0 || address.you > 0);
    let speaks = says_you || (!voice.says_we && address.we > 0);
    if !speaks || address.reporting > 0 {
        return 0.0;
    }
    let share = share();
    if share.words < MIN_OWN_WORDS {
        return 0.0;
    }
    VOCABULARY.iter().find(|(least, _)| share.known >= *least).map_or(0.0, |(_, points)| *points)
}

/// What a block with phrases asks for: "cancel any time" says less of that than all its words do, if they hardly
/// speak for it.
fn asked(page: &Page<'_>, index: usize, words: &Wording) -> Option<Category> {
    let is_unsure =
        !words.is_sure && words.form == Form::Part && words.category.is_some_and(is_plea);
    // The words are read for that alone, and most blocks with phrases need it not.
    let reading = if is_unsure { page.reading(index) } else { None };
    let is_sure = |it: &Reading| it.log_odds >= SURE_ODDS && is_plea(it.category);
    let is_other = |it: &Reading| !words.category.is_some_and(|category| it.likely.has(category));
    let by_words = reading.filter(is_sure).filter(is_other).map(|it| it.category);
    by_words.or(words.category)
}

/// What a price is worth where money is asked for.
fn price(text: &str, category: Option<Category>) -> f32 {
    let asks_for_money = matches!(category, Some(Category::Paywall | Category::Donation));
    if asks_for_money && names_price(text) { PRICE } else { 0.0 }
}

fn by_length(length: f32) -> f32 {
    BY_LENGTH.iter().find(|(max, _)| length <= *max).map_or(0.0, |(_, points)| *points)
}

/// Whether the place of a block of a page speaks for a notice, or for chrome.
pub(super) fn has_place(page: &Page<'_>, index: usize) -> bool {
    const APART: Context = Context::FORM.with(Context::DIALOG).with(Context::CONTROL);
    let named = HINTS.by_category.iter().fold(HINTS.any_box, |all, (_, hint)| all.with(*hint));
    page.is_aside(index)
        || page.is_control(index)
        || page.block(index).context.has_any(APART)
        || page.box_hints(index).has(named)
}

fn place(page: &Page<'_>, index: usize, category: Option<Category>) -> f32 {
    if !page.is_html() {
        return 0.0;
    }
    let hints = page.box_hints(index);
    let is_named = |(named, hint): &(Category, crate::build::Hints)| {
        Some(*named) == category && hints.has(*hint)
    };
    let mut points = if HINTS.by_category.iter().any(is_named) {
        NAMED_BOX
    } else if hints.has(HINTS.any_box) {
        ANY_BOX
    } else {
        0.0
    };
    let context = page.block(index).context;
    points += if context.has(Context::DIALOG) { DIALOG } else { 0.0 };
    points += if page.is_aside(index) { ASIDE } else { 0.0 };
    points += if page.is_control(index) { CONTROL } else { 0.0 };
    points += if context.has(Context::FORM) { FORM } else { 0.0 };
    points
}
