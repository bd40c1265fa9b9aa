//! Letters to readers: from a salutation to what closes or puts off the plea below it, whatever paragraphs stand
//! between.

use std::ops::Range;

use crate::build::BlockKind;
use crate::category::Category;
use crate::reason::Reason;

use super::Draft;
use super::closings::closes;
use super::company::is_unquoted;

/// Blocks of a letter.
const MAX_LETTER: usize = 16;
/// A salutation or the title of a letter, in letters.
const MAX_OPENER_LENGTH: f32 = 100.0;
/// A letter that is put off has so many paragraphs that speak for its writers or to its readers, if none is a plea by
/// itself.
const MIN_SPEAKING: usize = 2;

/// Of its paragraphs, so many times as many may speak to nobody: names, amounts, what the paper did.
const MAX_SILENT_RATIO: usize = 2;

/// Marks the letters of a document. A run ends where a paragraph is editorial by its words; between both ends of a
/// letter one may be.
pub(super) fn mark(draft: &mut Draft<'_>) {
    let mut index = 0;
    while index < draft.len() {
        let Some((letter, category)) = letter(draft, index) else {
            index += 1;
            continue;
        };
        index = letter.end;
        for block in letter {
            let (category, reason) = if draft.evidence[block].dismisses {
                (Category::Reminder, Reason::Dismiss)
            } else {
                (category, Reason::Run)
            };
            draft.mark(block, category, reason);
        }
    }
}

/// The letter that a block opens, and what it asks for.
fn letter(draft: &Draft<'_>, opener: usize) -> Option<(Range<usize>, Category)> {
    let is_opener = draft.evidence[opener].opens && draft.page.length(opener) <= MAX_OPENER_LENGTH;
    if !is_opener {
        return None;
    }
    let all = draft.len().min(opener + MAX_LETTER);
    let around = draft.page.arena.ancestors(draft.page.block(opener).element);
    let end = around.map(|(_, element)| element.end_block as usize).find(|end| *end > opener + 1);
    let limit = end.map_or(all, |end| end.min(all));
    let (mut plea, mut speaking, mut silent) = (None, 0, 0);
    for block in opener + 1..limit {
        let asks = plea.is_some() || speaking >= MIN_SPEAKING;
        let is_end = draft.evidence[block].dismisses && asks
            || plea.is_some() && draft.marks[block].is_some() && closes(draft, block);
        if is_end {
            let letter = opener..block + 1;
            return (speaking * MAX_SILENT_RATIO >= silent)
                .then_some((letter, plea.unwrap_or(Category::Donation)));
        }
        if !can_be_of_one(draft, block) {
            return None;
        }
        plea = plea.or(draft.plea(block));
        let speaks = draft.marks[block].is_some() || draft.page.address(block).manners() > 0;
        speaking += usize::from(speaks);
        silent += usize::from(!speaks);
    }
    None
}

/// Whether a block can stand in a letter: no report, speech, chapter or data.
fn can_be_of_one(draft: &Draft<'_>, block: usize) -> bool {
    let page = draft.page;
    let is_text = matches!(
        page.block(block).kind,
        BlockKind::Paragraph | BlockKind::Line | BlockKind::ListItem | BlockKind::Control
    );
    is_text
        && draft.can_be_notice(block)
        && page.address(block).reporting <= page.address(block).manners()
        && is_unquoted(page.text(block))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{kept, text};

    const STORY: &str =
        "The ferry stays in dock until the inspectors have looked at both engines, the board said.";
    /// Editorial by their words.
    const LETTER: [&str; 3] = [
        "Last week many of you wrote to us about the new timetable of the ferry, and we took your letters to the harbour office on Monday morning.",
        "The harbour master read them at her kitchen table, one after another, while the last boat of the day left the quay behind her house with eleven passengers, two bicycles and the mail of the whole island.",
        "The night crew of the boat is gone since spring, and the day crew is one man short in every week of the month; the inspectors know of it, and so does the board, which has the matter on its list for autumn.",
    ];

    /// What is left of a letter between two paragraphs of a story.
    fn left(first: &str, middle: &[&str], last: &[&str]) -> Vec<String> {
        let letter = [&[first][..], &LETTER, middle, last].concat();
        let lines = [&[STORY][..], &letter, &[STORY]].concat();
        kept(text(&lines.join("\n\n"))).into_iter().filter(|line| line != STORY).collect()
    }

    #[test]
    fn a_letter_goes_from_its_salutation_to_its_end() {
        let plea = ["Please donate to support our journalism."];
        for end in [&["Remind me later"][..], &["With thanks,", "Ann Carrow, editor"]] {
            assert!(left("Dear readers,", &plea, end).is_empty(), "{end:?}");
        }
    }

    #[test]
    fn a_letter_without_an_end_or_a_plea_stays() {
        let plea = ["Please donate to support our journalism."];
        assert!(left("Dear readers,", &plea, &[]).len() >= 2);
        assert!(left("To the wells", &plea, &["Remind me later"]).len() >= 2);
        assert!(left("Dear readers,", &[], &["With thanks,"]).len() >= 2);
        let report = ["The council said that it will dig two wells more, and told the school so."];
        assert!(left("Dear readers,", &report, &["Remind me later"]).len() >= 3);
    }
}
