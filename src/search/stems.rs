//! Finds phrases that begin anywhere, in scripts without spaces: one automaton over stems, and a
//! look at the rest.
//!
//! An automaton over whole phrases has a state for nearly every byte of them and takes milliseconds
//! to build; a command that reads one page would spend most of its time so. An automaton over the
//! first characters has a tenth of the states, and what follows is compared.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Characters of a stem: one Han character would be in every line.
const STEM_CHARS: usize = 2;

/// A set of folded phrases, ready to be found.
#[derive(Debug)]
pub(super) struct Stems {
    /// The phrases of each stem with their numbers, sorted.
    groups: Vec<Vec<(String, u32)>>,
    automaton: AhoCorasick,
}

impl Stems {
    /// Takes phrases, which are sorted and not empty, with their numbers.
    pub(super) fn new(sorted: &[(&str, u32)]) -> Stems {
        let groups = sorted.chunk_by(|(a, _), (b, _)| stem(a) == stem(b));
        let stems = groups.clone().map(|group| stem(group[0].0));
        let automaton = AhoCorasick::builder()
            // The fastest to build of those that do not walk from failure to failure.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(stems)
            .unwrap_or_else(|_| unreachable!("the tables are small"));
        let owned = |group: &[(&str, u32)]| {
            group.iter().map(|(phrase, number)| ((*phrase).to_owned(), *number)).collect()
        };
        Stems { groups: groups.map(owned).collect(), automaton }
    }

    /// Calls `found` with the number and place of each phrase in `text`, one that holds another too.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(u32, Range<usize>)) {
        for at in self.automaton.find_overlapping_iter(text) {
            for (phrase, number) in &self.groups[at.pattern().as_usize()] {
                if text.as_bytes()[at.start()..].starts_with(phrase.as_bytes()) {
                    found(*number, at.start()..at.start() + phrase.len());
                }
            }
        }
    }
}

/// The beginning of a phrase.
fn stem(phrase: &str) -> &str {
    let end = phrase.char_indices().nth(STEM_CHARS).map_or(phrase.len(), |(at, _)| at);
    &phrase[..end]
}
