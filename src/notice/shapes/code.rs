//! Code that came as text: programs, patches, settings, markup. What it says to a user, a program prints.

/// One in so many lines of code has a sign of it; of prose hardly any has.
const SHARE: usize = 3;
/// Of fewer lines with a sign nothing is known.
const MIN_SIGNS: usize = 3;

/// What only code has inside of lines.
const INSIDE: [&str; 14] =
    ["()", ");", ") {", "=>", "::", "==", "!=", "&&", "||", "</", "/>", "<?", "{{", "\": "];
/// What only lines of code begin with.
const STARTS: [&str; 14] = [
    "}", "{", "#!", "#include", "//", "/*", "*/", "@@ ", "+++ ", "--- ", "diff ", "$ ", "\\begin{",
    "\\end{",
];

/// Whether a text is code as a whole.
pub(super) fn is_code(texts: &[&str]) -> bool {
    let lines = texts.iter().flat_map(|text| text.lines());
    let (mut count, mut signs) = (0, 0);
    for line in lines {
        count += 1;
        signs += usize::from(has_sign(line.trim()));
    }
    signs >= MIN_SIGNS && signs * SHARE >= count
}

/// Which lines stand between fences (CommonMark, 4.5).
pub(super) fn fenced(texts: &[&str]) -> Vec<bool> {
    let is_fence: Vec<bool> = texts
        .iter()
        .map(|text| ["```", "~~~"].iter().any(|fence| text.trim_start().starts_with(fence)))
        .collect();
    // What is not closed is no code to its end.
    let is_closed = is_fence.iter().filter(|is_fence| **is_fence).count() % 2 == 0;
    let mut is_open = false;
    let mut is_inside = |is_fence: bool| {
        let was_open = is_open;
        is_open ^= is_fence;
        is_closed && (was_open || is_open)
    };
    is_fence.into_iter().map(&mut is_inside).collect()
}

fn has_sign(line: &str) -> bool {
    INSIDE.iter().any(|sign| line.contains(sign))
        || STARTS.iter().any(|sign| line.starts_with(sign))
        || line.ends_with('{')
        || is_section(line)
        || is_option(line)
        || is_assignment(line)
        || is_added(line)
        || calls(line)
}

/// "[server]"
fn is_section(line: &str) -> bool {
    let name = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(is_name_byte))
}

/// "--login"
fn is_option(line: &str) -> bool {
    line.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// "port = 80"
fn is_assignment(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_end();
        !name.is_empty() && name.bytes().all(is_name_byte)
    })
}

/// A line that a patch adds.
fn is_added(line: &str) -> bool {
    line.strip_prefix('+')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '('))
}

/// "print("
fn calls(line: &str) -> bool {
    line.split_once(['(']).is_some_and(|(before, rest)| {
        let name = before.rsplit(|c: char| !c.is_ascii() || !is_name_byte(c as u8)).next();
        // "word(s)" is prose.
        name.is_some_and(|name| !name.is_empty()) && rest.starts_with(['"', '\'', '&'])
    })
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{kept, text};

    #[test]
    fn code_stays() {
        for document in [
            "fn main() {\n    // Log in to the server first\n    println!(\"Subscribe to our newsletter!\");\n    login();\n}",
            "@@ -1,3 +1,3 @@\n <body>\n-<p>We use cookies on this site.</p>\n+<p>Subscribe to our newsletter.</p>",
            "[ui]\nsubscribe_label = Subscribe to our newsletter\nlogin = Log in to your account",
        ] {
            assert_eq!(kept(text(document)), document.split('\n').collect::<Vec<_>>());
        }
    }

    #[test]
    fn code_in_fences_stays() {
        let document = "The bot writes this to the log:\n\n```\nSubscribe to our newsletter.\n```\n\nIt is read daily.";
        assert_eq!(kept(text(document)).len(), 5);
        assert_eq!(kept(text(&document.replace("\n```\n\nIt", "\n\nIt"))).len(), 3);
    }

    #[test]
    fn prose_is_no_code() {
        let prose = "The word(s) and the numbers (see below) are told apart.\n\nWrite to ann@ferry.example; she reads it.\n\n\
                     Subscribe to our newsletter.\n\n- One boat\n- Two boats (and a raft)";
        assert_eq!(kept(text(prose)).len(), 4);
    }
}
