//! Anchors: ids that a program made of headings, so that links can point to the sections below them. They say
//! what a section is about, where other names of elements say what a box is for.

use crate::build::{Arena, BlockKind, Context, Element, ElementId, Hints, hints_of_heading};
use crate::hash::letters_hash;

/// A page makes ids of its headings if so many have one. A single box can be named after its heading by hand:
/// "Newsletter" in `id="newsletter"`.
const MIN_ANCHORS: usize = 3;
/// Elements around a heading that can have its id: itself, its section, what is put around both.
const MAX_CLIMB: usize = 8;
/// Blocks of an element in which a form is looked for; larger ones are no boxes.
const MAX_BOX_BLOCKS: usize = 64;

/// The elements of which a heading says what their `id` does.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// With the hints that come of it, in document order.
    elements: Vec<(ElementId, Hints)>,
}

impl Anchors {
    /// Finds the headings of a page that have their words for an id, on them or on a section that they begin.
    pub(super) fn of(arena: &Arena) -> Anchors {
        let (mut count, mut elements) = (0, Vec::new());
        let headings = arena.blocks.iter().enumerate();
        for (index, block) in headings.filter(|(_, b)| matches!(b.kind, BlockKind::Heading(_))) {
            let begun = || {
                let around = arena.ancestors(block.element).take(MAX_CLIMB);
                around.take_while(|(_, element)| element.first_block as usize == index)
            };
            let text = arena.block_text(block);
            let says_it =
                |element: &Element| element.id_hash != 0 && element.id_hash == letters_hash(text);
            if !begun().any(|(_, element)| says_it(element)) {
                continue;
            }
            count += 1;
            let named = begun().filter(|(_, e)| e.is_hinted_by_id && !has_form(arena, e));
            elements.extend(named.map(|(id, _)| (id, hints_of_heading(text))));
        }
        if count < MIN_ANCHORS {
            return Anchors::default();
        }
        elements.sort_unstable_by_key(|(id, _)| *id);
        Anchors { elements }
    }

    /// The hints of an element that say what its section is about.
    pub(super) fn hints(&self, element: ElementId) -> Hints {
        let place = self.elements.binary_search_by_key(&element, |(id, _)| *id);
        place.map_or(Hints::default(), |place| self.elements[place].1)
    }
}

/// Whether something is to be filled in: a section that asks for it is a box, whatever its name is made of.
fn has_form(arena: &Arena, element: &Element) -> bool {
    let blocks = element.first_block as usize..element.end_block as usize;
    blocks.len() <= MAX_BOX_BLOCKS
        && arena.blocks[blocks].iter().any(|b| b.inputs > 0 || b.context.has(Context::FORM))
}
