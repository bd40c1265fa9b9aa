//! A page for people: every block of a document in order, kept and dropped, with its reason.
//!
//! One file without anything from outside, also for thousands of documents: [`write_start`], then
//! [`write_document`] or [`write_failure`] for each, then [`write_end`]. Each document is a fold
//! whose line shows its figures, so that the closed folds are the index. Nothing waits for the
//! end, and pieces written apart can be put together.
//!
//! The page that is shown cannot act: all of it is escaped text, and the policy in the head allows
//! no script but our own, by its hash, and no loading at all.

mod escape;

use std::fmt::Write as _;
use std::io;

use crate::category::Category;
use crate::document::{BlockView, Document, Warning};
use crate::metadata;
use crate::words::count_words;

use escape::Escaped;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// SHA-256 of what stands between the script's tags; `tests/browser` holds it true.
const SCRIPT_HASH: &str = include_str!("script.sha256").trim_ascii();

/// The category of blocks that stay.
const KEPT: &str = "kept";

/// Writes what comes before the first document.
///
/// # Errors
///
/// Those of `out`.
///
/// ```
/// use dechaff::{Options, extract, report};
/// let mut page = Vec::new();
/// report::write_start(&mut page)?;
/// report::write_document(&mut page, "tides.html", &extract(b"<h1>Tides</h1>", &Options::new()))?;
/// report::write_failure(&mut page, "winds.html", "no such file")?;
/// report::write_end(&mut page)?;
/// assert!(page.starts_with(b"<!doctype html>") && page.ends_with(b"</html>\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_start(mut out: impl io::Write) -> io::Result<()> {
    write!(
        out,
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=referrer content=no-referrer>\n\
         <title>dechaff report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>What was kept, and why</h1>\n<div class=tools role=search>\n\
         <input type=search placeholder=\"Search text, reasons and cues\" \
         aria-label=\"Search text, reasons and cues\">\n\
         <fieldset class=filters>\n<legend>Show</legend>\n"
    )?;
    for name in [KEPT].into_iter().chain(Category::ALL.iter().map(|category| category.name())) {
        writeln!(
            out,
            "<label class={name}><input type=checkbox value={name} checked> {name} <span></span></label>"
        )?;
    }
    out.write_all(
        b"</fieldset>\n<p class=hint><span id=told role=status></span> \xC2\xB7 keys: j and k move, \
          / searches, w shows all reasons</p>\n</div>\n<main>\n",
    )
}

/// Writes one document; `source` is its name.
///
/// # Errors
///
/// Those of `out`.
pub fn write_document(
    mut out: impl io::Write,
    source: &str,
    document: &Document,
) -> io::Result<()> {
    let source = Escaped(source);
    write!(
        out,
        "<details class=document>\n<summary><h2>{source}</h2>\n{}</summary>\n",
        figures(document)
    )?;
    write_facts(&mut out, document)?;
    out.write_all(b"<ol class=blocks role=list>\n")?;
    for (number, block) in document.blocks().enumerate() {
        write_block(&mut out, &block, &document.cues(number))?;
    }
    out.write_all(b"</ol>\n</details>\n")
}

/// Writes an input that could not be read.
///
/// # Errors
///
/// Those of `out`.
pub fn write_failure(mut out: impl io::Write, source: &str, error: &str) -> io::Result<()> {
    let (source, error) = (Escaped(source), Escaped(error));
    writeln!(
        out,
        "<details class=document>\n<summary><h2>{source}</h2> <span class=error>{error}</span></summary>\n\
         </details>"
    )
}

/// Writes what comes behind the last document.
///
/// # Errors
///
/// Those of `out`.
pub fn write_end(mut out: impl io::Write) -> io::Result<()> {
    write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

impl Document {
    /// Writes the report of this document alone, a whole HTML page; `source` is its name.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let mut page = Vec::new();
    /// extract(b"<h1>Tides</h1>", &Options::new()).write_report(&mut page, "tides.html")?;
    /// assert!(page.starts_with(b"<!doctype html>"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_report(&self, mut out: impl io::Write, source: &str) -> io::Result<()> {
        write_start(&mut out)?;
        write_document(&mut out, source, self)?;
        write_end(out)
    }
}

/// The totals of a document: blocks and words kept, blocks dropped of each category.
fn figures(document: &Document) -> String {
    let words = |text: &str| count_words(text, usize::MAX);
    let (mut kept, mut kept_words, mut all_words) = (0, 0, 0);
    for block in document.blocks() {
        kept += usize::from(block.verdict.is_kept());
        kept_words += words(&block.kept_text());
        all_words += words(block.text);
    }
    let count = document.blocks().len();
    let mut line = format!(
        "<span class=figures><span class=\"chip {KEPT}\">{kept} of {count} blocks, {kept_words} of \
         {all_words} words kept</span>"
    );
    for removed in document.removed() {
        let name = removed.category.name();
        let _ = write!(line, " <span class=\"chip {name}\">{name} {}</span>", removed.blocks.len());
    }
    line + "</span>"
}

fn write_facts(out: &mut impl io::Write, document: &Document) -> io::Result<()> {
    let facts = metadata::facts(document);
    let warnings: Vec<&str> = document.warnings().iter().copied().map(Warning::name).collect();
    let rows = [
        ("title", facts.title),
        ("byline", facts.byline),
        ("published", facts.published),
        ("modified", facts.modified),
        ("site", facts.site),
        ("language", facts.language),
        ("encoding", Some(document.encoding().name.to_owned())),
        ("warnings", Some(warnings.join(", ")).filter(|names| !names.is_empty())),
    ];
    out.write_all(b"<dl>\n")?;
    for (name, value) in rows {
        if let Some(value) = value {
            writeln!(out, "<dt>{name}<dd dir=auto>{}", Escaped(&value))?;
        }
    }
    out.write_all(b"</dl>\n")
}

fn write_block(out: &mut impl io::Write, block: &BlockView<'_>, cues: &[String]) -> io::Result<()> {
    let verdict = block.verdict;
    let category = verdict.dropped.map_or(KEPT, Category::name);
    let mut classes = format!("block {category}");
    let kind = block.kind.name();
    let marks = [
        (" drop", verdict.dropped.is_some()),
        (" part", verdict.dropped.is_some() && verdict.is_kept()),
        (" pre", kind == "pre"),
        (" heading", kind.starts_with('h')),
    ];
    marks.iter().filter(|(_, holds)| *holds).for_each(|(mark, _)| classes.push_str(mark));
    write!(
        out,
        "<li class=\"{classes}\" data-category={category} tabindex=0>\n<p class=text dir=auto>"
    )?;
    write_text(out, block)?;
    let (start, end) = block.span;
    write!(
        out,
        "</p>\n<p class=why><b>{category}</b> \u{b7} score <meter aria-label=score value={score:.2}>{score:.2}</meter> {score:.2} \
         \u{b7} {kind} \u{b7} bytes {start} to {end} \u{b7} reason: \
         <span class=value>{}</span>",
        Escaped(verdict.reason.name()),
        score = verdict.probability,
    )?;
    if !cues.is_empty() {
        write!(out, " \u{b7} cues: <span class=value>{}</span>", Escaped(&cues.join(", ")))?;
    }
    out.write_all(b"</p>\n</li>\n")
}

/// The text, with the sentences that are dropped out of a kept paragraph struck.
fn write_text(out: &mut impl io::Write, block: &BlockView<'_>) -> io::Result<()> {
    let mut from = 0;
    for part in &block.verdict.parts {
        let (kept, dropped) = (&block.text[from..part.start], &block.text[part.clone()]);
        write!(out, "{}<del>{}</del>", Escaped(kept), Escaped(dropped))?;
        from = part.end;
    }
    write!(out, "{}", Escaped(block.text[from..].trim_end_matches(['\n', '\r'])))
}

#[cfg(test)]
mod tests {
    use crate::{Category, Options, extract};

    #[test]
    fn what_a_page_says_is_text() {
        let page = "<title></script><script>alert(1)</script></title><p>&lt;img src=x onerror=alert(1)&gt; \
            &lt;/p&gt;&lt;script&gt; \" ' &amp;amp;";
        let mut report = Vec::new();
        let document = extract(page.as_bytes(), &Options::new());
        document.write_report(&mut report, "<b>'\"&.html").expect("a vector");
        let report = String::from_utf8(report).expect("a vector");
        assert_eq!(report.matches("<script>").count(), 1);
        assert!(!report.contains("<img") && !report.contains("<b>'"), "{report}");
        assert!(report.contains("&lt;img src=x onerror=alert(1)&gt;"));
    }

    #[test]
    fn dropped_parts_are_struck() {
        let mut document = extract(b"<p>High water. Give now. Low water.", &Options::new());
        document.verdicts[0].dropped = Some(Category::Donation);
        document.verdicts[0].parts.push(12..22);
        let mut report = Vec::new();
        document.write_report(&mut report, "a").expect("a vector");
        let report = String::from_utf8(report).expect("a vector");
        assert!(report.contains("High water. <del>Give now. </del>Low water."), "{report}");
        assert!(report.contains("chip donation\">donation 1<"));
    }

    #[test]
    fn two_characters_without_spaces_are_a_word() {
        let page = "<nav><a href=/>渡船は金曜まで</a></nav><p>High water is at noon.";
        let mut report = Vec::new();
        let document = extract(page.as_bytes(), &Options::new());
        document.write_report(&mut report, "a").expect("a vector");
        let report = String::from_utf8(report).expect("a vector");
        assert!(report.contains("of 8 words kept") && report.contains("words: 3"), "{report}");
    }
}
