//! Search for many phrases at once: the folded text, where words begin in it, and what stands there.
//!
//! What the phrases mean is told by [`crate::phrases`] and [`crate::cues`], which both look with this.

mod boundary;
mod finder;
mod fold;
mod han;
mod word_index;
mod word_table;

pub(crate) use boundary::{begins_word, ends_word, is_read_in_pairs, is_unspaced};
pub(crate) use finder::Finder;
pub(crate) use fold::Folded;
pub use fold::folded;
pub(crate) use word_table::WordTable;
