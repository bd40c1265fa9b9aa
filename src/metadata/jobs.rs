//! What stands behind a writer's name in a byline: a job, an employer, a place.

use std::sync::LazyLock;

use super::name_in_line::words_of;

static JOBS: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("job").collect());

/// What parts names from each other, and from what stands behind them.
pub(super) const BETWEEN: [&str; 7] = [", and ", ", ", " and ", " & ", "; ", " | ", " · "];
/// What may part a name from a job, and stand in the name of an employer.
const DASHES: [&str; 3] = [" - ", " – ", " — "];
/// Words between a name and a place.
const PLACES: [&str; 2] = [" in ", " à "];

/// Names without jobs, employers (those that `is_site` knows among them) and places behind them.
pub(super) fn without_jobs(names: &str, is_site: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut has_place = false;
    for (number, (sign, text)) in parts(names).into_iter().enumerate() {
        let is_beside = |part: &str| is_job(part) || is_site(part);
        let text = without_dashed(text, is_beside);
        let (name, is_placed) = without_place(text);
        // Behind "in Science" may stand "and Technology".
        let is_rest = has_place && !is_placed;
        has_place |= is_placed;
        if number == 0 || !(is_beside(text) || is_rest) {
            out.extend([sign, name]);
        }
    }
    out
}

/// The parts of a list, each with the sign before it.
fn parts(names: &str) -> Vec<(&str, &str)> {
    let (mut parts, mut sign, mut start) = (Vec::new(), "", 0);
    let mut at = 0;
    while at < names.len() {
        let found = BETWEEN.iter().find(|sign| names[at..].starts_with(**sign));
        match found {
            Some(next) => {
                parts.push((sign, &names[start..at]));
                at += next.len();
                (sign, start) = (*next, at);
            }
            None => at = names.ceil_char_boundary(at + 1),
        }
    }
    parts.push((sign, &names[start..]));
    parts
}

/// A part without what stands behind a dash in it.
fn without_dashed(part: &str, is_beside: impl Fn(&str) -> bool) -> &str {
    let dashed = DASHES.iter().filter_map(|dash| part.split_once(dash));
    let names = dashed.filter(|(_, behind)| is_beside(behind)).map(|(name, _)| name);
    names.min_by_key(|name| name.len()).unwrap_or(part)
}

/// A name of two or three words without the place behind it, if there is one: clubs and houses have longer
/// names, with places in them.
fn without_place(text: &str) -> (&str, bool) {
    let is_long = |words: &str, most: usize| words.split_whitespace().count() > most;
    let at = PLACES.iter().filter_map(|word| {
        let (name, place) = text.split_once(word)?;
        let is_name = name.trim().contains(' ') && !is_long(name, 3) && !name.contains(':');
        let is_place = place.starts_with(char::is_uppercase) && !is_long(place, 2);
        (is_name && is_place && !is_society(place)).then_some(name.len())
    });
    match at.min() {
        Some(at) => (&text[..at], true),
        None => (text, false),
    }
}

/// `Horka e.V.`: abbreviations of companies and clubs.
fn is_society(place: &str) -> bool {
    place.ends_with('.')
}

/// Whether a part is a job or an employer and no name: "Transport Editor", "Editor of the year", "Reporter".
/// "Professor Eve Lind" is a name.
fn is_job(part: &str) -> bool {
    let lower = part.to_lowercase();
    let mut words = lower.split_whitespace().map(|word| word.trim_matches(['.', ',', '(', ')']));
    let is_word = |word: &str| JOBS.contains(&word);
    let (first, second) = (words.next().unwrap_or(""), words.next());
    let is_title = is_word(first) && second.is_none_or(|it| SMALL.contains(&it));
    is_title || words.next_back().or(second).is_some_and(is_word)
}

/// Words behind a job: "Editor at large".
const SMALL: [&str; 8] = ["at", "for", "of", "in", "de", "bei", "und", "and"];
