//! What stands behind a writer's name in a byline: a job, an employer, a place.

use std::ops::Range;
use std::sync::LazyLock;

use super::name_in_line::words_of;

static JOBS: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("job").collect());

/// What parts names from each other, and from what stands behind them.
const BETWEEN: [&str; 7] = [", and ", ", ", " and ", " & ", "; ", " | ", " · "];
/// Before the first of those they part a name from a job; behind it they are part of an employer's name.
const DASHES: [&str; 3] = [" - ", " – ", " — "];

/// Words between a name and a place.
const PLACES: [&str; 2] = [" in ", " à "];

/// Names without jobs, employers (those that `is_site` knows among them) and places behind them.
pub(super) fn without_jobs(names: &str, is_site: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut has_place = false;
    let mut start = 0;
    for (number, (sign, part)) in parts(names).into_iter().enumerate() {
        let text = &names[part.clone()];
        let (name, is_placed) = without_place(text);
        // Behind "in Science" may stand "and Technology".
        let is_rest = has_place && !is_placed;
        let is_beside = number > 0 && (is_job(text) || is_site(text) || is_rest);
        has_place |= is_placed;
        if !is_beside {
            out.push_str(if number > 0 { sign } else { &names[start..part.start] });
            out.push_str(name);
        }
        start = part.end;
    }
    out
}

/// The parts of a list, each with the sign before it.
fn parts(names: &str) -> Vec<(&str, Range<usize>)> {
    let (mut parts, mut sign, mut start) = (Vec::new(), "", 0);
    let mut dashes: &[&str] = &DASHES;
    let mut at = 0;
    while at < names.len() {
        let mut signs = BETWEEN.iter().chain(dashes);
        let found = signs.find(|sign| names[at..].starts_with(**sign));
        match found {
            Some(next) => {
                if BETWEEN.contains(next) {
                    dashes = &[];
                }
                parts.push((sign, start..at));
                at += next.len();
                (sign, start) = (*next, at);
            }
            None => at = names.ceil_char_boundary(at + 1),
        }
    }
    parts.push((sign, start..names.len()));
    parts
}

/// A name of two words or more without the place behind it, if there is one.
fn without_place(text: &str) -> (&str, bool) {
    let at = PLACES.iter().filter_map(|word| {
        let at = text.find(word)?;
        let is_name = text[..at].trim().contains(' ');
        let is_place = text[at + word.len()..].starts_with(char::is_uppercase);
        (is_name && is_place).then_some(at)
    });
    match at.min() {
        Some(at) => (&text[..at], true),
        None => (text, false),
    }
}

/// Whether a part is a job or an employer and no name: "Transport Editor", "Editor of the year", "Reporter".
/// "Professor Eve Lind" is a name.
fn is_job(part: &str) -> bool {
    let lower = part.to_lowercase();
    let mut words = lower.split_whitespace().map(|word| word.trim_matches(['.', ',', '(', ')']));
    let is_word = |word: &str| JOBS.contains(&word);
    let (first, second) = (words.next().unwrap_or(""), words.next());
    let is_title = is_word(first) && second.is_none_or(|it| SMALL.contains(&it));
    is_title || words.last().or(second).is_some_and(is_word)
}

/// Words behind a job: "Editor at large".
const SMALL: [&str; 8] = ["at", "for", "of", "in", "de", "bei", "und", "and"];
