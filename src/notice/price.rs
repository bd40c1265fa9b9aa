//! Prices: an offer names one, whatever language its words are in.

/// Signs before or after a number.
const SIGNS: &[char] = &[
    '$', '€', '£', '¥', '￥', '₽', '₴', '₺', '₩', '₹', '₫', '₪', '฿', '元', '円', '원', '圆', '圓',
];
/// Words after a number, as they begin; in lower case.
const WORDS: &[&str] = &[
    "eur",
    "dollar",
    "usd",
    "pound",
    "kr",
    "kč",
    "korun",
    "zł",
    "złot",
    "tl",
    "lira",
    "руб",
    "грн",
    "гривен",
    "ft",
    "forint",
    "lei",
    "лв",
    "евро",
    "євро",
    "chf",
    "franken",
    "reais",
    "pesos",
    "ευρώ",
    "rupee",
    "rupiah",
    "ریال",
    "تومان",
    "دولار",
    "يورو",
    "שקל",
    "₪",
];

/// Whether a text names an amount of money.
pub(super) fn names_price(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–');
        let len = rest[start..].find(|c| !is_part(c)).unwrap_or(rest.len() - start);
        let (before, after) = (rest[..start].trim_end(), rest[start + len..].trim_start());
        if before.ends_with(SIGNS) || after.starts_with(SIGNS) || starts_with_word(after) {
            return true;
        }
        rest = &rest[start + len..];
    }
    false
}

fn starts_with_word(text: &str) -> bool {
    /// Characters of the longest of [`WORDS`].
    const MAX_CHARS: usize = 8;
    let start: String = text.chars().take(MAX_CHARS).flat_map(char::to_lowercase).collect();
    WORDS.iter().any(|word| {
        let rest = start.strip_prefix(word);
        // A word of two letters is one by itself: "kr", "ft".
        rest.is_some_and(|rest| word.chars().count() > 2 || !rest.starts_with(char::is_alphabetic))
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
        ] {
            assert!(names_price(text), "{text}");
        }
        for text in ["4 weeks", "in 2024", "3 km", "12 krill", "no number", "5 % off", "1.5"] {
            assert!(!names_price(text), "{text}");
        }
    }
}
