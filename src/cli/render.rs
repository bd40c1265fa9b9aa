//! A document as it stands in the output: as text, markup, record or explanation.

use std::io::{self, Write};

use dechaff::{Document, Record, report};

use super::args::{Blocks, Format, View};
use super::output::Reader;
use super::visible::visible;
use super::work::Work;

impl Work<'_> {
    /// Writes a document, with the fields of the line that it came from.
    pub(super) fn render(
        self,
        name: &str,
        document: &Document,
        record: impl FnOnce() -> Record,
        fields: Option<&str>,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        let written = match (self.settings.view, self.settings.format) {
            (View::Document, Format::Text) => match self.reader {
                Reader::Program => document.write_text(&mut out),
                Reader::Terminal => out.write_all(visible(&document.text()).as_bytes()),
            },
            // Conversion records are written where the page is known.
            (_, Format::Warc) => Ok(()),
            (View::Document, Format::Json | Format::Parquet) => {
                let mut record = record();
                record.source = Some(name.to_owned());
                if self.settings.blocks == Blocks::With {
                    record.blocks = Some(document.block_records());
                }
                write_record(&record, fields, &mut out)
            }
            (_, Format::Report) => report::write_document(&mut out, name, document),
            (View::Document, Format::Markdown) => match self.reader {
                Reader::Program => document.write_markdown(&mut out),
                Reader::Terminal => out.write_all(visible(&document.markdown()).as_bytes()),
            },
            (View::Document, Format::Html) => document.write_clean_html(&mut out),
            (View::Document, Format::Cut) => {
                // Of what is no document there is none.
                let html = document.html().unwrap_or_default();
                match self.reader {
                    Reader::Program => out.write_all(&html),
                    Reader::Terminal => {
                        out.write_all(visible(&String::from_utf8_lossy(&html)).as_bytes())
                    }
                }
            }
            (View::Explanation, Format::Json) => document.write_explanation_json(&mut out, name),
            (View::Explanation, _) => document.write_explanation(&mut out, self.paint),
            (View::Removed, Format::Json) => document.write_removed_json(&mut out, name),
            (View::Removed, _) => document.write_removed(&mut out, self.paint),
        };
        debug_assert!(written.is_ok(), "a vector takes all");
        out
    }
}

/// The record, with the fields of the line that it came from.
pub(super) fn write_record(
    record: &Record,
    fields: Option<&str>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    record.write_json(&mut *out)?;
    if let Some(fields) = fields {
        out.pop();
        out.extend_from_slice(b",\"fields\":");
        out.extend_from_slice(fields.as_bytes());
        out.push(b'}');
    }
    out.write_all(b"\n")
}
