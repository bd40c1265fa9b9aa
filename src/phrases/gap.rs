//! Phrases with a gap: `sign up ~ newsletter` is "Sign up to our free weekly newsletter", too.
//!
//! Every outlet words its pleas anew, but the verb and the thing it is for are few: a phrase of two parts
//! holds for wordings that no table lists. The parts have to be near, in order and in one clause, which
//! prose about the matter seldom is.

use memchr::{memchr, memchr_iter};

use crate::punctuation::ends_sentence;

use crate::search::{begins_word, ends_word, is_unspaced};

/// What stands for the gap in a phrase of a table, with a space on both sides.
const MARK: u8 = b'~';
/// Words in a gap: "to our free weekly", "for the very best".
const MAX_WORDS: usize = 4;
/// Characters of a gap, and bytes of one in a script without spaces: some sixteen characters.
const MAX_LEN: usize = 48;
/// Bytes that so many characters take at most where words have spaces between them: two each.
const MAX_BYTES: usize = 2 * MAX_LEN;

/// The part of a phrase before its gap, and that behind it.
pub(super) fn parts(phrase: &str) -> (&str, Option<&str>) {
    let Some(at) = memchr(MARK, phrase.as_bytes()) else {
        return (phrase, None);
    };
    match (phrase[..at].strip_suffix(' '), phrase[at + 1..].strip_prefix(' ')) {
        (Some(head), Some(tail)) if !head.is_empty() && !tail.is_empty() => (head, Some(tail)),
        _ => (phrase, None),
    }
}

/// Whether the marks in a phrase are one gap, if any.
pub(super) fn is_in_form(phrase: &str) -> bool {
    let Some(at) = memchr(MARK, phrase.as_bytes()) else {
        return true;
    };
    parts(phrase).1.is_some() && memchr(MARK, &phrase.as_bytes()[at + 1..]).is_none()
}

/// Where the part behind a gap ends that begins at `from`; the last word of an open one may go on.
pub(super) fn end_of_tail(text: &str, from: usize, tail: &str, is_open: bool) -> Option<usize> {
    let end = text.floor_char_boundary(from + MAX_BYTES + tail.len());
    let window = &text[from..end];
    // A searcher for the tail would take longer to make than so few bytes to look at.
    let mut firsts = memchr_iter(*tail.as_bytes().first()?, window.as_bytes());
    firsts.find_map(|at| {
        if !window.as_bytes()[at..].starts_with(tail.as_bytes()) {
            return None;
        }
        let end = from + at + tail.len();
        let is_word = begins_word(text, from + at) && (is_open || ends_word(text, end));
        (is_word && can_be_gap(&window[..at])).then_some(end)
    })
}

/// Whether a text is of one clause and few words.
fn can_be_gap(text: &str) -> bool {
    let ends_clause = |c: char| ends_sentence(c) || matches!(c, ':' | ';' | '؛');
    // Characters of scripts without spaces take three bytes.
    let is_short =
        text.len() <= MAX_LEN || (!text.contains(is_unspaced) && text.chars().count() <= MAX_LEN);
    is_short && !text.contains(ends_clause) && text.split_whitespace().count() <= MAX_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail<'t>(text: &'t str, from: usize, tail: &str, is_open: bool) -> Option<&'t str> {
        end_of_tail(text, from, tail, is_open).map(|end| &text[from..end])
    }

    #[test]
    fn few_words_of_one_clause_may_stand_between() {
        assert_eq!(parts("sign up ~ newsletter"), ("sign up", Some("newsletter")));
        assert_eq!(parts("a~b"), ("a~b", None));
        assert!(
            is_in_form("a ~ b")
                && is_in_form("a b")
                && !is_in_form("a~b")
                && !is_in_form("a ~ b ~ c")
        );
        let text = "sign up to our free weekly newsletter";
        assert_eq!(tail(text, 7, "newsletter", false), Some(" to our free weekly newsletter"));
        assert_eq!(tail("sign up newsletters", 7, "newsletter", false), None);
        assert_eq!(tail("sign up newsletters", 7, "newsletter", true), Some(" newsletter"));
        assert_eq!(tail("sign up. the newsletter", 7, "newsletter", false), None);
        assert_eq!(
            tail("sign up for one or two or three newsletter", 7, "newsletter", false),
            None
        );
        assert_eq!(tail("メルマガに登録", 12, "登録", false), Some("に登録"));
    }
}
