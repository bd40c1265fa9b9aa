//! What the page as a whole is like: the same for all its blocks.

use crate::build::{Arena, Element, Hints, Metadata, hint};
use crate::tokenize::Tag;

use super::{Columns, Stats, json_ld};

/// Names whose elements are counted.
const COUNTED: [Tag; 22] = [
    Tag::Article,
    Tag::P,
    Tag::Li,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::Td,
    Tag::Form,
    Tag::Pre,
    Tag::Code,
    Tag::Button,
    Tag::A,
    Tag::Section,
    Tag::Main,
    Tag::Div,
    Tag::Dl,
    Tag::Option,
    Tag::Blockquote,
    Tag::Time,
    Tag::Figure,
    Tag::Nav,
];

/// schema.org types that tell what a page is.
const TYPES: [(&str, &[&str]); 9] = [
    ("article", &["Article", "NewsArticle", "BlogPosting", "Report", "TechArticle"]),
    ("product", &["Product", "ProductGroup"]),
    ("forum", &["DiscussionForumPosting", "QAPage", "Question"]),
    ("faq", &["FAQPage"]),
    ("list", &["ItemList", "CollectionPage"]),
    ("web", &["WebPage"]),
    ("organisation", &["Organization", "LocalBusiness"]),
    ("recipe", &["Recipe"]),
    ("service", &["Service"]),
];

/// Parts of an address that tell what a page is.
const PATH_WORDS: [(&str, &[&str]); 6] = [
    ("article", &["/blog", "/news", "/article", "/story", "/stories", "/post"]),
    ("product", &["/product", "/shop", "/item", "/dp/", "/p/"]),
    ("forum", &["forum", "thread", "topic", "question", "/t/", "discuss", "community"]),
    (
        "docs",
        &[
            "/doc",
            "docs.",
            "/reference",
            "/manual",
            "/guide",
            "/api",
            "/help",
            "/learn",
            "/tutorial",
            "wiki",
        ],
    ),
    ("collection", &["collection", "categor", "/c/", "/tag/", "/list", "/archive", "/best"]),
    ("service", &["service", "solution", "/about", "pricing", "feature", "/platform"]),
];

/// Programs that say in `meta generator` what they make.
const GENERATORS: [(&str, &[&str]); 4] = [
    ("forum", &["discourse", "vbulletin", "phpbb", "xenforo", "flarum", "nodebb", "invision"]),
    ("blog", &["wordpress", "ghost", "blogger"]),
    (
        "docs",
        &[
            "docusaurus",
            "sphinx",
            "mkdocs",
            "hugo",
            "jekyll",
            "doxygen",
            "gitbook",
            "vitepress",
            "mediawiki",
        ],
    ),
    ("shop", &["shopify", "woocommerce", "magento", "prestashop"]),
];

/// Hints that tell a page's kind by how much of it is under them.
const SHARED_HINTS: [&str; 7] = ["thread", "comment", "product", "price", "code", "review", "nav"];

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    add_sums(table, stats);
    add_elements(table, arena);
    add_metadata(table, arena);
    add_address(table, arena);
    add_hint_shares(table, arena);
}

fn add_sums(table: &mut impl Columns, stats: &Stats) {
    let (count, total) = (stats.len() as f32, stats.total_words());
    let unspaced: f32 = stats.blocks.iter().map(|b| b.unspaced).sum();
    let chars: f32 = stats.blocks.iter().map(|b| b.chars).sum();
    let longest = stats.blocks.iter().fold(0.0f32, |max, b| max.max(b.effective));
    let digit_blocks = stats.characters.iter().filter(|c| c.digits > 0).count() as f32;
    let columns = [
        ("blocks", count),
        ("words", total),
        ("link_density", stats.total.link_words / total),
        ("prose", stats.total.prose / total),
        ("paragraphs", stats.total.paragraph_words / total),
        ("sentences", stats.total.sentences / total),
        ("unspaced", unspaced / chars.max(1.0)),
        ("headings", stats.total.headings / count.max(1.0)),
        ("mean_words", total / count.max(1.0)),
        ("longest_block", longest),
        ("digit_blocks", digit_blocks / count.max(1.0)),
    ];
    for (name, value) in columns {
        table.add_same(format_args!("page_{name}"), value);
    }
}

fn add_elements(table: &mut impl Columns, arena: &Arena) {
    let mut counts = [0u32; Tag::COUNT];
    for element in &arena.elements {
        counts[element.tag as usize] += 1;
    }
    let all = arena.elements.len() as f32;
    for tag in COUNTED {
        table.add_same(format_args!("page_n_{}", tag.name()), counts[tag as usize] as f32);
    }
    table.add_same("page_elements", all);
    table.add_same("page_p_ratio", counts[Tag::P as usize] as f32 / all);
    table.add_same("page_a_ratio", counts[Tag::A as usize] as f32 / all);
}

fn add_metadata(table: &mut impl Columns, arena: &Arena) {
    let metadata = &arena.metadata;
    let og_type = metadata.tag("og:type").unwrap_or("").to_ascii_lowercase();
    for kind in ["article", "product", "website"] {
        table.add_same(format_args!("page_og_{kind}"), f32::from(og_type.contains(kind)));
    }
    table.add_same("page_og_none", f32::from(og_type.is_empty()));
    let types = json_ld::types(&metadata.json_ld);
    for (name, members) in TYPES {
        let is_there = are_among(&types, members);
        table.add_same(format_args!("page_schema_{name}"), f32::from(is_there));
    }
    table.add_same("page_schema_types", types.len() as f32);
    let description = metadata.tag("description").or(metadata.tag("og:description"));
    table.add_same("page_description", description.map_or(0.0, |text| text.len() as f32));
}

/// Whether a page says that it is an article, or is made by a program for them, and not that it is a forum's.
/// (Questions with answers stand in articles, too.)
pub(crate) fn is_declared_article(metadata: &Metadata) -> bool {
    let lower = |name: &str| metadata.tag(name).unwrap_or("").to_ascii_lowercase();
    let (og_type, generator) = (lower("og:type"), lower("generator"));
    let types = json_ld::types(&metadata.json_ld);
    let is_of =
        |kind: &str| TYPES.iter().any(|(name, all)| *name == kind && are_among(&types, all));
    let is_by = |kind: &str| {
        let programs = GENERATORS.iter().filter(|(name, _)| *name == kind);
        programs.flat_map(|(_, all)| *all).any(|program| generator.contains(program))
    };
    (og_type.contains("article") || is_of("article") || is_by("blog"))
        && !((is_of("forum") && !is_of("faq")) || is_by("forum"))
}

fn are_among(types: &[&str], members: &[&str]) -> bool {
    types.iter().any(|kind| members.contains(kind))
}

fn add_address(table: &mut impl Columns, arena: &Arena) {
    let metadata = &arena.metadata;
    let address = metadata.canonical.as_deref().or(metadata.tag("og:url")).unwrap_or("");
    let address = address.to_ascii_lowercase();
    let path = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let path = path.find('/').map_or("", |at| &path[at..]);
    let path = path.split('?').next().unwrap_or("");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let dashes = parts.iter().map(|part| part.matches('-').count()).max().unwrap_or(0);
    let longest_number = path.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    table.add_same("page_path_depth", parts.len() as f32);
    table.add_same("page_path_length", path.len() as f32);
    table.add_same("page_path_dashes", dashes as f32);
    table.add_same("page_path_number", longest_number as f32);
    for (name, words) in PATH_WORDS {
        let is_there = words.iter().any(|word| address.contains(word));
        table.add_same(format_args!("page_path_{name}"), f32::from(is_there));
    }
}

/// Of each of these hints the share of the blocks that are under an element with it.
fn add_hint_shares(table: &mut impl Columns, arena: &Arena) {
    let mut shares = SHARED_HINTS.map(|name| HintShare { hint: hint(name), covered: 0, end: 0 });
    let any = shares.iter().fold(Hints::default(), |any, share| any.with(share.hint));
    let elements = arena.elements.iter();
    for element in elements.filter(|e| e.hints.0 & any.0 != 0 && e.tag != Tag::Body) {
        shares.iter_mut().for_each(|share| share.count(element));
    }
    for (name, share) in SHARED_HINTS.iter().zip(shares) {
        let share = share.covered as f32 / arena.blocks.len().max(1) as f32;
        table.add_same(format_args!("page_under_{name}"), share);
    }
}

/// Blocks under elements with a hint.
struct HintShare {
    hint: Hints,
    covered: u32,
    /// Where the last element with it ends.
    end: u32,
}

impl HintShare {
    /// Counts the blocks of the next element. Elements come in document order, so nested ranges begin
    /// inside the last one counted.
    fn count(&mut self, element: &Element) {
        if element.hints.has(self.hint) {
            let start = element.first_block.max(self.end);
            self.covered += element.end_block.saturating_sub(start);
            self.end = self.end.max(element.end_block);
        }
    }
}
