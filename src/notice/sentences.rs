//! Where the sentences of a paragraph end.

use std::ops::Range;

use crate::letters::is_alphanumeric;
use crate::punctuation::{closes, ends_sentence};

/// The sentences of a text in a language; the space before one belongs to it.
pub(super) fn sentences(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    // The place behind the mark that ended it.
    let (mut start, mut end) = (0, None);
    let (mut word, mut is_price) = (0..0, false);
    for (at, c) in text.char_indices() {
        let goes_with_it = closes(c) || ends_sentence(c);
        // Behind the marks of scripts without spaces none follows.
        let is_behind = c.is_whitespace() || (end.is_some_and(is_wide) && !goes_with_it);
        if is_behind
            && let Some(mark) = end.take()
            && !(is_point(mark) && goes_on(&text[at..], &text[word.clone()], language))
        {
            sentences.push(start..at);
            start = at;
        }
        match c {
            // A point behind one letter is an initial, and behind one digit an ordinal or a price; one behind what
            // closes, or behind another one, ends the sentence.
            '.' if word.end < at => {
                end = text[..at].ends_with(|c| closes(c) || is_point(c)).then_some(c);
            }
            '.' => {
                let is_short = text[word.clone()].chars().nth(1).is_none();
                end = (!is_short || is_price).then_some(c);
            }
            c if ends_sentence(c) || is_point(c) => end = Some(c),
            // Marks that close with the sentence, and those around it in Markdown.
            c if closes(c) || matches!(c, '*' | '_') => {}
            _ => end = None,
        }
        is_price = matches!(c, '$' | '€' | '£') || (is_price && c.is_ascii_digit());
        if is_alphanumeric(c) {
            word =
                if word.end == at { word.start..at + c.len_utf8() } else { at..at + c.len_utf8() };
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// Whether a mark is a point, or several.
fn is_point(mark: char) -> bool {
    matches!(mark, '.' | '…')
}

fn is_wide(mark: char) -> bool {
    matches!(mark, '。' | '！' | '？')
}

/// Whether a sentence goes on behind a word with a point, in front of `rest`.
fn goes_on(rest: &str, word: &str, language: Option<&str>) -> bool {
    let next = rest.trim_start().chars().next();
    next.is_some_and(begins_no_sentence) || is_abbreviation(word, language)
}

/// Whether a letter is a small one of a script that begins sentences with capitals: the Georgian ones are small
/// letters, and begin them.
fn begins_no_sentence(c: char) -> bool {
    c.is_lowercase() && !matches!(c, '\u{10D0}'..='\u{10FF}')
}

/// Whether `tables/abbreviations.txt` has a word, in its language or, where that is not known, in any.
fn is_abbreviation(word: &str, language: Option<&str>) -> bool {
    let word = word.to_lowercase();
    let table = include_str!("../tables/abbreviations.txt").lines();
    let mut rows = table.filter_map(|line| line.split_once('\t'));
    rows.any(|(of, words)| {
        language.is_none_or(|language| language == of) && words.split(' ').any(|it| it == word)
    })
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text, None).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_with_a_mark_and_a_space() {
        let text = "J. Doe paid $3.50 for it. “Why?” he asked! Nobody knew";
        let expected = ["J. Doe paid $3.50 for it.", " “Why?”", " he asked!", " Nobody knew"];
        assert_eq!(parts(text), expected);
        assert_eq!(parts("From $2. By 2. Mai. For £5. ").len(), 4);
        assert_eq!(parts("It was 1956. 2,300 came. “Why?”").len(), 3);
        assert_eq!(parts("終わった。始まる。").len(), 2);
        assert_eq!(parts("「終わった。」始まる！！"), ["「終わった。」", "始まる！！"]);
        for end in ["(a.example).", "[now].]", "now...", "now…", "_now._", "“now.”"] {
            assert_eq!(parts(&format!("We pay {end} The boats sail.")).len(), 2, "{end}");
        }
        assert_eq!(parts("We pay ... and sail.").len(), 1);
        assert_eq!(parts("बाँध खुला है। लोग खुश हैं।").len(), 2);
        assert_eq!(parts("هل فُتح السد؟ نعم.").len(), 2);
        assert_eq!(parts("ბორანი დოკშია. ის იქ რჩება.").len(), 2);
    }

    #[test]
    fn sentences_go_on_behind_abbreviations() {
        for text in [
            "It stands at St. Mary Street in Carrow.",
            "It is by Mrs. Dress and her crew of four.",
            "It costs approx. five pounds.",
            "Es geht mit einer Spende bzw. einem Abo.",
            "Паром стоит на ул. Садовой.",
        ] {
            assert_eq!(parts(text), [text]);
        }
        // In its language only.
        assert_eq!(sentences("It is on. Nobody asked.", Some("en")).len(), 2);
        assert_eq!(sentences("Lo dice l’on. Rossi.", Some("it")).len(), 1);
    }

    #[test]
    fn the_table_is_tidy() {
        let table = include_str!("../tables/abbreviations.txt");
        let mut last = "";
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (language, words) = line.split_once('\t').expect("language TAB words");
            assert!(last < language, "{language} after {last}");
            last = language;
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{language}: sorted, each once");
            let is_word = |word: &&str| {
                word.chars().count() > 1
                    && word.chars().all(char::is_alphabetic)
                    && word.to_lowercase() == **word
            };
            assert!(words.iter().all(is_word), "{language}: words in lower case");
        }
    }
}
