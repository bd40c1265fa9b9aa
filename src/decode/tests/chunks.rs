//! Output and report do not depend on where the input is cut, and no bytes make the decoder panic.

use super::{CHINESE, CONTENT_WINDOW, FRENCH, JAPANESE, KOREAN, RUSSIAN, decode, encode};
use crate::decode::{Decoder, EncodingHints, EncodingReport, Markup};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};

const LABELS: [&str; 15] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "windows-1251",
    "koi8-r",
    "iso-8859-2",
    "windows-1256",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "gbk",
    "gb18030",
    "big5",
];

fn decode_in_chunks(
    bytes: &[u8],
    hints: EncodingHints<'_>,
    lengths: &[usize],
) -> (String, EncodingReport) {
    let mut text = String::new();
    let mut out = |piece: &str| text.push_str(piece);
    let mut decoder = Decoder::new(hints);
    let mut rest = bytes;
    for &length in lengths.iter().cycle() {
        let (chunk, after) = rest.split_at(length.min(rest.len()));
        decoder.push(chunk, &mut out);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    let report = decoder.finish(&mut out);
    (text, report)
}

/// Chunk lengths that are used in turn; at least one is not 0.
fn chunk_lengths() -> impl Strategy<Value = Vec<usize>> {
    (prop::collection::vec(0usize..9, 0..6), 1usize..40).prop_map(|(mut lengths, last)| {
        lengths.push(last);
        lengths
    })
}

fn label() -> impl Strategy<Value = &'static str> {
    prop::sample::select(LABELS.to_vec())
}

fn labels_or_none() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![3 => Just(None), 2 => label().prop_map(Some)]
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![CHINESE, FRENCH, JAPANESE, KOREAN, RUSSIAN])
            .prop_map(str::to_owned),
        prop::sample::select(vec![
            "<p>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<a b='",
            "'>",
            "\u{1B}",
            "\u{FEFF}",
            "<meta http-equiv=content-type content='text/html; charset=big5'>",
        ])
        .prop_map(str::to_owned),
        label().prop_map(|label| format!("<meta charset={label}>")),
        label().prop_map(|label| format!("<?xml version='1.0' encoding='{label}'?>")),
        "[ -~]{0,12}",
        "\\PC{0,8}",
    ]
}

/// A page in some encoding, perhaps damaged and cut.
fn page() -> impl Strategy<Value = Vec<u8>> {
    let damage = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3);
    let text = prop::collection::vec(piece(), 0..7).prop_map(|pieces| pieces.concat());
    (label(), text, damage, 0usize..3).prop_map(|(label, text, damage, cut)| {
        let mut bytes = encode(label, &text);
        if !bytes.is_empty() {
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        bytes
    })
}

fn noise() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(
            prop::sample::select(
                b"<!-/>?xmlta =\"'\x1B$B(J\0\xEF\xBB\xBF\xFF\xFE\xC3\xA9\xE4".to_vec()
            ),
            0..80,
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn pages_read_the_same_in_any_chunks(
        bytes in prop_oneof![4 => page(), 1 => noise()],
        lengths in chunk_lengths(),
        http in labels_or_none(),
        forced in prop_oneof![2 => Just(None), 1 => label().prop_map(Some)],
        markup in prop::sample::select(vec![Markup::Html, Markup::None]),
    ) {
        let hints = EncodingHints { forced, http, markup };
        let whole = decode(&bytes, hints);
        prop_assert_eq!(&whole, &decode_in_chunks(&bytes, hints, &lengths));
        prop_assert_eq!(&whole, &decode_in_chunks(&bytes, hints, &[1]));
    }

    #[test]
    fn a_forced_encoding_gives_back_what_it_was_made_from(
        text in "\\PC{0,60}",
        label in prop::sample::select(vec!["utf-8", "utf-16le", "utf-16be", "gb18030"]),
        lengths in chunk_lengths(),
    ) {
        let hints = EncodingHints { forced: Some(label), ..EncodingHints::default() };
        let (decoded, report) = decode_in_chunks(&encode(label, &text), hints, &lengths);
        prop_assert_eq!(decoded, text.trim_start_matches('\u{FEFF}'));
        prop_assert!(!report.malformed && !report.cut);
    }

}

proptest! {
    // Each case decodes more than a window twice.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The whole window, its end and what lies behind it.
    #[test]
    fn long_pages_read_the_same_in_any_chunks(
        head in page(),
        body in prop::collection::vec(piece(), 1..4),
        label in label(),
        tail in page(),
        chunk in 1usize..100_000,
    ) {
        let body = encode(label, &body.concat());
        let copies = CONTENT_WINDOW / body.len().max(1) + 1;
        let bytes = [head, body.repeat(copies.min(CONTENT_WINDOW)), tail].concat();
        let whole = decode(&bytes, EncodingHints::default());
        let cut = decode_in_chunks(&bytes, EncodingHints::default(), &[chunk]);
        prop_assert!(whole == cut, "{:?} {:?}", whole.1, cut.1);
    }
}

/// The standard library and encoding_rs agree on where each U+FFFD goes.
#[test]
fn repairs_are_those_of_the_standard_library() {
    let bytes = b"\xEF\xBB\xBFa\xE4\xB8\xE4\xB8\xADb\xF0\x9F\x98c\x80\xC0\xAF\xED\xA0\x80\xF5\xFFz";
    let expected = String::from_utf8_lossy(&bytes[3..]);
    for chunk in 1..bytes.len() {
        let (text, report) = decode_in_chunks(bytes, EncodingHints::default(), &[chunk]);
        assert_eq!(text, expected);
        assert!(report.malformed);
    }
}

/// The XML declaration alone would make the escape ISO-2022-JP; the tag after it says otherwise.
#[test]
fn an_xml_declaration_waits_for_what_overrules_it() {
    let page = "<?xml version='1.0' encoding='iso-2022-jp'?>\u{1B}$B<meta charset=big5>";
    for chunk in [1, 7, page.len()] {
        let (text, report) = decode_in_chunks(page.as_bytes(), EncodingHints::default(), &[chunk]);
        assert_eq!((text.as_str(), report.source.name()), (page, "ascii"));
    }
}
