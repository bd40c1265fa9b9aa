//! The fast tokenizer: memchr from delimiter to delimiter over UTF-8 chunks.
//!
//! A chunk is read in place. What stands at its end and may go on in the next chunk (a tag, a
//! character reference, the start of an end tag) is carried over and seen again whole. A carried
//! tag is tried again only once its length has doubled, so that one-byte chunks stay linear.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::char_ref::{self, CharRef, Context};
use super::content_model::{self, ContentModel, Namespace, TextModel};
use super::raw_text::{self, Escape};
use super::tag_scan::{TagScan, scan_tag};
use super::{Attributes, EndTag, EventSink, StartTag, Tag, name};

mod raw;

/// Bytes of a chunk that are put behind what the last one left over, at least: most tags end within.
const MIN_JOINED: usize = 512;

/// What the lexer is in the middle of, between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Markup,
    RcData(Tag),
    RawText(Tag, Kept),
    Script(Escape, Kept),
    Plaintext,
    /// Directly after `<!--`, where `>` and `->` end the comment.
    CommentStart,
    Comment,
    BogusComment,
    Cdata,
}

/// Whether text goes to the sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
}

/// What a NUL in text becomes (HTML § 13.2.5: the data state passes it on and the tree builder
/// drops it; the other states replace it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nul {
    Dropped,
    Replaced,
}

/// How a step ended.
enum Step {
    /// The state changed; go on here.
    Next(usize),
    /// From here on more input is needed.
    Wait(usize),
}

/// The fast tokenizer; one for a document.
#[derive(Debug)]
pub struct Lexer {
    state: State,
    content: ContentModel,
    attributes: Attributes,
    carry: String,
    /// Length of `carry` at which it is worth another try.
    retry_len: usize,
    /// Offset in the document of the first byte of the input at hand.
    base: u64,
    /// Whether the document ended inside a tag, a comment or an element such as `script`.
    cut: bool,
}

impl Default for Lexer {
    fn default() -> Self {
        Lexer {
            state: State::Markup,
            content: ContentModel::default(),
            attributes: Attributes::default(),
            carry: String::new(),
            retry_len: 0,
            base: 0,
            cut: false,
        }
    }
}

impl Lexer {
    /// A lexer at the start of a document.
    #[must_use]
    pub fn new() -> Self {
        Lexer::default()
    }

    /// Reads the next chunk of the document. The events do not depend on where chunks end.
    pub fn feed(&mut self, chunk: &str, sink: &mut impl EventSink) {
        let mut rest = chunk;
        while !self.carry.is_empty() && !rest.is_empty() {
            rest = self.feed_carried(rest, sink);
        }
        if !rest.is_empty() {
            self.run(rest, false, sink);
        }
    }

    /// Reads what the last chunk left over with the start of the next one; what of it is to be read
    /// then. Only the start is copied, as the chunk may be all of a page.
    fn feed_carried<'c>(&mut self, chunk: &'c str, sink: &mut impl EventSink) -> &'c str {
        let joined = chunk.floor_char_boundary(self.carry.len().max(MIN_JOINED));
        self.carry.push_str(&chunk[..joined]);
        if self.carry.len() < self.retry_len {
            return &chunk[joined..];
        }
        let input = std::mem::take(&mut self.carry);
        self.run(&input, false, sink);
        // What is left over again stands in the chunk, unless the tag began before it.
        let left = self.carry.len();
        if left > joined {
            return &chunk[joined..];
        }
        self.carry.clear();
        &chunk[joined - left..]
    }

    /// Ends the document.
    pub fn finish(&mut self, sink: &mut impl EventSink) {
        let input = std::mem::take(&mut self.carry);
        self.run(&input, true, sink);
    }

    /// Whether the document ended inside a tag, a comment or an element such as `script`.
    #[must_use]
    pub fn cut(&self) -> bool {
        self.cut
    }

    fn run(&mut self, input: &str, last: bool, sink: &mut impl EventSink) {
        let unusual = memchr2(b'\r', b'\0', input.as_bytes()).is_some();
        let mut pass = Pass { lexer: self, input, last, unusual, sink };
        let mut pos = 0;
        let rest = loop {
            match pass.step(pos) {
                Step::Next(next) => pos = next,
                Step::Wait(from) => break &input[from..],
            }
        };
        self.base += (input.len() - rest.len()) as u64;
        if last {
            self.cut = !rest.is_empty() || !matches!(self.state, State::Markup | State::Plaintext);
        } else if !rest.is_empty() {
            self.carry.push_str(rest);
            self.retry_len = rest.len() * 2;
        }
    }
}

/// One piece of input on its way through the lexer.
struct Pass<'r, S> {
    lexer: &'r mut Lexer,
    input: &'r str,
    /// No input comes after this piece.
    last: bool,
    /// The piece has a `\r` or a NUL somewhere.
    unusual: bool,
    sink: &'r mut S,
}

impl<S: EventSink> Pass<'_, S> {
    fn step(&mut self, pos: usize) -> Step {
        match self.lexer.state {
            State::Markup => self.markup(pos),
            State::RcData(tag) => self.rc_data(pos, tag),
            State::RawText(tag, kept) => {
                let search = raw_text::end_tag(self.bytes(), pos, tag.name());
                self.skip_to_end_tag(pos, search, kept)
            }
            State::Script(escape, kept) => self.script(pos, escape, kept),
            State::Plaintext => {
                let end = self.text_end(self.input.len());
                self.text(pos, end, Nul::Replaced);
                Step::Wait(end)
            }
            State::CommentStart => self.comment_start(pos),
            State::Comment => {
                let search = raw_text::comment_end(self.bytes(), pos);
                self.skip_to(search)
            }
            State::BogusComment => {
                let search = raw_text::bogus_comment_end(self.bytes(), pos);
                self.skip_to(search)
            }
            State::Cdata => self.cdata(pos),
        }
    }

    fn bytes(&self) -> &[u8] {
        self.input.as_bytes()
    }

    /// Text and tags, until something changes the state or the piece ends.
    fn markup(&mut self, from: usize) -> Step {
        let mut pos = from;
        loop {
            // Every second tag directly follows another one.
            let found = match self.bytes().get(pos) {
                Some(b'<') => Some(0),
                _ => memchr2(b'<', b'&', &self.bytes()[pos..]),
            };
            let Some(found) = found else {
                let end = self.text_end(self.input.len());
                self.markup_text(pos, end);
                return Step::Wait(end);
            };
            let at = pos + found;
            self.markup_text(pos, at);
            let step = if self.bytes()[at] == b'<' { self.angle(at) } else { self.ampersand(at) };
            match step {
                Step::Next(next) => pos = next,
                other => return other,
            }
            if self.lexer.state != State::Markup {
                return Step::Next(pos);
            }
        }
    }

    /// What begins with `<` in markup.
    fn angle(&mut self, at: usize) -> Step {
        match self.bytes().get(at + 1).copied() {
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(at),
            Some(b'/') => match self.bytes().get(at + 2).copied() {
                Some(b) if b.is_ascii_alphabetic() => self.end_tag(at),
                Some(b'>') => Step::Next(at + 3),
                Some(_) => self.enter(State::BogusComment, at + 2),
                None => self.text_or_wait(at),
            },
            Some(b'!') => self.declaration(at),
            Some(b'?') => self.enter(State::BogusComment, at + 1),
            Some(_) => {
                self.markup_text(at, at + 1);
                Step::Next(at + 1)
            }
            None => self.text_or_wait(at),
        }
    }

    /// `<!`: a comment, a CDATA section, or a bogus comment, with which a doctype ends alike.
    fn declaration(&mut self, at: usize) -> Step {
        let rest = &self.bytes()[at..];
        let is_cut = |mark: &[u8]| !self.last && rest.len() < mark.len() && mark.starts_with(rest);
        if rest.starts_with(b"<!--") {
            self.enter(State::CommentStart, at + 4)
        } else if is_cut(b"<!--") || is_cut(b"<![CDATA[") {
            Step::Wait(at)
        } else if rest.starts_with(b"<![CDATA[")
            && self.lexer.content.namespace() != Namespace::Html
        {
            self.enter(State::Cdata, at + 9)
        } else {
            self.enter(State::BogusComment, at + 2)
        }
    }

    fn enter(&mut self, state: State, pos: usize) -> Step {
        self.lexer.state = state;
        Step::Next(pos)
    }

    /// A `<` or `</` that the document may end with, and then is text.
    fn text_or_wait(&mut self, at: usize) -> Step {
        if self.last {
            self.markup_text(at, self.input.len());
            Step::Next(self.input.len())
        } else {
            Step::Wait(at)
        }
    }

    fn ampersand(&mut self, at: usize) -> Step {
        match char_ref::read(&self.input[at + 1..], Context::Text, self.last) {
            CharRef::Incomplete => Step::Wait(at),
            CharRef::None => {
                self.markup_text(at, at + 1);
                Step::Next(at + 1)
            }
            CharRef::Chars(chars, len) => {
                if self.lexer.content.has_text() {
                    let mut buffer = [0; 8];
                    let first = chars[0].encode_utf8(&mut buffer).len();
                    let second = if chars[1] == '\0' {
                        0
                    } else {
                        chars[1].encode_utf8(&mut buffer[first..]).len()
                    };
                    let text = std::str::from_utf8(&buffer[..first + second]).unwrap_or("");
                    let start = self.lexer.base + at as u64;
                    self.sink.text(text, start..start + 1 + len as u64);
                }
                Step::Next(at + 1 + len)
            }
        }
    }

    fn start_tag(&mut self, at: usize) -> Step {
        self.lexer.attributes.clear();
        let Some(scan) = scan_tag(self.input, at + 1, Some(&mut self.lexer.attributes)) else {
            // More may come; at the end of the document the tag is dropped.
            return Step::Wait(at);
        };
        let Some(tag) = self.without_nul(at, scan.end) else {
            self.emit_start_tag(at, self.input, at + 1, &scan);
            return Step::Next(scan.end);
        };
        self.lexer.attributes.clear();
        if let Some(scan) = scan_tag(&tag, 1, Some(&mut self.lexer.attributes)) {
            self.emit_start_tag(at, &tag, 1, &scan);
        }
        Step::Next(scan.end)
    }

    /// The tag with U+FFFD for NUL, which it becomes in every state inside a tag; `None` if there
    /// is no NUL.
    fn without_nul(&self, at: usize, end: usize) -> Option<String> {
        let has_nul = self.unusual && memchr(b'\0', &self.bytes()[at..end]).is_some();
        has_nul.then(|| self.input[at..end].replace('\0', "\u{fffd}"))
    }

    /// `scan` and the attributes are of `input`, in which the name begins at `name_start`.
    #[inline]
    fn emit_start_tag(&mut self, at: usize, input: &str, name_start: usize, scan: &TagScan) {
        let raw_name = &input[name_start..scan.name_end];
        let tag = Tag::from_hashed(raw_name.as_bytes(), scan.name_hash);
        let start = StartTag {
            tag,
            name_hash: scan.name_hash,
            self_closing: scan.self_closing,
            namespace: self.lexer.content.open(tag, scan.name_hash, scan.self_closing),
            at: self.lexer.base + at as u64,
            raw_name,
            attributes: &self.lexer.attributes,
            input,
        };
        self.sink.start_tag(&start);
        let (model, kept) = content_model::text_after(&start);
        let kept = if kept { Kept::Yes } else { Kept::No };
        self.lexer.state = match model {
            TextModel::Markup => State::Markup,
            TextModel::RcData => State::RcData(tag),
            TextModel::RawText => State::RawText(tag, kept),
            TextModel::Script => State::Script(Escape::None, kept),
            TextModel::Plaintext => State::Plaintext,
        };
    }

    fn end_tag(&mut self, at: usize) -> Step {
        let Some(scan) = scan_tag(self.input, at + 2, None) else {
            // More may come; at the end of the document the tag is dropped.
            return Step::Wait(at);
        };
        let raw_name = &self.input[at + 2..scan.name_end];
        match self.without_nul(at + 2, scan.name_end) {
            None => self.emit_end_tag(at, scan.end, raw_name, scan.name_hash),
            Some(name) => self.emit_end_tag(at, scan.end, &name, name::hash(name.as_bytes())),
        }
        Step::Next(scan.end)
    }

    #[inline]
    fn emit_end_tag(&mut self, at: usize, end: usize, raw_name: &str, name_hash: u32) {
        let tag = Tag::from_hashed(raw_name.as_bytes(), name_hash);
        let end = EndTag {
            tag,
            name_hash,
            namespace: self.lexer.content.close(tag, name_hash),
            at: self.lexer.base + at as u64,
            end: self.lexer.base + end as u64,
            raw_name,
        };
        self.sink.end_tag(&end);
    }

    /// Where text may be cut at the end of a piece: not between `\r` and its `\n`.
    fn text_end(&self, end: usize) -> usize {
        let ends_in_cr = end > 0 && self.bytes()[end - 1] == b'\r';
        if ends_in_cr && !self.last { end - 1 } else { end }
    }

    #[inline]
    fn markup_text(&mut self, start: usize, end: usize) {
        self.text(start, end, Nul::Dropped);
    }

    /// Text of any state, which SVG has for drawing and for tooltips only.
    #[inline]
    fn text(&mut self, start: usize, end: usize, nul: Nul) {
        if start >= end || !self.lexer.content.has_text() {
            return;
        }
        let text = &self.input[start..end];
        let at = self.lexer.base + start as u64;
        if self.unusual {
            self.unusual_text(text, at, nul);
        } else {
            self.sink.text(text, at..at + text.len() as u64);
        }
    }

    fn unusual_text(&mut self, text: &str, at: u64, nul: Nul) {
        let place = |range: Range<usize>| at + range.start as u64..at + range.end as u64;
        let mut pos = 0;
        while let Some(found) = memchr2(b'\r', b'\0', &text.as_bytes()[pos..]) {
            let stop = pos + found;
            if found > 0 {
                self.sink.text(&text[pos..stop], place(pos..stop));
            }
            pos = stop + 1;
            if text.as_bytes()[stop] == b'\r' {
                pos += usize::from(text.as_bytes().get(pos) == Some(&b'\n'));
                self.sink.text("\n", place(stop..pos));
            } else if nul == Nul::Replaced {
                self.sink.text("\u{fffd}", place(stop..pos));
            }
        }
        if pos < text.len() {
            self.sink.text(&text[pos..], place(pos..text.len()));
        }
    }
}
