//! Decide: what was found in a document to a verdict and a reason for each block.

mod back_links;
mod behind;
mod captions;
mod content;
mod declared;
mod extent;
mod footer;
mod kept;
mod promotions;
mod reference;
mod regions;
mod repeats;
mod selected;
mod tables;
mod teasers;

use std::ops::Range;

use crate::build::Arena;
use crate::category::Category;
use crate::document::{DocumentKind, Verdict};
use crate::notice::{self, Known, Matter, Notice, Promotion};
use crate::options::{Options, Strip};
use crate::reason::Reason;

pub use behind::behind_article;
pub use captions::captions;
use content::content;
pub use content::content_kept;
pub use footer::footer;

/// Decides about every block of a document: the extent of the content, then the notices in it. Also
/// whether the text output need not be read again.
pub(crate) fn decide(arena: &Arena, kind: DocumentKind, options: &Options) -> (Vec<Verdict>, bool) {
    let categories = options.removable();
    let mut verdicts = vec![Verdict::default(); arena.blocks.len()];
    let is_asked = asks_model(kind, options);
    let promotions =
        if is_asked { decide_content(arena, options, &mut verdicts) } else { Vec::new() };
    regions::drop_regions(arena, options, &mut verdicts);
    let goes = |notice: &Notice| notice.parts.is_empty() && categories.has(notice.category);
    let is_kept = |index: usize, notice: Option<&Notice>| {
        verdicts[index].is_kept() && !notice.is_some_and(goes)
    };
    let spared = selected::kept(arena);
    let is_spared = |index: usize| spared.get(index) == Some(&true);
    let probability = |index: usize| if is_asked { verdicts[index].probability } else { 0.0 };
    let known = Known {
        is_spared: &is_spared,
        probability: &probability,
        promotions: &promotions,
        is_kept: &is_kept,
    };
    let found = notice::find(arena, Matter::of(kind), options, &known);
    for ((block, verdict), notice) in arena.blocks.iter().zip(&mut verdicts).zip(found.notices) {
        match notice.map(|notice| notice.of(categories)) {
            Some(Some(notice)) => {
                let parts = notice.ranges(arena.block_text(block));
                drop_notice(verdict, notice, parts);
            }
            Some(None) if verdict.is_kept() => verdict.reason = Reason::Excepted,
            _ => {}
        }
    }
    if is_asked && categories.has(Category::Navigation) {
        back_links::drop_back_links(arena, &mut verdicts);
    }
    if arena.choices.is_empty() {
        return (verdicts, found.is_settled);
    }
    selected::apply(arena, &mut verdicts);
    // Of other text than was asked about.
    (verdicts, false)
}

/// Whether the model of editorial text is asked about a document.
pub(crate) fn asks_model(kind: DocumentKind, options: &Options) -> bool {
    kind == DocumentKind::Html && options.strip == Strip::Boilerplate
}

/// Drops a notice, or the parts of a kept block that are one. Of a block that goes anyway they say nothing.
pub(crate) fn drop_notice(verdict: &mut Verdict, notice: Notice, parts: Vec<Range<usize>>) {
    if !verdict.is_kept() && !parts.is_empty() {
        return;
    }
    *verdict = Verdict {
        dropped: Some(notice.category),
        probability: verdict.probability.min(1.0 - notice.score),
        reason: notice.reason,
        cues: notice.cues,
        parts,
        asked: notice.parts,
        is_spared: false,
    };
}

/// Keeps the editorial blocks of a page, and gives the boxes that may be promotions.
fn decide_content(arena: &Arena, options: &Options, verdicts: &mut [Verdict]) -> Vec<Promotion> {
    let content = content(arena, options.favor);
    for (index, verdict) in verdicts.iter_mut().enumerate() {
        verdict.probability = content.probabilities[index];
        let decision = content.extent.decisions[index];
        let category = content.category(arena, index);
        if decision.keep {
            verdict.reason = decision.reason;
        } else if options.categories.has(category) {
            (verdict.dropped, verdict.reason) = (Some(category), decision.reason);
        } else {
            verdict.reason = Reason::Excepted;
        }
    }
    content.extent.promotions
}

#[cfg(test)]
mod tests {
    use crate::Reason;
    use crate::{Category, Favor, Options, SourceFormat, Strip, extract};

    const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both engines, the \
        harbour said, and the fare of those who hold a ticket is paid back.";

    #[test]
    fn a_dropped_notice_is_improbable() {
        let page = format!("<p>{PROSE}<p>Please donate to support our journalism.<p>{PROSE}");
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let document = extract(page.as_bytes(), &options);
        let verdicts: Vec<_> = document.blocks().map(|block| block.verdict).collect();
        assert_eq!(verdicts[1].dropped, Some(Category::Donation));
        assert!((0.0..=0.5).contains(&verdicts[1].probability), "{}", verdicts[1].probability);
        assert_eq!((verdicts[0].probability, verdicts[0].reason), (1.0, Reason::Default));
    }

    #[test]
    fn sentences_go_by_their_categories() {
        let cookies = "This site uses cookies, see our cookie policy to accept cookies.";
        let plea = "Please donate to support our journalism.";
        let page = format!("<p>{PROSE} {plea} {PROSE} {cookies} {PROSE}");
        let text = |only: &[Category]| {
            let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
            extract(page.as_bytes(), &options.categories(only.iter().copied().collect())).text()
        };
        let has = |text: String| (text.contains(plea), text.contains(cookies));
        assert_eq!(has(text(&[Category::Donation, Category::Cookie])), (false, false));
        assert_eq!(has(text(&[Category::Donation])), (false, true));
        assert_eq!(has(text(&[Category::Cookie])), (true, false));
    }

    #[test]
    fn what_may_not_go_says_so() {
        let page = format!("<p>{PROSE}<p>Please donate to support our journalism.<p>{PROSE}");
        for strip in [Strip::Notices, Strip::Boilerplate] {
            let options = Options::new().format(SourceFormat::Html).strip(strip);
            let options = options.categories([Category::Cookie].into_iter().collect());
            let document = extract(page.as_bytes(), &options);
            let reason = document.blocks().nth(1).map(|block| block.verdict.reason);
            assert_eq!(reason, Some(Reason::Excepted));
        }
    }

    /// It went before it was asked what it says.
    #[test]
    fn a_block_that_goes_anyway_keeps_its_reason() {
        let plea = "Please donate to support our journalism.";
        let page = format!("<p>{PROSE}<div class=comments><p>{PROSE} {plea} {PROSE}</div>");
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let document = extract(page.as_bytes(), &options.comments(crate::Comments::Drop));
        let reason = document.blocks().nth(1).map(|block| block.verdict.reason);
        assert_eq!(reason, Some(Reason::NoComments));
    }

    #[test]
    fn the_model_decides_about_pages_alone_and_if_it_is_asked() {
        let menu = "<nav><ul><li><a href=/a>Home</a><li><a href=/b>Ferries</a></ul></nav>";
        let kept = |format, strip| {
            let page = format!("{menu}<main><p>{PROSE}<p>{PROSE} It opens on Friday.</main>");
            let options = Options::new().format(format).strip(strip);
            extract(page.as_bytes(), &options).text().contains("Home")
        };
        assert!(!kept(SourceFormat::Html, Strip::Boilerplate));
        assert!(kept(SourceFormat::Html, Strip::Notices));
        assert!(kept(SourceFormat::Text, Strip::Boilerplate));
    }

    #[test]
    fn promotions_stay_in_manuals_and_where_recall_is_favored() {
        let text = |page: &str, favor| {
            let options = Options::new().format(SourceFormat::Html).favor(favor);
            extract(page.as_bytes(), &options).text()
        };
        let story = |promotion: &str| {
            format!("<article><p>{PROSE}{promotion}<p>{PROSE} It opens on Friday.</article>")
        };
        let letter = "Our letter tells you each Friday when the tide turns.";
        let button =
            format!("<div><h3>Tides by mail</h3><p>{letter}<button>Send it</button></div>");
        assert!(!text(&story(&button), Favor::Balanced).contains(letter));
        assert!(text(&story(&button), Favor::Recall).contains(letter));
        let remark = "You can change the width of our output with an option of its own.";
        let button = format!("<div><p>{remark}<button>Show all options</button></div>");
        let step = |plan: usize| {
            format!(
                "<p>The tool reads the plan number {plan} of a net from a file and prints the list of knots that are \
                broken, with the place of each of them in the net.<pre><code>mend {plan}</code></pre>"
            )
        };
        let steps = |plans: std::ops::Range<usize>| plans.map(step).collect::<String>();
        let manual = format!("<main><h1>mend</h1>{}{button}{}</main>", steps(0..12), steps(12..24));
        assert!(text(&manual, Favor::Balanced).contains(remark));
    }
}
