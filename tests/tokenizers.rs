//! The lexer and the reference give the same events, on every page and for every chunking.

mod support;

use support::{SETS, assert_same_events, corpus_pages, lexer_events, reference_events, set_pages};

/// Chunk sizes for small inputs; pages of the sets are read whole and in one size only.
const SMALL_CHUNKS: [usize; 3] = [usize::MAX, 1, 7];
const PAGE_CHUNKS: [usize; 2] = [usize::MAX, 4096];

#[test]
fn sets() {
    for set in SETS {
        for page in set_pages(set) {
            let text = String::from_utf8_lossy(&page.bytes);
            let reference = reference_events(&text);
            for chunk_len in PAGE_CHUNKS {
                let events = lexer_events(&text, chunk_len);
                assert_same_events(&format!("{set}/{}", page.name), &events, &reference);
            }
        }
    }
}

#[test]
fn corpus() {
    for page in corpus_pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        let reference = reference_events(&text);
        for chunk_len in SMALL_CHUNKS {
            assert_same_events(&page.name, &lexer_events(&text, chunk_len), &reference);
        }
    }
}

/// NUL is U+FFFD wherever it stands in a tag.
#[test]
fn nul_in_tags() {
    let places = [
        "<p@ class=a>",
        "<@p>a",
        "<p @>",
        "<p @=a>",
        "<p class@=a>",
        "<p class @>",
        "<p class =@a>",
        "<p class= @>",
        "<p class='@&amp@;'>",
        "<p class=\"&copy@\">",
        "<p class='a'@id=b>",
        "<p/@>",
        "<p @/>",
        "</p@>",
        "</p @>",
        "</@p>",
        "<p clas@s=a class=b>",
        "<script@>a</script>",
        "<title>a</title@></title>",
        "<svg@><title>",
        "<p class=a@",
        "<!--@--><!@><?@>",
    ];
    for place in places {
        let text = format!("a{}b<p class=c>d", place.replace('@', "\0"));
        let reference = reference_events(&text);
        for chunk_len in SMALL_CHUNKS {
            assert_same_events(place, &lexer_events(&text, chunk_len), &reference);
        }
    }
}
