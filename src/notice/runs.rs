//! Runs: an opener ("A message from …", "Dear readers,") and the plea that follows it.

use std::ops::Range;

use crate::build::{BlockKind, Context};
use crate::category::Category;
use crate::reason::Reason;

use super::company::is_statement;
use super::{Draft, choices, is_plea};

/// Openers are headings and salutations, or the first sentence of a plea.
const MAX_OPENER_LENGTH: f32 = 160.0;
/// Blocks of a run; the longest pleas have a dozen paragraphs.
const MAX_RUN: usize = 16;
/// Blocks in a row without a sign of a plea that a run steps over.
const MAX_NEUTRAL: usize = 2;
/// Paragraphs of a text that are editorial by their words though they may speak to the reader: a plea may have one
/// ("We are facing unprecedented challenges"), a letter to readers has more.
const MAX_LETTER: usize = 1;
/// Longer blocks that say neither "you" nor "we" are editorial.
const MIN_PROSE_LENGTH: f32 = 200.0;
/// Elements around an opener in which its plea is looked for.
const MAX_WIDER: usize = 3;

/// What a block after an opener is to its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A notice by itself.
    Plea,
    /// It has a phrase, or speaks to the reader.
    Likely,
    /// The words that put it off, or a form or button: the end.
    Dismissal,
    /// An amount to choose.
    Choice,
    /// It could be anything.
    Neutral,
    /// Editorial prose.
    Editorial,
}

/// Marks the runs of a document.
pub(super) fn mark(draft: &mut Draft<'_>) {
    let mut index = 0;
    while index < draft.len() {
        let is_opener = draft.evidence[index].opens
            && draft.page.length(index) <= MAX_OPENER_LENGTH
            && draft.evidence[index].address.reporting == 0;
        match is_opener.then(|| run(draft, index)).flatten() {
            Some((end, category)) => {
                // "From the editors" is a label of advertisements, and the heading of this plea.
                if let Some(mark) = &mut draft.marks[index]
                    && mark.category == Category::Boilerplate
                {
                    mark.category = category;
                }
                for block in index..end {
                    let own = draft.evidence[block].category;
                    let own = own.filter(|_| draft.evidence[block].is_notice());
                    let is_dismissal = draft.evidence[block].dismisses;
                    let reason = if is_dismissal { Reason::Dismiss } else { Reason::Run };
                    let category = if is_dismissal { Category::Reminder } else { category };
                    draft.mark(block, own.unwrap_or(category), reason);
                }
                index = end;
            }
            None => index += 1,
        }
    }
}

/// The end of the run that `opener` begins, and what it asks for.
fn run(draft: &Draft<'_>, opener: usize) -> Option<(usize, Category)> {
    limits(draft, opener).into_iter().find_map(|limit| run_within(draft, opener, limit))
}

/// Where a run has to end: in a page, with one of the elements around its opener, or with the page, as a fragment has
/// no body.
fn limits(draft: &Draft<'_>, opener: usize) -> Vec<usize> {
    let all = draft.len().min(opener + MAX_RUN);
    let around = draft.page.arena.ancestors(draft.page.block(opener).element);
    let ends = around.map(|(_, element)| (element.end_block as usize).min(all)).chain([all]);
    let mut limits: Vec<usize> = ends.filter(|end| *end > opener + 1).collect();
    limits.dedup();
    limits.truncate(MAX_WIDER);
    limits
}

fn run_within(draft: &Draft<'_>, opener: usize, limit: usize) -> Option<(usize, Category)> {
    let (mut end, mut neutral, mut likely, mut statements) = (opener + 1, 0, 0, 0);
    let (mut choices, mut letter) = (0, 0);
    // "A message from the editors" above "Dear readers,": letters have one or the other.
    let is_letter = !draft.evidence.get(opener + 1).is_some_and(|next| next.opens);
    let own = &draft.evidence[opener];
    let mut category = own.category.filter(|_| own.is_notice());
    for block in opener + 1..limit {
        letter += usize::from(is_letter && draft.is_editorial(block));
        match role(draft, block) {
            Role::Likely if letter > MAX_LETTER => break,
            // Behind statements, what asks for another thing is another notice.
            Role::Plea if statements > 0 && asks_for_another(draft, category, block) => break,
            Role::Plea => {
                statements = 0;
                category = category.or(draft.evidence[block].category);
                (end, neutral) = (block + 1, 0);
            }
            Role::Likely => {
                likely += 1;
                // Speaking to the reader carries a run on, but does not end one.
                neutral = 0;
                let is_other = statements > 0 && asks_for_another(draft, category, block);
                if draft.evidence[block].category.is_some() && !is_other {
                    end = block + 1;
                }
            }
            Role::Dismissal => {
                if likely > 0 {
                    category = category.or(Some(Category::Donation));
                }
                end = block + 1;
                break;
            }
            Role::Choice if !draft.page.is_inset(opener) => {
                choices += 1;
                neutral = 0;
                if choices > 1 && likely > 0 {
                    category = category.or(Some(Category::Donation));
                    end = block + 1;
                }
            }
            // The choices and buttons of the plea's own form are many and say little.
            Role::Neutral if is_form(draft, block) => {}
            // A new chapter, unless the heading opens the plea, too.
            Role::Neutral if is_heading(draft, block) && !draft.evidence[block].opens => break,
            Role::Neutral | Role::Choice => {
                neutral += 1;
                statements += usize::from(is_statement(draft, block));
            }
            Role::Editorial => break,
        }
        if neutral > MAX_NEUTRAL {
            break;
        }
    }
    (end > opener + 1).then_some(end).zip(category.map(|first| surest(draft, opener..end, first)))
}

/// What the surest of the pleas in a run asks for, if the `first` is one: a menu can begin with "From the editors",
/// too.
fn surest(draft: &Draft<'_>, run: Range<usize>, first: Category) -> Category {
    let evidence = run.map(|block| &draft.evidence[block]);
    let pleas = evidence.filter(|it| it.is_notice() && it.category.is_some_and(is_plea));
    let surest = pleas.reduce(|best, it| if it.points > best.points { it } else { best });
    let is_asked = is_plea(first) || first == Category::Boilerplate;
    surest.filter(|_| is_asked).and_then(|it| it.category).unwrap_or(first)
}

fn asks_for_another(draft: &Draft<'_>, category: Option<Category>, block: usize) -> bool {
    category.is_some_and(|category| draft.evidence[block].category != Some(category))
}

pub(super) fn is_heading(draft: &Draft<'_>, block: usize) -> bool {
    matches!(draft.page.block(block).kind, BlockKind::Heading(_))
}

fn is_form(draft: &Draft<'_>, block: usize) -> bool {
    draft.page.block(block).context.has_any(Context::FORM.with(Context::CONTROL))
}

/// What a block is to the run before it.
pub(super) fn role(draft: &Draft<'_>, block: usize) -> Role {
    let (page, evidence) = (draft.page, &draft.evidence[block]);
    if evidence.dismisses {
        return Role::Dismissal;
    }
    if !draft.can_be_notice(block) {
        return Role::Editorial;
    }
    if draft.plea(block).is_some() {
        return Role::Plea;
    }
    if choices::count(page.text(block)) > 0 {
        return Role::Choice;
    }
    let address = page.address(block);
    let speaks = address.manners() > 0;
    if address.reporting > address.manners() {
        return Role::Editorial;
    }
    if speaks || evidence.category.is_some() {
        return Role::Likely;
    }
    let is_editorial = page.length(block) >= MIN_PROSE_LENGTH || draft.is_editorial(block);
    if is_editorial { Role::Editorial } else { Role::Neutral }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html, kept, text};
    use crate::category::Category;

    #[test]
    fn a_letter_to_readers_stays_around_a_plea() {
        let letter = [
            "Dear readers,",
            "Last week many of you wrote to us about the new timetable of the ferry, and we took your letters to the harbour office on Monday morning.",
            "The harbour master read them with us at her kitchen table. She said that the last boat leaves at nine because the night crew was let go in spring, as you may remember from our report.",
            "The council meets again on Thursday, and the timetable is on its list. The island's doctor will speak first, said the clerk.",
        ];
        let (before, after) = letter.split_at(3);
        let with_plea = [before, &["Please donate to support our journalism."], after].concat();
        assert_eq!(kept(text(&with_plea.join("\n\n"))), letter);
    }

    #[test]
    fn a_run_needs_no_body_around_it() {
        let story = "The ferry stays in dock until the inspectors have looked at both engines.";
        for tag in ["p", "h2"] {
            let plea = "<p>Dear readers,<p>We need your help to continue our work.\
                <p>Please donate to support our journalism.<p>Remind me later.";
            let page = format!("<p>{story}<{tag}>A message from the Carrow Post:</{tag}>{plea}");
            assert_eq!(kept(html(&page)), [story], "{tag}");
        }
    }

    #[test]
    fn openers_can_be_headings_below_each_other() {
        let page = "<article><p>The ferry stays in dock until Friday.<h2>A message from the Carrow Post:</h2>\
            <h3>Dear readers,</h3><p>We need your help.<p>Please donate to support our journalism.</article>";
        assert_eq!(kept(html(page)), ["The ferry stays in dock until Friday."]);
    }

    #[test]
    fn a_run_asks_for_what_its_phrases_and_its_surest_plea_do() {
        let (_, notices) = text(
            "The ferry stays in dock until Friday, the board said.\n\nA message from the Carrow Post\n\nDear readers,\n\n\
            We need your help to continue our work.\n\nPlease donate to support our journalism.\n\nRemind me later.",
        );
        let categories: Vec<_> = notices[1..5].iter().flatten().map(|it| it.category).collect();
        assert_eq!(categories, [Category::Donation; 4]);
    }

    #[test]
    fn a_run_ends_where_a_chapter_begins() {
        let page = "<div><p>A message from the editor<p>We need you.<p>Please donate to support our journalism.\
            <h2>The second act</h2><p>You see the river here.<p>Sign up for our newsletter.</div>";
        assert_eq!(kept(html(page)), ["The second act", "You see the river here."]);
    }

    #[test]
    fn a_label_of_advertisements_over_a_plea_is_its_heading() {
        let (_, notices) = text(
            "Die Fähre bleibt im Dock, sagte der Hafen am Montag.\n\nIn eigener Sache\n\nLiebe Leserinnen und Leser,\n\n\
            Bitte spenden Sie für unabhängigen Journalismus.\n\nIhre Redaktion",
        );
        let categories: Vec<_> = notices[1..].iter().flatten().map(|it| it.category).collect();
        assert_eq!(categories, [Category::Donation; 4]);
    }
}
