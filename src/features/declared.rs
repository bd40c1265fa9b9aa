//! What the page declares its title, description and content to be, found again in its blocks.

use memchr::memmem;

use crate::build::Metadata;
use crate::hash::{ByHash, Hashes};
use crate::words::{shingle, shingles, word_hashes};

use super::{Columns, Stats};

/// Words of a title that are compared.
const MAX_TITLE_WORDS: usize = 100;
/// Bytes read of one declared text, and such texts read of a page: some pages declare every
/// product of a shop.
const MAX_TEXT_LEN: usize = 32 << 10;
const MAX_TEXTS: usize = 64;
/// Shorter values are names and labels.
const MIN_TEXT_LEN: usize = 40;
/// The keys of schema.org whose values are content.
const CONTENT_KEYS: [&str; 4] =
    ["\"articleBody\"", "\"text\"", "\"description\"", "\"reviewBody\""];

/// What blocks are compared with.
pub(super) struct References {
    title: Hashes,
    /// The shingles of all, each with a bit for where it stands: [`DESCRIPTION`], [`CONTENT`].
    shingles: ByHash<u8>,
}

const DESCRIPTION: u8 = 1;
const CONTENT: u8 = 2;

impl References {
    pub(super) fn new(metadata: &Metadata) -> Self {
        let title = word_hashes(&metadata.title).take(MAX_TITLE_WORDS).collect();
        let mut all = ByHash::default();
        for name in ["description", "og:description"] {
            add_shingles(&mut all, metadata.tag(name).unwrap_or(""), DESCRIPTION);
        }
        for text in content_texts(&metadata.json_ld) {
            add_shingles(&mut all, &text, CONTENT);
        }
        References { title, shingles: all }
    }

    pub(super) fn is_in_title(&self, word: u64) -> bool {
        self.title.contains(&word)
    }

    /// About the words of the declared content: repeated ones count once.
    pub(super) fn declared_words(&self) -> f32 {
        self.shingles.values().filter(|places| **places & CONTENT != 0).count() as f32
    }

    /// Compares the words of a block, which are pushed one after the other.
    pub(super) fn shingles(&self) -> Shingles<'_> {
        Shingles { references: self, last: [0; 2], count: 0, hits: [0; 2] }
    }
}

fn add_shingles(all: &mut ByHash<u8>, text: &str, place: u8) {
    for shingle in shingles(text) {
        *all.entry(shingle).or_default() |= place;
    }
}

/// The shingles of one block's words, compared as they come.
pub(super) struct Shingles<'a> {
    references: &'a References,
    last: [u64; 2],
    count: u32,
    hits: [u32; 2],
}

impl Shingles<'_> {
    pub(super) fn push(&mut self, word: u64) {
        let all = &self.references.shingles;
        if self.count >= 2 && !all.is_empty() {
            let places = all.get(&shingle([self.last[0], self.last[1], word])).unwrap_or(&0);
            self.hits[0] += u32::from(places & DESCRIPTION != 0);
            self.hits[1] += u32::from(places & CONTENT != 0);
        }
        self.count += 1;
        self.last = [self.last[1], word];
    }

    /// Shares of the shingles that the description and the declared content have.
    pub(super) fn shares(&self) -> (f32, f32) {
        let all = self.count.saturating_sub(2).max(1) as f32;
        (self.hits[0] as f32 / all, self.hits[1] as f32 / all)
    }
}

/// The texts of content in JSON-LD, found without reading the JSON: some of it is large, some
/// broken. Escapes become spaces, which cuts a word in some scripts and harms nothing else.
fn content_texts(json_ld: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for key in CONTENT_KEYS {
        for at in memmem::find_iter(json_ld.as_bytes(), key.as_bytes()).take(MAX_TEXTS) {
            let value = json_ld[at + key.len()..].trim_start().strip_prefix(':');
            let value = value.and_then(|value| value.trim_start().strip_prefix('"'));
            let text = value.map(string_value).unwrap_or_default();
            if text.len() >= MIN_TEXT_LEN {
                texts.push(text);
            }
        }
    }
    texts
}

/// The text up to the closing quotation mark, with a space for each escape.
fn string_value(json: &str) -> String {
    let json = &json[..json.floor_char_boundary(MAX_TEXT_LEN)];
    let mut text = String::new();
    let mut rest = json;
    while let Some(at) = rest.find(['"', '\\']) {
        text.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'"' {
            return text;
        }
        let escaped = if rest[at..].starts_with("\\u") { 6 } else { 2 };
        text.push(' ');
        rest = rest.get(at + escaped..).unwrap_or("");
    }
    text + rest
}

pub(super) fn add(table: &mut impl Columns, stats: &Stats) {
    table.add("in_description", stats.blocks.iter().map(|block| block.in_description));
    table.add("in_declared_text", stats.blocks.iter().map(|block| block.in_declared_text));
    table.add_same("page_declared_words", stats.declared_words);
    let covered: f32 = stats.blocks.iter().map(|b| b.in_declared_text * b.words).sum();
    table.add_same("page_declared_share", covered / stats.declared_words.max(1.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_found_in_json_ld() {
        let json = r#"{"@type":"Product","name":"Lamp","description" : "A lamp of oak and brass,\nmade \u0026 finished by hand.","text":"short"}"#;
        let texts = content_texts(json);
        assert_eq!(texts, ["A lamp of oak and brass, made   finished by hand."]);
        assert!(
            content_texts(r#""description":"never closed, but long enough to be read as it is"#)[0]
                .starts_with("never")
        );
        assert!(content_texts(r#""description": ["in a list"] "text""#).is_empty());
    }
}
