//! The one definition of the options: help, man page and completions come from it too.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use dechaff::{Category, Favor, LanguageTag, Selector, SourceFormat, Strip, Tokenizer, decode};

use super::args::{Format, InputForm};
use super::crawl_args;
use super::generate;

/// The options.
pub(super) fn command() -> Command {
    Command::new("dechaff")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Strips boilerplate, paywall notices and appeals, and keeps the editorial content")
        .long_about(LONG_ABOUT)
        .after_help(format!("Exit status: {EXIT_STATUS}"))
        .after_long_help(format!("Examples:\n{EXAMPLES}\n\nExit status: {EXIT_STATUS}"))
        .args(input_args())
        .args(strip_args())
        .args(output_args())
        .args(crawl_args::args())
}

const LONG_ABOUT: &str = "\
Strips boilerplate, paywall notices and appeals, and keeps the editorial content.

Reads HTML pages, plain texts and archives of crawls. What is kept is kept word for word and in \
order; --explain tells for each block why. Nothing is fetched, and no script is run.";

pub(super) const EXAMPLES: &str = "  curl -s URL | dechaff | less              read an article
  dechaff --removed page.html               what went, and why
  dechaff --to report page.html > why.html  the same to look at
  dechaff -t markdown --url URL page.html   the same with links and tables
  dechaff --strip notices letter.txt        take only notices and appeals away
  dechaff --to json *.html > pages.jsonl    records for programs";

pub(super) const EXIT_STATUS: &str = "\
0 done, even if nothing was left of an input (without --fail-empty); 1 some inputs could not be read or were cut; 2 wrong usage, or an output that cannot be written.";

fn input_args() -> Vec<Arg> {
    vec![
        Arg::new("input")
            .value_name("INPUT")
            .help("Files to read, gzip, zstd or neither; - or nothing for standard input")
            .num_args(0..)
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(OsString)),
        value("from", "FORMAT", "What the input is").short('f').default_value("auto").value_parser(
            one_of(&[
                (
                    "auto",
                    "as its first bytes and its name say",
                    InputForm::Document(SourceFormat::Auto),
                ),
                ("html", "HTML", InputForm::Document(SourceFormat::Html)),
                ("text", "plain text", InputForm::Document(SourceFormat::Text)),
                ("warc", "an archive of a crawl", InputForm::Warc),
                ("jsonl", "lines of JSON", InputForm::Jsonl),
            ]),
        ),
        value(
            "files-from",
            "FILE",
            "Read names of inputs from FILE, one a line; - for standard input",
        )
        .long_help(
            "Read names of inputs from FILE, one a line; - for standard input. Each is done as its name comes, but where \
             the folder of --out-dir or an unfinished output is there already, the list is read to its end first: an output \
             could take the place of a file in it",
        )
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf)),
        flag(
            "null",
            "Names in --files-from end with NUL, and NUL separates the texts of several inputs",
        )
        .short('0'),
        value("url", "URL", "The page's address, for the record and for links")
            .value_hint(ValueHint::Url)
            .value_parser(address),
        value("encoding", "LABEL", "The input's encoding, against all it says itself")
            .value_parser(encoding),
        value("language", "TAG", "The input's language, such as en-GB: for records, and for notices if the text leaves it open")
            .value_parser(value_parser!(LanguageTag)),
        value("max-bytes", "SIZE", "Bytes of a document to read, uncompressed, such as 500k or 1G")
            .default_value("256M")
            .long_help("Bytes of a document to read, uncompressed, such as 500k or 1G, the most; k is 1,024")
            .value_parser(size),
    ]
}

fn strip_args() -> Vec<Arg> {
    vec![
        value("strip", "WHAT", "What to remove").default_value("boilerplate").value_parser(one_of(
            &[
                ("boilerplate", "all that is not editorial", Strip::Boilerplate),
                ("notices", "only notices and appeals", Strip::Notices),
            ],
        )),
        value("only", "CATEGORY,...", "Remove nothing but these categories")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_parser(category()),
        value("except", "CATEGORY,...", "Never remove these categories")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_parser(category()),
        value(
            "phrases",
            "FILE",
            "Your own phrases of notices: category, strength and phrase a line",
        )
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf)),
        value("favor", "SIDE", "Which error to avoid where a block or a notice is in doubt")
            .default_value("balanced")
            .value_parser(one_of(&[
                ("precision", "drop what is doubtful", Favor::Precision),
                ("balanced", "in between", Favor::Balanced),
                ("recall", "keep what is doubtful", Favor::Recall),
            ])),
        flag(
            "no-comments",
            "Pages: without readers' comments, also where the page does not say that it is an article",
        ),
        flag("no-tables", "Pages: without tables, but for those that lay out the page"),
        selector(
            "keep",
            "Keep the paragraphs in these elements in any case, such as 'main, .note'",
        ),
        selector("drop", "Drop the text of these elements, such as 'aside p, [role=note]'"),
        value("tokenizer", "NAME", "Which tokenizer reads HTML; blocks and verdicts are the same")
            .hide(true)
            .value_parser(one_of(&[
                ("lexer", "the fast one", Tokenizer::Lexer),
                ("reference", "html5ever", Tokenizer::Reference),
            ])),
    ]
}

fn output_args() -> Vec<Arg> {
    vec![
        value("to", "FORMAT", "What to write").short('t').default_value("text").value_parser(
            one_of(&[
                ("text", "what is kept, as text", Format::Text),
                ("markdown", "what is kept, as Markdown with tables and formulas", Format::Markdown),
                (
                    "html",
                    "what is kept, as clean HTML; with --strip notices the input itself without them",
                    Format::Html,
                ),
                ("json", "a record for each document, one a line", Format::Json),
                ("warc", "of archives: the text as conversion records", Format::Warc),
                (
                    "parquet",
                    "records as rows, also by -o NAME.parquet; in builds with the feature parquet",
                    Format::Parquet,
                ),
                (
                    "report",
                    "a page that shows all blocks, kept and dropped, and why",
                    Format::Report,
                ),
            ]),
        ),
        flag("no-links", "Markdown and clean HTML: the text of links without their addresses"),
        flag("images", "Markdown and clean HTML: the images between kept text, by their addresses"),
        flag("explain", "Write each block with its verdict and why").conflicts_with("removed"),
        flag("removed", "Write only what was removed, by category"),
        flag("blocks", "Put the blocks with their verdicts into each record of --to json"),
        value("output", "FILE", "Write to FILE, which is replaced when all is done")
            .short('o')
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf)),
        flag("fail-empty", "Exit with 1 if an input leaves no text"),
        flag("quiet", "No messages about inputs on standard error").short('q'),
        value("generate", "WHAT", "Print the manual page, or completions for a shell, and end")
            .hide_short_help(true)
            // What the short help hides has no other in the manual page.
            .long_help("Print the manual page, or completions for a shell, and end")
            .value_parser(one_of(generate::KINDS)),
    ]
}

pub(super) fn value(name: &'static str, value_name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value_name).help(help)
}

pub(super) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

/// One of some named values.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(
    values: &'static [(&'static str, &'static str, T)],
) -> impl TypedValueParser<Value = T> {
    let names = values.iter().map(|(name, help, _)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(names).try_map(|given| {
        let found = values.iter().find(|(name, _, _)| *name == given);
        found.map(|(_, _, value)| *value).ok_or("not one of the possible values")
    })
}

fn selector(name: &'static str, help: &'static str) -> Arg {
    value(name, "SELECTOR", help).action(ArgAction::Append).value_parser(Selector::parse)
}

/// An address that others can be relative to.
fn address(given: &str) -> Result<String, &'static str> {
    let is_absolute = given.contains("://");
    is_absolute.then(|| given.to_owned()).ok_or("an absolute address, such as https://a.example/b")
}

fn category() -> impl TypedValueParser<Value = Category> {
    let names = Category::ALL.iter().map(|category| category.name());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Category>())
}

fn encoding(label: &str) -> Result<String, &'static str> {
    let known = decode::encoding_name(label);
    known.map(str::to_owned).ok_or("no encoding of the WHATWG Encoding Standard")
}

/// Bytes with a suffix of powers of 1,024: `k`, `M`, `G`, each also as in `KiB` or `kB`.
fn size(given: &str) -> Result<u64, &'static str> {
    let digits = given.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match given[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("a size is digits and k, M or G"),
    };
    let number: u64 = digits.parse().map_err(|_| "a size is digits and k, M or G")?;
    match number.checked_mul(1 << shift) {
        Some(size @ 1..=dechaff::Options::MAX_BYTES) => Ok(size),
        _ => Err("a size is from 1 byte to 1G"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("64k"), Ok(64 << 10));
        assert_eq!(size("2MiB"), Ok(2 << 20));
        assert_eq!(size("1G"), Ok(1 << 30));
        for wrong in ["", "k", "-1", "0", "1T", "2G", "99999999999999999999", "1.5M", "1 M"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
