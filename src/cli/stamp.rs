//! What a file was when it was read: its length, and when it was changed last.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Length and time of the last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    len: u64,
    /// Nanoseconds since 1970.
    changed: u64,
}

impl Stamp {
    /// That of a file; `None` for what is none, or cannot be read.
    pub(crate) fn of(path: &Path) -> Option<Stamp> {
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(Stamp { len: found.len(), changed: nanoseconds(found.modified().ok()?)? })
    }

    /// As numbers, for a journal.
    pub(crate) fn numbers(self) -> [u64; 2] {
        [self.len, self.changed]
    }

    pub(crate) fn from_numbers([len, changed]: [u64; 2]) -> Stamp {
        Stamp { len, changed }
    }

    /// Whether the file was changed since another was written.
    pub(crate) fn is_newer_than(self, other: Stamp) -> bool {
        self.changed > other.changed
    }
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    time.duration_since(UNIX_EPOCH).ok()?.as_nanos().try_into().ok()
}
