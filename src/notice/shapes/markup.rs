//! Steps and rows of pages: items of numbered lists, cells of tables with named columns.

use crate::build::{Arena, BlockKind, Context, ElementId, Hints, TableKind, tables};
use crate::tokenize::Tag;

use super::super::page::Page;

/// Which blocks are such items or cells; none in the boxes of a page.
pub(super) fn members(page: &Page<'_>) -> Vec<bool> {
    const APART: Context = Context::FORM.with(Context::DIALOG);
    let mut members = vec![false; page.len()];
    for table in tables(page.arena).iter().filter(|table| table.kind() == TableKind::Named) {
        members[table.blocks.clone()].fill(true);
    }
    for (index, member) in members.iter_mut().enumerate() {
        let block = page.block(index);
        let is_one = match block.kind {
            // Word, Sphinx and Google Docs put a paragraph into each cell.
            BlockKind::Cell | BlockKind::Paragraph => *member,
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

#[cfg(test)]
mod tests {
    use super::super::super::tests::{html, kept};

    #[test]
    fn steps_and_cells_of_named_columns_stay() {
        let steps = "<ol><li>Log in to your account.<li>Subscribe to our newsletter.</ol>";
        assert_eq!(kept(html(steps)).len(), 2);
        let table = "<table><tr><th>Call<th>What it does<tr><td>POST /login<td>Log in to your account\
            <tr><td>POST /news<td>Subscribe to our newsletter</table>";
        assert_eq!(kept(html(table)).len(), 6);
        assert_eq!(kept(html(&table.replace("<td>", "<td><p>"))).len(), 6);
        assert_eq!(kept(html(&steps.replace("ol>", "ul>"))), [""; 0]);
        assert_eq!(kept(html(&format!("<dialog open>{steps}</dialog>"))), [""; 0]);
    }
}
