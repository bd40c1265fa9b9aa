//! Shapes of text that instructions, data, talk, code and verse have, and notices hardly ever.
//!
//! Of what has one no phrase makes a notice, and no neighbour: "Log in to your account" is one of the things to do
//! there, "Follow me" a line of the song.

mod code;
mod markup;
mod numbers;
mod speech;
mod verse;

use super::evidence::has_place;
use super::page::Page;

/// Which blocks of a document have such a shape.
pub(super) fn members(page: &Page<'_>) -> Vec<bool> {
    if page.is_html() { of_page(page) } else { of_text(page) }
}

fn of_page(page: &Page<'_>) -> Vec<bool> {
    let mut members = markup::members(page);
    let texts: Vec<&str> = (0..page.len()).map(|index| page.text(index)).collect();
    let numbered = numbers::members(&texts, |index| !page.hits(index).is_empty());
    for (index, member) in members.iter_mut().enumerate() {
        *member |= numbered[index] && !has_place(page, index);
    }
    members
}

fn of_text(page: &Page<'_>) -> Vec<bool> {
    let texts: Vec<&str> = (0..page.len()).map(|index| page.text(index)).collect();
    if code::is_code(&texts) || verse::is_verse(&texts, &page.arena.text) {
        return vec![true; texts.len()];
    }
    let has_phrase = |index: usize| !page.hits(index).is_empty();
    let mut members = rows(&texts);
    for shape in
        [numbers::members(&texts, has_phrase), speech::members(&texts), code::fenced(&texts)]
    {
        members.iter_mut().zip(shape).for_each(|(member, is_one)| *member |= is_one);
    }
    members
}

/// Rows of a table: neighbours with as many columns.
fn rows(texts: &[&str]) -> Vec<bool> {
    let columns: Vec<usize> = texts.iter().map(|text| text.matches(" | ").count()).collect();
    let is_row = |index: usize, other: Option<usize>| {
        columns[index] > 0 && other.and_then(|at| columns.get(at)) == Some(&columns[index])
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
        assert_eq!(kept(text("Subscribe to our newsletter | Donate today")), [""; 0]);
    }
}
