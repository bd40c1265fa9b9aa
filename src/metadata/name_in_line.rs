//! The names of writers in a line of text.

use std::sync::LazyLock;

use super::by_words::{BY, Found};
use super::jobs::without_jobs;
use super::{date, time};

/// Bytes of one name, with a title and degrees.
const MAX_NAME_LEN: usize = 90;
/// Words of one name where nothing introduces it.
const MAX_NAME_WORDS: usize = 5;
/// Bytes of the words between a name and a date: `am`, `le`, `den`.
const MAX_PREPOSITION_LEN: usize = 3;
/// Characters of an East Asian name that stands directly before a date.
const MIN_NAME_LEN_BESIDE_DATE: usize = 3;

/// The words of a kind of `tables/bylines.txt`.
pub(super) fn words_of(kind: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../tables/bylines.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).filter(move |(k, _)| *k == kind).map(|(_, w)| w)
}

pub(super) static OTHER: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("other").collect());
static ROLES: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("role").collect());
static ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words_of("ends").chain(words_of("published")).chain(words_of("changed")).collect()
});

/// Whether something besides the text itself says that it is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Words that introduce a name do.
    Announced,
    /// It has to look like one.
    Bare,
}

impl Shape {
    /// By the words in a line.
    pub(super) fn of(line: &str) -> Shape {
        if strip_by(line).len() < line.len() { Shape::Announced } else { Shape::Bare }
    }
}

/// Signs between a word such as `author` and the name.
pub(super) const COLONS: [char; 4] = [':', '：', '｜', '|'];
const AFTER_BY: [char; 6] = [':', '：', '｜', '|', ' ', '\u{a0}'];

/// A line without the words that introduce a name, and without what stands before them.
pub(super) fn strip_by(line: &str) -> &str {
    let line = line.trim();
    let found = BY.all_in(line);
    let behind = |found: &Found| behind(line, found.at, BY.word(*found));
    let at_start = || found.iter().filter(|found| found.at == 0).find_map(behind);
    let is_word = |at: usize| line[..at].ends_with(|c: char| !c.is_alphanumeric());
    // With a colon any of the words: `Source: … Author: …`.
    let is_labelled = |found: &&Found| {
        let rest = &line[found.at + BY.word(**found).len()..];
        is_word(found.at) && rest.trim_start().starts_with(COLONS)
    };
    let labelled = || found.iter().filter(is_labelled).find_map(behind);
    let is_inside = |found: &&Found| {
        BY.word(**found) == "by" && is_word(found.at) && !is_credit(&line[..found.at])
    };
    // Ships pass by the sea; names have capitals.
    let is_name = |name: &&str| !name.starts_with(char::is_lowercase);
    let inside = || found.iter().filter(is_inside).filter_map(behind).find(is_name);
    at_start().or_else(labelled).or_else(inside).unwrap_or(line)
}

/// Whether what stands before a `by` names someone else: `Photo by`.
fn is_credit(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    OTHER.contains(&last.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()))
}

/// What stands behind `word` at a place, if a name may begin there. Of elements in a row the text
/// runs on without a space: `Written byInes Marl`.
pub(super) fn behind<'l>(line: &'l str, at: usize, word: &str) -> Option<&'l str> {
    let head = line.get(at..at + word.len())?;
    let rest = &line[at + word.len()..];
    let name = rest.trim_start_matches(AFTER_BY);
    let first = name.chars().next()?;
    let is_glued = word.ends_with("by") && first.is_uppercase() && !head.ends_with('Y');
    let is_apart = name.len() < rest.len();
    (head.to_lowercase() == word && !first.is_numeric() && (is_apart || is_glued)).then_some(name)
}

/// The name in a line: between the words that introduce it, and a date, a number, or a word that
/// tells of something else.
pub(super) fn in_line(line: &str, shape: Shape) -> Option<String> {
    let text = strip_by(line);
    let is_announced = shape == Shape::Announced || text.len() < line.trim().len();
    let Some((place, iso)) = date::find(text, date::DayOrder::DayFirst) else {
        return name_in(text, shape);
    };
    let (before, after) = (&text[..place.start], &text[place.end..]);
    let own = if is_announced { without_preposition(before) } else { before };
    let name = name_in(own, shape);
    let is_label = |name: &String| {
        !is_announced && is_label(name, before.trim_end_matches(char::is_whitespace))
    };
    if !before.trim_matches(is_edge).is_empty() && !name.as_ref().is_some_and(is_label) {
        return name;
    }
    // Behind a time stands its zone or what it is called, unless a mark parts the two.
    let has_time = iso.contains('T');
    let is_parted = after.trim_start().starts_with(is_edge) || !after.contains(char::is_uppercase);
    name_in(after, shape).filter(|name| (!has_time || is_parted) && !time::is_half(name))
}

/// A name without the small word between it and a date: `Ines le 3 mai`.
fn without_preposition(before: &str) -> &str {
    let name = before.trim_end_matches(char::is_whitespace);
    match name.rsplit_once(char::is_whitespace) {
        Some((name, word)) if word.len() <= MAX_PREPOSITION_LEN && is_small(word) => name,
        _ => before,
    }
}

/// Whether a word is in small letters.
fn is_small(word: &str) -> bool {
    word.chars().all(char::is_lowercase)
}

/// The name of one word that a login has, in a line that begins with words which introduce a name: several of them, or
/// with a small word and a date behind the name. `By Friday` introduces none.
pub(super) fn login_in_line(line: &str) -> Option<String> {
    let word = BY.word(BY.first_in(line)?);
    let name =
        in_line(line, Shape::Announced).filter(|name| !name.contains(char::is_whitespace))?;
    let behind = || {
        let (_, rest) = line.split_once(&name)?;
        let (small, date) = rest.trim_start().split_once(char::is_whitespace)?;
        let (place, _) = date::find(date, date::DayOrder::DayFirst)?;
        Some(small.len() <= MAX_PREPOSITION_LEN && is_small(small) && place.start == 0)
    };
    (word.contains(' ') || behind().unwrap_or(false)).then_some(name)
}

/// Whether what nothing introduces is the label of the date behind it: it ends with a colon, or with a small word, as
/// no name does, or nothing parts the two in a script without capitals.
fn is_label(name: &str, before: &str) -> bool {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let has_capitals = name.contains(char::is_uppercase);
    let ends_small = has_capitals && last.starts_with(char::is_lowercase);
    let is_next = before.trim_end_matches(COLONS).trim_end().ends_with(name);
    // Names of two characters are rare in East Asia, labels are not.
    let is_short = !has_capitals && name.chars().count() < MIN_NAME_LEN_BESIDE_DATE;
    let is_word = !has_capitals && !name.contains(is_east_asian);
    ends_small || (is_next && (before.ends_with([':', '：']) || is_short || is_word))
}

/// Kana, Han and Hangul.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9FFF}' | '가'..='힣')
}

/// The name in a part of a line without a date.
fn name_in(text: &str, shape: Shape) -> Option<String> {
    let mut name = text.trim_matches(is_edge);
    // A number is no part of a name, but a digit at the end of a login is.
    let number = name.match_indices(|c| date::digit(c).is_some()).map(|(at, _)| at);
    let mut number = number.filter(|at| !name[..*at].ends_with(char::is_alphanumeric));
    if let Some(at) = number.next() {
        name = without_preposition(&name[..at]);
    }
    name = without_mail(name);
    name = name.split_once('@').map_or(name, |(login, _)| login);
    let people = without_jobs(name, |_| false);
    name = &people;
    let lower = name.to_lowercase();
    if lower.len() == name.len() {
        let end = ENDS.iter().filter_map(|word| end_at(name, &lower, word)).min();
        name = &name[..end.unwrap_or(name.len())];
    }
    let name = without_role(name.trim_matches(is_edge)).trim_matches(is_edge);
    let is_long = name.len() > MAX_NAME_LEN || name.len() < 2;
    let is_address = name.contains('{') || name.contains("://");
    let is_right =
        !is_long && !is_address && (shape == Shape::Announced || looks_like_a_name(name));
    is_right.then(|| name.to_owned())
}

/// A name without the address of mail that stands behind it.
pub(super) fn without_mail(name: &str) -> &str {
    let address = name.find('@').and_then(|at| name[..at].rfind(char::is_whitespace));
    address.map_or(name, |start| name[..start].trim_end_matches(is_edge))
}

/// A name without what stands behind it: "reporter" in languages that put it there.
pub(super) fn without_role(name: &str) -> &str {
    let role = ROLES.iter().find_map(|role| name.strip_suffix(role)).map(str::trim_end);
    role.filter(|name| !name.is_empty()).unwrap_or(name)
}

/// What is trimmed off a name.
pub(super) fn is_edge(c: char) -> bool {
    c.is_whitespace() || ",;:：|｜-–—•·●⋅»«/(\"“”©→←".contains(c)
}

/// Where in `lower`, which is `text` in lower case, a word stands that a name ends before. Of
/// elements in a row the text runs on: `Ines MarlPublished`.
fn end_at(text: &str, lower: &str, word: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, behind) = (&text[..*at], &text[at + word.len()..]);
        // Of `McInnes` the letters of "in" end nothing.
        let is_glued = before.ends_with(char::is_lowercase)
            && text[*at..].starts_with(char::is_uppercase)
            && !behind.starts_with(char::is_lowercase);
        let is_apart = !is_letter(before.chars().next_back()) && !is_letter(behind.chars().next());
        *at > 0 && (is_apart || is_glued)
    })
}

/// Two or more words in capitals, but for particles: `Anna van der Berg`; more names with `and` or
/// commas. One word alone is a label as often as a name, unless its script has no capitals.
fn looks_like_a_name(text: &str) -> bool {
    let mut parts = text.split([',', '&', ';']).flat_map(|part| part.split(" and "));
    let has_capitals = text.chars().any(char::is_uppercase);
    if text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return false;
    }
    parts.all(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_capital = |word: &&&str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        let capitals = words.iter().filter(is_capital).count();
        let least = if has_capitals { 2 } else { 1 };
        !words.contains(&"by")
            && (least..=MAX_NAME_WORDS).contains(&words.len())
            && capitals > 0
            && words.len() - capitals <= 2
    })
}
