//! The rows of HOSTILE.md that concern one document of HTML or text, and the command line. A test
//! is named after its row, and asserts blocks, warnings and text, never seconds: linear time is
//! counted in `linear.rs`.
#![allow(clippy::unwrap_used, reason = "a test that cannot run the command has failed")]

#[path = "support/files.rs"]
mod files;
#[allow(dead_code, unreachable_pub, reason = "examples share it")]
#[path = "support/generators.rs"]
mod generators;
mod support;

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use dechaff::stages::{BlockKind, Context, read_arena};
use dechaff::{
    Document, Extractor, Options, SourceFormat, Strip, Tokenizer, Warning, decode, extract,
};
use files::gzip;
use generators::GENERATORS;
use support::corpus_pages;

/// A page's text with nothing but notices removed: what the tokenizer and the builder made of it.
fn read(page: impl AsRef<[u8]>) -> (String, Document) {
    let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
    let document = extract(page.as_ref(), &options);
    (document.text(), document)
}

fn has(document: &Document, warning: Warning) -> bool {
    document.warnings().contains(&warning)
}

/// Prose that is content on any page.
const PARAGRAPHS: [&str; 5] = [
    "The harbour authority closed the eastern pier on Tuesday after divers found cracks in four of \
     the twelve supports that carry the loading crane.",
    "Engineers had warned in spring that the concrete was older than the records said, and that the \
     storms of the past two winters had washed out the ground beneath it.",
    "Until the supports have been replaced, ferries to the islands will leave from the northern \
     quay, which adds about twenty minutes to each crossing.",
    "The mayor told reporters that the work would take until the autumn and cost some three million \
     euros, of which the region is to bear two thirds.",
    "Fishermen fear for the summer season, because the ice house and the auction hall stand on the \
     closed pier and cannot be reached by lorry from any other side.",
];

/// A page with a headline, the prose between `before` and `after`, and a little navigation.
fn article(body: &str, before: &str, after: &str) -> String {
    let prose: String = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=en><title>Pier closed</title>{body}<nav><ul><li><a href=/>Home</a>\
         <li><a href=/news>News</a></ul></nav>{before}<h1>Pier closed after divers find cracks</h1>\
         {prose}{after}<footer><a href=/imprint>Imprint</a></footer>"
    )
}

/// How many of the paragraphs the default output keeps, and how often the first of them stands in it.
fn kept_paragraphs(page: &str) -> (usize, usize) {
    let text = extract(page.as_bytes(), &Options::new()).text();
    let kept = PARAGRAPHS.iter().filter(|paragraph| text.contains(**paragraph)).count();
    (kept, text.matches(PARAGRAPHS[0]).count())
}

#[test]
fn row_01_a_million_nested_elements() {
    let page = "<div>".repeat(1_000_000) + "text";
    let (text, document) = read(&page);
    assert_eq!((text.as_str(), document.blocks().len()), ("text\n", 1));
    assert_eq!(document.warnings(), [Warning::Depth]);
    assert!(read_arena(page.as_bytes(), &Options::new()).elements.len() <= 513);
}

#[test]
fn row_02_nested_lists() {
    let (text, document) = read("<ul><li>".repeat(64_000) + "text");
    assert_eq!((text.trim(), document.blocks().len()), ("- text", 1));
    assert_eq!(document.warnings(), [Warning::Depth]);
    let (text, document) = read("<ul><li>a".repeat(2000));
    assert_eq!((text.matches('a').count(), document.blocks().len()), (2000, 2000));
    assert!(text.len() < 2000 * 40, "{} bytes of indents", text.len());
}

#[test]
fn row_03_misnested_formatting() {
    let generator = generators::generator("misnested").unwrap();
    let (text, document) = read(generator.make(5000));
    assert_eq!((text.as_str(), document.blocks().len()), ("x\n", 1));
    let (text, _) = read("<b>1<i>2</b>3</i>4<p><b>5<div>6</b>7</div>8</p>9");
    assert_eq!(text.split_whitespace().collect::<String>(), "123456789");
}

#[test]
fn row_04_attributes() {
    let many: String = (0..100_000).map(|i| format!(" a{i}=b")).collect();
    for nul in ["", "\0"] {
        let (text, document) = read(format!("<p{nul}{many}>text<p class=a{many}>more"));
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["text", "more"][..], "{nul:?}");
        assert!(document.warnings().is_empty());
    }
    let arena =
        read_arena(b"<p role=navigation role=article hidden='' role=main>a", &Options::new());
    let context = arena.blocks[0].context;
    assert!(context.has(Context::NAV) && !context.has_any(Context::ARTICLE.with(Context::MAIN)));
}

#[test]
fn row_05_much_text_and_many_breaks() {
    let text = "word ".repeat(1 << 20);
    let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
    let document = extract(text.as_bytes(), &options.clone().max_bytes(1 << 20));
    assert_eq!(document.warnings(), [Warning::TooLarge]);
    assert_eq!(document.text().len(), (1 << 20) + 1, "what was read, and a line end");
    assert_eq!(extract(text.as_bytes(), &options).text().trim_end(), text.trim_end());
    let (text, document) = read("<br>".repeat(1_000_000) + "text");
    assert_eq!((text.as_str(), document.blocks().len()), ("text\n", 1));
}

#[test]
fn row_05_many_blocks() {
    let (text, document) = read("<p>a".repeat(200_000));
    assert_eq!(document.warnings(), [Warning::Blocks]);
    assert_eq!(document.blocks().len(), dechaff::stages::MAX_BLOCKS + 1);
    assert_eq!(text.matches('a').count(), 200_000);
    let (text, document) = read("<p></p>".repeat(1_100_000) + "<p>a<p>b");
    assert_eq!(document.warnings(), [Warning::Blocks]);
    assert_eq!(text, "a\n\nb\n");
}

#[test]
fn row_06_numbers() {
    let (text, _) =
        read("<table><tr><td colspan=9007199254740991 rowspan=-1>a<td>b<tr><td>c<td>d</table>");
    assert_eq!(text, "a | b\nc | d\n");
    for number in ["9007199254740991", "-5", "65536", "99999999999999999999", "1e9", ""] {
        let (text, document) = read(format!("<ol start={number}><li>a<li value={number}>b</ol>"));
        assert_eq!(document.blocks().len(), 2);
        assert!(text.len() < 32, "{text}");
    }
}

#[test]
fn row_07_what_is_never_closed() {
    let ends = [
        "<script>a=1",
        "<script><!--<script>",
        "<style>a{",
        "<title>b",
        "<textarea>",
        "<!-- c",
        "<!--",
        "<!-",
        "<!",
        "<xmp>",
        "<noscript>",
        "<template>d",
        "<svg><title>e",
        "<svg><style>f",
        "<math><annotation-xml>g",
        "<![CDATA[h",
        "<svg><![CDATA[i",
        "<iframe>j",
        "<a href='k",
        "<?l",
        "</m",
        "&",
        "&am",
        "&#x",
        "<",
        "</",
        "<select><option>",
        "<table><tr><td>",
        "<plaintext>",
    ];
    for end in ends {
        let (text, _) = read(format!("<p>The body before.</p>{end}"));
        assert!(text.starts_with("The body before.\n"), "{end}: {text}");
    }
    for open in ["<svg>", "<svg><g><path d=M0>", "<svg><defs><clipPath>"] {
        let (text, _) = read(format!("<div>{open}<text>drawn<p>After.</p></div><p>Later.</p>"));
        assert_eq!(text, "After.\n\nLater.\n", "{open}");
    }
}

/// What both tokenizers make of odd markup, and what of it is text.
#[test]
fn row_08_odd_markup() {
    let pages = [
        ("<svg><template><p>a</template></svg>b", "ab\n"),
        ("<table><select><xmp><p>a</xmp>b", "<p>a\n\nb\n"),
        ("a<plaintext><p>b</plaintext>", "a\n\n<p>b</plaintext>\n"),
        ("<frameset><frame></frameset><p>a", "a\n"),
        ("<noframes><p>a</noframes>b", "b\n"),
        ("<p>a<![CDATA[b]]>c", "ac\n"),
        ("<math><ms>b</ms><![CDATA[<d>]]></math>c", "b<d>c\n"),
        ("<p>a\0b<p\0>c<\0>d</p\0>", "abc<>d\n"),
        ("<title>a\0</title><textarea>b\0</textarea>", "b\u{fffd}\n"),
        ("<script><!--<script></script>a</script>b", "b\n"),
    ];
    for (page, expected) in pages {
        let (text, _) = read(page);
        let options = Options::new().format(SourceFormat::Html).strip(Strip::Notices);
        let reference = extract(page.as_bytes(), &options.tokenizer(Tokenizer::Reference));
        assert_eq!(text, reference.text(), "{page:?}");
        assert_eq!(text, expected, "{page:?}");
    }
}

#[test]
fn row_09_cut_pages() {
    for cut in ["<p>Text so far<a href='x", "<p>Text so far<!-- a", "<p>Text so far<scr"] {
        let (text, document) = read(cut);
        assert_eq!((text.as_str(), document.warnings()), ("Text so far\n", &[Warning::Cut][..]));
    }
    let (text, document) = read(b"<p>Te\xC3\xA9xt so far \xE2\x80");
    assert_eq!((text.as_str(), document.warnings()), ("Teéxt so far\n", &[Warning::Cut][..]));
    let page = article(
        "<body>",
        "<table><tr><td>é &eacute;",
        "<svg><title>ß</svg><!-- a --><pre>\n</pre>",
    );
    for cut in 0..page.len() {
        let (text, _) = read(&page.as_bytes()[..cut]);
        assert!(text.len() <= cut + 8, "{text}");
    }
}

#[test]
fn row_10_next_to_nothing() {
    let formats = [SourceFormat::Auto, SourceFormat::Html, SourceFormat::Text];
    for options in formats.map(|format| Options::new().format(format)) {
        let empty = extract(b"", &options);
        assert_eq!((empty.text().as_str(), empty.warnings()), ("", &[Warning::Empty][..]));
        for byte in 0..=u8::MAX {
            let document = extract(&[byte], &options);
            assert!(document.blocks().len() <= 1 && document.text().len() <= 4, "{byte}");
        }
        for first in 0..=u8::MAX {
            let _ = extract(&[first, b'<', first, 0], &options);
        }
    }
    let nuls = extract(&[0; 5000], &Options::new().format(SourceFormat::Html));
    assert_eq!((nuls.text().as_str(), nuls.blocks().len()), ("", 0));
    assert!(has(&nuls, Warning::Empty));
    assert_eq!(run("", &["--quiet"], b"").status.code(), Some(0));
}

#[test]
fn row_11_other_formats() {
    let inputs: [&[u8]; 5] = [
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> stream <p>a</p>",
        b"\xFF\xD8\xFF\xE0\x00\x10JFIF<p>a</p>",
        b"\x89PNG\r\n\x1A\n<p>a</p>",
        b"PK\x03\x04<p>a</p>",
        b"GIF89a<p>a</p>",
    ];
    for input in inputs {
        for format in [SourceFormat::Auto, SourceFormat::Html] {
            let document = extract(input, &Options::new().format(format));
            assert_eq!((document.text().as_str(), document.blocks().len()), ("", 0));
            assert!(has(&document, Warning::NotHtml));
        }
    }
}

#[test]
fn row_12_encodings() {
    let encoded = |label: &str, text: &str| {
        encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    };
    let declared = |label: &str, text: &str| format!("<meta charset={label}><p>{text}");
    let japanese = "港の東の桟橋は火曜日に閉鎖された。フェリーは北の岸壁から出る。";
    let russian = "Восточный причал закрыт со вторника, паромы отходят от северной набережной.";
    let utf16: Vec<u8> = "\u{feff}<p>Fähre".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(Vec<u8>, &str, &str, &str); 6] = [
        (declared("gb2312", "渡轮停航").into_bytes(), "UTF-8", "content", "渡轮停航"),
        (
            [declared("utf-8", "").into_bytes(), b"Caf\xE9 cr\xE8me br\xFBl\xE9e".to_vec()]
                .concat(),
            "windows-1252",
            "detected",
            "Café crème brûlée",
        ),
        (utf16, "UTF-16LE", "bom", "Fähre"),
        (encoded("shift_jis", &format!("<p>{japanese}")), "Shift_JIS", "detected", japanese),
        (encoded("windows-1251", &format!("<p>{russian}")), "windows-1251", "detected", russian),
        (
            encoded("iso-2022-jp", &declared("iso-2022-jp", japanese)),
            "ISO-2022-JP",
            "meta",
            japanese,
        ),
    ];
    for (page, name, source, expected) in cases {
        let (text, document) = read(page);
        let encoding = document.encoding();
        assert_eq!((encoding.name, encoding.source.name()), (name, source));
        assert_eq!(text.trim_end(), expected);
    }
    let (text, document) = read(encoded("iso-2022-jp", &format!("<p>{japanese}")));
    assert_ne!(document.encoding().name, "ISO-2022-JP", "never guessed");
    assert!(!text.contains('港'));
}

#[test]
fn row_13_control_characters() {
    let page = "<title>a\u{1b}[31mred\u{9b}2J</title><p>one\u{1b}]0;x\u{7} two\u{85}three\u{9c}";
    let (text, document) = read(page);
    assert_eq!(text, "one]0;x twothree\n");
    let json = document.to_json();
    assert!(!json.contains(char::is_control), "{json}");
    let plain = "one\u{1b}[31m\u{9b}two\n";
    let document = extract(plain.as_bytes(), &Options::new());
    assert_eq!(document.text(), plain, "a pipe gets the bytes of plain text");
    assert!(!document.to_json().contains(char::is_control));
    let mut explained = Vec::new();
    document.write_explanation(&mut explained, dechaff::Paint::Plain).unwrap();
    assert!(!explained.contains(&0x1B));
}

/// They are part of words in many languages; that they are flagged is yet to come.
#[test]
fn row_14_bidirectional_and_invisible_characters() {
    let kept = "می‌خواهم \u{202e}desrever\u{202c} zero\u{200b}width \u{2066}a\u{2069}";
    assert_eq!(read(format!("<p>{kept}")).0.trim_end(), kept);
    assert_eq!(extract(kept.as_bytes(), &Options::new()).text(), kept);
}

/// Text has no links; the outputs that have are yet to come.
#[test]
fn row_15_links() {
    let links = "<a href='javascript:alert(1)'>a</a><a href='&#106;avascript:b'>b</a><a href='data:,c'>c</a>\
                 <a href='/u) <script>'>d</a>";
    assert_eq!(read(format!("<p>{links}")).0, "abcd\n");
}

#[test]
fn row_16_markup_that_changes_when_read_again() {
    let page =
        "<p>a<math><mtext><table><mglyph><style><math><img src onerror=alert(1)></style></math>b";
    let (text, _) = read(page);
    assert!(!text.contains("onerror"), "{text}");
    let (again, _) = read(&text);
    assert_eq!(
        again.split_whitespace().collect::<String>(),
        text.split_whitespace().collect::<String>()
    );
}

/// What the command did with `input` on its standard input, under a limit of the shell.
fn run(limit: &str, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new("sh")
        .args(["-c", &format!("{limit}\nexec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_dechaff")])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A command that has read enough closes its end.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
#[cfg(target_os = "linux")]
fn row_17_gzip_bomb() {
    let bomb = gzip(b"The harbour stays closed. ".repeat(10 << 20));
    let output = run("ulimit -v 400000", &["--max-bytes", "1M"], &bomb);
    assert_eq!(output.stdout.len(), 1 << 20);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("larger than --max-bytes"));
}

#[test]
fn row_18_gzip_members() {
    let (one, two) = (gzip(b"The harbour stays"), gzip(b" closed.\n"));
    let whole = "The harbour stays closed.\n";
    let cases = [
        ([&one[..], &two].concat(), whole, 0, ""),
        ([&one[..], &gzip(b""), &two].concat(), whole, 0, ""),
        ([&one[..], &two, b"junk"].concat(), whole, 0, "ignored"),
        ([&one[..], &two[..two.len() - 9]].concat(), "The harbour stays", 1, "cut short"),
        ([&one[..], &two[..two.len() - 4]].concat(), whole, 1, "cut short"),
    ];
    for (input, stdout, code, message) in cases {
        let output = run("", &[], &input);
        let (out, error) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(out.starts_with(stdout) && whole.starts_with(&*out), "{out}");
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(message) && error.is_empty() == message.is_empty(), "{error}");
    }
}

#[test]
fn row_21_a_reader_that_closes_early() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines = "The harbour stays closed.\n".repeat(100_000);
    let writer = thread::spawn(move || drop(stdin.write_all(lines.as_bytes())));
    let mut stdout = child.stdout.take().unwrap();
    let mut line = [0; 26];
    stdout.read_exact(&mut line).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

/// JSONL is yet to come.
#[test]
fn row_22_nested_json() {
    let json = "[{\"a\":".repeat(100_000);
    let (text, document) = read(format!("<script type=application/ld+json>{json}</script><p>a"));
    assert_eq!(text, "a\n");
    assert!(document.metadata().json_ld.len() <= 1 << 20);
    let large =
        "<script type=application/ld+json>".to_owned() + &"1,".repeat(2 << 20) + "</script><p>a";
    let (text, document) = read(large);
    assert_eq!((text.as_str(), document.metadata().json_ld.len()), ("a\n", 1 << 20));
}

#[test]
fn row_23_names_that_mislead() {
    for class in ["cookies-not-set", "paywall-inactive newsletter", "no-js modal-closed ad-free"] {
        let page = article(&format!("<body class='{class}'>"), "", "");
        assert_eq!(kept_paragraphs(&page), (5, 1), "{class}");
    }
    for class in ["newspaper-x-sidebar", "MsoHeader", "MsoFooter", "adjacent", "headerless"] {
        let page = article("<body>", &format!("<div class='{class}'>"), "</div>");
        assert_eq!(kept_paragraphs(&page), (5, 1), "{class}");
    }
    let about = [
        "The regulator said on Monday that four in five sites set cookies before anyone has agreed \
         to them, and that banners were built to wear visitors down.",
        "The publisher put up its paywall in March; since then, its editor said, a third of the \
         readers who had subscribed in the first week have cancelled.",
        "The museum asked for donations in the spring, and within a month some nine hundred people \
         had given enough to repair the roof of the old boathouse.",
    ];
    let lines: String = about.iter().map(|text| format!("<p>{text}</p>")).collect();
    let text = extract(article("<body>", "", &lines).as_bytes(), &Options::new()).text();
    for line in about {
        assert!(text.contains(line), "{line}");
    }
}

/// The evidence is yet to come.
#[test]
fn row_24_teaser_and_wall() {
    let wall = "<div class=paywall><h2>Subscribe to continue reading</h2><p>This article is for \
                subscribers only. Subscribe now for €1 a month to read on.</p><a href=/login>Already a \
                subscriber? Log in</a></div>";
    let page = article("<body>", "", wall);
    assert_eq!(kept_paragraphs(&page), (5, 1));
    let text = extract(page.as_bytes(), &Options::new()).text();
    assert!(!text.to_lowercase().contains("subscribe"), "{text}");
}

#[test]
fn row_25_two_copies() {
    let prose: String = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    let copy = format!("<div class=mobile>{prose}</div>");
    assert_eq!(kept_paragraphs(&article("<body>", &copy, "")), (5, 1));
    assert_eq!(kept_paragraphs(&article("<body>", "", &copy)), (5, 1));
}

/// Nothing is deeper on the stack for a deeper document.
#[test]
fn all_in_a_quarter_of_a_megabyte_of_stack() {
    let work = || {
        for page in corpus_pages() {
            let _ = extract(&page.bytes, &Options::new()).to_json();
        }
        for generator in GENERATORS {
            generator.run(generator.make(generator.n).as_bytes());
        }
    };
    thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}

/// The output of hostile documents is theirs, and not many times as long.
#[test]
fn generators_only_delete() {
    for generator in GENERATORS {
        let input = generator.make(generator.n);
        let (document, text) = generator.run(input.as_bytes());
        assert!(text.len() <= 12 * input.len() + 64, "{}: {} bytes", generator.name, text.len());
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let blocks: usize = document.blocks().map(|block| words(block.text)).sum();
        let is_list = document.blocks().any(|block| block.kind == BlockKind::ListItem);
        assert!(is_list || words(&text) <= blocks, "{}", generator.name);
    }
}

/// A decoder holds what its window needs, whatever the chunks are.
#[test]
fn encodings_byte_by_byte() {
    for bytes in [&b"\xE2\x80"[..], b"\xFF\xFE<\0", b"\x1B$B\x21", b"\xEF\xBB", b"\0\0<p>"] {
        let mut extractor = Extractor::new(Options::new());
        bytes.chunks(1).for_each(|byte| extractor.push(byte));
        let document = extractor.finish();
        assert_eq!(document.text(), extract(bytes, &Options::new()).text());
        let _ = decode::decode(bytes, decode::EncodingHints::default());
    }
}
