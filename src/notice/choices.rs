//! Choices: the amounts and buttons below a plea, of which the reader is to pick one.

use std::ops::Range;

use crate::build::{Element, ElementId, ROOT};
use crate::category::Category;
use crate::punctuation::ends_clause;
use crate::reason::Reason;

use super::Draft;
use super::company::is_unquoted;
use super::page::{Page, length};
use super::price::{first_price_at, is_sign, prices};
use super::runs::{Role, role};

/// The longest choice in letters, with what it is said to pay for.
const MAX_LENGTH: f32 = 80.0;
/// One that does not begin with its amount has little more: "Monthly $5".
const MAX_BARE_LENGTH: f32 = 24.0;
/// What stands before an amount at the beginning, in bytes: "R$", "NT$".
const MAX_BEFORE: usize = 4;
/// Digits of what people give, in any currency.
const MAX_DIGITS: usize = 5;
/// The labels of a form in letters: "Another amount", "Count me in".
const MAX_LABEL_LENGTH: f32 = 40.0;
/// Labels in a row between two choices; in a page they are the goods that prices are for.
const MAX_LABELS: usize = 2;
/// One amount is in the news.
const MIN_CHOICES: usize = 2;
/// Blocks between a plea and its choices, and between them and what puts them off.
const MAX_GAP: usize = 2;
/// Paragraphs of a plea above its choices.
const MAX_PARAGRAPHS: usize = 8;

/// How many amounts or buttons to choose from a line is made of; none if it is more than that.
pub(super) fn count(text: &str) -> usize {
    match buttons(text) {
        0 => amounts(text),
        count => count,
    }
}

/// The buttons in a row of them, as text browsers write them: "[ Count me in ]  [ Not today ]". One could be a note in
/// brackets, and numbers are references.
fn buttons(text: &str) -> usize {
    let (mut rest, mut count) = (text.trim(), 0);
    while let Some((label, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        if length(label) > MAX_LABEL_LENGTH || !label.contains(char::is_alphabetic) {
            return 0;
        }
        (rest, count) = (behind.trim_start(), count + 1);
    }
    if rest.is_empty() && count >= MIN_CHOICES { count } else { 0 }
}

/// Whether a line begins with a box to tick, as forms in text have it: "[ ] Every month", "( ) Once".
fn is_tick(text: &str) -> bool {
    const BOXES: [&str; 10] = ["[ ]", "[x]", "[X]", "[*]", "( )", "(*)", "☐", "☑", "○", "◯"];
    let text = text.trim_start();
    BOXES.iter().any(|mark| text.starts_with(mark))
}

/// The amounts that a line is made of, with what they pay for.
fn amounts(text: &str) -> usize {
    // The text of a link in Markdown: "[$5 a month](https://…)".
    let text =
        text.split_once("](").filter(|_| text.ends_with(')')).map_or(text, |(label, _)| label);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_sign(c)).trim_end();
    if text.ends_with(ends_clause) || length(text) > MAX_LENGTH {
        return 0;
    }
    let is_bare = length(text) <= MAX_BARE_LENGTH && !text.contains([':', '：', '(']);
    if !first_price_at(text).is_some_and(|at| is_bare || at <= MAX_BEFORE) {
        return 0;
    }
    if prices(text).all(is_round) { prices(text).count() } else { 0 }
}

/// Whether an amount is one that people give: shops have cents.
fn is_round(amount: &str) -> bool {
    let has_cents = amount.rsplit_once(['.', ',']).is_some_and(|(_, cents)| cents.len() == 2);
    !has_cents && amount.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS
}

/// Choices with the labels between them.
struct Group {
    start: usize,
    end: usize,
}

/// Marks choices with the plea above them.
pub(super) fn mark(draft: &mut Draft<'_>) {
    let mut index = 0;
    while index < draft.len() {
        match group(draft, index) {
            Some(group) => {
                index = group.end;
                if draft.page.is_html() {
                    mark_beside(draft, &group);
                } else {
                    mark_group(draft, &group);
                }
            }
            None => index += 1,
        }
    }
}

/// Whether choices that begin with a block can be marked: those of a page have their plea above, and few blocks do.
fn can_begin(draft: &Draft<'_>, index: usize) -> bool {
    !draft.page.is_html() || (index.saturating_sub(MAX_GAP + 1)..index).any(|at| asks(draft, at))
}

/// The group that begins with a block.
fn group(draft: &Draft<'_>, start: usize) -> Option<Group> {
    if !can_begin(draft, start) {
        return None;
    }
    let page = draft.page;
    let (mut choices, mut end, mut labels) = (0, start, 0);
    let max_labels = if page.is_html() { 0 } else { MAX_LABELS };
    for index in start..page.len() {
        match count(page.text(index)) {
            0 if index > start && is_tick(page.text(index)) => end = index + 1,
            0 if index == start || labels == max_labels || !is_label(page, index) => break,
            0 => labels += 1,
            more => {
                choices += more;
                (end, labels) = (index + 1, 0);
            }
        }
    }
    (choices >= MIN_CHOICES).then_some(Group { start, end })
}

/// Whether a line could be a button.
fn is_label(page: &Page<'_>, index: usize) -> bool {
    let text = page.text(index).trim_end().trim_end_matches(['!', '！', '?', '？']);
    page.length(index) <= MAX_LABEL_LENGTH && !text.ends_with(ends_clause)
}

/// Marks choices of a page that stand beside their plea, with what stands between them. Shops and tables of fees have
/// prices below an appeal, too, but in elements of their own.
fn mark_beside(draft: &mut Draft<'_>, group: &Group) {
    let Some(plea) = plea_above(draft, group) else {
        return;
    };
    let around = around(draft, plea);
    let dismissal = dismissal(draft, group).filter(|at| draft.evidence[*at].dismisses);
    // "Other amount" is a choice, too.
    let is_known =
        |index: &usize| is_label(draft.page, *index) && draft.evidence[*index].category.is_some();
    let named = (group.end..draft.len()).take(MAX_LABELS).take_while(is_known).count();
    let end = dismissal.map_or(group.end + named, |at| at + 1);
    let blocks = plea + 1..end;
    if blocks.clone().all(|index| is_beside(draft, index, around, &blocks)) {
        mark_all(draft, blocks);
    }
}

/// The plea in sentences that stands above choices, with calls and other notices between them at most.
fn plea_above(draft: &Draft<'_>, group: &Group) -> Option<usize> {
    let is_between =
        |index: &usize| draft.marks[*index].is_some() || role(draft, *index) == Role::Likely;
    let above = (0..group.start).rev().take(MAX_GAP + 1);
    above.take_while(is_between).find(|index| asks(draft, *index))
}

/// Whether a block asks for money in a sentence.
fn asks(draft: &Draft<'_>, index: usize) -> bool {
    let is_plea = matches!(draft.plea(index), Some(Category::Donation | Category::Paywall));
    is_plea && !draft.evidence[index].is_label
}

/// The element that a plea stands in beside other text.
fn around(draft: &Draft<'_>, plea: usize) -> ElementId {
    let is_more = |element: &Element| {
        let mut blocks = element.first_block as usize..element.end_block as usize;
        blocks.len() > MAX_PARAGRAPHS || blocks.any(|block| draft.marks[block].is_none())
    };
    let mut ancestors = draft.page.arena.ancestors(draft.page.block(plea).element);
    ancestors.find(|(_, element)| is_more(element)).map_or(ROOT, |(id, _)| id)
}

/// Whether a block is in an element, and in none inside of it that has other blocks than these.
fn is_beside(draft: &Draft<'_>, index: usize, around: ElementId, blocks: &Range<usize>) -> bool {
    let is_larger = |element: &Element| {
        (element.first_block as usize) < blocks.start || element.end_block as usize > blocks.end
    };
    let mut ancestors = draft.page.arena.ancestors(draft.page.block(index).element);
    ancestors.find(|(_, element)| is_larger(element)).map_or(ROOT, |(id, _)| id) == around
}

/// What puts the choice off, or another plea, a few labels below it.
fn dismissal(draft: &Draft<'_>, group: &Group) -> Option<usize> {
    (group.end..draft.len())
        .take(MAX_GAP + 1)
        .take_while(|index| draft.evidence[*index].dismisses || is_label(draft.page, *index))
        .find(|index| draft.evidence[*index].dismisses || draft.plea(*index).is_some())
}

fn mark_group(draft: &mut Draft<'_>, group: &Group) {
    let start = plea_start(draft, group);
    let dismissal = dismissal(draft, group);
    let asks = |index: usize| draft.plea(index).is_some_and(asks_for_money);
    let is_known = (start..group.start).any(asks)
        || dismissal.is_some_and(|at| draft.evidence[at].dismisses || asks(at));
    if !is_known || draft.page.is_inset(start) {
        return;
    }
    let end = dismissal.map_or(group.end, |at| at + 1);
    mark_all(draft, start..end);
}

fn mark_all(draft: &mut Draft<'_>, blocks: Range<usize>) {
    for index in blocks {
        let is_dismissal = draft.evidence[index].dismisses;
        let (category, reason) = if is_dismissal {
            (Category::Reminder, Reason::Dismiss)
        } else {
            (Category::Donation, Reason::Run)
        };
        draft.mark(index, category, reason);
    }
}

/// Whether a category asks for money, or puts that off.
pub(super) fn asks_for_money(category: Category) -> bool {
    matches!(category, Category::Donation | Category::Paywall | Category::Reminder)
}

/// Where the plea above choices begins: the first of the paragraphs above them that speak to the reader. In a text that
/// does so throughout, the first that asks for something, or opens a plea.
fn plea_start(draft: &Draft<'_>, group: &Group) -> usize {
    let speaks_throughout = draft.page.voice.says_you || draft.page.voice.says_we;
    let (mut start, mut gap) = (group.start, 0);
    for index in (0..group.start).rev().take(MAX_PARAGRAPHS) {
        let is_unquoted = is_unquoted(draft.page.text(index));
        let opens = draft.evidence[index].opens;
        match role(draft, index) {
            Role::Likely if is_unquoted && speaks_throughout && !opens => {}
            Role::Plea | Role::Likely | Role::Dismissal if is_unquoted => (start, gap) = (index, 0),
            Role::Neutral if gap < MAX_GAP => gap += 1,
            _ => break,
        }
        if opens {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html, kept, text};
    use super::count;

    #[test]
    fn amounts_to_choose() {
        for (line, amounts) in [
            ("$3 / month", 1),
            ("* $50 a year keeps the lamp in oil", 1),
            ("☐ ₹100 ☐ ₹300 ☐ your own", 2),
            ("월 5,000원", 1),
            ("R$ 20", 1),
            ("Monthly €5", 1),
            ("$74.90", 0),
            ("$3 million for the bridge and its two towers, which the county pays back", 1),
            ("Adults: $12", 0),
            ("It costs $3.", 0),
            ("The bridge, the county says, costs $300 a day", 0),
            ("14 boats and one long pier for $4", 0),
            ("$3000000", 0),
            ("Count me in", 0),
            ("[ Count me in ]  [ Not today ]", 2),
            ("[ Count me in ]", 0),
            ("[Ann] and [Eve]", 0),
            ("[1] [2]", 0),
            ("- [Give £3 a month](https://ferry.example/give?m=3)", 1),
        ] {
            assert_eq!(count(line), amounts, "{line}");
        }
    }

    #[test]
    fn choices_go_with_their_plea() {
        let story = "The ferry stays in dock until the inspectors have looked at both engines, the harbour said.";
        let plea = "We are four people and a boat, and you are why we sail.\n\n\
                    Please donate to support our journalism.";
        let form =
            "€5 a month\n\n€10 a month\n\nA sum of your own\n\n€50\n\nI am in\n\nMaybe later";
        let document = |parts: &[&str]| parts.join("\n\n");
        assert_eq!(kept(text(&document(&[story, plea, form, story]))), [story; 2]);
        // What is asked for is not known by a phrase here, but that it can be put off.
        let plea = plea.split("\n\n").next().expect("a first");
        assert_eq!(kept(text(&document(&[story, plea, form, story]))), [story; 2]);
        let table = "€5 a day\n\n€10 a week";
        assert_eq!(kept(text(&document(&[story, table, story]))).len(), 4);
    }

    #[test]
    fn choices_of_a_page_stand_beside_their_plea() {
        let story =
            "<p>The ferry stays in dock until the inspectors have looked at both engines.</p>";
        let plea = "<p>Please donate to support our journalism.</p>";
        let page = |choices: &str| format!("<article>{story}{plea}{choices}</article>{story}");
        for choices in [
            "<p>$2<p>$5 / month<p>$10<p>Other amount<p>Remind me later.",
            "<p>Choose an amount:<ul><li>€5<li>€10<li>Other amount</ul>",
            "<table><tr><td>$5<td>$10</table>",
            "<div>$5</div><div>$10</div>",
        ] {
            assert_eq!(kept(html(&page(choices))).len(), 2, "{choices}");
        }
        for shop in [
            "<p>$74.90<p>$12.50",
            "<ul><li>A boat in a bottle<li>$5<li>A lamp for the hut, made of brass<li>$10</ul>",
            "<table><tr><td>The crossing by night<td>$5<td>$10</table>",
        ] {
            assert_eq!(
                kept(html(&page(shop))),
                kept(html(&format!("<article>{story}{shop}</article>{story}"))),
                "{shop}"
            );
        }
        let elsewhere = format!("<div>{story}{plea}</div><div><p>$5<p>$10</div>{story}");
        assert_eq!(kept(html(&elsewhere)).len(), 4);
    }

    #[test]
    fn letters_in_a_story_stay() {
        let letter = "    Dear friends,\n\n    Without you there is no ferry, and we need a new engine.\n\n    \
                      Please give whatever you can.\n\n    [ ] I enclose £5\n    [ ] I enclose £20";
        let story = "In the spring the ferry wrote to all of its passengers.";
        let all = format!("{story}\n\n{letter}\n\n{story}");
        assert_eq!(kept(text(&all)).len(), 7);
    }
}
