//! What a page says about itself outside its text.

use crate::tokenize::{Attr, StartTag, Tag};

/// Bytes kept of a title.
const MAX_TITLE_LEN: usize = 4 << 10;
/// Bytes kept of one `meta` value.
const MAX_VALUE_LEN: usize = 4 << 10;
/// `meta` tags kept; real pages have under a hundred.
const MAX_TAGS: usize = 512;
/// Bytes kept of all JSON-LD of a page; a news page has 5 to 50 kB.
const MAX_JSON_LD_LEN: usize = 1 << 20;

/// What a page says about itself: raw, as later stages choose from it.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The text of the first `title`.
    pub title: String,
    /// `lang` of `html`.
    pub language: Option<String>,
    /// `href` of `link rel=canonical`.
    pub canonical: Option<String>,
    /// `href` of the first `rel=license`, of a `link` or a link in the text.
    pub license: Option<String>,
    /// `href` of `base`.
    pub base: Option<String>,
    /// The texts of JSON-LD scripts, separated by NUL, which JSON cannot hold.
    pub json_ld: String,
    tags: Vec<(String, String)>,
}

impl Metadata {
    /// The content of the first `meta` with this `name`, `property` or `itemprop` (lower case).
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<&str> {
        let (_, content) = self.tags.iter().find(|(key, _)| key == name)?;
        Some(content)
    }

    /// The contents of all `meta` with this name, in document order: some pages have one a writer.
    pub(crate) fn tags<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.tags.iter().filter(move |(key, _)| key == name).map(|(_, content)| content.as_str())
    }

    pub(super) fn push_title(&mut self, text: &str) {
        push_limited(&mut self.title, text, MAX_TITLE_LEN);
    }

    pub(super) fn start_json_ld(&mut self) {
        if !self.json_ld.is_empty() {
            push_limited(&mut self.json_ld, "\0", MAX_JSON_LD_LEN);
        }
    }

    pub(super) fn push_json_ld(&mut self, text: &str) {
        push_limited(&mut self.json_ld, text, MAX_JSON_LD_LEN);
    }

    pub(super) fn read_tag(&mut self, tag: &StartTag<'_>) {
        match tag.tag {
            // XHTML 1.1 has the second alone.
            Tag::Html => {
                set(&mut self.language, tag.get(Attr::Lang).or(tag.get(Attr::XmlLang)));
            }
            Tag::Base => set(&mut self.base, tag.get(Attr::Href)),
            Tag::Link | Tag::A => {
                if tag.tag == Tag::Link && has_rel(tag, "canonical") {
                    set(&mut self.canonical, tag.get(Attr::Href));
                }
                if has_rel(tag, "license") {
                    set(&mut self.license, tag.get(Attr::Href));
                }
            }
            Tag::Meta => self.read_meta(tag),
            _ => {}
        }
    }

    fn read_meta(&mut self, tag: &StartTag<'_>) {
        let name = tag.get(Attr::Property).or(tag.get(Attr::Name)).or(tag.get(Attr::Itemprop));
        let name = name.or(tag.get(Attr::HttpEquiv));
        let (Some(name), Some(content)) = (name, tag.get(Attr::Content)) else {
            return;
        };
        if self.tags.len() < MAX_TAGS && content.len() <= MAX_VALUE_LEN {
            let (name, content) = (name.trim().to_ascii_lowercase(), content.trim().to_owned());
            if !content.is_empty() {
                self.tags.push((name, content));
            }
        }
    }
}

/// Adds text up to `limit`, or to the end of the character there: what is kept must not depend on
/// the pieces in which the text comes.
fn push_limited(kept: &mut String, text: &str, limit: usize) {
    let room = limit.saturating_sub(kept.len()).min(text.len());
    kept.push_str(&text[..text.ceil_char_boundary(room)]);
}

/// Whether a link is of a kind, one of those that `rel` lists (HTML, 4.6.6).
pub(super) fn has_rel(tag: &StartTag<'_>, kind: &str) -> bool {
    let rel = tag.get(Attr::Rel).unwrap_or("");
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(kind))
}

/// Sets what is not set yet.
fn set(slot: &mut Option<String>, value: Option<&str>) {
    if let (None, Some(value)) = (&slot, value) {
        let value = value.trim();
        if !value.is_empty() && value.len() <= MAX_VALUE_LEN {
            *slot = Some(value.to_owned());
        }
    }
}
