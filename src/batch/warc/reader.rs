//! Records, one after another.
//!
//! A record is where its length says, if a record, the end of a member or of the archive follows.
//! If not, the length is wrong, and the record goes to the next place where one begins.

use std::io::{self, Read};

use super::header::{MAX_HEADER_LEN, WarcHeader};
use super::window::{Break, Members, SIGN_LEN, SIGN_START_LEN, Stop, Window, begins_record};
use crate::Options;
use crate::batch::unpack::Unpacker;

/// Bytes looked at in one go where a record's end is searched.
const CHUNK_LEN: usize = 64 << 10;
/// The line ends behind a block.
const TRAILER_LEN: usize = 4;
/// Line ends behind a block that are looked at.
const MAX_LINE_ENDS: usize = 2 * TRAILER_LEN;

/// How a record ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordEnd {
    /// Where it says.
    Complete,
    /// In damage or at the end of the archive: the block is what was there.
    Cut,
    /// Elsewhere than it says, or it says nothing: the block goes to the next record.
    Length,
    /// The block is longer than the limit: its beginning is there.
    TooLarge,
    /// Nothing of it can be read: there are no fields and no block.
    Lost,
}

/// A record of an archive.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WarcRecord {
    /// Its number in the archive, from 1.
    pub number: u64,
    /// Its named fields.
    pub header: WarcHeader,
    /// What it holds, for a response the HTTP message.
    pub block: Vec<u8>,
    /// How it ended.
    pub end: RecordEnd,
    /// So many records before it came out of the member or frame that is damaged in this one, and whose checksum
    /// would have told whether they are as they were written.
    pub unverified: u64,
}

/// Reads the records of an archive: plain, gzip or zstd, from a file or a pipe.
///
/// ```
/// use dechaff::batch::WarcReader;
/// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 5\r\n\r\nTides\r\n\r\n";
/// for record in WarcReader::new(&archive[..])? {
///     assert_eq!(record?.block, b"Tides");
/// }
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct WarcReader<R> {
    window: Window<R>,
    max_block_len: u64,
    number: u64,
    members: Members,
    /// Records that began in the member at hand.
    in_member: u64,
    /// Bytes of the archive, unpacked, in which no header ends that is still to be read.
    endless_to: u64,
    has_failed: bool,
}

impl<R: Read> WarcReader<R> {
    /// A reader at the start of an archive.
    ///
    /// # Errors
    ///
    /// Those of [`Unpacker::new`].
    pub fn new(input: R) -> io::Result<Self> {
        Unpacker::new(input).map(Self::from_unpacker)
    }

    /// A reader of what an unpacker gives.
    pub fn from_unpacker(unpacker: Unpacker<R>) -> Self {
        let window = Window::new(unpacker);
        WarcReader {
            window,
            max_block_len: Options::DEFAULT_MAX_BYTES,
            number: 0,
            members: Members::Any,
            in_member: 0,
            endless_to: 0,
            has_failed: false,
        }
    }

    /// Keeps no more than so many bytes of a block; 256 MiB if not set.
    ///
    /// ```
    /// use dechaff::batch::WarcReader;
    /// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 5\r\n\r\nTides\r\n\r\n";
    /// let mut reader = WarcReader::new(&archive[..])?.max_block_len(3);
    /// assert_eq!(reader.next().expect("one record")?.block, b"Tid");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn max_block_len(mut self, len: u64) -> Self {
        self.max_block_len = len;
        self
    }

    /// The bytes read from the input so far, as they come.
    pub fn bytes_read(&self) -> u64 {
        self.window.bytes_read()
    }

    fn record(&mut self) -> io::Result<Option<WarcRecord>> {
        let before = self.window.passed();
        let begin = self.begin()?;
        let begun = self.window.passed();
        if begun.boundaries > before.boundaries {
            self.in_member = 0;
        }
        let header = match begin {
            Begin::End => return Ok(None),
            Begin::Lost => None,
            Begin::Record => self.header()?,
        };
        let (header, (block, end)) = match header {
            Some(header) => {
                let block = self.block(header.content_length())?;
                (header, block)
            }
            None => (WarcHeader::default(), (Vec::new(), RecordEnd::Lost)),
        };
        self.number += 1;
        let passed = self.window.passed();
        let has_gap = passed.gaps > before.gaps;
        let is_of_member = passed.boundaries == begun.boundaries;
        let unverified = if has_gap && is_of_member { self.in_member } else { 0 };
        self.in_member = if has_gap || !is_of_member { 0 } else { self.in_member + 1 };
        Ok(Some(WarcRecord { number: self.number, header, block, end, unverified }))
    }

    /// Goes to where a record begins, or over what is none.
    fn begin(&mut self) -> io::Result<Begin> {
        let is_first = self.number == 0 && self.window.is_packed();
        self.members = if is_first { Members::OneARecord } else { Members::Any };
        loop {
            let rest = self.window.want(SIGN_LEN)?;
            let (is_record, is_end) = (begins_record(rest), rest.is_empty());
            let is_line_end = rest.first().is_some_and(is_line_end);
            let before = if self.number == 0 { lead_len(rest) } else { 0 };
            match self.window.take_break() {
                Some(Break::Gap) => {
                    // Another gap here is another lost record.
                    self.pass()?;
                    return Ok(Begin::Lost);
                }
                Some(Break::Boundary) => self.members = Members::OneARecord,
                None if is_record => return Ok(Begin::Record),
                None if is_end => return Ok(Begin::End),
                None if is_line_end => self.window.consume(1),
                None if before > 0 => self.window.consume(before),
                None => {
                    self.lose()?;
                    return Ok(Begin::Lost);
                }
            }
        }
    }

    /// Goes to the next record, gap or end.
    fn pass(&mut self) -> io::Result<Option<Stop>> {
        loop {
            let len = self.window.want(CHUNK_LEN + SIGN_LEN)?.len().min(CHUNK_LEN);
            let stop = self.window.stop(len, self.members);
            self.window.consume(stop.map_or(len, |(at, _)| at));
            if stop.is_some() || len == 0 {
                return Ok(stop.map(|(_, stop)| stop));
            }
        }
    }

    /// Goes over what is no record, and the gap that it ends in.
    fn lose(&mut self) -> io::Result<Option<Stop>> {
        let stop = self.pass()?;
        if stop == Some(Stop::Gap) {
            self.window.take_break();
        }
        Ok(stop)
    }

    /// The fields, or `None` if they are damaged; then we are behind them.
    fn header(&mut self) -> io::Result<Option<WarcHeader>> {
        let end = self.header_end()?;
        if let Some(len) = end
            && let Some(header) = WarcHeader::read(&self.window.rest()[..len])
        {
            self.window.consume(len);
            return Ok(Some(header));
        }
        // To the last byte: a break may stand behind it. From the first one on it would be read again for each place in
        // its lines where a record seems to begin.
        self.window.consume(end.map_or(1, |len| len - 1));
        self.lose()?;
        Ok(None)
    }

    /// The length of the header with its empty line, if that comes before the next record and anything missing.
    fn header_end(&mut self) -> io::Result<Option<usize>> {
        let start = self.window.consumed();
        let mut wanted = 2 << 10;
        loop {
            let is_all = self.window.want(wanted)?.len() < wanted;
            let rest = self.window.rest();
            let head = &rest[..rest.len().min(wanted)];
            // A header may begin a few bytes behind another that has no end: nothing is searched twice.
            let known =
                usize::try_from(self.endless_to.saturating_sub(start)).unwrap_or(usize::MAX);
            let end = end_in(head, known.min(head.len()));
            let len = end.as_ref().map_or(head.len(), HeaderEnd::len);
            if self.window.stop_at_break(len, Members::Any).is_some() {
                return Ok(None);
            }
            match end {
                Some(HeaderEnd::EmptyLine(len)) => return Ok(Some(len)),
                Some(HeaderEnd::Record(_)) => return Ok(None),
                None => {}
            }
            let known = head.len().saturating_sub(SIGN_START_LEN) as u64;
            self.endless_to = self.endless_to.max(start + known);
            if is_all || wanted >= MAX_HEADER_LEN {
                return Ok(None);
            }
            wanted *= 2;
        }
    }

    /// The block behind a header that gives it a length, or does not.
    fn block(&mut self, len: Option<u64>) -> io::Result<(Vec<u8>, RecordEnd)> {
        let Some(said) = len else { return self.search(None) };
        let len = match usize::try_from(said) {
            Ok(len) if said <= self.max_block_len => len,
            _ => return self.search(Some(said)),
        };
        let there = self.window.want(len + MAX_LINE_ENDS + SIGN_LEN)?.len();
        match self.window.stop_at_break(len, Members::Any) {
            Some((at, Stop::Gap)) => return Ok((self.take_cut(at), RecordEnd::Cut)),
            Some((at, Stop::Record | Stop::Cut)) => {
                return Ok((without_trailer(self.take(at)), RecordEnd::Length));
            }
            None if there < len => {
                return match self.window.stop(there, self.members) {
                    Some(_) => self.search(None),
                    None => Ok((self.take(there), RecordEnd::Cut)),
                };
            }
            None => {}
        }
        let behind = &self.window.rest()[len..];
        let line_ends = behind.iter().take_while(|byte| is_line_end(byte)).count();
        let end = len + line_ends;
        let found = self.window.first_break(len, end);
        if found == Some(Break::Gap) {
            return Ok((self.take_cut(len), RecordEnd::Cut));
        }
        let is_last = line_ends == behind.len() || found == Some(Break::Boundary);
        // Writers that forget line ends behind a block, or write bare line feeds, are known.
        let is_followed = begins_record(&behind[line_ends..]);
        let has_trailer = [&b"\r\n\r\n"[..], b"\n\n"].contains(&&behind[..line_ends]);
        if is_last || is_followed || has_trailer && !self.window.is_packed() {
            // What is no record behind a sound end is damage of its own, but in a member that was
            // cut: there it is what came of reading on.
            return Ok((self.take(len), RecordEnd::Complete));
        }
        if has_trailer {
            let block = self.take(len);
            let end =
                if self.lose()? == Some(Stop::Gap) { RecordEnd::Cut } else { RecordEnd::Length };
            return Ok((block, end));
        }
        let (mut block, end) = self.search(None)?;
        if end == RecordEnd::Cut {
            // A member that was cut: what it ran on into is none of the record's.
            block.truncate(len);
        }
        Ok((block, end))
    }

    /// A block that goes to the next record. One that is `said` to be longer than the limit ends there at the latest.
    fn search(&mut self, said: Option<u64>) -> io::Result<(Vec<u8>, RecordEnd)> {
        let mut block = Vec::new();
        let mut left = said;
        loop {
            let there = self.window.want(CHUNK_LEN + SIGN_LEN)?.len().min(CHUNK_LEN);
            let len = left
                .map_or(there, |left| usize::try_from(left).map_or(there, |left| left.min(there)));
            let stop =
                self.window.stop(len, self.members).filter(|(at, _)| *at < len || left.is_none());
            let room = self.max_block_len.saturating_sub(block.len() as u64);
            let len = stop.map_or(len, |(at, _)| at);
            let kept = usize::try_from(room).map_or(len, |room| room.min(len));
            block.extend_from_slice(&self.window.rest()[..kept]);
            self.window.consume(len);
            left = left.map(|left| left - len as u64);
            match stop {
                Some((_, Stop::Record)) => return Ok((without_trailer(block), RecordEnd::Length)),
                Some((_, Stop::Cut)) => return Ok((block, RecordEnd::Cut)),
                Some((_, Stop::Gap)) => {
                    self.window.take_break();
                    return Ok((block, RecordEnd::Cut));
                }
                None if left == Some(0) => return Ok((block, RecordEnd::TooLarge)),
                None if len == 0 && left.is_some() => return Ok((block, RecordEnd::Cut)),
                None if len == 0 => return Ok((without_trailer(block), RecordEnd::Length)),
                None => {}
            }
        }
    }

    fn take(&mut self, len: usize) -> Vec<u8> {
        let block = self.window.rest()[..len].to_vec();
        self.window.consume(len);
        block
    }

    /// Takes a block with the line ends behind it and the gap that ends it.
    fn take_cut(&mut self, len: usize) -> Vec<u8> {
        let block = self.take(len);
        while self.window.take_break() != Some(Break::Gap)
            && self.window.rest().first().is_some_and(is_line_end)
        {
            self.window.consume(1);
        }
        block
    }
}

impl<R: Read> Iterator for WarcReader<R> {
    type Item = io::Result<WarcRecord>;

    /// The next record. After an error of the input there is none.
    fn next(&mut self) -> Option<io::Result<WarcRecord>> {
        if self.has_failed {
            return None;
        }
        let record = self.record().transpose();
        self.has_failed = matches!(record, Some(Err(_)));
        record
    }
}

/// What stands where a record should begin.
enum Begin {
    Record,
    Lost,
    End,
}

/// The length of the byte order mark or the blank that an archive begins with.
fn lead_len(bytes: &[u8]) -> usize {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [b' ' | b'\t', ..] => 1,
        _ => 0,
    }
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// What ends a header.
enum HeaderEnd {
    /// The empty line before this index.
    EmptyLine(usize),
    /// The line of another record's version, which stands at this index: the header was cut.
    Record(usize),
}

impl HeaderEnd {
    fn len(&self) -> usize {
        match self {
            HeaderEnd::EmptyLine(len) | HeaderEnd::Record(len) => *len,
        }
    }
}

/// The end of a header, which is none of the line ends before `from`.
fn end_in(bytes: &[u8], from: usize) -> Option<HeaderEnd> {
    memchr::memchr_iter(b'\n', &bytes[from..]).find_map(|at| {
        let line = from + at + 1;
        match &bytes[line..] {
            [b'\n', ..] => Some(HeaderEnd::EmptyLine(line + 1)),
            [b'\r', b'\n', ..] => Some(HeaderEnd::EmptyLine(line + 2)),
            rest if begins_record(rest) => Some(HeaderEnd::Record(line)),
            _ => None,
        }
    })
}

fn without_trailer(mut block: Vec<u8>) -> Vec<u8> {
    let trailer = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().find(|it| block.ends_with(it));
    block.truncate(block.len() - trailer.map_or(0, <[u8]>::len));
    block
}

#[cfg(test)]
mod tests;
