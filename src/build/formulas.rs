//! Formulas: what shows one, and the text that each stands for.

use std::ops::Range;

use crate::tokenize::{Attr, Namespace, StartTag, Tag};

use super::arena::ElementId;
use super::structure::{Event, Happening};

/// A formula that the page has as TeX.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// Its TeX; empty if what looked like a formula has none.
    pub tex: String,
    /// Whether it stands on a line of its own.
    pub is_display: bool,
    /// The element around it.
    pub element: ElementId,
    /// The range of text that shows it, known in the end.
    pub text: Range<u32>,
    /// White space stands before it.
    pub is_apart: bool,
    /// Made by a script that puts its source behind what it shows.
    pub(super) is_preview: bool,
}

/// Finds the text that each formula stands for.
pub(super) fn find_texts(formulas: &mut [Formula], events: &[Event]) {
    for event in events {
        match event.what {
            Happening::OpenFormula(id) => formulas[id as usize].text = event.at..event.at,
            Happening::CloseFormula(id) => formulas[id as usize].text.end = event.at,
            _ => {}
        }
    }
    // What a script made of a formula stands before the formula's source.
    let (mut preview, mut preview_is_apart) = (None::<Range<u32>>, false);
    for formula in formulas {
        if formula.is_preview {
            preview = match preview {
                Some(it) if formula.text.start <= it.end => Some(it.start..formula.text.end),
                _ => {
                    preview_is_apart = formula.is_apart;
                    Some(formula.text.clone())
                }
            };
        } else if let Some(it) = preview.take()
            && it.end == formula.text.start
            && !formula.tex.is_empty()
        {
            formula.text.start = it.start;
            formula.is_apart = preview_is_apart;
        }
    }
}

/// Finds the second of two copies of one formula: KaTeX writes MathML for programs that read aloud and then what is
/// seen, MathJax 2 the other way round. Either may be alone.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// The box of the formula at hand, and the length of the arena's text where it began.
    open_box: Option<(ElementId, usize)>,
}

impl Copies {
    /// Notes the start tag of an element at a length of the arena's text; whether it holds what its box has said
    /// already.
    pub(super) fn is_second(&mut self, tag: &StartTag<'_>, element: ElementId, at: usize) -> bool {
        let Some(classes) = tag.get(Attr::Class).filter(|_| tag.namespace == Namespace::Html)
        else {
            return false;
        };
        // The boxes that have two copies have this letter in their names; all classes are looked through for it.
        let may_be_box = matches!(tag.tag, Tag::Span | Tag::Div)
            && memchr::memchr(b'x', classes.as_bytes()).is_some();
        if may_be_box && shows_formula(tag, classes) {
            self.open_box = Some((element, at));
        }
        let is_copy = |class: &str| matches!(class, "katex-html" | "MJX_Assistive_MathML");
        self.open_box.is_some_and(|(_, start)| at > start)
            && classes.split_ascii_whitespace().any(is_copy)
    }

    /// Notes the end of an element.
    pub(super) fn close(&mut self, element: ElementId) {
        if self.open_box.is_some_and(|(open, _)| open == element) {
            self.open_box = None;
        }
    }
}

/// Whether all text in an element shows one formula: MathML, or what KaTeX or MathJax made of TeX.
pub(super) fn shows_formula(tag: &StartTag<'_>, classes: &str) -> bool {
    if tag.namespace == Namespace::Math {
        return tag.tag == Tag::Math;
    }
    let is_box = |class: &str| {
        matches!(class, "katex" | "katex-display" | "mwe-math-element")
            || class.starts_with("MathJax")
    };
    matches!(tag.tag, Tag::Span | Tag::Div)
        && (classes.contains("ath") || classes.contains("katex"))
        && classes.split_ascii_whitespace().any(is_box)
}
