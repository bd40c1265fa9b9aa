//! A block's own text, markup and context.

use crate::build::{Arena, BlockKind, Context};
use crate::tokenize::Tag;

use super::stats::BlockStats;
use super::{Column, FeatureTable, Stats};

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

pub(super) fn add(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    add_counts(table, stats);
    add_characters(table, arena, stats);
    add_markup(table, arena, stats);
    for (name, context) in CONTEXTS {
        let values = arena.blocks.iter().map(|block| f32::from(block.context.has(context)));
        table.add(format!("context_{name}"), values);
    }
}

fn add_counts(table: &mut FeatureTable, stats: &Stats) {
    let columns: [Column<BlockStats>; 11] = [
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

/// Shares and marks of characters in one block's text.
#[derive(Default)]
struct Characters {
    digits: f32,
    upper: f32,
    quotes: f32,
    bars: f32,
    colons: f32,
    currency: f32,
    copyright: f32,
    starts_upper: f32,
    all_upper: f32,
    ends_sentence: f32,
    ends_colon: f32,
    lines: f32,
    has_time: f32,
    has_year: f32,
}

fn characters(text: &str, chars: f32) -> Characters {
    let mut found = Characters::default();
    let (mut lower, mut upper) = (0.0f32, 0.0f32);
    for c in text.chars() {
        match c {
            '0'..='9' => found.digits += 1.0,
            '"' | '“' | '”' | '«' | '»' | '„' => found.quotes += 1.0,
            '|' | '›' | '·' | '•' | '→' | '/' => found.bars += 1.0,
            ':' => found.colons += 1.0,
            '$' | '€' | '£' | '¥' => found.currency += 1.0,
            '©' => found.copyright = 1.0,
            '\n' => found.lines += 1.0,
            c if c.is_uppercase() => upper += 1.0,
            c if c.is_lowercase() => lower += 1.0,
            _ => {}
        }
    }
    found.digits /= chars.max(1.0);
    found.upper = upper / chars.max(1.0);
    found.all_upper = f32::from(upper > 0.0 && lower == 0.0);
    found.starts_upper = f32::from(text.chars().next().is_some_and(char::is_uppercase));
    let last = text.chars().next_back().unwrap_or(' ');
    let closes = matches!(last, '…' | '"' | '”' | '»' | ')');
    found.ends_sentence = f32::from(super::words::is_sentence_end(last) || closes);
    found.ends_colon = f32::from(last == ':');
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for (at, b) in bytes.iter().enumerate() {
        let is_clock = *b == b':' && at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2);
        found.has_time = found.has_time.max(f32::from(is_clock));
        let century = matches!(bytes.get(at..at + 2), Some(b"19" | b"20"));
        let is_year = century
            && digit(at + 2)
            && digit(at + 3)
            && !digit(at + 4)
            && (at == 0 || !digit(at - 1));
        found.has_year = found.has_year.max(f32::from(is_year));
    }
    found
}

fn add_characters(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    let rows: Vec<Characters> = arena
        .blocks
        .iter()
        .zip(&stats.blocks)
        .map(|(block, stats)| characters(arena.block_text(block), stats.chars))
        .collect();
    let columns: [Column<Characters>; 14] = [
        ("digits", |c| c.digits),
        ("upper", |c| c.upper),
        ("quotes", |c| c.quotes),
        ("bars", |c| c.bars),
        ("colons", |c| c.colons),
        ("currency", |c| c.currency),
        ("copyright", |c| c.copyright),
        ("starts_upper", |c| c.starts_upper),
        ("all_upper", |c| c.all_upper),
        ("ends_sentence", |c| c.ends_sentence),
        ("ends_colon", |c| c.ends_colon),
        ("lines", |c| c.lines),
        ("has_time", |c| c.has_time),
        ("has_year", |c| c.has_year),
    ];
    for (name, value) in columns {
        table.add(name, rows.iter().map(value));
    }
}

fn add_markup(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    let share = |len: u32, start: u32, end: u32| len as f32 / (end - start).max(1) as f32;
    table.add("bold", arena.blocks.iter().map(|b| share(b.bold_len, b.start, b.end)));
    table.add("italic", arena.blocks.iter().map(|b| share(b.italic_len, b.start, b.end)));
    table.add("code", arena.blocks.iter().map(|b| share(b.code_len, b.start, b.end)));
    table.add("links", arena.blocks.iter().map(|b| f32::from(b.links)));
    table.add("images", arena.blocks.iter().map(|b| f32::from(b.images)));
    table.add("inputs", arena.blocks.iter().map(|b| f32::from(b.inputs)));
    for tag in TAGS {
        let values = stats.blocks.iter().map(|b| f32::from(b.tag == tag));
        table.add(format!("tag_{}", tag.name()), values);
    }
    table.add("heading_level", stats.blocks.iter().map(|b| f32::from(b.heading)));
    let preformatted = |b: &crate::build::Block| f32::from(b.kind == BlockKind::Preformatted);
    table.add("preformatted", arena.blocks.iter().map(preformatted));
}
