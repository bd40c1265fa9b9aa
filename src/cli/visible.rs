//! Control characters as visible text: a page must not be able to act on the reader's terminal.

use std::borrow::Cow;

/// The text with its control characters written out, but for tabs and line ends: C0 and DEL in
/// caret notation, C1 by number.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let is_harmless = |c: char| !c.is_control() || matches!(c, '\t' | '\n');
    let mut rest = text.chars().peekable();
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    while let Some(c) = rest.next() {
        let is_line_end = c == '\r' && rest.peek() == Some(&'\n');
        match c {
            _ if is_harmless(c) || is_line_end => shown.push(c),
            '\0'..='\x1F' => shown.extend(['^', char::from(c as u8 + b'@')]),
            '\x7F' => shown.push_str("^?"),
            _ => shown.push_str(&format!("<U+{:04X}>", u32::from(c))),
        }
    }
    Cow::Owned(shown)
}

/// A name as it may stand in a line of messages: it cannot begin a line of its own, and is to be seen.
pub(crate) fn visible_name(name: &str) -> String {
    match name {
        "" => "(an empty name)".to_owned(),
        name => visible(name).replace('\n', "^J"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_written_out() {
        assert_eq!(visible("a\tb\r\nc\n"), "a\tb\r\nc\n");
        assert_eq!(visible("\x1b[31mred\0\x7f\u{9b}31m\r!"), "^[[31mred^@^?<U+009B>31m^M!");
        assert_eq!(visible("“é”\u{a0}\u{202e}"), "“é”\u{a0}\u{202e}");
        assert_eq!(visible_name("a\n"), "a^J");
        assert_eq!(visible_name(""), "(an empty name)");
    }
}
