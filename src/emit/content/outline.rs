//! The normal form in which outputs are compared: what each part is, and its words.

use crate::document::Document;

use super::table::{Slot, Table};
use super::{Body, Content, TextKind, Token};

/// What a change of the topic is.
const BREAK: &str = "break";

/// A part of a document in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlined {
    /// `heading1` to `heading6`, `code`, `text`, or `break`, which has no words.
    pub kind: &'static str,
    /// Its words, with single spaces between them.
    pub text: String,
    /// A cell that began further left or above.
    pub is_repeated: bool,
    /// Whether a formula stands for some of the page's text.
    pub has_formula: bool,
}

/// The parts that are written of a document, in normal form: a part without text is none, and each cell
/// of a table is a part for each column and row that it takes.
#[must_use]
pub fn outline(document: &Document) -> Vec<Outlined> {
    let content = Content::new(document);
    let mut parts = Vec::new();
    for part in &content.parts {
        match &part.body {
            Body::Text { kind, tokens } => parts.push(content.outlined(kind_name(*kind), tokens)),
            Body::Code { text, .. } => parts.push(Outlined {
                kind: "code",
                text: fold(text),
                is_repeated: false,
                has_formula: false,
            }),
            Body::Table(table) => content.outline_table(table, &mut parts),
            Body::ThematicBreak => parts.push(Outlined {
                kind: BREAK,
                text: String::new(),
                is_repeated: false,
                has_formula: false,
            }),
        }
    }
    parts.retain(|part| !part.text.is_empty() || part.kind == BREAK);
    parts
}

impl Content<'_> {
    fn outline_table(&self, table: &Table<'_>, parts: &mut Vec<Outlined>) {
        parts.push(self.outlined("text", &table.caption));
        for slot in table.grid().into_iter().flatten() {
            match slot {
                Slot::Own(cell) => parts.push(self.outlined("text", &cell.tokens)),
                Slot::Repeated(cell) => {
                    let part = self.outlined("text", &cell.tokens);
                    parts.push(Outlined { is_repeated: true, ..part });
                }
                Slot::Empty => {}
            }
        }
    }

    fn outlined(&self, kind: &'static str, tokens: &[Token<'_>]) -> Outlined {
        let (mut text, mut has_formula) = (String::new(), false);
        for token in tokens {
            match token {
                Token::Text(words) => text.push_str(words),
                Token::Break => text.push(' '),
                Token::Formula(id) => {
                    has_formula = true;
                    text.push_str(self.formula(*id).map_or("", |formula| &formula.tex));
                }
                Token::Open(_) | Token::Close(_) | Token::Image(_) => {}
            }
        }
        Outlined { kind, text: fold(&text), is_repeated: false, has_formula }
    }
}

fn kind_name(kind: TextKind) -> &'static str {
    const HEADINGS: [&str; 6] =
        ["heading1", "heading2", "heading3", "heading4", "heading5", "heading6"];
    match kind {
        TextKind::Heading(level) => HEADINGS[usize::from(level.clamp(1, 6)) - 1],
        _ => "text",
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
