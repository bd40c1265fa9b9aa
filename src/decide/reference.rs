//! Pages that describe programs: references, manuals, tutorials.

use crate::build::{Arena, BlockKind};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// A page with so many `code` is a reference. (Of 1,488 pages of wcxb-dev 77 are; from 15 to 40 elements the rules
/// gain the same.)
const MIN_CODE: usize = 20;

/// Whether a page describes programs.
pub(super) fn is_reference(arena: &Arena) -> bool {
    arena.elements.iter().filter(|element| element.tag == Tag::Code).nth(MIN_CODE - 1).is_some()
}

/// Keeps all code of a reference if half of its blocks are kept: the longest listings and the answers of servers look
/// least like text. (In cross-validation +.0035 on documentation: of 18 pages that change eleven gain .04 on the
/// mean, seven lose .016.)
pub(super) fn keep_code(arena: &Arena, decisions: &mut [Decision]) {
    let is_code = |index: &usize| arena.blocks[*index].kind == BlockKind::Preformatted;
    let code: Vec<usize> = (0..decisions.len()).filter(is_code).collect();
    let kept = code.iter().filter(|index| decisions[**index].keep).count();
    if kept * 2 < code.len() {
        return;
    }
    for index in code {
        decisions[index].keep_for(Reason::Code);
    }
}

#[cfg(test)]
mod tests {
    use super::super::extent::kept_by;
    use super::*;

    /// Which blocks of a page stay if these do.
    fn kept(html: &str, kept: &[bool]) -> Vec<bool> {
        kept_by(html, |arena, _, decisions| {
            for (decision, keep) in decisions.iter_mut().zip(kept) {
                decision.keep = *keep;
            }
            if is_reference(arena) {
                keep_code(arena, decisions);
            }
        })
    }

    /// A paragraph with so many `code`, and three listings.
    fn page(count: usize) -> String {
        format!(
            "<p>{}<pre>let a;</pre><pre>let b;</pre><pre>let c;</pre>",
            "<code>f</code> ".repeat(count)
        )
    }

    #[test]
    fn code_stays_with_most_of_it() {
        assert_eq!(kept(&page(20), &[false, true, false, true]), [false, true, true, true]);
        assert_eq!(kept(&page(20), &[true, true, false, false]), [true, true, false, false]);
    }

    #[test]
    fn a_page_with_little_code_is_no_reference() {
        assert_eq!(kept(&page(19), &[true, true, false, true]), [true, true, false, true]);
    }
}
