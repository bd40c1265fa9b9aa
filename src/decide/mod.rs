//! Stage 6, decide: what was found in a document to a verdict and a reason for each block.

mod extent;

use crate::build::{Arena, Context};
use crate::category::{Category, CategorySet};
use crate::document::{DocumentKind, Verdict};
use crate::features::{self, BlockStats, Stats};
use crate::notice::{self, Notice};
use crate::options::{Options, Strip};
use crate::score;

/// Decides about every block of a document: the extent of the content, then the notices in it.
pub(crate) fn decide(arena: &Arena, kind: DocumentKind, options: &Options) -> Vec<Verdict> {
    let categories = categories(options);
    let mut verdicts = vec![kept(); arena.blocks.len()];
    if kind == DocumentKind::Html && options.strip == Strip::Boilerplate {
        decide_content(arena, options, &mut verdicts);
    }
    for (verdict, notice) in
        verdicts.iter_mut().zip(notice::find(arena, kind, options.phrases.as_ref()))
    {
        if let Some(notice) = notice.filter(|notice| categories.has(notice.category)) {
            drop_notice(verdict, notice);
        }
    }
    verdicts
}

/// The categories that may go.
pub(crate) fn categories(options: &Options) -> CategorySet {
    match options.strip {
        Strip::Boilerplate => options.categories,
        // Labels of advertisements are boilerplate, not notices of a named category.
        Strip::Notices => {
            options.categories.without(Category::Boilerplate).without(Category::Navigation)
        }
    }
}

fn kept() -> Verdict {
    Verdict {
        dropped: None,
        probability: 1.0,
        reason: "default",
        cues: Vec::new(),
        parts: Vec::new(),
    }
}

/// Drops a notice, or the sentences of a kept block that are one.
pub(crate) fn drop_notice(verdict: &mut Verdict, notice: Notice) {
    let parts = if verdict.is_kept() { notice.parts } else { Vec::new() };
    *verdict = Verdict {
        dropped: Some(notice.category),
        probability: verdict.probability.min(1.0 - notice.score),
        reason: notice.reason,
        cues: notice.cues,
        parts,
    };
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
