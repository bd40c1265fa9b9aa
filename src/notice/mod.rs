//! Notices: which blocks are notices and appeals, of which category and by what sign.
//!
//! A block is judged by itself first ([`evidence`]): its phrases, how it speaks, how long it is and where it stands;
//! a call with its price is one as it is ([`offer`]). In a text its words count, too, beside those of the paragraphs
//! around it ([`discourse`]): they make a notice, or take back what its phrases say. What has the shape of other text
//! is none ([`shapes`]). Then by its company: openers carry a run of plea text up to its end ([`runs`]), amounts to
//! choose from go with the plea above them ([`choices`]), weak signs count beside a notice ([`company`]), thanks and
//! sign-offs go with the plea above them ([`closings`]), and with them all of a letter to readers ([`letters`]), the
//! rest of a small box goes with the notice in it ([`boxes`]). Last, a notice that is a sentence of an editorial
//! paragraph is cut down to it ([`inline`]). What nothing of this can come of is known cheaply ([`silence`]).

mod anchors;
mod boxes;
mod choices;
mod closings;
mod company;
mod diction;
mod discourse;
mod draft;
mod evidence;
mod inline;
mod letters;
mod offer;
mod page;
mod price;
mod runs;
mod sentences;
mod shapes;
mod silence;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::build::{Arena, Blocks};
use crate::category::{Category, CategorySet};
use crate::document::DocumentKind;
use crate::options::Options;
use crate::reason::Reason;
use discourse::Discourse;
use draft::Draft;
use page::{HINTS, Page};

pub use discourse::COLUMNS as DISCOURSE;

/// A block that is a notice, or of which a part is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// What it asks for.
    pub(crate) category: Category,
    /// How sure it is, 0 to 1; one half is the least.
    pub(crate) score: f32,
    /// `phrase`, `words`: by itself. `run`: in a run of plea text. `company`: beside a notice. `dismiss`: puts off
    /// the notice beside it. `container`: in the box of a notice. `promotion`: in one that ends in a call.
    /// `sentence`: only parts of the block.
    pub(crate) reason: Reason,
    /// What was found in it.
    pub(crate) cues: Vec<String>,
    /// The parts of the block's text that are notices, in order, with what each asks for; empty: all of it.
    pub(crate) parts: Vec<Part>,
}

/// A part of a block's text, and what it asks for.
pub(crate) type Part = (Range<usize>, Category);

impl Notice {
    /// What of it asks for what is among `categories`.
    pub(crate) fn of(mut self, categories: CategorySet) -> Option<Notice> {
        if self.parts.is_empty() {
            return Some(self).filter(|notice| categories.has(notice.category));
        }
        self.parts.retain(|(_, category)| categories.has(*category));
        let (_, first) = self.parts.first()?;
        if !categories.has(self.category) {
            self.category = *first;
        }
        Some(self)
    }

    /// The parts of its block's text that go; empty: all of it.
    pub(crate) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        inline::ranges(text, &self.parts)
    }
}

/// What was found in a document.
pub(crate) struct Findings {
    /// One entry a block.
    pub(crate) notices: Vec<Option<Notice>>,
    /// The text of what is kept, read as a text, holds no notice: it need not be read again.
    pub(crate) is_settled: bool,
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matter {
    /// A page, with its markup.
    Page,
    /// A text that came as text.
    Text,
    /// The text of a page whose markup has been heard: chrome can be left in it, of which the words say little.
    TextOfPage,
}

impl Matter {
    /// A document as it came.
    pub(crate) fn of(kind: DocumentKind) -> Matter {
        match kind {
            DocumentKind::Html => Matter::Page,
            DocumentKind::Text => Matter::Text,
        }
    }

    /// The text output of a document.
    pub(crate) fn output_of(kind: DocumentKind) -> Matter {
        match kind {
            DocumentKind::Html => Matter::TextOfPage,
            DocumentKind::Text => Matter::Text,
        }
    }

    fn kind(self) -> DocumentKind {
        if self == Matter::Page { DocumentKind::Html } else { DocumentKind::Text }
    }
}

/// A box beside the text that ends in a call: whether it is a promotion, its words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promotion {
    pub(crate) blocks: Blocks,
    pub(crate) place: Place,
    /// Its call is a link, and no button.
    pub(crate) leads_on: bool,
}

/// Where a box stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Between paragraphs of the text.
    Within,
    /// At the end of the text.
    Behind,
}

/// What is known of blocks before their notices are looked for.
pub(crate) struct Known<'k> {
    /// The caller chose to keep them: they are no notices, whatever they say, and make none of their neighbours.
    pub(crate) is_spared: &'k dyn Fn(usize) -> bool,
    /// What the model of editorial text says of them, from 0 to 1; 0 where it is not asked.
    pub(crate) probability: &'k dyn Fn(usize) -> f32,
    /// The boxes that their words tell to be promotions.
    pub(crate) promotions: &'k [Promotion],
    /// The output will be made of them, with what was found in them.
    pub(crate) is_kept: &'k dyn Fn(usize, Option<&Notice>) -> bool,
}

impl Known<'_> {
    /// Nothing is known, and all is kept.
    #[cfg(test)]
    const NOTHING: Known<'static> = Known {
        is_spared: &|_| false,
        probability: &|_| 0.0,
        promotions: &[],
        is_kept: &|_, _| true,
    };
}

/// Finds the notices of a document, by the built-in phrases and the caller's own; what is doubtful is one or not as the
/// caller favors.
pub(crate) fn find(
    arena: &Arena,
    matter: Matter,
    options: &Options,
    known: &Known<'_>,
) -> Findings {
    if arena.blocks.is_empty() {
        return Findings { notices: Vec::new(), is_settled: true };
    }
    let mut page = Page::read(arena, matter.kind(), options);
    let all: Vec<usize> = (0..page.len()).collect();
    // The words of a page are read when it is a text: there no menu stands around them.
    let pleas = if page.is_html() { Vec::new() } else { Discourse::of(&page, &all).pleas() };
    if !page.is_html()
        && pleas.is_empty()
        && all.iter().all(|index| silence::is_silent(&page, *index))
    {
        return Findings { notices: vec![None; page.len()], is_settled: true };
    }
    page.listen();
    let discourse = (matter == Matter::Text).then(|| Discourse::of(&page, &all));
    let mut draft = Draft::new(&page, discourse, known);
    draft.overrule_phrases();
    draft.judge(&pleas);
    runs::mark(&mut draft);
    choices::mark(&mut draft);
    company::mark(&mut draft);
    closings::mark(&mut draft);
    letters::mark(&mut draft);
    boxes::mark(&mut draft);
    boxes::mark_promotions(&mut draft);
    inline::mark(&mut draft);
    draft.name_labels();
    let notices = draft.into_notices();
    let is_settled = page.is_html() && silence::is_settled(page, &notices, known.is_kept);
    Findings { notices, is_settled }
}

/// The row of each paragraph of a text that is read, for `train/discourse.py`.
pub fn discourse_rows(arena: &Arena) -> Vec<Option<Vec<f32>>> {
    let rows = discourse::rows(&Page::read(arena, DocumentKind::Text, &Options::new()));
    rows.into_iter().map(|row| row.map(Vec::from)).collect()
}

/// The categories of text that asks the reader for something; the others are labels.
fn is_plea(category: Category) -> bool {
    matches!(
        category,
        Category::Paywall
            | Category::Donation
            | Category::Newsletter
            | Category::Registration
            | Category::Cookie
            | Category::Adblock
            | Category::App
            | Category::Reminder
    )
}

/// The categories of text that asks for money, or for an address to ask for it later.
fn asks_for_support(category: Category) -> bool {
    matches!(category, Category::Paywall | Category::Donation | Category::Newsletter)
}

/// The categories of which the model of discourse knows enough: it has seen few labels of lists and buttons.
fn is_told_by_words(category: Category) -> bool {
    match category {
        Category::Reminder => false,
        Category::Follow | Category::Share | Category::Event => true,
        category => is_plea(category),
    }
}
