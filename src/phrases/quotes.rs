//! The parts of a text that stand in quotation marks.

use std::ops::Range;

use memchr::{memchr, memchr3};

use crate::letters::is_alphanumeric;
use crate::search::is_unspaced;

/// An opening mark, and the marks that end what it opens in the manners of different languages.
const PAIRS: &[(char, &[char])] = &[
    ('"', &['"', '”', '“']),
    ('“', &['”', '"']),
    ('„', &['“', '”', '"']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‹', &['›']),
    ('›', &['‹', '›']),
    ('‘', &['’']),
    ('‚', &['‘', '’']),
    ('「', &['」']),
    ('『', &['』']),
    ('《', &['》']),
];

/// The bytes of UTF-8 that a mark can begin with.
const FIRST_BYTES: [u8; 4] = [b'"', 0xC2, 0xE2, 0xE3];

/// The quoted parts of `text`, without those inside others.
///
/// A mark opens only at the start of a word, and the single marks close only at the end of one: they are apostrophes
/// too. Where words are not spaced, any place will do. An arrow ([`is_arrow`]) opens nothing. A quotation that begins
/// the text and does not end in it goes on in the next paragraph, so all of it is quoted.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    // Most blocks have no marks, which a look at their bytes tells.
    let [quote, latin, general, cjk] = FIRST_BYTES;
    let bytes = text.as_bytes();
    if memchr3(quote, latin, general, bytes).is_none() && memchr(cjk, bytes).is_none() {
        return parts;
    }
    let mut open: Option<(usize, &[char])> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match open {
            None => {
                let at_word = !is_alphanumeric(before) || is_unspaced(before);
                let pair = PAIRS.iter().find(|(mark, _)| *mark == c);
                let is_cjk = matches!(c, '「' | '『' | '《');
                if let Some((_, closers)) = pair
                    && (at_word || is_cjk)
                    && !is_arrow(&text[at..])
                {
                    open = Some((at, closers));
                }
            }
            Some((start, closers)) if closers.contains(&c) => {
                let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
                let ends_word = !is_alphanumeric(after) || is_unspaced(after);
                if !matches!(c, '’' | '‘') || ends_word {
                    parts.push(start..at + c.len_utf8());
                    open = None;
                }
            }
            Some(_) => {}
        }
        before = c;
    }
    if let Some((0, _)) = open {
        parts.push(0..text.len());
    }
    parts
}

/// Whether a mark opens quotations, in some language.
pub(crate) fn opens_quotation(c: char) -> bool {
    PAIRS.iter().any(|(mark, _)| *mark == c)
}

/// Whether a text begins with a mark that points to what follows ("» Subscribe", "Home › News"): languages that open
/// quotations with it leave no space behind it.
pub(crate) fn is_arrow(text: &str) -> bool {
    text.strip_prefix(['»', '›']).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_begin_as_the_first_look_expects() {
        for (open, closers) in PAIRS {
            for mark in closers.iter().chain([open]) {
                assert!(FIRST_BYTES.contains(&mark.to_string().as_bytes()[0]), "{mark}");
            }
        }
    }

    fn parts(text: &str) -> Vec<&str> {
        quoted(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn marks_of_many_languages() {
        assert_eq!(parts("He said \"not now\" and left"), ["\"not now\""]);
        assert_eq!(parts("Das „Jetzt spenden“ und »Später«"), ["„Jetzt spenden“", "»Später«"]);
        assert_eq!(parts("Le « S’abonner » reste"), ["« S’abonner »"]);
        assert_eq!(parts("”Logga in”, sade hon"), ["”Logga in”"]);
        assert_eq!(parts("„Zaloguj się” i „dalej”"), ["„Zaloguj się”", "„dalej”"]);
        assert_eq!(parts("記事は「会員限定」です"), ["「会員限定」"]);
        assert_eq!(parts("把“订阅”换成‘支持’，转化率"), ["“订阅”", "‘支持’"]);
        assert_eq!(parts("‘Don’t go,’ he said"), ["‘Don’t go,’"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert!(parts("The readers’ trust isn't ‘90s").is_empty());
        assert!(parts("A 15\" screen").is_empty());
    }

    #[test]
    fn arrows_are_no_quotes() {
        assert!(parts("» Subscribe to our newsletter").is_empty());
        assert!(parts("News › Politics »\u{A0}More").is_empty());
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        assert_eq!(parts("“And if you cannot, come."), ["“And if you cannot, come."]);
    }
}
