//! The pages that speed is measured on, in memory.

use super::input::{Input, without_scripts};
use crate::support::{self, Page};

/// Every so many pages of a large set are taken.
const STEP: usize = 5;

/// Pages with a name.
pub struct Set {
    pub name: &'static str,
    pub pages: Vec<Input>,
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
