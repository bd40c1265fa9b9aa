//! How a text addresses its reader.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::table::{Kind, TABLES, words};
use crate::phrases::on_word_boundaries;

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

/// Finds the cue words of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    cues: Option<&'static Cues>,
}

#[derive(Debug)]
struct Cues {
    automaton: AhoCorasick,
    kinds: Vec<Kind>,
}

/// By language, in the order of the tables. Each is built at the first document of its language.
static CUES: [OnceLock<Option<Cues>>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];

impl Cues {
    /// The cues of a table; none if it has only stop words.
    fn new(table: &'static str) -> Option<Cues> {
        let words = words(table).filter(|(kind, _)| *kind != Kind::Stop);
        let (kinds, words): (Vec<Kind>, Vec<String>) = words.unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .unwrap_or_else(|_| unreachable!("the table is small"));
        (!kinds.is_empty()).then_some(Cues { automaton, kinds })
    }
}

impl Reader {
    /// A reader of `language`; of one without cues it finds nothing.
    pub(crate) fn of(language: Option<&str>) -> Reader {
        let table = TABLES.iter().position(|(name, _)| Some(*name) == language);
        let cues = |table: usize| CUES[table].get_or_init(|| Cues::new(TABLES[table].1)).as_ref();
        Reader { cues: table.and_then(cues) }
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
        let mut from = 0;
        while let Some(at) = cues.automaton.find(&text[from..]) {
            let range = from + at.start()..from + at.end();
            if !on_word_boundaries(text, range.clone(), false) {
                // Inside a word: go on behind its first character.
                from = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            from = range.end;
            let count = match cues.kinds[at.pattern().as_usize()] {
                Kind::Imperative if opens_clause(&text[..range.start]) => &mut address.imperatives,
                Kind::You => &mut address.you,
                Kind::We => &mut address.we,
                Kind::Reporting => &mut address.reporting,
                Kind::Imperative | Kind::Stop => continue,
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
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | ':');
    !before.ends_with(goes_on)
}
