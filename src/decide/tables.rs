//! Tables of data stay whole.

use std::ops::Range;

use crate::build::{Arena, BlockKind, Context, ElementId, Table, TableKind, blocks, tables};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// A table that names its columns stays as a whole if one block in so many is kept, another grid if one in so
/// many is.
const MIN_KEPT: usize = 3;
const MIN_KEPT_OF_GRID: usize = 2;

/// A table of data of which much is kept stays as a whole: rows without their head say nothing, nor does half a
/// row. (Keeping from a third or from half of it on changes word F1 on no set by .0002.) One in the middle of a text
/// that stays does so whatever the model says of its cells, which are few words in a row.
pub(super) fn keep_whole(arena: &Arena, decisions: &mut [Decision]) {
    for table in &tables(arena) {
        let Some(min_kept) = min_kept(table) else {
            continue;
        };
        // A box of links to pages of one topic is a table of links.
        if arena.blocks[table.blocks.clone()].iter().all(|block| block.context.has(Context::NAV)) {
            continue;
        }
        let is_in_text = is_in_text(arena, table, decisions);
        let cells = &mut decisions[table.blocks.clone()];
        let kept = cells.iter().filter(|decision| decision.keep).count();
        if !is_in_text && kept * min_kept < cells.len() {
            continue;
        }
        for decision in cells {
            decision.keep_for(Reason::WholeTable);
        }
    }
}

/// A block that is no `p` is a paragraph from so many bytes on.
const MIN_PARAGRAPH_LEN: usize = 60;

/// Whether a table stands between kept paragraphs or headings of one text, itself or in a box of its own. They can be
/// in boxes of their own, too, or between the line breaks of the text.
fn is_in_text(arena: &Arena, table: &Table, decisions: &[Decision]) -> bool {
    let around = arena.ancestors(table.element);
    let mut boxes = around.skip_while(|(_, element)| blocks(element) == table.blocks);
    let Some((text, _)) = boxes.next() else {
        return false;
    };
    let is_kept_sibling = |index: usize| {
        let block = &arena.blocks[index];
        let is_text = match block.kind {
            BlockKind::Heading(level) => level >= 2,
            BlockKind::Paragraph => {
                arena.elements[block.element as usize].tag == Tag::P
                    || arena.block_text(block).len() >= MIN_PARAGRAPH_LEN
            }
            _ => false,
        };
        decisions[index].keep && is_text && is_child(arena, index, text)
    };
    let Range { start, end } = table.blocks;
    start > 0 && end < arena.blocks.len() && is_kept_sibling(start - 1) && is_kept_sibling(end)
}

/// Whether a block is of an element itself or of a child of it: a paragraph, or a box that has no other.
fn is_child(arena: &Arena, index: usize, parent: ElementId) -> bool {
    let element = arena.blocks[index].element;
    let mut inside = arena.ancestors(element).take_while(|(id, _)| *id != parent);
    element == parent
        || inside.by_ref().last().is_some_and(|(_, child)| {
            let is_whole = child.tag == Tag::P || blocks(child) == (index..index + 1);
            child.parent == parent && is_whole
        })
}

/// As a whole a table stays if one block in so many is kept; never if it does not show that it holds data.
fn min_kept(table: &Table) -> Option<usize> {
    match table.kind() {
        TableKind::Named => Some(MIN_KEPT),
        TableKind::Grid => Some(MIN_KEPT_OF_GRID),
        TableKind::Frame | TableKind::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Block;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    fn arena(html: &str) -> Arena {
        read_arena(html.as_bytes(), &Options::new().format(SourceFormat::Html))
    }

    #[test]
    fn tables_of_which_enough_is_kept_stay_whole() {
        let head = "<table><tr><th>Day<th>High<tr><td>Mon<td>3 m<tr><td>Tue<td>4 m</table>";
        let grid = head.replace("<th>", "<td>");
        let layout = grid.replace("<td>3 m", "");
        let cases = [(head, 2, 6), (head, 1, 1), (&grid, 2, 2), (&grid, 3, 6), (&layout, 4, 4)];
        for (page, first, expected) in cases {
            let arena = arena(page);
            let decision = |index| Decision { keep: index < first, reason: Reason::Score };
            let mut decisions: Vec<Decision> = (0..arena.blocks.len()).map(decision).collect();
            keep_whole(&arena, &mut decisions);
            assert_eq!(decisions.iter().filter(|d| d.keep).count(), expected, "{page}, {first}");
        }
    }

    #[test]
    fn tables_of_a_menu_are_none() {
        let page =
            "<div role=navigation><table><tr><th>Day<th>High<tr><td>Mon<td>3 m</table></div>";
        let arena = arena(page);
        let decision = |index| Decision { keep: index < 2, reason: Reason::Score };
        let mut decisions: Vec<Decision> = (0..arena.blocks.len()).map(decision).collect();
        keep_whole(&arena, &mut decisions);
        assert_eq!(decisions.iter().filter(|d| d.keep).count(), 2);
    }

    #[test]
    fn tables_between_kept_paragraphs_stay_whole() {
        let table = "<table><tr><th>Day<th>High<tr><td>Mon<td>3 m<tr><td>Tue<td>4 m</table>";
        let boxed = format!("<div><figure>{table}</figure></div>");
        let long = "The tide was as high as it is in a storm, the harbour master wrote.";
        let cases = [
            (format!("<div><p>One</p>{table}<p>Two</div>"), 8),
            (format!("<div><p>One</p>{boxed}<h2>Two</h2></div>"), 8),
            (format!("<div><p>One</p></div>{table}<p>Two"), 2),
            (format!("<p>One</p>{table}"), 1),
            (format!("<div><div class=text><p>One</p></div>{table}<div><p>Two</p></div></div>"), 8),
            (format!("<div><div><p>One</p><p>More</p></div>{table}<p>Two</div>"), 3),
            (format!("<div>{long}<br>{table}{long}<br>One</div>"), 8),
            (format!("<div>One<br>{table}{long}</div>"), 2),
            (format!("<div><p>One<br><br>More</p>{table}<p>Two</div>"), 9),
            (format!("{long}<div>{table}<p>Two</p></div>"), 2),
        ];
        for (page, expected) in cases {
            let arena = arena(&page);
            let is_cell = |block: &Block| block.kind == BlockKind::Cell;
            let decision = |block| Decision { keep: !is_cell(block), reason: Reason::Score };
            let mut decisions: Vec<Decision> = arena.blocks.iter().map(decision).collect();
            keep_whole(&arena, &mut decisions);
            assert_eq!(decisions.iter().filter(|d| d.keep).count(), expected, "{page}");
        }
    }
}
