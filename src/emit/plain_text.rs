//! A plain text document without its dropped lines: what is kept is kept to the byte.

use std::ops::Range;

use crate::build::{Arena, Block};
use crate::document::Verdict;
use crate::plain::line_end_len;

use super::text::Piece;

/// Writes the kept blocks with their own line ends and the blank lines between them.
///
/// Between two kept blocks that stood apart one of the stretches of blank lines stays, the first
/// one beside or inside of the dropped run: otherwise paragraphs would grow together, or two blank
/// lines stand where one stood.
pub(super) fn write<E>(
    arena: &Arena,
    verdicts: &[Verdict],
    out: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<(), E> {
    if verdicts.iter().all(|verdict| verdict.dropped.is_none()) {
        return out(Piece::of(&arena.text, 0));
    }
    if !verdicts.iter().any(Verdict::is_kept) {
        return Ok(());
    }
    let mut before_run: Option<Range<usize>> = None;
    let mut line_end = 0;
    let mut begun = false;
    for (block, verdict) in arena.blocks.iter().zip(verdicts) {
        let (start, end) = (block.start as usize, end_of_line(arena, block));
        let gap = line_end..start;
        line_end = end;
        if verdict.is_kept() {
            let blank = match before_run.take() {
                // Of a run at the start the blank lines after it go, even if none stand before.
                Some(before) if !before.is_empty() || !begun => before,
                _ => gap,
            };
            out(Piece::of(&arena.text[blank.clone()], blank.start))?;
            let text = arena.block_text(block);
            for range in verdict.kept_ranges(text.len()) {
                out(Piece::of(&text[range.clone()], start + range.start))?;
            }
            let text_end = block.end as usize;
            out(Piece::of(&arena.text[text_end..end], text_end))?;
            begun = true;
        } else if before_run.as_ref().is_none_or(|before| begun && before.is_empty()) {
            before_run = Some(gap);
        }
    }
    // A run at the end has taken the blank lines before it.
    out(Piece::of(&arena.text[line_end..], line_end))
}

/// Where the last line of a block ends, its line end included.
fn end_of_line(arena: &Arena, block: &Block) -> usize {
    let end = block.end as usize;
    end + line_end_len(&arena.text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::Category;
    use crate::plain::PlainText;

    /// The output of `text` when the blocks that contain `DROP` are dropped.
    fn kept(text: &str) -> String {
        let mut plain = PlainText::default();
        plain.push(text);
        let arena = plain.finish();
        let verdict = |block: &Block| Verdict {
            dropped: arena.block_text(block).contains("DROP").then_some(Category::Donation),
            ..Verdict::default()
        };
        let verdicts: Vec<Verdict> = arena.blocks.iter().map(verdict).collect();
        let mut output = String::new();
        let Ok(()) = write::<std::convert::Infallible>(&arena, &verdicts, &mut |piece| {
            output.push_str(piece.text);
            Ok(())
        });
        output
    }

    #[test]
    fn without_a_drop_all_stays_to_the_byte() {
        for text in ["", "\n\n", "One.", "\n One.\r\n\r\n\r\nTwo. \n\n", "a\r", "a\n\x0Cb\n"] {
            assert_eq!(kept(text), text);
        }
    }

    #[test]
    fn a_run_takes_one_blank_stretch_along() {
        assert_eq!(kept("One.\n\nDROP\nDROP\n\nTwo.\n"), "One.\n\nTwo.\n");
        assert_eq!(kept("One.\r\n\r\nDROP\r\n\r\n\r\nTwo."), "One.\r\n\r\nTwo.");
        assert_eq!(kept("One.\n\nDROP\n\nDROP\n\nTwo.\n"), "One.\n\nTwo.\n");
        assert_eq!(kept("One.\nDROP\nTwo.\n"), "One.\nTwo.\n");
    }

    #[test]
    fn paragraphs_do_not_grow_together() {
        assert_eq!(kept("One.\nDROP\n\nTwo.\n"), "One.\n\nTwo.\n");
        assert_eq!(kept("One.\n\nDROP\nTwo.\n"), "One.\n\nTwo.\n");
        assert_eq!(kept("One.\nDROP\n\nDROP\nTwo.\n"), "One.\n\nTwo.\n");
    }

    #[test]
    fn at_the_ends_nothing_hangs_over() {
        assert_eq!(kept("DROP\n\nOne.\n"), "One.\n");
        assert_eq!(kept("One.\n\nDROP\n"), "One.\n");
        assert_eq!(kept("One.\n\nDROP"), "One.\n");
        assert_eq!(kept("One.\r\n\r\nDROP\r\nDROP\r\n"), "One.\r\n");
        assert_eq!(kept("\nDROP\n\n"), "");
    }
}
