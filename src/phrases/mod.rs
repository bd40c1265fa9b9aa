//! Known phrases of notices: the tables, and one pass of one automaton over a document.

mod fold;
mod quotes;
mod table;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

pub(crate) use fold::{Folded, folded};
pub(crate) use quotes::quoted;
pub(crate) use table::{EVERYWHERE, Phrase, Sense, Strength};

/// The phrases and the automaton that finds them.
#[derive(Debug)]
pub(crate) struct Phrases {
    phrases: Vec<Phrase>,
    automaton: AhoCorasick,
}

static BUILT_IN: LazyLock<Phrases> = LazyLock::new(|| {
    let (phrases, words) = table::read();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::Standard)
        .build(&words)
        .unwrap_or_else(|_| unreachable!("the tables are small"));
    Phrases { phrases, automaton }
});

/// A phrase found in a block.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    /// What was found.
    pub(crate) phrase: &'static Phrase,
    /// Where, in bytes of the block's text.
    pub(crate) range: Range<usize>,
    /// It stands in quotation marks: the text speaks about it.
    pub(crate) is_quoted: bool,
}

/// The hits of a document, by block.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    hits: Vec<Hit>,
    /// Where the hits of each block begin.
    starts: Vec<u32>,
}

impl Hits {
    /// The hits of a block, by their ends.
    pub(crate) fn of(&self, block: usize) -> &[Hit] {
        let start = self.starts[block] as usize;
        let end = self.starts.get(block + 1).map_or(self.hits.len(), |start| *start as usize);
        &self.hits[start..end]
    }
}

impl Phrases {
    /// The phrases of the tables.
    pub(crate) fn built_in() -> &'static Phrases {
        &BUILT_IN
    }

    /// Finds the phrases in blocks: those of `language` and English, or of all languages if it is
    /// not known. `text` gives a block's own text.
    pub(crate) fn find<'t>(
        &'static self,
        folded: &Folded,
        language: Option<&str>,
        text: impl Fn(usize) -> &'t str,
    ) -> Hits {
        let mut hits = Hits::default();
        let mut found: Vec<Found> = Vec::new();
        let mut block = 0;
        for at in self.automaton.find_overlapping_iter(folded.text()) {
            let phrase = &self.phrases[at.pattern().as_usize()];
            let fits =
                language.is_none_or(|l| l == phrase.language || phrase.language == EVERYWHERE);
            if !fits || !on_word_boundaries(folded.text(), at.range(), phrase.is_open) {
                continue;
            }
            while block + 1 < folded.len() && folded.start(block + 1) <= at.start() {
                hits.take(block, folded, &mut found, &text);
                block += 1;
            }
            found.push(Found { phrase, range: at.range() });
        }
        while block < folded.len() {
            hits.take(block, folded, &mut found, &text);
            block += 1;
        }
        hits
    }
}

/// A phrase in the folded text.
struct Found {
    phrase: &'static Phrase,
    range: Range<usize>,
}

impl Hits {
    /// Takes what was found in a block, if it stands where it counts.
    fn take<'t>(
        &mut self,
        block: usize,
        folded: &Folded,
        found: &mut Vec<Found>,
        text: &impl Fn(usize) -> &'t str,
    ) {
        self.starts.push(self.hits.len() as u32);
        if found.is_empty() {
            return;
        }
        let (start, part) = (folded.start(block), folded.part(block));
        let is_whole = is_made_of(part, start, found);
        let quotes = quoted(text(block));
        for Found { phrase, range } in found.drain(..) {
            let counts = match phrase.strength {
                Strength::Alone | Strength::Company => true,
                Strength::Line => is_whole,
                Strength::Start => opens(&part[..range.start - start]),
            };
            if counts {
                let range = folded.original(range.start)..folded.original(range.end);
                let is_quoted = quotes.iter().any(|q| q.start <= range.start && range.end <= q.end);
                self.hits.push(Hit { phrase, range, is_quoted });
            }
        }
    }
}

/// Whether all letters of a block are in phrases: one, or several in a row ("Share Tweet Print").
/// Digits and punctuation are let pass, but for one kind: a question is no label.
fn is_made_of(part: &str, start: usize, found: &mut [Found]) -> bool {
    found.sort_by_key(|found| found.range.start);
    let is_label = |rest: &str| !rest.contains(|c: char| c.is_alphabetic());
    let mut covered = 0;
    for Found { range, .. } in found.iter() {
        let (from, to) = (range.start - start, range.end - start);
        if from > covered && !is_label(&part[covered..from]) {
            return false;
        }
        covered = covered.max(to);
    }
    is_label(&part[covered..])
}

/// Whether nothing but marks stand before a phrase, and no quotation is among them.
fn opens(before: &str) -> bool {
    !before.contains(|c: char| c.is_alphanumeric() || is_quote(c))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '”' | '«' | '»' | '‹' | '›' | '‚' | '「' | '『' | '\'')
}

/// Whether a phrase at `range` is made of whole words. Where words are not spaced, any place is a
/// boundary; Korean particles follow a word without a space.
pub(crate) fn on_word_boundaries(text: &str, range: Range<usize>, is_open: bool) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        let (Some(a), Some(b)) = (a, b) else { return false };
        a.is_alphanumeric() && b.is_alphanumeric() && !is_unspaced(a) && !is_unspaced(b)
    };
    let within = &text[range.clone()];
    let (first, last) = (within.chars().next(), within.chars().next_back());
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !joins(before, first) && (is_open || last.is_some_and(is_hangul) || !joins(last, after))
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Letters of scripts that write without spaces: Thai to Burmese, Khmer, kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}
