//! Inputs of records: finds the first record behind bytes that are none, and goes on where a file that was made of
//! several changes between gzip members and zstd frames.

use std::io::{self, Read};

use super::super::codec::{Codec, GZIP, ZSTD, begins_packed};
use super::super::inflate::Progress;
use super::{Gap, OPENING_LEN, Part, Place, Unpacker};

/// Bytes that are searched at a time.
const SEARCH_LEN: usize = 4 << 10;
/// Starts of members that are none.
const MAX_STARTS: usize = 64;
/// Changes of form in an input: each begins with a decoder of its own.
const MAX_CHANGES: usize = 1024;

/// What is known of an input of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records {
    /// What the first one begins with, while it was not looked for.
    sought: Option<&'static [u8]>,
    changes: usize,
}

/// What a record begins with that is found.
enum Start {
    /// A line end and the sign.
    Line,
    Member,
}

impl<R: Read> Unpacker<R> {
    /// For an input of records: from one member or frame to the next it may go on in another form.
    pub(in crate::batch) fn of_records(self) -> Self {
        let records = Some(Records { sought: None, changes: 0 });
        Unpacker { records, ..self }
    }

    /// The same of records that each begin with `sign`: what stands before the first one is junk, so that this may
    /// begin a member.
    pub(in crate::batch) fn of_records_behind_junk(self, sign: &'static [u8]) -> Self {
        let records = Some(Records { sought: Some(sign), changes: 0 });
        Unpacker { records, ..self }
    }

    /// Goes to the first record of an input that begins with something else.
    pub(super) fn find_first(&mut self) -> io::Result<()> {
        let Some(sign) = self.records.as_mut().and_then(|records| records.sought.take()) else {
            return Ok(());
        };
        if !matches!(self.codec, Codec::Plain) {
            return Ok(());
        }
        self.skip_zeros()?;
        let opening = self.source.peek(OPENING_LEN)?;
        let is_all = opening.len() < OPENING_LEN;
        let opening = opening.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(opening).trim_ascii_start();
        let is_blank = is_all && opening.is_empty();
        if !is_blank && !opening.starts_with(sign) && self.seek(sign)? {
            self.held.parts.push_front(Part::Gap(Gap::Junk));
        }
        Ok(())
    }

    /// Goes to the next record, in a member or not, or to the end; whether anything stands before it. Of many starts
    /// of members that are none the last is taken for plain data.
    fn seek(&mut self, sign: &[u8]) -> io::Result<bool> {
        let mut has_junk = false;
        for _ in 0..MAX_STARTS {
            let found = loop {
                self.source.mark();
                let bytes = self.source.peek(SEARCH_LEN)?;
                let len = bytes.len();
                if let Some(found) = find_start(bytes, sign) {
                    break Some(found);
                }
                has_junk |= len > 0;
                if len < SEARCH_LEN {
                    self.source.consume(len);
                    break None;
                }
                self.source.consume(len - sign.len().max(ZSTD.len()));
            };
            let Some((at, start)) = found else { return Ok(has_junk) };
            has_junk |= at > 0;
            self.source.consume(at);
            match start {
                Start::Line => {
                    self.source.consume(1);
                    return Ok(true);
                }
                Start::Member if self.enter(sign)? => return Ok(has_junk),
                Start::Member => has_junk = true,
            }
        }
        Ok(has_junk)
    }

    /// Goes into the member that begins here, if a record does in it: the bodies of pages are packed, too.
    fn enter(&mut self, sign: &[u8]) -> io::Result<bool> {
        self.source.mark();
        self.set_codec()?;
        if self.codec.open(&mut self.source)? {
            loop {
                let (bytes, progress) = self.codec.step(&mut self.source, &mut self.window)?;
                if self.window[bytes.clone()].starts_with(sign) {
                    self.place = match progress {
                        Progress::More => Place::Inside,
                        Progress::End => Place::Closing,
                        Progress::Damage => Place::Broken,
                    };
                    self.held.add(&self.window[bytes]);
                    return Ok(true);
                }
                if !bytes.is_empty() || progress != Progress::More {
                    break;
                }
            }
        }
        self.source.rewind();
        self.codec = Codec::Plain;
        Ok(false)
    }

    fn set_codec(&mut self) -> io::Result<()> {
        self.codec = Codec::of(&mut self.source)?;
        self.window.resize(self.codec.window_len(), 0);
        Ok(())
    }

    /// Goes on in another form behind a member or frame, if the next record begins in one. Not in plain data: what
    /// damage left there may begin as a record does, and the members behind it would be lost.
    pub(super) fn change_form(&mut self) -> io::Result<bool> {
        let Some(records) = self.records.as_mut().filter(|records| records.changes < MAX_CHANGES)
        else {
            return Ok(false);
        };
        let head = self.source.peek(OPENING_LEN)?;
        if !begins_packed(head) || head.starts_with(self.codec.magic()) {
            return Ok(false);
        }
        records.changes += 1;
        self.set_codec()?;
        Ok(true)
    }
}

/// The first place where a record may begin. One pass for all that it may begin with: of each there may be many.
fn find_start(bytes: &[u8], sign: &[u8]) -> Option<(usize, Start)> {
    memchr::memchr3_iter(b'\n', GZIP[0], ZSTD[0], bytes).find_map(|at| {
        let rest = &bytes[at..];
        if rest[1..].starts_with(sign) && rest[0] == b'\n' {
            Some((at, Start::Line))
        } else {
            (rest.starts_with(&GZIP) || rest.starts_with(&ZSTD)).then_some((at, Start::Member))
        }
    })
}
