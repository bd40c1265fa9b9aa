//! Many documents: crawl archives and records, and a driver that works on them in parallel.
//!
//! This is on top of the rest of the crate, which knows no files, threads or formats of crawls. The
//! command and the bindings use it.

mod body;
mod codec;
mod counts;
mod filter;
mod http;
mod inflate;
mod jsonl;
mod language;
mod media_range;
mod opening;
mod page;
mod parallel;
mod source;
mod unpack;
mod warc;

pub use counts::{Counts, Fate};
pub use filter::{Filter, Reservation, StatusPattern, UnknownStatus};
pub use jsonl::{JsonLine, JsonlReader, LineEnd, NoDocument};
pub use media_range::{MediaRange, UnknownMediaRange};
pub use opening::{Intake, begins_as_page};
pub use page::{NoPage, Page};
pub use parallel::{Order, Parallel};
pub use unpack::{Piece, Unpacker};
pub use warc::{RecordEnd, WarcHeader, WarcReader, WarcRecord, write_conversion};
