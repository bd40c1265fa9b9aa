//! The documents of a WARC archive, one after another.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Mutex;

use dechaff::batch::{Counts, Fate, Filter, NoPage, WarcReader, WarcRecord};
use dechaff::{Options, Record, Warning};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::options::Keywords;

/// An iterator over the documents of an archive.
#[pyclass(frozen, module = "dechaff")]
pub(crate) struct Documents {
    state: Mutex<State>,
    options: Options,
    filter: Filter,
    source: Option<String>,
}

struct State {
    reader: WarcReader<Box<dyn Read + Send>>,
    counts: Counts,
}

/// A Python object with `read`.
struct FileObject(Py<PyAny>);

impl Read for FileObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read: PyResult<PyBackedBytes> = Python::attach(|py| {
            self.0.call_method1(py, "read", (buffer.len(),))?.extract(py).map_err(PyErr::from)
        });
        let bytes = read.map_err(io::Error::from)?;
        let room = buffer.get_mut(..bytes.len());
        let room = room.ok_or_else(|| io::Error::other("read() gave more than was asked for"))?;
        room.copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

#[pyfunction]
#[pyo3(signature = (archive, **keywords))]
pub(crate) fn read_warc(
    archive: Bound<'_, PyAny>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Documents> {
    let keywords = Keywords::new(keywords)?;
    let options = keywords.options()?;
    let filter = keywords.filter()?;
    let given = keywords.take("source")?;
    keywords.finish()?;
    let (input, source): (Box<dyn Read + Send>, Option<String>) = if archive.hasattr("read")? {
        (Box::new(FileObject(archive.unbind())), None)
    } else {
        let path: PathBuf = archive.extract()?;
        (Box::new(File::open(&path)?), Some(path.to_string_lossy().into_owned()))
    };
    let reader = WarcReader::new(input)?.max_block_len(options.max_bytes_limit());
    let state = Mutex::new(State { reader, counts: Counts::default() });
    Ok(Documents { state, options, filter, source: given.or(source) })
}

#[pymethods]
impl Documents {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        py.detach(|| self.next_document()).map_err(PyErr::from)
    }

    /// What became of the records so far.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = match self.state.try_lock() {
            Ok(state) => state.counts.clone(),
            Err(_) => return Err(PyRuntimeError::new_err("another thread reads the archive")),
        };
        let dict = PyDict::new(py);
        dict.set_item("read", counts.read())?;
        dict.set_item("written", counts.written)?;
        dict.set_item("cut", counts.cut)?;
        dict.set_item("skipped", counts.skipped)?;
        dict.set_item("failed", counts.failed)?;
        Ok(dict)
    }
}

impl Documents {
    fn next_document(&self) -> io::Result<Option<Document>> {
        let mut state = match self.state.lock() {
            Ok(state) => state,
            Err(_) => return Err(io::Error::other("an earlier read failed")),
        };
        while let Some(record) = state.reader.next() {
            let (document, fate) = self.read(record?);
            state.counts.add(&fate);
            if document.is_some() {
                return Ok(document);
            }
        }
        Ok(None)
    }

    fn read(&self, record: WarcRecord) -> (Option<Document>, Fate) {
        let id = record.header.record_id().map(|id| id.trim_matches(['<', '>']).to_owned());
        let name = id.unwrap_or_else(|| record.number.to_string());
        let source = self.source.as_ref().map(|source| format!("{source}#{name}"));
        let page = match record.page() {
            Ok(page) => page,
            Err(NoPage::Lost) => {
                let record = Record::failed(source.unwrap_or_default(), "damaged record");
                return (Some(Document::new(record)), Fate::Failed(NoPage::Lost.name().to_owned()));
            }
            Err(reason) => return (None, Fate::Skipped(reason.name().to_owned())),
        };
        if let Some(reason) = self.filter.reject_page(&page) {
            return (None, Fate::Skipped(reason.to_owned()));
        }
        let document = page.extract(&self.options);
        let mut record = page.record(&document);
        if let Some(reason) = self.filter.reject_record(&record) {
            return (None, Fate::Skipped(reason.to_owned()));
        }
        record.source = source;
        let cut = [Warning::Truncated, Warning::TooLarge];
        let is_cut = record.warnings.iter().any(|warning| cut.contains(warning));
        let fate = if is_cut { Fate::WrittenCut } else { Fate::Written };
        (Some(Document { record, record_id: page.record_id, date: page.date }), fate)
    }
}
