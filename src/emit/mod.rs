//! Emit: blocks and verdicts to what a reader or a program wants.
//!
//! Writers are methods of [`Document`](crate::Document): `text`, `markdown` and `clean_html` for people and corpora,
//! `html` for the input without its notices, `record` for programs, `write_explanation` and `removed` for those who
//! ask why.

mod access;
mod block_record;
mod clean_html;
mod content;
mod countdown;
mod cut;
mod explain;
mod headed_lists;
mod html;
mod json;
mod markdown;
mod markup_text;
mod places;
mod plain_text;
mod record;
mod removed;
mod signs;
mod text;

pub use block_record::BlockRecord;
pub use content::{Outlined, outline};
pub use explain::Paint;
pub use record::{Access, Evidence, Record, TdmReservation};
pub use removed::Removed;
