//! Markdown: CommonMark with tables, strikethrough and formulas.
//!
//! Whatever the text holds, a reader of Markdown gets back the blocks and the words that went in. Where
//! Markdown cannot say something (emphasis inside of a word, `sub`), HTML tags say it.

mod escape;
mod inline;
mod table;

use std::io;

use crate::document::Document;

use super::content::{Body, Content, NodeId, NodeKind, Part, Step, TextKind, Token, Walk};
use inline::Frame;

/// Code fences have three backticks, or one more than the code has in a row.
const MIN_FENCE: usize = 3;

impl Document {
    /// What is kept, as Markdown (CommonMark with the tables and the strikethrough of GitHub, and
    /// formulas between dollar signs).
    ///
    /// Links, emphasis, code and the like come with [`Options::structure`](crate::Options::structure);
    /// without it headings, lists, quotes, tables and preformatted text remain.
    ///
    /// ```
    /// use dechaff::{KeepStructure, Options, Strip, extract};
    /// let page = b"<h1>Tides</h1><p>See <a href=/t>the table</a>:<ul><li><b>Noon</b>: 3*1 m</ul>";
    /// let options = Options::new().strip(Strip::Notices).url("https://port.example/");
    /// let document = extract(page, &options.structure(KeepStructure::Yes));
    /// assert_eq!(
    ///     document.markdown(),
    ///     "# Tides\n\nSee [the table](https://port.example/t):\n\n- **Noon**: 3\\*1 m\n"
    /// );
    /// ```
    #[must_use]
    pub fn markdown(&self) -> String {
        let content = Content::new(self);
        let mut writer = Writer::new(&content);
        content.parts.iter().for_each(|part| writer.part(part));
        writer.finish()
    }

    /// Writes what [`Document::markdown`] gives.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// let mut out = Vec::new();
    /// dechaff::extract(b"<h1>Tides</h1>", &dechaff::Options::new()).write_markdown(&mut out)?;
    /// assert_eq!(out, b"# Tides\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_markdown(&self, mut out: impl io::Write) -> io::Result<()> {
        out.write_all(self.markdown().as_bytes())
    }
}

/// A quote, list or item that is open.
#[derive(Clone, Copy)]
struct Level {
    kind: NodeKind,
    /// Of an item: columns before its text.
    width: usize,
    /// Of a list: it has the other marker, as another list ended directly before it.
    is_other: bool,
}

struct Writer<'c, 'd> {
    content: &'c Content<'d>,
    walk: Walk,
    levels: Vec<Level>,
    /// What was written last.
    last: Option<Last>,
    out: String,
}

/// What the next part has to know of the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Paragraph,
    Heading,
    Code,
    Table,
    ThematicBreak,
}

impl<'c, 'd> Writer<'c, 'd> {
    fn new(content: &'c Content<'d>) -> Self {
        Writer {
            content,
            walk: Walk::default(),
            levels: Vec::new(),
            last: None,
            out: String::new(),
        }
    }

    fn part(&mut self, part: &Part<'d>) {
        match &part.body {
            Body::Text { kind, tokens } => self.text(part.node, *kind, tokens),
            Body::Code { language, text } => {
                let len = (escape::longest_run(text, '`') + 1).max(MIN_FENCE);
                let fence = "`".repeat(len);
                let opening = format!("{fence}{}", language.unwrap_or(""));
                let lines = text.split('\n');
                let lines = [opening.as_str()].into_iter().chain(lines).chain([fence.as_str()]);
                self.block(part.node, Last::Code, lines);
            }
            Body::Table(table) => {
                self.text(part.node, TextKind::Paragraph, &table.caption);
                let lines = table::lines(self.content, table);
                self.block(part.node, Last::Table, lines.iter().map(String::as_str));
            }
            Body::ThematicBreak => self.block(part.node, Last::ThematicBreak, ["---"].into_iter()),
        }
    }

    fn text(&mut self, node: NodeId, kind: TextKind, tokens: &[Token<'_>]) {
        let TextKind::Heading(level) = kind else {
            let mut lines = inline::lines(self.content, tokens, Frame::Paragraph);
            if let Some((_, but_last)) = lines.split_last_mut() {
                but_last.iter_mut().for_each(|line| line.push('\\'));
                self.block(node, Last::Paragraph, lines.iter().map(String::as_str));
            }
            return;
        };
        let lines = inline::lines(self.content, tokens, Frame::Heading);
        if let Some(line) = lines.first() {
            let marks = "#".repeat(level.into());
            // A run of them at the end is no text.
            let line = match line.strip_suffix('#') {
                Some(start) => format!("{marks} {start}\\#"),
                None => format!("{marks} {line}"),
            };
            self.block(node, Last::Heading, [line.as_str()].into_iter());
        }
    }

    /// Writes the lines of one block in a node.
    fn block<'l>(&mut self, node: NodeId, what: Last, lines: impl Iterator<Item = &'l str>) {
        let is_written =
            |kind| matches!(kind, NodeKind::Quote | NodeKind::List { .. } | NodeKind::Item { .. });
        let step = self.walk.step(&self.content.nodes, node, is_written);
        self.separate(&step);
        let ended = self.levels.get(step.kept).copied();
        self.levels.truncate(step.kept);
        self.indent();
        for id in &step.opened {
            let is_first = self.levels.len() == step.kept;
            self.open(self.content.nodes.node(*id).kind, ended.filter(|_| is_first));
        }
        let innermost = step.opened.last().map(|id| self.content.nodes.node(*id).kind);
        // The box is one at the start of a paragraph alone (GFM § 5.3).
        if let (Last::Paragraph, Some(NodeKind::Item { task: Some(is_done), .. })) =
            (what, innermost)
        {
            self.out.push_str(if is_done { "[x] " } else { "[ ] " });
        }
        for (number, line) in lines.enumerate() {
            if number > 0 {
                self.out.push('\n');
                self.indent();
            }
            self.out.push_str(line);
            if line.is_empty() {
                self.out.truncate(self.out.trim_end_matches(' ').len());
            }
        }
        self.last = Some(what);
    }

    /// Opens a quote, list or item. `ended` is what closed before it in the same place.
    fn open(&mut self, kind: NodeKind, ended: Option<Level>) {
        let is_other = ended.is_some_and(|it| it.kind == kind && !it.is_other);
        let width = match kind {
            NodeKind::Quote => {
                self.out.push_str("> ");
                0
            }
            NodeKind::Item { number, .. } => {
                let (is_numbered, is_other) = match self.levels.last() {
                    Some(Level { kind: NodeKind::List { is_numbered }, is_other, .. }) => {
                        (*is_numbered, *is_other)
                    }
                    _ => (false, false),
                };
                let marker = match (is_numbered, is_other) {
                    (true, false) => format!("{number}. "),
                    (true, true) => format!("{number}) "),
                    (false, false) => "- ".to_owned(),
                    (false, true) => "* ".to_owned(),
                };
                self.out.push_str(&marker);
                marker.len()
            }
            _ => 0,
        };
        self.levels.push(Level { kind, width, is_other });
    }

    /// Writes what begins each line inside of the open levels.
    fn indent(&mut self) {
        for level in &self.levels {
            match level.kind {
                NodeKind::Quote => self.out.push_str("> "),
                _ => self.out.extend(std::iter::repeat_n(' ', level.width)),
            }
        }
    }

    /// Ends the block before the one that comes, and the lines between them.
    fn separate(&mut self, step: &Step) {
        let Some(last) = self.last else {
            return;
        };
        self.out.push('\n');
        if self.is_tight(last, step) {
            return;
        }
        // A blank line inside of a quote has its mark.
        let quotes = self.levels[..step.kept].iter().rposition(|it| it.kind == NodeKind::Quote);
        if let Some(quotes) = quotes {
            let inside = self.levels.split_off(quotes + 1);
            self.indent();
            self.levels.extend(inside);
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        self.out.push('\n');
    }

    /// Whether the next block needs no blank line before it: an item after another one, or the first
    /// item of a list after the text of the item around it.
    fn is_tight(&self, last: Last, step: &Step) -> bool {
        let nodes = &self.content.nodes;
        let kind = |at: usize| step.opened.get(at).map(|id| nodes.node(*id).kind);
        let left_quote = self.levels[step.kept..].iter().any(|it| it.kind == NodeKind::Quote);
        if last == Last::Table || left_quote {
            return false;
        }
        match (kind(0), kind(1)) {
            (Some(NodeKind::Item { .. }), _) => true,
            // Only a list that begins with 1 may interrupt a paragraph.
            (Some(NodeKind::List { is_numbered }), Some(NodeKind::Item { number, .. })) => {
                let around = self.levels.last().filter(|_| self.levels.len() == step.kept);
                let is_in_item = around.is_some_and(|it| matches!(it.kind, NodeKind::Item { .. }));
                is_in_item && (!is_numbered || number == 1) && last == Last::Paragraph
            }
            _ => false,
        }
    }

    fn finish(mut self) -> String {
        if self.last.is_some() {
            self.out.push('\n');
        }
        self.out
    }
}
