//! Elements that say by an attribute what their text is: author, date, name, ingredient.

use crate::tokenize::{Attr, StartTag, Tag};
use crate::url::split_tail;

use super::arena::{Arena, ElementId};
use super::hint_table::Hints;
use super::hints::hint;
use super::metadata::has_rel;

/// Marks of a page that are kept. An article has some dozens, and what counts stands near its
/// headline; a million `<time>` are an attack.
const MAX_MARKS: usize = 1024;
/// Bytes kept of a `datetime` or `content`; the longest dates have 60.
const MAX_VALUE_LEN: usize = 256;

/// What an element says its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `itemprop=author`.
    Author,
    /// `itemprop=name`, often inside of an author.
    Name,
    /// `itemprop=datePublished`.
    Published,
    /// `itemprop=dateModified`.
    Modified,
    /// `rel=author`.
    AuthorLink,
    /// A link to an address under `/author/` or the like.
    AuthorAddress,
    /// `<time>`.
    Time,
    /// A class of bylines.
    Byline,
    /// A class of dates and such.
    Dateline,
    /// `itemprop=recipeIngredient`, once `ingredients`.
    Ingredient,
    /// `itemprop=recipeInstructions`.
    Instructions,
}

/// An element that says what its text is.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What it says.
    pub kind: MarkKind,
    /// Its element.
    pub element: ElementId,
    /// Its `datetime` or `content`: the value for programs.
    pub value: Option<String>,
    /// Range of its text in [`Arena::text`], which may span several blocks.
    pub start: u32,
    /// End of the range.
    pub end: u32,
}

/// Collects the marks of a document as its elements open and close.
#[derive(Debug)]
pub(super) struct MarkReader {
    marks: Vec<Mark>,
    /// Open ones by element, which grows, so that a closing element is found by bisection.
    open: Vec<(ElementId, usize)>,
    /// Those that opened or closed in the block at hand, whose text may still be dropped.
    recent: Vec<usize>,
    byline: Hints,
    dateline: Hints,
}

impl Default for MarkReader {
    fn default() -> Self {
        let (byline, dateline) = (hint("byline"), hint("meta"));
        MarkReader { marks: Vec::new(), open: Vec::new(), recent: Vec::new(), byline, dateline }
    }
}

impl MarkReader {
    /// Notes an element that opens at `at` of the arena's text.
    pub(super) fn open(&mut self, tag: &StartTag<'_>, element: ElementId, hints: Hints, at: usize) {
        let Some(kind) = self.kind(tag, hints) else {
            return;
        };
        if self.marks.len() >= MAX_MARKS {
            return;
        }
        let value = tag.get(Attr::Datetime).or(tag.get(Attr::Content)).map(str::trim);
        let value = value.filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_LEN);
        let (value, at) = (value.map(str::to_owned), at as u32);
        self.open.push((element, self.marks.len()));
        self.recent.push(self.marks.len());
        self.marks.push(Mark { kind, element, value, start: at, end: at });
    }

    fn kind(&self, tag: &StartTag<'_>, hints: Hints) -> Option<MarkKind> {
        let declared = tag.get(Attr::Itemprop).and_then(|names| {
            names.split_ascii_whitespace().find_map(|name| match name {
                "author" | "creator" => Some(MarkKind::Author),
                "name" => Some(MarkKind::Name),
                "datePublished" | "dateCreated" => Some(MarkKind::Published),
                "dateModified" => Some(MarkKind::Modified),
                "recipeIngredient" | "ingredients" => Some(MarkKind::Ingredient),
                "recipeInstructions" => Some(MarkKind::Instructions),
                _ => None,
            })
        });
        let linked = || has_rel(tag, "author").then_some(MarkKind::AuthorLink);
        let addressed = || {
            let address = (tag.tag == Tag::A).then(|| tag.get(Attr::Href))??;
            leads_to_author(address).then_some(MarkKind::AuthorAddress)
        };
        let by_name = || (tag.tag == Tag::Time).then_some(MarkKind::Time);
        let classed = || {
            let is_byline = hints.has(self.byline) && !tells_of_author(tag);
            let byline = is_byline.then_some(MarkKind::Byline);
            byline.or_else(|| hints.has(self.dateline).then_some(MarkKind::Dateline))
        };
        declared.or_else(linked).or_else(addressed).or_else(by_name).or_else(classed)
    }

    /// Notes a `meta` directly in the innermost open element: the name of an author that some pages write for programs.
    pub(super) fn meta(&mut self, tag: &StartTag<'_>, parent: ElementId) {
        let Ok(found) = self.open.binary_search_by_key(&parent, |(element, _)| *element) else {
            return;
        };
        let mark = &mut self.marks[self.open[found].1];
        let names = tag.get(Attr::Itemprop).unwrap_or("");
        let is_name = names.split_ascii_whitespace().any(|name| name == "name");
        let value = tag.get(Attr::Content).map(str::trim);
        let value = value.filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_LEN);
        if mark.kind == MarkKind::Author && mark.value.is_none() && is_name {
            mark.value = value.map(str::to_owned);
        }
    }

    /// Notes that an element closes at `at` of the arena's text.
    pub(super) fn close(&mut self, element: ElementId, at: usize) {
        if let Ok(found) = self.open.binary_search_by_key(&element, |(element, _)| *element) {
            let (_, mark) = self.open.remove(found);
            self.marks[mark].end = at as u32;
            self.recent.push(mark);
        }
    }

    /// The block at hand has ended, and of the arena's text `len` bytes are kept.
    pub(super) fn settle(&mut self, len: usize) {
        for mark in self.recent.drain(..) {
            let mark = &mut self.marks[mark];
            mark.start = mark.start.min(len as u32);
            mark.end = mark.end.min(len as u32);
        }
    }

    /// The marks, in document order.
    pub(super) fn finish(self) -> Vec<Mark> {
        self.marks
    }
}

/// Whether a class of bylines is one of what tells of the writer: `author-bio`, `author_description`.
fn tells_of_author(tag: &StartTag<'_>) -> bool {
    const ENDS: [&str; 3] = ["bio", "biography", "description"];
    let ends = |class: &str| {
        let last = class.rsplit(['-', '_']).next().unwrap_or(class);
        ENDS.iter().any(|end| last.eq_ignore_ascii_case(end))
    };
    tag.get(Attr::Class).is_some_and(|classes| classes.split_ascii_whitespace().any(ends))
}

/// Whether an address is one of a writer: `/author/ines-marl`, `/blog/authors/ines`.
fn leads_to_author(address: &str) -> bool {
    /// How content systems call the folder, in the languages that have a word of their own.
    const FOLDERS: [&str; 8] =
        ["author", "authors", "autor", "autores", "autoren", "auteur", "auteurs", "contributors"];
    // Most links lead elsewhere, which the beginnings of these names tell.
    let bytes = address.as_bytes();
    let leads = |at: usize| {
        let folder = &bytes[at + 1..];
        folder.starts_with(b"aut") || folder.starts_with(b"contributors/")
    };
    if !memchr::memchr_iter(b'/', bytes).any(leads) {
        return false;
    }
    let (path, _) = split_tail(address);
    let mut folders = path.split('/').skip(1).peekable();
    while let Some(folder) = folders.next() {
        if FOLDERS.contains(&folder) && folders.peek().is_some_and(|name| !name.is_empty()) {
            return true;
        }
    }
    false
}

impl Mark {
    /// Bytes of its text, with what white space stands around it.
    pub(crate) fn len(&self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}

impl Arena {
    /// The text of a mark, with a space between blocks.
    #[must_use]
    pub fn mark_text(&self, mark: &Mark) -> String {
        let first = self.blocks.partition_point(|block| block.end <= mark.start);
        let blocks = self.blocks[first..].iter().take_while(|block| block.start < mark.end);
        let mut text = String::new();
        for block in blocks {
            let (start, end) = (block.start.max(mark.start), block.end.min(mark.end));
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.text.get(start as usize..end as usize).unwrap_or_default().trim());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use crate::Options;
    use crate::stages::{MarkKind, read_arena};

    fn marks(html: &str) -> Vec<(MarkKind, String, Option<String>)> {
        let arena = read_arena(html.as_bytes(), &Options::new());
        arena.marks.iter().map(|m| (m.kind, arena.mark_text(m), m.value.clone())).collect()
    }

    #[test]
    fn texts_are_those_of_the_elements() {
        let html = "<p>By <a rel='nofollow author'>Ines Marl</a>, <time datetime=2024-05-01>1 May</time>\
            <div itemprop=author><b itemprop=name>Ines</b><p>Marl</div> <i class=byline>Jo</i>";
        let text = |text: &str| text.to_owned();
        assert_eq!(
            marks(html),
            [
                (MarkKind::AuthorLink, text("Ines Marl"), None),
                (MarkKind::Time, text("1 May"), Some(text("2024-05-01"))),
                (MarkKind::Author, text("Ines Marl"), None),
                (MarkKind::Name, text("Ines"), None),
                (MarkKind::Byline, text("Jo"), None),
            ]
        );
    }

    #[test]
    fn links_to_writers_are_marked() {
        let is_marked =
            |href: &str| !marks(&format!("<p><a href='{href}'>Ines Marl</a>")).is_empty();
        assert!(is_marked("https://tide.example/blog/author/ines-marl/?x=1"));
        assert!(is_marked("/authors/ines"));
        assert!(!is_marked("/authors/") && !is_marked("/authority/ines") && !is_marked("author/"));
    }

    #[test]
    fn dropped_text_is_in_no_mark() {
        let html = "<i rel=author><p>Ines</p> • </i><p>Later text <b rel=author>…</b><p>Other</p>";
        let texts: Vec<String> = marks(html).into_iter().map(|(_, text, _)| text).collect();
        assert_eq!(texts, ["Ines", "…"]);
        assert_eq!(marks("<p><b rel=author>• </b><p>Other text")[0].1, "");
    }

    #[test]
    fn marks_are_capped() {
        assert_eq!(marks(&"<time>1</time>".repeat(5000)).len(), super::MAX_MARKS);
    }
}
