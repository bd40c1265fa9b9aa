//! Why each block was kept or dropped: for people tuning phrases and for reports of mistakes.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::document::Document;

use super::block_record::serialize_block;
use super::json;
use super::removed::{Removed, places};

/// Characters of a block's text that a line shows.
const SHOWN_TEXT_LEN: usize = 72;
/// Longer lists of cues push the text to the right instead of widening all lines.
const MAX_CUES_WIDTH: usize = 28;

/// Whether explanations are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// Only text, for pipes and files.
    #[default]
    Plain,
    /// With ANSI colours, for terminals.
    Color,
}

impl Paint {
    fn fate(self, fate: Fate) -> &'static str {
        match (self, fate) {
            (Paint::Plain, Fate::Kept) => "keep",
            (Paint::Plain, Fate::Cut) => "cut ",
            (Paint::Plain, Fate::Dropped) => "DROP",
            (Paint::Color, Fate::Kept) => "\x1b[32mkeep\x1b[0m",
            (Paint::Color, Fate::Cut) => "\x1b[33mcut \x1b[0m",
            (Paint::Color, Fate::Dropped) => "\x1b[31mDROP\x1b[0m",
        }
    }

    fn title(self, text: &str) -> String {
        match self {
            Paint::Plain => text.to_owned(),
            Paint::Color => format!("\x1b[1m{text}\x1b[0m"),
        }
    }
}

impl Document {
    /// Writes a line for each block: verdict, probability, reason, category, kind, cues and the
    /// start of the text; of a block of which sentences go, `cut` and these.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, Paint, extract};
    /// let mut out = Vec::new();
    /// let document = extract(b"<h1>Tides</h1>", &Options::new());
    /// document.write_explanation(&mut out, Paint::Plain)?;
    /// assert!(out.ends_with(b"Tides\n"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_explanation(&self, mut out: impl io::Write, paint: Paint) -> io::Result<()> {
        let rows: Vec<Row> = (0..self.verdicts.len()).map(|number| Row::of(self, number)).collect();
        let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let reason_width = widest(|row| row.reason.len());
        let category_width = widest(|row| row.category.len());
        let kind_width = widest(|row| row.kind.len());
        let cues_width = widest(|row| row.cues.chars().count()).min(MAX_CUES_WIDTH);
        for row in &rows {
            writeln!(
                out,
                "{} {:.2}  {:reason_width$}  {:category_width$}  {:kind_width$}  {:cues_width$}  {}",
                paint.fate(row.fate),
                row.probability,
                row.reason,
                row.category,
                row.kind,
                row.cues,
                row.text,
            )?;
        }
        Ok(())
    }

    /// Writes what [`Document::write_explanation`] tells as JSON, a line for each block; `source`
    /// names the input, and `removed` says where what goes of the block stands.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let mut out = Vec::new();
    /// let document = extract(b"<h1>Tides</h1>", &Options::new());
    /// document.write_explanation_json(&mut out, "tides.html")?;
    /// assert!(out.starts_with(br#"{"source":"tides.html","#));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_explanation_json(&self, mut out: impl io::Write, source: &str) -> io::Result<()> {
        (0..self.verdicts.len()).try_for_each(|number| {
            json::write(&Explained { source, document: self, number }, &mut out)?;
            out.write_all(b"\n")
        })
    }

    /// Writes what was removed: each category with its blocks, their place in bytes of the
    /// document decoded to UTF-8, their reason, cues and the start of their text.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, Paint, extract};
    /// let mut out = Vec::new();
    /// let document = extract(b"The pier is shut.\n\nPlease donate to us today.\n", &Options::new());
    /// document.write_removed(&mut out, Paint::Plain)?;
    /// assert!(out.starts_with(b"donation (1)\n  19-45 "));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_removed(&self, mut out: impl io::Write, paint: Paint) -> io::Result<()> {
        for Removed { category, blocks: numbers, .. } in self.removed() {
            let title = format!("{category} ({})", numbers.len());
            writeln!(out, "{}", paint.title(&title))?;
            for number in numbers {
                let (row, places) = (Row::of(self, number), places(&self.block(number)));
                let place = places.iter().map(|(start, end)| format!("{start}-{end}"));
                let place = place.collect::<Vec<_>>().join(",");
                writeln!(out, "  {place:15}  {}  {}  {}", row.reason, row.cues, row.text)?;
            }
        }
        Ok(())
    }

    /// Writes what [`Document::write_removed`] tells as JSON, a line for each block, by category;
    /// `source` names the input.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let mut out = Vec::new();
    /// let document = extract(b"The pier is shut.\n\nPlease donate to us today.\n", &Options::new());
    /// document.write_removed_json(&mut out, "pier.txt")?;
    /// assert!(out.starts_with(br#"{"source":"pier.txt","#));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_removed_json(&self, mut out: impl io::Write, source: &str) -> io::Result<()> {
        let mut numbers = self.removed().into_iter().flat_map(|removed| removed.blocks);
        numbers.try_for_each(|number| {
            json::write(&Explained { source, document: self, number }, &mut out)?;
            out.write_all(b"\n")
        })
    }
}

/// What becomes of a block.
#[derive(Clone, Copy)]
enum Fate {
    Kept,
    /// Some of its sentences go.
    Cut,
    Dropped,
}

/// A line of an explanation.
struct Row {
    fate: Fate,
    probability: f32,
    reason: &'static str,
    category: &'static str,
    kind: &'static str,
    cues: String,
    text: String,
}

impl Row {
    fn of(document: &Document, number: usize) -> Row {
        let (block, cues) = (document.block(number), document.cues(number));
        let verdict = block.verdict;
        let fate = match (verdict.parts.is_empty(), verdict.is_kept()) {
            (false, _) => Fate::Cut,
            (true, true) => Fate::Kept,
            (true, false) => Fate::Dropped,
        };
        let cut = verdict.parts.iter().map(|part| block.text[part.clone()].trim());
        let cut = cut.collect::<Vec<_>>().join(" … ");
        Row {
            fate,
            probability: verdict.probability,
            reason: verdict.reason.name(),
            category: verdict.dropped.map_or("-", |category| category.name()),
            kind: block.kind.name(),
            cues: one_line(&format!("[{}]", cues.join(", ")), usize::MAX),
            text: one_line(if cut.is_empty() { block.text } else { &cut }, SHOWN_TEXT_LEN),
        }
    }
}

/// The start of a text with its white space folded; control characters, which could act on a
/// terminal, become `?`.
fn one_line(text: &str, max_len: usize) -> String {
    let mut line = String::new();
    let mut len = 0;
    for word in text.split_whitespace() {
        for c in (len > 0).then_some(' ').into_iter().chain(word.chars()) {
            if len == max_len {
                line.push_str("...");
                return line;
            }
            line.push(if c.is_control() { '?' } else { c });
            len += 1;
        }
    }
    line
}

/// A block of an explanation in JSON.
struct Explained<'d> {
    source: &'d str,
    document: &'d Document,
    number: usize,
}

impl Serialize for Explained<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", self.source)?;
        map.serialize_entry("block", &self.number)?;
        let (block, cues) = (self.document.block(self.number), self.document.cues(self.number));
        serialize_block(&mut map, &block, &cues)?;
        let gone = if block.verdict.dropped.is_some() { places(&block) } else { Vec::new() };
        map.serialize_entry("removed", &gone)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Category, Options, Reason, Verdict, extract};

    fn document() -> Document {
        let page = b"<h1>Tides</h1><p>Please <i>give</i>.<pre>a\n  b</pre>";
        let mut document = extract(page, &Options::new());
        let kept = Verdict { reason: Reason::Score, ..Verdict::default() };
        document.verdicts.fill(kept);
        document.verdicts[1] = Verdict {
            dropped: Some(Category::Donation),
            probability: 0.25,
            reason: Reason::Phrase,
            cues: vec!["please give".into()],
            ..Verdict::default()
        };
        document
    }

    fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("a vector");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn blocks_are_aligned_lines() {
        let text = written(|out| document().write_explanation(out, Paint::Plain));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "DROP 0.25  phrase  donation  paragraph  [please give]  Please give.");
        assert_eq!(lines[2], "keep 1.00  score   -         pre        [words: 2]     a b");
    }

    #[test]
    fn sentences_that_go_are_shown() {
        let mut document = document();
        document.verdicts[1].parts = vec![0..6, 7..12];
        let text = written(|out| document.write_explanation(out, Paint::Plain));
        assert!(
            text.contains("cut  0.25  phrase  donation  paragraph  [please give]  Please … give.")
        );
    }

    #[test]
    fn removed_are_grouped() {
        let text = written(|out| document().write_removed(out, Paint::Plain));
        assert_eq!(text, "donation (1)\n  17-36            phrase  [please give]  Please give.\n");
        let json = written(|out| document().write_removed_json(out, "page"));
        assert!(json.starts_with(r#"{"source":"page","block":1,"verdict":"drop","#), "{json}");
        assert!(json.ends_with(",\"removed\":[[17,36]]}\n"), "{json}");
    }

    #[test]
    fn places_are_those_of_the_parts_that_go() {
        let mut document = extract(b"High water. Give now. Low water. Give. ", &Options::new());
        document.verdicts[0].dropped = Some(Category::Donation);
        document.verdicts[0].parts = vec![12..22, 33..38];
        let text = written(|out| document.write_removed(out, Paint::Plain));
        assert!(text.starts_with("donation (1)\n  12-22,33-38      "), "{text}");
        let json = written(|out| document.write_removed_json(out, "page"));
        assert!(json.contains(r#""parts":[[12,22],[33,38]]"#), "{json}");
        assert!(json.ends_with(",\"removed\":[[12,22],[33,38]]}\n"), "{json}");
    }

    #[test]
    fn control_characters_do_not_reach_the_line() {
        assert_eq!(one_line("a\x1b[31m\n b\u{9b}", 72), "a?[31m b?");
        assert_eq!(one_line("ab cd", 4), "ab c...");
    }
}
