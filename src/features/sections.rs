//! Sections: the blocks from one heading to the next.

use super::stats::Sums;
use super::{Columns, Reading, Stats};

/// The section that a block is in, heading included.
#[derive(Clone, Copy, Default)]
struct Section {
    sums: Sums,
    blocks: f32,
    heading_words: f32,
    heading_link: f32,
}

const COLUMNS: [Reading<Section>; 7] = [
    ("words", |s| s.sums.words),
    ("blocks", |s| s.blocks),
    ("link_density", |s| s.sums.per_word(s.sums.link_words)),
    ("prose", |s| s.sums.per_word(s.sums.prose)),
    ("sentences", |s| s.sums.per_word(s.sums.sentences)),
    ("heading_words", |s| s.heading_words),
    ("heading_link", |s| s.heading_link),
];

pub(super) fn add(table: &mut impl Columns, stats: &Stats) {
    let mut rows: Vec<Section> = Vec::with_capacity(stats.len());
    while rows.len() < stats.len() {
        let start = rows.len();
        let after = stats.blocks[start + 1..].iter().position(|block| block.heading > 0);
        let end = after.map_or(stats.len(), |offset| start + 1 + offset);
        let heading = &stats.blocks[start];
        let section = Section {
            sums: stats.sums(start, end),
            blocks: (end - start) as f32,
            heading_words: heading.words,
            heading_link: heading.link,
        };
        rows.resize(end, section);
    }
    for (name, value) in COLUMNS {
        table.add(format_args!("section_{name}"), rows.iter().map(value));
    }
}
