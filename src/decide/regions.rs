//! Regions that a caller does without: comments, tables.

use crate::build::{Arena, BlockKind, Blocks, Element, Table, blocks, hint, tables};
use crate::category::Category;
use crate::document::Verdict;
use crate::options::{Comments, Options, Tables};
use crate::reason::Reason;
use crate::tokenize::Tag;

/// Drops the regions that the options leave out of what is kept.
pub(super) fn drop_regions(arena: &Arena, options: &Options, verdicts: &mut [Verdict]) {
    if options.comments == Comments::Drop {
        let found = comments(arena, &Kept::of(arena, verdicts));
        drop_all(&found, Reason::NoComments, verdicts);
    }
    if options.tables == Tables::Drop {
        let found = data_tables(arena, &Kept::of(arena, verdicts));
        drop_all(&found, Reason::NoTables, verdicts);
    }
}

fn drop_all(regions: &[Blocks], reason: Reason, verdicts: &mut [Verdict]) {
    for region in regions {
        for verdict in verdicts[region.clone()].iter_mut().filter(|v| v.dropped.is_none()) {
            (verdict.dropped, verdict.reason) = (Some(Category::Boilerplate), reason);
        }
    }
}

/// The readers' comments of a page; none if hardly anything else is kept, as on pages of a forum whose
/// posts are named so.
fn comments(arena: &Arena, kept: &Kept) -> Vec<Blocks> {
    let hint = hint("comment");
    // A page or an article whose name says how many comments it has holds the headline.
    let headline = arena.blocks.iter().rposition(|block| block.kind == BlockKind::Heading(1));
    let is_named = |element: &Element| {
        let holds_headline = headline.is_some_and(|at| blocks(element).contains(&at));
        let is_page = matches!(element.tag, Tag::Html | Tag::Body | Tag::Main);
        element.hints.has(hint) && !is_page && !holds_headline
    };
    let named = arena.elements.iter().filter(|element| is_named(element)).map(blocks);
    let mut named: Vec<Blocks> = named.collect();
    // Those of the same blocks count once: a paragraph of nothing but such elements is an attack.
    named.dedup();
    // In document order, so that what an element holds comes behind it. One that holds nearly all and
    // other comments is what is around both.
    let is_around = |at: usize| {
        let next = named.get(at + 1).is_some_and(|other| other.start < named[at].end);
        next && kept.leaves_nothing(kept.inside(&named[at]))
    };
    let found: Vec<Blocks> =
        (0..named.len()).filter(|at| !is_around(*at)).map(|at| named[at].clone()).collect();
    if kept.leaves_nothing(kept.inside_any(&found)) { Vec::new() } else { found }
}

/// The tables of a page that hold data. Those that name no columns and hold headings, tables or most of
/// the page lay it out.
fn data_tables(arena: &Arena, kept: &Kept) -> Vec<Blocks> {
    let is_data =
        |table: &Table| table.names_columns || !(table.lays_out || kept.is_most(&table.blocks));
    tables(arena).into_iter().filter(is_data).map(|table| table.blocks).collect()
}

/// How much of a page is kept, in bytes of text.
struct Kept {
    /// Before each block and, last, of all.
    before: Vec<usize>,
}

impl Kept {
    fn of(arena: &Arena, verdicts: &[Verdict]) -> Kept {
        let lens = arena.blocks.iter().zip(verdicts).map(|(block, verdict)| {
            if verdict.is_kept() { (block.end - block.start) as usize } else { 0 }
        });
        let sums = lens.scan(0, |sum, len| {
            *sum += len;
            Some(*sum)
        });
        Kept { before: std::iter::once(0).chain(sums).collect() }
    }

    fn all(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    fn inside(&self, blocks: &Blocks) -> usize {
        self.before[blocks.end] - self.before[blocks.start]
    }

    /// Whether more than half is inside of some blocks.
    fn is_most(&self, blocks: &Blocks) -> bool {
        self.inside(blocks) * 2 > self.all()
    }

    /// Whether without so much hardly anything would be left.
    fn leaves_nothing(&self, len: usize) -> bool {
        /// What has to be left, as one part in so many.
        const MIN_LEFT: usize = 20;
        let left = self.all() - len;
        left == 0 || left * MIN_LEFT < self.all()
    }

    /// What is inside of regions that are in document order and may hold each other.
    fn inside_any(&self, regions: &[Blocks]) -> usize {
        let (mut sum, mut end) = (0, 0);
        for region in regions {
            let new = region.start.max(end)..region.end.max(end);
            sum += self.inside(&new);
            end = new.end;
        }
        sum
    }
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
    fn comments_of_a_thread_go_together() {
        let comment = |words: &str| format!("<li class='comment even thread-even'><p>{words}");
        let list = [comment("Ann"), comment("Bob"), comment(PROSE)].concat();
        let html =
            format!("<p>{PROSE}<div id=comments><h2>3 thoughts</h2><ol class=threaded>{list}");
        assert_eq!(text(&html), format!("{PROSE}\n"));
    }

    #[test]
    fn what_the_page_is_about_stays() {
        let article = format!("<article class='post comments-open'><p>{PROSE}<p>{PROSE}");
        assert_eq!(text(&format!("{article}</article>")), format!("{PROSE}\n\n{PROSE}\n"));
        let both = format!("{article}<div class=comments><p>Well said.</div></article>");
        assert_eq!(text(&both), format!("{PROSE}\n\n{PROSE}\n"));
        let posts = format!("<h1>Engines</h1><div class=comment>{PROSE}</div>").repeat(4);
        assert!(text(&posts).contains(PROSE));
    }

    #[test]
    fn tables_go_but_for_those_that_lay_out_the_page() {
        let data = "<table><tr><td>1<td>2</table>";
        let html = format!("<table><tr><td><p>{PROSE}</p>{data}<p>{PROSE}</p></table>");
        assert_eq!(text(&html), format!("{PROSE}\n\n{PROSE}\n"));
        let named = "<p>Results.<table><tr><th>Team<th>Points<tr><td>Aberdeen<td>12</table>";
        assert_eq!(text(named), "Results.\n");
        let page = format!("<table><tr><td><h2>Dock</h2>{PROSE}<td>News</table>");
        assert!(text(&page).contains("News"));
        let most = format!("<p>Results.<table><tr><td>{PROSE}<td>News</table>");
        assert!(text(&most).contains("News"));
        let around = |table: &str| text(&format!("<p>{PROSE}<table>{table}</table><p>{PROSE}"));
        assert!(around("<tr><td><h3>Dock</h3>News").contains("News"));
        assert!(!around("<tr><td>Dock<td>News").contains("News"));
        assert!(!around("<caption>Docks</caption><tr><td><h3>Dock</h3>News").contains("News"));
        assert!(!around("<tr><th>Dock<tr><td><h3>Dock</h3>News").contains("News"));
    }
}
