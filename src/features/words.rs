//! Words of a text, as the features count them.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Where characters stand without spaces between words: kana, CJK, Hangul and Thai. Two such
/// characters count as a word.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{0E00}'..='\u{0E7F}')
}

/// Sentence ends of the scripts.
pub(super) fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')
}

/// Commas of the scripts, and semicolons.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '、' | '，' | ';' | '；')
}

/// Hash of a lower-cased word (FNV-1a over its characters).
pub(super) fn hash_word(word: &str) -> u64 {
    let mut hash = START;
    if word.is_ascii() {
        for b in word.bytes() {
            hash = step(hash, u32::from(b.to_ascii_lowercase()));
        }
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            hash = step(hash, c as u32);
        }
    }
    hash
}

/// Start value of a hash of [`step`]s.
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a number to a hash.
pub(super) fn step(hash: u64, value: u32) -> u64 {
    (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The words of a text: runs of letters, digits and `_`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Function words of all languages of `tables/cues`.
static STOP_WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    let lines = CUE_TABLES.iter().flat_map(|table| table.lines());
    lines.filter_map(|line| line.strip_prefix("stop\t")).map(hash_word).collect()
});

/// Hashes of words or shingles.
pub(super) type WordSet = HashSet<u64, BuildHasherDefault<Identity>>;

/// The hashes are made by [`step`]; sets take them as they are.
#[derive(Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, u32::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

const CUE_TABLES: [&str; 25] = [
    include_str!("../tables/cues/ar.txt"),
    include_str!("../tables/cues/cs.txt"),
    include_str!("../tables/cues/da.txt"),
    include_str!("../tables/cues/de.txt"),
    include_str!("../tables/cues/el.txt"),
    include_str!("../tables/cues/en.txt"),
    include_str!("../tables/cues/es.txt"),
    include_str!("../tables/cues/fa.txt"),
    include_str!("../tables/cues/fi.txt"),
    include_str!("../tables/cues/fr.txt"),
    include_str!("../tables/cues/he.txt"),
    include_str!("../tables/cues/hi.txt"),
    include_str!("../tables/cues/hu.txt"),
    include_str!("../tables/cues/id.txt"),
    include_str!("../tables/cues/it.txt"),
    include_str!("../tables/cues/ko.txt"),
    include_str!("../tables/cues/nl.txt"),
    include_str!("../tables/cues/pl.txt"),
    include_str!("../tables/cues/pt.txt"),
    include_str!("../tables/cues/ro.txt"),
    include_str!("../tables/cues/ru.txt"),
    include_str!("../tables/cues/sv.txt"),
    include_str!("../tables/cues/tr.txt"),
    include_str!("../tables/cues/uk.txt"),
    include_str!("../tables/cues/vi.txt"),
];

/// Whether a word of this [`hash_word`] is a function word of some language.
pub(super) fn is_stop_word(hash: u64) -> bool {
    STOP_WORDS.contains(&hash)
}
