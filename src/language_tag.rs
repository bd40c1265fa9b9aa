//! Tags of languages, as far as their form goes (RFC 5646 § 2.1).

use std::fmt;
use std::str::FromStr;

/// The tag of a language as a caller gives it, such as `en` or `pt-BR`: its form is right, whether or not there is
/// such a language.
///
/// ```
/// use dechaff::{LanguageTag, Options, extract};
/// let options = Options::new().language("pt-BR".parse::<LanguageTag>()?);
/// assert_eq!(extract(b"<p>12.5", &options).record().language.as_deref(), Some("pt-BR"));
/// # Ok::<(), dechaff::UnknownLanguage>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The tag as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> String {
        tag.0
    }
}

/// A tag of a language that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language is a tag such as en or pt-BR")
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for LanguageTag {
    type Err = UnknownLanguage;

    /// ```
    /// # use dechaff::LanguageTag;
    /// assert!("zh-Hant-TW".parse::<LanguageTag>().is_ok());
    /// assert!("en,de".parse::<LanguageTag>().is_err());
    /// ```
    fn from_str(given: &str) -> Result<Self, UnknownLanguage> {
        let is_language = is_tag(given) && given.starts_with(|c: char| c.is_ascii_alphabetic());
        is_language.then(|| LanguageTag(given.to_owned())).ok_or(UnknownLanguage)
    }
}

/// Whether a value is one tag, and no list of them.
pub(crate) fn is_tag(value: &str) -> bool {
    let is_subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    value.split('-').all(is_subtag)
}

/// The first language that a page names, as a tag: `en-US` of `en_US, fr`. Pages write whatever comes to mind, so
/// only what begins as languages do, with two or three letters, is taken for one.
pub(crate) fn declared_tag(declared: &str) -> Option<String> {
    let first = declared.split([',', ';']).next()?.trim().replace('_', "-");
    let language = first.split('-').next()?;
    let is_language =
        (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    (is_language && is_tag(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_no_tag() {
        assert!(["de", "de-CH-1901", "und", "x-default"].into_iter().all(is_tag));
        assert!(!["", "de, fr", "de_CH", "de-", "undefined"].into_iter().any(is_tag));
    }

    #[test]
    fn what_a_caller_gives_is_a_tag() {
        assert_eq!("zh-Hant-TW".parse(), Ok(LanguageTag("zh-Hant-TW".to_owned())));
        for wrong in ["", "en_GB", "-", "en-", "4", "en,de", "engelsk spr\u{e5}k"] {
            assert_eq!(wrong.parse::<LanguageTag>(), Err(UnknownLanguage), "{wrong}");
        }
    }

    #[test]
    fn languages_are_tags() {
        for (declared, tag) in [
            ("en_US", Some("en-US")),
            (" de-CH-1901", Some("de-CH-1901")),
            ("en, fr", Some("en")),
            ("x-default", None),
            ("english", None),
            ("", None),
        ] {
            assert_eq!(declared_tag(declared).as_deref(), tag, "{declared}");
        }
    }
}
