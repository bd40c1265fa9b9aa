//! Marks that lead from a note back to where it is called: what is kept of the note goes without them.

use std::ops::Range;

use crate::build::{Arena, Block, BlockKind};
use crate::category::Category;
use crate::document::{Verdict, joined};
use crate::reason::Reason;

use super::selected::apart;

/// Drops the marks of kept blocks that hold anything else.
pub(super) fn drop_back_links(arena: &Arena, verdicts: &mut [Verdict]) {
    let block_of = |range: &Range<u32>| arena.blocks.partition_point(|it| it.end <= range.start);
    // All of one block together: a block of nothing else is an attack.
    for ranges in arena.back_links.chunk_by(|a, b| block_of(a) == block_of(b)) {
        let Some(at) = ranges.first().map(block_of) else {
            continue;
        };
        if let (Some(block), Some(verdict)) = (arena.blocks.get(at), verdicts.get_mut(at))
            && verdict.is_kept()
            && block.kind != BlockKind::Preformatted
        {
            drop_of_block(arena.block_text(block), block, ranges, verdict);
        }
    }
}

fn drop_of_block(text: &str, block: &Block, ranges: &[Range<u32>], verdict: &mut Verdict) {
    let is_inside = |range: &&Range<u32>| block.start <= range.start && range.end <= block.end;
    let end = text.trim_end().len();
    let marks = ranges.iter().filter(is_inside).map(|range| {
        let part = (range.start - block.start) as usize..(range.end - block.start) as usize;
        apart(text, end, with_brackets(text, part))
    });
    let parts: Vec<_> = verdict.parts.iter().cloned().chain(marks).collect();
    let left = Verdict {
        dropped: verdict.dropped.or(Some(Category::Navigation)),
        reason: if verdict.dropped.is_some() { verdict.reason } else { Reason::BackLink },
        parts: joined(parts.into_iter().filter(|part| !part.is_empty()).collect()),
        ..verdict.clone()
    };
    let is_left = left.kept_ranges(text.len()).any(|range| !text[range].trim().is_empty());
    if !left.parts.is_empty() && is_left {
        *verdict = left;
    }
}

/// A part of a text with the brackets around it.
fn with_brackets(text: &str, part: Range<usize>) -> Range<usize> {
    let start = part.start + text[part.clone()].chars().take_while(|c| *c == ' ').count();
    let is_in =
        |(open, close)| text[..start].ends_with(open) && text[part.end..].starts_with(close);
    if [('[', ']'), ('(', ')')].into_iter().any(is_in) { start - 1..part.end + 1 } else { part }
}

#[cfg(test)]
mod tests {
    use crate::{Category, Options, Reason, SourceFormat, extract};

    const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both engines, the \
        harbour said, and the fare of those who hold a ticket is paid back.";

    #[test]
    fn marks_of_notes_that_lead_back_go() {
        let text = |note: &str| {
            let page = format!("<main><h1>Ferries</h1><p>{PROSE}<p>{PROSE}<p>{note}</main>");
            extract(page.as_bytes(), &Options::new().format(SourceFormat::Html)).text()
        };
        let ends = |note: &str, end: &str| {
            let text = text(note);
            assert!(text.ends_with(&format!("\n\n{PROSE}\n\n{end}\n")), "{note}: {text}");
        };
        let note = format!("{PROSE} No fare is due.");
        ends(&format!("{note}&nbsp;<a href='#fnref:2'>\u{21a9}\u{fe0e}</a>"), &note);
        ends(&format!("<b><a href='/page#cite_ref-2'>^</a></b> {note}"), &note);
        ends(
            &format!("{note} <a href='#n' role=doc-backlink>[\u{2191}]</a> So."),
            &format!("{note} So."),
        );
        ends(&format!("{note} <a href='#fnref:2'>back</a>"), &format!("{note} back"));
        ends(&format!("{note} <a href='#top'>\u{2191}</a>"), &format!("{note} \u{2191}"));
        let two = "<a href='#fnref:1'>^</a> <a href='#fnref:2'>^</a>";
        ends(&format!("{note} {two}"), &note);
        ends(&format!("{note} [<a href='#call-2'>\u{21a9}</a>]"), &note);
        ends(&format!("{note} <a href='/page'>\u{21a9}</a>"), &format!("{note} \u{21a9}"));
    }

    #[test]
    fn they_are_named() {
        let note = format!("{PROSE} No fare is due. <a href='#fnref1'>^</a>");
        let page = format!("<main><h1>Ferries</h1><p>{PROSE}<p>{note}</main>");
        let document = extract(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        let verdict = document.blocks().last().expect("a note").verdict;
        assert_eq!(
            (verdict.dropped, verdict.reason),
            (Some(Category::Navigation), Reason::BackLink)
        );
    }
}
