//! Notices: which blocks are notices and appeals, of which category and by what sign.
//!
//! A block is judged by itself first ([`evidence`]): its phrases, how it speaks, how long it is and where it
//! stands. In a text its words count, too, beside those of the paragraphs around it ([`discourse`]): they make a
//! notice, or take back what its phrases say. Then by its company: openers carry a run of plea text up to its end ([`runs`]),
//! amounts to choose from go with the plea above them ([`choices`]), weak signs count beside a notice
//! ([`company`]), thanks and sign-offs go with the plea above them ([`closings`]), the rest of a small
//! box goes with the notice in it ([`boxes`]). Last, a notice that is a sentence of an editorial
//! paragraph is cut down to it ([`inline`]). What nothing of this can come of is known cheaply
//! ([`silence`]).

mod anchors;
mod boxes;
mod choices;
mod closings;
mod company;
mod diction;
mod discourse;
mod evidence;
mod inline;
mod page;
mod price;
mod runs;
mod sequence;
mod silence;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::build::Arena;
use crate::category::Category;
use crate::document::DocumentKind;
use crate::phrases::{Hit, PhraseTable, Sense};
use crate::reason::Reason;
use discourse::{Discourse, Worded};
use evidence::{Evidence, Sign, THRESHOLD};
use page::{HINTS, Page};

pub use discourse::COLUMNS as DISCOURSE;

/// Cues named with a notice; more say nothing new.
const MAX_CUES: usize = 8;

/// A block of fewer letters is hardly more than its phrase: what the words of its text say does not overrule that.
const MIN_OVERRULED_LENGTH: f32 = 60.0;

/// A block that is a notice, or of which a part is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// What it asks for.
    pub(crate) category: Category,
    /// How sure it is, 0 to 1; one half is the least.
    pub(crate) score: f32,
    /// `phrase`, `words`: by itself. `run`: in a run of plea text. `company`: beside a notice.
    /// `dismiss`: puts off the notice beside it. `container`: in the box of a notice.
    /// `sentence`: only parts of the block.
    pub(crate) reason: Reason,
    /// What was found in it.
    pub(crate) cues: Vec<String>,
    /// The parts of the block's text that are the notice, in order; empty: all of it.
    pub(crate) parts: Vec<Range<usize>>,
}

/// A notice before its cues are named.
#[derive(Clone, Debug)]
struct NoticeMark {
    category: Category,
    points: f32,
    reason: Reason,
    parts: Vec<Range<usize>>,
}

/// What is known of all blocks while the stage is at work.
struct Draft<'p> {
    page: &'p Page<'p>,
    /// What its words say if it came as text.
    discourse: Option<Discourse<'p>>,
    evidence: Vec<Evidence>,
    marks: Vec<Option<NoticeMark>>,
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

/// Finds the notices of a document, by the built-in phrases and the caller's own. What the caller chose to
/// keep, `is_spared`, is no notice, whatever it says, and makes none of its neighbours; `is_kept` tells of
/// which blocks, with the notices in them, the output will be made.
pub(crate) fn find(
    arena: &Arena,
    matter: Matter,
    own: Option<&PhraseTable>,
    is_spared: impl Fn(usize) -> bool,
    is_kept: impl Fn(usize, Option<&Notice>) -> bool,
) -> Findings {
    if arena.blocks.is_empty() {
        return Findings { notices: Vec::new(), is_settled: true };
    }
    let mut page = Page::read(arena, matter.kind(), own);
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
    let mut draft = Draft::new(&page, discourse, &pleas, is_spared);
    runs::mark(&mut draft);
    choices::mark(&mut draft);
    company::mark(&mut draft);
    closings::mark(&mut draft);
    boxes::mark(&mut draft);
    inline::mark(&mut draft);
    let notices = draft.into_notices();
    let is_settled = page.is_html() && silence::is_settled(page, &notices, is_kept);
    Findings { notices, is_settled }
}

/// The row of each paragraph of a text that is read, for `train/discourse.py`.
pub fn discourse_rows(arena: &Arena) -> Vec<Option<Vec<f32>>> {
    let rows = discourse::rows(&Page::read(arena, DocumentKind::Text, None));
    rows.into_iter().map(|row| row.map(Vec::from)).collect()
}

impl<'p> Draft<'p> {
    fn new(
        page: &'p Page<'p>,
        discourse: Option<Discourse<'p>>,
        pleas: &[Worded],
        is_spared: impl Fn(usize) -> bool,
    ) -> Draft<'p> {
        let members = sequence::members(page);
        let is_none = |index: usize| is_spared(index) || members[index];
        let evidence = |index: usize| {
            if is_none(index) { Evidence::default() } else { Evidence::of(page, index) }
        };
        let evidence: Vec<Evidence> = (0..page.len()).map(evidence).collect();
        let mut draft = Draft { page, discourse, evidence, marks: Vec::new() };
        draft.overrule_phrases();
        for plea in pleas.iter().filter(|plea| !is_none(plea.block)) {
            draft.evidence[plea.block].add_words(page, plea);
        }
        let own = |evidence: &Evidence| {
            let category = evidence.category.filter(|_| evidence.is_notice())?;
            let reason = match evidence.sign {
                Sign::Phrases => Reason::Phrase,
                Sign::Words => Reason::Words,
            };
            Some(NoticeMark { category, points: evidence.points, reason, parts: Vec::new() })
        };
        draft.marks = draft.evidence.iter().map(own).collect();
        draft
    }

    /// Takes back what phrases say of blocks that are editorial by their words.
    fn overrule_phrases(&mut self) {
        for index in 0..self.evidence.len() {
            let evidence = &self.evidence[index];
            let is_asking = evidence.is_notice() && evidence.category.is_some_and(asks);
            let says_more = self.page.length(index) >= MIN_OVERRULED_LENGTH;
            if is_asking && says_more && self.is_editorial(index) {
                self.evidence[index].overrule();
            }
        }
    }

    fn len(&self) -> usize {
        self.marks.len()
    }

    /// Marks a block that is not marked yet.
    fn mark(&mut self, index: usize, category: Category, reason: Reason) {
        if self.marks[index].is_none() {
            let points = self.evidence[index].points.max(THRESHOLD);
            self.marks[index] = Some(NoticeMark { category, points, reason, parts: Vec::new() });
        }
    }

    /// Whether a block of a text is editorial by its words: its phrases, or a notice beside it, make none of it.
    fn is_editorial(&self, index: usize) -> bool {
        self.discourse.as_ref().is_some_and(|discourse| discourse.is_editorial(index))
    }

    /// Whether a block is a notice that asks for something, not a label of lists or ads.
    fn plea(&self, index: usize) -> Option<Category> {
        let mark = self.marks.get(index)?.as_ref()?;
        is_plea(mark.category).then_some(mark.category)
    }

    fn into_notices(self) -> Vec<Option<Notice>> {
        let notices = self.marks.iter().enumerate().map(|(index, mark)| {
            let mark = mark.as_ref()?;
            Some(Notice {
                category: mark.category,
                score: mark.points / (mark.points + THRESHOLD),
                reason: mark.reason,
                cues: cues(self.page, index, &self.evidence[index]),
                parts: mark.parts.clone(),
            })
        });
        notices.collect()
    }
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

/// The categories of which the model of discourse knows enough: it has seen few labels of lists and buttons.
fn asks(category: Category) -> bool {
    match category {
        Category::Reminder => false,
        Category::Follow | Category::Share | Category::Event => true,
        category => is_plea(category),
    }
}

/// Names what was found in a block.
fn cues(page: &Page<'_>, index: usize, evidence: &Evidence) -> Vec<String> {
    let name = |hit: &Hit<'_>| match hit.phrase.sense {
        Sense::Notice(category) => [category.name(), ": ", &hit.phrase.text].concat(),
        Sense::Opener => ["opener: ", &hit.phrase.text].concat(),
        Sense::Closer => ["closer: ", &hit.phrase.text].concat(),
    };
    let mut phrases = Vec::new();
    for cue in page.hits(index).iter().filter(|hit| !hit.is_quoted).map(name) {
        if phrases.len() == MAX_CUES {
            break;
        }
        // A phrase can be in two tables, and stand in a block twice.
        if !phrases.contains(&cue) {
            phrases.push(cue);
        }
    }
    let manners = [
        ("imperative", evidence.address.imperatives),
        ("second person", evidence.address.you),
        ("first person plural", evidence.address.we),
    ];
    let manners =
        manners.iter().filter(|(_, count)| *count > 0).map(|(name, _)| (*name).to_owned());
    let is_worded = (evidence.sign == Sign::Words).then(|| "words of notices".to_owned());
    let hints = page.box_hints(index);
    let named = HINTS
        .by_category
        .iter()
        .filter(|(category, hint)| Some(*category) == evidence.category && hints.has(*hint));
    let named = named.map(|(category, _)| format!("hint: {category}"));
    phrases.into_iter().chain(is_worded).chain(manners).chain(named).collect()
}
