//! Finds many phrases in a text: where words begin, and anywhere in scripts without spaces.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::Folded;
use super::stems::Stems;
use super::word_index::{View, WordIndex};
use super::word_table::WordTable;

/// Places of one text that are put in order: a text of nothing but phrases would take ten times its size.
/// Twice as many as [`crate::phrases`] keeps of a block, as some of them go on as other words.
const MAX_MERGED: usize = 2 * 4096;

/// A set of folded phrases, ready to be found.
#[derive(Debug)]
pub(crate) struct Finder {
    /// The phrases, one behind the other.
    all: Cow<'static, [u8]>,
    words: WordTable,
    /// Those that begin with a letter of a script without spaces, if there are any.
    stems: Option<Stems>,
}

impl Finder {
    /// Makes ready to find `phrases`, which are folded and not empty; they are numbered in order.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Finder {
        let (mut all, mut ranges) = (String::new(), Vec::new());
        for phrase in phrases {
            ranges.push(all.len()..all.len() + phrase.len());
            all.push_str(phrase);
        }
        let words = WordTable::new(&all, ranges.iter().cloned());
        Finder::of(words, all.into_bytes().into(), |number| ranges[number].clone())
    }

    /// The same of phrases that are in order already: `all` is the text that they stand in, and `place` tells where
    /// those do that begin in a script without spaces.
    pub(crate) fn of(
        words: WordTable,
        all: Cow<'static, [u8]>,
        place: impl Fn(usize) -> Range<usize>,
    ) -> Finder {
        let stems = (!words.unspaced.is_empty()).then(|| {
            let numbers = words.unspaced.iter().map(|number| u32::from_le_bytes(*number));
            let text = |number: u32| str::from_utf8(&all[place(number as usize)]).unwrap_or("");
            Stems::new(&numbers.map(|number| (text(number), number)).collect::<Vec<_>>())
        });
        Finder { all, words, stems }
    }

    /// Calls `found` for each phrase of several sets in each of several texts: with the number of the text, those of the set and of the phrase, and its
    /// place in the text. Text by text, and what one set has in it in the order of [`Finder::find`].
    pub(crate) fn find_in_all(
        sets: &[&Finder],
        texts: &Folded,
        mut found: impl FnMut(usize, usize, u32, Range<usize>),
    ) {
        if sets.iter().any(|set| set.stems.is_some()) {
            for index in 0..texts.len() {
                for (number, set) in sets.iter().enumerate() {
                    set.find(texts.part(index), |phrase, range| {
                        found(index, number, phrase, range)
                    });
                }
            }
            return;
        }
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
        let views = [self.view()];
        let words = WordIndex::new(&views);
        let Some(stems) = self.stems.as_ref().filter(|_| !text.is_ascii()) else {
            return words.find(text, |_, number, range| found(number, range));
        };
        // Each in the order of their beginnings, so that the first of both are the first of all.
        let (mut all, mut late) = (Vec::new(), Vec::new());
        let push = |all: &mut Vec<(Range<usize>, u32)>, number, range| {
            if all.len() < MAX_MERGED {
                all.push((range, number));
            }
        };
        words.find(text, |_, number, range| push(&mut all, number, range));
        stems.find(text, |number, range| push(&mut late, number, range));
        all.append(&mut late);
        all.sort_by_key(|(range, _)| (range.start, range.end));
        all.into_iter().for_each(|(range, number)| found(number, range));
    }

    fn view(&self) -> View<'_> {
        View::new(&self.words, &self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::boundary::{begins_word, is_unspaced};
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
        let spaced = PHRASES.iter().filter(|phrase| !phrase.starts_with(is_unspaced));
        for phrases in [PHRASES.to_vec(), spaced.copied().collect()] {
            let finder = Finder::new(phrases.iter().copied());
            let mut all = Vec::new();
            let folded = Folded::new(texts.into_iter());
            Finder::find_in_all(&[&finder], &folded, |index, _, number, range| {
                assert_eq!(&texts[index][range], phrases[number as usize]);
                all.push((index, phrases[number as usize]));
            });
            let expected = [
                (0, "rem"),
                (0, "remind"),
                (5, "rem"),
                (5, "remind"),
                (5, "remind me"),
                (6, "rem"),
            ];
            assert_eq!(all, expected);
        }
    }

    #[test]
    fn several_sets_are_searched_together() {
        let texts = ["会 remind me", "", "rem a"];
        let folded = Folded::new(texts.into_iter());
        let first = Finder::new(["remind", "a"].into_iter());
        for phrases in [vec!["rem", "remind me"], vec!["rem", "会", "remind me"]] {
            let second = Finder::new(phrases.iter().copied());
            let mut all = Vec::new();
            Finder::find_in_all(&[&first, &second], &folded, |index, set, _, range| {
                all.push((index, set, &texts[index][range]));
            });
            assert!(all.is_sorted_by_key(|(index, ..)| *index), "text by text");
            all.sort_unstable();
            let spaced = [(0, 1, "rem"), (0, 1, "remind me"), (2, 0, "a"), (2, 1, "rem")];
            let mut expected = [&[(0, 0, "remind")], &spaced[..]].concat();
            expected.extend(phrases.contains(&"会").then_some((0, 1, "会")));
            expected.sort_unstable();
            assert_eq!(all, expected);
        }
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
