//! The language of code, as the classes of its elements name it.

use crate::tokenize::Tag;

/// Bytes of a name.
const MAX_LANGUAGE_LEN: usize = 32;

/// The language that a class names: in a name of its own, as HTML recommends and GitHub, Org, Sphinx and Jekyll have
/// it, or behind one that says that there is code, as MDN and Pandoc do.
pub(super) fn language(tag: Tag, classes: &str) -> Option<&str> {
    /// What Sphinx has for code that is in none.
    const NONE: [&str; 3] = ["default", "none", "text"];
    let has = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
    let is_code = matches!(tag, Tag::Pre | Tag::Code);
    // Around code, `lang-en` and the like say which language people speak.
    let prefixes: &[&str] = if is_code {
        &["language-", "lang-", "src-", "highlight-source-"]
    } else if has("highlighter-rouge") {
        &["language-"]
    } else if has("notranslate") {
        &["highlight-"]
    } else {
        &["highlight-source-"]
    };
    let is_name = |name: &&str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '.' | '_');
        !name.is_empty() && name.len() <= MAX_LANGUAGE_LEN && name.chars().all(fits)
    };
    let named = classes.split_ascii_whitespace().find_map(|class| {
        let name = prefixes.iter().find_map(|prefix| class.strip_prefix(prefix));
        name.filter(|name| is_name(name) && (is_code || !NONE.contains(name)))
    });
    let behind = |name: &str| {
        let mut classes = classes.split_ascii_whitespace().skip_while(|class| *class != name);
        classes.nth(1).map(|class| class.trim_end_matches(';')).filter(is_name)
    };
    let marked = || ["brush:", "sourceCode"].into_iter().filter(|_| is_code).find_map(behind);
    named.or_else(marked)
}
