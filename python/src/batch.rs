//! Many documents at once, in the columns of Arrow.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_pyarrow::PyArrowType;
use arrow_schema::{DataType, Field, Schema};
use dechaff::Options;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::columns::Column;
use crate::document::Document;
use crate::options::Keywords;
use crate::outputs::Also;
use crate::signals::Turn;

/// A cell of a column, in place.
type Cell<'a> = Option<&'a [u8]>;

/// Reads the documents in a column of text or bytes, in place.
///
/// Gives the other columns, and `text`, `title`, `byline`, `published`, `language` and `record`
/// (the whole record as JSON), null where the page is, then `markdown`, `html` and `cut` as far as `also` names them.
/// Columns of the names of new ones are replaced.
///
/// All other arguments are those of `extract`. All documents are read: the filters of `read_warc` are none of them.
#[pyfunction]
#[pyo3(
    signature = (batch, **keywords),
    text_signature = "(batch, *, column='html', url_column=None, url=None, format='auto', strip='boilerplate', \
        favor='balanced', only=None, without=None, phrases=None, comments=True, tables=True, keep=None, drop=None, \
        language=None, encoding=None, max_bytes=None, also=None, links=True, images=False)"
)]
pub(crate) fn extract_batch(
    py: Python<'_>,
    batch: PyArrowType<RecordBatch>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyArrowType<RecordBatch>> {
    let batch = batch.0;
    let keywords = Keywords::new(keywords)?;
    let column = keywords.take::<String>("column")?.unwrap_or_else(|| "html".to_owned());
    let url_column = keywords.take::<String>("url_column")?;
    let (options, also) = keywords.options()?;
    keywords.finish()?;
    let pages = column_of(&batch, &column)?;
    let urls = url_column.as_deref().map(|name| column_of(&batch, name)).transpose()?;
    let options = if is_text(pages) { options.encoding("utf-8") } else { options };
    let added = py.detach(|| read_all(pages, urls.map(Arc::as_ref), &options, &also))?;
    join(&batch, &column, added).map(PyArrowType)
}

fn column_of<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b ArrayRef> {
    let column = batch.column_by_name(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
    if batch.schema().fields().iter().filter(|field| field.name() == name).count() > 1 {
        return Err(PyValueError::new_err(format!("{name}: several columns have this name")));
    }
    if cell(column, 0).is_err() {
        let message =
            format!("{name}: a column of text or bytes is needed, not {}", column.data_type());
        return Err(PyTypeError::new_err(message));
    }
    Ok(column)
}

fn is_text(column: &ArrayRef) -> bool {
    matches!(column.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// A column of another type.
struct OtherType;

/// A cell, without copying it.
fn cell(column: &dyn Array, row: usize) -> Result<Cell<'_>, OtherType> {
    let is_there = row < column.len() && column.is_valid(row);
    Ok(match column.data_type() {
        DataType::Null => None,
        DataType::Utf8 => is_there.then(|| column.as_string::<i32>().value(row).as_bytes()),
        DataType::LargeUtf8 => is_there.then(|| column.as_string::<i64>().value(row).as_bytes()),
        DataType::Utf8View => is_there.then(|| column.as_string_view().value(row).as_bytes()),
        DataType::Binary => is_there.then(|| column.as_binary::<i32>().value(row)),
        DataType::LargeBinary => is_there.then(|| column.as_binary::<i64>().value(row)),
        DataType::BinaryView => is_there.then(|| column.as_binary_view().value(row)),
        _ => return Err(OtherType),
    })
}

fn read_all(
    pages: &dyn Array,
    urls: Option<&dyn Array>,
    options: &Options,
    also: &Also,
) -> PyResult<Vec<Column>> {
    let mut columns = Column::all(also);
    let mut turn = Turn::begin();
    for row in 0..pages.len() {
        let page = cell(pages, row).ok().flatten();
        let url = urls.and_then(|urls| cell(urls, row).ok().flatten());
        let document = page.map(|page| {
            let read = match url {
                Some(url) => {
                    let url = String::from_utf8_lossy(url).into_owned();
                    dechaff::extract(page, &options.clone().url(url))
                }
                None => dechaff::extract(page, options),
            };
            Document::of(&read, read.record(), also)
        });
        for column in &mut columns {
            column.append(document.as_ref())?;
        }
        if turn.is_over() {
            Python::attach(|py| py.check_signals())?;
            turn = Turn::begin();
        }
    }
    Ok(columns)
}

/// The input's columns but for the pages and those of the same names, then the new ones.
fn join(batch: &RecordBatch, column: &str, added: Vec<Column>) -> PyResult<RecordBatch> {
    let schema = batch.schema();
    let is_replaced = |name: &str| name == column || added.iter().any(|new| new.name == name);
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, values) in schema.fields().iter().zip(batch.columns()) {
        if !is_replaced(field.name()) {
            fields.push(Arc::clone(field));
            columns.push(Arc::clone(values));
        }
    }
    for column in added {
        let name = column.name;
        let values = column.finish();
        fields.push(Arc::new(Field::new(name, values.data_type().clone(), true)));
        columns.push(values);
    }
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    RecordBatch::try_new(Arc::new(schema), columns)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}
