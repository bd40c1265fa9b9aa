//! The bodies of the fuzz targets: what must hold for any input. `tests/fuzz_seeds.rs` runs them
//! over `fuzz/seeds` in every `cargo test`.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of several crates, each of which takes its part"
)]

#[path = "../tests/support/events.rs"]
mod events;

use std::io::{self, Read};

use serde_json::value::RawValue;

use dechaff::batch::{JsonlReader, WarcReader};
use dechaff::decode::{EncodingHints, Markup, decode};
use dechaff::stages::Model;
use dechaff::{
    BlockView, Document, Extractor, KeepOriginal, KeepStructure, Options, Paint, PhraseTable,
    Selector, SourceFormat, Strip, extract,
};

use events::{Event, assert_same_events, lexer_events_in, reference_events};

/// Any bytes as HTML: blocks stand in order inside the page, and their text is the page's.
pub fn html(bytes: &[u8]) {
    let document = extract(bytes, &Options::new().format(SourceFormat::Html));
    let Some(page) = decoded(bytes, &document, Markup::Html) else {
        return;
    };
    assert_ranges_hold(&document, &page);
    let events = reference_events(&page);
    let texts = events.iter().filter_map(|event| match event {
        Event::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let mut page_chars = texts.flat_map(str::chars);
    for block in document.blocks() {
        for c in block.text.chars().filter(|c| !c.is_whitespace()) {
            assert!(page_chars.any(|p| p == c), "{c:?} of {:?} is not from the page", block.text);
        }
    }
}

/// Any bytes as plain text: each block is its range of the text, to the byte.
pub fn text(bytes: &[u8]) {
    let document = extract(bytes, &Options::new().format(SourceFormat::Text));
    let Some(page) = decoded(bytes, &document, Markup::None) else {
        return;
    };
    assert_ranges_hold(&document, &page);
    let mut at = 0;
    for block in document.blocks() {
        let source = block.span.0 as usize..block.span.1 as usize;
        assert_eq!(block.text, &page[source.clone()]);
        let between = &page[at..source.start];
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        at = source.end;
    }
    assert!(page[at..].trim().is_empty(), "{:?} is in no block", &page[at..]);
}

/// The document's text, unless nothing was read because the bytes are of another format.
fn decoded(bytes: &[u8], document: &Document, markup: Markup) -> Option<String> {
    if document.warnings().contains(&dechaff::Warning::NotHtml) {
        return None;
    }
    let (page, report) = decode(bytes, EncodingHints { markup, ..EncodingHints::default() });
    assert_eq!(report.name, document.encoding().name);
    Some(page)
}

fn assert_ranges_hold(document: &Document, page: &str) {
    let mut at = 0;
    for block in document.blocks() {
        let (start, end) = block.span;
        assert!(at <= start && start <= end, "{at} {start} {end}: {:?}", block.text);
        assert!(end as usize <= page.len(), "{end} is after {}: {:?}", page.len(), block.text);
        at = start;
    }
}

/// The same document whole and in chunks. The last byte of the input chooses its format and the
/// lengths of the chunks.
pub fn chunking(bytes: &[u8]) {
    let (document, seed) = split(bytes);
    let format =
        [SourceFormat::Html, SourceFormat::Text, SourceFormat::Auto][usize::from(seed % 3)];
    let options = Options::new().format(format);
    let whole = extract(document, &options);
    let mut extractor = Extractor::new(options);
    let mut rest = document;
    for len in chunk_lens(seed) {
        if rest.is_empty() {
            break;
        }
        let (chunk, after) = rest.split_at(len.min(rest.len()));
        extractor.push(chunk);
        rest = after;
    }
    let chunked = extractor.finish();
    assert_eq!(format!("{whole:#?}"), format!("{chunked:#?}"));
}

/// The lexer in chunks and the reference tokenizer, whose events must be the same. The last byte
/// of the input chooses the lengths of the chunks.
pub fn differential(bytes: &[u8]) {
    let (document, seed) = split(bytes);
    let text = String::from_utf8_lossy(document);
    let events = lexer_events_in(&text, chunk_lens(seed));
    assert_same_events("lexer", &events, &reference_events(&text));
}

/// All that can be written of a document: nothing fails, and a record is JSON.
pub fn outputs(bytes: &[u8]) {
    let options = Options::new().url("https://a.example/b?c").structure(KeepStructure::Yes);
    let document = extract(bytes, &options);
    let _ = document.markdown();
    let _ = document.clean_html();
    let record = serde_json::to_value(document.record()).expect("a record is JSON");
    assert_eq!(record["text"], document.text());
    let mut out = Vec::new();
    document.write_explanation(&mut out, Paint::Color).expect("memory takes all");
    document.write_explanation_json(&mut out, "-").expect("memory takes all");
    document.write_removed(&mut out, Paint::Plain).expect("memory takes all");
}

/// The input's own bytes without its notices: once is enough, and text without a notice stays.
pub fn cutting(bytes: &[u8]) {
    let options = Options::new().strip(Strip::Notices).original(KeepOriginal::Yes);
    let document = extract(bytes, &options);
    // Of other formats nothing is kept.
    let Some(once) = document.html() else {
        return;
    };
    let mut rest = bytes.iter();
    assert!(once.iter().all(|byte| rest.any(|other| other == byte)), "bytes are not the input's");
    if document.blocks().all(|block| block.verdict.dropped.is_none()) {
        assert_eq!(*once, *bytes);
    }
    let format = if document.kind() == dechaff::DocumentKind::Text {
        SourceFormat::Text
    } else {
        SourceFormat::Html
    };
    let again = extract(&once, &options.format(format));
    // What is left can begin as an image does, and is no page then.
    if let Some(twice) = again.html() {
        assert_eq!(twice, once);
    }
}

/// Any bytes as an archive: it ends, and a pipe that gives a byte at a time gives the same records.
pub fn archive(bytes: &[u8]) {
    let records = |input: &mut dyn Read| -> Vec<String> {
        let Ok(reader) = WarcReader::new(input) else {
            return Vec::new();
        };
        reader.max_block_len(MAX_PAGE_LEN).map(|record| format!("{record:?}")).collect()
    };
    assert_eq!(records(&mut &*bytes), records(&mut Drip(bytes)));
    let Ok(reader) = WarcReader::new(bytes) else {
        return;
    };
    for page in reader.max_block_len(MAX_PAGE_LEN).flatten().filter_map(|r| r.page().ok()) {
        let document = page.extract(&Options::new());
        serde_json::to_string(&page.record(&document)).expect("a record is JSON");
    }
}

/// Any bytes as lines of JSON, whole and a byte at a time.
pub fn lines(bytes: &[u8]) {
    let lines = |input: &mut dyn Read| -> Vec<String> {
        let Ok(reader) = JsonlReader::new(input) else {
            return Vec::new();
        };
        reader.max_page_len(MAX_PAGE_LEN).map(|line| format!("{line:?}")).collect()
    };
    assert_eq!(lines(&mut &*bytes), lines(&mut Drip(bytes)));
    let Ok(reader) = JsonlReader::new(bytes) else {
        return;
    };
    for line in reader.max_page_len(MAX_PAGE_LEN).flatten() {
        if let Ok((page, fields)) = line.page(None) {
            // As it came: 1e999 is JSON too, though no number of Rust's.
            serde_json::from_str::<&RawValue>(&fields).expect("the other fields are JSON");
            let _ = page.extract(&Options::new());
        }
    }
}

/// Any text as a table of phrases and as a model: it is read or refused, and phrases are found.
pub fn tables(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Model::parse(&text);
    if let Ok(table) = PhraseTable::parse(&text) {
        let options = Options::new().format(SourceFormat::Text).phrases(table);
        let _ = extract(text.as_bytes(), &options);
    }
}

/// A selector, a line feed and a page: what is selected to be kept is kept, and every output takes the
/// parts of blocks that are dropped.
pub fn selectors(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (selector, page) = text.split_once('\n').unwrap_or(("i, #x > *", &text));
    let Ok(selector) = Selector::parse(selector) else {
        return;
    };
    let options = Options::new().format(SourceFormat::Html).structure(KeepStructure::Yes);
    let options = options.original(KeepOriginal::Yes).strip(Strip::Notices);
    let all = extract(page.as_bytes(), &options);
    let without = extract(page.as_bytes(), &options.clone().drop(selector.clone()));
    let is_cut = |block: BlockView<'_>| !block.verdict.is_kept() || !block.verdict.parts.is_empty();
    assert!(without.text().len() <= all.text().len() || all.blocks().any(is_cut));
    let _ = (without.markdown(), without.clean_html(), without.html());
    for (block, verdict) in without.blocks().map(|block| (block, block.verdict)) {
        let ends = verdict.parts.iter().flat_map(|part| [part.start, part.end]);
        assert!(ends.clone().is_sorted() && ends.clone().all(|at| block.text.is_char_boundary(at)));
    }
    let kept = extract(page.as_bytes(), &options.keep(selector.clone()).drop(selector));
    assert_eq!(kept.text(), without.text());
}

/// Bytes kept of a page: a packed one of a few bytes can be very large.
const MAX_PAGE_LEN: u64 = 1 << 20;

/// A pipe that gives a byte at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(1);
        self.0.read(&mut buffer[..len])
    }
}

fn split(bytes: &[u8]) -> (&[u8], u8) {
    match bytes {
        [document @ .., seed] => (document, *seed),
        [] => (bytes, 0),
    }
}

/// Lengths of chunks, from one byte to much of a page, without end.
fn chunk_lens(seed: u8) -> impl Iterator<Item = usize> {
    let mut state = u32::from(seed);
    let longest = 1 << (seed % 16);
    std::iter::repeat_with(move || {
        // Numerical Recipes' generator; its high bits are the good ones.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        1 + (state >> 8) as usize % longest
    })
}
