//! Bytes to text once the encoding is known.

use super::{EncodingReport, EncodingSource};
use encoding_rs::{CoderResult, DecoderResult, Encoding, UTF_8};

/// Bytes of text decoded at a time from encodings other than UTF-8: fits the first-level cache.
const TEXT_BUFFER: usize = 16 * 1024;

const REPLACEMENT: &str = "\u{FFFD}";

/// A decoder of one known encoding.
#[derive(Debug)]
pub(super) enum Engine {
    Utf8(Utf8),
    Legacy(Box<Legacy>),
}

impl Engine {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            return Self::Utf8(Utf8::default());
        }
        Self::Legacy(Box::new(Legacy {
            decoder: encoding.new_decoder_without_bom_handling(),
            text: String::with_capacity(TEXT_BUFFER),
            malformed: false,
        }))
    }

    pub(super) fn push(&mut self, bytes: &[u8], out: &mut impl FnMut(&str)) {
        match self {
            Self::Utf8(engine) => engine.push(bytes, out),
            Self::Legacy(engine) => engine.push(bytes, out),
        }
    }

    pub(super) fn finish(
        self,
        source: EncodingSource,
        out: &mut impl FnMut(&str),
    ) -> EncodingReport {
        match self {
            Self::Utf8(engine) => EncodingReport {
                name: UTF_8.name(),
                source,
                malformed: engine.malformed,
                cut: engine.carried > 0,
            },
            Self::Legacy(engine) => engine.finish(source, out),
        }
    }
}

/// Lends text from the input; only a character that a chunk's end cuts is copied.
#[derive(Debug, Default)]
pub(super) struct Utf8 {
    carry: [u8; 4],
    carried: usize,
    malformed: bool,
}

impl Utf8 {
    fn push(&mut self, bytes: &[u8], out: &mut impl FnMut(&str)) {
        let rest = self.complete_carry(bytes, out);
        let (whole, cut) = rest.split_at(rest.len() - cut_length(rest));
        if !emit_valid(whole, out) {
            self.emit_repaired(whole, out);
        }
        if !cut.is_empty() {
            self.carry[..cut.len()].copy_from_slice(cut);
            self.carried = cut.len();
        }
    }

    /// Adds bytes to the carried character until it is whole or bad.
    fn complete_carry<'b>(&mut self, bytes: &'b [u8], out: &mut impl FnMut(&str)) -> &'b [u8] {
        let mut rest = bytes;
        while self.carried > 0 {
            let Some((&next, after)) = rest.split_first() else {
                break;
            };
            self.carry[self.carried] = next;
            match std::str::from_utf8(&self.carry[..=self.carried]) {
                Ok(character) => {
                    out(character);
                    self.carried = 0;
                }
                Err(error) if error.error_len().is_none() => self.carried += 1,
                // What was carried could still become a character, so it is `next` that breaks
                // it: one U+FFFD for the carried bytes, and `next` is read afresh.
                Err(_) => {
                    self.replace(out);
                    self.carried = 0;
                    return rest;
                }
            }
            rest = after;
        }
        rest
    }

    fn emit_repaired(&mut self, mut bytes: &[u8], out: &mut impl FnMut(&str)) {
        while !bytes.is_empty() {
            // Four bytes are cheap to check first, and spare bytes that are bad throughout
            // a start of the vector code for each of them.
            let bad = bad_length(bytes);
            if bad > 0 {
                self.replace(out);
                bytes = &bytes[bad..];
                continue;
            }
            let (valid, rest) = bytes.split_at(Encoding::utf8_valid_up_to(bytes));
            emit_valid(valid, out);
            bytes = rest;
        }
    }

    fn replace(&mut self, out: &mut impl FnMut(&str)) {
        out(REPLACEMENT);
        self.malformed = true;
    }
}

/// Hands on bytes that are valid UTF-8 and says whether they were.
///
/// This validates and lends in one pass, at the speed of encoding_rs's vector code, which the
/// standard library has not.
pub(super) fn emit_valid(bytes: &[u8], out: &mut impl FnMut(&str)) -> bool {
    let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) else {
        return false;
    };
    if !text.is_empty() {
        out(&text);
    }
    true
}

/// The length of the unfinished character at the end of `bytes`: 0 to 3.
pub(super) fn cut_length(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let Some(lead) = tail.iter().rposition(|&byte| byte >= 0xC0) else {
        return 0;
    };
    match std::str::from_utf8(&tail[lead..]) {
        Err(error) if error.error_len().is_none() => tail.len() - lead,
        _ => 0,
    }
}

/// The length of the bad sequence that `bytes` start with; one U+FFFD stands for it.
pub(super) fn bad_length(bytes: &[u8]) -> usize {
    let head = &bytes[..bytes.len().min(4)];
    match std::str::from_utf8(head) {
        Err(error) if error.valid_up_to() == 0 => error.error_len().unwrap_or(head.len()),
        _ => 0,
    }
}

/// Every encoding but UTF-8, by way of a buffer that is used again and again.
#[derive(Debug)]
pub(super) struct Legacy {
    decoder: encoding_rs::Decoder,
    text: String,
    malformed: bool,
}

impl Legacy {
    fn push(&mut self, mut bytes: &[u8], out: &mut impl FnMut(&str)) {
        loop {
            let (result, read, replaced) =
                self.decoder.decode_to_string(bytes, &mut self.text, false);
            self.malformed |= replaced;
            self.flush(out);
            match result {
                CoderResult::InputEmpty => return,
                CoderResult::OutputFull => bytes = &bytes[read..],
            }
        }
    }

    /// With no bytes left, a bad sequence can only be one that the end of the input cuts.
    fn finish(mut self, source: EncodingSource, out: &mut impl FnMut(&str)) -> EncodingReport {
        let mut cut = false;
        loop {
            let (result, _) =
                self.decoder.decode_to_string_without_replacement(&[], &mut self.text, true);
            self.flush(out);
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => cut = true,
            }
        }
        EncodingReport {
            name: self.decoder.encoding().name(),
            source,
            malformed: self.malformed,
            cut,
        }
    }

    fn flush(&mut self, out: &mut impl FnMut(&str)) {
        if !self.text.is_empty() {
            out(&self.text);
            self.text.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Utf8, bad_length, cut_length};

    #[test]
    fn cut_characters_are_measured() {
        assert_eq!(cut_length("né".as_bytes()), 0);
        assert_eq!(cut_length(b"n\xC3"), 1);
        assert_eq!(cut_length(b"\xE4\xB8"), 2);
        assert_eq!(cut_length(b"\xF0\x9F\x98"), 3);
        assert_eq!(cut_length(b"\xE4\xB8\xE4"), 1);
        assert_eq!(cut_length(b"\xC0"), 0);
        assert_eq!(cut_length(b"\xBF\xBF\xBF"), 0);
    }

    #[test]
    fn bad_sequences_are_as_long_as_the_encoding_standard_says() {
        assert_eq!(bad_length(b"\xE4\xB8a"), 2);
        assert_eq!(bad_length(b"\xED\xA0\x80"), 1);
        assert_eq!(bad_length(b"\xF0\x9F\x98"), 3);
        assert_eq!(bad_length(b"\x80\x80"), 1);
        assert_eq!(bad_length(b"ab"), 0);
    }

    #[test]
    fn valid_text_is_lent_and_not_copied() {
        let input = "naïve 中文 😀".as_bytes();
        let mut engine = Utf8::default();
        let mut pieces = Vec::new();
        engine.push(&input[..input.len() - 1], &mut |text| {
            pieces.push((text.as_ptr(), text.len()));
        });
        assert_eq!(pieces, [(input.as_ptr(), input.len() - 4)]);
        assert_eq!(engine.carried, 3);
    }
}
