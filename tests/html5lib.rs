//! The tokenizer tests of html5lib, through the reference and the lexer.
//!
//! Our tokenizers give fewer events than the tests have tokens (no comments, no doctypes, only
//! the attributes that some stage reads) and take their state from start tags alone, so a test
//! in another state is run behind the start tags that lead there. What cannot pass that way is
//! listed in `data/html5lib-exceptions.tsv`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};
use support::{Event, entries, lexer_events, reference_events, shared};

use dechaff::stages::Attr;

const EXCEPTIONS: &str = include_str!("data/html5lib-exceptions.tsv");
/// Chunk sizes in bytes; a chunk goes on to the next boundary of a character.
const CHUNK_LENS: [usize; 5] = [usize::MAX, 1, 2, 3, 7];

/// What an event and a token of the tests have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Start { name: String, attributes: Vec<(String, String)>, self_closing: bool },
    End(String),
    Text(String),
}

/// How to bring our tokenizers into the state of a test.
struct Approach {
    prefix: &'static str,
    /// The element that the prefix leaves open.
    element: &'static str,
    /// Whether its text comes as events.
    has_text: bool,
}

const fn approach(prefix: &'static str, element: &'static str, has_text: bool) -> Approach {
    Approach { prefix, element, has_text }
}

const DATA: &[Approach] = &[approach("", "", true)];
const RCDATA: &[Approach] =
    &[approach("<title>", "title", true), approach("<textarea>", "textarea", true)];
const RAWTEXT: &[Approach] = &[approach("<style>", "style", false), approach("<xmp>", "xmp", true)];
const SCRIPT: &[Approach] = &[
    approach("<script type=\"application/ld+json\">", "script", true),
    approach("<script>", "script", false),
];
const PLAINTEXT: &[Approach] = &[approach("<plaintext>", "plaintext", true)];
const CDATA: &[Approach] =
    &[approach("<svg><![CDATA[", "svg", false), approach("<math><![CDATA[", "math", true)];

fn approaches(state: &str) -> &'static [Approach] {
    match state {
        "Data state" => DATA,
        "RCDATA state" => RCDATA,
        "RAWTEXT state" => RAWTEXT,
        "Script data state" => SCRIPT,
        "PLAINTEXT state" => PLAINTEXT,
        "CDATA section state" => CDATA,
        other => panic!("unknown state {other:?}"),
    }
}

/// One test of a file.
struct Test<'a> {
    json: &'a Value,
    double_escaped: bool,
}

impl Test<'_> {
    fn str(&self, key: &str) -> Option<&str> {
        self.json[key].as_str()
    }

    fn description(&self) -> &str {
        self.str("description").expect("a description")
    }

    fn states(&self) -> Vec<&str> {
        match self.json["initialStates"].as_array() {
            Some(states) => states.iter().map(|s| s.as_str().expect("a state")).collect(),
            None => vec!["Data state"],
        }
    }

    /// Undoes the second escaping, if the test has one.
    fn unescape(&self, text: &str) -> Result<String, String> {
        if self.double_escaped { unescape(text) } else { Ok(text.to_owned()) }
    }

    /// Runs the test in one state; the error says what differs.
    fn run(&self, state: &str, approach: &Approach) -> Result<(), String> {
        let last_start_tag = self.str("lastStartTag");
        let names = match last_start_tag {
            Some(name) if !approach.element.is_empty() => Some((name, approach.element)),
            _ => None,
        };
        let named = |text: String| match names {
            Some((from, to)) => rename(&text, from, to),
            None => text,
        };
        let input = self.unescape(self.str("input").expect("an input"))?;
        let input = format!("{}{}", approach.prefix, named(input));
        let reference = reference_events(&input);
        for chunk_len in CHUNK_LENS {
            let events = lexer_events(&input, chunk_len);
            if events != reference {
                return Err(format!(
                    "{state}, {input:?}\n lexer at {chunk_len} {events:?}\n reference {reference:?}"
                ));
            }
        }
        let mut tokens: Vec<Token> = reference.iter().map(token_of).collect();
        if !approach.prefix.is_empty() {
            tokens.remove(0);
        }
        let mut expected = self.expected()?;
        for token in &mut expected {
            match token {
                Token::Text(text) => *text = named(std::mem::take(text)),
                Token::End(name) if Some(name.as_str()) == last_start_tag => {
                    *name = names.map_or("", |(_, to)| to).to_owned();
                }
                _ => {}
            }
        }
        if !approach.has_text {
            drop_inner_text(&mut expected, approach.element);
        }
        if tokens == expected {
            return Ok(());
        }
        Err(format!("{state}, {input:?}\n ours     {tokens:?}\n expected {expected:?}"))
    }

    fn expected(&self) -> Result<Vec<Token>, String> {
        let mut tokens = Vec::new();
        for token in self.json["output"].as_array().expect("an output") {
            let string = |at: usize| self.unescape(token[at].as_str().expect("a string"));
            match token[0].as_str() {
                Some("StartTag") => tokens.push(Token::Start {
                    name: string(1)?,
                    attributes: self.attributes(token[2].as_object().expect("attributes"))?,
                    self_closing: token[3].as_bool().unwrap_or(false),
                }),
                Some("EndTag") => tokens.push(Token::End(string(1)?)),
                Some("Character") => push_text(&mut tokens, &string(1)?),
                Some("Comment" | "DOCTYPE") => {}
                other => panic!("unknown token {other:?}"),
            }
        }
        Ok(tokens)
    }

    fn attributes(&self, all: &Map<String, Value>) -> Result<Vec<(String, String)>, String> {
        let mut known = Vec::new();
        for (name, value) in all.iter().filter(|(name, _)| Attr::from_name(name).is_some()) {
            known.push((name.clone(), self.unescape(value.as_str().expect("a value"))?));
        }
        known.sort();
        Ok(known)
    }
}

/// Adds text as our tokenizers give it: in one piece, and without NUL, which the tree builder
/// drops.
fn push_text(tokens: &mut Vec<Token>, text: &str) {
    let text = text.replace('\0', "");
    if text.is_empty() {
        return;
    }
    match tokens.last_mut() {
        Some(Token::Text(last)) => last.push_str(&text),
        _ => tokens.push(Token::Text(text)),
    }
}

fn token_of(event: &Event) -> Token {
    match event {
        Event::Start { name, attributes, self_closing, .. } => {
            let mut attributes: Vec<_> =
                attributes.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
            attributes.sort();
            Token::Start { name: name.clone(), attributes, self_closing: *self_closing }
        }
        Event::End { name, .. } => Token::End(name.clone()),
        Event::Text(text) => Token::Text(text.clone()),
    }
}

/// Drops the text before the first end tag of `element`.
fn drop_inner_text(tokens: &mut Vec<Token>, element: &str) {
    let mut inside = true;
    tokens.retain(|token| {
        inside &= !matches!(token, Token::End(name) if name == element);
        !(inside && matches!(token, Token::Text(_)))
    });
}

/// Writes `to` for `from` in end tags: the tests call the element of most states `xmp`, and ours
/// must have the name of one that leads to the state. Upper case stays upper case.
fn rename(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let name = at + 2..at + 2 + from.len();
        out.push_str(&rest[..name.start]);
        let end = match rest.get(name.clone()) {
            Some(found) if found.eq_ignore_ascii_case(from) => {
                let is_lower = found == from;
                out.push_str(&if is_lower { to.to_owned() } else { to.to_uppercase() });
                name.end
            }
            _ => name.start,
        };
        rest = &rest[end..];
    }
    out + rest
}

/// Replaces each `\uHHHH`; a surrogate without its other half has no place in UTF-8.
fn unescape(text: &str) -> Result<String, String> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        units.extend(rest[..at].encode_utf16());
        let digits = rest.get(at + 2..at + 6).ok_or("four digits are missing")?;
        units.push(u16::from_str_radix(digits, 16).map_err(|e| e.to_string())?);
        rest = &rest[at + 6..];
    }
    units.extend(rest.encode_utf16());
    String::from_utf16(&units).map_err(|e| e.to_string())
}

/// The listed exceptions: file and description, with the reason.
fn exceptions() -> BTreeMap<(String, String), String> {
    let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut all = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, description, reason] = fields[..] else {
            panic!("not file, description and reason: {line:?}");
        };
        let key = (file.to_owned(), description.to_owned());
        assert!(all.insert(key, reason.to_owned()).is_none(), "listed twice: {line:?}");
    }
    all
}

/// What became of the tests.
#[derive(Default)]
struct Counts {
    tests: usize,
    runs: usize,
    passed: usize,
    excepted: BTreeMap<String, usize>,
    failures: Vec<String>,
    used: BTreeSet<(String, String)>,
}

impl Counts {
    fn file(&mut self, path: &Path, exceptions: &BTreeMap<(String, String), String>) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a test file");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let lists = json.as_object().expect("an object of lists").values();
        for test in lists.flat_map(|list| list.as_array().expect("a list of tests")) {
            let double_escaped = test["doubleEscaped"].as_bool().unwrap_or(false);
            self.test(&name, &Test { json: test, double_escaped }, exceptions);
        }
    }

    fn test(
        &mut self,
        file: &str,
        test: &Test<'_>,
        exceptions: &BTreeMap<(String, String), String>,
    ) {
        self.tests += 1;
        let key = (file.to_owned(), test.description().escape_debug().to_string());
        let reason = exceptions.get(&key);
        for state in test.states() {
            for approach in approaches(state) {
                self.runs += 1;
                match (test.run(state, approach), reason) {
                    (Ok(()), None) => self.passed += 1,
                    (Ok(()), Some(_)) => self.failures.push(format!(
                        "{}\t{}: listed, but passes ({state}, {})",
                        key.0, key.1, approach.prefix
                    )),
                    (Err(_), Some(reason)) => {
                        *self.excepted.entry(reason.clone()).or_default() += 1;
                        self.used.insert(key.clone());
                    }
                    (Err(error), None) => {
                        self.failures.push(format!("{}\t{}: {error}", key.0, key.1));
                    }
                }
            }
        }
    }
}

#[test]
fn tokenizer() {
    let Some(shared) = shared() else {
        return;
    };
    let exceptions = exceptions();
    let mut counts = Counts::default();
    for path in entries(&shared.join("html5lib-tests/tokenizer")) {
        if path.extension().is_some_and(|extension| extension == "test") {
            counts.file(&path, &exceptions);
        }
    }
    assert!(counts.tests > 0, "no tests in {}", shared.display());
    println!("{} tests, {} runs, {} passed", counts.tests, counts.runs, counts.passed);
    for (reason, count) in &counts.excepted {
        println!("{count:6} excepted: {reason}");
    }
    for key in exceptions.keys().filter(|key| !counts.used.contains(key)) {
        counts.failures.push(format!("{}\t{}: listed, but there is no such test", key.0, key.1));
    }
    let shown: Vec<&str> = counts.failures.iter().take(40).map(String::as_str).collect();
    assert!(shown.is_empty(), "{} failures\n{}", counts.failures.len(), shown.join("\n"));
}
