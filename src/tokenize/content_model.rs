//! How the text after a start tag is read, and what stands in SVG or MathML.
//!
//! In the HTML standard the tree builder tells the tokenizer both. We have no tree, so this
//! tracks just what decides: the open foreign elements (§ 13.2.6.5) and the names that switch
//! the tokenizer's state (§ 13.2.6.4). Scripting counts as off, so `noscript` is markup.

use super::{Attr, StartTag, Tag, name};

/// Open foreign elements beyond this are not tracked: an end tag searches them.
const MAX_FOREIGN_DEPTH: usize = 512;

/// Where an element belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// HTML, and HTML inside an integration point such as `foreignObject`.
    Html,
    /// SVG: drawings, whose text no stage reads.
    Svg,
    /// MathML.
    Math,
}

/// How text is read up to the next end tag of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextModel {
    /// Tags and character references count.
    Markup,
    /// Character references count, tags do not.
    RcData,
    /// Neither counts.
    RawText,
    /// As raw text, with the escapes of scripts.
    Script,
    /// Everything to the end of the document is text.
    Plaintext,
}

impl TextModel {
    /// The model of the content of `tag`, an element of the HTML namespace.
    fn of(tag: Tag) -> TextModel {
        match tag {
            Tag::Title | Tag::Textarea => TextModel::RcData,
            Tag::Style | Tag::Xmp | Tag::Iframe | Tag::Noembed | Tag::Noframes => {
                TextModel::RawText
            }
            Tag::Script => TextModel::Script,
            Tag::Plaintext => TextModel::Plaintext,
            _ => TextModel::Markup,
        }
    }
}

/// What an open foreign element makes of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Svg,
    Math,
    /// An integration point: its content is HTML again.
    Html,
    /// `title` and `desc` of SVG: HTML as well, but a tooltip that the page does not show.
    Tooltip,
}

/// An open foreign element, or an HTML element inside an integration point: its end tag must not
/// close a foreign one of the same name, such as the `a` around a drawing's `desc`.
#[derive(Debug)]
struct Inner {
    name_hash: u32,
    namespace: Namespace,
    content: Content,
}

/// Tracks foreign content and answers how text is read. One for a document.
#[derive(Debug, Default)]
pub struct ContentModel {
    foreign: Vec<Inner>,
}

impl ContentModel {
    /// The namespace in which a start tag here would stand.
    #[must_use]
    pub fn namespace(&self) -> Namespace {
        match self.foreign.last().map(|element| element.content) {
            None | Some(Content::Html | Content::Tooltip) => Namespace::Html,
            Some(Content::Svg) => Namespace::Svg,
            Some(Content::Math) => Namespace::Math,
        }
    }

    /// Whether text here is the page's, and not a drawing's.
    pub(super) fn has_text(&self) -> bool {
        let content = self.foreign.last().map(|element| element.content);
        !matches!(content, Some(Content::Svg | Content::Tooltip))
    }

    /// Takes a start tag: the namespace it belongs to. It may close foreign elements.
    #[inline]
    pub(super) fn open(&mut self, tag: Tag, name_hash: u32, self_closing: bool) -> Namespace {
        if self.foreign.is_empty() && !matches!(tag, Tag::Svg | Tag::Math) {
            return Namespace::Html;
        }
        self.open_foreign(tag, name_hash, self_closing)
    }

    fn open_foreign(&mut self, tag: Tag, name_hash: u32, self_closing: bool) -> Namespace {
        if self.namespace() != Namespace::Html && breaks_out(tag) {
            self.break_out();
        }
        let (namespace, content) = match (self.namespace(), tag) {
            (Namespace::Html, Tag::Svg) => (Namespace::Svg, Content::Svg),
            (Namespace::Html, Tag::Math) => (Namespace::Math, Content::Math),
            (Namespace::Html, _) => match self.foreign.last() {
                Some(around) if !tag.is_void() => (Namespace::Html, around.content),
                _ => return Namespace::Html,
            },
            (Namespace::Svg, Tag::ForeignObject) => (Namespace::Svg, Content::Html),
            (Namespace::Svg, Tag::Desc | Tag::Title) => (Namespace::Svg, Content::Tooltip),
            (Namespace::Svg, _) => (Namespace::Svg, Content::Svg),
            (Namespace::Math, Tag::Mi | Tag::Mn | Tag::Mo | Tag::Ms | Tag::Mtext) => {
                (Namespace::Math, Content::Html)
            }
            (Namespace::Math, Tag::Svg) if self.in_annotation_xml() => {
                (Namespace::Svg, Content::Svg)
            }
            (Namespace::Math, _) => (Namespace::Math, Content::Math),
        };
        // HTML elements ignore the `/` of `/>`.
        let has_content = !self_closing || namespace == Namespace::Html;
        if has_content && self.foreign.len() < MAX_FOREIGN_DEPTH {
            self.foreign.push(Inner { name_hash, namespace, content });
        }
        namespace
    }

    /// Takes an end tag: the namespace of the element that it closes.
    #[inline]
    pub(super) fn close(&mut self, tag: Tag, name_hash: u32) -> Namespace {
        if self.foreign.is_empty() { Namespace::Html } else { self.close_foreign(tag, name_hash) }
    }

    fn close_foreign(&mut self, tag: Tag, name_hash: u32) -> Namespace {
        let open = self.foreign.iter().rposition(|element| element.name_hash == name_hash);
        if let Some(index) = open {
            let namespace = self.foreign[index].namespace;
            self.foreign.truncate(index);
            return namespace;
        }
        // The standard closes the foreign elements if an HTML element of that name is open around
        // them, which it nearly always is; without this an unclosed `<svg>` swallows the page.
        if self.namespace() != Namespace::Html && (breaks_out(tag) || is_html_container(tag)) {
            self.break_out();
        }
        Namespace::Html
    }

    /// The one place in MathML where `svg` is a drawing.
    fn in_annotation_xml(&self) -> bool {
        const NAME: u32 = name::hash(b"annotation-xml");
        self.foreign.last().is_some_and(|element| element.name_hash == NAME)
    }

    /// Closes foreign elements up to an integration point.
    fn break_out(&mut self) {
        while self.namespace() != Namespace::Html {
            self.foreign.pop();
        }
    }
}

/// Which text reaches the sink after a start tag, and how it is read.
pub(super) fn text_after(tag: &StartTag<'_>) -> (TextModel, bool) {
    if tag.namespace != Namespace::Html {
        return (TextModel::Markup, true);
    }
    let model = TextModel::of(tag.tag);
    let kept = match model {
        TextModel::RawText => tag.tag == Tag::Xmp,
        TextModel::Script => DataScript::of(tag).is_some(),
        _ => true,
    };
    (model, kept)
}

/// The scripts that are read as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataScript {
    /// JSON-LD: metadata.
    JsonLd,
    /// TeX of a formula, as MathJax 2 reads it.
    Tex,
}

impl DataScript {
    /// What the type of a script says it is, whatever the case of its letters.
    pub(crate) fn of(script: &StartTag<'_>) -> Option<DataScript> {
        let kind = script.get(Attr::Type)?.trim_ascii();
        let starts = |with: &str| {
            kind.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
        };
        if starts("application/ld+json") {
            Some(DataScript::JsonLd)
        } else {
            starts("math/tex").then_some(DataScript::Tex)
        }
    }
}

/// Whether a script is run, by its type: blocks of data have others (HTML § 4.12.1).
pub(crate) fn is_run(script: &StartTag<'_>) -> bool {
    const TYPES: [&str; 4] = ["javascript", "ecmascript", "jscript", "module"];
    let kind = script.get(Attr::Type).unwrap_or_default().to_ascii_lowercase();
    kind.is_empty() || TYPES.iter().any(|of| kind.contains(of))
}

/// Start tags that end foreign content (§ 13.2.6.5; `font`, which does so only with some
/// attributes, is left out).
fn breaks_out(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::B
            | Tag::Big
            | Tag::Blockquote
            | Tag::Body
            | Tag::Br
            | Tag::Center
            | Tag::Code
            | Tag::Dd
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Em
            | Tag::Embed
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Head
            | Tag::Hr
            | Tag::I
            | Tag::Img
            | Tag::Li
            | Tag::Listing
            | Tag::Menu
            | Tag::Meta
            | Tag::Nobr
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Ruby
            | Tag::S
            | Tag::Small
            | Tag::Span
            | Tag::Strong
            | Tag::Strike
            | Tag::Sub
            | Tag::Sup
            | Tag::Table
            | Tag::Tt
            | Tag::U
            | Tag::Ul
            | Tag::Var
    )
}

/// Names of HTML that SVG and MathML do not have and that usually stand around a drawing.
fn is_html_container(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Html
            | Tag::Section
            | Tag::Article
            | Tag::Main
            | Tag::Nav
            | Tag::Aside
            | Tag::Header
            | Tag::Footer
            | Tag::Figure
            | Tag::Button
            | Tag::Label
            | Tag::Form
            | Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Tbody
            | Tag::Noscript
            | Tag::Picture
    )
}
