//! Tokens of a text as lines of Markdown.

use super::super::content::{Content, InlineMark, Token};
use super::escape::{self, Spot};

/// Where a text stands, which decides about line breaks and bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Paragraph,
    /// One line.
    Heading,
    /// One line, in which bars end the cell.
    Cell,
}

/// A piece of the output.
#[derive(Debug)]
enum Piece {
    Text(String),
    /// Emphasis begins or ends: how is decided when its neighbours are known.
    Delimiter {
        mark: InlineMark,
        pair: usize,
        opens: bool,
    },
    LineEnd,
}

/// A character beside a delimiter, as far as it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// White space, or an end of the text.
    Space,
    Word,
    Punctuation,
    /// What readers may see differently.
    Other,
}

/// The lines of a text, without the marks of their ends.
pub(super) fn lines(content: &Content<'_>, tokens: &[Token<'_>], frame: Frame) -> Vec<String> {
    let mut writer = Writer { content, frame, pieces: Vec::new(), open: Vec::new(), pairs: 0 };
    writer.write(tokens);
    let pieces = writer.pieces;
    let is_plain = plain_pairs(&pieces, writer.pairs);
    let mut lines = vec![String::new()];
    for piece in &pieces {
        let Some(line) = lines.last_mut() else {
            break;
        };
        match piece {
            Piece::Text(text) => line.push_str(text),
            Piece::Delimiter { mark, pair, opens } if is_plain[*pair] => {
                line.push_str(tag(*mark, *opens));
            }
            Piece::Delimiter { mark, .. } => line.push_str(delimiter(*mark)),
            Piece::LineEnd => lines.push(String::new()),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    if frame != Frame::Cell {
        lines.iter_mut().for_each(bare_exclamation);
    }
    lines
}

/// At the end of a line no link follows, of which the mark would make an image.
fn bare_exclamation(line: &mut String) {
    if line.ends_with("\\!") {
        line.truncate(line.len() - 2);
        line.push('!');
    }
}

struct Writer<'c, 'd> {
    content: &'c Content<'d>,
    frame: Frame,
    pieces: Vec<Piece>,
    /// What closes the marks that are open.
    open: Vec<Closer>,
    pairs: usize,
}

/// What a mark ends with.
enum Closer {
    Text(String),
    Delimiter(usize),
}

impl Writer<'_, '_> {
    fn write(&mut self, tokens: &[Token<'_>]) {
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match token {
                Token::Text(first) => {
                    // What is escaped depends on what comes next, such as the dot behind a number.
                    let len = rest.iter().take_while(|it| matches!(it, Token::Text(_))).count();
                    self.text(&format!("{first}{}", plain(&rest[..len])));
                    rest = &rest[len..];
                }
                Token::Break => self.line_end(),
                Token::Open(InlineMark::Code) => {
                    let len = rest.iter().take_while(|it| matches!(it, Token::Text(_))).count();
                    self.code(&rest[..len]);
                    // And its end.
                    rest = rest.get(len + 1..).unwrap_or_default();
                }
                Token::Open(mark) => self.open(*mark),
                Token::Close(mark) => self.close(*mark),
                Token::Image(image) => self.image(*image),
                Token::Formula(formula) => self.formula(*formula),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let is_first = matches!(self.pieces.last(), None | Some(Piece::LineEnd));
        let spot = if is_first { Spot::LineStart } else { Spot::Inside };
        let mut out = String::with_capacity(text.len() + 8);
        escape::text(text, spot, &mut out);
        self.pieces.push(Piece::Text(out));
    }

    fn line_end(&mut self) {
        self.pieces.push(match self.frame {
            Frame::Paragraph => Piece::LineEnd,
            Frame::Heading => Piece::Text(" ".to_owned()),
            Frame::Cell => Piece::Text("<br>".to_owned()),
        });
    }

    fn code(&mut self, tokens: &[Token<'_>]) {
        let text = plain(tokens);
        let touches = matches!(self.pieces.last(), Some(Piece::Text(text)) if text.ends_with('`'));
        let code = escape::code(&text, self.frame == Frame::Cell)
            .filter(|_| !touches && !self.ends_link(&text));
        self.pieces.push(Piece::Text(code.unwrap_or_else(|| tagged("code", &text))));
    }

    /// Whether text that is not escaped would end the link around it: `[` and `]:` at the start of a
    /// paragraph define a reference, whatever is between them.
    fn ends_link(&self, text: &str) -> bool {
        let is_link = |it: &Closer| matches!(it, Closer::Text(end) if end.starts_with(']'));
        text.contains([']', '[']) && self.open.iter().any(is_link)
    }

    fn open(&mut self, mark: InlineMark) {
        let (text, closer) = match mark {
            InlineMark::Link(link) => match self.content.link(link) {
                Some(href) => ("[", format!("]({})", escape::address(href))),
                None => ("", String::new()),
            },
            InlineMark::Sub => ("<sub>", "</sub>".to_owned()),
            InlineMark::Sup => ("<sup>", "</sup>".to_owned()),
            mark => {
                let pair = self.pairs;
                self.pairs += 1;
                self.open.push(Closer::Delimiter(pair));
                return self.pieces.push(Piece::Delimiter { mark, pair, opens: true });
            }
        };
        self.open.push(Closer::Text(closer));
        self.push(text);
    }

    fn close(&mut self, mark: InlineMark) {
        match self.open.pop() {
            Some(Closer::Text(text)) => self.push(&text),
            Some(Closer::Delimiter(pair)) => {
                self.pieces.push(Piece::Delimiter { mark, pair, opens: false });
            }
            None => {}
        }
    }

    fn push(&mut self, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece::Text(text.to_owned()));
        }
    }

    fn image(&mut self, image: u32) {
        if let Some((image, src)) = self.content.image(image) {
            let mut alt = String::new();
            escape::text(&image.alt, Spot::Inside, &mut alt);
            self.push(&format!("![{alt}]({})", escape::address(src)));
        }
    }

    fn formula(&mut self, formula: u32) {
        let Some(formula) = self.content.formula(formula) else {
            return;
        };
        let is_cell = self.frame == Frame::Cell;
        let touches = matches!(self.pieces.last(), Some(Piece::Text(text)) if text.ends_with('$'));
        let written = escape::formula(&formula.tex, formula.is_display, is_cell);
        let is_odd = touches || self.ends_link(&formula.tex);
        let written = written.filter(|_| !is_odd).unwrap_or_else(|| {
            let words: Vec<&str> = formula.tex.split_whitespace().collect();
            tagged("code", &words.join(" "))
        });
        self.push(&written);
    }
}

/// The text of tokens that are nothing else.
fn plain(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|token| if let Token::Text(text) = token { text } else { "" }).collect()
}

fn tagged(name: &str, text: &str) -> String {
    let mut out = format!("<{name}>");
    escape::text(text, Spot::Inside, &mut out);
    out + &format!("</{name}>")
}

/// The pairs that Markdown's own delimiters cannot write here, such as emphasis inside of a word.
fn plain_pairs(pieces: &[Piece], pairs: usize) -> Vec<bool> {
    let mut is_plain = vec![false; pairs];
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::Delimiter { mark, pair, opens } = piece {
            let before = at.checked_sub(1).map_or(Side::Space, |at| last_side(&pieces[at]));
            let after = pieces.get(at + 1).map_or(Side::Space, first_side);
            let (outer, inner) = if *opens { (before, after) } else { (after, before) };
            is_plain[*pair] |= !is_flanking(*mark, outer, inner);
        }
    }
    is_plain
}

/// Whether a delimiter run with these neighbours opens (or closes) and never does the other (CommonMark
/// 6.2), by any reading of characters that are neither words nor ASCII.
fn is_flanking(mark: InlineMark, outer: Side, inner: Side) -> bool {
    let is_apart = matches!(outer, Side::Space | Side::Punctuation);
    match inner {
        Side::Space => false,
        Side::Word => is_apart || mark != InlineMark::Emphasis,
        Side::Punctuation | Side::Other => is_apart,
    }
}

fn first_side(piece: &Piece) -> Side {
    match piece {
        Piece::Text(text) => text.chars().next().map_or(Side::Other, side),
        Piece::Delimiter { .. } => Side::Punctuation,
        Piece::LineEnd => Side::Punctuation,
    }
}

fn last_side(piece: &Piece) -> Side {
    match piece {
        Piece::Text(text) => text.chars().next_back().map_or(Side::Other, side),
        Piece::Delimiter { .. } => Side::Punctuation,
        Piece::LineEnd => Side::Space,
    }
}

fn side(c: char) -> Side {
    match c {
        // White space to all readers: CommonMark counts Unicode's (Zs).
        ' ' | '\n' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => Side::Space,
        c if c.is_ascii_punctuation() => Side::Punctuation,
        c if c.is_alphanumeric() => Side::Word,
        _ => Side::Other,
    }
}

fn delimiter(mark: InlineMark) -> &'static str {
    match mark {
        InlineMark::Strong => "**",
        InlineMark::Strike => "~~",
        _ => "_",
    }
}

fn tag(mark: InlineMark, opens: bool) -> &'static str {
    match (mark, opens) {
        (InlineMark::Strong, true) => "<strong>",
        (InlineMark::Strong, false) => "</strong>",
        (InlineMark::Strike, true) => "<del>",
        (InlineMark::Strike, false) => "</del>",
        (_, true) => "<em>",
        (_, false) => "</em>",
    }
}
