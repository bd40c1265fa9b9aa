//! Character references: `&amp;`, `&eacute`, `&#8217;`, `&#x2019;` (HTML § 13.2.5.72 to .80).

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name in the standard's table with its semicolon, `CounterClockwiseContourIntegral;`.
const MAX_NAME_LEN: usize = 32;
const MAX_CODE_POINT: u32 = 0x0010_FFFF;

/// Where a reference stands: in an attribute `&copy=` is text, for the sake of old query strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Text,
    Attribute,
}

/// What stands after an `&`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharRef {
    /// The input ends before it is known; more may come.
    Incomplete,
    /// Not a reference: the `&` is text.
    None,
    /// One or two characters, and the bytes of input they take after the `&`.
    Chars([char; 2], usize),
}

impl CharRef {
    fn one(c: char, len: usize) -> CharRef {
        CharRef::Chars([c, '\0'], len)
    }
}

/// Reads the reference after an `&`; `rest` starts after it. With `last` no more input comes.
pub(super) fn read(rest: &str, context: Context, last: bool) -> CharRef {
    match rest.as_bytes().first() {
        None if last => CharRef::None,
        None => CharRef::Incomplete,
        Some(b'#') => numeric(rest, last),
        Some(c) if c.is_ascii_alphanumeric() => named(rest, context, last),
        Some(_) => CharRef::None,
    }
}

fn numeric(rest: &str, last: bool) -> CharRef {
    let bytes = rest.as_bytes();
    let (radix, first) = match bytes.get(1) {
        Some(b'x' | b'X') => (16, 2),
        _ => (10, 1),
    };
    let digits = bytes[first..].iter().take_while(|b| (**b as char).is_digit(radix)).count();
    let end = first + digits;
    if end == bytes.len() && !last {
        // A run of digits can be long; it is held back with the rest of the chunk.
        return CharRef::Incomplete;
    }
    if digits == 0 {
        return CharRef::None;
    }
    let code = rest[first..end].bytes().fold(0u32, |code, digit| {
        let digit = (digit as char).to_digit(radix).unwrap_or(0);
        code.saturating_mul(radix).saturating_add(digit).min(MAX_CODE_POINT + 1)
    });
    let semicolon = usize::from(bytes.get(end) == Some(&b';'));
    CharRef::one(character(code), end + semicolon)
}

/// The character of a numeric reference, with the standard's replacements for windows-1252 habits.
fn character(code: u32) -> char {
    let replaced = match code {
        0 => None,
        0x80..=0x9F => C1_REPLACEMENTS[(code - 0x80) as usize].or(char::from_u32(code)),
        _ => char::from_u32(code),
    };
    replaced.unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn named(rest: &str, context: Context, last: bool) -> CharRef {
    let bytes = rest.as_bytes();
    let window = &bytes[..bytes.len().min(MAX_NAME_LEN)];
    let name_len = window.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    match window.get(name_len) {
        // The common case in one look-up: a name with its semicolon is the longest match.
        Some(b';') => {
            if let Some(chars) = lookup(&rest[..=name_len]) {
                return CharRef::Chars(chars, name_len + 1);
            }
        }
        None if bytes.len() <= MAX_NAME_LEN && !last => return CharRef::Incomplete,
        _ => {}
    }
    let Some((chars, len)) = longest_match(&rest[..name_len]) else {
        return CharRef::None;
    };
    let next = bytes.get(len).copied();
    let is_text = context == Context::Attribute
        && next.is_some_and(|b| b == b'=' || b.is_ascii_alphanumeric());
    if is_text { CharRef::None } else { CharRef::Chars(chars, len) }
}

/// The longest start of `name` that is a reference without semicolon, such as `not` in `notit`.
fn longest_match(name: &str) -> Option<([char; 2], usize)> {
    (2..=name.len()).rev().find_map(|len| Some((lookup(&name[..len])?, len)))
}

fn lookup(name: &str) -> Option<[char; 2]> {
    // Half of all references, and all of those of JSON in attributes; the table hashes each name twice.
    match name {
        "amp;" => return Some(['&', '\0']),
        "quot;" => return Some(['"', '\0']),
        "lt;" => return Some(['<', '\0']),
        "gt;" => return Some(['>', '\0']),
        "nbsp;" => return Some(['\u{A0}', '\0']),
        _ => {}
    }
    // The table also holds the starts of names, as zeros.
    let &(first, second) = NAMED_ENTITIES.get(name)?;
    if first == 0 {
        return None;
    }
    Some([char::from_u32(first)?, char::from_u32(second)?])
}

/// Appends `chars` to `out`; the second is NUL where there is one only.
pub(super) fn push(out: &mut String, chars: [char; 2]) {
    out.push(chars[0]);
    if chars[1] != '\0' {
        out.push(chars[1]);
    }
}

/// Appends an attribute value to `out`: references decoded and line ends normalised.
pub(crate) fn decode_attribute(value: &str, out: &mut String) {
    let mut rest = value;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if rest.as_bytes()[at] == b'\r' {
            out.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        match read(after, Context::Attribute, true) {
            CharRef::Chars(chars, len) => {
                push(out, chars);
                rest = &after[len..];
            }
            CharRef::None | CharRef::Incomplete => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rest: &str) -> CharRef {
        read(rest, Context::Text, true)
    }

    #[test]
    fn named_references() {
        assert_eq!(text("amp;x"), CharRef::one('&', 4));
        assert_eq!(text("notit;"), CharRef::one('¬', 3));
        assert_eq!(text("notin;"), CharRef::one('∉', 6));
        assert_eq!(text("NotEqualTilde;"), CharRef::Chars(['≂', '\u{338}'], 14));
        assert_eq!(text("nosuch;"), CharRef::None);
        assert_eq!(text(" "), CharRef::None);
        assert_eq!(read("copy=1", Context::Attribute, true), CharRef::None);
        assert_eq!(read("copy;=1", Context::Attribute, true), CharRef::one('©', 5));
    }

    #[test]
    fn numeric_references() {
        assert_eq!(text("#8217;"), CharRef::one('’', 6));
        assert_eq!(text("#x2019 "), CharRef::one('’', 6));
        assert_eq!(text("#146;"), CharRef::one('’', 5));
        assert_eq!(text("#0;"), CharRef::one('\u{fffd}', 3));
        assert_eq!(text("#xD800;"), CharRef::one('\u{fffd}', 7));
        assert_eq!(text("#99999999999999;"), CharRef::one('\u{fffd}', 16));
        assert_eq!(text("#x;"), CharRef::None);
    }

    #[test]
    fn a_reference_cut_by_a_chunk_waits() {
        for cut in ["", "a", "am", "#", "#x", "#x20"] {
            assert_eq!(read(cut, Context::Text, false), CharRef::Incomplete, "{cut}");
        }
        let too_long = "a".repeat(MAX_NAME_LEN + 1);
        assert_eq!(read(&too_long, Context::Text, false), CharRef::None);
    }
}
