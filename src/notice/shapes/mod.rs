//! Shapes of text that instructions, data, talk, code and verse have, and notices hardly ever.
//!
//! Of what has one no phrase makes a notice, and no neighbour: "Log in to your account" is one of the things to do
//! there, "Follow me" a line of the song.

mod code;
mod markup;
mod numbers;
mod speech;
mod verse;

use std::ops::Range;

use super::evidence::{Evidence, has_place};
use super::page::Page;
use crate::plain::line_ends;

/// Which blocks of a document have such a shape.
pub(super) fn members(page: &Page<'_>) -> Vec<bool> {
    let texts: Vec<&str> = (0..page.len()).map(|index| page.text(index)).collect();
    if page.is_html() { of_page(page, &texts) } else { of_text(page, &texts) }
}

fn of_page(page: &Page<'_>, texts: &[&str]) -> Vec<bool> {
    let mut members = markup::members(page);
    for (index, is_clause) in numbers::clauses(texts).into_iter().enumerate() {
        members[index] |= is_clause && !has_place(page, index);
    }
    members
}

fn of_text(page: &Page<'_>, texts: &[&str]) -> Vec<bool> {
    let groups = groups(page);
    let is_notice = |index: usize| Evidence::of(page, index).is_notice();
    let names_matter =
        |index: usize| !page.hits(index).is_empty() && page.address(index).imperatives == 0;
    let has_phrase =
        |index: usize, end: usize| page.hits(index).iter().any(|hit| hit.range.start < end);
    let mut members = rows(texts);
    for shape in [
        numbers::members(texts, names_matter),
        speech::members(texts, has_phrase),
        code::members(texts, &groups),
        verse::members(texts, &groups, is_notice),
    ] {
        members.iter_mut().zip(shape).for_each(|(member, is_one)| *member |= is_one);
    }
    members
}

/// The blocks of a text without a blank line between them.
fn groups(page: &Page<'_>) -> Vec<Range<usize>> {
    let is_apart = |index: usize| {
        let gap = page.block(index - 1).end as usize..page.block(index).start as usize;
        line_ends(&page.arena.text[gap]) > 1
    };
    let mut groups = Vec::new();
    let mut start = 0;
    for index in 1..=page.len() {
        if index == page.len() || is_apart(index) {
            groups.push(start..index);
            start = index;
        }
    }
    groups
}

/// Rows of a table: neighbours with as many columns. Bars stand between the links of a menu, too, but not as often in
/// each line of it.
fn rows(texts: &[&str]) -> Vec<bool> {
    const BETWEEN_COLUMNS: [&str; 2] = [" | ", "\t"];
    let columns = |text: &&str| BETWEEN_COLUMNS.map(|mark| text.trim().matches(mark).count());
    let columns: Vec<[usize; 2]> = texts.iter().map(columns).collect();
    let is_row = |index: usize, other: Option<usize>| {
        let (own, other) = (columns[index], other.and_then(|at| columns.get(at)));
        other
            .is_some_and(|other| own.iter().zip(other).any(|(own, other)| *own > 0 && own == other))
    };
    (0..texts.len())
        .map(|index| is_row(index, index.checked_sub(1)) || is_row(index, Some(index + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{kept, text};

    #[test]
    fn rows_stay() {
        let rows = "Call | What it does\nPOST /news | Subscribe to our newsletter";
        assert_eq!(kept(text(rows)), rows.split('\n').collect::<Vec<_>>());
        assert_eq!(kept(text(&rows.replace(" | ", "\t"))).len(), 2);
        assert_eq!(kept(text("Subscribe to our newsletter | Donate today")), [""; 0]);
    }
}
