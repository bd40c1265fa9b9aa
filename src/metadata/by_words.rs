//! The words that introduce a writer's name: where they stand in a line.
//!
//! All of them are looked for at once: most lines have none, and a page has hundreds.

use std::cmp::Reverse;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::name_in_line::words_of;

/// The words `by` of `tables/bylines.txt`.
pub(super) static BY: LazyLock<ByWords> = LazyLock::new(|| ByWords::new(words_of("by")));

/// Words and an automaton over them.
pub(super) struct ByWords {
    /// Longest first, so that `written by` is not taken for a name after nothing.
    words: Vec<&'static str>,
    finder: AhoCorasick,
}

/// A word in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Its number: less is longer.
    word: usize,
    /// Its first byte.
    pub(super) at: usize,
}

impl ByWords {
    fn new(words: impl Iterator<Item = &'static str>) -> ByWords {
        let mut words: Vec<&str> = words.collect();
        words.sort_by_key(|word| Reverse(word.len()));
        let folded = words.iter().map(|word| lower(word));
        // The kind that is made fastest: of one page that is most of its cost.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let finder = AhoCorasick::builder().kind(kind).build(folded);
        ByWords { words, finder: finder.expect("a hundred words make a small automaton") }
    }

    /// Whether it is one of the words.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// All of the words in a line, longer ones first, then by place.
    pub(super) fn all_in(&self, line: &str) -> Vec<Found> {
        let mut found: Vec<Found> = self.overlapping(&lower(line)).collect();
        found.sort_unstable();
        found
    }

    /// The longest of the words that a line begins with.
    pub(super) fn first_in(&self, line: &str) -> Option<Found> {
        let longest = self.words.first().map_or(0, |word| word.len());
        let start = lower(&line[..line.floor_char_boundary(longest)]);
        self.overlapping(&start).filter(|found| found.at == 0).min()
    }

    fn overlapping(&self, lower: &str) -> impl Iterator<Item = Found> {
        self.finder
            .find_overlapping_iter(lower)
            .map(|found| Found { word: found.pattern().as_usize(), at: found.start() })
    }

    /// The word.
    pub(super) fn word(&self, found: Found) -> &'static str {
        self.words[found.word]
    }
}

/// Lower case with every letter in its place: one that has another length in lower case (`İ`) is left. The two
/// forms of a small sigma are one, as it depends on the letters behind which it is.
fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let one = |c: char| match c {
        'ς' => 'σ',
        c => {
            let mut lower = c.to_lowercase();
            let first = lower.next().unwrap_or(c);
            let fits = lower.next().is_none() && first.len_utf8() == c.len_utf8();
            if fits { first } else { c }
        }
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_in(line: &str) -> Vec<(&'static str, usize)> {
        BY.all_in(line).into_iter().map(|found| (BY.word(found), found.at)).collect()
    }

    #[test]
    fn longer_words_come_first() {
        assert_eq!(words_in("Written BY Ines"), [("written by", 0), ("by", 8)]);
        assert_eq!(words_in("High water"), []);
    }

    #[test]
    fn letters_keep_their_places() {
        assert_eq!(words_in("İİ АВТОР: Ines"), [("автор", 5)]);
        assert_eq!(words_in("ΤΗΣ Ines"), [("της", 0)]);
    }

    #[test]
    fn a_line_begins_with_a_word() {
        let first = |line| BY.first_in(line).map(|found| BY.word(found));
        assert_eq!(first("Text by Ines"), Some("text by"));
        assert_eq!(first("The text by Ines"), None);
        assert_eq!(first("Éé"), None);
    }
}
