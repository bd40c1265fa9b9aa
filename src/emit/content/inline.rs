//! The text of a block with its styles as tokens, which nest.
//!
//! Styles are flat here: each word has a set of them. White space belongs to a style only if the words
//! on both sides do, and where styles overlap the one that goes on longest is outside. So markup that
//! was closed out of order, opened twice or left open comes out well nested, and no deeper than there
//! are styles.

use super::styles::{InlineMark, Style};

/// A token of a block's text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    /// Text without line breaks.
    Text(&'a str),
    /// A line ends here.
    Break,
    Open(InlineMark),
    Close(InlineMark),
    /// An image, by its number.
    Image(u32),
    /// A formula, by its number.
    Formula(u32),
}

/// What a piece of a block is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Words(&'a str),
    Gap(&'a str),
    Break,
    Image(u32),
    Formula(u32),
}

/// Collects the pieces of a block.
#[derive(Debug, Default)]
pub(super) struct Inline<'a> {
    pieces: Vec<(Piece<'a>, Style)>,
}

impl<'a> Inline<'a> {
    /// Adds text of one style.
    pub(super) fn text(&mut self, text: &'a str, style: Style) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.push(Piece::Break, style);
            }
            let words = line.trim();
            let start = line.len() - line.trim_start().len();
            for (piece, is_gap) in
                [(&line[..start], true), (words, false), (&line[start + words.len()..], true)]
            {
                if !piece.is_empty() {
                    let gap = || Piece::Gap(one_space(piece));
                    self.push(if is_gap { gap() } else { Piece::Words(piece) }, style);
                }
            }
        }
    }

    pub(super) fn image(&mut self, image: u32, style: Style) {
        // It stands apart from words, as in the text output.
        self.push(Piece::Gap(" "), style);
        self.push(Piece::Image(image), style);
        self.push(Piece::Gap(" "), style);
    }

    pub(super) fn formula(&mut self, formula: u32, style: Style) {
        self.push(Piece::Formula(formula), style);
    }

    pub(super) fn line_break(&mut self) {
        self.push(Piece::Break, Style::default());
    }

    /// Adds another text on a line of its own.
    pub(super) fn append(&mut self, other: Inline<'a>) {
        self.line_break();
        other.pieces.into_iter().for_each(|(piece, style)| self.push(piece, style));
    }

    fn push(&mut self, piece: Piece<'a>, style: Style) {
        let is_atom = matches!(piece, Piece::Image(_) | Piece::Formula(_));
        let style = if is_atom { style.without(InlineMark::Code) } else { style };
        match (self.pieces.last_mut(), piece) {
            // White space at the ends of lines goes, and between words one stretch stays.
            (None | Some((Piece::Break, _)), Piece::Gap(_) | Piece::Break) => {}
            (Some((Piece::Gap(gap), _)), Piece::Gap(more)) => {
                if *gap == " " {
                    *gap = more;
                }
            }
            (Some((last @ Piece::Gap(_), _)), Piece::Break) => *last = Piece::Break,
            _ => self.pieces.push((piece, style)),
        }
    }

    /// The tokens.
    pub(super) fn finish(mut self) -> Vec<Token<'a>> {
        while matches!(self.pieces.last(), Some((Piece::Gap(_) | Piece::Break, _))) {
            self.pieces.pop();
        }
        self.settle_breaks();
        settle_gaps(&mut self.pieces);
        settle_code(&mut self.pieces);
        // Code may have lost a style that the white space before it still has.
        settle_gaps(&mut self.pieces);
        let mut tokens = Vec::with_capacity(self.pieces.len());
        nest(&self.pieces, &mut tokens);
        tokens
    }

    /// Lines end directly before words, and only between words: the builder, which knows of a line's
    /// end when the next word comes, has images on the line before it.
    fn settle_breaks(&mut self) {
        let is_shown = |piece: &Piece<'_>| matches!(piece, Piece::Words(_) | Piece::Formula(_));
        let (mut settled, mut ends_line) = (Vec::with_capacity(self.pieces.len()), false);
        let mut has_words = false;
        for (piece, style) in std::mem::take(&mut self.pieces) {
            if is_shown(&piece) {
                if std::mem::take(&mut ends_line) && has_words {
                    if matches!(settled.last(), Some((Piece::Gap(_), _))) {
                        settled.pop();
                    }
                    settled.push((Piece::Break, style));
                }
                has_words = true;
            }
            let before_is_gap = matches!(settled.last(), None | Some((Piece::Gap(_), _)));
            match piece {
                Piece::Break => {
                    ends_line = true;
                    if !before_is_gap {
                        settled.push((Piece::Gap(" "), style));
                    }
                }
                Piece::Gap(_) if before_is_gap => {}
                piece => settled.push((piece, style)),
            }
        }
        while matches!(settled.last(), Some((Piece::Gap(_), _))) {
            settled.pop();
        }
        self.pieces = settled;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The link that all of the text is, if it is one.
    pub(super) fn sole_link(&self) -> Option<InlineMark> {
        let is_gap = |piece: &Piece<'_>| matches!(piece, Piece::Gap(_) | Piece::Break);
        let shown = self.pieces.iter().filter(|(piece, _)| !is_gap(piece));
        let mut links = shown.map(|(_, style)| style.link());
        let first = links.next()??;
        links.all(|link| link == Some(first)).then_some(first)
    }

    /// Forgets a style that all of the text has in any case.
    pub(super) fn forget(&mut self, mark: InlineMark) {
        self.pieces.iter_mut().for_each(|(_, style)| *style = style.without(mark));
    }
}

/// White space as one character: a plain space, unless there is one of another kind.
fn one_space(gap: &str) -> &str {
    let other = gap.char_indices().find(|(_, c)| !c.is_ascii_whitespace());
    other.map_or(" ", |(at, c)| &gap[at..at + c.len_utf8()])
}

/// White space and line breaks have what the words around them have in common.
fn settle_gaps(pieces: &mut [(Piece<'_>, Style)]) {
    // Two of them never stand together, and none at an end.
    for at in 1..pieces.len().saturating_sub(1) {
        let (before, behind) = (pieces[at - 1].1, pieces[at + 1].1);
        let style = before.common(behind);
        match pieces[at].0 {
            Piece::Gap(_) if before.shares_code(behind) => pieces[at].1 = style,
            Piece::Gap(_) => pieces[at].1 = style.without(InlineMark::Code),
            Piece::Break => pieces[at].1 = style.without(InlineMark::Code),
            _ => {}
        }
    }
}

/// Code is one piece: inside of it styles cannot be written.
fn settle_code(pieces: &mut [(Piece<'_>, Style)]) {
    let joins = |a: &(Piece<'_>, Style), b: &(Piece<'_>, Style)| {
        let is_code = |style: Style| style.has(InlineMark::Code);
        is_code(a.1) && is_code(b.1) && a.1.link() == b.1.link()
    };
    for stretch in pieces.chunk_by_mut(joins) {
        let common = stretch.iter().map(|(_, style)| *style).reduce(Style::common);
        for (_, style) in stretch.iter_mut().filter(|(_, style)| style.has(InlineMark::Code)) {
            *style = common.unwrap_or(*style);
        }
    }
}

/// Writes pieces, with the marks around them that they still have. Recursion ends when all marks are
/// written, of which there are seven.
fn nest<'a>(pieces: &[(Piece<'a>, Style)], tokens: &mut Vec<Token<'a>>) {
    let mut rest = pieces;
    while let Some((piece, style)) = rest.first() {
        // White space comes first where what is around it cut a style in two.
        let is_space = matches!(piece, Piece::Gap(_) | Piece::Break);
        let Some((mark, len)) = longest(*style, rest).filter(|_| !is_space) else {
            tokens.push(match piece {
                Piece::Words(text) | Piece::Gap(text) => Token::Text(text),
                Piece::Break => Token::Break,
                Piece::Image(image) => Token::Image(*image),
                Piece::Formula(formula) => Token::Formula(*formula),
            });
            rest = &rest[1..];
            continue;
        };
        let inside: Vec<_> =
            rest[..len].iter().map(|(piece, style)| (*piece, style.without(mark))).collect();
        tokens.push(Token::Open(mark));
        nest(&inside, tokens);
        tokens.push(Token::Close(mark));
        rest = &rest[len..];
    }
}

/// The mark of the first piece that goes on longest, and for how many pieces; code is always inside, and
/// holds nothing else.
fn longest(style: Style, pieces: &[(Piece<'_>, Style)]) -> Option<(InlineMark, usize)> {
    let marks = style.link().into_iter().chain(InlineMark::PLAIN).filter(|mark| style.has(*mark));
    let goes_on = |mark: InlineMark, next: Style| match mark {
        InlineMark::Code => next == style,
        mark => next.has(mark),
    };
    let len = |mark: InlineMark| pieces.iter().take_while(|(_, next)| goes_on(mark, *next)).count();
    let rank = |(mark, len): &(InlineMark, usize)| (*mark != InlineMark::Code, *len);
    // The last of equals wins, and the outermost comes first.
    let candidates: Vec<_> = marks.map(|mark| (mark, len(mark))).collect();
    candidates.into_iter().rev().max_by_key(rank)
}
