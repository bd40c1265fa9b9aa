//! What the caller's selectors say, over all that was decided.

use std::ops::Range;

use crate::build::{Arena, Block, BlockKind, Change, Choice};
use crate::category::Category;
use crate::document::{Verdict, joined};
use crate::reason::Reason;

/// Of each block whether something of it is selected to be kept; nothing where nothing is selected.
pub(super) fn kept(arena: &Arena) -> Vec<bool> {
    let keeps = |(block, changes): (&Block, &[Change])| {
        let text = arena.block_text(block);
        parts(block, changes)
            .any(|(range, choice)| choice == Choice::Keep && !text[range].trim().is_empty())
    };
    if arena.choices.is_empty() { Vec::new() } else { with_changes(arena).map(keeps).collect() }
}

/// Each block with the changes from its start on: that which holds there, and those inside.
fn with_changes(arena: &Arena) -> impl Iterator<Item = (&Block, &[Change])> {
    let mut next = 0;
    arena.blocks.iter().map(move |block| {
        let from = arena.choices[next..].partition_point(|change| change.at <= block.start);
        next = (next + from).saturating_sub(1);
        (block, &arena.choices[next..])
    })
}

/// Keeps and drops what is selected. A block of which something is to be kept is kept as a whole, but for what is to be
/// dropped of it; of one of which a part is to be dropped the rest stays as it was decided.
pub(super) fn apply(arena: &Arena, verdicts: &mut [Verdict]) {
    for ((block, changes), verdict) in with_changes(arena).zip(verdicts) {
        apply_to_block(arena.block_text(block), block, changes, verdict);
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
        *verdict = Verdict {
            probability: verdict.probability,
            reason: Reason::KeepSelector,
            cues: std::mem::take(&mut verdict.cues),
            is_spared: true,
            ..Verdict::default()
        };
    }
    if drops.is_empty() || !verdict.is_kept() {
        return;
    }
    drops.extend(verdict.parts.iter().cloned());
    let mut parts = joined(drops);
    if block.kind != BlockKind::Preformatted {
        let end = text.trim_end().len();
        // Behind the words one goes with all that follows; the others look as far as the next, so that time is linear.
        let last = parts.iter().position(|part| part.end >= end);
        parts.truncate(last.map_or(parts.len(), |last| last + 1));
        let nexts: Vec<usize> = parts.iter().skip(1).map(|part| part.start).collect();
        for (part, next) in parts.iter_mut().zip(nexts.into_iter().chain([text.len()])) {
            *part = apart(&text[..next], end, part.clone());
        }
        parts.retain(|part| !part.is_empty());
    }
    if parts == verdict.parts {
        return;
    }
    verdict.parts = parts;
    verdict.dropped.get_or_insert(Category::Boilerplate);
    verdict.reason = Reason::DropSelector;
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

/// A part that leaves one white space between its neighbours, if there is any around it, and none where
/// a line begins or ends. The words of the text are up to `end`.
pub(super) fn apart(text: &str, end: usize, part: Range<usize>) -> Range<usize> {
    let (before, after) = (&text[..part.start], &text[part.end..]);
    let spaces = |text: &str| text.len() - text.trim_start().len();
    let starts_line = before.trim_end_matches(' ').is_empty() || before.ends_with('\n');
    if part.end >= end {
        return before.trim_end().len()..text.len();
    }
    if starts_line || before.ends_with(char::is_whitespace) {
        return part.start..part.end + spaces(after);
    }
    let own = spaces(&text[part.clone()]);
    if own > 0 && spaces(after) == 0 { part.start + own..part.end } else { part }
}

#[cfg(test)]
mod tests {
    use crate::Reason;
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
    fn white_space_stays_between_words_alone() {
        let left = |html: &str| text("none", ".x", html);
        assert_eq!(left("<p>Go. <i class=x>a</i> <i class=x>b</i>Now."), "Go. Now.\n");
        assert_eq!(left("<p><i class=x>two</i> three"), "three\n");
        assert_eq!(left("<ul><li><i class=x>w</i> one</ul>"), "- one\n");
        assert_eq!(left("<table><tr><td>a<td><i class=x>q</i> b</table>"), "a | b\n");
        assert_eq!(left("<p>B<p><i class=x>b</i><br>c<p>d<br><i class=x>e</i>"), "B\n\nc\n\nd\n");
        assert_eq!(left("<p>a <em>b <i class=x>c</i></em> <i class=x>d</i>e"), "a b e\n");
        assert_eq!(left("<p>a<i class=x> </i>b"), "a b\n");
        assert_eq!(left("<pre>a\n<i class=x>b</i>\nc</pre>"), "a\n\nc\n");
    }

    #[test]
    fn a_plea_that_is_kept_takes_nothing_along() {
        let page = "<p>The mill was sold on Monday to a group of residents, the council said.\
            <p class=k>Please support us with a donation.<p>a is one<p>b is two\
            <p>It was built in 1871 and closed in 1998 after the river changed its course.";
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let keep = Selector::parse(".k").expect("a selector");
        let text = extract(page.as_bytes(), &options.keep(keep)).text();
        assert!(text.contains("donation.\n\na is one\n\nb is two\n"), "{text}");
    }

    #[test]
    fn sentences_that_are_notices_keep_their_reason() {
        let html = format!("<p>{PROSE} Please donate to support our journalism.<p>{PROSE}<b>x</b>");
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let selector = Selector::parse("b").expect("a selector");
        let document = extract(html.as_bytes(), &options.drop(selector));
        let reasons: Vec<Reason> = document.blocks().map(|block| block.verdict.reason).collect();
        assert_eq!(reasons, [Reason::Sentence, Reason::DropSelector]);
        assert_eq!(document.text(), format!("{PROSE}\n\n{PROSE}\n"));
    }

    #[test]
    fn what_is_kept_stays_without_what_goes_of_it() {
        let html = format!(
            "<p>{PROSE}<p class=x>Subscribe to our newsletter <sup class=y>1</sup><p>{PROSE}"
        );
        assert!(text(".x", ".y", &html).contains("\n\nSubscribe to our newsletter\n\n"));
    }

    #[test]
    fn a_word_that_is_kept_keeps_its_paragraph() {
        let html = "<nav><p>Home <b>x</b> other words</nav>";
        assert_eq!(text("b", "none", html), "Home x other words\n");
    }

    #[test]
    fn what_goes_of_what_is_kept_says_why() {
        let html = "<p class=k>Please donate to support our journalism. <b class=d>Now</b> it is.";
        let selector = |text: &str| Selector::parse(text).expect("a selector");
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let document = extract(html.as_bytes(), &options.keep(selector(".k")).drop(selector(".d")));
        assert_eq!(
            document.blocks().next().map(|it| it.verdict.reason),
            Some(Reason::DropSelector)
        );
        assert_eq!(document.text(), "Please donate to support our journalism. it is.\n");
    }

    #[test]
    fn the_inner_one_counts() {
        let html = "<aside class=x><p>One.<p class=y>Two.</aside>";
        assert_eq!(text(".y", ".x", html), "Two.\n");
        assert_eq!(text(".x", ".y", html), "One.\n");
    }
}
