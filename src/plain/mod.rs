//! The front end for plain text: lines and paragraphs to the same blocks as a page's.
//!
//! The arena's text is the whole input, and each block a range of it, so that what is kept can be
//! given back to the byte. A block is a line, or a paragraph where lines are wrapped by hand.

use crate::build::{Arena, Block, BlockKind, Context, ROOT};

/// Wrapped lines are not longer than this many characters (mail wraps at 72, editors at 80 to 120).
const MAX_WRAP_WIDTH: usize = 120;
/// Nor is their longest shorter: lists and verse are.
const MIN_WRAP_WIDTH: usize = 40;

/// Collects a plain text document.
///
/// ```
/// use dechaff::stages::PlainText;
/// let mut plain = PlainText::default();
/// plain.push("One line.\r\nAnother.\r\n");
/// let arena = plain.finish();
/// assert_eq!(arena.blocks.len(), 2);
/// assert_eq!(arena.block_text(&arena.blocks[1]), "Another.");
/// ```
#[derive(Debug, Default)]
pub struct PlainText {
    text: String,
}

impl PlainText {
    /// Takes the next piece of the document.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Cuts the document into blocks.
    #[must_use]
    pub fn finish(self) -> Arena {
        let mut blocks = Vec::new();
        let lines = lines(&self.text);
        for group in lines.split(|(start, end)| self.text[*start..*end].trim().is_empty()) {
            if let [(start, _), .., (_, end)] = group
                && is_wrapped(&self.text, group)
            {
                blocks.push(block(*start, *end));
                continue;
            }
            blocks.extend(group.iter().map(|(start, end)| block(*start, *end)));
        }
        let mut arena = Arena { text: self.text, blocks, ..Arena::default() };
        arena.elements.push(crate::build::Element::root(arena.blocks.len()));
        arena
    }
}

/// The ranges of the lines, without their ends.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        lines.push((start, start + content.len()));
        start += line.len();
    }
    lines
}

/// Whether the lines of a group are one paragraph: each breaks only where the next one's first
/// word would not have fitted.
fn is_wrapped(text: &str, group: &[(usize, usize)]) -> bool {
    let line = |range: &(usize, usize)| &text[range.0..range.1];
    let width = |line: &str| line.trim_end().chars().count();
    let widest = group.iter().map(|range| width(line(range))).max().unwrap_or(0);
    if !(MIN_WRAP_WIDTH..=MAX_WRAP_WIDTH).contains(&widest) {
        return false;
    }
    group.windows(2).all(|pair| {
        let first_word = line(&pair[1]).split_whitespace().next().unwrap_or("");
        width(line(&pair[0])) + 1 + width(first_word) > widest
    })
}

fn block(start: usize, end: usize) -> Block {
    let (start, end) = (start as u32, end as u32);
    Block {
        start,
        end,
        source_start: start,
        source_end: end,
        element: ROOT,
        context: Context::default(),
        kind: BlockKind::Line,
        link_len: 0,
        bold_len: 0,
        italic_len: 0,
        code_len: 0,
        links: 0,
        images: 0,
        inputs: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let mut plain = PlainText::default();
        plain.push(text);
        let arena = plain.finish();
        arena.blocks.iter().map(|block| arena.block_text(block).to_owned()).collect()
    }

    #[test]
    fn a_line_is_a_block() {
        assert_eq!(blocks("One.\nTwo.\n\nThree."), ["One.", "Two.", "Three."]);
        assert_eq!(blocks("One.\r\n\r\nTwo.\r\n"), ["One.", "Two."]);
        assert!(blocks("").is_empty());
        assert!(blocks("\n \n").is_empty());
    }

    #[test]
    fn wrapped_lines_are_a_paragraph() {
        let wrapped = "The ferry stays in dock until inspectors have\nlooked at both engines, the authority said on\nMonday.";
        assert_eq!(blocks(wrapped), [wrapped]);
    }

    #[test]
    fn short_lines_are_lines() {
        assert_eq!(blocks("Accept all\nCookie settings\nNo thanks").len(), 3);
        let listed = "A heading\nThis line is a good deal longer than the heading is.";
        assert_eq!(blocks(listed).len(), 2);
    }
}
