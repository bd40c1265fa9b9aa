//! Clean HTML: the kept content as a document of its own.
//!
//! Every tag and attribute is written here, by name, and all else is escaped text, so that nothing of
//! the page's own markup gets through: what browsers and sanitisers read differently (SVG, MathML,
//! `noscript`, comments) does not exist in the output. Read again, it has the blocks it was made of.

mod escape;
mod inline;

use std::io;

use crate::build::Numbering;
use crate::document::Document;
use crate::language_tag::is_tag;
use crate::metadata;

use super::content::{
    Body, Cell, Content, Node, NodeId, NodeKind, Part, Table, TextKind, Token, Walk,
};
use escape::{attribute, text};
use inline::inline;

impl Document {
    /// What is kept, as an HTML document of headings, paragraphs, lists, quotes, tables and code.
    ///
    /// Links and images have addresses of harmless schemes only, and formulas are TeX between `\(` and
    /// `\)`. Both, and emphasis, come with [`Options::structure`](crate::Options::structure).
    ///
    /// ```
    /// use dechaff::{KeepStructure, Options, Strip, extract};
    /// let page = b"<title>Tides</title><p onclick=x()>High <svg><a/></svg><b>water</b>: noon &lt;3";
    /// let options = Options::new().strip(Strip::Notices).structure(KeepStructure::Yes);
    /// let html = extract(page, &options).clean_html();
    /// assert!(html.ends_with("<body dir=\"auto\">\n<p>High <strong>water</strong>: noon &lt;3</p>\n</body>\n</html>\n"));
    /// ```
    #[must_use]
    pub fn clean_html(&self) -> String {
        let content = Content::new(self);
        let mut writer = Writer {
            content: &content,
            walk: Walk::default(),
            levels: Vec::new(),
            out: head(self),
        };
        let mut walk = Walk::default();
        let inside = |part: &Part<'_>| walk.step(&content.nodes, part.node, |_| true).inside;
        let insides: Vec<NodeId> = content.parts.iter().map(inside).collect();
        for (number, part) in content.parts.iter().enumerate() {
            writer.part(part, insides.get(number + 1) != insides.get(number));
        }
        writer.close_to(0);
        writer.out + "</body>\n</html>\n"
    }

    /// Writes what [`Document::clean_html`] gives.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// let mut out = Vec::new();
    /// dechaff::extract(b"<h1>Tides</h1>", &dechaff::Options::new()).write_clean_html(&mut out)?;
    /// assert!(out.starts_with(b"<!DOCTYPE html>"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_clean_html(&self, mut out: impl io::Write) -> io::Result<()> {
        out.write_all(self.clean_html().as_bytes())
    }
}

/// All before the content.
fn head(document: &Document) -> String {
    let facts = metadata::facts(document);
    // No real tag is longer (RFC 5646 § 4.4.1).
    let language = facts.language.filter(|it| it.len() <= 35 && is_tag(it));
    let lang = language.map_or(String::new(), |it| format!(" lang=\"{it}\""));
    let mut out =
        format!("<!DOCTYPE html>\n<html{lang}>\n<head>\n<meta charset=\"utf-8\">\n<title>");
    text(facts.title.as_deref().unwrap_or(""), &mut out);
    out.push_str("</title>\n</head>\n<body dir=\"auto\">\n");
    out
}

/// An element around blocks that is open.
struct Level {
    kind: NodeKind,
    /// Its end tags.
    end: &'static str,
    /// Of a numbered list: the number that the next item has by itself.
    next: u16,
}

struct Writer<'c, 'd> {
    content: &'c Content<'d>,
    walk: Walk,
    levels: Vec<Level>,
    out: String,
}

impl<'d> Writer<'_, 'd> {
    /// Writes a part; `is_last` in the innermost node around it.
    fn part(&mut self, part: &Part<'d>, is_last: bool) {
        match &part.body {
            Body::Text { kind, tokens } => self.text(part.node, *kind, tokens, is_last),
            Body::Code { language, text: code } => {
                self.enter(part.node);
                let wrapper = self.wrapper();
                self.out.push_str(wrapper.0);
                self.out.push_str("<pre><code");
                if let Some(language) = language {
                    self.out.push_str(" class=\"language-");
                    attribute(language, &mut self.out);
                    self.out.push('"');
                }
                self.out.push('>');
                escape::code(code, &mut self.out);
                self.out.push_str("</code></pre>");
                self.out.push_str(wrapper.1);
                self.out.push('\n');
            }
            Body::Table(table) => self.table(part.node, table),
            Body::ThematicBreak => {
                self.enter(part.node);
                self.line("<hr>", "", "");
            }
        }
    }

    fn text(&mut self, node: NodeId, kind: TextKind, tokens: &[Token<'_>], is_last: bool) {
        let Some(html) = inline(self.content, tokens) else {
            return;
        };
        let is_new = self.enter(node);
        let around = self.levels.last().map(|level| level.kind);
        let is_image = matches!(tokens, [Token::Image(_)]);
        let (start, end) = match (kind, around) {
            (TextKind::Heading(level), _) => {
                let tags = HEADINGS[usize::from(level.clamp(1, 6)) - 1];
                let wrapper = self.wrapper();
                self.out.extend([wrapper.0, tags.0, &html, tags.1, wrapper.1, "\n"]);
                return;
            }
            (TextKind::Term, Some(NodeKind::Terms)) => ("<dt>", "</dt>"),
            (_, Some(NodeKind::Terms)) => ("<dd>", "</dd>"),
            (TextKind::Caption, Some(NodeKind::Figure)) => ("<figcaption>", "</figcaption>"),
            (_, Some(NodeKind::Figure)) if is_image => ("", ""),
            // The text of most items is one paragraph, which needs no tags.
            (_, Some(NodeKind::Item { .. })) if is_new && is_last => ("", ""),
            _ => ("<p>", "</p>"),
        };
        self.line(start, &html, end);
    }

    fn line(&mut self, start: &str, html: &str, end: &str) {
        self.out.extend([start, html, end, "\n"]);
    }

    /// What must stand around blocks that a list of terms cannot hold.
    fn wrapper(&self) -> (&'static str, &'static str) {
        match self.levels.last() {
            Some(level) if level.kind == NodeKind::Terms => ("<dd>", "</dd>"),
            _ => ("", ""),
        }
    }

    fn table(&mut self, node: NodeId, table: &Table<'d>) {
        self.enter(node);
        let wrapper = self.wrapper();
        self.line(wrapper.0, "<table>", "");
        if let Some(caption) = inline(self.content, &table.caption) {
            self.line("<caption>", &caption, "</caption>");
        }
        let headers = header_rows(table);
        for (number, row) in table.rows.iter().enumerate() {
            if number == 0 && headers > 0 {
                self.out.push_str("<thead>\n");
            } else if number == headers {
                self.out.push_str("<tbody>\n");
            }
            self.out.push_str("<tr>");
            row.cells.iter().for_each(|cell| self.cell(cell));
            self.out.push_str("</tr>\n");
            if number + 1 == headers {
                self.out.push_str("</thead>\n");
            }
        }
        if table.rows.len() > headers {
            self.out.push_str("</tbody>\n");
        }
        self.line("</table>", wrapper.1, "");
    }

    fn cell(&mut self, cell: &Cell<'d>) {
        let name = if cell.is_header { "th" } else { "td" };
        self.out.extend(["<", name]);
        for (attribute, value) in [("colspan", cell.span.columns), ("rowspan", cell.span.rows)] {
            if value > 1 {
                self.out.push_str(&format!(" {attribute}=\"{value}\""));
            }
        }
        self.out.push('>');
        self.out.push_str(&inline(self.content, &cell.tokens).unwrap_or_default());
        self.out.extend(["</", name, ">"]);
    }

    /// Closes and opens elements until a node is the innermost; whether it opened.
    fn enter(&mut self, node: NodeId) -> bool {
        let step = self.walk.step(&self.content.nodes, node, |_| true);
        self.close_to(step.kept);
        for (at, id) in step.opened.iter().enumerate() {
            let first = step.opened.get(at + 1).map(|id| self.content.nodes.node(*id).kind);
            self.open(*id, first);
        }
        !step.opened.is_empty()
    }

    /// Opens an element, and notes what opens first inside.
    fn open(&mut self, node: NodeId, first: Option<NodeKind>) {
        let Node { kind, numbering, .. } = *self.content.nodes.node(node);
        let wrapper = self.wrapper();
        self.out.push_str(wrapper.0);
        let is_wrapped = !wrapper.0.is_empty();
        let mut next = 1;
        let (start, end) = match kind {
            NodeKind::Top => ("", ["", ""]),
            NodeKind::Quote => ("<blockquote>\n", ["</blockquote>\n", "</blockquote></dd>\n"]),
            NodeKind::List { is_numbered: true } => {
                let number = match first {
                    Some(NodeKind::Item { number, .. }) => number,
                    _ => 1,
                };
                (self.out).push_str(&numbered_list(numbering, number));
                next = number;
                ("", ["</ol>\n", "</ol></dd>\n"])
            }
            NodeKind::List { is_numbered: false } => ("<ul>\n", ["</ul>\n", "</ul></dd>\n"]),
            NodeKind::Figure => ("<figure>\n", ["</figure>\n", "</figure></dd>\n"]),
            NodeKind::Terms => ("<dl>\n", ["</dl>\n", "</dl></dd>\n"]),
            NodeKind::Item { number, .. } => {
                self.open_item(number);
                ("", ["</li>\n", "</li>\n"])
            }
        };
        self.out.push_str(start);
        let end = end[usize::from(is_wrapped)];
        self.levels.push(Level { kind, end, next });
    }

    fn open_item(&mut self, number: u16) {
        match self.levels.last_mut() {
            Some(list) if list.kind == (NodeKind::List { is_numbered: true }) => {
                let counts = list.next == number;
                list.next = number.wrapping_add(1);
                if !counts {
                    return self.out.push_str(&format!("<li value=\"{number}\">"));
                }
            }
            _ => {}
        }
        self.out.push_str("<li>");
    }

    fn close_to(&mut self, len: usize) {
        for level in self.levels.drain(len.min(self.levels.len())..).rev() {
            // `<li>a</li>` on a line.
            if matches!(level.kind, NodeKind::Item { .. }) && self.out.ends_with('\n') {
                self.out.pop();
            }
            self.out.push_str(level.end);
        }
    }
}

/// The tags of headings by level.
const HEADINGS: [(&str, &str); 6] = [
    ("<h1>", "</h1>"),
    ("<h2>", "</h2>"),
    ("<h3>", "</h3>"),
    ("<h4>", "</h4>"),
    ("<h5>", "</h5>"),
    ("<h6>", "</h6>"),
];

/// The start tag of a list of which the first item has a number. One that counts down has the number of each item,
/// as some may be gone.
fn numbered_list(numbering: Numbering, number: u16) -> String {
    let start = if number == 1 { String::new() } else { format!(" start=\"{number}\"") };
    let style = numbering.style.map_or(String::new(), |style| format!(" type=\"{style}\""));
    format!("<ol{start}{style}>\n")
}

/// The rows of a table's head: the first, and those that its cells reach into, as a cell ends with its `thead`.
fn header_rows(table: &Table<'_>) -> usize {
    let mut reach = 1;
    for (number, row) in table.rows.iter().enumerate() {
        if number == reach || !row.is_header {
            return number;
        }
        let longest = row.cells.iter().map(|cell| usize::from(cell.span.rows)).max();
        reach = reach.max(number + longest.unwrap_or(1));
    }
    table.rows.len()
}
