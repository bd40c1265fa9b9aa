//! What the stage as a whole does with documents, and that it does so however they are cut.

mod chunks;
mod markup;

use super::{CONTENT_WINDOW, EncodingHints, EncodingReport, EncodingSource, Markup, decode};
use encoding_rs::Encoding;

const RUSSIAN: &str = "Редакция сообщает, что новый мост через реку откроют в пятницу утром.";
const JAPANESE: &str = "東京の天気は晴れのち曇りでしょう。明日はカタカナのニュースを読みます。";
const KOREAN: &str =
    "서울의 날씨는 맑고 내일은 비가 내릴 것으로 보입니다. 기사 전문을 읽어 보세요.";
const CHINESE: &str = "今天北京的天气很好，记者从有关部门了解到，新的大桥将于星期五上午正式通车。";
const FRENCH: &str = "Le café où l'été passait était fermé : « à bientôt », disait l'écriteau. ";

fn plain() -> EncodingHints<'static> {
    EncodingHints::default()
}

fn http(label: &str) -> EncodingHints<'_> {
    EncodingHints { http: Some(label), ..EncodingHints::default() }
}

fn forced(label: &str) -> EncodingHints<'_> {
    EncodingHints { forced: Some(label), ..EncodingHints::default() }
}

/// The bytes of `text` in an encoding; encoding_rs encodes no UTF-16, so that is done here.
fn encode(label: &str, text: &str) -> Vec<u8> {
    match label {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => Encoding::for_label(label.as_bytes())
            .expect("a known label")
            .encode(text)
            .0
            .into_owned(),
    }
}

fn facts(report: EncodingReport) -> (&'static str, &'static str) {
    (report.name, report.source.name())
}

#[track_caller]
fn assert_decodes(bytes: &[u8], hints: EncodingHints<'_>, text: &str, name: &str, source: &str) {
    let (decoded, report) = decode(bytes, hints);
    assert_eq!(decoded, text);
    assert_eq!(facts(report), (name, source));
    assert!(!report.malformed && !report.cut, "{report:?}");
}

#[test]
fn empty_and_one_byte() {
    assert_decodes(b"", plain(), "", "UTF-8", "ascii");
    assert_decodes(b"a", plain(), "a", "UTF-8", "ascii");
    assert_decodes(b"\0", plain(), "\0", "UTF-8", "ascii");
    assert_decodes(b"\0\0\0\0\0\0\0\0\0", plain(), &"\0".repeat(9), "UTF-8", "ascii");
    assert_decodes(b"\xE9", plain(), "é", "windows-1252", "detected");
}

#[test]
fn ascii_passes_at_once() {
    let mut text = String::new();
    let mut decoder = super::Decoder::new(plain());
    decoder.push(b"<p>caf\xC3\xA9", &mut |piece: &str| text.push_str(piece));
    assert_eq!(text, "<p>caf");
    let report = decoder.finish(&mut |piece: &str| text.push_str(piece));
    assert_eq!(text, "<p>café");
    assert_eq!(facts(report), ("UTF-8", "content"));
}

#[test]
fn utf8_wins_over_what_is_declared() {
    for label in ["gb2312", "iso-8859-1", "shift_jis", "utf-8", "utf-16", "iso-2022-jp"] {
        let page = format!("<meta charset={label}><p>{CHINESE}");
        assert_decodes(page.as_bytes(), plain(), &page, "UTF-8", "content");
        assert_decodes(page.as_bytes(), http(label), &page, "UTF-8", "content");
    }
}

#[test]
fn declared_utf8_is_passed_over_if_the_bytes_deny_it() {
    let page = format!("<meta charset=utf-8><p>{FRENCH}");
    let bytes = encode("windows-1252", &page);
    assert_decodes(&bytes, plain(), &page, "windows-1252", "detected");
    assert_decodes(&bytes, http("utf-8"), &page, "windows-1252", "detected");
    let page = format!("<meta charset=iso-8859-15><p>{FRENCH}");
    let bytes = encode("iso-8859-15", &page);
    assert_decodes(&bytes, http("utf-8"), &page, "ISO-8859-15", "meta");
}

#[test]
fn a_label_of_several_bytes_is_passed_over_if_the_bytes_deny_it() {
    for label in ["gb2312", "shift_jis", "big5", "euc-kr", "euc-jp"] {
        for (real, name, text) in
            [("windows-1251", "windows-1251", RUSSIAN), ("latin1", "windows-1252", FRENCH)]
        {
            let page = format!("<meta charset={label}><p>{text}");
            let bytes = encode(real, &page);
            assert_decodes(&bytes, plain(), &page, name, "detected");
            assert_decodes(&bytes, http(label), &page, name, "detected");
        }
    }
}

#[test]
fn a_label_of_several_bytes_bears_damage() {
    for (label, text) in
        [("gb2312", CHINESE), ("shift_jis", JAPANESE), ("euc-jp", JAPANESE), ("euc-kr", KOREAN)]
    {
        let line = encode(label, text);
        let name = Encoding::for_label(label.as_bytes()).expect("a known label").name();
        for at in 0..line.len() {
            let damaged =
                [&line[..at], &line[at + 1..], &[b"\n", &line[..]].concat().repeat(3)].concat();
            assert_eq!(facts(decode(&damaged, http(label)).1), (name, "http"), "{label} {at}");
        }
    }
}

#[test]
fn declared_utf8_bears_characters_that_were_cut() {
    let page = b"<meta charset=utf-8><p>A house \xE2\x80\x94 not a big one<p>A teaser \xE2\x80...";
    let (text, report) = decode(page, plain());
    assert!(text.ends_with("A house \u{2014} not a big one<p>A teaser \u{FFFD}..."), "{text}");
    assert_eq!(facts(report), ("UTF-8", "meta"));
}

#[test]
fn http_comes_before_meta() {
    let page = format!("<meta charset=koi8-r><p>{RUSSIAN}");
    let bytes = encode("windows-1251", &page);
    assert_decodes(&bytes, http("cp1251"), &page, "windows-1251", "http");
    assert_decodes(&bytes, http("klingon"), &decode(&bytes, plain()).0, "KOI8-R", "meta");
}

#[test]
fn a_few_bad_bytes_leave_utf8_as_it_is() {
    let mut bytes = RUSSIAN.as_bytes().to_vec();
    bytes.extend_from_slice(b" \xE9!");
    let (text, report) = decode(&bytes, http("windows-1251"));
    assert_eq!(text, format!("{RUSSIAN} \u{FFFD}!"));
    assert_eq!(facts(report), ("UTF-8", "content"));
    assert!(report.malformed && !report.cut);
}

#[test]
fn declared_utf8_bears_more_damage() {
    let damaged = "éàü ".repeat(3).into_bytes();
    let damaged = [&damaged[..], b"\xE9 \xE0 \xFC"].concat();
    let (_, report) = decode(&damaged, http("utf-8"));
    assert_eq!(facts(report), ("UTF-8", "http"));
    assert!(report.malformed);
    assert_eq!(decode(&damaged, plain()).1.source, EncodingSource::Detected);
}

#[test]
fn a_bad_byte_after_the_window_is_replaced() {
    let mut bytes = "é".repeat(CONTENT_WINDOW / 2).into_bytes();
    bytes.extend_from_slice(b"caf\xE9 noir");
    let (text, report) = decode(&bytes, plain());
    assert!(text.ends_with("écaf\u{FFFD} noir"));
    assert!(report.malformed && report.source == EncodingSource::Content);
}

#[test]
fn the_window_may_end_inside_a_character() {
    let text = format!("{}{}", "中".repeat(CONTENT_WINDOW / 3), "文".repeat(9));
    assert_ne!(CONTENT_WINDOW % 3, 0);
    assert_decodes(text.as_bytes(), http("gbk"), &text, "UTF-8", "content");
}

#[test]
fn marks_decide_and_are_no_text() {
    let page = format!("<meta charset=koi8-r>{RUSSIAN}");
    for (mark, label, name) in [
        (&b"\xEF\xBB\xBF"[..], "utf-8", "UTF-8"),
        (b"\xFF\xFE", "utf-16le", "UTF-16LE"),
        (b"\xFE\xFF", "utf-16be", "UTF-16BE"),
    ] {
        let bytes = [mark, &encode(label, &page)].concat();
        assert_decodes(&bytes, http("windows-1251"), &page, name, "bom");
        assert_decodes(&bytes, forced(label), &page, name, "override");
        assert_decodes(mark, plain(), "", name, "bom");
    }
}

#[test]
fn a_mark_in_the_text_stays() {
    let text = "\u{FEFF}\u{FEFF}a";
    assert_decodes(text.as_bytes(), plain(), "\u{FEFF}a", "UTF-8", "bom");
}

#[test]
fn utf16_without_a_mark() {
    let page = format!("<!doctype html><p>{RUSSIAN}");
    for (label, name) in [("utf-16le", "UTF-16LE"), ("utf-16be", "UTF-16BE")] {
        let bytes = encode(label, &page);
        assert_decodes(&bytes, plain(), &page, name, "content");
        assert_decodes(&bytes, http("utf-16"), &page, name, "content");
        let short = encode(label, "<p>");
        assert_decodes(&short, http(label), "<p>", name, "http");
        let cyrillic = encode(label, RUSSIAN);
        assert_decodes(&cyrillic, http(label), RUSSIAN, name, "http");
    }
}

#[test]
fn utf16_of_http_yields_to_markup_that_reads_as_ascii() {
    assert_decodes(b"<p>plain", http("utf-16"), "<p>plain", "UTF-8", "ascii");
}

#[test]
fn utf16_of_http_yields_to_text_in_utf8() {
    let text = EncodingHints { markup: Markup::None, ..http("utf-16le") };
    assert_decodes(b"-N", text, "中", "UTF-16LE", "http");
    for plain in ["The pier is wet.", RUSSIAN, CHINESE, FRENCH] {
        let source = if plain.is_ascii() { "ascii" } else { "content" };
        assert_decodes(plain.as_bytes(), text, plain, "UTF-8", source);
        let source = if plain.as_bytes()[0].is_ascii() { "content" } else { "http" };
        assert_decodes(&encode("utf-16le", plain), text, plain, "UTF-16LE", source);
    }
}

#[test]
fn the_user_knows_best() {
    let bytes = encode("koi8-r", RUSSIAN);
    assert_decodes(&bytes, forced("koi8-r"), RUSSIAN, "KOI8-R", "override");
    let (text, report) = decode("<meta charset=utf-8>é".as_bytes(), forced("latin1"));
    assert_eq!(text, "<meta charset=utf-8>Ã©");
    assert_eq!(facts(report), ("windows-1252", "override"));
    let marked = b"\xEF\xBB\xBFabc";
    assert_decodes(marked, forced("koi8-r"), "abc", "KOI8-R", "override");
    let turned = [&b"\xFE\xFF"[..], &encode("utf-16be", RUSSIAN)].concat();
    assert_decodes(&turned, forced("utf-16"), RUSSIAN, "UTF-16BE", "bom");
    assert_decodes(b"\xFF\xFE", forced("windows-1251"), "яю", "windows-1251", "override");
    assert_decodes("é".as_bytes(), forced("klingon"), "é", "UTF-8", "content");
}

#[test]
fn unlabelled_text_is_detected() {
    for (label, name, text) in [
        ("shift_jis", "Shift_JIS", JAPANESE),
        ("euc-jp", "EUC-JP", JAPANESE),
        ("windows-1251", "windows-1251", RUSSIAN),
        ("koi8-r", "KOI8-U", RUSSIAN),
        ("euc-kr", "EUC-KR", KOREAN),
        ("gb18030", "GBK", CHINESE),
        ("windows-1252", "windows-1252", FRENCH),
    ] {
        let page = format!("<title>x</title><p>{text}");
        assert_decodes(&encode(label, &page), plain(), &page, name, "detected");
    }
    // Four-byte sequences are not in GBK proper; the Encoding Standard's GBK reads them.
    let rare = format!("{CHINESE}\u{20000}\u{1F600}");
    assert_decodes(&encode("gb18030", &rare), plain(), &rare, "GBK", "detected");
}

#[test]
fn iso_2022_jp_is_never_guessed() {
    let bytes = encode("iso-2022-jp", JAPANESE);
    let (text, report) = decode(&bytes, plain());
    assert_eq!(text.as_bytes(), bytes);
    assert_eq!(facts(report), ("UTF-8", "ascii"));
}

#[test]
fn iso_2022_jp_is_read_where_it_is_declared() {
    let bytes = encode("iso-2022-jp", JAPANESE);
    assert_decodes(&bytes, http("iso-2022-jp"), JAPANESE, "ISO-2022-JP", "http");
    assert_decodes(&bytes, forced("iso-2022-jp"), JAPANESE, "ISO-2022-JP", "override");
    for page in [
        format!("<meta charset=iso-2022-jp><title>{JAPANESE}</title>{JAPANESE}"),
        format!("<title>{JAPANESE}</title><meta charset=iso-2022-jp>{JAPANESE}"),
        format!("<?xml version='1.0' encoding='iso-2022-jp'?><p>{JAPANESE}"),
    ] {
        let bytes = encode("iso-2022-jp", &page);
        assert_decodes(&bytes, plain(), &page, "ISO-2022-JP", "meta");
        assert_decodes(&bytes, http("utf-8"), &page, "ISO-2022-JP", "meta");
    }
}

#[test]
fn an_escape_that_nothing_declares_is_a_character() {
    let colours = "<p>\u{1B}[31mred\u{1B}[0m";
    assert_decodes(colours.as_bytes(), plain(), colours, "UTF-8", "ascii");
    let page = format!("{colours}{CHINESE}<meta charset=big5>");
    assert_decodes(page.as_bytes(), plain(), &page, "UTF-8", "content");
}

#[test]
fn a_cut_character_is_left_out_and_reported() {
    let cases: [(&[u8], EncodingHints<'_>, &str, &str); 7] = [
        (b"caf\xC3\xA9 \xE4\xB8", plain(), "café ", "UTF-8"),
        (b"\xEF\xBB\xBFa\xF0\x9F\x98", plain(), "a", "UTF-8"),
        (b"caf\xC3", http("utf-8"), "caf", "UTF-8"),
        (b"\xFF\xFEa\0b", plain(), "a", "UTF-16LE"),
        (b"\xFF\xFEa\0\x3D\xD8", plain(), "a", "UTF-16LE"),
        (b"a\x82\xA0\x82", http("shift_jis"), "aあ", "Shift_JIS"),
        (b"a\x1B$B$\"\x24", http("iso-2022-jp"), "aあ", "ISO-2022-JP"),
    ];
    for (bytes, hints, text, name) in cases {
        let (decoded, report) = decode(bytes, hints);
        assert_eq!((decoded.as_str(), report.name), (text, name));
        assert!(report.cut && !report.malformed, "{name}");
    }
}

#[test]
fn latin1_that_ends_like_a_utf8_lead_is_latin1() {
    assert_decodes(b"caf\xE9", plain(), "café", "windows-1252", "detected");
    assert_decodes(b"caf\xE9", http("latin1"), "café", "windows-1252", "http");
}

#[test]
fn plain_text_declares_nothing() {
    let text = format!("<meta charset=koi8-r>{RUSSIAN}");
    let bytes = encode("windows-1251", &text);
    let hints = EncodingHints { markup: Markup::None, ..plain() };
    assert_decodes(&bytes, hints, &text, "windows-1251", "detected");
}
