//! Addresses of links and images: resolved, and fit to be shown.
//!
//! Only some schemes pass, in every output: a `javascript:` link in Markdown becomes one in the HTML
//! that somebody makes of it.

use std::fmt::Write;

use crate::build::Structure;
use crate::url::{is_of_web, scheme, split_tail};

/// Schemes of links beside those of the web, which images have, too; all that is relative passes as well.
const LINK_SCHEMES: [&str; 3] = ["mailto", "tel", "ftp"];
/// A longer base would multiply the output: each link of three bytes comes out with it.
const MAX_BASE_LEN: usize = 512;

/// What addresses of a page are relative to.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    /// An absolute `http` or `https` address.
    url: Option<String>,
}

/// The addresses of a document: those that are not fit to be shown are `None`.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    links: Vec<Option<String>>,
    images: Vec<Option<String>>,
    /// Those of the page and of its base, without a fragment.
    own: [Option<String>; 2],
}

impl Addresses {
    /// The addresses of a page at `url`.
    pub(super) fn new(structure: Option<&Structure>, base: &Base, url: Option<&str>) -> Addresses {
        let Some(structure) = structure else {
            return Addresses::default();
        };
        let links = structure.links.iter().map(|(_, href)| base.resolve(href, Use::Link));
        let images = structure.images.iter().map(|image| base.resolve(&image.src, Use::Image));
        let own = [url.map(clean), base.url.clone()];
        let own = own.map(|url| url.map(|url| without_fragment(&url).to_owned()));
        Addresses { links: links.collect(), images: images.collect(), own }
    }

    /// Whether a link leads to a part of the page itself.
    pub(super) fn is_of_page(&self, link: u32) -> bool {
        let Some(address) = self.link(link) else {
            return false;
        };
        let target = without_fragment(address);
        let is_own = target.is_empty() || self.own.iter().flatten().any(|own| own == target);
        is_own && target.len() < address.len()
    }

    pub(super) fn link(&self, link: u32) -> Option<&str> {
        self.links.get(link as usize)?.as_deref()
    }

    pub(super) fn image(&self, image: u32) -> Option<&str> {
        self.images.get(image as usize)?.as_deref()
    }
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Link,
    Image,
}

impl Base {
    /// The base of a page at `url` that declares `declared` in `<base href>`.
    pub(super) fn new(url: Option<&str>, declared: Option<&str>) -> Base {
        let is_fit = |url: &String| scheme(url).is_some_and(is_of_web) && url.len() <= MAX_BASE_LEN;
        let own = Base { url: url.map(clean).filter(is_fit) };
        match declared.and_then(|href| own.resolve(href, Use::Link)).filter(is_fit) {
            Some(url) => Base { url: Some(url) },
            None => own,
        }
    }

    /// The address that a page writes as `href`; `None` if it is none to show.
    pub(super) fn resolve(&self, href: &str, what: Use) -> Option<String> {
        let href = clean(href);
        if href.is_empty() {
            return None;
        }
        if let Some(scheme) = scheme(&href) {
            let is_of_links = || LINK_SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme));
            let is_allowed = is_of_web(scheme) || (what == Use::Link && is_of_links());
            return is_allowed.then_some(href);
        }
        match &self.url {
            Some(base) => Some(join(base, &href)),
            None => Some(href),
        }
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or("")
}

/// An address as a browser takes it, with what cannot stand in one written as `%20`.
fn clean(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.trim_matches(|c: char| c <= ' ').chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            c if c.is_control() || is_invisible(c) => {}
            ' ' | '"' | '<' | '>' | '\\' | '`' | '{' | '|' | '}' | '^' => {
                let _ = write!(out, "%{:02X}", c as u32);
            }
            c if c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Characters that only make an address look like another one.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A relative address on an absolute one (RFC 3986, 5.2).
fn join(base: &str, href: &str) -> String {
    let scheme_end = base.find(':').map_or(0, |at| at + 1);
    if href.starts_with("//") {
        return format!("{}{href}", &base[..scheme_end]);
    }
    let after = base[scheme_end..].strip_prefix("//").unwrap_or(&base[scheme_end..]);
    let host_start = base.len() - after.len();
    let path_start = host_start + after.find(['/', '?', '#']).unwrap_or(after.len());
    let (host, rest) = base.split_at(path_start);
    let rest = without_fragment(rest);
    if href.starts_with('#') {
        return format!("{host}{rest}{href}");
    }
    let path = rest.split('?').next().unwrap_or("");
    if href.starts_with('?') {
        return format!("{host}{path}{href}");
    }
    let (target, tail) = split_tail(href);
    let folder = if target.starts_with('/') { "" } else { &path[..path.rfind('/').unwrap_or(0)] };
    let mut segments: Vec<&str> = folder.split('/').skip(1).collect();
    let names = target.strip_prefix('/').unwrap_or(target);
    let mut ends_in_folder = false;
    for name in names.split('/') {
        ends_in_folder = matches!(name, "." | "..");
        match name {
            "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    let slash = if ends_in_folder && !segments.is_empty() { "/" } else { "" };
    format!("{host}/{}{slash}{tail}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_resolved() {
        let base = Base::new(Some("https://paper.example/a/b/page.html?x=1#top"), None);
        for (href, expected) in [
            ("c", "https://paper.example/a/b/c"),
            ("../c", "https://paper.example/a/c"),
            ("../../../c", "https://paper.example/c"),
            ("./", "https://paper.example/a/b/"),
            ("..", "https://paper.example/a/"),
            ("/c?q#f", "https://paper.example/c?q#f"),
            ("?q=2", "https://paper.example/a/b/page.html?q=2"),
            ("#f", "https://paper.example/a/b/page.html?x=1#f"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("http://other.example/../x", "http://other.example/../x"),
            (" a b(c) ", "https://paper.example/a/b/a%20b(c)"),
            ("mailto:desk@paper.example", "mailto:desk@paper.example"),
        ] {
            assert_eq!(base.resolve(href, Use::Link).as_deref(), Some(expected), "{href}");
        }
        let declared = Base::new(Some("https://paper.example/a"), Some("/root/"));
        assert_eq!(
            declared.resolve("c", Use::Link).as_deref(),
            Some("https://paper.example/root/c")
        );
        assert_eq!(Base::new(None, None).resolve("a/b", Use::Link).as_deref(), Some("a/b"));
        let bare = Base::new(Some("https://paper.example"), None);
        assert_eq!(bare.resolve("c", Use::Link).as_deref(), Some("https://paper.example/c"));
    }

    #[test]
    fn other_schemes_do_not_pass() {
        let base = Base::new(Some("https://paper.example/"), None);
        for href in [
            "javascript:alert(1)",
            " \u{1}JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "java\u{200B}script:alert(1)",
            "data:text/html,<b>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://paper.example/1",
            "java script:x",
            "",
            " ",
        ] {
            assert_eq!(base.resolve(href, Use::Link), None, "{href:?}");
        }
        assert_eq!(base.resolve("data:image/png;base64,AA", Use::Image), None);
        assert_eq!(base.resolve("mailto:a@b.example", Use::Image), None);
    }
}
