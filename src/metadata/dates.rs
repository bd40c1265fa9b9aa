//! When the text was published and last changed.
//!
//! In order, and why: JSON-LD of the article, which publishers keep for search engines; meta tags
//! made for it; microdata; a `time` near the headline; a date in a short block near it; the
//! address; and meta tags of unclear meaning. What is called a change is never the publication.

use std::cell::LazyCell;
use std::sync::LazyLock;

use crate::build::{Mark, MarkKind};
use crate::url::split_tail;

use super::date::{self, DayOrder};
use super::json_ld::{Item, ItemKind};
use super::name_in_line::words_of;
use super::page::{PageView, Reach};
use super::text::clean;

/// Bytes of a block far from the headline that may be one, with a word that says so in front.
const MAX_LABELLED_LEN: usize = 60;
/// Bytes of a block that may be a dateline; a paragraph tells other days.
const MAX_DATELINE_LEN: usize = 160;

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:published_time",
    "published_time",
    "published-time",
    "published-date",
    "article.published",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "pubdate",
];
/// The day of the text, or of the page.
const UNCLEAR: &[&str] =
    &["dcterms.date", "dc.date", "date", "sailthru.date", "datecreated", "ms.date"];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
    "last-modified",
];

static FIRST: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("published").collect());
static CHANGED: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("changed").collect());

/// Both dates, in ISO 8601.
#[derive(Debug, Default)]
pub(super) struct Dates {
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
}

/// The dates of a page.
pub(super) fn dates(page: &PageView<'_>) -> Dates {
    let order = page.day_order();
    let declared =
        |names: &[&str]| names.iter().find_map(|name| date::parse(&page.declared(&[name])?, order));
    let of_items = |field: fn(&Item) -> &Option<String>| of_items(page, order, field);
    // Most pages declare both.
    let near = LazyCell::new(|| near(page, order));
    let labelled = LazyCell::new(|| labelled(page, order));
    let published = of_items(|item| &item.published)
        .or_else(|| declared(PUBLISHED))
        .or_else(|| marked(page, MarkKind::Published, Reach::Page, order))
        .or_else(|| near.published.clone())
        .or_else(|| page.addresses().find_map(in_address))
        .or_else(|| of_items(|item| &item.created))
        .or_else(|| declared(UNCLEAR))
        .or_else(|| labelled.published.clone());
    let modified = of_items(|item| &item.modified)
        .or_else(|| declared(MODIFIED))
        .or_else(|| marked(page, MarkKind::Modified, Reach::Page, order))
        .or_else(|| near.modified.clone())
        .or_else(|| labelled.modified.clone());
    Dates { published, modified }
}

/// From the first article that has it, else the first page.
fn of_items(
    page: &PageView<'_>,
    order: DayOrder,
    field: fn(&Item) -> &Option<String>,
) -> Option<String> {
    let of = |kind| {
        let items = page.items.iter().filter(move |item| item.kind == kind);
        items.filter_map(|item| field(item).as_deref()).find_map(|value| date::parse(value, order))
    };
    of(ItemKind::Article).or_else(|| of(ItemKind::Page))
}

fn marked(page: &PageView<'_>, kind: MarkKind, reach: Reach, order: DayOrder) -> Option<String> {
    page.marks(kind, reach).find_map(|mark| of_mark(page, mark, order))
}

/// The value for programs, else the text.
fn of_mark(page: &PageView<'_>, mark: &Mark, order: DayOrder) -> Option<String> {
    let value = mark.value.as_deref().and_then(clean);
    let declared = value.and_then(|value| date::parse(&value, order));
    let text = || (mark.len() <= 2 * MAX_DATELINE_LEN).then(|| page.arena.mark_text(mark));
    declared.or_else(|| date::parse(&text()?, order))
}

/// What stands near the headline: `time` elements and elements with a class of dates first.
fn near(page: &PageView<'_>, order: DayOrder) -> Dates {
    let mut dates = Dates::default();
    for kind in [MarkKind::Time, MarkKind::Dateline, MarkKind::Byline] {
        for mark in page.marks(kind, Reach::Near) {
            let block = page.arena.elements[mark.element as usize].first_block;
            // Nested elements that say so around a page of any size are an attack.
            if mark.len() > 2 * MAX_DATELINE_LEN || page.is_frame(block) {
                continue;
            }
            let text = page.arena.mark_text(mark);
            if text.len() > MAX_DATELINE_LEN {
                continue;
            }
            // "Updated" stands before the element as often as in it.
            let line = page.arena.blocks.get(block as usize).map(|b| page.arena.block_text(b));
            let line = line.filter(|line| line.len() <= MAX_DATELINE_LEN).unwrap_or(&text);
            let before = line.find(text.as_str()).map_or("", |at| &line[..at]);
            if let Some(found) = of_mark(page, mark, order) {
                let until = date::find(&text, order).map_or(text.len(), |(place, _)| place.start);
                dates.add(found, is_change(&text[..until]) || is_change(before));
            }
        }
    }
    let lines = page.lines().filter(|line| line.len() <= MAX_DATELINE_LEN);
    for line in lines {
        let Some((place, found)) = date::find(line, order) else { continue };
        let is_changed = is_change(&line[..place.start]);
        dates.add(found, is_changed);
        // The first publication and the last change often share a line.
        let rest = &line[place.end..];
        if let Some((place, second)) = date::find(rest, order) {
            let before = &rest[..place.start];
            if is_change(before) {
                dates.add(second, true);
            } else if is_changed && is_publication(before) {
                dates.add(second, false);
            }
        }
    }
    dates
}

/// Short lines anywhere that begin with what their date is of: some pages have them at the end.
fn labelled(page: &PageView<'_>, order: DayOrder) -> Dates {
    let mut dates = Dates::default();
    for (at, block) in page.arena.blocks.iter().enumerate() {
        let line = page.arena.block_text(block);
        if line.len() > MAX_LABELLED_LEN || !date::may_have_year(line) || page.is_frame(at as u32) {
            continue;
        }
        let lower = line.to_lowercase();
        let is_change = CHANGED.iter().any(|word| lower.starts_with(word));
        if (is_change || FIRST.iter().any(|word| lower.starts_with(word)))
            && let Some((_, found)) = date::find(line, order)
        {
            dates.add(found, is_change);
        }
    }
    dates
}

impl Dates {
    fn add(&mut self, found: String, is_change: bool) {
        let slot = if is_change { &mut self.modified } else { &mut self.published };
        slot.get_or_insert(found);
    }
}

/// Whether the last label before a date is one of a change.
fn is_change(before: &str) -> bool {
    is_labelled(before, &CHANGED)
}

/// Whether it is one of the first publication.
fn is_publication(before: &str) -> bool {
    is_labelled(before, &FIRST)
}

fn is_labelled(before: &str, words: &[&str]) -> bool {
    let before = before.to_lowercase();
    let mut rest = before.split(['|', '•', '·', '\n']).next_back().unwrap_or_default();
    rest = rest.rsplit(|c: char| c.is_ascii_digit()).next().unwrap_or(rest);
    words.iter().any(|word| rest.contains(word))
}

/// `/2024/05/16/`: the way of many content systems.
fn in_address(address: &str) -> Option<String> {
    let (path, _) = split_tail(address);
    let parts: Vec<&str> = path.split('/').collect();
    let is_number =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    parts.windows(3).find_map(|parts| {
        let [year, month, day] = [parts[0], parts[1], parts[2]];
        let is_day = is_number(year, 4) && is_number(month, 2) && is_number(day, 2);
        date::parse(&format!("{year}-{month}-{day}"), DayOrder::DayFirst).filter(|_| is_day)
    })
}

#[cfg(test)]
mod tests {
    use crate::{Options, extract};

    fn dates(html: &str) -> (Option<String>, Option<String>) {
        let record = extract(html.as_bytes(), &Options::new()).record();
        (record.published, record.modified)
    }

    fn only(published: &str) -> (Option<String>, Option<String>) {
        (Some(published.to_owned()), None)
    }

    #[test]
    fn a_line_can_have_both_dates() {
        let page = |line: &str| {
            format!("<article><h1>The ferry stays in dock</h1><p>{line}<p>Until Friday.")
        };
        let both = (Some("2024-03-05".to_owned()), Some("2024-03-06".to_owned()));
        assert_eq!(dates(&page("Published 5 March 2024 · Updated 6 March 2024")), both);
        assert_eq!(dates(&page("Updated 6 March 2024 | First published: 5 March 2024")), both);
        assert_eq!(dates(&page("5 March 2024 until 6 March 2024")), only("2024-03-05"));
    }

    #[test]
    fn visible_dates_stand_near_the_headline() {
        let page = "<h1>High water on Friday</h1><p class=date>16 May 2024</p><p>Text of the day.";
        assert_eq!(dates(page), only("2024-05-16"));
        let page = "<h1>High water</h1><p>By Ines Marl | May 16, 2024 | 3 min read</p>";
        assert_eq!(dates(page), only("2024-05-16"));
        let far = format!("<h1>High water</h1>{}<p>May 16, 2024", "<p>Text".repeat(50));
        assert_eq!(dates(&far), (None, None));
    }

    #[test]
    fn a_change_is_no_publication() {
        let page = "<h1>High water</h1><p>Published <time datetime=2024-05-16T09:00+02:00>16 May</time>, \
            updated <time datetime=2024-05-17>17 May</time></p>";
        assert_eq!(dates(page), (Some("2024-05-16T09:00+02:00".into()), Some("2024-05-17".into())));
        assert_eq!(
            dates("<h1>High water</h1><p>Aktualisiert: 17.05.2024"),
            (None, Some("2024-05-17".into()))
        );
    }

    #[test]
    fn the_article_speaks_before_the_page() {
        let page = r#"<meta name=date content=2020-01-01><script type=application/ld+json>[
            {"@type":"WebPage","datePublished":"2021-01-01"},
            {"@type":"NewsArticle","datePublished":"2022-01-01","dateModified":"broken"}]</script>"#;
        assert_eq!(dates(page), only("2022-01-01"));
    }

    #[test]
    fn comments_have_dates_of_their_own() {
        let page = "<h1>High water</h1><div class=comments><p><time datetime=2024-05-18>later</time> I say</div>";
        assert_eq!(dates(page), (None, None));
        let page =
            "<link rel=canonical href=https://tide.example/2024/05/16/high><h1>High water</h1>";
        assert_eq!(dates(page), only("2024-05-16"));
    }
}
