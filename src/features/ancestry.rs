//! The elements around a block: how near the next one with a hint word is, and how many of a kind.

use crate::build::{Arena, hint_names};
use crate::tokenize::Tag;

use super::Columns;

/// Distance to a hint that is not there, or farther.
const FAR: u8 = 20;

/// Names that are counted among a block's ancestors.
const COUNTED: [Tag; 18] = [
    Tag::Div,
    Tag::Section,
    Tag::P,
    Tag::Ul,
    Tag::Ol,
    Tag::Li,
    Tag::Dl,
    Tag::Table,
    Tag::Tr,
    Tag::Td,
    Tag::Span,
    Tag::A,
    Tag::Details,
    Tag::Select,
    Tag::Label,
    Tag::Fieldset,
    Tag::Address,
    Tag::Unknown,
];

/// What the walk to the root counts for one block.
#[derive(Clone, Copy, Default)]
struct Ancestry {
    counts: [u8; COUNTED.len()],
    depth: u16,
    hint_count: u8,
}

pub(super) fn add(table: &mut impl Columns, arena: &Arena) {
    let mut index_of = [None; Tag::COUNT];
    for (index, tag) in COUNTED.iter().enumerate() {
        index_of[*tag as usize] = Some(index);
    }
    let (count, names) = (arena.blocks.len(), hint_names());
    // A column a hint: of most hints most blocks have none, and rows would be read from far away again
    // for each.
    let mut hints = vec![FAR; names.len() * count];
    let mut rows: Vec<Ancestry> = Vec::with_capacity(count);
    let mut nearest = Vec::new();
    let mut previous = None;
    for (index, block) in arena.blocks.iter().enumerate() {
        // Neighbours often share their element: a table cell's lines, text around a `br`.
        let row = match rows.last() {
            Some(row) if previous == Some(block.element) => *row,
            _ => walk(arena, block.element, &index_of, &mut nearest),
        };
        for (hint, distance) in &nearest {
            hints[hint * count + index] = *distance;
        }
        previous = Some(block.element);
        rows.push(row);
    }
    for (hint, name) in names.iter().enumerate() {
        let column = &hints[hint * count..][..count];
        table.add(format_args!("hint_{name}"), column.iter().map(|distance| f32::from(*distance)));
    }
    for (index, tag) in COUNTED.iter().enumerate() {
        let name = if *tag == Tag::Unknown { "custom" } else { tag.name() };
        table.add(format_args!("in_{name}"), rows.iter().map(|row| f32::from(row.counts[index])));
    }
    table.add("depth", rows.iter().map(|row| f32::from(row.depth)));
    table.add("hint_count", rows.iter().map(|row| f32::from(row.hint_count)));
}

/// Walks from an element to the root; `nearest` becomes the hints on the way, with their distances.
fn walk(
    arena: &Arena,
    element: u32,
    index_of: &[Option<usize>; Tag::COUNT],
    nearest: &mut Vec<(usize, u8)>,
) -> Ancestry {
    let mut row = Ancestry::default();
    let mut unseen = u64::MAX;
    nearest.clear();
    for (distance, (_, element)) in arena.ancestors(element).enumerate() {
        row.depth += 1;
        if let Some(index) = index_of[element.tag as usize] {
            row.counts[index] = row.counts[index].saturating_add(1);
        }
        if distance >= usize::from(FAR) || element.tag == Tag::Body {
            // A body's classes name the page and its state, not a part of it.
            continue;
        }
        let mut fresh = element.hints.0 & unseen;
        unseen &= !fresh;
        while fresh != 0 {
            nearest.push((fresh.trailing_zeros() as usize, distance as u8));
            fresh &= fresh - 1;
        }
    }
    row.hint_count = nearest.len() as u8;
    row
}
