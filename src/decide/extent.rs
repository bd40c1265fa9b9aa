//! How much of a page is content: from the blocks' probabilities to kept and dropped.

use crate::build::{Arena, Block, BlockKind, Context};
use crate::features::Stats;
use crate::notice::Promotion;
use crate::options::Favor;
use crate::reason::Reason;

use super::{behind, captions, declared, footer, promotions, reference, repeats, tables, teasers};

/// A block's fate, and the rule that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) keep: bool,
    pub(super) reason: Reason,
}

impl Decision {
    /// Keeps the block, for a reason if it was not kept anyway.
    pub(super) fn keep_for(&mut self, reason: Reason) {
        if !self.keep {
            *self = Decision { keep: true, reason };
        }
    }

    /// Drops the block, for a reason if it was kept.
    pub(super) fn drop_for(&mut self, reason: Reason) {
        if self.keep {
            *self = Decision { keep: false, reason };
        }
    }
}

/// A page whose blocks are worth fewer words than this together (probability times words), and
/// none of which is probable, has no content.
const MIN_PAGE_WORDS: f32 = 25.0;
const MIN_BEST: f32 = 0.6;

/// Between these the page's own threshold lies: outside, the probabilities of a page with little
/// content or with nothing but content would decide alone. With .2 for the lower one listings and shops of which the
/// model is nowhere sure come out empty (in cross-validation -.0007).
const MIN_THRESHOLD: f32 = 0.1;
const MAX_THRESHOLD: f32 = 0.6;
/// Whatever is favoured, what is less probable than this goes: the filter of the model tells such blocks no
/// further apart.
const MIN_PROBABILITY: f32 = 0.05;

/// The probability from which on a block of the page is kept.
///
/// Of all thresholds the one with the largest expected F1 in words, for expected true positives
/// `sum(p * words)` of the kept (Ye et al., "Optimizing F-measure", ICML 2012; in
/// cross-validation +.006 over one fixed threshold). Precision and recall shift it.
fn threshold(stats: &Stats, probabilities: &[f32], favor: Favor) -> f32 {
    let shift = match favor {
        Favor::Precision => 0.2,
        Favor::Balanced => 0.0,
        Favor::Recall => -0.15,
    };
    let best = best_threshold(stats, probabilities).clamp(MIN_THRESHOLD, MAX_THRESHOLD);
    (best + shift).max(MIN_PROBABILITY)
}

fn best_threshold(stats: &Stats, probabilities: &[f32]) -> f32 {
    let words = |index: usize| f64::from(stats.blocks[index].words.max(1.0));
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]));
    let expected: f64 = order.iter().map(|i| f64::from(probabilities[*i]) * words(*i)).sum();
    let (mut hits, mut kept) = (0.0, 0.0);
    let (mut best, mut best_f1) = (MAX_THRESHOLD, 0.0);
    for index in order {
        hits += f64::from(probabilities[index]) * words(index);
        kept += words(index);
        let f1 = 2.0 * hits / (kept + expected);
        if f1 > best_f1 {
            (best, best_f1) = (probabilities[index], f1);
        }
    }
    best
}

/// What is kept of a page.
pub(super) struct Extent {
    pub(super) decisions: Vec<Decision>,
    /// The boxes that may be promotions.
    pub(super) promotions: Vec<Promotion>,
}

/// Decides about every block of a page.
pub(super) fn choose(arena: &Arena, stats: &Stats, probabilities: &[f32], favor: Favor) -> Extent {
    let least = threshold(stats, probabilities, favor);
    let mut decisions: Vec<Decision> = probabilities
        .iter()
        .map(|p| Decision { keep: *p >= least, reason: Reason::Score })
        .collect();
    keep_terms(arena, &mut decisions);
    tables::keep_whole(arena, &mut decisions);
    declared::keep_declared(arena, stats, &mut decisions);
    let is_reference = reference::is_reference(arena);
    if is_reference {
        reference::keep_code(arena, &mut decisions);
    }
    repeats::drop_repeats(arena, stats, probabilities, is_reference, &mut decisions);
    if favor != Favor::Recall {
        footer::drop_footer(arena, stats, &mut decisions);
        captions::drop_captions(arena, stats, &mut decisions);
        behind::drop_behind_article(arena, stats, &mut decisions);
        teasers::drop_teasers(arena, stats, &mut decisions);
    }
    let mut promotions = Vec::new();
    // Remarks in manuals end in links to more.
    if favor != Favor::Recall && !is_reference {
        promotions = promotions::promotions(arena, stats, &decisions);
        promotions::drop_certain(&promotions, &mut decisions);
    }
    if !is_reference {
        repeats::drop_hidden_copies(arena, &mut decisions);
    }
    if !is_snippet(arena, stats) {
        drop_empty_page(arena, stats, probabilities, &mut decisions);
    }
    Extent { decisions, promotions }
}

/// A term stays with its definition, and several with the one that they share.
fn keep_terms(arena: &Arena, decisions: &mut [Decision]) {
    for (index, pair) in arena.blocks.windows(2).enumerate().rev() {
        let is_defined = matches!(pair[1].kind, BlockKind::Definition | BlockKind::Term)
            && decisions[index + 1].keep;
        if is_defined && pair[0].kind == BlockKind::Term {
            decisions[index].keep_for(Reason::Definition);
        }
    }
}

/// Not what only readers without scripts see.
fn is_shown(block: &Block) -> bool {
    !block.context.has(Context::NOSCRIPT)
}

/// Whether the page is no page but a piece of one, such as a feed's summary: too short for chrome.
/// What only readers without scripts are shown is the chrome of a page that has nothing else.
fn is_snippet(arena: &Arena, stats: &Stats) -> bool {
    stats.total.words < MIN_PAGE_WORDS && arena.blocks.iter().all(is_shown)
}

/// A page without content, such as an error page, is all chrome. What readers without scripts are asked is no
/// sign of content, however probable.
fn drop_empty_page(
    arena: &Arena,
    stats: &Stats,
    probabilities: &[f32],
    decisions: &mut [Decision],
) {
    let worth: f32 =
        stats.blocks.iter().zip(probabilities).map(|(block, p)| block.effective.max(1.0) * p).sum();
    let shown = arena.blocks.iter().zip(probabilities).filter(|(block, _)| is_shown(block));
    let best = shown.fold(0.0f32, |best, (_, p)| best.max(*p));
    if worth < MIN_PAGE_WORDS && best < MIN_BEST {
        for decision in decisions {
            decision.drop_for(Reason::EmptyPage);
        }
    }
}

/// Which blocks of a page stay of all by one rule.
#[cfg(test)]
pub(super) fn kept_by(html: &str, rule: impl FnOnce(&Arena, &Stats, &mut [Decision])) -> Vec<bool> {
    let options = crate::Options::new().format(crate::SourceFormat::Html);
    let arena = crate::extractor::read_arena(html.as_bytes(), &options);
    let mut decisions = vec![Decision { keep: true, reason: Reason::Score }; arena.blocks.len()];
    rule(&arena, &Stats::new(&arena), &mut decisions);
    decisions.iter().map(|decision| decision.keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::features::BlockStats;
    use crate::{Options, SourceFormat};

    fn arena(html: &str) -> Arena {
        read_arena(html.as_bytes(), &Options::new().format(SourceFormat::Html))
    }

    fn paragraphs(count: usize) -> Arena {
        arena(&"<p>x".repeat(count))
    }

    fn stats(blocks: &[(f32, u64)]) -> Stats {
        let blocks = blocks.iter().map(|(effective, text_hash)| BlockStats {
            effective: *effective,
            words: *effective,
            text_hash: *text_hash,
            ..BlockStats::default()
        });
        let mut stats = Stats { blocks: blocks.collect(), ..Stats::default() };
        stats.total.words = 40.0;
        stats
    }

    fn kept(blocks: &[(f32, u64)], probabilities: &[f32]) -> Vec<bool> {
        let decisions =
            choose(&paragraphs(blocks.len()), &stats(blocks), probabilities, Favor::Balanced)
                .decisions;
        decisions.iter().map(|decision| decision.keep).collect()
    }

    #[test]
    fn cells_are_no_repeats_and_terms_stay_with_their_definition() {
        let kept = |html: &str, probabilities: &[f32]| {
            let stats = stats(&vec![(30.0, 1); probabilities.len()]);
            let decisions = choose(&arena(html), &stats, probabilities, Favor::Balanced).decisions;
            decisions.iter().map(|decision| decision.keep).collect::<Vec<_>>()
        };
        assert_eq!(kept("<table><tr><td>a<td>b</table>", &[0.9, 0.9]), [true, true]);
        let defined: Vec<Decision> = [false, false, true, false]
            .map(|keep| Decision { keep, reason: Reason::Score })
            .to_vec();
        let mut decisions = defined.clone();
        keep_terms(&arena("<dl><dt>a<dt>b<dd>c<dt>d</dl>"), &mut decisions);
        assert_eq!(decisions.iter().map(|d| d.keep).collect::<Vec<_>>(), [true, true, true, false]);
        let mut decisions = defined;
        keep_terms(&arena("<p>a<p>b<p>c<p>d"), &mut decisions);
        assert_eq!(decisions.iter().filter(|d| d.keep).count(), 1);
    }

    #[test]
    fn what_readers_without_scripts_are_asked_is_no_content() {
        let kept = |html: &str| {
            let decisions =
                choose(&arena(html), &stats(&[(10.0, 1)]), &[0.9], Favor::Balanced).decisions;
            decisions[0].keep
        };
        assert!(kept("<p>a") && !kept("<noscript>a</noscript>"));
    }

    #[test]
    fn a_page_without_content_is_empty() {
        assert_eq!(kept(&[(10.0, 1), (8.0, 2)], &[0.5, 0.1]), [false, false]);
        assert_eq!(kept(&[(10.0, 1), (8.0, 2)], &[0.9, 0.1]), [true, false]);
        // Words times probability: 24 in the first, 25 in the second.
        assert_eq!(kept(&[(24.0, 1), (24.0, 2)], &[0.5, 0.5]), [false, false]);
        assert_eq!(kept(&[(25.0, 1), (25.0, 2)], &[0.5, 0.5]), [true, true]);
    }

    #[test]
    fn a_piece_of_a_page_is_no_empty_page() {
        let kept = |words: f32| {
            let mut stats = stats(&[(10.0, 1)]);
            stats.total.words = words;
            choose(&paragraphs(1), &stats, &[0.5], Favor::Balanced).decisions[0].keep
        };
        assert!(kept(24.0) && !kept(25.0));
    }

    /// Words and probability of each block.
    fn threshold_of(blocks: &[(f32, f32)], favor: Favor) -> f32 {
        let numbers: Vec<(f32, u64)> =
            (0..).zip(blocks).map(|(n, (words, _))| (*words, n)).collect();
        let probabilities: Vec<f32> = blocks.iter().map(|(_, p)| *p).collect();
        threshold(&stats(&numbers), &probabilities, favor)
    }

    #[test]
    fn the_threshold_is_where_the_expected_f1_is_largest() {
        // Expected words: 90 + 20 + 10 = 120. Kept: 2 * 90 / (100 + 120) = .82, with the second
        // 2 * 110 / (150 + 120) = .81, with all 2 * 120 / (250 + 120) = .65.
        let blocks = [(50.0, 0.4), (100.0, 0.9), (100.0, 0.1)];
        assert_eq!(
            best_threshold(&stats(&[(50.0, 1), (100.0, 2), (100.0, 3)]), &[0.4, 0.9, 0.1]),
            0.9
        );
        assert_eq!(threshold_of(&blocks, Favor::Balanced), MAX_THRESHOLD);
        // A second of .45 is worth it: 2 * 112.5 / (150 + 122.5) = .83.
        let blocks = [(50.0, 0.45), (100.0, 0.9), (100.0, 0.1)];
        assert_eq!(threshold_of(&blocks, Favor::Balanced), 0.45);
        assert_eq!(threshold_of(&blocks, Favor::Precision), 0.45 + 0.2);
        assert_eq!(threshold_of(&blocks, Favor::Recall), 0.45 - 0.15);
    }

    #[test]
    fn of_a_page_with_nothing_sure_the_more_probable_is_kept() {
        let blocks = [(50.0, 0.15), (50.0, 0.16), (100.0, 0.02)];
        assert_eq!(threshold_of(&blocks, Favor::Balanced), 0.15);
        assert_eq!(threshold_of(&blocks, Favor::Recall), MIN_PROBABILITY);
        assert_eq!(threshold_of(&[(100.0, 0.08)], Favor::Balanced), MIN_THRESHOLD);
    }
}
