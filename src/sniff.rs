//! What the first bytes of an input say it is.

use memchr::memmem;

use crate::decode::shows_utf_16;
use crate::options::SourceFormat;

/// What is to be seen of no reader before the first telling byte, and is waited for.
const MAX_BLANK_LEN: usize = 64 << 10;

/// The first bytes of formats that are neither markup nor text.
const FOREIGN: [&[u8]; 28] = [
    b"\xFF\xD8\xFF", // JPEG
    b"\x89PNG\r\n\x1A\n",
    b"PK\x03\x04",       // ZIP and the office formats
    b"\x1F\x8B",         // gzip that nobody unpacked
    b"\x28\xB5\x2F\xFD", // zstd
    b"\xFD7zXZ\0",       // xz
    b"\x04\x22\x4D\x18", // lz4
    b"7z\xBC\xAF\x27\x1C",
    b"Rar!\x1A\x07",
    b"SQLite format 3\0",
    b"OggS\0",
    b"\xD0\xCF\x11\xE0", // old office formats
    b"\x7FELF",
    b"!<arch>\n", // packages of Debian, libraries
    b"ID3\x02",   // MP3; the letters alone may begin a text
    b"ID3\x03",
    b"ID3\x04",
    b"\0\0\x01\0",   // icon
    b"\0\x01\0\0\0", // TrueType
    b"OTTO\0",
    b"wOFF\0",
    b"wOF2\0",
    b"\0asm",
    b"II*\0", // TIFF
    b"MM\0*",
    b"\x1A\x45\xDF\xA3", // Matroska, WebM
    b"fLaC\0",
    b"\xCA\xFE\xBA\xBE", // Java, Mach-O
];

/// A line of a version and no more, which a text about PDF does not begin with.
const PDF: &[u8] = b"%PDF-";

/// Behind these stand the size of the image and its colours, in bytes that are hardly all printable; a text goes on
/// behind white space.
const GIF: [&[u8]; 2] = [b"GIF87a", b"GIF89a"];
const GIF_HEADER_LEN: usize = 7;

/// WebP, WAV and AVI begin so, with a length and one of the forms behind it.
const RIFF: &[u8] = b"RIFF";
const RIFF_FORMS: [&[u8]; 3] = [b"WEBP", b"WAVE", b"AVI "];

/// MP4, MOV, HEIC and AVIF begin with the length of a box of this name, which is short.
const MP4: &[u8] = b"ftyp";
const MP4_AT: usize = 4;

/// Tar has its mark behind the first file's name, size and dates.
const TAR: [&[u8]; 2] = [b"ustar\0", b"ustar  \0"];
const TAR_AT: usize = 257;
const TAR_LEN: usize = TAR_AT + 8;
/// Where a zero stands at the latest in tar: behind the mode, which follows a name of up to 100 bytes.
const TAR_ZERO: usize = 108;

/// bzip2 has a digit between these, and a checksum behind them, which a text about bzip2 has not.
const BZIP2: [&[u8]; 2] = [b"BZh", b"1AY&SY"];

/// Bytes of what may be a text that are looked at for noise: a log may begin with what a port scanner sent.
const NOISE_LEN: usize = 4096;
/// In noise a run of control characters begins at one place in this many: in random bytes at one in 14.
const NOISE_SHARE: usize = 64;
/// And it has so many of them. Texts have a few again and again, between fields, as colours of chats, in old formats.
const MIN_KINDS: usize = 6;

/// What is to be seen of no reader and no UTF-8: the marks of UTF-16, the no-break space of encodings of one byte.
const BLANKS: [&[u8]; 3] = [b"\xFE\xFF", b"\xFF\xFE", b"\xA0"];
/// Bytes of the longest character in UTF-8 that is to be seen of no reader.
const MAX_BLANK_CHAR_LEN: usize = 3;

/// So far from its start a page may begin, behind what the program that makes it complained of.
const MAX_NOTICES_LEN: usize = 1 << 10;
/// How a page begins that nothing else does.
const PAGE_STARTS: [&[u8]; 2] = [b"<!doctype html", b"<html"];

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sniffed {
    Html,
    Text,
    /// No text in any encoding that shows.
    Noise,
    /// Neither: images, archives, PDF.
    Foreign,
}

/// Tells what the input is from its first bytes; `None` if more are needed and may come.
pub(crate) fn sniff(bytes: &[u8], format: SourceFormat, last: bool) -> Option<Sniffed> {
    if is_foreign(bytes, last) {
        return Some(Sniffed::Foreign);
    }
    if !last && may_become_foreign(bytes) {
        return None;
    }
    match format {
        SourceFormat::Html => return Some(Sniffed::Html),
        SourceFormat::Text => return text(bytes, last),
        SourceFormat::Auto => {}
    }
    match behind_blank(&bytes[..bytes.len().min(MAX_BLANK_LEN)]) {
        [b'<', ..] => Some(Sniffed::Html),
        rest if rest.len() < MAX_BLANK_CHAR_LEN && !last && bytes.len() < MAX_BLANK_LEN => None,
        [] => Some(Sniffed::Text),
        _ if !last && bytes.len() < NOISE_LEN => None,
        _ if has_page_behind_notices(&bytes[..bytes.len().min(MAX_NOTICES_LEN)]) => {
            Some(Sniffed::Html)
        }
        _ => text(bytes, last),
    }
}

/// What follows blanks, control characters and byte order marks, which editors and scripts that were pasted together
/// leave before a page.
fn behind_blank(mut bytes: &[u8]) -> &[u8] {
    loop {
        // UTF-16 has a zero beside each of these.
        let behind = bytes.trim_ascii_start();
        let len = match behind.first() {
            Some(byte) if byte.is_ascii_control() => 1,
            Some(byte) if byte.is_ascii() => 0,
            _ => {
                let is_here = |blank: &&&[u8]| behind.starts_with(blank);
                let other = BLANKS.iter().find(is_here).map(|blank| blank.len());
                other.or_else(|| blank_char_len(behind)).unwrap_or(0)
            }
        };
        if len == 0 {
            return behind;
        }
        bytes = &behind[len..];
    }
}

/// The length of a blank or an invisible character in UTF-8.
fn blank_char_len(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(MAX_BLANK_CHAR_LEN)];
    let first = head.utf8_chunks().next()?.valid().chars().next()?;
    let is_invisible =
        matches!(first, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    (is_invisible || first.is_whitespace() || first.is_control()).then(|| first.len_utf8())
}

/// Whether a page begins right below notices of a program, such as PHP prints. Texts show the beginnings of pages, too,
/// below a fence, a colon, a quotation mark or an empty line.
fn has_page_behind_notices(bytes: &[u8]) -> bool {
    let mut lines = behind_blank(bytes).split(|byte| *byte == b'\n').peekable();
    let is_kind = lines.peek().is_some_and(|line| memmem::find(line, b": ").is_some());
    let mut is_below = false;
    for line in lines.filter(|_| is_kind) {
        if begins_page(line) {
            return is_below;
        }
        let line = line.trim_ascii();
        is_below = !line.is_empty();
        if is_below && !is_notice(line) {
            return false;
        }
    }
    false
}

fn begins_page(line: &[u8]) -> bool {
    PAGE_STARTS.iter().any(|start| {
        let (head, rest) = line.split_at(line.len().min(start.len()));
        head.eq_ignore_ascii_case(start) && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Whether a line may be a notice's: it leads to nothing, and has no code in it.
fn is_notice(line: &[u8]) -> bool {
    let is_end = |byte: &u8| byte.is_ascii_alphanumeric() || b".!?)".contains(byte);
    line.last().is_some_and(is_end) && memchr::memchr2(b'<', b'`', line).is_none()
}

/// What is no markup: a text, or noise.
fn text(bytes: &[u8], last: bool) -> Option<Sniffed> {
    if !last && bytes.len() < NOISE_LEN {
        return None;
    }
    let is_noise = is_noise(&bytes[..bytes.len().min(NOISE_LEN)]);
    Some(if is_noise { Sniffed::Noise } else { Sniffed::Text })
}

/// Whether bytes are no text in any encoding that shows: not UTF-8, and full of control characters of many kinds.
/// Left out are backspaces of manuals, tabs and ends of lines, what parts records, escapes of terminals.
pub(crate) fn is_noise(bytes: &[u8]) -> bool {
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    let is_utf_8 = std::str::from_utf8(bytes).map_or_else(is_cut, |_| true);
    if is_utf_8 || shows_utf_16(bytes) {
        return false;
    }
    let is_control = |byte: u8| matches!(byte, 0..=0x07 | 0x0E..=0x19);
    // One run is one sign, however long: a crash leaves a hole of zeros in a log.
    let runs = bytes.chunk_by(|a, b| is_control(*a) == is_control(*b));
    let (mut kinds, mut count) = (0u32, 0);
    for run in runs.filter(|run| is_control(run[0])) {
        count += 1;
        kinds |= 1 << run[0];
    }
    kinds.count_ones() as usize >= MIN_KINDS && count * NOISE_SHARE >= bytes.len()
}

fn is_foreign(bytes: &[u8], last: bool) -> bool {
    let is_riff = || {
        let form = bytes.strip_prefix(RIFF).and_then(|rest| rest.get(4..));
        form.is_some_and(|form| RIFF_FORMS.iter().any(|name| form.starts_with(name)))
    };
    FOREIGN.iter().any(|magic| bytes.starts_with(magic))
        || is_riff()
        || is_pdf(bytes, last)
        || is_gif(bytes)
        || is_mp4(bytes)
        || is_bzip2(bytes)
        || is_tar(bytes)
}

/// A text may begin as a PDF does: what stands behind the version tells, or that nothing does.
fn is_pdf(bytes: &[u8], last: bool) -> bool {
    const MAX_VERSION_LEN: usize = 16;
    let is_of_version = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b' ');
    let is_text = |byte: u8| byte.is_ascii_graphic() && byte != b'%';
    bytes.strip_prefix(PDF).is_some_and(|rest| {
        let mut behind = rest.iter().take(MAX_VERSION_LEN).copied().skip_while(is_of_version);
        let is_long = rest.len() >= MAX_VERSION_LEN;
        behind.next().map_or(last || is_long, |byte| !is_text(byte))
    })
}

fn is_gif(bytes: &[u8]) -> bool {
    let header = GIF.iter().find_map(|sign| bytes.strip_prefix(*sign)).unwrap_or(&[]);
    let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let goes_on = header.first().is_none_or(u8::is_ascii_whitespace);
    !(goes_on && header.iter().take(GIF_HEADER_LEN).all(is_text))
}

fn is_mp4(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0]) && bytes.get(MP4_AT..).is_some_and(|rest| rest.starts_with(MP4))
}

fn is_tar(bytes: &[u8]) -> bool {
    let mark = bytes.get(TAR_AT..).unwrap_or(&[]);
    TAR.iter().any(|tar| mark.starts_with(tar))
}

fn is_bzip2(bytes: &[u8]) -> bool {
    let rest = bytes.strip_prefix(BZIP2[0]).and_then(|rest| rest.get(1..));
    let sum = rest.and_then(|rest| rest.strip_prefix(BZIP2[1])).unwrap_or(&[]);
    sum.iter().take(6).any(|byte| !(b' '..=b'~').contains(byte))
}

fn may_become_foreign(bytes: &[u8]) -> bool {
    let may_be_tar = bytes.len() < TAR_LEN && bytes.iter().take(TAR_ZERO).any(|byte| *byte == 0);
    // All other formats have shown themselves within the bytes that tell a name of `tar`.
    bytes.len() < TAR_ZERO || may_be_tar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let auto = |bytes: &[u8]| sniff(bytes, SourceFormat::Auto, true);
        assert_eq!(auto(b"\xEF\xBB\xBF \n<p>"), Some(Sniffed::Html));
        assert_eq!(auto(b"\xFF\xFE<\0p\0"), Some(Sniffed::Html));
        assert_eq!(auto(b"A line"), Some(Sniffed::Text));
        for pdf in
            [&b"%PDF-1.7"[..], b"%PDF-1.4 \r\n1 0 obj", b"%PDF-1.4%\xE2\xE3", b"%PDF-1.5\x80"]
        {
            assert_eq!(auto(pdf), Some(Sniffed::Foreign), "{}", pdf.escape_ascii());
        }
        assert_eq!(auto(b"GIF89a\x20\0\x20\0\xF7\0\0"), Some(Sniffed::Foreign));
        assert_eq!(auto(b"RIFF\x10\0\0\0WEBPVP8 "), Some(Sniffed::Foreign));
        assert_eq!(auto(b"ID3\x03\0"), Some(Sniffed::Foreign));
        assert_eq!(auto(b"SQLite format 3\0\x10\0"), Some(Sniffed::Foreign));
        let tar = [&b"a.html"[..], &[0; TAR_AT - 6], TAR[0], b"00"].concat();
        assert_eq!(auto(&tar), Some(Sniffed::Foreign));
        assert_eq!(sniff(&tar, SourceFormat::Text, true), Some(Sniffed::Foreign));
        assert_eq!(auto(b"BZh51AY&SY\xF0\x01\x02\x03\x04\x05"), Some(Sniffed::Foreign));
        let mustard = ["x".repeat(TAR_AT - 1), "mustard goes in last.".to_owned()].concat();
        assert_eq!(auto(mustard.as_bytes()), Some(Sniffed::Text));
        assert_eq!(auto(b"BZh91AY&SY is how bzip2 begins"), Some(Sniffed::Text));
        assert_eq!(sniff(&tar[..TAR_AT + 2], SourceFormat::Auto, false), None);
        for text in [
            &b""[..],
            b"RIFF is a container.",
            b"ID3 tags hold the artist.",
            b"GIF8",
            b"GIF89a is what an animation begins with",
            b"GIF89a\nis what",
            b"%PDF-1.4 is how a document begins",
            b"%PDF- is a sign",
            b"SQLite format 3",
        ] {
            assert_eq!(auto(text), Some(Sniffed::Text));
        }
        assert_eq!(sniff(b"\x89PN", SourceFormat::Auto, false), None);
        assert_eq!(sniff(b"%PDF-1.4", SourceFormat::Auto, false), None);
        assert_eq!(sniff(b"RIFF is a", SourceFormat::Auto, false), None);
        assert_eq!(sniff(b" \n", SourceFormat::Auto, false), None);
    }

    #[test]
    fn nothing_that_is_to_be_seen_stands_before_a_page() {
        let auto = |text: &str| sniff(text.as_bytes(), SourceFormat::Auto, true);
        for lead in
            ["\u{FEFF}\u{FEFF}", "\u{FEFF}\r\n\u{FEFF}", "\u{A0}\u{200B}", "\x0B\x1B\u{3000}\u{85}"]
        {
            let page = format!("{:200}{lead}<p>The pier", "");
            assert_eq!(auto(&page), Some(Sniffed::Html), "{lead:?}");
            assert_eq!(auto(&format!("{lead}The pier")), Some(Sniffed::Text), "{lead:?}");
            let cuts = 0..page.len() - 1;
            let sniffed =
                cuts.filter_map(|cut| sniff(&page.as_bytes()[..cut], SourceFormat::Auto, false));
            assert!(sniffed.into_iter().all(|it| it == Sniffed::Html), "{lead:?}");
        }
        for bytes in [&b"\xA0<p>"[..], b"\xFF\xFE\xFF\xFE<\0p\0>\0"] {
            assert_eq!(sniff(bytes, SourceFormat::Auto, true), Some(Sniffed::Html));
        }
    }

    #[test]
    fn pages_begin_below_notices() {
        let auto = |text: &str| sniff(text.as_bytes(), SourceFormat::Auto, true);
        let notice = "\nWarning: Undefined variable $x in /srv/a.php on line 3\n";
        for lead in [
            notice.to_owned(),
            notice.repeat(2),
            format!("\u{FEFF}{notice}  thrown in /srv/b.php (1)\n"),
        ] {
            for start in ["<!DOCTYPE html>", "<html lang=en>", "<HTML>"] {
                assert_eq!(
                    auto(&format!("{lead}{start}<p>The pier")),
                    Some(Sniffed::Html),
                    "{lead:?}"
                );
            }
            for start in ["\n<html>", "    <html>", "<htmlx>", "<p>", "", "```html\n<html>"] {
                assert_eq!(auto(&format!("{lead}{start}<p>")), Some(Sniffed::Text), "{start:?}");
            }
        }
        for lead in [
            "Pages: how they begin\n\n```html\n",
            "Note: save this as index.html:\n",
            "Here is my page.\n",
            "# use: sh\ncat >a.html <<EOF\n",
            "# use: python\npage = \"\"\"\n",
            "Pages: how\n-----\n",
        ] {
            assert_eq!(
                auto(&format!("{lead}<!doctype html>\n<html>")),
                Some(Sniffed::Text),
                "{lead:?}"
            );
        }
        let late = format!("{}<!doctype html>", notice.repeat(20));
        assert_eq!(auto(&late), Some(Sniffed::Text));
    }

    #[test]
    fn noise_is_no_text() {
        let mut state = 1u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for len in [500, 5000] {
            let noise: Vec<u8> = std::iter::once(b'x').chain((1..len).map(|_| random())).collect();
            assert_eq!(sniff(&noise, SourceFormat::Text, true), Some(Sniffed::Noise), "{len}");
        }
        let hole = [&b"A bac \xE9tait l\xE0.\n"[..], &[0; 300], b"Il part."].concat();
        let utf_16 =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let wide = utf_16(&"The café – “open” – is at Đường Lý. ".repeat(40));
        for text in [
            &b"N\x08NA\x08AM\x08ME\xE9\x1B[1m"[..],
            &b"1\x01caf\xE9\x01\x022\x03\x0F ".repeat(200),
            &b"caf\xE9\0th\xE9\0".repeat(200),
            &hole,
            &wide,
        ] {
            assert_eq!(sniff(text, SourceFormat::Auto, true), Some(Sniffed::Text), "{text:?}");
        }
    }

    #[test]
    fn it_does_not_matter_how_much_is_there() {
        assert_eq!(sniff(b"\xEF\xBB", SourceFormat::Auto, false), None);
        assert_eq!(sniff(b"\xEF\xBB", SourceFormat::Auto, true), Some(Sniffed::Text));
        let mut late = vec![b' '; MAX_BLANK_LEN];
        late.extend(b"<p>");
        assert_eq!(sniff(&late, SourceFormat::Auto, false), Some(Sniffed::Text));
        assert_eq!(sniff(&late[1..], SourceFormat::Auto, false), Some(Sniffed::Html));
    }
}
