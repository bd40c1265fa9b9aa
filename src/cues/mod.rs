//! Cue words: how a text speaks to its reader, and in which language.

mod address;
mod language;
mod letters;
mod stop_words;
mod table;

pub(crate) use address::{Address, Reader};
pub(crate) use language::language_of;
pub(crate) use stop_words::StopWords;
