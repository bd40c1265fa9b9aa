//! What is counted of each block's text once, and read by several groups of features.

use crate::build::{Arena, Block, BlockKind, ElementId};
use crate::tokenize::Tag;

use super::words::{self, hash_word, is_comma, is_sentence_end, is_stop_word, is_unspaced, step};

/// Numbers of one block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BlockStats {
    /// Characters.
    pub(crate) chars: f32,
    /// Words as spaces and punctuation cut them.
    pub(crate) words: f32,
    /// Words, where unspaced scripts count two characters as one more.
    pub(crate) effective: f32,
    /// Share of the text inside links.
    pub(crate) link: f32,
    /// Share of function words.
    pub(crate) stop: f32,
    pub(crate) commas: f32,
    pub(crate) sentence_ends: f32,
    /// Effective words outside links, if the block reads like prose; else 0.
    pub(crate) prose: f32,
    /// Punctuation of sentences outside links.
    pub(crate) sentences: f32,
    pub(crate) unspaced: f32,
    pub(crate) longest_word: f32,
    /// Share of words that begin with a capital.
    pub(crate) capitalised: f32,
    /// Hash of the lower-cased words: equal for exact repeats.
    pub(crate) text_hash: u64,
    /// The innermost block-level element.
    pub(crate) element: ElementId,
    /// Its name.
    pub(crate) tag: Tag,
    /// Level of the heading it is, 0 if none.
    pub(crate) heading: u8,
}

/// Prose has this many effective words at least, and this share of function words.
const MIN_PROSE_WORDS: f32 = 10.0;
const MIN_PROSE_STOP: f32 = 0.25;

/// Sums over the blocks before each block, so that any range's sum is one subtraction.
#[derive(Debug, Default)]
pub(crate) struct Prefix(Vec<f32>);

impl Prefix {
    fn new(values: impl Iterator<Item = f32>) -> Self {
        // f64 inside: a 32-bit sum of a million blocks would drift.
        let mut sum = 0f64;
        let mut sums = vec![0f32];
        sums.extend(values.map(|value| {
            sum += f64::from(value);
            sum as f32
        }));
        Prefix(sums)
    }

    /// The sum over blocks `from..to`.
    pub(crate) fn range(&self, from: usize, to: usize) -> f32 {
        self.0[to] - self.0[from]
    }

    /// The sum over all blocks.
    pub(crate) fn total(&self) -> f32 {
        self.0.last().copied().unwrap_or(0.0)
    }
}

/// The numbers of all blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    pub(crate) blocks: Vec<BlockStats>,
    pub(crate) words: Prefix,
    pub(crate) link_words: Prefix,
    pub(crate) paragraph_words: Prefix,
    pub(crate) sentences: Prefix,
    pub(crate) prose: Prefix,
    pub(crate) headings: Prefix,
}

impl Stats {
    pub(crate) fn new(arena: &Arena) -> Self {
        let blocks: Vec<BlockStats> =
            arena.blocks.iter().map(|block| block_stats(arena, block)).collect();
        let sum = |f: &dyn Fn(&BlockStats) -> f32| Prefix::new(blocks.iter().map(f));
        Stats {
            words: sum(&|b| b.effective),
            link_words: sum(&|b| b.effective * b.link),
            paragraph_words: sum(&|b| if b.tag == Tag::P { b.effective } else { 0.0 }),
            sentences: sum(&|b| b.sentences),
            prose: sum(&|b| b.prose),
            headings: sum(&|b| f32::from(b.heading > 0)),
            blocks,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Words of the page, at least 1.
    pub(crate) fn total_words(&self) -> f32 {
        self.words.total().max(1.0)
    }
}

fn block_stats(arena: &Arena, block: &Block) -> BlockStats {
    let text = arena.block_text(block);
    let mut stats = BlockStats { text_hash: words::START, ..BlockStats::default() };
    for c in text.chars() {
        stats.chars += 1.0;
        if !c.is_ascii() && is_unspaced(c) {
            stats.unspaced += 1.0;
        }
        stats.commas += f32::from(is_comma(c));
        stats.sentence_ends += f32::from(is_sentence_end(c));
    }
    let (mut stop, mut capitalised) = (0.0f32, 0.0f32);
    for word in words::words(text) {
        let hash = hash_word(word);
        stats.text_hash = step(stats.text_hash, (hash ^ (hash >> 32)) as u32);
        stats.words += 1.0;
        stop += f32::from(is_stop_word(hash));
        capitalised += f32::from(word.chars().next().is_some_and(char::is_uppercase));
        stats.longest_word = stats.longest_word.max(word.chars().count() as f32);
    }
    let words = stats.words.max(1.0);
    stats.stop = stop / words;
    stats.capitalised = capitalised / words;
    stats.effective = stats.words + stats.unspaced / 2.0;
    stats.link = (block.link_len as f32 / text.len().max(1) as f32).min(1.0);
    if stats.stop > MIN_PROSE_STOP && stats.effective >= MIN_PROSE_WORDS {
        stats.prose = stats.effective * (1.0 - stats.link);
    }
    stats.sentences = (stats.sentence_ends + stats.commas) * (1.0 - stats.link);
    let own = arena.ancestors(block.element).find(|(_, element)| element.tag.is_block());
    (stats.element, stats.tag) = own.map_or((0, Tag::Body), |(id, element)| (id, element.tag));
    if let BlockKind::Heading(level) = block.kind {
        stats.heading = level;
    }
    stats
}
