//! The fields of a line of JSON, in order and with their values as written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::NoDocument;

/// A line with null for the numbers that Python writes and JSON has not; `None` if there are none.
pub(super) fn without_odd_numbers(line: &str) -> Option<String> {
    const ODD: [&str; 3] = ["NaN", "Infinity", "-Infinity"];
    let mut sound = String::with_capacity(line.len());
    let mut copied = 0;
    let (mut is_string, mut is_escaped) = (false, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_string,
            b'"' => is_string = !is_string,
            b'N' | b'I' | b'-' if !is_string && at >= copied => {
                let Some(odd) = ODD.into_iter().find(|odd| line[at..].starts_with(odd)) else {
                    continue;
                };
                sound.push_str(&line[copied..at]);
                sound.push_str("null");
                copied = at + odd.len();
            }
            _ => {}
        }
    }
    sound.push_str(&line[copied..]);
    (copied > 0).then_some(sound)
}

/// A line with U+FFFD for each half of a surrogate pair that stands alone: writers that cut texts leave them, and most
/// readers of JSON refuse the line.
pub(super) fn without_half_pairs(line: Cow<'_, str>) -> Cow<'_, str> {
    const ESCAPE_LEN: usize = 6;
    const REPLACEMENT: &str = "\\ufffd";
    let mut sound = String::new();
    let (mut copied, mut from) = (0, 0);
    while let Some(at) = memchr::memchr(b'\\', &line.as_bytes()[from..]).map(|at| from + at) {
        from = at
            + match (surrogate(&line, at), surrogate(&line, at + ESCAPE_LEN)) {
                (Some(Half::High), Some(Half::Low)) => 2 * ESCAPE_LEN,
                (Some(_), _) => {
                    sound.push_str(&line[copied..at]);
                    sound.push_str(REPLACEMENT);
                    copied = at + ESCAPE_LEN;
                    ESCAPE_LEN
                }
                // The character behind it may be another backslash, or longer than a byte.
                (None, _) => 1 + line[at + 1..].chars().next().map_or(0, char::len_utf8),
            };
    }
    if copied == 0 {
        return line;
    }
    sound.push_str(&line[copied..]);
    Cow::Owned(sound)
}

/// Half of a surrogate pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    High,
    Low,
}

/// What of a surrogate pair is written at a place of a line.
fn surrogate(line: &str, at: usize) -> Option<Half> {
    let digits = line.as_bytes().get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::High),
        0xDC00..=0xDFFF => Some(Half::Low),
        _ => None,
    }
}

/// How deep arrays and objects in a field may be nested: most readers of JSON end the program, or fail, at 128 or
/// a thousand, and one line must not cost the records of all others. What is deeper is null.
const MAX_DEPTH: usize = 100;

/// How deep arrays and objects in a value are nested.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut is_string, mut is_escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_string = !is_string,
            b'[' | b'{' if !is_string => depth += 1,
            b']' | b'}' if !is_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The fields of an object in order, with their values as written.
pub(super) struct Fields<'l>(Vec<(String, &'l RawValue)>);

impl<'l> Fields<'l> {
    pub(super) fn of(line: &'l str) -> Result<Fields<'l>, NoDocument> {
        serde_json::from_str(line.trim_start_matches('\u{FEFF}')).map_err(|_| NoDocument::NoObject)
    }

    pub(super) fn url(&self) -> Option<String> {
        self.get("url").and_then(|url| serde_json::from_str(url.get()).ok())
    }

    /// The last of its name, as most readers of JSON have it.
    pub(super) fn get(&self, name: &str) -> Option<&RawValue> {
        self.0.iter().rev().find(|(other, _)| other == name).map(|(_, value)| *value)
    }

    /// All but one of them.
    pub(super) fn without(&self, name: Option<&str>) -> String {
        let mut json = String::from("{");
        for (other, value) in self.0.iter().filter(|(other, _)| Some(&**other) != name) {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(&serde_json::Value::from(other.as_str()).to_string());
            json.push(':');
            let is_deep = depth(value.get()) > MAX_DEPTH;
            json.push_str(if is_deep { "null" } else { value.get() });
        }
        json.push('}');
        json
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    fields.push((name, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
