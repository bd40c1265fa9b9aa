//! The text output read once more: what a second reading would drop goes in the first.
//!
//! A page's text has lost the markup around its blocks, and a text that lost a notice has new
//! neighbours and other paragraphs: both can be judged differently. So the output is read as plain
//! text, and what is a notice there is dropped from the document, until nothing is.

use std::ops::Range;

use crate::category::CategorySet;
use crate::decide::{self, drop_notice};
use crate::document::{Document, DocumentKind, Verdict, joined};
use crate::notice::{self, Known, Matter, Notice};
use crate::options::Options;
use crate::plain::PlainText;

/// Readings at most. Real pages are settled by the second; a text that loses one line in each of
/// thousands of readings is an attack on time.
pub(crate) const MAX_READINGS: usize = 8;

/// Drops what a reading of the text output would.
pub(crate) fn settle(document: &mut Document, options: &Options) {
    // A text that lost nothing is its own output.
    let is_settled = |document: &Document| {
        let mut verdicts = document.verdicts.iter();
        document.kind == DocumentKind::Text && verdicts.all(|verdict| verdict.dropped.is_none())
    };
    // More blocks or elements than are told apart: their text as lines would take several times its memory, for a
    // page that is judged in part anyway.
    if document.arena.is_joined {
        return;
    }
    // Notices that stay by the caller's choice of categories are company to the rest, of which a text makes something
    // else.
    let leaves_notices =
        document.kind == DocumentKind::Html && options.categories != CategorySet::ALL;
    let as_text = leaves_notices.then_some(Matter::Text);
    for matter in [Matter::output_of(document.kind)].into_iter().chain(as_text) {
        for _ in 0..MAX_READINGS {
            if is_settled(document) || !reread(document, matter, options) {
                break;
            }
        }
    }
}

/// Reads the output once, as a text or that of a page; whether something was dropped.
fn reread(document: &mut Document, matter: Matter, options: &Options) -> bool {
    let (text, origins) = Origins::of(document);
    let arena = PlainText::from(text).finish();
    let categories = options.removable();
    let has_choices = !document.arena.choices.is_empty();
    let verdict = |index: usize| {
        let (start, end) = (arena.blocks[index].start as usize, arena.blocks[index].end as usize);
        origins.of_range(start..end).next().and_then(|range| verdict_at(document, range.start))
    };
    let is_spared = |index: usize| has_choices && verdict(index).is_some_and(|it| it.is_spared);
    let is_asked = matter != Matter::Text && decide::asks_model(document.kind, options);
    let probability =
        |index: usize| verdict(index).filter(|_| is_asked).map_or(0.0, |it| it.probability);
    let known = Known {
        is_spared: &is_spared,
        probability: &probability,
        promotions: &[],
        is_kept: &|_, _| true,
    };
    let notices = notice::find(&arena, matter, options, &known).notices;
    let mut drops = Vec::new();
    let notices: Vec<Option<Notice>> =
        notices.into_iter().map(|notice| notice.and_then(|it| it.of(categories))).collect();
    for (block, notice) in arena.blocks.iter().zip(&notices) {
        let Some(notice) = notice else { continue };
        let (start, end) = (block.start as usize, block.end as usize);
        let whole = (notice.parts.is_empty()).then_some(start..end);
        let parts = notice.ranges(arena.block_text(block)).into_iter();
        let parts = parts.map(|part| start + part.start..start + part.end);
        for range in whole.into_iter().chain(parts).flat_map(|part| origins.of_range(part)) {
            add_drops(document, &range, notice, &mut drops);
        }
    }
    // All of one block together: a block of nothing else but notices and text between them is an attack.
    drops.sort_by_key(|drop| drop.block);
    let mut has_dropped = false;
    for drops in drops.chunk_by(|a, b| a.block == b.block) {
        has_dropped |= drop_parts(document, drops);
    }
    has_dropped
}

/// A part of a block that a notice takes along.
struct Drop<'n> {
    block: usize,
    part: Range<usize>,
    notice: &'n Notice,
}

/// The way from the text output back to the document.
#[derive(Default)]
struct Origins {
    /// Where each piece of the document's text begins in the output, and where it is in the arena's
    /// text.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Origins {
    /// The text output of a document, and the way back.
    fn of(document: &Document) -> (String, Origins) {
        let (mut text, mut origins) = (String::new(), Origins::default());
        let Ok(()) = document.pieces::<std::convert::Infallible>(&mut |piece| {
            if let Some(origin) = piece.origin.filter(|_| !piece.text.is_empty()) {
                origins.pieces.push((text.len(), origin..origin + piece.text.len()));
            }
            text.push_str(piece.text);
            Ok(())
        });
        (text, origins)
    }

    /// What a range of the output is in the arena's text.
    fn of_range(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.pieces.partition_point(|(at, origin)| at + origin.len() <= range.start);
        let inside = self.pieces[first..].iter().take_while(move |(at, _)| *at < range.end);
        inside.map(move |(at, origin)| {
            let from = range.start.saturating_sub(*at);
            let to = origin.len().min(range.end - at);
            origin.start + from..origin.start + to
        })
    }
}

/// The verdict on the block that has a place of the arena's text.
fn verdict_at(document: &Document, place: usize) -> Option<&Verdict> {
    let at = document.arena.blocks.partition_point(|block| block.end as usize <= place);
    document.verdicts.get(at)
}

/// Adds what a range of the arena's text is in its blocks.
fn add_drops<'n>(
    document: &Document,
    range: &Range<usize>,
    notice: &'n Notice,
    drops: &mut Vec<Drop<'n>>,
) {
    let blocks = &document.arena.blocks;
    let first = blocks.partition_point(|block| block.end as usize <= range.start);
    let inside = blocks.iter().enumerate().skip(first);
    for (index, block) in inside.take_while(|(_, block)| (block.start as usize) < range.end) {
        let (start, end) = (block.start as usize, block.end as usize);
        let part = range.start.max(start) - start..range.end.min(end) - start;
        drops.push(Drop { block: index, part, notice });
    }
}

/// Drops parts of a block, beside those that are dropped already; whether it may go at all.
fn drop_parts(document: &mut Document, drops: &[Drop<'_>]) -> bool {
    let Some(Drop { block, notice, .. }) = drops.last() else {
        return false;
    };
    let text = document.arena.block_text(&document.arena.blocks[*block]);
    let verdict = &mut document.verdicts[*block];
    // What the caller chose to keep is no notice.
    if !verdict.is_kept() || verdict.is_spared {
        return false;
    }
    let new = drops.iter().map(|drop| with_line_end(text, drop.part.clone()));
    let old = if verdict.dropped.is_some() { &verdict.parts[..] } else { &[] };
    let parts = old.iter().cloned().chain(new);
    let score = drops.iter().fold(0.0, |score: f32, drop| score.max(drop.notice.score));
    let parts = joined(parts.collect());
    let new = drops.iter().map(|drop| (drop.part.clone(), drop.notice.category));
    let asked = verdict.asked.iter().cloned().chain(new).collect();
    let notice = Notice { score, parts: asked, ..(*notice).clone() };
    drop_notice(verdict, notice, parts);
    if verdict.kept_ranges(text.len()).all(|range| text[range].trim().is_empty()) {
        verdict.parts.clear();
    }
    true
}

/// A part that is whole lines of a text takes a line end along.
fn with_line_end(text: &str, part: Range<usize>) -> Range<usize> {
    let before = text[..part.start].trim_end_matches([' ', '\t', '\r']);
    let after = text[part.end..].trim_start_matches([' ', '\t', '\r']);
    let (starts, ends) = (before.is_empty() || before.ends_with('\n'), after.starts_with('\n'));
    if starts && ends {
        part.start..text.len() - after.len() + 1
    } else if after.is_empty() && before.ends_with('\n') {
        before.len() - 1..part.end
    } else {
        part
    }
}

#[cfg(test)]
mod tests {
    use crate::{Category, Options, SourceFormat, Strip, extract};

    #[test]
    fn lines_of_a_block_can_go() {
        let parts = |text: &str, part| super::with_line_end(text, part);
        assert_eq!(parts("a\nb\nc", 2..3), 2..4);
        assert_eq!(parts("a\nb", 2..3), 1..3);
        assert_eq!(parts("a\nb", 0..1), 0..2);
        assert_eq!(parts("a b", 2..3), 2..3);
    }

    #[test]
    fn what_the_text_shows_as_a_notice_goes() {
        const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both \
            engines, the harbour said, and the fare of those who hold a ticket is paid back.";
        let page = format!("<p>{PROSE}<br>Subscribe<br>{PROSE}");
        let document = extract(page.as_bytes(), &Options::new().strip(Strip::Notices));
        assert_eq!(document.text(), format!("{PROSE}\n{PROSE}\n"));
        let removed = document.removed();
        assert_eq!(removed.len(), 1);
        assert_eq!(removed[0].category, Category::Paywall);
    }

    #[test]
    fn categories_hold_here_too() {
        let text = "The pier is shut.\n\nPlease donate to keep us going.\n\nNot now\n";
        let options = Options::new().format(SourceFormat::Text);
        let options = options.categories([Category::Cookie].into_iter().collect());
        assert_eq!(extract(text.as_bytes(), &options).text(), text);
    }
}
