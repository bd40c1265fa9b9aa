//! What features take from JSON-LD, found by its keys without reading the JSON: some of it is large, some broken.
//!
//! `metadata::json_ld` reads it as what it is, for facts. The model learned from what stands behind the keys,
//! wherever that is and whatever the JSON around it is worth.

use memchr::memmem;

/// Types read of one page.
const MAX_TYPES: usize = 256;
/// Bytes read of one declared text, and such texts read of a page by each key: some pages declare every
/// product of a shop.
const MAX_TEXT_LEN: usize = 32 << 10;
const MAX_TEXTS: usize = 64;
/// Shorter values are names and labels.
const MIN_TEXT_LEN: usize = 40;
/// The keys of schema.org whose values are content.
const CONTENT_KEYS: [&str; 4] =
    ["\"articleBody\"", "\"text\"", "\"description\"", "\"reviewBody\""];

/// What stands behind each of the first places of a key, which is given with its quotation marks.
fn behind<'t>(json_ld: &'t str, key: &'t str, most: usize) -> impl Iterator<Item = &'t str> {
    let places = memmem::find_iter(json_ld.as_bytes(), key.as_bytes()).take(most);
    places.map(move |at| &json_ld[at + key.len()..])
}

/// The values of `@type`; of a list the first.
pub(super) fn types(json_ld: &str) -> Vec<&str> {
    let values = behind(json_ld, "\"@type\"", MAX_TYPES).filter_map(|rest| {
        let value = rest.trim_start_matches([':', ' ', '\n', '\t', '[']).strip_prefix('"')?;
        value.split('"').next()
    });
    values.collect()
}

/// The texts of content. Escapes become spaces, which cuts a word in some scripts and harms nothing else.
pub(super) fn content_texts(json_ld: &str) -> Vec<String> {
    let rests = CONTENT_KEYS.iter().flat_map(|key| behind(json_ld, key, MAX_TEXTS));
    let texts = rests.filter_map(|rest| {
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        Some(string_value(value)).filter(|text| text.len() >= MIN_TEXT_LEN)
    });
    texts.collect()
}

/// The text up to the closing quotation mark, with a space for each escape.
fn string_value(json: &str) -> String {
    let json = &json[..json.floor_char_boundary(MAX_TEXT_LEN)];
    let mut text = String::new();
    let mut rest = json;
    while let Some(at) = rest.find(['"', '\\']) {
        text.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'"' {
            return text;
        }
        let escaped = if rest[at..].starts_with("\\u") { 6 } else { 2 };
        text.push(' ');
        rest = rest.get(at + escaped..).unwrap_or("");
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_in_lists_and_in_broken_json() {
        let json = r#"{"@type": "Article", "author": [{"@type":["Person","Thing"]}, {"@type" "#;
        assert_eq!(types(json), ["Article", "Person"]);
    }

    #[test]
    fn content_is_found_in_json_ld() {
        let json = r#"{"@type":"Product","name":"Lamp","description" : "A lamp of oak and brass,\nmade \u0026 finished by hand.","text":"short"}"#;
        let texts = content_texts(json);
        assert_eq!(texts, ["A lamp of oak and brass, made   finished by hand."]);
        assert!(
            content_texts(r#""description":"never closed, but long enough to be read as it is"#)[0]
                .starts_with("never")
        );
        assert!(content_texts(r#""description": ["in a list"] "text""#).is_empty());
    }
}
