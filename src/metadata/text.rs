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

/// A headline as [`clean`] has it, with the ideographic spaces that part its clauses.
pub(super) fn clean_headline(value: &str) -> Option<String> {
    const WIDE: char = '\u{3000}';
    if !value.contains(WIDE) {
        return clean(value);
    }
    let clauses: Vec<String> = value.split(WIDE).filter_map(clean).collect();
    (!clauses.is_empty()).then(|| clauses.join("\u{3000}"))
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
    text.chars().flat_map(key_of).collect()
}

/// What a character gives to a [`key`].
pub(super) fn key_of(c: char) -> impl Iterator<Item = char> {
    Some(c).filter(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cleaned() {
        assert_eq!(clean(" a\n b \u{1} &amp; c\u{7} ").as_deref(), Some("a b & c"));
        assert_eq!(clean(" \u{1} "), None);
        let wide = clean_headline("\u{3000}高潮　 警報\n解除 \u{3000} 港");
        assert_eq!(wide.as_deref(), Some("高潮　警報 解除　港"));
        assert_eq!(clean_headline(" \u{3000} "), None);
        assert_eq!(key("The “Tide”, 2!"), "thetide2");
    }
}
