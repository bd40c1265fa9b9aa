//! What a page says about itself, settled: one value a field out of meta tags, Open Graph,
//! JSON-LD, microdata and what stands under the headline.
//!
//! Each field has a file with its sources in order and the reasons for that order. Nothing is
//! guessed: a field that no source holds is `None`.

mod author_box;
mod by_words;
mod byline;
mod content;
mod date;
mod dates;
mod jobs;
mod json_ld;
mod name_in_line;
mod page;
mod site;
mod text;
mod time;
mod title;
mod title_parts;
mod zone;

use crate::document::{Document, DocumentKind};
use crate::url;

pub(crate) use content::{DeclaredContent, without_tags};
use page::PageView;
pub(crate) use text::clean;

/// What a page says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) is_free: Option<bool>,
    /// Selectors of parts that are declared not to be free.
    pub(crate) gated_parts: Vec<String>,
}

/// Descriptions written for people come first; the article's own is next.
const DESCRIPTION: &[&str] = &["og:description", "description", "twitter:description"];
const IMAGE: &[&str] = &["og:image", "og:image:url", "twitter:image", "twitter:image:src"];
const LANGUAGE: &[&str] = &["content-language", "dc.language", "dcterms.language", "og:locale"];
const LICENSE: &[&str] = &["license", "dcterms.license", "dc.rights", "dcterms.rights"];

/// Reads the facts of a document. Plain text has no headline and declares nothing: a line that
/// begins with "By" is as likely a sentence.
pub(crate) fn facts(document: &Document) -> Facts {
    if document.kind() == DocumentKind::Text {
        // But for what the caller says of it.
        let language = document.metadata().language.clone();
        return Facts { language, ..Facts::default() };
    }
    let mut page = PageView::new(document);
    let title = title::title(&mut page);
    let of_item = |field: fn(&json_ld::Item) -> &Option<String>| {
        page.article().and_then(|item| field(item).clone())
    };
    let dates = dates::dates(&page);
    Facts {
        title,
        byline: byline::byline(&page),
        published: dates.published,
        modified: dates.modified,
        description: page.declared(DESCRIPTION).or_else(|| of_item(|item| &item.description)),
        image: page
            .declared(IMAGE)
            .filter(|it| is_of_web(it))
            .or_else(|| of_item(|item| &item.image).filter(|it| is_of_web(it))),
        site: page.site().map(str::to_owned),
        language: page.language().map(str::to_owned),
        license: page
            .declared(LICENSE)
            .or_else(|| page.license())
            .or_else(|| of_item(|item| &item.license))
            .filter(|it| !is_script(it)),
        // A canonical link is for machines; og:url often keeps the parameters of a campaign.
        canonical: page
            .canonical()
            .filter(|it| is_of_web(it))
            .or_else(|| page.declared(&["og:url"]).filter(|it| is_of_web(it))),
        is_free: is_free(&page),
        gated_parts: page
            .own_items()
            .find(|item| !item.gated_parts.is_empty())
            .map_or(Vec::new(), |item| item.gated_parts.clone()),
    }
}

/// Whether an address is relative or of the web: readers of records follow it, and `javascript:` must not lead there.
fn is_of_web(address: &str) -> bool {
    url::scheme(address).is_none_or(|scheme| url::is_of_web(scheme.trim()))
}

/// Whether what may be a name as well as an address would run when it is followed.
fn is_script(address: &str) -> bool {
    let is = |scheme: &str| {
        ["javascript", "vbscript", "data"].iter().any(|script| script.eq_ignore_ascii_case(scheme))
    };
    url::scheme(address).is_some_and(|scheme| is(scheme.trim()))
}

/// The article's own word comes before the page's.
fn is_free(page: &PageView<'_>) -> Option<bool> {
    let of_item = || page.own_items().find_map(|item| item.is_free);
    let microdata = || json_ld::read_truth(&page.declared(&["isaccessibleforfree"])?);
    of_item().or_else(microdata)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, extract};

    fn read(html: &str) -> Facts {
        facts(&extract(html.as_bytes(), &Options::new()))
    }

    #[test]
    fn nothing_is_made_up() {
        let facts = read("<p>The ferry stays in dock until Friday.");
        assert_eq!(
            (facts.title, facts.byline, facts.published, facts.site),
            (None, None, None, None)
        );
    }

    #[test]
    fn addresses_are_of_the_web() {
        let of = |address: &str| {
            let page = format!(
                "<link rel=canonical href='{address}'><meta property=og:image content='{address}'>\
                 <link rel=license href='{address}'><meta property=og:url content=/other>"
            );
            let facts = read(&page);
            assert!(!facts.license.is_some_and(|it| it.starts_with("javascript")));
            (facts.canonical.as_deref() == Some(address), facts.image.is_some())
        };
        for address in ["https://tide.example/a:b", "HTTP://tide.example", "/tide", "tide?at=12:30"]
        {
            assert_eq!(of(address), (true, true), "{address}");
        }
        for address in ["javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd"] {
            assert_eq!(of(address), (false, false), "{address}");
        }
    }

    #[test]
    fn addresses_are_relative_to_what_the_page_calls_its_own() {
        let of = |head: &str| {
            let page = format!("<link rel=canonical href=/tide>{head}");
            extract(page.as_bytes(), &Options::new()).record().canonical
        };
        let own = "<meta property=og:url content=https://tide.example/a/b>";
        assert_eq!(of(own).as_deref(), Some("https://tide.example/tide"));
        let base = "<base href=https://base.example/>";
        assert_eq!(of(&format!("{own}{base}")).as_deref(), Some("https://base.example/tide"));
        for unknown in
            ["", "<meta property=og:url content=/b>", "<meta property=og:url content=javascript:x>"]
        {
            assert_eq!(of(unknown).as_deref(), Some("/tide"));
        }
    }

    #[test]
    fn templates_say_nothing_of_the_page() {
        let page = "<template><title>Widget</title><a rel=license href=/no>no</a><script type=application/ld+json>\
            {\"@type\":\"Article\",\"author\":\"Someone Else\"}</script></template><title>High water</title>";
        let facts = read(page);
        assert_eq!(
            (facts.title.as_deref(), facts.byline, facts.license),
            (Some("High water"), None, None)
        );
    }

    #[test]
    fn every_field_has_its_source() {
        let facts = read(
            r#"<html lang=en-GB><meta property=og:description content="On tides">
            <meta name=twitter:image content=/tide.png><link rel=canonical href=https://tide.example/a>
            <meta property=og:site_name content="The Tide"><script type=application/ld+json>
            {"@type":"Article","license":"CC-BY-4.0","author":"Ines Marl","datePublished":"2024-05-16"}
            </script><h1>High water</h1>"#,
        );
        assert_eq!(facts.title.as_deref(), Some("High water"));
        assert_eq!(facts.byline.as_deref(), Some("Ines Marl"));
        assert_eq!(facts.published.as_deref(), Some("2024-05-16"));
        assert_eq!(facts.description.as_deref(), Some("On tides"));
        assert_eq!(facts.image.as_deref(), Some("/tide.png"));
        assert_eq!(facts.site.as_deref(), Some("The Tide"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
        assert_eq!(facts.license.as_deref(), Some("CC-BY-4.0"));
        assert_eq!(facts.canonical.as_deref(), Some("https://tide.example/a"));
    }

    #[test]
    fn a_license_may_be_a_link_and_a_type_in_capitals() {
        let linked = read("<p>Tides. <a rel='nofollow License' href=//cc.example/by>CC</a>");
        assert_eq!(linked.license.as_deref(), Some("//cc.example/by"));
        let declared = read(
            "<script type='Application/LD+JSON'>{\"@type\":\"Article\",\"license\":\"MIT\"}</script>",
        );
        assert_eq!(declared.license.as_deref(), Some("MIT"));
    }
}
