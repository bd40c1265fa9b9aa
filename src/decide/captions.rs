//! Captions of an article's pictures, which say nothing without the picture.

use crate::build::{Arena, Block, Context, Hints, blocks, hint};
use crate::features::{Stats, is_declared_article};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// Elements of a block whose names count: its own and the one around, as what is farther holds more.
const MAX_CLIMB: usize = 2;
/// A longer block is a paragraph that stands in a box of that name.
const MAX_WORDS: f32 = 80.0;
/// Captions are less than one word in so many of what is kept; else the name is one of the page's layout.
const MIN_TEXT: f32 = 4.0;

/// Drops captions on a page that says that it is an article. The gold of the sets has hardly any, and the model keeps
/// those that read as prose. (In cross-validation +.0002 on wcxb-dev, +.0025 on fundus-dev, +.0003 on the snippets;
/// two of 56 pages lose, by .01 at most. On other pages captions are content as often as not.)
pub(super) fn drop_captions(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    let hint = hint("caption");
    let words = |index: usize| stats.blocks[index].effective;
    let is_one = |index: &usize| {
        decisions[*index].keep && words(*index) <= MAX_WORDS && is_caption(arena, *index, hint)
    };
    let found: Vec<usize> = (0..decisions.len()).filter(is_one).collect();
    if found.is_empty() || !is_declared_article(&arena.metadata) {
        return;
    }
    let captions: f32 = found.iter().map(|index| words(*index)).sum();
    let all: f32 = (0..decisions.len()).filter(|at| decisions[*at].keep).map(words).sum();
    if captions * MIN_TEXT > all {
        return;
    }
    for index in found {
        decisions[index] = Decision { keep: false, reason: Reason::Caption };
    }
}

/// Whether a block is the caption of a picture: not of a quotation, a table or a listing, which says where it is from.
fn is_caption(arena: &Arena, index: usize, hint: Hints) -> bool {
    let block: &Block = &arena.blocks[index];
    if block.context.has_any(Context::QUOTE.with(Context::TABLE)) {
        return false;
    }
    let around = || arena.ancestors(block.element);
    if around().take(MAX_CLIMB).any(|(_, element)| element.hints.has(hint)) {
        return true;
    }
    let caption = around().find(|(_, element)| element.tag == Tag::Figcaption);
    caption.is_some_and(|(_, caption)| {
        let figure =
            arena.ancestors(caption.parent).find(|(_, element)| element.tag == Tag::Figure);
        figure.is_some_and(|(_, figure)| blocks(figure) == blocks(caption))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    /// Which blocks of a page stay of all, behind a paragraph that does.
    fn kept(head: &str, body: &str) -> Vec<bool> {
        let page = format!("<head>{head}</head><p>{}{body}", "word ".repeat(40));
        let arena = read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        let all = Decision { keep: true, reason: Reason::Score };
        let mut decisions = vec![all; arena.blocks.len()];
        drop_captions(&arena, &Stats::new(&arena), &mut decisions);
        decisions[1..].iter().map(|decision| decision.keep).collect()
    }

    const ARTICLE: &str = "<meta property=og:type content=article>";
    const FIGURE: &str =
        "<figure><img src=a alt=Ferry><figcaption>The ferry in its dock</figcaption></figure>";

    #[test]
    fn captions_go_with_an_article_alone() {
        assert_eq!(kept(ARTICLE, FIGURE), [false]);
        assert_eq!(kept("", FIGURE), [true]);
        let named = "<div class=image-caption><p>The ferry in its dock</p></div><p>It stays.";
        assert_eq!(kept(ARTICLE, named), [false, true]);
    }

    #[test]
    fn captions_of_texts_stay() {
        let quotation = "<figure><blockquote><p>It stays in dock.</blockquote><figcaption>Ines Marl</figcaption></figure>";
        assert_eq!(kept(ARTICLE, quotation), [true, true]);
        assert_eq!(kept(ARTICLE, &quotation.replace("blockquote", "pre")), [true, true]);
    }

    #[test]
    fn what_is_most_of_the_text_is_no_caption() {
        let named = |words| format!("<div class=caption><p>{}</div>", "word ".repeat(words));
        assert_eq!(kept(ARTICLE, &named(13)), [false]);
        assert_eq!(kept(ARTICLE, &named(14)), [true]);
        let page = "<div class=captions><div><div><p>Many words of a text</div></div></div>";
        assert_eq!(kept(ARTICLE, page), [true]);
        let text = format!("<p>{}", "word ".repeat(300));
        let long = |words| kept(ARTICLE, &(named(words) + &text));
        assert_eq!((long(80), long(81)), (vec![false, true], vec![true, true]));
    }
}
