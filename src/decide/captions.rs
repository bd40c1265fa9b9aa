//! Captions of an article's pictures, which say nothing without the picture.

use std::sync::LazyLock;

use crate::build::{Arena, BlockKind, Context, ElementId, Hints, ROOT, blocks, hint};
use crate::features::{Stats, is_declared_article};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// Elements of a block whose names count: its own and the one around, as what is farther holds more.
const MAX_CLIMB: usize = 2;
/// Blocks of the box of a picture: its caption, and who made it.
const MAX_FIGURE: usize = 3;
/// Pictures near it that are looked at, and elements around each.
const MAX_PICTURES: usize = 8;
const MAX_PICTURE_CLIMB: usize = 8;
/// A longer block is a paragraph that stands in a box of that name.
const MAX_WORDS: f32 = 80.0;
/// Captions are less than one word in so many of what is kept; else the name is one of the page's layout.
const MIN_TEXT: f32 = 4.0;
/// Blocks of so many words are paragraphs: of a page with more captions than these the captions are the text.
const MIN_PARAGRAPH_WORDS: f32 = 20.0;
/// How captions begin that the text points to, by their numbers: of `tables/caption-labels.txt`.
static LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| labels().collect());

fn labels() -> impl Iterator<Item = &'static str> {
    include_str!("../tables/caption-labels.txt").lines().filter(|line| !line.starts_with('#'))
}

/// Drops captions on a page that says that it is an article. The gold of the sets has hardly any, and the model keeps
/// those that read as prose. (In cross-validation +.0001 on wcxb-dev, +.0022 on fundus-dev, +.0006 on the snippets;
/// one page loses .001. On other pages captions are content as often as not.)
pub(super) fn drop_captions(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    let kept = |index: &usize| decisions[*index].keep;
    let words = |index: usize| stats.blocks[index].effective;
    let captions: Vec<usize> = captions(arena)
        .into_iter()
        .filter(|index| kept(index) && words(*index) <= MAX_WORDS)
        .collect();
    let all: f32 = (0..decisions.len()).filter(kept).map(words).sum();
    let in_captions: f32 = captions.iter().map(|index| words(*index)).sum();
    let is_paragraph = |index: &usize| kept(index) && words(*index) >= MIN_PARAGRAPH_WORDS;
    let paragraphs = (0..decisions.len()).filter(is_paragraph).count();
    if in_captions * MIN_TEXT <= all && captions.len() <= paragraphs {
        for index in captions {
            decisions[index].drop_for(Reason::Caption);
        }
    }
}

/// The captions of pictures; none on a page that does not say that it is an article.
#[must_use]
pub fn captions(arena: &Arena) -> Vec<usize> {
    let hint = hint("caption");
    let found: Vec<usize> =
        (0..arena.blocks.len()).filter(|index| is_caption(arena, *index, hint)).collect();
    if found.is_empty() || !is_declared_article(&arena.metadata) { Vec::new() } else { found }
}

/// Whether a block is the caption of a picture: not of a quotation, a table or a listing, which says where it is
/// from, and not one that has a number.
fn is_caption(arena: &Arena, index: usize, hint: Hints) -> bool {
    let block = &arena.blocks[index];
    let is_other = block.context.has_any(Context::QUOTE.with(Context::TABLE))
        || matches!(block.kind, BlockKind::Heading(_));
    if is_other {
        return false;
    }
    let is_one = if block.context.has(Context::FIGURE) {
        is_in_figcaption(arena, block.element)
    } else {
        is_named(arena, block.element, hint)
    };
    is_one && !is_numbered(arena.block_text(block))
}

/// Whether a block of a figure is in its caption, and all else in the figure is a picture.
fn is_in_figcaption(arena: &Arena, element: ElementId) -> bool {
    let of = |tag: Tag| arena.ancestors(element).find(|(_, element)| element.tag == tag);
    of(Tag::Figcaption).zip(of(Tag::Figure)).is_some_and(|((_, caption), (id, figure))| {
        blocks(caption) == blocks(figure) && has_picture(arena, id)
    })
}

/// Whether a block is in an element with the name of captions: one in another of the name, as scripts put the picture
/// there, or beside a picture and little text.
fn is_named(arena: &Arena, element: ElementId, hint: Hints) -> bool {
    let around = || arena.ancestors(element).take(MAX_CLIMB);
    let mut named = around().filter(|(_, element)| element.hints.has(hint));
    let Some((id, named_element)) = named.next() else {
        return false;
    };
    let parent = &arena.elements[named_element.parent as usize];
    let is_page =
        named_element.parent == ROOT || matches!(parent.tag, Tag::Body | Tag::Main | Tag::Article);
    let is_box = |id: ElementId| {
        blocks(&arena.elements[id as usize]).len() <= MAX_FIGURE && has_picture(arena, id)
    };
    named.next().is_some() || is_box(id) || !is_page && is_box(named_element.parent)
}

/// Whether a picture stands in an element, or before it with no text between.
fn has_picture(arena: &Arena, id: ElementId) -> bool {
    let blocks = blocks(&arena.elements[id as usize]);
    let first = arena.pictures.partition_point(|picture| (picture.block as usize) < blocks.start);
    let near = arena.pictures[first..].iter();
    near.take_while(|picture| picture.block as usize <= blocks.end).take(MAX_PICTURES).any(
        |picture| {
            let mut around = arena.ancestors(picture.element).take(MAX_PICTURE_CLIMB);
            picture.block as usize == blocks.start || around.any(|(element, _)| element == id)
        },
    )
}

/// Whether a text begins with a label and a number.
fn is_numbered(text: &str) -> bool {
    let label = text.find(|c: char| !c.is_alphabetic()).map_or(text, |end| &text[..end]);
    let rest = text[label.len()..].trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    LABELS.contains(&label.to_lowercase().as_str()) && rest.starts_with(|c: char| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    #[test]
    fn the_table_is_tidy() {
        let is_small =
            |label: &str| label == label.to_lowercase() && label.chars().all(char::is_alphabetic);
        assert!(labels().all(is_small) && labels().is_sorted_by(|a, b| a < b));
    }

    /// Which blocks of a page stay of all, behind a paragraph that does.
    fn kept(head: &str, body: &str) -> Vec<bool> {
        let page = format!("<head>{head}</head><p>{}{body}", "word ".repeat(40));
        kept_by(&page, drop_captions).split_off(1)
    }

    const ARTICLE: &str = "<meta property=og:type content=article>";
    const FIGURE: &str =
        "<figure><img src=a alt=Ferry><figcaption>The ferry in its dock</figcaption></figure>";

    #[test]
    fn captions_go_with_an_article_alone() {
        assert_eq!(kept(ARTICLE, FIGURE), [false]);
        assert_eq!(kept("", FIGURE), [true]);
        let named = "<div><img src=a><div class=image-caption><p>The ferry in its dock</p></div></div><p>It stays.";
        assert_eq!(kept(ARTICLE, named), [false, true]);
        assert_eq!(kept(ARTICLE, &named.replace("<img src=a>", "")), [true, true]);
    }

    #[test]
    fn a_picture_stands_beside_its_caption() {
        let page = "<p>Text.<p class=caption>The ferry<img src=a>";
        assert_eq!(kept(ARTICLE, page), [true, false]);
        assert_eq!(kept(ARTICLE, &page.replace("<img", "<p>More.<img")), [true, true, true]);
        let section = "<section id=tax-credit><img src=a><p>One.<p>Two.<p>Three.<p>Four.</section>";
        assert_eq!(kept(ARTICLE, section), [true; 4]);
        let heading = "<h3 id=photo-credits>Credits</h3><img src=a>";
        assert_eq!(kept(ARTICLE, heading), [true]);
    }

    #[test]
    fn two_names_need_no_picture() {
        let page =
            "<img src=a><p>Text.<div class=image-caption><p class=caption>The ferry</p></div>";
        assert_eq!(kept(ARTICLE, page), [true, false]);
        assert_eq!(kept(ARTICLE, &page.replace("<p class=caption>", "<p>")), [true, true]);
    }

    #[test]
    fn captions_of_texts_stay() {
        let quotation = "<figure><img src=a><blockquote><p>It stays in dock.</blockquote><figcaption>Ines Marl</figcaption></figure>";
        assert_eq!(kept(ARTICLE, quotation), [true, true]);
        assert_eq!(kept(ARTICLE, &quotation.replace("blockquote", "pre")), [true, true]);
        assert_eq!(
            kept(ARTICLE, &FIGURE.replace("<img src=a alt=Ferry>", "<audio></audio>")),
            [true]
        );
    }

    #[test]
    fn captions_in_quotations_and_tables_stay() {
        for around in ["blockquote", "table"] {
            let page =
                format!("<{around}><tr><td><img src=a><p class=caption>The ferry</{around}>");
            assert_eq!(kept(ARTICLE, &page), [true], "{around}");
        }
    }

    #[test]
    fn captions_with_numbers_stay() {
        let caption = |text: &str| kept(ARTICLE, &FIGURE.replace("The ferry in its dock", text))[0];
        for text in ["Figure 1. The dock", "Abb. 2: Das Dock", "図３ 港", "FIG 4"] {
            assert!(caption(text), "{text}");
        }
        assert!(!caption("On 5 May the ferry was in dock") && !caption("Figures"));
    }

    #[test]
    fn what_is_most_of_the_text_is_no_caption() {
        let named =
            |words| format!("<div class=caption><img src=a><p>{}</div>", "word ".repeat(words));
        assert_eq!(kept(ARTICLE, &named(13)), [false]);
        assert_eq!(kept(ARTICLE, &named(14)), [true]);
        let text = format!("<p>{}", "word ".repeat(300));
        let long = |words| kept(ARTICLE, &(named(words) + &text));
        assert_eq!((long(80), long(81)), (vec![false, true], vec![true, true]));
        assert_eq!(kept(ARTICLE, &FIGURE.repeat(2)), [true, true]);
    }
}
