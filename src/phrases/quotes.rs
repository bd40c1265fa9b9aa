//! The parts of a text that stand in quotation marks.

use std::ops::Range;

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

/// The quoted parts of `text`, without those inside others.
///
/// A mark opens only at the start of a word, and the single marks close only at the end of one:
/// they are apostrophes too. A quotation that begins the text and does not end in it goes on in the
/// next paragraph, so all of it is quoted.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    // Most blocks have no marks: a look at their bytes is a tenth of one at their characters.
    if !text.bytes().any(can_begin_mark) {
        return parts;
    }
    let mut open: Option<(usize, &[char])> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match open {
            None => {
                let at_word = !before.is_alphanumeric();
                let pair = PAIRS.iter().find(|(mark, _)| *mark == c);
                let is_cjk = matches!(c, '「' | '『' | '《');
                if let Some((_, closers)) = pair
                    && (at_word || is_cjk)
                {
                    open = Some((at, closers));
                }
            }
            Some((start, closers)) if closers.contains(&c) => {
                let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
                if !matches!(c, '’' | '‘') || !after.is_alphanumeric() {
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

/// Whether a mark of [`PAIRS`] can begin with a byte of UTF-8.
fn can_begin_mark(byte: u8) -> bool {
    matches!(byte, b'"' | 0xC2 | 0xE2 | 0xE3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_begin_as_the_first_look_expects() {
        for (open, closers) in PAIRS {
            for mark in closers.iter().chain([open]) {
                assert!(can_begin_mark(mark.to_string().as_bytes()[0]), "{mark}");
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
        assert_eq!(parts("‘Don’t go,’ he said"), ["‘Don’t go,’"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert!(parts("The readers’ trust isn't ‘90s").is_empty());
        assert!(parts("A 15\" screen").is_empty());
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        assert_eq!(parts("“And if you cannot, come."), ["“And if you cannot, come."]);
    }
}
