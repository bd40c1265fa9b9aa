//! WARC archives 1.0 and 1.1, read record by record, damaged ones too.
//!
//! A reader of our own, because those there are stop at damage or trust the lengths they read: here
//! a record that is damaged costs nothing but itself.

mod conversion;
mod header;
mod reader;
mod window;

pub use conversion::write_conversion;
pub use header::WarcHeader;
pub use reader::{RecordEnd, WarcReader, WarcRecord};
