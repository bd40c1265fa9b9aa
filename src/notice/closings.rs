//! Closings: the thanks, the sign-off and the names below a plea.

use crate::category::Category;
use crate::phrases::{Hit, Sense};
use crate::punctuation::ends_clause;
use crate::reason::Reason;

use super::Draft;
use super::choices::asks_for_money;
use super::company::is_unquoted;
use super::evidence::Sign;
use super::runs::{Role, is_heading, role};

/// The longest sign-off in letters: "With thanks from all of us in the hut behind the harbour,".
const MAX_CLOSING_LENGTH: f32 = 80.0;
/// The longest postscript, which is a paragraph.
const MAX_POSTSCRIPT_LENGTH: f32 = 300.0;
/// A sentence of thanks that names no reader has little more than the word: "Thank you very much."
const MAX_THANKS_LENGTH: f32 = 24.0;
/// The longest line of names in letters.
const MAX_NAMES_LENGTH: f32 = 60.0;
/// Words between names, in letters, and how many: "and", "van der", "y".
const MAX_JOINER_LEN: usize = 3;
const MAX_JOINERS: usize = 2;
/// What stands before the names of who signs.
const DASHES: [char; 2] = ['—', '–'];
/// Names in capitals; more are a headline.
const MAX_LOUD_WORDS: usize = 2;
/// Lines below a sign-off: a name and a job.
const MAX_SIGNED: usize = 2;
/// Blocks of a closing: thanks, a sign-off, a name, a job, a postscript.
const MAX_CLOSING: usize = 5;
/// Blocks between a plea and its closing that speak to the reader.
const MAX_BETWEEN: usize = 2;

/// Marks the closings of pleas.
pub(super) fn mark(draft: &mut Draft<'_>) {
    let mut index = 0;
    while index < draft.len() {
        let plea = draft.plea(index).filter(|category| is_letter(draft, index, *category));
        let (Some(category), None) = (plea, draft.plea(index + 1)) else {
            index += 1;
            continue;
        };
        let end = end(draft, index);
        for block in index + 1..end {
            draft.mark(block, category, Reason::Run);
        }
        // What closes a plea is none to be closed in its turn.
        index = end;
    }
}

/// Whether a plea is one that people write and sign; the others are labels and forms. What is told by its words is
/// written, whatever it asks for.
fn is_letter(draft: &Draft<'_>, index: usize, category: Category) -> bool {
    asks_for_money(category) || draft.evidence[index].sign == Sign::Words
}

/// Where the closing of a plea ends; behind the plea if it has none.
fn end(draft: &Draft<'_>, plea: usize) -> usize {
    let start = plea + 1;
    let reach = (start..draft.len()).take(MAX_BETWEEN + MAX_CLOSING);
    // In a page, what stands in another element is of no letter with the plea.
    let beside = reach.take_while(|index| draft.page.are_siblings(plea, *index)).count();
    let between = (start..start + beside.min(MAX_BETWEEN))
        .take_while(|index| !closes(draft, *index) && is_between(draft, *index));
    let first = start + between.count();
    let (mut end, mut signed) = (start, 0);
    for index in (first..start + beside).take(MAX_CLOSING) {
        let is_below_closing = index > first || (index == start && closes(draft, plea));
        let closes = closes(draft, index);
        let is_signed = is_below_closing && is_signed(draft, index, signed);
        if !closes && !is_signed {
            break;
        }
        signed += usize::from(!closes || has_name(draft, index, is_below_closing));
        end = index + 1;
    }
    end
}

/// Whether a block is the thanks, a sign-off or a postscript.
pub(super) fn closes(draft: &Draft<'_>, index: usize) -> bool {
    let (page, address) = (draft.page, draft.page.address(index));
    let is_closer = |hit: &Hit<'_>| hit.phrase.sense == Sense::Closer && !hit.is_quoted;
    let begins_so = page.hits(index).iter().any(is_closer) || is_signature(draft, index);
    let can_close = begins_so && address.reporting == 0 && !is_heading(draft, index);
    let length = page.length(index);
    can_close
        && if is_postscript(page.text(index)) {
            length <= MAX_POSTSCRIPT_LENGTH
        } else if is_sentence(draft, index) {
            length <= MAX_THANKS_LENGTH || (length <= MAX_CLOSING_LENGTH && address.manners() > 0)
        } else {
            length <= MAX_CLOSING_LENGTH
        }
}

/// Whether a text begins as a postscript does: "P.S.", "PS:", "P. D.".
fn is_postscript(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !matches!(c, '.' | ' '));
    let mut is_next_capital = || letters.next().is_some_and(char::is_uppercase);
    is_next_capital() && is_next_capital() && !is_next_capital()
}

/// Whether a block between a plea and its closing is a part of it.
fn is_between(draft: &Draft<'_>, index: usize) -> bool {
    role(draft, index) == Role::Likely
        && !is_heading(draft, index)
        && is_unquoted(draft.page.text(index))
        && draft.page.address(index).reporting == 0
}

/// Whether a block is the names below a sign-off, or the job below so many of them. A script without capitals shows
/// no names, and there a comma asks for them.
fn is_signed(draft: &Draft<'_>, index: usize, signed: usize) -> bool {
    let (above, text) = (draft.page.text(index - 1).trim_end(), draft.page.text(index));
    let is_known = text.contains(char::is_uppercase) || above.ends_with([',', '，', '、', '،']);
    let is_next = signed == 0 || (signed < MAX_SIGNED && !is_over_prose(draft, index));
    is_known && is_next && is_names(draft, index) && !is_sentence(draft, index - 1)
}

/// Whether what closes a plea has the names in it, "Gratefully, the crew", or is them, below a sign-off: "The editors".
fn has_name(draft: &Draft<'_>, index: usize, is_below_closing: bool) -> bool {
    const COMMAS: [char; 4] = [',', '，', '、', '،'];
    let text = draft.page.text(index).trim_end();
    let is_names = is_below_closing && !text.ends_with(COMMAS) && !is_sentence(draft, index);
    is_names || is_signature(draft, index) || text.trim_end_matches(COMMAS).contains(COMMAS)
}

/// Whether a line written as names are stands over prose, be it with its byline between them: there it is a headline.
fn is_over_prose(draft: &Draft<'_>, index: usize) -> bool {
    let mut below = (index + 1..draft.len()).take(MAX_CLOSING);
    let is_prose = |below: usize| {
        is_sentence(draft, below)
            && draft.page.length(below) > MAX_CLOSING_LENGTH
            && !closes(draft, below)
    };
    below.find(|below| !is_names(draft, *below)).is_some_and(is_prose)
}

/// Whether a block is a line of names, with a job behind a comma: "Paula Dress, editor", "P. and R.". A headline has
/// words that are not written as names are, is written in capitals throughout, or has the mark of one in Markdown.
fn is_names(draft: &Draft<'_>, index: usize) -> bool {
    let text = draft.page.text(index).trim();
    let text = text.strip_prefix(DASHES).unwrap_or(text);
    let names: Vec<&str> =
        text.split([',', '，']).next().unwrap_or("").split_whitespace().collect();
    let is_name = |word: &&str| !word.starts_with(char::is_lowercase);
    let is_written_so = |word: &&str| is_name(word) || word.chars().count() <= MAX_JOINER_LEN;
    let is_loud = |word: &&str| {
        word.chars().count() > 1
            && !word.contains(char::is_lowercase)
            && word.contains(char::is_uppercase)
    };
    draft.page.length(index) <= MAX_NAMES_LENGTH
        && !text.contains(char::is_numeric)
        && !is_sentence(draft, index)
        && !is_heading(draft, index)
        && is_unquoted(text)
        && !text.starts_with('#')
        && names.first().is_some_and(is_name)
        && names.iter().all(is_written_so)
        && names.iter().filter(|word| !is_name(word)).count() <= MAX_JOINERS
        && names.iter().filter(|word| is_loud(word)).count() <= MAX_LOUD_WORDS
}

/// Whether a block is names behind a dash: "— Nell and Augustin".
fn is_signature(draft: &Draft<'_>, index: usize) -> bool {
    draft.page.text(index).trim_start().starts_with(DASHES) && is_names(draft, index)
}

/// Whether a block ends as a sentence does; an initial does not ("N. and R.").
fn is_sentence(draft: &Draft<'_>, index: usize) -> bool {
    let text = draft.page.text(index).trim_end();
    let last = text.split_whitespace().next_back().unwrap_or("");
    text.ends_with(ends_clause) && !text.ends_with([',', '，', '、']) && last.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html, kept, text};

    const STORY: &str = "The ferry stays in dock until the inspectors have looked at both engines, the harbour said.";
    const PLEA: &str = "Please donate to support our journalism.";

    /// What is left of lines between two paragraphs of a story.
    fn left(lines: &[&str]) -> Vec<String> {
        let all = [&[STORY], lines, &[STORY]].concat().join("\n\n");
        kept(text(&all)).into_iter().filter(|line| line != STORY).collect()
    }

    #[test]
    fn closings_go_with_their_plea() {
        for closing in [
            &["Gratefully,", "Paula Dress, editor"][..],
            &["Gratefully,", "Paula Dress", "Editor", "PS: You get a postcard."],
            &[
                "It takes you a minute, and it keeps us going.",
                "Thank you for sailing with us.",
                "The team",
            ],
            &["With thanks from all of us", "P. and R."],
            &["— Paula and Ron"],
            &["Thank you!", "PS: You get a postcard. It is a nice one."],
        ] {
            assert_eq!(left(&[&[PLEA], closing].concat()), [""; 0]);
        }
    }

    #[test]
    fn what_closes_no_plea_stays() {
        for lines in [
            &["Gratefully,", "Paula Dress, editor"][..],
            &[
                "Thanks to the new engine the ferry sails again in March, and the old one goes to a museum.",
            ],
            &["Thanks to a diver, the ferry sails again in the spring."],
        ] {
            assert_eq!(left(lines), lines);
        }
        for heading in ["Fe de errores", "WHY THE FERRY STAYS IN DOCK", "The second engine"] {
            assert_eq!(left(&[PLEA, "Gratefully, the crew", heading]), [heading]);
        }
        for headings in
            [&["Weather"][..], &["Second Ferry Returns", "By Ann Moss"], &["## Second Ferry"]]
        {
            for names in
                [&["Gratefully,", "The editors"][..], &["Gratefully, the crew"], &["— Ann and Ron"]]
            {
                assert_eq!(left(&[&[PLEA], names, headings].concat()), headings);
                let page = [&[STORY, PLEA], names, headings, &[STORY]].concat().join("<p>");
                assert_eq!(kept(html(&page))[1..1 + headings.len()], *headings);
            }
        }
        let behind = ["Cheers went up on the quay, Ms Dress said.", "The crew of the ferry"];
        assert_eq!(left(&[&[PLEA], &behind[..]].concat()), behind);
        // Another element of a page is another text.
        let page = format!("<div><p>{PLEA}</p></div><div><p>Thanks for the answer.</p></div>");
        assert_eq!(kept(html(&page)), ["Thanks for the answer."]);
    }
}
