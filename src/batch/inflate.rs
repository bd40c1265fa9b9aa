//! DEFLATE (RFC 1951), bare or wrapped as gzip or zlib, unpacked piece by piece; of damaged data, what
//! stands before the damage.

use std::ops::Range;

use sirocco::inflate::Decoder;

pub(super) use sirocco::Format;

/// Bytes of a window. What was unpacked last stays in it, as later data repeats up to 32 KiB of it; a
/// longer one has to move these less often.
pub(super) const WINDOW_LEN: usize = 256 << 10;

/// Bytes with which the search for damage begins.
const FIRST_LEN: usize = 64;

/// How a stream goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    More,
    /// It ended as it should; the checksum of its wrapper is right.
    End,
    /// It cannot be read further, or there is no more of it.
    Damage,
}

/// What one step has done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Packed bytes that are done with.
    pub(super) taken: usize,
    /// Where in the window that stands which they unpack to.
    pub(super) unpacked: Range<usize>,
    pub(super) progress: Progress,
}

/// Unpacks one stream after another.
///
/// zlib-rs by way of flate2 takes 2.3 times as long over pages, checksums included.
pub(super) struct Inflate {
    decoder: Box<Decoder>,
    /// The decoder as it was before the step at hand, of which it tells nothing if that fails; not of the first
    /// step of a stream, before which it is as new.
    before: Box<Decoder>,
    is_new: bool,
    /// Where in the window the next bytes go.
    at: usize,
}

impl Inflate {
    pub(super) fn new(format: Format) -> Self {
        let decoder = Box::new(Decoder::new(format));
        Inflate { before: decoder.clone(), decoder, is_new: true, at: 0 }
    }

    /// Goes to the start of a stream.
    pub(super) fn restart(&mut self) {
        self.decoder.reset();
        (self.is_new, self.at) = (true, 0);
    }

    /// Unpacks into a window of [`WINDOW_LEN`] that is as the last step left it. No packed bytes at all stand for
    /// the end of the input.
    pub(super) fn step(&mut self, packed: &[u8], window: &mut [u8]) -> Step {
        if self.at == window.len() {
            self.at -= self.decoder.make_room(window);
        }
        self.save();
        self.run(packed, window).unwrap_or_else(|| self.up_to_damage(packed, window))
    }

    fn save(&mut self) {
        if !self.is_new {
            self.before.clone_from(&self.decoder);
        }
    }

    fn restore(&mut self) {
        if self.is_new {
            self.decoder.reset();
        } else {
            self.decoder.clone_from(&self.before);
        }
    }

    /// One call of the decoder; `None` if it meets damage.
    fn run(&mut self, packed: &[u8], window: &mut [u8]) -> Option<Step> {
        let done = self.decoder.decompress(packed, window, false).ok()?;
        let unpacked = self.at..self.at + done.output.len();
        let progress = match (done.done, done.consumed, unpacked.len()) {
            (true, ..) => Progress::End,
            (_, 0, 0) => Progress::Damage,
            _ => Progress::More,
        };
        (self.is_new, self.at) = (false, unpacked.end);
        Some(Step { taken: done.consumed, unpacked, progress })
    }

    /// The same again with few bytes, twice as many, and so on, up to those that fail, and then with half of them,
    /// half of these, and so on, to where the damage is: an archive of nothing but broken members has it always near.
    fn up_to_damage(&mut self, packed: &[u8], window: &mut [u8]) -> Step {
        let start = self.at;
        let (mut taken, mut len) = (0, FIRST_LEN.min(packed.len()));
        let mut is_near = false;
        self.restore();
        while len > 0 {
            let Some(step) = self.run(&packed[taken..taken + len], window) else {
                self.restore();
                (is_near, len) = (true, len / 2);
                continue;
            };
            self.save();
            taken += step.taken;
            // What does not fit into the window is left for the next step.
            if self.at == window.len() || step.progress != Progress::More {
                return Step { taken, unpacked: start..self.at, progress: step.progress };
            }
            len = if is_near { len } else { 2 * len }.min(packed.len() - taken);
        }
        Step { taken, unpacked: start..self.at, progress: Progress::Damage }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn packed(format: Format, text: &[u8], level: u32) -> Vec<u8> {
        let level = Compression::new(level);
        match format {
            Format::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
            Format::Zlib => {
                let mut encoder = ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
            _ => {
                let mut encoder = DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(text).and_then(|()| encoder.finish())
            }
        }
        .expect("a vector")
    }

    /// All of a stream that comes in pieces of a length, and how it ends.
    fn unpacked(inflate: &mut Inflate, packed: &[u8], piece_len: usize) -> (Vec<u8>, Progress) {
        let (mut window, mut text) = (vec![0; WINDOW_LEN], Vec::new());
        let mut at = 0;
        loop {
            let end = packed.len().min(at + piece_len);
            let step = inflate.step(&packed[at..end], &mut window);
            text.extend_from_slice(&window[step.unpacked]);
            at += step.taken;
            if step.progress != Progress::More {
                return (text, step.progress);
            }
        }
    }

    /// Words in an order that does not repeat, of two distances of repetition.
    fn text(len: usize) -> Vec<u8> {
        let words = ["pier ", "ferry ", "the ", "dock, ", "wet and ", "in "];
        let numbers = (0..).map(|n: u32| n.wrapping_mul(0x9E37_79B1) >> 20);
        let text = numbers.flat_map(|n| [words[n as usize % 6].to_owned(), format!("{n}. ")]);
        text.flat_map(String::into_bytes).take(len).collect()
    }

    #[test]
    fn streams_longer_than_the_window() {
        let text = text(3 * WINDOW_LEN + 17);
        for format in [Format::Gzip, Format::Zlib, Format::Deflate] {
            let mut inflate = Inflate::new(format);
            let packed = packed(format, &text, 6);
            for piece_len in [1 << 10, 64 << 10, usize::MAX / 2] {
                inflate.restart();
                let (read, end) = unpacked(&mut inflate, &packed, piece_len);
                assert_eq!((end, read.len()), (Progress::End, text.len()), "{format:?}");
                assert!(read == text);
            }
        }
    }

    /// Of a stream with one wrong byte all comes out that zlib-rs reads of it.
    #[test]
    fn all_before_the_damage_comes_out() {
        let text = text(100_000);
        let sound = packed(Format::Deflate, &text, 6);
        for at in (0..sound.len()).step_by(997) {
            let mut wrong = sound.clone();
            wrong[at] ^= 0x5A;
            let mut inflate = flate2::Decompress::new(false);
            let mut expected = Vec::with_capacity(4 * text.len());
            let status =
                inflate.decompress_vec(&wrong, &mut expected, flate2::FlushDecompress::None);
            let (read, end) = unpacked(&mut Inflate::new(Format::Deflate), &wrong, usize::MAX / 2);
            let is_sound = matches!(status, Ok(flate2::Status::StreamEnd));
            assert_eq!((end == Progress::End, read.len()), (is_sound, expected.len()), "{at}");
            assert!(read == expected);
        }
    }

    proptest! {
        #[test]
        fn what_flate2_packs_is_read(
            words in prop::collection::vec("[a-c]{1,4}|[^a]{0,9}", 0..400),
            level in 0_u32..10,
            piece_len in 1_usize..200,
        ) {
            let text = words.concat().into_bytes();
            for format in [Format::Gzip, Format::Zlib, Format::Deflate] {
                let packed = packed(format, &text, level);
                let (read, end) = unpacked(&mut Inflate::new(format), &packed, piece_len);
                prop_assert_eq!((&read, end), (&text, Progress::End));
                let (read, end) = unpacked(&mut Inflate::new(format), &packed[..packed.len() - 1], piece_len);
                prop_assert_eq!(end, Progress::Damage);
                prop_assert!(text.starts_with(&read));
            }
        }
    }
}
