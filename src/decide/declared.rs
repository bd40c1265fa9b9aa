//! What the page declares to be its content stays: the ingredients and steps of a recipe, and the questions that
//! it answers. They are short, in lists, cells and buttons, as chrome is.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::build::{Arena, Block, BlockKind, Blocks, ElementId, MarkKind, blocks};
use crate::features::{Stats, text_hash};
use crate::metadata::DeclaredContent;
use crate::reason::Reason;
use crate::words::word_hashes;

use super::extent::Decision;

/// Words of an ingredient that are read: the longest name brands and how to cut it.
const MAX_WORDS: usize = 16;
/// Shorter steps ("Bake.") may be labels elsewhere, or the numbers of steps.
const MIN_STEP_WORDS: f32 = 3.0;
/// Blocks with words of ingredients whose elements are looked at, and how far around them the list is sought.
const MAX_STARTS: usize = 64;
const MAX_CLIMB: usize = 8;
/// In a list of ingredients one block in so many at least has words of one, and of their words one in so many
/// is there: others are subheadings, or written in other words.
const MIN_SHARE: usize = 2;

/// Keeps what is declared, in microdata or JSON-LD.
pub(super) fn keep_declared(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    keep_marked(arena, stats, decisions);
    let declared = DeclaredContent::of(&arena.metadata.json_ld);
    if declared == DeclaredContent::default() {
        return;
    }
    keep_ingredients(arena, stats, &declared.ingredients, decisions);
    keep_steps(arena, stats, &declared.steps, decisions);
    keep_questions(stats, &declared.questions, decisions);
}

/// Keeps what elements say is an ingredient or instructions.
fn keep_marked(arena: &Arena, stats: &Stats, decisions: &mut [Decision]) {
    // Of nested ones the outer counts: a page of nothing else is an attack.
    let mut done = 0;
    for mark in &arena.marks {
        let is_asked = matches!(mark.kind, MarkKind::Ingredient | MarkKind::Instructions);
        if !is_asked || mark.end <= done {
            continue;
        }
        done = mark.end;
        let first = arena.blocks.partition_point(|block| block.end <= mark.start);
        let end = arena.blocks.partition_point(|block| block.start < mark.end);
        let is_step = |index: usize| {
            stats.blocks[index].words >= MIN_STEP_WORDS && is_text(&arena.blocks[index])
        };
        let is_one = |index: &usize| mark.kind == MarkKind::Ingredient || is_step(*index);
        (first..end).filter(is_one).for_each(|index| decisions[index].keep_for(Reason::Declared));
    }
}

/// Whether a block is text and no button or link.
fn is_text(block: &Block) -> bool {
    block.kind != BlockKind::Control && block.link_len * 2 < block.end - block.start
}

/// Keeps the list of ingredients with its subheadings.
fn keep_ingredients(
    arena: &Arena,
    stats: &Stats,
    ingredients: &[String],
    decisions: &mut [Decision],
) {
    let parts = parts(ingredients);
    let hashes = stats.blocks.iter().enumerate();
    let found: Vec<(usize, u32)> =
        hashes.filter_map(|(at, block)| Some((at, *parts.get(&block.text_hash)?))).collect();
    let is_found = |at: usize| found.binary_search_by_key(&at, |(at, _)| *at).is_ok();
    let words = ingredients.iter().map(|text| word_hashes(text).take(MAX_WORDS).count()).sum();
    for at in list(arena, stats, &found, words).unwrap_or_default() {
        // Names of ingredients lead to pages about them.
        if is_found(at) || is_text(&arena.blocks[at]) {
            decisions[at].keep_for(Reason::Declared);
        }
    }
}

/// The hashes of all words in a row that an ingredient has, with its number: amount, unit and name often stand
/// in cells of their own.
fn parts(ingredients: &[String]) -> HashMap<u64, u32> {
    let mut parts = HashMap::new();
    for (ingredient, number) in ingredients.iter().zip(0..) {
        let words: Vec<u64> = word_hashes(ingredient).take(MAX_WORDS).collect();
        for from in 0..words.len() {
            for end in from + 1..=words.len() {
                parts.entry(text_hash(words[from..end].iter().copied())).or_insert(number);
            }
        }
    }
    parts
}

/// The blocks of the list of ingredients and its heading: of the elements around those that were found the one with
/// most of the ingredients, and of these the smallest.
fn list(arena: &Arena, stats: &Stats, found: &[(usize, u32)], words: usize) -> Option<Blocks> {
    let around = found.iter().take(MAX_STARTS).flat_map(|(at, _)| {
        arena.ancestors(arena.blocks[*at].element).take(MAX_CLIMB).map(|(element, _)| element)
    });
    let mut elements: Vec<ElementId> = around.collect();
    elements.sort_unstable();
    elements.dedup();
    let inside = |element: ElementId| {
        let range = blocks(&arena.elements[element as usize]);
        let first = found.partition_point(|(at, _)| *at < range.start);
        let end = found.partition_point(|(at, _)| *at < range.end);
        (range, &found[first..end])
    };
    let lists = elements.into_iter().map(inside).filter_map(|(range, found)| {
        // A bit an ingredient.
        const { assert!(DeclaredContent::MAX_TEXTS <= u128::BITS as usize) };
        let numbers = found.iter().fold(0u128, |all, (_, number)| all | 1 << number).count_ones();
        let known: f32 = found.iter().map(|(at, _)| stats.blocks[*at].words).sum();
        let is_list = found.len() * MIN_SHARE >= range.len() && known as usize * MIN_SHARE >= words;
        is_list.then_some((numbers, range))
    });
    let (_, range) = lists.max_by_key(|(numbers, range)| (*numbers, Reverse(range.len())))?;
    let is_heading = |at: &usize| matches!(arena.blocks[*at].kind, BlockKind::Heading(_));
    let first = range.start.checked_sub(1).filter(is_heading).unwrap_or(range.start);
    Some(first..range.end)
}

/// Keeps the steps, each of which is a block.
fn keep_steps(arena: &Arena, stats: &Stats, steps: &[String], decisions: &mut [Decision]) {
    let steps: Vec<u64> = steps.iter().map(|step| text_hash(word_hashes(step))).collect();
    for (index, block) in stats.blocks.iter().enumerate() {
        let is_step = block.words >= MIN_STEP_WORDS && steps.contains(&block.text_hash);
        if is_step && is_text(&arena.blocks[index]) {
            decisions[index].keep_for(Reason::Declared);
        }
    }
}

/// Keeps the questions whose answer is kept, which begins right behind them.
fn keep_questions(stats: &Stats, questions: &[String], decisions: &mut [Decision]) {
    let questions: Vec<u64> = questions.iter().map(|q| text_hash(word_hashes(q))).collect();
    let is_question = |index: usize| questions.contains(&stats.blocks[index].text_hash);
    for index in 1..decisions.len() {
        if decisions[index].keep && is_question(index - 1) && !is_question(index) {
            decisions[index - 1].keep_for(Reason::Declared);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    /// What stays of a page that declares `json`, if nothing else is kept but blocks that begin with "Kept".
    fn kept(json: &str, body: &str) -> Vec<String> {
        let page = format!("<script type=application/ld+json>{json}</script>{body}");
        let arena = read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        let texts: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        let decide =
            |text: &&str| Decision { keep: text.starts_with("Kept"), reason: Reason::Score };
        let mut decisions: Vec<Decision> = texts.iter().map(decide).collect();
        keep_declared(&arena, &Stats::new(&arena), &mut decisions);
        let kept = texts.iter().zip(decisions).filter(|(_, decision)| decision.keep);
        kept.map(|(text, _)| (*text).to_owned()).collect()
    }

    const RECIPE: &str = r#"{"@type":"Recipe","recipeIngredient":["200 g oat flakes","2 apples","salt"],
        "recipeInstructions":"Soak the flakes overnight.\nBake."}"#;

    #[test]
    fn the_list_of_ingredients_stays_with_its_subheadings() {
        let menu = "<ul><li>Salt<li>2<li>Pots</ul>";
        let list = "<div><h3>For the crust</h3><ul><li>200 g <a href=/o>oat flakes</a><li>2 apples<li>Salt</ul>\
            <button>Buy all</button></div>";
        let expected = ["For the crust", "200 g oat flakes", "2 apples", "Salt"];
        assert_eq!(kept(RECIPE, &format!("{menu}<main>{list}<p>Other.</main>")), expected);
        let cells = "<table><tr><td>200 g<td><a href=/o>oat flakes</a><tr><td>2<td>apples</table>";
        assert_eq!(kept(RECIPE, cells), ["200 g", "oat flakes", "2", "apples"]);
        assert!(kept("{}", list).is_empty());
        assert!(kept(RECIPE, menu).is_empty());
    }

    #[test]
    fn steps_stay_but_not_those_that_may_be_labels() {
        let steps = "<ol><li>Soak the flakes overnight.<li>Bake.</ol>";
        assert_eq!(kept(RECIPE, steps), ["Soak the flakes overnight."]);
    }

    #[test]
    fn what_elements_say_is_of_a_recipe_stays() {
        let body = "<ul><li itemprop=recipeIngredient><a href=/o>Oats</a><li itemprop=ingredients>Salt<li>Pots</ul>
            <div itemprop=recipeInstructions><p>1<p>Soak the oats.<p>Add a little salt.<button>Print the whole recipe</button></div><p>Other.";
        assert_eq!(kept("{}", body), ["Oats", "Salt", "Soak the oats.", "Add a little salt."]);
    }

    #[test]
    fn questions_stay_with_an_answer_that_is_kept() {
        let json = r#"{"@type":"FAQPage","mainEntity":[
            {"name":"Is it open?","acceptedAnswer":{}},{"name":"When?","acceptedAnswer":{}}]}"#;
        let questions =
            "<button>Is it open?</button><p>Kept: yes.<button>When?</button><p>At nine.";
        assert_eq!(kept(json, questions), ["Is it open?", "Kept: yes."]);
        let listed = "<li>Is it open?<li>When?<p>Kept: at nine.";
        assert_eq!(kept(json, listed), ["When?", "Kept: at nine."]);
    }
}
