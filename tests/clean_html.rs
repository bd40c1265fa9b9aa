//! `--to html`: clean markup of what is kept, which reads the same again.

mod support;

use dechaff::stages::outline;
use dechaff::{BlockKind, CategorySet, Document, Strip, extract};
use proptest::prelude::*;
use support::{SETS, check_documents, corpus_pages, markup_options, set_pages};

/// Reads without removing anything.
fn read(html: &str) -> Document {
    let nothing: CategorySet = [].into_iter().collect();
    extract(html.as_bytes(), &markup_options().strip(Strip::Notices).categories(nothing))
}

#[test]
fn corpus() {
    check_documents(corpus_pages, check);
}

#[test]
fn sets() {
    check_documents(|| SETS.into_iter().flat_map(set_pages), check);
}

fn check(document: &Document) -> Result<(), String> {
    let html = document.clean_html();
    is_allowed(&html)?;
    let again = read(&html);
    same_blocks(document, &again).map_err(|error| format!("{error} in\n{html}"))?;
    let twice = again.clean_html();
    if body(&twice) != body(&html) {
        let diff = support::diff::diff(body(&html), body(&twice));
        return Err(format!("another tree when read again:\n{diff}"));
    }
    Ok(())
}

fn body(html: &str) -> &str {
    html.split_once("<body").map_or("", |(_, body)| body)
}

/// The blocks of the output are those that were kept, in order.
fn same_blocks(document: &Document, again: &Document) -> Result<(), String> {
    // Text without a letter or digit makes no block.
    let has_letters = |text: &String| text.chars().any(char::is_alphanumeric);
    let parts = outline(document).into_iter().filter(|part| !part.is_repeated);
    let parts = parts.map(|part| (part.kind.to_owned(), plain(&part.text)));
    let mut parts = parts.filter(|(_, text)| has_letters(text));
    let blocks = again.blocks().map(|block| (kind(block.kind), plain(block.text)));
    for block in blocks.filter(|(_, text)| has_letters(text)) {
        let part = parts.next();
        if part.as_ref() != Some(&block) {
            return Err(format!("{block:?} read for {part:?}"));
        }
    }
    parts.next().map_or(Ok(()), |lost| Err(format!("{lost:?} is lost")))
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("heading{level}"),
        BlockKind::Preformatted => "code".to_owned(),
        _ => "text".to_owned(),
    }
}

/// Words without what marks formulas.
fn plain(text: &str) -> String {
    let text = ["\\(", "\\)", "\\[", "\\]"].iter().fold(text.to_owned(), |t, m| t.replace(m, ""));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "body",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "hr",
    "figure",
    "figcaption",
    "pre",
    "code",
    "a",
    "strong",
    "em",
    "s",
    "sub",
    "sup",
    "img",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];
const ATTRIBUTES: &[&str] = &[
    "lang", "charset", "dir", "href", "src", "alt", "class", "colspan", "rowspan", "value",
    "start", "type",
];
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp"];

/// Whether all tags, attributes and schemes are on the lists, as html5ever reads them.
fn is_allowed(html: &str) -> Result<(), String> {
    use html5ever::tendril::TendrilSink;
    let dom = html5ever::parse_document(
        markup5ever_rcdom::RcDom::default(),
        html5ever::ParseOpts::default(),
    )
    .one(html);
    let mut stack = vec![dom.document.clone()];
    while let Some(node) = stack.pop() {
        use markup5ever_rcdom::NodeData;
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let tag: &str = &name.local;
                let is_html = &*name.ns == "http://www.w3.org/1999/xhtml";
                if !is_html || !ELEMENTS.contains(&tag) {
                    return Err(format!("element {tag} in\n{html}"));
                }
                for attribute in attrs.borrow().iter() {
                    let (name, value) = (&*attribute.name.local, &*attribute.value);
                    let is_address = matches!(name, "href" | "src");
                    if !ATTRIBUTES.contains(&name) || (is_address && !is_harmless(value)) {
                        return Err(format!("attribute {name}={value:?} in\n{html}"));
                    }
                }
            }
            NodeData::Comment { .. } | NodeData::ProcessingInstruction { .. } => {
                return Err(format!("a comment in\n{html}"));
            }
            _ => {}
        }
        stack.extend(node.children.borrow().iter().cloned());
    }
    Ok(())
}

fn is_harmless(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_control() && *c != ' ').collect();
    match seen.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
        }
        _ => true,
    }
}

/// Markup that sanitisers and browsers have read differently, in forms of our own.
const TRICKS: &[&str] = &[
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>text</noscript>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><p onclick=alert(1)>shadow</p></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><p>words <img src=x onerror=alert(1)>-->",
    "<title><a href='</title><img src onerror=alert(1)>'></title>",
    "<textarea></textarea><script>alert(1)</script>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>link</a>",
    "<a href=' &#1;JaVaScRiPt:alert(1)'>link</a>",
    "<a href='java&#9;script&colon;alert(1)'>link</a>",
    "<a href='java\nscript:alert(1)'>link</a>",
    "<a href='&#x6A;avascript&#58;alert(1)'>link</a>",
    "<a href='\u{200B}javascript:alert(1)'>link</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>link</a>",
    "<a href='vbscript:msgbox(1)'>link</a>",
    "<a href='//paper.example/\" onmouseover=\"alert(1)'>link</a>",
    "<a href=\"x' onclick='alert(1)\">link</a>",
    "<a href='https://paper.example/`onclick=alert(1)`'>link</a>",
    "<img src='x\" onerror=\"alert(1)' alt='\"><script>alert(1)</script>'>",
    "<img src=javascript:alert(1) alt=x><img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<pre><code class='language-x\" onclick=\"alert(1)'>&lt;/code>&lt;script></code></pre>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;",
    "<table><tr><td colspan='2\" onclick=alert(1)'>a<td>b</table>",
    "<ol><li value='3\" onclick=\"alert(1)'>c</ol>",
    "<html lang='en\" onload=\"alert(1)'>",
    "<base href='javascript:alert(1)//'><a href=x>link</a>",
    "<base href='https://other.example/\"><script>'><a href=x>link</a>",
    "<script type=math/tex>x &lt; y </scr</script>",
    "<script type=math/tex><img src=x onerror=alert(1)></script>",
    "<span class=katex><math><annotation encoding=application/x-tex>&lt;img src=x onerror=alert(1)&gt;</annotation></math></span>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
    "<svg><foreignObject><p>drawn <a xlink:href=javascript:alert(1)>words</a></foreignObject></svg>",
    "<svg><![CDATA[</svg><img src=x onerror=alert(1)>]]></svg>",
    "<a<b href=javascript:alert(1)>odd name</a<b>",
    "<p/onclick=alert(1)/>slashes <b/ id=x/onclick=alert(1)>bold</b>",
    "<\u{0}script>alert(1)</script>",
    "<select><template><style></template></select><img src=x onerror=alert(1)>",
    "<style><p>not shown</style>shown",
    "<plaintext><img src=x onerror=alert(1)>",
];

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h2>",
    "</h2>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "<a href=x>",
    "<a href='/u?a=1&b=\"2'>",
    "</a>",
    "<ul><li>",
    "<li>",
    "</li>",
    "</ul>",
    "<ol start=4><li>",
    "<ol reversed type=i><li>",
    "<ul><li><h3>",
    "<li><h3>",
    "<h1>",
    "<li value=9>",
    "</ol>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
    "<table><tr><th>",
    "<table><tr><td>",
    "<td>",
    "<th>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<tr><td>",
    "<thead>",
    "<caption>",
    "</caption>",
    "</table>",
    "<dl><dt>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<figure>",
    "<figcaption>",
    "</figcaption>",
    "</figure>",
    "<img src='a b.png' alt='x\"'>",
    "<td><img src=c.png>",
    "<img data-src=l.png><noscript><img src=l.png></noscript>",
    "<amp-img src=m.png></amp-img>",
    "<legend>",
    "<button>",
    "<select><option>",
    "</select>",
    "<sup>",
    "</sup>",
    "<sub>",
    "</sub>",
    "<s>",
    "</s>",
    "word",
    "Two words ",
    " ",
    "\n",
    "a",
    "1",
    "&lt;b&gt;",
    "&amp;amp;",
    "\"",
    "'",
    "&nbsp;",
    "\u{2003}",
    "\u{E9}",
    "\u{4E2D}",
    "\u{FEFF}",
    "\u{2022}",
    "<section>",
    "</section>",
    "<script type=math/tex>x</script>",
    "<pre>\n  a\n\n\tb",
    "<noscript>",
    "</noscript>",
    "<label>",
    "<time>",
];

#[test]
fn tricks() {
    for trick in TRICKS {
        for page in [
            (*trick).to_owned(),
            format!("<p>Words before {trick} and after."),
            format!("<ul><li>{trick}<li>b</ul><table><tr><td>{trick}<td>{trick}</table>"),
        ] {
            let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
            assert_eq!(check(&document), Ok(()), "{page}");
            let html = document.clean_html().to_ascii_lowercase();
            for call in
                ["<script", "<svg", "<math", "<style", "<iframe", "=javascript", "\"javascript"]
            {
                assert!(!html.contains(call), "{call} in {html}");
            }
        }
    }
}

#[test]
fn structure_is_kept() {
    let page = "<h1>Tides</h1><p>See <a href=/t>the <b>table</b></a>:<ol><li>a<li value=5>b<ul><li>c</ul>\
        </ol><table><caption>High</caption><tr><th>Day<th colspan=2>Noon<tr><td>Mon<td><p>3.1<p>m<td>x</table>\
        <blockquote><p>q<br>r</blockquote><figure><img src=p.png alt=Pier><figcaption>The pier</figcaption>\
        </figure><pre class=lang-c>if (a &lt; b)\n  c;</pre><dl><dt>k<dd><p>v<ul><li>w</ul></dl><p>End.";
    let html = extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).clean_html();
    let expected = " dir=\"auto\">
<h1>Tides</h1>
<p>See <a href=\"https://paper.example/t\">the <strong>table</strong></a>:</p>
<ol>
<li>a</li>
<li value=\"5\">b
<ul>
<li>c</li>
</ul></li>
</ol>
<table>
<caption>High</caption>
<thead>
<tr><th>Day</th><th colspan=\"2\">Noon</th></tr>
</thead>
<tbody>
<tr><td>Mon</td><td>3.1<br>m</td><td>x</td></tr>
</tbody>
</table>
<blockquote>
<p>q<br>r</p>
</blockquote>
<figure>
<img src=\"https://paper.example/news/p.png\" alt=\"Pier\">
<figcaption>The pier</figcaption>
</figure>
<pre><code class=\"language-c\">if (a &lt; b)
  c;</code></pre>
<dl>
<dt>k</dt>
<dd>v</dd>
<dd><ul>
<li>w</li>
</ul></dd>
</dl>
<p>End.</p>
</body>
</html>
";
    assert_eq!(body(&html), expected);
}

#[test]
fn lines_end_before_links() {
    let page = "<p>High water<br><a href=/t>at <b>noon</b></a><br><i>a</i> metre";
    let html = extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).clean_html();
    let expected = "<p>High water<br><a href=\"https://paper.example/t\">at <strong>noon</strong></a>\
        <br><em>a</em> metre</p>";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn lists_keep_their_numbers_and_headings() {
    let body_of = |page: &str| {
        let html = extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).clean_html();
        html.split_once("<body dir=\"auto\">\n").map_or(String::new(), |(_, body)| {
            body.trim_end_matches("</body>\n</html>\n").to_owned()
        })
    };
    assert_eq!(
        body_of("<ol reversed type=A><li>a<li>b</ol><ol start=9><li>c<li value=20>d</ol>"),
        "<ol start=\"2\" type=\"A\">\n<li>a</li>\n<li value=\"1\">b</li>\n</ol>\n\
         <ol start=\"9\">\n<li>c</li>\n<li value=\"20\">d</li>\n</ol>\n"
    );
    assert_eq!(
        body_of("<ol reversed start=5 type=x><li value=8>a<li>b</ol>"),
        "<ol start=\"8\">\n<li>a</li>\n<li>b</li>\n</ol>\n"
    );
    assert_eq!(
        body_of("<ol><li><h3>One</h3><p>a<p>b<li><h3>Two</h3><p>c</ol>"),
        "<ol>\n<li><h3>One</h3>\n<p>a</p>\n<p>b</p></li>\n<li><h3>Two</h3>\n<p>c</p></li>\n</ol>\n"
    );
}

/// Cases of the test of tag soup that `cargo test` runs; PROPTEST_CASES sets another number.
const CASES: u32 = 2000;

fn config() -> ProptestConfig {
    let given = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(given.unwrap_or(CASES))
}

/// A cell ends with its `thead`.
#[test]
fn a_head_of_two_rows_is_one_head() {
    let page = "<table><thead><tr><th rowspan=2>Year<th colspan=2>Exports<tr><th>Tea<th>Silk</thead>\
        <tr><td>1701<td>12<td>8<tr><td>1702<td>14<td>9</table>";
    let html = extract(page.as_bytes(), &markup_options().strip(Strip::Notices)).clean_html();
    let head = html.split_once("</thead>").expect("a head").0;
    assert!(head.contains("<th>Tea</th><th>Silk</th>"), "{html}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tag_soup(
        pieces in prop::collection::vec(
            prop_oneof![9 => prop::sample::select(PIECES), 1 => prop::sample::select(TRICKS)],
            0..24,
        )
    ) {
        let page = format!("<html lang=en><body>{}", pieces.concat());
        let document = extract(page.as_bytes(), &markup_options().strip(Strip::Notices));
        prop_assert_eq!(check(&document), Ok(()));
    }
}
