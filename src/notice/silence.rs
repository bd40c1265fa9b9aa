//! Texts in which nothing can be a notice, which most are: they need not be looked at closely.

use crate::build::{BlockKind, Context};
use crate::document::DocumentKind;
use crate::phrases::{Hit, Strength};
use crate::plain::LINE_ENDS;

use super::Notice;
use super::discourse::Discourse;
use super::evidence::Evidence;
use super::page::Page;

/// Whether a block of a text can neither be nor begin nor hold a notice, even if the text as a whole
/// spoke as no notice does, which `page` has not been asked yet.
pub(super) fn is_silent(page: &Page<'_>, index: usize) -> bool {
    let is_sure = |hit: &Hit<'_>| !hit.is_quoted && hit.phrase.strength == Strength::Alone;
    let hits = page.hits(index);
    let evidence = Evidence::of(page, index);
    let is_one = evidence.is_notice() || evidence.opens || evidence.dismisses;
    !is_one && !hits.iter().any(is_sure)
}

/// Whether a reading of the text output would find nothing: all that is kept is silent as text, in
/// paragraphs that are those of the output, and in the language in which the page was read.
pub(super) fn is_settled(
    mut page: Page<'_>,
    notices: &[Option<Notice>],
    is_kept: &dyn Fn(usize, Option<&Notice>) -> bool,
) -> bool {
    // Its place in the page speaks for a block no more.
    page.kind = DocumentKind::Text;
    page.forget();
    let mut kept = Vec::new();
    for (index, notice) in notices.iter().enumerate() {
        if !is_kept(index, notice.as_ref()) {
            continue;
        }
        // A notice is left if only a part of its block goes, or by the caller's choice of categories.
        if notice.is_some() || !(is_paragraph(&page, index) && is_silent(&page, index)) {
            return false;
        }
        kept.push(index);
    }
    page.language_of(kept.iter().copied()) == page.language
        && Discourse::of(&page, &kept).pleas().is_empty()
}

/// Whether a block is a paragraph of the output and read there as in the page. Cells become lines with
/// others, items and lines are told apart by how they look, headings and code by their markup alone.
fn is_paragraph(page: &Page<'_>, index: usize) -> bool {
    let block = page.block(index);
    let is_by_markup = block.kind == BlockKind::Preformatted
        || block.context.has_any(Context::TABLE.with(Context::LIST));
    let is_marked = matches!(block.kind, BlockKind::Heading(_)) || block.code_len > 0;
    let has_lines = page.text(index).contains(LINE_ENDS);
    !is_by_markup && !has_lines && (!is_marked || page.hits(index).is_empty())
}
