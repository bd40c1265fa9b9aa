//! Prices: an offer names one, whatever language its words are in.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr3};

use crate::words::has_ascii_digits;

/// What `tables/currencies.txt` has.
#[derive(Default)]
struct Currencies {
    signs: Vec<char>,
    /// Words, sorted, and whether they may go on.
    words: Vec<(&'static str, bool)>,
}

static CURRENCIES: LazyLock<Currencies> =
    LazyLock::new(|| Currencies::parse(include_str!("../tables/currencies.txt")));

impl Currencies {
    fn parse(table: &'static str) -> Currencies {
        let mut currencies = Currencies::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            match (chars.next(), chars.next()) {
                (Some(sign), None) => currencies.signs.push(sign),
                _ => match line.strip_suffix('*') {
                    Some(stem) => currencies.words.push((stem, true)),
                    None => currencies.words.push((line, false)),
                },
            }
        }
        currencies
    }

    /// Whether a text begins with a word of money.
    fn begin(&self, text: &str) -> bool {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        // No word of the table is longer; the text behind a number may be a page without a space.
        let word: String =
            text[..end].chars().take(MAX_WORD_CHARS).flat_map(char::to_lowercase).collect();
        let Some(first) = word.chars().next() else {
            return false;
        };
        let start = self.words.partition_point(|(stem, _)| stem.chars().next() < Some(first));
        let mut alike = self.words[start..].iter().take_while(|(stem, _)| stem.starts_with(first));
        alike.any(|(stem, goes_on)| word == *stem || (*goes_on && word.starts_with(stem)))
    }
}

/// Characters of a word that are compared.
const MAX_WORD_CHARS: usize = 12;

/// Whether a text names an amount of money.
pub(super) fn names_price(text: &str) -> bool {
    amounts(text).next().is_some()
}

/// The amounts of money that a text names: their numbers.
pub(super) fn prices(text: &str) -> impl Iterator<Item = &str> {
    amounts(text).map(|range| &text[range])
}

/// Where the first of these stands.
pub(super) fn first_price_at(text: &str) -> Option<usize> {
    amounts(text).next().map(|range| range.start)
}

/// Whether a word in lower case is one of money.
pub(super) fn is_money(word: &str) -> bool {
    CURRENCIES.begin(word)
}

/// Whether a character is a sign of money.
pub(super) fn is_sign(c: char) -> bool {
    CURRENCIES.signs.contains(&c)
}

/// Whether a text can have a digit: few do, and of most others their bytes tell.
fn can_have_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The first bytes of the digits beyond ASCII.
    let can_have_others = || memchr3(0xD9, 0xDB, 0xE0, bytes).or(memchr(0xEF, bytes)).is_some();
    has_ascii_digits(bytes) || !text.is_ascii() && can_have_others()
}

/// Whether a character is a decimal digit of a script whose languages have tables.
fn is_digit(c: char) -> bool {
    // Most characters are told by two comparisons.
    c.is_ascii_digit()
        || c >= '٠'
            && matches!(c, '٠'..='٩' | '۰'..='۹' | '०'..='९' | '০'..='৯' | '๐'..='๙' | '０'..='９')
}

/// The numbers of a text that are amounts of money.
fn amounts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let signs = &CURRENCIES.signs[..];
    let mut at = if can_have_digits(text) { 0 } else { text.len() };
    std::iter::from_fn(move || {
        while let Some(start) = text[at..].find(is_digit).map(|len| at + len) {
            let is_part = |c: char| is_digit(c) || matches!(c, '.' | ',' | '-' | '–' | '٫' | '٬');
            let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |len| start + len);
            let (before, after) = (text[at..start].trim_end(), text[end..].trim_start());
            at = end;
            if before.ends_with(signs) || after.starts_with(signs) || CURRENCIES.begin(after) {
                return Some(start..end);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_money_are_prices() {
        for text in [
            "just $2 a month",
            "5 euros par mois",
            "für 9,99 € im Monat",
            "за 299 рублей",
            "首月仅需1元",
            "R$ 1,90",
            "199 kr/mån",
            "aylık 9,90 TL.",
            "ماهانه ۵۰ تومان",
            "केवल ५० रुपये",
        ] {
            assert!(names_price(text), "{text}");
        }
        for text in [
            "4 weeks",
            "in 2024",
            "3 km",
            "12 krill",
            "5 European cities",
            "5 % off",
            "1.5",
            "€",
            "none",
        ] {
            assert!(!names_price(text), "{text}");
        }
    }

    #[test]
    fn digits_are_told_by_their_bytes() {
        for c in ('\0'..=char::MAX).filter(|c| is_digit(*c)) {
            assert!(can_have_digits(&c.to_string()), "{c:?}");
        }
        assert!(!can_have_digits("Ça va – « l’été »"));
    }

    #[test]
    fn the_table_is_tidy() {
        let table = include_str!("../tables/currencies.txt");
        let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "sorted, each once");
        for line in lines {
            assert!(line == line.trim() && line.to_lowercase() == line, "{line:?}: in form");
            assert!(line.chars().count() <= MAX_WORD_CHARS, "{line:?} is longer than what is read");
        }
    }
}
