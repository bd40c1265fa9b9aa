//! What the features know of words and marks.

use crate::cues::StopWords;
use crate::hash::{START, step};

/// Sentence ends of the scripts, as the model learned with them; [`crate::punctuation`] knows more.
pub(super) fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')
}

/// Commas of the scripts, and semicolons.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '、' | '，' | ';' | '；')
}

/// Adds the hash of a word to the hash of a text.
pub(super) fn add_word(text: u64, word: u64) -> u64 {
    step(text, (word ^ (word >> 32)) as u32)
}

/// Hash of a text from the hashes of its words.
pub(crate) fn text_hash(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(START, add_word)
}

/// Whether a word of this hash is a function word of some language.
pub(super) fn is_stop_word(hash: u64) -> bool {
    StopWords::built_in().has_unfolded(hash)
}
