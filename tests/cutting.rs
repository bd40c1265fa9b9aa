//! `--strip notices --to html`: the input's own bytes without the notice elements.

mod support;

use dechaff::{Document, KeepOriginal, Options, SourceFormat, Strip, extract};
use proptest::prelude::*;
use support::{SETS, check_pages, corpus_pages, set_pages};

fn options(format: SourceFormat) -> Options {
    Options::new().format(format).strip(Strip::Notices).original(KeepOriginal::Yes)
}

fn html(document: &Document) -> Vec<u8> {
    document.html().expect("the original is kept").into_owned()
}

#[test]
fn corpus() {
    check_pages(corpus_pages(), |page| check(&page.bytes, SourceFormat::Html));
}

#[test]
fn sets() {
    let pages = SETS.into_iter().flat_map(set_pages);
    check_pages(pages, |page| check(&page.bytes, SourceFormat::Html));
}

fn check(bytes: &[u8], format: SourceFormat) -> Result<(), String> {
    let document = extract(bytes, &options(format));
    let once = html(&document);
    if document.blocks().all(|block| block.verdict.dropped.is_none()) && once != bytes {
        return Err("nothing was dropped, and bytes are lost".into());
    }
    only_bytes_are_cut(bytes, &once)?;
    let again = extract(&once, &options(format));
    if html(&again) != once {
        return Err(format!("twice is not once: {:?}", dropped(&again)));
    }
    if let Some(block) = again.blocks().find(|block| !block.verdict.is_kept()) {
        return Err(format!("a notice is left: {:?}", block.text));
    }
    words_stay(&document, &again)
}

fn dropped(document: &Document) -> Vec<String> {
    let dropped = document.blocks().filter(|block| block.verdict.dropped.is_some());
    dropped.map(|block| format!("{} {:?}", block.verdict.reason, block.text)).take(3).collect()
}

/// Whether `output` is `input` without some of its bytes; which ranges they were cannot be told from it.
fn only_bytes_are_cut(input: &[u8], output: &[u8]) -> Result<(), String> {
    let mut rest = input.iter();
    match output.iter().position(|byte| !rest.any(|other| other == byte)) {
        None => Ok(()),
        Some(at) => Err(format!("byte {at} of the output is not from the input")),
    }
}

/// What is kept of the first reading is what the output shows, but for what further readings cut,
/// and no words have grown together.
fn words_stay(document: &Document, again: &Document) -> Result<(), String> {
    let words = |document: &Document| -> Vec<String> {
        let kept = document.blocks().map(|block| block.kept_text().into_owned());
        kept.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    let before = words(document);
    let mut rest = before.iter();
    match words(again).iter().find(|word| !rest.any(|other| other == *word)) {
        None => Ok(()),
        Some(word) => Err(format!("{word:?} is no word of the page, or not in order")),
    }
}

#[test]
fn elements_go_whole_and_all_else_stays() {
    let page = "<!DOCTYPE html>\r\n<html lang=en><body><main>
<h1>Ferry in dock</h1>
<p>The ferry stays in dock until the inspectors have looked at both engines, the harbour said.</p>
[<div class=\"newsletter-box\"><img src=x><h3>The tide table</h3><p>Sign up to our newsletter.</p>
<form><label>Your email</label><button>Go</button></form></div>]
<p>Passengers with a ticket can travel from the northern pier, the harbour said on Monday.[ If you like our reports, please] [<a href=x>subscribe to our newsletter</a>][.] The fare is four crowns.</p>
<p>The last time both engines failed was in the winter when the pier froze, forty years ago.<!-- kept -->
[<dialog open><p>We use cookies. <button>Accept all</button></dialog>]</main></body></html>";
    let input = page.replace(['[', ']'], "");
    let mut expected = String::new();
    for (number, part) in page.split(['[', ']']).enumerate() {
        expected.push_str(if number % 2 == 0 { part } else { "" });
    }
    let output = html(&extract(input.as_bytes(), &options(SourceFormat::Html)));
    assert_eq!(String::from_utf8_lossy(&output), expected);
}

#[test]
fn words_around_a_cut_stay_apart() {
    let page = b"<p>The pier is shut<div>Please donate to our paper today.</div>until Friday, said the board.";
    let output = html(&extract(page, &options(SourceFormat::Html)));
    assert_eq!(
        String::from_utf8_lossy(&output),
        "<p>The pier is shut<div></div>until Friday, said the board."
    );
}

#[test]
fn markup_that_reads_otherwise_without_an_element_keeps_it() {
    // The bullet alone is no block; the second end tag would close the first heading.
    for (page, expected) in [
        (
            "<html lang=en>&bull;<ul><li>Please donate to our paper today.</ul>The pier is shut.",
            "<html lang=en>&bull;<ul><li></ul>The pier is shut.",
        ),
        (
            "<html lang=en><h2><h2>Please donate to our paper today.</h2>The pier</h2>is shut.",
            "<html lang=en><h2><h2></h2>The pier</h2>is shut.",
        ),
    ] {
        let output = html(&extract(page.as_bytes(), &options(SourceFormat::Html)));
        assert_eq!(String::from_utf8_lossy(&output), expected);
    }
}

/// A space comes between the words of labels that has no place in the page; a control character has a
/// place and no word (found by fuzzing).
#[test]
fn words_of_preformatted_text_lead_back_to_their_places() {
    for page in ["<pre>贊助<label><贊助\n", "<pre>\u{1}贊助<label>\u{2}贊助\u{3} 贊助</label>\n"]
    {
        check(page.as_bytes(), SourceFormat::Html).expect(page);
        let document = extract(page.as_bytes(), &options(SourceFormat::Html));
        assert_eq!(document.blocks().filter(|block| !block.verdict.is_kept()).count(), 1);
        let words = html(&document).iter().filter(|byte| !byte.is_ascii()).count();
        assert_eq!(words, 0, "{page:?}");
    }
}

/// Each stretch between control characters leads back to its own place.
#[test]
fn a_sentence_goes_out_of_preformatted_text_with_control_characters() {
    let prose = "The mayor spoke\u{2} of a long day for the town and its people, and the work on the bridge \
        begins in May\u{1}, she said, with steel from the old yard. "
        .repeat(3);
    let notice = "Please support us with a monthly donation of just $2. ";
    for tag in ["pre", "xmp"] {
        let page = format!("<p>The bridge is due.</p><{tag}>{prose}{notice}{prose}</{tag}>");
        check(page.as_bytes(), SourceFormat::Html).expect(tag);
        let output = html(&extract(page.as_bytes(), &options(SourceFormat::Html)));
        assert_eq!(String::from_utf8_lossy(&output), page.replace(notice, ""));
    }
}

#[test]
fn other_encodings_stay_what_they_are() {
    let page = b"<html lang=fr><meta charset=windows-1252><p>Le bac reste \xE0 quai jusqu'\xE0 nouvel ordre.\
        <p>Inscrivez-vous \xE0 notre newsletter pour recevoir nos articles.<p>Voil\xE0 tout.";
    let output = html(&extract(page, &options(SourceFormat::Html)));
    assert_eq!(
        output,
        b"<html lang=fr><meta charset=windows-1252><p>Le bac reste \xE0 quai jusqu'\xE0 nouvel ordre.<p>Voil\xE0 tout."
    );
    let utf16: Vec<u8> =
        "\u{FEFF}<p>Caf\u{E9} closed.<p>Please donate to our paper today.<p>Open again."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
    let output = html(&extract(&utf16, &options(SourceFormat::Html)));
    let units: Vec<u16> =
        output.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(String::from_utf16_lossy(&units), "\u{FEFF}<p>Caf\u{E9} closed.<p>Open again.");
}

#[test]
fn plain_text_keeps_its_bytes_too() {
    let text = b"Caf\xE9 closed.\r\n\r\nPlease donate to our paper today.\r\n\r\nOpen again.\r\n";
    let output = html(&extract(text, &options(SourceFormat::Text)));
    assert_eq!(output, b"Caf\xE9 closed.\r\n\r\nOpen again.\r\n");
}

#[test]
fn chunks_do_not_matter() {
    for page in corpus_pages() {
        let mut extractor = dechaff::Extractor::new(options(SourceFormat::Html));
        page.bytes.chunks(997).for_each(|chunk| extractor.push(chunk));
        let whole = extract(&page.bytes, &options(SourceFormat::Html));
        assert_eq!(html(&extractor.finish()), html(&whole), "{}", page.name);
    }
}

const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<form>",
    "</form>",
    "<table><tr><td>",
    "</td><td>",
    "</table>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<br>",
    "<br><br>",
    "<dialog open>",
    "</dialog>",
    "<h2>",
    "</h2>",
    "<span>",
    "</span>",
    "</body>",
    "<pre>",
    "</pre>",
    "Please donate to our paper today.",
    "Subscribe",
    "Not now",
    "We use cookies.",
    "words ",
    "The ferry stays in dock until the inspectors have looked at both engines.",
    "\u{E9}t\u{E9}",
    "&amp;",
    "\r\n",
    "  ",
    "<!-- c -->",
    "<script>x</script>",
    "<svg><title>t</title></svg>",
    "Dear readers,",
    "&nbsp;",
    "\u{2022}",
];

proptest! {
    #[test]
    fn tag_soup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let page = format!("<html lang=en><body>{}", pieces.concat());
        prop_assert_eq!(check(page.as_bytes(), SourceFormat::Html), Ok(()));
    }
}
