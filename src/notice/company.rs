//! Company: what counts only beside a notice.

use crate::build::{BlockKind, Context, Hints};
use crate::category::Category;
use crate::phrases::{is_arrow, opens_quotation};
use crate::punctuation::ends_statement;
use crate::reason::Reason;

use super::draft::{Draft, NoticeMark};
use super::evidence::{Evidence, THRESHOLD};
use super::is_plea;

/// Points for a notice next to the block, and for one a block farther.
const BESIDE: f32 = 1.5;
const NEAR: f32 = 1.0;
/// Without so many points of its own a block is no notice whatever it stands beside.
const LEAST: f32 = 1.0;
/// The heading of a notice, in letters.
const MAX_HEADING_LENGTH: f32 = 100.0;
/// Blocks between two notices that go with them.
const MAX_BETWEEN: usize = 2;
/// Their length: bullets of an offer, the word "or".
const MAX_BETWEEN_LENGTH: f32 = 160.0;
/// A sentence of this length in letters that speaks to nobody is the article's: bullets of an offer
/// have no full stop, and what a plea says in between is shorter ("It takes a minute.").
const MIN_STATEMENT_LENGTH: f32 = 24.0;
/// What closes code and quotations, or marks the lines of quoted mail.
const CLOSING: [char; 9] = ['`', '~', '}', ')', ']', '"', '\'', '>', '#'];
/// The longest "or", in letters: Spanish, French, German "oder".
const MAX_SCRAP_LENGTH: f32 = 4.0;

/// Marks what company makes a notice.
pub(super) fn mark(draft: &mut Draft<'_>) {
    for index in 0..draft.len() {
        weigh(draft, index);
    }
    for index in (0..draft.len()).rev() {
        weigh(draft, index);
        heading(draft, index);
    }
    dismissals(draft);
    between(draft);
    scraps(draft);
}

/// The notice that is nearest to a block, within two, and what its company is worth.
fn neighbour(draft: &Draft<'_>, index: usize) -> Option<(Category, f32)> {
    let at = |index: Option<usize>| draft.marks.get(index?)?.as_ref().map(|mark| mark.category);
    let beside = at(index.checked_sub(1)).into_iter().chain(at(Some(index + 1)));
    let near = at(index.checked_sub(2)).into_iter().chain(at(Some(index + 2)));
    let own = draft.evidence[index].category;
    let counts = |category: &Category| is_plea(*category) || Some(*category) == own;
    let beside = beside.map(|category| (category, BESIDE));
    let near = near.map(|category| (category, NEAR));
    beside.chain(near).find(|(category, _)| counts(category))
}

/// Marks a block whose own points reach the threshold with those of its company.
fn weigh(draft: &mut Draft<'_>, index: usize) {
    let evidence = &draft.evidence[index];
    let (Some(category), false) = (evidence.category, evidence.dismisses) else {
        return;
    };
    if draft.marks[index].is_none()
        && evidence.points >= LEAST
        && let Some((beside, worth)) = neighbour(draft, index)
        && (beside == category || evidence.is_label || !is_prose(draft, index))
        && draft.evidence[index].points + worth >= THRESHOLD
        && !draft.is_editorial(index)
    {
        draft.mark(index, category, Reason::Company);
    }
}

/// Marks the heading or question over a notice: a short line that speaks to the reader.
fn heading(draft: &mut Draft<'_>, index: usize) {
    let Some(category) = draft.plea(index + 1).filter(|category| !is_local(*category)) else {
        return;
    };
    let page = draft.page;
    let is_other = page.length(index) > MAX_HEADING_LENGTH || page.is_headline(index);
    if draft.marks[index].is_some() || is_other {
        return;
    }
    let text = page.text(index).trim_end();
    // Over a button that says no more than "Subscribe", only a question or call is its heading.
    let is_over_label = draft.evidence[index + 1].is_label;
    let is_heading = text.ends_with(['?', '!'])
        || (!is_over_label
            && (text.ends_with([':', '…'])
                || matches!(page.block(index).kind, BlockKind::Heading(2..))));
    let address = page.address(index);
    let speaks = address.manners() > 0 && address.reporting == 0;
    if is_heading && speaks && is_unquoted(text) && !draft.is_editorial(index) {
        draft.mark(index, category, Reason::Company);
    }
}

/// Marks the words that put a notice off, if there is one to put off.
fn dismissals(draft: &mut Draft<'_>) {
    for index in 0..draft.len() {
        if !draft.evidence[index].dismisses {
            continue;
        }
        let back = (1..=MAX_BETWEEN).filter_map(|distance| index.checked_sub(distance));
        let around: Vec<usize> = back.chain([index + 1]).filter(|at| *at < draft.len()).collect();
        if around.iter().any(|at| can_be_put_off(draft, *at)) {
            draft.mark(index, Category::Reminder, Reason::Dismiss);
            continue;
        }
        // Weak signs and a dismissal make each other certain; but what names that button is about it.
        let is_weak = |at: &&usize| {
            let Evidence { points, category, is_label, .. } = draft.evidence[**at];
            points >= LEAST && (is_label || category != Some(Category::Reminder))
        };
        let weak: Vec<usize> = around.iter().filter(is_weak).copied().collect();
        for at in &weak {
            if let Some(category) = draft.evidence[*at].category.filter(|c| is_plea(*c)) {
                draft.mark(*at, category, Reason::Company);
                draft.mark(index, Category::Reminder, Reason::Dismiss);
            }
        }
    }
}

/// Whether a block is a notice that a reader can put off.
fn can_be_put_off(draft: &Draft<'_>, index: usize) -> bool {
    let is_follow = |mark: &NoticeMark| mark.category == Category::Follow;
    draft.plea(index).is_some() || draft.marks[index].as_ref().is_some_and(is_follow)
}

/// Whether notices of a category stand in the middle of the text they belong to: consent to show
/// an embedded post has editorial lines around it.
fn is_local(category: Category) -> bool {
    category == Category::Cookie
}

/// Marks a few short blocks between two notices in plain text; in pages the box around them does
/// that, and text between two boxes is editorial.
fn between(draft: &mut Draft<'_>) {
    if draft.page.is_html() {
        return;
    }
    let mut last: Option<(usize, Category)> = None;
    for index in 0..draft.len() {
        let Some(category) = draft.plea(index).filter(|category| !is_local(*category)) else {
            continue;
        };
        if let Some((start, before)) = last
            && index - start - 1 <= MAX_BETWEEN
            && !(draft.evidence[start].is_label && draft.evidence[index].is_label)
            && (start + 1..index).all(|block| {
                is_filling(draft, block)
                    && draft.can_be_notice(block)
                    && !draft.is_editorial(block)
                    && !(before != category && is_statement(draft, block))
            })
        {
            for block in start + 1..index {
                draft.mark(block, category, Reason::Company);
            }
        }
        last = Some((index, category));
    }
}

/// Marks what is too short to be text beside a notice: "or", a cross. Not beside one of these, or a column of
/// short lines would go with the first of them; and numbers and cells are data. Brackets, quotes and fences
/// (CommonMark, 4.5) close what was open before the notice.
fn scraps(draft: &mut Draft<'_>) {
    let pleas: Vec<Option<Category>> = (0..draft.len()).map(|index| draft.plea(index)).collect();
    let plea = |index: usize| pleas.get(index).copied().flatten();
    for index in 0..draft.len() {
        let before = index.checked_sub(1).and_then(plea);
        let Some(category) = before.or_else(|| plea(index + 1)) else {
            continue;
        };
        let text = draft.page.text(index);
        let is_title = text.starts_with(char::is_uppercase) && text.len() > 2;
        let is_data = draft.page.block(index).kind == BlockKind::Cell
            || text.contains(|c: char| c.is_numeric())
            || text.trim_start().starts_with(CLOSING);
        if draft.page.length(index) <= MAX_SCRAP_LENGTH && !is_title && !is_data {
            draft.mark(index, category, Reason::Company);
        }
    }
}

fn is_filling(draft: &Draft<'_>, index: usize) -> bool {
    let page = draft.page;
    page.length(index) <= MAX_BETWEEN_LENGTH
        && !(page.length(index) >= MIN_STATEMENT_LENGTH && is_statement(draft, index))
        && !matches!(page.block(index).kind, BlockKind::Heading(1))
        && page.address(index).reporting == 0
        && is_unquoted(page.text(index))
}

/// Whether a block is a paragraph of a page that speaks to nobody and stands in no form, list or box: there
/// the article goes on beside a notice of something else.
fn is_prose(draft: &Draft<'_>, index: usize) -> bool {
    const APART: Context = Context::FORM.with(Context::LIST).with(Context::DIALOG);
    let (page, block) = (draft.page, draft.page.block(index));
    page.is_html()
        && block.kind == BlockKind::Paragraph
        && !block.context.has_any(APART)
        && !page.is_aside(index)
        && page.box_hints(index) == Hints::default()
        && is_statement(draft, index)
}

/// Whether a block is a sentence that speaks to nobody.
pub(super) fn is_statement(draft: &Draft<'_>, index: usize) -> bool {
    let ends = draft.page.text(index).trim_end().ends_with(ends_statement);
    ends && draft.page.address(index).manners() == 0
}

/// Whether a text does not begin with speech.
pub(super) fn is_unquoted(text: &str) -> bool {
    let text = text.trim_start();
    let opens_speech = |c| opens_quotation(c) || matches!(c, '–' | '—');
    !text.starts_with(opens_speech) || is_arrow(text)
}
