//! The footer of a page, which is no content whatever it says.

use crate::build::{Arena, Block, Context};
use crate::features::Stats;
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// What is left has so many words, and one in so many of all that is kept: else the page is made of what it calls
/// its footer.
const MIN_LEFT_WORDS: f32 = 50.0;
const MIN_LEFT: f32 = 5.0;
/// The page ends with it: behind it is less than one in so many of the words before.
const MIN_BEFORE: f32 = 4.0;

/// Drops what is kept of the page's footer: terms and disclaimers read as prose does. (In cross-validation worth +.0014
/// on wcxb-dev, by nine pages, and none loses; the gold of six of 1,497 has sixteen words and more of a page's footer.)
pub(super) fn drop_footer(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    let footer: Vec<usize> =
        footer(arena).into_iter().filter(|index| decisions[*index].keep).collect();
    let Some(first) = footer.first().copied() else {
        return;
    };
    let words = |from: usize, end: usize| -> f32 {
        (from..end).filter(|at| decisions[*at].keep).map(|at| stats.blocks[at].effective).sum()
    };
    let inside: f32 = footer.iter().map(|at| stats.blocks[*at].effective).sum();
    let (before, all) = (words(0, first), words(0, decisions.len()));
    let left = all - inside;
    let is_enough = left >= MIN_LEFT_WORDS && left * MIN_LEFT >= all;
    if is_enough && (left - before) * MIN_BEFORE <= before {
        for index in footer {
            decisions[index].drop_for(Reason::Footer);
        }
    }
}

/// Elements whose footers are not the page's (HTML Accessibility API Mappings 1.0, § 3.5): they say who wrote it.
const SECTIONING: [Tag; 6] =
    [Tag::Article, Tag::Aside, Tag::Main, Tag::Nav, Tag::Section, Tag::Blockquote];

/// The blocks of the page's footer.
#[must_use]
pub fn footer(arena: &Arena) -> Vec<usize> {
    let is_one = |(_, block): &(usize, &Block)| {
        block.context.has(Context::FOOTER) && is_of_page(arena, block)
    };
    arena.blocks.iter().enumerate().filter(is_one).map(|(index, _)| index).collect()
}

/// Whether the footer that a block is in is that of the page.
fn is_of_page(arena: &Arena, block: &Block) -> bool {
    let mut around = arena.ancestors(block.element).map(|(_, element)| element.tag);
    if around.any(|tag| tag == Tag::Footer) {
        return around.all(|tag| !SECTIONING.contains(&tag));
    }
    // One by its role.
    let inner = Context::ARTICLE.with(Context::MAIN).with(Context::QUOTE);
    !block.context.has_any(inner)
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    /// Which blocks of a page stay of all.
    fn kept(html: &str) -> Vec<bool> {
        kept_by(html, drop_footer)
    }

    fn paragraph(words: usize) -> String {
        format!("<p>{}", "word ".repeat(words))
    }

    #[test]
    fn the_footer_of_a_page_goes() {
        let page = paragraph(60) + "<footer><section><p>Fares may change.</section></footer>";
        assert_eq!(kept(&page), [true, false]);
        assert_eq!(
            kept(&page.replace("footer", "div").replace("<div", "<div role=contentinfo")),
            [true, false]
        );
    }

    #[test]
    fn footers_of_articles_and_quotations_stay() {
        let footer = paragraph(60) + "<footer>Ines Marl</footer>";
        for around in ["article", "main", "blockquote", "section", "aside"] {
            assert_eq!(kept(&format!("<{around}>{footer}</{around}>")), [true, true], "{around}");
        }
    }

    #[test]
    fn a_page_of_little_else_stays() {
        let footer = |words| format!("<footer>{}</footer>", paragraph(words));
        assert_eq!(kept(&footer(9)), [true]);
        assert_eq!(kept(&(paragraph(49) + &footer(9))), [true, true]);
        assert_eq!(kept(&(paragraph(50) + &footer(200))), [true, false]);
        assert_eq!(kept(&(paragraph(50) + &footer(201))), [true, true]);
    }

    #[test]
    fn what_goes_on_is_no_footer() {
        let page = |words| paragraph(100) + "<footer>Ines Marl</footer>" + &paragraph(words);
        assert_eq!(kept(&page(25)), [true, false, true]);
        assert_eq!(kept(&page(26)), [true, true, true]);
    }
}
