//! Lines of code that are elements, and their numbers, as highlighters write them.

use crate::tokenize::{Attr, StartTag, Tag};

use super::open_block::Gap;

/// Classes of inline elements that the style sheets of highlighters show as a line each.
const LINES: [&str; 5] =
    ["line", "code-line", "token-line", "view-line", "gatsby-highlight-code-line"];

/// Classes of elements that hold the numbers of lines and no code: of Pygments, Chroma, Rouge,
/// react-syntax-highlighter, Javadoc, Org, Vim.
const LINE_NUMBERS: [&str; 9] = [
    "linenos",
    "lineno",
    "ln",
    "lnt",
    "linenumber",
    "line-number",
    "source-line-no",
    "linenr",
    "LineNr",
];

/// Classes of cells with the numbers of lines: of Pygments, Rouge, Crayon, highlight.js.
const GUTTERS: [&str; 5] = ["linenos", "lineno", "rouge-gutter", "crayon-nums", "hljs-ln-numbers"];
/// The same of Hexo and SyntaxHighlighter; outside of code any cell can be called so.
const GUTTERS_IN_CODE: [&str; 1] = ["gutter"];

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
    has_class(tag, &LINES)
}

/// Whether an element inside of preformatted text holds numbers of lines by its class.
pub(super) fn holds_line_numbers(tag: &StartTag<'_>) -> bool {
    match tag.tag {
        Tag::Td | Tag::Th => has_class(tag, &GUTTERS) || has_class(tag, &GUTTERS_IN_CODE),
        Tag::Span => has_class(tag, &LINE_NUMBERS),
        _ => false,
    }
}

/// Whether an element that is no `pre` holds lines of code by its class: SyntaxHighlighter's, Crayon's, a gist's.
pub(super) fn holds_lines(tag: &StartTag<'_>) -> bool {
    let class = || tag.get(Attr::Class).unwrap_or("");
    match tag.tag {
        // Pages are made of `div`, so only their first class is looked at.
        Tag::Div => class().starts_with("syntaxhighlighter") || class() == "crayon-pre",
        Tag::Table => class().contains("js-file-line-container"),
        _ => false,
    }
}

/// Whether an element stands beside code with the numbers of its lines by its class.
pub(super) fn is_gutter(tag: &StartTag<'_>) -> bool {
    matches!(tag.tag, Tag::Td | Tag::Pre) && has_class(tag, &GUTTERS)
}

fn has_class(tag: &StartTag<'_>, names: &[&str]) -> bool {
    let mut classes = tag.get(Attr::Class).unwrap_or("").split_ascii_whitespace();
    classes.any(|class| names.contains(&class))
}
