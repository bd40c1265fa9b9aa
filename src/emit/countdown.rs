//! Numbers of lists that count down, where the builder counts up.

use crate::build::{Arena, ElementId};
use crate::tokenize::Tag;

/// A list that counts down.
#[derive(Debug)]
struct Countdown {
    list: ElementId,
    start: Option<u16>,
    items: u16,
    /// The builder's number of its last item.
    last: u16,
}

/// The lists of a document that count down, in order.
#[derive(Debug, Default)]
pub(super) struct Countdowns {
    lists: Vec<Countdown>,
}

impl Countdowns {
    pub(super) fn new(arena: &Arena) -> Countdowns {
        let reversed = arena.numberings.iter().filter(|(_, numbering)| numbering.is_reversed);
        let lists = reversed.map(|(list, numbering)| Countdown {
            list: *list,
            start: numbering.start,
            items: 0,
            last: 0,
        });
        let mut countdowns = Countdowns { lists: lists.collect() };
        if !countdowns.lists.is_empty() {
            for item in arena.elements.iter().filter(|element| element.tag == Tag::Li) {
                if let Some(at) = countdowns.find(item.parent) {
                    let list = &mut countdowns.lists[at];
                    (list.items, list.last) = (list.items.saturating_add(1), item.ordinal);
                }
            }
        }
        countdowns
    }

    fn find(&self, list: ElementId) -> Option<usize> {
        self.lists.binary_search_by_key(&list, |countdown| countdown.list).ok()
    }

    /// The number that is shown of an item which the builder gave `ordinal`. Items that name their numbers
    /// themselves keep them.
    pub(super) fn number(&self, list: ElementId, ordinal: u16) -> u16 {
        let Some(Countdown { start, items, last, .. }) = self.find(list).map(|at| &self.lists[at])
        else {
            return ordinal;
        };
        let first = start.unwrap_or(1);
        if first.checked_add(items - 1) != Some(*last) {
            return ordinal;
        }
        start.unwrap_or(*items).saturating_sub(ordinal.saturating_sub(first))
    }
}
