//! Bodies with every coding, well labelled and not, whole and damaged.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::*;

const PAGE: &[u8] = b"<p>The pier is wet, and the ferry lies in dock. The pier is wet.</p>";

/// `PAGE` by Google's brotli, quality 9.
const BROTLI: &[u8] = b"\x1B\x43\x00\x00\x44\xDD\x96\xEA\x42\xBA\xA1\x1C\x4B\x32\x34\x9D\x78\x04\x3D\x57\x10\x5B\x15\x59\x84\x82\x4A\x5E\x9C\x37\xA8\xE7\x32\x08\x37\x06\xEC\xE0\xF1\x9E\xA2\xCE\x88\x8F\x04\x11\x6C\xA1\xED\x3A\x05\x00\xD1\xE4\x19";

fn packed(page: &[u8]) -> [(Coding, Vec<u8>); 4] {
    let level = Compression::default();
    let (mut gzip, mut zlib, mut deflate) = (
        GzEncoder::new(Vec::new(), level),
        ZlibEncoder::new(Vec::new(), level),
        DeflateEncoder::new(Vec::new(), level),
    );
    gzip.write_all(page).and_then(|()| zlib.write_all(page)).expect("a vector");
    deflate.write_all(page).expect("a vector");
    [
        (Coding::Packed, gzip.finish().expect("a vector")),
        (Coding::Packed, zstd::encode_all(page, 3).expect("a vector")),
        (Coding::Deflate, zlib.finish().expect("a vector")),
        (Coding::Deflate, deflate.finish().expect("a vector")),
    ]
}

fn decoded(body: &[u8], codings: &[Coding]) -> (Vec<u8>, Decoded) {
    let mut page = Vec::new();
    let decoded = decode(body, codings, 1 << 20, &mut |chunk| {
        page.extend_from_slice(chunk);
        ControlFlow::Continue(())
    });
    (page, decoded)
}

#[test]
fn codings_are_undone() {
    for (coding, body) in packed(PAGE) {
        assert_eq!(decoded(&body, &[coding]), (PAGE.to_vec(), Decoded::Complete), "{coding:?}");
    }
    assert_eq!(decoded(BROTLI, &[Coding::Brotli]), (PAGE.to_vec(), Decoded::Complete));
}

#[test]
fn wrong_labels_do_no_harm() {
    for coding in [Coding::Packed, Coding::Deflate, Coding::Brotli] {
        for page in [PAGE, b"", b"x", "Die Fähre".as_bytes(), b"Die F\xE4hre liegt im Hafen."] {
            assert_eq!(decoded(page, &[coding]), (page.to_vec(), Decoded::Complete), "{coding:?}");
        }
        for (_, body) in packed(PAGE).into_iter().take(2) {
            assert_eq!(decoded(&body, &[coding]).0, PAGE);
            assert_eq!(decoded(&body, &[]).0, PAGE);
        }
    }
}

/// What no text is, and no coding that shows.
fn noise() -> Vec<u8> {
    (0..4096_u32).map(|n| (n.wrapping_mul(0x9E37_79B9) >> 13) as u8).collect()
}

#[test]
fn the_first_bytes_say_more_than_the_label() {
    let zlib = &packed(PAGE)[2].1;
    for label in [&[Coding::Packed][..], &[Coding::Brotli], &[]] {
        assert_eq!(decoded(zlib, label), (PAGE.to_vec(), Decoded::Complete), "{label:?}");
    }
    let page: String =
        (0..900_u32).map(|n| format!("{:x}.", n.wrapping_mul(0x9E37_79B1))).collect();
    let deflate = &packed(page.as_bytes())[3].1;
    assert_eq!(decoded(deflate, &[Coding::Packed]), (page.into_bytes(), Decoded::Complete));
    let text = b"x^2 + y^2 \xFCber die Seiten";
    assert_eq!(decoded(text, &[]), (text.to_vec(), Decoded::Complete));
}

#[test]
fn what_cannot_be_decoded_is_no_text() {
    for label in [Coding::Packed, Coding::Deflate] {
        assert_eq!(decoded(&noise(), &[label]), (vec![], Decoded::Damaged), "{label:?}");
    }
    assert_eq!(decoded(&noise(), &[]), (vec![], Decoded::Unknown));
}

#[test]
fn several_codings() {
    let gzip = |page: &[u8]| packed(page)[0].1.clone();
    let twice = gzip(&gzip(PAGE));
    assert_eq!(decoded(&twice, &[Coding::Packed; 2]).0, PAGE);
    let deflated = packed(&gzip(PAGE))[2].1.clone();
    assert_eq!(decoded(&deflated, &[Coding::Packed, Coding::Deflate]).0, PAGE);
}

#[test]
fn cut_bodies_give_what_is_there() {
    let page: String =
        (0..120_000_u32).map(|n| format!("{:x}.", n.wrapping_mul(0x9E37_79B1))).collect();
    for (coding, body) in packed(page.as_bytes()) {
        let (cut, end) = decoded(&body[..body.len() / 2], &[coding]);
        assert_eq!(end, Decoded::Damaged, "{coding:?}");
        assert!(cut.len() > 1000 && page.as_bytes().starts_with(&cut));
    }
}

#[test]
fn what_stands_before_damage_is_given() {
    let page: String =
        (0..9_000_u32).map(|n| format!("{:x}.", n.wrapping_mul(0x9E37_79B1))).collect();
    let mut zlib = packed(page.as_bytes())[2].1.clone();
    let end = zlib.len() - 1;
    zlib[end] ^= 1;
    assert_eq!(decoded(&zlib, &[Coding::Deflate]), (page.into_bytes(), Decoded::Damaged));
}

#[test]
fn bombs_stop_when_told() {
    let bomb = vec![0; 64 << 20];
    for (coding, body) in packed(&bomb) {
        let mut taken = 0;
        decode(&body, &[coding], 1 << 20, &mut |chunk| {
            taken += chunk.len();
            if taken < 1 << 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert!(taken <= (1 << 20) + WINDOW_LEN, "{coding:?}");
    }
}

#[test]
fn chunks_are_joined() {
    let joined = |body: &[u8]| {
        let joined = join_chunks(body, false);
        joined.map(|(page, end)| (String::from_utf8(page).expect("UTF-8"), end))
    };
    let whole = |text: &str| Some((text.to_owned(), Decoded::Complete));
    assert_eq!(joined(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), whole("abcde"));
    assert_eq!(joined(b"0\r\n\r\n"), whole(""));
    assert_eq!(joined(b"0\r\nExpires: 0\r\n\r\n"), whole(""));
    assert_eq!(joined(b"03\nabc\n0\n\n"), whole("abc"));
    assert_eq!(joined(b"\r\n3\r\nabc\r\n0\r\n\r\n"), whole("abc"));
    let extension = format!("3;a={}\r\nabc\r\n0\r\n\r\n", "x".repeat(4000));
    assert_eq!(joined(extension.as_bytes()), whole("abc"));
    assert_eq!(joined(b"D\r\n3\r\nabc\r\n0\r\n\r\n\r\n0\r\n\r\n"), whole("abc"));
    assert_eq!(joined(b"8\r\n3\r\nabc\r\n\r\n0\r\n\r\n"), whole("3\r\nabc\r\n"));
    let cut = |text: &str| Some((text.to_owned(), Decoded::Damaged));
    assert_eq!(joined(b"3\r\nabc\r\n5\r\nde"), cut("abcde"));
    assert_eq!(joined(b"3\r\nabc\r\n"), cut("abc"));
    assert_eq!(joined(b"1f4\r\n<html><p>The pier"), cut("<html><p>The pier"));
    assert!(join_chunks(b"1f4\r\nThe pier", false).is_none());
    assert!(join_chunks(b"1f4\r\nThe pier", true).is_some());
    for raw in [
        &b"<p>3"[..],
        b"",
        b"abc\r\n",
        b"ffffffffffffffffffff\r\nx",
        b"+3\r\nabc\r\n0\r\n",
        b"2\r\nabc\r\n",
        b"0\nThe pier is wet.",
    ] {
        assert_eq!(joined(raw), None, "{raw:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_under_any_label_end(body in prop::collection::vec(any::<u8>(), 0..300)) {
        for coding in [Coding::Packed, Coding::Deflate, Coding::Brotli] {
            decoded(&body, &[coding, coding]);
        }
        join_chunks(&body, false);
    }
}
