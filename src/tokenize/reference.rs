//! html5ever's tokenizer behind our events: the reference that the lexer is compared with.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag as Html5everTag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::content_model::{self, TextModel};
use super::{Attr, Attributes, ContentModel, EndTag, EventSink, Namespace, StartTag, Tag, name};

/// Bytes given to html5ever at a time, so that its buffers stay small.
const PIECE_LEN: usize = 1 << 16;

/// Reads a document. html5ever keeps no offsets, so all events carry 0.
pub fn tokenize(text: &str, sink: &mut impl EventSink) {
    let (content, attributes) = (ContentModel::default(), Attributes::default());
    let adapter =
        Adapter { inner: RefCell::new(Inner { content, attributes, sink }), kept: Cell::new(true) };
    let opts = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(adapter, opts);
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_LEN.min(rest.len())));
        queue.push_back(StrTendril::from_slice(piece));
        // Our sink never blocks on a script or an encoding, so one call reads the whole piece.
        let _ = tokenizer.feed(&queue);
        rest = after;
    }
    tokenizer.end();
}

struct Inner<'s, S> {
    content: ContentModel,
    attributes: Attributes,
    sink: &'s mut S,
}

struct Adapter<'s, S> {
    inner: RefCell<Inner<'s, S>>,
    /// Whether the text of the element at hand goes to the sink.
    kept: Cell<bool>,
}

impl<S: EventSink> Adapter<'_, S> {
    fn start_tag(&self, tag: &Html5everTag) -> TokenSinkResult<()> {
        let inner = &mut *self.inner.borrow_mut();
        inner.attributes.clear();
        for attribute in &tag.attrs {
            let name: &str = &attribute.name.local;
            if let Some(attr) = Attr::from_name(name) {
                inner.attributes.push_decoded(attr, |out| out.push_str(&attribute.value));
            }
        }
        let name_hash = name::hash(tag.name.as_bytes());
        let known = Tag::from_hashed(tag.name.as_bytes(), name_hash);
        let start = StartTag {
            tag: known,
            name_hash,
            self_closing: tag.self_closing,
            namespace: inner.content.open(known, name_hash, tag.self_closing),
            at: 0,
            raw_name: &tag.name,
            attributes: &inner.attributes,
            input: "",
        };
        inner.sink.start_tag(&start);
        let (model, kept) = content_model::text_after(&start);
        self.kept.set(kept);
        match model {
            TextModel::Markup => TokenSinkResult::Continue,
            TextModel::RcData => TokenSinkResult::RawData(RawKind::Rcdata),
            TextModel::RawText => TokenSinkResult::RawData(RawKind::Rawtext),
            TextModel::Script => TokenSinkResult::RawData(RawKind::ScriptData),
            TextModel::Plaintext => TokenSinkResult::Plaintext,
        }
    }

    fn end_tag(&self, tag: &Html5everTag) {
        let inner = &mut *self.inner.borrow_mut();
        let name_hash = name::hash(tag.name.as_bytes());
        let known = Tag::from_hashed(tag.name.as_bytes(), name_hash);
        let namespace = inner.content.close(known, name_hash);
        let end = EndTag { tag: known, name_hash, namespace, at: 0, end: 0, raw_name: &tag.name };
        inner.sink.end_tag(&end);
        // Inside raw text only its own end tag is one.
        self.kept.set(true);
    }

    fn text(&self, text: &str) {
        let inner = &mut *self.inner.borrow_mut();
        // An empty CDATA section comes as empty text.
        if !text.is_empty() && self.kept.get() && inner.content.has_text() {
            inner.sink.text(text, 0..0);
        }
    }
}

impl<S: EventSink> TokenSink for Adapter<'_, S> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start_tag(&tag),
            Token::TagToken(tag) => self.end_tag(&tag),
            Token::CharacterTokens(text) => self.text(&text),
            // The tree builder drops a NUL in text; comments and doctypes are read by no stage.
            Token::NullCharacterToken
            | Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.borrow().content.namespace() != Namespace::Html
    }
}
