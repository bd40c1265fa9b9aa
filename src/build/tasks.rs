//! Tasks: list items that begin with a box, ticked or not (GFM § 5.3).

use crate::tokenize::{Attr, StartTag, Tag};

use super::Builder;

/// The class of a box in GitHub's markup, which some renderers write without `disabled`.
const BOX: &str = "task-list-item-checkbox";
/// What Notion exports for a box.
const NOTION: [(&str, bool); 2] =
    [("checkbox checkbox-on", true), ("checkbox checkbox-off", false)];

impl Builder {
    /// Notes a box that an item begins with.
    pub(super) fn read_task(&mut self, tag: &StartTag<'_>) {
        let Some(is_done) = ticked(tag) else {
            return;
        };
        let next = self.next_block();
        let Some(item) = self.open.nearest_mut(&[Tag::Li]).map(|open| open.element) else {
            return;
        };
        let is_start = self.arena.elements[item as usize].first_block == next
            && !self.block.has_text(&self.arena);
        let is_next = self.arena.tasks.last().is_none_or(|(last, _)| *last < item);
        if is_start && is_next {
            self.arena.tasks.push((item, is_done));
        }
    }
}

/// Whether a box is ticked, if an element is one. What a reader may tick is for a form or a menu.
fn ticked(tag: &StartTag<'_>) -> Option<bool> {
    let class = tag.get(Attr::Class).unwrap_or("");
    if tag.tag == Tag::Div {
        return NOTION.iter().find(|(name, _)| *name == class).map(|(_, is_done)| *is_done);
    }
    let is_box = tag.get(Attr::Type).is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
    let is_shown = || tag.has(Attr::Disabled) || class.split_ascii_whitespace().any(|it| it == BOX);
    (is_box && is_shown()).then(|| tag.has(Attr::Checked))
}
