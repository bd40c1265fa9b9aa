//! What the phrases of a block come to.

use crate::category::Category;
use crate::letters::is_alphanumeric;
use crate::phrases::{Hit, Sense, Strength};

use super::page::length;

/// A phrase that makes a short block a notice: nearly, as one more sign has to be there.
const ALONE: f32 = 2.5;
/// One with a gap: the words in it may turn what it says, so it has to be said to the reader.
const WITH_GAP: f32 = 2.0;
/// Each further one, two at most.
const ALONE_AGAIN: f32 = 1.0;
/// A phrase that counts with others, two at most.
const COMPANY: f32 = 1.0;
/// The block is a label of several words, or a teaser with its label: "See also: …".
const LABEL: f32 = 3.0;
/// The block is a label of one word, which could be a heading or an entry of a list.
const WORD_LABEL: f32 = 1.5;
/// One that is the heading of a section as often, in manuals and in what programs say of themselves: "Install",
/// "Login". It is an imperative and short, and needs one more sign.
const SECTION_LABEL: f32 = 1.0;
const MAX_TIMES: usize = 2;
/// A phrase that counts with others of its kind, four at most: what pleas say in their own words is in half a dozen.
const WEAK: f32 = 0.5;
const MAX_WEAK: usize = 4;
/// A headline with its label, in letters.
const MAX_TEASER_LENGTH: f32 = 200.0;
/// Letters before a label: "À lire aussi".
const MAX_ARTICLE_LEN: usize = 3;
/// The longest words of labels ("Abonnementabschluss") are about as long, in letters.
const MAX_WORD_LENGTH: f32 = 20.0;

/// What the phrases of a block come to.
pub(super) struct Wording {
    pub(super) category: Option<Category>,
    pub(super) points: f32,
    /// A phrase that makes a notice nearly by itself is among them.
    pub(super) is_sure: bool,
    /// What they are in it.
    pub(super) form: Form,
}

/// What the phrases of a block are in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A part of its text.
    Part,
    /// All of it.
    Label,
    /// All of it, and one word.
    Word,
    /// The label of a teaser: "Read also: …".
    Teaser,
}

impl Wording {
    /// Weighs the hits of a text.
    pub(super) fn of(hits: &[Hit<'_>], text: &str) -> Wording {
        let mut weights = [0.0f32; Category::ALL.len()];
        let (mut alone, mut company) = (Vec::new(), Vec::new());
        let (mut label, mut is_sure) = (0.0f32, false);
        let mut is_teaser = false;
        for hit in hits.iter().filter(|hit| !hit.is_quoted) {
            let Sense::Notice(category) = hit.phrase.sense else {
                continue;
            };
            let weight = match hit.phrase.strength {
                Strength::Start => continue,
                Strength::Alone => {
                    add_apart(&mut alone, hit);
                    is_sure |= !hit.phrase.has_gap;
                    if hit.phrase.has_gap { WITH_GAP } else { ALONE }
                }
                Strength::Company => COMPANY,
                Strength::Weak => WEAK,
                Strength::Line => {
                    let weight = if is_one_word(text) { word_label(category) } else { LABEL };
                    label = label.max(weight);
                    weight
                }
            };
            weights[category as usize] += weight;
            if category == Category::Related && is_teaser_label(hit, text) {
                label = LABEL;
                is_teaser = true;
                weights[category as usize] += LABEL;
            }
        }
        for hit in hits.iter().filter(|hit| !hit.is_quoted) {
            let is_in_another = alone.iter().any(|other: &&Hit<'_>| overlap(other, hit));
            if hit.phrase.strength == Strength::Company && !is_in_another {
                add_apart(&mut company, hit);
            }
        }
        let is_in_stronger =
            |hit: &Hit<'_>| alone.iter().chain(&company).any(|it| overlap(it, hit));
        let weak = weak(hits, is_in_stronger);
        let times = |hits: &[&Hit<'_>]| hits.len().min(MAX_TIMES + 1) as f32;
        let first = match alone.len() {
            0 => 0.0,
            _ if is_sure => ALONE + ALONE_AGAIN * (times(&alone) - 1.0),
            _ => WITH_GAP + ALONE_AGAIN * (times(&alone) - 1.0),
        };
        let company = COMPANY * times(&company).min(MAX_TIMES as f32);
        let points = first + company + WEAK * weak.min(MAX_WEAK) as f32;
        let form = match label {
            _ if is_teaser => Form::Teaser,
            label if label <= points => Form::Part,
            WORD_LABEL | SECTION_LABEL => Form::Word,
            _ => Form::Label,
        };
        Wording { category: Category::heaviest(&weights), points: points.max(label), is_sure, form }
    }
}

/// How many weak phrases there are outside of stronger ones, each counted once.
fn weak(hits: &[Hit<'_>], is_in_stronger: impl Fn(&Hit<'_>) -> bool) -> usize {
    let mut weak: Vec<&Hit<'_>> = Vec::new();
    for hit in hits.iter().filter(|hit| !hit.is_quoted && hit.phrase.strength == Strength::Weak) {
        let is_said =
            |other: &&Hit<'_>| overlap(other, hit) || other.phrase.text == hit.phrase.text;
        if !is_in_stronger(hit) && !weak.iter().any(is_said) {
            weak.push(hit);
        }
    }
    weak.len()
}

/// What a label of one word is worth.
fn word_label(category: Category) -> f32 {
    match category {
        Category::Boilerplate => LABEL,
        Category::App | Category::Registration => SECTION_LABEL,
        _ => WORD_LABEL,
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

/// Whether the block is a teaser with its label, "Read also: …": the phrase begins it, after an
/// article at most, and is sure or ends with a colon, bar or bracket.
fn is_teaser_label(hit: &Hit<'_>, text: &str) -> bool {
    const ENDS: [char; 12] = [':', '：', '|', '>', '»', '→', '›', '▶', ']', '】', '〉', '）'];
    let (before, after) = (&text[..hit.range.start], text[hit.range.end..].trim_start());
    let is_sure = hit.phrase.strength == Strength::Alone && length(text) <= MAX_TEASER_LENGTH;
    before.chars().filter(|c| is_alphanumeric(*c)).count() <= MAX_ARTICLE_LEN
        && (is_sure || after.starts_with(ENDS))
}
