//! What the tree construction rules of HTML (§ 13.2.6) make of each element name.

use crate::tokenize::Tag;

use super::arena::Context;

/// Properties of an element name, as bits.
#[derive(Clone, Copy)]
pub(super) struct Class(u16);

impl Class {
    /// Its boundaries are boundaries of blocks.
    pub(super) const BLOCK: Class = Class(1);
    /// Its start tag closes an open `p`.
    pub(super) const CLOSES_P: Class = Class(1 << 1);
    /// Its end tag may close it although block elements are open inside it.
    pub(super) const FORMATTING: Class = Class(1 << 2);
    /// "Special": an inline end tag does not reach through it.
    pub(super) const SPECIAL: Class = Class(1 << 3);
    /// An end tag does not reach through it at all.
    pub(super) const SCOPE: Class = Class(1 << 4);
    /// Words do not run on across its boundaries, though it is inline.
    pub(super) const SPACED: Class = Class(1 << 5);
    /// Part of a table: without an open table its tags are ignored.
    pub(super) const TABLE_PART: Class = Class(1 << 6);
    /// No text from inside.
    pub(super) const SKIPPED: Class = Class(1 << 7);
    /// Its end tag may be left out, and often is (HTML § 13.1.2.4).
    pub(super) const ENDS_BY_ITSELF: Class = Class(1 << 8);

    /// Whether any bit of `other` is set.
    pub(super) const fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn with(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// The class of a tag: one look-up.
#[inline]
pub(super) fn class(tag: Tag) -> Class {
    CLASSES[tag as usize]
}

impl Tag {
    /// Whether its boundaries are boundaries of blocks.
    #[must_use]
    pub fn is_block(self) -> bool {
        class(self).has(Class::BLOCK)
    }
}

static CLASSES: [Class; Tag::COUNT] = {
    let mut table = [Class(0); Tag::COUNT];
    let lists: [(&[Tag], Class); 10] = [
        (SECTIONS, Class::BLOCK.with(Class::CLOSES_P).with(Class::SPECIAL)),
        (&[Tag::Dialog], Class::BLOCK.with(Class::CLOSES_P)),
        (OTHER_BLOCKS, Class::BLOCK.with(Class::SPECIAL)),
        (NEW_BLOCKS, Class::BLOCK),
        (TABLE_PARTS, Class::BLOCK.with(Class::SPECIAL).with(Class::TABLE_PART)),
        (FORMATTING, Class::FORMATTING),
        (SCOPES, Class::SCOPE.with(Class::SPECIAL)),
        (SPACED, Class::SPACED),
        (SKIPPED, Class::SKIPPED),
        (ENDING_BY_THEMSELVES, Class::ENDS_BY_ITSELF),
    ];
    let mut list = 0;
    while list < lists.len() {
        let mut i = 0;
        while i < lists[list].0.len() {
            let tag = lists[list].0[i] as usize;
            table[tag] = table[tag].with(lists[list].1);
            i += 1;
        }
        list += 1;
    }
    table
};

#[rustfmt::skip]
const SECTIONS: &[Tag] = &[
    Tag::Address, Tag::Article, Tag::Aside, Tag::Blockquote, Tag::Center, Tag::Details,
    Tag::Dir, Tag::Div, Tag::Dl, Tag::Dd, Tag::Dt, Tag::Fieldset, Tag::Figcaption,
    Tag::Figure, Tag::Footer, Tag::Form, Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6,
    Tag::Header, Tag::Hgroup, Tag::Hr, Tag::Li, Tag::Listing, Tag::Main, Tag::Menu, Tag::Nav,
    Tag::Ol, Tag::P, Tag::Plaintext, Tag::Pre, Tag::Search, Tag::Section, Tag::Summary,
    Tag::Table, Tag::Ul, Tag::Xmp,
];

#[rustfmt::skip]
const OTHER_BLOCKS: &[Tag] = &[
    Tag::Body, Tag::Button, Tag::Frameset, Tag::Head, Tag::Html, Tag::Iframe, Tag::Noscript,
    Tag::Select, Tag::Textarea,
];

/// Blocks that the standard's list of special elements lacks.
const NEW_BLOCKS: &[Tag] = &[Tag::Legend, Tag::Optgroup, Tag::Option, Tag::Video, Tag::Audio];

#[rustfmt::skip]
const TABLE_PARTS: &[Tag] = &[
    Tag::Caption, Tag::Col, Tag::Colgroup, Tag::Tbody, Tag::Td, Tag::Tfoot, Tag::Th, Tag::Thead,
    Tag::Tr,
];

#[rustfmt::skip]
const FORMATTING: &[Tag] = &[
    Tag::A, Tag::B, Tag::Big, Tag::Code, Tag::Em, Tag::Font, Tag::I, Tag::Nobr, Tag::S,
    Tag::Small, Tag::Strike, Tag::Strong, Tag::Tt, Tag::U,
];

#[rustfmt::skip]
const SCOPES: &[Tag] = &[
    Tag::Applet, Tag::Caption, Tag::Html, Tag::Table, Tag::Td, Tag::Th, Tag::Marquee, Tag::Object,
    Tag::Select, Tag::Template,
];

/// Form labels and times stand apart from the words around them on nearly every page, by style; not from punctuation.
/// The reading of ruby stands above its word, or in the brackets of `rp`.
const SPACED: &[Tag] = &[Tag::Label, Tag::Time, Tag::Rt];

/// Metadata, fallback content of embedded media, and templates.
#[rustfmt::skip]
const SKIPPED: &[Tag] = &[
    Tag::Title, Tag::Template, Tag::Canvas, Tag::Audio, Tag::Video, Tag::Object, Tag::Applet,
    Tag::Script, Tag::Style, Tag::Iframe, Tag::Noembed, Tag::Noframes, Tag::Datalist,
    Tag::Annotation, Tag::AnnotationXml,
];

#[rustfmt::skip]
const ENDING_BY_THEMSELVES: &[Tag] = &[
    Tag::P, Tag::Li, Tag::Dt, Tag::Dd, Tag::Option, Tag::Optgroup, Tag::Caption, Tag::Colgroup,
    Tag::Thead, Tag::Tbody, Tag::Tfoot, Tag::Tr, Tag::Td, Tag::Th, Tag::Rb, Tag::Rt, Tag::Rtc, Tag::Rp,
];

/// The elements of MathML with HTML inside. `annotation-xml` is one with some encodings only, and
/// is not shown in any case.
pub(super) fn holds_html(tag: Tag) -> bool {
    matches!(tag, Tag::Mi | Tag::Mn | Tag::Mo | Tag::Ms | Tag::Mtext | Tag::AnnotationXml)
}

/// What an element of this name says to all inside it.
pub(super) fn context_of(tag: Tag) -> Context {
    match tag {
        Tag::Nav => Context::NAV,
        Tag::Aside => Context::ASIDE,
        Tag::Footer => Context::FOOTER,
        Tag::Header => Context::HEADER,
        Tag::Dialog => Context::DIALOG,
        Tag::Noscript => Context::NOSCRIPT,
        Tag::Form => Context::FORM,
        Tag::Figure => Context::FIGURE,
        Tag::Blockquote => Context::QUOTE,
        Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir => Context::LIST,
        Tag::Table => Context::TABLE,
        Tag::Button | Tag::Select | Tag::Option | Tag::Label | Tag::Textarea => Context::CONTROL,
        Tag::Article => Context::ARTICLE,
        Tag::Main => Context::MAIN,
        Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Context::PRE,
        _ if class(tag).has(Class::SKIPPED) => Context::SKIPPED,
        _ => Context::default(),
    }
}

/// What a `role` says to all inside it.
pub(super) fn context_of_role(role: &str) -> Context {
    match role {
        "navigation" | "menu" | "menubar" => Context::NAV,
        "complementary" => Context::ASIDE,
        "contentinfo" => Context::FOOTER,
        "banner" => Context::HEADER,
        "dialog" | "alertdialog" => Context::DIALOG,
        "article" => Context::ARTICLE,
        "main" => Context::MAIN,
        "button" => Context::CONTROL,
        _ => Context::default(),
    }
}
