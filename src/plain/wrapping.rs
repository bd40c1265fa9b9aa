//! Lines that are wrapped by hand, and the paragraphs that they make.
//!
//! A line that is wrapped ends where the next one's first word would not have fitted. Of a group of lines between
//! blank ones the widest tells how many columns there were, as do the other groups of the text. Lines of lists and
//! verse end so by chance, too, but seldom one behind the other, and the next one begins with a capital letter; or,
//! where letters have no case, none has the mark of a sentence.

use std::ops::Range;

use crate::letters::is_alphanumeric;
use crate::punctuation::{closes, ends_sentence};
use crate::search::is_unspaced;

/// Wrapped lines are not longer than this many columns (mail wraps at 72, editors at 80 to 120).
const MAX_WIDTH: usize = 120;
/// And the longest of them is not shorter than this: lists and verse are.
const MIN_WIDTH: usize = 40;
/// Columns by which the widest line of a paragraph can be short of those of the text: a long word did not fit.
const MAX_RAGGED: usize = 12;
/// Columns that a line of a script without spaces is short of the widest for more than its next character: a mark
/// that must not begin a line takes those before it along, two at most, and letters and digits among the others are
/// half as wide.
const MAX_UNSPACED_SLACK: usize = 6;
/// Lines of a paragraph that show by themselves that they are wrapped, if no letter does.
const MIN_LINES: usize = 3;

/// What a line begins with, behind marks of quoted mail and quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begin {
    /// The mark or number of an item.
    Item,
    /// A small letter: a sentence goes on.
    Small,
    /// A capital letter.
    Capital,
    /// A digit, as dates and times do.
    Digit,
    #[default]
    Other,
}

/// A line as far as its breaks depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    width: usize,
    /// The columns that its beginning would have needed at the end of the line before.
    needed: usize,
    indent: usize,
    /// How often it is quoted: `>` of mail.
    depth: usize,
    begin: Begin,
    end: End,
    /// A sentence ends inside of it.
    has_end_inside: bool,
    /// How words are written where it begins.
    words: Words,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    /// As a sentence does.
    Sentence,
    /// As lines of code do.
    Code,
    #[default]
    Open,
}

/// How words are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Words {
    #[default]
    Spaced,
    Unspaced,
    /// Not spaced, as in Thai, which has no marks of sentences either.
    Unmarked,
}

impl Line {
    pub(super) fn of(text: &str) -> Line {
        let text = text.trim_end();
        let body = text.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let marks = &text[..text.len() - body.len()];
        let depth = marks.matches('>').count();
        let indent = width(marks.rsplit('>').next().unwrap_or(""));
        let (needed, is_unspaced) = needed(body);
        Line {
            width: width(text),
            needed,
            indent,
            depth,
            begin: begin(body, is_unspaced),
            end: end(text),
            has_end_inside: has_end_inside(body),
            words: match is_unspaced {
                true if body.starts_with(|c| matches!(c, '\u{E00}'..='\u{E7F}')) => Words::Unmarked,
                true => Words::Unspaced,
                false => Words::Spaced,
            },
        }
    }

    /// Whether a paragraph can go on from this line to the next one, whatever their widths.
    fn can_go_on(&self, next: &Line) -> bool {
        let begins_one = next.indent > self.indent && self.begin != Begin::Item;
        self.end != End::Code
            && next.begin != Begin::Item
            && next.depth == self.depth
            && !begins_one
    }

    /// Whether this line ends before the next one as wrapped ones of so many columns do.
    fn is_full(&self, next: &Line, columns: usize) -> bool {
        self.width + next.needed > columns
    }

    /// Whether a sentence is torn if the next line begins a paragraph.
    fn is_torn(&self, next: &Line) -> bool {
        next.begin == Begin::Small && self.end != End::Sentence
    }
}

/// How wide the wrapped paragraphs of a text are: how many lines there are in those whose widest has so many columns.
#[derive(Debug)]
pub(super) struct Widths([u32; MAX_WIDTH + 1]);

impl Widths {
    pub(super) fn new() -> Widths {
        Widths([0; MAX_WIDTH + 1])
    }

    /// Adds the wrapped paragraphs of a group of lines.
    pub(super) fn add(&mut self, lines: &[Line]) {
        let columns = widest(lines);
        if !(MIN_WIDTH..=MAX_WIDTH).contains(&columns) {
            return;
        }
        for run in runs(lines, columns) {
            let inside = &lines[run.clone()];
            if shows_itself(inside, lines.len()) && !is_numbered(inside) {
                self.0[columns] += run.len() as u32;
            }
        }
    }

    /// How the text is wrapped.
    pub(super) fn wrapping(&self) -> Wrapping {
        let all: u32 = self.0.iter().sum();
        let mut so_far = 0;
        let columns = self.0.iter().position(|lines| {
            so_far += lines;
            *lines > 0 && so_far * 2 >= all
        });
        Wrapping { columns }
    }
}

/// How the lines of a text are wrapped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapping {
    /// The columns of the text: those of the middle one of the lines in wrapped paragraphs.
    columns: Option<usize>,
}

impl Wrapping {
    /// The paragraphs of a group of lines, as ranges of these.
    pub(super) fn paragraphs(self, lines: &[Line]) -> Vec<Range<usize>> {
        let own = widest(lines);
        let of_text = self
            .columns
            .filter(|columns| own <= *columns + MAX_RAGGED && own + MAX_RAGGED >= *columns);
        let candidates = [of_text, Some(own).filter(|own| (MIN_WIDTH..=MAX_WIDTH).contains(own))];
        let torn = |columns: &usize| {
            let is_torn = |pair: &&[Line]| pair[0].is_torn(&pair[1]) && !goes_on(pair, *columns);
            lines.windows(2).filter(is_torn).count()
        };
        let Some(columns) = candidates.into_iter().flatten().min_by_key(torn) else {
            return (0..lines.len()).map(|at| at..at + 1).collect();
        };
        let mut paragraphs = Vec::new();
        for run in runs(lines, columns) {
            let inside = &lines[run.clone()];
            let is_one = of_text.is_some() || shows_itself(inside, lines.len());
            if is_one && breaks_inside(inside) && !is_numbered(inside) {
                paragraphs.push(run);
            } else {
                paragraphs.extend(run.map(|at| at..at + 1));
            }
        }
        paragraphs
    }
}

/// The lines that go on one from the other, if they have so many columns.
fn runs(lines: &[Line], columns: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = lines.get(start..).filter(|rest| !rest.is_empty())?;
        let breaks = rest.windows(2).take_while(|pair| goes_on(pair, columns)).count();
        let run = start..start + breaks + 1;
        start = run.end;
        Some(run)
    })
}

fn goes_on(pair: &[Line], columns: usize) -> bool {
    pair[0].can_go_on(&pair[1]) && pair[0].is_full(&pair[1], columns)
}

/// Whether a run of lines that end as wrapped ones do does so by no chance, in a group of so many: they begin with
/// small letters, or are several and have sentences. In front of others two lines are too few, as the widest one
/// always ends so.
fn shows_itself(run: &[Line], lines: usize) -> bool {
    let count = |begin: Begin| run[1..].iter().filter(|line| line.begin == begin).count();
    let (small, capital) = (count(Begin::Small), count(Begin::Capital));
    let is_several = run.len() >= MIN_LINES;
    let is_whole = run.len() == lines && lines > 1;
    if small == 0 && capital == 0 {
        // No letter tells; headlines have no marks. Thai has none anywhere.
        let shows_sentence = |line: &Line| {
            line.end == End::Sentence || line.has_end_inside || line.words == Words::Unmarked
        };
        let has_sentences = run.iter().any(shows_sentence);
        let is_unspaced = run[1..].iter().all(|line| line.words != Words::Spaced);
        return has_sentences && (is_several || is_whole && is_unspaced);
    }
    // German nouns are two thirds of the beginnings at most; of few lines they can be all.
    let ends = run.iter().filter(|line| line.end == End::Sentence).count();
    let is_prose = run.iter().any(|line| line.has_end_inside) && ends * 4 <= run.len();
    let is_small = small * 2 >= capital && (is_several || is_whole);
    is_small || is_whole && run.len() > MIN_LINES && is_prose
}

/// Whether lines begin with digits, two in three and more: a list of dates, a table, a log.
fn is_numbered(run: &[Line]) -> bool {
    let digits = run.iter().filter(|line| line.begin == Begin::Digit).count();
    digits * 3 >= run.len() * 2
}

/// Whether no more than half of the lines of a paragraph end where a sentence does.
fn breaks_inside(lines: &[Line]) -> bool {
    let breaks = lines.len() - 1;
    lines[..breaks].iter().filter(|line| line.end == End::Sentence).count() * 2 <= breaks
}

fn widest(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.width).max().unwrap_or(0)
}

/// The columns of a text in a font of fixed width: East Asian letters and marks take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(c >= '\u{2E80}')).sum()
}

/// The columns that a line would have needed at the end of the one before it: those of its first word and a space, or
/// of its first character, where words are not spaced; and whether they are not.
fn needed(line: &str) -> (usize, bool) {
    let end = line.find(|c: char| c.is_whitespace() || is_unspaced(c)).unwrap_or(line.len());
    match line[end..].chars().next().filter(|c| is_unspaced(*c)) {
        Some(c) => (width(&line[..end + c.len_utf8()]) + MAX_UNSPACED_SLACK, true),
        None => (width(&line[..end]) + 1, false),
    }
}

fn end(line: &str) -> End {
    if line.trim_end_matches(closes).ends_with(ends_sentence) {
        End::Sentence
    } else if line.ends_with([';', '{', '}']) {
        End::Code
    } else {
        End::Open
    }
}

fn begin(line: &str, is_unspaced: bool) -> Begin {
    if is_item(line) {
        return Begin::Item;
    }
    match line.chars().find(|c| is_alphanumeric(*c)) {
        Some(c) if c.is_numeric() => Begin::Digit,
        _ if is_unspaced => Begin::Other,
        Some(c) if c.is_lowercase() => Begin::Small,
        Some(c) if c.is_uppercase() => Begin::Capital,
        _ => Begin::Other,
    }
}

/// Whether a line begins with the mark or the number of an item: "- ", "• ", "2. ", "b) ", "1、".
fn is_item(line: &str) -> bool {
    const MAX_NUMBER_LEN: usize = 3;
    let is_apart = |rest: &str| rest.starts_with(|c: char| c.is_whitespace() || is_unspaced(c));
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '·', '→', '✓', '►']) {
        return is_apart(rest);
    }
    // Dashes stand between words, too.
    if let Some(rest) = line.strip_prefix(['–', '—']) {
        return is_apart(rest) && !rest.trim_start().starts_with(char::is_lowercase);
    }
    if line.starts_with(['•', '‣', '◦', '▪', '・', '●', '○', '■', '◆']) {
        return true;
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let number = &line[..line.len() - rest.len()];
    let is_number = number.len() <= MAX_NUMBER_LEN && number.bytes().all(|b| b.is_ascii_digit());
    let marks: &[char] = if is_number { &['.', ')', '、', '．', '）'] } else { &[')', '）'] };
    let rest = rest.strip_prefix(marks);
    (is_number || number.len() == 1) && !number.is_empty() && rest.is_some_and(is_apart)
}

/// Whether a sentence ends in a line before its end.
fn has_end_inside(line: &str) -> bool {
    let ends = line.match_indices(ends_sentence);
    let mut behind = ends.map(|(at, mark)| line[at + mark.len()..].trim_start_matches(closes));
    behind.any(|rest| rest.starts_with(|c: char| c.is_whitespace() || is_unspaced(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lines the paragraphs of the groups of a text have.
    fn paragraphs(text: &str) -> Vec<usize> {
        let measure = |group: &str| group.lines().map(Line::of).collect::<Vec<_>>();
        let groups: Vec<Vec<Line>> = text.split("\n\n").map(measure).collect();
        let mut widths = Widths::new();
        groups.iter().for_each(|group| widths.add(group));
        let wrapping = widths.wrapping();
        let lens = |group: &Vec<Line>| {
            wrapping.paragraphs(group).into_iter().map(|lines| lines.len()).collect::<Vec<_>>()
        };
        groups.iter().flat_map(lens).collect()
    }

    const WRAPPED: &str = "The ferry stays in dock until the inspectors have looked at both of its\n\
        engines, the board said on Monday. The fare of those who hold the ticket\n\
        is paid back at the harbour.";

    #[test]
    fn a_greeting_is_no_part_of_the_paragraph_below() {
        assert_eq!(paragraphs(WRAPPED), [3]);
        assert_eq!(paragraphs(&format!("Hi all,\n{WRAPPED}\nAnn")), [1, 3, 1]);
    }

    #[test]
    fn items_with_a_hanging_indent_are_paragraphs() {
        let item = |mark: &str| format!("{mark} {}", WRAPPED.replace('\n', "\n  "));
        for mark in ["-", "*", "1.", "b)"] {
            let items = [item(mark), item(mark)].join("\n");
            assert_eq!(paragraphs(&items), [3, 3], "{mark}");
        }
        assert_eq!(paragraphs(&format!("  {WRAPPED}\n  {WRAPPED}")), [3, 3]);
    }

    #[test]
    fn quoted_mail_is_wrapped_too() {
        let quoted = format!("> {}", WRAPPED.replace('\n', "\n> "));
        assert_eq!(paragraphs(&quoted), [3]);
        assert_eq!(paragraphs(&format!("{quoted}\n>> Is it so?")), [3, 1]);
    }

    #[test]
    fn a_headline_and_its_button_are_two_lines() {
        let teaser = "Council of Leeds to open the new bridge on Monday at noon\nSubscribe to our newsletter";
        assert_eq!(paragraphs(teaser), [1, 1]);
        // The text has 72 columns, which leaves room for "Subscribe".
        assert_eq!(paragraphs(&format!("{WRAPPED}\n\n{teaser}")), [3, 1, 1]);
        // It goes on, or would have been longer.
        assert_eq!(paragraphs(&teaser.replace("Subscribe", "and subscribe")), [2]);
        let long =
            "The council of Leeds wants to open the new bridge in the early spring of\nLeeds.";
        assert_eq!(paragraphs(&format!("{WRAPPED}\n\n{long}")), [3, 2]);
    }

    #[test]
    fn lists_of_headlines_are_lines() {
        let dates = "2026-11-02 Ferry stays in dock until inspectors look at it again\n2026-11-03 Council votes against the plan for a third runway today\n\
            2026-11-04 Subscribe to our newsletter to get the news every morning\n2026-11-05 Heavy rain floods the streets of the old town once again";
        assert_eq!(paragraphs(dates), [1; 4]);
        let marked = "・港区に新しいプールが開業し市長が月曜日に式典を開催した\n・市議会は本日第三滑走路の建設計画に反対の票を投じました\n\
            ・ニュースレターに登録して毎朝最新のニュースを受け取ろう";
        for list in [marked.to_owned(), marked.replace('・', "１、"), marked.replace('・', "")]
        {
            assert_eq!(paragraphs(&list), [1; 3], "{list}");
        }
    }

    #[test]
    fn chinese_paragraphs_begin_set_in() {
        let paragraph = "　　县委员会周一表示，由于潜水员在四个桥墩和旧塔楼中发现锈\n蚀，这座桥将封闭至秋季，期间车辆须绕行上游的旧石桥。市政厅说\n所有人可以免费乘坐渡船";
        assert_eq!(paragraphs(&format!("{paragraph}\n{paragraph}")), [3, 3]);
    }

    #[test]
    fn german_lines_begin_with_nouns() {
        let text = "Hat Ihnen der Artikel gefallen? Dann unterstützen Sie uns mit einer\nSpende. Vielen Dank! Die Brücke bleibt bis zum Herbst gesperrt, wie der\n\
            Landkreis am Montag mitteilte, weil die Taucher an vier ihrer Pfeiler\nund im alten Turm Rost gefunden haben. Der Rat hat für die Schüler ein\n\
            Boot gemietet, das um sieben ablegt und zurückkommt, wenn die letzte\nStunde vorbei ist, und ein zweites für die Pflegekräfte der Klinik.";
        assert_eq!(paragraphs(text), [6]);
    }

    #[test]
    fn narrow_paragraphs_of_a_wide_text_are_whole() {
        let narrow = "The ferry stays in dock until the inspectors have\nlooked at both of its engines, the board said on\n\
            Monday.";
        assert_eq!(paragraphs(&format!("{WRAPPED}\n\n{narrow}")), [3, 3]);
    }
}
