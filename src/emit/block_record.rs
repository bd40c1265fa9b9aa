//! A block as a program reads it.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::build::BlockKind;
use crate::document::{BlockView, Document, Verdict};

/// A block of a document with its verdict, as [`Record::blocks`](crate::Record::blocks) has them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BlockRecord {
    /// Its text.
    pub text: String,
    /// What it is.
    pub kind: BlockKind,
    /// What was decided, and why.
    pub verdict: Verdict,
    /// Where it stands, in bytes of the document decoded to UTF-8.
    pub span: (u32, u32),
}

impl Document {
    /// The blocks with their verdicts, to be put into a record.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let document = extract(b"<h1>Tides</h1>", &Options::new());
    /// let mut record = document.record();
    /// record.blocks = Some(document.block_records());
    /// assert!(record.to_json().contains(r#""kind":"h1""#));
    /// ```
    #[must_use]
    pub fn block_records(&self) -> Vec<BlockRecord> {
        let record = |(number, block): (usize, BlockView<'_>)| BlockRecord {
            text: block.text.to_owned(),
            kind: block.kind,
            verdict: Verdict { cues: self.cues(number), ..block.verdict.clone() },
            span: block.span,
        };
        self.blocks().enumerate().map(record).collect()
    }
}

impl Serialize for BlockRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let view = BlockView {
            text: &self.text,
            kind: self.kind,
            verdict: &self.verdict,
            span: self.span,
        };
        serialize_block(&mut map, &view, &self.verdict.cues)?;
        map.end()
    }
}

/// The keys of a block, also in explanations.
pub(super) fn serialize_block<M: SerializeMap>(
    map: &mut M,
    block: &BlockView<'_>,
    cues: &[String],
) -> Result<(), M::Error> {
    let verdict = block.verdict;
    map.serialize_entry("verdict", if verdict.is_kept() { "keep" } else { "drop" })?;
    map.serialize_entry("probability", &verdict.probability)?;
    map.serialize_entry("reason", verdict.reason.name())?;
    map.serialize_entry("category", &verdict.dropped.map(|category| category.name()))?;
    map.serialize_entry("cues", cues)?;
    let parts: Vec<_> = verdict.parts.iter().map(|part| (part.start, part.end)).collect();
    map.serialize_entry("parts", &parts)?;
    map.serialize_entry("kind", block.kind.name())?;
    map.serialize_entry("span", &block.span)?;
    map.serialize_entry("text", block.text)
}
