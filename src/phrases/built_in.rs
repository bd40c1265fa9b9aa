//! The program's own tables of phrases, one a language, as the build script packed them.

use std::sync::OnceLock;

use super::layer::Layer;
use crate::packed::{Packed, packed};

/// A table: its language, and its phrases with their words.
pub(super) type BuiltIn = (&'static str, Packed);

// `TABLES: &[BuiltIn]`, those of `tables/phrases`. English comes first: its notices stand on pages of
// every language.
include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// By language, in the order of the tables.
static LAYERS: [OnceLock<Layer>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];

/// The phrases of a language; English for those without a table.
pub(super) fn layer(language: Option<&str>) -> &'static Layer {
    let index = TABLES.iter().position(|(name, _)| Some(*name) == language).unwrap_or(0);
    LAYERS[index].get_or_init(|| Layer::unpack(TABLES[index].1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cues::language_of;

    /// A table of phrases whose language no text is told to be of would never be asked.
    #[test]
    fn every_table_is_of_a_language_with_cue_words() {
        for (language, _) in TABLES {
            let told = language_of(&[("…", "…")], Some(language));
            assert_eq!(told, Some(*language), "add its words to tables/cues and src/cues/table.rs");
        }
    }
}
