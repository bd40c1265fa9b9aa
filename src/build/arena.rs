//! The blocks of one document: what every later stage reads.
//!
//! One text buffer, and two tables of ranges into it and into each other. No block or element owns a
//! string of its own, so a document costs its visible text, 32 bytes an element (80 with what features
//! keep of it) and one [`Block`] a block, whatever its markup weighs.

use std::fmt;
use std::ops::Range;

use crate::tokenize::Tag;

use super::choices::Change;
use super::hint_table::Hints;
use super::marks::Mark;
use super::metadata::Metadata;
use super::numbering::Numbering;
use super::source_map::SourceMap;
use super::structure::Structure;

/// Index of an [`Element`] in [`Arena::elements`].
pub type ElementId = u32;
/// Index of a [`Block`] in [`Arena::blocks`].
pub type BlockId = u32;
/// Blocks of a page that are told apart. Every block costs half a kilobyte until the page is decided
/// (docs/speed.md), and can be had for four bytes of markup; pages of prose have thousands.
pub const MAX_BLOCKS: usize = 1 << 17;
/// Elements of a page that are told apart; they cost 80 bytes, and can be had for three.
pub const MAX_ELEMENTS: usize = 1 << 20;
/// The synthetic element around the document.
pub const ROOT: ElementId = 0;

/// What elements around a block say about it, as bits that descendants inherit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context(u32);

impl Context {
    /// `hidden`, `display:none`, a closed dialog.
    pub const HIDDEN: Context = Context(1);
    /// `aria-hidden="true"`.
    pub const ARIA_HIDDEN: Context = Context(1 << 1);
    /// `nav` or its role.
    pub const NAV: Context = Context(1 << 2);
    /// `aside` or its role.
    pub const ASIDE: Context = Context(1 << 3);
    /// `footer` or its role.
    pub const FOOTER: Context = Context(1 << 4);
    /// `header` or its role.
    pub const HEADER: Context = Context(1 << 5);
    /// `dialog` or its role.
    pub const DIALOG: Context = Context(1 << 6);
    /// `noscript`: what a browser with scripts does not show.
    pub const NOSCRIPT: Context = Context(1 << 7);
    /// `form`.
    pub const FORM: Context = Context(1 << 8);
    /// `figure`.
    pub const FIGURE: Context = Context(1 << 9);
    /// `blockquote`.
    pub const QUOTE: Context = Context(1 << 10);
    /// `ul`, `ol`, `menu`, `dir`.
    pub const LIST: Context = Context(1 << 11);
    /// `table`.
    pub const TABLE: Context = Context(1 << 12);
    /// `button`, `select`, `option`, `label`, `textarea`.
    pub const CONTROL: Context = Context(1 << 13);
    /// `article` or its role.
    pub const ARTICLE: Context = Context(1 << 14);
    /// `main` or its role.
    pub const MAIN: Context = Context(1 << 15);
    /// `pre`, `listing`, `xmp`, what highlighters write instead: white space is kept.
    pub const PRE: Context = Context(1 << 16);
    /// `template` without a shadow root, `title`, fallback content: no text from here.
    pub const SKIPPED: Context = Context(1 << 17);
    /// MathML.
    pub const MATH: Context = Context(1 << 18);
    /// A cell beside code with the numbers of its lines, by its class.
    pub const GUTTER: Context = Context(1 << 19);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn has(self, other: Context) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any bit of `other` is set.
    #[must_use]
    pub const fn has_any(self, other: Context) -> bool {
        self.0 & other.0 != 0
    }

    /// The bits of both.
    #[must_use]
    pub const fn with(self, other: Context) -> Context {
        Context(self.0 | other.0)
    }

    /// The bits of `self` that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Context) -> Context {
        Context(self.0 & !other.0)
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or text directly in a container.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Text directly in a list item.
    ListItem,
    /// Text directly in a table cell.
    Cell,
    /// Text whose white space counts.
    Preformatted,
    /// `figcaption`, `caption`, `legend`.
    Caption,
    /// `dt`.
    Term,
    /// `dd`.
    Definition,
    /// A button, an option, a text field.
    Control,
    /// A line or paragraph of plain text.
    Line,
}

impl BlockKind {
    /// Its name in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Heading(1) => "h1",
            BlockKind::Heading(2) => "h2",
            BlockKind::Heading(3) => "h3",
            BlockKind::Heading(4) => "h4",
            BlockKind::Heading(5) => "h5",
            BlockKind::Heading(_) => "h6",
            BlockKind::ListItem => "item",
            BlockKind::Cell => "cell",
            BlockKind::Preformatted => "pre",
            BlockKind::Caption => "caption",
            BlockKind::Term => "term",
            BlockKind::Definition => "definition",
            BlockKind::Control => "control",
            BlockKind::Line => "line",
        }
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// An element of the page, but for void ones and those in SVG.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// Hint words of its attributes.
    pub hints: Hints,
    /// The element around it; [`ROOT`] is its own parent.
    pub parent: ElementId,
    /// The first block at or after its start.
    pub first_block: BlockId,
    /// The first block after its end.
    pub end_block: BlockId,
    /// Hash of its `class` attribute, 0 without one: tells repeated structure.
    pub class_hash: u32,
    /// Hash of the letters of its `id`, 0 without one: tells whether that was made of a heading.
    pub id_hash: u32,
    /// Its number among its siblings of a kind: list items, rows of a table, cells of a row.
    pub ordinal: u16,
    /// Its name, if known.
    pub tag: Tag,
    /// Its `id` gives hints, and no other attribute gives one of them.
    pub is_hinted_by_id: bool,
}

impl Element {
    /// The synthetic element around a document of `blocks` blocks.
    pub(crate) fn root(blocks: usize) -> Element {
        Element {
            hints: Hints::default(),
            parent: ROOT,
            first_block: 0,
            end_block: blocks as BlockId,
            class_hash: 0,
            id_hash: 0,
            ordinal: 0,
            tag: Tag::Html,
            is_hinted_by_id: false,
        }
    }
}

/// A run of text between two block-level boundaries.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Range in [`Arena::text`].
    pub start: u32,
    /// End of the range.
    pub end: u32,
    /// Byte offset of its first text in the UTF-8 document.
    pub source_start: u32,
    /// Byte offset after its last text in the UTF-8 document.
    pub source_end: u32,
    /// The innermost element around all of it.
    pub element: ElementId,
    /// What the elements around it say.
    pub context: Context,
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of its text inside links.
    pub link_len: u32,
    /// Bytes inside `b`, `strong`.
    pub bold_len: u32,
    /// Bytes inside `i`, `em`, `cite`.
    pub italic_len: u32,
    /// Bytes inside `code`, `kbd`, `samp`, `tt`, `var`.
    pub code_len: u32,
    /// Links that begin in it.
    pub links: u16,
    /// Images in it.
    pub images: u16,
    /// Form fields in it.
    pub inputs: u16,
}

/// Pictures of a page that are remembered: galleries have hundreds, and a million are an attack.
pub(super) const MAX_PICTURES: usize = 4096;

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The block that follows or holds it.
    pub block: BlockId,
    /// The element that it is in.
    pub element: ElementId,
}

/// One document as blocks.
#[derive(Debug, Default)]
pub struct Arena {
    /// The text of all blocks, in order.
    pub text: String,
    /// The blocks, in document order.
    pub blocks: Vec<Block>,
    /// The elements, in document order; the first is [`ROOT`].
    pub elements: Vec<Element>,
    /// The first pictures, in document order.
    pub pictures: Vec<Picture>,
    /// What the page says about itself.
    pub metadata: Metadata,
    /// Elements that say what their text is, in document order.
    pub marks: Vec<Mark>,
    /// What the caller's selectors say, in order of the text; nothing before the first.
    pub choices: Vec<Change>,
    /// Marks that lead from notes back to where they are called, in order of the text.
    pub back_links: Vec<Range<u32>>,
    /// The lists that are numbered in a way of their own, in document order.
    pub numberings: Vec<(ElementId, Numbering)>,
    /// The list items that begin with a box, in document order, and whether it is ticked.
    pub tasks: Vec<(ElementId, bool)>,
    /// It has scripts that a browser would run.
    pub runs_scripts: bool,
    /// There were more blocks than are told apart, and the last one holds the text of all further ones; or more
    /// elements, and further ones are as if they were not there.
    pub is_joined: bool,
    /// Where it all stands, if the builder was asked to keep that.
    pub source_map: Option<Box<SourceMap>>,
    /// What markup says inside of blocks, if the builder was asked to keep that.
    pub structure: Option<Box<Structure>>,
}

impl Arena {
    /// The text of a block.
    #[must_use]
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.start as usize..block.end as usize]
    }

    /// Whether a list item is done, if it begins with a box that says so.
    #[must_use]
    pub fn task(&self, item: ElementId) -> Option<bool> {
        let found = self.tasks.binary_search_by_key(&item, |(item, _)| *item).ok()?;
        Some(self.tasks[found].1)
    }

    /// `element` and those around it, innermost first, without [`ROOT`].
    pub fn ancestors(&self, element: ElementId) -> impl Iterator<Item = (ElementId, &Element)> {
        let mut next = element;
        std::iter::from_fn(move || {
            if next == ROOT {
                return None;
            }
            let id = next;
            let element = &self.elements[id as usize];
            next = element.parent;
            Some((id, element))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The memory promise of docs/speed.md counts with these sizes.
    #[test]
    fn sizes_hold() {
        assert!(size_of::<Element>() <= 32, "{}", size_of::<Element>());
        assert!(size_of::<Block>() <= 64, "{}", size_of::<Block>());
    }
}
