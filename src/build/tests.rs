//! The builder on small pages: implied and misplaced tags, what blocks say, and the depth cap.

use super::{Arena, Block, BlockKind, Builder, Context, MAX_BLOCKS, MAX_ELEMENTS, ROOT};
use crate::tokenize::{Lexer, Tag};

fn feed(html: &str) -> Builder {
    let (mut lexer, mut builder) = (Lexer::new(), Builder::new());
    lexer.feed(html, &mut builder);
    lexer.finish(&mut builder);
    builder
}

fn build(html: &str) -> Arena {
    feed(html).finish()
}

fn texts(html: &str) -> Vec<String> {
    let arena = build(html);
    arena.blocks.iter().map(|block| arena.block_text(block).to_owned()).collect()
}

fn kinds(html: &str) -> Vec<(BlockKind, String)> {
    let arena = build(html);
    arena.blocks.iter().map(|block| (block.kind, arena.block_text(block).to_owned())).collect()
}

/// The block with this text, and the names of the elements around it, innermost first.
fn around(html: &str, text: &str) -> (Block, Vec<&'static str>) {
    let arena = build(html);
    let is_it = |block: &&Block| arena.block_text(block) == text;
    let block = *arena.blocks.iter().find(is_it).expect("a block with the text");
    (block, arena.ancestors(block.element).map(|(_, element)| element.tag.name()).collect())
}

fn context(html: &str, text: &str) -> Context {
    around(html, text).0.context
}

fn ordinals(html: &str, tag: Tag) -> Vec<u16> {
    let arena = build(html);
    arena.elements.iter().filter(|e| e.tag == tag).map(|e| e.ordinal).collect()
}

mod implied_tags {
    use super::{BlockKind, around, kinds, texts};

    #[test]
    fn a_paragraph_ends_at_the_next_block() {
        assert_eq!(texts("<p>one<p>two<div>three</div>"), ["one", "two", "three"]);
        let (_, names) = around("<body><p>one<b><p>two", "two");
        assert_eq!(names, ["p", "body"]);
    }

    #[test]
    fn a_button_shields_the_paragraph_around_it() {
        let (_, names) = around("<p>one<button><p>two</button>", "two");
        assert_eq!(names, ["p", "button", "p"]);
    }

    #[test]
    fn items_end_each_other() {
        let html = "<ul><li>one<li><b>two<li>three</ul>after";
        let item = |text: &str| (BlockKind::ListItem, text.to_owned());
        let after = (BlockKind::Paragraph, "after".to_owned());
        assert_eq!(kinds(html), [item("one"), item("two"), item("three"), after]);
        assert_eq!(around(html, "three").1, ["li", "ul"]);
        // Not through a list of its own.
        assert_eq!(around("<ul><li>one<ul><li>two</ul>", "two").1, ["li", "ul", "li", "ul"]);
    }

    #[test]
    fn terms_and_definitions_end_each_other() {
        let html = "<dl><dt>one<dd>two<dt>three<dd><div>four<dd>five</dl>";
        let expected = [
            (BlockKind::Term, "one"),
            (BlockKind::Definition, "two"),
            (BlockKind::Term, "three"),
            (BlockKind::Paragraph, "four"),
            (BlockKind::Definition, "five"),
        ];
        assert_eq!(kinds(html), expected.map(|(kind, text)| (kind, text.to_owned())));
        assert_eq!(around(html, "five").1, ["dd", "dl"]);
    }

    #[test]
    fn options_end_each_other() {
        let html = "<select><optgroup><option>one<option>two<optgroup><option>three</select>after";
        assert_eq!(texts(html), ["one", "two", "three", "after"]);
        assert_eq!(around(html, "three").1, ["option", "optgroup", "select"]);
        assert_eq!(around(html, "after").1, Vec::<&str>::new());
    }

    #[test]
    fn a_select_in_a_select_is_its_end_tag() {
        assert_eq!(around("<div><select><option>one<select>two", "two").1, ["div"]);
        assert_eq!(around("<div><select><option>one<input>two", "two").1, ["div"]);
    }

    #[test]
    fn parts_of_ruby_end_each_other() {
        let html = "<ruby>漢<rp>(<rt>kan<rp>)<rt>字</ruby>";
        assert_eq!(texts(html), ["漢(kan) 字"]);
        // Outside of ruby they do not.
        assert_eq!(texts("<rp>one<rt>two"), ["one two"]);
    }

    #[test]
    fn readings_of_ruby_stand_apart() {
        let html = "<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字";
        assert_eq!(texts(html), ["漢（かん）字"]);
        assert_eq!(texts("<ruby>漢<rt>kàn</rt>字<rt>zì</rt></ruby>"), ["漢 kàn 字 zì"]);
    }

    #[test]
    fn what_is_not_seen_stands_apart() {
        let html = "<p>Share<span class=sr-only>on the web</span>, <b>14</b><i hidden>fourteen</i><i>!</i>";
        assert_eq!(texts(html), ["Share on the web, 14 fourteen!"]);
    }

    #[test]
    fn formulas_are_there_once() {
        let math = "<math><mi>x</mi><annotation>y</annotation></math>";
        let katex = format!("<span class=katex-mathml>{math}</span>");
        let shown = "<span class=katex-html aria-hidden=true><span>x</span></span>";
        let jax = format!("<nobr>x</nobr><span class=MJX_Assistive_MathML>{math}</span>");
        for inside in [katex.clone() + shown, katex, shown.to_owned()] {
            assert_eq!(texts(&format!("a<span class=katex>{inside}</span>b")), ["axb"], "{inside}");
        }
        assert_eq!(texts(&format!("a<span class=MathJax>{jax}</span>b")), ["axb"]);
        let glyphs = "<mjx-math></mjx-math>";
        let jax = format!("{glyphs}<mjx-assistive-mml>{math}</mjx-assistive-mml>");
        assert_eq!(
            texts(&format!("a<mjx-container class=MathJax>{jax}</mjx-container>b")),
            ["axb"]
        );
        let lone = "<span class=katex-html>x</span>";
        assert_eq!(texts(&format!("a<span class='inline katex'>{lone}</span>b")), ["axb"]);
        assert_eq!(texts(&format!("a{lone}b")), ["axb"]);
        assert_eq!(texts(&format!("<span class=katex>y</span>a{lone}b")), ["yaxb"]);
    }

    #[test]
    fn headings_end_each_other() {
        assert_eq!(around("<h2>one<h3>two", "two").1, ["h3"]);
        assert_eq!(around("<h2><p>one<h3>two", "two").1, ["h3"]);
        assert_eq!(around("<h2>one</h3>two", "two").1, Vec::<&str>::new());
    }

    #[test]
    fn an_end_of_a_paragraph_alone_is_an_empty_one() {
        assert_eq!(texts("one</p>two"), ["one", "two"]);
        assert_eq!(texts("one</div>two</span>three</h1>four"), ["onetwothreefour"]);
    }
}

mod misnesting {
    use super::{around, texts};

    #[test]
    fn formatting_runs_over_block_ends() {
        assert_eq!(texts("<p>one <b>two</p><p>three</b> four</p>"), ["one two", "three four"]);
        assert_eq!(texts("<b>one <i>two</b> three</i> four"), ["one two three four"]);
    }

    #[test]
    fn formatting_that_holds_a_block_is_closed_alone() {
        let (block, names) = around("<div><a href=x>one<p>two</a>three</div>", "twothree");
        // The element table keeps where it began; what counts as link is settled by the stack.
        assert_eq!(names, ["p", "a", "div"]);
        assert_eq!(block.link_len, 3);
    }

    #[test]
    fn links_do_not_nest() {
        let (block, _) = around("<p><a href=x>one<a href=y>two</a> three", "onetwo three");
        assert_eq!((block.links, block.link_len), (2, 6));
    }

    #[test]
    fn inline_ends_do_not_reach_through_blocks() {
        assert_eq!(around("<span>one<div>two</span>three</div>", "twothree").1, ["div", "span"]);
        // `dialog`, `option` and their like are blocks to us, but not special to the standard.
        assert_eq!(around("<span><option>one</span>two", "two").1, Vec::<&str>::new());
    }

    #[test]
    fn a_form_in_a_form_is_ignored() {
        let html = "<form><div>one<form><p>two</form>three</div>";
        assert_eq!(texts(html), ["one", "two", "three"]);
        assert_eq!(around(html, "two").1, ["p", "div", "form"]);
        // The first end tag ends the form that is open; elements inside stay.
        assert_eq!(around(html, "three").1, ["p", "div", "form"]);
        assert_eq!(around("<form><p>one<form></form></p>two", "two").1, Vec::<&str>::new());
        assert_eq!(around("<form>one</form><form>two</form>", "two").1, ["form"]);
    }

    #[test]
    fn a_late_body_or_head_changes_nothing() {
        assert_eq!(around("<html><body><p>one<body><head>two", "onetwo").1, ["p", "body", "html"]);
    }
}

mod tables {
    use super::{BlockKind, around, kinds, texts};

    #[test]
    fn rows_and_cells_end_each_other() {
        let html = "<table><caption>one<tr><th>two<td><b>three<tr><td>four</table>five";
        let expected = [
            (BlockKind::Caption, "one"),
            (BlockKind::Cell, "two"),
            (BlockKind::Cell, "three"),
            (BlockKind::Cell, "four"),
            (BlockKind::Paragraph, "five"),
        ];
        assert_eq!(kinds(html), expected.map(|(kind, text)| (kind, text.to_owned())));
        assert_eq!(around(html, "four").1, ["td", "tr", "table"]);
    }

    #[test]
    fn a_table_without_cells_keeps_its_text() {
        assert_eq!(texts("<table>one<tr>two</tr></table>three"), ["one", "two", "three"]);
        assert_eq!(texts("<table><p>one</p><div>two</div></table>"), ["one", "two"]);
    }

    #[test]
    fn cells_without_a_table_are_ignored() {
        assert_eq!(texts("<div>one<td>two</td><tr>three</div>"), ["onetwothree"]);
    }

    #[test]
    fn what_does_not_belong_between_cells_is_closed() {
        assert_eq!(around("<table><object><tr><td>one", "one").1, ["td", "tr", "table"]);
        assert_eq!(around("<table><tr><video><td>one", "one").1, ["td", "tr", "table"]);
    }

    #[test]
    fn a_table_nests_in_cells_only() {
        let nested = "<table><tr><td><table><tr><td>one</table>two</table>";
        assert_eq!(around(nested, "one").1, ["td", "tr", "table", "td", "tr", "table"]);
        assert_eq!(around(nested, "two").1, ["td", "tr", "table"]);
        assert_eq!(around("<table><tr><table><td>one", "one").1, ["td", "table"]);
    }
}

mod hidden {
    use super::{Context, context, texts};

    #[test]
    fn attributes_and_styles_hide() {
        let styles = ["style='color:red; DISPLAY: none !important'", "style=visibility:hidden"];
        for attribute in ["hidden"].into_iter().chain(styles) {
            let html = format!("<div {attribute}><p>one</div><p>two");
            assert!(context(&html, "one").has(Context::HIDDEN), "{attribute}");
            assert!(!context(&html, "two").has(Context::HIDDEN), "{attribute}");
        }
        assert!(!context("<p style='display:block'>one", "one").has(Context::HIDDEN));
        let aria = context("<p aria-hidden=true>one", "one");
        assert!(aria.has(Context::ARIA_HIDDEN) && !aria.has(Context::HIDDEN));
        assert!(!context("<p aria-hidden=false>one", "one").has(Context::ARIA_HIDDEN));
    }

    #[test]
    fn a_block_is_hidden_if_most_of_it_is() {
        let most = "<p>a <span hidden>long hidden part</span>";
        assert!(context(most, "a long hidden part").has(Context::HIDDEN));
        let least = "<p>a long shown part <span hidden>b</span>";
        assert!(!context(least, "a long shown part b").has(Context::HIDDEN));
    }

    #[test]
    fn dialogs_are_hidden_unless_open() {
        let closed = context("<dialog>one</dialog>", "one");
        assert!(closed.has(Context::DIALOG) && closed.has(Context::HIDDEN));
        let open = context("<dialog open>one</dialog>", "one");
        assert!(open.has(Context::DIALOG) && !open.has(Context::HIDDEN));
        assert!(context("<div role=alertdialog>one", "one").has(Context::DIALOG));
        assert!(context("<div aria-modal=true>one", "one").has(Context::DIALOG));
    }

    #[test]
    fn what_is_not_shown_separates_nothing() {
        assert_eq!(texts("one<template><p>two</p><br></template>three"), ["onethree"]);
        assert_eq!(texts("one<object><div>two</div></object>three"), ["onethree"]);
        assert_eq!(texts("one<template><select></template>three"), ["onethree"]);
        assert_eq!(texts("<div><template shadowrootmode=open><p>one</template></div>"), ["one"]);
    }

    #[test]
    fn drawings_have_no_text() {
        let svg = "one <svg><title>two</title><desc>three</desc><text>four</text></svg>five";
        assert_eq!(texts(svg), ["one five"]);
        let html = "one <svg><foreignObject><p>two</p></foreignObject></svg>three";
        assert_eq!(texts(html), ["one", "two", "three"]);
    }

    #[test]
    fn an_unclosed_drawing_ends_at_the_next_block() {
        assert_eq!(texts("one<svg><g><path><p>two"), ["one", "two"]);
        assert_eq!(texts("<div>one<svg><g>two</div>three"), ["one", "three"]);
        assert_eq!(texts("<svg><title>one<p>two</svg>three"), ["three"]);
    }

    #[test]
    fn a_link_in_a_description_does_not_end_one_around_it() {
        let svg = "<svg><a><desc>one<a>two</a>three</desc></a></svg>four";
        assert_eq!(texts(svg), ["four"]);
    }

    #[test]
    fn formulas_end_where_the_tokenizer_says() {
        let html = "<math><mi>x</mi><annotation>y</annotation></math>z";
        assert_eq!(texts(html), ["xz"]);
        assert_eq!(texts("<math><mi>x</mi><annotation>y<p>z"), ["x", "z"]);
    }
}

mod white_space {
    use super::{BlockKind, kinds, texts};

    #[test]
    fn it_collapses_across_inline_elements() {
        assert_eq!(texts("<p> one <b> two</b> <i>three </i>four</p> "), ["one two three four"]);
        assert_eq!(texts("<p>one<b>two</b>\n\tthree<!-- --> \r\n four"), ["onetwo three four"]);
        assert_eq!(texts("one<span>two</span><wbr>three"), ["onetwothree"]);
    }

    #[test]
    fn marks_that_go_leave_their_white_space() {
        assert_eq!(texts("<h2>one<a href=#x> </a>two</h2>"), ["one two"]);
        assert_eq!(texts("<h2>one<a href=#x>&nbsp;# </a>two</h2>"), ["one two"]);
        assert_eq!(texts("<h2>one<a href=#x>#</a>two</h2>"), ["onetwo"]);
        assert_eq!(texts("<h2><a href=#x> # </a>one <a href=#x> </a></h2>"), ["one"]);
    }

    #[test]
    fn who_is_quoted_has_a_line() {
        let quote = |inside: &str| texts(&format!("<blockquote>{inside}</blockquote>"));
        assert_eq!(
            quote("<div><cite>Ann wrote:</cite>One <cite>two</cite> three</div>"),
            ["Ann wrote:\nOne two three"]
        );
        assert_eq!(quote("<cite>Ann</cite> <br>One"), ["Ann\nOne"]);
        assert_eq!(quote("<cite>Ann</cite><p>One"), ["Ann", "One"]);
        assert_eq!(quote("<p>One<p><cite>two</cite> three"), ["One", "two three"]);
        assert_eq!(quote("One <cite>two</cite> three"), ["One two three"]);
        assert_eq!(quote("<cite>Ann</cite>"), ["Ann"]);
    }

    #[test]
    fn some_inline_elements_stand_apart() {
        let apart = "one<time>two</time>three<label>four</label>five";
        assert_eq!(texts(apart), ["one two three four five"]);
        assert_eq!(texts("one<img>two<input>three<input type=HIDDEN>four"), ["one two threefour"]);
    }

    #[test]
    fn one_line_break_is_a_line_and_two_are_a_paragraph() {
        assert_eq!(texts("one<br>two"), ["one\ntwo"]);
        assert_eq!(texts("one <br> <br/> two"), ["one", "two"]);
        assert_eq!(texts("<br>one<br>"), ["one"]);
        assert_eq!(texts("one</br>two"), ["one\ntwo"]);
    }

    #[test]
    fn preformatted_text_keeps_it() {
        let pre = |text: &str| (BlockKind::Preformatted, text.to_owned());
        assert_eq!(kinds("<pre>\n  one\n\ttwo  three\n\n</pre>"), [pre("  one\n\ttwo  three")]);
        assert_eq!(kinds("<pre>\n\none<b>two</b><br>three</pre>"), [pre("onetwo\nthree")]);
        assert_eq!(kinds("<pre>one<img>two <input> three"), [pre("one two  three")]);
        assert_eq!(texts("<textarea>\n one  two</textarea>three"), ["one two", "three"]);
    }

    #[test]
    fn text_without_words_is_no_block() {
        assert_eq!(texts("<p>|<p>• · —<p>★<p>€5<p>&nbsp;"), ["★", "€5"]);
    }
}

mod kinds {
    use super::{BlockKind, kinds};

    #[test]
    fn a_block_is_what_its_innermost_element_says() {
        let html = "<table><caption>a</caption><tr><td>b<th>c</table><ul><li>d</ul><dl><dt>e<dd>f</dl>\
                    <figure><figcaption>g</figcaption></figure><fieldset><legend>h</legend></fieldset>\
                    <button>i</button><select><option>j</select><textarea>k</textarea><pre>l</pre><p>m";
        let found: Vec<BlockKind> = kinds(html).into_iter().map(|(kind, _)| kind).collect();
        use BlockKind::{
            Caption, Cell, Control, Definition, ListItem, Paragraph, Preformatted, Term,
        };
        let expected = [
            Caption,
            Cell,
            Cell,
            ListItem,
            Term,
            Definition,
            Caption,
            Caption,
            Control,
            Control,
            Control,
            Preformatted,
            Paragraph,
        ];
        assert_eq!(found, expected);
    }
}

mod numbers {
    use super::{BlockKind, Tag, kinds, ordinals};

    #[test]
    fn heading_levels_reach_inner_blocks() {
        let heading = |level, text: &str| (BlockKind::Heading(level), text.to_owned());
        let html = "<h2><div>one</div><span>two</span></h2>";
        assert_eq!(kinds(html), [heading(2, "one"), heading(2, "two")]);
        assert_eq!(kinds("<h6>one</h6>two")[1].0, BlockKind::Paragraph);
    }

    #[test]
    fn list_items_count() {
        assert_eq!(ordinals("<ul><li>a<li>b<ol><li>c</ol><li>d</ul>", Tag::Li), [1, 2, 1, 3]);
        let valued = "<ol start=3><li>a<li>b<li value=9>c<li>d</ol>";
        assert_eq!(ordinals(valued, Tag::Li), [3, 4, 9, 10]);
        assert_eq!(ordinals("<ol start=x><li value=-1>a<li>b</ol>", Tag::Li), [1, 2]);
        assert_eq!(ordinals("<ol start=0><li>a<li>b</ol><li>c", Tag::Li), [0, 1, 0]);
    }

    #[test]
    fn rows_and_cells_count() {
        let html = "<table><tbody><tr><td>a<th>b<tbody><tr><td>c<table><tr><td>d</table><td>e";
        assert_eq!(ordinals(html, Tag::Tr), [1, 2, 1]);
        assert_eq!(ordinals(html, Tag::Td), [1, 1, 1, 2]);
    }
}

mod depth {
    use super::super::open_elements::MAX_DEPTH;
    use super::{Builder, feed};

    /// The open elements looked at while `unit` is read `count` times.
    fn work(unit: &str, count: usize) -> (u64, Builder) {
        let builder = feed(&(unit.repeat(count) + "one"));
        (builder.open.looked_at(), builder)
    }

    /// Twice the page is twice the work, and little of it for a tag.
    fn assert_linear(unit: &str, count: usize) -> Builder {
        // What is below the cap is alike in both.
        let (half, _) = work(unit, count / 2);
        let (whole, builder) = work(unit, count);
        let tags = (count * unit.matches('<').count()) as u64;
        assert!(whole <= half * 2 + MAX_DEPTH as u64, "{unit}: {half}, {whole}");
        assert!(whole <= tags * 4, "{unit}: {whole} for {tags} tags");
        builder
    }

    #[test]
    fn nested_blocks_are_capped() {
        let builder = assert_linear("<div>", 100_000);
        assert!(builder.too_deep());
        assert_eq!(builder.open.len(), MAX_DEPTH);
        let arena = builder.finish();
        assert_eq!(arena.blocks.len(), 1);
        assert_eq!(arena.ancestors(arena.blocks[0].element).count(), MAX_DEPTH);
    }

    #[test]
    fn nested_lists_are_capped() {
        let builder = assert_linear("<ul><li>", 64_000);
        assert!(builder.too_deep());
        assert_eq!(builder.finish().blocks.len(), 1);
    }

    #[test]
    fn other_nests_and_stray_ends_are_linear() {
        for unit in ["<b>", "<span><p>", "<table><tr><td>", "<select>", "<dl><dd>", "<b></i>"] {
            assert_linear(unit, 20_000);
        }
    }

    #[test]
    fn what_follows_a_deep_nest_is_outside_of_it() {
        let depth = 2 * MAX_DEPTH;
        let html = "<div>".repeat(depth) + "one" + &"</div>".repeat(depth) + "<p>two";
        let arena = feed(&html).finish();
        assert_eq!(arena.ancestors(arena.blocks[1].element).count(), 1);
    }

    #[test]
    fn what_is_not_shown_is_not_shown_in_a_deep_nest_either() {
        let deep = "<div>".repeat(MAX_DEPTH);
        let inside = "one<template>no<div>no<template>no</template>no</template>two<object><b>no</object>three";
        let html = deep.clone() + inside + &"</div>".repeat(MAX_DEPTH) + "<p>four";
        let arena = feed(&html).finish();
        let texts: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        assert_eq!(texts.concat().replace(' ', ""), "onetwothreefour");
        assert_eq!(arena.ancestors(arena.blocks[texts.len() - 1].element).count(), 1);
    }

    #[test]
    fn an_item_of_a_template_in_a_deep_nest_ends_no_item_around_it() {
        let html = "<ul><li>".to_owned()
            + &"<div>".repeat(MAX_DEPTH)
            + "<template><li>no</li></template>one";
        let arena = feed(&html).finish();
        let texts: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        assert_eq!(texts, ["one"]);
    }

    #[test]
    fn a_link_in_a_link_counts_no_passed_over_element_as_closed() {
        let html = "<a>".to_owned()
            + &"<div>".repeat(MAX_DEPTH)
            + "<a>one</a>"
            + &"</div>".repeat(MAX_DEPTH)
            + "<p>two";
        let arena = feed(&html).finish();
        assert_eq!(arena.ancestors(arena.blocks[1].element).count(), 1);
    }
}

#[test]
fn cells_in_a_deep_nest_stand_apart() {
    let table = "<table><tr><td>one<td>two<tr><td>three</table>";
    let page = "<div>".repeat(super::open_elements::MAX_DEPTH + 8) + table;
    assert_eq!(texts(&page), ["one", "two", "three"]);
}

#[test]
fn what_ends_by_itself_in_a_deep_nest_leaves_nothing_open() {
    let deep = super::open_elements::MAX_DEPTH + 8;
    let (open, close) = ("<div>".repeat(deep), "</div>".repeat(deep));
    for inside in ["<p>x</p>", "<p>x", "<ul><li>x</ul>", "<dl><dt>x<dd>x</dl>"] {
        let page = open.clone() + &inside.repeat(9) + &close + "<ul><li>item</ul>";
        let last = kinds(&page).pop();
        assert_eq!(last, Some((BlockKind::ListItem, "item".to_owned())), "{inside}");
    }
}

#[test]
fn an_element_around_text_without_words_holds_no_block() {
    let arena = build("<p>One</p><p><span>|</span></p><p>Two</p>");
    let span = arena.elements.iter().find(|element| element.tag == Tag::Span).expect("a span");
    assert_eq!((span.first_block, span.end_block), (1, 1));
}

#[test]
fn elements_end_with_the_last_block() {
    for html in ["<p>a</p><b>-</b>", "<b><p>a</p>-</b>", "<b>-</b>", "<a><b>-</b>"] {
        let arena = build(html);
        let end = arena.blocks.len() as u32;
        assert!(arena.elements.iter().all(|element| element.end_block <= end), "{html}");
    }
}

#[test]
fn no_space_is_left_where_a_control_character_goes() {
    for control in ['\u{97}', '\u{1}', '\u{7f}'] {
        assert_eq!(
            texts(&format!("<p>one {control} two{control} three {control}")),
            ["one two three"]
        );
    }
}

#[test]
fn the_rest_of_a_page_of_blocks_is_one_block() {
    let arena = build(&("<p>a".repeat(MAX_BLOCKS) + "<div>b<pre>c\n d</pre>e<b>f</b></div><hr>"));
    assert!(arena.is_joined);
    let last = arena.blocks.last().expect("a block");
    assert_eq!((arena.blocks.len(), arena.block_text(last)), (MAX_BLOCKS + 1, "b\nc\n d\nef"));
    assert_eq!((last.element, last.kind), (ROOT, BlockKind::Paragraph));
    assert!(!build(&"<p>a".repeat(MAX_BLOCKS)).is_joined);
}

#[test]
fn the_elements_of_a_page_are_capped() {
    let arena = build(&("<i></i>".repeat(MAX_ELEMENTS) + "<p>a<p>b"));
    assert_eq!((arena.elements.len(), arena.blocks.len()), (MAX_ELEMENTS, 2));
    assert!(arena.is_joined);
}

mod code_lines {
    use super::texts;

    #[test]
    fn elements_are_lines_of_preformatted_text() {
        for (html, expected) in [
            ("<pre><div>a</div><div>  b</div></pre>", "a\n  b"),
            ("<pre><code><div>a\n</div><div>b\n</div></code></pre>", "a\nb"),
            ("<pre><ol class=linenums><li>a</li><li>b</li></ol></pre>", "a\nb"),
            ("<pre><table><tr><td></td><td>a</td><tr><td>2<td>b</table></pre>", "a\n2 b"),
            ("<pre><span class=line>a</span><span class=line>b</span></pre>", "a\nb"),
            ("<pre><span class=line>a</span>\n<span class=line>b</span></pre>", "a\nb"),
            ("<pre>a<span class='token-line x'>b</span> c</pre>", "a\nb\n c"),
            ("<pre><span class=punctuation>a</span><span class=punctuation>b</span></pre>", "ab"),
        ] {
            assert_eq!(texts(html), [expected], "{html}");
        }
    }

    #[test]
    fn numbers_of_lines_are_no_code() {
        for (html, expected) in [
            (
                "<pre><span class=linenos>1</span><b>def</b> f():\n<span class=linenos>2</span>  x",
                "def f():\n  x",
            ),
            (
                "<pre><code><span class=line><span class=ln> 1</span><i>5 + x\n</i></span></code>",
                "5 + x",
            ),
            ("<pre><span class='lnt'>1\n</span><span class='lnt'>2\n</span>a", "a"),
            ("<pre><span class=linenr>10: </span>a", "a"),
            (
                "<pre><table><tr><td class='gutter gl'>1<td>a<tr><td class=gutter>2<td>b</table>",
                "a\nb",
            ),
            ("<pre><span class=ln>10 PRINT</span>", "10 PRINT"),
            ("<pre>a = <span class=number>1</span>", "a = 1"),
            ("<pre><code class=line-numbers>12<br>x</code></pre>", "12\nx"),
            ("<p>Read <span class=ln>1</span>", "Read 1"),
        ] {
            assert_eq!(texts(html), [expected], "{html}");
        }
    }

    #[test]
    fn highlighters_write_lines_without_pre() {
        for html in [
            "<div class='syntaxhighlighter js'><table><tr><td class=gutter><div class='line n1'>1</div><div class=line>2\
             </div></td> <td class=code><div class=container><div class=line><code>a</code> b</div><div class=line>\
             <code>  c</code></div></div></table></div>",
            "<table><tr><td class=crayon-nums><div>1</div><div>2</div><td><div class=crayon-pre><div>a b</div><div>  c</div></div></table>",
            "<table class='highlight js-file-line-container'>\n <tr>\n  <td class=blob-num></td>\n  <td class=blob-code>a b</td>\n \
             </tr>\n <tr>\n  <td></td>\n  <td>  c</td></tr></table>",
        ] {
            assert_eq!(texts(html), ["a b\n  c"], "{html}");
        }
        assert_eq!(texts("<pre>  <table> <tr> <td>a</td>\n <tr> <td> b</table></pre>"), ["a\n b"]);
    }

    #[test]
    fn a_number_beside_one_line_of_code_is_none() {
        for gutter in [
            "<td class='rouge-gutter gl'><pre class=lineno>1\n</pre>",
            "<td class=linenos><div><pre><span class=normal>1</span></pre></div>",
        ] {
            let html =
                format!("<table><tr>{gutter}</td><td class=code><pre>make all</pre></table>");
            assert_eq!(texts(&html), ["make all"], "{html}");
        }
        assert_eq!(texts("<table><tr><td class=gutter>1<td>a</table>"), ["1", "a"]);
    }

    #[test]
    fn a_page_in_one_pre_has_blocks() {
        assert_eq!(texts("<pre><h1>a</h1>b<p>c</pre>"), ["a", "b", "c"]);
        assert_eq!(texts("<p><span class=line>a</span><span class=line>b</span>"), ["ab"]);
    }
}

mod headings {
    use super::{BlockKind, Builder, kinds, texts};
    use crate::tokenize::Lexer;

    #[test]
    fn marks_that_link_to_the_heading_are_left_out() {
        for heading in [
            "<h2>Salt<a href=#s title=Permalink>\u{b6}</a></h2>",
            "<h2><a href='#s'> # </a>Salt</h2>",
            "<h2><a href='#s'><b>\u{a7}</b>\u{200b}</a> Salt</h2>",
            "<dl><dt>Salt<a href=#s>\u{f0c1}</a></dl>",
            "<h2>Salt<span class='mw-editsection'>[<a href=/e>edit</a>]</span></h2>",
        ] {
            assert_eq!(texts(heading), ["Salt"], "{heading}");
        }
        assert_eq!(texts("<h2><a href=#s>#1 Salt</a></h2>"), ["#1 Salt"]);
        assert_eq!(texts("<h2>C<a href=/c>#</a></h2>"), ["C#"]);
        assert_eq!(
            texts("<p>Salt <a href=#note>\u{a7} 4</a> and <a href=#n>#</a>"),
            ["Salt \u{a7} 4 and #"]
        );
    }

    #[test]
    fn marks_are_held_back_in_any_chunks() {
        let page = "<h2><a href=#s># \u{a7} 1</a> Salt <a href=#s>\u{b6} </a></h2>";
        for cut in (0..page.len()).filter(|at| page.is_char_boundary(*at)) {
            let (mut lexer, mut builder) = (Lexer::new(), Builder::new());
            lexer.feed(&page[..cut], &mut builder);
            lexer.feed(&page[cut..], &mut builder);
            lexer.finish(&mut builder);
            let arena = builder.finish();
            assert_eq!(arena.block_text(&arena.blocks[0]), "# \u{a7} 1 Salt", "{cut}");
        }
    }

    #[test]
    fn numbers_beside_code_are_none() {
        let code = "<pre>a\nb</pre>";
        let beside = format!("<table><tr><td><pre>1\n2</pre><td>{code}</table>");
        assert_eq!(texts(&beside), ["a\nb"]);
        let printed = format!("<table><tr><td>{code}<td><pre>1\n2</pre></table>");
        assert_eq!(texts(&printed), ["a\nb", "1\n2"]);
        assert_eq!(texts("<pre>0\n1\n2</pre>"), ["0\n1\n2"]);
    }

    #[test]
    fn buttons_behind_the_text_are_controls() {
        let page = "<h1>Basin<button>Copy path</button></h1><h2><button>Where is it?</button></h2>";
        let expected = [
            (BlockKind::Heading(1), "Basin"),
            (BlockKind::Control, "Copy path"),
            (BlockKind::Heading(2), "Where is it?"),
        ];
        assert_eq!(kinds(page), expected.map(|(kind, text)| (kind, text.to_owned())));
    }
}
