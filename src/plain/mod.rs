//! The front end for plain text: lines and paragraphs to the same blocks as a page's.
//!
//! The arena's text is the whole input, and each block a range of it, so that what is kept can be
//! given back to the byte. A block is a line, or a paragraph where lines are wrapped by hand.

use crate::build::{Arena, Block, BlockKind, Context, Element, ROOT};
use crate::punctuation::{closes, ends_sentence};
use crate::search::is_unspaced;

/// Wrapped lines are not longer than this many columns (mail wraps at 72, editors at 80 to 120).
const MAX_WRAP_WIDTH: usize = 120;
/// Nor is their longest shorter: lists and verse are.
const MIN_WRAP_WIDTH: usize = 40;
/// Columns that a line of a script without spaces is short of the widest for more than its next character: a mark
/// that must not begin a line takes those before it along, two at most, and letters and digits among the others are half
/// as wide.
const MAX_UNSPACED_SLACK: usize = 6;

/// Blocks of a text that are told apart; the rest of a longer text is one. A block costs 400 bytes
/// until the text is decided, and a line can be had for two.
const MAX_BLOCKS: usize = 1 << 21;

/// Collects a plain text document.
///
/// ```
/// use dechaff::stages::PlainText;
/// let mut plain = PlainText::default();
/// plain.push("One line.\r\nAnother.\r\n");
/// let arena = plain.finish();
/// assert_eq!(arena.blocks.len(), 2);
/// assert_eq!(arena.block_text(&arena.blocks[1]), "Another.");
/// ```
#[derive(Debug, Default)]
pub struct PlainText {
    text: String,
}

impl From<String> for PlainText {
    fn from(text: String) -> PlainText {
        PlainText { text }
    }
}

impl PlainText {
    /// Takes the next piece of the document.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Cuts the document into blocks.
    #[must_use]
    pub fn finish(self) -> Arena {
        let (blocks, is_joined) = blocks(&self.text, MAX_BLOCKS);
        let elements = vec![Element::root(blocks.len())];
        Arena { text: self.text, blocks, elements, is_joined, ..Arena::default() }
    }
}

/// The blocks of a text, and whether the last one is all that comes after `max`.
fn blocks(text: &str, max: usize) -> (Vec<Block>, bool) {
    let is_blank = |(start, end): &(usize, usize)| text[*start..*end].trim().is_empty();
    let (mut blocks, mut group) = (Vec::new(), Vec::new());
    let mut lines = lines(text);
    while let Some(line) = lines.next() {
        if is_blank(&line) {
            cut_group(text, &mut group, &mut blocks);
        } else if blocks.len() + group.len() < max {
            group.push(line);
        } else {
            cut_group(text, &mut group, &mut blocks);
            let last = lines.filter(|line| !is_blank(line)).last().unwrap_or(line);
            blocks.push(block(line.0, last.1));
            return (blocks, true);
        }
    }
    cut_group(text, &mut group, &mut blocks);
    (blocks, false)
}

/// Makes blocks of a group of lines: one if they are wrapped.
fn cut_group(text: &str, group: &mut Vec<(usize, usize)>, blocks: &mut Vec<Block>) {
    match group[..] {
        [(start, _), .., (_, end)] if is_wrapped(text, group) => blocks.push(block(start, end)),
        _ => blocks.extend(group.iter().map(|(start, end)| block(*start, *end))),
    }
    group.clear();
}

/// The ranges of the lines, without their ends: LF, CR LF, the lone CR of old files, and Unicode's separators of
/// lines and paragraphs.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        if rest.is_empty() && start > 0 {
            return None;
        }
        let end = rest.find(LINE_ENDS).map_or(text.len(), |at| start + at);
        let len = line_end_len(&text[end..]);
        next = (len > 0).then_some(end + len);
        Some((start, end))
    })
}

/// How many lines end in a text.
pub(crate) fn line_ends(text: &str) -> usize {
    lines(text).filter(|(_, end)| *end < text.len()).count()
}

/// What ends a line; CR LF is one end.
pub(crate) const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// Bytes of the line end that a text begins with, 0 if it does not.
pub(crate) fn line_end_len(text: &str) -> usize {
    match text.chars().next() {
        Some('\r') if text[1..].starts_with('\n') => 2,
        Some(end) if LINE_ENDS.contains(&end) => end.len_utf8(),
        _ => 0,
    }
}

/// Whether the lines of a group are one paragraph: each breaks only where the next one's first
/// word would not have fitted, and no more than half of them where a sentence ends.
fn is_wrapped(text: &str, group: &[(usize, usize)]) -> bool {
    let lines: Vec<&str> = group.iter().map(|(start, end)| text[*start..*end].trim_end()).collect();
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    if !(MIN_WRAP_WIDTH..=MAX_WRAP_WIDTH).contains(&widest) {
        return false;
    }
    let is_end = |line: &&&str| line.trim_end_matches(closes).ends_with(ends_sentence);
    let breaks = lines.len() - 1;
    if lines[..breaks].iter().filter(is_end).count() * 2 > breaks {
        return false;
    }
    lines.windows(2).all(|pair| width(pair[0]) + needed(pair[1]) > widest)
}

/// The columns of a text in a font of fixed width: East Asian letters and marks take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(c >= '\u{2E80}')).sum()
}

/// The columns that a line would have needed at the end of the one before it: those of its first word and a space, or of
/// its first character, where words are not spaced.
fn needed(line: &str) -> usize {
    let line = line.trim_start();
    let end = line.find(|c: char| c.is_whitespace() || is_unspaced(c)).unwrap_or(line.len());
    match line[end..].chars().next().filter(|c| is_unspaced(*c)) {
        Some(c) => width(&line[..end + c.len_utf8()]) + MAX_UNSPACED_SLACK,
        None => width(&line[..end]) + 1,
    }
}

fn block(start: usize, end: usize) -> Block {
    let (start, end) = (start as u32, end as u32);
    Block {
        start,
        end,
        source_start: start,
        source_end: end,
        element: ROOT,
        context: Context::default(),
        kind: BlockKind::Line,
        link_len: 0,
        bold_len: 0,
        italic_len: 0,
        code_len: 0,
        links: 0,
        images: 0,
        inputs: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let mut plain = PlainText::default();
        plain.push(text);
        let arena = plain.finish();
        arena.blocks.iter().map(|block| arena.block_text(block).to_owned()).collect()
    }

    #[test]
    fn a_line_is_a_block() {
        assert_eq!(blocks("One.\nTwo.\n\nThree."), ["One.", "Two.", "Three."]);
        assert_eq!(blocks("One.\r\n\r\nTwo.\r\n"), ["One.", "Two."]);
        assert_eq!(
            blocks("One.\r\rTwo.\rThree.\u{2028}Four.\u{2029}"),
            ["One.", "Two.", "Three.", "Four."]
        );
        assert!(blocks("").is_empty());
        assert!(blocks("\n \n").is_empty());
    }

    #[test]
    fn wrapped_lines_are_a_paragraph() {
        let wrapped = "The ferry stays in dock until inspectors have\nlooked at both engines, the authority said on\nMonday.";
        assert_eq!(blocks(wrapped), [wrapped]);
    }

    #[test]
    fn the_rest_of_a_long_text_is_one_block() {
        let text = "One.\n\nTwo.\nThree.\n\nFour. \n\n";
        let found = |max| {
            let (blocks, is_joined) = super::blocks(text, max);
            let texts = blocks.iter().map(|b| text[b.start as usize..b.end as usize].to_owned());
            (texts.collect::<Vec<_>>(), is_joined)
        };
        assert_eq!(found(2), (vec!["One.".into(), "Two.".into(), "Three.\n\nFour. ".into()], true));
        assert_eq!(found(4).0.len(), 4);
        assert!(!found(4).1);
    }

    /// A text in lines of so many characters, the last one shorter.
    fn wrapped(text: &str, width: usize) -> String {
        let characters: Vec<char> = text.chars().collect();
        let lines: Vec<String> =
            characters.chunks(width).map(|line| line.iter().collect()).collect();
        lines.join("\n")
    }

    #[test]
    fn wrapped_lines_without_spaces_are_a_paragraph() {
        let text = "家里那台十年前的笔记本，屏幕裂了，键盘掉了两个键，但硬盘和网口都是好的，拿来存照片绰绰有余。第一步，把电池拆下来。\
            长期插电的旧电池会鼓包，那块2016年的拆下来时已经像个小枕头，想想都后怕。第二步，用U盘装一个轻量的系统，安装时不要选图形界面。";
        for width in [25, 35, 40] {
            let wrapped = wrapped(text, width);
            assert_eq!(blocks(&wrapped), [&*wrapped]);
        }
        // A mark that must not begin a line, with the character before it.
        let held = "第二步，用优盘装一个轻量的系统，安装时不要选图形界\n面。其余空间全部留给照片和备份用，想想都后怕不已经。";
        assert_eq!(blocks(held), [held]);
    }

    #[test]
    fn lines_without_spaces_are_paragraphs_of_their_own() {
        let ragged = [
            "旧笔记本电脑改造成家庭相册服务器，零基础也能照着做（附踩坑记录，共六步），成本不到一百元",
            "家里那台十年前的笔记本，屏幕裂了，键盘掉了两个键，但硬盘和网口都是好的，拿来存照片绰绰有余。",
            "第一步，把电池拆下来。长期插电的旧电池会鼓包，那块拆下来时已经像个小枕头，想想都后怕。",
            "请订阅我们的电子报，支持独立新闻，每月仅需五元，随时可以取消，感谢您对本报的支持。",
        ];
        assert_eq!(blocks(&ragged.join("\n")), ragged);
        // As long as each other, and each a sentence but for the title.
        let even = [
            "旧笔记本电脑改造成家庭相册服务器，零基础也能照着做",
            "家里那台十年前的笔记本，屏幕裂了，键盘掉了两个键。",
            "“第一步，把电池拆下来。长期插电的旧电池会鼓包。”",
            "第二步，用优盘装一个轻量的系统，不要选图形界面。",
        ];
        assert_eq!(blocks(&even.join("\n")), even);
    }

    #[test]
    fn short_lines_are_lines() {
        assert_eq!(blocks("Accept all\nCookie settings\nNo thanks").len(), 3);
        let sentences = "We keep your address for as long as you are a member.\nYou can ask for a copy of all we know at any time.";
        assert_eq!(blocks(sentences).len(), 2);
        let listed = "A heading\nThis line is a good deal longer than the heading is.";
        assert_eq!(blocks(listed).len(), 2);
    }
}
