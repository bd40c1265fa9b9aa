//! Gzip members and zstd frames, one after another.

use std::fmt;
use std::io::{self, Read};
use std::ops::Range;

use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};

use super::inflate::{Format, Inflate, Progress, Step, WINDOW_LEN};
use super::source::Source;

/// The first bytes of gzip with its only method.
pub(super) const GZIP: [u8; 3] = [0x1F, 0x8B, 8];
/// The first bytes of a zstd frame.
pub(super) const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// The first bytes of the frame that holds the dictionary of a WARC file.
const ZSTD_DICTIONARY: [u8; 4] = [0x5D, 0x2A, 0x4D, 0x18];
/// Skippable frames differ in the low half of their first byte.
const ZSTD_SKIPPABLE: [u8; 3] = [0x2A, 0x4D, 0x18];

/// Cap of a gzip member's header: names and comments are short where they are honest.
const MAX_HEADER_LEN: usize = 64 << 10;
/// Cap of a dictionary, packed and unpacked: those of crawls have about 1 MiB.
const MAX_DICTIONARY_LEN: usize = 16 << 20;

/// Bytes that a zstd frame gives at a time.
const ZSTD_CHUNK_LEN: usize = 64 << 10;

/// How an input is packed, and the state of its member or frame at hand.
pub(super) enum Codec {
    Plain,
    Gzip { inflate: Inflate },
    Zstd { decoder: Box<Decoder<'static>> },
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Codec::Plain => "Plain",
            Codec::Gzip { .. } => "Gzip",
            Codec::Zstd { .. } => "Zstd",
        })
    }
}

impl Codec {
    /// Tells from the first bytes.
    pub(super) fn of<R: Read>(source: &mut Source<R>) -> io::Result<Codec> {
        let head = source.peek(ZSTD.len())?;
        if head.starts_with(&GZIP) {
            Ok(Codec::Gzip { inflate: Inflate::new(Format::Gzip) })
        } else if head.starts_with(&ZSTD_DICTIONARY) {
            let dictionary = read_dictionary(source)?;
            Ok(Codec::Zstd { decoder: Box::new(Decoder::with_dictionary(&dictionary)?) })
        } else if head.starts_with(&ZSTD) || is_skippable(head) {
            // Parallel compressors put a frame that is passed over before each.
            Ok(Codec::Zstd { decoder: Box::new(Decoder::new()?) })
        } else {
            Ok(Codec::Plain)
        }
    }

    /// What the next member begins with.
    pub(super) fn magic(&self) -> &'static [u8] {
        match self {
            Codec::Plain => &[],
            Codec::Gzip { .. } => &GZIP,
            Codec::Zstd { .. } => &ZSTD,
        }
    }

    /// Bytes that are unpacked at a time, at most.
    pub(super) fn window_len(&self) -> usize {
        match self {
            Codec::Plain => 0,
            Codec::Gzip { .. } => WINDOW_LEN,
            Codec::Zstd { .. } => ZSTD_CHUNK_LEN,
        }
    }

    /// Goes to the beginning of a member or frame; whether one begins here.
    pub(super) fn open<R: Read>(&mut self, source: &mut Source<R>) -> io::Result<bool> {
        match self {
            Codec::Plain => Ok(true),
            Codec::Gzip { inflate } => {
                let is_member = is_gzip(source)?;
                inflate.restart();
                Ok(is_member)
            }
            Codec::Zstd { decoder } => {
                let head = source.peek(ZSTD.len())?;
                let is_frame = head.starts_with(&ZSTD) || is_skippable(head);
                if is_frame {
                    decoder.reinit()?;
                }
                Ok(is_frame)
            }
        }
    }

    /// Unpacks into a window; which part of it is new, and whether the member goes on.
    pub(super) fn step<R: Read>(
        &mut self,
        source: &mut Source<R>,
        window: &mut [u8],
    ) -> io::Result<(Range<usize>, Progress)> {
        // At the end of the input what is left inside the decoder may still come out.
        let packed = source.fill()?;
        let step = match self {
            Codec::Plain => Step { taken: 0, unpacked: 0..0, progress: Progress::Damage },
            Codec::Gzip { inflate } => inflate.step(packed, window),
            Codec::Zstd { decoder } => zstd_step(decoder, packed, window),
        };
        source.consume(step.taken);
        Ok((step.unpacked, step.progress))
    }
}

fn zstd_step(decoder: &mut Decoder<'_>, packed: &[u8], window: &mut [u8]) -> Step {
    let mut input = InBuffer::around(packed);
    let mut output = OutBuffer::around(window);
    let hint = decoder.run(&mut input, &mut output);
    let (taken, len) = (input.pos(), output.pos());
    let progress = match hint {
        Ok(0) => Progress::End,
        Ok(_) if taken > 0 || len > 0 => Progress::More,
        _ => Progress::Damage,
    };
    Step { taken, unpacked: 0..len, progress }
}

/// Whether a member, a frame or the dictionary of frames begins here.
pub(super) fn begins_packed(head: &[u8]) -> bool {
    let starts = [&GZIP[..], &ZSTD, &ZSTD_DICTIONARY];
    starts.iter().any(|start| head.starts_with(start)) || is_skippable(head)
}

fn is_skippable(head: &[u8]) -> bool {
    head.len() >= 4 && head[0] & 0xF0 == 0x50 && head[1..].starts_with(&ZSTD_SKIPPABLE)
}

/// Whether there is a whole header of gzip (RFC 1952). The decoder reads it again, but waits for its end, which
/// behind bytes that only look like one may never come.
fn is_gzip<R: Read>(source: &mut Source<R>) -> io::Result<bool> {
    const FIXED_LEN: usize = 10;
    const HEADER_CRC: u8 = 2;
    const EXTRA: u8 = 4;
    const RESERVED: u8 = 0xE0;
    let head = source.peek(FIXED_LEN)?;
    if head.len() < FIXED_LEN || !head.starts_with(&GZIP) || head[3] & RESERVED != 0 {
        return Ok(false);
    }
    let flags = head[3];
    let mut len = FIXED_LEN;
    if flags & EXTRA != 0 {
        let head = source.peek(len + 2)?;
        let Some(field) = head.get(len..len + 2) else { return Ok(false) };
        len += 2 + usize::from(u16::from_le_bytes([field[0], field[1]]));
    }
    // The file's name and a comment.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let Some(end) = end_of_text(source, len)? else { return Ok(false) };
            len = end;
        }
    }
    if flags & HEADER_CRC != 0 {
        len += 2;
    }
    Ok(source.peek(len)?.len() >= len)
}

/// Where a text in a header ends, behind its zero.
fn end_of_text<R: Read>(source: &mut Source<R>, start: usize) -> io::Result<Option<usize>> {
    let mut seen = start;
    while seen <= MAX_HEADER_LEN {
        let head = source.peek(seen + 1)?;
        let rest = head.get(seen..).unwrap_or(&[]);
        match memchr::memchr(0, rest) {
            Some(at) => return Ok(Some(seen + at + 1)),
            None if rest.is_empty() => return Ok(None),
            None => seen += rest.len(),
        }
    }
    Ok(None)
}

/// The dictionary at the start of a WARC file, by itself packed with zstd or not.
fn read_dictionary<R: Read>(source: &mut Source<R>) -> io::Result<Vec<u8>> {
    const HEAD_LEN: usize = 8;
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let head = source.peek(HEAD_LEN)?;
    let field = head.get(4..HEAD_LEN).ok_or_else(|| wrong("the zstd dictionary is cut"))?;
    let len = u32::from_le_bytes([field[0], field[1], field[2], field[3]]);
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    if len > MAX_DICTIONARY_LEN {
        return Err(wrong("the zstd dictionary is too large"));
    }
    let bytes = source.peek(HEAD_LEN + len)?;
    let dictionary = bytes
        .get(HEAD_LEN..HEAD_LEN + len)
        .ok_or_else(|| wrong("the zstd dictionary is cut"))?
        .to_vec();
    source.consume(HEAD_LEN + len);
    if !dictionary.starts_with(&ZSTD) {
        return Ok(dictionary);
    }
    let mut unpacked = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(&dictionary[..])?;
    decoder.take(MAX_DICTIONARY_LEN as u64).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}
