//! Media types as a caller asks for them: one, all of a kind, or all.

use std::fmt;
use std::str::FromStr;

/// A media type without parameters such as `text/html`, all of a kind as `text/*`, or `any` (RFC 9110 §§ 8.3.1,
/// 12.5.1).
///
/// ```
/// use dechaff::batch::{Filter, MediaRange};
/// let ranges = ["text/*", "application/xhtml+xml"].map(str::parse::<MediaRange>);
/// let filter = Filter::new().mimes(ranges.into_iter().collect::<Result<Vec<_>, _>>()?);
/// assert!(filter.looks_at_responses());
/// # Ok::<(), dechaff::batch::UnknownMediaRange>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRange(Range);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Range {
    Any,
    /// All of a kind such as `text`, in lower case.
    Kind(String),
    /// One type, in lower case.
    Type(String),
}

impl MediaRange {
    /// Whether a type, in lower case and without parameters, is among them.
    pub(super) fn matches(&self, mime: &str) -> bool {
        match &self.0 {
            Range::Any => true,
            Range::Kind(kind) => mime.split('/').next() == Some(kind),
            Range::Type(wanted) => mime == wanted,
        }
    }

    /// Whether all types are.
    pub(super) fn is_any(&self) -> bool {
        self.0 == Range::Any
    }
}

/// A media type that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMediaRange;

impl fmt::Display for UnknownMediaRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a media type is two names such as text/html or text/*, or any")
    }
}

impl std::error::Error for UnknownMediaRange {}

impl FromStr for MediaRange {
    type Err = UnknownMediaRange;

    /// ```
    /// # use dechaff::batch::MediaRange;
    /// assert_eq!("*/*".parse::<MediaRange>(), "any".parse());
    /// assert!("text/html;charset=utf-8".parse::<MediaRange>().is_err());
    /// ```
    fn from_str(given: &str) -> Result<Self, UnknownMediaRange> {
        let range = match given.to_ascii_lowercase().split_once('/') {
            None if given.eq_ignore_ascii_case("any") => Range::Any,
            Some(("*", "*")) => Range::Any,
            Some((kind, "*")) if is_name(kind) => Range::Kind(kind.to_owned()),
            Some((kind, name)) if is_name(kind) && is_name(name) => {
                Range::Type(format!("{kind}/{name}"))
            }
            _ => return Err(UnknownMediaRange),
        };
        Ok(MediaRange(range))
    }
}

fn is_name(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(range: &str, mime: &str) -> bool {
        range.parse::<MediaRange>().expect("a media range").matches(mime)
    }

    #[test]
    fn types_match() {
        assert!(matches("Text/HTML", "text/html") && !matches("text/html", "text/plain"));
        assert!(matches("text/*", "text/plain") && !matches("text/*", "textual/plain"));
        assert!(matches("Any", "image/png") && matches("*/*", "image/png"));
        assert!(matches("image/svg+xml", "image/svg+xml"));
    }

    #[test]
    fn what_is_no_type_is_refused() {
        let wrong = [
            "",
            "html",
            "text/",
            "/html",
            "*/html",
            "text/html,text/plain",
            "text/html;charset=utf-8",
        ];
        for given in wrong {
            assert_eq!(given.parse::<MediaRange>(), Err(UnknownMediaRange), "{given}");
        }
    }
}
