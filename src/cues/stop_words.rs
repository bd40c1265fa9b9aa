//! The commonest words of each language, from `tables/stop-words.txt`.

use crate::hash::{ByHash, word_hash};
use crate::hash_table::HashTable;
use crate::packed::{Packed, Packer, Texts};
use crate::search::Folded;

/// One bit a language.
pub(super) const MAX_LANGUAGES: usize = 64;

/// The stop words of all languages; a word is known by its hash.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct StopWords {
    pub(super) languages: Texts,
    /// The languages of each folded word: a bit for each in the order of `languages`.
    pub(super) words: HashTable,
    /// The words as they stand.
    unfolded: HashTable,
}

#[allow(dead_code, reason = "for the build script")]
impl StopWords {
    /// Reads the table: a line a language, its name, a tab and its words.
    ///
    /// # Errors
    /// The number of the first line that is not of its form, from 1, and why.
    pub(crate) fn parse(table: &str) -> Result<StopWords, (usize, String)> {
        let mut languages = Texts::default();
        let (mut all, mut unfolded) = (ByHash::<u64>::default(), Vec::new());
        for (line, number) in table.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let (language, words) = line
                .split_once('\t')
                .ok_or_else(|| (number, "a line is language, tab and words".to_owned()))?;
            if languages.len() == MAX_LANGUAGES {
                return Err((number, format!("more than {MAX_LANGUAGES} languages")));
            }
            let bit = 1 << languages.len();
            languages.push(language);
            unfolded.extend(words.split(' ').map(word_hash));
            for word in Folded::new([words].into_iter()).part(0).split(' ') {
                *all.entry(word_hash(word)).or_default() |= bit;
            }
        }
        let words = HashTable::new(all.into_iter());
        Ok(StopWords { languages, words, unfolded: HashTable::of_hashes(unfolded.into_iter()) })
    }

    /// The table as columns.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        self.languages.pack(packer);
        self.words.pack(packer);
        self.unfolded.pack(packer);
    }
}

impl StopWords {
    /// Reads what [`StopWords::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> StopWords {
        let languages = packed.texts();
        let (words, unfolded) = (HashTable::unpack(packed), HashTable::unpack(packed));
        StopWords { languages, words, unfolded }
    }

    /// Whether a word as it stands, in lower case and of this hash, is a stop word of some language.
    pub(crate) fn has_unfolded(&self, hash: u64) -> bool {
        self.unfolded.has(hash)
    }

    /// Whether a folded word of this hash is a stop word of some language.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.words.has(hash)
    }
}
