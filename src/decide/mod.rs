//! Stage 6, decide: what was found in a document to a verdict and a reason for each block.

use crate::build::Arena;
use crate::category::{Category, CategorySet};
use crate::document::{DocumentKind, Verdict};
use crate::notice::{self, Notice};
use crate::options::{Options, Strip};

/// Decides about every block of a document: notices first, then the rest.
pub(crate) fn decide(arena: &Arena, kind: DocumentKind, options: &Options) -> Vec<Verdict> {
    let notices = notice::find(arena, kind);
    let categories = categories(options);
    let verdict = |notice: Option<Notice>| {
        notice.filter(|notice| categories.has(notice.category)).map_or_else(kept, dropped)
    };
    notices.into_iter().map(verdict).collect()
}

/// The categories that may go.
fn categories(options: &Options) -> CategorySet {
    match options.strip {
        Strip::Boilerplate => options.categories,
        // Labels of advertisements are boilerplate, not notices of a named category.
        Strip::Notices => {
            options.categories.without(Category::Boilerplate).without(Category::Navigation)
        }
    }
}

fn kept() -> Verdict {
    Verdict { dropped: None, probability: 1.0, reason: "score", cues: Vec::new(), part: None }
}

fn dropped(notice: Notice) -> Verdict {
    Verdict {
        dropped: Some(notice.category),
        probability: 1.0 - notice.score,
        reason: notice.reason,
        cues: notice.cues,
        part: notice.part,
    }
}
