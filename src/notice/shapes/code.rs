//! Code that came as text: programs, patches, settings, markup. What it says to a user, a program prints.

use std::ops::Range;

/// One in so many of the lines between two blank ones has a sign of code; of prose hardly any has.
const SHARE: usize = 3;
/// A text with fewer lines of such signs is none.
const MIN_SIGNS: usize = 3;

/// What only code has inside of lines. Arrows, colons and equals signs adorn headlines, too.
const INSIDE: [&str; 10] = ["()", ");", ") {", "&&", "||", "</", "/>", "<?", "{{", "\": "];
/// What only lines of code begin with. Dashes, plus signs and slashes adorn labels and tickers, too, and `$` is a
/// price.
const STARTS: [&str; 10] =
    ["}", "{", "#!", "#include", "/*", "*/", "\\begin{", "\\end{", "\\item", HUNK];
/// Where a hunk of a patch begins, each line of which has a sign of its own in front.
const HUNK: &str = "@@ ";

/// Which lines are code, by the groups of lines without a blank one between them. Behind the last of a program, its
/// author may plead.
pub(super) fn members(texts: &[&str], groups: &[Range<usize>]) -> Vec<bool> {
    let mut is_in_hunk = false;
    let signs: Vec<bool> = texts
        .iter()
        .map(|text| {
            is_in_hunk =
                text.starts_with(HUNK) || (is_in_hunk && text.starts_with(['+', '-', ' ']));
            is_in_hunk || text.lines().any(|line| has_sign(line.trim()))
        })
        .collect();
    let mut members = fenced(texts);
    let count = |range: &Range<usize>| signs[range.clone()].iter().filter(|sign| **sign).count();
    if count(&(0..texts.len())) < MIN_SIGNS {
        return members;
    }
    for group in groups.iter().filter(|group| count(group) * SHARE >= group.len()) {
        members[group.clone()].fill(true);
    }
    members
}

/// Which lines stand between fences (CommonMark, 4.5); those of tildes part the chapters of letters, too.
fn fenced(texts: &[&str]) -> Vec<bool> {
    let is_fence =
        |text: &str| text.trim_start().strip_prefix("```").is_some_and(|name| !name.contains('`'));
    let mut fenced = vec![false; texts.len()];
    let mut open = None;
    for index in (0..texts.len()).filter(|index| is_fence(texts[*index])) {
        match open.take() {
            Some(start) => fenced[start..=index].fill(true),
            None => open = Some(index),
        }
    }
    fenced
}

fn has_sign(line: &str) -> bool {
    INSIDE.iter().any(|sign| line.contains(sign))
        || STARTS.iter().any(|sign| line.starts_with(sign))
        || line.ends_with('{')
        || is_option(line)
        || is_assignment(line)
        || calls(line)
}

/// "--login"
fn is_option(line: &str) -> bool {
    line.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// "port = 80"
fn is_assignment(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, value)| {
        let name = name.trim_end();
        !name.is_empty() && name.bytes().all(is_name_byte) && !value.starts_with(['=', '>'])
    })
}

/// "print("
fn calls(line: &str) -> bool {
    line.split_once('(').is_some_and(|(before, rest)| {
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
            "@@ -1,3 +1,3 @@\n <body>\n-<p>We use cookies on this site.\n+<p>Subscribe to our newsletter.",
            "[ui]\nsubscribe_label = Subscribe to our newsletter\nlogin = Log in to your account\nsize = 2",
        ] {
            assert_eq!(kept(text(document)), document.split('\n').collect::<Vec<_>>());
        }
    }

    #[test]
    fn pleas_behind_code_go() {
        let code = "let boat = harbour();\nlet ferry = dock();\nsail(&boat);";
        let document = format!(
            "{code}\n\nSubscribe to our newsletter.\n\n{code}\n\nPlease donate to support our journalism."
        );
        assert_eq!(kept(text(&document)).len(), 6);
    }

    #[test]
    fn code_in_fences_stays() {
        let document = "The bot writes this to the log:\n\n```\nSubscribe to our newsletter.\n```\n\nIt is read daily.";
        assert_eq!(kept(text(document)).len(), 5);
        assert_eq!(kept(text(&document.replace("\n```\n\nIt", "\n\nIt"))).len(), 3);
        assert_eq!(kept(text(&document.replace("```", "~~~"))).len(), 4);
        let inline = document.replace("```", "```log``` is code.");
        assert_eq!(kept(text(&inline)).len(), 4);
    }

    #[test]
    fn prose_is_no_code() {
        let plea = "The ferry is late, the harbour said.\n\nDear readers,\n\nWe need your help.\n\nPlease donate to support our journalism.\n\n\
                    $ 5 a month\n$ 10 a month\n$ 20 a month\n\nRemind me later.";
        assert_eq!(kept(text(plea)).len(), 1);
        for prose in [
            "The word(s) and the numbers (see below) are told apart.\n\nWrite to ann@ferry.example; she reads it.\n\n\
             Subscribe to our newsletter.\n\n- One boat\n- Two boats (and a raft)",
            "+++ 9.10 Uhr: The ferry is late +++\n+++ 9.20 Uhr: It has left +++\nSubscribe to our newsletter.\n\
             + The harbour :: a visit\n=> The tide table",
        ] {
            assert_eq!(kept(text(prose)).len(), 4, "{prose}");
        }
    }
}
