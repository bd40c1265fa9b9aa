//! JSON that is safe to print: serde_json leaves some control characters as they are.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

/// Writes a value as one line, without its line end.
pub(super) fn write(value: &impl Serialize, out: impl io::Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Safe(CompactFormatter)))?;
    Ok(())
}

/// Escapes what JSON allows but terminals obey (DEL, the C1 controls) or readers of lines take for
/// a line's end (U+0085, U+2028, U+2029), beside what JSON demands.
struct Safe(CompactFormatter);

impl Formatter for Safe {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = next_unsafe(rest) {
            self.0.write_string_fragment(out, &rest[..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(out, rest)
    }
}

fn next_unsafe(text: &str) -> Option<(usize, char)> {
    let is_unsafe = |c: char| matches!(c, '\x7F'..='\u{9F}' | '\u{2028}' | '\u{2029}');
    // The first bytes of those characters: prose without any of them is not decoded at all.
    memchr::memchr3_iter(0x7F, 0xC2, 0xE2, text.as_bytes()).find_map(|at| {
        let c = text[at..].chars().next()?;
        is_unsafe(c).then_some((at, c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_escaped() {
        let mut out = Vec::new();
        write(&"\u{1b}[31m\u{9b}31m\u{7f} \u{2028}“é” \u{a0}\u{202e}", &mut out).expect("a vector");
        let json = String::from_utf8(out).expect("UTF-8");
        assert_eq!(json, "\"\\u001b[31m\\u009b31m\\u007f \\u2028“é” \u{a0}\u{202e}\"");
    }
}
