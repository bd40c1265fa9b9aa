//! Text of facts: on one line, without control characters and leftover references.

use std::borrow::Cow;

use crate::tokenize::decode_attribute;

/// A value on one line and without control characters, its character references decoded: JSON-LD
/// and careless templates have them escaped twice. `None` if nothing is left.
pub(crate) fn clean(value: &str) -> Option<String> {
    let value = decoded(value);
    let mut cleaned = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        let before = cleaned.len();
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        let start = cleaned.len();
        cleaned.extend(word.chars().filter(|c| !c.is_control()));
        if cleaned.len() == start {
            cleaned.truncate(before);
        }
    }
    (!cleaned.is_empty()).then_some(cleaned)
}

/// The first language that a page names, as a tag (RFC 5646): `en-US` of `en_US, fr`.
pub(super) fn language_tag(declared: &str) -> Option<String> {
    let first = declared.split([',', ';']).next()?.trim().replace('_', "-");
    let mut parts = first.split('-');
    let is_language = |name: &str| {
        (2..=3).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (parts.next().is_some_and(is_language) && parts.all(is_part)).then_some(first)
}

/// What stands before the first `:` of an address, if it is a scheme or looks like one to anybody: a path never
/// has a colon in its first segment.
pub(crate) fn scheme(href: &str) -> Option<&str> {
    let end = href.find([':', '/', '?', '#'])?;
    href[end..].starts_with(':').then(|| &href[..end])
}

fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    decode_attribute(value, &mut out);
    Cow::Owned(out)
}

/// Letters and digits alone, in lower case: what two spellings of a title have in common.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cleaned() {
        assert_eq!(clean(" a\n b \u{1} &amp; c\u{7} ").as_deref(), Some("a b & c"));
        assert_eq!(clean(" \u{1} "), None);
        assert_eq!(key("The “Tide”, 2!"), "thetide2");
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
            assert_eq!(language_tag(declared).as_deref(), tag, "{declared}");
        }
    }
}
