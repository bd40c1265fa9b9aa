//! Anchors: ids that a program made of headings, so that links can point to the sections below them. They say
//! what a section is about, where other names of elements say what a box is for.

use crate::build::{Arena, BlockKind, ElementId};
use crate::hash::letters_hash;

/// A page makes ids of its headings if so many have one. A single box can be named after its heading by hand:
/// "Newsletter" in `id="newsletter"`.
const MIN_ANCHORS: usize = 3;
/// Elements around a heading that can have its id: itself, its section, what is put around both.
const MAX_CLIMB: usize = 8;

/// The elements that are hinted at by an anchor and nothing else.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// In document order.
    elements: Vec<ElementId>,
}

impl Anchors {
    /// Finds the headings of a page that have their words for an id, on them or on a section that they begin.
    pub(super) fn of(arena: &Arena) -> Anchors {
        let (mut count, mut elements) = (0, Vec::new());
        let headings = arena.blocks.iter().enumerate();
        for (index, block) in headings.filter(|(_, b)| matches!(b.kind, BlockKind::Heading(_))) {
            let said = letters_hash(arena.block_text(block));
            let begun = || {
                let around = arena.ancestors(block.element).take(MAX_CLIMB);
                around.take_while(|(_, element)| element.first_block as usize == index)
            };
            if said != 0 && begun().any(|(_, element)| element.id_hash == said) {
                count += 1;
                elements.extend(begun().filter(|(_, e)| e.is_hinted_by_id).map(|(id, _)| id));
            }
        }
        if count < MIN_ANCHORS {
            return Anchors::default();
        }
        elements.sort_unstable();
        Anchors { elements }
    }

    /// Whether all that hints at what an element is was made of a heading.
    pub(super) fn has(&self, element: ElementId) -> bool {
        self.elements.binary_search(&element).is_ok()
    }
}
