//! The blocks before and after a block, and windows around it.

use crate::build::{Arena, BlockKind};
use crate::tokenize::Tag;

use super::stats::{BlockStats, Sums};
use super::{Columns, Reading, Stats};

const NEIGHBOURS: [(&str, isize); 2] = [("prev1", -1), ("next1", 1)];
const WINDOWS: [usize; 2] = [3, 8];
/// Stands for a neighbour beyond the page's ends.
const NONE: f32 = -1.0;

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let depths = depths(arena);
    for (name, offset) in NEIGHBOURS {
        let columns: [Reading<BlockStats>; 6] = [
            ("words", |b| b.effective),
            ("link_density", |b| b.link),
            ("stop_density", |b| b.stop),
            ("sentence_ends", |b| b.sentence_ends),
            ("prose", |b| b.prose),
            ("kind", kind_code),
        ];
        for (what, value) in columns {
            let values =
                (0..stats.len()).map(|i| neighbour(&stats.blocks, i, offset).map_or(NONE, value));
            table.add(format_args!("{name}_{what}"), values);
        }
        let deeper = (0..stats.len())
            .map(|i| neighbour(&depths, i, offset).map_or(0.0, |depth| depth - depths[i]));
        table.add(format_args!("{name}_depth"), deeper);
    }
    for size in WINDOWS {
        add_window(table, stats, size);
    }
    let is_control = |block: &crate::build::Block| f32::from(block.kind == BlockKind::Control);
    table.add("control", arena.blocks.iter().map(is_control));
}

fn neighbour<T>(list: &[T], at: usize, offset: isize) -> Option<&T> {
    list.get(at.checked_add_signed(offset)?)
}

fn depths(arena: &Arena) -> Vec<f32> {
    let mut depths = Vec::with_capacity(arena.elements.len());
    for (id, element) in arena.elements.iter().enumerate() {
        let depth: f32 = if id == 0 { 0.0 } else { depths[element.parent as usize] + 1.0 };
        depths.push(depth);
    }
    arena.blocks.iter().map(|block| depths[block.element as usize]).collect()
}

/// A number a kind of element; trees split it, so its order is of no matter.
fn kind_code(block: &BlockStats) -> f32 {
    if block.heading > 0 {
        return 11.0;
    }
    match block.tag {
        Tag::P => 1.0,
        Tag::Li => 2.0,
        Tag::Td | Tag::Th => 3.0,
        Tag::Div => 4.0,
        Tag::Dd | Tag::Dt => 5.0,
        Tag::Pre => 6.0,
        Tag::Blockquote => 7.0,
        Tag::Button => 8.0,
        Tag::Option => 9.0,
        _ => 10.0,
    }
}

/// A window around a block, and its halves.
#[derive(Clone, Copy)]
struct Window {
    all: Sums,
    before: Sums,
    after: Sums,
}

const WINDOW_COLUMNS: [Reading<Window>; 7] = [
    ("words", |w| w.all.words),
    ("link_density", |w| w.all.per_word(w.all.link_words)),
    ("prose", |w| w.all.per_word(w.all.prose)),
    ("words_before", |w| w.before.words),
    ("prose_before", |w| w.before.prose),
    ("words_after", |w| w.after.words),
    ("prose_after", |w| w.after.prose),
];

fn add_window(table: &mut impl Columns, stats: &Stats, size: usize) {
    let count = stats.len();
    let window = |i: usize| {
        let (from, to) = (i.saturating_sub(size), (i + size + 1).min(count));
        Window {
            all: stats.sums(from, to),
            before: stats.sums(from, i),
            after: stats.sums(i + 1, to),
        }
    };
    let rows: Vec<Window> = (0..count).map(window).collect();
    for (name, value) in WINDOW_COLUMNS {
        table.add(format_args!("window{size}_{name}"), rows.iter().map(value));
    }
}
