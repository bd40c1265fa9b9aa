//! Gzip as crawls and servers write it: several members, cut ends, junk at the end.

use std::io::{self, BufRead, ErrorKind, Read};
use std::ops::ControlFlow;

use flate2::bufread::GzDecoder;

/// Bytes unpacked at a time.
const CHUNK_LEN: usize = 64 << 10;

/// The first bytes of gzip with its only method.
pub(crate) const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];

/// How the compressed data ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// As it should, or where the taker had enough.
    Complete,
    /// With something that is no gzip after the last member.
    Junk,
    /// In the middle of a member, or its checksum is wrong.
    Damaged,
}

/// Unpacks all members, a chunk at a time, until the end or until `take` breaks off.
///
/// Errors are those of the reader; what is wrong with the data is an [`End`].
pub(crate) fn unpack(
    mut packed: impl BufRead,
    take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
) -> io::Result<End> {
    let mut chunk = vec![0; CHUNK_LEN];
    for members in 0.. {
        let mut decoder = GzDecoder::new(packed);
        let mut is_empty = true;
        loop {
            match decoder.read(&mut chunk) {
                Ok(0) => break,
                Ok(len) => {
                    is_empty = false;
                    if take(&chunk[..len]).is_break() {
                        return Ok(End::Complete);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if !is_damage(&error) => return Err(error),
                Err(_) if members > 0 && is_empty && decoder.header().is_none() => {
                    return Ok(End::Junk);
                }
                Err(_) => return Ok(End::Damaged),
            }
        }
        packed = decoder.into_inner();
        if !skip_zeros(&mut packed)? {
            return Ok(End::Complete);
        }
    }
    Ok(End::Complete)
}

fn is_damage(error: &io::Error) -> bool {
    use ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// Skips zeros, with which tapes and some servers fill up blocks; whether anything is left.
fn skip_zeros(packed: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = match packed.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        let len = buffer.len();
        let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        packed.consume(zeros);
        if zeros < len || len == 0 {
            return Ok(len > 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("a vector");
        encoder.finish().expect("a vector")
    }

    fn unpacked(packed: &[u8]) -> (String, End) {
        let mut text = Vec::new();
        let end = unpack(packed, &mut |chunk| {
            text.extend_from_slice(chunk);
            ControlFlow::Continue(())
        });
        (String::from_utf8(text).expect("UTF-8"), end.expect("a slice"))
    }

    #[test]
    fn members_are_joined() {
        let packed = [pack(b"One, "), pack(b""), pack(b"two.")].concat();
        assert_eq!(unpacked(&packed), ("One, two.".into(), End::Complete));
        let padded = [packed, vec![0; 600]].concat();
        assert_eq!(unpacked(&padded), ("One, two.".into(), End::Complete));
    }

    #[test]
    fn junk_after_the_last_member_is_told() {
        for junk in [&b"<html>"[..], b"\x1F", b"\x1F\x8B", b"\x1F\x8B\x08\x00"] {
            let packed = [&pack(b"Text."), junk].concat();
            assert_eq!(unpacked(&packed), ("Text.".into(), End::Junk), "{junk:?}");
        }
    }

    #[test]
    fn what_was_read_before_damage_stays() {
        let text: String = (0..5000).map(|n| format!("Line {n}. ")).collect();
        let packed = pack(text.as_bytes());
        let (cut, end) = unpacked(&packed[..packed.len() / 2]);
        assert_eq!(end, End::Damaged);
        assert!(!cut.is_empty() && text.starts_with(&cut));
        assert_eq!(unpacked(&packed[..packed.len() - 1]), (text.clone(), End::Damaged));
        assert_eq!(unpacked(&packed[..3]).1, End::Damaged);
        let mut wrong = packed;
        let checksum = wrong.len() - 6;
        wrong[checksum] ^= 1;
        assert_eq!(unpacked(&wrong), (text, End::Damaged));
    }

    #[test]
    fn a_bomb_stops_when_told() {
        let packed = pack(&vec![0; 64 << 20]);
        let mut taken = 0;
        let end = unpack(&packed[..], &mut |chunk| {
            taken += chunk.len();
            if taken < 1 << 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(end.expect("a slice"), End::Complete);
        assert!(taken < (1 << 20) + CHUNK_LEN);
    }
}
