//! Which language a document is in, as far as the tables need to know.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{Kind, TABLES, words};
use crate::phrases::Folded;

/// Bytes of text that are looked at: some hundred words tell.
const MAX_SAMPLE_LEN: usize = 8 << 10;
/// Shorter blocks are labels, which are often in English whatever the page is in.
const MIN_BLOCK_LEN: usize = 60;
/// Stop words that make a language certain; fewer are chance.
const MIN_STOP_WORDS: u32 = 4;
/// Near languages share most of theirs (Danish and Norwegian, Russian and Ukrainian): four fifths of
/// the most are enough for the language that the page declares.
const NEARLY: (u32, u32) = (4, 5);
/// A script tells the language if one byte in so many is the beginning of one of its letters, which
/// take two or three: a name in another script is not enough.
const BYTES_A_LETTER: usize = 10;

/// Each stop word with the languages it is of, one bit each in the order of the tables.
static STOP_WORDS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    /// More than the tables have words, so that it does not grow on the way.
    const WORDS: usize = 2_048;
    let mut languages: HashMap<String, u32> = HashMap::with_capacity(WORDS);
    for (bit, (_, table)) in TABLES.iter().enumerate() {
        for (_, word) in words(table).filter(|(kind, _)| *kind == Kind::Stop) {
            *languages.entry(word).or_default() |= 1 << bit;
        }
    }
    languages
});

/// The language of a document, from its script, else its stop words, else what it declares.
pub(crate) fn language_of(folded: &Folded, declared: Option<&str>) -> Option<&'static str> {
    let declared = declared.and_then(by_name);
    let sample = Sample::of(folded, MIN_BLOCK_LEN);
    let sample = if sample.len > 0 { sample } else { Sample::of(folded, 0) };
    sample.by_script().or_else(|| sample.by_stop_words(declared)).or(declared)
}

/// What is counted in the first text of a document.
struct Sample {
    len: usize,
    stop_words: [u32; TABLES.len()],
    scripts: [usize; SCRIPTS.len()],
}

impl Sample {
    fn of(folded: &Folded, min_block_len: usize) -> Sample {
        let mut sample =
            Sample { len: 0, stop_words: [0; TABLES.len()], scripts: [0; SCRIPTS.len()] };
        let parts = (0..folded.len()).map(|block| folded.part(block));
        for part in parts.filter(|part| part.len() >= min_block_len) {
            count_stop_words(part, &mut sample.stop_words);
            count_scripts(part, &mut sample.scripts);
            sample.len += part.len();
            if sample.len > MAX_SAMPLE_LEN {
                break;
            }
        }
        sample
    }

    fn by_script(&self) -> Option<&'static str> {
        let enough = self.len / BYTES_A_LETTER;
        let most = self.scripts.iter().position(|count| *count > 0 && *count >= enough)?;
        Some(SCRIPTS[most].0)
    }

    /// The language with the most stop words; the declared one, if it has nearly as many.
    fn by_stop_words(&self, declared: Option<&'static str>) -> Option<&'static str> {
        let most = self.stop_words.iter().copied().max()?;
        if most < MIN_STOP_WORDS {
            return None;
        }
        let count = |name: &str| {
            let table = TABLES.iter().position(|(language, _)| *language == name);
            table.map_or(0, |table| self.stop_words[table])
        };
        if let Some(declared) = declared
            && count(declared) * NEARLY.1 >= most * NEARLY.0
        {
            return Some(declared);
        }
        let best = self.stop_words.iter().position(|count| *count == most)?;
        Some(TABLES[best].0)
    }
}

fn count_stop_words(text: &str, counts: &mut [u32; TABLES.len()]) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let Some(languages) = STOP_WORDS.get(word) else {
            continue;
        };
        for (bit, count) in counts.iter_mut().enumerate() {
            *count += languages >> bit & 1;
        }
    }
}

/// Scripts that one language writes, the more telling first.
const SCRIPTS: [(&str, std::ops::RangeInclusive<char>); 6] = [
    ("ja", '\u{3040}'..='\u{30FF}'),
    ("ko", '\u{AC00}'..='\u{D7A3}'),
    ("zh", '\u{4E00}'..='\u{9FFF}'),
    ("he", '\u{5D0}'..='\u{5EA}'),
    ("el", '\u{370}'..='\u{3FF}'),
    ("th", '\u{E01}'..='\u{E5B}'),
];

fn count_scripts(text: &str, counts: &mut [usize; SCRIPTS.len()]) {
    if text.is_ascii() {
        return;
    }
    for c in text.chars().filter(|c| *c >= '\u{370}') {
        for ((_, script), count) in SCRIPTS.iter().zip(counts.iter_mut()) {
            *count += usize::from(script.contains(&c));
        }
    }
}

fn by_name(declared: &str) -> Option<&'static str> {
    let name = declared.split(['-', '_']).next()?.to_ascii_lowercase();
    // Both forms of Norwegian are read with the table of the commoner.
    let name = if matches!(name.as_str(), "no" | "nn") { "nb" } else { name.as_str() };
    let known = TABLES.iter().map(|(language, _)| *language);
    known.chain(SCRIPTS.map(|(language, _)| language)).find(|language| *language == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str, declared: Option<&str>) -> Option<&'static str> {
        language_of(&Folded::new(std::iter::once(text)), declared)
    }

    #[test]
    fn stop_words_tell_the_language() {
        let texts = [
            (
                "en",
                "The ferry stays in dock until the inspectors have looked at both of the engines.",
            ),
            (
                "de",
                "Die Fähre bleibt im Hafen, bis die Prüfer sich beide Motoren angesehen haben, und das dauert.",
            ),
            (
                "fr",
                "Le bac reste à quai jusqu'à ce que les inspecteurs aient vu les deux moteurs, et cela dure.",
            ),
            (
                "ru",
                "Паром останется в доке до тех пор, пока инспекторы не осмотрят оба двигателя, и это надолго.",
            ),
            (
                "ja",
                "検査官が両方のエンジンを調べ終えるまで、フェリーはドックにとどまると港湾局は月曜日に発表した。",
            ),
        ];
        for (expected, text) in texts {
            assert_eq!(language(text, Some("xx")), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_short_text_has_the_declared_one() {
        assert_eq!(language("Menu", Some("de-AT")), Some("de"));
        assert_eq!(language("Menu", Some("tlh")), None);
    }
}
