//! What is counted of each block's text once, and read by several groups of features.

use crate::build::{Arena, Block, BlockKind, ElementId};
use crate::tokenize::Tag;

use super::declared::References;
use super::scan::{Characters, scan};
use super::words::{self, is_stop_word};

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
    /// Share of words that the title has.
    pub(crate) in_title: f32,
    /// Share of its shingles that the page's description has.
    pub(crate) in_description: f32,
    /// Share of its shingles that the content declared in JSON-LD has.
    pub(crate) in_declared_text: f32,
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

/// Sums over a range of blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) words: f32,
    pub(crate) link_words: f32,
    pub(crate) paragraph_words: f32,
    pub(crate) sentences: f32,
    pub(crate) prose: f32,
    pub(crate) headings: f32,
}

impl Sums {
    fn of(block: &BlockStats) -> Sums {
        Sums {
            words: block.effective,
            link_words: block.effective * block.link,
            paragraph_words: if block.tag == Tag::P { block.effective } else { 0.0 },
            sentences: block.sentences,
            prose: block.prose,
            headings: f32::from(block.heading > 0),
        }
    }

    /// Combines two sums field by field.
    pub(super) fn with(self, other: Sums, f: fn(f32, f32) -> f32) -> Sums {
        Sums {
            words: f(self.words, other.words),
            link_words: f(self.link_words, other.link_words),
            paragraph_words: f(self.paragraph_words, other.paragraph_words),
            sentences: f(self.sentences, other.sentences),
            prose: f(self.prose, other.prose),
            headings: f(self.headings, other.headings),
        }
    }

    /// A share of the words, of those that have any.
    pub(crate) fn per_word(&self, sum: f32) -> f32 {
        sum / self.words.max(1.0)
    }
}

/// The numbers of all blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    pub(crate) blocks: Vec<BlockStats>,
    pub(crate) characters: Vec<Characters>,
    /// Sums over the blocks before each block, so that any range's sum is one subtraction. Counts
    /// stay exact in 32 bits up to 16 million words; shares of them are off by a rounding.
    pub(crate) before: Vec<Sums>,
    /// What the page as a whole sums to.
    pub(crate) total: Sums,
    /// Words of the text that the page declares to be its content.
    pub(crate) declared_words: f32,
}

impl Stats {
    pub(crate) fn new(arena: &Arena) -> Self {
        let references = References::new(&arena.metadata);
        let count = arena.blocks.len();
        let mut stats = Stats {
            blocks: Vec::with_capacity(count),
            characters: Vec::with_capacity(count),
            before: Vec::with_capacity(count + 1),
            declared_words: references.declared_words(),
            ..Stats::default()
        };
        let mut sum = Sums::default();
        for block in &arena.blocks {
            let (block, characters) = block_stats(arena, block, &references);
            stats.before.push(sum);
            sum = sum.with(Sums::of(&block), |a, b| a + b);
            stats.blocks.push(block);
            stats.characters.push(characters);
        }
        stats.before.push(sum);
        stats.total = sum;
        stats
    }

    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// The sums over blocks `from..to`.
    pub(crate) fn sums(&self, from: usize, to: usize) -> Sums {
        self.before[to].with(self.before[from], |a, b| a - b)
    }

    /// Words of the page, at least 1.
    pub(crate) fn total_words(&self) -> f32 {
        self.total.words.max(1.0)
    }
}

/// Counts what one block's text has.
fn read_text(text: &str, references: &References, stats: &mut BlockStats) -> Characters {
    let (mut words, mut stop, mut capitalised, mut in_title) = (0u32, 0u32, 0u32, 0u32);
    let mut longest = 0;
    let mut text_hash = crate::hash::START;
    let mut shingles = references.shingles();
    let characters = scan(text, |word| {
        words += 1;
        stop += u32::from(is_stop_word(word.hash));
        capitalised += u32::from(word.is_capitalised);
        in_title += u32::from(references.is_in_title(word.hash));
        longest = longest.max(word.len);
        text_hash = words::add_word(text_hash, word.hash);
        shingles.push(word.hash);
    });
    let share = |count: u32| count as f32 / words.max(1) as f32;
    stats.words = words as f32;
    stats.stop = share(stop);
    stats.capitalised = share(capitalised);
    stats.in_title = share(in_title);
    stats.longest_word = longest as f32;
    stats.text_hash = text_hash;
    (stats.in_description, stats.in_declared_text) = shingles.shares();
    characters
}

fn block_stats(arena: &Arena, block: &Block, references: &References) -> (BlockStats, Characters) {
    let text = arena.block_text(block);
    let mut stats = BlockStats::default();
    let characters = read_text(text, references, &mut stats);
    stats.chars = characters.all as f32;
    stats.unspaced = characters.unspaced as f32;
    stats.commas = characters.commas as f32;
    stats.sentence_ends = characters.sentence_ends as f32;
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
    (stats, characters)
}
