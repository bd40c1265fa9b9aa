//! One pass over a block's text: characters by kind, words and their hashes.

use super::words::{is_comma, is_half_word, is_sentence_end};
use crate::hash::{START, step};
use crate::letters::{is_alphanumeric, is_small};

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

/// What a word is made of.
#[derive(Clone, Copy)]
pub(super) struct Word {
    /// Hash of its lower-cased characters.
    pub(super) hash: u64,
    /// Its characters.
    pub(super) len: u32,
    pub(super) is_capitalised: bool,
}

/// The kinds of ASCII characters; the first four make words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Underscore,
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
            b'a'..=b'z' => Kind::Lower,
            b'A'..=b'Z' => Kind::Upper,
            b'0'..=b'9' => Kind::Digit,
            b'_' => Kind::Underscore,
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
    let mut found = Characters::default();
    let mut counts = [0u32; KINDS];
    let mut open = Open::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte < 0x80 {
            let kind = KIND_OF[usize::from(byte)];
            counts[kind as usize] += 1;
            if (kind as u8) <= Kind::Underscore as u8 {
                open.add(byte.to_ascii_lowercase().into(), kind == Kind::Upper);
            } else {
                open.close(&mut word);
                if kind == Kind::Colon {
                    found.times += u32::from(is_clock(bytes, at));
                }
            }
            at += 1;
        } else {
            let c = text[at..].chars().next().unwrap_or('\u{FFFD}');
            if is_alphanumeric(c) {
                open.add_wide(c);
            } else {
                open.close(&mut word);
            }
            count_wide(&mut found, c);
            at += c.len_utf8();
        }
    }
    open.close(&mut word);
    found.add(&counts);
    if counts[Kind::Digit as usize] >= 4 {
        found.years = years(bytes);
    }
    found.starts_upper = text.chars().next().is_some_and(char::is_uppercase);
    let last = text.chars().next_back().unwrap_or(' ');
    found.ends_sentence = is_sentence_end(last) || matches!(last, '…' | '"' | '”' | '»' | ')');
    found.ends_colon = last == ':';
    found
}

impl Characters {
    fn add(&mut self, counts: &[u32; KINDS]) {
        let count = |kind: Kind| counts[kind as usize];
        self.all += counts.iter().sum::<u32>();
        self.lower += count(Kind::Lower);
        self.upper += count(Kind::Upper);
        self.digits += count(Kind::Digit);
        self.quotes += count(Kind::Quote);
        self.bars += count(Kind::Bar);
        self.colons += count(Kind::Colon);
        self.currency += count(Kind::Currency);
        self.lines += count(Kind::Line);
        self.commas += count(Kind::Comma);
        self.sentence_ends += count(Kind::SentenceEnd);
    }
}

/// Counts a character beyond ASCII.
fn count_wide(found: &mut Characters, c: char) {
    found.all += 1;
    if is_half_word(c) {
        found.unspaced += 1;
        return;
    }
    match c {
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

/// The word that is being read.
#[derive(Default)]
struct Open {
    hash: u64,
    len: u32,
    is_capitalised: bool,
}

impl Open {
    fn add(&mut self, lower: u32, is_upper: bool) {
        if self.len == 0 {
            (self.hash, self.is_capitalised) = (START, is_upper);
        }
        self.len += 1;
        self.hash = step(self.hash, lower);
    }

    fn add_wide(&mut self, c: char) {
        if is_half_word(c) || is_small(c) {
            return self.add(c.into(), false);
        }
        let mut lower = c.to_lowercase();
        let is_upper = self.len == 0 && c.is_uppercase();
        self.add(lower.next().unwrap_or(c).into(), is_upper);
        for c in lower {
            self.hash = step(self.hash, c.into());
        }
    }

    fn close(&mut self, word: &mut impl FnMut(Word)) {
        if self.len > 0 {
            let Open { hash, len, is_capitalised } = *self;
            word(Word { hash, len, is_capitalised });
            self.len = 0;
        }
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
    use super::super::words::words;
    use super::*;
    use crate::hash::word_hash;

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
    fn words_are_as_words_finds_them() {
        let text = "It's «ÖL_2» из 北京市, na\u{EF}ve—end İ";
        let mut found = Vec::new();
        scan(text, |word| found.push(word.hash));
        let expected: Vec<u64> = words(text).map(word_hash).collect();
        assert_eq!(found, expected);
    }
}
