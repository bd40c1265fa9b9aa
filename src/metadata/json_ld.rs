//! JSON-LD: the few facts of a page's own items that count, out of whatever its scripts hold.

use std::collections::HashMap;

use serde_json::{Deserializer, Map, Value};

use super::text::clean;

/// Items of a page that are read. The graph of a page has under twenty, a shop's list hundreds.
const MAX_ITEMS: usize = 512;
/// Authors of an item that are read; the longest lists of physicists have thousands.
const MAX_AUTHORS: usize = 64;
/// Parts of an item with a selector that are read; real pages have one or two.
const MAX_PARTS: usize = 16;

/// What an item describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// Something with a writer and a date: an article, a post, a question.
    Article,
    /// A page as such.
    Page,
    /// The site, or who runs it.
    Site,
    #[default]
    Other,
}

/// One item, as far as it counts here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    pub(crate) headline: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) is_free: Option<bool>,
    /// Selectors of parts that are not free.
    pub(crate) gated_parts: Vec<String>,
}

/// The items of scripts separated by NUL. What is no JSON is left out, and with it what is nested
/// deeper than serde_json's cap of 128, where real pages have ten.
pub(crate) fn items(scripts: &str) -> Vec<Item> {
    let values: Vec<Value> = scripts.split('\0').flat_map(parse).collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    let names = names(&objects);
    objects.iter().map(|object| item(object, &names)).collect()
}

/// The values of one script. Common slips are forgiven: a CDATA or comment mark around the JSON,
/// raw line ends inside of strings, several values in a row, junk behind them.
pub(super) fn parse(script: &str) -> Vec<Value> {
    const CDATA: &str = "<![CDATA[";
    let body = script.find(CDATA).map_or(script, |at| &script[at + CDATA.len()..]);
    let Some(start) = body.find(['{', '[']) else {
        return Vec::new();
    };
    let body = &body[start..];
    let values = whole_values(body);
    if values.is_empty() && body.bytes().any(|b| b < b' ') {
        return whole_values(&body.replace(|c: char| c < ' ', " "));
    }
    values
}

fn whole_values(text: &str) -> Vec<Value> {
    Deserializer::from_str(text).into_iter().map_while(Result::ok).collect()
}

/// The objects that describe the page: those at the top, in graphs, and what a page calls its
/// main thing. Objects inside of other properties are of other things: comments, related posts. (Parts of
/// content are sought at any depth, see `content.rs`: a recipe in a post is in the post's text.)
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Map<String, Value>>) {
    const INNER: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, objects)),
        Value::Object(object) if objects.len() < MAX_ITEMS => {
            objects.push(object);
            INNER.iter().filter_map(|key| object.get(*key)).for_each(|v| collect(v, objects));
        }
        _ => {}
    }
}

/// The names of items by their `@id`: an author may be given by that alone.
fn names<'v>(objects: &[&'v Map<String, Value>]) -> HashMap<&'v str, &'v Value> {
    let named = objects.iter().filter_map(|object| {
        let Value::String(id) = object.get("@id")? else {
            return None;
        };
        Some((id.as_str(), object.get("name")?))
    });
    named.collect()
}

fn item(object: &Map<String, Value>, names: &HashMap<&str, &Value>) -> Item {
    let get = |key: &str| object.get(key).and_then(text);
    let mut authors = Vec::new();
    for key in ["author", "creator"] {
        if authors.is_empty()
            && let Some(value) = object.get(key)
        {
            people(value, names, &mut authors);
        }
    }
    let mut publishers = Vec::new();
    if let Some(value) = object.get("publisher") {
        people(value, names, &mut publishers);
    }
    Item {
        kind: object.get("@type").map_or(ItemKind::Other, kind),
        headline: get("headline"),
        name: get("name"),
        authors,
        publisher: publishers.into_iter().next(),
        published: get("datePublished"),
        created: get("dateCreated").or_else(|| get("uploadDate")),
        modified: get("dateModified"),
        description: get("description"),
        image: image(object),
        language: get("inLanguage"),
        license: object.get("license").and_then(address),
        is_free: object.get("isAccessibleForFree").and_then(truth),
        gated_parts: object.get("hasPart").map_or(Vec::new(), gated_parts),
    }
}

fn kind(types: &Value) -> ItemKind {
    let of_name = |name: &str| match name.rsplit(['/', ':']).next().unwrap_or(name) {
        "Question" | "Recipe" | "Report" | "BlogPosting" | "LiveBlogPosting" => ItemKind::Article,
        name if name.ends_with("Article") || name.ends_with("Posting") => ItemKind::Article,
        "WebSite" => ItemKind::Site,
        name if name.ends_with("Organization") => ItemKind::Site,
        name if name.ends_with("Page") => ItemKind::Page,
        _ => ItemKind::Other,
    };
    match types {
        Value::String(name) => of_name(name),
        Value::Array(names) => {
            let mut kinds = names.iter().map(kind);
            kinds.find(|kind| *kind != ItemKind::Other).unwrap_or_default()
        }
        _ => ItemKind::Other,
    }
}

/// The first text of a value: a string, the first of a list, or a typed literal.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => clean(text),
        Value::Array(values) => values.iter().find_map(text),
        Value::Object(object) => object.get("@value").or(object.get("name")).and_then(text),
        _ => None,
    }
}

/// A truth value: publishers write it as a string and as schema.org's address too.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        other => read_truth(&text(other)?),
    }
}

/// Reads `False`, `https://schema.org/True` and the like.
pub(super) fn read_truth(text: &str) -> Option<bool> {
    let word = text.rsplit('/').next()?;
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The selectors of parts that are not free.
fn gated_parts(parts: &Value) -> Vec<String> {
    let parts = parts.as_array().map_or(std::slice::from_ref(parts), Vec::as_slice);
    let gated =
        parts.iter().filter(|part| part.get("isAccessibleForFree").and_then(truth) == Some(false));
    gated.filter_map(|part| text(part.get("cssSelector")?)).take(MAX_PARTS).collect()
}

/// The address of an article's image. One that is only named, by the id of its node in the graph, has none here.
fn image(object: &Map<String, Value>) -> Option<String> {
    let of = |field: &str| object.get(field).and_then(address);
    of("image").filter(|address| !address.contains('#')).or_else(|| of("thumbnailUrl"))
}

/// The address of an image or a licence.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(address) => clean(address),
        Value::Array(values) => values.iter().find_map(address),
        Value::Object(object) => {
            ["url", "contentUrl", "@id"].iter().find_map(|key| object.get(*key).and_then(address))
        }
        _ => None,
    }
}

/// The names of people: strings, objects with a name, or references to those, and lists of them.
fn people(value: &Value, names: &HashMap<&str, &Value>, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| people(value, names, found)),
        Value::String(_) => push_name(value, found),
        Value::Object(object) => {
            let id = object.get("@id").and_then(Value::as_str);
            let name = object.get("name").or_else(|| names.get(id?).copied());
            match name {
                // A list of names under one author.
                Some(Value::Array(several)) => several.iter().for_each(|n| push_name(n, found)),
                Some(name) => push_name(name, found),
                None => {}
            }
        }
        _ => {}
    }
}

fn push_name(name: &Value, found: &mut Vec<String>) {
    if let Some(name) = text(name)
        && found.len() < MAX_AUTHORS
        && !found.contains(&name)
    {
        found.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(script: &str) -> Item {
        items(script).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn authors_come_in_all_shapes() {
        let authors = |value: &str| {
            let script = format!(r#"{{"@type":"NewsArticle","author":{value}}}"#);
            only(&script).authors.join("; ")
        };
        assert_eq!(authors(r#""Ines Marl""#), "Ines Marl");
        assert_eq!(authors(r#"["Ines Marl", {"name": "Jo &amp; Co"}]"#), "Ines Marl; Jo & Co");
        assert_eq!(authors(r#"{"@type":"Person","name":["Ines","Jo"]}"#), "Ines; Jo");
        assert_eq!(authors(r#"[[{"name":"Ines"}],{"name":"Ines"},7,null,{}]"#), "Ines");
    }

    #[test]
    fn a_reference_finds_its_person() {
        let script = r##"{"@graph":[{"@type":["Article","Thing"],"author":{"@id":"#p"}},
            {"@type":"Person","@id":"#p","name":"Ines Marl"}]}"##;
        let items = items(script);
        assert_eq!(items[1].authors, ["Ines Marl"]);
        assert_eq!(items[1].kind, ItemKind::Article);
    }

    #[test]
    fn broken_scripts_cost_only_themselves() {
        let deep = "[".repeat(100_000);
        let scripts =
            ["{\"headline\":", &deep, "", "//<![CDATA[\n{\"headline\":\"One\nline\"}\n//]]>"];
        let items = items(&scripts.join("\0"));
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].headline.as_deref(), Some("One line"));
        assert_eq!(only(r#"{"headline":"a"}{"headline":"b"} junk"#).headline.as_deref(), Some("a"));
    }

    #[test]
    fn things_inside_are_not_the_page() {
        let script = r#"{"@type":"WebPage","comment":{"@type":"Article","headline":"no"},
            "mainEntity":{"@type":"Question","name":"yes"}}"#;
        let items = items(script);
        assert_eq!(items.len(), 2);
        assert_eq!((items[1].kind, items[1].name.as_deref()), (ItemKind::Article, Some("yes")));
        assert!(super::items(&format!("[{}{{}}]", "{},".repeat(5000))).len() == MAX_ITEMS);
    }
}
