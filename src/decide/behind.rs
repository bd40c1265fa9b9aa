//! What stands behind an article and is none of it: readers' comments, sidebars.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::build::{Arena, Block, BlockKind, Blocks, ElementId, blocks, hint};
use crate::features::{Stats, is_declared_article};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;
use super::kept::Kept;

/// Names of boxes that stand behind articles, and why they go with one. Comments read as prose does, and
/// sidebars hold other articles' beginnings. (In cross-validation comments are worth +.0014 on wcxb-dev and
/// +.0006 on the snippets of trafilatura, sidebars +.0003 and +.0009, and no page loses .003; boxes of other names,
/// such as "related" and "share", gain on as many pages as they lose on.)
const BEHIND: [(&str, Reason); 2] = [(COMMENT, Reason::Comments), (SIDEBAR, Reason::Sidebar)];
const COMMENT: &str = "comment";
const SIDEBAR: &str = "sidebar";

/// What stands before such a box is an article if it has so many words in so many paragraphs.
const MIN_ARTICLE_WORDS: f32 = 100.0;
const MIN_PARAGRAPHS: usize = 2;
/// Shorter blocks are labels, bylines and teasers.
const MIN_PARAGRAPH_WORDS: f32 = 20.0;
/// The same in bytes, where words are not counted.
const MIN_PARAGRAPH_LEN: usize = 100;
/// The page ends with the box: behind it, or beside, is less than one in so many of the words before it.
const MIN_BEFORE: f32 = 4.0;

/// The readers' comments of a page; none if hardly anything else is kept, as on pages of a forum whose
/// posts are named so.
pub(super) fn comments(arena: &Arena, kept: &Kept) -> Vec<Blocks> {
    boxes(&named(arena, COMMENT), kept)
}

/// Those of some named elements that are boxes; none if hardly anything else is kept.
fn boxes(named: &[Blocks], kept: &Kept) -> Vec<Blocks> {
    // In document order, so that what an element holds comes behind it. One that holds nearly all and
    // others of the name is what is around the text and its box.
    let is_around = |at: usize| {
        let next = named.get(at + 1).is_some_and(|other| other.start < named[at].end);
        next && kept.leaves_nothing(kept.inside(&named[at]))
    };
    let found: Vec<Blocks> =
        (0..named.len()).filter(|at| !is_around(*at)).map(|at| named[at].clone()).collect();
    if kept.leaves_nothing(kept.inside_any(&found)) { Vec::new() } else { found }
}

/// What is inside of the elements that have a hint.
fn named(arena: &Arena, name: &str) -> Vec<Blocks> {
    let hint = hint(name);
    // A page or an article whose name says how many comments it has holds the headline.
    let headline = arena.blocks.iter().rposition(|block| block.kind == BlockKind::Heading(1));
    // Few pages have an element of the name.
    let columns = LazyCell::new(|| columns(arena));
    let elements = arena.elements.iter().filter(|element| {
        let is_page = matches!(element.tag, Tag::Html | Tag::Body | Tag::Main);
        let is_in_column = || name == SIDEBAR && columns.contains(&element.parent);
        let holds_headline = || headline.is_some_and(|at| blocks(element).contains(&at));
        element.hints.has(hint) && !is_page && !is_in_column() && !holds_headline()
    });
    let mut named: Vec<Blocks> = elements.map(blocks).collect();
    // Those of the same blocks count once: a paragraph of nothing but such elements is an attack.
    named.dedup();
    named
}

/// The elements that hold paragraphs of an article, whose boxes stand in its column and not beside it.
fn columns(arena: &Arena) -> HashSet<ElementId> {
    let is_long = |block: &&Block| {
        block.kind == BlockKind::Paragraph && arena.block_text(block).len() >= MIN_PARAGRAPH_LEN
    };
    let mut counts: HashMap<ElementId, usize> = HashMap::new();
    for block in arena.blocks.iter().filter(is_long) {
        *counts.entry(arena.elements[block.element as usize].parent).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= MIN_PARAGRAPHS).map(|(id, _)| id).collect()
}

/// The names that a page has, each with why such a box goes and with what has the name; none on a page that
/// does not say that it is an article.
#[must_use]
pub fn behind_article(arena: &Arena) -> Vec<(&'static str, Reason, Vec<Blocks>)> {
    let all = BEHIND.iter().map(|(name, reason)| (*name, *reason, named(arena, name)));
    let mut found: Vec<_> = all.filter(|(.., named)| !named.is_empty()).collect();
    if !found.is_empty() && !is_declared_article(&arena.metadata) {
        found.clear();
    }
    found
}

/// Drops what stands behind an article. In forums the comments are what the page is for; it says that it is
/// one, or begins with them.
pub(super) fn drop_behind_article(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    for (_, reason, named) in behind_article(arena) {
        let kept = Kept::of(arena, |index| decisions[index].keep);
        let mut is_inside = vec![false; decisions.len()];
        for blocks in boxes(&named, &kept) {
            is_inside[blocks].fill(true);
        }
        if !are_behind_article(&is_inside, stats, decisions) {
            continue;
        }
        for (decision, _) in decisions.iter_mut().zip(is_inside).filter(|(_, is)| *is) {
            decision.drop_for(reason);
        }
    }
}

/// Whether what is kept inside of some boxes ends an article.
fn are_behind_article(is_inside: &[bool], stats: &Stats, decisions: &[Decision]) -> bool {
    let is_kept = |at: &usize| decisions[*at].keep;
    let Some(first) = (0..decisions.len()).filter(is_kept).find(|at| is_inside[*at]) else {
        return false;
    };
    let others = |from: usize, end: usize| {
        let others = (from..end).filter(is_kept).filter(|at| !is_inside[*at]);
        others.map(|at| stats.blocks[at].effective)
    };
    let before: f32 = others(0, first).sum();
    let behind: f32 = others(first, decisions.len()).sum();
    let paragraphs = others(0, first).filter(|words| *words >= MIN_PARAGRAPH_WORDS).count();
    before >= MIN_ARTICLE_WORDS && paragraphs >= MIN_PARAGRAPHS && behind * MIN_BEFORE <= before
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    /// Which blocks of a page stay of all.
    fn kept(head: &str, body: &str) -> Vec<bool> {
        kept_by(&format!("<head>{head}</head>{body}"), drop_behind_article)
    }

    const ARTICLE: &str = "<meta property=og:type content=article>";

    fn paragraphs(count: usize) -> String {
        format!("<p>{}", "word ".repeat(50)).repeat(count)
    }

    #[test]
    fn comments_go_where_an_article_is_declared() {
        let body = format!("{}<div id=comments><p>Well said.<p>No.</div>", paragraphs(2));
        let gone = [true, true, false, false];
        assert_eq!(kept(ARTICLE, &body), gone);
        assert_eq!(kept("<meta name=generator content='WordPress 6'>", &body), gone);
        let types = |name: &str| {
            format!("<script type=application/ld+json>{{\"@type\":\"{name}\"}}</script>")
        };
        assert_eq!(kept(&types("BlogPosting"), &body), gone);
        assert_eq!(kept("", &body), [true; 4]);
        assert_eq!(kept(&(types("QAPage") + ARTICLE), &body), [true; 4]);
    }

    #[test]
    fn what_stands_before_has_to_be_an_article() {
        let comments = "<div class=comment><p>Well said.</div>".repeat(2);
        let article = format!("<div class=comment>{}</div>", paragraphs(2));
        assert_eq!(kept(ARTICLE, &(article + &comments)), [true; 4]);
        assert_eq!(kept(ARTICLE, &(paragraphs(1) + &comments)), [true; 3]);
        let short = "<p>".to_owned() + &"<p>word word".repeat(60);
        assert!(kept(ARTICLE, &(short + &comments)).iter().all(|kept| *kept));
    }

    #[test]
    fn what_goes_on_is_no_comment() {
        let comments = "<div class=comment><p>Well said.</div>";
        let body = paragraphs(4) + comments + &paragraphs(1);
        assert_eq!(kept(ARTICLE, &body), [true, true, true, true, false, true]);
        assert_eq!(kept(ARTICLE, &(body + "<p>More.")), [true; 7]);
    }

    #[test]
    fn sidebars_go_too() {
        let sidebar = "<div class=sidebar><p>Ferries: all our reports.</div>";
        let main = format!("<main>{}</main>", paragraphs(2));
        assert_eq!(kept(ARTICLE, &(main.clone() + sidebar)), [true, true, false]);
        assert_eq!(kept(ARTICLE, &(sidebar.to_owned() + &main)), [true; 3]);
        // But a box with facts stands among the paragraphs.
        assert_eq!(kept(ARTICLE, &main.replace("</main>", sidebar)), [true; 3]);
    }

    #[test]
    fn what_is_around_article_and_comments_is_neither() {
        let body = format!(
            "<article class='post comments-open'>{}<div class=comments><p>Well said.</div></article>",
            paragraphs(2)
        );
        assert_eq!(kept(ARTICLE, &body), [true, true, false]);
    }
}
