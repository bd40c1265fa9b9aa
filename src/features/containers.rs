//! The containers around a block, and the page's most article-like one.

use crate::build::{Arena, ElementId, ROOT};
use crate::tokenize::Tag;

use super::ranges::{Range, Ranges};
use super::stats::{BlockStats, Sums};
use super::{Columns, Reading, Stats};

/// Containers looked at, from the inside.
const LEVELS: usize = 5;
/// Containers walked to find the one that also holds the top candidate.
const MAX_COMMON_LEVEL: usize = 9;

/// What is said of a container and of a block's place in it.
#[derive(Clone, Copy, Default)]
struct Container {
    sums: Sums,
    blocks: f32,
    position: f32,
}

const COLUMNS: [Reading<Container>; 8] = [
    ("words", |c| c.sums.words),
    ("blocks", |c| c.blocks),
    ("link_density", |c| c.sums.per_word(c.sums.link_words)),
    ("prose", |c| c.sums.per_word(c.sums.prose)),
    ("paragraphs", |c| c.sums.per_word(c.sums.paragraph_words)),
    ("sentences", |c| c.sums.per_word(c.sums.sentences)),
    ("position", |c| c.position),
    ("headings", |c| c.sums.headings / c.blocks),
];

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let ranges = Ranges::new(arena);
    let all = (0, stats.len() as u32);
    let total = stats.total_words();
    // Level by level, as all of them would take more memory than the blocks themselves.
    let mut around: Vec<_> = (0..stats.len()).map(|block| ranges.innermost(block)).collect();
    let mut level = Vec::with_capacity(stats.len());
    for index in 0..LEVELS {
        level.clear();
        for (block, element) in around.iter_mut().enumerate() {
            let range = element.map_or(all, |element| ranges.range(element));
            level.push(container(stats, range, block));
            *element = element.and_then(|element| ranges.outer(element));
        }
        for (name, value) in COLUMNS {
            table.add(format_args!("container{index}_{name}"), level.iter().map(value));
        }
        let shares = level.iter().map(|container| container.sums.words / total);
        table.add(format_args!("container{index}_share"), shares);
    }
    let top = top_candidate(&ranges, stats);
    add_top_candidate(table, &ranges, stats, top);
    add_landmarks(table, arena, stats);
}

fn container(stats: &Stats, (start, end): Range, block: usize) -> Container {
    let sums = stats.sums(start as usize, end as usize);
    let blocks = (end - start) as f32;
    Container { sums, blocks, position: (block as u32 - start) as f32 / blocks }
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
fn top_candidate(ranges: &Ranges<'_>, stats: &Stats) -> Range {
    const SHARES: [f32; 3] = [1.0, 0.5, 0.25];
    let mut scores: Vec<(ElementId, f32)> = Vec::new();
    for (block, block_stats) in stats.blocks.iter().enumerate() {
        let weight = weight(block_stats);
        if weight > 0.0 {
            let shares = ranges.around(block).zip(SHARES);
            scores.extend(shares.map(|(element, share)| (element, weight * share)));
        }
    }
    // Stable: equal containers keep the order of their blocks, so sums do not vary.
    scores.sort_by_key(|(element, _)| *element);
    let mut best = ((0, stats.len() as u32), 0.0f32);
    for group in scores.chunk_by(|a, b| a.0 == b.0) {
        let range = ranges.range(group[0].0);
        let sums = stats.sums(range.0 as usize, range.1 as usize);
        let links = sums.per_word(sums.link_words);
        let score = group.iter().map(|(_, score)| score).sum::<f32>() * (1.0 - links);
        if score > best.1 {
            best = (range, score);
        }
    }
    best.0
}

fn add_top_candidate(table: &mut impl Columns, ranges: &Ranges<'_>, stats: &Stats, top: Range) {
    let (start, end) = (top.0 as usize, top.1 as usize);
    let count = stats.len();
    table.add("top_inside", (0..count).map(|i| f32::from(i >= start && i < end)));
    table.add(
        "top_distance",
        (0..count).map(|i| {
            if i < start { (start - i) as f32 } else { (i + 1).saturating_sub(end) as f32 }
        }),
    );
    let holds = |range: Range| range.0 <= top.0 && range.1 >= top.1;
    let common = |block: usize| {
        let mut levels = ranges.around(block).take(MAX_COMMON_LEVEL).enumerate();
        let found = levels.find(|(_, element)| holds(ranges.range(*element)));
        found.map_or((MAX_COMMON_LEVEL as f32, 1.0), |(level, element)| {
            let (start, end) = ranges.range(element);
            (level as f32, (end - start) as f32 / count as f32)
        })
    };
    let common: Vec<(f32, f32)> = (0..count).map(common).collect();
    table.add("top_common_level", common.iter().map(|(level, _)| *level));
    table.add("top_common_share", common.iter().map(|(_, share)| *share));
    let sums = stats.sums(start, end);
    table.add_same("top_share", sums.words / stats.total_words());
    table.add_same("top_prose_share", sums.prose / stats.total.prose.max(1.0));
}

/// Whether a block is in the largest `article` and the largest `main` of the page (-1: none).
fn add_landmarks(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    for (name, tag) in [("article", Tag::Article), ("main", Tag::Main)] {
        let of_tag = arena.elements.iter().skip(ROOT as usize + 1).filter(|e| e.tag == tag);
        let words = |range: &Range| stats.sums(range.0 as usize, range.1 as usize).words;
        let largest = of_tag
            .map(|element| (element.first_block, element.end_block))
            .filter(|range| range.1 > range.0)
            .max_by(|a, b| words(a).total_cmp(&words(b)));
        let inside = |i: usize| match largest {
            None => -1.0,
            Some((start, end)) => f32::from(i >= start as usize && i < end as usize),
        };
        table.add(format_args!("in_largest_{name}"), (0..stats.len()).map(inside));
        let share = largest.map_or(0.0, |range| words(&range) / stats.total_words());
        table.add_same(format_args!("largest_{name}_share"), share);
    }
}
