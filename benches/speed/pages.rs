//! The pages that speed is measured on, in memory.

use dechaff::decode::{EncodingHints, decode};

use crate::support::{self, Page};

/// Every so many pages of a large set are taken.
const STEP: usize = 5;

/// Pages with a name.
pub struct Set {
    pub name: &'static str,
    pub pages: Vec<Input>,
}

/// One page as bytes and, for the readers that begin after decoding, as text.
pub struct Input {
    pub bytes: Vec<u8>,
    pub text: String,
}

impl From<Vec<u8>> for Input {
    fn from(bytes: Vec<u8>) -> Self {
        let text = decode(&bytes, EncodingHints::default()).0;
        Input { bytes, text }
    }
}

impl Set {
    fn new(name: &'static str, pages: impl Iterator<Item = Page>) -> Self {
        Set { name, pages: pages.map(|page| Input::from(page.bytes)).collect() }
    }

    pub fn len(&self) -> u64 {
        self.pages.iter().map(|page| page.bytes.len() as u64).sum()
    }
}

/// The sets that are here: the corpus, news pages, and pages without scripts and styles, which a
/// reader cannot gain speed by skipping.
pub fn sets() -> Vec<Set> {
    let mut sets = vec![Set::new("corpus", support::corpus_pages())];
    if support::shared().is_some() {
        sets.push(Set::new("news (fundus-dev)", support::set_pages("fundus-dev")));
        let bare = support::set_pages("wcxb-dev").step_by(STEP).map(|page| {
            let text = without_scripts(&Input::from(page.bytes).text);
            Input { bytes: text.clone().into_bytes(), text }
        });
        sets.push(Set { name: "script-free (wcxb-dev)", pages: bare.collect() });
    }
    sets
}

/// Cuts out `script` and `style` elements.
fn without_scripts(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let mut kept = String::new();
    let mut pos = 0;
    let next = |pos: usize| {
        let find = |start: &str, end| Some((pos + lower[pos..].find(start)?, end));
        let script = find("<script", "</script>");
        script.into_iter().chain(find("<style", "</style>")).min()
    };
    while let Some((start, end_tag)) = next(pos) {
        kept.push_str(&page[pos..start]);
        pos = lower[start..].find(end_tag).map_or(page.len(), |len| start + len + end_tag.len());
    }
    kept.push_str(&page[pos..]);
    kept
}
