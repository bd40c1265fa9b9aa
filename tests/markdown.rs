//! `--to markdown`: what a reader of Markdown gets back is what went in.

#[path = "support/readback.rs"]
mod readback;
mod support;

use dechaff::stages::outline;
use dechaff::{Document, Images, KeepStructure, Options, SourceFormat, Strip, extract};
use proptest::prelude::*;
use readback::read_markdown;
use support::{SETS, check_pages, corpus_pages, set_pages};

fn options() -> Options {
    Options::new()
        .format(SourceFormat::Html)
        .structure(KeepStructure::Yes)
        .images(Images::Keep)
        .url("https://paper.example/news/today.html")
}

#[test]
fn corpus() {
    for strip in [Strip::Boilerplate, Strip::Notices] {
        check_pages(corpus_pages(), |page| check(&extract(&page.bytes, &options().strip(strip))));
    }
}

#[test]
fn sets() {
    for strip in [Strip::Boilerplate, Strip::Notices] {
        let pages = SETS.into_iter().flat_map(set_pages);
        check_pages(pages, |page| check(&extract(&page.bytes, &options().strip(strip))));
    }
}

#[test]
fn plain_texts() {
    for folder in support::case_folders() {
        if let Ok(text) = std::fs::read(folder.join("input.txt")) {
            let options = options().format(SourceFormat::Text);
            assert_eq!(check(&extract(&text, &options)), Ok(()), "{}", folder.display());
        }
    }
}

fn check(document: &Document) -> Result<(), String> {
    outline_is_what_is_kept(document)?;
    let markdown = document.markdown();
    let read = read_markdown(&markdown);
    let outline = outline(document);
    let mut expected = outline.iter().map(|part| (part.kind.to_owned(), part.text.clone()));
    for block in &read {
        let wanted = expected.next();
        if wanted.as_ref() != Some(block) {
            return Err(format!("{block:?} read for {wanted:?} in\n{markdown}"));
        }
    }
    match expected.next() {
        Some(lost) => Err(format!("{lost:?} is lost in\n{markdown}")),
        None => Ok(()),
    }
}

/// The outline, from which outputs are compared, is the kept text in order and nothing else, but where
/// formulas stand for it.
fn outline_is_what_is_kept(document: &Document) -> Result<(), String> {
    let parts = outline(document);
    if parts.iter().any(|part| part.has_formula) {
        return Ok(());
    }
    let own = parts.iter().filter(|part| !part.is_repeated);
    let written: String = own.map(|part| letters(&part.text)).collect();
    let kept = document.blocks().map(|block| letters(&block.kept_text()));
    let kept: String = kept.collect();
    if written == kept {
        return Ok(());
    }
    let at = written.bytes().zip(kept.bytes()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
    Err(format!("the outline has {:?}, kept is {:?}", from(&written), from(&kept)))
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h2>",
    "</h2>",
    "<h5>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<s>",
    "</s>",
    "<sub>",
    "</sub>",
    "<sup>",
    "</sup>",
    "<code>",
    "</code>",
    "<a href=x>",
    "</a>",
    "<a href='/u (v)_w*|[z]$&amp;copy;\"&lt;'>",
    "<a href=' java\tscript:x'>",
    "<ul><li>",
    "<li>",
    "</li>",
    "</ul>",
    "<ol><li>",
    "<ol start=7><li>",
    "<li value=3>",
    "</ol>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<pre><code class=language-rust>",
    "</code></pre>",
    "<br>",
    "<table><tr><td>",
    "<table><tr><th>",
    "<td>",
    "<th>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<tr><td>",
    "<caption>",
    "</caption>",
    "</table>",
    "<dl><dt>",
    "<dd>",
    "</dl>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<img src='a b.png' alt='x ] y'>",
    "<img src=data:x>",
    "<hr>",
    "<span class=katex><math><mi>x</mi><annotation encoding=application/x-tex>x_{1}</annotation></math>\
     <b>x1</b></span>",
    "<script type=math/tex>a|b $ c</script>",
    "<script type='math/tex; mode=display'>\\frac{1}{2}</script>",
    "word",
    "Two words ",
    " ",
    "\n",
    "a",
    "1",
    "1.",
    "2) ",
    "- ",
    "-",
    "--- ",
    "+",
    "+ ",
    "# ",
    "## x #",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "|",
    "| --- |",
    "$",
    "$$",
    "\\",
    "\\\\",
    "&lt;div&gt;",
    "&lt;",
    "&amp;amp;",
    "&amp;",
    "amp;",
    "[x](y)",
    "[",
    "]",
    "](",
    "![",
    "!",
    "=",
    "===",
    "&gt;",
    "&gt; ",
    ":",
    ":-",
    ": ",
    "&nbsp;",
    "\u{2003}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{E9}",
    "\u{201C}",
    "\u{4E2D}",
    "\u{3002}",
    "http://a.example/b_c",
    "&lt;http://a.example&gt;",
    "&lt;!--",
    "--&gt;",
    "\t",
    "    ",
    "\u{200B}",
    "\u{301}",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "'",
    "%",
    "^",
    "<pre>\n  a\n\n\tb",
    "\r\n",
    "[^1]: ",
    "[a]: b",
];

/// Cases of the test of tag soup that `cargo test` runs; PROPTEST_CASES sets another number.
const CASES: u32 = 4000;

fn config() -> ProptestConfig {
    let given = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(given.unwrap_or(CASES))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tag_soup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let page = format!("<html lang=en><body>{}", pieces.concat());
        let document = extract(page.as_bytes(), &options().strip(Strip::Notices));
        prop_assert_eq!(check(&document), Ok(()));
    }

    #[test]
    fn text_soup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let options = options().format(SourceFormat::Text);
        let document = extract(pieces.concat().as_bytes(), &options);
        prop_assert_eq!(check(&document), Ok(()));
    }
}
