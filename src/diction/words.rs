//! The words of a text as its diction is read.

use crate::hash::{GOLDEN, START, step};
use crate::letters::is_alphabetic;
use crate::search::is_read_in_pairs;

/// What every number is read as: amounts and counts are of all sizes.
const NUMBER: &str = "0";
/// What every sign of a currency is read as.
const CURRENCY: &str = "$";

/// Calls `found` with each word of a folded text, in order: runs of letters, `0` for a number, `$` for a sign of a
/// currency, and `?` and `!`, which whoever asks a reader something uses. In scripts without spaces, and in Korean,
/// whose words take particles, each two characters side by side are a word.
pub fn each_word<'t>(text: &'t str, mut found: impl FnMut(&'t str)) {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let rest = &text[at..];
        at += match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => word(rest, &mut found),
            b'0'..=b'9' => number(rest, &mut found),
            b'$' => sign(CURRENCY, &mut found),
            b'?' | b'!' => sign(&rest[..1], &mut found),
            _ => 1,
        };
    }
}

/// Reads what begins with a letter of ASCII or any other character beyond it; its length.
fn word<'t>(text: &'t str, found: &mut impl FnMut(&'t str)) -> usize {
    let ascii = text.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(text.len());
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        found(&text[..ascii]);
        return ascii;
    }
    let Some(c) = text.chars().next() else {
        return 0;
    };
    if is_alphabetic(c) {
        let len = end_of(text, is_alphabetic);
        letters(&text[..len], found);
        return len;
    }
    if c.is_numeric() {
        return number(text, found);
    }
    if is_currency(c) {
        found(CURRENCY);
    }
    c.len_utf8()
}

fn number<'t>(text: &'t str, found: &mut impl FnMut(&'t str)) -> usize {
    found(NUMBER);
    end_of(text, |c| c.is_numeric() || matches!(c, '.' | ',' | ':'))
}

fn sign<'t>(sign: &'t str, found: &mut impl FnMut(&'t str)) -> usize {
    found(sign);
    1
}

fn end_of(text: &str, is_within: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_within(c)).unwrap_or(text.len())
}

/// A run of letters: a word, or pairs of characters.
fn letters<'t>(run: &'t str, found: &mut impl FnMut(&'t str)) {
    if !run.chars().any(is_read_in_pairs) {
        return found(run);
    }
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    for pair in starts.windows(3) {
        found(&run[pair[0]..pair[2]]);
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '£' | '¥' | '¢' | '\u{20A0}'..='\u{20CF}')
}

/// The hash of a feature: a word, or two that stand side by side.
pub(super) fn hash_of(words: &str) -> u64 {
    match words.split_once(' ') {
        None => hash(words),
        Some((one, other)) => pair_hash(hash(one), hash(other)),
    }
}

/// The hash of a word: FNV-1a over its bytes, which for words of a few is the least work.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(START, |hash, byte| step(hash, byte.into()))
}

/// The hash of two words side by side, from theirs.
pub(super) fn pair_hash(one: u64, other: u64) -> u64 {
    (one.rotate_left(23) ^ other).wrapping_mul(GOLDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs_are_read() {
        let words = |text| {
            let mut words = Vec::new();
            each_word(text, |word| words.push(word));
            words
        };
        assert_eq!(words("from $2.50 a month, ok?"), ["from", "$", "0", "a", "month", "ok", "?"]);
        assert_eq!(words("登録する"), ["登録", "録す", "する"]);
        assert_eq!(words("don't…"), ["don", "t"]);
        assert!(words(" — ").is_empty());
    }
}
