//! The wiring: bytes through all stages to a [`Document`].

use encoding_rs::UTF_8;

use crate::build::{Arena, Builder, Context};
use crate::decide;
use crate::decode::{Decoder, EncodingHints, EncodingReport, Markup, known_encoding};
use crate::document::{Document, DocumentKind, Original, Warning};
use crate::options::{KeepOriginal, KeepStructure, Options, Tokenizer};
use crate::plain::PlainText;
use crate::reread;
use crate::sniff::{Sniffed, sniff};
use crate::tokenize::{Lexer, reference};

/// Reads one document from bytes.
///
/// ```
/// let page = b"<html><body><p>The harbour will stay closed until Friday, the council said.</p>";
/// let document = dechaff::extract(page, &dechaff::Options::new());
/// assert_eq!(document.encoding().name, "UTF-8");
/// ```
#[must_use]
pub fn extract(bytes: &[u8], options: &Options) -> Document {
    let mut extractor = Extractor::new(options.clone());
    extractor.push(bytes);
    extractor.finish()
}

/// Reads one document from chunks as they arrive.
///
/// The result does not depend on how the document is cut into chunks.
///
/// ```
/// use dechaff::{Extractor, Options};
/// let mut extractor = Extractor::new(Options::new());
/// for chunk in [&b"<p>First ha"[..], b"lf, and second half."] {
///     extractor.push(chunk);
/// }
/// let document = extractor.finish();
/// assert_eq!(document.blocks().next().map(|block| block.text), Some("First half, and second half."));
/// ```
#[derive(Debug)]
pub struct Extractor {
    options: Options,
    /// The first bytes, until they tell what the input is.
    opening: Vec<u8>,
    /// Length of `opening` at which it is worth another look.
    retry_len: usize,
    body: Body,
    bytes_read: u64,
    too_large: bool,
    /// All bytes, if they are to be kept.
    original: Vec<u8>,
}

/// The document behind its opening.
#[derive(Debug)]
enum Body {
    Unknown,
    Foreign,
    Known(Box<Reading>),
}

/// A document of a known format, decoded as it comes.
#[derive(Debug)]
struct Reading {
    decoder: Decoder,
    front: Front,
}

/// Decoded text to blocks.
#[derive(Debug)]
enum Front {
    Html(Box<HtmlFront>),
    Text(PlainText),
}

#[derive(Debug)]
struct HtmlFront {
    lexer: Lexer,
    builder: Builder,
    /// What the reference tokenizer will read at the end, if it is chosen: it is not `Send`, so
    /// it does not wait for chunks inside an [`Extractor`].
    for_reference: Option<String>,
}

impl HtmlFront {
    fn new(options: &Options) -> Self {
        let keeps_original = options.original == KeepOriginal::Yes;
        let mut builder = if keeps_original { Builder::with_source_map() } else { Builder::new() };
        if options.structure == KeepStructure::Yes {
            builder = builder.with_structure(options.links, options.images);
        }
        builder = builder.with_choices(&options.keep, &options.drop);
        let by_reference = options.tokenizer == Tokenizer::Reference && !keeps_original;
        HtmlFront { lexer: Lexer::new(), builder, for_reference: by_reference.then(String::new) }
    }

    fn push(&mut self, text: &str) {
        match &mut self.for_reference {
            Some(document) => document.push_str(text),
            None => self.lexer.feed(text, &mut self.builder),
        }
    }

    /// The blocks, and what the tokenizer and the builder noticed.
    fn finish(mut self) -> (Arena, Vec<Warning>) {
        match &self.for_reference {
            Some(document) => reference::tokenize(document, &mut self.builder),
            None => self.lexer.finish(&mut self.builder),
        }
        let mut warnings = Vec::new();
        if self.lexer.cut() {
            warnings.push(Warning::Cut);
        }
        if self.builder.too_deep() {
            warnings.push(Warning::Depth);
        }
        (self.builder.finish(), warnings)
    }
}

impl Front {
    fn push(&mut self, text: &str) {
        match self {
            Front::Html(html) => html.push(text),
            Front::Text(plain) => plain.push(text),
        }
    }

    fn finish(self) -> (DocumentKind, Arena, Vec<Warning>) {
        let (kind, arena, mut warnings) = match self {
            Front::Html(html) => {
                let (arena, warnings) = html.finish();
                (DocumentKind::Html, arena, warnings)
            }
            Front::Text(plain) => (DocumentKind::Text, plain.finish(), Vec::new()),
        };
        if arena.is_joined {
            warnings.push(Warning::Blocks);
        }
        (kind, arena, warnings)
    }
}

impl Extractor {
    /// An extractor at the start of a document.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Extractor {
            options,
            opening: Vec::new(),
            retry_len: 0,
            body: Body::Unknown,
            bytes_read: 0,
            too_large: false,
            original: Vec::new(),
        }
    }

    /// Reads the next chunk.
    pub fn push(&mut self, chunk: &[u8]) {
        let room = self.options.max_bytes - self.bytes_read;
        let taken = usize::try_from(room).map_or(chunk.len(), |room| room.min(chunk.len()));
        self.too_large |= taken < chunk.len();
        self.bytes_read += taken as u64;
        self.read(&chunk[..taken], false);
        if self.options.original == KeepOriginal::Yes {
            self.keep(&chunk[..taken]);
        }
    }

    /// Whether bytes were left out, as all that come would be: the document is larger than
    /// [`Options::max_bytes`].
    #[must_use]
    pub fn has_left_out(&self) -> bool {
        self.too_large
    }

    /// Keeps a chunk for the output of the original, unless there is no document in it.
    fn keep(&mut self, chunk: &[u8]) {
        if matches!(self.body, Body::Foreign) {
            self.original = Vec::new();
        } else {
            self.original.extend_from_slice(chunk);
        }
    }

    fn read(&mut self, chunk: &[u8], last: bool) {
        match &mut self.body {
            Body::Known(reading) => {
                let front = &mut reading.front;
                reading.decoder.push(chunk, &mut |text| front.push(text));
            }
            Body::Foreign => {}
            Body::Unknown => {
                // Most documents tell with their first chunk, which then is not copied. What does
                // not tell is looked at again once it has doubled: it may come byte by byte.
                if self.opening.is_empty() {
                    return self.open(chunk, last);
                }
                self.opening.extend_from_slice(chunk);
                if last || self.opening.len() >= self.retry_len {
                    let opening = std::mem::take(&mut self.opening);
                    self.open(&opening, last);
                }
            }
        }
    }

    fn open(&mut self, bytes: &[u8], last: bool) {
        let Some(sniffed) = sniff(bytes, self.options.format, last) else {
            self.opening = bytes.to_vec();
            self.retry_len = 2 * bytes.len();
            return;
        };
        let (markup, front) = match sniffed {
            Sniffed::Noise if self.is_told_its_encoding() => {
                (Markup::None, Front::Text(PlainText::default()))
            }
            Sniffed::Noise | Sniffed::Foreign => {
                self.body = Body::Foreign;
                return;
            }
            Sniffed::Html => {
                let html = HtmlFront::new(&self.options);
                (Markup::Html, Front::Html(Box::new(html)))
            }
            Sniffed::Text => (Markup::None, Front::Text(PlainText::default())),
        };
        let decoder = Decoder::new(EncodingHints {
            forced: self.options.encoding.as_deref(),
            http: self.options.http_charset.as_deref(),
            markup,
        });
        self.body = Body::Known(Box::new(Reading { decoder, front }));
        self.read(bytes, last);
    }

    /// Whether the caller says what the encoding is, or the server does: UTF-8 is what many say of all they have.
    fn is_told_its_encoding(&self) -> bool {
        let known = |label: &Option<String>| label.as_deref().and_then(known_encoding);
        known(&self.options.encoding).is_some()
            || known(&self.options.http_charset).is_some_and(|encoding| encoding != UTF_8)
    }

    /// Ends the document and decides about its blocks.
    #[must_use]
    pub fn finish(mut self) -> Document {
        let mut document = match self.read_all() {
            Some(reading) => {
                let mut document = read_out(reading, &self.options);
                if self.options.original == KeepOriginal::Yes {
                    let (bytes, options) = (self.original, self.options.clone());
                    document.original = Some(Box::new(Original { bytes, options }));
                }
                document
            }
            None => foreign(None),
        };
        if self.too_large {
            document.warn(Warning::TooLarge);
        }
        document.url = self.options.url;
        document
    }

    /// What was read, with the end; nothing of an input that is no document.
    fn read_all(&mut self) -> Option<Reading> {
        if matches!(self.body, Body::Unknown) {
            self.read(&[], true);
        }
        match std::mem::replace(&mut self.body, Body::Foreign) {
            Body::Known(reading) => Some(*reading),
            Body::Foreign | Body::Unknown => None,
        }
    }
}

/// The blocks of a document, before anything is decided: for training and for the tests of stages.
#[must_use]
pub fn read_arena(bytes: &[u8], options: &Options) -> Arena {
    let mut extractor = Extractor::new(options.clone());
    extractor.push(bytes);
    let Some(Reading { decoder, mut front }) = extractor.read_all() else {
        return Arena::default();
    };
    decoder.finish(&mut |text| front.push(text));
    front.finish().1
}

fn read_out(reading: Reading, options: &Options) -> Document {
    let Reading { decoder, mut front } = reading;
    let encoding = decoder.finish(&mut |text| front.push(text));
    let (kind, mut arena, noticed) = front.finish();
    let is_declared = options.is_language_hint && arena.metadata.language.is_some();
    if options.language.is_some() && !is_declared {
        arena.metadata.language.clone_from(&options.language);
    }
    let (verdicts, is_settled) = decide::decide(&arena, kind, options);
    let mut document = Document {
        kind,
        arena,
        verdicts,
        encoding,
        warnings: Vec::new(),
        url: None,
        original: None,
    };
    if !is_settled {
        reread::settle(&mut document, options);
    }
    let is_empty = document.verdicts.iter().all(|verdict| !verdict.is_kept());
    noticed.into_iter().for_each(|warning| document.warn(warning));
    if encoding.malformed {
        document.warn(Warning::Malformed);
    }
    if encoding.cut {
        document.warn(Warning::Cut);
    }
    if is_empty {
        let is_whole = !document.warnings.contains(&Warning::Cut);
        let needs_scripts = is_whole && needs_scripts(&document.arena);
        document.warn(if needs_scripts { Warning::NeedsScripts } else { Warning::Empty });
    }
    document
}

/// Whether a page has scripts and hardly a word beside what it tells readers without them: its text is
/// made by the scripts. A short error page has words, and asks for none.
fn needs_scripts(arena: &Arena) -> bool {
    /// Bytes of text of a page that asks for scripts: a name, a line while it loads.
    const MAX_TEXT_LEN: usize = 200;
    let mut asks = false;
    let mut len = 0;
    for block in &arena.blocks {
        let text = arena.block_text(block);
        if block.context.has(Context::NOSCRIPT) {
            asks |= text.to_ascii_lowercase().contains("javascript");
        } else {
            len += text.len();
        }
    }
    arena.runs_scripts && (len == 0 || (asks && len <= MAX_TEXT_LEN))
}

/// The empty document of an input that is neither markup nor text, and its address.
pub(crate) fn foreign(url: Option<String>) -> Document {
    let (_, encoding): (String, EncodingReport) =
        crate::decode::decode(&[], EncodingHints::default());
    Document {
        kind: DocumentKind::Html,
        arena: Arena::default(),
        verdicts: Vec::new(),
        encoding,
        warnings: vec![Warning::NotHtml],
        url,
        original: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::SourceFormat;

    #[test]
    fn a_page_that_scripts_make_says_so() {
        let warnings = |body: &str| {
            let page = format!("<!doctype html><title>Tide</title><body>{body}");
            extract(page.as_bytes(), &Options::new()).warnings().to_vec()
        };
        let app = "<div id=root></div><script src=app.js></script>";
        assert_eq!(warnings(app), [Warning::NeedsScripts]);
        let asked =
            "<noscript>You need to enable JavaScript to run this app.</noscript><p>Loading …";
        assert_eq!(warnings(&format!("{asked}{app}")), [Warning::NeedsScripts]);
        assert_eq!(warnings("<div id=root></div>"), [Warning::Empty]);
        let data = "<div id=root></div><script type=application/json>{}</script>";
        assert_eq!(warnings(data), [Warning::Empty]);
        assert_eq!(warnings(&format!("{app}<p cla")), [Warning::Cut, Warning::Empty]);
        let mut truncated = extract(b"<script src=a.js></script>", &Options::new());
        truncated.warn(Warning::Truncated);
        assert_eq!(truncated.warnings(), [Warning::Truncated, Warning::Empty]);
    }

    #[test]
    fn what_is_told_its_encoding_is_no_noise() {
        let bytes: Vec<u8> =
            (0..4096u32).map(|n| (n.wrapping_mul(0x9e37_79b9) >> 13) as u8).collect();
        let options = || Options::new().format(SourceFormat::Text);
        assert_eq!(extract(&bytes, &options()).warnings()[0], Warning::NotHtml);
        let by_server = |charset: &str| extract(&bytes, &options().http_charset(charset));
        assert_eq!(by_server("utf-8").warnings()[0], Warning::NotHtml);
        assert!(!by_server("koi8-r").text().is_empty());
        assert!(!extract(&bytes, &options().encoding("windows-1252")).text().is_empty());
    }
}
