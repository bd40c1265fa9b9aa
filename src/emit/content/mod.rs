//! What is kept of a document as nested parts: what writers of markup have in common.
//!
//! The parts hold the kept text of the blocks, in order and nothing else, but for formulas, which stand
//! in for the text that shows them.

mod address;
mod inline;
mod nodes;
mod outline;
mod reader;
mod styles;
mod table;
mod walk;

use std::borrow::Cow;

use crate::build::{Formula, Image, Structure};
use crate::document::Document;

use address::{Addresses, Base, Use};
pub(crate) use inline::Token;
pub(crate) use nodes::{Node, NodeId, NodeKind, Nodes, TOP};
pub use outline::{Outlined, outline};
pub(crate) use styles::InlineMark;
pub(crate) use table::{Cell, Slot, Table};
pub(crate) use walk::{Step, Walk};

/// What is kept of a document.
pub(crate) struct Content<'d> {
    pub(crate) nodes: Nodes,
    pub(crate) parts: Vec<Part<'d>>,
    structure: Option<&'d Structure>,
    addresses: Addresses,
}

/// A paragraph, a heading, a table …
#[derive(Debug)]
pub(crate) struct Part<'d> {
    /// The innermost node around it.
    pub(crate) node: NodeId,
    pub(crate) body: Body<'d>,
}

/// What a part is.
#[derive(Debug)]
pub(crate) enum Body<'d> {
    Text {
        kind: TextKind,
        tokens: Vec<Token<'d>>,
    },
    Code {
        language: Option<&'d str>,
        text: Cow<'d, str>,
    },
    Table(Table<'d>),
    /// The topic changes.
    ThematicBreak,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    Paragraph,
    Heading(u8),
    Caption,
    Term,
    Definition,
}

/// An address of the web that a page declares, absolute if the page's own address or its `base` is known. Where the
/// caller does not say the page's address, what Open Graph calls so stands in for it: it is declared like this one.
pub(crate) fn absolute(document: &Document, address: &str) -> Option<String> {
    let metadata = &document.arena.metadata;
    let url = document.url.as_deref().or_else(|| metadata.tag("og:url"));
    Base::new(url, metadata.base.as_deref()).resolve(address, Use::Image)
}

fn base(document: &Document) -> Base {
    Base::new(document.url.as_deref(), document.arena.metadata.base.as_deref())
}

impl<'d> Content<'d> {
    pub(crate) fn new(document: &'d Document) -> Content<'d> {
        let structure = document.arena.structure.as_deref();
        let addresses = Addresses::new(structure, &base(document), document.url.as_deref());
        let (nodes, parts) = reader::read(document, &addresses);
        Content { nodes, parts, structure, addresses }
    }

    /// The address of a link.
    pub(crate) fn link(&self, link: u32) -> Option<&str> {
        self.addresses.link(link)
    }

    /// An image and its address.
    pub(crate) fn image(&self, image: u32) -> Option<(&'d Image, &str)> {
        let found = self.structure?.images.get(image as usize)?;
        Some((found, self.addresses.image(image)?))
    }

    pub(crate) fn formula(&self, formula: u32) -> Option<&'d Formula> {
        self.structure?.formulas.get(formula as usize)
    }
}
