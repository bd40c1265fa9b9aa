//! What a page says again, for other screens, for lists of teasers or for programs, stays once.

use crate::build::{Arena, BlockKind, Context};
use crate::features::Stats;
use crate::hash::{ByHash, Hashes};
use crate::metadata::without_tags;
use crate::reason::Reason;
use crate::words::shingles;

use super::extent::Decision;

/// Blocks of fewer words are not compared as repeats: "Yes." may stand twice in a dialogue.
const MIN_REPEAT_WORDS: f32 = 4.0;
/// The share of a block that is in links if it is one.
const MIN_LINK: f32 = 0.8;
/// A text that its own siblings say again is a refrain, a heading that every chapter has or a line of a plan, if it has
/// this probability at least: by how many elements both climb until they meet.
const MIN_REFRAIN: [f32; 4] = [0.5, 0.5, 0.9, 0.9];
/// Longer texts that stand twice are copies: a lead, a pulled quote, a text for another screen.
const MAX_REFRAIN_WORDS: f32 = 40.0;
/// So many repeats in a row are a copy, and no refrains, if nothing of its own stands between the two.
const MIN_COPY_ROW: usize = 3;
/// So many repeats in a row are a copy of the text in a reference, too.
const MIN_ROW: usize = 6;
/// What a page says so often it does not say of a function or an example: banners, requests to rate it.
const MIN_OFTEN: usize = 10;
/// Shorter hidden texts are labels that a page needs twice.
const MIN_COPY_SHINGLES: usize = 10;
/// A hidden text is a copy if so many of ten of its shingles are seen: of another tab with the same steps fewer are.
const MIN_COPIED: usize = 8;

/// Drops what a page says again. References of programs say the same of many functions, and show an example in
/// several languages, of which one is seen: there it is contents that go, links that say a heading again, copies
/// of the whole text, and what is said all the time. (In cross-validation +.004 on documentation.)
pub(super) fn drop_repeats(
    arena: &Arena,
    stats: &Stats,
    probabilities: &[f32],
    is_reference: bool,
    decisions: &mut [Decision],
) {
    let mut repeats = repeats(arena, stats, probabilities, decisions);
    decide_as_rows(arena, probabilities, decisions, &mut repeats);
    let losers = if is_reference {
        of_reference(arena, stats, &repeats)
    } else {
        let mut losers = copies(stats, decisions, &repeats);
        losers.extend(repeats.iter().filter(|it| !it.is_refrain).map(Repeat::loser));
        losers
    };
    for loser in losers {
        decisions[loser].drop_for(Reason::Repeat);
    }
}

/// The repeats that go of a reference.
fn of_reference(arena: &Arena, stats: &Stats, repeats: &[Repeat]) -> Vec<usize> {
    let mut counts: ByHash<usize> = ByHash::default();
    for repeat in repeats {
        *counts.entry(stats.blocks[repeat.loser()].text_hash).or_insert(1) += 1;
    }
    let goes = |loser: &usize| {
        let block = &stats.blocks[*loser];
        let is_code = arena.blocks[*loser].kind == BlockKind::Preformatted;
        block.link >= MIN_LINK || (counts[&block.text_hash] >= MIN_OFTEN && !is_code)
    };
    let long = rows(repeats).filter(|row| row.len() >= MIN_ROW);
    let mut losers: Vec<usize> = long.flatten().map(Repeat::loser).collect();
    losers.extend(repeats.iter().map(Repeat::loser).filter(goes));
    losers
}

/// Two blocks with the same words.
struct Repeat {
    /// The earlier first.
    blocks: [usize; 2],
    /// Their places among the blocks that are compared.
    places: [usize; 2],
    /// Of the two the one that goes, unless it is a refrain.
    goes: usize,
    is_refrain: bool,
}

impl Repeat {
    fn loser(&self) -> usize {
        self.blocks[self.goes]
    }

    /// How far the two are apart, and where the earlier is: in a row the one stays and the other goes up by one.
    fn row(&self) -> (usize, usize) {
        (self.places[1] - self.places[0], self.places[0])
    }
}

/// Of blocks with the same words what is kept stays, or the text would be nowhere; else what is seen before what is
/// hidden, and the most probable: teasers that repeat a paragraph, copies for another screen size. Cells of tables hold
/// the same value again, and refrains stay. They are in the order of their rows.
fn repeats(
    arena: &Arena,
    stats: &Stats,
    probabilities: &[f32],
    decisions: &[Decision],
) -> Vec<Repeat> {
    let mut best: ByHash<(usize, usize)> = ByHash::default();
    best.reserve(stats.blocks.len());
    let mut repeats = Vec::new();
    let rank =
        |index: usize| (decisions[index].keep, !is_hidden(arena, index), probabilities[index]);
    let compared = stats.blocks.iter().enumerate().filter(|(index, block)| {
        block.effective >= MIN_REPEAT_WORDS && arena.blocks[*index].kind != BlockKind::Cell
    });
    for (place, (index, block)) in compared.enumerate() {
        let Some((previous, its_place)) = best.insert(block.text_hash, (index, place)) else {
            continue;
        };
        let blocks = [previous, index];
        let goes = usize::from(rank(index) <= rank(previous));
        if goes == 1 {
            best.insert(block.text_hash, (previous, its_place));
        }
        let is_refrain = place - its_place > 1 && is_refrain(arena, stats, probabilities, blocks);
        repeats.push(Repeat { blocks, places: [its_place, place], goes, is_refrain });
    }
    repeats.sort_by_key(Repeat::row);
    repeats
}

/// Stretches of repeats that say in a row what stands in a row elsewhere; lone ones are such, too.
fn rows(repeats: &[Repeat]) -> impl Iterator<Item = &[Repeat]> {
    repeats.chunk_by(are_in_row)
}

fn are_in_row(one: &Repeat, next: &Repeat) -> bool {
    let (apart, place) = one.row();
    (apart, place + 1) == next.row()
}

/// Of a row the whole goes in one place, or a list would be torn apart by differences in the third decimal; but for
/// what is kept or seen in the other alone.
fn decide_as_rows(
    arena: &Arena,
    probabilities: &[f32],
    decisions: &[Decision],
    repeats: &mut [Repeat],
) {
    let are_alike = |[one, other]: [usize; 2]| {
        decisions[one].keep == decisions[other].keep
            && is_hidden(arena, one) == is_hidden(arena, other)
    };
    // One line said many times over is no row of lines.
    let is_long = |row: &&mut [Repeat]| row.len() > 1 && row[0].row().0 >= row.len();
    for row in repeats.chunk_by_mut(are_in_row).filter(is_long) {
        let sum = |which: usize| row.iter().map(|it| probabilities[it.blocks[which]]).sum::<f32>();
        let goes = usize::from(sum(0) >= sum(1));
        for repeat in row.iter_mut().filter(|repeat| are_alike(repeat.blocks)) {
            repeat.goes = goes;
        }
    }
}

/// The losers of rows that are copies: long enough, and nothing is kept between the two places that the page had not
/// said before. The heading of a second list and the verse behind a chorus are such, and then both belong there.
fn copies(stats: &Stats, decisions: &[Decision], repeats: &[Repeat]) -> Vec<usize> {
    let long: Vec<&[Repeat]> = rows(repeats).filter(|row| row.len() >= MIN_COPY_ROW).collect();
    if long.is_empty() {
        return Vec::new();
    }
    // How many such there are before each block: a look at all between the two would be quadratic.
    let (mut said, mut own, mut owns) = (Hashes::default(), 0_usize, Vec::new());
    for (decision, block) in decisions.iter().zip(&stats.blocks) {
        owns.push(own);
        own += usize::from(said.insert(block.text_hash) && decision.keep);
    }
    let is_copy = |row: &&[Repeat]| {
        let between = row[row.len() - 1].blocks[0] + 1..row[0].blocks[1];
        // Rows that overlap themselves have nothing between them.
        between.is_empty() || owns[between.end] == owns[between.start]
    };
    long.into_iter().filter(is_copy).flatten().map(Repeat::loser).collect()
}

/// Whether two blocks with the same words, and others between them, both belong to a text that says it twice: gold
/// texts hold most of such blocks as often as the page does. (In cross-validation worth .0006 on wcxb-dev, of which
/// siblings alone are .0002; 63 pages win, 10 lose.)
fn is_refrain(arena: &Arena, stats: &Stats, probabilities: &[f32], blocks: [usize; 2]) -> bool {
    let is_link = |index: &usize| stats.blocks[*index].link >= MIN_LINK;
    let [one, other] = blocks;
    let is_long = stats.blocks[one].effective > MAX_REFRAIN_WORDS;
    if is_long || is_hidden(arena, one) != is_hidden(arena, other) || blocks.iter().any(is_link) {
        return false;
    }
    let probability = probabilities[one].min(probabilities[other]);
    let parent = |element: &mut u32| *element = arena.elements[*element as usize].parent;
    let (mut a, mut b) = (arena.blocks[one].element, arena.blocks[other].element);
    for least in MIN_REFRAIN {
        if a == b {
            return probability >= least;
        }
        parent(&mut a);
        parent(&mut b);
    }
    false
}

fn is_hidden(arena: &Arena, index: usize) -> bool {
    arena.blocks[index].context.has(Context::HIDDEN)
}

/// Drops hidden texts that say what is seen and kept: boxes to republish an article from, the page as Markdown for
/// programs, copies of a dialog. On references they are examples in other languages. (In cross-validation worth +.0005
/// on wcxb-dev, by seven pages; one loses .014.)
pub(super) fn drop_hidden_copies(arena: &Arena, decisions: &mut [Decision]) {
    let is_kept = |index: &usize| decisions[*index].keep;
    let (hidden, seen): (Vec<usize>, Vec<usize>) =
        (0..decisions.len()).filter(is_kept).partition(|index| is_hidden(arena, *index));
    if hidden.is_empty() || seen.is_empty() {
        return;
    }
    let text = |index: usize| arena.block_text(&arena.blocks[index]);
    let seen: Hashes = seen.into_iter().flat_map(|index| shingles(text(index))).collect();
    for index in hidden {
        let (mut all, mut copied) = (0, 0);
        // Some are markup, for others to publish.
        for shingle in shingles(&without_tags(text(index))) {
            all += 1;
            copied += usize::from(seen.contains(&shingle));
        }
        if all >= MIN_COPY_SHINGLES && copied * 10 >= all * MIN_COPIED {
            decisions[index].drop_for(Reason::Repeat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::super::reference::is_reference;
    use super::*;

    /// Which blocks of a page stay of all, if they have these probabilities.
    fn kept(html: &str, probabilities: &[f32]) -> Vec<bool> {
        kept_by(html, |arena, stats, decisions| {
            let is_reference = is_reference(arena);
            drop_repeats(arena, stats, probabilities, is_reference, decisions);
            if !is_reference {
                drop_hidden_copies(arena, decisions);
            }
        })
    }

    #[test]
    fn of_repeats_the_most_probable_stays() {
        let page = "<p>The same four words<p>The same four words<p>Others<div><p>The same four words</div>";
        assert_eq!(kept(page, &[0.7, 0.9, 0.8, 0.6]), [false, true, true, false]);
        assert_eq!(kept(page, &[0.8; 4]), [true, false, true, false]);
    }

    /// Whichever of two lines is the more probable.
    #[test]
    fn a_row_goes_as_a_whole() {
        let line = |name: &str| format!("<p>The {name} of the lines");
        let rows = ["first", "second", "third"].map(line).concat().repeat(2);
        let stays = |first: [f32; 3], second: [f32; 3]| kept(&rows, &[first, second].concat());
        assert_eq!(
            stays([0.9, 0.92, 0.9], [0.92, 0.9, 0.9]),
            [true, true, true, false, false, false]
        );
        assert_eq!(
            stays([0.9, 0.92, 0.9], [0.92, 0.9, 0.95]),
            [false, false, false, true, true, true]
        );
    }

    #[test]
    fn repeats_count_from_four_words() {
        assert_eq!(kept("<p>The same words<p>The same words", &[0.9; 2]), [true, true]);
    }

    #[test]
    fn refrains_stay() {
        let verse = "<p>Row the boat to the shore<p>The harbour is dark";
        let song = format!("<div>{verse}{verse}</div>");
        assert_eq!(kept(&song, &[0.9; 4]), [true; 4]);
        // But not a copy of the whole.
        let whole = (0..6).map(|n| format!("<p>Row the boat to shore {n}")).collect::<String>();
        assert_eq!(
            kept(&whole.repeat(2), &[0.9; 12])[5..],
            [true, false, false, false, false, false, false]
        );
        // Nor of what stands under another heading, or between verses, however long.
        let plan = "<ul><li>Three sets of ten squats<li>Three sets of eight rows<li>Three sets of six presses</ul>";
        let week = format!("<main><h2>Monday</h2>{plan}<h2>Friday</h2>{plan}</main>");
        assert_eq!(kept(&week, &[0.99; 8]), [true; 8]);
        // Said twice in a row, as a link or by chance it is a repeat, in another box if that is less sure.
        let row = "<p>Row the boat to the shore".repeat(2);
        assert_eq!(kept(&row, &[0.9; 2]), [true, false]);
        let boxes = format!("<div>{verse}</div><div>{verse}</div>");
        assert_eq!(kept(&boxes, &[0.9; 4]), [true; 4]);
        assert_eq!(kept(&boxes, &[0.8; 4]), [true, true, false, false]);
        let link =
            song.replace("Row the boat to the shore", "<a href=/>Row the boat to the shore</a>");
        assert_eq!(kept(&link, &[0.9; 4]), [true, true, false, true]);
        assert_eq!(kept(&song, &[0.9, 0.9, 0.4, 0.9]), [true, true, false, true]);
    }

    #[test]
    fn cells_and_references_repeat_themselves() {
        let row = "<tr><td>The same four words<td>The same four words";
        assert_eq!(kept(&format!("<table>{row}</table>"), &[0.9; 2]), [true, true]);
        let functions = |count: usize| {
            format!("<p>Returns the handle of {}", "<code>f</code>".repeat(count)).repeat(2)
        };
        assert_eq!(kept(&functions(10), &[0.9; 2]), [true, true]);
        assert_eq!(kept(&functions(9), &[0.9; 2]), [true, false]);
        let contents =
            "<li><a href=#how>How the handle is returned</a><h2>How the handle is returned</h2>";
        let page = contents.to_owned() + &"<code>f</code>".repeat(20);
        assert_eq!(kept(&page, &[0.8, 0.9, 0.9]), [false, true, true]);
    }

    #[test]
    fn a_copy_of_all_of_a_reference_goes() {
        let steps = |count: usize| {
            let steps =
                (0..count).map(|n| format!("<p>Step {n}: press the button <code>{n}</code>"));
            steps.collect::<String>()
        };
        let twice =
            |count: usize| steps(count) + &steps(count) + "<p>" + &"<code>f</code>".repeat(20);
        assert_eq!(kept(&twice(6), &[0.9; 13])[6..12], [false; 6]);
        assert_eq!(kept(&twice(5), &[0.9; 11])[5..10], [true; 5]);
    }

    #[test]
    fn what_a_reference_says_all_the_time_goes() {
        let page = |count: usize| {
            "<p>Was this page of help?".repeat(count) + "<p>" + &"<code>f</code>".repeat(20)
        };
        let stay =
            |count: usize| kept(&page(count), &vec![0.9; count + 1]).iter().filter(|k| **k).count();
        assert_eq!((stay(9), stay(10)), (10, 2));
    }

    /// The text of an article that is shown later, and teasers of it.
    #[test]
    fn what_is_kept_stays_for_what_goes() {
        let page = format!("<p>{TEXT}<p hidden>{TEXT}<p hidden>And it is wet.");
        let kept = kept_by(&page, |arena, stats, decisions| {
            decisions[0].keep = false;
            drop_repeats(arena, stats, &[0.05, 0.9, 0.9], false, decisions);
        });
        assert_eq!(kept, [false, true, true]);
    }

    #[test]
    fn what_is_seen_stays_for_what_is_hidden() {
        let page = format!("<p>{TEXT}<p hidden>{TEXT}<div><p>{TEXT}</div>");
        assert_eq!(kept(&page, &[0.8, 0.9, 0.7]), [true, false, false]);
    }

    const TEXT: &str = "The ferry stays in dock until the inspectors have looked at both engines.";

    #[test]
    fn a_hidden_copy_goes() {
        let copy =
            format!("<p>{TEXT}<pre hidden>&lt;p> {TEXT} &lt;/p>&lt;p>&amp;copy; Us&lt;/p></pre>");
        assert_eq!(kept(&copy, &[0.9; 2]), [true, false]);
        assert_eq!(kept(&copy.replace("hidden", "class=seen"), &[0.9; 2]), [true, true]);
    }

    #[test]
    fn what_is_hidden_and_stands_nowhere_else_stays() {
        // Of its shingles, eleven of 13 and of 14 are seen.
        let more = |words: &str| kept(&format!("<p>{TEXT}<p hidden>{TEXT} {words}"), &[0.9; 2]);
        assert_eq!(more("One two"), [true, false]);
        assert_eq!(more("One two three"), [true, true]);
        let page = format!("<div hidden><p>{TEXT}<p>Again: {TEXT}</div>");
        assert_eq!(kept(&page, &[0.9; 2]), [true, true]);
    }

    #[test]
    fn a_text_that_is_longer_than_what_is_seen_of_it_stays() {
        let page = format!(
            "<p>{TEXT}<p hidden>{TEXT} A second ferry has been chartered from the islands."
        );
        assert_eq!(kept(&page, &[0.9; 2]), [true, true]);
    }

    #[test]
    fn short_hidden_texts_may_say_it_again() {
        let page = "<p>Loan of up to ten books for a month<p hidden>Loan of up to ten books";
        assert_eq!(kept(page, &[0.9; 2]), [true, true]);
    }
}
