//! Cards: elements of one kind that stand on the page several times, each with several blocks,
//! as the posts of a thread, the products of a shop, the teasers of a front page.

use crate::build::{Arena, ElementId, ROOT};
use crate::hash::ByHash;

use super::groups::kind_hash;
use super::stats::Sums;

use super::{Columns, Reading, Stats};

/// An element that stands there this often is a card.
const MIN_CARDS: u32 = 3;

/// All cards of a kind.
#[derive(Clone, Copy, Default)]
struct Kind {
    cards: u32,
    blocks: u32,
    sums: Sums,
}

/// The cards around a block.
#[derive(Clone, Copy, Default)]
struct Place {
    kind: Kind,
    /// Which of its kind this card is, from 0.
    ordinal: u32,
    /// Blocks of the card before this one, and all.
    before: u32,
    len: u32,
}

const COLUMNS: [Reading<Place>; 8] = [
    ("cards", |p| p.kind.cards as f32),
    ("mean_words", |p| p.kind.sums.words / p.kind.cards.max(1) as f32),
    ("mean_blocks", |p| p.kind.blocks as f32 / p.kind.cards.max(1) as f32),
    ("link_density", |p| p.kind.sums.per_word(p.kind.sums.link_words)),
    ("prose", |p| p.kind.sums.per_word(p.kind.sums.prose)),
    ("headings", |p| p.kind.sums.headings / p.kind.cards.max(1) as f32),
    ("ordinal", |p| p.ordinal as f32),
    ("position", |p| p.before as f32 / p.len.max(1) as f32),
];

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let cards = Cards::new(arena, stats);
    let total = stats.total_words();
    for (which, of_element) in [("inner", &cards.inner), ("outer", &cards.outer)] {
        let place = |(index, block): (usize, &crate::build::Block)| {
            cards.place(arena, of_element[block.element as usize], index)
        };
        let places: Vec<Place> = arena.blocks.iter().enumerate().map(place).collect();
        for (name, value) in COLUMNS {
            table.add(format_args!("{which}_card_{name}"), places.iter().map(value));
        }
        let shares = places.iter().map(|place| place.kind.sums.words / total);
        table.add(format_args!("{which}_card_share"), shares);
    }
}

/// The cards of a page.
struct Cards {
    kinds: Vec<Kind>,
    /// For each element that may be a card: its kind, and which of the kind it is.
    of: Vec<(u32, u32)>,
    /// For each element the innermost card around it; [`ROOT`]: none.
    inner: Vec<ElementId>,
    /// The outermost.
    outer: Vec<ElementId>,
}

impl Cards {
    fn new(arena: &Arena, stats: &Stats) -> Self {
        let count = arena.elements.len();
        let mut cards = Cards {
            kinds: Vec::new(),
            of: Vec::with_capacity(count),
            inner: vec![ROOT; count],
            outer: vec![ROOT; count],
        };
        let mut numbers: ByHash<u32> = ByHash::default();
        for (id, element) in arena.elements.iter().enumerate() {
            if id == ROOT as usize || element.end_block < element.first_block + 2 {
                cards.of.push((u32::MAX, 0));
                continue;
            }
            let number =
                *numbers.entry(kind_hash(arena, element)).or_insert(cards.kinds.len() as u32);
            if number as usize == cards.kinds.len() {
                cards.kinds.push(Kind::default());
            }
            let kind = &mut cards.kinds[number as usize];
            cards.of.push((number, kind.cards));
            kind.cards += 1;
            kind.blocks += element.end_block - element.first_block;
            let sums = stats.sums(element.first_block as usize, element.end_block as usize);
            kind.sums = kind.sums.with(sums, |a, b| a + b);
        }
        cards.nest(arena);
        cards
    }

    /// Finds the innermost and outermost card around each element.
    fn nest(&mut self, arena: &Arena) {
        for (id, element) in arena.elements.iter().enumerate().skip(1) {
            let parent = element.parent as usize;
            let is_card = self.is_card(id);
            self.inner[id] = if is_card { id as ElementId } else { self.inner[parent] };
            let around = self.outer[parent];
            self.outer[id] = if is_card && around == ROOT { id as ElementId } else { around };
        }
    }

    fn is_card(&self, element: usize) -> bool {
        self.kinds.get(self.of[element].0 as usize).is_some_and(|kind| kind.cards >= MIN_CARDS)
    }

    fn place(&self, arena: &Arena, card: ElementId, block: usize) -> Place {
        let Some(kind) = self.kinds.get(self.of[card as usize].0 as usize) else {
            return Place::default();
        };
        let element = &arena.elements[card as usize];
        Place {
            kind: *kind,
            ordinal: self.of[card as usize].1,
            before: (block as u32).saturating_sub(element.first_block),
            len: element.end_block - element.first_block,
        }
    }
}
