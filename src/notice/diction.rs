//! What the words of a page's blocks say, each read once and of most pages few.

use std::cell::OnceCell;

use crate::diction::{Diction, Reading};
use crate::search::{Folded, folded};

/// The diction of a page.
pub(super) struct PageDiction {
    table: Option<Diction>,
    readings: Vec<OnceCell<Reading>>,
}

impl PageDiction {
    /// Of a page in `language` with so many blocks.
    pub(super) fn new(language: Option<&str>, blocks: usize) -> PageDiction {
        PageDiction { table: Diction::of(language), readings: vec![OnceCell::new(); blocks] }
    }

    /// What the words of a block say, if there is a table of the language. `folded` are the texts of all.
    pub(super) fn of(&self, index: usize, folded: &Folded) -> Option<Reading> {
        let table = self.table?;
        Some(*self.readings[index].get_or_init(|| table.read(folded.part(index))))
    }

    /// What the words of any text say.
    pub(super) fn of_text(&self, text: &str) -> Option<Reading> {
        self.table.map(|table| table.read(&folded(text)))
    }
}
