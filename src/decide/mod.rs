//! Stage 6, decide: the scores of a page to a verdict and a reason for each block.

mod extent;

use crate::build::{Arena, Context};
use crate::category::Category;
use crate::document::{DocumentKind, Verdict};
use crate::features::{self, BlockStats, Stats};
use crate::options::{Options, Strip};
use crate::score;

/// Decides about every block of a document.
pub(crate) fn decide(arena: &Arena, kind: DocumentKind, options: &Options) -> Vec<Verdict> {
    let kept = Verdict { dropped: None, probability: 1.0, reason: "default", cues: Vec::new() };
    let mut verdicts = vec![kept; arena.blocks.len()];
    if kind == DocumentKind::Html && options.strip == Strip::Boilerplate {
        decide_content(arena, options, &mut verdicts);
    }
    verdicts
}

/// Keeps the editorial blocks of a page.
fn decide_content(arena: &Arena, options: &Options, verdicts: &mut [Verdict]) {
    let (stats, table) = features::compute(arena);
    let probabilities = score::probabilities(&table);
    let decisions = extent::choose(&stats, &probabilities, options.favor);
    for (index, verdict) in verdicts.iter_mut().enumerate() {
        verdict.probability = probabilities[index];
        verdict.reason = decisions[index].reason;
        let category = content_category(arena, &stats, index);
        if !decisions[index].keep && options.categories.has(category) {
            verdict.dropped = Some(category);
        }
    }
}

/// What dropped content is, if it is no notice: navigation where it is mostly links.
fn content_category(arena: &Arena, stats: &Stats, index: usize) -> Category {
    /// Lists of links are above this; prose with references is far below.
    const MIN_LINK_DENSITY: f32 = 0.6;
    let BlockStats { link, .. } = stats.blocks[index];
    let is_navigation = link >= MIN_LINK_DENSITY || arena.blocks[index].context.has(Context::NAV);
    if is_navigation { Category::Navigation } else { Category::Boilerplate }
}
