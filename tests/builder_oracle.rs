//! The builder against html5ever's tree: both give the same words in the same order on every page.
//!
//! A page's visible text is read off the tree that html5ever's tree builder makes, with the
//! builder's own rules of what is visible and where words end, and cut into words. They are those
//! of the builder's blocks. Pages that differ are listed, with the reason, in
//! `data/builder-differences.tsv`.

mod support;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, local_name, ns, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use support::{Page, corpus_pages, set_pages};

use dechaff::stages::{Arena, Builder, reference};

const DIFFERENCES: &str = include_str!("data/builder-differences.tsv");

/// Pages of random tags that are compared.
const RANDOM_PAGES: usize = 20_000;

/// A line of the list.
struct Listed {
    words: usize,
    reason: &'static str,
}

/// The lines of one set, by page.
fn listed(set: &str) -> BTreeMap<&'static str, Listed> {
    let mut pages = BTreeMap::new();
    for line in DIFFERENCES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, words, reason] = fields[..] else {
            panic!("not page, count of words and reason: {line:?}");
        };
        let (of, page) = path.split_once('/').expect("set/page");
        if of == set {
            let words = words.parse().expect("a count of words");
            let before = pages.insert(page, Listed { words, reason });
            assert!(before.is_none(), "listed twice: {line:?}");
        }
    }
    pages
}

/// The words of `text`, in order.
fn words(text: &str) -> Vec<String> {
    // Both sides drop control characters without a gap; of soft hyphens the builder keeps those of code.
    let is_blank = |c: char| matches!(c, '\t' | '\n' | '\x0C' | '\r');
    let is_dropped = |c: char| c.is_control() && !is_blank(c) || c == '\u{AD}';
    let (mut words, mut word) = (Vec::new(), String::new());
    for c in text.chars().filter(|c| !is_dropped(*c)).chain(['\n']) {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words
}

fn build(text: &str) -> Arena {
    let mut builder = Builder::new();
    reference::tokenize(text, &mut builder);
    builder.finish()
}

fn builder_text(text: &str) -> String {
    let arena = build(text);
    let mut out = String::new();
    for block in &arena.blocks {
        out.push_str(arena.block_text(block));
        out.push('\n');
    }
    out
}

/// What the builder makes of an element, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words run on across its boundaries.
    Inline,
    /// Words end at its boundaries.
    Bounded,
    /// Its text is not visible.
    Skipped,
    /// Its text is not visible, and words end there.
    Replaced,
}

/// `classes.rs` in other words: a change there that is not meant fails here.
fn kind(name: &str) -> Kind {
    const SKIPPED: &str = " title template canvas object applet script style noembed noframes \
        datalist annotation annotation-xml ";
    const REPLACED: &str = " audio video iframe ";
    const BOUNDED: &str = " address article aside blockquote center details dialog dir div dl dd \
        dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing \
        main menu nav ol p plaintext pre search section summary table ul xmp body button frameset \
        head html legend noscript optgroup option select textarea caption col colgroup tbody td \
        tfoot th thead tr label time rt br img image input ";
    let is_in = |list: &str| list.contains(&format!(" {name} "));
    if is_in(SKIPPED) {
        Kind::Skipped
    } else if is_in(REPLACED) {
        Kind::Replaced
    } else if is_in(BOUNDED) {
        Kind::Bounded
    } else {
        Kind::Inline
    }
}

/// A step of the walk.
enum Step {
    Enter(Handle),
    /// The end of an element where words end.
    Boundary,
}

/// The visible text of html5ever's tree. Without recursion: pages nest 10,000 deep.
fn tree_text(text: &str) -> String {
    let opts = ParseOpts {
        tokenizer: TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
    };
    let dom = parse_document(RcDom::default(), opts).one(text);
    let mut out = String::new();
    let mut boxes = Vec::new();
    let mut steps = vec![Step::Enter(dom.document.clone())];
    while let Some(step) = steps.pop() {
        match step {
            Step::Boundary => out.push('\n'),
            Step::Enter(node) if is_second_copy(&node, &out, &mut boxes) => {}
            Step::Enter(node) => enter(&node, &mut out, &mut steps),
        }
    }
    out
}

/// Whether an element holds a formula that stands in the box of it already. `boxes` are those so far, and where their
/// text begins.
fn is_second_copy(node: &Handle, out: &str, boxes: &mut Vec<(Handle, usize)>) -> bool {
    let NodeData::Element { name, .. } = &node.data else {
        return false;
    };
    let classes = attribute(node, "class").unwrap_or_default();
    let mut all = classes.split_ascii_whitespace();
    if !matches!(&*name.local, "span" | "div") {
        return false;
    }
    let is_box = |class: &str| {
        matches!(class, "katex" | "katex-display" | "mwe-math-element")
            || class.starts_with("MathJax")
    };
    if all.clone().any(is_box) {
        boxes.push((node.clone(), out.len()));
    }
    if !all.any(|class| matches!(class, "katex-html" | "MJX_Assistive_MathML")) {
        return false;
    }
    let is_around = |open: &Handle| {
        let mut around = std::iter::successors(Some(node.clone()), parent);
        around.any(|it| Rc::ptr_eq(&it, open))
    };
    let open = boxes.iter().rev().find(|(open, _)| is_around(open));
    open.is_some_and(|(_, start)| !out[*start..].trim().is_empty())
}

/// Whether an element says who is quoted: a `cite` at the beginning of a quote, in a box or two.
fn begins_quote(node: &Handle) -> bool {
    let is = |node: &Handle, wanted: &str| matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted);
    let mut inner = node.clone();
    for _ in 0..3 {
        let Some(around) = parent(&inner).filter(|_| is(node, "cite")) else {
            return false;
        };
        let children = around.children.borrow();
        let mut before = children.iter().take_while(|child| !Rc::ptr_eq(child, &inner));
        if !before.all(|child| text_of(child).trim().is_empty()) {
            return false;
        }
        if !is(&around, "div") {
            return is(&around, "blockquote");
        }
        drop(children);
        inner = around;
    }
    false
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    attrs.borrow().iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string())
}

/// Whether an element is not seen by what it says itself.
fn is_hidden(node: &Handle) -> bool {
    let NodeData::Element { name, .. } = &node.data else {
        return false;
    };
    let style = attribute(node, "style").unwrap_or_default().to_ascii_lowercase();
    let hides = |declaration: &str| {
        let declaration: String = declaration.split_whitespace().collect();
        let declaration = declaration.trim_end_matches("!important");
        matches!(declaration, "display:none" | "visibility:hidden")
    };
    attribute(node, "hidden").is_some()
        || style.split(';').any(hides)
        || (&*name.local == "dialog" && attribute(node, "open").is_none())
}

/// Whether words end at the boundaries of an inline element, as it is not seen where it stands: hidden in what is
/// not, or by its name. What names say is for the builder alone to tell.
fn is_unseen(node: &Handle) -> bool {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, bool>> = RefCell::default();
    }
    if is_hidden(node) && !std::iter::successors(parent(node), parent).any(|it| is_hidden(&it)) {
        return true;
    }
    let NodeData::Element { attrs, .. } = &node.data else {
        return false;
    };
    let named = |name: &str| !matches!(name, "hidden" | "style" | "open");
    let quoted = |value: &str| value.replace('&', "&amp;").replace('"', "&quot;");
    let names: String = attrs
        .borrow()
        .iter()
        .filter(|attr| named(&attr.name.local))
        .map(|attr| format!(" {}=\"{}\"", attr.name.local, quoted(&attr.value)))
        .collect();
    let ask = || builder_text(&format!("<p>a<span{names}>b</span>c")).contains("a b c");
    !names.is_empty()
        && KNOWN.with_borrow_mut(|known| *known.entry(names.clone()).or_insert_with(ask))
}

fn enter(node: &Handle, out: &mut String, steps: &mut Vec<Step>) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { .. } => enter_element(node, out, steps),
        NodeData::Document => push_children(node, steps),
        _ => {}
    }
}

fn push_children(node: &Handle, steps: &mut Vec<Step>) {
    steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter));
}

fn enter_element(node: &Handle, out: &mut String, steps: &mut Vec<Step>) {
    let NodeData::Element { name, template_contents, .. } = &node.data else {
        return;
    };
    if name.ns == ns!(svg) {
        return enter_svg(node, steps);
    }
    let attr = |wanted: &str| attribute(node, wanted);
    if name.local == local_name!("template") && attr("shadowrootmode").is_some() {
        let contents = template_contents.borrow();
        return contents.iter().for_each(|contents| push_children(contents, steps));
    }
    let is_edit_link = name.local == local_name!("span")
        && attr("class").is_some_and(|class| class == "mw-editsection");
    if is_edit_link
        || (name.local == local_name!("pre") && is_in_first_cell(node) && counts_lines(node))
        || holds_line_numbers(node, &name.local)
    {
        return;
    }
    let is_hidden_input = name.local == local_name!("input")
        && attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
    let is_code_line = matches!(&*name.local, "span" | "code")
        && attr("class").is_some_and(|class| class.split_ascii_whitespace().any(is_line_of_code))
        && is_preformatted(node);
    let kind = match kind(&name.local) {
        Kind::Inline if is_code_line || is_unseen(node) || begins_quote(node) => Kind::Bounded,
        kind => kind,
    };
    match kind {
        Kind::Skipped => {}
        Kind::Replaced => out.push('\n'),
        Kind::Bounded if !is_hidden_input => {
            out.push('\n');
            steps.push(Step::Boundary);
            push_children(node, steps);
        }
        _ => push_children(node, steps),
    }
}

/// Whether an element holds the numbers of lines and nothing else.
fn counts_lines(node: &Handle) -> bool {
    let numbers: Option<Vec<u32>> =
        text_of(node).split_whitespace().map(|word| word.parse().ok()).collect();
    let is_counted = |numbers: &[u32]| numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    numbers.is_some_and(|numbers| numbers.len() > 1 && is_counted(&numbers))
}

/// Whether an element holds numbers of lines by its class, and does: `code_lines.rs` in other words.
fn holds_line_numbers(node: &Handle, name: &str) -> bool {
    let class = attribute(node, "class").unwrap_or_default();
    let is_one_of = |list: &str| {
        let mut classes = class.split_ascii_whitespace();
        classes.any(|class| list.contains(&format!(" {class} ")))
    };
    let is_gutter = matches!(name, "td" | "pre")
        && is_one_of(" linenos lineno rouge-gutter crayon-nums hljs-ln-numbers ")
        || matches!(name, "td" | "th") && is_one_of(" gutter ") && is_preformatted(node);
    let is_inline = name == "span"
        && is_one_of(" linenos lineno ln lnt linenumber line-number source-line-no linenr LineNr ");
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".:|".contains(c);
    let holds_numbers = || text_of(node).chars().all(is_number);
    (is_gutter || (is_inline && is_preformatted(node))) && holds_numbers()
}

/// All text in an element, that of each element in it on lines of its own.
fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    let mut rest = vec![node.clone()];
    while let Some(node) = rest.pop() {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
            text.push('\n');
        }
        rest.extend(node.children.borrow().iter().rev().cloned());
    }
    text
}

/// `code_lines.rs` in other words.
fn is_line_of_code(class: &str) -> bool {
    " line code-line token-line view-line gatsby-highlight-code-line "
        .contains(&format!(" {class} "))
}

fn parent(node: &Handle) -> Option<Handle> {
    let weak = node.parent.take();
    node.parent.set(weak.clone());
    weak.and_then(|weak| weak.upgrade())
}

fn is_cell(node: &Handle) -> bool {
    matches!(&node.data, NodeData::Element { name, .. } if matches!(&*name.local, "td" | "th"))
}

fn is_in_first_cell(node: &Handle) -> bool {
    let is_first = |cell: &Handle| {
        let row = parent(cell).expect("a cell is in a row");
        let cells = row.children.borrow();
        let first =
            cells.iter().find(|child| is_cell(child)).is_some_and(|it| Rc::ptr_eq(it, cell));
        let is_data = matches!(&cell.data, NodeData::Element { name, .. } if &*name.local == "td");
        first && is_data
    };
    std::iter::successors(parent(node), parent).any(|node| is_cell(&node) && is_first(&node))
}

fn is_preformatted(node: &Handle) -> bool {
    let mut around = std::iter::successors(parent(node), parent);
    around.any(|node| match &node.data {
        NodeData::Element { name, .. } => {
            let class = attribute(&node, "class").unwrap_or_default();
            match &*name.local {
                "div" => class.starts_with("syntaxhighlighter") || class == "crayon-pre",
                "table" => class.contains("js-file-line-container"),
                name => matches!(name, "pre" | "listing" | "xmp" | "plaintext"),
            }
        }
        _ => false,
    })
}

/// Of SVG, only HTML inside it is text of the page, and titles and descriptions are not.
fn enter_svg(node: &Handle, steps: &mut Vec<Step>) {
    for child in node.children.borrow().iter().rev() {
        let NodeData::Element { name: parent, .. } = &node.data else {
            continue;
        };
        let is_html = &*parent.local == "foreignObject";
        match &child.data {
            NodeData::Text { .. } if !is_html => {}
            NodeData::Element { name, .. }
                if matches!(&*name.local, "title" | "desc") && name.ns == ns!(svg) => {}
            _ => steps.push(Step::Enter(child.clone())),
        }
    }
}

/// The words in which builder and tree differ, with how many more the builder has; one entry for
/// the order if only that differs.
fn differing(text: &str) -> Vec<(String, i64)> {
    let (ours, tree) = (words(&builder_text(text)), words(&tree_text(text)));
    if ours == tree {
        return Vec::new();
    }
    let mut counts: HashMap<String, i64> = HashMap::new();
    let signed = ours.into_iter().map(|w| (w, 1)).chain(tree.into_iter().map(|w| (w, -1)));
    for (word, by) in signed {
        *counts.entry(word).or_default() += by;
    }
    let mut words: Vec<_> = counts.into_iter().filter(|(_, count)| *count != 0).collect();
    if words.is_empty() {
        words.push(("(the order)".to_owned(), 1));
    }
    words.sort();
    words
}

fn check(set: &str, pages: impl Iterator<Item = Page>) {
    let listed = listed(set);
    let (mut count, mut failures) = (0, Vec::new());
    let mut seen = BTreeSet::new();
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for page in pages {
        count += 1;
        let words = differing(&String::from_utf8_lossy(&page.bytes));
        let total = words.iter().map(|(_, n)| n.unsigned_abs() as usize).sum::<usize>();
        let entry = listed.get_key_value(page.name.as_str());
        if let Some((name, entry)) = entry {
            seen.insert(*name);
            *by_reason.entry(entry.reason).or_default() += 1;
        }
        let allowed = entry.map_or(0, |(_, listed)| listed.words);
        if total > allowed {
            let shown: Vec<_> = words.iter().take(12).collect();
            failures.push(format!("{set}/{}\t{total}\t{allowed} listed; {shown:?}", page.name));
        } else if entry.is_some() && total == 0 {
            failures.push(format!("{set}/{}: listed, but does not differ", page.name));
        }
    }
    println!("{set}: {count} pages, listed as different: {by_reason:?}");
    if count > 0 {
        for page in listed.keys().filter(|page| !seen.contains(*page)) {
            failures.push(format!("{set}/{page}: listed, but there is no such page"));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn wcxb() {
    check("wcxb-dev", set_pages("wcxb-dev"));
}

#[test]
fn fundus() {
    check("fundus-dev", set_pages("fundus-dev"));
}

#[test]
fn trafilatura() {
    check("trafilatura", set_pages("trafilatura"));
}

#[test]
fn corpus() {
    check("corpus", corpus_pages());
}

/// Pages are mostly well-formed; these are not. Tags whose misnesting makes a deliberate
/// difference are left out, see [`deliberate_differences`].
#[test]
fn random_tags() {
    const TAGS: &str = "p div b a i span ul li ol h1 h2 dl dt dd button select pre label section \
        template nobr font rt rb rtc ruby br img hr textarea x-y fieldset marquee address center \
        input iframe xmp style tr td dialog legend summary";
    let tags: Vec<&str> = TAGS.split_whitespace().collect();
    // Xorshift: the same pages in each run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize % end
    };
    for _ in 0..RANDOM_PAGES {
        let mut page = String::from("<!doctype html>");
        for word in 0..below(14) {
            let tag = tags[below(tags.len())];
            page += &match below(6) {
                0 | 1 => format!("<{tag}>"),
                2 => format!("</{tag}>"),
                3 => " ".to_owned(),
                _ => format!("w{word}"),
            };
        }
        let words = differing(&page);
        assert!(words.is_empty(), "{page}\n{words:?}");
    }
}

/// What the builder reads otherwise on purpose, or because it has no tree; no page of the sets
/// has any of it.
#[test]
fn deliberate_differences() {
    let pages = [
        // Foster parenting: text in a table outside its cells goes before the table, and so runs
        // on from the text there.
        ("one<table>two<tr><td>three</table>", "one two three", "onetwo three"),
        ("<table><tr><td>one</td>two</table>", "one two", "two one"),
        // A late `body` (`html`) gives the implied one its attributes. Ours opens it there.
        ("one<body>two", "one two", "onetwo"),
        // A form is a block to its end tag, although elements of it are still open.
        ("<form><b>one</form>two", "one two", "onetwo"),
        // A `noscript` in the head ends at its first text.
        ("<noscript>one</noscript>two", "one two", "onetwo"),
        // Without a tree it is not known if the `b` is open around the drawing; it mostly is, and
        // an unclosed `svg` must not swallow the page.
        ("<svg></b>one", "one", ""),
        // The adoption agency closes all that a misnested inline element holds.
        ("<b><audio><div></b>one", "", "one"),
    ];
    for (page, ours, tree) in pages {
        assert_eq!(words(&builder_text(page)).join(" "), ours, "{page}");
        assert_eq!(words(&tree_text(page)).join(" "), tree, "{page}");
    }
}
