//! Numbered lines of a text: steps, chapters, and the clauses of terms and laws.

/// The deepest numbers that are told apart: "2.1.3.4".
const MAX_DEPTH: usize = 4;
/// A longer line begins a clause, but is no heading of a chapter.
const MAX_HEADING_LEN: usize = 80;

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

/// Which lines are numbered in a row, or stand in a chapter whose numbered heading has a phrase of notices, as those of
/// terms and policies do ("4. Cookies"). The chapters of laws and contracts ("§ 4") need none.
pub(super) fn members(texts: &[&str], has_phrase: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut members = vec![false; texts.len()];
    let numbers: Vec<_> = texts.iter().map(|text| number(text)).collect();
    for mark in [Mark::Point, Mark::Bracket, Mark::Section] {
        let is_marked = |number: &Number| number.mark == mark;
        let of_mark = numbers.iter().enumerate().filter_map(|(index, number)| {
            number.as_ref().filter(|number| is_marked(number)).map(|number| (index, number))
        });
        let of_mark: Vec<(usize, &Number)> = of_mark.collect();
        for pair in of_mark.windows(2) {
            let [(first, one), (second, other)] = pair else { continue };
            if !other.follows(one) {
                continue;
            }
            (members[*first], members[*second]) = (true, true);
            let is_chapter = texts[*first].len() <= MAX_HEADING_LEN && has_phrase(*first);
            if mark == Mark::Section || is_chapter {
                members[*first..*second].fill(true);
            }
        }
        if let Some((last, _)) = of_mark.last().filter(|(index, _)| members[*index]) {
            let is_chapter = texts[*last].len() <= MAX_HEADING_LEN && has_phrase(*last);
            // Where the last chapter ends is not said; it has one paragraph at least.
            if let Some(member) = members.get_mut(last + 1).filter(|_| is_chapter) {
                *member = true;
            }
        }
    }
    members
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
    let (mark, rest) = match line.strip_prefix('(') {
        Some(rest) => (Mark::Bracket, rest),
        None => match section(line) {
            Some(rest) => (Mark::Section, rest),
            None => (Mark::Point, line),
        },
    };
    let (path, rest) = path(rest)?;
    let is_apart = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let mark = match (mark, rest.chars().next()) {
        (Mark::Section, _) => Some(Mark::Section),
        (_, Some(')')) => Some(Mark::Bracket).filter(|_| is_apart(&rest[1..])),
        (Mark::Point, Some('.')) => Some(Mark::Point).filter(|_| is_apart(&rest[1..])),
        (Mark::Point, _) => Some(Mark::Point).filter(|_| path.len() > 1 && is_apart(rest)),
        (Mark::Bracket, _) => None,
    };
    mark.map(|mark| Number { mark, path })
}

/// What stands behind the mark of a section: "§", "Art.", "Article" and what that is in other languages of Latin script.
fn section(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('§').or_else(|| {
        let (word, rest) = line.split_once(' ')?;
        let is_article = word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("art"));
        is_article.then_some(rest)
    });
    rest.map(str::trim_start)
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
            _ => return (path.len() <= MAX_DEPTH).then_some((path, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{kept, text};
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
        for line in [
            "2 readers",
            "2.",
            "$2. Log in",
            "2.x",
            "(2 readers)",
            "Art deco",
            "§",
            "1.2.3.4.5 a",
            "",
        ] {
            let found = read(line);
            assert!(found.is_none() || line == "2.", "{line}: {found:?}");
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
        all_stay(
            "(1) Log in to your account.\n\nThe page opens.\n\n(2) Subscribe to our newsletter.",
        );
        assert_eq!(kept(text("4294967295. The end.\n0. The end.")).len(), 2);
        assert_eq!(kept(text("1. The end.\n\n3. Subscribe to our newsletter.")).len(), 1);
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
        // A list of places is none.
        let places =
            "1. The harbour\n\nSubscribe to our newsletter.\n\n2. The bridge\n\nIt is old.";
        assert_eq!(kept(text(places)).len(), 3);
    }
}
