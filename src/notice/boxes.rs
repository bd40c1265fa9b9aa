//! Boxes: the rest of a small element that holds a notice.

use crate::build::{BlockKind, Context, ElementId, Hints};
use crate::category::Category;
use crate::cues::Address;
use crate::reason::Reason;

use super::page::{HINTS, Page};
use super::{Draft, Place, Promotion, is_plea};

/// Elements around a notice that are looked at.
const MAX_CLIMB: usize = 8;
/// Blocks of a box.
const MAX_BOX: usize = 30;
/// A box named after notices is all notice if this part of it is, one in so many bytes.
const NAMED_SHARE: usize = 6;
/// Another element, if one in so many is.
const PLAIN_SHARE: usize = 2;
/// A block of this length that does not speak to the reader is editorial.
const MIN_PROSE_LENGTH: f32 = 240.0;

/// Marks the boxes of a page's notices; plain text has none.
pub(super) fn mark(draft: &mut Draft<'_>) {
    if !draft.page.is_html() {
        return;
    }
    let mut done = 0;
    for index in 0..draft.len() {
        let Some(category) = draft.plea(index).filter(|_| index >= done) else {
            continue;
        };
        if let Some((first, end)) = widest_box(draft, index, category) {
            done = end;
            for block in first..end {
                let is_dismissal = draft.evidence[block].dismisses;
                let category = if is_dismissal { Category::Reminder } else { category };
                draft.mark(block, category, Reason::Container);
            }
        }
    }
}

/// Marks the promotions of a page: between paragraphs of the text, if what stands above the call says "you" or "we",
/// as quizzes and steps do with imperatives alone; at its end, if someone speaks there for a group and to the reader.
/// Reports are none.
pub(super) fn mark_promotions(draft: &mut Draft<'_>) {
    let page = draft.page;
    for Promotion { blocks, place, .. } in draft.promotions() {
        let is_any = |says: &dyn Fn(Address) -> bool| {
            let mut said = blocks.clone().filter(|index| !page.is_control(*index));
            said.any(|index| says(page.address(index)))
        };
        let (says_you, says_we) = (is_any(&|it| it.you > 0), is_any(&|it| it.we > 0));
        let speaks = match place {
            Place::Within => says_we || says_you,
            Place::Behind => says_we && (says_you || is_any(&|it| it.imperatives > 0)),
        };
        if !speaks || is_any(&|it| it.reporting > 0) {
            continue;
        }
        let mut asked = blocks.clone().filter_map(|index| draft.evidence[index].category);
        let category = asked.find(|it| is_plea(*it)).unwrap_or(Category::Boilerplate);
        for index in blocks.clone() {
            draft.mark(index, category, Reason::Promotion);
        }
    }
}

/// The blocks of the widest element around a notice that is its box.
fn widest_box(draft: &Draft<'_>, index: usize, category: Category) -> Option<(usize, usize)> {
    let page = draft.page;
    let mut widest = None;
    for (id, element) in page.arena.ancestors(page.block(index).element).take(MAX_CLIMB) {
        let (first, end) = (element.first_block as usize, element.end_block as usize);
        let is_long = end.saturating_sub(first) > MAX_BOX;
        if is_long || !page.is_box(first, end) || is_main(page, first, end) {
            break;
        }
        if end - first > 1 && is_box_of(draft, id, category) {
            widest = Some((first, end));
        }
    }
    widest
}

/// Whether blocks are all that the page declares to be its content: however short that is beside the menus, it is no
/// notice as a whole.
fn is_main(page: &Page<'_>, first: usize, end: usize) -> bool {
    let is_in = |index: usize| index < page.len() && page.block(index).context.has(Context::MAIN);
    is_in(first) && !first.checked_sub(1).is_some_and(is_in) && !is_in(end)
}

fn is_box_of(draft: &Draft<'_>, id: ElementId, category: Category) -> bool {
    let page = draft.page;
    let element = page.element(id);
    let blocks = element.first_block as usize..element.end_block as usize;
    let marked = blocks
        .clone()
        .filter(|block| draft.marks[*block].as_ref().is_some_and(|mark| is_plea(mark.category)));
    let notice: usize = marked.map(|block| page.bytes(block, block + 1)).sum();
    let share = if is_named(page, id, category) { NAMED_SHARE } else { PLAIN_SHARE };
    notice * share >= page.bytes(blocks.start, blocks.end)
        && !blocks
            .clone()
            .any(|block| draft.marks[block].is_none() && is_prose_or_code(page, block))
}

/// Whether an element is named after notices, or is what only they stand in.
fn is_named(page: &Page<'_>, id: ElementId, category: Category) -> bool {
    let named = HINTS.by_category.iter().filter(|(named, _)| *named == category);
    let named = named.fold(HINTS.any_box, |all: Hints, (_, hint)| all.with(*hint));
    let first = page.element(id).first_block as usize;
    page.hints(id).has(named) || page.block(first).context.has(Context::DIALOG)
}

/// Whether a block is editorial: a main heading, code, or prose that does not speak to the reader.
fn is_prose_or_code(page: &Page<'_>, block: usize) -> bool {
    if matches!(page.block(block).kind, BlockKind::Heading(1) | BlockKind::Preformatted) {
        return true;
    }
    let address = page.address(block);
    address.reporting > 0 || (page.length(block) >= MIN_PROSE_LENGTH && address.manners() < 2)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html_known, kept};
    use super::super::{Known, Notice, Place, Promotion};
    use crate::category::Category;

    #[test]
    fn a_promotion_that_speaks_to_its_reader_goes() {
        let found = |words: &str, place| {
            let page = format!(
                "<p>The ferry stays in dock until Friday.<div><p>{words}<p>Tides by mail<p>Yes</div>"
            );
            let promotions = [Promotion { blocks: 1..4, place, leads_on: false }];
            let known = Known { promotions: &promotions, probability: &|_| 0.99, ..Known::NOTHING };
            html_known(&page, known)
        };
        let left = |words: &str| {
            [Place::Within, Place::Behind].map(|place| kept(found(words, place)).len())
        };
        assert_eq!(left("We are still at that table, and you can join us."), [1, 1]);
        assert_eq!(left("It tells you when to cast off."), [1, 4]);
        assert_eq!(left("They are still at that table."), [4, 4]);
        assert_eq!(
            left("We are still at that table, and you can join us, the editor said."),
            [4, 4]
        );
        let (_, notices) = found("We live from your donations.", Place::Behind);
        let category = |notice: &Option<Notice>| notice.as_ref().map(|it| it.category);
        assert_eq!(category(&notices[2]), Some(Category::Donation));
    }
}
