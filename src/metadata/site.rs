//! The name of the site, and how it may be written in titles and bylines.

use crate::url::host;

use super::json_ld::ItemKind;
use super::page::PageView;
use super::text::key;
use super::title_parts::gaps;

/// Made to be shown beside a title.
const SHOWN: &[&str] = &["og:site_name"];
/// Made for icons and cards: shorter, or a handle.
const OTHER: &[&str] = &["application-name", "apple-mobile-web-app-title", "dc.publisher"];
/// Keys shorter than this must be equal: `wa` is in many words.
const MIN_PART_LEN: usize = 4;
/// Labels of host names that name no site.
const NO_NAMES: &[&str] = &["www", "com", "org", "net", "blog", "news", "co"];

/// Bytes of a site's name; the longest, of institutes of universities, have 150.
const MAX_NAME_LEN: usize = 512;
/// Parts of a title behind which its site may be named.
const MAX_PARTS: usize = 4;

/// The site's name: Open Graph's, then JSON-LD's site and the article's publisher, then those
/// made for icons.
pub(super) fn site(page: &PageView<'_>) -> Option<String> {
    let sites = page.items.iter().filter(|item| item.kind == ItemKind::Site);
    let named = sites.filter_map(|item| item.name.clone()).next();
    let publisher = || page.article().and_then(|item| item.publisher.clone());
    shown(page).or(named).or_else(publisher).or_else(|| page.declared(OTHER))
}

/// Open Graph's name, or the last part of it where it repeats the page's title behind its headline.
fn shown(page: &PageView<'_>) -> Option<String> {
    let name = page.declared(SHOWN)?;
    let is_name = |title: Option<String>| title.is_some_and(|title| key(&title) == key(&name));
    let gaps = gaps(&name);
    let Some(last) = gaps.last() else {
        return Some(name);
    };
    if is_name(page.declared(&["og:title"])) || is_name(page.title_element()) {
        let headings: Vec<String> = page.headings().iter().map(|(_, text)| key(text)).collect();
        if gaps.iter().take(MAX_PARTS).any(|gap| headings.contains(&key(&name[..gap.start]))) {
            return Some(name[last.end..].to_owned());
        }
    }
    Some(name)
}

/// All names of the site, as [`key`]s.
pub(super) fn keys(page: &PageView<'_>) -> Vec<String> {
    let of_items = page.items.iter().flat_map(|item| {
        let name = item.name.as_deref().filter(|_| item.kind == ItemKind::Site);
        name.into_iter().chain(item.publisher.as_deref())
    });
    let declared = OTHER.iter().chain(&["twitter:site"]);
    let declared = declared.filter_map(|name| page.declared(&[name])).chain(shown(page));
    let declared = declared.map(|name| key(&name));
    let mut keys: Vec<String> = of_items.map(key).chain(declared).collect();
    for host in page.addresses().filter_map(host) {
        let labels = host.split('.').filter(|label| label.len() > 2 && !NO_NAMES.contains(label));
        keys.extend(labels.map(key));
        keys.push(key(host.strip_prefix("www.").unwrap_or(host)));
    }
    keys.retain(|key| !key.is_empty() && key.len() <= MAX_NAME_LEN);
    keys
}

/// Whether a key is one of the site's names, or nearly: `The Tide` and `The Tide Online`.
pub(super) fn is_site(keys: &[String], text: &str) -> bool {
    let is_part = |name: &String| {
        name.len() >= MIN_PART_LEN
            && text.len() >= MIN_PART_LEN
            // Lengths first: pages name hundreds of sites, and lists of writers are long.
            && (text.len() <= 2 * name.len() && text.contains(name.as_str())
                || name.len() < 2 * text.len() && name.contains(text))
    };
    !text.is_empty() && keys.iter().any(|name| name == text || is_part(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, extract};

    #[test]
    fn a_name_that_repeats_the_title_ends_with_the_name() {
        let site = |html: &str| extract(html.as_bytes(), &Options::new()).record().site;
        let page = "<meta property=og:site_name content='High water | Tides | The Tide'>\
            <title>High water | Tides | The Tide</title>";
        assert_eq!(site(&format!("{page}<h1>High water</h1>")).as_deref(), Some("The Tide"));
        let name = Some("High water | Tides | The Tide");
        assert_eq!(site(&format!("{page}<h1>Welcome</h1>")).as_deref(), name);
    }

    #[test]
    fn names_may_be_shortened() {
        let keys = ["thetide".to_owned(), "wa".to_owned()];
        let is = |text: &str| is_site(&keys, &key(text));
        assert!(is("The Tide") && is("The Tide News") && is("WA"));
        assert!(!is("Water") && !is("The Tide turns in the northern harbour towns") && !is(""));
        assert_eq!(host("https://www.tide.example:80/a?b"), Some("www.tide.example"));
    }
}
