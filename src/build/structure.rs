//! What markup says about the text inside blocks (links, emphasis, images, formulas), what stands
//! between them (changes of the topic), and what few outputs ask of elements (spans of cells, languages
//! of code): kept on request only, for writers of markup.
//!
//! All of it is a list of events at places of [`Arena::text`](super::Arena::text), which grow, so that
//! neither nesting nor markup closed out of order costs anything.

use crate::options::{Images, Links};
use crate::tokenize::{Attr, DataScript, Namespace, StartTag, Tag};

use super::arena::ElementId;
use super::code_language::language;
use super::context::integer;
use super::formulas::{Formula, find_texts, shows_formula};
use super::image::{LastImage, image_address, is_pixel};

/// Bytes of an address: browsers and servers refuse longer ones, and `data:` is not for readers.
pub(super) const MAX_ADDRESS_LEN: usize = 2048;
/// Bytes of a formula and of a text for an image.
const MAX_TEX_LEN: usize = 16 << 10;
const MAX_ALT_LEN: usize = 1024;
/// The standard's cap on `colspan`; rows have one of 65,534, which 16 bits hold.
const MAX_COLUMNS: u16 = 1000;

/// What stands at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An inline element opens.
    Open(ElementId),
    /// An inline element closes.
    Close(ElementId),
    /// An image, by its number.
    Image(u32),
    /// What shows a formula begins, by its number.
    OpenFormula(u32),
    /// What shows a formula ends.
    CloseFormula(u32),
    /// A block ends.
    EndBlock,
    /// What came since the last block stands outside of the next one.
    Boundary,
    /// The topic changes here (`hr`), in this element.
    ThematicBreak(ElementId),
}

/// Something in the text, and where.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Byte offset in the arena's text.
    pub at: u32,
    /// What it is.
    pub what: Happening,
}

/// An image.
#[derive(Clone, Debug)]
pub struct Image {
    /// The element around it.
    pub element: ElementId,
    /// `src` as it stands in the page.
    pub src: String,
    /// `alt`.
    pub alt: String,
}

/// How many columns and rows a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// At least 1.
    pub columns: u16,
    /// At least 1; `u16::MAX` for all rows that follow.
    pub rows: u16,
}

/// What the builder keeps for writers of markup.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// In order of their places.
    pub events: Vec<Event>,
    /// Addresses of links by their elements, which grow.
    pub links: Vec<(ElementId, String)>,
    /// In order.
    pub images: Vec<Image>,
    /// In order of their beginnings.
    pub formulas: Vec<Formula>,
    last_image: Option<LastImage>,
    /// Something without text came since the last boundary.
    has_atoms: bool,
    languages: Vec<(ElementId, String)>,
    spans: Vec<(ElementId, Span)>,
    open_formulas: Vec<(ElementId, u32)>,
    /// The formula whose TeX is being read.
    reading: Option<u32>,
    kept_links: Links,
    kept_images: Images,
}

impl Structure {
    pub(super) fn new(links: Links, images: Images) -> Self {
        Structure { kept_links: links, kept_images: images, ..Structure::default() }
    }

    /// The language of the code in an element, if the element itself says so.
    #[must_use]
    pub fn language(&self, element: ElementId) -> Option<&str> {
        let found = self.languages.binary_search_by_key(&element, |(element, _)| *element).ok()?;
        Some(&self.languages[found].1)
    }

    /// The first element behind another one's start tag that names a language.
    #[must_use]
    pub fn language_behind(&self, element: ElementId) -> Option<(ElementId, &str)> {
        let first = self.languages.partition_point(|(named, _)| *named <= element);
        self.languages.get(first).map(|(named, language)| (*named, language.as_str()))
    }

    /// How many columns and rows a cell takes.
    #[must_use]
    pub fn span(&self, cell: ElementId) -> Span {
        let found = self.spans.binary_search_by_key(&cell, |(cell, _)| *cell);
        found.map_or(Span { columns: 1, rows: 1 }, |found| self.spans[found].1)
    }

    /// The number of a link's address, if it is kept.
    #[must_use]
    pub fn link(&self, element: ElementId) -> Option<u32> {
        let found = self.links.binary_search_by_key(&element, |(element, _)| *element);
        found.ok().map(|found| found as u32)
    }

    pub(super) fn open(
        &mut self,
        tag: &StartTag<'_>,
        element: ElementId,
        at: usize,
        is_apart: bool,
    ) {
        let classes = tag.get(Attr::Class).unwrap_or("");
        if shows_formula(tag, classes) {
            let is_display = tag.get(Attr::Display) == Some("block")
                || classes.contains("display")
                || classes.contains("Display");
            let is_preview = tag.tag != Tag::Math && classes.contains("MathJax");
            self.open_formulas.push((element, self.formulas.len() as u32));
            self.open_formula(
                Formula { element, is_display, is_apart, is_preview, ..Formula::default() },
                at,
            );
        }
        // In MathML, too: its end comes without its namespace.
        if is_inline(tag.tag) {
            self.push(at, Happening::Open(element));
        }
        if tag.namespace != Namespace::Html {
            let is_tex = |value: &str| value.trim().eq_ignore_ascii_case("application/x-tex");
            if tag.tag == Tag::Annotation && tag.get(Attr::Encoding).is_some_and(is_tex) {
                let outermost = self.open_formulas.first().map(|(_, formula)| *formula);
                // A second one would say the same.
                self.reading = outermost.filter(|it| self.formulas[*it as usize].tex.is_empty());
            }
            return;
        }
        match tag.tag {
            Tag::A => self.open_link(tag, element),
            Tag::Td | Tag::Th => self.open_cell(tag, element),
            Tag::Script if DataScript::of(tag) == Some(DataScript::Tex) => {
                let is_display = tag.get(Attr::Type).is_some_and(|kind| kind.contains("display"));
                self.reading = Some(self.formulas.len() as u32);
                self.open_formula(
                    Formula { element, is_display, is_apart, ..Formula::default() },
                    at,
                );
                self.push(at, Happening::CloseFormula(self.formulas.len() as u32 - 1));
            }
            _ => {}
        }
        if matches!(tag.tag, Tag::Pre | Tag::Code | Tag::Div | Tag::Figure | Tag::Table)
            && let Some(language) = language(tag, classes)
        {
            self.languages.push((element, language.to_owned()));
        }
    }

    /// Whether the text that comes is TeX, and not the page's.
    pub(super) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    pub(super) fn push_tex(&mut self, text: &str) {
        let Some(formula) = self.reading.and_then(|it| self.formulas.get_mut(it as usize)) else {
            return;
        };
        if formula.tex.len() + text.len() <= MAX_TEX_LEN {
            formula.tex.push_str(text);
        } else {
            // None rather than as much as the chunks at hand happen to hold.
            formula.tex.clear();
            self.reading = None;
        }
    }

    pub(super) fn close(&mut self, tag: Tag, element: ElementId, at: usize) {
        if matches!(tag, Tag::Script | Tag::Annotation) {
            self.reading = None;
        }
        if is_inline(tag) {
            self.push(at, Happening::Close(element));
        }
        let open = self.open_formulas.iter().rposition(|(open, _)| *open == element);
        if let Some(open) = open {
            let (_, formula) = self.open_formulas.remove(open);
            self.push(at, Happening::CloseFormula(formula));
        }
    }

    pub(super) fn image(
        &mut self,
        tag: &StartTag<'_>,
        element: ElementId,
        at: usize,
        is_without_scripts: bool,
    ) {
        if self.kept_images == Images::Drop || is_pixel(tag) {
            return;
        }
        let Some(src) = image_address(tag) else {
            return;
        };
        let alt = tag.get(Attr::Alt).unwrap_or("");
        let alt = if alt.len() <= MAX_ALT_LEN { alt } else { "" };
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let next = LastImage::new(tag, at, is_without_scripts);
        if let (Some(last), Some(image)) = (&mut self.last_image, self.images.last_mut())
            && last.is_twin(&next, image.src == src)
        {
            last.has_copy = true;
            if last.yields() {
                src.clone_into(&mut image.src);
            }
            if image.alt.is_empty() {
                image.alt = alt;
            }
            return;
        }
        self.last_image = Some(next);
        self.push(at, Happening::Image(self.images.len() as u32));
        self.has_atoms = true;
        self.images.push(Image { element, src: src.to_owned(), alt });
    }

    /// A change of the topic, which parts blocks. One of several in a row says it all.
    pub(super) fn thematic_break(&mut self, element: ElementId, at: usize) {
        let before = self.events.iter().rev().map(|event| event.what).take(2);
        let is_said = before.eq([Happening::Boundary, Happening::ThematicBreak(element)]);
        if !is_said {
            self.push(at, Happening::ThematicBreak(element));
            self.has_atoms = true;
            self.boundary(at);
        }
    }

    /// The arena's text was cut to a length.
    pub(super) fn truncate(&mut self, len: usize) {
        let late = self.events.iter_mut().rev().take_while(|event| event.at > len as u32);
        late.for_each(|event| event.at = len as u32);
    }

    /// The text that came since the last block is one, which ends at `at`.
    pub(super) fn end_block(&mut self, at: usize) {
        self.has_atoms = false;
        self.push(at, Happening::EndBlock);
    }

    /// A boundary of blocks where no text came since the last one.
    pub(super) fn boundary(&mut self, at: usize) {
        if std::mem::take(&mut self.has_atoms) {
            self.push(at, Happening::Boundary);
        }
    }

    /// Finds the text that each formula stands for.
    pub(super) fn finish(&mut self) {
        find_texts(&mut self.formulas, &self.events);
    }

    fn push(&mut self, at: usize, what: Happening) {
        self.events.push(Event { at: at as u32, what });
    }

    fn open_formula(&mut self, formula: Formula, at: usize) {
        self.has_atoms = true;
        self.push(at, Happening::OpenFormula(self.formulas.len() as u32));
        self.formulas.push(formula);
    }

    fn open_link(&mut self, tag: &StartTag<'_>, element: ElementId) {
        let Some(href) = tag.get(Attr::Href).map(str::trim).filter(|it| !it.is_empty()) else {
            return;
        };
        if self.kept_links == Links::Keep && href.len() <= MAX_ADDRESS_LEN {
            self.links.push((element, href.to_owned()));
        }
    }

    fn open_cell(&mut self, tag: &StartTag<'_>, element: ElementId) {
        let columns = integer(tag, Attr::Colspan).unwrap_or(1).clamp(1, MAX_COLUMNS);
        // Zero is the rest of the rows.
        let rows =
            integer(tag, Attr::Rowspan).map_or(1, |rows| if rows == 0 { u16::MAX } else { rows });
        if (columns, rows) != (1, 1) {
            self.spans.push((element, Span { columns, rows }));
        }
    }
}

/// Whether an element styles or links the text inside.
fn is_inline(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::A
            | Tag::B
            | Tag::Strong
            | Tag::I
            | Tag::Em
            | Tag::Cite
            | Tag::Dfn
            | Tag::Var
            | Tag::Code
            | Tag::Kbd
            | Tag::Samp
            | Tag::Tt
            | Tag::S
            | Tag::Strike
            | Tag::Del
            | Tag::Sub
            | Tag::Sup
    )
}
