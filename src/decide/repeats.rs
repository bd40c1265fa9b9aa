//! What a page says again, for other screens, for lists of teasers or for programs, stays once.

use std::collections::HashMap;
use std::ops::Range;

use crate::build::{Arena, BlockKind, Context};
use crate::features::Stats;
use crate::hash::Hashes;
use crate::reason::Reason;
use crate::words::shingles;

use super::extent::Decision;
use super::reference::is_reference;

/// Blocks of fewer words are not compared as repeats: "Yes." may stand twice in a dialogue.
const MIN_REPEAT_WORDS: f32 = 4.0;
/// The share of a block that is in links if it is one.
const MIN_LINK: f32 = 0.8;
/// Shorter hidden texts are labels that a page needs twice.
const MIN_COPY_SHINGLES: usize = 10;
/// A hidden text is a copy if one in so many of its shingles, or more, stands in what is seen: the markup of the
/// text, for others to publish, has its tags between them.
const MIN_COPIED: usize = 2;

/// Drops what a page says again. References of programs say the same of many functions, and show an example in
/// several languages, of which one is seen: there it is contents that go, links that say a heading again. (In
/// cross-validation +.005 on documentation.)
pub(super) fn drop_repeats(
    arena: &Arena,
    stats: &Stats,
    probabilities: &[f32],
    decisions: &mut [Decision],
) {
    let is_reference = is_reference(arena);
    let goes = |index: usize| !is_reference || stats.blocks[index].link >= MIN_LINK;
    for loser in equal(arena, stats, probabilities).into_iter().filter(|index| goes(*index)) {
        if decisions[loser].keep {
            decisions[loser] = Decision { keep: false, reason: Reason::Repeat };
        }
    }
    if !is_reference {
        drop_hidden_copies(arena, decisions);
    }
}

/// Of blocks with the same words all but the most probable: teasers that repeat a paragraph,
/// copies for another screen size. Cells of tables hold the same value again.
fn equal(arena: &Arena, stats: &Stats, probabilities: &[f32]) -> Vec<usize> {
    let mut losers = Vec::new();
    let mut best: HashMap<u64, usize> = HashMap::with_capacity(stats.blocks.len());
    for (index, block) in stats.blocks.iter().enumerate() {
        if block.effective < MIN_REPEAT_WORDS || arena.blocks[index].kind == BlockKind::Cell {
            continue;
        }
        let Some(previous) = best.insert(block.text_hash, index) else {
            continue;
        };
        let loser = if probabilities[index] > probabilities[previous] {
            previous
        } else {
            best.insert(block.text_hash, previous);
            index
        };
        losers.push(loser);
    }
    losers
}

/// Drops hidden texts that say what is seen and kept: boxes to republish an article from, the page as Markdown for
/// programs, dialogs with the same form. Of hidden blocks in a row all go or none. (In cross-validation worth +.0007
/// on wcxb-dev; no page loses.)
fn drop_hidden_copies(arena: &Arena, decisions: &mut [Decision]) {
    let is_hidden = |index: &usize| arena.blocks[*index].context.has(Context::HIDDEN);
    let hidden = runs(decisions.len(), is_hidden);
    if !hidden.iter().any(|run| decisions[run.clone()].iter().any(|decision| decision.keep)) {
        return;
    }
    let is_kept = |index: &usize| decisions[*index].keep;
    let of = |index: usize| shingles(arena.block_text(&arena.blocks[index]));
    let seen = (0..decisions.len()).filter(|index| is_kept(index) && !is_hidden(index));
    let seen: Hashes = seen.flat_map(of).collect();
    let is_copy = |run: &Range<usize>| {
        let kept = run.clone().filter(is_kept).flat_map(of);
        let (mut all, mut copied) = (0, 0);
        for shingle in kept {
            all += 1;
            copied += usize::from(seen.contains(&shingle));
        }
        all >= MIN_COPY_SHINGLES && copied * MIN_COPIED >= all
    };
    let copies: Vec<Range<usize>> = hidden.into_iter().filter(is_copy).collect();
    for index in copies.into_iter().flatten() {
        if decisions[index].keep {
            decisions[index] = Decision { keep: false, reason: Reason::Repeat };
        }
    }
}

/// The runs of neighbours among `count` that are so.
fn runs(count: usize, is: impl Fn(&usize) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in (0..count).filter(is) {
        match runs.last_mut() {
            Some(run) if run.end == index => run.end += 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    /// Which blocks of a page stay of all, if they have these probabilities.
    fn kept(html: &str, probabilities: &[f32]) -> Vec<bool> {
        let arena = read_arena(html.as_bytes(), &Options::new().format(SourceFormat::Html));
        let all = Decision { keep: true, reason: Reason::Score };
        let mut decisions = vec![all; arena.blocks.len()];
        drop_repeats(&arena, &Stats::new(&arena), probabilities, &mut decisions);
        decisions.iter().map(|decision| decision.keep).collect()
    }

    #[test]
    fn of_repeats_the_most_probable_stays() {
        let page = "<p>The same four words<p>The same four words<p>Others<p>The same four words";
        assert_eq!(kept(page, &[0.7, 0.9, 0.8, 0.6]), [false, true, true, false]);
        assert_eq!(kept(page, &[0.9; 4]), [true, false, true, false]);
    }

    #[test]
    fn repeats_count_from_four_words() {
        assert_eq!(kept("<p>The same words<p>The same words", &[0.9; 2]), [true, true]);
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

    const TEXT: &str = "The ferry stays in dock until the inspectors have looked at both engines.";

    #[test]
    fn a_hidden_copy_goes() {
        let copy = format!("<p>{TEXT}<div hidden><p>Republish:<p>&lt;p> {TEXT} &lt;/p></div>");
        assert_eq!(kept(&copy, &[0.9; 3]), [true, false, false]);
        let seen = copy.replace("hidden", "class=seen");
        assert_eq!(kept(&seen, &[0.9; 3]), [true, true, true]);
    }

    #[test]
    fn what_is_hidden_and_stands_nowhere_else_stays() {
        let other = "A second ferry has been chartered.";
        let page = format!("<p>{TEXT}<div hidden><p>{other} {TEXT}</div>");
        assert_eq!(kept(&page, &[0.9; 2]), [true, false]);
        let page = format!("<p>{TEXT}<div hidden><p>{other} {other} {TEXT}</div>");
        assert_eq!(kept(&page, &[0.9; 2]), [true, true]);
        let page = format!("<div hidden><p>{TEXT}<p>Again: {TEXT}</div>");
        assert_eq!(kept(&page, &[0.9; 2]), [true, true]);
    }

    #[test]
    fn short_hidden_texts_may_say_it_again() {
        let page = "<p>Loan of up to ten books for a month<p hidden>Loan of up to ten books";
        assert_eq!(kept(page, &[0.9; 2]), [true, true]);
    }
}
