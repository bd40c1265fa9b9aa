//! Readers' comments: where they stand, and when they go with an article.

use crate::build::{Arena, BlockKind, Blocks, blocks, hint};
use crate::features::{Stats, is_declared_article};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;
use super::kept::Kept;

/// What stands before comments is an article if it has so many words in so many paragraphs.
const MIN_ARTICLE_WORDS: f32 = 100.0;
const MIN_PARAGRAPHS: usize = 2;
/// Shorter blocks are labels, bylines and teasers.
const MIN_PARAGRAPH_WORDS: f32 = 20.0;

/// The readers' comments of a page; none if hardly anything else is kept, as on pages of a forum whose
/// posts are named so.
pub(super) fn comments(arena: &Arena, kept: &Kept) -> Vec<Blocks> {
    let named = named(arena);
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

/// What is inside of elements that are named after comments.
fn named(arena: &Arena) -> Vec<Blocks> {
    let hint = hint("comment");
    // A page or an article whose name says how many comments it has holds the headline.
    let headline = arena.blocks.iter().rposition(|block| block.kind == BlockKind::Heading(1));
    let elements = arena.elements.iter().filter(|element| {
        let is_page = matches!(element.tag, Tag::Html | Tag::Body | Tag::Main);
        let holds_headline = || headline.is_some_and(|at| blocks(element).contains(&at));
        element.hints.has(hint) && !is_page && !holds_headline()
    });
    let mut named: Vec<Blocks> = elements.map(blocks).collect();
    // Those of the same blocks count once: a paragraph of nothing but such elements is an attack.
    named.dedup();
    named
}

/// What is named after comments on a page that says that it is an article.
#[must_use]
pub fn comments_of_article(arena: &Arena) -> Vec<Blocks> {
    let named = named(arena);
    if named.is_empty() || is_declared_article(&arena.metadata) { named } else { Vec::new() }
}

/// Drops the comments under an article: they read as prose does. In forums they are what the page is for;
/// it says that it is one, or begins with them. (In cross-validation +.002 on wcxb-dev and +.001 on the
/// snippets of trafilatura.)
pub(super) fn drop_under_article(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    if comments_of_article(arena).is_empty() {
        return;
    }
    let mut is_comment = vec![false; decisions.len()];
    for area in comments(arena, &Kept::of(arena, |index| decisions[index].keep)) {
        is_comment[area].fill(true);
    }
    let Some(first) = (0..decisions.len()).find(|at| is_comment[*at] && decisions[*at].keep) else {
        return;
    };
    let kept = |from: usize, end: usize| {
        let others = (from..end).filter(|at| decisions[*at].keep && !is_comment[*at]);
        others.map(|at| stats.blocks[at].effective)
    };
    let before: f32 = kept(0, first).sum();
    let paragraphs = kept(0, first).filter(|words| *words >= MIN_PARAGRAPH_WORDS).count();
    // Comments end a page: what goes on behind them is no article.
    let behind: f32 = kept(first, decisions.len()).sum();
    if before < MIN_ARTICLE_WORDS || paragraphs < MIN_PARAGRAPHS || behind > before {
        return;
    }
    for (decision, _) in decisions.iter_mut().zip(is_comment).filter(|(d, is)| d.keep && *is) {
        *decision = Decision { keep: false, reason: Reason::Comments };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    /// Which blocks of a page stay of all.
    fn kept(head: &str, body: &str) -> Vec<bool> {
        let page = format!("<head>{head}</head>{body}");
        let arena = read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        let all = Decision { keep: true, reason: Reason::Score };
        let mut decisions = vec![all; arena.blocks.len()];
        drop_under_article(&arena, &Stats::new(&arena), &mut decisions);
        decisions.iter().map(|decision| decision.keep).collect()
    }

    const ARTICLE: &str = "<meta property=og:type content=article>";

    fn paragraphs(count: usize) -> String {
        format!("<p>{}", "word ".repeat(50)).repeat(count)
    }

    #[test]
    fn comments_go_with_what_is_an_article() {
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
        let body = paragraphs(2) + comments + &paragraphs(2);
        assert_eq!(kept(ARTICLE, &body), [true, true, false, true, true]);
        assert_eq!(kept(ARTICLE, &(body + "<p>More.")), [true; 6]);
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
