//! Looks for a declared charset in markup before its encoding is known.
//!
//! This is the prescan of the HTML standard's encoding sniffing algorithm, as a machine that can
//! stop after any byte. It differs from the standard in three ways, all of them because its
//! window is longer than the standard's 1,024 bytes and so meets more of the page: script and
//! style are skipped as text, a `/` ends a tag's name, and an XML declaration may have
//! white space before it.

use super::declaration::{Meta, xml_encoding};
use encoding_rs::Encoding;

/// How much of a document is searched for a declaration.
///
/// Browsers stop at 1,024 bytes or read the whole head; inlined scripts and styles push
/// `<meta>` tens of kilobytes down. No more than the content window, so that whatever
/// needs the result has it when that window is full.
const PRESCAN_WINDOW: usize = super::CONTENT_WINDOW;

/// Longest name that matters is `http-equiv`; one byte more shows that a name is longer.
const NAME_LIMIT: usize = 11;

/// Longest value that is kept: content types and labels are far shorter, descriptions are not wanted.
const VALUE_LIMIT: usize = 256;

/// Elements whose content is text up to their end tag.
const RAW_TEXT: [&[u8]; 2] = [b"script", b"style"];

/// A search for a declared charset, fed in pieces.
#[derive(Debug)]
pub(super) struct Prescan {
    state: State,
    left: usize,
    /// Whether only white space came so far, so that an XML declaration may follow.
    at_start: bool,
    tag: Tag,
    name: Vec<u8>,
    value: Vec<u8>,
    meta: Meta,
    found: Option<&'static Encoding>,
    /// What the XML declaration says; it counts only if no `<meta>` does.
    xml: Option<&'static Encoding>,
}

/// The tag whose attributes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Meta,
    Raw(&'static [u8]),
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// After `<`.
    Open,
    /// After `</`.
    OpenEnd,
    /// After `<!`, with the dashes so far.
    OpenBang(u8),
    /// In `<?` that may be an XML declaration.
    Xml,
    /// In something that ends at the next `>`.
    Bogus,
    /// In a comment, with the dashes just before; two and a `>` end it.
    Comment(u8),
    TagName,
    EndTagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
    /// In script or style, with how much of `</name` has matched.
    Raw(&'static [u8], usize),
}

impl Prescan {
    pub(super) fn new() -> Self {
        Self {
            state: State::Text,
            left: PRESCAN_WINDOW,
            at_start: true,
            tag: Tag::Other,
            name: Vec::new(),
            value: Vec::new(),
            meta: Meta::default(),
            found: None,
            xml: None,
        }
    }

    /// A prescan that is done and has found nothing.
    pub(super) fn off() -> Self {
        Self { left: 0, ..Self::new() }
    }

    /// Searches the next bytes of the document.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let mut rest = &bytes[..bytes.len().min(self.left)];
        self.left -= rest.len();
        while self.found.is_none() {
            rest = self.skip(rest);
            let Some((&byte, after)) = rest.split_first() else {
                return;
            };
            self.state = self.step(byte);
            rest = after;
        }
        self.end();
    }

    /// No more bytes will come.
    pub(super) fn end(&mut self) {
        self.left = 0;
    }

    pub(super) fn is_done(&self) -> bool {
        self.left == 0
    }

    /// The declared encoding, once no later byte can change it.
    pub(super) fn settled(&self) -> Option<&'static Encoding> {
        self.found.or(self.xml.filter(|_| self.is_done()))
    }

    /// Jumps over bytes that cannot change the state.
    fn skip<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let wanted = match self.state {
            State::Text if !self.at_start => b'<',
            State::Raw(_, 0) => b'<',
            State::Comment(0) => b'-',
            State::Bogus => b'>',
            State::Quoted(quote) if self.tag != Tag::Meta => quote,
            _ => return bytes,
        };
        &bytes[memchr::memchr(wanted, bytes).unwrap_or(bytes.len())..]
    }

    fn step(&mut self, byte: u8) -> State {
        match self.state {
            State::Text => self.text(byte),
            State::Open => self.open(byte),
            State::OpenEnd if byte.is_ascii_alphabetic() => State::EndTagName,
            State::OpenBang(0) if byte == b'-' => State::OpenBang(1),
            State::OpenBang(1) if byte == b'-' => State::Comment(2),
            State::Xml => self.xml_declaration(byte),
            State::Bogus | State::OpenEnd | State::OpenBang(_) => until_close(byte),
            State::Comment(dashes) => comment(dashes, byte),
            State::TagName => self.tag_name(byte),
            State::EndTagName => match byte {
                b'>' => State::Text,
                b'/' => State::BeforeName,
                _ if byte.is_ascii_whitespace() => State::BeforeName,
                _ => State::EndTagName,
            },
            State::BeforeName => self.before_name(byte),
            State::Name => self.attribute_name(byte),
            State::AfterName => match byte {
                b'=' => State::BeforeValue,
                _ if byte.is_ascii_whitespace() => State::AfterName,
                _ => self.attribute_done(byte),
            },
            State::BeforeValue => self.before_value(byte),
            State::Quoted(quote) if byte == quote => {
                self.keep_attribute();
                State::BeforeName
            }
            State::Unquoted if byte == b'>' || byte.is_ascii_whitespace() => {
                self.attribute_done(byte)
            }
            State::Quoted(_) | State::Unquoted => {
                push_limited(&mut self.value, byte, VALUE_LIMIT);
                self.state
            }
            State::Raw(name, matched) => self.raw_text(name, matched, byte),
        }
    }

    fn text(&mut self, byte: u8) -> State {
        if byte == b'<' {
            return State::Open;
        }
        self.at_start &= byte.is_ascii_whitespace();
        State::Text
    }

    fn open(&mut self, byte: u8) -> State {
        let at_start = std::mem::replace(&mut self.at_start, false);
        match byte {
            b'!' => State::OpenBang(0),
            b'?' if at_start => {
                self.value.clear();
                State::Xml
            }
            b'?' => State::Bogus,
            b'/' => {
                self.tag = Tag::Other;
                State::OpenEnd
            }
            b'<' => State::Open,
            _ if byte.is_ascii_alphabetic() => {
                self.tag = Tag::Other;
                self.name.clear();
                self.tag_name(byte)
            }
            _ => State::Text,
        }
    }

    fn xml_declaration(&mut self, byte: u8) -> State {
        if byte != b'>' {
            push_limited(&mut self.value, byte, VALUE_LIMIT);
            return State::Xml;
        }
        self.xml = xml_encoding(&self.value);
        State::Text
    }

    fn tag_name(&mut self, byte: u8) -> State {
        if !is_tag_delimiter(byte) {
            push_limited(&mut self.name, byte.to_ascii_lowercase(), NAME_LIMIT);
            return State::TagName;
        }
        // `<meta>` has nothing to read, and a tag that ends here leaves the element's text.
        self.tag = match RAW_TEXT.into_iter().find(|raw| *raw == self.name) {
            Some(raw) => Tag::Raw(raw),
            None if self.name == b"meta" => Tag::Meta,
            None => Tag::Other,
        };
        self.meta = Meta::default();
        self.before_name(byte)
    }

    fn before_name(&mut self, byte: u8) -> State {
        match byte {
            b'>' => self.tag_end(),
            b'/' => State::BeforeName,
            _ if byte.is_ascii_whitespace() => State::BeforeName,
            _ => {
                self.name.clear();
                self.value.clear();
                push_limited(&mut self.name, byte.to_ascii_lowercase(), NAME_LIMIT);
                State::Name
            }
        }
    }

    fn attribute_name(&mut self, byte: u8) -> State {
        match byte {
            b'=' => State::BeforeValue,
            b'/' | b'>' => self.attribute_done(byte),
            _ if byte.is_ascii_whitespace() => State::AfterName,
            _ => {
                push_limited(&mut self.name, byte.to_ascii_lowercase(), NAME_LIMIT);
                State::Name
            }
        }
    }

    fn before_value(&mut self, byte: u8) -> State {
        match byte {
            b'"' | b'\'' => State::Quoted(byte),
            b'>' => self.attribute_done(byte),
            _ if byte.is_ascii_whitespace() => State::BeforeValue,
            _ => {
                push_limited(&mut self.value, byte, VALUE_LIMIT);
                State::Unquoted
            }
        }
    }

    /// Ends an attribute at a byte that is no part of it.
    fn attribute_done(&mut self, byte: u8) -> State {
        self.keep_attribute();
        self.before_name(byte)
    }

    fn keep_attribute(&mut self) {
        if self.tag == Tag::Meta {
            self.meta.attribute(&self.name, &self.value);
        }
    }

    fn tag_end(&mut self) -> State {
        match self.tag {
            Tag::Raw(name) => return State::Raw(name, 0),
            Tag::Meta => self.found = self.meta.encoding(),
            Tag::Other => {}
        }
        State::Text
    }

    fn raw_text(&mut self, name: &'static [u8], matched: usize, byte: u8) -> State {
        if matched == name.len() + 2 && is_tag_delimiter(byte) {
            self.tag = Tag::Other;
            return self.before_name(byte);
        }
        let wanted = match matched {
            0 => Some(&b'<'),
            1 => Some(&b'/'),
            _ => name.get(matched - 2),
        };
        if wanted == Some(&byte.to_ascii_lowercase()) {
            State::Raw(name, matched + 1)
        } else {
            State::Raw(name, usize::from(byte == b'<'))
        }
    }
}

fn until_close(byte: u8) -> State {
    if byte == b'>' { State::Text } else { State::Bogus }
}

/// The dashes of `<!--` count, so that `<!-->` is a whole comment.
fn comment(dashes: u8, byte: u8) -> State {
    match byte {
        b'>' if dashes >= 2 => State::Text,
        b'-' => State::Comment((dashes + 1).min(2)),
        _ => State::Comment(0),
    }
}

fn is_tag_delimiter(byte: u8) -> bool {
    matches!(byte, b'/' | b'>') || byte.is_ascii_whitespace()
}

fn push_limited(buffer: &mut Vec<u8>, byte: u8, limit: usize) {
    if buffer.len() < limit {
        buffer.push(byte);
    }
}
