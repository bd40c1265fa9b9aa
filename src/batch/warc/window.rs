//! The part of an unpacked archive that is looked at, with the ends of members in it.

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::memmem;

use crate::batch::unpack::{Piece, Unpacker};

/// What each record begins with, before the number of the version.
pub(super) const SIGN: &[u8] = b"WARC/";
/// Bytes that tell whether a record begins, in the middle of a line as well: `WARC/1.1`, a line end, `WARC-`.
pub(super) const SIGN_LEN: usize = SIGN.len() + 3 + 2 + FIELD.len();
/// What the name of a record's first field begins with, by all writers that are known.
const FIELD: &[u8] = b"WARC-";
/// Consumed bytes at the front that are worth moving the others.
const SLACK_LEN: usize = 1 << 20;

/// What was between two bytes of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A member ended.
    Boundary,
    /// Something is missing here.
    Gap,
}

/// Where a record must end that does not end where it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Another record begins.
    Record,
    /// Another record begins in the middle of a line: a writer was stopped in this one, and the next wrote on.
    Cut,
    /// Something is missing.
    Gap,
}

/// How records are packed, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Members {
    /// A member for each, as crawls are: the record at hand began with one.
    OneARecord,
    /// Members begin anywhere, or there are none.
    Any,
}

/// With so many marks, no second one is kept of the same place: an archive of nothing but empty or broken members
/// would have as many as it has members.
const MAX_MARKS: usize = 1024;

/// Unpacked bytes from the place where we are.
#[derive(Debug)]
pub(super) struct Window<R> {
    unpacker: Unpacker<R>,
    data: Vec<u8>,
    at: usize,
    /// Marks with the index in `data` of the byte that they stand before.
    marks: VecDeque<(usize, Mark)>,
    is_ended: bool,
    /// The byte before `at`.
    previous: u8,
}

impl<R: Read> Window<R> {
    pub(super) fn new(unpacker: Unpacker<R>) -> Self {
        let marks = VecDeque::new();
        // The start of a file is the start of a line.
        Window { unpacker, data: Vec::new(), at: 0, marks, is_ended: false, previous: b'\n' }
    }

    /// Reads on until `len` bytes are there or the archive ends.
    pub(super) fn want(&mut self, len: usize) -> io::Result<&[u8]> {
        while self.data.len() - self.at < len && !self.is_ended {
            if self.at > SLACK_LEN && self.at > self.data.len() / 2 {
                self.data.drain(..self.at);
                self.marks.iter_mut().for_each(|(index, _)| *index -= self.at);
                self.at = 0;
            }
            let here = self.data.len();
            match self.unpacker.piece()? {
                Piece::Bytes(bytes) => self.data.extend_from_slice(bytes),
                Piece::Boundary => self.mark(here, Mark::Boundary),
                Piece::Damage | Piece::Junk => self.mark(here, Mark::Gap),
                Piece::End => self.is_ended = true,
            }
        }
        Ok(self.rest())
    }

    #[cfg(test)]
    pub(super) fn mark_count(&self) -> usize {
        self.marks.capacity()
    }

    fn mark(&mut self, at: usize, mark: Mark) {
        let is_here = self.marks.back().is_some_and(|(last, _)| *last == at);
        if self.marks.len() < MAX_MARKS || !is_here {
            self.marks.push_back((at, mark));
        }
    }

    /// The bytes that are there.
    pub(super) fn rest(&self) -> &[u8] {
        &self.data[self.at..]
    }

    /// Steps over bytes that are there. Marks behind them stay, also one right behind them.
    pub(super) fn consume(&mut self, len: usize) {
        if let Some(last) = self.rest()[..len].last() {
            self.previous = *last;
        }
        self.at += len;
        while self.marks.front().is_some_and(|(index, _)| *index < self.at) {
            self.marks.pop_front();
        }
    }

    /// Takes the mark that stands right here.
    pub(super) fn take_mark(&mut self) -> Option<Mark> {
        let is_here = self.marks.front().is_some_and(|(index, _)| *index == self.at);
        if is_here { self.marks.pop_front().map(|(_, mark)| mark) } else { None }
    }

    /// The first mark before one of the bytes from `from` to `to`.
    pub(super) fn first_mark(&self, from: usize, to: usize) -> Option<Mark> {
        let mut within = self.marks().filter(|(offset, _)| (from..=to).contains(offset));
        within.next().map(|(_, mark)| mark)
    }

    /// Marks, with the distance from here.
    fn marks(&self) -> impl Iterator<Item = (usize, Mark)> + '_ {
        self.marks.iter().map(|(index, mark)| (index - self.at, *mark))
    }

    /// The first mark before `len` that ends a record: a gap, or a boundary with a record behind;
    /// where each record has a member, any boundary.
    pub(super) fn stop_at_mark(&self, len: usize, members: Members) -> Option<(usize, Stop)> {
        let within = self.marks().take_while(|(offset, _)| *offset < len);
        within.into_iter().find_map(|(offset, mark)| match mark {
            Mark::Gap => Some((offset, Stop::Gap)),
            Mark::Boundary => {
                let is_end =
                    members == Members::OneARecord || begins_record(&self.rest()[offset..]);
                is_end.then_some((offset, Stop::Record))
            }
        })
    }

    /// The first place among the first `len` bytes where a record must end, behind the first byte.
    pub(super) fn stop(&self, len: usize, members: Members) -> Option<(usize, Stop)> {
        let rest = self.rest();
        let end = rest.len().min(len + SIGN_LEN);
        let record = memmem::find_iter(&rest[..end], SIGN).find_map(|at| {
            let previous = at.checked_sub(1).map_or(self.previous, |before| rest[before]);
            match &rest[at..] {
                start if previous == b'\n' => begins_record(start).then_some((at, Stop::Record)),
                start => begins_header(start).then_some((at, Stop::Cut)),
            }
        });
        let marked = self.stop_at_mark(len, members);
        // A gap before a record says more than the record.
        [marked, record].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// Whether the archive is compressed.
    pub(super) fn is_packed(&self) -> bool {
        self.unpacker.is_packed()
    }

    /// The bytes read from the input so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.unpacker.bytes_read()
    }
}

/// Whether a record begins here, as sure as where no line does: with its version's line and a field.
fn begins_header(bytes: &[u8]) -> bool {
    let version = bytes.strip_prefix(SIGN).and_then(|rest| rest.split_first_chunk::<3>());
    let Some((&[major, b'.', minor], rest)) = version else { return false };
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n");
    let is_field =
        |rest: &[u8]| rest.get(..FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    major.is_ascii_digit() && minor.is_ascii_digit() && rest.is_some_and(is_field)
}

/// Whether a record begins here.
pub(super) fn begins_record(bytes: &[u8]) -> bool {
    bytes.strip_prefix(SIGN).is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}
