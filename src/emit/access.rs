//! What a page says about access to it, as evidence: its words, and never a verdict.

use crate::category::Category;
use crate::document::{BlockView, Document};
use crate::metadata::{Facts, clean};

use super::record::{Access, Evidence};

/// Notices that are quoted; a page of nothing else says no more.
const MAX_NOTICES: usize = 4;
/// Characters of a notice that are quoted.
const MAX_QUOTED: usize = 200;

/// Collects the evidence of a document.
///
/// `gated_part`: a selector of text that the page declares not to be free. `content_tier`: what it
/// declares for networks, such as `metered`. `notice`: the words of a paywall or of a request to
/// sign in that was removed. `text_length`: how much text is left beside any of these, in characters,
/// as a teaser is short.
pub(super) fn access(document: &Document, facts: &Facts) -> Access {
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut add = |kind: &str, text: String| evidence.push(Evidence { kind: kind.into(), text });
    facts.gated_parts.iter().for_each(|selector| add("gated_part", selector.clone()));
    if let Some(tier) = document.metadata().tag("article:content_tier").and_then(clean) {
        add("content_tier", tier);
    }
    let notices = document.blocks().filter_map(|block| gate(&block));
    for notice in notices.take(MAX_NOTICES).filter_map(clean) {
        add("notice", notice.chars().take(MAX_QUOTED).collect());
    }
    if !evidence.is_empty() || facts.is_free == Some(false) {
        let kept = document.blocks().filter(|block| block.verdict.is_kept());
        let length: usize = kept
            .map(|block| block.kept_text().chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        evidence.push(Evidence { kind: "text_length".into(), text: length.to_string() });
    }
    Access { is_accessible_for_free: facts.is_free, evidence }
}

/// What was dropped of a block because one has to pay or to sign in: all of it, or the first sentence.
fn gate<'d>(block: &BlockView<'d>) -> Option<&'d str> {
    let is_gate = |category| matches!(category, Category::Paywall | Category::Registration);
    if block.verdict.is_kept() {
        let mut asked = block.verdict.asked.iter();
        return asked.find(|(_, of)| is_gate(*of)).map(|(part, _)| &block.text[part.clone()]);
    }
    block.verdict.dropped.is_some_and(is_gate).then_some(block.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Strip, extract};

    fn access(page: &str) -> Access {
        extract(page.as_bytes(), &Options::new().strip(Strip::Notices)).record().access
    }

    fn json_ld(json: &str) -> Access {
        access(&format!("<script type=application/ld+json>{json}</script><p>The pier is shut."))
    }

    fn pairs(access: &Access) -> Vec<(&str, &str)> {
        access.evidence.iter().map(|e| (e.kind.as_str(), e.text.as_str())).collect()
    }

    #[test]
    fn declarations_in_json_ld() {
        let gated = json_ld(
            r#"{"@type":"NewsArticle","isAccessibleForFree":"False","hasPart":[{"@type":"WebPageElement",
            "isAccessibleForFree":"http://schema.org/False","cssSelector":".wall"},
            {"isAccessibleForFree":true,"cssSelector":".teaser"}]}"#,
        );
        assert_eq!(gated.is_accessible_for_free, Some(false));
        assert_eq!(pairs(&gated), [("gated_part", ".wall"), ("text_length", "14")]);
        for (value, free) in [
            ("true", Some(true)),
            ("\"True\"", Some(true)),
            ("false", Some(false)),
            ("[\"https://schema.org/True\"]", Some(true)),
            ("\"perhaps\"", None),
            ("null", None),
        ] {
            let json = format!(r#"{{"@type":"Article","isAccessibleForFree":{value}}}"#);
            assert_eq!(json_ld(&json).is_accessible_for_free, free, "{value}");
        }
    }

    #[test]
    fn declarations_in_microdata_and_meta() {
        let page = "<meta property=article:content_tier content=metered><article itemscope>\
            <meta itemprop=isAccessibleForFree content=False><p>The pier is shut.";
        let found = access(page);
        assert_eq!(found.is_accessible_for_free, Some(false));
        assert_eq!(pairs(&found), [("content_tier", "metered"), ("text_length", "14")]);
        assert_eq!(access("<p>The pier is shut."), Access::default());
    }

    #[test]
    fn notices_are_quoted() {
        let found = access(
            "<html lang=en><p>The pier is shut.<p>This article is for subscribers only. Subscribe to read on.",
        );
        assert_eq!(found.is_accessible_for_free, None);
        let [("notice", words), ("text_length", "14")] = pairs(&found)[..] else {
            panic!("{found:?}");
        };
        assert!(words.starts_with("This article is for subscribers only."), "{words}");
    }

    #[test]
    fn a_sentence_beside_another_notice_is_quoted() {
        const PROSE: &str = "The bridge stays closed until the autumn, the county board said on Monday, because the divers found rust.";
        let page = format!(
            "<html lang=en><p>{PROSE} Please donate to support our journalism. {PROSE} \
            This article is for subscribers only, subscribe to read on. {PROSE}"
        );
        let words = access(&page).evidence.swap_remove(0).text;
        assert!(words.starts_with("This article is for subscribers"), "{words}");
    }

    #[test]
    fn hostile_json_ld_does_no_harm() {
        let deep = format!(r#"{{"@type":"Article","hasPart":{}"#, "[".repeat(100_000));
        assert_eq!(json_ld(&deep), Access::default());
        let broken = r#"{"@type":"Article","isAccessibleForFree":false,}"#;
        assert_eq!(json_ld(broken), Access::default());
        let part = r#"{"isAccessibleForFree":"False","cssSelector":".x"},"#.repeat(50_000);
        let many = format!(r#"{{"@type":"Article","hasPart":[{}0]}}"#, &part[..900_000 / 51 * 51]);
        assert!(json_ld(&many).evidence.len() < 50);
    }
}
