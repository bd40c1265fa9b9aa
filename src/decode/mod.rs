//! The decode stage: bytes in any encoding go in, UTF-8 comes out, in a stream.
//!
//! The order in which an encoding is chosen, best evidence first:
//!
//! 1. a label that the user forces ([`EncodingHints::forced`]);
//! 2. a byte order mark;
//! 3. UTF-16 that shows in the bytes, or that HTTP declares and they do not deny;
//! 4. ISO-2022-JP where HTTP or the markup declares it and an escape comes before any byte >= 0x80.
//!    It is never guessed: a page could hide text from other readers behind the guess;
//! 5. the [`CONTENT_WINDOW`] from the first byte >= 0x80 on, if it is UTF-8, whatever is declared:
//!    UTF-8 under a stale `gb2312` or `latin-1` label is common, the reverse accident is not;
//! 6. the HTTP charset, then the markup's, each passed over if the bytes contradict it;
//! 7. chardetng's guess from those same bytes.
//!
//! ASCII before the first such byte passes through at once, for it means the same in every candidate.
//! Each limit is an offset in the input and never the end of a chunk, so that output and report
//! are the same however the input is cut.

mod choose;
mod declaration;
mod engine;
mod label;
mod offsets;
mod opening;
mod prescan;
mod report;
#[cfg(test)]
mod tests;

pub use label::{content_type_charset, encoding_name};
pub(crate) use offsets::{byte_offsets, is_stateless};
pub use report::{EncodingHints, EncodingReport, EncodingSource, Markup};

use choose::{Before, Window};
use encoding_rs::{Encoding, ISO_2022_JP};
use engine::Engine;
pub(crate) use label::known_encoding;
use opening::Opening;
pub(crate) use opening::shows_utf_16;
use prescan::Prescan;

/// Bytes looked at, from the first one >= 0x80 on, before the encoding is settled.
///
/// This is also the most that is held back, so it bounds both memory and latency. Pages whose only
/// early non-ASCII byte is a stray one (an unlabelled quote or copyright sign) still show
/// their encoding within it.
pub const CONTENT_WINDOW: usize = 64 * 1024;

const ESCAPE: u8 = 0x1B;

/// Turns the bytes of one document into UTF-8.
///
/// Text is handed to a callback, piece by piece. Valid UTF-8 is lent straight from the input.
///
/// ```
/// use dechaff::decode::{Decoder, EncodingHints, EncodingSource};
///
/// let mut text = String::new();
/// let mut out = |piece: &str| text.push_str(piece);
/// let mut decoder = Decoder::new(EncodingHints { http: Some("windows-1251"), ..Default::default() });
/// decoder.push(b"\xCF\xF0\xE8", &mut out);
/// decoder.push(b"\xE2\xE5\xF2", &mut out);
/// let report = decoder.finish(&mut out);
///
/// assert_eq!(text, "Привет");
/// assert_eq!(report.name, "windows-1251");
/// assert_eq!(report.source, EncodingSource::Http);
/// ```
#[derive(Debug)]
pub struct Decoder {
    forced: Option<&'static Encoding>,
    http: Option<&'static Encoding>,
    markup: Markup,
    prescan: Prescan,
    before: Before,
    phase: Phase,
}

/// How far the choice has come. Phases only ever follow each other downwards.
#[derive(Debug)]
enum Phase {
    /// The first few bytes, which may be a byte order mark or show UTF-16.
    Opening(Vec<u8>),
    /// Only ASCII so far: it is passed on.
    Ascii,
    /// Held from an escape on, which is ISO-2022-JP if the markup declares it further down.
    Escape(Vec<u8>),
    /// Held from the first byte >= 0x80 on.
    Window(Vec<u8>),
    Settled(EncodingSource, Engine),
}

impl Decoder {
    /// A decoder for one document. Labels that are not known are ignored.
    #[must_use]
    pub fn new(hints: EncodingHints<'_>) -> Self {
        let forced = hints.forced.and_then(known_encoding);
        let prescan = match (forced, hints.markup) {
            (None, Markup::Html) => Prescan::new(),
            _ => Prescan::off(),
        };
        Self {
            forced,
            http: hints.http.and_then(known_encoding),
            markup: hints.markup,
            prescan,
            before: Before::default(),
            phase: Phase::Opening(Vec::with_capacity(opening::LONGEST)),
        }
    }

    /// Takes the next bytes of the document and hands what is sure of their text to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut impl FnMut(&str)) {
        let rest = self.open(bytes, out);
        self.advance(rest, out);
    }

    /// Ends the document: hands the rest of its text to `out` and tells how it was read.
    ///
    /// A character that the end cuts is left out and reported as [`EncodingReport::cut`].
    pub fn finish(mut self, out: &mut impl FnMut(&str)) -> EncodingReport {
        if let Phase::Opening(head) = &mut self.phase {
            let head = std::mem::take(head);
            self.start(opening::read_ended(&head), &head, out);
        }
        self.prescan.end();
        if let Phase::Escape(held) = &mut self.phase {
            let held = std::mem::take(held);
            self.release_escape(&held, out);
        }
        if let Phase::Window(window) = &mut self.phase {
            let window = std::mem::take(window);
            self.decide(Window::Ended(&window), out);
        }
        match self.phase {
            Phase::Settled(source, engine) => engine.finish(source, out),
            _ => EncodingReport::ascii(),
        }
    }

    /// Collects the opening bytes until they are understood; gives back what is left of `bytes`.
    fn open<'b>(&mut self, bytes: &'b [u8], out: &mut impl FnMut(&str)) -> &'b [u8] {
        let wanted = choose::wanted(self.http, self.markup);
        let Phase::Opening(head) = &mut self.phase else {
            return bytes;
        };
        for (at, &byte) in bytes.iter().enumerate() {
            head.push(byte);
            let opening = opening::read(head);
            if let Some(opening) = opening
                && (opening != Opening::Plain || head.len() >= wanted)
            {
                let head = std::mem::take(head);
                self.start(opening, &head, out);
                return &bytes[at + 1..];
            }
        }
        &[]
    }

    fn start(&mut self, opening: Opening, head: &[u8], out: &mut impl FnMut(&str)) {
        let start = choose::at_opening(opening, head, self.forced, self.http, self.markup);
        self.phase = match start.settled {
            Some((encoding, source)) => Phase::Settled(source, Engine::new(encoding)),
            None => Phase::Ascii,
        };
        self.advance(&head[start.skip..], out);
    }

    fn advance(&mut self, bytes: &[u8], out: &mut impl FnMut(&str)) {
        if !matches!(self.phase, Phase::Settled(..)) {
            self.prescan.feed(bytes);
        }
        self.route(bytes, out);
    }

    /// Gives bytes that the prescan has seen to the phase that is on, until all are taken.
    fn route(&mut self, mut bytes: &[u8], out: &mut impl FnMut(&str)) {
        while !bytes.is_empty() {
            bytes = match &mut self.phase {
                Phase::Settled(_, engine) => return engine.push(bytes, out),
                Phase::Opening(_) | Phase::Ascii => self.pass_ascii(bytes, out),
                Phase::Escape(_) => self.hold_escape(bytes, out),
                Phase::Window(_) => self.fill_window(bytes, out),
            };
        }
    }

    fn pass_ascii<'b>(&mut self, bytes: &'b [u8], out: &mut impl FnMut(&str)) -> &'b [u8] {
        let mut end = Encoding::ascii_valid_up_to(bytes);
        if self.escape_matters() {
            end = memchr::memchr(ESCAPE, &bytes[..end]).unwrap_or(end);
        }
        let (ascii, rest) = bytes.split_at(end);
        engine::emit_valid(ascii, out);
        self.before.remember(ascii);
        match rest.first() {
            None => {}
            Some(&ESCAPE) if self.iso_2022_jp_declared() => self.settle_iso_2022_jp(),
            Some(&ESCAPE) => self.phase = Phase::Escape(Vec::new()),
            Some(_) => self.phase = Phase::Window(Vec::new()),
        }
        rest
    }

    /// The prescan has seen all of `bytes`: while it is not done they lie within its limit,
    /// which thereby bounds what is held.
    fn hold_escape<'b>(&mut self, bytes: &'b [u8], out: &mut impl FnMut(&str)) -> &'b [u8] {
        let done = self.prescan.is_done();
        let Phase::Escape(held) = &mut self.phase else {
            return bytes;
        };
        if done {
            let held = std::mem::take(held);
            self.release_escape(&held, out);
            return bytes;
        }
        held.extend_from_slice(bytes);
        &[]
    }

    fn release_escape(&mut self, held: &[u8], out: &mut impl FnMut(&str)) {
        if self.iso_2022_jp_declared() {
            self.settle_iso_2022_jp();
        } else {
            self.phase = Phase::Ascii;
        }
        self.route(held, out);
    }

    fn fill_window<'b>(&mut self, bytes: &'b [u8], out: &mut impl FnMut(&str)) -> &'b [u8] {
        let Phase::Window(window) = &mut self.phase else {
            return bytes;
        };
        let wanted = CONTENT_WINDOW - window.len();
        let Some((last, rest)) = bytes.split_at_checked(wanted) else {
            window.reserve_exact(wanted);
            window.extend_from_slice(bytes);
            return &[];
        };
        if window.is_empty() {
            self.decide(Window::Full(last), out);
        } else {
            let mut window = std::mem::take(window);
            window.extend_from_slice(last);
            self.decide(Window::Full(&window), out);
        }
        rest
    }

    fn decide(&mut self, window: Window<'_>, out: &mut impl FnMut(&str)) {
        let (encoding, source) =
            choose::by_content(window, &self.before, self.http, self.prescan.settled());
        let mut engine = Engine::new(encoding);
        engine.push(window.bytes(), out);
        self.phase = Phase::Settled(source, engine);
    }

    fn escape_matters(&self) -> bool {
        !self.prescan.is_done() || self.iso_2022_jp_declared()
    }

    fn iso_2022_jp_declared(&self) -> bool {
        self.http == Some(ISO_2022_JP) || self.prescan.settled() == Some(ISO_2022_JP)
    }

    fn settle_iso_2022_jp(&mut self) {
        let source = match self.http {
            Some(encoding) if encoding == ISO_2022_JP => EncodingSource::Http,
            _ => EncodingSource::Meta,
        };
        self.phase = Phase::Settled(source, Engine::new(ISO_2022_JP));
    }
}

/// Decodes a document that is in memory as a whole.
///
/// ```
/// use dechaff::decode::{EncodingHints, decode};
///
/// let (text, report) = decode(b"\xEF\xBB\xBFna\xC3\xAFve", EncodingHints::default());
/// assert_eq!(text, "naïve");
/// assert_eq!((report.name, report.source.name()), ("UTF-8", "bom"));
/// ```
#[must_use]
pub fn decode(bytes: &[u8], hints: EncodingHints<'_>) -> (String, EncodingReport) {
    let mut text = String::with_capacity(bytes.len());
    let mut out = |piece: &str| text.push_str(piece);
    let mut decoder = Decoder::new(hints);
    decoder.push(bytes, &mut out);
    let report = decoder.finish(&mut out);
    (text, report)
}
