//! The columns that a batch gains.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BinaryBuilder, GenericByteBuilder, StringBuilder};
use arrow_array::types::ByteArrayType;
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

use crate::document::Document;
use crate::outputs::{Also, Output};

/// What fills a column of texts.
type TextOf = fn(&Document) -> Option<Cow<'_, str>>;

/// What fills a column of bytes.
type BytesOf = fn(&Document) -> Option<&[u8]>;

/// A column, as far as it is filled.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    values: Values,
}

enum Values {
    Text(TextOf, StringBuilder),
    Bytes(BytesOf, BinaryBuilder),
}

impl Column {
    /// All of them, but for outputs that are not asked for.
    pub(crate) fn all(also: &Also) -> Vec<Column> {
        let columns = [
            Column::text("text", |document| document.record.text.as_deref().map(Cow::from)),
            Column::text("title", |document| document.record.title.as_deref().map(Cow::from)),
            Column::text("byline", |document| document.record.byline.as_deref().map(Cow::from)),
            Column::text("published", |document| {
                document.record.published.as_deref().map(Cow::from)
            }),
            Column::text("language", |document| document.record.language.as_deref().map(Cow::from)),
            Column::text("record", |document| Some(document.record.to_json().into())),
            Column::text("markdown", |document| {
                document.outputs.markdown.as_deref().map(Cow::from)
            }),
            Column::text("html", |document| document.outputs.html.as_deref().map(Cow::from)),
            Column::bytes("cut", |document| document.outputs.cut.as_deref()),
        ];
        let is_asked =
            |column: &Column| Output::of(column.name).is_none_or(|output| also.has(output));
        columns.into_iter().filter(is_asked).collect()
    }

    fn text(name: &'static str, fill: TextOf) -> Column {
        Column { name, values: Values::Text(fill, StringBuilder::new()) }
    }

    fn bytes(name: &'static str, fill: BytesOf) -> Column {
        Column { name, values: Values::Bytes(fill, BinaryBuilder::new()) }
    }

    /// Adds the value of a document, null where there is none.
    pub(crate) fn append(&mut self, document: Option<&Document>) -> PyResult<()> {
        match &mut self.values {
            Values::Text(fill, builder) => append(builder, self.name, document.and_then(*fill)),
            Values::Bytes(fill, builder) => append(builder, self.name, document.and_then(*fill)),
        }
    }

    pub(crate) fn finish(self) -> ArrayRef {
        match self.values {
            Values::Text(_, mut builder) => Arc::new(builder.finish()),
            Values::Bytes(_, mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// Arrow's offsets have 32 bits, and its builder panics where they end.
fn append<T: ByteArrayType<Offset = i32>>(
    builder: &mut GenericByteBuilder<T>,
    name: &str,
    value: Option<impl AsRef<T::Native>>,
) -> PyResult<()> {
    let value_len = value.as_ref().map_or(0, |value| {
        let bytes: &[u8] = value.as_ref().as_ref();
        bytes.len()
    });
    if i32::try_from(builder.values_slice().len() + value_len).is_err() {
        let message = format!("{name}: more than 2 GiB in a column; split the batch");
        return Err(PyOverflowError::new_err(message));
    }
    builder.append_option(value);
    Ok(())
}
