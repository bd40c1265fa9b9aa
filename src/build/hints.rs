//! Hint words of class, id, role and similar attributes, from `tables/hints.txt`.

use std::sync::LazyLock;

use crate::hash::{ByHash, letters_hash};
use crate::letters::is_alphanumeric;
use crate::packed::{Texts, packed};
use crate::tokenize::{Attr, StartTag};

use super::hint_table::{HintTable, Hints, Pattern};

/// The attributes that hold hint words.
const SOURCES: [Attr; 5] =
    [Attr::Class, Attr::Id, Attr::Role, Attr::DataTestid, Attr::DataComponent];
/// Longer values are cut: utility-class soup has its telling words in front, and a megabyte in an
/// attribute is an attack.
const MAX_VALUE_LEN: usize = 512;
/// What programs that show the text of others put before the ids in it.
const ID_PREFIX: &str = "user-content-";
/// Values remembered of one document; a page has some hundreds.
const MAX_REMEMBERED: usize = 4096;

impl Hints {
    /// The names of the hints, in the table's order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let names = TABLE.names.iter().enumerate();
        names.filter(move |(index, _)| self.0 >> index & 1 == 1).map(|(_, name)| name)
    }
}

/// The hint of a name of the table; none at all if the table lacks it (a test asks for every name
/// that the code uses).
#[must_use]
pub fn hint(name: &str) -> Hints {
    TABLE.names.iter().position(|n| n == name).map_or(Hints(0), |index| Hints(1 << index))
}

/// The hints that an `id` made of a heading would give.
pub(crate) fn hints_of_heading(heading: &str) -> Hints {
    let heading = &heading[..heading.floor_char_boundary(MAX_VALUE_LEN)];
    let dashed = |c: char| if is_alphanumeric(c) { c.to_ascii_lowercase() } else { '-' };
    let id: String = heading.chars().map(dashed).collect();
    TABLE.find(id.as_bytes(), &mut Vec::new())
}

/// The names of all hints, in the table's order.
#[must_use]
pub(crate) fn hint_names() -> &'static Texts {
    &TABLE.names
}

static TABLE: LazyLock<HintTable> = LazyLock::new(|| HintTable::unpack(&mut packed!("hints.bin")));

impl HintTable {
    /// The hints of one attribute value, brought to the table's form; `matches` is cleared.
    fn find(&'static self, value: &[u8], matches: &mut Vec<Match>) -> Hints {
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| value.get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        matches.clear();
        let mut has_exceptions = false;
        self.automaton.find(value, |index, end| {
            let pattern = &self.patterns[index];
            let start = end - pattern.len;
            let runs_on = (pattern.from_word_start && is_letter(start.checked_sub(1)))
                || (pattern.to_word_end && is_letter(Some(end)));
            if !runs_on {
                has_exceptions |= pattern.is_exception;
                matches.push(Match { start, end, pattern });
            }
        });
        let excepted =
            |hit: &Match| has_exceptions && matches.iter().any(|exception| exception.excepts(hit));
        let kept = matches.iter().filter(|hit| !hit.pattern.is_exception && !excepted(hit));
        kept.fold(Hints::default(), |all, hit| all.with(hit.pattern.hint))
    }
}

/// Where a pattern matched.
#[derive(Debug)]
struct Match {
    start: usize,
    end: usize,
    pattern: &'static Pattern,
}

impl Match {
    fn excepts(&self, hit: &Match) -> bool {
        self.pattern.is_exception
            && self.start <= hit.start
            && hit.end <= self.end
            && self.pattern.hint.has(hit.pattern.hint)
    }
}

/// Hashes an attribute value, eight bytes a step.
fn hash(value: &str) -> u64 {
    // The multiplier of FxHash (Firefox): spreads low bits upwards.
    const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;
    let (words, tail) = value.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    let hash = words.iter().chain([&last]).fold(value.len() as u64, |hash, word| {
        (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(MULTIPLIER)
    });
    hash ^ (hash >> 32)
}

/// What the attributes of an element say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Names {
    /// Hint words.
    pub(super) hints: Hints,
    /// Hash of the class, 0 without one.
    pub(super) class_hash: u32,
    /// Hash of the `id`'s letters ([`letters_hash`]), 0 without one.
    pub(super) id_hash: u32,
    /// The `id` gives hints, and no other attribute gives one of them.
    pub(super) is_hinted_by_id: bool,
}

/// Reads the hints of start tags; values that come again are looked up, not matched.
#[derive(Debug, Default)]
pub(super) struct HintReader {
    known: ByHash<Hints>,
    normal: Vec<u8>,
    matches: Vec<Match>,
}

impl HintReader {
    /// What the attributes of a tag say.
    pub(super) fn read(&mut self, tag: &StartTag<'_>) -> Names {
        let (mut names, mut by_id) = (Names::default(), Hints::default());
        for source in SOURCES {
            let Some(value) = tag.get(source).filter(|value| !value.is_empty()) else {
                continue;
            };
            let value = &value[..value.floor_char_boundary(MAX_VALUE_LEN)];
            let hash = hash(value);
            let found = self.look_up(value, hash);
            match source {
                Attr::Class => names.class_hash = (hash as u32).max(1),
                Attr::Id => {
                    names.id_hash = letters_hash(value.trim_start_matches(ID_PREFIX));
                    by_id = found;
                    continue;
                }
                _ => {}
            }
            names.hints = names.hints.with(found);
        }
        names.is_hinted_by_id = by_id != Hints::default() && !names.hints.has(by_id);
        names.hints = names.hints.with(by_id);
        names
    }

    fn look_up(&mut self, value: &str, hash: u64) -> Hints {
        if let Some(hints) = self.known.get(&hash) {
            return *hints;
        }
        normalise(value, &mut self.normal);
        let hints = TABLE.find(&self.normal, &mut self.matches);
        if self.known.len() >= MAX_REMEMBERED {
            self.known.clear();
        }
        self.known.insert(hash, hints);
        hints
    }
}

/// Brings a value to the form of the table: lower case, `camelCase` split and `_` as dashes.
fn normalise(value: &str, out: &mut Vec<u8>) {
    out.clear();
    if !value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        out.extend(value.bytes().map(|byte| NORMAL[usize::from(byte)]));
        return;
    }
    let mut after_lower = false;
    for byte in value.bytes() {
        if after_lower && byte.is_ascii_uppercase() {
            out.push(b'-');
        }
        after_lower = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        out.push(NORMAL[usize::from(byte)]);
    }
}

static NORMAL: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = if byte as u8 == b'_' { b'-' } else { (byte as u8).to_ascii_lowercase() };
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &str) -> Vec<&'static str> {
        let mut out = Vec::new();
        normalise(value, &mut out);
        TABLE.find(&out, &mut Vec::new()).names().collect()
    }

    #[test]
    fn words_are_found_in_any_spelling() {
        for value in ["site-footer", "SiteFooter", "site_footer", "siteFooter"] {
            assert!(names(value).contains(&"footer"), "{value}");
        }
    }

    #[test]
    fn exceptions_hold() {
        assert!(!names("footnotes").contains(&"footer"));
    }

    #[test]
    fn the_packed_table_is_that_of_the_text() {
        let table = HintTable::parse(include_str!("../tables/hints.txt")).expect("it parses");
        assert_eq!(*TABLE, table);
    }

    #[test]
    fn lines_that_are_no_hints_are_named() {
        let error = |text: &str| HintTable::parse(text).err().map(|(line, _)| line);
        assert_eq!(error("# hints\nfooter"), Some(2));
        assert_eq!(error("footer\tfoot\nfooter\t!"), Some(2));
        assert_eq!(error("footer\tfoot\tnote"), Some(1));
        let many: String = (0..65).map(|number| format!("{number}\tword\n")).collect();
        assert_eq!(error(&many), Some(65));
    }
}
