//! Markdown as a reader of it sees it, in the normal form of `stages::outline`.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The kinds and words of the blocks of a Markdown text.
pub(crate) fn read_markdown(markdown: &str) -> Vec<(String, String)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader { kind: "text".to_owned(), ..Reader::default() };
    for event in Parser::new_ext(markdown, options) {
        reader.event(event);
    }
    reader.end_block();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<(String, String)>,
    kind: String,
    text: String,
    images: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images -= 1,
            Event::Start(tag) => {
                if !is_inline(&tag.to_end()) {
                    self.end_block();
                }
                match tag {
                    Tag::Heading { level, .. } => self.kind = format!("heading{}", level as u8),
                    Tag::CodeBlock(_) => self.kind = "code".to_owned(),
                    Tag::HtmlBlock | Tag::FootnoteDefinition(_) => self.kind = format!("{tag:?}"),
                    _ => {}
                }
            }
            Event::End(tag) if !is_inline(&tag) => self.end_block(),
            Event::End(_) => {}
            _ if self.images > 0 => {}
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::Html(text) => self.text.push_str(&text),
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::TaskListMarker(_) => {}
            Event::SoftBreak => self.text.push_str(" \u{25B8} "),
            Event::HardBreak => self.text.push(' '),
            Event::Rule => {
                self.end_block();
                self.blocks.push(("break".to_owned(), String::new()));
            }
            other => self.text.push_str(&format!("{other:?}")),
        }
    }

    fn inline_html(&mut self, tag: &str) {
        const OURS: [&str; 6] = ["sub", "sup", "strong", "em", "del", "code"];
        let name = tag.trim_matches(['<', '/', '>']);
        match name {
            "br" => self.text.push(' '),
            name if OURS.contains(&name) => {}
            _ => self.text.push_str(&format!("\u{25B8}{tag}")),
        }
    }

    fn end_block(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        let kind = std::mem::replace(&mut self.kind, "text".to_owned());
        if !text.is_empty() {
            self.blocks.push((kind, text));
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}
