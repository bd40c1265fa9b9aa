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
    /// What readers may see differently: symbols.
    Other,
}

/// The lines of a text, without the marks of their ends.
pub(super) fn lines(content: &Content<'_>, tokens: &[Token<'_>], frame: Frame) -> Vec<String> {
    let mut writer = Writer { content, frame, pieces: Vec::new(), open: Vec::new(), pairs: 0 };
    writer.write(tokens);
    let pieces = writer.pieces;
    let forms = forms(&pieces, writer.pairs);
    let mut lines = vec![String::new()];
    for piece in &pieces {
        let Some(line) = lines.last_mut() else {
            break;
        };
        match piece {
            Piece::Text(text) => {
                // It would make an image of the link.
                if text.starts_with('[') && line.ends_with('!') {
                    line.insert(line.len() - 1, '\\');
                }
                line.push_str(text);
            }
            Piece::Delimiter { mark, pair, opens } => {
                line.push_str(forms[*pair].unwrap_or_else(|| tag(*mark, *opens)));
            }
            Piece::LineEnd => lines.push(String::new()),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
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
        let spot = match self.frame {
            Frame::Paragraph if is_first => Spot::LineStart,
            _ => self.inside(),
        };
        let mut out = String::with_capacity(text.len() + 8);
        escape::text(text, spot, &mut out);
        self.push(&out);
    }

    /// Where what does not begin a line stands.
    fn inside(&self) -> Spot {
        if self.frame == Frame::Cell { Spot::Cell } else { Spot::Inside }
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
        self.pieces.push(Piece::Text(code.unwrap_or_else(|| self.tagged_code(&text))));
    }

    /// Whether text that is not escaped would end the link around it: `[` and `]:` at the start of a
    /// paragraph define a reference, whatever is between them but another `[`.
    fn ends_link(&self, text: &str) -> bool {
        let is_link = |it: &Closer| matches!(it, Closer::Text(end) if end.starts_with(']'));
        !has_balanced_brackets(text) && self.open.iter().any(is_link)
    }

    fn tagged_code(&self, text: &str) -> String {
        let mut out = String::from("<code>");
        escape::text(text, self.inside(), &mut out);
        out + "</code>"
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
            escape::text(&image.alt, self.inside(), &mut alt);
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
            self.tagged_code(&words.join(" "))
        });
        self.push(&written);
    }
}

/// The text of tokens that are nothing else.
fn plain(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|token| if let Token::Text(text) = token { text } else { "" }).collect()
}

/// Whether each bracket has its other one, and none is escaped.
fn has_balanced_brackets(text: &str) -> bool {
    let mut depth = 0i32;
    let is_paired = text.chars().all(|c| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        depth >= 0
    });
    is_paired && depth == 0 && (!text.contains('[') || !text.contains('\\'))
}

/// The delimiter of each pair, of those that Markdown has for its mark the first that can be written here: `None`
/// where none can, such as before a bracket inside of a word.
fn forms(pieces: &[Piece], pairs: usize) -> Vec<Option<&'static str>> {
    // Which of them can, at one end and at both.
    let mut forms: Vec<(&[&'static str], [bool; 2])> = vec![(&[], [true; 2]); pairs];
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::Delimiter { mark, pair, opens } = piece {
            let before = at.checked_sub(1).map(|at| &pieces[at]);
            let after = pieces.get(at + 1);
            let left = before.map_or(Side::Space, last_side);
            let right = after.map_or(Side::Space, first_side);
            let (outer, inner) = if *opens { (left, right) } else { (right, left) };
            let is_delimiter = |it: &Piece| matches!(it, Piece::Delimiter { .. });
            let is_beside = [before, after].into_iter().flatten().any(is_delimiter);
            let end = End { outer, inner, is_beside };
            let (delimiters, fit) = &mut forms[*pair];
            *delimiters = delimiters_of(*mark);
            for (delimiter, fits) in delimiters.iter().zip(fit) {
                *fits &= end.takes(delimiter);
            }
        }
    }
    let first = |(delimiters, fit): (&[&'static str], [bool; 2])| {
        delimiters.iter().zip(fit).find(|(_, fits)| *fits).map(|(delimiter, _)| *delimiter)
    };
    forms.into_iter().map(first).collect()
}

/// What stands beside a delimiter.
struct End {
    outer: Side,
    inner: Side,
    /// Another delimiter does: stars beside stars are one run.
    is_beside: bool,
}

impl End {
    /// Whether a delimiter opens (or closes) here (CommonMark 6.2), by any reading of symbols. Inside of words stars
    /// could do either, but they close nothing that is open around them: two and one do not match there.
    fn takes(&self, delimiter: &str) -> bool {
        let is_apart = matches!(self.outer, Side::Space | Side::Punctuation);
        let is_flanking = match self.inner {
            Side::Space => false,
            Side::Word => is_apart || delimiter != "_",
            Side::Punctuation | Side::Other => is_apart,
        };
        is_flanking && (delimiter != "*" || !self.is_beside)
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
        c if c.is_ascii_punctuation() || is_punctuation(c) => Side::Punctuation,
        c if c.is_alphanumeric() => Side::Word,
        _ => Side::Other,
    }
}

/// Punctuation to all readers (Unicode's P): that of Latin, Arabic, Indic and East Asian scripts. Symbols count for
/// some only.
fn is_punctuation(c: char) -> bool {
    match c {
        '¡' | '«' | '·' | '»' | '¿' => true,
        '،' | '؛' | '؟' | '۔' | '।' | '॥' => true,
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' => true,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '・' => true,
        // Of full and half width.
        '\u{FF01}'..='\u{FF0F}' => !matches!(c, '＄' | '＋'),
        '：' | '；' | '？' | '＠' | '［' | '＼' | '］' | '＿' | '｛' | '｝' => true,
        '\u{FF5F}'..='\u{FF65}' => true,
        _ => false,
    }
}

/// The preferred one first.
fn delimiters_of(mark: InlineMark) -> &'static [&'static str] {
    match mark {
        InlineMark::Strong => &["**"],
        InlineMark::Strike => &["~~"],
        _ => &["_", "*"],
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
