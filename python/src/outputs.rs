//! What is written of a document beside its text and its record.

use std::borrow::Cow;

use dechaff::{Images, KeepOriginal, KeepStructure, Links, Options, Strip};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::options::{Keywords, unknown};

/// A form in which a document is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Markdown,
    /// Clean markup of what is kept.
    Html,
    /// The input itself, without its notices.
    Cut,
    /// In the record.
    Blocks,
}

impl Output {
    const ALL: [Output; 4] = [Output::Markdown, Output::Html, Output::Cut, Output::Blocks];

    fn name(self) -> &'static str {
        match self {
            Output::Markdown => "markdown",
            Output::Html => "html",
            Output::Cut => "cut",
            Output::Blocks => "blocks",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Output> {
        Output::ALL.into_iter().find(|output| output.name() == name)
    }
}

/// The outputs that are asked for.
pub(crate) struct Also(Vec<Output>);

impl Also {
    pub(crate) fn take(keywords: &Keywords<'_>, strip: Strip) -> PyResult<Also> {
        let read = |name: String| Output::of(&name).ok_or_else(|| unknown("also", name));
        let names = keywords.texts("also")?;
        let also = Also(names.into_iter().map(read).collect::<PyResult<_>>()?);
        // Nor does the command cut boilerplate: that twice is once is known of notices alone.
        if also.has(Output::Cut) && strip != Strip::Notices {
            return Err(PyValueError::new_err("also: cut needs strip='notices'"));
        }
        Ok(also)
    }

    pub(crate) fn has(&self, output: Output) -> bool {
        self.0.contains(&output)
    }

    fn has_markup(&self) -> bool {
        self.has(Output::Markdown) || self.has(Output::Html)
    }

    /// Options with which a document keeps what these outputs need, and no more.
    pub(crate) fn options(
        &self,
        keywords: &Keywords<'_>,
        mut options: Options,
    ) -> PyResult<Options> {
        if self.has_markup() {
            options = options.structure(KeepStructure::Yes);
        }
        if self.has(Output::Cut) {
            options = options.original(KeepOriginal::Yes);
        }
        if !self.markup_switch(keywords, "links", true)? {
            options = options.links(Links::Drop);
        }
        if self.markup_switch(keywords, "images", false)? {
            options = options.images(Images::Keep);
        }
        Ok(options)
    }

    /// An argument that changes markup alone: without any it would be forgotten in silence.
    fn markup_switch(&self, keywords: &Keywords<'_>, name: &str, default: bool) -> PyResult<bool> {
        let given = keywords.take(name)?.unwrap_or(default);
        if given != default && !self.has_markup() {
            let message = format!("{name}: for Markdown and HTML alone, and none is asked for");
            return Err(PyValueError::new_err(message));
        }
        Ok(given)
    }
}

/// A document in the forms that were asked for, but for its record.
#[derive(Default)]
pub(crate) struct Outputs {
    pub(crate) markdown: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) cut: Option<Vec<u8>>,
}

impl Outputs {
    pub(crate) fn of(document: &dechaff::Document, also: &Also) -> Outputs {
        // Of an input that is no document nothing is kept, and the command writes nothing.
        let cut = || document.html().map(Cow::into_owned).unwrap_or_default();
        Outputs {
            markdown: also.has(Output::Markdown).then(|| document.markdown()),
            html: also.has(Output::Html).then(|| document.clean_html()),
            cut: also.has(Output::Cut).then(cut),
        }
    }
}
