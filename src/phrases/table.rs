//! The tables of phrases, one a language.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{Folded, gap};
use crate::category::Category;
use crate::pieces::{lines, pieces};

/// The tables by language. English comes first: its notices stand on pages of every language.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("en", include_str!("../tables/phrases/en.txt")),
    ("ar", include_str!("../tables/phrases/ar.txt")),
    ("bg", include_str!("../tables/phrases/bg.txt")),
    ("ca", include_str!("../tables/phrases/ca.txt")),
    ("cs", include_str!("../tables/phrases/cs.txt")),
    ("da", include_str!("../tables/phrases/da.txt")),
    ("de", include_str!("../tables/phrases/de.txt")),
    ("el", include_str!("../tables/phrases/el.txt")),
    ("es", include_str!("../tables/phrases/es.txt")),
    ("et", include_str!("../tables/phrases/et.txt")),
    ("fa", include_str!("../tables/phrases/fa.txt")),
    ("fi", include_str!("../tables/phrases/fi.txt")),
    ("fr", include_str!("../tables/phrases/fr.txt")),
    ("he", include_str!("../tables/phrases/he.txt")),
    ("hi", include_str!("../tables/phrases/hi.txt")),
    ("hr", include_str!("../tables/phrases/hr.txt")),
    ("hu", include_str!("../tables/phrases/hu.txt")),
    ("id", include_str!("../tables/phrases/id.txt")),
    ("it", include_str!("../tables/phrases/it.txt")),
    ("ja", include_str!("../tables/phrases/ja.txt")),
    ("ko", include_str!("../tables/phrases/ko.txt")),
    ("lt", include_str!("../tables/phrases/lt.txt")),
    ("lv", include_str!("../tables/phrases/lv.txt")),
    ("nb", include_str!("../tables/phrases/nb.txt")),
    ("nl", include_str!("../tables/phrases/nl.txt")),
    ("pl", include_str!("../tables/phrases/pl.txt")),
    ("pt", include_str!("../tables/phrases/pt.txt")),
    ("ro", include_str!("../tables/phrases/ro.txt")),
    ("ru", include_str!("../tables/phrases/ru.txt")),
    ("sk", include_str!("../tables/phrases/sk.txt")),
    ("sl", include_str!("../tables/phrases/sl.txt")),
    ("sr", include_str!("../tables/phrases/sr.txt")),
    ("sv", include_str!("../tables/phrases/sv.txt")),
    ("th", include_str!("../tables/phrases/th.txt")),
    ("tr", include_str!("../tables/phrases/tr.txt")),
    ("uk", include_str!("../tables/phrases/uk.txt")),
    ("vi", include_str!("../tables/phrases/vi.txt")),
    ("zh", include_str!("../tables/phrases/zh.txt")),
];

/// What a phrase speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// A notice of this category.
    Notice(Category),
    /// The opening of a run of plea text.
    Opener,
}

/// How much a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Makes a short block a notice by itself.
    Alone,
    /// Counts with other cues, or beside another notice.
    Company,
    /// Counts as the whole block.
    Line,
    /// Counts at the start of a block.
    Start,
}

/// A phrase of the tables.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) sense: Sense,
    pub(crate) strength: Strength,
    /// As it stands in the table, without the mark at its end; ` ~ ` is a gap.
    pub(crate) text: Cow<'static, str>,
    /// The last word may go on: `text*`.
    pub(crate) is_open: bool,
}

impl Phrase {
    /// Whether other words may stand in it.
    pub(crate) fn has_gap(&self) -> bool {
        gap::parts(&self.text).1.is_some()
    }
}

/// The number of a language's table; English for those without one.
pub(super) fn position(language: Option<&str>) -> usize {
    TABLES.iter().position(|(name, _)| Some(*name) == language).unwrap_or(0)
}

/// Bytes of a line on average, at least; a table of shorter ones would grow once more.
const MIN_LINE_LEN: usize = 24;

/// Phrases, and their texts folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) phrases: Vec<Phrase>,
    pub(super) texts: Folded,
    /// How many of them are English in the table of another language.
    pub(super) foreign: usize,
}

impl Table {
    pub(super) fn push(&mut self, phrase: Phrase) {
        self.texts.push(&phrase.text);
        self.phrases.push(phrase);
    }

    /// Adds the phrases of a table's text.
    fn add(&mut self, text: &'static str) {
        // Every command reads a table; growing step by step copies all of it several times.
        self.phrases.reserve(text.len() / MIN_LINE_LEN);
        self.texts.reserve(text.len());
        lines(text).filter_map(phrase).for_each(|phrase| self.push(phrase));
    }
}

/// English, which every language takes along, and is read for the first.
static ENGLISH: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    table.add(TABLES[0].1);
    table
});

/// The phrases of a table and of English, whose notices stand on pages of every language.
pub(super) fn of(table: usize) -> Table {
    let mut all = ENGLISH.clone();
    if table != 0 {
        all.foreign = all.phrases.len();
        all.add(TABLES[table].1);
    }
    all
}

/// Reads a line. Comments, and lines that are not of the table's form, are none; a test names them.
fn phrase(line: &'static str) -> Option<Phrase> {
    if line.starts_with('#') {
        return None;
    }
    let (phrase, text) = fields(line).ok()?;
    Some(Phrase { text: Cow::Borrowed(text), ..phrase })
}

/// Reads a line of a table that is not the program's own; the error says what is wrong with it.
pub(super) fn parse(line: &str) -> Result<Phrase, String> {
    let (phrase, text) = fields(line)?;
    Ok(Phrase { text: Cow::Owned(text.to_owned()), ..phrase })
}

/// The parts of a line: a phrase, as yet without its text.
fn fields(line: &str) -> Result<(Phrase, &str), String> {
    let mut fields = pieces(line, b'\t');
    let (Some(sense), Some(strength), Some(text), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("a line is category, strength and phrase, with tabs between".to_owned());
    };
    let sense = match sense {
        "opener" => Sense::Opener,
        category => Sense::Notice(category.parse::<Category>().map_err(|e| e.to_string())?),
    };
    let strength = match strength {
        "alone" => Strength::Alone,
        "company" => Strength::Company,
        "line" => Strength::Line,
        "start" => Strength::Start,
        other => {
            return Err(format!("unknown strength '{other}' (alone, company, line or start)"));
        }
    };
    if (sense == Sense::Opener) != (strength == Strength::Start) {
        return Err("strength 'start' is for openers, and openers have no other".to_owned());
    }
    let (text, is_open) = text.strip_suffix('*').map_or((text, false), |stem| (stem, true));
    if text.is_empty() {
        return Err("a line without a phrase".to_owned());
    }
    if !gap::is_in_form(text) {
        return Err("a gap is one ' ~ ' between words".to_owned());
    }
    Ok((Phrase { sense, strength, text: Cow::Borrowed(""), is_open }, text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Where a line of a table belongs: the categories in their order, then phrases by code point.
    fn rank(phrase: &Phrase) -> (usize, &str, Strength) {
        let sense = match phrase.sense {
            Sense::Notice(category) => category as usize,
            Sense::Opener => usize::MAX,
        };
        (sense, &phrase.text, phrase.strength)
    }

    #[test]
    fn every_line_is_a_phrase() {
        for (language, table) in TABLES {
            for line in table.lines().filter(|line| !line.starts_with('#')) {
                assert!(phrase(line).is_some(), "{language}: {line:?}");
            }
        }
    }

    #[test]
    fn the_tables_are_sorted_and_in_form() {
        for (language, table) in TABLES {
            let phrases: Vec<Phrase> = table.lines().filter_map(phrase).collect();
            for pair in phrases.windows(2) {
                let (first, second) = (rank(&pair[0]), rank(&pair[1]));
                assert!(first < second, "{language}: {first:?} before {second:?}");
            }
            for phrase in &phrases {
                let text = &*phrase.text;
                let words: Vec<&str> = text.split_whitespace().collect();
                assert_eq!(words.join(" "), text, "single spaces");
                assert_eq!(text.to_lowercase(), text, "lower case");
                assert!(!text.contains(['’', '\u{A0}']), "straight: {text}");
                let is_opener = phrase.sense == Sense::Opener;
                assert_eq!(phrase.strength == Strength::Start, is_opener, "{text}");
            }
        }
    }

    /// A phrase is of no use where a shorter one of its category, as strong or stronger, matches
    /// already. A whole line is its own matter: it counts where its words do not.
    #[test]
    fn no_phrase_is_shadowed() {
        for (language, table) in TABLES {
            let phrases: Vec<Phrase> = table.lines().filter_map(phrase).collect();
            for long in phrases.iter().filter(|phrase| phrase.strength != Strength::Line) {
                let shadow = phrases.iter().find(|short| shadows(short, long));
                let shadow = shadow.map(|phrase| &phrase.text);
                assert!(shadow.is_none(), "{language}: {shadow:?} is in {:?}", long.text);
            }
        }
    }

    fn shadows(short: &Phrase, long: &Phrase) -> bool {
        let is_as_strong = short.strength == long.strength
            || (short.strength, long.strength) == (Strength::Alone, Strength::Company);
        if short.sense != long.sense || !is_as_strong || short.text == long.text {
            return false;
        }
        // "Cookie policy" does not hold for "cookie polic*", which goes on.
        let ends_with_it = long.is_open && long.text.ends_with(&format!(" {}", short.text));
        let end = if short.is_open { "" } else { " " };
        let place = format!(" {} ", long.text).find(&format!(" {}{end}", short.text));
        place.is_some_and(|place| {
            (place == 0 || long.strength != Strength::Start) && (short.is_open || !ends_with_it)
        })
    }

    /// Two spellings that fold alike are one phrase.
    #[test]
    fn no_phrase_stands_twice() {
        for (language, table) in TABLES {
            let mut seen = HashSet::new();
            for phrase in table.lines().filter_map(phrase) {
                let folded = crate::phrases::folded(&phrase.text);
                let sense = format!("{:?} {:?}", phrase.sense, phrase.strength);
                assert!(seen.insert((sense, folded)), "{language}: {} is there", phrase.text);
            }
        }
    }

    /// English counts on pages of every language: a line of its table says nothing in another.
    #[test]
    fn no_line_is_english_too() {
        let english: HashSet<&str> = TABLES[0].1.lines().collect();
        for (language, table) in &TABLES[1..] {
            for line in table.lines().filter(|line| !line.starts_with('#')) {
                assert!(!english.contains(line), "{language}: {line:?} is in en.txt");
            }
        }
    }

    #[test]
    fn every_language_has_enough() {
        const MIN_PHRASES: usize = 15;
        const MIN_CATEGORIES: usize = 6;
        for (language, table) in TABLES {
            let phrases: Vec<Phrase> = table.lines().filter_map(phrase).collect();
            let categories = phrases.iter().filter_map(|phrase| match phrase.sense {
                Sense::Notice(category) => Some(category),
                Sense::Opener => None,
            });
            let categories: HashSet<Category> = categories.collect();
            assert!(phrases.len() >= MIN_PHRASES, "{language}: {} phrases", phrases.len());
            assert!(categories.len() >= MIN_CATEGORIES, "{language}: {categories:?}");
            assert!(phrases.iter().any(|phrase| phrase.sense == Sense::Opener), "{language}");
        }
    }
}
