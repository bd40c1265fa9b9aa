//! Regions that a caller does without: comments, tables.

use crate::build::{Arena, Blocks, Table, TableKind, tables};
use crate::category::Category;
use crate::document::Verdict;
use crate::options::{Comments, Options, Tables};
use crate::reason::Reason;

use super::behind::comments;
use super::kept::Kept;

/// Drops the regions that the options leave out of what is kept.
pub(super) fn drop_regions(arena: &Arena, options: &Options, verdicts: &mut [Verdict]) {
    if options.comments == Comments::Drop {
        let found = comments(arena, &Kept::of(arena, |index| verdicts[index].is_kept()));
        drop_all(&found, Reason::NoComments, verdicts);
    }
    if options.tables == Tables::Drop {
        let found = unwanted_tables(arena, &Kept::of(arena, |index| verdicts[index].is_kept()));
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

/// The tables that a caller who wants none means: all but those that lay out the page or code. Who asks for it loses
/// nothing by a table too many. So one that names columns goes whatever it holds, and one of which nothing is known
/// if it is not most of the page.
fn unwanted_tables(arena: &Arena, kept: &Kept) -> Vec<Blocks> {
    let lays_out = |table: &Table| table.kind() == TableKind::Frame || kept.is_most(&table.blocks);
    let is_unwanted =
        |table: &Table| !table.is_listing(arena) && (table.names_columns || !lays_out(table));
    tables(arena).into_iter().filter(is_unwanted).map(|table| table.blocks).collect()
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
        assert!(around("<tr><td><pre>1\n2</pre><td><pre>dock\nNews</pre>").contains("News"));
        assert!(!around("<caption>Docks</caption><tr><td><h3>Dock</h3>News").contains("News"));
        assert!(!around("<tr><th>Dock<tr><td><h3>Dock</h3>News").contains("News"));
    }
}
