//! The table of hint words, as text and as columns.

use crate::packed::{Packed, Packer, Texts};

use super::automaton::Automaton;

/// The hints of an element, one bit a name of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(pub u64);

impl Hints {
    /// Whether any bit of `other` is set.
    #[must_use]
    pub const fn has(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    /// The bits of `self` that are not in `other`.
    #[must_use]
    pub(crate) const fn without(self, other: Hints) -> Hints {
        Hints(self.0 & !other.0)
    }

    /// The bits of both.
    #[must_use]
    pub const fn with(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }
}

/// The table: names of hints, and the patterns of each.
#[derive(Debug, PartialEq)]
pub(crate) struct HintTable {
    pub(super) names: Texts,
    pub(super) patterns: Vec<Pattern>,
    pub(super) automaton: Automaton,
}

/// A word that speaks for a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) hint: Hints,
    pub(super) len: usize,
    pub(super) from_word_start: bool,
    pub(super) to_word_end: bool,
    /// Shorter patterns of the hint inside this one do not count.
    pub(super) is_exception: bool,
}

#[allow(dead_code, reason = "for the build script")]
impl HintTable {
    /// Reads the table.
    ///
    /// # Errors
    /// The number of the first line that is not of its form, from 1, and why.
    pub(crate) fn parse(text: &str) -> Result<HintTable, (usize, String)> {
        let (mut names, mut patterns, mut words) = (Texts::default(), Vec::new(), Vec::new());
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let parts = line.split_once('\t').filter(|(_, pattern)| !pattern.contains('\t'));
            let (name, pattern) =
                parts.ok_or_else(|| (number, "a line is hint, tab and pattern".to_owned()))?;
            let index = names.iter().position(|other| other == name);
            let index = index.unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            let hint = 1u64.checked_shl(index as u32);
            let hint = hint.ok_or_else(|| (number, "more than 64 hints".to_owned()))?;
            let (is_exception, pattern) = strip(pattern, str::strip_prefix, "!");
            let (from_word_start, pattern) = strip(pattern, str::strip_prefix, "^");
            let (to_word_end, word) = strip(pattern, str::strip_suffix, "$");
            if name.is_empty() || word.is_empty() {
                return Err((number, "a hint or a pattern without letters".to_owned()));
            }
            let (hint, len) = (Hints(hint), word.len());
            patterns.push(Pattern { hint, len, from_word_start, to_word_end, is_exception });
            words.push(word);
        }
        Ok(HintTable { names, patterns, automaton: Automaton::new(&words) })
    }

    /// The table as columns.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        let flags = |pattern: &Pattern| {
            u8::from(pattern.from_word_start)
                | u8::from(pattern.to_word_end) << 1
                | u8::from(pattern.is_exception) << 2
        };
        self.names.pack(packer);
        packer.u64s(&self.patterns.iter().map(|pattern| pattern.hint.0).collect::<Vec<_>>());
        packer.u8s(&self.patterns.iter().map(|pattern| pattern.len as u8).collect::<Vec<_>>());
        packer.u8s(&self.patterns.iter().map(flags).collect::<Vec<_>>());
        self.automaton.pack(packer);
    }
}

impl HintTable {
    /// Reads what [`HintTable::pack`] wrote.
    pub(super) fn unpack(packed: &mut Packed) -> HintTable {
        let names = packed.texts();
        let (hints, lens, flags) = (packed.u64s(), packed.u8s(), packed.u8s());
        let patterns = hints.into_iter().zip(lens).zip(flags).map(|((hint, len), flags)| Pattern {
            hint: Hints(hint),
            len: len.into(),
            from_word_start: flags & 1 != 0,
            to_word_end: flags & 2 != 0,
            is_exception: flags & 4 != 0,
        });
        HintTable { names, patterns: patterns.collect(), automaton: Automaton::unpack(packed) }
    }
}

#[allow(dead_code, reason = "for the build script")]
fn strip<'a>(
    text: &'a str,
    by: impl Fn(&'a str, &'static str) -> Option<&'a str>,
    mark: &'static str,
) -> (bool, &'a str) {
    match by(text, mark) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}
