//! A sentence of an editorial paragraph that is a notice.

use std::ops::Range;

use crate::category::Category;
use crate::diction::Reading;
use crate::document::joined;
use crate::phrases::{Hit, Strength};
use crate::reason::Reason;
use crate::search::folded;

use super::Part;
use super::company::is_unquoted;
use super::draft::{Draft, NoticeMark};
use super::evidence::{Evidence, THRESHOLD};
use super::sentences::sentences;

/// Shorter paragraphs are notices as a whole or not at all.
const MIN_LENGTH: usize = 90;
/// Longer ones are not looked at, so that time is linear.
const MAX_LENGTH: usize = 8_000;
/// Editorial text that has to remain, one in so many bytes; less is the plea's own beginning.
const MIN_REST: usize = 3;
/// Bytes that have to remain of what looks like a notice as a whole, where the appeal does not end it
/// or a notice stands next door: more than the offer that an appeal goes on with. Fewer if they have hardly a
/// word of appeals.
const MIN_LONG_REST: usize = 100;

/// Words that tell of what a rest speaks, and the share of them that phrases may have.
const MIN_OTHER_WORDS: u32 = 5;
const MAX_KNOWN: f32 = 0.2;
/// In an article about appeals more words than that are of phrases. A rest of so many bytes is editorial there if the
/// log-odds of its words are this at most (`train/EXPERIMENTS.md`, "Pleas inside paragraphs").
const MIN_TELLING_LEN: usize = 200;
const EDITORIAL_ODDS: f32 = 0.5;
/// The log-odds of its words from which on a sentence behind a notice belongs to it, and one in front of it. Behind
/// it a sentence of fewer words does whatever they say: "Thank you!".
const GOES_ON: f32 = -1.0;
const LEADS_TO: f32 = 0.0;
const MIN_TELLING_WORDS: usize = 5;

/// A paragraph of which some sentences are notices, and all others editorial.
struct Mixed {
    /// The notices.
    parts: Vec<Part>,
    /// Bytes of the others.
    rest: usize,
    /// They are so many that the block is no notice with a few more words.
    is_enough: bool,
    /// Its only notice ends it.
    is_at_end: bool,
    /// It looks like a notice as a whole, but the others have the words of other text.
    is_of_other_matter: bool,
}

/// Cuts notices down to sentences, and finds sentences in blocks that are none.
pub(super) fn mark(draft: &mut Draft<'_>) {
    let mixed: Vec<Option<Mixed>> = (0..draft.len()).map(|index| mixed(draft, index)).collect();
    let is_cut =
        |index: usize| mixed[index].as_ref().is_some_and(|it| is_cut(draft, &mixed, index, it));
    let cut: Vec<bool> = (0..draft.len()).map(is_cut).collect();
    for (index, mixed) in mixed.into_iter().enumerate().filter(|(index, _)| cut[*index]) {
        let parts = mixed.map(|mixed| mixed.parts).unwrap_or_default();
        let evidence = &draft.evidence[index];
        draft.marks[index] = evidence.category.map(|category| NoticeMark {
            category,
            points: evidence.points.max(THRESHOLD),
            reason: Reason::Sentence,
            parts,
        });
    }
}

/// Whether a paragraph is cut down to its notices, and not a notice as a whole.
fn is_cut(draft: &Draft<'_>, all: &[Option<Mixed>], index: usize, mixed: &Mixed) -> bool {
    if !mixed.is_enough {
        return false;
    }
    let Some(mark) = &draft.marks[index] else { return true };
    let is_plain = |other: &usize| !all[*other].as_ref().is_some_and(|it| it.is_of_other_matter);
    let beside: Vec<usize> = beside(draft, index).filter(is_plain).collect();
    if mixed.is_of_other_matter {
        // What asks for the same next door, and says nothing else, goes on with the appeal; what that says in front
        // is its reason.
        let asks_for_it = |other: &usize| {
            let is_whole = !all[*other].as_ref().is_some_and(|it| it.is_enough);
            let other = draft.marks[*other].as_ref().filter(|_| is_whole);
            other.is_some_and(|other| other.category == mark.category)
        };
        if !beside.iter().any(asks_for_it) {
            return true;
        }
    }
    if mark.reason != Reason::Phrase {
        return false;
    }
    // Few silent words after an appeal belong to it, and to that of the next block.
    let is_last = mixed.is_at_end && beside.is_empty();
    (is_last || mixed.rest >= MIN_LONG_REST)
        && !beside.iter().any(|other| draft.page.are_siblings(index, *other))
}

/// Whether the place of a block says that it is a notice as a whole.
fn is_boxed(draft: &Draft<'_>, index: usize) -> bool {
    let hints = draft.page.box_hints(index);
    let is_named = super::HINTS.by_category.iter().any(|(_, hint)| hints.has(*hint));
    is_named || draft.page.is_aside(index)
}

/// The notices directly before and after a block.
fn beside<'d, 'p>(draft: &'d Draft<'p>, index: usize) -> impl Iterator<Item = usize> + use<'d, 'p> {
    let around = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    around.filter(|other| draft.marks.get(*other).is_some_and(Option::is_some))
}

/// A block as sentences that are notices and others that are editorial; `None` if it is to be judged as a whole.
fn mixed(draft: &Draft<'_>, index: usize) -> Option<Mixed> {
    let text = draft.page.text(index);
    if !is_candidate(draft, index) || !(MIN_LENGTH..=MAX_LENGTH).contains(&text.len()) {
        return None;
    }
    let sentences = sentences(text, draft.page.language);
    let mut judged: Vec<Sentence> =
        sentences.iter().map(|range| judge(draft, index, range)).collect();
    let is_notice = |judged: &Sentence| matches!(judged, Sentence::Notice(_));
    if !judged.iter().any(is_notice) {
        return None;
    }
    take_along(draft, &mut judged, |at: usize| &text[sentences[at].clone()]);
    let parts = parts(&sentences, &judged);
    let ranges = ranges(text, &parts);
    let cut: usize = ranges.iter().map(Range::len).sum();
    let is_at_end = matches!(&ranges[..], [part] if part.end == text.len());
    let is_marked = draft.marks[index].is_some();
    let is_clear = !judged.contains(&Sentence::Unclear);
    let is_of_other_matter = (is_marked || !is_clear) && is_of_other_matter(draft, text, &ranges);
    if !is_clear && !is_of_other_matter {
        return None;
    }
    let rest = text.len() - cut;
    Some(Mixed {
        parts,
        rest,
        is_enough: rest * MIN_REST >= text.len(),
        is_at_end,
        is_of_other_matter: is_marked && is_of_other_matter,
    })
}

/// Whether sentences of a block can be notices.
fn is_candidate(draft: &Draft<'_>, index: usize) -> bool {
    match &draft.marks[index] {
        Some(mark) => {
            matches!(mark.reason, Reason::Phrase | Reason::Words | Reason::Company)
                && !is_boxed(draft, index)
        }
        None => draft.evidence[index].category.is_some(),
    }
}

/// Makes unclear sentences parts of the notice beside them that they go on with, or lead to.
fn take_along<'t>(draft: &Draft<'_>, judged: &mut [Sentence], sentence: impl Fn(usize) -> &'t str) {
    let can_be = |judged: &[Sentence], notice: usize, beside: usize| {
        matches!(judged[notice], Sentence::Notice(_)) && judged[beside] == Sentence::Unclear
    };
    for at in 1..judged.len() {
        if can_be(judged, at - 1, at) && goes_on(draft, sentence(at)) {
            judged[at] = judged[at - 1];
        }
    }
    for at in (1..judged.len()).rev() {
        if can_be(judged, at, at - 1) && leads_to(draft, sentence(at - 1)) {
            judged[at - 1] = judged[at];
        }
    }
}

/// Whether a sentence goes on with the notice in front of it. In a language of which no words are known, all do.
fn goes_on(draft: &Draft<'_>, sentence: &str) -> bool {
    let is_so = |it: Reading| it.words < MIN_TELLING_WORDS || it.log_odds >= GOES_ON;
    is_unquoted(sentence) && draft.page.reading_of(sentence).is_none_or(is_so)
}

/// Whether a sentence leads to the notice behind it.
fn leads_to(draft: &Draft<'_>, sentence: &str) -> bool {
    let is_so = |it: Reading| it.log_odds >= LEADS_TO;
    is_unquoted(sentence) && draft.page.reading_of(sentence).is_none_or(is_so)
}

/// Whether what a text says beside its appeals has hardly a word of appeals in it, or is long and worded as editorial
/// text is.
fn is_of_other_matter(draft: &Draft<'_>, text: &str, parts: &[Range<usize>]) -> bool {
    let (mut rest, mut end) = (String::with_capacity(text.len()), 0);
    for part in parts {
        rest.push_str(&text[end..part.start]);
        end = part.end;
    }
    rest.push_str(&text[end..]);
    let share = draft.page.share_of(&rest);
    let is_worded_so = |rest: &str| {
        let reading = draft.page.reading_of(rest);
        reading.is_some_and(|it| it.log_odds <= EDITORIAL_ODDS)
    };
    share.words >= MIN_OTHER_WORDS && share.known <= MAX_KNOWN
        || rest.len() >= MIN_TELLING_LEN && is_worded_so(&rest)
}

/// The sentences judged to be notices; neighbours that ask for the same are one part.
fn parts(sentences: &[Range<usize>], judged: &[Sentence]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (range, judged) in sentences.iter().zip(judged) {
        let Sentence::Notice(asked) = judged else { continue };
        match parts.last_mut() {
            Some((part, category)) if part.end == range.start && category == asked => {
                part.end = range.end;
            }
            _ => parts.push((range.clone(), *asked)),
        }
    }
    parts
}

/// What goes of a text with its parts: with one at the start the space after it, with any other the space before.
pub(super) fn ranges(text: &str, parts: &[Part]) -> Vec<Range<usize>> {
    let mut ranges = joined(parts.iter().map(|(part, _)| part.clone()).collect());
    if let Some(first) = ranges.first_mut().filter(|part| part.start == 0) {
        let rest = &text[first.end..];
        first.end += rest.len() - rest.trim_start().len();
    }
    ranges
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sentence {
    /// It asks for this.
    Notice(Category),
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
    let address = page.reader.read(&folded(text));
    let is_strong = hits.iter().any(|hit| !hit.is_quoted && hit.phrase.strength == Strength::Alone);
    let asks = address.imperatives > 0 || address.manners() > 1;
    if is_strong
        && asks
        && let Some((category, points)) = Evidence::of_sentence(page, &hits, text, address)
        && points >= THRESHOLD
    {
        return Sentence::Notice(category);
    }
    let is_silent = address.manners() == 0 && hits.iter().all(|hit| hit.is_quoted);
    if is_silent { Sentence::Editorial } else { Sentence::Unclear }
}

#[cfg(test)]
mod unit_tests {
    use super::super::tests::{html, kept, text};

    const NEWS: &str = "The bridge stays closed until the autumn, the county board said on Monday, because the divers found rust in four of its piles and in the old tower.";
    const MORE: &str = "The council has hired a boat for the pupils, which leaves at seven and comes back when the last lesson is over, and a second one for the nurses of the clinic.";
    const PLEA: &str = "Please donate to support our journalism.";

    /// What is left of a paragraph, as text and as a page, beside one of news.
    fn left(paragraph: &str) -> [Vec<String>; 2] {
        let page = format!("<html lang=en><p>{paragraph}</p><p>{NEWS}</p>");
        [kept(text(&format!("{paragraph}\n\n{NEWS}"))), kept(html(&page))]
    }

    #[test]
    fn a_paragraph_whose_words_are_of_a_plea_is_cut() {
        for left in left(&format!("{NEWS} {PLEA} {MORE}")) {
            assert_eq!(left[0], format!("{NEWS} {MORE}"));
        }
    }

    #[test]
    fn what_speaks_to_the_reader_away_from_the_notice_is_of_the_paragraph() {
        let end = "The boats are open, and you can see the sea from them.";
        for left in left(&format!("{NEWS} {PLEA} {MORE} {end}")) {
            assert_eq!(left[0], format!("{NEWS} {MORE} {end}"));
        }
    }

    #[test]
    fn what_goes_on_with_the_notice_goes_with_it() {
        for plea in [
            "Please donate to support our journalism. Thank you!",
            "Sign up for our newsletter. You can unsubscribe at any time.",
        ] {
            for left in left(&format!("{NEWS} {MORE} {plea} {NEWS}")) {
                assert_eq!(left[0], format!("{NEWS} {MORE} {NEWS}"));
            }
        }
    }

    #[test]
    fn what_goes_on_with_the_notice_makes_the_paragraph_one() {
        let plea = "Please donate to support our journalism. You can give as much as you like, by card or in an envelope, \
            and every pound pays for a reporter who sits in the council chamber when nobody else does.";
        for left in left(plea) {
            assert_eq!(left, [NEWS]);
        }
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for plea in [
            "Please donate to support our journalism at St. Mary Street in Carrow.",
            "Please donate to support our journalism with approx. five pounds.",
        ] {
            for left in left(&format!("{NEWS} {plea} {MORE}")) {
                assert_eq!(left[0], format!("{NEWS} {MORE}"));
            }
        }
    }
}
