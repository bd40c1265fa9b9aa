//! Which languages write a letter, and which script one alone does, from `tables/letters.txt`.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::stop_words::StopWords;

const TABLE: &str = include_str!("../tables/letters.txt");
/// Letters are looked up below this code point: Latin and Cyrillic, which take at most two bytes.
const MAX_LETTER: usize = 0x500;

/// What letters and scripts tell.
pub(super) struct Letters {
    /// The languages of [`StopWords`] that write a letter, in both cases, a bit each, by code point.
    masks: Vec<u64>,
    /// Scripts that one language writes, the more telling first.
    pub(super) scripts: Vec<(&'static str, RangeInclusive<char>)>,
}

impl Letters {
    /// Those of the program's own table.
    pub(super) fn built_in() -> &'static Letters {
        static ALL: LazyLock<Letters> = LazyLock::new(|| {
            Letters::parse(TABLE, &StopWords::built_in().languages.iter().collect::<Vec<_>>())
        });
        &ALL
    }

    /// Reads the table, which a test has found tidy; bits are numbered in the order of `languages`.
    fn parse(table: &'static str, languages: &[&str]) -> Letters {
        let mut all = Letters { masks: vec![0; MAX_LETTER], scripts: Vec::new() };
        for (what, names) in rows(table) {
            if let Some(script) = range(what) {
                all.scripts.push((names, script));
                continue;
            }
            let place = |name: &str| languages.iter().position(|language| *language == name);
            let mask = names.split(' ').filter_map(place).fold(0, |mask, at| mask | 1 << at);
            for letter in what.chars().chain(what.chars().flat_map(char::to_uppercase)) {
                // The capital of `ı` is `I`.
                if let Some(of_letter) = all.masks.get_mut(letter as usize)
                    && !letter.is_ascii()
                {
                    *of_letter = mask;
                }
            }
        }
        all
    }

    /// The languages that write a letter, a bit each; none for a letter that tells nothing.
    pub(super) fn languages(&self, letter: usize) -> u64 {
        self.masks.get(letter).copied().unwrap_or(0)
    }
}

/// The table's lines: letters or a range of code points, and languages.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// `U+3040 - U+30FF`.
fn range(what: &str) -> Option<RangeInclusive<char>> {
    let letter =
        |code: &str| char::from_u32(u32::from_str_radix(code.strip_prefix("U+")?, 16).ok()?);
    let (first, last) = what.split_once(" - ")?;
    Some(letter(first)?..=letter(last)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_tidy() {
        let languages = &StopWords::built_in().languages;
        let mut seen = Vec::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (what, names) = line.split_once('\t').expect("letters TAB languages");
            let names: Vec<&str> = names.split(' ').collect();
            if let Some(script) = range(what) {
                assert!(names.len() == 1 && !script.is_empty(), "{line}: a script, one language");
                continue;
            }
            assert!(names.is_sorted_by(|a, b| a < b), "{line}: sorted, each once");
            for name in names {
                assert!(languages.iter().any(|language| language == name), "{line}: no stop words");
            }
            for letter in what.chars() {
                assert!(!letter.is_ascii() && !letter.is_uppercase(), "{line}: {letter}");
                assert!((letter as usize) < MAX_LETTER, "{line}: {letter} is not looked up");
                assert!(!seen.contains(&letter), "{letter} stands twice");
                seen.push(letter);
            }
        }
    }

    #[test]
    fn letters_and_scripts_are_as_the_table_says() {
        let languages = ["da", "nb", "tr"];
        let all = Letters::parse("#\nø\tda nb\nış\ttr\nU+0E01 - U+0E5B\tth\n", &languages);
        assert_eq!(all.languages('ø' as usize), 0b11);
        assert_eq!(all.languages('Ø' as usize), 0b11);
        assert_eq!(all.languages('ş' as usize), 0b100);
        assert_eq!(all.languages('I' as usize), 0);
        assert_eq!(all.languages(0x1_0000), 0);
        assert_eq!(all.scripts, [("th", '\u{E01}'..='\u{E5B}')]);
    }
}
