//! Promotions: boxes in the middle of a text that end in a call, such as "Get a free estimate" or "Yes, send it to me".

use std::ops::RangeInclusive;

use crate::build::{Arena, BlockKind, Blocks, Context, Element, blocks};
use crate::features::Stats;
use crate::notice::{Place, Promotion};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// Elements around a call that are looked at.
const MAX_CLIMB: usize = 6;
/// Blocks of a promotion, and its words; longer boxes are parts of the text, such as a product under test.
const MAX_BLOCKS: usize = 14;
const MAX_WORDS: f32 = 300.0;
/// A call has so many characters: less is a mark that links a heading to itself.
const CALL_CHARS: RangeInclusive<f32> = 4.0..=60.0;
/// A button or link is nearly all of its block.
const MIN_LINK_DENSITY: f32 = 0.8;
/// Calls of a promotion: "Try it" and "Learn more".
const MAX_CALLS: usize = 4;
/// Blocks behind the last one: "No card needed."
const MAX_BEHIND: usize = 2;
/// The text goes on with a paragraph of so many words within so many blocks. With fewer blocks a third of the
/// promotions of wcxb-dev are found.
const MIN_PROSE_WORDS: f32 = 20.0;
const MAX_NEXT: usize = 12;

/// The boxes of a page that may be promotions. At the end of the text only one that has no like: reviews and lists of
/// places end with the last of many.
pub(super) fn promotions(arena: &Arena, stats: &Stats, decisions: &[Decision]) -> Vec<Promotion> {
    let page = Page { arena, stats, decisions };
    let mut found: Vec<Promotion> =
        (0..decisions.len()).filter_map(|call| page.promotion(call)).collect();
    found.dedup_by(|next, first| {
        let is_same = next.blocks == first.blocks;
        first.leads_on |= is_same && next.leads_on;
        is_same
    });
    let last = found.iter().filter(|it| it.place == Place::Behind).count();
    found.retain(|it| it.place == Place::Within || last == 1);
    found
}

/// Drops those between paragraphs of the text that end in a link: the model knows the link, and takes what stands
/// above it for a part of the text. What ends in a button, as quizzes and what can be copied or unfolded do, too, and
/// what stands at the end, its words tell.
///
/// Of the pages of wcxb-dev that it changes it mends four in five (together +.0001). Without the text on both sides it
/// costs .001, as lists of products, services and reports are made of such boxes; so does text that stands in other
/// boxes around it.
pub(super) fn drop_certain(promotions: &[Promotion], decisions: &mut [Decision]) {
    let is_certain = |it: &&Promotion| it.place == Place::Within && it.leads_on;
    for promotion in promotions.iter().filter(is_certain) {
        for decision in &mut decisions[promotion.blocks.clone()] {
            decision.drop_for(Reason::Promotion);
        }
    }
}

struct Page<'p> {
    arena: &'p Arena,
    stats: &'p Stats,
    decisions: &'p [Decision],
}

impl Page<'_> {
    /// Whether a block is a button, or a link as short as one.
    fn is_call(&self, index: usize) -> bool {
        let stats = &self.stats.blocks[index];
        let is_control = self.arena.blocks[index].context.has(Context::CONTROL);
        (is_control || stats.link >= MIN_LINK_DENSITY) && CALL_CHARS.contains(&stats.chars)
    }

    /// The promotion that a call ends.
    fn promotion(&self, call: usize) -> Option<Promotion> {
        if self.decisions[call].keep || !self.is_call(call) {
            return None;
        }
        let around = self.arena.ancestors(self.arena.blocks[call].element).take(MAX_CLIMB);
        let boxes = around
            .map(|(_, element)| element)
            .take_while(|element| blocks(element).len() <= MAX_BLOCKS)
            .filter(|element| self.ends_in(&blocks(element), call));
        let leads_on = self.stats.blocks[call].link >= MIN_LINK_DENSITY;
        let of = |it| Some(Promotion { blocks: blocks(it), place: self.place(it)?, leads_on });
        let mut found = boxes.filter_map(of);
        found.next()
    }

    /// Whether blocks have the form of a promotion: something is said, and then called for.
    fn ends_in(&self, members: &Blocks, call: usize) -> bool {
        if call + MAX_BEHIND + 1 < members.end || self.is_call(members.start) {
            return false;
        }
        let words: f32 = members.clone().map(|index| self.stats.blocks[index].effective).sum();
        members.clone().all(|index| self.is_plain(index))
            && members.clone().filter(|index| self.is_call(*index)).count() <= MAX_CALLS
            && words <= MAX_WORDS
    }

    /// Whether a block is of a kind that promotions have: no picture, quotation, table or code.
    fn is_plain(&self, index: usize) -> bool {
        const OTHER: Context = Context::QUOTE.with(Context::FIGURE).with(Context::TABLE);
        let block = &self.arena.blocks[index];
        let is_text = matches!(
            block.kind,
            BlockKind::Paragraph
                | BlockKind::ListItem
                | BlockKind::Control
                | BlockKind::Heading(2..)
        );
        let is_code = block.code_len * 2 > block.end - block.start;
        is_text && !is_code && !block.context.has_any(OTHER)
    }

    /// Where a box stands, if paragraphs of the text stand beside it.
    fn place(&self, element: &Element) -> Option<Place> {
        let members = blocks(element);
        let before = members.start.saturating_sub(MAX_NEXT)..members.start;
        let behind = members.end..self.decisions.len().min(members.end + MAX_NEXT);
        let is_beside = |index: &usize| {
            let block = &self.arena.blocks[*index];
            let parent = self.arena.elements[block.element as usize].parent;
            self.decisions[*index].keep
                && block.kind == BlockKind::Paragraph
                && (block.element == element.parent || parent == element.parent)
                && self.stats.blocks[*index].effective >= MIN_PROSE_WORDS
        };
        let is_box =
            matches!(element.tag, Tag::Div | Tag::Section | Tag::Aside | Tag::Form | Tag::Unknown);
        let (before, behind) = (before.filter(is_beside).count(), behind.filter(is_beside).count());
        match (before, behind) {
            _ if !is_box => None,
            (1.., 1..) => Some(Place::Within),
            (2.., 0) => Some(Place::Behind),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    const PROSE: &str = "<p>The ferry stays in dock until the inspectors have looked at both engines, the \
        harbour said, and the fare of those who hold a ticket is paid back.</p>";

    /// How many blocks of a page stay of which the model drops buttons and links, and which boxes may be promotions.
    fn judged(html: &str) -> (usize, Vec<Promotion>) {
        let mut found = Vec::new();
        let kept = kept_by(html, |arena, stats, decisions| {
            for ((block, stats), decision) in
                arena.blocks.iter().zip(&stats.blocks).zip(decisions.iter_mut())
            {
                decision.keep = !block.context.has(Context::CONTROL) && stats.link < 1.0;
            }
            found = promotions(arena, stats, decisions);
            drop_certain(&found, decisions);
        });
        (kept.into_iter().filter(|is_kept| *is_kept).count(), found)
    }

    fn left(html: &str) -> usize {
        judged(html).0
    }

    fn between(inside: &str) -> usize {
        left(&format!("<main>{PROSE}{inside}{PROSE}</main>"))
    }

    const SAID: &str = "<h3>Tides by mail</h3><p>Every Friday, and free.</p>";
    const CALL: &str = "<p><a href=/mail>Send it to me</a></p>";

    #[test]
    fn a_box_that_ends_in_a_link_goes() {
        for tag in ["div", "aside", "section", "form", "x-box"] {
            assert_eq!(between(&format!("<{tag}>{SAID}{CALL}</{tag}>")), 2, "{tag}");
        }
        let list = "<ul><li>Tides<li>Winds</ul>";
        assert_eq!(between(&format!("<div>{SAID}{list}{CALL}<p>No card.</div>")), 2);
        assert_eq!(between(&format!("<div><div>{SAID}{CALL}</div></div>")), 2);
    }

    #[test]
    fn other_boxes_stay() {
        // Nothing is called for, or it is what the box begins with.
        assert_eq!(between(&format!("<div>{SAID}</div>")), 4);
        assert_eq!(between(&format!("<div>{CALL}{SAID}</div>")), 4);
        // A mark that links a heading to itself.
        assert_eq!(between(&format!("<div>{SAID}<a href=#tides>#</a></div>")), 4);
        for tag in ["figure", "blockquote", "ul"] {
            assert_eq!(between(&format!("<{tag}>{SAID}{CALL}</{tag}>")), 4, "{tag}");
        }
        assert_eq!(between(&format!("<div><p><code>knots --wet</code></p>{CALL}</div>")), 3);
        let report = format!("<div>{}{CALL}</div>", PROSE.repeat(12));
        assert_eq!(between(&report), 14);
    }

    #[test]
    fn what_no_text_is_around_stays() {
        let promotion = format!("<div>{SAID}{CALL}</div>");
        assert_eq!(left(&format!("<main>{PROSE}{promotion}</main>")), 3);
        assert_eq!(left(&format!("<main>{promotion}{PROSE}</main>")), 3);
        // One of several of a kind.
        assert_eq!(left(&format!("<main>{}</main>", promotion.repeat(3))), 6);
        let card = format!("<div>{PROSE}{SAID}{CALL}</div>");
        assert_eq!(left(&format!("<main>{}</main>", card.repeat(3))), 9);
    }

    #[test]
    fn what_ends_in_a_button_or_the_text_is_doubtful() {
        let button = format!("<div>{SAID}<button>Send it to me</button></div>");
        let promotion = |place| [Promotion { blocks: 2..5, place, leads_on: false }];
        let found = judged(&format!("<main>{PROSE}{PROSE}{button}{PROSE}</main>"));
        assert_eq!(found, (5, promotion(Place::Within).to_vec()));
        let found = judged(&format!("<main>{PROSE}{PROSE}{button}</main>"));
        assert_eq!(found, (4, promotion(Place::Behind).to_vec()));
        assert_eq!(judged(&format!("<main>{PROSE}{button}</main>")).1, []);
        let review = format!("<section>{PROSE}{PROSE}{button}</section>");
        assert_eq!(judged(&review.repeat(2)).1, []);
    }
}
