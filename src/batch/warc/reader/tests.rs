//! Records that end where they say, and that do not.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

/// A record with a length of its own.
fn record(length: &str, block: &str) -> Vec<u8> {
    let line =
        if length.is_empty() { String::new() } else { format!("Content-Length: {length}\r\n") };
    format!("WARC/1.0\r\nWARC-Type: response\r\n{line}\r\n{block}\r\n\r\n").into_bytes()
}

fn sound(block: &str) -> Vec<u8> {
    record(&block.len().to_string(), block)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector");
    encoder.finish().expect("a vector")
}

fn read(archive: &[u8]) -> Vec<(String, RecordEnd)> {
    let reader = WarcReader::new(archive).expect("a slice").max_block_len(100_000);
    reader
        .map(|record| record.expect("a slice"))
        .map(|record| (String::from_utf8_lossy(&record.block).into_owned(), record.end))
        .collect()
}

use RecordEnd::{Complete, Cut, Length, Lost, TooLarge};

#[track_caller]
fn assert_read(archive: &[u8], expected: &[(&str, RecordEnd)]) {
    let read = read(archive);
    let read: Vec<(&str, RecordEnd)> = read.iter().map(|(text, end)| (&text[..], *end)).collect();
    assert_eq!(read, expected);
}

/// The archive with records before and behind what is tested, plain and in members.
fn both(middle: &[u8]) -> [Vec<u8>; 2] {
    let parts = [&sound("<p>One\r\n")[..], middle, &sound("<p>Two")];
    [parts.concat(), parts.map(gzip).concat()]
}

#[test]
fn sound_records() {
    for archive in both(&sound("")) {
        assert_read(&archive, &[("<p>One\r\n", Complete), ("", Complete), ("<p>Two", Complete)]);
    }
    assert_read(b"", &[]);
    assert_read(b"\r\n\r\n", &[]);
    let lenient = b"WARC/1.0\nWARC-Type: response\nContent-Length: 3\n\nabc";
    assert_read(lenient, &[("abc", Complete)]);
}

#[test]
fn what_a_stopped_writer_left_ends_where_the_next_one_wrote_on() {
    let stopped = sound("<p>The pier is wet and the boats are out.");
    let stopped = &stopped[..stopped.len() - 24];
    let archive = [&sound("<p>One"), stopped, &sound("<p>Two"), &sound("<p>Three")].concat();
    let expected = [
        ("<p>One", Complete),
        ("<p>The pier is wet an", Cut),
        ("<p>Two", Complete),
        ("<p>Three", Complete),
    ];
    assert_read(&archive, &expected);
    // As much as it says, and a text of archives in it.
    let text = "<p>It begins with WARC/1.0\r\nWARC-Type: response, and the boats are out.";
    assert_read(
        &both(&sound(text))[0][..],
        &[("<p>One\r\n", Complete), (text, Complete), ("<p>Two", Complete)],
    );
}

#[test]
fn wrong_lengths_cost_nothing() {
    let block = "<p>The pier is wet.";
    let lengths = ["", "-1", "x", "17", "18", "20", "21", "22", "24", "27", "60", "300", "99999"];
    for length in lengths {
        let [plain, packed] = both(&record(length, block));
        for archive in [plain, packed] {
            let read = read(&archive);
            assert_eq!(read.len(), 3, "{length}: {read:?}");
            assert_eq!(read[0], ("<p>One\r\n".to_owned(), Complete));
            assert_eq!(read[2], ("<p>Two".to_owned(), Complete), "{length}");
            assert_eq!(read[1].0.trim_end(), block, "{length}");
        }
    }
    for length in ["99999999999", "18446744073709551615"] {
        for archive in both(&record(length, block)) {
            let expected = [("<p>One\r\n", Complete), (block, Length), ("<p>Two", Complete)];
            assert_read(&archive, &expected);
        }
    }
}

#[test]
fn an_archive_in_a_record_is_its_block() {
    let inner = String::from_utf8([sound("a"), sound("b")].concat()).expect("UTF-8");
    for archive in both(&sound(&inner)) {
        let expected = [("<p>One\r\n", Complete), (&inner[..], Complete), ("<p>Two", Complete)];
        assert_read(&archive, &expected);
    }
}

#[test]
fn damaged_headers_are_lost() {
    for damaged in [&b"WARC/1.0\r\nno colon\r\n\r\nabc\r\n\r\n"[..], b"\x80\x81 junk\r\n"] {
        for archive in both(damaged) {
            assert_read(&archive, &[("<p>One\r\n", Complete), ("", Lost), ("<p>Two", Complete)]);
        }
    }
    let endless = ["WARC/1.0\r\n".to_owned(), "X-Y: z\r\n".repeat(20_000)].concat();
    for archive in both(endless.as_bytes()) {
        assert_read(&archive, &[("<p>One\r\n", Complete), ("", Lost), ("<p>Two", Complete)]);
    }
}

/// If each were searched as far as a header may go, this would take minutes.
#[test]
fn headers_without_an_end_are_searched_once() {
    for line in ["WARC/1.0\r\n", "WARC/1.0\r\nWARC-Type: x\r\n", "WARC/1.0\r\nWARC-Type: x"] {
        let read = read(line.repeat(100_000).as_bytes());
        assert_eq!(read.len(), 100_000, "{line:?}");
        assert!(read.iter().all(|(_, end)| *end == Lost));
    }
    let ended =
        ["WARC/1.0\r\nWARC-Type: x".repeat(2000), "\r\nno field\r\n\r\n".to_owned()].concat();
    assert_eq!(read(ended.repeat(20).as_bytes()).len(), 20);
    let archive = [&b"WARC/1.0\r\n".repeat(20_000)[..], &sound("<p>One")].concat();
    assert_eq!(read(&archive)[19_999..], [(String::new(), Lost), ("<p>One".to_owned(), Complete)]);
}

#[test]
fn cut_members() {
    let middle = gzip(&sound(&"The pier is wet. ".repeat(30)));
    let (before, behind) = (gzip(&sound("<p>One")), gzip(&sound("<p>Two")));
    for len in 1..middle.len() {
        let read = read(&[&before[..], &middle[..len], &behind].concat());
        assert_eq!(read.len(), 3, "{len}: {read:?}");
        assert_eq!(read[2], ("<p>Two".to_owned(), Complete), "{len}");
        assert!(matches!(read[1].1, Cut | Lost), "{len}: {read:?}");
    }
    let cut = read(&[&before[..], &middle[..middle.len() - 4]].concat());
    assert_eq!(cut.len(), 2);
    assert_eq!(cut[1].1, Cut);
}

#[test]
fn a_flipped_bit_is_told() {
    let mut middle = gzip(&sound("<p>The pier is wet."));
    let at = middle.len() - 6;
    middle[at] ^= 1;
    let archive = [gzip(&sound("a")), middle, gzip(&sound("b"))].concat();
    assert_read(&archive, &[("a", Complete), ("<p>The pier is wet.", Cut), ("b", Complete)]);
}

#[test]
fn damage_in_neighbouring_members_is_told_apart() {
    let members = [
        gzip(&record("", "<p>One")),
        gzip(b"junk\r\n"),
        gzip(b"more junk\r\n"),
        gzip(&sound("<p>Two")),
    ];
    let expected = [("<p>One", Length), ("", Lost), ("", Lost), ("<p>Two", Complete)];
    assert_read(&members.concat(), &expected);
}

#[test]
fn the_end_cuts() {
    let archive = [sound("<p>One"), sound("<p>The pier is wet.")].concat();
    let cut = &archive[..archive.len() - 10];
    assert_read(cut, &[("<p>One", Complete), ("<p>The pier i", Cut)]);
}

#[test]
fn large_blocks_are_not_kept() {
    let block = "x".repeat(300_000);
    for archive in both(&sound(&block)) {
        let expected =
            [("<p>One\r\n", Complete), (&block[..100_000], TooLarge), ("<p>Two", Complete)];
        assert_read(&archive, &expected);
    }
}

proptest! {
    #[test]
    fn damage_costs_no_neighbours(
        at in 0..400_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..40),
        is_packed in any::<bool>(),
    ) {
        let middle = sound(&"<p>The pier is wet.\r\n".repeat(20));
        let pack = |bytes: &[u8]| if is_packed { gzip(bytes) } else { bytes.to_vec() };
        let mut middle = pack(&middle);
        let at = at % middle.len();
        let to = (at + bytes.len()).min(middle.len());
        middle[at..to].copy_from_slice(&bytes[..to - at]);
        let archive = [pack(&sound("<p>One")), middle, pack(&sound("<p>Two"))].concat();
        let read = read(&archive);
        prop_assert_eq!(&read[0], &("<p>One".to_owned(), Complete));
        prop_assert_eq!(&read[read.len() - 1], &("<p>Two".to_owned(), Complete));
    }
}

#[test]
fn line_ends_behind_a_block_may_be_missing() {
    let glued = |block: &str| {
        let mut record = sound(block);
        record.truncate(record.len() - TRAILER_LEN);
        record
    };
    let archive = [glued("one"), glued("two"), sound("three")].concat();
    assert_read(&archive, &[("one", Complete), ("two", Complete), ("three", Complete)]);
}

/// Some writers know line feeds alone, or one line end.
#[test]
fn other_line_ends_are_no_damage() {
    let block = "<p>In a file of this kind stands\nWARC/1.0\nWARC-Type: response\nas text.";
    let header = "WARC/1.0\nWARC-Type: response\nContent-Length";
    let record = |block: &str, end: &str| format!("{header}: {}\n\n{block}{end}", block.len());
    for end in ["\n\n", "\n", "\r\n", "\n\n\n", "\r\n\r\n\r\n"] {
        let archive = [block, "two", "three"].map(|block| record(block, end)).concat();
        let expected = [(block, Complete), ("two", Complete), ("three", Complete)];
        assert_read(archive.as_bytes(), &expected);
    }
    let lost = record("one", "\n\n").replace(": 3", ": 300") + &record("two", "\n\n");
    assert_read(lost.as_bytes(), &[("one", Length), ("two", Complete)]);
}

#[test]
fn an_archive_may_begin_with_a_mark_and_blanks() {
    for lead in ["\u{FEFF}", "  \n\t", "\u{FEFF} \r\n"] {
        let archive = [lead.as_bytes(), &sound("one"), &sound("two")].concat();
        assert_read(&archive, &[("one", Complete), ("two", Complete)]);
    }
}

/// An archive of nothing but empty members, which have a break each, and one record behind.
#[test]
fn empty_members_cost_nothing() {
    let mut archive = gzip(b"").repeat(100_000);
    archive.extend(gzip(&sound("one")));
    let mut reader = WarcReader::new(&archive[..]).expect("a slice");
    let record = reader.next().expect("a record").expect("a slice");
    assert_eq!(record.block, b"one");
    assert!(reader.window.break_count() <= 1024);
}

#[test]
fn records_of_a_damaged_member_are_unverified() {
    let unverified = |archive: &[u8]| -> Vec<u64> {
        let reader = WarcReader::new(archive).expect("a slice");
        reader.map(|record| record.expect("a slice").unverified).collect()
    };
    let records: Vec<Vec<u8>> = (0..4).map(|n| sound(&format!("<p>Pier {n}."))).collect();
    let sound_member = gzip(&records.concat());
    let mut wrong_sum = sound_member.clone();
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    let archive = [&sound_member[..], &wrong_sum, &sound_member].concat();
    assert_eq!(unverified(&archive), [0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0]);
    let one_each: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(
        unverified(&[one_each, wrong_sum[..wrong_sum.len() - 9].to_vec()].concat())[..4],
        [0; 4]
    );
}

#[test]
fn an_archive_may_go_on_in_another_form() {
    let zstd = zstd::encode_all(&sound("two")[..], 3).expect("a vector");
    let packed = [gzip(&sound("one")), zstd, gzip(&sound("three"))].concat();
    assert_read(&packed, &[("one", Complete), ("two", Complete), ("three", Complete)]);
    // What damage leaves as plain data costs no member behind it.
    for plain in [&b"WARC/1.0\r\nbroken\r\n\r\n"[..], &sound("lost")[..40]] {
        let archive = [&packed[..], plain, &packed].concat();
        let read = WarcReader::new(&archive[..]).expect("a slice");
        let sound = read.filter(|record| record.as_ref().is_ok_and(|it| it.end == Complete));
        assert_eq!(sound.count(), 6);
    }
}

#[test]
fn an_archive_may_begin_in_the_middle() {
    let packed: Vec<u8> = ["one", "two"].iter().flat_map(|text| gzip(&sound(text))).collect();
    for len in [1, 3, 20] {
        assert_read(&packed[len..], &[("", Lost), ("two", Complete)]);
    }
    assert_read(
        &[b"\r\n", &packed[..]].concat(),
        &[("", Lost), ("one", Complete), ("two", Complete)],
    );
}
