//! The commonest words of each language, from `tables/stop-words.txt`.

use crate::hash::{ByHash, word_hash};
use crate::packed::{Packed, Packer};
use crate::search::Folded;

/// One bit a language.
pub(super) const MAX_LANGUAGES: usize = 64;

/// The stop words of all languages; a word is known by its hash.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct StopWords {
    pub(super) languages: Vec<String>,
    /// The languages of each folded word: a bit for each in the order of `languages`.
    pub(super) words: ByHash<u64>,
    /// Their [`word_hash`]es, as they stand.
    pub(crate) unfolded: Vec<u64>,
}

#[allow(dead_code, reason = "for the build script")]
impl StopWords {
    /// Reads the table: a line a language, its name, a tab and its words.
    ///
    /// # Errors
    /// The number of the first line that is not of its form, from 1, and why.
    pub(crate) fn parse(table: &str) -> Result<StopWords, (usize, String)> {
        let mut all = StopWords::default();
        for (line, number) in table.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let (language, words) = line
                .split_once('\t')
                .ok_or_else(|| (number, "a line is language, tab and words".to_owned()))?;
            if all.languages.len() == MAX_LANGUAGES {
                return Err((number, format!("more than {MAX_LANGUAGES} languages")));
            }
            let bit = 1 << all.languages.len();
            all.languages.push(language.to_owned());
            all.unfolded.extend(words.split(' ').map(word_hash));
            for word in Folded::new([words].into_iter()).part(0).split(' ') {
                *all.words.entry(word_hash(word)).or_default() |= bit;
            }
        }
        Ok(all)
    }

    /// The table as columns.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        let mut words: Vec<(u64, u64)> =
            self.words.iter().map(|(word, languages)| (*word, *languages)).collect();
        words.sort_unstable();
        let (words, languages): (Vec<u64>, Vec<u64>) = words.into_iter().unzip();
        packer.texts(self.languages.iter().map(String::as_str));
        packer.u64s(&words);
        packer.u64s(&languages);
        packer.u64s(&self.unfolded);
    }
}

impl StopWords {
    /// Reads what [`StopWords::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> StopWords {
        let languages = packed.texts().iter().map(str::to_owned).collect();
        let (words, masks, unfolded) = (packed.u64s(), packed.u64s(), packed.u64s());
        StopWords { languages, words: words.into_iter().zip(masks).collect(), unfolded }
    }

    /// Whether a folded word of this hash is a stop word of some language.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.words.contains_key(&hash)
    }
}
