//! Where on the page a block stands: from its ends, the headline, headings and long paragraphs.

use crate::build::{Arena, Block};

use super::words::text_hash;
use super::{BlockStats, Columns, Stats};
use crate::words::word_hashes;

/// Distance to something that the page does not have.
const NOWHERE: f32 = -999.0;
/// Prose words of a long paragraph.
const LONG_PROSE: f32 = 20.0;
/// Blocks to a heading that is not there.
const NO_HEADING: f32 = 200.0;
/// A bold line of up to this many words counts as a heading.
const MAX_BOLD_HEADING_WORDS: f32 = 6.0;
/// Longer blocks are not compared with the title.
const MAX_TITLE_WORDS: f32 = 40.0;
/// Words of a title that are compared: each block is compared at each of them.
const MAX_COMPARED_WORDS: usize = 100;

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let count = stats.len() as f32;
    let total = stats.total_words();
    table.add("position", (0..stats.len()).map(|i| i as f32 / count));
    table.add("word_position", (0..stats.len()).map(|i| stats.sums(0, i).words / total));
    table.add("index", (0..stats.len()).map(|i| i as f32));
    table.add("index_from_end", (0..stats.len()).map(|i| (stats.len() - i) as f32));
    let prose = stats.total.prose.max(1.0);
    table.add("prose_position", (0..stats.len()).map(|i| stats.sums(0, i).prose / prose));
    let h1 = stats.blocks.iter().position(|block| block.heading == 1);
    table.add("from_h1", (0..stats.len()).map(|i| from(i, h1)));
    add_title(table, arena, stats);
    add_headings(table, arena, stats);
    add_long_paragraphs(table, stats);
}

/// Signed distance of block `i` from block `to`.
fn from(i: usize, to: Option<usize>) -> f32 {
    to.map_or(NOWHERE, |to| i as f32 - to as f32)
}

fn add_title(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let title: Vec<u64> = word_hashes(&arena.metadata.title).take(MAX_COMPARED_WORDS).collect();
    let shared = text_hash(word_hashes(arena.metadata.tag("og:title").unwrap_or("")));
    let is_title = |(block, stats): (&Block, &BlockStats)| {
        if stats.words >= 2.0 && stats.text_hash == shared {
            return true;
        }
        let can_be = stats.in_title == 1.0 && (3.0..MAX_TITLE_WORDS).contains(&stats.words);
        can_be && {
            let text: Vec<u64> = word_hashes(arena.block_text(block)).collect();
            title.windows(text.len()).any(|part| part == text)
        }
    };
    let equal: Vec<bool> = arena.blocks.iter().zip(&stats.blocks).map(is_title).collect();
    table.add("title_overlap", stats.blocks.iter().map(|block| block.in_title));
    table.add("is_title", equal.iter().map(|is| f32::from(*is)));
    let (first, last) = (equal.iter().position(|is| *is), equal.iter().rposition(|is| *is));
    table.add("from_title", (0..stats.len()).map(|i| from(i, first)));
    table.add("from_last_title", (0..stats.len()).map(|i| from(i, last)));
}

fn add_headings(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let mut rows = Vec::with_capacity(stats.len());
    let (mut last, mut level) = (None, 0.0);
    for (i, (block, block_stats)) in arena.blocks.iter().zip(&stats.blocks).enumerate() {
        let (bold, all) = (u64::from(block.bold_len), u64::from(block.end - block.start));
        let is_bold = bold * 5 > all * 4;
        let is_heading =
            block_stats.heading > 0 || (is_bold && block_stats.words <= MAX_BOLD_HEADING_WORDS);
        if is_heading {
            (last, level) = (Some(i), f32::from(block_stats.heading));
        }
        let heading_words = last.map_or(0.0, |at: usize| stats.blocks[at].words);
        rows.push((last.map_or(NO_HEADING, |at| (i - at) as f32), level, heading_words));
    }
    table.add("from_heading", rows.iter().map(|row| row.0));
    table.add("last_heading_level", rows.iter().map(|row| row.1));
    table.add("last_heading_words", rows.iter().map(|row| row.2));
}

fn add_long_paragraphs(table: &mut impl Columns, stats: &Stats) {
    let long: Vec<usize> =
        (0..stats.len()).filter(|i| stats.blocks[*i].prose >= LONG_PROSE).collect();
    table.add("from_first_long", (0..stats.len()).map(|i| from(i, long.first().copied())));
    table.add("from_last_long", (0..stats.len()).map(|i| from(i, long.last().copied())));
    let mut before = Vec::with_capacity(stats.len());
    let mut after = Vec::with_capacity(stats.len());
    let mut next = 0;
    for i in 0..stats.len() {
        while next < long.len() && long[next] < i {
            next += 1;
        }
        let here = long.get(next).copied();
        let previous = if here == Some(i) { here } else { next.checked_sub(1).map(|n| long[n]) };
        before.push(previous.map_or(-NOWHERE, |at| (i - at) as f32));
        after.push(here.map_or(-NOWHERE, |at| (at - i) as f32));
    }
    table.add("from_long_before", before.into_iter());
    table.add("to_long_after", after.into_iter());
}
