//! Finds many phrases by their beginnings: one automaton over stems, and a look at the rest.
//!
//! An automaton over whole phrases has a state for nearly every byte of them and takes milliseconds
//! to build; a command that reads one page would spend most of its time so. Phrases begin with
//! words and count only where a word begins: an automaton over the first bytes has a tenth of the
//! states, and what follows is compared.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::boundary::begins_word;

/// Bytes of a stem, or [`MIN_STEM_CHARS`] if they take more: of 4, 6 and 8 the fewest instructions
/// for one page with all that has to be built for it.
const MAX_STEM_LEN: usize = 4;
/// One Han character would be in every line.
const MIN_STEM_CHARS: usize = 2;
/// Bytes of text from which on the automaton that takes longer to build pays.
const MUCH_TEXT: usize = 4 << 20;

/// A set of folded phrases, ready to be found.
#[derive(Debug)]
pub(crate) struct Stems {
    /// The phrases in order, one behind the other.
    text: String,
    /// Where each is in `text`, and the number it was given with.
    phrases: Vec<(Range<u32>, u32)>,
    /// The phrases of each stem, as a range of `phrases`.
    groups: Vec<Range<u32>>,
    stems: Vec<Range<u32>>,
    small: AhoCorasick,
    /// Three times as fast, once there is much to read.
    fast: OnceLock<AhoCorasick>,
    bytes_read: AtomicUsize,
}

impl Stems {
    /// Makes ready to find `phrases`, which are folded and not empty; they are numbered in order.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Stems {
        let mut sorted: Vec<(&str, u32)> = phrases.zip(0..).collect();
        sorted.sort_unstable();
        let mut text = String::with_capacity(sorted.iter().map(|(phrase, _)| phrase.len()).sum());
        let (mut groups, mut stems): (Vec<Range<u32>>, Vec<Range<u32>>) = (Vec::new(), Vec::new());
        let mut phrases = Vec::with_capacity(sorted.len());
        let mut last = "";
        for (phrase, number) in sorted {
            let start = text.len() as u32;
            text.push_str(phrase);
            let index = phrases.len() as u32;
            phrases.push((start..text.len() as u32, number));
            match groups.last_mut() {
                Some(group) if last == stem(phrase) => group.end = index + 1,
                _ => {
                    last = stem(phrase);
                    groups.push(index..index + 1);
                    stems.push(start..start + last.len() as u32);
                }
            }
        }
        let small = automaton(&text, &stems, AhoCorasickKind::ContiguousNFA);
        let (fast, bytes_read) = (OnceLock::new(), AtomicUsize::new(0));
        Stems { text, phrases, groups, stems, small, fast, bytes_read }
    }

    /// Calls `found` with the number and place of each phrase in `text` that begins a word, one
    /// that holds another too. In the order of the ends of their stems.
    pub(crate) fn find(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) {
        for at in self.automaton(text.len()).find_overlapping_iter(text) {
            if !begins_word(text, at.start()) {
                continue;
            }
            let group = &self.groups[at.pattern().as_usize()];
            let rest = &text.as_bytes()[at.start()..];
            for (range, number) in &self.phrases[group.start as usize..group.end as usize] {
                let phrase = &self.text.as_bytes()[range.start as usize..range.end as usize];
                if rest.starts_with(phrase) {
                    found(*number, at.start()..at.start() + phrase.len());
                }
            }
        }
    }

    /// The automaton to read `len` bytes with; both find the same.
    fn automaton(&self, len: usize) -> &AhoCorasick {
        if self.bytes_read.fetch_add(len, Ordering::Relaxed) < MUCH_TEXT {
            return &self.small;
        }
        self.fast.get_or_init(|| automaton(&self.text, &self.stems, AhoCorasickKind::DFA))
    }
}

fn automaton(text: &str, stems: &[Range<u32>], kind: AhoCorasickKind) -> AhoCorasick {
    let stems = stems.iter().map(|range| &text[range.start as usize..range.end as usize]);
    AhoCorasick::builder()
        .kind(Some(kind))
        .match_kind(MatchKind::Standard)
        .build(stems)
        .unwrap_or_else(|_| unreachable!("the tables are small"))
}

/// The beginning of a phrase, in whole characters.
fn stem(phrase: &str) -> &str {
    let ends = phrase.char_indices().map(|(at, c)| at + c.len_utf8()).enumerate();
    let is_in = |(index, end): &(usize, usize)| *index < MIN_STEM_CHARS || *end <= MAX_STEM_LEN;
    let end = ends.take_while(is_in).last();
    &phrase[..end.map_or(0, |(_, end)| end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: &[&str] =
        &["remind", "remind me", "remind me later", "not now", "会員限定", "会員", "подпис", "a"];

    fn found(stems: &Stems, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        stems.find(text, |number, range| {
            assert_eq!(&text[range.clone()], PHRASES[number as usize]);
            all.push(text[range].to_owned());
        });
        all.sort();
        all
    }

    #[test]
    fn phrases_that_hold_others_are_all_found() {
        let stems = Stems::new(PHRASES.iter().copied());
        assert_eq!(
            found(&stems, "do remind me later, a day"),
            ["a", "remind", "remind me", "remind me later"]
        );
        assert_eq!(found(&stems, "この会員限定の"), ["会員", "会員限定"]);
        assert_eq!(found(&stems, "наша подписка"), ["подпис"]);
        assert!(found(&stems, "premind cannot nowhere").is_empty());
    }

    #[test]
    fn both_automata_find_the_same() {
        let stems = Stems::new(PHRASES.iter().copied());
        let text = PHRASES.join(" ");
        let first = found(&stems, &text);
        stems.bytes_read.store(MUCH_TEXT, Ordering::Relaxed);
        assert_eq!(found(&stems, &text), first);
    }
}
