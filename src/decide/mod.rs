//! Stage 6, decide: what was found in a document to a verdict and a reason for each block.

mod content;
mod extent;
mod regions;
mod selected;

use crate::build::Arena;
use crate::category::{Category, CategorySet};
use crate::document::{DocumentKind, Verdict};
use crate::notice::{self, Notice};
use crate::options::{Options, Strip};

use content::content;
pub use content::content_kept;
pub(crate) use selected::SELECTOR;

/// Decides about every block of a document: the extent of the content, then the notices in it. Also
/// whether the text output need not be read again.
pub(crate) fn decide(arena: &Arena, kind: DocumentKind, options: &Options) -> (Vec<Verdict>, bool) {
    let categories = categories(options);
    let mut verdicts = vec![kept(); arena.blocks.len()];
    if kind == DocumentKind::Html && options.strip == Strip::Boilerplate {
        decide_content(arena, options, &mut verdicts);
    }
    regions::drop_regions(arena, options, &mut verdicts);
    let goes = |notice: &Notice| notice.parts.is_empty() && categories.has(notice.category);
    let is_kept = |index: usize, notice: Option<&Notice>| {
        verdicts[index].is_kept() && !notice.is_some_and(goes)
    };
    let found = notice::find(arena, kind, options.phrases.as_ref(), is_kept);
    for (verdict, notice) in verdicts.iter_mut().zip(found.notices) {
        if let Some(notice) = notice.filter(|notice| categories.has(notice.category)) {
            drop_notice(verdict, notice);
        }
    }
    if arena.choices.is_empty() {
        return (verdicts, found.is_settled);
    }
    selected::apply(arena, &mut verdicts);
    // Of other text than was asked about.
    (verdicts, false)
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
    let content = content(arena, options.favor);
    for (index, verdict) in verdicts.iter_mut().enumerate() {
        verdict.probability = content.probabilities[index];
        verdict.reason = content.decisions[index].reason;
        let category = content.category(arena, index);
        if !content.decisions[index].keep && options.categories.has(category) {
            verdict.dropped = Some(category);
        }
    }
}
