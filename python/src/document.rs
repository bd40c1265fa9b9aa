//! One document.

use std::borrow::Cow;
use std::collections::HashMap;

use dechaff::{Options, Record, Warning};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyDict, PyString};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::options::Keywords;
use crate::outputs::{Also, Output, Outputs};

/// A document that was read: its text and what it says about itself.
#[pyclass(frozen, module = "dechaff")]
pub(crate) struct Document {
    pub(crate) record: Record,
    pub(crate) outputs: Outputs,
    pub(crate) record_id: Option<String>,
    pub(crate) date: Option<String>,
    /// Of a document out of a pickle, the record's JSON: not all of it goes back into `record`.
    json: Option<String>,
}

/// What makes a document again: the record's JSON, and what is not in it.
type Parts<'a> = (
    String,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<Cow<'a, [u8]>>,
);

impl Document {
    pub(crate) fn new(record: Record) -> Self {
        Document { record, outputs: Outputs::default(), record_id: None, date: None, json: None }
    }

    /// A document that was read, its record, and what else is asked for.
    pub(crate) fn of(read: &dechaff::Document, mut record: Record, also: &Also) -> Self {
        record.blocks = also.has(Output::Blocks).then(|| read.block_records());
        Document { outputs: Outputs::of(read, also), ..Document::new(record) }
    }
}

#[pymethods]
impl Document {
    /// The name that was given to it, or the archive and the record.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.record.source.as_deref()
    }

    /// Its address.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.record.url.as_deref()
    }

    /// What is kept; None if the document could not be read.
    #[getter]
    fn text(&self) -> Option<&str> {
        self.record.text.as_deref()
    }

    /// Its headline, or its title without the name of its site.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.record.title.as_deref()
    }

    /// Who wrote it: names with a comma between them.
    #[getter]
    fn byline(&self) -> Option<&str> {
        self.record.byline.as_deref()
    }

    /// When it was published, in ISO 8601.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.record.published.as_deref()
    }

    /// Its language as it declares it.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.record.language.as_deref()
    }

    /// The status of the response, of a document of an archive.
    #[getter]
    fn http_status(&self) -> Option<u16> {
        self.record.http_status
    }

    /// Why it could not be read.
    #[getter]
    fn error(&self) -> Option<&str> {
        self.record.error.as_deref()
    }

    /// What a reader should know, such as `truncated` or `empty`.
    #[getter]
    fn warnings(&self) -> Vec<&'static str> {
        self.record.warnings.iter().map(|warning| warning.name()).collect()
    }

    /// WARC-Record-ID, of a document of an archive.
    #[getter]
    fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    /// WARC-Date, of a document of an archive.
    #[getter]
    fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// What is kept, as Markdown, if `also` asks for it.
    #[getter]
    fn markdown(&self) -> Option<&str> {
        self.outputs.markdown.as_deref()
    }

    /// What is kept, as clean HTML, if `also` asks for it.
    #[getter]
    fn html(&self) -> Option<&str> {
        self.outputs.html.as_deref()
    }

    /// The input's own bytes without its notices, if `also` asks for them. Those of a `str` are UTF-8.
    #[getter]
    fn cut(&self) -> Option<Cow<'_, [u8]>> {
        self.outputs.cut.as_deref().map(Cow::Borrowed)
    }

    /// All blocks with their verdicts, as they stand in the record, if `also` asks for them; made anew by each call.
    #[getter]
    fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.blocks_json().map(|json| py.import("json")?.call_method1("loads", (json,))).transpose()
    }

    /// The same as JSON.
    #[getter]
    fn blocks_json(&self) -> Option<String> {
        if let Some(blocks) = &self.record.blocks {
            return serde_json::to_string(blocks).ok();
        }
        let record: HashMap<&str, &RawValue> = serde_json::from_str(self.json.as_deref()?).ok()?;
        record.get("blocks").map(|blocks| blocks.get().to_owned())
    }

    /// The record as the command writes it: one line of JSON.
    fn to_json(&self) -> String {
        self.json.clone().unwrap_or_else(|| self.record.to_json())
    }

    /// The record as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json(),))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Parts<'_>)> {
        let restored = py.import("dechaff._dechaff")?.getattr("_restored")?;
        let (json, record_id, date) = (self.to_json(), self.record_id(), self.date());
        Ok((restored, (json, record_id, date, self.markdown(), self.html(), self.cut())))
    }

    fn __repr__(&self) -> String {
        let name = self.record.url.as_deref().or(self.record.source.as_deref()).unwrap_or("");
        format!("<dechaff.Document {name:?}>")
    }
}

/// A document out of a pickle.
#[pyfunction(name = "_restored")]
#[pyo3(signature = (json, record_id, date, markdown=None, html=None, cut=None))]
pub(crate) fn restored(
    json: String,
    record_id: Option<String>,
    date: Option<String>,
    markdown: Option<String>,
    html: Option<String>,
    cut: Option<Vec<u8>>,
) -> PyResult<Document> {
    let read: Value =
        serde_json::from_str(&json).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let text = |name: &str| read[name].as_str().map(str::to_owned);
    let mut record = Record::default();
    record.source = text("source");
    record.url = text("url");
    record.text = text("text");
    record.title = text("title");
    record.byline = text("byline");
    record.published = text("published");
    record.language = text("language");
    record.error = text("error");
    record.http_status = read["http_status"].as_u64().and_then(|status| status.try_into().ok());
    let has = |warning: &Warning| {
        read["warnings"].as_array().is_some_and(|names| names.iter().any(|it| it == warning.name()))
    };
    record.warnings = Warning::ALL.into_iter().filter(has).collect();
    let outputs = Outputs { markdown, html, cut };
    Ok(Document { record, outputs, record_id, date, json: Some(json) })
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
            // Half of a surrogate pair has no UTF-8; UTF-16 joins pairs that stand in halves, and what is left over
            // becomes U+FFFD.
            return text.extract().map(Input::Text).or_else(|_: PyErr| {
                let units = text.call_method1("encode", ("utf-16-le", "surrogatepass"))?;
                let text = units.call_method1("decode", ("utf-16-le", "replace"))?;
                Ok(Input::Text(text.extract()?))
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

/// Reads one document. Text in `str` is not decoded again, whatever the page declares.
///
/// `url` goes into the record as it is; if it is absolute, links are resolved against it. `comments` and `tables` say
/// whether those may stay; `keep` and `drop` are CSS selectors of elements (names, classes, ids, attributes,
/// descendants, children) whose text stays or goes in any case; `language` is a tag that counts more than what the
/// document says.
///
/// `also` names what else is written of it, as the command does: `markdown`, `html` (clean markup of what is kept), `cut`
/// (the input's own bytes without its notices, with `strip='notices'`) and `blocks` (with their verdicts, in the record).
/// `links` and `images` say whether those stand in Markdown and HTML.
///
/// The GIL is released while it is read.
#[pyfunction]
#[pyo3(
    signature = (data, **keywords),
    text_signature = "(data, *, source=None, url=None, format='auto', strip='boilerplate', favor='balanced', \
        only=None, without=None, phrases=None, comments=True, tables=True, keep=None, drop=None, language=None, \
        encoding=None, max_bytes=None, also=None, links=True, images=False)"
)]
pub(crate) fn extract(
    py: Python<'_>,
    data: &Bound<'_, PyAny>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Document> {
    let keywords = Keywords::new(keywords)?;
    let input = Input::of(data)?;
    let source = keywords.take("source")?;
    let (options, also) = keywords.options()?;
    let options = input.options(options);
    keywords.finish()?;
    let mut document = py.detach(|| {
        let read = dechaff::extract(input.bytes(), &options);
        Document::of(&read, read.record(), &also)
    });
    document.record.source = source;
    Ok(document)
}
