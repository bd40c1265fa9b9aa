//! How a text addresses its reader.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use super::table::{Kind, TABLES, words};
use crate::letters::is_alphanumeric;
use crate::search::{Finder, ends_word};

/// How often a text addresses its reader, and how often it reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// Imperatives that open a sentence.
    pub(crate) imperatives: u16,
    /// Words of the second person.
    pub(crate) you: u16,
    /// Words of the first person plural.
    pub(crate) we: u16,
    /// Verbs and formulas of news prose.
    pub(crate) reporting: u16,
}

impl Address {
    /// How many of the three manners of address are there.
    pub(crate) fn manners(self) -> u16 {
        u16::from(self.imperatives > 0) + u16::from(self.you > 0) + u16::from(self.we > 0)
    }
}

/// Cues of one text that are looked at: a text of nothing else says no more with more.
const MAX_CUES: usize = 1_024;

/// Finds the cue words of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    cues: Option<&'static Cues>,
}

#[derive(Debug)]
struct Cues {
    finder: Finder,
    kinds: Vec<Kind>,
}

/// By language, in the order of the tables. Each is built at the first document of its language.
static CUES: [OnceLock<Cues>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];

impl Cues {
    fn new(table: &'static str) -> Cues {
        let (kinds, words): (Vec<Kind>, Vec<String>) = words(table).unzip();
        Cues { finder: Finder::new(words.iter().map(String::as_str)), kinds }
    }
}

impl Reader {
    /// A reader of `language`; of one without cues it finds nothing.
    pub(crate) fn of(language: Option<&str>) -> Reader {
        let table = TABLES.iter().position(|(name, _)| Some(*name) == language);
        let cues = |table: usize| CUES[table].get_or_init(|| Cues::new(TABLES[table].1));
        Reader { cues: table.map(cues) }
    }

    /// Whether there are cues for the language.
    pub(crate) fn knows_its_language(self) -> bool {
        self.cues.is_some()
    }

    /// Reads a folded text.
    pub(crate) fn read(self, text: &str) -> Address {
        let mut address = Address::default();
        let Some(cues) = self.cues else {
            return address;
        };
        let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
        cues.finder.find(text, |number, range| {
            if found.len() < MAX_CUES && ends_word(text, range.end) {
                found.push((range, cues.kinds[number as usize]));
            }
        });
        // Of cues that overlap the first counts, and of those at one place the longest.
        found.sort_unstable_by_key(|(range, kind)| (range.start, Reverse(range.end), *kind));
        let (mut from, mut is_after_you) = (0, false);
        for (range, kind) in found {
            if range.start < from {
                continue;
            }
            // "If you found this useful" reports nothing.
            let is_yours = is_after_you && text[from..range.start].trim().is_empty();
            (from, is_after_you) = (range.end, kind == Kind::You);
            let count = match kind {
                Kind::Imperative if opens_clause(&text[..range.start]) => &mut address.imperatives,
                Kind::You => &mut address.you,
                Kind::We => &mut address.we,
                Kind::Reporting if !is_yours => &mut address.reporting,
                Kind::Imperative | Kind::Reporting => continue,
            };
            *count = count.saturating_add(1);
        }
        address
    }
}

/// Whether a sentence or clause begins behind `before`: "If you can, support us". Not behind a
/// colon: there the text tells what others say.
fn opens_clause(before: &str) -> bool {
    let before = before.trim_end();
    let goes_on = |c: char| is_alphanumeric(c) || matches!(c, '\'' | '-' | ':');
    !before.ends_with(goes_on)
}
