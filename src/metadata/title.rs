//! The title: the headline that a reader sees, if the page declares the same one somewhere.
//!
//! In order, and why:
//! 1. an `h1` that a declared title confirms: headings alone are often the site's name or a slogan,
//!    declared titles alone are shortened for cards and search results;
//! 2. an `h1` that is the first part of a declared title, however short: `pacman - Kastov Wiki`;
//! 3. an `h1` that a declared title contains: the rest is a section or a slogan;
//! 4. a declared title that an `h1` ends with: the rest is a kicker above the headline;
//! 5. the only `h1` of a page that calls itself an article;
//! 6. Open Graph's, the `title` element's, Twitter's and JSON-LD's, without the site's name.
//!
//! An `h1` that the `title` element ends with names the site: the manual or the blog that a page
//! is of stands above each of its pages.

use std::ops::Range;

use crate::build::BlockId;

use super::page::PageView;
use super::text::key;

/// Shorter texts are found in others by chance: `News`.
const MIN_PART_LEN: usize = 10;
/// Words of a last part that is taken for a site's name although no source tells it: real names
/// have one to four, and a headline's second half is longer.
const MAX_UNKNOWN_WORDS: usize = 5;

/// The title; sets the page's headline on the way.
pub(super) fn title(page: &mut PageView<'_>) -> Option<String> {
    let headings = page.headings();
    if let Some(name) = name_in_heading(page, &headings) {
        page.add_site_key(name);
    }
    let declared = declared(page);
    let own: Vec<&(BlockId, String)> =
        headings.iter().filter(|(_, text)| !page.is_site(text) && !text.contains("{{")).collect();
    let (title, headline) = match chosen(page, &declared, &own) {
        Some((block, text)) => (Some(text), Some(block)),
        None => {
            let title = declared.iter().map(|title| title.bare.clone()).next();
            (title.or_else(|| own.first().map(|(_, text)| text.clone())), None)
        }
    };
    let holds = |title: &str| own.iter().find(|(_, text)| key(text).contains(&key(title)));
    let headline = headline
        .or_else(|| holds(title.as_deref()?).map(|(block, _)| *block))
        .or_else(|| own.first().map(|(block, _)| *block))
        .or_else(|| page.block_of(title.as_deref()?));
    if let Some(headline) = headline {
        page.set_headline(headline);
    }
    title
}

/// The site's name as a heading has it: what the `title` element ends with, behind the page's own
/// title, or begins with, before what Open Graph says is the title.
fn name_in_heading(page: &PageView<'_>, headings: &[(BlockId, String)]) -> Option<String> {
    let title = page.title_element()?;
    if let Some(name) = name_in_front(page, &title, headings) {
        return Some(name);
    }
    let gaps = gaps(&title);
    let name = &title[gaps.last()?.end..];
    let name = (name.split_whitespace().count() <= MAX_UNKNOWN_WORDS).then(|| key(name))?;
    let is_behind = !page.is_site(&title[..gaps.first()?.start]);
    let is_heading = headings.iter().any(|(_, text)| key(text) == name);
    let is_declared = page.declared(&["og:title"]).is_some_and(|title| key(&title) == name);
    (is_behind && is_heading && !is_declared).then_some(name)
}

/// What stands before Open Graph's title in the `title` element, if a heading says that and none the title.
fn name_in_front(
    page: &PageView<'_>,
    title: &str,
    headings: &[(BlockId, String)],
) -> Option<String> {
    let declared = key(&page.declared(&["og:title"])?);
    let title = key(title);
    let name = title.strip_suffix(&declared).filter(|name| !name.is_empty())?;
    let is_heading = |wanted: &str| headings.iter().any(|(_, text)| key(text) == wanted);
    (is_heading(name) && !is_heading(&declared)).then(|| name.to_owned())
}

/// A declared title.
struct Declared {
    key: String,
    /// Without the site's name.
    bare: String,
    bare_key: String,
    /// What stands before the first separator.
    first_key: String,
}

fn declared(page: &PageView<'_>) -> Vec<Declared> {
    let headline = page.article().and_then(|item| item.headline.clone());
    let sources = [
        page.declared(&["og:title"]),
        page.title_element(),
        page.declared(&["twitter:title", "dc.title", "citation_title"]),
        headline,
    ];
    let titles = sources.into_iter().flatten().map(|title| {
        let bare = title[bare(page, &title)].trim().to_owned();
        let first = gaps(&title).first().map_or("", |gap| &title[..gap.start]);
        let (first_key, bare_key) = (key(first), key(&bare));
        Declared { key: key(&title), first_key, bare_key, bare }
    });
    titles.collect()
}

/// The heading that is the title, with its block, and the title as it is to be written.
fn chosen(
    page: &PageView<'_>,
    declared: &[Declared],
    headings: &[&(BlockId, String)],
) -> Option<(BlockId, String)> {
    let keys: Vec<String> = headings.iter().map(|(_, text)| key(text)).collect();
    let at = |at: usize| (headings[at].0, headings[at].1.clone());
    let position = |of: fn(&Declared) -> &str| {
        let is_declared = |key: &str| declared.iter().any(|title| of(title) == key);
        keys.iter().position(|key| !key.is_empty() && is_declared(key))
    };
    let found = position(|title| &title.bare_key)
        .or_else(|| position(|title| &title.key))
        .or_else(|| position(|title| &title.first_key));
    if let Some(found) = found {
        return Some(at(found));
    }
    let is_contained = |key: &String| {
        key.len() >= MIN_PART_LEN && declared.iter().any(|title| title.key.contains(key.as_str()))
    };
    if let Some(found) = keys.iter().position(is_contained) {
        return Some(at(found));
    }
    for title in declared.iter().filter(|title| title.bare_key.len() >= MIN_PART_LEN) {
        if let Some(found) = keys.iter().position(|key| key.ends_with(&title.bare_key)) {
            return Some((headings[found].0, title.bare.clone()));
        }
    }
    (headings.len() == 1 && is_article(page)).then(|| at(0))
}

fn is_article(page: &PageView<'_>) -> bool {
    let is_type = |kind: String| kind.eq_ignore_ascii_case("article");
    page.declared(&["og:type"]).is_some_and(is_type)
        || page.declared(&["article:published_time"]).is_some()
        || page.items.iter().any(|item| item.headline.is_some())
}

/// A title without the site's name at its end or start.
fn bare(page: &PageView<'_>, title: &str) -> Range<usize> {
    let mut gaps = gaps(title);
    let (mut start, mut end) = (0, title.len());
    let mut is_bare = false;
    while let Some(gap) = gaps.last()
        && page.is_site(&title[gap.end..end])
    {
        end = gap.start;
        gaps.pop();
        is_bare = true;
    }
    if !is_bare
        && let Some(gap) = gaps.first()
        && page.is_site(&title[..gap.start])
        && key(&title[gap.end..end]).len() >= MIN_PART_LEN
    {
        start = gap.end;
        is_bare = true;
    }
    if !is_bare && let Some(gap) = gaps.last() {
        let (rest, last) = (&title[..gap.start], &title[gap.end..end]);
        let is_name = last.split_whitespace().count() <= MAX_UNKNOWN_WORDS
            && rest.split_whitespace().nth(1).is_some()
            && (title[gap.clone()].contains('|') || rest.len() > last.len());
        if is_name {
            end = gap.start;
        }
    }
    start..end
}

/// The separators between the parts of a title: a bar, or a dash or the like with spaces around.
fn gaps(title: &str) -> Vec<Range<usize>> {
    const SIGNS: &[char] = &['|', 'ㅣ', 'ᅵ', '–', '—', '-', '·', '•', '»', '«', '›', '~', '/'];
    let mut gaps = Vec::new();
    for (at, c) in title.char_indices().filter(|(_, c)| SIGNS.contains(c)) {
        let (before, behind) = (&title[..at], &title[at + c.len_utf8()..]);
        let is_set_off =
            before.ends_with(char::is_whitespace) && behind.starts_with(char::is_whitespace);
        if c == '|' || is_set_off {
            let start = before.trim_end().len();
            let end = title.len() - behind.trim_start().len();
            // Signs in a row, as in "a | | b", are one gap.
            match gaps.last_mut().filter(|last: &&mut Range<usize>| start <= last.end) {
                Some(last) => last.end = end,
                None => gaps.push(start..end),
            }
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use crate::{Options, extract};

    fn title(html: &str) -> String {
        extract(html.as_bytes(), &Options::new()).record().title.unwrap_or_default()
    }

    #[test]
    fn a_heading_is_confirmed_by_a_declared_title() {
        let page = "<meta property=og:site_name content='The Tide'><title>High water on Friday | The Tide</title>";
        assert_eq!(
            title(&format!("{page}<h1>The Tide</h1><h1>High Water on Friday</h1>")),
            "High Water on Friday"
        );
        assert_eq!(title(&format!("{page}<h1>The Tide</h1>")), "High water on Friday");
        assert_eq!(title(&format!("{page}<h1>Our slogan</h1>")), "High water on Friday");
        assert_eq!(
            title(&format!("{page}<h1>HARBOUR High water on Friday</h1>")),
            "High water on Friday"
        );
    }

    #[test]
    fn a_heading_that_stands_before_the_declared_title_names_the_site() {
        let page = "<meta property=og:title content='High water'><title>The Tide: High water</title>\
            <h1>The Tide</h1>";
        assert_eq!(title(&format!("{page}<h3>High water</h3>")), "High water");
        assert_eq!(title(&format!("{page}<h1>High water</h1>")), "High water");
    }

    #[test]
    fn an_article_has_one_headline() {
        let page =
            "<meta property=og:type content=article><title>Why the water will be high</title>";
        assert_eq!(title(&format!("{page}<h1>High water</h1>")), "High water");
        assert_eq!(
            title(&format!("{page}<h1>High water</h1><h1>Low</h1>")),
            "Why the water will be high"
        );
    }

    #[test]
    fn a_heading_is_the_first_part_of_a_declared_title() {
        assert_eq!(title("<title>tides - Kastov Wiki</title><h1>tides</h1>"), "tides");
        let page = "<title>Kites: the best of them | All kites</title>";
        assert_eq!(title(&format!("{page}<h1>Kites</h1>")), "Kites: the best of them");
        let page = "<title>Low tide | Harbour</title><meta property=og:title content='Low tide'>";
        assert_eq!(
            title(&format!("{page}<h1>Low tide | Harbour</h1><h1>Low tide</h1>")),
            "Low tide"
        );
    }

    #[test]
    fn the_name_of_a_manual_stands_above_each_of_its_pages() {
        let page = "<title>What is a tide? - The Book of Tides</title><h1>The Book of Tides</h1>";
        assert_eq!(title(page), "What is a tide?");
        assert_eq!(title(&format!("{page}<h1>What is a tide? ¶</h1>")), "What is a tide?");
        let declared = "<meta property=og:title content='The Book of Tides'>";
        assert_eq!(title(&format!("{declared}{page}")), "The Book of Tides");
    }

    #[test]
    fn names_of_sites_are_cut_off() {
        assert_eq!(
            title("<title>High water on Friday - Kastov Post</title>"),
            "High water on Friday"
        );
        assert_eq!(
            title("<title>High-water marks – and how to read them at home in the dark</title>"),
            "High-water marks – and how to read them at home in the dark"
        );
        assert_eq!(title("<title>Tides</title>"), "Tides");
    }

    #[test]
    fn names_of_sites_stand_in_front_too() {
        for site in [
            "<meta property=og:site_name content='The Gazette'>",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"publisher\":{\"name\":\"Gazette\"}}</script>",
            "<link rel=canonical href=https://www.gazette.example/bridge>",
        ] {
            for declared in ["Gazette | Bridge closes", "The Gazette - Bridge closes"] {
                assert_eq!(title(&format!("{site}<title>{declared}</title>")), "Bridge closes");
            }
        }
    }

    #[test]
    fn signs_in_a_row_are_one_gap() {
        let gaps = super::gaps("Blanket, two layers | | ✂ Shop » - Name");
        assert_eq!(gaps.len(), 2);
        assert!(gaps.is_sorted_by(|a, b| a.end <= b.start));
    }
}
