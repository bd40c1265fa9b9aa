//! Text as HTML shows it.

use std::fmt::{Display, Formatter, Result};

/// Writes a text so that it is nothing but text in an element or a quoted attribute. Control
/// characters, which HTML does not allow, show as U+FFFD.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut from = 0;
        for (at, c) in self.0.char_indices() {
            let escape = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\n' | '\t' => continue,
                c if c.is_control() => "\u{fffd}",
                _ => continue,
            };
            f.write_str(&self.0[from..at])?;
            f.write_str(escape)?;
            from = at + c.len_utf8();
        }
        f.write_str(&self.0[from..])
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn markup_and_controls_are_written_out() {
        let mut out = String::new();
        write!(out, "{}", Escaped("a<b>\"&'\u{1b}\u{85}é\n")).expect("a string");
        assert_eq!(out, "a&lt;b&gt;&quot;&amp;&#39;\u{fffd}\u{fffd}é\n");
    }
}
