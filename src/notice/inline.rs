//! A sentence of an editorial paragraph that is a notice.

use std::ops::Range;

use crate::letters::is_alphanumeric;
use crate::phrases::{Hit, Strength};
use crate::reason::Reason;

use super::evidence::{Evidence, THRESHOLD};
use super::{Draft, Mark};

/// Shorter paragraphs are notices as a whole or not at all.
const MIN_LENGTH: usize = 90;
/// Longer ones are not looked at, so that time is linear.
const MAX_LENGTH: usize = 8_000;
/// Editorial text that has to remain, one in so many bytes; less is the plea's own beginning.
const MIN_REST: usize = 3;
/// Bytes that have to remain of what looks like a notice as a whole, where the appeal does not end it
/// or a notice stands next door: more than the offer that an appeal goes on with.
const MIN_LONG_REST: usize = 100;

/// Words that tell of what a rest speaks, and the share of them that phrases may have.
const MIN_OTHER_WORDS: u32 = 5;
const MAX_KNOWN: f32 = 0.2;

/// Cuts notices down to sentences, and finds sentences in blocks that are none.
pub(super) fn mark(draft: &mut Draft<'_>) {
    for index in 0..draft.len() {
        let text = draft.page.text(index);
        let is_candidate = match &draft.marks[index] {
            Some(mark) => mark.reason == Reason::Phrase && !is_boxed(draft, index),
            None => draft.evidence[index].category.is_some(),
        };
        if !is_candidate || !(MIN_LENGTH..=MAX_LENGTH).contains(&text.len()) {
            continue;
        }
        let parts = notice_parts(draft, index);
        if !parts.is_empty() {
            let category = draft.evidence[index].category;
            draft.marks[index] = category.map(|category| Mark {
                category,
                points: draft.evidence[index].points.max(THRESHOLD),
                reason: Reason::Sentence,
                parts,
            });
        }
    }
}

/// Whether the place of a block says that it is a notice as a whole.
fn is_boxed(draft: &Draft<'_>, index: usize) -> bool {
    let hints = draft.page.box_hints(index);
    let is_named = super::HINTS.by_category.iter().any(|(_, hint)| hints.has(*hint));
    is_named || draft.page.is_aside(index)
}

/// The notices directly before and after a block; a paragraph with a sentence of one is none.
fn beside<'d>(draft: &'d Draft<'_>, index: usize) -> impl Iterator<Item = usize> + use<'d> {
    let around = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    let is_whole = |other: &usize| {
        draft.marks.get(*other).and_then(Option::as_ref).is_some_and(|mark| mark.parts.is_empty())
    };
    around.filter(is_whole)
}

/// Whether two blocks stand in one element: the notices of the box next door say nothing about a
/// paragraph.
fn are_siblings(draft: &Draft<'_>, one: usize, other: usize) -> bool {
    let parent = |index: usize| {
        let element = draft.page.block(index).element;
        draft.page.arena.elements[element as usize].parent
    };
    !draft.page.is_html() || parent(one) == parent(other)
}

/// The sentences of a block that are notices, if all others are editorial; empty if none are, or
/// if the block is to be judged as a whole.
fn notice_parts(draft: &Draft<'_>, index: usize) -> Vec<Range<usize>> {
    let text = draft.page.text(index);
    let sentences = sentences(text);
    let judged: Vec<Sentence> = sentences.iter().map(|range| judge(draft, index, range)).collect();
    if judged.contains(&Sentence::Unclear) {
        return Vec::new();
    }
    let parts = joined(text, &sentences, &judged);
    let cut: usize = parts.iter().map(Range::len).sum();
    let rest = text.len() - cut;
    // In a block that is a notice as a whole, few silent words after an appeal belong to it.
    let is_at_end = matches!(&parts[..], [part] if part.end == text.len());
    let mut around = beside(draft, index).peekable();
    let is_last = is_at_end && around.peek().is_none();
    let is_mixed = draft.marks[index].is_none()
        || ((is_last || rest >= MIN_LONG_REST)
            && !around.any(|other| are_siblings(draft, index, other)))
        || is_of_other_matter(draft, index, &parts);
    if is_mixed && rest * MIN_REST >= text.len() { parts } else { Vec::new() }
}

/// Whether what a block says beside its appeal has hardly a word of appeals in it. That much a notice next
/// door cannot make a part of itself.
fn is_of_other_matter(draft: &Draft<'_>, index: usize, parts: &[Range<usize>]) -> bool {
    let text = draft.page.text(index);
    let mut rest = String::with_capacity(text.len());
    let mut end = 0;
    for part in parts {
        rest.push_str(&text[end..part.start]);
        end = part.end;
    }
    rest.push_str(&text[end..]);
    let share = draft.page.share_of(&rest);
    share.words >= MIN_OTHER_WORDS && share.known <= MAX_KNOWN
}

/// The sentences judged to be notices; neighbours are one part. With a part at the start of the
/// text goes the space after it, with any other the space before.
fn joined(text: &str, sentences: &[Range<usize>], judged: &[Sentence]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (range, _) in sentences.iter().zip(judged).filter(|(_, s)| **s == Sentence::Notice) {
        match parts.last_mut() {
            Some(part) if part.end == range.start => part.end = range.end,
            _ => parts.push(range.clone()),
        }
    }
    if let Some(first) = parts.first_mut().filter(|part| part.start == 0) {
        let rest = &text[first.end..];
        first.end += rest.len() - rest.trim_start().len();
    }
    parts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sentence {
    Notice,
    /// It has a phrase or speaks to the reader.
    Unclear,
    Editorial,
}

fn judge(draft: &Draft<'_>, index: usize, sentence: &Range<usize>) -> Sentence {
    let page = draft.page;
    let text = &page.text(index)[sentence.clone()];
    let is_inside =
        |hit: &&Hit<'_>| sentence.start <= hit.range.start && hit.range.end <= sentence.end;
    // As if the sentence were the text.
    let mut hits: Vec<Hit<'_>> = page.hits(index).iter().filter(is_inside).cloned().collect();
    for hit in &mut hits {
        hit.range = hit.range.start - sentence.start..hit.range.end - sentence.start;
    }
    let address = page.reader.read(&crate::phrases::folded(text));
    let is_strong = hits.iter().any(|hit| !hit.is_quoted && hit.phrase.strength == Strength::Alone);
    let asks = address.imperatives > 0 || address.manners() > 1;
    if is_strong && asks && Evidence::of_sentence(page, &hits, text, address) >= THRESHOLD {
        return Sentence::Notice;
    }
    let is_silent = address.manners() == 0 && hits.iter().all(|hit| hit.is_quoted);
    if is_silent { Sentence::Editorial } else { Sentence::Unclear }
}

/// The sentences of a text; the space before one belongs to it.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut ends) = (0, false);
    let (mut word_len, mut is_price) = (0, false);
    for (at, c) in text.char_indices() {
        if ends && c.is_whitespace() {
            sentences.push(start..at);
            (start, ends) = (at, false);
        }
        match c {
            // A point behind one letter is an initial, and behind one digit an ordinal or a price.
            '.' => ends = word_len > 1 || is_price,
            '!' | '?' => ends = true,
            '。' | '！' | '？' => {
                let end = at + c.len_utf8();
                sentences.push(start..end);
                (start, ends) = (end, false);
            }
            // Marks that close with the sentence.
            '"' | '”' | '’' | '“' | '»' | ')' => {}
            _ => ends = false,
        }
        is_price = matches!(c, '$' | '€' | '£') || (is_price && c.is_ascii_digit());
        word_len = if is_alphanumeric(c) { word_len + 1 } else { 0 };
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn sentences_end_with_a_mark_and_a_space() {
        let text = "J. Doe paid $3.50 for it. “Why?” he asked! Nobody knew";
        let parts: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(parts, ["J. Doe paid $3.50 for it.", " “Why?”", " he asked!", " Nobody knew"]);
        assert_eq!(sentences("From $2. By 2. Mai. For £5. ").len(), 4);
        assert_eq!(sentences("終わった。始まる。").len(), 2);
    }
}
