//! Strips boilerplate, paywall notices and appeals from pages and texts, and emits only the
//! editorial content.
//!
//! ```
//! use dechaff::{Options, extract};
//! let page = b"<nav><a href=/>Home</a></nav><p>The harbour stays closed until Friday.</p>";
//! let document = extract(page, &Options::new());
//! for block in document.blocks().filter(|block| block.verdict.is_kept()) {
//!     println!("{}", block.text);
//! }
//! ```
//!
//! The way of the data is one module a stage: [`decode`], `tokenize`, `build` (`plain` for text
//! without markup), `features`, `score`, `notice`, `decide`, `reread`, `metadata`, `emit`. ARCHITECTURE.md
//! has the map.
//!
//! Features: `batch` for archives, JSONL and workers (module `batch`), `parquet` for that output; the default `cli`
//! has what the command needs, `batch` among it.

#[cfg(feature = "batch")]
pub mod batch;
mod build;
mod category;
mod cues;
mod decide;
pub mod decode;
mod diction;
mod document;
mod emit;
mod extractor;
mod features;
mod hash;
mod hash_table;
mod language_tag;
mod letters;
mod metadata;
mod notice;
mod options;
mod packed;
mod phrases;
mod plain;
mod punctuation;
mod reason;
pub mod report;
mod reread;
mod score;
mod search;
mod selector;
mod sniff;
mod tokenize;
mod url;
mod words;

pub use build::{BlockKind, Metadata};
pub use category::{Category, CategorySet, UnknownCategory};
pub use document::{BlockView, Document, DocumentKind, Verdict, Warning};
pub use emit::{Access, BlockRecord, Evidence, Paint, Record, Removed, TdmReservation};
pub use extractor::{Extractor, extract};
pub use language_tag::{LanguageTag, UnknownLanguage};
pub use options::{
    Comments, Favor, Images, KeepOriginal, KeepStructure, Links, Options, SourceFormat, Strip,
    Tables, Tokenizer,
};
pub use phrases::{PhraseError, PhraseTable};
pub use reason::Reason;
pub use selector::{Selector, SelectorError};

/// The stages one by one, for the project's own tests, benchmarks and fuzzing. Not part of the
/// public interface: it changes without notice.
#[doc(hidden)]
pub mod stages {
    pub use crate::build::*;
    pub use crate::decide::{behind_article, captions, content_kept, footer};
    pub use crate::diction::each_word;
    pub use crate::emit::{Outlined, outline};
    pub use crate::extractor::read_arena;
    pub use crate::features::{FeatureTable, features};
    pub use crate::notice::{DISCOURSE, discourse_rows};
    pub use crate::plain::PlainText;
    pub use crate::score::{Model, ModelError};
    pub use crate::search::folded;
    pub use crate::tokenize::*;
}

/// The example of README.md, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
