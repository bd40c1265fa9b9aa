//! The tables of cue words, one a language.

use crate::search::folded;

/// The tables by language.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("ar", include_str!("../tables/cues/ar.txt")),
    ("bg", include_str!("../tables/cues/bg.txt")),
    ("bn", include_str!("../tables/cues/bn.txt")),
    ("ca", include_str!("../tables/cues/ca.txt")),
    ("cs", include_str!("../tables/cues/cs.txt")),
    ("da", include_str!("../tables/cues/da.txt")),
    ("de", include_str!("../tables/cues/de.txt")),
    ("el", include_str!("../tables/cues/el.txt")),
    ("en", include_str!("../tables/cues/en.txt")),
    ("es", include_str!("../tables/cues/es.txt")),
    ("et", include_str!("../tables/cues/et.txt")),
    ("fa", include_str!("../tables/cues/fa.txt")),
    ("fi", include_str!("../tables/cues/fi.txt")),
    ("fr", include_str!("../tables/cues/fr.txt")),
    ("he", include_str!("../tables/cues/he.txt")),
    ("hi", include_str!("../tables/cues/hi.txt")),
    ("hr", include_str!("../tables/cues/hr.txt")),
    ("hu", include_str!("../tables/cues/hu.txt")),
    ("id", include_str!("../tables/cues/id.txt")),
    ("is", include_str!("../tables/cues/is.txt")),
    ("it", include_str!("../tables/cues/it.txt")),
    ("ja", include_str!("../tables/cues/ja.txt")),
    ("ko", include_str!("../tables/cues/ko.txt")),
    ("lt", include_str!("../tables/cues/lt.txt")),
    ("lv", include_str!("../tables/cues/lv.txt")),
    ("nb", include_str!("../tables/cues/nb.txt")),
    ("nl", include_str!("../tables/cues/nl.txt")),
    ("pl", include_str!("../tables/cues/pl.txt")),
    ("pt", include_str!("../tables/cues/pt.txt")),
    ("ro", include_str!("../tables/cues/ro.txt")),
    ("ru", include_str!("../tables/cues/ru.txt")),
    ("sk", include_str!("../tables/cues/sk.txt")),
    ("sl", include_str!("../tables/cues/sl.txt")),
    ("sq", include_str!("../tables/cues/sq.txt")),
    ("sr", include_str!("../tables/cues/sr.txt")),
    ("sv", include_str!("../tables/cues/sv.txt")),
    ("th", include_str!("../tables/cues/th.txt")),
    ("tr", include_str!("../tables/cues/tr.txt")),
    ("uk", include_str!("../tables/cues/uk.txt")),
    ("vi", include_str!("../tables/cues/vi.txt")),
    ("zh", include_str!("../tables/cues/zh.txt")),
];

/// What a cue word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Opens the sentence of an appeal.
    Imperative,
    /// Second person.
    You,
    /// First person plural.
    We,
    /// Reports: verbs and formulas of news prose.
    Reporting,
}

/// The lines of a table, folded. What is not of its form is left out; a test names it.
pub(super) fn words(table: &'static str) -> impl Iterator<Item = (Kind, String)> {
    table.lines().filter_map(|line| {
        let (kind, word) = line.split_once('\t')?;
        let kind = match kind {
            "imperative" => Kind::Imperative,
            "you" => Kind::You,
            "we" => Kind::We,
            "reporting" => Kind::Reporting,
            _ => return None,
        };
        Some((kind, folded(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_tidy() {
        for (language, table) in TABLES {
            let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
            assert_eq!(words(table).count(), lines.len(), "{language}: a line of another form");
            let mut last = (Kind::Imperative, "");
            for line in &lines {
                let word = line.split_once('\t').map_or("", |(_, word)| word);
                let kind = words(table).nth(lines.iter().position(|l| l == line).unwrap_or(0));
                let kind = kind.map_or(Kind::Reporting, |(kind, _)| kind);
                assert!((last.0, last.1) < (kind, word), "{language}: {line:?} after {last:?}");
                last = (kind, word);
                let is_in_form = word == word.trim() && word.to_lowercase() == word;
                assert!(is_in_form && !word.contains('’'), "{language}: {line:?}");
            }
        }
    }
}
