//! Declarations in markup, read through the decoder.

use super::{EncodingSource, decode, encode, facts, plain};
use crate::decode::CONTENT_WINDOW;

/// The encoding that a page's markup leads to; its one foreign byte says nothing by itself.
fn declared(markup: &str) -> Option<&'static str> {
    let mut bytes = markup.as_bytes().to_vec();
    bytes.extend_from_slice(b"\n\xE9\xE9 ");
    let report = decode(&bytes, plain()).1;
    (report.source == EncodingSource::Meta).then_some(report.name)
}

#[test]
fn declarations_that_count() {
    for markup in [
        "<meta charset=koi8-r>",
        "<META CHARSET = 'KOI8-R' />",
        "<meta/charset=\"koi8-r\"/>",
        "<meta\ncharset=\"\nkoi8-r\n\">",
        "<meta name=a charset=koi8-r charset=big5>",
        "<meta http-equiv=content-type content='text/html; charset=koi8-r'>",
        "<meta content=\"text/html;charset=koi8-r\" http-equiv=Content-Type>",
        "<meta content='charset=big5' http-equiv=Content-Type charset=koi8-r>",
        "<meta charset=klingon><meta charset=koi8-r>",
        "<meta><meta charset=koi8-r>",
        "<!-- <meta charset=big5> --><meta charset=koi8-r>",
        "<!--><meta charset=koi8-r>",
        "<!---><meta charset=koi8-r>",
        "<!-- a -- b ---><meta charset=koi8-r>",
        "<!doctype html><?x <b ?></ a ><meta charset=koi8-r>",
        "<a title='<meta charset=big5>'><meta charset=koi8-r>",
        "<script>x = '<meta charset=big5>' < 2</script ><meta charset=koi8-r>",
        "<style>a{}</sty <</STYLE><meta charset=koi8-r>",
        "1 < 2 <<meta charset=koi8-r>",
        " \n<?xml version='1.0' encoding='koi8-r'?><html>",
        "<?xml encoding='big5'?><meta charset=koi8-r>",
    ] {
        assert_eq!(declared(markup), Some("KOI8-R"), "{markup}");
    }
}

#[test]
fn declarations_that_do_not_count() {
    for markup in [
        "",
        "<metacharset=koi8-r>",
        "<meta charset=klingon>",
        "<meta content='text/html; charset=koi8-r'>",
        "<meta http-equiv=refresh content='text/html; charset=koi8-r'>",
        "</meta charset=koi8-r>",
        "<!-- <meta charset=koi8-r>",
        "<script><meta charset=koi8-r>",
        "<meta charset=koi8-r",
        "<meta charset='koi8-r>",
        "<p><?xml encoding='koi8-r'?>",
        "<meta xcharset=koi8-r charsets=koi8-r>",
        "<meta charset=utf-8>",
        "<meta charset=utf-16>",
        "<meta charset=iso-2022-kr>",
    ] {
        assert_eq!(declared(markup), None, "{markup}");
    }
}

#[test]
fn user_defined_is_windows_1252() {
    assert_eq!(declared("<meta charset=x-user-defined>"), Some("windows-1252"));
}

#[test]
fn the_prescan_ends_where_it_says() {
    let tag = "<meta charset=koi8-r>";
    let filled = |length: usize| format!("{}{tag}", "x".repeat(length - tag.len()));
    assert_eq!(declared(&filled(CONTENT_WINDOW)), Some("KOI8-R"));
    assert_eq!(declared(&filled(CONTENT_WINDOW + 1)), None);
}

#[test]
fn a_declaration_may_stand_after_the_first_foreign_byte() {
    let page = "<title>Привет</title><meta charset=koi8-r>Привет";
    let (text, report) = decode(&encode("koi8-r", page), plain());
    assert_eq!((text.as_str(), facts(report)), (page, ("KOI8-R", "meta")));
}
