//! Lines of preformatted text that are elements, as highlighters of code write them.

use crate::tokenize::{Attr, StartTag, Tag};

use super::open_block::Gap;

/// Classes of inline elements that the style sheets of highlighters show as a line each.
const LINES: [&str; 5] =
    ["line", "code-line", "token-line", "view-line", "gatsby-highlight-code-line"];

/// What separates an element inside of preformatted text from the text around it, if its tags are no
/// boundaries of blocks there: a line is a `div`, an item, a row with its number in a cell of its own,
/// or a `span` of a known class. [`Gap::None`] for all others.
///
/// Paragraphs, headings and the like stay blocks: some pages are one `pre` as a whole.
pub(super) fn gap_around(tag: &StartTag<'_>) -> Gap {
    match tag.tag {
        Tag::Div | Tag::Ol | Tag::Ul | Tag::Li => Gap::Line,
        Tag::Table | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Tr => Gap::Line,
        Tag::Td | Tag::Th => Gap::Space,
        Tag::Span | Tag::Code if is_line(tag) => Gap::Line,
        _ => Gap::None,
    }
}

fn is_line(tag: &StartTag<'_>) -> bool {
    let mut classes = tag.get(Attr::Class).unwrap_or("").split_ascii_whitespace();
    classes.any(|class| LINES.contains(&class))
}
