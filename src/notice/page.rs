//! A document as the notice stage sees it.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::build::{Arena, Block, BlockKind, Context, Element, ElementId, Hints, hint};
use crate::category::Category;
use crate::cues::{Address, Reader, StopWords, language_of};
use crate::diction::Reading;
use crate::document::DocumentKind;
use crate::options::{Favor, Options};
use crate::phrases::{Hit, Hits, Phrases, Sense, Share, Strength};
use crate::search::{Folded, folded};

use super::anchors::Anchors;
use super::diction::PageDiction;

/// Text of an element that can be the box of a notice, in bytes: the longest consent dialogs.
const MAX_BOX_LEN: usize = 2_000;
/// And no more than this part of the page: on a short page every element is small.
const MAX_BOX_SHARE: usize = 2;
/// Elements around a block whose hints are read; boxes are close to their text.
const MAX_CLIMB: usize = 8;
/// Blocks without phrases that are looked at for the voice of the page.
const VOICE_SAMPLE: usize = 24;
/// Shorter blocks have no voice.
const MIN_VOICE_LEN: usize = 100;
/// A page speaks so throughout if at least one in this many of those blocks does.
const VOICE_SHARE: usize = 3;
/// A category is the page's topic if its phrases stand in so many of its paragraphs: an article
/// about paywalls, a guide to apps.
const TOPIC_BLOCKS: usize = 4;
/// Phrases of a paragraph that are looked at for that.
const MAX_TOPIC_HITS: usize = 8;
/// And in one of so many that are looked at.
const TOPIC_SHARE: usize = 4;
/// Shorter lines of a text, in letters, say nothing of how it is set: titles, bylines, entries.
const MIN_PARAGRAPH_LENGTH: f32 = 60.0;
/// Shorter headings say little, and any title has them in it.
const MIN_HEADLINE_LEN: usize = 8;
/// Headings that are looked for in the title, each of which reads all of it: a page of nothing else is an
/// attack.
const MAX_HEADINGS: usize = 64;
/// A letter of a script without spaces says as much as two and a half others.
const DENSE_LETTER: f32 = 2.5;

/// How the page as a whole speaks: what all its prose does marks no appeal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Voice {
    /// To the reader, as instructions and recipes do.
    pub(super) says_you: bool,
    /// For a group, as companies and families do.
    pub(super) says_we: bool,
    /// About what notices are about: a bit a category.
    topics: u16,
}

impl Voice {
    /// Whether the page as a whole is about the matter of a category.
    pub(super) fn is_about(self, category: Category) -> bool {
        self.topics >> category as u16 & 1 == 1
    }
}

/// The hints that this stage reads.
pub(super) struct NoticeHints {
    /// Names of boxes by the category they speak for.
    pub(super) by_category: [(Category, Hints); 9],
    /// Names of boxes of any kind.
    pub(super) any_box: Hints,
    /// Names of boxes of newsletters.
    pub(super) newsletter: Hints,
}

pub(super) static HINTS: LazyLock<NoticeHints> = LazyLock::new(|| NoticeHints {
    by_category: [
        (Category::Newsletter, hint("newsletter")),
        (Category::Donation, hint("donation")),
        (Category::Paywall, hint("paywall")),
        (Category::Cookie, hint("cookie")),
        (Category::Registration, hint("account")),
        (Category::Share, hint("share")),
        (Category::Follow, hint("share")),
        (Category::Related, hint("related")),
        (Category::Boilerplate, hint("ad")),
    ],
    any_box: ["modal", "ad", "sidebar", "widget", "footer", "form", "hero", "legal"]
        .into_iter()
        .fold(Hints::default(), |all, name| all.with(hint(name))),
    newsletter: hint("newsletter"),
});

/// What the caller's choice of errors adds to the points of what is in doubt: with half a point more it goes, with one
/// less it stays (`train/EXPERIMENTS.md`, "Which error to avoid").
fn lean(favor: Favor) -> f32 {
    match favor {
        Favor::Precision => 0.5,
        Favor::Balanced => 0.0,
        Favor::Recall => -1.0,
    }
}

/// The document with what was found in it.
pub(super) struct Page<'a> {
    pub(super) arena: &'a Arena,
    pub(super) kind: DocumentKind,
    pub(super) reader: Reader,
    pub(super) voice: Voice,
    pub(super) language: Option<&'static str>,
    /// What the caller's choice of errors adds to the points of a doubtful notice, and to its log-odds.
    pub(super) lean: f32,
    /// The text of each block as phrases and words are looked for in it.
    folded: Folded,
    phrases: Phrases<'a>,
    hits: Hits<'a>,
    headlines: Vec<usize>,
    anchors: Anchors,
    addresses: Vec<OnceCell<Address>>,
    diction: PageDiction,
    /// The indent of the text as a whole.
    margin: OnceCell<usize>,
}

impl<'a> Page<'a> {
    /// Reads a document; how it speaks as a whole is not known yet.
    pub(super) fn read(arena: &'a Arena, kind: DocumentKind, options: &'a Options) -> Page<'a> {
        let texts: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        let folded = Folded::new(texts.iter().copied());
        let pairs: Vec<_> =
            texts.iter().copied().zip((0..).map(|index| folded.part(index))).collect();
        let language = language_of(&pairs, arena.metadata.language.as_deref());
        let phrases = Phrases::of(language, options.phrases.as_ref());
        let addresses = vec![OnceCell::new(); texts.len()];
        let diction = PageDiction::new(language, texts.len());
        let hits = phrases.find(&texts, &folded);
        let (reader, voice) = (Reader::of(language), Voice::default());
        let headlines = headlines(arena);
        let anchors = Anchors::of(arena);
        let margin = OnceCell::new();
        Page {
            arena,
            kind,
            reader,
            voice,
            language,
            lean: lean(options.favor),
            folded,
            phrases,
            hits,
            headlines,
            anchors,
            addresses,
            diction,
            margin,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.arena.blocks.len()
    }

    pub(super) fn block(&self, index: usize) -> &'a Block {
        &self.arena.blocks[index]
    }

    pub(super) fn text(&self, index: usize) -> &'a str {
        self.arena.block_text(self.block(index))
    }

    pub(super) fn hits(&self, index: usize) -> &[Hit<'a>] {
        self.hits.of(index)
    }

    /// How a block addresses its reader; read once, and of most blocks never.
    pub(super) fn address(&self, index: usize) -> Address {
        *self.addresses[index].get_or_init(|| self.reader.read(self.folded.part(index)))
    }

    /// What the words of a block say, in a language that has a table of that.
    pub(super) fn reading(&self, index: usize) -> Option<Reading> {
        self.diction.of(index, &self.folded)
    }

    /// What the words of a part of a block say.
    pub(super) fn reading_of(&self, text: &str) -> Option<Reading> {
        self.diction.of_text(text)
    }

    /// How much of a block is made of words of phrases.
    pub(super) fn share(&self, index: usize) -> Share {
        self.phrases.share(self.folded.part(index), StopWords::built_in())
    }

    /// The language of a text made of some blocks.
    pub(super) fn language_of(&self, blocks: impl Iterator<Item = usize>) -> Option<&'static str> {
        let pairs: Vec<_> =
            blocks.map(|index| (self.text(index), self.folded.part(index))).collect();
        language_of(&pairs, None)
    }

    /// How much of a text is made of words of phrases.
    pub(super) fn share_of(&self, text: &str) -> Share {
        self.phrases.share(&folded(text), StopWords::built_in())
    }

    pub(super) fn is_html(&self) -> bool {
        self.kind == DocumentKind::Html
    }

    /// The length of a block's text in letters of a spaced script, without the white space around it that lines have.
    pub(super) fn length(&self, index: usize) -> f32 {
        length(self.text(index).trim())
    }

    /// Whether an element can be the box of a notice, by its size.
    pub(super) fn is_box(&self, first: usize, end: usize) -> bool {
        let len = self.bytes(first, end);
        len <= MAX_BOX_LEN && len * MAX_BOX_SHARE <= self.bytes(0, self.len())
    }

    /// Bytes of text of a range of blocks.
    pub(super) fn bytes(&self, first: usize, end: usize) -> usize {
        if first >= end {
            return 0;
        }
        (self.block(end - 1).end - self.block(first).start) as usize
    }

    /// The hints of the boxes that a block is in.
    pub(super) fn box_hints(&self, index: usize) -> Hints {
        let around = self.arena.ancestors(self.block(index).element).take(MAX_CLIMB);
        let boxes = around.take_while(|(_, element)| {
            self.is_box(element.first_block as usize, element.end_block as usize)
        });
        boxes.fold(Hints::default(), |all, (id, _)| all.with(self.hints(id)))
    }

    /// What the names of an element say that it is for.
    pub(super) fn hints(&self, element: ElementId) -> Hints {
        self.element(element).hints.without(self.anchors.hints(element))
    }

    pub(super) fn element(&self, element: ElementId) -> &'a Element {
        &self.arena.elements[element as usize]
    }

    /// Whether the page is chrome here: outside what it declares to be its content.
    pub(super) fn is_aside(&self, index: usize) -> bool {
        let chrome = [Context::ASIDE, Context::FOOTER, Context::NAV, Context::HEADER];
        chrome.iter().any(|context| self.block(index).context.has(*context))
    }

    /// Whether two blocks are children of one element; all lines of a text are.
    pub(super) fn are_siblings(&self, one: usize, other: usize) -> bool {
        let parent = |index: usize| self.element(self.block(index).element).parent;
        !self.is_html() || parent(one) == parent(other)
    }

    /// Whether nearly all of a block is a link or a control.
    pub(super) fn is_control(&self, index: usize) -> bool {
        let block = self.block(index);
        let is_link = block.link_len as usize * 5 >= self.text(index).len() * 4;
        self.is_html() && (is_link || block.context.has(Context::CONTROL))
    }

    /// Whether a block is the headline: a heading that the page's declared title has in it.
    pub(super) fn is_headline(&self, index: usize) -> bool {
        self.headlines.contains(&index)
    }

    /// Whether a block is set in from the rest of a text, as a letter that a story quotes is.
    pub(super) fn is_inset(&self, index: usize) -> bool {
        self.indent(index) > *self.margin.get_or_init(|| self.usual_indent())
    }

    /// Bytes of white space in front of a block's text.
    fn indent(&self, index: usize) -> usize {
        let text = self.text(index);
        text.len() - text.trim_start().len()
    }

    /// The commonest indent of the paragraphs, the least of several: titles and bylines can be flush where they are set
    /// in.
    fn usual_indent(&self) -> usize {
        let mut indents: Vec<usize> = (0..self.len())
            .filter(|index| self.length(*index) >= MIN_PARAGRAPH_LENGTH)
            .map(|index| self.indent(index))
            .collect();
        indents.sort_unstable();
        let groups = indents.chunk_by(|one, other| one == other);
        // Of groups of one size the last is taken.
        groups.rev().max_by_key(|group| group.len()).map_or(0, |group| group[0])
    }

    /// Finds out how the page as a whole speaks.
    pub(super) fn listen(&mut self) {
        let prose = (0..self.len())
            .filter(|i| self.hits(*i).is_empty() && self.text(*i).len() >= MIN_VOICE_LEN)
            .take(VOICE_SAMPLE);
        let (mut blocks, mut you, mut we) = (0, 0, 0);
        for index in prose {
            let address = self.address(index);
            blocks += 1;
            you += usize::from(address.imperatives > 0 || address.you > 0);
            we += usize::from(address.we > 0);
        }
        let is_common = |count: usize| count > 1 && count * VOICE_SHARE >= blocks;
        self.voice =
            Voice { says_you: is_common(you), says_we: is_common(we), topics: self.topics() };
    }

    /// Forgets how the page as a whole speaks.
    pub(super) fn forget(&mut self) {
        self.voice = Voice::default();
    }

    /// The categories whose phrases stand in much of the prose, or in the headline.
    fn topics(&self) -> u16 {
        let mut blocks = 0;
        let mut counts = [0; Category::ALL.len()];
        for index in (0..self.len()).filter(|i| self.text(*i).len() >= MIN_VOICE_LEN) {
            blocks += 1;
            let seen = self.categories(index);
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += usize::from(seen >> bit & 1);
            }
        }
        let is_topic = |count: usize| count >= TOPIC_BLOCKS && count * TOPIC_SHARE >= blocks;
        let bits = counts.iter().enumerate().filter(|(_, count)| is_topic(**count));
        let named = self.headlines.iter().fold(0, |named, at| named | self.categories(*at));
        bits.fold(named, |topics, (bit, _)| topics | 1 << bit)
    }

    /// The categories of a block's phrases, a bit each.
    fn categories(&self, index: usize) -> u16 {
        let hits = self.hits(index).iter().filter(|hit| hit.phrase.strength != Strength::Weak);
        let senses = hits.take(MAX_TOPIC_HITS).map(|hit| hit.phrase.sense);
        senses.fold(0, |seen, sense| match sense {
            Sense::Notice(category) => seen | 1 << category as u16,
            Sense::Opener | Sense::Closer => seen,
        })
    }
}

/// The headings that the page's declared title has in it: one, or one for each size of screen.
fn headlines(arena: &Arena) -> Vec<usize> {
    let title = &arena.metadata.title;
    let lens = MIN_HEADLINE_LEN..=title.len();
    let headings = arena.blocks.iter().enumerate().filter(|(_, block)| {
        matches!(block.kind, BlockKind::Heading(_))
            && lens.contains(&((block.end - block.start) as usize))
    });
    let looked_at = headings.take(MAX_HEADINGS);
    let found = looked_at.filter(|(_, block)| title.contains(arena.block_text(block)));
    found.map(|(index, _)| index).collect()
}

/// The length of a text in letters of a spaced script.
pub(super) fn length(text: &str) -> f32 {
    if text.is_ascii() {
        return text.len() as f32;
    }
    let weight = |c: char| if c >= '\u{2E80}' { DENSE_LETTER } else { 1.0 };
    text.chars().map(weight).sum()
}
