//! Numbered lines: steps, and the clauses of terms and laws.

use std::ops::Range;

/// The deepest numbers that are told apart: "2.1.3.4".
const MAX_DEPTH: usize = 4;
/// What stands between two sections of a law or contract, in lines.
const MAX_SECTION: usize = 8;
/// The longest chapter that is named after a matter of notices, in lines, and the longest heading, in bytes.
const MAX_CHAPTER: usize = 4;
const MAX_HEADING_LEN: usize = 48;
/// Words before the number of a section, in the languages that have more than the sign for it.
#[rustfmt::skip]
const SECTIONS: [&str; 16] = [
    "art.", "article", "articolo", "artículo", "artigo", "artikel", "artykuł", "clause", "section", "sección", "seção",
    "sezione", "rozdział", "статья", "стаття", "член",
];

/// How a number is marked; each kind counts for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// "2." and "2.1"
    Point,
    /// "(2)" and "2)"
    Bracket,
    /// "§ 2" and "Art. 2"
    Section,
}

/// The number that a line begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number {
    mark: Mark,
    /// Of the chapter, of the clause in it, and so on.
    path: Vec<u32>,
}

/// Which lines of a text are numbered with their neighbour, are clauses, or stand between two sections ("§ 4") or in a
/// numbered chapter that is named after a matter of notices, as those of terms and policies are ("4. Cookies").
/// `names_matter` tells of a line whether it has a phrase of notices and asks for nothing.
pub(super) fn members(texts: &[&str], names_matter: impl Fn(usize) -> bool) -> Vec<bool> {
    let numbers: Vec<_> = texts.iter().map(|text| number(text)).collect();
    let mut members = clauses_of(&numbers);
    for (pair, mark) in pairs(&numbers) {
        let is_heading = texts[pair.start].len() <= MAX_HEADING_LEN && names_matter(pair.start);
        let reach = match mark {
            Mark::Section => MAX_SECTION,
            Mark::Point | Mark::Bracket if pair.len() == 1 => 1,
            Mark::Point | Mark::Bracket if is_heading => MAX_CHAPTER,
            Mark::Point | Mark::Bracket => continue,
        };
        if pair.len() <= reach {
            members[pair.start..=pair.end].fill(true);
        }
    }
    // Where the last chapter ends is not said; it has one paragraph at least.
    let last = members.iter().rposition(|is_member| *is_member);
    if let Some(last) = last.filter(|last| numbers[*last].is_some())
        && texts[last].len() <= MAX_HEADING_LEN
        && names_matter(last)
        && let Some(member) = members.get_mut(last + 1)
    {
        *member = true;
    }
    members
}

/// Which lines of a page are clauses of terms or laws: numbers of one level are those of its sections, too.
pub(super) fn clauses(texts: &[&str]) -> Vec<bool> {
    clauses_of(&texts.iter().map(|text| number(text)).collect::<Vec<_>>())
}

fn clauses_of(numbers: &[Option<Number>]) -> Vec<bool> {
    let mut clauses = vec![false; numbers.len()];
    for (pair, mark) in pairs(numbers) {
        let is_deep = |at: usize| numbers[at].as_ref().is_some_and(|it| it.path.len() > 1);
        for at in [pair.start, pair.end] {
            clauses[at] |= mark == Mark::Section || is_deep(at);
        }
    }
    clauses
}

/// The numbers of one kind that follow each other, from the one to the other, whatever stands between.
fn pairs(numbers: &[Option<Number>]) -> Vec<(Range<usize>, Mark)> {
    let mut pairs = Vec::new();
    for mark in [Mark::Point, Mark::Bracket, Mark::Section] {
        let mut before: Option<(usize, &Number)> = None;
        for (index, number) in numbers.iter().enumerate() {
            let Some(number) = number.as_ref().filter(|number| number.mark == mark) else {
                continue;
            };
            if let Some((first, _)) = before.filter(|(_, before)| number.follows(before)) {
                pairs.push((first..index, mark));
            }
            before = Some((index, number));
        }
    }
    pairs
}

impl Number {
    /// Whether this is the number behind `before`: the next one, the first below it, or the next of one above it.
    fn follows(&self, before: &Number) -> bool {
        let (own, before) = (&self.path, &before.path);
        let Some((last, chapter)) = own.split_last() else { return false };
        let is_next = |number: &u32| number.checked_add(1) == Some(*last);
        let is_first = *last == 1 && chapter == before.as_slice();
        let is_next_of_chapter =
            before.starts_with(chapter) && before.get(chapter.len()).is_some_and(is_next);
        is_first || is_next_of_chapter
    }
}

/// The number that a line begins with, as that of an item or clause.
fn number(line: &str) -> Option<Number> {
    let line = line.trim_start();
    if let Some(rest) = section(line) {
        let (path, rest) = path(rest)?;
        // "Article 2 of 3" counts what can be read for nothing.
        let goes_on = rest.trim_start().starts_with(char::is_lowercase);
        return (!goes_on).then_some(Number { mark: Mark::Section, path });
    }
    let (is_open, rest) = match line.strip_prefix('(') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let (path, rest) = path(rest)?;
    let is_apart = |rest: &str| rest.starts_with(char::is_whitespace);
    let mark = match rest.chars().next() {
        Some(')') if is_apart(&rest[1..]) => Mark::Bracket,
        Some('.') if !is_open && is_apart(&rest[1..]) => Mark::Point,
        Some(_) if !is_open && path.len() > 1 && is_apart(rest) => Mark::Point,
        _ => return None,
    };
    Some(Number { mark, path })
}

/// What stands behind the sign or word of a section.
fn section(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix('§') {
        return Some(rest.trim_start());
    }
    let (word, rest) = line.split_once(' ')?;
    // Most words have no number behind them, which is told for less than what they are.
    let is_numbered = rest.starts_with(|c: char| c.is_ascii_digit());
    (is_numbered && SECTIONS.contains(&word.to_lowercase().as_str())).then_some(rest)
}

/// Numbers with points between them, and what stands behind.
fn path(line: &str) -> Option<(Vec<u32>, &str)> {
    let (mut path, mut rest) = (Vec::new(), line);
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        path.push(rest[..end].parse().ok()?);
        rest = &rest[end..];
        match rest.strip_prefix('.') {
            Some(deeper) if deeper.starts_with(|c: char| c.is_ascii_digit()) => rest = deeper,
            _ => return Some((path, rest)),
        }
        if path.len() == MAX_DEPTH {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{html, kept, text};
    use super::*;

    fn all_stay(document: &str) {
        let lines: Vec<&str> = document.split('\n').filter(|line| !line.is_empty()).collect();
        assert_eq!(kept(text(document)), lines);
    }

    #[test]
    fn numbers_of_items_and_clauses() {
        let read = |line: &str| number(line).map(|number| (number.mark, number.path));
        assert_eq!(read("  2. Log in"), Some((Mark::Point, vec![2])));
        assert_eq!(read("2.1 Log in"), Some((Mark::Point, vec![2, 1])));
        assert_eq!(read("(3) Log in"), Some((Mark::Bracket, vec![3])));
        assert_eq!(read("3) Log in"), Some((Mark::Bracket, vec![3])));
        assert_eq!(read("§ 4 Cookies"), Some((Mark::Section, vec![4])));
        assert_eq!(read("Artículo 5. Cookies"), Some((Mark::Section, vec![5])));
        assert_eq!(read("СТАТЬЯ 5"), Some((Mark::Section, vec![5])));
        for line in [
            "2 readers",
            "2.",
            "$2. Log in",
            "2.x",
            "(2 readers)",
            "(2. Log",
            "Art deco",
            "§",
            "1.2.3.4.5 a",
            "",
            "Article 1 of 3 free articles",
            "Artist 1",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn what_follows_what() {
        let follows = |one: &[u32], other: &[u32]| {
            let number = |path: &[u32]| Number { mark: Mark::Point, path: path.to_vec() };
            number(other).follows(&number(one))
        };
        assert!(follows(&[1], &[2]) && follows(&[1], &[1, 1]) && follows(&[1, 3], &[2]));
        assert!(follows(&[1, 1], &[1, 2]) && follows(&[1, 2, 7], &[1, 3]));
        assert!(!follows(&[1], &[3]) && !follows(&[1, 1], &[2, 2]) && !follows(&[2], &[1]));
        assert!(!follows(&[u32::MAX], &[0]));
    }

    #[test]
    fn numbered_lines_stay() {
        all_stay("1. Log in to your account.\n2. Subscribe to our newsletter.");
        all_stay("(1) Log in to your account.\n(2) Subscribe to our newsletter.");
        assert_eq!(kept(text("4294967295. The end.\n0. The end.")).len(), 2);
        assert_eq!(kept(text("1. The end.\n\n3. Subscribe to our newsletter.")).len(), 1);
        let apart = "1. The end.\n\nIt is near.\n\n2. Subscribe to our newsletter.";
        assert_eq!(kept(text(apart)).len(), 2);
    }

    #[test]
    fn clauses_and_their_chapters_stay() {
        all_stay(
            "§ 4 Newsletter\nSubscribe to our newsletter by e-mail.\n§ 5 Cookies\nWe use cookies to keep your basket.",
        );
        all_stay(
            "3. Newsletter\n3.1 Subscribe to our newsletter by e-mail.\n3.2 Donate to support us.\n4. Cookies\n\
             We use cookies on this site.",
        );
        let page =
            "<p>3.1 Subscribe to our newsletter by e-mail.<p>3.2 Donate to support our journalism.";
        assert_eq!(kept(html(page)).len(), 2);
        assert_eq!(kept(html(&page.replace("3.1", "3.").replace("3.2", "4."))).len(), 0);
    }

    #[test]
    fn lists_of_other_things_keep_no_pleas() {
        for document in [
            "1. The harbour\n\nSubscribe to our newsletter.\n\n2. The bridge\n\nIt is old.",
            "1. Sign up for free to the library\n\nSubscribe to our newsletter.\n\n2. The bridge\n\nIt is old.",
        ] {
            let lines = kept(text(document));
            assert!(!lines.iter().any(|line| line.starts_with("Subscribe")), "{document}");
        }
    }
}
