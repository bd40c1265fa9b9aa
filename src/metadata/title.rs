//! The title: the headline that a reader sees, if the page declares the same one somewhere.
//!
//! In order, and why:
//! 1. an `h1` that a declared title confirms: headings alone are often the site's name or a slogan,
//!    declared titles alone are shortened for cards and search results;
//! 2. an `h1` that is the first part of a declared title, however short: `pacman - Kastov Wiki`;
//! 3. an `h1` that a declared title contains: the rest is a section or a slogan;
//! 4. a declared title that an `h1` ends with: the rest is a kicker above the headline;
//! 5. the only `h1` of a page that calls itself an article;
//! 6. Open Graph's, the `title` element's, Twitter's and JSON-LD's, without the site's name, and without the sections
//!    and labels of software beside the part that another declared title or a heading of any level says alone.
//!
//! An `h1` that the `title` element ends with names the site: the manual or the blog that a page
//! is of stands above each of its pages.

use std::ops::Range;

use crate::build::{BlockId, BlockKind};

use super::page::PageView;
use super::text::{clean_headline, key};
use super::title_parts::{SIGNS, before_bracket, gaps, rest_behind};

/// Shorter texts are found in others by chance: `News`.
const MIN_PART_LEN: usize = 10;
/// Words of a last part that is taken for a site's name although no source tells it: real names
/// have one to four, and a headline's second half is longer.
const MAX_UNKNOWN_WORDS: usize = 5;
/// Parts of a title that may stand before the page's own: the site's name, what its software calls the page.
const MAX_FRONTS: usize = 4;
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
            let title = declared
                .first()
                .map(|title| confirmed_part(page, title, &declared).unwrap_or(title.bare.clone()));
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
    whole: String,
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
        page.declared_headline(&["og:title"]),
        page.title_element(),
        page.declared_headline(&["twitter:title", "dc.title", "citation_title"]),
        headline,
    ];
    let titles = sources.into_iter().flatten().map(|title| {
        let bare = title[bare(page, &title)].trim().to_owned();
        let first = gaps(&title).first().map(|gap| &title[..gap.start]);
        let first = first.or_else(|| before_bracket(&title)).unwrap_or_default();
        let (first_key, bare_key) = (key(first), key(&bare));
        Declared { key: key(&title), first_key, bare_key, bare, whole: title }
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
    if let Some(found) = position(|title| &title.bare_key) {
        return Some(at(found));
    }
    if let Some(found) = position(|title| &title.key) {
        let (block, text) = at(found);
        let own = without_site_behind(page, &text);
        return Some((block, text[..own].trim_end().to_owned()));
    }
    if let Some(found) = position(|title| &title.first_key) {
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

/// The part of a title that the page says alone elsewhere: its beginning, in another declared title or a heading, or
/// behind what the software calls the page (`Kastov • View topic - High water`) its longer end, in a heading.
fn confirmed_part(page: &PageView<'_>, title: &Declared, declared: &[Declared]) -> Option<String> {
    let others = declared.iter().filter(|other| other.bare_key != title.bare_key);
    // Without names that are known alone: another guess confirms nothing.
    let others = others.map(|other| other.whole[without_site(page, &other.whole)].to_owned());
    let named = others.chain(page.declared_headline(&["headline"]));
    let blocks = page.arena.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading(_)));
    let headings: Vec<String> = blocks
        .map(|block| page.arena.block_text(block))
        .filter(|text| text.len() <= title.whole.len() && !page.is_site(text))
        .filter_map(clean_headline)
        .collect();
    let starts = named.chain(headings.iter().cloned()).filter_map(|text| own_start(title, &text));
    let longest = starts.max_by_key(|start| start.len());
    let gaps = gaps(&title.whole);
    let fronts = gaps.iter().take(MAX_FRONTS).skip(1);
    let fronts = fronts.map(|gap| key(&title.whole[..gap.start]).len());
    let fronts: Vec<usize> = fronts.collect();
    let is_end = |text: &&String| {
        let key = key(text);
        let front = title.key.len().saturating_sub(key.len());
        // So many words are no site's name, which stands behind sections.
        let is_long = text.split_whitespace().count() > MAX_UNKNOWN_WORDS && key.len() > front;
        is_long && title.key.ends_with(&key) && fronts.contains(&front)
    };
    longest.map(str::to_owned).or_else(|| headings.iter().find(is_end).cloned())
}

/// The beginning of a title that a text says alone, as the title spells it: up to a sign, and of several words in
/// scripts that have words.
fn own_start<'t>(title: &'t Declared, text: &str) -> Option<&'t str> {
    let key = key(text);
    let is_word = !text.contains(char::is_whitespace) && text.contains(char::is_lowercase);
    // Cards have their titles shortened.
    let is_cut = ["…", "..."].iter().any(|end| text.ends_with(end));
    if key.len() < MIN_PART_LEN || is_word || is_cut {
        return None;
    }
    let rest = rest_behind(&title.bare, &key)?;
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !SIGNS.contains(&c));
    let is_start = rest.is_empty() || rest.starts_with(SIGNS);
    is_start.then(|| title.bare[..title.bare.len() - rest.len()].trim_end())
}

fn is_article(page: &PageView<'_>) -> bool {
    let is_type = |kind: String| kind.eq_ignore_ascii_case("article");
    page.declared(&["og:type"]).is_some_and(is_type)
        || page.declared(&["article:published_time"]).is_some()
        || page.items.iter().any(|item| item.headline.is_some())
}

/// A title without the site's name at its end or start: a name that some source tells, or what looks like one.
fn bare(page: &PageView<'_>, title: &str) -> Range<usize> {
    let own = without_site(page, title);
    if own.len() < title.len() {
        return own;
    }
    let gaps = gaps(title);
    let Some(gap) = gaps.last() else {
        return own;
    };
    let (rest, last) = (&title[..gap.start], &title[gap.end..]);
    let sign = &title[gap.clone()];
    let is_set_off = sign.contains(char::is_whitespace) && rest.len() > last.len();
    let is_name = last.split_whitespace().count() <= MAX_UNKNOWN_WORDS
        && rest.split_whitespace().nth(1).is_some()
        && (sign.contains('|') || is_set_off);
    if is_name { 0..gap.start } else { own }
}

/// A title without the names of the site at its end, or the one at its start.
fn without_site(page: &PageView<'_>, title: &str) -> Range<usize> {
    let end = without_site_behind(page, title);
    if end == title.len()
        && let Some(gap) = gaps(title).first()
        && page.is_site(&title[..gap.start])
        && key(&title[gap.end..]).len() >= MIN_PART_LEN
    {
        return gap.end..end;
    }
    0..end
}

/// Where the names of the site begin that end a title.
fn without_site_behind(page: &PageView<'_>, title: &str) -> usize {
    let mut gaps = gaps(title);
    let mut end = title.len();
    while let Some(gap) = gaps.last()
        && page.is_site(&title[gap.end..end])
    {
        end = gap.start;
        gaps.pop();
    }
    end
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
    fn a_heading_without_the_name_of_the_site() {
        let page = "<meta property=og:site_name content=Tide.eg><title>High water on Friday | TIDE</title>\
            <h1>High water on Friday | TIDE</h1>";
        assert_eq!(title(page), "High water on Friday");
        let page = "<meta property=og:site_name content=Harbours><title>Harbours – all the pilots</title>\
            <h1>Harbours – all the pilots</h1>";
        assert_eq!(title(page), "Harbours – all the pilots");
    }

    #[test]
    fn sections_are_cut_off_where_the_page_says_the_rest_alone() {
        let page = "<title>Is the water high? / Harbour News / The Tide Boards</title>";
        assert_eq!(title(page), "Is the water high? / Harbour News");
        assert_eq!(title(&format!("{page}<h3>is the water high?</h3>")), "Is the water high?");
        let whole = "<h3>Is the water high? / Harbour News</h3>";
        assert_eq!(
            title(&format!("{page}<h3>Is the water high?</h3>{whole}")),
            "Is the water high? / Harbour News"
        );
        let declared = "<meta itemprop=headline content='Is the water high?'>";
        assert_eq!(title(&format!("{declared}{page}")), "Is the water high?");
        let shortened = "<meta itemprop=headline content='Is the water…'>";
        let page = "<title>Is the water - of the harbour - high on Friday and on Saturday?</title>";
        assert_eq!(title(&format!("{shortened}{page}")), title(page));
    }

    #[test]
    fn a_word_alone_is_no_title() {
        let page =
            "<title>Electricity - Overview | Office of the Harbours</title><h3>Electricity</h3>";
        assert_eq!(title(page), "Electricity - Overview");
    }

    #[test]
    fn software_says_what_the_page_is_for() {
        let page = "<title>Kastov Boards • View topic - Is the water still high on Friday?</title>";
        let heading = "<h2>Is the water still high on Friday?</h2>";
        assert_eq!(title(&format!("{page}{heading}")), "Is the water still high on Friday?");
        let page = "<title>Tides - Overview | National Office of the Harbours</title>";
        let name = "<h2>National Office of the Harbours</h2>";
        assert_eq!(title(&format!("{page}{name}")), "Tides - Overview");
    }

    #[test]
    fn brackets_and_bars_hold_names_of_sites() {
        assert_eq!(title("<title>tides [Kastov Handbook]</title><h1>Tides</h1>"), "Tides");
        let site = "<meta property=og:site_name content=항구일보>";
        assert_eq!(title(&format!("{site}<title>금요일 만조ㅣ항구일보</title>")), "금요일 만조");
        assert_eq!(
            title("<title>인터뷰ㅣ항구의 사람들 이야기</title>"),
            "인터뷰ㅣ항구의 사람들 이야기"
        );
    }

    #[test]
    fn ideographic_spaces_stay() {
        let page = "<title>高潮の警報　港は閉鎖 - 港新聞</title>";
        assert_eq!(title(&format!("{page}<h1>高潮の警報　港は閉鎖</h1>")), "高潮の警報　港は閉鎖");
    }
}
