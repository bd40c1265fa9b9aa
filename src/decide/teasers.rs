//! Teasers of other texts behind an article: cards that are alike, each with a link.

use std::collections::BTreeMap;

use crate::build::{Arena, Blocks, Element, ElementId, blocks};
use crate::features::{Stats, is_declared_article};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// Behind an article is where this share of the words that are kept has passed in paragraphs. (Out of fold on
/// wcxb-dev and fundus-dev: from here on no such card is content; from .4 on those of reviews and guides are on three
/// pages.)
const MIN_BEFORE: f32 = 0.5;
/// A paragraph has so many words, and no more than this share of them in links.
const MIN_PARAGRAPH_WORDS: f32 = 20.0;
const MAX_PARAGRAPH_LINK: f32 = 0.3;
/// Cards of a kind, and blocks of each.
const MIN_CARDS: usize = 3;
const MAX_BLOCKS: usize = 12;
/// Three in four cards have a link of so many words to their text, which is more than half of its block.
const MIN_LINK_WORDS: f32 = 3.0;
const MIN_LINK: f32 = 0.5;
/// Of links that are questions, one in so many makes a list of questions and answers, which unfold.
const QUESTIONS: usize = 3;

/// Drops the teasers behind an article: their summaries read as prose does.
///
/// Out of fold ten pages gain, together .0002 on wcxb-dev and .0017 on fundus-dev, and none loses. In lists and
/// tables the links are the article's own references as often, and so are cards on pages that do not say that they
/// are an article.
pub(super) fn drop_teasers(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    let start = end_of_article(stats, decisions);
    if !decisions[start..].iter().any(|decision| decision.keep) {
        return;
    }
    let mut teasers = card_groups(arena, start);
    teasers.retain(|cards| are_teasers(arena, stats, decisions, cards));
    if teasers.is_empty() || !is_declared_article(&arena.metadata) {
        return;
    }
    for card in teasers.into_iter().flatten() {
        for decision in &mut decisions[card] {
            decision.drop_for(Reason::Teasers);
        }
    }
}

/// The first block behind the article; behind all blocks if there is none.
fn end_of_article(stats: &Stats, decisions: &[Decision]) -> usize {
    let kept = || stats.blocks.iter().zip(decisions).map(|(block, it)| (block, it.keep));
    let all: f32 = kept().filter(|(_, keep)| *keep).map(|(block, _)| block.effective).sum();
    let mut before = 0.0;
    for (index, (block, keep)) in kept().enumerate() {
        if before >= MIN_BEFORE * all {
            return index;
        }
        let is_paragraph =
            block.effective >= MIN_PARAGRAPH_WORDS && block.link < MAX_PARAGRAPH_LINK;
        before += if keep && is_paragraph { block.effective } else { 0.0 };
    }
    decisions.len()
}

/// What boxes that are alike have in common: parent, name and class.
type Kind = (ElementId, Tag, u32);

fn kind(element: &Element) -> Kind {
    (element.parent, element.tag, element.class_hash)
}

/// The boxes behind a block that are alike; none of a kind that begins before it, as parts of an article can be alike.
fn card_groups(arena: &Arena, start: usize) -> Vec<Vec<Blocks>> {
    // Elements are in the order in which they begin.
    let first = arena.elements.partition_point(|element| (element.first_block as usize) < start);
    let (before, behind) = arena.elements.split_at(first);
    let is_box = |element: &&Element| {
        matches!(element.tag, Tag::Div | Tag::Article | Tag::Section | Tag::Aside)
            && !blocks(element).is_empty()
    };
    let mut groups: BTreeMap<Kind, Vec<Blocks>> = BTreeMap::new();
    for element in behind.iter().filter(is_box) {
        groups.entry(kind(element)).or_default().push(blocks(element));
    }
    groups.retain(|_, cards| cards.len() >= MIN_CARDS);
    for element in before.iter().filter(is_box) {
        groups.remove(&kind(element));
    }
    groups.into_values().collect()
}

fn are_teasers(arena: &Arena, stats: &Stats, decisions: &[Decision], cards: &[Blocks]) -> bool {
    let is_link = |index: &usize| {
        let block = &stats.blocks[*index];
        block.link >= MIN_LINK && block.words >= MIN_LINK_WORDS
    };
    let leads_on = |card: &&Blocks| (*card).clone().any(|index| is_link(&index));
    let links = || cards.iter().flat_map(Blocks::clone).filter(is_link);
    let is_question = |index: &usize| {
        arena.block_text(&arena.blocks[*index]).trim_end().ends_with(['?', '？', '؟'])
    };
    let kept = |index: usize| decisions[index].keep;
    cards.iter().all(|card| card.len() <= MAX_BLOCKS)
        && cards.iter().flat_map(Blocks::clone).any(kept)
        && cards.iter().filter(leads_on).count() * 4 >= cards.len() * 3
        && links().filter(is_question).count() * QUESTIONS < links().count()
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    const PROSE: &str = "<p>The ferry stays in dock until the inspectors have looked at both engines, the \
        harbour said, and the fare of those who hold a ticket is paid back.</p>";
    const DECLARED: &str = "<meta property=og:type content=article>";
    const CARD: &str = "<div class=card><h3><a href=/a>A well for the school</a></h3>\
        <p>The school has dug a well of its own, and the water is good.</div>";

    fn left(html: &str) -> usize {
        kept_by(html, drop_teasers).into_iter().filter(|is_kept| *is_kept).count()
    }

    fn behind(cards: &str) -> usize {
        left(&format!("{DECLARED}<main>{}</main><div>{cards}</div>", PROSE.repeat(4))) - 4
    }

    #[test]
    fn cards_with_links_behind_an_article_go() {
        assert_eq!(behind(&CARD.repeat(3)), 0);
        let others = CARD.replace("class=card", "").repeat(2);
        assert_eq!(behind(&[&CARD.repeat(3), &*others].concat()), 4);
        assert_eq!(
            left(&format!("<main>{}</main><div>{}</div>", PROSE.repeat(4), CARD.repeat(3))),
            10
        );
    }

    #[test]
    fn other_cards_stay() {
        assert_eq!(behind(&CARD.repeat(2)), 4);
        assert_eq!(behind(&CARD.replace("school</a>", "school?</a>").repeat(3)), 6);
        assert_eq!(behind(&CARD.replace("<a href=/a>", "").replace("</a>", "").repeat(3)), 6);
        assert_eq!(behind(&CARD.replace("div", "li").repeat(3)), 6);
        let first =
            format!("{DECLARED}<div>{}</div><main>{}</main>", CARD.repeat(3), PROSE.repeat(4));
        assert_eq!(left(&first), 10);
    }
}
