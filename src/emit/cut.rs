//! The input's own bytes without what was dropped: all else stays as it is, in its encoding.
//!
//! An element of which all text was dropped goes with its tags and whatever else is in it; of others
//! the words go. Both are ranges of the decoded document, and lead back to bytes.
//!
//! In broken markup the tags of one element can end others, so that the page reads otherwise without
//! them. Whoever cuts reads the result again, and cuts the words alone where it does.

use std::ops::Range;

use crate::build::{Arena, SourceMap, Words};
use crate::decode::{byte_offsets, is_stateless};
use crate::document::{Document, DocumentKind, Verdict};
use crate::tokenize::Tag;

use super::plain_text;

/// What goes with dropped words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The elements that hold no others.
    Elements,
    /// Nothing.
    Words,
}

/// `bytes`, which `document` was read from, without what was dropped; `None` if nothing is to cut.
pub(super) fn cut(document: &Document, bytes: &[u8], mode: Cut) -> Option<Vec<u8>> {
    let ranges = match document.kind {
        DocumentKind::Html => markup(document, mode),
        DocumentKind::Text => plain(document),
    };
    let places: Vec<u64> =
        ranges.iter().flat_map(|range| [range.start, range.end]).map(u64::from).collect();
    let offsets = byte_offsets(bytes, &document.encoding, &places);
    let mut kept = Vec::with_capacity(bytes.len());
    let mut end = 0;
    for range in offsets.chunks_exact(2) {
        kept.extend_from_slice(&bytes[end..range[0]]);
        end = range[1];
    }
    kept.extend_from_slice(&bytes[end..]);
    (kept.len() < bytes.len()).then_some(kept)
}

/// What the text writer leaves out.
fn plain(document: &Document) -> Vec<Range<u32>> {
    let arena = &document.arena;
    let (mut ranges, mut end) = (Vec::new(), 0);
    let Ok(()) =
        plain_text::write::<std::convert::Infallible>(arena, &document.verdicts, &mut |piece| {
            if let Some(origin) = piece.origin.filter(|_| !piece.text.is_empty()) {
                if origin > end {
                    ranges.push(end as u32..origin as u32);
                }
                end = origin + piece.text.len();
            }
            Ok(())
        });
    if end < arena.text.len() {
        ranges.push(end as u32..arena.text.len() as u32);
    }
    ranges
}

/// Elements, and words outside of them.
fn markup(document: &Document, mode: Cut) -> Vec<Range<u32>> {
    let Some(map) = document.arena.source_map.as_deref() else {
        return Vec::new();
    };
    let stretches = Stretches::new(&document.arena, &document.verdicts, map);
    let mut ranges = match mode {
        Cut::Elements => elements(&document.arena, map, &stretches),
        Cut::Words => Vec::new(),
    };
    if is_stateless(&document.encoding) {
        let mut cuts = ranges.clone().into_iter().peekable();
        for words in stretches.all.iter().filter(|stretch| !stretch.is_kept) {
            while cuts.next_if(|cut| cut.end <= words.source.start).is_some() {}
            if cuts.peek().is_none_or(|cut| words.source.start < cut.start) {
                ranges.push(words.source.clone());
            }
        }
        ranges.sort_by_key(|range| range.start);
    }
    ranges
}

/// The outermost elements that have dropped text and no other.
fn elements(arena: &Arena, map: &SourceMap, stretches: &Stretches) -> Vec<Range<u32>> {
    let mut cuts: Vec<Range<u32>> = Vec::new();
    let mut seam = Seam::default();
    for (id, element) in arena.elements.iter().enumerate().skip(1) {
        let range = map.element(id as u32);
        let is_inside = cuts.last().is_some_and(|cut| range.start < cut.end);
        if range.is_empty() || is_inside || is_frame(element.tag) {
            continue;
        }
        let (first, end) = (stretches.at(range.start), stretches.at(range.end));
        let is_dropped = first < end && stretches.kept_before[first] == stretches.kept_before[end];
        if is_dropped && seam.holds(map, &range, stretches.around(first)) {
            seam.from = range.end;
            cuts.push(range);
        }
    }
    cuts
}

/// What holds the page together: the cells of a row have to stay in number.
fn is_frame(tag: Tag) -> bool {
    matches!(tag, Tag::Html | Tag::Head | Tag::Body | Tag::Main | Tag::Td | Tag::Th)
}

/// A stretch of words of one fate.
struct Stretch {
    source: Range<u32>,
    block: usize,
    is_kept: bool,
}

/// All words of a document, in order.
struct Stretches {
    all: Vec<Stretch>,
    /// How many kept ones stand before each, and in all.
    kept_before: Vec<u32>,
    /// The numbers of the kept ones.
    kept: Vec<u32>,
}

impl Stretches {
    fn new(arena: &Arena, verdicts: &[Verdict], map: &SourceMap) -> Stretches {
        let mut all = Vec::with_capacity(map.words().len());
        let mut block = 0;
        for words in map.words() {
            while arena.blocks.get(block).is_some_and(|block| block.end <= words.text.start) {
                block += 1;
            }
            if let Some(start) = arena.blocks.get(block).map(|block| block.start) {
                split(words, block, start, &verdicts[block], &mut all);
            }
        }
        let (mut kept_before, mut kept) = (Vec::with_capacity(all.len() + 1), Vec::new());
        for (number, stretch) in all.iter().enumerate() {
            kept_before.push(kept.len() as u32);
            if stretch.is_kept {
                kept.push(number as u32);
            }
        }
        kept_before.push(kept.len() as u32);
        Stretches { all, kept_before, kept }
    }

    /// The number of the first stretch at or after a place.
    fn at(&self, place: u32) -> usize {
        self.all.partition_point(|stretch| stretch.source.start < place)
    }

    /// The kept stretches before and after the one with a number.
    fn around(&self, number: usize) -> Option<(&Stretch, &Stretch)> {
        let after = self.kept_before[number] as usize;
        let stretch = |at: usize| self.kept.get(at).map(|number| &self.all[*number as usize]);
        stretch(after.checked_sub(1)?).zip(stretch(after))
    }
}

/// Splits words where a dropped part of their block begins or ends; `start` is the block's.
fn split(words: &Words, block: usize, start: u32, verdict: &Verdict, out: &mut Vec<Stretch>) {
    let Range { start: mut at, end } = words.text.clone();
    let is_verbatim = words.text.len() == words.source.len();
    let mut push = |range: Range<u32>, is_kept: bool| {
        let source = if is_verbatim {
            // The text before can be longer than its source: a NUL becomes three bytes.
            let place = |at: u32| words.source.start + (at - words.text.start);
            place(range.start)..place(range.end)
        } else {
            words.source.clone()
        };
        out.push(Stretch { source, block, is_kept });
    };
    if verdict.dropped.is_none() || verdict.parts.is_empty() {
        return push(at..end, verdict.is_kept());
    }
    let place = |part: &Range<usize>| start + part.start as u32..start + part.end as u32;
    let first = verdict.parts.partition_point(|part| place(part).end <= at);
    if !is_verbatim {
        let is_dropped = verdict.parts.get(first).is_some_and(|part| place(part).start <= at);
        return push(at..end, !is_dropped);
    }
    for part in verdict.parts[first..].iter().map(place).take_while(|part| part.start < end) {
        if part.start > at {
            push(at..part.start, true);
        }
        push(at.max(part.start)..end.min(part.end), false);
        at = end.min(part.end);
    }
    if at < end {
        push(at..end, true);
    }
}

/// What is left between two kept blocks: without a boundary there their words would grow together.
#[derive(Default)]
struct Seam {
    /// Where it goes on behind the last cut.
    from: u32,
    /// The kept words before it end here.
    start: u32,
    has_boundary: bool,
}

impl Seam {
    /// Whether what stands around an element still stands apart without it.
    fn holds(
        &mut self,
        map: &SourceMap,
        element: &Range<u32>,
        around: Option<(&Stretch, &Stretch)>,
    ) -> bool {
        let Some((before, after)) = around.filter(|(before, after)| before.block != after.block)
        else {
            return true;
        };
        if before.source.end > self.start {
            (self.start, self.has_boundary) = (before.source.end, false);
        }
        let from = self.from.max(self.start);
        self.has_boundary |= map.has_boundary(from..element.start);
        self.from = self.from.max(element.start);
        self.has_boundary || map.has_boundary(element.end..after.source.start)
    }
}
