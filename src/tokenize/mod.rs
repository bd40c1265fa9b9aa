//! Tokenize: UTF-8 in chunks to start tags, end tags and text.
//!
//! Two tokenizers feed one event stream. [`Lexer`] is ours and reads every page at memory speed;
//! [`reference`] is html5ever's tokenizer behind the same [`EventSink`], for the tests to compare
//! with. No page goes through it unasked: it compares each attribute of a tag with all before it,
//! so that 100,000 of them cost billions of comparisons. Both ask one [`ContentModel`] how the
//! text after a start tag is read.

use std::ops::Range;

mod attribute;
mod char_ref;
mod content_model;
mod lexer;
pub(crate) mod name;
mod raw_text;
pub mod reference;
mod tag;
mod tag_scan;

pub use attribute::{Attr, Attributes};
pub(crate) use char_ref::decode_attribute;
pub use content_model::{ContentModel, Namespace, TextModel};
pub(crate) use content_model::{DataScript, is_run};
pub use lexer::Lexer;
pub use tag::Tag;

/// Receives the events of a tokenizer, in document order.
///
/// Text comes in pieces of any size: only the concatenation of the pieces between two tags means
/// something. Text that no stage reads (styles, scripts but data scripts, SVG) does not come.
pub trait EventSink {
    /// A start tag.
    fn start_tag(&mut self, tag: &StartTag<'_>);
    /// An end tag.
    fn end_tag(&mut self, tag: &EndTag<'_>);
    /// A piece of text, character references decoded and line ends normalised to `\n`.
    /// `source` is where it stands in the UTF-8 document, in bytes: a reference or a line end may be
    /// longer there.
    fn text(&mut self, text: &str, source: Range<u64>);
}

/// A start tag with the attributes that some stage reads.
#[derive(Debug)]
pub struct StartTag<'a> {
    /// The name, if some stage knows it.
    pub tag: Tag,
    /// A hash of the name, the same in any case: what tells unknown names apart.
    pub name_hash: u32,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
    /// Where the element belongs.
    pub namespace: Namespace,
    /// Byte offset of `<` in the UTF-8 document.
    pub at: u64,
    raw_name: &'a str,
    attributes: &'a Attributes,
    input: &'a str,
}

impl StartTag<'_> {
    /// The name as it stands in the document, in any case.
    #[must_use]
    pub fn raw_name(&self) -> &str {
        self.raw_name
    }

    /// The value of `attr`; empty where the tag has the name alone.
    #[must_use]
    pub fn get(&self, attr: Attr) -> Option<&str> {
        self.attributes.get(self.input, attr)
    }

    /// Whether the tag has `attr`.
    #[must_use]
    pub fn has(&self, attr: Attr) -> bool {
        self.attributes.has(attr)
    }

    /// The attributes in document order.
    pub fn attributes(&self) -> impl Iterator<Item = (Attr, &str)> {
        self.attributes.iter(self.input)
    }
}

/// An end tag.
#[derive(Debug)]
pub struct EndTag<'a> {
    /// The name, if some stage knows it.
    pub tag: Tag,
    /// As in [`StartTag::name_hash`].
    pub name_hash: u32,
    /// Where the element that it closes belongs.
    pub namespace: Namespace,
    /// Byte offset of `<` in the UTF-8 document.
    pub at: u64,
    /// Byte offset after `>`.
    pub end: u64,
    raw_name: &'a str,
}

impl EndTag<'_> {
    /// The name as it stands in the document, in any case.
    #[must_use]
    pub fn raw_name(&self) -> &str {
        self.raw_name
    }
}
