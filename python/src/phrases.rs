//! A caller's own phrases.

use dechaff::PhraseTable;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Your own phrases of notices, read once and given to many calls: a line is category, strength and phrase with tabs
/// between, as in a file for the command's `--phrases`.
#[pyclass(frozen, module = "dechaff", name = "PhraseTable")]
pub(crate) struct Phrases {
    /// Spark and others send their functions by pickle, and a table is made again from its text.
    text: String,
    pub(crate) table: PhraseTable,
}

#[pymethods]
impl Phrases {
    #[new]
    fn new(text: String) -> PyResult<Self> {
        let wrong = |error: dechaff::PhraseError| PyValueError::new_err(error.to_string());
        let table = PhraseTable::parse(&text).map_err(wrong)?;
        Ok(Phrases { text, table })
    }

    fn __getnewargs__(&self) -> (&str,) {
        (&self.text,)
    }
}
