//! Keyword arguments to options. Each is taken out by name, and what is left is unknown.

use std::fmt::Display;
use std::str::FromStr;

use dechaff::batch::{Filter, MediaRange, Reservation, StatusPattern};
use dechaff::{
    Category, CategorySet, Comments, Favor, LanguageTag, Options, Selector, SourceFormat, Strip,
    Tables, decode,
};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::outputs::Also;
use crate::phrases::Phrases;

/// Any iterable of texts, but a text: that is one of its letters.
#[derive(Default)]
struct Texts(Vec<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for Texts {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a list of texts is needed, not a text"));
        }
        given.try_iter()?.map(|text| text?.extract()).collect::<PyResult<_>>().map(Texts)
    }
}

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
        value.extract::<T>().map(Some).map_err(|error| wrong(given.py(), name, error.into()))
    }

    /// The texts of a name; none if it is not given.
    pub(crate) fn texts(&self, name: &str) -> PyResult<Vec<String>> {
        Ok(self.take::<Texts>(name)?.unwrap_or_default().0)
    }

    /// The texts of a name, each read as what it stands for.
    fn parsed<T: FromStr<Err: Display>>(&self, name: &str) -> PyResult<Vec<T>> {
        self.texts(name)?.iter().map(|given| parse(name, given)).collect()
    }

    /// An error if an argument was not taken.
    pub(crate) fn finish(self) -> PyResult<()> {
        match self.0.and_then(|given| given.keys().iter().next()) {
            Some(name) => Err(PyTypeError::new_err(format!("unexpected argument {name}"))),
            None => Ok(()),
        }
    }

    /// The options of an extraction, and what else is asked for.
    pub(crate) fn options(&self) -> PyResult<(Options, Also)> {
        let strips = [("boilerplate", Strip::Boilerplate), ("notices", Strip::Notices)];
        let strip = self.named("strip", &strips)?;
        let also = Also::take(self, strip)?;
        let mut options = also
            .options(self, Options::new())?
            .strip(strip)
            .format(self.named(
                "format",
                &[
                    ("auto", SourceFormat::Auto),
                    ("html", SourceFormat::Html),
                    ("text", SourceFormat::Text),
                ],
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
        options = self.parsed::<Selector>("keep")?.into_iter().fold(options, Options::keep);
        options = self.parsed::<Selector>("drop")?.into_iter().fold(options, Options::drop);
        if let Some(phrases) = self.take::<PyRef<'_, Phrases>>("phrases")? {
            options = options.phrases(phrases.table.clone());
        }
        if let Some(tag) = self.take::<String>("language")? {
            options = options.language(parse::<LanguageTag>("language", &tag)?);
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
        match self.take::<u64>("max_bytes")? {
            None => Ok((options, also)),
            Some(len @ 1..=Options::MAX_BYTES) => Ok((options.max_bytes(len), also)),
            Some(_) => Err(PyValueError::new_err("max_bytes: 1 byte to 1 GiB")),
        }
    }

    /// Which documents of a crawl are wanted.
    pub(crate) fn filter(&self) -> PyResult<Filter> {
        let mut reserved = Vec::new();
        for name in self.texts("drop_if")? {
            let found = Reservation::ALL.into_iter().find(|other| other.name() == name);
            reserved.push(found.ok_or_else(|| unknown("drop_if", name))?);
        }
        Ok(Filter::new()
            .mimes(self.parsed::<MediaRange>("mime")?)
            .statuses(self.parsed::<StatusPattern>("status")?)
            .languages(self.parsed::<LanguageTag>("only_language")?)
            .drop_if(reserved)
            .min_words(self.take("min_words")?.unwrap_or(0)))
    }

    fn categories(&self) -> PyResult<CategorySet> {
        let read = |name: &str| -> PyResult<Option<Vec<Category>>> {
            let Some(Texts(names)) = self.take(name)? else { return Ok(None) };
            let read =
                names.into_iter().map(|given| given.parse().map_err(|_| unknown(name, given)));
            read.collect::<PyResult<_>>().map(Some)
        };
        let only = read("only")?.map_or(CategorySet::ALL, |list| list.into_iter().collect());
        let without = read("without")?.unwrap_or_default();
        Ok(without.into_iter().fold(only, CategorySet::without))
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

/// What a text stands for.
fn parse<T: FromStr<Err: Display>>(name: &str, given: &str) -> PyResult<T> {
    given.parse().map_err(|error| PyValueError::new_err(format!("{name}: {given}: {error}")))
}

/// The error of a value that is of no use, with the name of its argument; what else a caller's iterable raises is its own.
fn wrong(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    let message = || format!("{name}: {}", error.value(py));
    if error.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(message())
    } else if error.is_instance_of::<PyOverflowError>(py) {
        PyValueError::new_err(message())
    } else {
        error
    }
}

pub(crate) fn unknown(name: &str, given: impl Display) -> PyErr {
    PyValueError::new_err(format!("{name}: unknown value {given}"))
}
