//! Offers: lines of a call, a price and its terms, and nothing else: "Join from $4 a month".

use crate::category::Category;
use crate::letters::is_alphanumeric;

use super::page::length;
use super::price::{is_money, is_sign, names_price};

/// The longest offer in letters; the words of longer text that are all in the table are there by chance.
const MAX_LENGTH: f32 = 80.0;
/// The same in bytes, of which a letter has four at most.
const MAX_BYTES: usize = 4 * 80;

/// `tables/offers.txt`: the words of each language, by what they are to an offer.
static WORDS: &str = include_str!("../tables/offers.txt");

/// What a word is to an offer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It asks for this, and a price says for how much.
    Call(Category),
    /// It asks for what is bought once as often ("Try", "Get"): it needs a period.
    Lure,
    /// What the price is for: "month".
    Period,
    /// Anything else that offers are made of: "from", "access".
    Term,
}

impl Role {
    /// The one with a name in the table.
    fn named(name: &str) -> Option<Role> {
        Some(match name {
            "paywall" => Role::Call(Category::Paywall),
            "donation" => Role::Call(Category::Donation),
            "call" => Role::Lure,
            "period" => Role::Period,
            "term" => Role::Term,
            _ => return None,
        })
    }
}

/// What a text asks for that is an offer as a whole, in a language or, where that is not known, in any.
pub(super) fn category(text: &str, language: Option<&str>) -> Option<Category> {
    let text = text.trim();
    if text.len() > MAX_BYTES || length(text) > MAX_LENGTH || !names_price(text) {
        return None;
    }
    let (mut asked, mut lures, mut has_period) = (None, false, false);
    for word in words(text) {
        match role(&word, language) {
            Some(Role::Call(category)) => asked = asked.or(Some(category)),
            Some(Role::Lure) => lures = true,
            Some(Role::Period) => has_period = true,
            Some(Role::Term) => {}
            None if is_money(&word) => {}
            None => return None,
        }
    }
    asked.or((lures && has_period).then_some(Category::Paywall))
}

/// The words of a text in lower case: no numbers, nor the letters of signs of money ("R$").
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts =
        text.split_inclusive(|c| !is_alphanumeric(c)).filter(|part| !part.ends_with(is_sign));
    let words = parts.map(|part| part.trim_matches(|c: char| !c.is_alphabetic()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// What the table says of a word, in a language or in English, in which buttons are on pages of every language.
fn role(word: &str, language: Option<&str>) -> Option<Role> {
    let rows = WORDS.lines().filter_map(row);
    let is_known = |of: &str| language.is_none_or(|language| language == of) || of == "en";
    let mut rows = rows.filter(|(of, _, _)| is_known(of));
    let (_, kind, _) = rows.find(|(_, _, words)| words.split(' ').any(|it| it == word))?;
    Role::named(kind)
}

/// A line of the table: language, kind and words.
fn row(line: &str) -> Option<(&str, &str, &str)> {
    let (language, rest) = line.split_once('\t')?;
    let (kind, words) = rest.split_once('\t')?;
    Some((language, kind, words))
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
        let lines: Vec<&str> = WORDS.lines().filter(|line| !line.starts_with('#')).collect();
        let mut seen = HashSet::new();
        for line in &lines {
            let (language, kind, words) = row(line).expect("language, kind and words");
            assert!(Role::named(kind).is_some(), "{kind:?}: no kind");
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{language} {kind}: sorted, each once");
            for word in words {
                assert!(word.to_lowercase() == word && !word.is_empty(), "{word:?}: lower case");
                assert!(seen.insert((language, word)), "{language} {word:?}: one kind only");
            }
        }
        let languages: Vec<&str> = lines.iter().filter_map(|line| Some(row(line)?.0)).collect();
        assert!(languages.is_sorted(), "by language");
    }
}
