//! The bodies of the fuzz targets: what must hold for any input. `tests/fuzz_seeds.rs` runs them
//! over `fuzz/seeds` in every `cargo test`.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of several crates, each of which takes its part"
)]

#[path = "../tests/support/events.rs"]
mod events;

use dechaff::decode::{EncodingHints, Markup, decode};
use dechaff::{Document, Extractor, Options, SourceFormat, extract};

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
        let source = block.source.0 as usize..block.source.1 as usize;
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
        let (start, end) = block.source;
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
