//! Searches for the ends of the constructs that are skipped whole: comments, CDATA sections and
//! the text of elements such as `script`.
//!
//! Every search answers for a piece of the document: either the place it found, or from where the
//! input must be seen again together with what follows, because the end may be cut in two there.

use memchr::{memchr, memchr2, memmem};

/// The answer of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// It begins here.
    At(usize),
    /// Not in this piece; everything before this place is done with.
    NotBefore(usize),
}

/// How far a script's text is inside `<!--` (HTML § 13.2.5.20 and after).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// Plain script text.
    None,
    /// After `<!--`.
    Once,
    /// After `<!--` and `<script`: `</script>` does not end the element here.
    Twice,
}

fn is_name_end(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ' | b'/' | b'>')
}

/// Whether `bytes` start with `prefix` (any case) and an end of a name; `None` if cut before that
/// is known.
fn starts_name(bytes: &[u8], prefix: &[u8]) -> Option<bool> {
    let len = bytes.len().min(prefix.len());
    if !bytes[..len].eq_ignore_ascii_case(&prefix[..len]) {
        return Some(false);
    }
    bytes.get(prefix.len()).map(|b| is_name_end(*b))
}

/// Whether `bytes`, which start with `</`, are the end tag of `name` up to the end of the name;
/// `None` if cut before that is known.
pub(super) fn is_end_tag(bytes: &[u8], name: &str) -> Option<bool> {
    starts_name(bytes.get(2..)?, name.as_bytes())
}

/// The end tag of `name` in raw text.
pub(super) fn end_tag(bytes: &[u8], from: usize, name: &str) -> Search {
    let mut pos = from;
    while let Some(found) = memmem::find(&bytes[pos..], b"</") {
        pos += found;
        match is_end_tag(&bytes[pos..], name) {
            Some(true) => return Search::At(pos),
            Some(false) => pos += 2,
            None => return Search::NotBefore(pos),
        }
    }
    Search::NotBefore(hold_back(bytes, pos, b"<"))
}

/// What ends or changes a script's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScriptMark {
    /// `</script`: the element ends here.
    End(usize),
    /// The text goes on here with another escape.
    Escape(usize, Escape),
    /// As [`Search::NotBefore`].
    NotBefore(usize),
}

/// The next mark in a script's text from `from` on.
pub(super) fn script_mark(bytes: &[u8], from: usize, escape: Escape) -> ScriptMark {
    if escape != Escape::None {
        return escaped_script_mark(bytes, from, escape);
    }
    // One pass for both marks: a script may be megabytes of state without either.
    let mut pos = from;
    while let Some(found) = memchr(b'<', &bytes[pos..]) {
        pos += found;
        let rest = &bytes[pos..];
        let known = match rest.get(1) {
            Some(b'/') => match is_end_tag(rest, "script") {
                Some(true) => return ScriptMark::End(pos),
                known => known,
            },
            // The two dashes may belong to a `-->` too.
            Some(b'!') if rest.starts_with(b"<!--") => {
                return ScriptMark::Escape(pos + 2, Escape::Once);
            }
            Some(b'!') => (rest.len() >= 4).then_some(false),
            other => other.map(|_| false),
        };
        if known.is_none() {
            return ScriptMark::NotBefore(pos);
        }
        pos += 1;
    }
    ScriptMark::NotBefore(bytes.len())
}

fn escaped_script_mark(bytes: &[u8], from: usize, escape: Escape) -> ScriptMark {
    let mut pos = from;
    while let Some(found) = memchr2(b'-', b'<', &bytes[pos..]) {
        pos += found;
        let rest = &bytes[pos..];
        let known = if rest[0] == b'-' {
            match rest.get(..3) {
                Some(b"-->") => return ScriptMark::Escape(pos + 3, Escape::None),
                Some(_) => Some(()),
                None if rest == b"--" || rest == b"-" => None,
                None => Some(()),
            }
        } else if rest.get(1) == Some(&b'/') {
            match (is_end_tag(rest, "script"), escape) {
                (Some(true), Escape::Twice) => return ScriptMark::Escape(pos + 8, Escape::Once),
                (Some(true), _) => return ScriptMark::End(pos),
                (known, _) => known.map(|_| ()),
            }
        } else {
            match (starts_name(&rest[1..], b"script"), escape) {
                (Some(true), Escape::Once) => return ScriptMark::Escape(pos + 7, Escape::Twice),
                (known, _) => known.map(|_| ()),
            }
        };
        if known.is_none() {
            return ScriptMark::NotBefore(pos);
        }
        pos += 1;
    }
    ScriptMark::NotBefore(bytes.len())
}

/// The place after a comment's end, `-->` or `--!>`, from inside the comment on.
///
/// One pass for both: a search for either alone could run through all comments that the other ends.
pub(super) fn comment_end(bytes: &[u8], from: usize) -> Search {
    let mut pos = from;
    while let Some(found) = memmem::find(&bytes[pos..], b"--") {
        pos += found;
        match bytes[pos + 2..] {
            [b'>', ..] => return Search::At(pos + 3),
            [b'!', b'>', ..] => return Search::At(pos + 4),
            [] | [b'!'] => return Search::NotBefore(pos),
            _ => pos += 1,
        }
    }
    Search::NotBefore(hold_back(bytes, pos, b"-"))
}

/// The place after the `>` of a bogus comment or a doctype.
pub(super) fn bogus_comment_end(bytes: &[u8], from: usize) -> Search {
    match memchr(b'>', &bytes[from..]) {
        Some(at) => Search::At(from + at + 1),
        None => Search::NotBefore(bytes.len()),
    }
}

/// The `]]>` of a CDATA section.
pub(super) fn cdata_end(bytes: &[u8], from: usize) -> Search {
    match memmem::find(&bytes[from..], b"]]>") {
        Some(at) => Search::At(from + at),
        None => Search::NotBefore(hold_back(bytes, from, b"]]")),
    }
}

/// Where the longest start of `mark` that ends the input begins; the input's end if there is none.
fn hold_back(bytes: &[u8], from: usize, mark: &[u8]) -> usize {
    let window = bytes.len().saturating_sub(mark.len()).max(from);
    let mut start = bytes.len();
    for at in window..bytes.len() {
        if mark.starts_with(&bytes[at..]) {
            start = at;
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_tags_need_the_whole_name() {
        assert_eq!(end_tag(b"a</b></STYLE >", 0, "style"), Search::At(5));
        assert_eq!(end_tag(b"a</styles>", 0, "style"), Search::NotBefore(10));
        assert_eq!(end_tag(b"a</sty", 0, "style"), Search::NotBefore(1));
        assert_eq!(end_tag(b"a</style", 0, "style"), Search::NotBefore(1));
        assert_eq!(end_tag(b"a<", 0, "style"), Search::NotBefore(1));
    }

    #[test]
    fn scripts_escape() {
        let mark = |text: &str, escape| script_mark(text.as_bytes(), 0, escape);
        assert_eq!(mark("a</script>", Escape::None), ScriptMark::End(1));
        assert_eq!(mark("<!--</script>", Escape::None), ScriptMark::Escape(2, Escape::Once));
        assert_eq!(mark("--></script>", Escape::Once), ScriptMark::Escape(3, Escape::None));
        assert_eq!(mark("-- <script>", Escape::Once), ScriptMark::Escape(10, Escape::Twice));
        assert_eq!(mark("x</script>", Escape::Once), ScriptMark::End(1));
        assert_eq!(mark("x</script>", Escape::Twice), ScriptMark::Escape(9, Escape::Once));
        assert_eq!(mark("x<!-", Escape::None), ScriptMark::NotBefore(1));
        assert_eq!(mark("x--", Escape::Once), ScriptMark::NotBefore(1));
        assert_eq!(mark("x<scr", Escape::Once), ScriptMark::NotBefore(1));
    }

    #[test]
    fn comments_end_two_ways() {
        assert_eq!(comment_end(b"a-->b", 0), Search::At(4));
        assert_eq!(comment_end(b"a--!>b-->", 0), Search::At(5));
        assert_eq!(comment_end(b"a--!", 0), Search::NotBefore(1));
        assert_eq!(comment_end(b"a---", 0), Search::NotBefore(2));
    }

    #[test]
    fn cdata_ends() {
        assert_eq!(cdata_end(b"a]]>", 0), Search::At(1));
        assert_eq!(cdata_end(b"a]]", 0), Search::NotBefore(1));
    }
}
