//! The text output is the kept blocks and marks, on every page of the corpus and the sets.

mod support;

use dechaff::{Document, Options, Strip, extract};
use support::{SETS, corpus_pages, set_pages};

/// Characters of list markers and cell marks.
const MARKS: &str = "-|.0123456789";

#[test]
fn text_is_kept_blocks_and_marks() {
    for page in corpus_pages() {
        for strip in [Strip::Boilerplate, Strip::Notices] {
            check(&page.name, &extract(&page.bytes, &Options::new().strip(strip)));
        }
    }
    for page in SETS.into_iter().flat_map(set_pages) {
        check(&page.name, &extract(&page.bytes, &Options::new()));
    }
}

fn check(name: &str, document: &Document) {
    let text = document.text();
    let kept = document.blocks().filter(|block| block.verdict.is_kept());
    let kept: String = kept.map(|block| block.kept_text()).collect();
    let mut words = kept.chars().filter(|c| !c.is_whitespace()).peekable();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if words.next_if_eq(&c).is_none() {
            assert!(MARKS.contains(c), "{name}: {c:?} is neither of a block nor of a mark");
        }
    }
    assert_eq!(words.next(), None, "{name}: the end of a block is not in the text");
    assert!(
        !text.lines().any(|line| line.ends_with([' ', '\t'])),
        "{name}: a space at a line's end"
    );
    assert!(
        text.is_empty() || (text.ends_with('\n') && !text.ends_with("\n\n")),
        "{name}: its end"
    );
}

/// As the innerText of a browser has them, but for the readings of ruby, which it glues to their words.
#[test]
fn words_are_neither_glued_nor_split() {
    let page = "<p>har<wbr>bour <nobr>sea wall</nobr> H<sub>2</sub>O E=mc<sup>2</sup> <b>low</b><i>tide</i> \
        high<br>water <ruby>\u{6f22}<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> a<!-- -->b<img alt=x>c<p>next";
    let text = extract(page.as_bytes(), &Options::new().strip(dechaff::Strip::Notices)).text();
    assert_eq!(text, "harbour sea wall H2O E=mc2 lowtide high\nwater \u{6f22}(kan) ab c\n\nnext\n");
}
