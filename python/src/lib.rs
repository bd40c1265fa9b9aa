//! The Python package's compiled part. What it gives is what the command gives, to the byte.

mod archive;
mod batch;
mod columns;
mod document;
mod options;
mod outputs;
mod phrases;
mod signals;

use pyo3::prelude::{Bound, PyModule, PyModuleMethods, PyResult, pymodule};
use pyo3::wrap_pyfunction;

#[pymodule]
fn _dechaff(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<document::Document>()?;
    module.add_class::<archive::Documents>()?;
    module.add_class::<phrases::Phrases>()?;
    module.add_function(wrap_pyfunction!(document::restored, module)?)?;
    module.add_function(wrap_pyfunction!(document::extract, module)?)?;
    module.add_function(wrap_pyfunction!(batch::extract_batch, module)?)?;
    module.add_function(wrap_pyfunction!(archive::read_warc, module)?)?;
    Ok(())
}
