//! Lists whose items have headings: those that list something, as steps and questions do, and those that arrange the
//! page.

use crate::build::{Arena, Block, BlockKind, ElementId, ROOT};
use crate::tokenize::Tag;

/// Items that a list with headings has at least: one item is a frame.
const MIN_ITEMS: u16 = 2;

pub(super) fn is_list(tag: Tag) -> bool {
    matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir)
}

/// Whether each element is a list that only arranges the page, by its kept blocks: it holds the page's own
/// heading, or one beside its items, or an item has headings of one rank, as sections do; or it has one item
/// and no other list is around it.
pub(super) fn arranging<'a>(arena: &Arena, kept: impl Iterator<Item = &'a Block>) -> Vec<bool> {
    let mut survey = Survey::new(arena);
    kept.for_each(|block| survey.block(arena, block));
    survey.rise(arena);
    survey.settle(arena)
}

struct Survey {
    /// The innermost list, item or frame around each element, or itself.
    around: Vec<ElementId>,
    /// Of an item: the rank of its first heading, 0 for none.
    ranks: Vec<u8>,
    arranges: Vec<bool>,
    has_text: Vec<bool>,
}

impl Survey {
    fn new(arena: &Arena) -> Survey {
        let len = arena.elements.len();
        let mut around: Vec<ElementId> = Vec::with_capacity(len);
        for (id, element) in arena.elements.iter().enumerate() {
            // Items in a quote are not those of a list around it.
            let is_frame = matches!(element.tag, Tag::Blockquote | Tag::Figure | Tag::Dl);
            let is_own = is_list(element.tag) || element.tag == Tag::Li || is_frame;
            let outer = around.get(element.parent as usize).copied().unwrap_or(ROOT);
            around.push(if is_own { id as ElementId } else { outer });
        }
        Survey {
            around,
            ranks: vec![0; len],
            arranges: vec![false; len],
            has_text: vec![false; len],
        }
    }

    fn block(&mut self, arena: &Arena, block: &Block) {
        self.has_text[block.element as usize] = true;
        let around = self.around[block.element as usize] as usize;
        let BlockKind::Heading(rank) = block.kind else {
            return;
        };
        let first = std::mem::replace(&mut self.ranks[around], rank);
        let is_section = first > 0 && rank <= first;
        if first > 0 {
            self.ranks[around] = first;
        }
        if rank == 1 || is_section || is_list(arena.elements[around].tag) {
            self.arranges[around] = true;
        }
    }

    /// Tells the elements around of what is inside. Parents come first, so it goes backwards.
    fn rise(&mut self, arena: &Arena) {
        for (id, element) in arena.elements.iter().enumerate().rev() {
            let parent = element.parent as usize;
            self.arranges[parent] |= self.arranges[id];
            self.has_text[parent] |= self.has_text[id];
        }
    }

    fn settle(mut self, arena: &Arena) -> Vec<bool> {
        let mut items = vec![0_u16; arena.elements.len()];
        for (id, element) in arena.elements.iter().enumerate() {
            if element.tag == Tag::Li && self.has_text[id] {
                let list = &mut items[self.around[element.parent as usize] as usize];
                *list = list.saturating_add(1);
            }
        }
        let mut is_in_list = vec![false; arena.elements.len()];
        for (id, element) in arena.elements.iter().enumerate() {
            let is_inside = is_in_list[element.parent as usize];
            self.arranges[id] |= items[id] < MIN_ITEMS && !is_inside;
            is_in_list[id] = is_inside || (is_list(element.tag) && !self.arranges[id]);
        }
        self.arranges
    }
}
