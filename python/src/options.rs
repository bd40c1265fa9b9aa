//! Keyword arguments to options. Each is taken out by name, and what is left is unknown.

use std::fmt::Display;

use dechaff::batch::{Filter, Reservation};
use dechaff::{
    Category, CategorySet, Comments, Favor, Options, Selector, SourceFormat, Strip, Tables, decode,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The keyword arguments of a call.
pub(crate) struct Keywords<'py>(Option<Bound<'py, PyDict>>);

impl<'py> Keywords<'py> {
    pub(crate) fn new(given: Option<&Bound<'py, PyDict>>) -> PyResult<Self> {
        given.map(|given| given.copy()).transpose().map(Keywords)
    }

    /// The argument of a name; `None` if it is not given, or given as `None`.
    pub(crate) fn take<T>(&self, name: &str) -> PyResult<Option<T>>
    where
        T: for<'a> FromPyObject<'a, 'py>,
    {
        let Some(given) = &self.0 else { return Ok(None) };
        let Some(value) = given.get_item(name)? else { return Ok(None) };
        given.del_item(name)?;
        if value.is_none() {
            return Ok(None);
        }
        match value.extract::<T>() {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                let error = Into::<PyErr>::into(error);
                Err(PyTypeError::new_err(format!("{name}: {error}")))
            }
        }
    }

    /// An error if an argument was not taken.
    pub(crate) fn finish(self) -> PyResult<()> {
        match self.0.and_then(|given| given.keys().iter().next()) {
            Some(name) => Err(PyTypeError::new_err(format!("unexpected argument {name}"))),
            None => Ok(()),
        }
    }

    /// The options of an extraction.
    pub(crate) fn options(&self) -> PyResult<Options> {
        let mut options = Options::new()
            .format(self.named(
                "format",
                &[
                    ("auto", SourceFormat::Auto),
                    ("html", SourceFormat::Html),
                    ("text", SourceFormat::Text),
                ],
            )?)
            .strip(self.named(
                "strip",
                &[("boilerplate", Strip::Boilerplate), ("notices", Strip::Notices)],
            )?)
            .favor(self.named(
                "favor",
                &[
                    ("balanced", Favor::Balanced),
                    ("precision", Favor::Precision),
                    ("recall", Favor::Recall),
                ],
            )?)
            .categories(self.categories()?);
        if self.take::<bool>("comments")? == Some(false) {
            options = options.comments(Comments::Drop);
        }
        if self.take::<bool>("tables")? == Some(false) {
            options = options.tables(Tables::Drop);
        }
        options = self.selectors("keep")?.into_iter().fold(options, Options::keep);
        options = self.selectors("drop")?.into_iter().fold(options, Options::drop);
        if let Some(tag) = self.take::<String>("language")? {
            options = options.language(tag);
        }
        if let Some(url) = self.take::<String>("url")? {
            options = options.url(url);
        }
        if let Some(label) = self.take::<String>("encoding")? {
            if decode::encoding_name(&label).is_none() {
                return Err(unknown("encoding", label));
            }
            options = options.encoding(label);
        }
        Ok(match self.take::<u64>("max_bytes")? {
            Some(len) => options.max_bytes(len),
            None => options,
        })
    }

    /// Which documents of a crawl are wanted.
    pub(crate) fn filter(&self) -> PyResult<Filter> {
        let texts = |name: &str| self.take::<Vec<String>>(name).map(Option::unwrap_or_default);
        let mut statuses = Vec::new();
        for status in texts("status")? {
            statuses.push(
                status
                    .parse()
                    .map_err(|error| PyValueError::new_err(format!("status: {error}")))?,
            );
        }
        let mut reserved = Vec::new();
        for name in texts("drop_if")? {
            let found = Reservation::ALL.into_iter().find(|other| other.name() == name);
            reserved.push(found.ok_or_else(|| unknown("drop_if", name))?);
        }
        let filter = Filter::new().mimes(texts("mime")?).languages(texts("only_language")?);
        let words = self.take("min_words")?.unwrap_or(0);
        Ok(filter.statuses(statuses).drop_if(reserved).min_words(words))
    }

    fn categories(&self) -> PyResult<CategorySet> {
        let read = |name: &str| -> PyResult<Option<Vec<Category>>> {
            let Some(names) = self.take::<Vec<String>>(name)? else { return Ok(None) };
            let read =
                names.into_iter().map(|given| given.parse().map_err(|_| unknown(name, given)));
            read.collect::<PyResult<_>>().map(Some)
        };
        let only = read("only")?.map_or(CategorySet::ALL, |list| list.into_iter().collect());
        let without = read("without")?.unwrap_or_default();
        Ok(without.into_iter().fold(only, CategorySet::without))
    }

    /// Selectors, each a text.
    fn selectors(&self, name: &str) -> PyResult<Vec<Selector>> {
        let given = self.take::<Vec<String>>(name)?.unwrap_or_default();
        let read = |text: String| {
            let wrong = |error| PyValueError::new_err(format!("{name}: {text}: {error}"));
            Selector::parse(&text).map_err(wrong)
        };
        given.into_iter().map(read).collect()
    }

    /// One of some values, by default the first.
    fn named<T: Copy>(&self, name: &str, values: &[(&str, T)]) -> PyResult<T> {
        match self.take::<String>(name)? {
            None => Ok(values[0].1),
            Some(given) => {
                let found = values.iter().find(|(other, _)| *other == given);
                found.map(|(_, value)| *value).ok_or_else(|| unknown(name, given))
            }
        }
    }
}

fn unknown(name: &str, given: impl Display) -> PyErr {
    PyValueError::new_err(format!("{name}: unknown value {given}"))
}
