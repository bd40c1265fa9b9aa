//! One document.

use dechaff::{Options, Record};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyDict, PyString};

use crate::options::Keywords;

/// A document that was read: its text and what it says about itself.
#[pyclass(frozen, module = "dechaff")]
pub(crate) struct Document {
    pub(crate) record: Record,
    pub(crate) record_id: Option<String>,
    pub(crate) date: Option<String>,
}

impl Document {
    pub(crate) fn new(record: Record) -> Self {
        Document { record, record_id: None, date: None }
    }
}

#[pymethods]
impl Document {
    #[getter]
    fn source(&self) -> Option<&str> {
        self.record.source.as_deref()
    }

    #[getter]
    fn url(&self) -> Option<&str> {
        self.record.url.as_deref()
    }

    #[getter]
    fn text(&self) -> Option<&str> {
        self.record.text.as_deref()
    }

    #[getter]
    fn title(&self) -> Option<&str> {
        self.record.title.as_deref()
    }

    #[getter]
    fn byline(&self) -> Option<&str> {
        self.record.byline.as_deref()
    }

    #[getter]
    fn published(&self) -> Option<&str> {
        self.record.published.as_deref()
    }

    #[getter]
    fn language(&self) -> Option<&str> {
        self.record.language.as_deref()
    }

    #[getter]
    fn http_status(&self) -> Option<u16> {
        self.record.http_status
    }

    #[getter]
    fn error(&self) -> Option<&str> {
        self.record.error.as_deref()
    }

    #[getter]
    fn warnings(&self) -> Vec<&'static str> {
        self.record.warnings.iter().map(|warning| warning.name()).collect()
    }

    #[getter]
    fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    #[getter]
    fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    fn to_json(&self) -> String {
        self.record.to_json()
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json(),))
    }

    fn __repr__(&self) -> String {
        let name = self.record.url.as_deref().or(self.record.source.as_deref()).unwrap_or("");
        format!("<dechaff.Document {name:?}>")
    }
}

/// The bytes of a call, which stay where they are in Python's memory.
pub(crate) enum Input {
    Bytes(PyBackedBytes),
    Text(PyBackedStr),
}

impl Input {
    pub(crate) fn of(value: &Bound<'_, PyAny>) -> PyResult<Input> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Input::Bytes(bytes.extract()?));
        }
        if let Ok(text) = value.cast::<PyString>() {
            // Half of a surrogate pair has no UTF-8.
            return text.extract().map(Input::Text).or_else(|_: PyErr| {
                let bytes = text.call_method1("encode", ("utf-8", "replace"))?;
                Ok(Input::Bytes(bytes.extract()?))
            });
        }
        match value.extract::<PyBackedBytes>() {
            Ok(bytes) => Ok(Input::Bytes(bytes)),
            Err(_) => Err(PyTypeError::new_err("data must be bytes or str")),
        }
    }

    /// Text is UTF-8 here, whatever the page declares: it was decoded.
    pub(crate) fn options(&self, options: Options) -> Options {
        match self {
            Input::Bytes(_) => options,
            Input::Text(_) => options.encoding("utf-8"),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Input::Bytes(bytes) => bytes,
            Input::Text(text) => text.as_bytes(),
        }
    }
}

#[pyfunction]
#[pyo3(signature = (data, **keywords))]
pub(crate) fn extract(
    py: Python<'_>,
    data: &Bound<'_, PyAny>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Document> {
    let keywords = Keywords::new(keywords)?;
    let input = Input::of(data)?;
    let source = keywords.take("source")?;
    let options = input.options(keywords.options()?);
    keywords.finish()?;
    let mut record = py.detach(|| dechaff::extract(input.bytes(), &options).record());
    record.source = source;
    Ok(Document::new(record))
}
