//! The footer of a page, which is no content whatever it says.

use crate::build::{Arena, Blocks, Context};
use crate::reason::Reason;

use super::extent::Decision;
use super::kept::Kept;

/// Drops what is kept of the page's footer, if anything else is: terms and disclaimers read as prose does. The
/// footers of articles and quotations say who wrote them. (In cross-validation worth +.0013 on wcxb-dev, where of
/// eleven pages one loses .02; the gold of six of 1,497 has text of a page's footer.)
pub(super) fn drop_footer(arena: &Arena, decisions: &mut [Decision]) {
    let is_footer = |index: usize| {
        let context = arena.blocks[index].context;
        let inner = Context::ARTICLE.with(Context::MAIN).with(Context::QUOTE);
        context.has(Context::FOOTER) && !context.has_any(inner)
    };
    let kept = Kept::of(arena, |index| decisions[index].keep);
    let is_one = |index: &usize| decisions[*index].keep && is_footer(*index);
    let found: Vec<usize> = (0..decisions.len()).filter(is_one).collect();
    let regions: Vec<Blocks> = found.iter().map(|index| *index..index + 1).collect();
    if kept.leaves_nothing(kept.inside_any(&regions)) {
        return;
    }
    for index in found {
        decisions[index] = Decision { keep: false, reason: Reason::Footer };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    /// Which blocks of a page stay of all.
    fn kept(html: &str) -> Vec<bool> {
        let arena = read_arena(html.as_bytes(), &Options::new().format(SourceFormat::Html));
        let all = Decision { keep: true, reason: Reason::Score };
        let mut decisions = vec![all; arena.blocks.len()];
        drop_footer(&arena, &mut decisions);
        decisions.iter().map(|decision| decision.keep).collect()
    }

    #[test]
    fn the_footer_of_a_page_goes() {
        let page = "<p>The ferry stays in dock.<footer><p>Fares may change.</footer>";
        assert_eq!(kept(page), [true, false]);
        assert_eq!(kept(&page.replace("<footer", "<div role=contentinfo")), [true, false]);
    }

    #[test]
    fn footers_of_articles_and_quotations_stay() {
        let footer = "<p>The ferry stays in dock.<footer>Ines Marl</footer>";
        for around in ["article", "main", "blockquote"] {
            assert_eq!(kept(&format!("<{around}>{footer}</{around}>")), [true, true]);
        }
    }

    #[test]
    fn a_page_of_nothing_else_stays() {
        assert_eq!(kept("<footer><p>The ferry stays in dock.</footer>"), [true]);
    }
}
