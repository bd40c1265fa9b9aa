//! Text as HTML.

/// Adds text as it stands between tags: white space collapsed, no control characters.
pub(super) fn text(text: &str, out: &mut String) {
    let mut is_space = false;
    for c in text.chars() {
        if is_space && c.is_ascii_whitespace() {
            continue;
        }
        is_space = c.is_ascii_whitespace();
        if is_space {
            out.push(' ');
        } else {
            escaped(c, out);
        }
    }
}

/// Adds text whose white space counts.
pub(super) fn code(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\n' | '\t') { out.push(c) } else { escaped(c, out) }
    }
}

/// Adds the value of an attribute, for between double quotes.
pub(super) fn attribute(value: &str, out: &mut String) {
    text(value, out);
}

fn escaped(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        c if c.is_control() => {}
        c => out.push(c),
    }
}
