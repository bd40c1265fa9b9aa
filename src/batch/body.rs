//! The body of an HTTP message: chunks joined, content codings undone. Labels are tried, and if
//! the bytes are not what the label says they are taken as they are: archives often hold bodies
//! that were decoded, under the labels of those that were not. What is no text then is not read.

use std::borrow::Cow;
use std::io::Read;
use std::ops::ControlFlow;

use super::codec::{GZIP, ZSTD};
use super::inflate::{Format, Inflate, Progress, WINDOW_LEN};
use super::opening::begins_as_page;
use super::unpack::{Piece, Unpacker};
use crate::sniff::is_noise;

/// Bytes decoded at a time.
const CHUNK_LEN: usize = 64 << 10;
/// Codings one in another. More than one is rare, and each can blow up the one within.
const MAX_CODINGS: usize = 3;
/// Bytes that tell text from what a coding gives.
const TELLING_LEN: usize = 512;
/// Bytes that tell noise from a text in an old encoding.
const NOISE_LEN: usize = 4096;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Gzip or zstd, which their first bytes tell.
    Packed,
    Deflate,
    Brotli,
}

impl Coding {
    /// The coding of a name in lower case; unknown ones and `identity` are none.
    pub(super) fn of(name: &str) -> Option<Coding> {
        match name {
            "gzip" | "x-gzip" | "zstd" => Some(Coding::Packed),
            "deflate" => Some(Coding::Deflate),
            "br" => Some(Coding::Brotli),
            _ => None,
        }
    }
}

/// Whether all of a body was decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    Complete,
    /// The data is damaged or cut; what came before it was given.
    Damaged,
    /// It is in a coding that nobody names, and nothing was given.
    Unknown,
}

/// Decodes a body, a chunk at a time, until its end or until `take` breaks off. `codings` come in
/// the order in which they were applied; `max_len` caps what stands between two of them.
pub(super) fn decode(
    body: &[u8],
    codings: &[Coding],
    max_len: u64,
    take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
) -> Decoded {
    let mut body = Cow::Borrowed(body);
    let mut decoded = Decoded::Complete;
    let skipped = codings.len().saturating_sub(MAX_CODINGS);
    let mut codings = codings[skipped..].iter().rev().copied().peekable();
    while let Some(coding) = codings.next() {
        if codings.peek().is_none() {
            let undone = undo(&body, Some(coding), take);
            return worse(decoded, undone.unwrap_or_else(|| raw(&body, Decoded::Damaged, take)));
        }
        let mut inner = Vec::new();
        let undone = undo(&body, Some(coding), &mut |chunk| {
            inner.extend_from_slice(chunk);
            let is_full = inner.len() as u64 > max_len;
            if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some(undone) = undone {
            decoded = worse(decoded, undone);
            body = Cow::Owned(inner);
        }
    }
    // No label, but packed all the same.
    let undone = undo(&body, None, take);
    worse(decoded, undone.unwrap_or_else(|| raw(&body, Decoded::Unknown, take)))
}

fn worse(one: Decoded, other: Decoded) -> Decoded {
    if one == Decoded::Complete { other } else { one }
}

/// Decodes what the first bytes name, or else the label; `None` if it is neither.
fn undo(
    body: &[u8],
    label: Option<Coding>,
    take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
) -> Option<Decoded> {
    if body.starts_with(&GZIP) || body.starts_with(&ZSTD) {
        return Some(unpack(body, take));
    }
    if is_text(body) {
        return None;
    }
    let is_sure = label == Some(Coding::Deflate) || is_noisy(body);
    let undone = if is_zlib(body) { inflate(body, Format::Zlib, is_sure, take) } else { None };
    undone.or_else(|| match label {
        Some(Coding::Deflate) => inflate(body, Format::Deflate, false, take),
        Some(Coding::Brotli) => unbrotli(body, take),
        // A server that leaves out one header leaves out others.
        Some(Coding::Packed) if is_sure => inflate(body, Format::Deflate, false, take),
        Some(Coding::Packed) | None => None,
    })
}

/// Gives a body as it is, unless it is no text in any encoding, and so what `noise` says.
fn raw(body: &[u8], noise: Decoded, take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Decoded {
    let starts_as_markup = body.trim_ascii_start().starts_with(b"<");
    if !starts_as_markup && is_noisy(body) {
        return noise;
    }
    let _ = take(body);
    Decoded::Complete
}

/// Whether a body is no text in any encoding, as far as its beginning shows.
fn is_noisy(body: &[u8]) -> bool {
    is_noise(&body[..body.len().min(NOISE_LEN)])
}

/// Whether a body begins with the header of zlib (RFC 1950). Many servers leave it out.
fn is_zlib(body: &[u8]) -> bool {
    let [first, second, ..] = body else { return false };
    first & 0x0F == 8 && first >> 4 <= 7 && u16::from_be_bytes([*first, *second]) % 31 == 0
}

fn unpack(body: &[u8], take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Decoded {
    let Ok(mut unpacker) = Unpacker::new(body) else { return Decoded::Damaged };
    loop {
        match unpacker.piece() {
            Ok(Piece::Bytes(bytes)) => {
                if take(bytes).is_break() {
                    return Decoded::Complete;
                }
            }
            Ok(Piece::Boundary) => {}
            Ok(Piece::Junk | Piece::End) => return Decoded::Complete,
            Ok(Piece::Damage) | Err(_) => return Decoded::Damaged,
        }
    }
}

/// Undoes DEFLATE; `None` if it is none. Where it `is_sure` to be one, early damage does not make it something else.
fn inflate(
    mut body: &[u8],
    format: Format,
    is_sure: bool,
    take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
) -> Option<Decoded> {
    let mut inflate = Inflate::new(format);
    let mut window = vec![0; WINDOW_LEN];
    let mut is_first = true;
    loop {
        let step = inflate.step(body, &mut window);
        // Bytes are soon read as something, whatever they are.
        let is_wrong = !is_sure || step.unpacked.is_empty();
        if is_first && is_wrong && step.progress == Progress::Damage {
            return None;
        }
        is_first = false;
        body = &body[step.taken..];
        if !step.unpacked.is_empty() && take(&window[step.unpacked]).is_break() {
            return Some(Decoded::Complete);
        }
        match step.progress {
            Progress::More => {}
            Progress::End => return Some(Decoded::Complete),
            Progress::Damage => return Some(Decoded::Damaged),
        }
    }
}

fn unbrotli(body: &[u8], take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Option<Decoded> {
    let mut decoder = brotli_decompressor::Decompressor::new(body, CHUNK_LEN);
    let mut chunk = vec![0; CHUNK_LEN];
    let mut is_first = true;
    loop {
        match decoder.read(&mut chunk) {
            Ok(0) => return Some(Decoded::Complete),
            Ok(len) => {
                if take(&chunk[..len]).is_break() {
                    return Some(Decoded::Complete);
                }
            }
            Err(_) if is_first => return None,
            Err(_) => return Some(Decoded::Damaged),
        }
        is_first = false;
    }
}

/// Whether bytes are text and therefore the output of no coding.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(TELLING_LEN)];
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0C');
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && !head.iter().any(is_control)
}

/// Joins the chunks of a body (RFC 9112, 7.1), of which the crawler may say that it `is_part`; `None` if it is not in
/// chunks. Some proxies put what they got in chunks into chunks once more.
pub(super) fn join_chunks(body: &[u8], is_part: bool) -> Option<(Vec<u8>, Decoded)> {
    let (joined, decoded) = join_once(body, is_part)?;
    match join_once(&joined, false) {
        Some((page, Decoded::Complete)) => Some((page, decoded)),
        _ => Some((joined, decoded)),
    }
}

fn join_once(body: &[u8], is_part: bool) -> Option<(Vec<u8>, Decoded)> {
    let line_end = [&b"\r\n"[..], b"\n"].into_iter().find(|end| body.starts_with(end));
    let mut body = &body[line_end.map_or(0, <[u8]>::len)..];
    let mut joined = Vec::new();
    let mut is_first = true;
    loop {
        match chunk(body) {
            // A text can begin with a line "0".
            Chunk::Last(behind) if is_first && !is_trailer(behind) => return None,
            Chunk::Last(_) => return Some((joined, Decoded::Complete)),
            Chunk::Whole(data, rest) => {
                // Most bodies that are asked have no chunk, and need no room.
                if is_first {
                    joined.reserve(body.len());
                }
                joined.extend_from_slice(data);
                body = rest;
            }
            // A length that the whole body does not reach is no length, but before what a page begins with.
            Chunk::Cut(data) if is_first && !is_part && !begins_page(data) => return None,
            Chunk::None if is_first => return None,
            Chunk::Cut(data) => {
                joined.extend_from_slice(data);
                return Some((joined, Decoded::Damaged));
            }
            Chunk::None => return Some((joined, Decoded::Damaged)),
        }
        is_first = false;
    }
}

/// Whether bytes are the first of a page, packed or not.
fn begins_page(data: &[u8]) -> bool {
    data.starts_with(&GZIP) || data.starts_with(&ZSTD) || begins_as_page(data)
}

/// Whether what stands behind the last chunk is fields and line ends, or nothing.
fn is_trailer(behind: &[u8]) -> bool {
    behind.split(|byte| *byte == b'\n').all(|line| match line.trim_ascii() {
        [] => true,
        line => memchr::memchr(b':', line).is_some_and(|at| !line[..at].contains(&b' ')),
    })
}

enum Chunk<'b> {
    Whole(&'b [u8], &'b [u8]),
    Cut(&'b [u8]),
    /// With what stands behind its line.
    Last(&'b [u8]),
    None,
}

fn chunk(body: &[u8]) -> Chunk<'_> {
    /// Digits of a length, and an extension: of a line in a head, servers take no more.
    const MAX_LINE_LEN: usize = 8 << 10;
    let line_end = memchr::memchr(b'\n', &body[..body.len().min(MAX_LINE_LEN)]);
    let Some(line_end) = line_end else { return Chunk::None };
    let line = String::from_utf8_lossy(&body[..line_end]);
    let digits = line.split(';').next().unwrap_or("").trim();
    // `from_str_radix` takes a sign, too.
    let Some(len) = usize::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    else {
        return Chunk::None;
    };
    let data = &body[line_end + 1..];
    match (len, data.get(..len)) {
        (0, _) => Chunk::Last(data),
        (_, None) => Chunk::Cut(data),
        (_, Some(chunk)) => match &data[len..] {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => Chunk::Whole(chunk, rest),
            [] | [b'\r'] => Chunk::Cut(chunk),
            _ => Chunk::None,
        },
    }
}

#[cfg(test)]
mod tests;
