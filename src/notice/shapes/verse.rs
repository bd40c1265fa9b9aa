//! Verse: poems and songs, which speak to someone as pleas do ("Follow me down to the river").

use std::collections::HashSet;

use crate::plain::LINE_ENDS;
use crate::punctuation::ends_statement;

/// The longest line of verse, in letters.
const MAX_LINE_LEN: usize = 72;
/// Fewer lines are a list.
const MIN_LINES: usize = 6;
/// Words of a line; labels have fewer.
const MIN_WORDS: usize = 4;

/// What the lines of a text are like.
#[derive(Debug, Default)]
struct Lines {
    count: usize,
    /// With a line directly above or below.
    in_stanzas: usize,
    /// Of several words.
    long: usize,
    /// Ending with a full stop.
    stopped: usize,
    /// That go on in the next one, come again, or name the part of a song.
    verse: usize,
    /// Beginning with a small letter, as most of wrapped prose do.
    small: usize,
}

/// Whether a text, of which `blocks` are the blocks, is verse as a whole: short lines in stanzas, most of several
/// words, many of which go on in the next line or come again. Lists of headlines and of labels do neither; prose in narrow
/// columns goes on in nearly each.
pub(super) fn is_verse(blocks: &[&str], text: &str) -> bool {
    if blocks.len() < MIN_LINES / 2 {
        return false;
    }
    let Some(lines) = Lines::of(text) else { return false };
    let is_prose = lines.small * 2 > lines.count || blocks.len() * 3 < lines.count * 2;
    lines.count >= MIN_LINES
        && !is_prose
        && lines.in_stanzas * 4 >= lines.count * 3
        && lines.long * 5 >= lines.count * 3
        && lines.stopped * 5 <= lines.count * 3
        && lines.verse * 4 >= lines.count
}

impl Lines {
    /// Reads a text; `None` if a line is longer than those of verse.
    fn of(text: &str) -> Option<Lines> {
        let mut lines = Lines::default();
        let (mut above, mut seen) = ("", HashSet::new());
        let mut is_below_line = false;
        for line in text.split(LINE_ENDS).map(str::trim) {
            if line.chars().nth(MAX_LINE_LEN).is_some() {
                return None;
            }
            if !line.is_empty() {
                lines.add(line, above, seen.insert(line));
                // The first line of a stanza is in it, too.
                lines.in_stanzas += match (above.is_empty(), is_below_line) {
                    (true, _) => 0,
                    (false, false) => 2,
                    (false, true) => 1,
                };
            }
            is_below_line = !line.is_empty() && !above.is_empty();
            above = line;
        }
        Some(lines)
    }

    fn add(&mut self, line: &str, above: &str, is_new: bool) {
        let words = line.split_whitespace().count();
        self.count += 1;
        self.long += usize::from(words >= MIN_WORDS);
        self.small += usize::from(line.starts_with(char::is_lowercase));
        self.stopped += usize::from(line.ends_with(ends_statement));
        let goes_on = !above.is_empty()
            && (above.ends_with([',', ';', '—', '–', '،', '，'])
                || line.starts_with(char::is_lowercase));
        let is_part = line.starts_with('[') && line.ends_with(']');
        self.verse += usize::from(goes_on || is_part || (!is_new && words >= MIN_WORDS));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{kept, text};

    #[test]
    fn verse_stays() {
        for document in [
            "Give me a minute, then give me a year,\nGive what you can, said the man at the pier.\n\
             I gave him a shilling, he gave me a bell,\nAnd I rang it all winter and never could tell\n\n\
             Whether the sea had signed up or resigned.\nSupport us, the gulls cried, be generous, be kind.",
            "[Chorus]\nFollow me, follow me, down in the rain\nDon't miss a story, don't miss a train\n\
             Sign up for the river, sign up for the sea\n\n[Chorus]\nFollow me, follow me, down in the rain",
        ] {
            let lines: Vec<&str> = document.split('\n').filter(|line| !line.is_empty()).collect();
            assert_eq!(kept(text(document)), lines);
        }
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
