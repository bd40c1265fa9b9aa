//! A table of phrases, as text and as columns.

use std::borrow::Cow;

use super::{gap, serbian};
use crate::category::Category;
use crate::packed::{self, Packed, Packer};
use crate::search::folded;

/// What a phrase speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// A notice of this category.
    Notice(Category),
    /// The opening of a run of plea text.
    Opener,
    /// The thanks or the sign-off below a plea.
    Closer,
}

impl Sense {
    /// Whether it is one of those that count at the start of a block alone.
    fn stands_at_start(self) -> bool {
        matches!(self, Sense::Opener | Sense::Closer)
    }
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
    /// Counts at the start of a block: openers and closers.
    Start,
    /// Counts beside others of its kind in the block: what pleas say in their own words.
    Weak,
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
    /// Other words may stand in it.
    pub(crate) has_gap: bool,
}

/// The codes of openers and closers, where notices have their category's number.
const OPENER: u8 = 15;
const CLOSER: u8 = 14;
const _: () = assert!(Category::ALL.len() <= CLOSER as usize, "four bits for a category");
const STRENGTHS: [Strength; 4] =
    [Strength::Alone, Strength::Company, Strength::Line, Strength::Start];

impl Phrase {
    /// All but its text as a byte: four bits of sense, two of strength, whether it is open and has a gap.
    #[allow(dead_code, reason = "for the build script")]
    fn code(&self) -> u8 {
        // Openers and closers alone stand at the start, so two bits do for five strengths.
        let strength =
            if self.strength == Strength::Weak { Strength::Start } else { self.strength };
        let sense = match self.sense {
            Sense::Notice(category) => category as u8,
            Sense::Opener => OPENER,
            Sense::Closer => CLOSER,
        };
        sense << 4 | (strength as u8) << 2 | u8::from(self.is_open) << 1 | u8::from(self.has_gap)
    }

    /// The phrase of a code and a text.
    fn of(code: u8, text: &'static str) -> Option<Phrase> {
        let sense = match code >> 4 {
            OPENER => Sense::Opener,
            CLOSER => Sense::Closer,
            number => Sense::Notice(*Category::ALL.get(usize::from(number))?),
        };
        let strength = match STRENGTHS[usize::from(code >> 2 & 3)] {
            Strength::Start if !sense.stands_at_start() => Strength::Weak,
            strength => strength,
        };
        let (is_open, has_gap) = (code & 2 != 0, code & 1 != 0);
        Some(Phrase { sense, strength, text: Cow::Borrowed(text), is_open, has_gap })
    }
}

/// Phrases, and their texts folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(super) phrases: Vec<Phrase>,
    pub(super) texts: Texts,
}

/// Folded texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends in `all`.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A text, by its number.
    pub(super) fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.all[start..self.ends[index] as usize]
    }

    fn push(&mut self, folded: &str) {
        self.all.push_str(folded);
        self.ends.push(self.all.len() as u32);
    }

    fn extend(&mut self, folded: &packed::Texts) {
        let start = self.all.len() as u32;
        self.ends.extend(folded.lens.iter().scan(start, |end, len| {
            *end += u32::from(*len);
            Some(*end)
        }));
        self.all.push_str(folded.all);
    }
}

#[allow(dead_code, reason = "for the build script")]
impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// The number of the first line that is none, from 1, and what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Table, (usize, String)> {
        let mut table = Table::default();
        for (line, number) in text.lines().zip(1..) {
            if !line.is_empty() && !line.starts_with('#') {
                table.push(parse(line).map_err(|reason| (number, reason))?);
            }
        }
        Ok(table)
    }

    /// Reads the table of a language, with the phrases of its second script if it has one.
    ///
    /// # Errors
    /// As [`Table::parse`].
    pub(crate) fn of(language: &str, text: &str) -> Result<Table, (usize, String)> {
        let mut table = Table::parse(text)?;
        if language == "sr" {
            for phrase in table.phrases.clone() {
                let text = serbian::latin(&phrase.text);
                if text != *phrase.text {
                    table.push(Phrase { text: Cow::Owned(text), ..phrase });
                }
            }
        }
        Ok(table)
    }

    /// The table as columns: senses and strengths, texts, and folded texts.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.u8s(&self.phrases.iter().map(Phrase::code).collect::<Vec<_>>());
        packer.texts(self.phrases.iter().map(|phrase| &*phrase.text));
        packer.texts((0..self.texts.len()).map(|index| self.texts.get(index)));
    }
}

impl Table {
    pub(super) fn push(&mut self, phrase: Phrase) {
        self.texts.push(&folded(&phrase.text));
        self.phrases.push(phrase);
    }

    /// The folded text of a phrase before its gap, and that behind it.
    pub(super) fn parts(&self, index: usize) -> (&str, Option<&str>) {
        let text = self.texts.get(index);
        if self.phrases[index].has_gap { gap::parts(text) } else { (text, None) }
    }

    /// Adds what [`Table::pack`] wrote.
    pub(super) fn add(&mut self, packed: &mut Packed) {
        let (codes, texts) = (packed.u8s(), packed.texts());
        let phrases = codes.iter().zip(texts.iter());
        self.phrases.extend(phrases.filter_map(|(code, text)| Phrase::of(*code, text)));
        self.texts.extend(&packed.texts());
    }
}

/// Reads a line of a table; the error says what is wrong with it.
pub(super) fn parse(line: &str) -> Result<Phrase, String> {
    let mut fields = line.split('\t');
    let (Some(sense), Some(strength), Some(text), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("a line is category, strength and phrase, with tabs between".to_owned());
    };
    let sense = match sense {
        "opener" => Sense::Opener,
        "closer" => Sense::Closer,
        category => Sense::Notice(category.parse::<Category>().map_err(|e| e.to_string())?),
    };
    let strength = match strength {
        "alone" => Strength::Alone,
        "company" => Strength::Company,
        "line" => Strength::Line,
        "start" => Strength::Start,
        "weak" => Strength::Weak,
        other => {
            return Err(format!(
                "unknown strength '{other}' (alone, company, line, start or weak)"
            ));
        }
    };
    if sense.stands_at_start() != (strength == Strength::Start) {
        let message = "strength 'start' is for openers and closers, and they have no other";
        return Err(message.to_owned());
    }
    let (text, is_open) = text.strip_suffix('*').map_or((text, false), |stem| (stem, true));
    if text.is_empty() {
        return Err("a line without a phrase".to_owned());
    }
    if !gap::is_in_form(text) {
        return Err("a gap is one ' ~ ' between words".to_owned());
    }
    let has_gap = gap::parts(text).1.is_some();
    Ok(Phrase { sense, strength, text: Cow::Owned(text.to_owned()), is_open, has_gap })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::built_in::TABLES;
    use super::*;

    /// The text of a language's table.
    fn text(language: &str) -> String {
        let path = format!("{}/src/tables/phrases/{language}.txt", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("a table of each language")
    }

    fn phrases(language: &str) -> Vec<Phrase> {
        Table::parse(&text(language)).expect("it parses").phrases
    }

    /// Where a line of a table belongs: the categories in their order, then phrases by code point.
    fn rank(phrase: &Phrase) -> (usize, &str, Strength) {
        let sense = match phrase.sense {
            Sense::Notice(category) => category as usize,
            Sense::Closer => usize::MAX - 1,
            Sense::Opener => usize::MAX,
        };
        (sense, &phrase.text, phrase.strength)
    }

    #[test]
    fn the_packed_tables_are_those_of_the_texts() {
        for (language, packed, _) in TABLES {
            let parsed = Table::of(language, &text(language)).expect("it parses");
            let mut table = Table::default();
            table.add(&mut Packed::new(packed));
            assert_eq!(format!("{table:?}"), format!("{parsed:?}"), "{language}");
        }
    }

    #[test]
    fn the_tables_are_sorted_and_in_form() {
        for (language, ..) in TABLES {
            let phrases = phrases(language);
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
                let is_start = phrase.strength == Strength::Start;
                assert_eq!(is_start, phrase.sense.stands_at_start(), "{text}");
            }
        }
    }

    /// A phrase is of no use where a shorter one of its category, as strong or stronger, matches
    /// already. A whole line is its own matter: it counts where its words do not.
    #[test]
    fn no_phrase_is_shadowed() {
        for (language, ..) in TABLES {
            let phrases = phrases(language);
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
        for (language, ..) in TABLES {
            let mut seen = HashSet::new();
            for phrase in phrases(language) {
                let folded = folded(&phrase.text);
                let sense = format!("{:?} {:?}", phrase.sense, phrase.strength);
                assert!(seen.insert((sense, folded)), "{language}: {} is there", phrase.text);
            }
        }
    }

    /// English counts on pages of every language: a line of its table says nothing in another.
    #[test]
    fn no_line_is_english_too() {
        let english = text("en");
        let english: HashSet<&str> = english.lines().collect();
        for (language, ..) in &TABLES[1..] {
            for line in text(language).lines().filter(|line| !line.starts_with('#')) {
                assert!(!english.contains(line), "{language}: {line:?} is in en.txt");
            }
        }
    }

    #[test]
    fn every_language_has_enough() {
        const MIN_PHRASES: usize = 15;
        const MIN_CATEGORIES: usize = 6;
        for (language, ..) in TABLES {
            let phrases = phrases(language);
            let categories = phrases.iter().filter_map(|phrase| match phrase.sense {
                Sense::Notice(category) => Some(category),
                Sense::Opener | Sense::Closer => None,
            });
            let categories: HashSet<Category> = categories.collect();
            assert!(phrases.len() >= MIN_PHRASES, "{language}: {} phrases", phrases.len());
            assert!(categories.len() >= MIN_CATEGORIES, "{language}: {categories:?}");
            for sense in [Sense::Opener, Sense::Closer] {
                assert!(phrases.iter().any(|phrase| phrase.sense == sense), "{language} {sense:?}");
            }
        }
    }
}
