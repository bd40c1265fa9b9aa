//! The name of the site, and how it may be written in titles and bylines.

use crate::url::host;

use super::json_ld::ItemKind;
use super::page::PageView;
use super::text::key;

/// Made to be shown beside a title.
const SHOWN: &[&str] = &["og:site_name"];
/// Made for icons and cards: shorter, or a handle.
const OTHER: &[&str] = &["application-name", "apple-mobile-web-app-title", "dc.publisher"];
/// Keys shorter than this must be equal: `wa` is in many words.
const MIN_PART_LEN: usize = 4;
/// Labels of host names that name no site.
const NO_NAMES: &[&str] = &["www", "com", "org", "net", "blog", "news", "co"];

/// The site's name: Open Graph's, then JSON-LD's site and the article's publisher, then those
/// made for icons.
pub(super) fn site(page: &PageView<'_>) -> Option<String> {
    let sites = page.items.iter().filter(|item| item.kind == ItemKind::Site);
    let named = sites.filter_map(|item| item.name.clone()).next();
    let publisher = || page.article().and_then(|item| item.publisher.clone());
    page.declared(SHOWN).or(named).or_else(publisher).or_else(|| page.declared(OTHER))
}

/// All names of the site, as [`key`]s.
pub(super) fn keys(page: &PageView<'_>) -> Vec<String> {
    let of_items = page.items.iter().flat_map(|item| {
        let name = item.name.as_deref().filter(|_| item.kind == ItemKind::Site);
        name.into_iter().chain(item.publisher.as_deref())
    });
    let declared = SHOWN.iter().chain(OTHER).chain(&["twitter:site"]);
    let declared = declared.filter_map(|name| page.declared(&[name]));
    let mut keys: Vec<String> = of_items.map(key).chain(declared.map(|name| key(&name))).collect();
    for host in page.addresses().filter_map(host) {
        let labels = host.split('.').filter(|label| label.len() > 2 && !NO_NAMES.contains(label));
        keys.extend(labels.map(key));
        keys.push(key(host.strip_prefix("www.").unwrap_or(host)));
    }
    keys.retain(|key| !key.is_empty());
    keys
}

/// Whether a key is one of the site's names, or nearly: `The Tide` and `The Tide Online`.
pub(super) fn is_site(keys: &[String], text: &str) -> bool {
    let is_part = |name: &String| {
        name.len() >= MIN_PART_LEN
            && text.len() >= MIN_PART_LEN
            && (text.contains(name.as_str()) && text.len() <= 2 * name.len()
                || name.contains(text) && name.len() < 2 * text.len())
    };
    !text.is_empty() && keys.iter().any(|name| name == text || is_part(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_shortened() {
        let keys = ["thetide".to_owned(), "wa".to_owned()];
        let is = |text: &str| is_site(&keys, &key(text));
        assert!(is("The Tide") && is("The Tide News") && is("WA"));
        assert!(!is("Water") && !is("The Tide turns in the northern harbour towns") && !is(""));
        assert_eq!(host("https://www.tide.example:80/a?b"), Some("www.tide.example"));
    }
}
