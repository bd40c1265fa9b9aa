//! Recorded events of both tokenizers.

use std::ops::Range;

use dechaff::stages::{EndTag, EventSink, Lexer, Namespace, StartTag, reference};

/// One event, text pieces joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Start {
        name: String,
        attributes: Vec<(&'static str, String)>,
        self_closing: bool,
        ns: Namespace,
    },
    End {
        name: String,
        ns: Namespace,
    },
    Text(String),
}

/// Records events.
#[derive(Default)]
pub struct Recorder {
    pub events: Vec<Event>,
}

impl EventSink for Recorder {
    fn start_tag(&mut self, tag: &StartTag<'_>) {
        self.events.push(Event::Start {
            name: tag.raw_name().to_ascii_lowercase(),
            attributes: tag.attributes().map(|(a, v)| (a.name(), v.to_owned())).collect(),
            self_closing: tag.self_closing,
            ns: tag.namespace,
        });
    }

    fn end_tag(&mut self, tag: &EndTag<'_>) {
        let name = tag.raw_name().to_ascii_lowercase();
        self.events.push(Event::End { name, ns: tag.namespace });
    }

    fn text(&mut self, text: &str, _source: Range<u64>) {
        if let Some(Event::Text(last)) = self.events.last_mut() {
            last.push_str(text);
        } else {
            self.events.push(Event::Text(text.to_owned()));
        }
    }
}

/// The events of html5ever's tokenizer.
pub fn reference_events(text: &str) -> Vec<Event> {
    let mut recorder = Recorder::default();
    reference::tokenize(text, &mut recorder);
    recorder.events
}

/// The events of our lexer over chunks of at most `chunk_len` bytes.
pub fn lexer_events(text: &str, chunk_len: usize) -> Vec<Event> {
    lexer_events_in(text, std::iter::repeat(chunk_len))
}

/// The events of our lexer over chunks of about these lengths.
pub fn lexer_events_in(text: &str, chunk_lens: impl IntoIterator<Item = usize>) -> Vec<Event> {
    let mut recorder = Recorder::default();
    let mut lexer = Lexer::new();
    let mut chunk_lens = chunk_lens.into_iter();
    let mut rest = text;
    while !rest.is_empty() {
        let chunk_len = chunk_lens.next().unwrap_or(usize::MAX);
        let len = rest.ceil_char_boundary(chunk_len.clamp(1, rest.len()));
        let (chunk, after) = rest.split_at(len);
        lexer.feed(chunk, &mut recorder);
        rest = after;
    }
    lexer.finish(&mut recorder);
    recorder.events
}

/// Panics at the first difference, showing its neighbourhood.
pub fn assert_same_events(name: &str, ours: &[Event], reference: &[Event]) {
    if ours == reference {
        return;
    }
    let at = ours.iter().zip(reference).take_while(|(a, b)| a == b).count();
    let show = |events: &[Event]| {
        let end = (at + 2).min(events.len());
        let text = format!("{:?}", &events[at.saturating_sub(2).min(end)..end]);
        text.chars().take(1500).collect::<String>()
    };
    panic!("{name}: event {at}\n ours      {}\n reference {}", show(ours), show(reference));
}
