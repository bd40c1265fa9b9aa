//! The front end for plain text: lines and paragraphs to the same blocks as a page's.
//!
//! The arena's text is the whole input, and each block a range of it, so that what is kept can be
//! given back to the byte. A block is a line, or a paragraph where lines are wrapped by hand.

mod wrapping;

use std::ops::Range;

use memchr::memchr3_iter;

use crate::build::{Arena, Block, BlockKind, Context, Element, ROOT};

use wrapping::{Line, Widths};

/// Where a line or a block begins and ends.
type Place = (usize, usize);

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
    let mut widths = Widths::new();
    each_group(text, max, &mut |group| {
        widths.add(&measured(text, group));
        group.len()
    });
    let wrapping = widths.wrapping();
    let mut blocks = Vec::new();
    let rest = each_group(text, max, &mut |group| {
        let paragraphs = wrapping.paragraphs(&measured(text, group));
        let place = |lines: &Range<usize>| block(group[lines.start].0, group[lines.end - 1].1);
        blocks.extend(paragraphs.iter().map(place));
        paragraphs.len()
    });
    blocks.extend(rest.map(|(start, end)| block(start, end)));
    (blocks, rest.is_some())
}

/// Reads the groups of lines between blank ones: `read` takes one and tells how many blocks it made of it. Ends at
/// `max` blocks, and gives the place of the text that is left then.
fn each_group(text: &str, max: usize, read: &mut dyn FnMut(&[Place]) -> usize) -> Option<Place> {
    let is_blank = |(start, end): &Place| text[*start..*end].trim().is_empty();
    let (mut count, mut group) = (0, Vec::new());
    let mut lines = lines(text);
    while let Some(line) = lines.next() {
        let ends = is_blank(&line);
        let is_full = !ends && count + group.len() >= max;
        if (ends || is_full) && !group.is_empty() {
            count += read(&group);
            group.clear();
        }
        if is_full {
            let last = lines.filter(|line| !is_blank(line)).last().unwrap_or(line);
            return Some((line.0, last.1));
        }
        if !ends {
            group.push(line);
        }
    }
    if !group.is_empty() {
        read(&group);
    }
    None
}

/// A group of lines as far as their breaks depend on it; nothing of a lone line, which has none.
fn measured(text: &str, group: &[Place]) -> Vec<Line> {
    match group {
        [_] => vec![Line::default()],
        group => group.iter().map(|(start, end)| Line::of(&text[*start..*end])).collect(),
    }
}

/// The ranges of the lines, without their ends: LF, CR LF, the lone CR of old files, and Unicode's separators of
/// lines and paragraphs.
fn lines(text: &str) -> impl Iterator<Item = Place> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        if rest.is_empty() && start > 0 {
            return None;
        }
        let end = start + line_len(rest);
        let len = line_end_len(&text[end..]);
        next = (len > 0).then_some(end + len);
        Some((start, end))
    })
}

/// The bytes of the line that a text begins with, without its end.
fn line_len(text: &str) -> usize {
    // U+2028 and U+2029 begin with E2 in UTF-8, as quotation marks do.
    let ends = memchr3_iter(b'\n', b'\r', 0xE2, text.as_bytes());
    let mut ends = ends.filter(|at| line_end_len(&text[*at..]) > 0);
    ends.next().unwrap_or(text.len())
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
