//! What holds on every page, whatever it is: HOSTILE.md's promises 1, 4 and 5.

mod support;

use dechaff::stages::read_arena;
use dechaff::{Document, Extractor, Options, Reason, Tokenizer, extract};
use support::{Page, SETS, check_pages, corpus_pages, set_pages};

/// What a pipe holds at a time on many systems: tags, characters and blocks are cut by it.
const CHUNK_LEN: usize = 4096;

/// The reasons for which a block is kept.
const KEEPS: [Reason; 6] = [
    Reason::Default,
    Reason::Score,
    Reason::Definition,
    Reason::WholeTable,
    Reason::Code,
    Reason::Declared,
];

#[test]
fn corpus() {
    check_pages(corpus_pages(), check);
}

#[test]
fn sets() {
    check_pages(SETS.into_iter().flat_map(set_pages), check);
}

fn check(page: &Page) -> Result<(), String> {
    let options = Options::new();
    let document = extract(&page.bytes, &options);
    let text = document.text();
    only_deletes(&page.bytes, &text)?;
    verdicts_are_whole(&document)?;
    let chunked = in_chunks(&page.bytes);
    same("the text in chunks", &chunked.text(), &text)?;
    if chunked.warnings() != document.warnings() {
        return Err(format!("{:?} became {:?}", document.warnings(), chunked.warnings()));
    }
    let reference = extract(&page.bytes, &options.tokenizer(Tokenizer::Reference));
    same("the text by html5ever", &reference.text(), &text)
}

fn in_chunks(bytes: &[u8]) -> Document {
    let mut extractor = Extractor::new(Options::new());
    bytes.chunks(CHUNK_LEN).for_each(|chunk| extractor.push(chunk));
    extractor.finish()
}

fn verdicts_are_whole(document: &Document) -> Result<(), String> {
    for (number, block) in document.blocks().enumerate() {
        let verdict = block.verdict;
        if verdict.dropped.is_none() && !verdict.parts.is_empty() {
            return Err(format!("block {number} lacks parts without a category"));
        }
        if verdict.dropped.is_none() && !KEEPS.contains(&verdict.reason) {
            return Err(format!("block {number} is kept for the reason {}", verdict.reason));
        }
        if !(0.0..=1.0).contains(&verdict.probability) {
            return Err(format!("block {number} has probability {}", verdict.probability));
        }
    }
    Ok(())
}

/// Whether the output is the page's text with something left out.
fn only_deletes(page: &[u8], output: &str) -> Result<(), String> {
    let arena = read_arena(page, &Options::new());
    let blocks = arena.blocks.iter().map(|block| arena.block_text(block));
    let mut page = blocks.flat_map(str::chars).filter(|c| !c.is_whitespace());
    let unmarked: String = output.lines().map(without_marks).collect();
    let mut output = unmarked.chars().filter(|c| !c.is_whitespace());
    match output.position(|c| !page.any(|p| p == c)) {
        None => Ok(()),
        Some(at) => {
            let around: String = unmarked
                .chars()
                .filter(|c| !c.is_whitespace())
                .skip(at.saturating_sub(30))
                .take(60)
                .collect();
            Err(format!("character {at} is not from the page or not in order: {around}"))
        }
    }
}

/// A line without what the emitter may have written: a list marker at its start, and bars
/// between cells. The page may have written them too; less of a subsequence is one as well.
fn without_marks(line: &str) -> String {
    let line = line.trim_start_matches([' ', '|']);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (digits.len() < line.len()).then(|| digits.strip_prefix(". ")).flatten();
    let rest = line.strip_prefix("- ").or(numbered).unwrap_or(line);
    rest.replace('|', "")
}

fn same(what: &str, ours: &str, other: &str) -> Result<(), String> {
    if ours == other {
        return Ok(());
    }
    let at = ours.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(30)).take(80).collect::<String>();
    Err(format!("{what} differs at {at}: {:?} and {:?}", near(ours), near(other)))
}

#[test]
fn marks_are_taken_off() {
    for (line, bare) in
        [("  - a - b", "a - b"), ("12. a", "a"), (" | x | 1", "x  1"), ("3.5", "3.5")]
    {
        assert_eq!(without_marks(line), bare);
    }
    assert!(only_deletes(b"<p>One<ul><li>Two", "One\n\n- Two\n").is_ok());
    assert!(only_deletes(b"<p>One<ul><li>Two", "Two\n\n- One\n").is_err());
}
