//! Tokens of a text as HTML.

use super::super::content::{Content, InlineMark, Token};
use super::escape::{attribute, text};

/// The HTML of a text; `None` if it shows nothing.
pub(super) fn inline(content: &Content<'_>, tokens: &[Token<'_>]) -> Option<String> {
    let mut writer = Writer { content, out: String::new(), ends: Vec::new(), line: Line::Begun };
    tokens.iter().for_each(|token| writer.token(token));
    (writer.line != Line::Begun).then_some(writer.out)
}

/// What the line at hand shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing, and nothing stands before it.
    Begun,
    Shown,
    /// Nothing yet; the line before it is not ended.
    Due,
}

struct Writer<'c, 'd> {
    content: &'c Content<'d>,
    out: String,
    /// The end tags of what is open.
    ends: Vec<&'static str>,
    line: Line,
}

impl Writer<'_, '_> {
    fn token(&mut self, token: &Token<'_>) {
        match token {
            Token::Text(words) => {
                self.show();
                text(words, &mut self.out);
            }
            // Two in a row would end the paragraph for whoever reads it as we do.
            Token::Break if self.line == Line::Shown => self.line = Line::Due,
            Token::Break => {}
            Token::Open(mark) => self.open(*mark),
            Token::Close(_) => self.out.push_str(self.ends.pop().unwrap_or("")),
            Token::Image(image) => self.image(*image),
            Token::Formula(formula) => self.formula(*formula),
        }
    }

    fn show(&mut self) {
        if std::mem::replace(&mut self.line, Line::Shown) == Line::Due {
            self.out.push_str("<br>");
        }
    }

    fn open(&mut self, mark: InlineMark) {
        // The line ended before it.
        if self.line == Line::Due {
            self.show();
        }
        let (start, end) = match mark {
            InlineMark::Link(link) => {
                if let Some(href) = self.content.link(link) {
                    self.out.push_str("<a href=\"");
                    attribute(href, &mut self.out);
                    self.out.push_str("\">");
                    return self.ends.push("</a>");
                }
                ("", "")
            }
            InlineMark::Strong => ("<strong>", "</strong>"),
            InlineMark::Emphasis => ("<em>", "</em>"),
            InlineMark::Strike => ("<s>", "</s>"),
            InlineMark::Sub => ("<sub>", "</sub>"),
            InlineMark::Sup => ("<sup>", "</sup>"),
            InlineMark::Code => ("<code>", "</code>"),
        };
        self.out.push_str(start);
        self.ends.push(end);
    }

    fn image(&mut self, image: u32) {
        if let Some((image, src)) = self.content.image(image) {
            self.show();
            self.out.push_str("<img src=\"");
            attribute(src, &mut self.out);
            self.out.push_str("\" alt=\"");
            attribute(&image.alt, &mut self.out);
            self.out.push_str("\">");
        }
    }

    fn formula(&mut self, formula: u32) {
        if let Some(formula) = self.content.formula(formula) {
            self.show();
            let (start, end) = if formula.is_display { ("\\[", "\\]") } else { ("\\(", "\\)") };
            self.out.push_str(start);
            text(formula.tex.trim(), &mut self.out);
            self.out.push_str(end);
        }
    }
}
