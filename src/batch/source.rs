//! The bytes of an input as they are read, with a mark to go back to.

use std::io::{self, ErrorKind, Read};

/// Bytes read at a time.
const CHUNK_LEN: usize = 64 << 10;

/// Bytes behind the mark that are kept. A page of a crawl is a few hundred kilobytes packed; in a
/// longer member only what stands behind damage is lost, not what stands before.
const MAX_KEPT_LEN: usize = 16 << 20;

/// Rewound bytes for each byte read, beyond [`FREE_REWIND`]: packed data can be made of starts of
/// members in starts of members, each of which fails late.
const MAX_REWIND_RATIO: u64 = 4;
const FREE_REWIND: u64 = 1 << 20;

/// An input that can be read again from a mark on, within limits.
#[derive(Debug)]
pub(super) struct Source<R> {
    input: R,
    /// What was read, up to `end`, and room that was cleared once.
    data: Vec<u8>,
    /// Where a rewind goes to; always before `at`.
    mark: usize,
    at: usize,
    end: usize,
    is_ended: bool,
    read: u64,
    rewound: u64,
}

impl<R: Read> Source<R> {
    pub(super) fn new(input: R) -> Self {
        let data = Vec::new();
        Source { input, data, mark: 0, at: 0, end: 0, is_ended: false, read: 0, rewound: 0 }
    }

    /// What is there, after reading on if nothing is; empty at the end.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    /// At least `len` bytes, or all that are left.
    pub(super) fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        while self.end - self.at < len && !self.is_ended {
            self.read_on()?;
        }
        Ok(&self.data[self.at..self.end])
    }

    fn read_on(&mut self) -> io::Result<()> {
        if self.at - self.mark > MAX_KEPT_LEN {
            self.mark = self.at;
        }
        self.data.copy_within(self.mark..self.end, 0);
        self.at -= self.mark;
        self.end -= self.mark;
        self.mark = 0;
        if self.data.len() < self.end + CHUNK_LEN {
            self.data.resize(self.end + CHUNK_LEN, 0);
        }
        let result = loop {
            match self.input.read(&mut self.data[self.end..self.end + CHUNK_LEN]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        let read = *result.as_ref().unwrap_or(&0);
        self.end += read;
        self.read += read as u64;
        self.is_ended = read == 0;
        result.map(|_| ())
    }

    /// Steps over bytes that [`Source::fill`] gave.
    pub(super) fn consume(&mut self, len: usize) {
        self.at += len;
    }

    /// Sets the mark here.
    pub(super) fn mark(&mut self) {
        self.mark = self.at;
    }

    /// Goes back to one byte behind the mark, or one byte on if that costs too much.
    pub(super) fn rewind(&mut self) {
        let len = (self.at - self.mark) as u64;
        if self.rewound + len <= FREE_REWIND + self.read.saturating_mul(MAX_REWIND_RATIO) {
            self.rewound += len;
            self.at = self.mark;
        }
        self.at = (self.at + 1).min(self.end);
        self.mark();
    }

    /// The bytes read from the input so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_to_behind_the_mark() {
        let mut source = Source::new(&b"abcdef"[..]);
        assert_eq!(source.fill().expect("a slice"), b"abcdef");
        source.consume(2);
        source.mark();
        source.consume(3);
        source.rewind();
        assert_eq!(source.fill().expect("a slice"), b"def");
    }

    #[test]
    fn rewinding_is_linear() {
        let bytes = vec![0; 1 << 20];
        let mut source = Source::new(&bytes[..]);
        let mut steps = 0_u64;
        loop {
            let len = source.peek(1 << 20).expect("a slice").len();
            if len == 0 {
                break;
            }
            source.consume(len);
            steps += len as u64;
            source.rewind();
        }
        assert!(steps <= 8 << 20, "{steps}");
    }
}
