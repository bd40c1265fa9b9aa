//! One pass over a block's text: characters by kind, words and their hashes.

use super::words::{is_comma, is_sentence_end};
use crate::words::{Census, Tally, Word, WordReader, is_half_word};

/// Numbers of characters by kind, and marks found among them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Characters {
    pub(super) all: u32,
    pub(super) unspaced: u32,
    pub(super) commas: u32,
    pub(super) sentence_ends: u32,
    pub(super) digits: u32,
    pub(super) lower: u32,
    pub(super) upper: u32,
    pub(super) quotes: u32,
    pub(super) bars: u32,
    pub(super) colons: u32,
    pub(super) currency: u32,
    pub(super) lines: u32,
    pub(super) copyrights: u32,
    pub(super) times: u32,
    pub(super) years: u32,
    pub(super) starts_upper: bool,
    pub(super) ends_sentence: bool,
    pub(super) ends_colon: bool,
}

/// Kinds of ASCII characters that are in no word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Quote,
    Bar,
    Colon,
    Currency,
    Line,
    Comma,
    SentenceEnd,
    Other,
}

const KINDS: usize = Kind::Other as usize + 1;

static KIND_OF: [Kind; 128] = {
    let mut table = [Kind::Other; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'"' => Kind::Quote,
            b'|' | b'/' => Kind::Bar,
            b':' => Kind::Colon,
            b'$' => Kind::Currency,
            b'\n' => Kind::Line,
            b',' | b';' => Kind::Comma,
            b'.' | b'!' | b'?' => Kind::SentenceEnd,
            _ => Kind::Other,
        };
        at += 1;
    }
    table
};

/// Counts the characters of `text` and gives its words to `word`.
pub(super) fn scan(text: &str, mut word: impl FnMut(Word)) -> Characters {
    let mut counts = Counts::default();
    let mut words = WordReader::new(text);
    while let Some(found) = words.next(&mut counts) {
        word(found);
    }
    let mut found = counts.finish();
    if found.digits >= 4 {
        found.years = years(text.as_bytes());
    }
    found.starts_upper = text.chars().next().is_some_and(char::is_uppercase);
    let last = text.chars().next_back().unwrap_or(' ');
    found.ends_sentence = is_sentence_end(last) || matches!(last, '…' | '"' | '”' | '»' | ')');
    found.ends_colon = last == ':';
    found
}

/// Characters as they are counted.
#[derive(Default)]
struct Counts {
    found: Characters,
    marks: [u32; KINDS],
}

impl Census for Counts {
    fn add_ascii(&mut self, tally: Tally) {
        self.found.all += tally.all;
        self.found.lower += tally.lower;
        self.found.upper += tally.upper;
        self.found.digits += tally.digits;
    }

    fn add_wide(&mut self, c: char) {
        count_wide(&mut self.found, c);
    }

    fn add_mark(&mut self, bytes: &[u8], at: usize) {
        let kind = KIND_OF[usize::from(bytes[at] & 0x7F)];
        self.marks[kind as usize] += 1;
        if kind == Kind::Colon {
            self.found.times += u32::from(is_clock(bytes, at));
        }
    }
}

impl Counts {
    fn finish(self) -> Characters {
        let Counts { mut found, marks } = self;
        let count = |kind: Kind| marks[kind as usize];
        found.all += marks.iter().sum::<u32>();
        found.quotes += count(Kind::Quote);
        found.bars += count(Kind::Bar);
        found.colons += count(Kind::Colon);
        found.currency += count(Kind::Currency);
        found.lines += count(Kind::Line);
        found.commas += count(Kind::Comma);
        found.sentence_ends += count(Kind::SentenceEnd);
        found
    }
}

/// Counts a character beyond ASCII.
fn count_wide(found: &mut Characters, c: char) {
    found.all += 1;
    match c {
        // Small letters, of which the standard library tells by a search.
        'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => found.lower += 1,
        c if is_half_word(c) => found.unspaced += 1,
        '“' | '”' | '«' | '»' | '„' => found.quotes += 1,
        '›' | '·' | '•' | '→' => found.bars += 1,
        '€' | '£' | '¥' => found.currency += 1,
        '©' => found.copyrights += 1,
        c if is_comma(c) => found.commas += 1,
        c if is_sentence_end(c) => found.sentence_ends += 1,
        c if c.is_uppercase() => found.upper += 1,
        c if c.is_lowercase() => found.lower += 1,
        _ => {}
    }
}

fn is_digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// Whether the colon at `at` stands in a time of day.
fn is_clock(bytes: &[u8], at: usize) -> bool {
    at > 0 && is_digit(bytes, at - 1) && is_digit(bytes, at + 1) && is_digit(bytes, at + 2)
}

/// How many numbers from 1900 to 2099 there are.
fn years(bytes: &[u8]) -> u32 {
    let runs = bytes.split(|b| !b.is_ascii_digit());
    let is_year = |run: &&[u8]| run.len() == 4 && matches!(run[..2], [b'1', b'9'] | [b'2', b'0']);
    runs.filter(is_year).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted() {
        let found = scan("Am 3. Mai 2024, 19:30 Uhr: „Größe“ kostet 5 €/Stück!", |_| {});
        assert_eq!((found.digits, found.upper, found.quotes), (10, 5, 2));
        assert_eq!((found.commas, found.sentence_ends, found.colons), (1, 2, 2));
        assert_eq!((found.times, found.years), (1, 1));
        assert!(found.starts_upper && found.ends_sentence);
        let found = scan("Nr. 12024 um 1:2", |_| {});
        assert_eq!((found.times, found.years), (0, 0));
    }

    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        for c in ('\u{80}'..=char::MAX).filter(|c| !is_half_word(*c)) {
            let mut found = Characters::default();
            count_wide(&mut found, c);
            let is_other = found.quotes + found.bars + found.commas + found.sentence_ends > 0;
            assert_eq!(found.lower > 0, c.is_lowercase() && !is_other, "{c}");
        }
    }
}
