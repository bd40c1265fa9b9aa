//! The containers around a block, and the page's most article-like one.

use crate::build::{Arena, ROOT};

use super::stats::BlockStats;
use super::{FeatureTable, Stats};

/// Containers looked at, from the inside.
const LEVELS: usize = 5;
/// Containers walked to find the one that also holds the top candidate.
const MAX_COMMON_LEVEL: usize = 9;

/// A range of blocks that some element holds.
pub(super) type Range = (u32, u32);

/// The distinct ranges of a block's ancestors, innermost first, without the block alone.
pub(super) fn ranges(arena: &Arena, block: usize) -> impl Iterator<Item = Range> {
    let all = (0, arena.blocks.len() as u32);
    let mut previous = (block as u32, block as u32 + 1);
    let element = arena.blocks[block].element;
    let inner =
        arena.ancestors(element).map(|(_, element)| (element.first_block, element.end_block));
    inner.chain(std::iter::once(all)).filter(move |range| {
        let is_new = *range != previous && range.1 > range.0;
        previous = *range;
        is_new
    })
}

/// What is said of a container, or a place in it.
#[derive(Clone, Copy)]
struct Level {
    start: usize,
    end: usize,
}

pub(super) fn add(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    let count = stats.len();
    let mut levels = vec![[Level { start: 0, end: count }; LEVELS]; count];
    for (block, slots) in levels.iter_mut().enumerate() {
        for (slot, (start, end)) in slots.iter_mut().zip(ranges(arena, block)) {
            *slot = Level { start: start as usize, end: end as usize };
        }
    }
    for level in 0..LEVELS {
        add_level(table, stats, level, &levels);
    }
    let top = top_candidate(arena, stats);
    add_top_candidate(table, arena, stats, top);
    add_landmarks(table, arena, stats);
}

fn add_level(table: &mut FeatureTable, stats: &Stats, index: usize, levels: &[[Level; LEVELS]]) {
    let total = stats.total_words();
    let rows = || levels.iter().map(move |slots| slots[index]).enumerate();
    let words = |l: Level| stats.words.range(l.start, l.end);
    let per_word = |sum: f32, l: Level| sum / words(l).max(1.0);
    let per_block = |sum: f32, l: Level| sum / (l.end - l.start).max(1) as f32;
    let name = |what: &str| format!("container{index}_{what}");
    table.add(name("words"), rows().map(|(_, l)| words(l)));
    table.add(name("blocks"), rows().map(|(_, l)| (l.end - l.start) as f32));
    table.add(
        name("link_density"),
        rows().map(|(_, l)| per_word(stats.link_words.range(l.start, l.end), l)),
    );
    table.add(name("share"), rows().map(|(_, l)| words(l) / total));
    table.add(name("prose"), rows().map(|(_, l)| per_word(stats.prose.range(l.start, l.end), l)));
    table.add(
        name("paragraphs"),
        rows().map(|(_, l)| per_word(stats.paragraph_words.range(l.start, l.end), l)),
    );
    table.add(
        name("sentences"),
        rows().map(|(_, l)| per_word(stats.sentences.range(l.start, l.end), l)),
    );
    table.add(
        name("position"),
        rows().map(|(block, l)| per_block(block.saturating_sub(l.start) as f32, l)),
    );
    table.add(
        name("headings"),
        rows().map(|(_, l)| per_block(stats.headings.range(l.start, l.end), l)),
    );
}

/// How much a block speaks for the containers around it: prose, and up to ten marks of sentences.
fn weight(block: &BlockStats) -> f32 {
    /// Fewer marks in a block without prose say nothing.
    const MIN_SENTENCES: f32 = 2.0;
    /// A mark counts as much as five words.
    const WORDS_A_MARK: f32 = 5.0;
    if block.prose > 0.0 || block.sentences > MIN_SENTENCES {
        block.prose + WORDS_A_MARK * block.sentences.min(10.0)
    } else {
        0.0
    }
}

/// The container with the most prose in blocks near its surface, in the manner of Readability:
/// a block gives its weight to its container, half to the next, a quarter to the one after.
fn top_candidate(arena: &Arena, stats: &Stats) -> Range {
    const SHARES: [f32; 3] = [1.0, 0.5, 0.25];
    let mut scores: Vec<(Range, f32)> = Vec::new();
    for (block, block_stats) in stats.blocks.iter().enumerate() {
        let weight = weight(block_stats);
        if weight > 0.0 {
            let shares = ranges(arena, block).zip(SHARES);
            scores.extend(shares.map(|(range, share)| (range, weight * share)));
        }
    }
    scores.sort_by_key(|(range, _)| *range);
    let mut best = ((0, stats.len() as u32), 0.0f32);
    for group in scores.chunk_by(|a, b| a.0 == b.0) {
        let range = group[0].0;
        let (start, end) = (range.0 as usize, range.1 as usize);
        let links = stats.link_words.range(start, end) / stats.words.range(start, end).max(1.0);
        let score = group.iter().map(|(_, score)| score).sum::<f32>() * (1.0 - links);
        if score > best.1 {
            best = (range, score);
        }
    }
    best.0
}

fn add_top_candidate(table: &mut FeatureTable, arena: &Arena, stats: &Stats, top: Range) {
    let (start, end) = (top.0 as usize, top.1 as usize);
    let count = stats.len();
    table.add("top_inside", (0..count).map(|i| f32::from(i >= start && i < end)));
    table.add(
        "top_distance",
        (0..count).map(|i| {
            if i < start { (start - i) as f32 } else { (i + 1).saturating_sub(end) as f32 }
        }),
    );
    let holds = |range: &Range| range.0 <= top.0 && range.1 >= top.1;
    let common: Vec<(f32, f32)> = (0..count)
        .map(|block| {
            let mut levels = ranges(arena, block).take(MAX_COMMON_LEVEL).enumerate();
            let found = levels.find(|(_, range)| holds(range));
            found.map_or((MAX_COMMON_LEVEL as f32, 1.0), |(level, range)| {
                (level as f32, (range.1 - range.0) as f32 / count as f32)
            })
        })
        .collect();
    table.add("top_common_level", common.iter().map(|(level, _)| *level));
    table.add("top_common_share", common.iter().map(|(_, share)| *share));
    table.add_constant("top_share", stats.words.range(start, end) / stats.total_words());
    table.add_constant(
        "top_prose_share",
        stats.prose.range(start, end) / stats.prose.total().max(1.0),
    );
}

/// Whether a block is in the largest `article` and the largest `main` of the page (-1: none).
fn add_landmarks(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    use crate::tokenize::Tag;
    for (name, tag) in [("article", Tag::Article), ("main", Tag::Main)] {
        let of_tag = arena.elements.iter().skip(ROOT as usize + 1).filter(|e| e.tag == tag);
        let words = |range: &Range| stats.words.range(range.0 as usize, range.1 as usize);
        let largest = of_tag
            .map(|element| (element.first_block, element.end_block))
            .filter(|range| range.1 > range.0)
            .max_by(|a, b| words(a).total_cmp(&words(b)));
        let inside = |i: usize| match largest {
            None => -1.0,
            Some((start, end)) => f32::from(i >= start as usize && i < end as usize),
        };
        table.add(format!("in_largest_{name}"), (0..stats.len()).map(inside));
        let share = largest.map_or(0.0, |range| words(&range) / stats.total_words());
        table.add_constant(format!("largest_{name}_share"), share);
    }
}
