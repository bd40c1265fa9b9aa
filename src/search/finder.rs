//! Finds many phrases in texts, at each place where a word begins: in scripts without spaces, anywhere.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::Folded;
use super::word_index::{View, WordIndex};
use super::word_table::WordTable;

/// A set of folded phrases, ready to be found.
#[derive(Debug)]
pub(crate) struct Finder {
    /// The phrases, one behind the other.
    all: Cow<'static, [u8]>,
    table: WordTable,
}

impl Finder {
    /// Makes ready to find `phrases`, which are folded and not empty; they are numbered in order.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Finder {
        let (mut all, mut ranges) = (Vec::new(), Vec::new());
        for phrase in phrases {
            ranges.push(all.len()..all.len() + phrase.len());
            all.extend(phrase.bytes());
        }
        Finder { table: WordTable::new(&all, ranges.into_iter()), all: all.into() }
    }

    /// The same of phrases that are in order already, and the text that they stand in.
    pub(crate) fn of(table: WordTable, all: Cow<'static, [u8]>) -> Finder {
        Finder { all, table }
    }

    /// Calls `found` for each phrase of several sets in each of several texts: with the number of the text, those of
    /// the set and of the phrase, and its place in the text. In the order of their beginnings; of those with one
    /// beginning a set's come together, the shorter first.
    pub(crate) fn find_in_all(
        sets: &[&Finder],
        texts: &Folded,
        mut found: impl FnMut(usize, usize, u32, Range<usize>),
    ) {
        // No phrase has the line feed between two texts in it. One pass over all is faster, as more questions
        // are answered together.
        let tables: Vec<View> = sets.iter().map(|set| set.view()).collect();
        let mut index = 0;
        WordIndex::new(&tables).find(texts.joined(), |set, phrase, range| {
            while index + 1 < texts.len() && texts.start(index + 1) <= range.start {
                index += 1;
            }
            let start = texts.start(index);
            found(index, set, phrase, range.start - start..range.end - start);
        });
    }

    /// Calls `found` with the number and place of each phrase in `text` that begins a word, one
    /// that holds another too. In the order of their beginnings, the shorter first.
    pub(crate) fn find(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) {
        WordIndex::new(&[self.view()]).find(text, |_, number, range| found(number, range));
    }

    fn view(&self) -> View<'_> {
        View::new(&self.table, &self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::boundary::begins_word;
    use super::*;

    const PHRASES: &[&str] = &[
        "remind",
        "remind me",
        "remind me later",
        "rem",
        "not now",
        "会員限定",
        "会員",
        "подпис",
        "a",
        "¿no",
        "הרשמה",
        "+ info",
    ];

    fn found(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        Finder::new(PHRASES.iter().copied()).find(text, |number, range| {
            assert_eq!(&text[range.clone()], PHRASES[number as usize]);
            all.push(&text[range]);
        });
        all
    }

    #[test]
    fn phrases_that_hold_others_are_all_found() {
        let expected = ["rem", "remind", "remind me", "remind me later", "a"];
        assert_eq!(found("do remind me later, a day"), expected);
        assert_eq!(found("この会員限定の"), ["会員", "会員限定"]);
        assert_eq!(found("наша подписка"), ["подпис"]);
        assert!(found("premind cannot nowhere").is_empty());
    }

    #[test]
    fn each_text_is_searched_by_itself() {
        let texts = ["remind", "me later", "", "not", "now", "do remind me", "rem"];
        let finder = Finder::new(PHRASES.iter().copied());
        let mut all = Vec::new();
        let folded = Folded::new(texts.into_iter());
        Finder::find_in_all(&[&finder], &folded, |index, _, number, range| {
            assert_eq!(&texts[index][range], PHRASES[number as usize]);
            all.push((index, PHRASES[number as usize]));
        });
        let expected =
            [(0, "rem"), (0, "remind"), (5, "rem"), (5, "remind"), (5, "remind me"), (6, "rem")];
        assert_eq!(all, expected);
    }

    #[test]
    fn several_sets_are_searched_together() {
        let texts = ["会 remind me", "", "rem a"];
        let folded = Folded::new(texts.into_iter());
        let first = Finder::new(["remind", "a"].into_iter());
        let second = Finder::new(["rem", "会", "remind me"].into_iter());
        let mut all = Vec::new();
        Finder::find_in_all(&[&first, &second], &folded, |index, set, _, range| {
            all.push((index, set, &texts[index][range]));
        });
        let expected = [
            (0, 1, "会"),
            (0, 0, "remind"),
            (0, 1, "rem"),
            (0, 1, "remind me"),
            (2, 1, "rem"),
            (2, 0, "a"),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_look_at_every_place_finds_the_same() {
        let texts = [
            "会員a+ info",
            "x¿no a會員限定 re",
            "rem",
            "והרשמה לעיתון",
            "é¿no",
            "a remind 会a rem会員",
        ];
        for text in texts {
            let mut expected: Vec<&str> = Vec::new();
            for (at, _) in text.char_indices().filter(|(at, _)| begins_word(text, *at)) {
                let mut here: Vec<&str> = PHRASES
                    .iter()
                    .filter(|phrase| text[at..].starts_with(**phrase))
                    .copied()
                    .collect();
                here.sort_by_key(|phrase| phrase.len());
                expected.extend(here);
            }
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
