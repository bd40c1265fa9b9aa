//! The documents of a WARC archive, one after another.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use dechaff::batch::{Counts, Fate, Filter, NoPage, WarcReader, WarcRecord};
use dechaff::{Options, Record};
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyStopIteration, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::options::Keywords;
use crate::outputs::Also;
use crate::signals::Turn;

/// The documents of an archive, one after another.
#[pyclass(frozen, module = "dechaff")]
pub(crate) struct Documents {
    state: Mutex<State>,
    /// Who holds `state`: a thread that asks for it twice would wait for itself.
    reading: Mutex<Option<ThreadId>>,
    options: Options,
    also: Also,
    filter: Filter,
    source: Option<String>,
    path: Option<PathBuf>,
}

struct State {
    reader: WarcReader<Box<dyn Read + Send>>,
    counts: Counts,
}

/// What came of reading for a while.
enum Found {
    Document(Box<Document>),
    End,
    /// Nothing that is wanted yet.
    Nothing,
}

/// A Python object with `read`.
struct FileObject(Py<PyAny>);

impl Read for FileObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read: PyResult<PyBackedBytes> = Python::attach(|py| {
            let read = self.0.call_method1(py, "read", (buffer.len(),));
            read.map_err(|error| no_end(py, error))?.extract(py).map_err(PyErr::from)
        });
        let bytes = read.map_err(io::Error::from)?;
        let room = buffer.get_mut(..bytes.len());
        let room = room.ok_or_else(|| io::Error::other("read() gave more than was asked for"))?;
        room.copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

/// `StopIteration` out of an iterator would end it as if all were read (PEP 479).
fn no_end(py: Python<'_>, error: PyErr) -> PyErr {
    if !error.is_instance_of::<PyStopIteration>(py) {
        return error;
    }
    let raised = PyRuntimeError::new_err("read() raised StopIteration");
    raised.set_cause(py, Some(error));
    raised
}

/// The documents of a WARC archive: plain, gzip or zstd, a path or an object with `read`.
///
/// Filters are those of the command: without them, pages and texts with a status of 2xx.
/// A damaged record is a document with `error`, or with the warning `truncated`.
///
/// All other arguments are those of `extract`; `url` is that of records without an address.
#[pyfunction]
#[pyo3(
    signature = (archive, **keywords),
    text_signature = "(archive, *, source=None, mime=None, status=None, only_language=None, min_words=None, \
        drop_if=None, url=None, format='auto', strip='boilerplate', favor='balanced', only=None, without=None, \
        phrases=None, comments=True, tables=True, keep=None, drop=None, language=None, encoding=None, \
        max_bytes=None, also=None, links=True, images=False)"
)]
pub(crate) fn read_warc(
    archive: Bound<'_, PyAny>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Documents> {
    let keywords = Keywords::new(keywords)?;
    let (options, also) = keywords.options()?;
    let filter = keywords.filter()?;
    let given = keywords.take("source")?;
    keywords.finish()?;
    let (input, path): (Box<dyn Read + Send>, Option<PathBuf>) = if archive.hasattr("read")? {
        (Box::new(FileObject(archive.unbind())), None)
    } else {
        let path: PathBuf = archive.extract()?;
        let file = File::open(&path).map_err(|error| named(error, Some(&path)))?;
        (Box::new(file), Some(path))
    };
    let reader = WarcReader::new(input).map_err(|error| named(error, path.as_deref()))?;
    let reader = reader.max_block_len(options.max_bytes_limit());
    let source = given.or_else(|| Some(path.as_ref()?.to_string_lossy().into_owned()));
    let state = Mutex::new(State { reader, counts: Counts::default() });
    Ok(Documents { state, reading: Mutex::new(None), options, also, filter, source, path })
}

/// An error of the input as Python's own `open` raises it: with its number, and the file's name if there is one.
fn named(error: io::Error, path: Option<&Path>) -> PyErr {
    let Some(path) = path else { return error.into() };
    let Some(number) = error.raw_os_error() else {
        return PyOSError::new_err(format!("{}: {error}", path.display()));
    };
    Python::attach(|py| {
        let text = py.import("os").and_then(|os| os.call_method1("strerror", (number,)));
        match text {
            Ok(text) => PyOSError::new_err((number, text.unbind(), path.as_os_str().to_owned())),
            Err(error) => error,
        }
    })
}

#[pymethods]
impl Documents {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        loop {
            match py.detach(|| self.read_on())? {
                Found::Document(document) => return Ok(Some(*document)),
                Found::End => return Ok(None),
                Found::Nothing => py.check_signals()?,
            }
        }
    }

    /// What became of the records so far: each is counted once.
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
    /// Reads to the next document that is wanted, or until signals are due.
    fn read_on(&self) -> PyResult<Found> {
        let this = thread::current().id();
        if *self.reading() == Some(this) {
            return Err(PyValueError::new_err("read() asks for the document that it is read for"));
        }
        let mut state =
            self.state.lock().map_err(|_| PyRuntimeError::new_err("an earlier read failed"))?;
        *self.reading() = Some(this);
        let found = self.search(&mut state);
        *self.reading() = None;
        found.map_err(|error| named(error, self.path.as_deref()))
    }

    fn reading(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn search(&self, state: &mut State) -> io::Result<Found> {
        let turn = Turn::begin();
        for record in state.reader.by_ref() {
            let (document, fate) = self.read(record?);
            state.counts.add(&fate);
            if let Some(document) = document {
                return Ok(Found::Document(Box::new(document)));
            }
            if turn.is_over() {
                return Ok(Found::Nothing);
            }
        }
        Ok(Found::End)
    }

    fn read(&self, record: WarcRecord) -> (Option<Document>, Fate) {
        let source = self.source.as_ref().map(|source| format!("{source}#{}", record.name()));
        let page = match record.page() {
            Ok(page) => page,
            Err(NoPage::Lost) => {
                let mut record = Record::failed("", "damaged record");
                record.source = source;
                return (Some(Document::new(record)), Fate::Failed(NoPage::Lost.name().to_owned()));
            }
            Err(reason) => return (None, Fate::Skipped(reason.name().to_owned())),
        };
        if let Some(reason) = self.filter.reject_page(&page) {
            return (None, Fate::Skipped(reason.to_owned()));
        }
        let read = page.extract(&self.options);
        let mut record = page.record(&read);
        if let Some(reason) = self.filter.reject_record(&record) {
            return (None, Fate::Skipped(reason.to_owned()));
        }
        record.source = source;
        let fate = Fate::of(&record.warnings);
        let mut document = Document::of(&read, record, &self.also);
        (document.record_id, document.date) = (page.record_id, page.date);
        (Some(document), fate)
    }
}
