//! What the tests over many pages share: the corpus, the evaluation sets, recorded events.
#![allow(dead_code, reason = "each test binary uses its part")]

pub mod cases;
pub mod diff;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use dechaff::stages::{
    ContentModel, EndTag, EventSink, Fed, Lexer, Namespace, StartTag, reference,
};

/// The folder of evaluation data beside the checkout, if it is there.
pub fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if path.is_dir() {
        return Some(path);
    }
    // .ci/run looks for this line.
    println!("SKIPPED: ../shared is not here");
    None
}

/// A page of bytes with its name.
pub struct Page {
    /// Its path from the folder of sets or cases on.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The sorted paths of a folder's entries.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("a folder entry").path())
        .collect();
    paths.sort();
    paths
}

/// The pages of one evaluation set.
pub fn set_pages(set: &str) -> impl Iterator<Item = Page> + use<> {
    let folder = shared().map(|path| path.join("sets").join(set).join("pages"));
    let paths = folder.map(|folder| entries(&folder)).unwrap_or_default();
    paths.into_iter().map(|path| {
        let mut bytes = Vec::new();
        let file = fs::File::open(&path).expect("a page opens");
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).expect("a page unpacks");
        Page { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes }
    })
}

/// The names of the evaluation sets.
pub const SETS: [&str; 3] = ["wcxb-dev", "fundus-dev", "trafilatura"];

/// The case folders of the corpus.
pub fn case_folders() -> Vec<PathBuf> {
    entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cases"))
}

/// The HTML pages of the corpus.
pub fn corpus_pages() -> impl Iterator<Item = Page> {
    case_folders().into_iter().filter_map(|folder| {
        let bytes = fs::read(folder.join("page.html")).ok()?;
        Some(Page { name: folder.file_name()?.to_string_lossy().into_owned(), bytes })
    })
}

/// One event, text pieces joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Start { name: String, attributes: Vec<(&'static str, String)>, self_closing: bool, ns: Namespace },
    End { name: String, ns: Namespace },
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

    fn text(&mut self, text: &str, _at: u64) {
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
    reference::tokenize(text, ContentModel::default(), 0, &mut recorder);
    recorder.events
}

/// The events of our lexer over chunks of at most `chunk_len` bytes, and whether it handed over.
pub fn lexer_events(text: &str, chunk_len: usize) -> (Vec<Event>, bool) {
    let mut recorder = Recorder::default();
    let mut lexer = Lexer::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut len = rest.floor_char_boundary(chunk_len.min(rest.len()));
        if len == 0 {
            len = rest.chars().next().map_or(0, char::len_utf8);
        }
        let (chunk, after) = rest.split_at(len);
        if let Fed::HandOver(mut left) = lexer.feed(chunk, &mut recorder) {
            left.push_str(after);
            return hand_over(lexer, &left, recorder);
        }
        rest = after;
    }
    if let Fed::HandOver(left) = lexer.finish(&mut recorder) {
        return hand_over(lexer, &left, recorder);
    }
    (recorder.events, false)
}

fn hand_over(lexer: Lexer, left: &str, mut recorder: Recorder) -> (Vec<Event>, bool) {
    let at = lexer.position();
    reference::tokenize(left, lexer.into_content_model(), at, &mut recorder);
    (recorder.events, true)
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
