//! A block's own text, markup and context.

use crate::build::{Arena, BlockKind, Context};
use crate::tokenize::Tag;

use super::stats::BlockStats;
use super::{Columns, Reading, Stats};

/// Names of block-level elements that get a column of their own.
const TAGS: [Tag; 22] = [
    Tag::P,
    Tag::Li,
    Tag::Div,
    Tag::Td,
    Tag::Th,
    Tag::Dt,
    Tag::Dd,
    Tag::Pre,
    Tag::Blockquote,
    Tag::Figcaption,
    Tag::Button,
    Tag::Option,
    Tag::Body,
    Tag::Section,
    Tag::Article,
    Tag::Summary,
    Tag::Caption,
    Tag::Legend,
    Tag::Form,
    Tag::Address,
    Tag::Header,
    Tag::Footer,
];

const CONTEXTS: [(&str, Context); 16] = [
    ("hidden", Context::HIDDEN),
    ("aria_hidden", Context::ARIA_HIDDEN),
    ("nav", Context::NAV),
    ("aside", Context::ASIDE),
    ("footer", Context::FOOTER),
    ("header", Context::HEADER),
    ("dialog", Context::DIALOG),
    ("noscript", Context::NOSCRIPT),
    ("form", Context::FORM),
    ("figure", Context::FIGURE),
    ("quote", Context::QUOTE),
    ("list", Context::LIST),
    ("table", Context::TABLE),
    ("control", Context::CONTROL),
    ("article", Context::ARTICLE),
    ("main", Context::MAIN),
];

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    add_counts(table, stats);
    add_markup(table, arena, stats);
    for (name, context) in CONTEXTS {
        let values = arena.blocks.iter().map(|block| f32::from(block.context.has(context)));
        table.add(format_args!("context_{name}"), values);
    }
}

fn add_counts(table: &mut impl Columns, stats: &Stats) {
    let columns: [Reading<BlockStats>; 11] = [
        ("words", |b| b.words),
        ("chars", |b| b.chars),
        ("effective_words", |b| b.effective),
        ("word_length", |b| b.chars / b.words.max(1.0)),
        ("longest_word", |b| b.longest_word),
        ("link_density", |b| b.link),
        ("stop_density", |b| b.stop),
        ("commas", |b| b.commas),
        ("sentence_ends", |b| b.sentence_ends),
        ("comma_density", |b| b.commas / b.effective.max(1.0)),
        ("sentence_end_density", |b| b.sentence_ends / b.effective.max(1.0)),
    ];
    for (name, value) in columns {
        table.add(name, stats.blocks.iter().map(value));
    }
    table.add("capitalised", stats.blocks.iter().map(|b| b.capitalised));
}

fn add_markup(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    let share = |len: u32, start: u32, end: u32| len as f32 / (end - start).max(1) as f32;
    table.add("bold", arena.blocks.iter().map(|b| share(b.bold_len, b.start, b.end)));
    table.add("italic", arena.blocks.iter().map(|b| share(b.italic_len, b.start, b.end)));
    table.add("code", arena.blocks.iter().map(|b| share(b.code_len, b.start, b.end)));
    table.add("links", arena.blocks.iter().map(|b| f32::from(b.links)));
    table.add("images", arena.blocks.iter().map(|b| f32::from(b.images)));
    table.add("inputs", arena.blocks.iter().map(|b| f32::from(b.inputs)));
    for tag in TAGS {
        let values = stats.blocks.iter().map(|b| f32::from(b.tag == tag));
        table.add(format_args!("tag_{}", tag.name()), values);
    }
    table.add("heading_level", stats.blocks.iter().map(|b| f32::from(b.heading)));
    let preformatted = |b: &crate::build::Block| f32::from(b.kind == BlockKind::Preformatted);
    table.add("preformatted", arena.blocks.iter().map(preformatted));
}
