//! Parquet in place of lines of JSON: a column for each key of the record.
//!
//! Rows are read off the lines of `--to json`, so that the two outputs cannot come to differ. Lists
//! and objects stay JSON, as text: what reads Parquet everywhere takes texts, and half of it takes
//! nothing nested.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use serde_json::value::RawValue;

/// Whether this program can write Parquet.
pub(super) const IS_BUILT_IN: bool = true;

/// Bytes of JSON in a row group, which is held in memory until it is written.
const GROUP_LEN: usize = 32 << 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// A list or an object as JSON.
    Json,
}

/// The keys of the record in its order; those that not every record has are null in the others.
const COLUMNS: [(&str, Kind); 23] = [
    ("source", Kind::Text),
    ("url", Kind::Text),
    ("canonical", Kind::Text),
    ("title", Kind::Text),
    ("byline", Kind::Text),
    ("published", Kind::Text),
    ("modified", Kind::Text),
    ("description", Kind::Text),
    ("image", Kind::Text),
    ("site", Kind::Text),
    ("language", Kind::Text),
    ("license", Kind::Text),
    ("text", Kind::Text),
    ("http_status", Kind::Number),
    ("access", Kind::Json),
    ("robots", Kind::Text),
    ("tdm", Kind::Json),
    ("removed", Kind::Json),
    ("encoding", Kind::Json),
    ("warnings", Kind::Json),
    ("blocks", Kind::Json),
    ("fields", Kind::Json),
    ("error", Kind::Text),
];

/// Columns whose values hardly ever come twice.
const UNIQUE: [&str; 5] = ["source", "url", "text", "blocks", "fields"];

/// The values of a column; `None` is null.
#[derive(Debug)]
enum Values {
    Bytes(Vec<Option<ByteArray>>),
    Numbers(Vec<Option<i32>>),
}

/// Makes Parquet of lines of JSON.
pub(super) struct ParquetWriter {
    file: SerializedFileWriter<Vec<u8>>,
    columns: [Values; COLUMNS.len()],
    /// A line that is not whole yet.
    line: Vec<u8>,
    /// Bytes of the lines whose rows are in `columns`.
    len: usize,
}

impl fmt::Debug for ParquetWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetWriter").field("len", &self.len).finish_non_exhaustive()
    }
}

impl ParquetWriter {
    pub(super) fn new() -> io::Result<Self> {
        let schema = parse_message_type(&schema()).map_err(failed)?;
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("dechaff version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()));
        for name in UNIQUE {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), false);
        }
        let file =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()));
        let columns = COLUMNS.map(|(_, kind)| match kind {
            Kind::Text | Kind::Json => Values::Bytes(Vec::new()),
            Kind::Number => Values::Numbers(Vec::new()),
        });
        Ok(ParquetWriter { file: file.map_err(failed)?, columns, line: Vec::new(), len: 0 })
    }

    /// Takes in bytes of lines; what can be written then.
    pub(super) fn take(&mut self, mut bytes: &[u8]) -> io::Result<Vec<u8>> {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            self.line.extend_from_slice(&bytes[..end]);
            bytes = &bytes[end + 1..];
            let line = std::mem::take(&mut self.line);
            self.add_row(&line)?;
            if self.len >= GROUP_LEN {
                self.write_group()?;
            }
        }
        self.line.extend_from_slice(bytes);
        self.written()
    }

    /// Writes what is left and the footer.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        if self.len > 0 {
            self.write_group()?;
        }
        self.file.finish().map_err(failed)?;
        self.written()
    }

    fn written(&mut self) -> io::Result<Vec<u8>> {
        self.file.flush()?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    fn add_row(&mut self, line: &[u8]) -> io::Result<()> {
        let row: BTreeMap<&str, &RawValue> = serde_json::from_slice(line)?;
        for ((name, kind), values) in COLUMNS.iter().zip(&mut self.columns) {
            let json = row.get(name).map(|value| value.get()).filter(|json| *json != "null");
            match (values, json) {
                (Values::Numbers(numbers), json) => {
                    numbers.push(json.map(serde_json::from_str).transpose()?);
                }
                (Values::Bytes(values), Some(json)) => {
                    let text = match kind {
                        Kind::Text => serde_json::from_str::<String>(json)?,
                        Kind::Number | Kind::Json => json.to_owned(),
                    };
                    values.push(Some(ByteArray::from(text.into_bytes())));
                }
                (Values::Bytes(values), None) => values.push(None),
            }
        }
        self.len += line.len();
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        for values in &mut self.columns {
            let column = group.next_column().map_err(failed)?;
            let mut column = column.ok_or_else(|| io::Error::other("a column is missing"))?;
            values.drain_to(&mut column).map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.len = 0;
        Ok(())
    }
}

impl Values {
    fn drain_to(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Values::Bytes(values) => {
                let levels = levels(values);
                let values: Vec<ByteArray> = values.drain(..).flatten().collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            Values::Numbers(values) => {
                let levels = levels(values);
                let values: Vec<i32> = values.drain(..).flatten().collect();
                column.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
            }
        }
        Ok(())
    }
}

/// Parquet's definition levels: 1 where there is a value.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}

/// The schema as Parquet writes it.
fn schema() -> String {
    let column = |(name, kind): &(&str, Kind)| match kind {
        Kind::Text | Kind::Json => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
        Kind::Number => format!("OPTIONAL INT32 {name};"),
    };
    format!("message record {{ {} }}", COLUMNS.iter().map(column).collect::<String>())
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => io::Error::other(error),
        error => io::Error::other(error.to_string()),
    }
}
