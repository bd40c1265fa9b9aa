//! A caller's own phrases, beside the built-in tables.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::layer::Layer;
use super::table::{self, Table};
use crate::search::folded;

/// Phrases of a caller, in the form of the built-in tables.
///
/// A line is a phrase: category, strength and words, with a tab between; lines that are empty or begin with `#` are
/// comments. The category is one of [`Category`](crate::Category), `opener` or `closer`; the strength is `alone`,
/// `company`, `line` or `weak`, and `start` for openers and closers. Case and accents do not matter. A `*` at the end
/// lets the last word go on, and ` ~ ` stands for up to four other words.
///
/// ```
/// use dechaff::{Options, PhraseTable, extract};
/// let table = PhraseTable::parse("donation\talone\tfill our jar")?;
/// let text = b"The pier is shut.\n\nPlease fill our jar.\n";
/// let document = extract(text, &Options::new().phrases(table));
/// assert_eq!(document.text(), "The pier is shut.\n");
/// # Ok::<(), dechaff::PhraseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PhraseTable(Arc<Layer>);

impl PhraseTable {
    /// Reads a table.
    ///
    /// # Errors
    ///
    /// The first line that is none of the above.
    pub fn parse(text: &str) -> Result<PhraseTable, PhraseError> {
        let mut table = Table::default();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let phrase = table::parse(line).and_then(|phrase| {
                let folded = folded(phrase.text);
                if !folded.contains(char::is_alphanumeric) {
                    return Err("a phrase without words".to_owned());
                }
                if phrase.text.contains('*') {
                    return Err("a '*' stands at the end, for the rest of the last word".to_owned());
                }
                // The search takes NUL for the end of the text.
                if folded.contains('\0') { Err("a NUL in a phrase".to_owned()) } else { Ok(phrase) }
            });
            table.push(phrase.map_err(|reason| PhraseError { line: index + 1, reason })?);
        }
        Ok(PhraseTable(Arc::new(Layer::read(table))))
    }

    pub(super) fn layer(&self) -> &Layer {
        &self.0
    }
}

/// A line of a table of phrases that is none.
///
/// ```
/// let error = dechaff::PhraseTable::parse("# Ours.\ndonation\tmaybe\tfill our jar").unwrap_err();
/// assert_eq!(error.line(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseError {
    line: usize,
    reason: String,
}

impl PhraseError {
    /// The number of the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong with it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl Error for PhraseError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, SourceFormat, Strip, extract};

    fn error(text: &str) -> String {
        PhraseTable::parse(text).map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn wrong_lines_are_named() {
        let wrong = [
            ("# a\n\nshare\tline", "line 3: a line is category, strength and phrase, with tabs"),
            ("fame\tline\ta", "line 1: unknown category 'fame'"),
            (
                "share\tloud\ta",
                "line 1: unknown strength 'loud' (alone, company, line, start or weak)",
            ),
            (
                "share\tstart\ta",
                "line 1: strength 'start' is for openers and closers, and they have no other",
            ),
            ("share\tline\t!", "line 1: a phrase without words"),
            ("share\tline\tfill our jar\0", "line 1: a NUL in a phrase"),
            ("share\tline\ta ~ b ~ c", "line 1: a gap is one ' ~ ' between words"),
            ("share\tline\ta ~", "line 1: a gap is one ' ~ ' between words"),
            ("share\tline\t*biscuit", "line 1: a '*' stands at the end"),
            ("share\tline\tbuy us**", "line 1: a '*' stands at the end"),
            ("share\tline\tbuy*us", "line 1: a '*' stands at the end"),
            ("share\tline\ta\tb", "line 1: a line is category, strength and phrase, with tabs"),
        ];
        for (text, message) in wrong {
            assert!(error(text).starts_with(message), "{}", error(text));
        }
        assert_eq!(error("\u{FEFF}share\tline\tÀ demain*\r\n# end\r\n"), "");
    }

    #[test]
    fn own_phrases_count_in_pages_and_texts_of_any_language() {
        let table = PhraseTable::parse("donation\talone\tein hering fürs glas\n").expect("a table");
        let options = Options::new().strip(Strip::Notices).phrases(table);
        let pages = [
            (
                "<html lang=de><p>Der Hafen bleibt zu.<p>Bitte ein Hering furs Glas.",
                SourceFormat::Html,
            ),
            ("<p>The pier is shut.<p>EIN HERING fürs Glas!", SourceFormat::Html),
            ("Der Hafen bleibt zu.\n\nBitte ein Hering fürs Glas.\n", SourceFormat::Text),
        ];
        for (page, format) in pages {
            let with = extract(page.as_bytes(), &options.clone().format(format));
            assert_eq!(with.text().trim().lines().count(), 1, "{page}");
            let without =
                extract(page.as_bytes(), &Options::new().strip(Strip::Notices).format(format));
            assert!(without.removed().is_empty(), "{page}");
        }
    }
}
