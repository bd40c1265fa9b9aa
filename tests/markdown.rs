//! `--to markdown`: what a reader of Markdown gets back is what went in.

#[path = "support/readback.rs"]
mod readback;
mod support;

use dechaff::stages::outline;
use dechaff::{Document, Images, KeepStructure, Options, SourceFormat, Strip, extract};
use proptest::prelude::*;
use readback::read_markdown;
use support::{SETS, check_documents, corpus_pages, markup_options, set_pages};

#[test]
fn corpus() {
    check_documents(corpus_pages, check);
}

#[test]
fn sets() {
    check_documents(|| SETS.into_iter().flat_map(set_pages), check);
}

#[test]
fn plain_texts() {
    for folder in support::case_folders() {
        if let Ok(text) = std::fs::read(folder.join("input.txt")) {
            let options = markup_options().format(SourceFormat::Text);
            assert_eq!(check(&extract(&text, &options)), Ok(()), "{}", folder.display());
        }
    }
}

/// The tables, lists and pieces of code of corpus pages are as people wrote them in `expected.md`.
#[test]
fn expected_parts() {
    let mut wrong = String::new();
    let mut count = 0;
    for folder in support::case_folders() {
        let Ok(expected) = std::fs::read_to_string(folder.join("expected.md")) else {
            continue;
        };
        let page = std::fs::read(folder.join("page.html")).expect("a page");
        let markdown = extract(&page, &markup_options().images(Images::Drop)).markdown();
        let difference = support::diff::diff(&expected, &structured_parts(&markdown));
        if !difference.is_empty() {
            wrong.push_str(&format!("{}\n{difference}", folder.display()));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), " - expected  + output\n{wrong}");
    assert!(count >= 20, "only {count} cases");
}

#[test]
fn code_beside_code_is_two() {
    let page = "<p>Press <kbd>Ctrl</kbd> <kbd>C</kbd> in <code>sh</code><code>ell</code>, \
        <code>a</code> <b><code>b c</code></b>.";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(document.markdown(), "Press `Ctrl` `C` in `shell`, `a` **`b c`**.\n");
}

#[test]
fn the_language_of_code_is_told_in_many_ways() {
    let language = |page: &str| {
        let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
        let markdown = document.markdown();
        markdown.lines().next().unwrap_or_default().trim_start_matches('`').to_owned()
    };
    let code = "<pre>let a = 1;\nlet b = 2;</pre>";
    for (page, expected) in [
        ("<pre><code class=language-rust>let a = 1;\n</code></pre>".to_owned(), "rust"),
        ("<pre class='brush: js notranslate'>let a = 1;\n</pre>".to_owned(), "js"),
        ("<pre class='sourceCode haskell'><code>let a = 1\n</code></pre>".to_owned(), "haskell"),
        ("<pre class='src src-emacs-lisp'>(let a)\n</pre>".to_owned(), "emacs-lisp"),
        (
            format!(
                "<div class='highlight-python notranslate'><div class=highlight>{code}</div></div>"
            ),
            "python",
        ),
        (format!("<div class='highlight-default notranslate'>{code}</div>"), ""),
        (format!("<div class='language-ruby highlighter-rouge'>{code}</div>"), "ruby"),
        (format!("<div class='highlight highlight-source-shell'>{code}</div>"), "shell"),
        (format!("<div class='highlight-box lang-en'>{code}</div>"), ""),
        (format!("<div class='highlight highlight-source-rust notranslate'>{code}</div>"), "rust"),
        (
            format!("<div class='highlight highlight-text-html-basic notranslate'>{code}</div>"),
            "html",
        ),
        (format!("<div class='highlight-python'>{code}</div>"), "python"),
        (format!("<figure class='highlight go'>{code}</figure>"), "go"),
        (format!("<div class='mw-highlight mw-highlight-lang-lua'>{code}</div>"), "lua"),
        (format!("<div class='md go'>{code}</div>"), ""),
        (code.replace("<pre", "<pre lang=Python"), "Python"),
        (code.replace("<pre", "<pre lang=en"), ""),
        (code.replace("<pre", "<pre data-language=zig"), "zig"),
        (code.replace("<pre", "<pre data-enlighter-language=generic"), ""),
        (code.replace("<pre", "<pre><code class=javascript"), "javascript"),
        (code.replace("<pre", "<pre><code class='hljs c'"), "c"),
        (code.replace("<pre", "<pre class='qw go'"), ""),
        (code.replace("<pre", "<pre class=gatsby-code-jsx"), "jsx"),
        (code.replace("<pre", "<pre class=mermaid"), "mermaid"),
        (format!("<div class='language-python highlight'>{code}</div>"), "python"),
        (format!("<div class='language-rust extra'>{code}</div>"), "rust"),
        (format!("<div class='language-cs'>{code}</div>"), ""),
        (format!("<div data-language=jsx>{code}</div>"), "jsx"),
        (format!("<div class=highlight-box data-language=js>{code}</div>"), "js"),
        (format!("<div data-language=cs>{code}</div>"), ""),
        (
            "<pre class=play><div class=tools><i class=run></i></div><code class=language-rust>\
                let a = 1;\n</code></pre>"
                .to_owned(),
            "rust",
        ),
        (
            format!(
                "<div class='language-ruby highlighter-rouge'><div class=highlight><pre class=highlight><code>\
                <table class=rouge-table><tbody><tr><td class=rouge-code>{code}</table></code></pre></div></div>"
            ),
            "ruby",
        ),
    ] {
        assert_eq!(language(&page), expected, "{page}");
    }
}

#[test]
fn what_opens_in_a_formula_ends_with_it() {
    let page = "<p>a <math><kbd>x</kbd><del>y</math> b <code>z</code> c";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(document.markdown(), "a `x`~~y~~ b `z` c\n");
}

#[test]
fn formulas_are_tex() {
    let page = "<p>Where <script type=math/tex>a_1 < b</script> holds, \
        <span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow>\
        <annotation encoding=application/x-tex>x^2</annotation></semantics></math></span>\
        <span class=katex-html aria-hidden=true>x2</span></span> is 4.\
        <p><script type='math/tex; mode=display'>\\sum_{i}\n i</script><p>Costs $5 or $6.";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        "Where $a_1 < b$ holds, $x^2$ is 4.\n\n$$\\sum_{i} i$$\n\nCosts \\$5 or \\$6.\n"
    );
}

#[test]
fn lists_quotes_and_code_nest() {
    let page = "<ul><li>a<ol start=9><li>b<li>c<pre class=lang-c>x\n\n  y</pre></ol><li><p>d<p>e</ul><ul><li>f</ul>\
        <blockquote><p>g<p>h<ul><li>i</ul></blockquote><p>j <del>k</del> H<sub>2</sub>O un<em>believ</em>able<br>l";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        "- a\n\n  9. b\n  10. c\n\n      ```c\n      x\n\n        y\n      ```\n- d\n\n  e\n\n* f\n\n\
         > g\n>\n> h\n>\n> - i\n\nj ~~k~~ H<sub>2</sub>O un*believ*able\\\nl\n"
    );
}

#[test]
fn items_may_have_headings() {
    let markdown =
        |page: &str| extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).markdown();
    assert_eq!(
        markdown("<ol><li><h3>Dig</h3><p>a<p>b<li><h3>Plant</h3><h4>Bulbs</h4><ul><li>c</ul></ol>"),
        "1. ### Dig\n\n   a\n\n   b\n2. ### Plant\n\n   #### Bulbs\n\n   - c\n"
    );
    assert_eq!(markdown("<ol reversed><li>a<li>b<li>c</ol>"), "3. a\n2. b\n1. c\n");
    // Columns of a page, and a frame around all of it.
    assert_eq!(
        markdown("<ul><li><h2>A</h2>a<h2>B</h2>b<li>c</ul>"),
        "## A\n\na\n\n## B\n\nb\n\nc\n"
    );
    assert_eq!(markdown("<ul><li><h1>A</h1>a<li>b</ul>"), "# A\n\na\n\nb\n");
    assert_eq!(markdown("<ul><li><h2>A</h2>a</ul>"), "## A\n\na\n");
}

#[test]
fn tasks_have_boxes() {
    let page = "<ul><li><input type=checkbox disabled checked> a<ul><li><input type=checkbox disabled>b</ul>\
        <li><input type=checkbox disabled><h3>c</h3><li><input type=checkbox disabled><pre>d</pre><li>[x] e</ul>";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    let expected = "- [x] a\n  - [ ] b\n- ### c\n- ```\n  d\n  ```\n- \\[x\\] e\n";
    assert_eq!((document.markdown().as_str(), check(&document)), (expected, Ok(())));
}

#[test]
fn topics_change_between_what_is_kept() {
    let page = "<hr><h2>a</h2><hr><p>b<hr><hr>c <b>d<hr>e</b><blockquote><p>f<hr><p>g</blockquote><hr>\
        <ul><li>h<hr>i</ul><hr><table><tr><th>j<th>k<tr><td>l<hr>m<td>n</table><hr><hr>";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        "## a\n\n---\n\nb\n\n---\n\nc **d**\n\n---\n\n**e**\n\n> f\n>\n> ---\n>\n> g\n\n---\n\n\
         - h\n\n  i\n\n---\n\n| j | k |\n| --- | --- |\n| l<br>m | n |\n"
    );
    let page =
        "<p>The harbour is closed.<hr><p>Subscribe to our newsletter.<hr><p>The ferries lie still.";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(document.markdown(), "The harbour is closed.\n\nThe ferries lie still.\n");
}

#[test]
fn spans_are_repeated() {
    let page = "<table><caption>Tides</caption><tr><th>Day<th colspan=2>High<tr><td rowspan=2>Mon<td>1<td>2|3\
        <tr><td><p>4<p>5<td></table>";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        "Tides\n\n| Day | High | High |\n| --- | --- | --- |\n| Mon | 1 | 2\\|3 |\n| Mon | 4<br>5 |  |\n"
    );
}

#[test]
fn cells_of_a_grid_may_hold_paragraphs_and_lists() {
    let markdown =
        |page: &str| extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).markdown();
    let rows = "<tr><td>Oak<td><p>Hard.<p>Slow.<tr><td>Ash<td><ul><li>bows<li>tools</ul><tr><td>Fir<td>Soft.";
    let table = "|  |  |\n| --- | --- |\n| Oak | Hard.<br>Slow. |\n| Ash | bows<br>tools |\n| Fir | Soft. |\n";
    assert_eq!(markdown(&format!("<table>{rows}</table>")), table);
    let long = rows.replace("Slow", &"long ".repeat(50));
    assert!(!markdown(&format!("<table>{long}</table>")).contains('|'));
    assert!(!markdown("<table><tr><td>Menu<td><p>One.<p>Two.</table>").contains('|'));
    let named = "<table><caption>Trees</caption><tr><td>Oak<td><p>Hard.<p>Slow.</table>";
    assert!(markdown(named).ends_with("| Oak | Hard.<br>Slow. |\n"));
}

#[test]
fn images_stand_in_cells() {
    let page = "<p>Trees:<table><tr><th>Leaf<th>Name<tr><td><img src=oak.png alt=oak><td>Oak<tr><td>Ash\
        <td><img src=dot.gif width=1 height=1><amp-img src=ash.png></amp-img> grey</table><p>End.";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    let at = "https://paper.example/news";
    assert_eq!(
        document.markdown(),
        format!(
            "Trees:\n\n| Leaf | Name |\n| --- | --- |\n| ![oak]({at}/oak.png) | Oak |\n\
             | Ash | ![]({at}/ash.png) grey |\n\nEnd.\n"
        )
    );
}

#[test]
fn emphasis_may_stand_beside_a_no_break_space() {
    let page = "<p><b>Note:</b>&nbsp;the tide&nbsp;<i>(low)</i>&nbsp;turns.";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(document.markdown(), "**Note:**\u{A0}the tide\u{A0}_(low)_\u{A0}turns.\n");
}

#[test]
fn emphasis_is_markdown_wherever_it_can_be() {
    let markdown = |page: &str| {
        let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
        assert_eq!(check(&document), Ok(()), "{page}");
        document.markdown().trim_end().to_owned()
    };
    for (page, expected) in [
        ("“<em>Tides</em>”, <em>Moon</em>’s", "“_Tides_”, _Moon_’s"),
        ("<em>wave</em>s of <b>salt</b>y <i>sea</i>water", "*wave*s of **salt**y *sea*water"),
        ("他说<em>你好</em>。<em>再见</em>", "他说*你好*。_再见_"),
        ("<b>high <i>tide</i>s</b>, <i>low <b>ebb</b>s</i>", "**high *tide*s**, _low **ebb**s_"),
        ("pre<b><i>fix</i></b>", "pre<strong>_fix_</strong>"),
        ("a<i>b <b>c</b></i>d", "a<em>b **c**</em>d"),
        ("sea<em>(cold)</em>water", "sea<em>(cold)</em>water"),
        ("<i>ebb</i>→<i>flow</i>", "*ebb*→*flow*"),
        ("<i>a</i>b<i>c</i>", "*a*b*c*"),
    ] {
        assert_eq!(markdown(&format!("<p>{page}")), expected, "{page}");
    }
}

#[test]
fn code_in_links_may_have_brackets() {
    let page = "<a href=x><code>#[tide]</code></a> <a href=x><code>a]: b</code></a>";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(check(&document), Ok(()));
    let at = "(https://paper.example/news/x)";
    assert_eq!(document.markdown(), format!("[`#[tide]`]{at} [<code>a\\]: b</code>]{at}\n"));
}

#[test]
fn escapes_are_where_they_are_needed() {
    let page = "<h2>1. #2</h2><h3>- Go!</h3><p><b>Dive in!</b> Wow!<a href=x>a</a><p>a | b\
        <table><tr><th>c|d<th>-<tr><td>1. e<td># f</table>";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(check(&document), Ok(()));
    assert_eq!(
        document.markdown(),
        "## 1. #2\n\n### - Go!\n\n**Dive in!** Wow\\![a](https://paper.example/news/x)\n\na | b\n\n\
         | c\\|d | - |\n| --- | --- |\n| 1. e | # f |\n"
    );
}

#[test]
fn headings_do_not_link_to_themselves() {
    let own = "https://paper.example/news/today.html";
    let page = format!(
        "<h2><a href='#ebb'>The <i>ebb</i></a></h2><h2><a href='{own}#flow'>Flow</a></h2>\
         <h2><a href='other.html#x'>Other</a></h2><h2><a href='{own}'>All</a></h2>\
         <h2>See <a href='#ebb'>above</a></h2><p><a href='#ebb'>Ebb</a>"
    );
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        format!(
            "## The _ebb_\n\n## Flow\n\n## [Other](https://paper.example/news/other.html#x)\n\n\
             ## [All]({own})\n\n## See [above]({own}#ebb)\n\n[Ebb]({own}#ebb)\n"
        )
    );
    assert!(document.clean_html().contains("<h2>The <em>ebb</em></h2>\n<h2>Flow</h2>"));
}

#[test]
fn emphasis_that_links_cut_has_no_white_space_at_its_ends() {
    let page = "<a href=x><p>a<b>b<a href=y> c";
    let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
    assert_eq!(
        document.markdown(),
        "[a**b**](https://paper.example/news/x) [**c**](https://paper.example/news/y)\n"
    );
}

#[test]
fn without_structure_blocks_remain() {
    let page = "<h2>A</h2><p>b <b>c</b> <a href=x>d</a>";
    let options = Options::new().strip(Strip::Notices).format(SourceFormat::Html);
    assert_eq!(extract(page.as_bytes(), &options).markdown(), "## A\n\nb c d\n");
    let options = options.structure(KeepStructure::Yes).links(dechaff::Links::Drop);
    assert_eq!(extract(page.as_bytes(), &options).markdown(), "## A\n\nb **c** d\n");
}

/// Neither nesting nor spans nor long addresses multiply the output.
#[test]
fn output_stays_in_proportion() {
    let rows = |n: usize| "<tr><td rowspan=65534 colspan=1000>ab<td>c".repeat(n);
    let address = "u".repeat(2000);
    for page in [
        "<ul><li>".repeat(600) + &"<li>a".repeat(2000),
        "<blockquote>".repeat(600) + &"<p>a".repeat(2000),
        format!("<blockquote><ul><li><pre>{}a", "b\n".repeat(20_000)),
        format!("<table>{}", rows(1000)),
        format!("<table><tr>{}{}", "<th>a".repeat(5000), "<tr><td>a<td>b".repeat(5000)),
        format!("<table><tr><td rowspan=9999><img src={address}><td>a{}", "<tr><td>b".repeat(5000)),
        format!("<a href={address}>{}", "<p>word".repeat(5000)),
        format!("<a href={address}>{}", "word <b>word</b> ".repeat(5000)),
        "<b><i><s><a href=x>a</b></i></s></a>".repeat(3000),
    ] {
        let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
        for output in [document.markdown(), document.clean_html()] {
            let limit = page.len() * 20 + 100_000;
            assert!(output.len() < limit, "{} of {}", output.len(), page.len());
        }
    }
}

/// The lists, tables and fenced code of a Markdown text, a blank line between them.
fn structured_parts(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let (mut parts, mut end) = (Vec::new(), 0);
    for (event, range) in parser {
        let is_part =
            matches!(event, Event::Start(Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_)));
        if is_part && range.start >= end {
            parts.push(markdown[range.clone()].trim_end());
            end = range.end;
        }
    }
    parts.join("\n\n") + "\n"
}

fn check(document: &Document) -> Result<(), String> {
    outline_is_what_is_kept(document)?;
    let markdown = document.markdown();
    let read = read_markdown(&markdown);
    let outline = outline(document);
    let mut expected = outline.iter().map(|part| (part.kind.to_owned(), part.text.clone()));
    for block in &read {
        let wanted = expected.next();
        if wanted.as_ref() != Some(block) {
            return Err(format!("{block:?} read for {wanted:?} in\n{markdown}"));
        }
    }
    match expected.next() {
        Some(lost) => Err(format!("{lost:?} is lost in\n{markdown}")),
        None => Ok(()),
    }
}

/// The outline, from which outputs are compared, is the kept text in order and nothing else, but where
/// formulas stand for it.
fn outline_is_what_is_kept(document: &Document) -> Result<(), String> {
    let parts = outline(document);
    if parts.iter().any(|part| part.has_formula) {
        return Ok(());
    }
    let own = parts.iter().filter(|part| !part.is_repeated);
    let written: String = own.map(|part| letters(&part.text)).collect();
    let kept = document.blocks().map(|block| letters(&block.kept_text()));
    let kept: String = kept.collect();
    if written == kept {
        return Ok(());
    }
    let at = written.bytes().zip(kept.bytes()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
    Err(format!("the outline has {:?}, kept is {:?}", from(&written), from(&kept)))
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h2>",
    "</h2>",
    "<h5>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<s>",
    "</s>",
    "<sub>",
    "</sub>",
    "<sup>",
    "</sup>",
    "<code>",
    "</code>",
    "<a href=x>",
    "</a>",
    "<a href='/u (v)_w*|[z]$&amp;copy;\"&lt;'>",
    "<a href=' java\tscript:x'>",
    "<ul><li>",
    "<input type=checkbox disabled checked>",
    "<li>",
    "</li>",
    "</ul>",
    "<ol><li>",
    "<ol start=7><li>",
    "<ol reversed><li>",
    "<ul><li><h3>",
    "<li><h4>",
    "<h1>",
    "<li value=3>",
    "</ol>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<pre><code class=language-rust>",
    "</code></pre>",
    "<br>",
    "<table><tr><td>",
    "<table><tr><th>",
    "<td>",
    "<th>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<tr><td>",
    "<caption>",
    "</caption>",
    "</table>",
    "<dl><dt>",
    "<dd>",
    "</dl>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<img src='a b.png' alt='x ] y'>",
    "<img src=data:x>",
    "<td><img src=c.png>",
    "<img data-src=l.png><noscript><img src=l.png></noscript>",
    "<amp-img src=m.png></amp-img>",
    "<hr>",
    "<span class=katex><math><mi>x</mi><annotation encoding=application/x-tex>x_{1}</annotation></math>\
     <b>x1</b></span>",
    "<script type=math/tex>a|b $ c</script>",
    "<script type='math/tex; mode=display'>\\frac{1}{2}</script>",
    "word",
    "Two words ",
    " ",
    "\n",
    "a",
    "1",
    "1.",
    "2) ",
    "- ",
    "-",
    "--- ",
    "+",
    "+ ",
    "# ",
    "## x #",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "|",
    "| --- |",
    "$",
    "$$",
    "\\",
    "\\\\",
    "&lt;div&gt;",
    "&lt;",
    "&amp;amp;",
    "&amp;",
    "amp;",
    "[x](y)",
    "[",
    "]",
    "](",
    "![",
    "!",
    "=",
    "===",
    "&gt;",
    "&gt; ",
    ":",
    ":-",
    ": ",
    "&nbsp;",
    "\u{2003}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{E9}",
    "\u{201C}",
    "\u{2019}",
    "\u{2192}",
    "\u{FF08}",
    "\u{4E2D}",
    "\u{3002}",
    "http://a.example/b_c",
    "&lt;http://a.example&gt;",
    "&lt;!--",
    "--&gt;",
    "\t",
    "    ",
    "\u{200B}",
    "\u{301}",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "'",
    "%",
    "^",
    "<pre>\n  a\n\n\tb",
    "\r\n",
    "[^1]: ",
    "[a]: b",
];

/// Cases of the test of tag soup that `cargo test` runs; PROPTEST_CASES sets another number.
const CASES: u32 = 4000;

fn config() -> ProptestConfig {
    let given = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(given.unwrap_or(CASES))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tag_soup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let page = format!("<html lang=en><body>{}", pieces.concat());
        let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
        prop_assert_eq!(check(&document), Ok(()));
    }

    #[test]
    fn text_soup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let options = markup_options().format(SourceFormat::Text);
        let document = extract(pieces.concat().as_bytes(), &options);
        prop_assert_eq!(check(&document), Ok(()));
    }
}
