//! How the items of numbered lists are numbered, as far as their lists say.

use crate::tokenize::{Attr, StartTag};

use super::context::integer;

/// How the items of a list are numbered, if not from 1 up in digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// The number of the first item, if the list says so.
    pub start: Option<u16>,
    /// Whether it counts down.
    pub is_reversed: bool,
    /// `a`, `A`, `i` or `I` for letters and Roman numbers.
    pub style: Option<&'static str>,
}

impl Numbering {
    /// What a list's start tag says, if it says anything.
    pub(super) fn of(tag: &StartTag<'_>) -> Option<Numbering> {
        const STYLES: [&str; 4] = ["a", "A", "i", "I"];
        let named = tag.get(Attr::Type).map(str::trim);
        let numbering = Numbering {
            start: integer(tag, Attr::Start),
            is_reversed: tag.has(Attr::Reversed),
            style: STYLES.into_iter().find(|style| named == Some(style)),
        };
        (numbering != Numbering::default()).then_some(numbering)
    }
}
