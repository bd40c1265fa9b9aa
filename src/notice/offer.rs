//! Offers: lines of a call, a price and its terms, and nothing else: "Join from $4 a month".

use std::sync::LazyLock;

use crate::category::Category;
use crate::letters::is_alphanumeric;

use super::page::length;
use super::price::{is_money, is_sign, names_price};

/// The longest offer in letters; the words of longer text that are all in the table are there by chance.
const MAX_LENGTH: f32 = 80.0;

/// `tables/offers.txt`.
const TABLE: &str = include_str!("../tables/offers.txt");
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TABLE.lines().filter_map(Row::of).collect());

/// Words of a language that are the same to an offer.
struct Row {
    language: &'static str,
    kind: Kind,
    /// Sorted.
    words: Vec<&'static str>,
}

impl Row {
    /// A line of the table; none if it is a comment.
    fn of(line: &'static str) -> Option<Row> {
        let (language, rest) = line.split_once('\t')?;
        let (kind, words) = rest.split_once('\t')?;
        Some(Row { language, kind: Kind::named(kind)?, words: words.split(' ').collect() })
    }

    fn has(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }
}

/// What a word is to an offer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It asks for this, and a price says for how much.
    Call(Category),
    /// It asks for what is bought once as often ("Try", "Start"): it needs a period.
    Lure,
    /// What the price is for: "month".
    Period,
    /// Anything else that offers are made of: "from", "access".
    Term,
}

impl Kind {
    /// The one with a name in the table.
    fn named(name: &str) -> Option<Kind> {
        Some(match name {
            "paywall" => Kind::Call(Category::Paywall),
            "donation" => Kind::Call(Category::Donation),
            "call" => Kind::Lure,
            "period" => Kind::Period,
            "term" => Kind::Term,
            _ => return None,
        })
    }
}

/// What a text asks for that is an offer as a whole, in a language or, where that is not known, in any.
pub(super) fn category(text: &str, language: Option<&str>) -> Option<Category> {
    if !can_be_short(text) || !names_price(text) || length(text.trim()) > MAX_LENGTH {
        return None;
    }
    let (mut asked, mut lures, mut has_period) = (None, false, false);
    for word in words(text) {
        match kind(&word, language) {
            Some(Kind::Call(category)) => asked = asked.or(Some(category)),
            Some(Kind::Lure) => lures = true,
            Some(Kind::Period) => has_period = true,
            Some(Kind::Term) => {}
            None if is_money(&word) => {}
            None => return None,
        }
    }
    asked.or((lures && has_period).then_some(Category::Paywall))
}

/// Whether a text can have so few letters, of which each has four bytes at most: its length need not be counted.
fn can_be_short(text: &str) -> bool {
    const MAX: usize = MAX_LENGTH as usize;
    text.len() <= MAX || (text.len() <= 4 * MAX && !text.is_ascii())
}

/// The words of a text in lower case: no numbers, nor the letters of signs of money ("R$").
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts =
        text.split_inclusive(|c| !is_alphanumeric(c)).filter(|part| !part.ends_with(is_sign));
    let words = parts.map(|part| part.trim_matches(|c: char| !c.is_alphabetic()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// What the table says of a word, in a language or in English, in which buttons are on pages of every language.
fn kind(word: &str, language: Option<&str>) -> Option<Kind> {
    let is_known = |of: &str| language.is_none_or(|language| language == of) || of == "en";
    ROWS.iter().find(|row| is_known(row.language) && row.has(word)).map(|row| row.kind)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_call_with_a_price_and_its_terms_is_an_offer() {
        let offers = [
            ("en", "Subscribe for $1 a week", Category::Paywall),
            ("en", "Join from $4 a month – cancel anytime", Category::Paywall),
            ("en", "Try unlimited digital access for 99 cents a week.", Category::Paywall),
            ("en", "Support us from £2/month", Category::Donation),
            ("de", "Jetzt 4 Wochen für 1 € testen", Category::Paywall),
            ("de", "Spenden Sie 10 Euro", Category::Donation),
            ("fr", "Je m’abonne à partir de 1 € par mois", Category::Paywall),
            ("es", "Suscríbete por 1 € el primer mes", Category::Paywall),
            ("pt", "Assine por apenas R$ 1,90/mês", Category::Paywall),
            ("sv", "Prenumerera för 99 kr/månad", Category::Paywall),
            ("fi", "Subscribe for 5 € a month", Category::Paywall),
        ];
        for (language, text, asked) in offers {
            assert_eq!(category(text, Some(language)), Some(asked), "{text}");
            assert_eq!(category(text, None), Some(asked), "{text}");
        }
    }

    #[test]
    fn other_prices_are_none() {
        for text in [
            "Annual subscription: $60",
            "From $999 or $83.25/mo. for 12 mo.",
            "Try it for $5",
            "Subscribe now",
            "Get your first three months for just $1 per month when you sign up",
            "Membership costs $40 a year",
            "The paper will ask readers to subscribe for $1 a week",
        ] {
            assert_eq!(category(text, Some("en")), None, "{text}");
        }
    }

    #[test]
    fn the_table_is_tidy() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), ROWS.len(), "language, kind and words, with tabs between");
        assert!(ROWS.is_sorted_by_key(|row| row.language), "by language");
        let mut seen = HashSet::new();
        for Row { language, words, .. } in &*ROWS {
            assert!(words.is_sorted_by(|a, b| a < b), "{language}: sorted, each once: {words:?}");
            for word in words {
                assert!(word.to_lowercase() == *word && !word.is_empty(), "{word:?}: lower case");
                assert!(seen.insert((language, word)), "{language} {word:?}: one kind only");
            }
        }
    }
}
