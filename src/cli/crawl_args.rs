//! The options of crawls: which documents are wanted, how many are read at once, where they go.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, ArgAction, ArgMatches, ValueHint, value_parser};
use dechaff::LanguageTag;
use dechaff::batch::{Filter, MediaRange, Order, Reservation, StatusPattern};

use super::args::{Format, Settings, View};
use super::definition::{flag, one_of, value};
use super::names::STANDARD;
use super::parquet;

/// Whether inputs that are done are done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    FromStart,
    WhereItEnded,
}

/// What folders among the inputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folders {
    Refuse,
    Enter,
}

/// The options of crawls, read.
#[derive(Debug)]
pub(crate) struct CrawlSettings {
    pub(crate) field: Option<String>,
    pub(crate) filter: Filter,
    /// How many documents at once, if that was said.
    pub(crate) jobs: Option<NonZeroUsize>,
    pub(crate) order: Order,
    pub(crate) folders: Folders,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) resume: Resume,
}

impl CrawlSettings {
    pub(super) fn take(matches: &mut ArgMatches) -> CrawlSettings {
        let is_unordered = matches.get_flag("unordered");
        let is_resumed = matches.get_flag("resume");
        let enters = matches.get_flag("recursive");
        CrawlSettings {
            field: matches.remove_one("field"),
            filter: filter(matches),
            jobs: matches.remove_one("jobs"),
            order: if is_unordered { Order::Done } else { Order::Input },
            folders: if enters { Folders::Enter } else { Folders::Refuse },
            out_dir: matches.remove_one("out-dir"),
            resume: if is_resumed { Resume::WhereItEnded } else { Resume::FromStart },
        }
    }
}

fn filter(matches: &mut ArgMatches) -> Filter {
    let mimes = matches.remove_many::<MediaRange>("mime").into_iter().flatten();
    let languages = matches.remove_many::<LanguageTag>("only-language").into_iter().flatten();
    let statuses = matches.remove_many::<StatusPattern>("status").into_iter().flatten();
    let reservations = matches.remove_many::<Reservation>("drop-if").into_iter().flatten();
    let words = matches.remove_one::<usize>("min-words").unwrap_or(0);
    let filter = Filter::new().mimes(mimes).languages(languages).statuses(statuses);
    filter.drop_if(reservations).min_words(words)
}

/// Whether an output is Parquet by its name.
pub(super) fn names_parquet(output: Option<&Path>) -> bool {
    output.and_then(Path::extension) == Some(OsStr::new("parquet"))
}

/// What of the settings does not go with Parquet.
pub(super) fn parquet_conflict(settings: &Settings) -> Option<&'static str> {
    let output = settings.output.as_deref();
    if settings.format != Format::Parquet {
        let is_misnamed = names_parquet(output);
        return is_misnamed.then_some("a name that ends in .parquet is for --to parquet");
    }
    let is_resumed = settings.crawl.resume == Resume::WhereItEnded;
    let has_folder = settings.crawl.out_dir.is_some();
    let packed = [OsStr::new("gz"), OsStr::new("zst")];
    if !parquet::IS_BUILT_IN {
        Some(
            "this dechaff was built without Parquet; in the checkout, run: cargo install --path . --features parquet",
        )
    } else if settings.view != View::Document {
        Some("--to parquet has no form for --explain and --removed")
    } else if is_resumed && !has_folder {
        Some("--resume cannot go on with half a Parquet file: use --out-dir, or --to json")
    } else if output.and_then(Path::extension).is_some_and(|ending| packed.contains(&ending)) {
        Some("Parquet is compressed within: leave .gz or .zst out of the name")
    } else {
        let is_standard = output.is_none_or(|path| path.as_os_str() == STANDARD) && !has_folder;
        let is_shown = is_standard && std::io::stdout().is_terminal();
        is_shown.then_some("Parquet is not for a terminal: add -o NAME.parquet")
    }
}

/// Their definition.
pub(super) fn args() -> Vec<Arg> {
    let list = |arg: Arg| arg.value_delimiter(',').action(ArgAction::Append).help_heading("Crawls");
    let one = |arg: Arg| arg.help_heading("Crawls");
    vec![
        one(value(
            "jobs",
            "N",
            "Documents to work on at once; as many as there are cores if not given",
        ))
        .short('j')
        .value_parser(|given: &str| given.parse::<NonZeroUsize>().map_err(|_| "a number from 1 on")),
        one(flag("unordered", "Write documents as they are done, not in the order of the inputs")),
        one(flag("recursive", "Read the files in folders, too")).short('r').long_help(
            "Read the files in folders, too, but for what the run writes, pipes, and links to folders",
        ),
        one(value("field", "NAME", "The field of JSONL that holds the page; html or else text"))
            .long_help(
                "The field of JSONL that holds the page, by its whole name. If not given: html, or text where there is none or it is empty. \
                What is in a field html is a page; what others hold is told by its beginning",
            )
            .value_parser(NonEmptyStringValueParser::new()),
        list(value("mime", "TYPE,...", "Only these media types; any for all"))
            .long_help(
                "Only these media types, such as text/html or text/*; any for all. Of records of a crawl, those with \
                another are skipped; of JSONL all lines are read. If not given: text/html, application/xhtml+xml, text/plain",
            )
            .value_parser(value_parser!(MediaRange)),
        list(value(
            "status",
            "CODE,...",
            "Only these statuses of HTTP, such as 200 or 3xx; any for all",
        ))
        .long_help(
            "Only these statuses of HTTP, such as 200 or 3xx; any for all; what has no status, and all lines of JSONL, is read. If not given: 2xx",
        )
        .value_parser(value_parser!(StatusPattern)),
        list(value(
            "only-language",
            "LANG,...",
            "Only documents that declare one of these languages",
        ))
        .long_help(
            "Only documents that declare one of these languages, such as en, which takes \
                in en-GB; und is for those that declare none. For pages of archives that declare none, HTTP or the crawler may name one",
        )
        .value_parser(value_parser!(LanguageTag)),
        one(value("min-words", "N", "Only documents that are left with so many words"))
            .value_parser(|given: &str| given.parse::<usize>().map_err(|_| "a number from 0 on")),
        list(value(
            "drop-if",
            "WHAT,...",
            "No documents whose owner reserves their use: tdm, noai",
        ))
        .value_parser(one_of(&[
            ("tdm", "the TDM Reservation Protocol says 1", Reservation::Tdm),
            ("noai", "the directive noai for robots", Reservation::Noai),
        ])),
        one(value("out-dir", "DIR", "Write a file in DIR for each input, under its name"))
            .value_hint(ValueHint::DirPath)
            .conflicts_with_all(["output", "unordered"])
            .value_parser(value_parser!(PathBuf)),
        one(flag("resume", "Go on where a run with the same inputs and options was killed"))
            .conflicts_with("unordered"),
    ]
}
