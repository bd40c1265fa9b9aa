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
    /// The length of the arena's text where the box of the formula at hand began.
    box_at: usize,
}

impl Copies {
    /// Notes a start tag at a length of the arena's text; whether it holds what its box has said already.
    pub(super) fn is_second(&mut self, tag: &StartTag<'_>, at: usize) -> bool {
        let is_inline = matches!(tag.tag, Tag::Span | Tag::Div);
        let Some(classes) = tag.get(Attr::Class).filter(|_| is_inline) else {
            return false;
        };
        let first = classes.split_ascii_whitespace().next().unwrap_or("");
        if first == "katex" || first.starts_with("MathJax") {
            self.box_at = at;
        }
        matches!(first, "katex-html" | "MJX_Assistive_MathML") && at > self.box_at
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
