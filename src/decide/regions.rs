//! Regions that a caller does without: comments, tables.

use crate::build::{Arena, Element, ROOT, hint};
use crate::category::Category;
use crate::document::Verdict;
use crate::options::{Comments, Options, Tables};
use crate::tokenize::Tag;

/// Drops the regions that the options leave out of what is kept.
pub(super) fn drop_regions(arena: &Arena, options: &Options, verdicts: &mut [Verdict]) {
    if options.comments == Comments::Drop {
        let (comment, thread) = (hint("comment"), hint("thread"));
        let is_comment =
            |element: &Element| element.hints.has(comment) && !element.hints.has(thread);
        drop_all(arena, verdicts, "comments", is_comment);
    }
    if options.tables == Tables::Drop {
        drop_all(arena, verdicts, "tables", |element| element.tag == Tag::Table);
    }
}

/// Drops the elements that `is_region` tells, but for those that hold more than half of what is kept:
/// tables that lay out the page, an article whose class says how many comments it has.
fn drop_all(
    arena: &Arena,
    verdicts: &mut [Verdict],
    reason: &'static str,
    is_region: impl Fn(&Element) -> bool,
) {
    let kept = kept_before(arena, verdicts);
    let total = kept.last().copied().unwrap_or(0);
    for element in arena.elements.iter().skip(ROOT as usize + 1).filter(|e| is_region(e)) {
        let (first, end) = (element.first_block as usize, element.end_block as usize);
        let inside = kept[end.max(first)] - kept[first];
        if inside * 2 > total {
            continue;
        }
        for verdict in verdicts[first..end.max(first)].iter_mut().filter(|v| v.dropped.is_none()) {
            (verdict.dropped, verdict.reason) = (Some(Category::Boilerplate), reason);
        }
    }
}

/// Bytes of kept text before each block and, last, of all.
fn kept_before(arena: &Arena, verdicts: &[Verdict]) -> Vec<usize> {
    let lens = arena.blocks.iter().zip(verdicts).map(|(block, verdict)| {
        if verdict.is_kept() { (block.end - block.start) as usize } else { 0 }
    });
    let sums = lens.scan(0, |sum, len| {
        *sum += len;
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Comments, Options, SourceFormat, Strip, Tables, extract};

    const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both engines, \
        the harbour said, and the fare of those who hold a ticket is paid back.";

    fn text(html: &str) -> String {
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        extract(html.as_bytes(), &options.comments(Comments::Drop).tables(Tables::Drop)).text()
    }

    #[test]
    fn comments_go() {
        let html = format!("<p>{PROSE}<p>{PROSE}<ol class=comment-list><li>Well said.<li>No.</ol>");
        assert_eq!(text(&html), format!("{PROSE}\n\n{PROSE}\n"));
    }

    #[test]
    fn what_the_page_is_about_stays() {
        let html = format!("<article class='post comments-open'><p>{PROSE}</p></article>");
        assert_eq!(text(&html), format!("{PROSE}\n"));
        let html = format!("<p>Question.<div class='forum comment'>{PROSE}</div><p>{PROSE}{PROSE}");
        assert!(text(&html).starts_with(&format!("Question.\n\n{PROSE}")));
    }

    #[test]
    fn tables_go_but_for_those_that_lay_out_the_page() {
        let data = "<table><tr><td>1<td>2</table>";
        let html = format!("<table><tr><td><p>{PROSE}</p>{data}<p>{PROSE}</p></table>");
        assert_eq!(text(&html), format!("{PROSE}\n\n{PROSE}\n"));
    }
}
