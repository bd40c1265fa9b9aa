//! Who wrote it.
//!
//! In order, and why: JSON-LD of the article, where each writer is a value; meta tags made for it;
//! microdata; links that say so, elements with a class of bylines, lines such as "By …", and links to
//! a writer's page, the last four near the headline alone; "Written by …" anywhere. Names of the site
//! count only if no source names anyone else: many content systems fill them in for want of a writer.

use std::sync::LazyLock;

use crate::build::{Block, Context, Mark, MarkKind};

use super::author_box::{classed, is_link};
use super::by_words::BY;
use super::date;
use super::jobs::without_jobs;
use super::name_in_line::{
    COLONS, OTHER, Shape, behind, in_line, is_edge, login_in_line, strip_by, without_mail,
    without_role, words_of,
};
use super::page::{PageView, Reach};
use super::text::clean;

/// Each holds one writer a tag, or all in one.
const DECLARED: &[&str] = &[
    "author",
    "citation_author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article.author",
];
/// A longer text under a class of bylines is a biography.
pub(super) const MAX_BYLINE_LEN: usize = 200;
/// Bytes of one value with names, and of all values of a source: the longest lists are of laboratories.
const MAX_NAMES_LEN: usize = 512;
const MAX_ALL_NAMES_LEN: usize = 16 << 10;
/// What content systems write for nobody, and links to a writer's other texts.
static NOBODY: LazyLock<Vec<&str>> = LazyLock::new(|| words_of("nobody").collect());

/// The writers, with a comma between them.
pub(super) fn byline(page: &PageView<'_>) -> Option<String> {
    let sources: [fn(&PageView<'_>) -> Vec<String>; 8] =
        [of_item, declared, microdata, linked, classed, introduced, addressed, signed];
    let mut for_want = None;
    for source in sources {
        let (mut names, mut len): (Vec<String>, usize) = (Vec::new(), 0);
        for name in source(page).into_iter().filter(|name| is_somebody(name)) {
            let name = once(&name).to_owned();
            len += name.len();
            if !names.contains(&name) && len <= MAX_ALL_NAMES_LEN {
                names.push(name);
            }
        }
        if names.is_empty() {
            continue;
        }
        let mut people: Vec<String> = Vec::new();
        for whole in &names {
            let name = without_jobs(whole, |part| page.is_site(part));
            // One word beside the site's name is a part of it more often than a person.
            let is_site = page.is_site(&name) || (page.is_site(whole) && !name.contains(' '));
            if !is_site && !people.contains(&name) {
                people.push(name);
            }
        }
        if !people.is_empty() {
            return Some(people.join(", "));
        }
        for_want.get_or_insert(names);
    }
    for_want.map(|names| names.join(", "))
}

/// A name that is written twice, for screen readers or beside a picture: once.
fn once(name: &str) -> &str {
    let Some((first, second)) = name.split_at_checked(name.len() / 2) else {
        return name;
    };
    let is_twice = second.strip_prefix(' ').is_some_and(|second| second == first);
    // One word twice may be a name: `Duran Duran`.
    if is_twice && first.contains(' ') { first } else { name }
}

fn is_somebody(name: &str) -> bool {
    let lower = name.to_lowercase();
    // "Image: Reuters", "Foto: dpa": a credit that some content systems list with the writers.
    let is_credit =
        lower.split_once(COLONS).is_some_and(|(label, _)| OTHER.contains(&label.trim()));
    !NOBODY.contains(&lower.as_str()) && !is_credit && name.chars().any(char::is_alphabetic)
}

fn of_item(page: &PageView<'_>) -> Vec<String> {
    let written = page
        .items
        .iter()
        .find(|item| item.kind == super::json_ld::ItemKind::Article && !item.authors.is_empty());
    let item = written.or(page.article());
    let authors = item.map(|item| item.authors.as_slice()).unwrap_or_default();
    authors.iter().filter_map(|name| value(name)).collect()
}

fn declared(page: &PageView<'_>) -> Vec<String> {
    let of = |names: &[&str]| -> Vec<String> {
        let found = page.all_declared(names);
        let found = found.iter().filter_map(|name| value(name));
        let is_catalogued = names.iter().all(|name| CATALOGUED.contains(name));
        found.map(|name| if is_catalogued { in_order(name) } else { name }).collect()
    };
    let said = DECLARED.iter().map(|name| of(&[name])).find(|names| !names.is_empty());
    said.unwrap_or_else(|| {
        // A card's first line, which some label as the writer.
        let label = page.declared(&["twitter:label1"]).unwrap_or_default().to_lowercase();
        if BY.contains(label.trim_end_matches(':')) { of(&["twitter:data1"]) } else { Vec::new() }
    })
}

/// Names of catalogues of papers: the family name first, behind it a comma.
const CATALOGUED: &[&str] = &["citation_author", "dc.creator", "dcterms.creator", "dc.contributor"];

/// A name as it is read: "Ann Lee" of "Lee, Ann". Behind a first and a last name stands a degree ("Ann Lee, PhD"):
/// a family name of several words has small ones in front ("van der Berg").
fn in_order(name: String) -> String {
    let is_family = |family: &str| {
        let mut words = family.split_whitespace().rev().skip(1);
        words.all(|particle| particle.starts_with(char::is_lowercase))
    };
    match name.split_once(", ") {
        Some((family, given)) if is_family(family) && !given.contains(',') => {
            format!("{given} {family}")
        }
        _ => name,
    }
}

/// `article:author` is by its definition the address of a profile, which is no name.
fn value(declared: &str) -> Option<String> {
    if declared.len() > MAX_NAMES_LEN {
        return None;
    }
    let name = without_mail(strip_by(declared).trim_matches(is_edge));
    let name = without_suffix(name);
    let is_name = !name.is_empty() && !name.contains("://") && !name.starts_with(['@', '/', '{']);
    is_name.then(|| name.to_owned())
}

/// A name without what stands behind it: initials in brackets, "reporter" in languages that put it
/// there.
fn without_suffix(name: &str) -> &str {
    /// Bytes of initials with their brackets.
    const MAX_INITIALS_LEN: usize = 8;
    let mut name = name;
    if let Some(at) = name.rfind(" (").filter(|at| *at > 0 && name.ends_with(')'))
        && name.len() - at <= MAX_INITIALS_LEN + 1
    {
        name = &name[..at];
    }
    without_role(name)
}

fn microdata(page: &PageView<'_>) -> Vec<String> {
    let author = page.marks(MarkKind::Author, Reach::Page).find_map(|author| {
        let mut inner =
            page.marks(MarkKind::Name, Reach::Page).filter(|name| is_inside(name, author));
        let name = inner.find_map(|name| name.value.clone().or_else(|| text(page, name)));
        name.or_else(|| author.value.clone()).or_else(|| text(page, author))
    });
    author.and_then(|author| in_line(&author, Shape::Announced)).into_iter().collect()
}

pub(super) fn is_inside(inner: &Mark, outer: &Mark) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && outer.element < inner.element
}

pub(super) fn text(page: &PageView<'_>, mark: &Mark) -> Option<String> {
    // Nested elements that say so around a page of any size are an attack.
    if mark.len() > 2 * MAX_BYLINE_LEN {
        return None;
    }
    clean(&page.arena.mark_text(mark)).filter(|text| text.len() <= MAX_BYLINE_LEN)
}

fn linked(page: &PageView<'_>) -> Vec<String> {
    links(page, MarkKind::AuthorLink, |_| Shape::Announced)
}

/// An address says less than `rel=author` does: menus lead to writers, too.
fn addressed(page: &PageView<'_>) -> Vec<String> {
    links(page, MarkKind::AuthorAddress, Shape::of)
}

/// All links of a kind on the first line that has one.
fn links(page: &PageView<'_>, kind: MarkKind, shape: fn(&str) -> Shape) -> Vec<String> {
    let mut names = Vec::new();
    let mut line = None;
    for mark in page.marks(kind, Reach::Near) {
        let block = page.arena.elements[mark.element as usize].first_block;
        let name = text(page, mark).and_then(|text| in_line(&text, shape(&text)));
        if let Some(name) = name
            && *line.get_or_insert(block) == block
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

fn introduced(page: &PageView<'_>) -> Vec<String> {
    // Links of menus and lists of topics begin with "By", too.
    let is_choice =
        |block: &Block| is_link(block) && block.context.has_any(Context::LIST.with(Context::NAV));
    let lines = page.near().filter(|block| !is_choice(block));
    let lines = lines.map(|block| page.arena.block_text(block));
    let lines = lines.filter(|line| line.len() <= MAX_BYLINE_LEN).filter_map(clean);
    // In the middle of a line without a date it is a list of books that has writers.
    let is_byline = |line: &String| {
        let mut words = BY.all_in(line).into_iter().filter(|found| found.at == 0);
        let is_introduced = words.any(|found| behind(line, 0, BY.word(found)).is_some());
        is_introduced || date::find(line, date::DayOrder::DayFirst).is_some()
    };
    let announced = lines.filter(|line| Shape::of(line) == Shape::Announced && is_byline(line));
    let named = |line: String| in_line(&line, Shape::Bare).or_else(|| login_in_line(&line));
    announced.filter_map(named).take(1).collect()
}

/// A line that begins with "Written by" or the like, in one block with the name or before it.
fn signed(page: &PageView<'_>) -> Vec<String> {
    let blocks = &page.arena.blocks;
    let is_short = |at: &usize| page.arena.block_text(&blocks[*at]).len() <= MAX_BYLINE_LEN;
    let own = (0..blocks.len()).filter(|at| is_short(at) && !page.is_frame(*at as u32));
    let name = own.filter_map(|at| {
        let text = page.arena.block_text(&blocks[at]);
        // Most blocks are not worth a copy.
        BY.first_in(text.trim_start())?;
        let line = clean(text)?;
        let word = BY.word(BY.first_in(&line)?);
        // One word is too little far from the headline: "By", "Text".
        let rest = word.contains(' ').then(|| line[word.len()..].trim_matches(is_edge))?;
        if !rest.is_empty() {
            return in_line(rest, Shape::Bare);
        }
        let next = blocks.get(at + 1)?;
        in_line(&clean(page.arena.block_text(next))?, Shape::Bare)
    });
    name.take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, extract};

    fn byline(html: &str) -> String {
        extract(html.as_bytes(), &Options::new()).record().byline.unwrap_or_default()
    }

    #[test]
    fn catalogues_have_the_family_name_first() {
        let page = "<meta name=citation_author content='Lee, Ann'><meta name=citation_author content='Ray, Bob'>";
        assert_eq!(byline(page), "Ann Lee, Bob Ray");
        assert_eq!(
            byline("<meta name=dc.creator content='van der Berg, Jan'>"),
            "Jan van der Berg"
        );
        assert_eq!(byline("<meta name=dc.creator content='Ann Lee, PhD'>"), "Ann Lee, PhD");
        assert_eq!(byline("<meta name=author content='Ann Lee, Bob Ray'>"), "Ann Lee, Bob Ray");
    }

    #[test]
    fn writers_have_jobs_and_places() {
        let head = "<meta property=og:site_name content='The Tide'><h1>High water on Friday</h1>";
        for (line, names) in [
            ("By Ann Lee, Transport Editor", "Ann Lee"),
            ("By Ann Lee, BBC News", "Ann Lee"),
            ("By Ann Lee, The Tide", "Ann Lee"),
            ("By Ann Lee | Reporter", "Ann Lee"),
            ("By Ann Lee in Berlin", "Ann Lee"),
            ("By Ann Lee in Berlin and Bob Ray in Paris", "Ann Lee and Bob Ray"),
            ("By Ann Lee and Bob Ray", "Ann Lee and Bob Ray"),
            ("By Ann Lee, Health Editor, and Bob Ray, Reporter", "Ann Lee, and Bob Ray"),
            ("By Ann Lee, Eve Lind and Bob Ray - Harbour Team", "Ann Lee, Eve Lind and Bob Ray"),
            ("By Martin Luther King, Jr.", "Martin Luther King, Jr."),
            (
                "By Ann Lee, Bob Ray, and Professor Eve Lind",
                "Ann Lee, Bob Ray, and Professor Eve Lind",
            ),
        ] {
            assert_eq!(byline(&format!("{head}<p class=byline>{line}</p>")), names, "{line}");
            let declared = line.strip_prefix("By ").unwrap_or(line);
            assert_eq!(byline(&format!("<meta name=author content='{declared}'>{head}")), names);
        }
    }

    #[test]
    fn clubs_have_places_and_sites_other_names() {
        assert_eq!(
            byline("<meta name=author content='House of the Tides in Horka'>"),
            "House of the Tides in Horka"
        );
        let page = "<meta property=og:site_name content='The Tide'><meta name=author content='TT - The Tide'>\
            <h1>High water</h1><p>By Ines Marl</p>";
        assert_eq!(byline(page), "Ines Marl");
    }

    #[test]
    fn names_are_cut_out_of_lines() {
        let name = |line: &str| in_line(line, Shape::of(line)).unwrap_or_default();
        assert_eq!(name("By Ines Marl"), "Ines Marl");
        assert_eq!(name("Von Ines Marl, 16. Mai 2024"), "Ines Marl");
        assert_eq!(name("Ines Marl May 16, 2024"), "Ines Marl");
        assert_eq!(name("Written by: Ines van der Marl | 3 min read"), "Ines van der Marl");
        assert_eq!(name("Ines Marl and Jo Reed"), "Ines Marl and Jo Reed");
        assert_eq!(name("Updated May 16, 2024 Written byInes Marl"), "Ines Marl");
        assert_eq!(name("May 16, 2024 · Ines Marl"), "Ines Marl");
        assert_eq!(name("来源：海报 作者：顾晓 责任编辑：周宁"), "顾晓");
        assert_eq!(name("Vera LindtStand 16.05.2024"), "Vera Lindt");
        assert_eq!(name("By tide2024"), "tide2024");
        assert_eq!(name("By Jay McInneling"), "Jay McInneling");
        assert_eq!(name("Par Ines Marl le 3 mai 2024"), "Ines Marl");
        assert_eq!(name("von tidewatcher am 26/10/13, 03:48"), "tidewatcher");
        assert_eq!(name("2024年5月3日 14時05分 山田太郎記者"), "山田太郎");
        assert_eq!(name("김철수 기자 | 입력 2024.05.03. 오후 2:05"), "김철수");
        assert_eq!(name("Opracowanie: Anna Nowak, 03.05.2024 14:05"), "Anna Nowak");
        assert_eq!(name("By Jan Moss and Eva Klein, Staff Writers"), "Jan Moss and Eva Klein");
        assert_eq!(name("كتب أحمد علي - ٣ مايو ٢٠٢٤"), "أحمد علي");
    }

    #[test]
    fn labels_of_dates_are_no_names() {
        for line in [
            "2024年5月3日 14時05分",
            "입력 2024-05-03 오후 2:05:11",
            "Veröffentlicht am 3. Mai 2024 um 14:05 Uhr, zuletzt aktualisiert am 4. Mai 2024",
            "نشر في: 3 مايو 2024 - 2:05 م",
            "प्रकाशित: 03 मई 2024, 02:05 PM IST",
            "Thứ sáu, 3/5/2024, 14:05 (GMT+7)",
            "۱۴ اردیبهشت ۱۴۰۳ - ۱۴:۰۵",
            "3 พ.ค. 2567 14:05 น.",
        ] {
            assert_eq!(in_line(line, Shape::of(line)), None, "{line}");
        }
    }

    #[test]
    fn lines_without_a_name() {
        let name = |line: &str| in_line(line, Shape::of(line)).unwrap_or_default();
        assert_eq!(name("Photo by Jo Reed"), "");
        assert_eq!(name("Subscribe"), "");
        assert_eq!(name("She writes about tides and lives by the sea"), "");
    }

    #[test]
    fn the_site_writes_only_for_want_of_another() {
        let head = r#"<meta property=og:site_name content="The Tide"><meta name=author content="The Tide">"#;
        assert_eq!(byline(&format!("{head}<h1>High water</h1><p>By Ines Marl</p>")), "Ines Marl");
        assert_eq!(byline(&format!("{head}<h1>High water</h1>")), "The Tide");
    }

    #[test]
    fn sources_in_their_order() {
        let visible = "<h1>High water</h1><p class=byline>By <a rel=author>Jo Reed</a></p>";
        assert_eq!(byline(visible), "Jo Reed");
        assert_eq!(byline(&format!("<meta name=author content=admin>{visible}")), "Jo Reed");
        let page = format!("<meta name=author content='Ines Marl'>{visible}");
        assert_eq!(byline(&page), "Ines Marl");
        let ld = r#"<script type=application/ld+json>{"@type":"Article","author":["A B","C D"]}</script>"#;
        assert_eq!(byline(&format!("{ld}{page}")), "A B, C D");
        let micro = "<div itemprop=author itemscope><img alt=x><span itemprop=name>Eve Lind</span> 12 points</div>";
        assert_eq!(byline(micro), "Eve Lind");
    }

    #[test]
    fn names_are_given_once() {
        let twice = "<h1>High water</h1><p class=byline>By <a>Ines Marl <span>Ines Marl</span></a>";
        assert_eq!(byline(twice), "Ines Marl");
        assert_eq!(byline("<meta name=author content='Tide Tide'>"), "Tide Tide");
        let site = "<meta property=og:site_name content=Tide>";
        let author = "<meta name=author content=tide>";
        assert_eq!(byline(&format!("{site}{}", author.repeat(9))), "tide");
    }

    #[test]
    fn labels_of_links_are_no_names() {
        let linked = |text: &str| byline(&format!("<h1>High water</h1><a rel=author>{text}</a>"));
        assert_eq!(linked("Zeige alle Beiträge von Ines Marl"), "Ines Marl");
        assert_eq!(linked("Alle Beiträge von Ines Marl anzeigen"), "Ines Marl");
        assert_eq!(linked("Voir tous les articles par Ines Marl →"), "Ines Marl");
        assert_eq!(linked("© Ines Marl"), "Ines Marl");
    }

    #[test]
    fn logins_are_words() {
        let introduced = |line: &str| byline(&format!("<h1>High water</h1><p>{line}</p>"));
        assert_eq!(introduced("Posted by tidewatcher under Harbours"), "tidewatcher");
        assert_eq!(introduced("von Watcher1 am 20.09.2020"), "Watcher1");
        assert_eq!(introduced("By Friday 20.09.2020"), "");
        assert_eq!(introduced("By Friday the water will be high"), "");
    }

    #[test]
    fn choices_of_menus_are_no_bylines() {
        let page = |item: &str| format!("<h1>High water</h1><ul><li>{item}</ul>");
        assert_eq!(byline(&page("<a href=/courses>By Course or Type</a>")), "");
        assert_eq!(byline(&page("By <a href=/ines>Ines Marl</a>")), "Ines Marl");
    }

    #[test]
    fn an_author_may_be_for_programs_alone() {
        let page = "<h1>High water</h1><div itemprop=author itemscope><meta itemprop=name content=tidewatcher></div>";
        assert_eq!(byline(page), "tidewatcher");
    }

    #[test]
    fn commenters_are_no_writers() {
        let page = "<h1>High water</h1><p>Text.</p><div id=comments><p class=comment-author>Ann Lee</p></div>";
        assert_eq!(byline(page), "");
    }

    #[test]
    fn the_table_is_tidy() {
        const KINDS: [&str; 8] =
            ["by", "other", "changed", "published", "ends", "role", "job", "nobody"];
        let lines = include_str!("../tables/bylines.txt").lines().filter(|l| !l.starts_with('#'));
        let mut rows = Vec::new();
        for line in lines {
            let (kind, word) = line.split_once('\t').expect(line);
            let kind = KINDS.iter().position(|k| *k == kind).expect(line);
            assert!(word == word.to_lowercase() && word == word.trim(), "{line}");
            rows.push((kind, word));
        }
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sort bylines.txt by kind and word");
    }
}
