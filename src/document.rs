//! The result: blocks with verdicts, and what the page says about itself.

use std::borrow::Cow;
use std::fmt;
use std::iter;
use std::ops::Range;

use crate::build::{Arena, Block, BlockKind, Metadata};
use crate::category::Category;
use crate::decode::EncodingReport;
use crate::options::Options;
use crate::reason::Reason;

/// Something a reader of the output should know about the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Warning {
    /// Elements were nested deeper than the cap.
    Depth,
    /// There were more blocks than the cap, and the rest of the text is one block; or more elements, and further ones
    /// are as if they were not there.
    Blocks,
    /// The document ended inside a tag, a comment, a script or a character, or its crawler says that it has a part
    /// of it only.
    Cut,
    /// Byte sequences that the encoding does not have became U+FFFD.
    Malformed,
    /// More bytes than [`crate::Options::max_bytes`]; the rest was not read.
    TooLarge,
    /// The compressed input ended early or is damaged.
    Truncated,
    /// Nothing is left.
    Empty,
    /// The bytes are of another format, such as PDF.
    NotHtml,
    /// There is no text without running the page's scripts.
    NeedsScripts,
}

impl Warning {
    /// All, in order.
    pub const ALL: [Warning; 9] = [
        Warning::Depth,
        Warning::Blocks,
        Warning::Cut,
        Warning::Malformed,
        Warning::TooLarge,
        Warning::Truncated,
        Warning::Empty,
        Warning::NotHtml,
        Warning::NeedsScripts,
    ];

    /// The name in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Warning::Depth => "depth",
            Warning::Blocks => "blocks",
            Warning::Cut => "cut",
            Warning::Malformed => "malformed",
            Warning::TooLarge => "too_large",
            Warning::Truncated => "truncated",
            Warning::Empty => "empty",
            Warning::NotHtml => "not_html",
            Warning::NeedsScripts => "needs_scripts",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What was decided about a block, and why. A block of which sentences alone go is dropped ([`Verdict::dropped`] names
/// what they are, [`Verdict::parts`] them) and kept ([`Verdict::is_kept`]) at once.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// `None`: all of the block is kept. Otherwise the kind of chaff that it is, or that its parts are, of several
    /// that which was found last.
    pub dropped: Option<Category>,
    /// How probable it is that the block is editorial, 0 to 1.
    pub probability: f32,
    /// Why.
    pub reason: Reason,
    /// What was found in the block that speaks for or against it: phrases, manners of address, hints. None
    /// where the score or the neighbours decided; [`Document::cues`] names something there, too.
    pub cues: Vec<String>,
    /// Only these parts of the block's text are dropped, in bytes and in order: sentences, lines, or words that were
    /// selected. Empty: what is dropped is all of it.
    pub parts: Vec<Range<usize>>,
    /// What each of the parts asks for that are notices.
    pub(crate) asked: Vec<(Range<usize>, Category)>,
    /// The caller chose to keep it: nothing in it is a notice.
    pub(crate) is_spared: bool,
}

/// That on a block of which nothing was found.
impl Default for Verdict {
    fn default() -> Verdict {
        Verdict {
            dropped: None,
            probability: 1.0,
            reason: Reason::Default,
            cues: Vec::new(),
            parts: Vec::new(),
            asked: Vec::new(),
            is_spared: false,
        }
    }
}

impl Verdict {
    /// Whether the block is in the output, or what is left of it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.dropped.is_none() || !self.parts.is_empty()
    }

    /// What is kept of a block's text of `len` bytes: what stands around the dropped parts.
    pub(crate) fn kept_ranges(&self, len: usize) -> impl Iterator<Item = Range<usize>> {
        let parts = if self.dropped.is_some() { &self.parts[..] } else { &[] };
        let end = if self.is_kept() { len } else { 0 };
        let starts = iter::once(0).chain(parts.iter().map(|part| part.end));
        let ends = parts.iter().map(|part| part.start).chain([end]);
        starts.zip(ends).map(|(start, end)| start..end).filter(|range| !range.is_empty())
    }
}

/// Parts of a text in order, those that touch made one.
pub(crate) fn joined(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined
}

/// A block of a [`Document`] with its verdict.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BlockView<'d> {
    /// Its text: white space as a browser renders it, or the line as it stands in plain text.
    pub text: &'d str,
    /// What it is.
    pub kind: BlockKind,
    /// What was decided.
    pub verdict: &'d Verdict,
    /// Where it stands, in bytes of the document decoded to UTF-8.
    pub span: (u32, u32),
}

impl<'d> BlockView<'d> {
    /// What is kept of the text: all, nothing, or what stands around dropped parts.
    ///
    /// ```
    /// use dechaff::{Options, Selector, extract};
    /// let options = Options::new().drop(Selector::parse("i")?);
    /// let document = extract(b"<h1>High <i>and low </i>water</h1>", &options);
    /// let block = document.blocks().next().expect("a heading");
    /// assert_eq!((block.text, &*block.kept_text()), ("High and low water", "High water"));
    /// # Ok::<(), dechaff::SelectorError>(())
    /// ```
    #[must_use]
    pub fn kept_text(&self) -> Cow<'d, str> {
        let text = self.text;
        let mut kept = self.verdict.kept_ranges(text.len()).map(|range| &text[range]);
        match (kept.next(), kept.next()) {
            (first, None) => Cow::Borrowed(first.unwrap_or("")),
            (first, second) => Cow::Owned(first.into_iter().chain(second).chain(kept).collect()),
        }
    }
}

/// Whether a document's text came from markup or is plain: they are written differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// HTML.
    Html,
    /// Plain text.
    Text,
}

/// One document, read and decided.
#[derive(Debug)]
pub struct Document {
    pub(crate) kind: DocumentKind,
    pub(crate) arena: Arena,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) encoding: EncodingReport,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) url: Option<String>,
    pub(crate) original: Option<Box<Original>>,
}

/// The input as it came, and how it was read.
#[derive(Debug)]
pub(crate) struct Original {
    pub(crate) bytes: Vec<u8>,
    pub(crate) options: Options,
}

impl Document {
    /// Whether the input was HTML or plain text.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The blocks in document order.
    ///
    /// ```
    /// use dechaff::{BlockKind, Options, extract};
    /// let document = extract(b"<h1>Tides</h1><p>High water: noon.", &Options::new());
    /// let kinds: Vec<_> = document.blocks().map(|block| block.kind).collect();
    /// assert_eq!(kinds, [BlockKind::Heading(1), BlockKind::Paragraph]);
    /// ```
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = BlockView<'_>> {
        self.arena
            .blocks
            .iter()
            .zip(&self.verdicts)
            .map(|(block, verdict)| self.view(block, verdict))
    }

    /// The block of a number, which is there.
    pub(crate) fn block(&self, number: usize) -> BlockView<'_> {
        self.view(&self.arena.blocks[number], &self.verdicts[number])
    }

    fn view<'d>(&'d self, block: &Block, verdict: &'d Verdict) -> BlockView<'d> {
        BlockView {
            text: self.arena.block_text(block),
            kind: block.kind,
            verdict,
            span: (block.source_start, block.source_end),
        }
    }

    /// What the page says about itself.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let page = b"<title>Tides</title><meta name=author content='Ines Marl'><p>Noon.";
    /// let document = extract(page, &Options::new());
    /// assert_eq!(document.metadata().title, "Tides");
    /// assert_eq!(document.metadata().tag("author"), Some("Ines Marl"));
    /// ```
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.arena.metadata
    }

    /// The encoding and where the choice came from.
    #[must_use]
    pub fn encoding(&self) -> &EncodingReport {
        &self.encoding
    }

    /// What a reader should know, in order of [`Warning`].
    ///
    /// ```
    /// use dechaff::{Options, Warning, extract};
    /// assert_eq!(extract(b"<p>", &Options::new()).warnings(), [Warning::Empty]);
    /// ```
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Adds what the reader of the input noticed.
    pub fn warn(&mut self, warning: Warning) {
        // What is missing of a page that is cut may be its text, not what scripts make.
        let is_partial = matches!(warning, Warning::Cut | Warning::Truncated | Warning::TooLarge);
        if let Ok(at) = self.warnings.binary_search(&Warning::NeedsScripts)
            && is_partial
        {
            self.warnings.remove(at);
            self.warn(Warning::Empty);
        }
        if let Err(at) = self.warnings.binary_search(&warning) {
            self.warnings.insert(at, warning);
        }
    }

    /// The page's address as given in the options.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}
