//! What speaks for or against a block whose own words say nothing: the signs of its markup, in words.

use crate::build::{Block, Context};
use crate::document::{Document, DocumentKind};
use crate::reason::Reason;
use crate::words::count_words;

/// Elements around a block whose hints are named: those beyond hold most of the page.
const MAX_CLIMB: usize = 6;
/// Hints that are named: the nearest say most.
const MAX_HINTS: usize = 3;

/// Places of a page, by what a reader calls them.
const PLACES: [(Context, &str); 10] = [
    (Context::NAV, "nav"),
    (Context::HEADER, "header"),
    (Context::FOOTER, "footer"),
    (Context::ASIDE, "aside"),
    (Context::DIALOG, "dialog"),
    (Context::FORM, "form"),
    (Context::CONTROL, "control"),
    (Context::HIDDEN, "hidden"),
    (Context::ARTICLE, "article"),
    (Context::MAIN, "main"),
];

impl Document {
    /// What speaks for or against the block of a number: the cues of its verdict. Where there are none, as the
    /// score decided, which weighs a hundred features at once, or its neighbours did, what a person sees of
    /// it in a page: how many words it has, how much of it is links, where it stands and what the boxes
    /// around it are named after. Of a block that stays by no more than a rule, nothing.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let document = extract(b"<nav><a href=/>Start</a></nav><p>High water is at noon.", &Options::new());
    /// assert_eq!(document.cues(0), ["words: 1", "links: 100 %", "in: nav"]);
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such block.
    #[must_use]
    pub fn cues(&self, number: usize) -> Vec<String> {
        let verdict = &self.verdicts[number];
        let is_decided = verdict.dropped.is_some() || verdict.reason == Reason::Score;
        if self.kind == DocumentKind::Text || !verdict.cues.is_empty() || !is_decided {
            return verdict.cues.clone();
        }
        let block = &self.arena.blocks[number];
        let text = self.arena.block_text(block);
        let mut signs = vec![format!("words: {}", count_words(text, usize::MAX))];
        let links = u64::from(block.link_len) * 100 / text.len().max(1) as u64;
        if links > 0 {
            signs.push(format!("links: {} %", links.min(100)));
        }
        let places = PLACES.iter().filter(|(context, _)| block.context.has(*context));
        signs.extend(places.map(|(_, name)| format!("in: {name}")));
        signs.extend(self.hints_around(block).into_iter().map(|name| format!("hint: {name}")));
        signs
    }

    /// What the elements around a block are named after, the nearest first.
    fn hints_around(&self, block: &Block) -> Vec<&'static str> {
        let around = self.arena.ancestors(block.element).take(MAX_CLIMB);
        let mut found = Vec::new();
        for name in around.flat_map(|(_, element)| element.hints.names()) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found.truncate(MAX_HINTS);
        found
    }
}
