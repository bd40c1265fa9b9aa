//! Features: one row of named numbers a block.
//!
//! The features follow the experiments in boilerplate detection since Kohlschütter et al.
//! (WSDM 2010): a block's own text, its neighbours, the containers around it, repeated
//! structure, its place on the page, and what the page as a whole is like. Each file here fills
//! the columns of one of these. Training reads the same columns from this code, so there is no
//! second implementation.

mod ancestry;
mod cards;
mod characters;
mod containers;
mod declared;
mod groups;
mod json_ld;
mod neighbours;
mod own;
mod page;
mod position;
mod ranges;
mod scan;
mod sections;
mod stats;
mod table;
mod words;

use crate::build::Arena;

pub(crate) use page::is_declared_article;
pub(crate) use stats::{BlockStats, Stats};
pub(crate) use table::Columns;
pub use table::FeatureTable;
pub(crate) use words::text_hash;

/// A column: its name, and how it is read off what was counted.
type Reading<T> = (&'static str, fn(&T) -> f32);

/// The features of every block of a page.
#[must_use]
pub fn features(arena: &Arena) -> FeatureTable {
    let mut table = FeatureTable::new(arena.blocks.len());
    add_columns(&mut table, arena, &Stats::new(arena));
    table
}

/// Gives the columns of every block of a page to `table`: the same columns in the same order for
/// every page.
pub(crate) fn add_columns(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    own::add(table, arena, stats);
    characters::add(table, stats);
    ancestry::add(table, arena);
    containers::add(table, arena, stats);
    cards::add(table, arena, stats);
    groups::add(table, arena, stats);
    sections::add(table, stats);
    position::add(table, arena, stats);
    declared::add(table, stats);
    neighbours::add(table, arena, stats);
    page::add(table, arena, stats);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::options::{Options, SourceFormat};

    fn table(page: &str) -> FeatureTable {
        features(&read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html)))
    }

    #[test]
    fn every_page_has_the_same_columns() {
        let (empty, small) = (table(""), table("<title>a</title><h1>a</h1><p>b, c."));
        assert_eq!(empty.names(), small.names());
        assert_eq!((empty.rows(), small.rows()), (0, 2));
    }

    #[test]
    fn names_are_unique() {
        let names = table("").names().to_vec();
        let unique: std::collections::HashSet<&String> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
    }
}
