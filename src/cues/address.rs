//! How a text addresses its reader.

use std::collections::HashMap;
use std::sync::LazyLock;

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

/// Built at the first document of its language.
static CUES: LazyLock<HashMap<&'static str, LazyLock<Option<Cues>, Build>>> = LazyLock::new(|| {
    let cues = |(language, table): &(&'static str, &'static str)| {
        let build: Build = Box::new({
            let table = *table;
            move || Cues::new(table)
        });
        (*language, LazyLock::new(build))
    };
    TABLES.iter().map(cues).collect()
});

type Build = Box<dyn Fn() -> Option<Cues> + Send + Sync>;

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
        let cues = language.and_then(|language| CUES.get(language));
        Reader { cues: cues.and_then(|cues| cues.as_ref()) }
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

/// Whether a sentence or clause begins behind `before`: "If you can, support us".
fn opens_clause(before: &str) -> bool {
    let before = before.trim_end();
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '-'))
}
