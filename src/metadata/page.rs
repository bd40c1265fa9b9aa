//! A document as the fields see it: what it declares, and what stands near its headline.

use crate::build::{
    Arena, Block, BlockId, Context, ElementId, Hints, Mark, MarkKind, Metadata, hint,
};
use crate::document::Document;
use crate::language_tag::declared_tag;
use crate::tokenize::Tag;

use super::date::DayOrder;
use super::json_ld::{self, Item, ItemKind};
use super::text::{clean, clean_headline, key};
use super::{LANGUAGE, site};

/// Blocks before the headline that may belong to it: a section, a date.
const BEFORE: u32 = 8;
/// Blocks behind it in which a line may be its byline: a standfirst, a picture with its caption, a
/// row of buttons.
const BEHIND: u32 = 24;
/// Blocks behind it in which a mark may be about it: menus and lists stand between on some pages.
const BEHIND_FOR_MARKS: u32 = 60;
/// Blocks at the start of a page without a headline in which its byline is looked for.
const WITHOUT_HEADLINE: u32 = 40;
/// Elements around a mark that are asked whether they hold comments or teasers: further out are
/// page-wide classes such as `has-comments`.
const MAX_ANCESTORS: usize = 5;
/// Hints of what tells about other texts than the page's own.
const FOREIGN: [&str; 5] = ["comment", "related", "sidebar", "widget", "footer"];
/// The sign of a chain in the icon fonts of documentation (Font Awesome's `link`), of the private
/// use area.
const LINK_SIGN: char = '\u{f0c1}';
/// First headings that may be the headline.
const MAX_HEADINGS: usize = 8;
/// Bytes of a heading that is a headline; what is left open holds the page, and in 250 others is read 250 times.
const MAX_HEADING_LEN: u32 = 4 << 10;

/// A document as the fields see it.
pub(super) struct PageView<'d> {
    metadata: &'d Metadata,
    pub(super) arena: &'d Arena,
    pub(super) items: Vec<Item>,
    url: Option<&'d str>,
    language: Option<String>,
    site: Option<String>,
    site_keys: Vec<String>,
    headline: Option<BlockId>,
    foreign: Hints,
}

impl<'d> PageView<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let metadata = document.metadata();
        let foreign = FOREIGN.iter().fold(Hints::default(), |all, name| all.with(hint(name)));
        let mut page = PageView {
            metadata,
            arena: &document.arena,
            items: json_ld::items(&metadata.json_ld),
            url: document.url(),
            language: metadata.language.as_deref().and_then(declared_tag),
            site: None,
            site_keys: Vec::new(),
            headline: None,
            foreign,
        };
        page.language = page
            .language
            .take()
            .or_else(|| LANGUAGE.iter().find_map(|name| declared_tag(&page.declared(&[name])?)))
            .or_else(|| page.items.iter().find_map(|item| declared_tag(item.language.as_ref()?)));
        page.site = site::site(&page);
        page.site_keys = site::keys(&page);
        page
    }

    /// The first of these meta tags that says something.
    pub(super) fn declared(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| clean(self.metadata.tag(name)?))
    }

    /// All that the first of these meta tags which is there says.
    pub(super) fn all_declared(&self, names: &[&str]) -> Vec<String> {
        let said = names.iter().map(|name| self.metadata.tags(name).filter_map(clean).collect());
        said.into_iter().find(|values: &Vec<String>| !values.is_empty()).unwrap_or_default()
    }

    /// The first of these meta tags that says something, as a headline.
    pub(super) fn declared_headline(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| clean_headline(self.metadata.tag(name)?))
    }

    /// The text of the `title` element.
    pub(super) fn title_element(&self) -> Option<String> {
        clean_headline(&self.metadata.title)
    }

    pub(super) fn canonical(&self) -> Option<String> {
        self.metadata.canonical.as_deref().and_then(clean)
    }

    pub(super) fn license(&self) -> Option<String> {
        self.metadata.license.as_deref().and_then(clean)
    }

    /// The addresses that the page has, as given and as declared.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        let declared = [self.metadata.canonical.as_deref(), self.metadata.tag("og:url")];
        [self.url].into_iter().chain(declared).flatten()
    }

    /// The item of the article, or of the page as such.
    pub(super) fn article(&self) -> Option<&Item> {
        self.own_items().next()
    }

    /// The items of articles, then those of the page as such.
    pub(super) fn own_items(&self) -> impl Iterator<Item = &Item> {
        let of = |kind| self.items.iter().filter(move |item| item.kind == kind);
        of(ItemKind::Article).chain(of(ItemKind::Page))
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub(super) fn day_order(&self) -> DayOrder {
        DayOrder::of(self.language())
    }

    pub(super) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// Whether a text is a name of the site.
    pub(super) fn is_site(&self, text: &str) -> bool {
        site::is_site(&self.site_keys, &key(text))
    }

    /// Takes a [`key`] for a name of the site too.
    pub(super) fn add_site_key(&mut self, key: String) {
        self.site_keys.push(key);
    }

    /// The texts of the first `h1` elements, each with its first block.
    pub(super) fn headings(&self) -> Vec<(BlockId, String)> {
        let is_h1 = |element: &&_| -> bool {
            let element: &crate::build::Element = element;
            element.tag == Tag::H1 && element.first_block < element.end_block
        };
        let headings = self.arena.elements.iter().filter(is_h1).filter_map(|element| {
            let (first, end) = (element.first_block, element.end_block);
            let blocks = &self.arena.blocks[first as usize..end as usize];
            if blocks.last()?.end - blocks.first()?.start > MAX_HEADING_LEN {
                return None;
            }
            let texts = blocks.iter().map(|block| self.arena.block_text(block));
            let text = clean_headline(&texts.collect::<Vec<_>>().join(" "))?;
            // Documentation has a link to the heading in it.
            let text = text.trim_end_matches([' ', '#', '¶', '§', LINK_SIGN]);
            (!text.is_empty()).then(|| (first, text.to_owned()))
        });
        headings.take(MAX_HEADINGS).collect()
    }

    /// Sets the block from which on the byline is looked for.
    pub(super) fn set_headline(&mut self, headline: BlockId) {
        self.headline = Some(headline);
    }

    /// The block with a text, spelled in any way.
    pub(super) fn block_of(&self, text: &str) -> Option<BlockId> {
        let wanted = key(text);
        let is_it = |text: &str| text.len() <= 2 * wanted.len() + 16 && key(text) == wanted;
        let mut blocks = self.arena.blocks.iter();
        blocks.position(|b| is_it(self.arena.block_text(b))).map(|at| at as BlockId)
    }

    /// The texts of the blocks near the headline.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'d str> {
        let arena = self.arena;
        self.near().map(move |block| arena.block_text(block))
    }

    /// The blocks near the headline, from it on and then those before it.
    pub(super) fn near(&self) -> impl Iterator<Item = &'d Block> {
        let (before, start, end) = self.bounds(BEHIND);
        let arena = self.arena;
        let order = (start..end).chain(before..start);
        order.map(move |at| &arena.blocks[at as usize])
    }

    /// The blocks of a mark.
    pub(super) fn blocks_of(&self, mark: &Mark) -> &'d [Block] {
        let blocks = &self.arena.blocks;
        let first = blocks.partition_point(|block| block.end <= mark.start);
        let end = blocks.partition_point(|block| block.start < mark.end);
        &blocks[first..end.max(first)]
    }

    /// Whether the headline is a part of a mark.
    pub(super) fn holds_headline(&self, mark: &Mark) -> bool {
        let headline = self.headline.map(|at| &self.arena.blocks[at as usize]);
        headline.is_some_and(|block| mark.start <= block.start && block.end <= mark.end)
    }

    /// First block, headline, end of what is near.
    fn bounds(&self, behind: u32) -> (BlockId, BlockId, BlockId) {
        let len = self.arena.blocks.len() as BlockId;
        match self.headline {
            Some(at) => (at.saturating_sub(BEFORE), at, len.min(at + behind)),
            None => (0, 0, len.min(WITHOUT_HEADLINE)),
        }
    }

    /// The marks of a kind that are about this page, those near the headline alone if `Near`.
    pub(super) fn marks(&self, kind: MarkKind, reach: Reach) -> impl Iterator<Item = &'d Mark> {
        let (first, _, end) = self.bounds(BEHIND_FOR_MARKS);
        let arena = self.arena;
        let of_kind = arena.marks.iter().filter(move |mark| mark.kind == kind);
        of_kind.filter(move |mark| {
            let block = arena.elements[mark.element as usize].first_block;
            let is_near = reach == Reach::Page || (first..end).contains(&block);
            is_near && !self.is_foreign(mark.element)
        })
    }

    fn is_foreign(&self, element: ElementId) -> bool {
        let around = self.arena.ancestors(element).take(MAX_ANCESTORS);
        let is_foreign = |hints: Hints| hints.has(self.foreign);
        let mut around = around.filter(|(_, e)| !matches!(e.tag, Tag::Body | Tag::Html));
        around.any(|(_, e)| is_foreign(e.hints) || e.tag == Tag::Footer)
    }

    /// Whether a block's surroundings make it part of the page's frame.
    pub(super) fn is_frame(&self, block: BlockId) -> bool {
        let frame = Context::NAV.with(Context::FOOTER).with(Context::ASIDE);
        self.arena.blocks[block as usize].context.has_any(frame)
    }
}

/// How far from the headline a mark may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Microdata says of what it speaks, wherever it stands.
    Page,
    /// Classes and times are everywhere.
    Near,
}
