//! An HTML document as plain text, with lists and tables in a readable form.

use std::ops::Range;

use crate::build::{Arena, Block, ROOT};
use crate::document::Verdict;
use crate::punctuation::ends_clause;

use super::countdown::Countdowns;
use super::places::{Place, Places};
use super::text::Piece;

/// Deeper lists are not indented further: at 512 levels each item of five bytes would come out
/// with a kilobyte of spaces.
const MAX_INDENT_LEVELS: u16 = 16;
const SPACES: &str = "                                ";
/// Empty columns in a row that are written. Cells outside a row of their own are counted with an
/// outer one, where a hostile page has 65,000: each would come out with 200 kB of marks.
const MAX_CELL_MARKS: u16 = 64;
/// Between the cells of a row.
const CELL_MARK: &str = " | ";
/// Between what a cell holds, where no mark of a sentence ends it: white space, as the text output has
/// no other marks.
const PART_GAP: &str = "  ";

/// Writes the kept blocks.
pub(super) fn write<E>(
    arena: &Arena,
    verdicts: &[Verdict],
    out: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let places = Places::new(arena, verdicts);
    let countdowns = Countdowns::new(arena);
    let mut writer = Writer { arena, places, countdowns, previous: None, ends_clause: false, out };
    for (block, verdict) in arena.blocks.iter().zip(verdicts).filter(|(_, v)| v.is_kept()) {
        writer.block(block, verdict)?;
    }
    match writer.previous {
        Some(_) => out(Piece::mark("\n")),
        None => Ok(()),
    }
}

/// What stands between two blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Cell,
    Line,
    Paragraph,
}

struct Writer<'a, E> {
    arena: &'a Arena,
    places: Places,
    countdowns: Countdowns,
    previous: Option<Place>,
    /// The block before ends with a mark of a clause.
    ends_clause: bool,
    out: &'a mut dyn FnMut(Piece<'_>) -> Result<(), E>,
}

impl<E> Writer<'_, E> {
    fn block(&mut self, block: &Block, verdict: &Verdict) -> Result<(), E> {
        let place = self.places.of(block);
        let gap = self.previous.map(|previous| gap(&previous, &place));
        match gap {
            Some(Gap::Cell) => {}
            Some(Gap::Line) => self.mark("\n")?,
            Some(Gap::Paragraph) => self.mark("\n\n")?,
            None => {}
        }
        let len = (block.end - block.start) as usize;
        let start = block.start as usize;
        if gap != Some(Gap::Cell) {
            let kept = verdict.kept_ranges(len).next().unwrap_or(0..0);
            self.line_start(&place, &self.arena.block_text(block)[kept])?;
        }
        match self.previous {
            Some(previous) if place.cell != ROOT && previous.cell == place.cell => {
                self.part_gap()?
            }
            _ => self.cell_marks(&place, gap == Some(Gap::Cell))?,
        }
        let kept = verdict.kept_ranges(len);
        self.lines(kept.map(|range| start + range.start..start + range.end), &place)?;
        self.previous = Some(place);
        let text = self.arena.block_text(block);
        let kept = verdict.kept_ranges(len).map(|range| text[range].trim_end());
        let last = kept.filter(|words| !words.is_empty()).last();
        self.ends_clause = last.is_some_and(|words| words.ends_with(ends_clause));
        Ok(())
    }

    fn mark(&mut self, mark: &str) -> Result<(), E> {
        (self.out)(Piece::mark(mark))
    }

    /// The indent, and the marker of an item that begins here, but for a number that its text shows.
    fn line_start(&mut self, place: &Place, text: &str) -> Result<(), E> {
        if !self.places.take_marker(place.item) {
            return self.mark(indent(place));
        }
        self.mark(spaces(place.depth - 1))?;
        if place.numbered {
            let item = &self.arena.elements[place.item as usize];
            match self.countdowns.number(item.parent, item.ordinal) {
                number if shows_number(text, number) => Ok(()),
                number => self.mark(&format!("{number}. ")),
            }
        } else {
            self.mark("- ")
        }
    }

    /// Parts what stands in a cell.
    fn part_gap(&mut self) -> Result<(), E> {
        self.mark(if self.ends_clause { " " } else { PART_GAP })
    }

    /// One mark for each column since the cell before, so that cells without text keep their
    /// column. Columns that are empty in the whole table count only in between.
    fn cell_marks(&mut self, place: &Place, in_row: bool) -> Result<(), E> {
        if place.cell == ROOT {
            return Ok(());
        }
        let column = |place: &Place| self.arena.elements[place.cell as usize].ordinal;
        let marks = match &self.previous {
            // The numbers wrap in a row of 65,536 cells.
            Some(previous) if in_row => column(place).wrapping_sub(column(previous)).max(1),
            _ => column(place).saturating_sub(self.places.first_column(place.table)),
        };
        for _ in 0..marks.min(MAX_CELL_MARKS) {
            self.mark(CELL_MARK)?;
        }
        Ok(())
    }

    /// The lines of a block's kept ranges, without white space at the ends of any and of all.
    fn lines(&mut self, kept: impl Iterator<Item = Range<usize>>, place: &Place) -> Result<(), E> {
        let arena = self.arena;
        // What is due before the next words: line ends, or the space where a line goes on behind a dropped part.
        let (mut breaks, mut space, mut has_words) = (0, 0..0, false);
        for range in kept {
            let mut at = range.start;
            for (number, line) in arena.text[range].split('\n').enumerate() {
                if number > 0 {
                    (breaks, space) = (breaks + 1, 0..0);
                }
                let words = line.trim_end();
                if words.is_empty() {
                    space = if space.is_empty() { at..at + line.len() } else { space };
                } else {
                    if has_words && breaks > 0 {
                        self.breaks(breaks, place)?;
                    } else if has_words {
                        (self.out)(Piece::of(&arena.text[space.clone()], space.start))?;
                    }
                    (self.out)(Piece::of(words, at))?;
                    (breaks, space, has_words) = (0, at + words.len()..at + line.len(), true);
                }
                at += line.len() + 1;
            }
        }
        Ok(())
    }

    /// Ends the line so many times, and indents the next; a cell has one line.
    fn breaks(&mut self, count: usize, place: &Place) -> Result<(), E> {
        for _ in 0..count {
            self.mark(if place.cell == ROOT { "\n" } else { " " })?;
        }
        if place.cell == ROOT { self.mark(indent(place)) } else { Ok(()) }
    }
}

fn gap(previous: &Place, place: &Place) -> Gap {
    if place.row != ROOT && place.row == previous.row {
        Gap::Cell
    } else if (place.table != ROOT && place.table == previous.table)
        || (place.list != ROOT && place.list == previous.list)
    {
        Gap::Line
    } else {
        Gap::Paragraph
    }
}

/// Whether an item's text begins with its number: "3. Plant the bulbs" in the third. A number without a
/// mark behind it is text ("1 kg of flour").
fn shows_number(text: &str, number: u16) -> bool {
    let text = text.trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let is_marked = text[digits..].starts_with(['.', ')'])
        && text[digits + 1..].starts_with(char::is_whitespace);
    is_marked && text[..digits].parse() == Ok(number)
}

/// The indent of lines without a marker.
fn indent(place: &Place) -> &'static str {
    spaces(if place.item == ROOT { place.depth.saturating_sub(1) } else { place.depth })
}

fn spaces(levels: u16) -> &'static str {
    &SPACES[..2 * usize::from(levels.min(MAX_INDENT_LEVELS))]
}

#[cfg(test)]
mod tests {
    use crate::category::Category;
    use crate::{Document, Options, SourceFormat, extract};

    fn document(page: &str) -> Document {
        let mut document = extract(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        for (block, verdict) in document.arena.blocks.iter().zip(&mut document.verdicts) {
            let dropped = document.arena.block_text(block).contains("DROP");
            verdict.dropped = dropped.then_some(Category::Donation);
        }
        document
    }

    fn text(page: &str) -> String {
        document(page).text()
    }

    #[test]
    fn paragraphs_stand_apart() {
        assert_eq!(
            text("<h1>Title</h1><p>One.<p>DROP<p>Two.<hr>Three"),
            "Title\n\nOne.\n\nTwo.\n\nThree\n"
        );
        assert_eq!(text("<dl><dt>Key<dd>Value</dl>"), "Key\n\nValue\n");
        assert_eq!(text(""), "");
        assert_eq!(text("<p>DROP"), "");
    }

    #[test]
    fn items_stand_together() {
        assert_eq!(text("<p>So:<ul><li>a<li>DROP<li>b</ul><p>On."), "So:\n\n- a\n- b\n\nOn.\n");
        assert_eq!(text("<ul><li>a</ul><ul><li>b</ul>"), "- a\n\n- b\n");
        assert_eq!(text("<li>a<li>b"), "- a\n- b\n");
        assert_eq!(text("<div><li>a<li>b</div>"), "- a\n- b\n");
    }

    #[test]
    fn ordered_items_count_from_start_and_value() {
        assert_eq!(text("<ol><li>a<li>DROP<li>c</ol>"), "1. a\n3. c\n");
        assert_eq!(text("<ol start=9><li>a<li>b<li value=20>c</ol>"), "9. a\n10. b\n20. c\n");
        assert_eq!(text("<ol start=0><li>a<li>b</ol>"), "0. a\n1. b\n");
        assert_eq!(text("<ol reversed><li>a<li>DROP<li>c</ol>"), "3. a\n1. c\n");
    }

    #[test]
    fn numbers_that_items_show_are_not_added() {
        let page = "<ol><li>1. a<li>02) b<li>3.5 m<li>4 kg<li>6. e<li>6.</ol>";
        assert_eq!(text(page), "1. a\n02) b\n3. 3.5 m\n4. 4 kg\n5. 6. e\n6. 6.\n");
    }

    #[test]
    fn nested_lists_and_further_paragraphs_are_indented() {
        let page = "<ul><li>a<ol><li>b<ul><li>c</ul></ol>d<p>e</p><li>f<br>g</ul>";
        assert_eq!(text(page), "- a\n  1. b\n    - c\n  d\n  e\n- f\n  g\n");
        assert_eq!(text("<ul><li>a</li><ul><li>b</ul><li>c</ul>"), "- a\n  - b\n- c\n");
        assert_eq!(text("<ul>Note<li><p>a<p>b</ul>"), "Note\n- a\n  b\n");
    }

    #[test]
    fn lists_of_articles_are_layout() {
        let page = "<ul><li><h2>One</h2><p>a</p><ul><li>x<li>y</ul><li><h2>Two</h2><p>b</ul>";
        assert_eq!(text(page), "One\n\na\n\n- x\n- y\n\nTwo\n\nb\n");
        assert_eq!(text("<ul><li><h2>DROP</h2><p>a</p><li>b</ul>"), "- a\n- b\n");
        assert_eq!(text("<ul><li><h2>A</h2><li>b</ul>"), "A\n\nb\n");
    }

    #[test]
    fn rows_of_data_tables_are_lines() {
        let page =
            "<table><caption>Tides</caption><tr><th>Day<th>High<tr><td>Mon<td>3.1<br>m</table>";
        assert_eq!(text(page), "Tides\n\nDay | High\nMon | 3.1 m\n");
        let page = "<ul><li>a<table><tr><td>b<td>c<tr><td>d<td>e</table><li>f</ul>";
        assert_eq!(text(page), "- a\n  b | c\n  d | e\n- f\n");
        assert_eq!(text("<table><td>a<td>b</table>"), "a | b\n");
    }

    #[test]
    fn cells_without_text_keep_their_column() {
        let page = "<table><tr><td><td>x<td>y<tr><td>a<td><td>b<tr><td>c<td>d<td>DROP</table>";
        assert_eq!(text(page), " | x | y\na |  | b\nc | d\n");
        assert_eq!(text("<table><tr><td><td>x<td>y<tr><td><td>a<td>b</table>"), "x | y\na | b\n");
    }

    #[test]
    fn layout_tables_are_paragraphs() {
        assert_eq!(text("<table><tr><td>a<tr><td>b</table>"), "a\n\nb\n");
        assert_eq!(text("<table><tr><td>a<td><p>b<p>c</table>"), "a\n\nb\n\nc\n");
        assert_eq!(text("<table><tr><td>a<td><ul><li>b</ul></table>"), "a\n\n- b\n");
        assert_eq!(text("<table><tr><td>DROP<td>b</table>"), "b\n");
        let nested = "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>";
        assert_eq!(text(nested), "a\n\nb | c\n");
        let code = "<table><tr><td><pre>a\nb</pre><td><pre>fn\n  x</pre></table>";
        assert_eq!(text(code), "a\nb\n\nfn\n  x\n");
    }

    #[test]
    fn what_cells_of_named_columns_hold_stands_in_their_row() {
        let page =
            "<table><tr><th>Plan<th>Has<tr><td><p>A.<p>Old<td><ul><li>b<li>c</ul><tr><td>D</table>";
        assert_eq!(text(page), "Plan | Has\nA. Old | b  c\nD\n");
        let code =
            "<table><tr><th>Plan<th>Has<tr><td>A<td><pre>a:\n  b</pre><tr><td>B<td>c</table>";
        assert_eq!(text(code), "Plan | Has\nA | a:   b\nB | c\n");
        let page = page.replace("<li>c", &format!("<li>{}", "c".repeat(201)));
        assert!(text(&page).starts_with("Plan\n\nHas\n\nA.\n\nOld\n\n- b\n- c"));
        let inner =
            "<table><tr><th>a<th>b<tr><td><p>c<p>d<td><table><tr><td>e<td>f</table></table>";
        assert_eq!(text(inner), "a\n\nb\n\nc\n\nd\n\ne | f\n");
    }

    #[test]
    fn what_stands_before_a_part_of_a_cell_is_what_is_kept() {
        let page = "<table><tr><th>a<th>b<tr><td><p>One <b>end.</b></p><p>Two</p><td>c</table>";
        let drop = crate::Selector::parse("b").expect("a selector");
        let options = Options::new().format(SourceFormat::Html).strip(crate::Strip::Notices);
        let text = extract(page.as_bytes(), &options.drop(drop)).text();
        assert_eq!(text, "a | b\nOne  Two | c\n");
    }

    #[test]
    fn line_breaks_and_preformatted_text_stay() {
        assert_eq!(text("<p>Roses<br> are  red"), "Roses\nare red\n");
        assert_eq!(text("<pre>\n  a  \n\n\tb\n</pre>"), "  a\n\n\tb\n");
        assert_eq!(text("<ol><li>Run<pre>x\n\n  y</pre></ol>"), "1. Run\n  x\n\n    y\n");
        // No-break and ideographic spaces, too.
        assert_eq!(text("<p>Roses&nbsp;<br>are red&nbsp; &#x3000;</p>"), "Roses\nare red\n");
        assert_eq!(text("<li>&nbsp;<br>Roses<br>&nbsp;<br>are red"), "- Roses\n\n  are red\n");
    }

    #[test]
    fn stray_cells_do_not_multiply_output() {
        let stray = "<table><tr><td>a<td>b</tr></tbody><td>c</table>".repeat(10);
        let page = format!("<table><tr>{}<td>{stray}", "<td>".repeat(60_000));
        assert!(text(&page).len() < 10 * 250, "{}", text(&page).len());
    }

    #[test]
    fn depth_does_not_multiply_output() {
        let page = "<ul><li>".repeat(600) + &"<li>a".repeat(100);
        assert!(text(&page).len() < 100 * 40, "{}", text(&page).len());
    }
}
