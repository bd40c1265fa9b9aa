//! The program's own tables of phrases, one a language, as the build script packed them.

use std::sync::LazyLock;

use super::table::Table;
use super::vocabulary::Vocabulary;
use crate::packed::Packed;

/// A table: its language, its phrases, and their words.
pub(super) type BuiltIn = (&'static str, &'static [u8], &'static [u8]);

// `TABLES: &[BuiltIn]`, those of `tables/phrases`. English comes first: its notices stand on pages of
// every language.
include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// The number of a language's table; English for those without one.
pub(super) fn position(language: Option<&str>) -> usize {
    TABLES.iter().position(|(name, ..)| Some(*name) == language).unwrap_or(0)
}

/// English, which every language takes along.
static ENGLISH: LazyLock<Table> = LazyLock::new(|| with(Table::default(), 0));

/// The phrases of a table and of English. Croatian has those of Serbian, too: by its stop words Serbian in
/// Latin letters is Croatian, if the page does not say what it is.
pub(super) fn phrases(table: usize) -> Table {
    match TABLES[table].0 {
        "en" => ENGLISH.clone(),
        "hr" => with(with(ENGLISH.clone(), table), position(Some("sr"))),
        _ => with(ENGLISH.clone(), table),
    }
}

fn with(mut all: Table, table: usize) -> Table {
    all.add(&mut Packed::new(TABLES[table].1));
    all
}

/// The words of a table's phrases.
pub(super) fn vocabulary(table: usize) -> Vocabulary {
    Vocabulary::unpack(&mut Packed::new(TABLES[table].2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cues::language_of;

    /// A table of phrases whose language no text is told to be of would never be asked.
    #[test]
    fn every_table_is_of_a_language_with_cue_words() {
        for (language, ..) in TABLES {
            let told = language_of(&["…"], Some(language));
            assert_eq!(told, Some(*language), "add its words to tables/cues and src/cues/table.rs");
        }
    }
}
