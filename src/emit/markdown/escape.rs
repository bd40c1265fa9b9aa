//! Text as Markdown that reads as that text.
//!
//! Escapes are few where text is ordinary, so that prose stays readable: `snake_case`, `a < b` and
//! `R&D` need none.

use std::borrow::Cow;

/// Where a piece of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// It begins a line.
    LineStart,
    /// Something is before it on the line.
    Inside,
    /// In a cell of a table, which a bar ends.
    Cell,
}

/// Adds text, escaped so that none of it is markup whatever comes before and after it.
pub(super) fn text(text: &str, spot: Spot, out: &mut String) {
    if spot == Spot::LineStart {
        let marker_len = marker(text);
        if marker_len > 0 {
            out.push_str(&text[..marker_len - 1]);
            out.push('\\');
            out.push_str(&text[marker_len - 1..marker_len]);
            return inside(&text[marker_len..], text[..marker_len].chars().next_back(), spot, out);
        }
    }
    inside(text, None, spot, out);
}

fn inside(text: &str, before: Option<char>, spot: Spot, out: &mut String) {
    let mut before = before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if is_dropped(c) {
            continue;
        }
        if needs_escape(c, before, rest) || (c == '|' && spot == Spot::Cell) {
            out.push('\\');
        }
        // What ends a line for some readers, or is nothing at the start of a file.
        match c {
            '\u{FEFF}' => out.push_str("&#xFEFF;"),
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\t' => out.push(' '),
            c => out.push(c),
        }
        before = Some(c);
    }
}

/// Control characters, which no reader needs.
pub(super) fn is_dropped(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\u{B}' | '\u{C}' | '\r')
}

fn needs_escape(c: char, before: Option<char>, rest: &str) -> bool {
    let next = rest.chars().next();
    match c {
        '\\' | '`' | '*' | '[' | ']' | '$' | '~' => true,
        // Inside of a word it is no emphasis.
        '_' => {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !is_word(before) || !is_word(next)
        }
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => next.is_none() || is_reference(rest),
        _ => false,
    }
}

/// Whether what comes after `&` is a character reference, as far as its form goes.
fn is_reference(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < rest.len() && (name.starts_with(';') || name.is_empty())
}

/// The length of what makes a line something else than text if its last character is not escaped.
fn marker(line: &str) -> usize {
    /// A longer run of `#` begins no heading.
    const MAX_LEVEL: usize = 6;
    let bytes = line.as_bytes();
    let ends = |at: usize| bytes.get(at).is_none_or(|b| b.is_ascii_whitespace());
    // Rules, and what underlines a heading or the head of a table, have nothing else.
    let is_rule = || line.chars().all(|c| c.is_whitespace() || "-=|:".contains(c));
    match bytes.first() {
        // Quotes; a bar begins a table for some readers.
        Some(b'>' | b'|') => 1,
        Some(b'#') => {
            let level = line.len() - line.trim_start_matches('#').len();
            usize::from(level <= MAX_LEVEL && ends(level))
        }
        Some(b'-') if ends(1) => 1,
        Some(b'-' | b'=') if is_rule() => 1,
        Some(b'+') if ends(1) => 1,
        Some(b':') if bytes.get(1).is_some_and(|b| *b == b'-' || b.is_ascii_whitespace()) => 1,
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            let is_marker = matches!(bytes.get(digits), Some(b'.' | b')')) && ends(digits + 1);
            if is_marker { digits + 1 } else { 0 }
        }
        _ => 0,
    }
}

/// An address as the destination of a link.
pub(super) fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for (at, c) in href.char_indices() {
        match c {
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '(' | ')' => out.extend(['\\', c]),
            '&' if is_reference(&href[at + 1..]) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// A piece of code; `None` if it cannot stand between backticks here.
pub(super) fn code(text: &str, is_cell: bool) -> Option<String> {
    let text: String = text.chars().filter(|c| !is_dropped(*c)).collect();
    // In tables every bar is escaped, and a backslash before one cannot be told from that.
    if is_cell && (text.contains("\\|") || text.ends_with('\\')) {
        return None;
    }
    let text: Cow<'_, str> = if is_cell { text.replace('|', "\\|").into() } else { text.into() };
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let has_edge = text.starts_with('`') || text.ends_with('`');
    let pad = if has_edge { " " } else { "" };
    Some(format!("{fence}{pad}{text}{pad}{fence}"))
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.len() / of.len_utf8()).max().unwrap_or(0)
}

/// A formula between dollar signs; `None` if it cannot stand there.
pub(super) fn formula(tex: &str, is_display: bool, is_cell: bool) -> Option<String> {
    let tex: Vec<&str> = tex.split_whitespace().collect();
    let tex = tex.join(" ");
    let mut depth = 0i32;
    let mut is_escaped = false;
    for c in tex.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '$' => return None,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        // Readers pair braces, up to some depth.
        if !(0..=20).contains(&depth) {
            return None;
        }
    }
    let is_odd = tex.is_empty() || is_escaped || depth != 0 || tex.chars().any(is_dropped);
    if is_odd || (is_cell && tex.contains('|')) {
        return None;
    }
    let mark = if is_display { "$$" } else { "$" };
    Some(format!("{mark}{tex}{mark}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(piece: &str) -> String {
        escaped_at(Spot::LineStart, piece)
    }

    fn escaped_at(spot: Spot, piece: &str) -> String {
        let mut out = String::new();
        text(piece, spot, &mut out);
        out
    }

    #[test]
    fn prose_stays_as_it_is() {
        for prose in [
            "R&D in snake_case: a < b, 3 > 2.",
            "Wow! (No.) 50% #1 - x",
            "1.5 m",
            "12 + 3",
            "#1 of 3",
            "####### a",
            "-5 to -1",
            "-- so they say",
            "= 12",
            "a | b",
            "Wow!",
        ] {
            assert_eq!(escaped(prose), prose);
        }
        for prose in ["# a", "1. a", "- a", "> a", "| a", "==="] {
            assert_eq!(escaped_at(Spot::Inside, prose), prose);
        }
    }

    #[test]
    fn markup_is_escaped() {
        for (piece, expected) in [
            ("# a", "\\# a"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("- a", "\\- a"),
            ("---", "\\---"),
            ("+ a", "\\+ a"),
            ("> a", "\\> a"),
            ("===", "\\==="),
            ("--- | :-:", "\\--- | :-:"),
            ("| a", "\\| a"),
            ("*a* _b_ __init__", "\\*a\\* \\_b\\_ \\_\\_init\\_\\_"),
            ("[x](y) `z` $1 ~a~ \\", "\\[x\\](y) \\`z\\` \\$1 \\~a\\~ \\\\"),
            ("<div> &amp; &#1; & &x", "\\<div> \\&amp; \\&#1; & \\&x"),
        ] {
            assert_eq!(escaped(piece), expected);
        }
        assert_eq!(escaped_at(Spot::Cell, "- a|b"), "- a\\|b");
    }

    #[test]
    fn code_may_hold_backticks() {
        assert_eq!(code("a", false).as_deref(), Some("`a`"));
        assert_eq!(code("a``b`", false).as_deref(), Some("``` a``b` ```"));
        assert_eq!(code("a|b", true).as_deref(), Some("`a\\|b`"));
        assert_eq!(code("a\\|b", true), None);
    }

    #[test]
    fn formulas_that_cannot_stand_between_dollars_do_not() {
        assert_eq!(formula("x^2 ", false, false).as_deref(), Some("$x^2$"));
        assert_eq!(formula("\\frac{1}\n{2}", true, false).as_deref(), Some("$$\\frac{1} {2}$$"));
        for odd in ["", "a$b", "{", "}{", "x\\"] {
            assert_eq!(formula(odd, false, false), None);
        }
    }
}
