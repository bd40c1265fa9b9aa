//! Steps and rows: what instructions and data are made of, and notices hardly ever.

use crate::build::{Arena, BlockKind, Context, ElementId, Hints, TableKind, tables};
use crate::tokenize::Tag;

use super::page::Page;

/// Which blocks of a document are steps of a numbered list or cells of a table with named columns: "Log in to
/// your account" is one of the things to do there. None in the boxes of a page.
pub(super) fn members(page: &Page<'_>) -> Vec<bool> {
    if page.is_html() { in_markup(page) } else { in_lines(page) }
}

fn in_markup(page: &Page<'_>) -> Vec<bool> {
    const APART: Context = Context::FORM.with(Context::DIALOG);
    let mut members = vec![false; page.len()];
    for table in tables(page.arena).iter().filter(|table| table.kind() == TableKind::Named) {
        members[table.blocks.clone()].fill(true);
    }
    for (index, member) in members.iter_mut().enumerate() {
        let block = page.block(index);
        let is_one = match block.kind {
            BlockKind::Cell => *member,
            BlockKind::ListItem => is_step(page.arena, block.element),
            _ => false,
        };
        *member = is_one
            && !block.context.has_any(APART)
            && !page.is_aside(index)
            && page.box_hints(index) == Hints::default();
    }
    members
}

/// Whether an element is in an item of a numbered list.
fn is_step(arena: &Arena, element: ElementId) -> bool {
    let item = arena.ancestors(element).find(|(_, element)| element.tag == Tag::Li);
    item.is_some_and(|(_, item)| arena.elements[item.parent as usize].tag == Tag::Ol)
}

fn in_lines(page: &Page<'_>) -> Vec<bool> {
    let numbers: Vec<_> = (0..page.len()).map(|index| number(page.text(index))).collect();
    let columns: Vec<_> =
        (0..page.len()).map(|index| page.text(index).matches(" | ").count()).collect();
    let goes_on = |at: usize, next: usize| {
        let is_counted = |number: u32| number.checked_add(1) == numbers[next];
        numbers[at].is_some_and(is_counted) || (columns[at] > 0 && columns[at] == columns[next])
    };
    (0..page.len())
        .map(|index| {
            (index > 0 && goes_on(index - 1, index))
                || (index + 1 < page.len() && goes_on(index, index + 1))
        })
        .collect()
}

/// The number that a line begins with, as that of an item.
fn number(line: &str) -> Option<u32> {
    let (digits, rest) = line.trim_start().split_once('.')?;
    digits.parse().ok().filter(|_| rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html, kept, text};

    #[test]
    fn steps_and_cells_of_named_columns_stay() {
        let steps = "<ol><li>Log in to your account.<li>Subscribe to our newsletter.</ol>";
        assert_eq!(kept(html(steps)).len(), 2);
        let table = "<table><tr><th>Call<th>What it does<tr><td>POST /login<td>Log in to your account\
            <tr><td>POST /news<td>Subscribe to our newsletter</table>";
        assert_eq!(kept(html(table)).len(), 6);
        assert_eq!(kept(html(&steps.replace("ol>", "ul>"))), [""; 0]);
        assert_eq!(kept(html(&format!("<dialog open>{steps}</dialog>"))), [""; 0]);
    }

    #[test]
    fn numbered_lines_and_rows_stay() {
        let steps = "1. Log in to your account.\n2. Subscribe to our newsletter.";
        assert_eq!(kept(text(steps)), steps.split('\n').collect::<Vec<_>>());
        let rows = "Call | What it does\nPOST /news | Subscribe to our newsletter";
        assert_eq!(kept(text(rows)), rows.split('\n').collect::<Vec<_>>());
        assert_eq!(kept(text("Subscribe to our newsletter | Donate today")), [""; 0]);
        // The largest number has none behind it.
        assert_eq!(kept(text("4294967295. The end.\n0. The end.")).len(), 2);
    }
}
