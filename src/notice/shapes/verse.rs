//! Verse: poems and songs, which speak to someone as pleas do ("Follow me down to the river").

use std::collections::HashSet;
use std::ops::Range;

use crate::punctuation::ends_statement;

/// The longest line of verse, in letters.
const MAX_LINE_LEN: usize = 72;
/// Fewer lines are a list.
const MIN_LINES: usize = 6;
/// Words of a line; labels have fewer.
const MIN_WORDS: usize = 4;

/// What the lines of stanzas are like, but for those that are notices.
#[derive(Debug, Default)]
struct Lines {
    count: usize,
    /// Of several words.
    long: usize,
    /// Ending with a full stop.
    stopped: usize,
    /// That go on in the next one, come again, or name the part of a song.
    verse: usize,
    /// Beginning with a small letter, as most of wrapped prose do.
    small: usize,
}

/// Which lines stand in stanzas, if a text is verse: its lines are short, and most stand in groups without a blank
/// line, have several words and no full stop; many go on in the next one or come again. Lists of headlines and of
/// labels do neither; prose in narrow columns goes on in nearly each. A stanza of which half are notices is no
/// stanza: songs are printed with pleas behind them.
pub(super) fn members(
    texts: &[&str],
    groups: &[Range<usize>],
    is_notice: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut members = vec![false; texts.len()];
    let is_short = |text: &&str| {
        text.chars().nth(MAX_LINE_LEN).is_none() && !text.contains(crate::plain::LINE_ENDS)
    };
    if texts.len() < MIN_LINES || !texts.iter().all(is_short) {
        return members;
    }
    let is_notice: Vec<bool> = (0..texts.len()).map(is_notice).collect();
    let is_stanza = |group: &&Range<usize>| {
        let notices = is_notice[(*group).clone()].iter().filter(|is_one| **is_one).count();
        group.len() > 1 && notices * 2 < group.len()
    };
    let stanzas: Vec<&Range<usize>> = groups.iter().filter(is_stanza).collect();
    let all = is_notice.iter().filter(|is_one| !**is_one).count();
    if Lines::of(texts, &stanzas, &is_notice).are_verse(all) {
        stanzas.into_iter().for_each(|stanza| members[stanza.clone()].fill(true));
    }
    members
}

impl Lines {
    fn of(texts: &[&str], stanzas: &[&Range<usize>], is_notice: &[bool]) -> Lines {
        let (mut lines, mut seen) = (Lines::default(), HashSet::new());
        for stanza in stanzas {
            let mut above = "";
            for index in (*stanza).clone() {
                let line = texts[index].trim();
                if !is_notice[index] {
                    lines.add(line, above, seen.insert(line));
                }
                above = line;
            }
        }
        lines
    }

    fn add(&mut self, line: &str, above: &str, is_new: bool) {
        let words = line.split_whitespace().count();
        self.count += 1;
        self.long += usize::from(words >= MIN_WORDS);
        self.small += usize::from(line.starts_with(char::is_lowercase));
        self.stopped += usize::from(line.ends_with(ends_statement));
        let is_run_on = above.ends_with([',', ';', '—', '–', '،', '，']);
        let goes_on = !above.is_empty() && (is_run_on || line.starts_with(char::is_lowercase));
        let is_part = line.starts_with('[') && line.ends_with(']');
        self.verse += usize::from(goes_on || is_part || (!is_new && words >= MIN_WORDS));
    }

    fn are_verse(&self, all: usize) -> bool {
        self.count >= MIN_LINES
            && self.count * 4 >= all * 3
            && self.long * 5 >= self.count * 3
            && self.stopped * 5 <= self.count * 3
            && self.small * 2 <= self.count
            && self.verse * 4 >= self.count
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{kept, text};

    const POEM: &str = "Give me a minute, then give me a year,\nGive what you can, said the man at the pier.\n\
        I gave him a shilling, he gave me a bell,\nAnd I rang it all winter and never could tell\n\n\
        Whether the sea had signed up or resigned.\nSupport us, the gulls cried, be generous, be kind.\n\
        Become one of us now, for a penny a day;\nI accepted their cookies and drifted away.";

    #[test]
    fn verse_stays() {
        let lines: Vec<&str> = POEM.split('\n').filter(|line| !line.is_empty()).collect();
        assert_eq!(kept(text(POEM)), lines);
    }

    #[test]
    fn pleas_between_stanzas_go() {
        let plea = "Please donate to support our journalism.\nSubscribe to our newsletter.";
        let document = POEM.replace("\n\n", "\n\nSubscribe to our newsletter.\n\n");
        assert_eq!(kept(text(&format!("{document}\n\n{plea}"))).len(), 8);
    }

    #[test]
    fn lists_and_labels_are_no_verse() {
        let headlines = "Council votes on the new bridge\nFerry stays in dock for winter\nSubscribe to our newsletter\n\
                         Two boats collide off the pier\nHarbour master retires in May\nSchool opens its new hall";
        assert_eq!(kept(text(headlines)).len(), 5);
        let labels = "We use cookies to improve your experience\nAccept all cookies\nReject all\nManage preferences\n\
                      Privacy policy\nSubscribe to our newsletter\nLog in";
        assert!(kept(text(labels)).len() < 3);
    }
}
