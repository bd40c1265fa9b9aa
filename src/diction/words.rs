//! The words of a text as its diction is read, by their hashes.

use crate::hash::{START, step, word_hash};
use crate::search::is_unspaced;

/// What every number is read as: amounts and counts are of all sizes.
const NUMBER: &str = "0";
/// What every sign of a currency is read as.
const CURRENCY: &str = "$";
/// Signs that are read as words: whoever asks a reader something uses them.
const SIGNS: [char; 2] = ['?', '!'];

/// Calls `found` with each word of a folded text, in order: runs of letters, [`NUMBER`], [`CURRENCY`] and
/// [`SIGNS`]. In scripts without spaces, and in Korean, whose words take particles, each two characters side by
/// side are a word.
pub fn each_word<'t>(text: &'t str, mut found: impl FnMut(&'t str)) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = if c.is_alphabetic() {
            let len = end_of(rest, char::is_alphabetic);
            letters(&rest[..len], &mut found);
            len
        } else if c.is_numeric() {
            found(NUMBER);
            end_of(rest, |c| c.is_numeric() || matches!(c, '.' | ',' | ':'))
        } else {
            if is_currency(c) {
                found(CURRENCY);
            } else if SIGNS.contains(&c) {
                found(&rest[..c.len_utf8()]);
            }
            c.len_utf8()
        };
        rest = &rest[len..];
    }
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

fn is_read_in_pairs(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7A3}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¢' | '\u{20A0}'..='\u{20CF}')
}

/// The hash of a feature: a word, or two that stand side by side.
pub(super) fn hash_of(words: &str) -> u64 {
    match words.split_once(' ') {
        None => word_hash(words),
        Some((one, other)) => pair_hash(word_hash(one), word_hash(other)),
    }
}

/// The hash of two words side by side, from theirs.
pub(super) fn pair_hash(one: u64, other: u64) -> u64 {
    let half = |hash: u64| (hash >> 32) as u32;
    step(step(step(START ^ one, half(other)), other as u32), 1)
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
