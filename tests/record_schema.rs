//! Records are as `docs/record.schema.json` says.

mod support;

use std::process::Command;

use dechaff::{Options, Record, extract};
use serde_json::{Map, Value, json};
use support::corpus_pages;

/// The part of JSON Schema that the file uses; anything else in it fails the test, so that no rule
/// is passed over.
struct Schema(Value);

impl Schema {
    fn load() -> Schema {
        let text = include_str!("../docs/record.schema.json");
        Schema(serde_json::from_str(text).expect("JSON"))
    }

    /// What is wrong with `value`, each with its place.
    fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, value, "record", &mut faults);
        faults
    }

    fn check(&self, rules: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        let rules = rules.as_object().expect("a schema is an object");
        for (keyword, rule) in rules {
            let holds = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" => true,
                "$ref" => {
                    let path = rule.as_str().and_then(|at| at.strip_prefix('#')).expect("a place");
                    let rules = self.0.pointer(path).expect(path);
                    self.check(rules, value, place, faults);
                    true
                }
                "type" => types(rule).iter().any(|name| is_type(name, value)),
                "enum" => rule.as_array().expect("a list").contains(value),
                "pattern" => value.as_str().is_none_or(is_date),
                "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().expect("a number")),
                "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().expect("a number")),
                "minItems" => value.as_array().is_none_or(|l| l.len() as u64 >= number(rule)),
                "maxItems" => value.as_array().is_none_or(|l| l.len() as u64 <= number(rule)),
                "required" => value.as_object().is_none_or(|o| has_all(o, rule)),
                "additionalProperties" => value.as_object().is_none_or(|o| {
                    let known = rules["properties"].as_object().expect("an object");
                    o.keys().all(|key| known.contains_key(key))
                }),
                "properties" => {
                    for (key, rules) in rule.as_object().expect("an object") {
                        if let Some(inner) = value.get(key) {
                            self.check(rules, inner, &format!("{place}.{key}"), faults);
                        }
                    }
                    true
                }
                "items" => {
                    for (at, inner) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, inner, &format!("{place}[{at}]"), faults);
                    }
                    true
                }
                other => panic!("this test knows no '{other}'"),
            };
            if !holds {
                faults.push(format!("{place}: {keyword} {rule}, but {value}"));
            }
        }
    }
}

fn number(rule: &Value) -> u64 {
    rule.as_u64().expect("a number")
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type is called '{other}'"),
    }
}

fn has_all(object: &Map<String, Value>, rule: &Value) -> bool {
    let keys = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
    keys.into_iter().all(|key| object.contains_key(key))
}

/// The one pattern of the schema, by hand: a regular expression engine for it would be the largest
/// dependency of the tests.
fn is_date(date: &str) -> bool {
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let rest = shape.strip_prefix("9999-99-99");
    let time = rest.and_then(|rest| rest.strip_prefix("T99:99"));
    let zone = time.map(|time| time.strip_prefix(":99").unwrap_or(time));
    rest == Some("") || matches!(zone, Some("" | "Z" | "+99:99" | "-99:99"))
}

#[test]
fn corpus() {
    let schema = Schema::load();
    for page in corpus_pages() {
        let document = extract(&page.bytes, &Options::new().url("https://tide.example/"));
        let mut record = document.record();
        record.blocks = Some(document.block_records());
        let record: Value = serde_json::from_str(&record.to_json()).expect("JSON");
        assert_eq!(schema.faults(&record), Vec::<String>::new(), "{}", page.name);
    }
}

#[test]
fn reasons_are_those_of_the_library() {
    let Schema(schema) = Schema::load();
    let listed = find(&schema, "reason").expect("blocks have a reason")["enum"].clone();
    let mut listed: Vec<&str> = listed
        .as_array()
        .expect("names")
        .iter()
        .map(|name| name.as_str().expect("a name"))
        .collect();
    let mut known: Vec<&str> = dechaff::Reason::ALL.iter().map(|reason| reason.name()).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}

/// The first rule of a field with this name, at any depth.
fn find<'s>(rule: &'s Value, name: &str) -> Option<&'s Value> {
    let object = rule.as_object()?;
    let own = object.get("properties").and_then(|fields| fields.get(name));
    own.or_else(|| object.values().find_map(|value| find(value, name)))
}

#[test]
fn failures() {
    let record = Record::failed("page.html", "no such file").to_json();
    let record: Value = serde_json::from_str(&record).expect("JSON");
    assert_eq!(Schema::load().faults(&record), Vec::<String>::new());
}

#[test]
fn faults_are_found() {
    let schema = Schema::load();
    let mut record: Value =
        serde_json::from_str(&extract(b"<p>High water", &Options::new()).to_json()).expect("JSON");
    record["title"] = json!(1);
    record["published"] = json!("Friday");
    record["colour"] = json!("red");
    record["warnings"] = json!(["loud"]);
    assert_eq!(schema.faults(&record).len(), 4, "{:?}", schema.faults(&record));
}

#[test]
#[cfg(feature = "cli")]
fn the_command_writes_such_records() {
    let case = "corpus/cases/en-article-message-plea-end/page.html";
    let output = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["--to", "json", "--blocks", case, "no-such-file"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("a run");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let records: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(records.len(), 2);
    for record in &records {
        assert_eq!(Schema::load().faults(record), Vec::<String>::new());
    }
    assert!(records[0]["blocks"].as_array().is_some_and(|blocks| !blocks.is_empty()));
}
