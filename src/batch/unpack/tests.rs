//! Members and frames, one after another, cut short, damaged and with other bytes between them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::super::inflate::WINDOW_LEN;
use super::*;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("a vector");
    encoder.finish().expect("a vector")
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 3).expect("a vector")
}

/// Pieces in one string: text, `|` for a boundary, `!` for damage, `?` for junk.
fn read(input: &[u8]) -> String {
    read_on(Unpacker::new(input).expect("a slice"))
}

/// What is still to come.
fn read_on(mut unpacker: Unpacker<impl Read>) -> String {
    let mut read = Vec::new();
    loop {
        match unpacker.piece().expect("a slice") {
            Piece::Bytes(bytes) => read.extend_from_slice(bytes),
            Piece::Boundary => read.push(b'|'),
            Piece::Damage => read.push(b'!'),
            Piece::Junk => read.push(b'?'),
            Piece::End => return String::from_utf8_lossy(&read).into_owned(),
        }
    }
}

/// Text that does not repeat, so that its packed form is long.
fn lines(len: u32) -> String {
    (0..len).map(|n| format!("{:x}.", n.wrapping_mul(0x9E37_79B1))).collect()
}

#[test]
fn members_and_frames_are_told_apart() {
    for pack in [gzip, zstd] {
        let packed = [pack(b"One."), pack(b""), pack(b"Two.")].concat();
        assert_eq!(read(&packed), "One.||Two.|");
        assert_eq!(read(&[packed, vec![0; 600]].concat()), "One.||Two.|");
    }
    assert_eq!(read(b"plain"), "plain");
    assert_eq!(read(b""), "");
}

#[test]
fn the_opening_comes_again() {
    for input in
        [&b"<p>One"[..], &gzip(b"<p>One"), &[gzip(b""), zstd(b""), gzip(b"<p>One")].concat()]
    {
        let mut unpacker = Unpacker::new(input).expect("a slice");
        let opening = unpacker.opening().expect("a slice").to_vec();
        assert_eq!(opening, b"<p>One");
        assert!(read_on(unpacker).trim_start_matches('?').starts_with("<p>One"));
    }
}

/// However short its parts are, and however the input comes.
#[test]
fn the_opening_is_of_one_length() {
    struct ByteByByte<'i>(&'i [u8]);
    impl Read for ByteByByte<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = self.0.len().min(1);
            self.0.read(&mut buffer[..len])
        }
    }
    for pack in [gzip, zstd] {
        let packed = [pack(b"W"), pack(b"ARC/"), pack(b"1.0")].concat();
        let mut unpacker = Unpacker::new(ByteByByte(&packed)).expect("a slice");
        assert_eq!(unpacker.opening().expect("a slice"), b"WARC/1.0");
        assert_eq!(read_on(unpacker), "W|ARC/|1.0|");
        let text = lines(200);
        let packed = pack(text.as_bytes());
        let mut unpacker = Unpacker::new(ByteByByte(&packed)).expect("a slice");
        assert_eq!(unpacker.opening().expect("a slice").len(), OPENING_LEN);
        assert_eq!(read_on(unpacker), text.clone() + "|");
        let mut whole = Unpacker::new(&packed[..]).expect("a slice");
        assert_eq!(whole.opening().expect("a slice").len(), OPENING_LEN);
        let mut plain = Unpacker::new(text.as_bytes()).expect("a slice");
        assert_eq!(plain.opening().expect("a slice").len(), OPENING_LEN);
    }
}

#[test]
fn nothing_is_no_damage() {
    let is_empty = |input: &[u8]| Unpacker::new(input).and_then(|mut it| it.is_empty()).ok();
    for nothing in [vec![], gzip(b""), [zstd(b""), zstd(b"")].concat()] {
        assert_eq!(is_empty(&nothing), Some(true), "{nothing:?}");
    }
    for something in [&b" "[..], &gzip(b"\n"), &gzip(b"")[..12]] {
        assert_eq!(is_empty(something), Some(false), "{something:?}");
    }
}

#[test]
fn the_opening_stands_behind_damage() {
    let mut cut = gzip(b"One.");
    // Behind its header the next member is no data.
    cut.truncate(10);
    let packed = [&cut[..], &cut, &gzip(b"Two."), &gzip(b"Three.")].concat();
    let mut unpacker = Unpacker::new(&packed[..]).expect("a slice");
    assert_eq!(unpacker.opening().expect("a slice"), b"Two.Three.");
    assert_eq!(read_on(unpacker), "!!Two.|Three.|");
}

#[test]
fn a_file_may_begin_with_a_frame_that_is_passed_over() {
    let skippable = b"\x50\x2A\x4D\x18\x04\0\0\0\x10\0\0\0";
    let packed = [&skippable[..], &zstd(b"One."), skippable, &zstd(b"Two.")].concat();
    let text: String = read(&packed).chars().filter(|c| *c != '|').collect();
    assert_eq!(text, "One.Two.");
}

#[test]
fn junk_is_passed_over() {
    for pack in [gzip, zstd] {
        for junk in [&b"<html>"[..], b"\x1F", b"\x1F\x8B", b"\x28\xB5"] {
            let packed = [&pack(b"One."), junk, &pack(b"Two."), junk].concat();
            assert_eq!(read(&packed), "One.|?Two.|?", "{junk:?}");
        }
    }
}

/// As [`read`], of records that begin with `WARC/`.
fn read_records(input: &[u8]) -> String {
    read_on(Unpacker::new(input).expect("a slice").of_records_behind_junk(b"WARC/"))
}

#[test]
fn records_begin_behind_junk() {
    for pack in [gzip, zstd] {
        let sound = [pack(b"WARC/1"), pack(b"WARC/2")].concat();
        let body = pack(b"<p>The pier is wet.");
        for junk in [&b"\r\n"[..], b"\x1F\x8B\x08", &[7; 9000], &body, &body.repeat(40)] {
            assert_eq!(read_records(&[b"x", junk, &sound].concat()), "?WARC/1|WARC/2|", "{junk:?}");
            let plain = read_records(&[b"x", junk, b"\nWARC/1"].concat());
            assert_eq!(plain, "?WARC/1", "{junk:?}");
        }
        assert_eq!(read_records(&[&[0; 700], &sound[..]].concat()), "WARC/1|WARC/2|");
    }
    assert_eq!(read_records(b"nothing of the kind"), "?");
    assert_eq!(read_records(b"\xEF\xBB\xBF\nWARC/1"), "\u{FEFF}\nWARC/1");
    assert_eq!(read_records(b""), "");
}

#[test]
fn junk_that_looks_like_members_costs_no_more() {
    let junk = b"\x1F\x8B\x08\0\0\0\0\0\0\0\x28\xB5\x2F\xFD".repeat(200_000);
    let read = read_records(&[b"x", &junk[..], b"\nWARC/1"].concat());
    assert!(read.starts_with('?') && read.ends_with("\nWARC/1"));
}

#[test]
fn records_go_on_in_another_form() {
    let (one, two) = (gzip(b"WARC/1"), zstd(b"WARC/2"));
    assert_eq!(read_records(&[&one[..], &two, &one].concat()), "WARC/1|WARC/2|WARC/1|");
    // Only of records: the rest of a page is none of it.
    assert_eq!(read(&[&one[..], &two].concat()), "WARC/1|?");
}

#[test]
fn the_member_after_a_cut_one_is_whole() {
    let text = lines(60_000);
    for pack in [gzip, zstd] {
        let packed = pack(text.as_bytes());
        for len in [12, packed.len() / 2, packed.len() - 9, packed.len() - 3] {
            let read = read(&[&packed[..len], &pack(b"<Two.>")].concat());
            assert!(read.ends_with("!<Two.>|"), "{len}: {}", &read[read.len() - 40..]);
        }
        let cut = read(&packed[..packed.len() / 2]);
        assert!(cut.len() > 1000 && text.starts_with(cut.trim_end_matches('!')));
    }
}

#[test]
fn a_wrong_checksum_is_damage() {
    let mut packed = gzip(b"One.");
    let at = packed.len() - 6;
    packed[at] ^= 1;
    assert_eq!(read(&[packed, gzip(b"Two.")].concat()), "One.!Two.|");
}

#[test]
fn gzip_headers_have_names_and_comments() {
    let mut encoder = flate2::GzBuilder::new()
        .filename("page.warc")
        .comment("of the crawl")
        .extra([7; 9])
        .write(Vec::new(), Compression::default());
    encoder.write_all(b"One.").expect("a vector");
    let packed = encoder.finish().expect("a vector");
    assert_eq!(read(&packed), "One.|");
    assert_eq!(read(&packed[..30]), "!");
}

#[test]
fn dictionary_frames() {
    let dictionary = lines(2_000).into_bytes();
    let mut compressor =
        zstd::bulk::Compressor::with_dictionary(3, &dictionary).expect("a dictionary");
    let texts = [&dictionary[100..900], &dictionary[3000..3500]];
    let frames = texts.map(|text| compressor.compress(text).expect("a frame")).concat();
    let expected = texts.map(|text| format!("{}|", String::from_utf8_lossy(text))).concat();
    for stored in [dictionary.clone(), zstd(&dictionary)] {
        let len = u32::try_from(stored.len()).expect("short").to_le_bytes();
        let head = [&[0x5D, 0x2A, 0x4D, 0x18], &len[..], &stored].concat();
        assert_eq!(read(&[&head[..], &frames].concat()), expected);
        assert!(Unpacker::new(&head[..head.len() - 1]).is_err());
    }
}

#[test]
fn a_bomb_comes_in_pieces() {
    for pack in [gzip, zstd] {
        let packed = pack(&vec![0; 64 << 20]);
        let mut unpacker = Unpacker::new(&packed[..]).expect("a slice");
        let Piece::Bytes(bytes) = unpacker.piece().expect("a slice") else { panic!("no bytes") };
        assert!(bytes.len() <= WINDOW_LEN);
    }
}

proptest! {
    #[test]
    fn any_damage_ends(flips in prop::collection::vec((0..4000_usize, 1..=255_u8), 0..20)) {
        let text = lines(300);
        for pack in [gzip, zstd] {
            let mut packed = pack(text.as_bytes()).repeat(4);
            let len = packed.len();
            flips.iter().for_each(|(at, mask)| packed[at % len] ^= mask);
            prop_assert!(read(&packed).len() <= 5 * text.len() + 4 * len);
        }
    }
}
