//! The language of code, as its elements name it in their classes and attributes.

use crate::tokenize::{Attr, StartTag, Tag};

/// Bytes of an attribute that are read; longer ones are an attack.
const MAX_CLASSES_LEN: usize = 512;
/// Bytes of a name.
const MAX_LANGUAGE_LEN: usize = 32;

/// What programs that highlight code have for code in no language.
const NONE: [&str; 6] = ["auto", "default", "none", "text", "generic", "raw"];

/// The classes that say that an element stands around code, and what stands in front of the language's name in one
/// beside them: of Rouge, MediaWiki, Sphinx, GitHub and its gists, MkDocs.
const AROUND: [(&str, &[&str]); 5] = [
    ("highlighter-rouge", &["language-"]),
    ("mw-highlight", &["mw-highlight-lang-"]),
    ("blob-wrapper", &["type-"]),
    ("notranslate", &["highlight-source-", "highlight-text-", "highlight-"]),
    ("highlight", &["language-", "highlight-source-", "highlight-text-"]),
];

/// Classes beside which a bare name is that of a language, however short: of highlight.js, Prettify, and of Hexo and
/// SyntaxHighlighter, which have them around code.
const MARKERS: [&str; 6] =
    ["hljs", "prettyprint", "highlight", "syntaxhighlighter", "brush:", "sourceCode"];

/// The names that count although nothing else says that they are names of languages.
fn languages() -> impl Iterator<Item = &'static str> {
    include_str!("../tables/code-languages.txt").lines().filter(|line| !line.starts_with('#'))
}

/// The language that an element names: in a class of its own, as HTML recommends and GitHub, Org, Sphinx and Jekyll
/// have it, behind one that says that there is code, as MDN and Pandoc do, or in an attribute.
pub(super) fn language<'t>(tag: &'t StartTag<'_>, classes: &'t str) -> Option<&'t str> {
    let classes = &classes[..classes.floor_char_boundary(MAX_CLASSES_LEN)];
    let is_code = matches!(tag.tag, Tag::Pre | Tag::Code);
    let named = if is_code { of_code(classes) } else { of_box(classes) };
    let behind = || bare(tag.tag, classes);
    let attribute = || if is_code { of_attributes(tag) } else { of_box_attribute(tag, classes) };
    named.or_else(attribute).or_else(behind)
}

fn of_code(classes: &str) -> Option<&str> {
    let prefixes = ["language-", "lang-", "src-", "highlight-source-", "gatsby-code-"];
    let named = prefixed(classes, &prefixes).find(is_name);
    let behind = |name: &str| {
        let mut classes = classes.split_ascii_whitespace().skip_while(|class| *class != name);
        classes.nth(1).map(|class| class.trim_end_matches(';')).filter(is_name)
    };
    named.or_else(|| ["brush:", "sourceCode"].into_iter().find_map(behind))
}

/// Around code, `lang-en` and the like say which language people speak.
fn of_box(classes: &str) -> Option<&str> {
    let has = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
    let around = AROUND.iter().find(|(marker, _)| has(marker)).map(|(_, prefixes)| *prefixes);
    let prefixes = around.unwrap_or(&["highlight-source-", "highlight-text-"]);
    let mut names = prefixed(classes, prefixes).map(of_scope);
    let named = names.find(|name| is_name(name) && !NONE.contains(name));
    // Sphinx before it had `notranslate`, VuePress.
    let is_of_code = |name: &&str| is_known(name) && !is_short(name);
    let known = || prefixed(classes, &["highlight-", "language-"]).find(is_of_code);
    named.or_else(known)
}

/// The names behind the first of some prefixes that each class has.
fn prefixed<'c>(classes: &'c str, prefixes: &[&str]) -> impl Iterator<Item = &'c str> {
    classes
        .split_ascii_whitespace()
        .filter_map(move |class| prefixes.iter().find_map(|prefix| class.strip_prefix(prefix)))
}

/// The name of a language in a scope of GitHub's: `html-basic`, `css-scss`.
fn of_scope(name: &str) -> &str {
    match name {
        "html-basic" => "html",
        name => name.strip_prefix("css-").unwrap_or(name),
    }
}

/// As themes of WordPress, Enlighter and Expressive Code have it; `lang` is that of people elsewhere.
fn of_attributes<'t>(tag: &'t StartTag<'_>) -> Option<&'t str> {
    let names = [Attr::DataLanguage, Attr::DataEnlighterLanguage, Attr::DataLang];
    let named = names.into_iter().find_map(|attr| tag.get(attr).filter(is_name));
    let lang = || tag.get(Attr::Lang).filter(|name| is_known(name));
    named.filter(|name| !NONE.contains(name)).or_else(lang)
}

/// Around code, as Gatsby has it.
fn of_box_attribute<'t>(tag: &'t StartTag<'_>, classes: &str) -> Option<&'t str> {
    let is_of_code = |name: &&str| {
        is_known(name)
            && (!is_short(name) || ["code", "highlight"].iter().any(|it| classes.contains(it)))
    };
    tag.get(Attr::DataLanguage).filter(is_of_code)
}

/// Languages that people speak have such names, too.
fn is_short(name: &str) -> bool {
    name.len() <= 2
}

/// A class that is the name of a language and nothing else. One of two letters is any program's, unless it stands
/// alone or beside a marker.
fn bare(tag: Tag, classes: &str) -> Option<&str> {
    let all = || classes.split_ascii_whitespace();
    let is_marked = || all().any(|class| MARKERS.contains(&class));
    let is_code = matches!(tag, Tag::Pre | Tag::Code);
    if !is_code && !is_marked() {
        return None;
    }
    let name = all().find(|class| is_known(class))?;
    let is_sure = is_marked() || (is_code && (!is_short(name) || all().count() == 1));
    is_sure.then_some(name)
}

fn is_known(name: &str) -> bool {
    name.len() <= MAX_LANGUAGE_LEN
        && languages().any(|language| language.eq_ignore_ascii_case(name))
}

fn is_name(name: &&str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '.' | '_');
    !name.is_empty() && name.len() <= MAX_LANGUAGE_LEN && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn the_table_is_tidy() {
        let is_small = |name: &str| name == name.to_lowercase() && !name.contains(' ');
        assert!(languages().all(is_small) && languages().is_sorted());
    }
}
