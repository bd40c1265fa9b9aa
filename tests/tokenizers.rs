//! The lexer and the reference give the same events, on every page and for every chunking.

mod support;

use support::{SETS, assert_same_events, corpus_pages, lexer_events, reference_events, set_pages};

/// Chunk sizes for small inputs; pages of the sets are read whole and in one size only.
const SMALL_CHUNKS: [usize; 3] = [usize::MAX, 1, 7];
const PAGE_CHUNKS: [usize; 2] = [usize::MAX, 4096];

#[test]
fn sets() {
    for set in SETS {
        let (mut pages, mut handed_over) = (0, 0);
        for page in set_pages(set) {
            let text = String::from_utf8_lossy(&page.bytes);
            let reference = reference_events(&text);
            for chunk_len in PAGE_CHUNKS {
                let (events, fallback) = lexer_events(&text, chunk_len);
                assert_same_events(&format!("{set}/{}", page.name), &events, &reference);
                handed_over += usize::from(fallback && chunk_len == usize::MAX);
            }
            pages += 1;
        }
        println!("{set}: {pages} pages, {handed_over} fall back");
        assert!(handed_over * 50 <= pages, "{set}: more than 2 % of the pages fall back");
    }
}

#[test]
fn corpus() {
    for page in corpus_pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        let reference = reference_events(&text);
        for chunk_len in SMALL_CHUNKS {
            assert_same_events(&page.name, &lexer_events(&text, chunk_len).0, &reference);
        }
    }
}
