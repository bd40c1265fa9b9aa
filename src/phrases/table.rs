//! A table of phrases, as text and as columns.

use std::borrow::Cow;
use std::ops::Range;

use super::{gap, serbian};
use crate::category::Category;
use crate::packed::{Packed, Packer, Texts};
use crate::search::{WordTable, folded};

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

/// A phrase of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase<'t> {
    pub(crate) sense: Sense,
    pub(crate) strength: Strength,
    /// As it stands in the table, without the mark at its end; ` ~ ` is a gap.
    pub(crate) text: &'t str,
    /// The last word may go on: `text*`.
    pub(crate) is_open: bool,
    /// Other words may stand in it.
    pub(crate) has_gap: bool,
}

/// The codes of openers and closers, where notices have their category's number.
const OPENER: u8 = 15;
const CLOSER: u8 = 14;
const _: () = assert!(Category::ALL.len() <= CLOSER as usize, "four bits for a category");
/// The bits of what goes on, and of what has a gap.
const OPEN: u8 = 2;
const GAP: u8 = 1;
const STRENGTHS: [Strength; 4] =
    [Strength::Alone, Strength::Company, Strength::Line, Strength::Start];

impl Phrase<'_> {
    /// All but its text as a byte: four bits of sense, two of strength, whether it is open and has a gap.
    fn code(self) -> u8 {
        // Openers and closers alone stand at the start, so two bits do for five strengths.
        let strength =
            if self.strength == Strength::Weak { Strength::Start } else { self.strength };
        let sense = match self.sense {
            Sense::Notice(category) => category as u8,
            Sense::Opener => OPENER,
            Sense::Closer => CLOSER,
        };
        let (open, gap) = (OPEN * u8::from(self.is_open), GAP * u8::from(self.has_gap));
        sense << 4 | (strength as u8) << 2 | open | gap
    }

    /// The phrase of a code and a text.
    fn of(code: u8, text: &str) -> Phrase<'_> {
        let sense = match code >> 4 {
            OPENER => Sense::Opener,
            CLOSER => Sense::Closer,
            number => Sense::Notice(Category::ALL[usize::from(number)]),
        };
        let strength = match STRENGTHS[usize::from(code >> 2 & 3)] {
            Strength::Start if !sense.stands_at_start() => Strength::Weak,
            strength => strength,
        };
        let (is_open, has_gap) = (code & OPEN != 0, code & GAP != 0);
        Phrase { sense, strength, text, is_open, has_gap }
    }
}

/// Phrases, and their texts folded: read ones, or those that the build script packed, where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// By phrase, as [`Phrase::code`].
    codes: Cow<'static, [u8]>,
    texts: Texts,
    folded: Texts,
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
            let cyrillic = table.clone();
            for phrase in cyrillic.iter() {
                let text = serbian::latin(phrase.text);
                if text != *phrase.text {
                    table.push(Phrase { text: &text, ..phrase });
                }
            }
        }
        Ok(table)
    }

    /// The table as columns: senses and strengths, texts, folded texts, and [`Table::sorted`].
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.u8s(&self.codes);
        self.texts.pack(packer);
        self.folded.pack(packer);
        self.sorted().pack(packer);
    }
}

impl Table {
    /// Reads what [`Table::pack`] wrote, but for the last.
    pub(super) fn unpack(packed: &mut Packed) -> Table {
        let codes = packed.column::<1>().as_flattened().into();
        Table { codes, texts: packed.texts(), folded: packed.texts() }
    }

    pub(super) fn push(&mut self, phrase: Phrase<'_>) {
        self.folded.push(&folded(phrase.text));
        self.texts.push(phrase.text);
        self.codes.to_mut().push(phrase.code());
    }

    /// How many phrases there are.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// A phrase, by its number.
    pub(super) fn phrase(&self, index: usize) -> Phrase<'_> {
        Phrase::of(self.codes[index], self.texts.get(index))
    }

    /// [`Phrase::is_open`] of a phrase, by its number.
    pub(super) fn is_open(&self, index: usize) -> bool {
        self.codes[index] & OPEN != 0
    }

    /// [`Phrase::has_gap`] of a phrase, by its number.
    pub(super) fn has_gap(&self, index: usize) -> bool {
        self.codes[index] & GAP != 0
    }

    /// One phrase after the other.
    pub(super) fn iter(&self) -> impl Iterator<Item = Phrase<'_>> {
        (0..self.len()).map(|index| self.phrase(index))
    }

    /// The folded text of a phrase, by its number.
    pub(super) fn folded(&self, index: usize) -> &str {
        self.folded.get(index)
    }

    /// The folded texts, one behind the other.
    pub(super) fn all_folded(&self) -> Cow<'static, [u8]> {
        self.folded.all()
    }

    /// The phrases in the order in which they are searched for.
    pub(super) fn sorted(&self) -> WordTable {
        WordTable::new(&self.all_folded(), (0..self.len()).map(|index| self.head(index)))
    }

    /// Where what is searched for stands in [`Table::all_folded`]: a phrase's text, or the part before its gap.
    pub(super) fn head(&self, index: usize) -> Range<usize> {
        let range = self.folded.range(index);
        if self.has_gap(index) {
            range.start..range.start + self.parts(index).0.len()
        } else {
            range
        }
    }

    /// The folded text of a phrase before its gap, and that behind it.
    pub(super) fn parts(&self, index: usize) -> (&str, Option<&str>) {
        let text = self.folded(index);
        if self.has_gap(index) { gap::parts(text) } else { (text, None) }
    }
}

/// Reads a line of a table; the error says what is wrong with it.
pub(super) fn parse(line: &str) -> Result<Phrase<'_>, String> {
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
    let (text, is_open) = text.trim().strip_suffix('*').map_or((text, false), |stem| (stem, true));
    // White space around it cannot be seen in the file, and no text would have it.
    let text = text.trim();
    if text.is_empty() {
        return Err("a line without a phrase".to_owned());
    }
    if !gap::is_in_form(text) {
        return Err("a gap is one ' ~ ' between words".to_owned());
    }
    let has_gap = gap::parts(text).1.is_some();
    Ok(Phrase { sense, strength, text, is_open, has_gap })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::built_in::TABLES;
    use super::super::vocabulary::Vocabulary;
    use super::*;
    use crate::cues::StopWords;

    /// The text of a language's table.
    fn text(language: &str) -> String {
        let path = format!("{}/src/tables/phrases/{language}.txt", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("a table of each language")
    }

    fn table(language: &str) -> Table {
        Table::parse(&text(language)).expect("it parses")
    }

    /// Where a line of a table belongs: the categories in their order, then phrases by code point.
    fn rank<'t>(phrase: &Phrase<'t>) -> (usize, &'t str, Strength) {
        let sense = match phrase.sense {
            Sense::Notice(category) => category as usize,
            Sense::Closer => usize::MAX - 1,
            Sense::Opener => usize::MAX,
        };
        (sense, phrase.text, phrase.strength)
    }

    #[test]
    fn the_packed_tables_are_those_of_the_texts() {
        for (language, mut packed) in TABLES.iter().copied() {
            let parsed = Table::of(language, &text(language)).expect("it parses");
            assert!(Table::unpack(&mut packed) == parsed, "{language}");
            assert!(WordTable::unpack(&mut packed) == parsed.sorted(), "{language}: the order");
            let words = Vocabulary::of(&parsed, StopWords::built_in());
            assert!(Vocabulary::unpack(&mut packed) == words, "{language}: the words");
        }
    }

    #[test]
    fn the_tables_are_sorted_and_in_form() {
        for (language, _) in TABLES {
            let table = table(language);
            let phrases: Vec<Phrase> = table.iter().collect();
            for pair in phrases.windows(2) {
                let (first, second) = (rank(&pair[0]), rank(&pair[1]));
                assert!(first < second, "{language}: {first:?} before {second:?}");
            }
            for phrase in &phrases {
                let text = phrase.text;
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
        for (language, _) in TABLES {
            let table = table(language);
            let phrases: Vec<Phrase> = table.iter().collect();
            for long in phrases.iter().filter(|phrase| phrase.strength != Strength::Line) {
                let shadow = phrases.iter().find(|short| shadows(short, long));
                let shadow = shadow.map(|phrase| phrase.text);
                assert!(shadow.is_none(), "{language}: {shadow:?} is in {:?}", long.text);
            }
        }
    }

    fn shadows(short: &Phrase<'_>, long: &Phrase<'_>) -> bool {
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
        for (language, _) in TABLES {
            let mut seen = HashSet::new();
            for phrase in table(language).iter() {
                let folded = folded(phrase.text);
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
        for (language, _) in &TABLES[1..] {
            for line in text(language).lines().filter(|line| !line.starts_with('#')) {
                assert!(!english.contains(line), "{language}: {line:?} is in en.txt");
            }
        }
    }

    #[test]
    fn every_language_has_enough() {
        const MIN_PHRASES: usize = 15;
        const MIN_CATEGORIES: usize = 6;
        for (language, _) in TABLES {
            let table = table(language);
            let phrases: Vec<Phrase> = table.iter().collect();
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
