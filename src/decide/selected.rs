//! What the caller's selectors say, over all that was decided.

use std::ops::Range;

use crate::build::{Arena, Block, Change, Choice};
use crate::category::Category;
use crate::document::Verdict;

/// The reason of verdicts that the caller gave.
pub(crate) const SELECTOR: &str = "selector";

/// Keeps and drops what is selected: of a block that is selected in part, a word in a paragraph, the
/// rest stays as it was decided.
pub(super) fn apply(arena: &Arena, verdicts: &mut [Verdict]) {
    let mut next = 0;
    for (block, verdict) in arena.blocks.iter().zip(verdicts) {
        // The change that holds at the block's start, and those inside.
        let from = arena.choices[next..].partition_point(|change| change.at <= block.start);
        next = (next + from).saturating_sub(1);
        apply_to_block(arena.block_text(block), block, &arena.choices[next..], verdict);
    }
}

fn apply_to_block(text: &str, block: &Block, changes: &[Change], verdict: &mut Verdict) {
    let (mut keeps, mut drops) = (false, Vec::new());
    for (range, choice) in parts(block, changes) {
        match choice {
            Choice::Keep => keeps |= !text[range].trim().is_empty(),
            Choice::Drop => drops.push(range),
        }
    }
    if keeps {
        (verdict.dropped, verdict.parts, verdict.reason) = (None, Vec::new(), SELECTOR);
    }
    if drops.is_empty() || !verdict.is_kept() {
        return;
    }
    let was_whole = verdict.dropped.is_none();
    let mut parts = std::mem::take(&mut verdict.parts);
    parts.append(&mut drops);
    verdict.parts = joined(parts);
    if was_whole {
        verdict.dropped = Some(Category::Boilerplate);
    }
    verdict.reason = SELECTOR;
    if verdict.kept_ranges(text.len()).all(|range| text[range].trim().is_empty()) {
        verdict.parts.clear();
    }
}

/// What is selected of a block's text.
fn parts(block: &Block, changes: &[Change]) -> impl Iterator<Item = (Range<usize>, Choice)> {
    let ends = changes.iter().skip(1).map(|change| change.at).chain([u32::MAX]);
    let parts = changes.iter().zip(ends).take_while(|(change, _)| change.at < block.end);
    parts.filter_map(|(change, end)| {
        let (start, end) = (change.at.max(block.start), end.min(block.end));
        let range = (start - block.start) as usize..end.saturating_sub(block.start) as usize;
        (!range.is_empty()).then_some((range, change.choice?))
    })
}

/// Ranges in order, those that touch made one.
fn joined(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::{Options, Selector, SourceFormat, Strip, extract};

    const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both engines, \
        the harbour said, and the fare of those who hold a ticket is paid back.";

    fn text(keep: &str, drop: &str, html: &str) -> String {
        let selector = |text: &str| Selector::parse(text).expect("a selector");
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let options = options.keep(selector(keep)).drop(selector(drop));
        extract(html.as_bytes(), &options).text()
    }

    #[test]
    fn words_of_a_paragraph_can_go() {
        let html = "<p>One <i>two</i> three<sup class=x>[1]</sup>, four <i>five</i></p><p>six";
        assert_eq!(text("none", "i, .x", html), "One three, four\n\nsix\n");
        assert_eq!(text("none", "p", html), "");
        assert_eq!(text("none", "p > *", "<p>a<p><b>b</b><p>c"), "a\n\nc\n");
    }

    #[test]
    fn what_is_kept_is_no_notice() {
        let html = format!("<p>{PROSE}<div class=x><p>Subscribe to our newsletter</div><p>{PROSE}");
        let all = format!("{PROSE}\n\nSubscribe to our newsletter\n\n{PROSE}\n");
        assert_eq!(text(".x", "none", &html), all);
        assert_eq!(text("none", "none", &html), format!("{PROSE}\n\n{PROSE}\n"));
    }

    #[test]
    fn the_inner_one_counts() {
        let html = "<aside class=x><p>One.<p class=y>Two.</aside>";
        assert_eq!(text(".y", ".x", html), "Two.\n");
        assert_eq!(text(".x", ".y", html), "One.\n");
    }
}
