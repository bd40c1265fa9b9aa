//! The writers in an element with a class of bylines: their names alone, without what stands beside them in it.
//!
//! Boxes of authors hold jobs, badges and counts of posts, each in an element of its own. The text of the whole box
//! says whether it has a name at all, and its first block or inner element where that ends.

use crate::build::{Block, ElementId, Mark, MarkKind};

use super::byline::{MAX_BYLINE_LEN, is_inside, text};
use super::jobs::BETWEEN;
use super::name_in_line::{Shape, in_line};
use super::page::{PageView, Reach};

/// Elements inside of a byline that are asked for its name.
const MAX_INNER: usize = 64;

/// The writers in the first element with a class of bylines, near the headline, that names any.
pub(super) fn classed(page: &PageView<'_>) -> Vec<String> {
    let mut names = page.marks(MarkKind::Byline, Reach::Near).filter_map(|mark| {
        let line = text(page, mark)?;
        let shape = Shape::of(&line);
        // What holds the headline is the page's head.
        if shape == Shape::Bare && page.holds_headline(mark) {
            return None;
        }
        let name = in_line(&line, shape)?;
        Some(alone(page, mark, &name).unwrap_or(vec![name]))
    });
    names.next().unwrap_or_default()
}

/// The names of a byline by themselves, where the text of its element goes on with something else: a job, a badge.
fn alone(page: &PageView<'_>, byline: &Mark, name: &str) -> Option<Vec<String>> {
    let is_first = |own: &str| {
        let rest = name.strip_prefix(own).filter(|rest| rest.starts_with(' '));
        rest.is_some_and(|rest| !BETWEEN.iter().any(|sign| rest.starts_with(sign)))
    };
    let bare = |text: &str| in_line(text, Shape::of(text)).filter(|own| is_first(own));
    // A login looks like no name, but it is a link.
    let login =
        |block: &Block, text: &str| (is_link(block) && is_first(text)).then(|| text.to_owned());
    named_by_block(page, byline, |block, text| bare(text).or_else(|| login(block, text)))
        .or_else(|| named_by_mark(page, byline, bare))
}

/// The names that elements inside of a byline have for their texts, from the first on that is `own`.
fn named_by_mark(
    page: &PageView<'_>,
    byline: &Mark,
    own: impl Fn(&str) -> Option<String>,
) -> Option<Vec<String>> {
    let kinds = [MarkKind::Byline, MarkKind::AuthorLink, MarkKind::AuthorAddress, MarkKind::Name];
    let inner = page.arena.marks.iter().filter(|mark| is_inside(mark, byline));
    let mut inner = inner.filter(|mark| kinds.contains(&mark.kind)).take(MAX_INNER);
    let (first, name) = inner.find_map(|mark| Some((mark, own(&text(page, mark)?)?)))?;
    let is_alike =
        |mark: &&Mark| mark.kind == first.kind && is_alike(page, mark.element, first.element);
    let others = inner.filter(is_alike).filter_map(|mark| in_line(&text(page, mark)?, Shape::Bare));
    let names = || vec![name.clone()].into_iter().chain(others).collect();
    Some(alone(page, first, &name).unwrap_or_else(names))
}

/// The names that blocks of a byline have for their texts, from the first on that is `own`.
fn named_by_block(
    page: &PageView<'_>,
    byline: &Mark,
    own: impl Fn(&Block, &str) -> Option<String>,
) -> Option<Vec<String>> {
    let text = |block: &Block| page.arena.block_text(block).trim();
    let mut blocks =
        page.blocks_of(byline).iter().filter(|block| text(block).len() <= MAX_BYLINE_LEN);
    let (first, name) = blocks.find_map(|block| Some((block, own(block, text(block))?)))?;
    let others = blocks.filter(|block| is_alike(page, block.element, first.element));
    let others = others.filter_map(|block| in_line(text(block), Shape::Bare));
    Some([name].into_iter().chain(others).collect())
}

/// Whether two elements are of one kind, as those of writers in a row are.
fn is_alike(page: &PageView<'_>, one: ElementId, other: ElementId) -> bool {
    let [one, other] = [one, other].map(|id| &page.arena.elements[id as usize]);
    one.tag == other.tag && one.class_hash == other.class_hash && one.class_hash != 0
}

/// Whether a block is one link, and nothing else.
pub(super) fn is_link(block: &Block) -> bool {
    block.links == 1 && block.link_len >= block.end - block.start
}

#[cfg(test)]
mod tests {
    use crate::{Options, extract};

    fn byline(html: &str) -> String {
        let page = format!("<h1>High water on Friday</h1>{html}");
        extract(page.as_bytes(), &Options::new()).record().byline.unwrap_or_default()
    }

    #[test]
    fn a_job_stands_in_a_block_of_its_own() {
        let name = "<h4 class=author__name>Ines Marl</h4>";
        assert_eq!(
            byline(&format!("<div class=author>{name}<p>Former Harbour Pilot</div>")),
            "Ines Marl"
        );
        let label = "<div class=author><div>By</div>";
        assert_eq!(
            byline(&format!("{label}{name}<div>Tide Content Expert</div></div>")),
            "Ines Marl"
        );
    }

    #[test]
    fn a_job_stands_in_an_element_of_its_own() {
        let page = "<p class=byline>Guide by <span class=author>Ines Marl</span> <span>Former Deputy Pilot</span>";
        assert_eq!(byline(page), "Ines Marl");
        let page = "<p class=byline>By <span class=author>Ines Marl</span> and <span class=author>Jo Reed</span>";
        assert_eq!(byline(page), "Ines Marl and Jo Reed");
    }

    #[test]
    fn writers_in_a_row_are_alike() {
        let page = "<ul class=authors><li class=name>Ines Marl<li class=name>Jo Reed</ul>";
        assert_eq!(byline(page), "Ines Marl, Jo Reed");
    }

    #[test]
    fn a_login_is_a_link() {
        let page = "<div class=author><div><a href=/user/7>TideWatcher</a></div><p>Big Board Owner<p>Posts: 7</div>";
        assert_eq!(byline(page), "TideWatcher");
    }

    #[test]
    fn what_tells_of_a_writer_or_holds_the_headline_names_none() {
        assert_eq!(byline("<p class=author-description>Licensed Harbour Pilot"), "");
        assert_eq!(byline("<p class=author_bio>Licensed Harbour Pilot"), "");
        let page = "<div class=writer><h1>How Harbours Work</h1></div>";
        assert_eq!(extract(page.as_bytes(), &Options::new()).record().byline, None);
    }
}
