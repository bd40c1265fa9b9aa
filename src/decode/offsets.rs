//! The way back: where places of the decoded text stand in the bytes.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use super::{EncodingReport, EncodingSource};

/// Bytes of text decoded at a time on the way to the next place.
const BUFFER_LEN: usize = 8 * 1024;
/// So near to a place bytes go one by one: an encoder wants room for its longest character.
const MARGIN: u64 = 32;

/// The bytes of places in the decoded text. `places` are offsets in order.
///
/// A place inside a character becomes one before it.
pub(crate) fn byte_offsets(bytes: &[u8], report: &EncodingReport, places: &[u64]) -> Vec<usize> {
    let encoding = Encoding::for_label(report.name.as_bytes()).unwrap_or(UTF_8);
    let mark = mark_len(bytes, encoding, report.source);
    if encoding == UTF_8 && !report.malformed {
        let at = |place: &u64| usize::try_from(*place).unwrap_or(usize::MAX).saturating_add(mark);
        return places.iter().map(|place| at(place).min(bytes.len())).collect();
    }
    let decoder = encoding.new_decoder_without_bom_handling();
    let mut way =
        Way { bytes, decoder, read: mark, written: 0, is_stateful: encoding == ISO_2022_JP };
    let mut buffer = [0; BUFFER_LEN];
    places.iter().map(|place| way.go_to(*place, &mut buffer)).collect()
}

/// Whether bytes mean the same wherever they stand.
pub(crate) fn is_stateless(report: &EncodingReport) -> bool {
    report.name != ISO_2022_JP.name()
}

/// The length of the mark that the decoder has taken off.
fn mark_len(bytes: &[u8], encoding: &'static Encoding, source: EncodingSource) -> usize {
    match (Encoding::for_bom(bytes), source) {
        (Some((_, len)), EncodingSource::Bom) => len,
        (Some((marked, len)), EncodingSource::Override)
            if marked == UTF_8 || marked == encoding =>
        {
            len
        }
        _ => 0,
    }
}

/// A second decoding that stops at places.
struct Way<'b> {
    bytes: &'b [u8],
    decoder: encoding_rs::Decoder,
    read: usize,
    written: u64,
    /// Escapes change what bytes mean.
    is_stateful: bool,
}

impl Way<'_> {
    /// The byte at a place; `buffer` takes what is decoded on the way.
    fn go_to(&mut self, place: u64, buffer: &mut [u8; BUFFER_LEN]) -> usize {
        while self.read < self.bytes.len() && self.written + MARGIN < place {
            let room = (place - self.written).min(BUFFER_LEN as u64) as usize;
            let rest = &self.bytes[self.read..];
            let (_, read, written, _) =
                self.decoder.decode_to_utf8(rest, &mut buffer[..room], false);
            if read == 0 && written == 0 {
                break;
            }
            self.read += read;
            self.written += written as u64;
        }
        while self.read < self.bytes.len() && self.written < place {
            let byte = &self.bytes[self.read..=self.read];
            let (_, _, written, _) = self.decoder.decode_to_utf8(byte, buffer, false);
            self.read += 1;
            self.written += written as u64;
            if self.written > place {
                // The byte ended a bad sequence and is a character of its own.
                return self.read - 1;
            }
        }
        if self.is_stateful {
            self.pass_escapes();
        }
        self.read
    }

    /// Tags are ASCII, so what is cut with its tags begins and ends behind the escape to it.
    fn pass_escapes(&mut self) {
        const ESCAPE_LEN: usize = 3;
        let mut nothing = [0; ESCAPE_LEN * 3];
        while let Some(escape) = self.bytes.get(self.read..self.read + ESCAPE_LEN)
            && escape[0] == 0x1B
        {
            let (_, _, written, _) = self.decoder.decode_to_utf8(escape, &mut nothing, false);
            self.read += ESCAPE_LEN;
            self.written += written as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{EncodingHints, decode};

    /// Every boundary of a text's characters leads to bytes that decode to what is before it.
    fn assert_leads_back(bytes: &[u8], label: Option<&str>) {
        let hints = EncodingHints { http: label, ..EncodingHints::default() };
        let (text, report) = decode(bytes, hints);
        let places: Vec<u64> = text.char_indices().map(|(at, _)| at as u64).collect();
        for (at, place) in byte_offsets(bytes, &report, &places).into_iter().zip(places) {
            let forced = EncodingHints { forced: Some(report.name), ..EncodingHints::default() };
            let (before, _) = decode(&bytes[..at], forced);
            assert_eq!(before, text[..place as usize], "{label:?} {at}");
        }
    }

    #[test]
    fn places_lead_back_in_every_kind_of_encoding() {
        assert_leads_back("\u{FEFF}<p>naïve 中文 😀</p>".as_bytes(), None);
        assert_leads_back(
            b"<p>na\xEFve</p> and much more text behind it, to the end",
            Some("latin1"),
        );
        assert_leads_back(b"<p>\x93\xFA\x96\x7B\x8C\xEA</p> and more", Some("shift_jis"));
        assert_leads_back(b"<p>\xC4\xE3\x94\x39\xDA\x33</p>", Some("gb18030"));
        assert_leads_back(b"\xFF\xFE<\0p\0>\0\xE9\0<\0/\0p\0>\0", None);
        assert_leads_back(b"<p>caf\xC3\xA9 caf\xC3\xA9 \xFF\xC3\xA9 ok\xC3\xA9", None);
        let long = [&b"<p>\xEF"[..], &b"words ".repeat(5_000), b"\xEF"].concat();
        let (text, report) = decode(&long, EncodingHints::default());
        let places = [4, 20_000, text.len() as u64];
        assert_eq!(byte_offsets(&long, &report, &places)[1..], [19_999, long.len()]);
    }

    #[test]
    fn a_place_between_escapes_is_in_ascii() {
        let bytes = b"<p>\x1B$B$\"\x1B(B</p>\x1B$B$\"\x1B(B";
        let hints = EncodingHints { http: Some("iso-2022-jp"), ..EncodingHints::default() };
        let (text, report) = decode(bytes, hints);
        assert_eq!(text, "<p>あ</p>あ");
        let end = byte_offsets(bytes, &report, &[6]);
        assert_eq!(&bytes[end[0]..end[0] + 4], b"</p>");
    }
}
