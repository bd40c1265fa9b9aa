//! Cue words: how a text speaks to its reader, and in which language.

mod address;
mod language;
mod table;

pub(crate) use address::{Address, Reader};
pub(crate) use language::{is_stop_word, language_of};
