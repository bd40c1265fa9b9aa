//! Which language a document is in, as far as the tables need to know.

use std::sync::LazyLock;

use super::letters::Letters;
use super::stop_words::{MAX_LANGUAGES, StopWords};
use super::table::TABLES;
use crate::packed::packed;
use crate::words::word_hashes;

/// Blocks that are looked at, all over the page: its beginning may be a notice in another language.
const SAMPLE_BLOCKS: usize = 32;
/// And so many characters of each: some hundred words tell.
const SAMPLE_LEN: usize = 128;
/// Shorter blocks are labels, which are often in English whatever the page is in.
const MIN_BLOCK_LEN: usize = 60;
/// A stop word is worth so much to its languages together: one that many have says little.
const WORTH: u32 = 12;
/// What makes a language certain: two words that only it has, or as many others as are worth that.
const CERTAIN: u32 = 2 * WORTH;
/// Near languages share most of theirs (Danish and Norwegian, Bulgarian and Macedonian): four fifths
/// of the most are enough for the language that the page declares.
const NEARLY: (u32, u32) = (4, 5);
/// A script tells the language if one byte in so many is the beginning of one of its letters, which
/// take two or three: a name in another script is not enough.
const BYTES_A_LETTER: usize = 10;
/// What makes one likely where nothing else tells: half a word that only it has.
const LIKELY: u32 = WORTH / 2;
/// What letters are worth together at most: three words. A name in another language has some.
const MAX_LETTERS_WORTH: u32 = 3 * WORTH;

/// A text, and its folded form.
pub(crate) type TextAndFolded<'t> = (&'t str, &'t str);

/// The language of a document, from its script, else its stop words, else what it declares.
pub(crate) fn language_of(
    texts: &[TextAndFolded<'_>],
    declared: Option<&str>,
) -> Option<&'static str> {
    let declared = declared.and_then(by_name);
    let (sample, folded): (Vec<&str>, Vec<&str>) = sample(texts).into_iter().unzip();
    let by_words = || StopWords::built_in().language(&folded, weigh_letters(&sample), declared);
    by_script(&folded).or_else(by_words).or(declared)
}

/// Beginnings of texts from all over a document.
fn sample<'t>(texts: &[TextAndFolded<'t>]) -> Vec<TextAndFolded<'t>> {
    let long: Vec<_> = texts.iter().copied().filter(|(text, _)| is_long(text)).collect();
    let texts = if long.is_empty() { texts } else { &long };
    // An even step would see one voice alone of a text in which two alternate.
    let step = texts.len().div_ceil(SAMPLE_BLOCKS) | 1;
    let chosen = texts.iter().step_by(step);
    chosen.map(|(text, folded)| (beginning(text), beginning(folded))).collect()
}

/// The first [`SAMPLE_LEN`] characters of a text.
fn beginning(text: &str) -> &str {
    if text.as_bytes().first_chunk::<SAMPLE_LEN>().is_some_and(|start| start.is_ascii()) {
        return &text[..SAMPLE_LEN];
    }
    let end = text.char_indices().nth(SAMPLE_LEN).map_or(text.len(), |(end, _)| end);
    &text[..end]
}

/// Whether a text is more than a label. Accents make no text longer; letters beyond Latin ones say
/// more, about as much as their bytes.
fn is_long(text: &str) -> bool {
    if text.as_bytes().first_chunk::<MIN_BLOCK_LEN>().is_some_and(|start| start.is_ascii()) {
        return true;
    }
    let lens = text.chars().map(|c| if c < '\u{250}' { 1 } else { c.len_utf8() });
    text.len() >= MIN_BLOCK_LEN && lens.take(MIN_BLOCK_LEN).sum::<usize>() >= MIN_BLOCK_LEN
}

impl StopWords {
    /// Those of the program's own table.
    pub(crate) fn built_in() -> &'static StopWords {
        static ALL: LazyLock<StopWords> =
            LazyLock::new(|| StopWords::unpack(&mut packed!("stop-words.bin")));
        &ALL
    }

    /// The language with the most stop words in folded texts and what its letters are worth; the declared one, if it
    /// has nearly as much.
    fn language(
        &self,
        texts: &[&str],
        letters: [u32; MAX_LANGUAGES],
        declared: Option<&'static str>,
    ) -> Option<&'static str> {
        let worth = self.weigh(texts, letters);
        let most = worth.iter().copied().max()?;
        // A short text that declares nothing: the likeliest is better than none.
        if most < CERTAIN && (declared.is_some() || most < LIKELY) {
            return None;
        }
        let is_near = |name: &str| {
            let table = self.languages.iter().position(|language| language == name);
            table.is_some_and(|table| worth[table] * NEARLY.1 >= most * NEARLY.0)
        };
        // Its own are Cyrillic. In Latin letters they are those of Croatian, but for a few.
        let is_serbian = || declared == Some("sr") && is_near("hr");
        if declared.is_some_and(is_near) || is_serbian() {
            return declared;
        }
        let best = worth.iter().position(|worth| *worth == most)?;
        by_name(self.languages.get(best))
    }

    /// Adds what the words of folded texts are worth.
    fn weigh(&self, texts: &[&str], mut worth: [u32; MAX_LANGUAGES]) -> [u32; MAX_LANGUAGES] {
        for word in texts.iter().flat_map(|text| word_hashes(text)) {
            add(&mut worth, self.words.get(word).unwrap_or(0));
        }
        worth
    }
}

/// What the letters say: each as much as a word, to those that write it together.
fn weigh_letters(sample: &[&str]) -> [u32; MAX_LANGUAGES] {
    let mut worth = [0; MAX_LANGUAGES];
    let letters = Letters::built_in();
    for pair in sample.iter().flat_map(|text| text.as_bytes().windows(2)) {
        // The letters take two bytes in UTF-8, 110xxxxx 10xxxxxx, and the first of these begins nothing else.
        if pair[0] & 0xE0 == 0xC0 {
            let letter = usize::from(pair[0] & 0x1F) << 6 | usize::from(pair[1] & 0x3F);
            add(&mut worth, letters.languages(letter));
        }
    }
    worth.map(|worth| worth.min(MAX_LETTERS_WORTH))
}

/// What a word is worth to each of so many languages. A division takes as long as all else that is done with a word.
const SHARES: [u32; MAX_LANGUAGES + 1] = {
    let (mut shares, mut count) = ([0; MAX_LANGUAGES + 1], 1);
    while count <= MAX_LANGUAGES {
        shares[count] = WORTH / count as u32;
        count += 1;
    }
    shares
};

/// Shares what a word or letter is worth among its languages, a bit each.
fn add(worth: &mut [u32; MAX_LANGUAGES], mut languages: u64) {
    let each = SHARES[languages.count_ones() as usize];
    while languages != 0 {
        worth[languages.trailing_zeros() as usize] += each;
        languages &= languages - 1;
    }
}

/// The language whose script the sample is in, if one alone writes it.
fn by_script(sample: &[&str]) -> Option<&'static str> {
    let scripts = &Letters::built_in().scripts;
    let mut counts = vec![0; scripts.len()];
    for text in sample.iter().filter(|text| !text.is_ascii()) {
        for c in text.chars().filter(|c| *c >= '\u{370}') {
            for ((_, script), count) in scripts.iter().zip(counts.iter_mut()) {
                *count += usize::from(script.contains(&c));
            }
        }
    }
    let enough = sample.iter().map(|text| text.len()).sum::<usize>() / BYTES_A_LETTER;
    let most = counts.iter().position(|count| *count > 0 && *count >= enough)?;
    Some(scripts[most].0)
}

fn by_name(declared: &str) -> Option<&'static str> {
    let name = declared.split(['-', '_']).next()?.to_ascii_lowercase();
    let name = match name.as_str() {
        // Both forms of Norwegian are read with the tables of the commoner.
        "no" | "nn" => "nb",
        // Bosnian and Montenegrin are printed as Croatian is.
        "bs" | "cnr" | "sh" => "hr",
        "ms" | "in" => "id",
        "iw" => "he",
        name => name,
    };
    TABLES.iter().map(|(language, _)| *language).find(|language| *language == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::folded;

    fn language(text: &str, declared: Option<&str>) -> Option<&'static str> {
        language_of(&[(text, &folded(text))], declared)
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
    fn near_languages_are_told_apart() {
        let texts = [
            (
                "da",
                "Havnefogeden skulle selv gå ned og se, om både motor og ror var i orden, og det tog et år.",
            ),
            (
                "nb",
                "Havnesjefen skulle selv gå ned og se om både motor og ror var i orden, og etter det tok det et år.",
            ),
            (
                "ru",
                "Паром стоит между причалами, и мы не знаем, где он будет зимой: те, кто был там, молчат.",
            ),
            (
                "bg",
                "Фериботът стои между кейовете и не знаем къде ще бъде през зимата, защото никой не казва.",
            ),
            (
                "sk",
                "Kompa stojí medzi dvoma mólami a nevieme, kde bude v zime, lebo nik z ľudí to nepovedal.",
            ),
            (
                "cs",
                "Přívoz stojí mezi dvěma moly a nevíme, kde bude v zimě, protože to nikdo z lidí neřekl.",
            ),
        ];
        for (expected, text) in texts {
            assert_eq!(language(text, None), Some(expected), "{text}");
        }
    }

    #[test]
    fn serbian_in_latin_letters_is_what_it_declares() {
        let text =
            "Trajekt ostaje u luci dok inspektori ne pregledaju oba motora, a to će da traje.";
        assert_eq!(language(text, Some("sr")), Some("sr"));
        assert_eq!(language(text, None), Some("hr"));
    }

    #[test]
    fn a_short_text_has_the_declared_one() {
        assert_eq!(language("Menu", Some("de-AT")), Some("de"));
        assert_eq!(language("Menu", Some("tlh")), None);
    }

    #[test]
    fn stop_words_are_tidy() {
        let mut last = "";
        let table = include_str!("../tables/stop-words.txt");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (language, words) = line.split_once('\t').expect("language TAB words");
            assert!(last < language, "{language} after {last}");
            last = language;
            assert!(by_name(language) == Some(language), "{language} has no cue words");
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{language}: sorted, each once");
            let is_word = |word: &&str| {
                !word.is_empty() && word.to_lowercase() == **word && !word.contains('’')
            };
            assert!(words.iter().all(is_word), "{language}: lower case, single spaces");
        }
        assert_eq!(
            *StopWords::built_in(),
            StopWords::parse(table).expect("a table"),
            "as it was packed"
        );
    }
}
