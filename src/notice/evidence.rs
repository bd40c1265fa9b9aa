//! What a block by itself has to say for being a notice.

use crate::build::{Block, BlockKind, Context};
use crate::category::Category;
use crate::cues::Address;
use crate::phrases::{Hit, Sense, Strength, quoted};

use super::page::{HINTS, Page, Voice, length};

/// Points from which on a block is a notice.
pub(super) const THRESHOLD: f32 = 3.0;

// Phrases.
/// A phrase that makes a short block a notice: nearly, as one more sign has to be there.
const ALONE: f32 = 2.5;
/// Each further one, two at most.
const ALONE_AGAIN: f32 = 1.0;
/// A phrase that counts with others, two at most.
const COMPANY: f32 = 1.0;
/// The block is a label of several words, or a teaser with its label: "See also: …".
const LABEL: f32 = 3.0;
/// The block is a label of one word, which could be a heading or an entry of a list.
const WORD_LABEL: f32 = 1.5;
/// The same as a heading.
const WORD_HEADING: f32 = 0.5;
const MAX_TIMES: usize = 2;
/// A headline with its label, in letters.
const MAX_TEASER_LENGTH: f32 = 200.0;
/// Letters before a label: "À lire aussi".
const MAX_ARTICLE_LEN: usize = 3;
/// The longest words of labels ("Abonnementabschluss") are about as long, in letters.
const MAX_WORD_LENGTH: f32 = 20.0;
/// Phrases of a block that are looked at; a page of nothing else is an attack.
const MAX_HITS: usize = 24;

// The manner of speech, by how much rarer it is in editorial text (MODEL.md).
const IMPERATIVE: f32 = 1.0;
/// On a page that speaks to its reader throughout, with a phrase that is nearly enough.
const COMMON_IMPERATIVE: f32 = 0.5;
const YOU: f32 = 0.5;
const WE: f32 = 0.5;
/// In a language without cue words, of which nothing is known.
const UNKNOWN_MANNER: f32 = 0.5;
const REPORTING: f32 = -1.5;
const REPORTING_AGAIN: f32 = -0.5;
const MAX_REPORTING_AGAIN: u16 = 3;
/// A phrase in quotation marks: the text is about notices.
const SPEAKS_ABOUT_IT: f32 = -2.0;
/// Someone is quoted at length: more than this part of the text in letters.
const MIN_QUOTE_LEN: f32 = 40.0;
const QUOTES: f32 = -1.0;

/// Points by length in letters: the median appeal has 110, the median look-alike 325.
const BY_LENGTH: &[(f32, f32)] =
    &[(60.0, 0.5), (300.0, 0.0), (500.0, -0.5), (800.0, -1.5), (1500.0, -2.5), (f32::MAX, -4.0)];

// The place.
/// A box named after a notice of the category.
const NAMED_BOX: f32 = 1.5;
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
    /// It has the words that put a notice off, as its whole text.
    pub(super) dismisses: bool,
    /// It begins as pleas do.
    pub(super) opens: bool,
    /// It is no more than a label: "Subscribe", "Continue reading".
    pub(super) is_label: bool,
    /// How it addresses its reader.
    pub(super) address: Address,
}

impl Evidence {
    /// Reads a block.
    pub(super) fn of(page: &Page<'_>, index: usize) -> Evidence {
        let hits = page.hits(index);
        if hits.is_empty() || is_code(page.block(index)) {
            return Evidence::default();
        }
        let hits = &hits[..hits.len().min(MAX_HITS)];
        let address = page.address(index);
        let mut words = Words::of(hits, page.text(index));
        if words.is_word && matches!(page.block(index).kind, BlockKind::Heading(_)) {
            // "Cookies" over a chapter about them.
            words.points = words.points.min(WORD_HEADING);
        }
        let has = |strength: Strength, category: Option<Category>| {
            hits.iter().any(|hit| {
                !hit.is_quoted
                    && hit.phrase.strength == strength
                    && category.is_none_or(|c| hit.phrase.sense == Sense::Notice(c))
            })
        };
        let mut evidence = Evidence {
            category: words.category,
            dismisses: has(Strength::Line, Some(Category::Reminder)),
            opens: has(Strength::Start, None),
            is_label: words.is_label,
            address,
            points: 0.0,
        };
        if evidence.category.is_some() {
            let is_known = page.reader.knows_its_language();
            evidence.points = words.points
                + manner(address, page.voice, is_known, words.is_sure)
                + against(hits, page.text(index))
                + by_length(page.length(index))
                + place(page, index, words.category);
        }
        evidence
    }

    /// Reads a sentence of a block: `hits` are those in it.
    pub(super) fn of_sentence(
        page: &Page<'_>,
        hits: &[Hit<'_>],
        text: &str,
        address: Address,
    ) -> f32 {
        let words = Words::of(hits, text);
        if words.category.is_none() {
            return 0.0;
        }
        words.points
            + manner(address, Voice::default(), page.reader.knows_its_language(), words.is_sure)
            + against(hits, text)
            + by_length(length(text)).min(0.0)
    }

    /// Whether the block is a notice by itself.
    pub(super) fn is_notice(&self) -> bool {
        self.points >= THRESHOLD && !self.dismisses
    }
}

/// Whether a block is code, whose words are names.
fn is_code(block: &Block) -> bool {
    block.kind == BlockKind::Preformatted || block.code_len * 2 > block.end - block.start
}

/// What the phrases of a block come to.
struct Words {
    category: Option<Category>,
    points: f32,
    /// A phrase that makes a notice nearly by itself is among them.
    is_sure: bool,
    /// They are all of the block.
    is_label: bool,
    /// They are one word, and all of the block.
    is_word: bool,
}

impl Words {
    fn of(hits: &[Hit<'_>], text: &str) -> Words {
        let mut weights = [0.0f32; Category::ALL.len()];
        let (mut alone, mut company) = (Vec::new(), Vec::new());
        let mut label = 0.0f32;
        for hit in hits.iter().filter(|hit| !hit.is_quoted) {
            let Sense::Notice(category) = hit.phrase.sense else {
                continue;
            };
            let weight = match hit.phrase.strength {
                Strength::Start => continue,
                Strength::Alone => {
                    add_apart(&mut alone, hit);
                    ALONE
                }
                Strength::Company => COMPANY,
                Strength::Line => {
                    let is_heading = is_one_word(text) && category != Category::Boilerplate;
                    let weight = if is_heading { WORD_LABEL } else { LABEL };
                    label = label.max(weight);
                    weight
                }
            };
            weights[category as usize] += weight;
            if category == Category::Related && is_teaser_label(hit, text) {
                label = LABEL;
                weights[category as usize] += LABEL;
            }
        }
        for hit in hits.iter().filter(|hit| !hit.is_quoted) {
            let is_in_another = alone.iter().any(|other: &&Hit<'_>| overlap(other, hit));
            if hit.phrase.strength == Strength::Company && !is_in_another {
                add_apart(&mut company, hit);
            }
        }
        let times = |hits: &[&Hit<'_>]| hits.len().min(MAX_TIMES + 1) as f32;
        let first =
            if alone.is_empty() { 0.0 } else { ALONE + ALONE_AGAIN * (times(&alone) - 1.0) };
        let points = first + COMPANY * times(&company).min(MAX_TIMES as f32);
        Words {
            category: heaviest(&weights),
            points: points.max(label),
            is_sure: !alone.is_empty(),
            is_label: label > points,
            is_word: label == WORD_LABEL && label > points,
        }
    }
}

/// Whether a label is one word: in scripts without spaces, a short one.
fn is_one_word(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words.next().is_some_and(|word| length(word) <= MAX_WORD_LENGTH) && words.next().is_none()
}

/// Adds a hit unless it overlaps one that is there.
fn add_apart<'h>(hits: &mut Vec<&'h Hit<'h>>, hit: &'h Hit<'h>) {
    if !hits.iter().any(|other| overlap(other, hit)) {
        hits.push(hit);
    }
}

fn overlap(a: &Hit<'_>, b: &Hit<'_>) -> bool {
    a.range.start < b.range.end && b.range.start < a.range.end
}

fn heaviest(weights: &[f32]) -> Option<Category> {
    let mut best = (None, 0.0);
    for (category, weight) in Category::ALL.iter().zip(weights) {
        if *weight > best.1 {
            best = (Some(*category), *weight);
        }
    }
    best.0
}

/// Whether the block is a teaser with its label, "Read also: …": the phrase begins it, after an
/// article at most, and is sure or ends with a colon or bar.
fn is_teaser_label(hit: &Hit<'_>, text: &str) -> bool {
    let before = &text[..hit.range.start.min(text.len())];
    let after = text.get(hit.range.end..).unwrap_or("").trim_start();
    let is_sure = hit.phrase.strength == Strength::Alone && length(text) <= MAX_TEASER_LENGTH;
    before.chars().filter(|c| c.is_alphanumeric()).count() <= MAX_ARTICLE_LEN
        && (is_sure || after.starts_with([':', '：', '|', '>', '»', '→']))
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

fn against(hits: &[Hit<'_>], text: &str) -> f32 {
    if hits.iter().any(|hit| hit.is_quoted && hit.phrase.strength == Strength::Alone) {
        return SPEAKS_ABOUT_IT;
    }
    let is_long = |part: &std::ops::Range<usize>| length(&text[part.clone()]) >= MIN_QUOTE_LEN;
    if quoted(text).iter().any(is_long) { QUOTES } else { 0.0 }
}

fn by_length(length: f32) -> f32 {
    BY_LENGTH.iter().find(|(max, _)| length <= *max).map_or(0.0, |(_, points)| *points)
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
