//! What the page declares its title, description and content to be, found again in its blocks.

use crate::build::Metadata;
use crate::hash::{ByHash, Hashes};
use crate::words::{shingle, shingles, word_hashes};

use super::json_ld::content_texts;
use super::{Columns, Stats};

/// Words of a title that are compared.
const MAX_COMPARED_WORDS: usize = 100;

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
        let title = word_hashes(&metadata.title).take(MAX_COMPARED_WORDS).collect();
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

pub(super) fn add(table: &mut impl Columns, stats: &Stats) {
    table.add("in_description", stats.blocks.iter().map(|block| block.in_description));
    table.add("in_declared_text", stats.blocks.iter().map(|block| block.in_declared_text));
    table.add_same("page_declared_words", stats.declared_words);
    let covered: f32 = stats.blocks.iter().map(|b| b.in_declared_text * b.words).sum();
    table.add_same("page_declared_share", covered / stats.declared_words.max(1.0));
}
