//! The part of an unpacked archive that is looked at, with the ends of members in it.

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::memmem;

use crate::batch::unpack::{Piece, Unpacker};

/// What each record begins with, before the number of the version.
pub(super) const SIGN: &[u8] = b"WARC/";
/// Bytes that tell whether a record begins where a line does: the sign and a digit.
pub(super) const SIGN_START_LEN: usize = SIGN.len() + 1;
/// Bytes that tell whether a record begins, in the middle of a line as well: `WARC/1.1`, a line end, `WARC-`.
pub(super) const SIGN_LEN: usize = SIGN.len() + 3 + 2 + FIELD.len();
/// What the name of a record's first field begins with, by all writers that are known.
const FIELD: &[u8] = b"WARC-";
/// Consumed bytes at the front that are worth moving the others.
const SLACK_LEN: usize = 1 << 20;

/// What was between two bytes of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
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

/// With so many breaks, no second one is kept of the same place: an archive of nothing but empty or broken members
/// would have as many as it has members.
const MAX_BREAKS: usize = 1024;

/// Unpacked bytes from the place where we are.
#[derive(Debug)]
pub(super) struct Window<R> {
    unpacker: Unpacker<R>,
    data: Vec<u8>,
    at: usize,
    /// Marks with the index in `data` of the byte that they stand before.
    breaks: VecDeque<(usize, Break)>,
    is_ended: bool,
    /// The byte before `at`.
    previous: u8,
    consumed: u64,
    passed: Passed,
}

/// How many breaks were passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Passed {
    pub(super) boundaries: u64,
    pub(super) gaps: u64,
}

impl Passed {
    fn add(&mut self, found: Break) {
        match found {
            Break::Boundary => self.boundaries += 1,
            Break::Gap => self.gaps += 1,
        }
    }
}

impl<R: Read> Window<R> {
    pub(super) fn new(unpacker: Unpacker<R>) -> Self {
        let breaks = VecDeque::new();
        // The start of a file is the start of a line.
        let (data, passed) = (Vec::new(), Passed::default());
        let unpacker = unpacker.of_records_behind_junk(SIGN);
        let previous = b'\n';
        Window { unpacker, data, at: 0, breaks, is_ended: false, previous, consumed: 0, passed }
    }

    /// Reads on until `len` bytes are there or the archive ends.
    pub(super) fn want(&mut self, len: usize) -> io::Result<&[u8]> {
        while self.data.len() - self.at < len && !self.is_ended {
            if self.at > SLACK_LEN && self.at > self.data.len() / 2 {
                self.data.drain(..self.at);
                self.breaks.iter_mut().for_each(|(index, _)| *index -= self.at);
                self.at = 0;
            }
            let here = self.data.len();
            match self.unpacker.piece()? {
                Piece::Bytes(bytes) => self.data.extend_from_slice(bytes),
                Piece::Boundary => self.note(here, Break::Boundary),
                Piece::Damage | Piece::Junk => self.note(here, Break::Gap),
                Piece::End => self.is_ended = true,
            }
        }
        Ok(self.rest())
    }

    #[cfg(test)]
    pub(super) fn break_count(&self) -> usize {
        self.breaks.capacity()
    }

    fn note(&mut self, at: usize, found: Break) {
        let is_here = self.breaks.back().is_some_and(|(last, _)| *last == at);
        if self.breaks.len() < MAX_BREAKS || !is_here {
            self.breaks.push_back((at, found));
        }
    }

    /// The bytes that are there.
    pub(super) fn rest(&self) -> &[u8] {
        &self.data[self.at..]
    }

    /// Steps over bytes that are there. Breaks behind them stay, also one right behind them.
    pub(super) fn consume(&mut self, len: usize) {
        if let Some(last) = self.rest()[..len].last() {
            self.previous = *last;
        }
        self.at += len;
        self.consumed += len as u64;
        while let Some((index, found)) = self.breaks.front()
            && *index < self.at
        {
            self.passed.add(*found);
            self.breaks.pop_front();
        }
    }

    /// The bytes that were stepped over so far.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The breaks that were passed so far.
    pub(super) fn passed(&self) -> Passed {
        self.passed
    }

    /// Takes the break that stands right here.
    pub(super) fn take_break(&mut self) -> Option<Break> {
        let (_, found) = *self.breaks.front().filter(|(index, _)| *index == self.at)?;
        self.passed.add(found);
        self.breaks.pop_front();
        Some(found)
    }

    /// The first break before one of the bytes from `from` to `to`.
    pub(super) fn first_break(&self, from: usize, to: usize) -> Option<Break> {
        let mut within = self.breaks().filter(|(offset, _)| (from..=to).contains(offset));
        within.next().map(|(_, found)| found)
    }

    /// Breaks, with the distance from here.
    fn breaks(&self) -> impl Iterator<Item = (usize, Break)> + '_ {
        self.breaks.iter().map(|(index, found)| (index - self.at, *found))
    }

    /// The first break before `len` that ends a record: a gap, or a boundary with a record behind;
    /// where each record has a member, any boundary.
    pub(super) fn stop_at_break(&self, len: usize, members: Members) -> Option<(usize, Stop)> {
        let within = self.breaks().take_while(|(offset, _)| *offset < len);
        within.into_iter().find_map(|(offset, found)| match found {
            Break::Gap => Some((offset, Stop::Gap)),
            Break::Boundary => {
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
        let broken = self.stop_at_break(len, members);
        // A gap before a record says more than the record.
        [broken, record].into_iter().flatten().min_by_key(|(at, _)| *at)
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
