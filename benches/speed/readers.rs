//! Our stages and the peers, each as a function that reads one page and gives a count, so that
//! nothing is optimised away.

use std::cell::Cell;
use std::ops::Range;

use dechaff::decode::{EncodingHints, decode};
use dechaff::stages::{Builder, EndTag, EventSink, Lexer, StartTag, reference};
use dechaff::{Options, SourceFormat};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{ParseOpts, parse_document};
use lol_html::{HtmlRewriter, Settings, doc_text, element};
use markup5ever_rcdom::RcDom;

use super::input::Input;

/// A way to read a page.
pub struct Reader {
    pub name: &'static str,
    pub read: fn(&Input) -> usize,
}

/// What the ratios are to.
pub const OURS: Reader = Reader { name: "dechaff, bytes to text", read: extract };

/// Our stages, each with those before it but decoding.
pub const STAGES: [Reader; 4] = [
    Reader { name: "dechaff decode", read: decoded },
    Reader { name: "dechaff lexer", read: lexer },
    Reader { name: "dechaff lexer and builder", read: blocks },
    Reader { name: "dechaff reference tokenizer", read: reference_tokenizer },
];

/// Other programs' readers.
pub const PEERS: [Reader; 4] = [
    Reader { name: "lol_html, all elements and text", read: lol_html_all },
    Reader { name: "html5ever tokenizer", read: html5ever_tokenizer },
    Reader { name: "html5ever with rcdom", read: html5ever_dom },
    Reader { name: "dom_smoothie", read: dom_smoothie_text },
];

fn extract(page: &Input) -> usize {
    dechaff::extract(&page.bytes, &Options::new().format(SourceFormat::Html)).text().len()
}

fn decoded(page: &Input) -> usize {
    decode(&page.bytes, EncodingHints::default()).0.len()
}

fn lexer(page: &Input) -> usize {
    let mut sink = Counter::default();
    lex(&page.text, &mut sink);
    sink.events
}

fn blocks(page: &Input) -> usize {
    let mut builder = Builder::new();
    lex(&page.text, &mut builder);
    builder.finish().blocks.len()
}

fn lex(text: &str, sink: &mut impl EventSink) {
    let mut lexer = Lexer::new();
    lexer.feed(text, sink);
    lexer.finish(sink);
}

fn reference_tokenizer(page: &Input) -> usize {
    let mut sink = Counter::default();
    reference::tokenize(&page.text, &mut sink);
    sink.events
}

/// Counts events.
#[derive(Default)]
struct Counter {
    events: usize,
}

impl EventSink for Counter {
    fn start_tag(&mut self, _tag: &StartTag<'_>) {
        self.events += 1;
    }

    fn end_tag(&mut self, _tag: &EndTag<'_>) {
        self.events += 1;
    }

    fn text(&mut self, _text: &str, _source: Range<u64>) {
        self.events += 1;
    }
}

fn html5ever_tokenizer(page: &Input) -> usize {
    let tokenizer = Tokenizer::new(TokenCounter::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&page.text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.tokens.get()
}

#[derive(Default)]
struct TokenCounter {
    tokens: Cell<usize>,
}

impl TokenSink for TokenCounter {
    type Handle = ();

    fn process_token(&self, _token: Token, _line: u64) -> TokenSinkResult<()> {
        self.tokens.set(self.tokens.get() + 1);
        TokenSinkResult::Continue
    }
}

fn html5ever_dom(page: &Input) -> usize {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.text.as_str());
    dom.document.children.borrow().len()
}

fn lol_html_all(page: &Input) -> usize {
    let count = Cell::new(0);
    let seen = || count.set(count.get() + 1);
    let settings = Settings::new()
        .with_strict(false)
        .append_element_content_handler(element!("*", |_| {
            seen();
            Ok(())
        }))
        .append_document_content_handler(doc_text!(|_| {
            seen();
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    // A page that it refuses counts as read.
    if rewriter.write(page.text.as_bytes()).is_ok() {
        let _ = rewriter.end();
    }
    count.get()
}

fn dom_smoothie_text(page: &Input) -> usize {
    let article = dom_smoothie::Readability::new(page.text.as_str(), None, None)
        .and_then(|mut reader| reader.parse());
    // A page in which it finds no article counts as read.
    article.map_or(0, |article| article.text_content.len())
}
