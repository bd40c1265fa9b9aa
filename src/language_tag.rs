//! Tags of languages, as far as their form goes (RFC 5646 § 2.1).

/// Whether a value is one tag, and no list of them. (The command tests its option alike, but sees no more of this crate
/// than others do.)
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
