//! Hostile documents of any size: what the tests of linear time, memory and stack are run on.

use std::fmt::Write;

use dechaff::{
    Comments, Document, Extractor, Images, KeepOriginal, KeepStructure, Options, Selector,
    SourceFormat, Strip, Tables, extract,
};

/// A family of documents that grows with a number.
pub struct Generator {
    pub name: &'static str,
    /// Where the measurement of linear time begins: large enough that every cap is passed and the
    /// document outweighs what does not grow, small enough for valgrind.
    pub n: usize,
    format: SourceFormat,
    feed: Feed,
    make: fn(usize) -> String,
}

/// How a document reaches the extractor.
#[derive(Clone, Copy)]
enum Feed {
    Whole,
    Bytes,
    /// Whole, without its notices, comments, tables and what `.x` selects.
    Stripped,
}

impl Generator {
    /// The document for `n`.
    pub fn make(&self, n: usize) -> String {
        (self.make)(n)
    }

    /// Runs all stages and the outputs on a document; gives the document and the text.
    pub fn run(&self, input: &[u8]) -> (Document, String) {
        let options = Options::new().format(self.format).structure(KeepStructure::Yes);
        let document = match self.feed {
            Feed::Whole => extract(input, &options),
            Feed::Stripped => {
                let options = options.images(Images::Keep).original(KeepOriginal::Yes);
                let options = options.comments(Comments::Drop).tables(Tables::Drop);
                let chosen = Selector::parse(".x").expect("a selector");
                extract(input, &options.strip(Strip::Notices).drop(chosen))
            }
            Feed::Bytes => {
                let mut extractor = Extractor::new(options);
                input.chunks(1).for_each(|byte| extractor.push(byte));
                extractor.finish()
            }
        };
        let text = document.text();
        std::hint::black_box((document.markdown(), document.clean_html(), document.record()));
        std::hint::black_box(document.html());
        (document, text)
    }
}

/// The generator of a name.
pub fn generator(name: &str) -> Option<&'static Generator> {
    GENERATORS.iter().find(|generator| generator.name == name)
}

const fn html(name: &'static str, n: usize, make: fn(usize) -> String) -> Generator {
    Generator { name, n, format: SourceFormat::Html, feed: Feed::Whole, make }
}

const fn bytes(name: &'static str, n: usize, make: fn(usize) -> String) -> Generator {
    Generator { name, n, format: SourceFormat::Html, feed: Feed::Bytes, make }
}

const fn stripped(name: &'static str, n: usize, make: fn(usize) -> String) -> Generator {
    Generator { name, n, format: SourceFormat::Html, feed: Feed::Stripped, make }
}

const fn text(name: &'static str, n: usize, make: fn(usize) -> String) -> Generator {
    Generator { name, n, format: SourceFormat::Text, feed: Feed::Whole, make }
}

/// All generators.
pub static GENERATORS: &[Generator] = &[
    // Depth.
    html("div", 8000, |n| "<div>".repeat(n) + "text"),
    html("ul-li", 4000, |n| "<ul><li>".repeat(n) + "text"),
    html("misnested", 4000, misnested),
    html("svg-open", 8000, |n| format!("<p>text<svg>{}<p>more", "<g>".repeat(n))),
    html("math-open", 8000, |n| format!("<p>text<math>{}<p>more", "<mi><mrow>".repeat(n))),
    html("stray-end-tags", 8000, |n| format!("{}{}text", "<b>".repeat(500), "</x>".repeat(n))),
    html("stray-closes-p", 8000, |n| format!("{}{}text", "<b>".repeat(500), "</p>".repeat(n))),
    html("tables", 4000, |n| "<table><tr><td>".repeat(n) + "text"),
    html("tables-filled", 1000, |n| "<table><tr><td>a<td>b".repeat(n)),
    html("deep-blocks", 500, |n| "<span>".repeat(500) + &"<p>a".repeat(n)),
    html("deep-line-breaks", 2000, |n| "<span>".repeat(500) + &"a<br><br>".repeat(n)),
    html("deep-buttons", 4000, |n| "<b>".repeat(500) + &"<button>".repeat(n)),
    html("deep-items", 1000, |n| "<i>".repeat(500) + &"<li>".repeat(n)),
    html("forms", 8000, |n| "<div><form>".repeat(n) + "text"),
    // Width.
    html("paragraphs-open", 4000, |n| "<p>".repeat(n) + "text"),
    html("paragraphs", 500, |n| "<p>a".repeat(n)),
    html("distinct-blocks", 500, |n| numbered(n, |out, i| write!(out, "<p>Line {i}, a word."))),
    html("line-breaks", 8000, |n| "<br>".repeat(n) + "text"),
    // From a thousand on: fewer are taken for a page without content, and are not read again.
    html("options", 1000, |n| format!("<select>{}", "<option>a".repeat(n))),
    html("select-options", 4000, |n| "<select><option>".repeat(n)),
    html("anchors", 8000, |n| "<a>".repeat(n) + "text"),
    html("wide-row", 2000, |n| format!("<table><tr><td>a{}<td>b", "<td>".repeat(n))),
    html("rows-out-of-table", 500, |n| format!("<table>{}", "<td>a</tr>".repeat(n))),
    html("items-of-huge-value", 500, |n| format!("<ol>{}", "<li value=65535>a".repeat(n))),
    // Tags.
    html("attributes", 8000, |n| format!("<p{}>text", " a".repeat(n))),
    html("distinct-attributes", 4000, |n| format!("<p{}>text", attributes(n))),
    html("same-attribute", 4000, |n| format!("<p{}>text", " class=a".repeat(n))),
    html("nul-then-attributes", 4000, |n| format!("<p\0><p{}>text", attributes(n))),
    html("nul-in-attributes", 4000, |n| format!("<p{}>text", attributes(n).replace('=', "\0="))),
    html("tag-open", 8000, |n| "<a".repeat(n)),
    html("end-tag-open", 8000, |n| "</a".repeat(n)),
    html("value-open", 8000, |n| "<a b=\"".repeat(n)),
    html("class-of-a-megabyte", 30_000, |n| format!("<p class='{}'>text", "footer ".repeat(n))),
    html("distinct-classes", 500, |n| numbered(n, |out, i| write!(out, "<p class=c{i}>a"))),
    html("heavy-classes", 50, |n| numbered(n, heavy_class)),
    bytes("bytes-of-a-tag", 8000, |n| format!("<p class='{}'>text", "a".repeat(n))),
    bytes("bytes-of-text", 8000, |n| "a ".repeat(n)),
    bytes("bytes-of-a-number", 8000, |n| format!("<p>&#{};text", "1".repeat(n))),
    Generator {
        name: "bytes-of-unknown-format",
        n: 4000,
        format: SourceFormat::Auto,
        feed: Feed::Bytes,
        make: |n| " ".repeat(n) + "<p>text",
    },
    // Notices by their words.
    text("worded-pleas", 400, |n| {
        (0..n).map(|i| format!("We pay for boat {i} ourselves, and your few pounds a month keep it afloat.\n\nIt leaks on Mondays.\n\n")).collect()
    }),
    // Text and what is skipped.
    html("text", 8000, |n| "word ".repeat(n)),
    html("white-space", 20_000, |n| format!("<p>a{}b", " \n".repeat(n))),
    html("controls", 8000, |n| format!("<p>a{}b", "\u{97} \0".repeat(n))),
    html("ampersands", 4000, |n| "&&ampx&#&#x;&notit&zzz".repeat(n)),
    html("number-of-a-megabyte", 40_000, |n| format!("<p>&#{};text", "9".repeat(n))),
    html("angles", 8000, |n| "<< </ <".repeat(n)),
    html("comments-open", 8000, |n| "<!--".repeat(n)),
    html("comments-bang", 4000, |n| "<!--a--!>".repeat(n)),
    html("comment-of-dashes", 20_000, |n| format!("<!--{}", "-- ".repeat(n))),
    html("bogus-comments", 8000, |n| "<?a></ >".repeat(n)),
    html("cdata", 4000, |n| format!("<svg>{}", "<![CDATA[a]]>".repeat(n))),
    html("script-escapes", 4000, |n| format!("<script>{}", "<!---->".repeat(n))),
    html("script-double-escapes", 4000, |n| {
        format!("<script>{}", "<!--<script></script>".repeat(n))
    }),
    html("script-end-look-alikes", 8000, |n| format!("<script>{}", "</scrip".repeat(n))),
    html("title-open", 8000, |n| format!("<title>{}", "</titl&".repeat(n))),
    html("textarea", 8000, |n| format!("<textarea>{}", "</textare".repeat(n))),
    html("xmp", 8000, |n| format!("<xmp>{}", "</xm".repeat(n))),
    html("preformatted", 8000, |n| format!("<pre>{}a", "\n\t".repeat(n))),
    // Metadata.
    html("json-ld-scripts", 4000, |n| {
        "<script type=application/ld+json>{\"@type\":\"A\"}</script>".repeat(n) + "text"
    }),
    html("json-ld-types", 20_000, |n| {
        format!("<script type=application/ld+json>{}</script>text", "\"@type\" ".repeat(n))
    }),
    html("json-ld-depth", 20_000, |n| {
        format!("<script type=application/ld+json>{}</script>text", "[{\"a\":".repeat(n))
    }),
    html("json-ld-names", 400, |n| {
        let sites = numbered(n, |out, i| {
            write!(out, "{{\"@type\":\"Organization\",\"name\":\"Board {i}\"}},")
        });
        let authors = format!("\"{}\",", "Ann, ".repeat(100)).repeat(n);
        format!(
            "<script type=application/ld+json>[{sites}{{\"@type\":\"Article\",\"author\":[{authors}\"{}\"]}}]\
             </script>text",
            "Ann, ".repeat(50 * n)
        )
    }),
    html("meta-tags", 4000, |n| numbered(n, |out, i| write!(out, "<meta name=m{i} content=a>"))),
    html("title-words", 300, |n| {
        format!("<title>{}b</title>{}", "a ".repeat(2000), "<p>a a b".repeat(n))
    }),
    html("nested-bylines", 8000, |n| {
        format!(
            "{}<p>{}",
            "<div class='byline date' itemprop=author>".repeat(500),
            "a b ".repeat(n)
        )
    }),
    // What is left out by choice.
    stripped("comments-of-a-paragraph", 4000, |n| {
        format!("<p>a text{}", "<b class=comment>a</b>".repeat(n))
    }),
    stripped("images-between-choices", 4000, |n| {
        format!("<p>{}", "a <b class=x>b</b> <img src=a.png alt=c>".repeat(n))
    }),
    stripped("tables-of-choices", 500, |n| "<table class=x><tr><th>a<td>b</table>c".repeat(n)),
    stripped("notices-of-a-block", 2000, |n| {
        let line = "The ferry stays in dock until noon.\n";
        format!("<pre>{}", format!("Subscribe now to continue reading.\n{line}").repeat(n))
    }),
    // Notices.
    html("notices", 100, |n| "<p>Subscribe now to continue reading.".repeat(n)),
    html("boxed-notices", 100, |n| {
        "<div class=paywall><div><div><div><p>Subscribe now to read on.</div></div></div></div>"
            .repeat(n)
    }),
    html("openers", 100, |n| "<p>Dear readers,".repeat(n)),
    html("plea", 100, |n| "<p>A message from us:<p>Please support our work.".repeat(n)),
    text("lines", 1000, |n| numbered(n, |out, i| writeln!(out, "Line {i} of a text."))),
    text("wrapped-lines", 1000, |n| format!("{}\n", "a".repeat(60)).repeat(n)),
    text("empty-lines", 20_000, |n| "\n".repeat(n)),
    text("phrases", 500, |n| "Subscribe now to continue reading. ".repeat(n)),
    text("phrase-lines", 100, |n| "Subscribe now to continue reading.\n".repeat(n)),
    text("phrase-sentences", 20, |n| ("Please subscribe now. ".repeat(300) + "\n").repeat(n)),
    text("quotation-marks", 8000, |n| "\" a".repeat(n)),
    text("quoted-phrases", 1000, |n| "\"Subscribe now\" he said. ".repeat(n)),
    text("openers-behind-marks", 1000, |n| "... ".repeat(4 * n) + &"Dear readers, ".repeat(n)),
    text("pleas-and-lines", 60, |n| {
        "Please donate to support our journalism.\n\nThe ferry.\n\n".repeat(n)
    }),
    text("weak-phrases", 600, |n| "No ads, if you can spare, of you pay, ".repeat(n)),
    text("unspaced-phrases", 4000, |n| format!("我们的渡船停到周五。\n\n{}", "订阅".repeat(n))),
    text("labels", 1000, |n| "Share 1 ".repeat(n)),
    text("accents", 4000, |n| "é\u{301} ".repeat(n)),
    text("invisible", 8000, |n| "\u{200b}".repeat(n)),
    // Blanks that are looked at once.
    html("blanks-before-code", 1000, |n| {
        format!("<p>x{}{}", "&nbsp;".repeat(n), "<pre> </pre>".repeat(n))
    }),
    stripped("choices-before-blanks", 1000, |n| {
        format!("<p>{}{}", "<b class=x>a</b>b ".repeat(n), "&nbsp;".repeat(2 * n))
    }),
];

fn numbered(n: usize, write: impl Fn(&mut String, usize) -> std::fmt::Result) -> String {
    let mut out = String::new();
    for i in 0..n {
        write(&mut out, i).expect("a string");
    }
    out
}

fn attributes(n: usize) -> String {
    numbered(n, |out, i| write!(out, " a{i}=b"))
}

fn misnested(n: usize) -> String {
    let opened = |name: &str| numbered(n, |out, i| write!(out, "<{name} a{i}>"));
    format!("{}{}x{}", opened("b"), opened("i"), "</b>".repeat(n))
}

/// A class that no other element has, with as many hint words as are read, and exceptions to them.
fn heavy_class(out: &mut String, i: usize) -> std::fmt::Result {
    write!(out, "<p class='{i} {}'>a", "nav footnotes ".repeat(40))
}
