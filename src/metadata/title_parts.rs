//! The parts of a title, and the signs between them.

use std::ops::Range;

use super::text::key_of;

/// Signs between the parts of a title, if white space is around them.
pub(super) const SIGNS: &[char] =
    &['|', '｜', 'ㅣ', 'ᅵ', '–', '—', '-', '·', '•', '»', '«', '›', '~', '/'];
/// Those of them that need none: bars, and the Korean letter that looks like one.
const BARS: &[char] = &['|', '｜', 'ㅣ'];

/// The separators between the parts of a title: a bar, or a dash or the like with spaces around.
pub(super) fn gaps(title: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    for (at, c) in title.char_indices().filter(|(_, c)| SIGNS.contains(c)) {
        let (before, behind) = (&title[..at], &title[at + c.len_utf8()..]);
        let is_set_off =
            before.ends_with(char::is_whitespace) && behind.starts_with(char::is_whitespace);
        if BARS.contains(&c) || is_set_off {
            let start = before.trim_end().len();
            let end = title.len() - behind.trim_start().len();
            // Signs in a row, as in "a | | b", are one gap.
            match gaps.last_mut().filter(|last: &&mut Range<usize>| start <= last.end) {
                Some(last) => last.end = end,
                None => gaps.push(start..end),
            }
        }
    }
    gaps
}

/// What of a title stands behind a start that is given as a [`key`](super::text::key).
pub(super) fn rest_behind<'t>(title: &'t str, start: &str) -> Option<&'t str> {
    let mut wanted = start.chars();
    for (at, c) in title.char_indices() {
        if wanted.as_str().is_empty() && !c.is_whitespace() {
            return Some(&title[at..]);
        }
        if !key_of(c).all(|letter| wanted.next() == Some(letter)) {
            return None;
        }
    }
    wanted.as_str().is_empty().then_some("")
}

/// What stands before a bracket that ends a title, as some wikis write the site's name: `tides [Kastov Wiki]`.
pub(super) fn before_bracket(title: &str) -> Option<&str> {
    title.strip_suffix(']')?.rsplit_once(" [").map(|(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_a_row_are_one_gap() {
        let gaps = gaps("Blanket, two layers | | ✂ Shop » - Name");
        assert_eq!(gaps.len(), 2);
        assert!(gaps.is_sorted_by(|a, b| a.end <= b.start));
    }

    #[test]
    fn a_rest_stands_behind_letters() {
        assert_eq!(rest_behind("High water? – Tides", "highwater"), Some("? – Tides"));
        assert_eq!(rest_behind("High water", "highwater"), Some(""));
        assert_eq!(rest_behind("High water", "highwaters"), None);
        assert_eq!(rest_behind("Low water", "highwater"), None);
        assert_eq!(before_bracket("tides [Kastov Wiki]"), Some("tides"));
        assert_eq!(before_bracket("tides[2]"), None);
    }
}
