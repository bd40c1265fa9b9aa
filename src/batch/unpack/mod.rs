//! Compressed inputs as crawls write them: gzip member by member, zstd frame by frame, damage and
//! all. What is not compressed passes through.

mod records;

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;

use memchr::memmem;

use records::Records;

use super::codec::Codec;
use super::inflate::Progress;
use super::source::Source;

/// First bytes of an input that are looked at.
const OPENING_LEN: usize = 512;
/// Damaged members at the start that are looked behind, and ends of members in the opening.
const MAX_HELD: usize = 64;

/// A piece of an unpacked input.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece<'u> {
    /// Bytes, never empty.
    Bytes(&'u [u8]),
    /// A member or frame ended as it should. Crawls put each record into one of its own.
    Boundary,
    /// The member or frame at hand is damaged or cut; the next one follows, if one is found.
    Damage,
    /// What stands between members or behind the last is no compressed data, and was passed over.
    Junk,
    /// The end of the input.
    End,
}

/// Reads an input piece by piece, unpacking gzip and zstd, which it knows by their first bytes.
///
/// ```
/// use dechaff::batch::{Piece, Unpacker};
/// let mut plain = Unpacker::new(&b"as it is"[..])?;
/// assert_eq!(plain.piece()?, Piece::Bytes(b"as it is"));
/// assert_eq!(plain.piece()?, Piece::End);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Unpacker<R> {
    source: Source<R>,
    codec: Codec,
    place: Place,
    /// What was unpacked last.
    window: Vec<u8>,
    /// Bytes of the source that the last piece lent out, and that are done with now.
    lent: usize,
    held: Held,
    /// What is known of an input of records.
    records: Option<Records>,
}

/// What was looked at and is still to be given.
#[derive(Debug, Default)]
struct Held {
    parts: VecDeque<Part>,
    /// The bytes of the parts.
    bytes: Vec<u8>,
}

impl Held {
    fn add(&mut self, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        match self.parts.back_mut() {
            Some(Part::Bytes(last)) => last.end = self.bytes.len(),
            _ => self.parts.push_back(Part::Bytes(start..self.bytes.len())),
        }
    }
}

/// What is missing between two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Damage,
    Junk,
}

impl Gap {
    fn piece(self) -> Piece<'static> {
        match self {
            Gap::Damage => Piece::Damage,
            Gap::Junk => Piece::Junk,
        }
    }
}

/// A piece of what is compressed; its bytes are those of the window.
#[derive(Debug)]
enum Part {
    Bytes(Range<usize>),
    Boundary,
    Gap(Gap),
    End,
}

/// Where in a packed input we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A member may begin here.
    Between,
    Inside,
    /// All bytes of a member were given out.
    Closing,
    /// All bytes were given out that could be read before damage.
    Broken,
    /// In what is no member, which was told.
    Lost,
}

impl<R: Read> Unpacker<R> {
    /// Looks at the first bytes of an input.
    ///
    /// # Errors
    ///
    /// Those of `input`, and a zstd dictionary that cannot be used.
    pub fn new(input: R) -> io::Result<Self> {
        let mut source = Source::new(input);
        let codec = Codec::of(&mut source)?;
        let window = vec![0; codec.window_len()];
        let (place, held) = (Place::Between, Held::default());
        Ok(Unpacker { source, codec, place, window, lent: 0, held, records: None })
    }

    /// Whether the input is compressed.
    pub fn is_packed(&self) -> bool {
        !matches!(self.codec, Codec::Plain)
    }

    /// The bytes read from the input so far, as they come.
    pub fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// The first bytes, before any piece is taken: they come again as pieces. If the input begins with damage they
    /// are those behind it, as of an archive whose first record is damaged. Empty if there are none. They are 512 at
    /// most, as more would depend on how the input comes.
    ///
    /// # Errors
    ///
    /// Those of the input.
    ///
    /// ```
    /// use dechaff::batch::{Piece, Unpacker};
    /// let mut input = Unpacker::new(&b"WARC/1.1"[..])?;
    /// assert_eq!(input.opening()?, b"WARC/1.1");
    /// assert_eq!(input.piece()?, Piece::Bytes(b"WARC/1.1"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn opening(&mut self) -> io::Result<&[u8]> {
        if let Codec::Plain = self.codec {
            return Ok(first(self.source.peek(OPENING_LEN)?));
        }
        while self.held.bytes.len() < OPENING_LEN && self.held.parts.len() < MAX_HELD {
            match self.next_part()? {
                Part::Bytes(bytes) => self.held.add(&self.window[bytes]),
                // Before all bytes it ends nothing.
                Part::Boundary if self.held.bytes.is_empty() => {}
                // Behind it is what may be from any place.
                Part::Gap(gap) if !self.held.bytes.is_empty() => {
                    self.held.parts.push_back(Part::Gap(gap));
                    break;
                }
                Part::End => break,
                part => self.held.parts.push_back(part),
            }
        }
        Ok(first(&self.held.bytes))
    }

    /// Whether there is nothing, not even damage; before any piece is taken.
    ///
    /// # Errors
    ///
    /// Those of the input.
    pub fn is_empty(&mut self) -> io::Result<bool> {
        Ok(self.opening()?.is_empty() && self.held.parts.is_empty())
    }

    /// The next piece. What is wrong with the data is a piece too.
    ///
    /// # Errors
    ///
    /// Those of the input.
    pub fn piece(&mut self) -> io::Result<Piece<'_>> {
        self.find_first()?;
        let (part, bytes) = match self.held.parts.pop_front() {
            Some(held) => (held, &self.held.bytes),
            None if matches!(self.codec, Codec::Plain) => return self.plain(),
            None => (self.next_part()?, &self.window),
        };
        Ok(match part {
            Part::Bytes(range) => Piece::Bytes(&bytes[range]),
            Part::Boundary => Piece::Boundary,
            Part::Gap(gap) => gap.piece(),
            Part::End => Piece::End,
        })
    }

    /// The next part of what is compressed.
    fn next_part(&mut self) -> io::Result<Part> {
        loop {
            match self.place {
                Place::Between | Place::Lost => {
                    if !self.open()? {
                        let rest = self.source.peek(self.codec.magic().len())?;
                        let (is_end, is_member) =
                            (rest.is_empty(), rest.starts_with(self.codec.magic()));
                        return Ok(match (is_end, is_member) {
                            (true, _) => Part::End,
                            // Its header is cut.
                            (_, true) => self.damaged(),
                            (..) => Part::Gap(Gap::Junk),
                        });
                    }
                }
                Place::Closing => {
                    self.place = Place::Between;
                    return Ok(Part::Boundary);
                }
                Place::Broken => return Ok(self.damaged()),
                Place::Inside => {
                    let (bytes, progress) = self.codec.step(&mut self.source, &mut self.window)?;
                    match progress {
                        Progress::More => {}
                        Progress::End => self.place = Place::Closing,
                        Progress::Damage => self.place = Place::Broken,
                    }
                    if !bytes.is_empty() {
                        return Ok(Part::Bytes(bytes));
                    }
                }
            }
        }
    }

    fn plain(&mut self) -> io::Result<Piece<'_>> {
        self.source.consume(self.lent);
        self.source.mark();
        let bytes = self.source.fill()?;
        self.lent = bytes.len();
        Ok(if bytes.is_empty() { Piece::End } else { Piece::Bytes(bytes) })
    }

    /// A member that was cut has run on into the next, so its bytes are searched again.
    fn damaged(&mut self) -> Part {
        self.source.rewind();
        self.place = Place::Lost;
        Part::Gap(Gap::Damage)
    }

    /// Goes into the next member; `false` at the end, or if junk is to be told first.
    fn open(&mut self) -> io::Result<bool> {
        loop {
            self.skip_zeros()?;
            self.source.mark();
            if self.source.fill()?.is_empty() {
                return Ok(false);
            }
            if self.codec.open(&mut self.source)? {
                self.place = Place::Inside;
                return Ok(true);
            }
            if self.place == Place::Between {
                if self.change_form()? {
                    continue;
                }
                self.place = Place::Lost;
                return Ok(false);
            }
            self.source.consume(1);
            self.seek_magic()?;
        }
    }

    /// Skips zeros, with which tapes and some servers fill up blocks.
    fn skip_zeros(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.source.fill()?;
            let (len, zeros) = (bytes.len(), bytes.iter().take_while(|byte| **byte == 0).count());
            self.source.consume(zeros);
            if zeros < len || len == 0 {
                return Ok(());
            }
        }
    }

    /// Goes on to the next bytes that could begin a member, or to the end.
    fn seek_magic(&mut self) -> io::Result<()> {
        let magic = self.codec.magic();
        let finder = memmem::Finder::new(magic);
        loop {
            self.source.mark();
            let bytes = self.source.peek(magic.len())?;
            let len = bytes.len();
            if let Some(at) = finder.find(bytes) {
                self.source.consume(at);
                return Ok(());
            }
            if len < magic.len() {
                self.source.consume(len);
                return Ok(());
            }
            self.source.consume(len + 1 - magic.len());
        }
    }
}

fn first(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(OPENING_LEN)]
}

#[cfg(test)]
mod tests;
