//! Twice is once: the output read again with `--strip notices` comes out as it is.

mod support;

use dechaff::{Category, CategorySet, Document, Favor, Options, SourceFormat, Strip, extract};
use proptest::prelude::*;
use support::{SETS, check_pages, corpus_pages, set_pages};

#[test]
fn corpus() {
    for favor in [Favor::Precision, Favor::Balanced, Favor::Recall] {
        let options = Options::new().favor(favor);
        check_pages(corpus_pages(), |page| {
            twice_is_once(&options, &page.bytes, SourceFormat::Html)
        });
    }
}

#[test]
fn corpus_without_some_categories() {
    for categories in CHOICES {
        let options = Options::new().categories(*categories);
        let check = |bytes: &[u8]| twice_is_once(&options, bytes, SourceFormat::Html);
        check_pages(corpus_pages(), |page| check(&page.bytes));
    }
}

#[test]
fn sets() {
    let pages = SETS.into_iter().flat_map(set_pages);
    check_pages(pages, |page| twice_is_once(&Options::new(), &page.bytes, SourceFormat::Html));
}

fn twice_is_once(options: &Options, bytes: &[u8], format: SourceFormat) -> Result<(), String> {
    for strip in [Strip::Boilerplate, Strip::Notices] {
        let once = extract(bytes, &options.clone().format(format).strip(strip)).text();
        let options = options.clone().format(SourceFormat::Text).strip(Strip::Notices);
        let again = extract(once.as_bytes(), &options);
        if again.text() != once {
            return Err(format!("{strip:?}: {}", dropped(&again)));
        }
    }
    Ok(())
}

/// The first block that a second reading drops.
fn dropped(document: &Document) -> String {
    let mut dropped = document.blocks().filter(|block| block.verdict.dropped.is_some());
    dropped
        .next()
        .map_or("white space".into(), |block| format!("{:?} {:?}", block.text, block.verdict))
}

/// The copy for small screens is the same article.
#[test]
fn copies_for_two_screens_are_one_article() {
    const ARTICLE: &str = "<h1>Ferry in dock</h1>
        <p>The ferry stays in dock until the inspectors have looked at both engines, the harbour said on Monday.</p>
        <p>Passengers with a ticket can travel from the northern pier, and the fare is the same as before.</p>
        <p>The last time both engines failed was in the winter when the pier froze, forty years ago.</p>
        <p>The board of the harbour meets on Thursday to hear what the inspectors have found so far.</p>";
    let page = format!(
        "<html lang=en><body><main><div class=desktop-only><article>{ARTICLE}</article></div>\
         <div class=mobile-only><article>{ARTICLE}</article></div></main></body></html>"
    );
    let text = extract(page.as_bytes(), &Options::new()).text();
    for words in ["The ferry stays", "Passengers with", "The last time", "The board of"] {
        assert_eq!(text.matches(words).count(), 1, "{words}: {text}");
    }
}

/// Lines that are notices, nearly notices, and none.
const LINES: &[&str] = &[
    "Dear readers,",
    "A message from the Cape Courier",
    "Please support us with three crowns a month; it takes a minute.",
    "Your gift keeps us going.",
    "Remind me later",
    "Not now",
    "Subscribe",
    "Share this article",
    "Sign up to our newsletter and get the week's best stories in your inbox.",
    "or",
    "We accept cookies and cards, said the baker.",
    "The ferry stays in dock until the inspectors have looked at both engines, the harbour said.",
    "The bridge stays closed. If you like our reports, please subscribe to our newsletter. The buses go by the mill.",
    "The ferry stays in dock until inspectors have\nlooked at both engines, the authority said on\nMonday.",
    "Read also: What the harbour plans for winter",
    "",
];

/// The categories that may go: all, few, all but few.
const CHOICES: &[CategorySet] = &[
    CategorySet::ALL,
    CategorySet::NONE.with(Category::Reminder).with(Category::Donation),
    CategorySet::ALL.without(Category::Reminder).without(Category::Donation),
    CategorySet::NONE.with(Category::Newsletter),
    CategorySet::ALL.without(Category::Newsletter),
];

fn options() -> impl Strategy<Value = Options> {
    prop::sample::select(CHOICES).prop_map(|categories| Options::new().categories(categories))
}

proptest! {
    #[test]
    fn texts_of_notices_and_prose(
        lines in prop::collection::vec(prop::sample::select(LINES), 0..14),
        options in options(),
    ) {
        let text = lines.join("\n");
        prop_assert_eq!(twice_is_once(&options, text.as_bytes(), SourceFormat::Text), Ok(()));
    }

    #[test]
    fn pages_of_notices_and_prose(
        blocks in prop::collection::vec(
            (prop::sample::select(LINES), prop::sample::select(&["p", "li", "div class=newsletter", "td", "h2", "br", "pre"][..])),
            0..14,
        ),
        options in options(),
    ) {
        let page: String = blocks.iter().map(|(line, tag)| format!("<{tag}>{line}\n")).collect();
        prop_assert_eq!(twice_is_once(&options, page.as_bytes(), SourceFormat::Html), Ok(()));
    }
}
