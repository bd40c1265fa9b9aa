//! The output does not depend on how a document is cut into chunks.

mod support;

use dechaff::{Extractor, Options, SourceFormat, extract};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use support::corpus_pages;

/// Cuts of one document.
const MAX_CUTS: usize = 12;

/// Pieces of markup, whole and broken, that end or change how what follows is read.
const FRAGMENTS: &[&[u8]] = &[
    b"<p>",
    b"</p>",
    b"<div class='nav bar'>",
    b"</div>",
    b"<b>",
    b"</b>",
    b"<a href=\"x&amp;y\">",
    b"</a>",
    b"<br>",
    b"<time datetime=2024-05-16>",
    b"<i rel=author>",
    b"</i>",
    b"<div itemprop='author x'>",
    b"<li value=3>",
    b"<ol start=7>",
    b"</ol>",
    b"<table><tr><td>",
    b"</table>",
    b"<pre>",
    b"</pre>",
    b"<pre>\r\n",
    b"<textarea>\n",
    b"</textarea>",
    b"<title>",
    b"</title >",
    b"<script>",
    b"</script>",
    b"<script type=application/ld+json>",
    b"<style>",
    b"</style\n>",
    b"<!--",
    b"-->",
    b"--!>",
    b"<!-->",
    b"<!--->",
    b"<!doctype html>",
    b"<?php ?>",
    b"</ >",
    b"</>",
    b"<svg>",
    b"</svg>",
    b"<title/>",
    b"<desc>",
    b"<foreignObject>",
    b"<![CDATA[",
    b"]]>",
    b"]]",
    b"<math><mi>",
    b"</math>",
    b"<template>",
    b"</template>",
    b"<plaintext>",
    b"<xmp>",
    b"</xmp>",
    b"<select><option>",
    b"</select>",
    b"<p hidden",
    b" id='",
    b"\"",
    b"'",
    b"=",
    b"/>",
    b">",
    b"<",
    b"&",
    b"&amp;",
    b"&amp",
    b"&notit;",
    b"&#x41",
    b"&#146;",
    b"&#0;",
    b";",
    b"\r",
    b"\r\n",
    b"\n",
    b"\0",
    b" ",
    b"\t",
    b"word",
    b"Two words. ",
    b"\xC3\xA9",
    b"\xE2\x80\x9C",
    b"\xF0\x9F\x98\x80",
    b"\x0C",
    b"\x01",
    b"&#12;",
    b"\xC2\x85",
    b"\xC2\xA0",
    b"\xE9",
    b"\xFF",
    b"\x1B$B",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"-",
    b"--",
    b"<meta charset=windows-1252>",
    b"<meta charset=shift_jis>",
    b"%PDF",
    b"\x1B[0m",
];

fn soup() -> impl Strategy<Value = Vec<u8>> {
    vec(select(FRAGMENTS), 0..40).prop_map(|fragments| fragments.concat())
}

fn format() -> impl Strategy<Value = SourceFormat> {
    select(&[SourceFormat::Auto, SourceFormat::Html, SourceFormat::Text][..])
}

/// All that a document says, of the pieces between `cuts`.
fn read_in_chunks(document: &[u8], cuts: &[usize], options: &Options) -> String {
    let mut extractor = Extractor::new(options.clone());
    let mut from = 0;
    for cut in cuts.iter().chain([&document.len()]) {
        extractor.push(&document[from..*cut]);
        from = *cut;
    }
    format!("{:#?}", extractor.finish())
}

fn whole(document: &[u8], options: &Options) -> String {
    format!("{:#?}", extract(document, options))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn soups(soup in soup(), format in format(), cuts in vec(any::<Index>(), 0..MAX_CUTS)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(soup.len() + 1)).collect();
        cuts.sort_unstable();
        let options = Options::new().format(format);
        prop_assert_eq!(read_in_chunks(&soup, &cuts, &options), whole(&soup, &options));
    }

    #[test]
    fn soups_byte_by_byte(soup in soup(), format in format()) {
        let cuts: Vec<usize> = (0..soup.len()).collect();
        let options = Options::new().format(format);
        prop_assert_eq!(read_in_chunks(&soup, &cuts, &options), whole(&soup, &options));
    }
}

#[test]
fn corpus() {
    let options = Options::new();
    for page in corpus_pages() {
        let expected = whole(&page.bytes, &options);
        let mut runner = TestRunner::deterministic();
        for _ in 0..8 {
            let cuts = vec(0..=page.bytes.len(), 0..MAX_CUTS).new_tree(&mut runner);
            let mut cuts = cuts.expect("cuts").current();
            cuts.sort_unstable();
            assert_eq!(
                read_in_chunks(&page.bytes, &cuts, &options),
                expected,
                "{} {cuts:?}",
                page.name
            );
        }
        for len in [1, 7, 1000] {
            let cuts: Vec<usize> = (0..page.bytes.len()).step_by(len).collect();
            assert_eq!(
                read_in_chunks(&page.bytes, &cuts, &options),
                expected,
                "{} {len}",
                page.name
            );
        }
    }
}

#[test]
fn sources_count_references_and_line_ends_as_they_stand() {
    let page = "<pre>\r\n\r\n a</pre><p>Caf&eacute;\r\nbar &raquo;</p>";
    let document = extract(page.as_bytes(), &Options::new());
    let sources: Vec<&str> = document
        .blocks()
        .map(|block| &page[block.span.0 as usize..block.span.1 as usize])
        .collect();
    assert_eq!(sources, ["\r\n a", "Caf&eacute;\r\nbar &raquo;"]);
}
