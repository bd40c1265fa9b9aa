//! What the command line asks for.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use dechaff::{
    Category, CategorySet, Comments, Favor, Images, KeepOriginal, KeepStructure, LanguageTag,
    Links, Options, PhraseTable, Selector, SourceFormat, Strip, Tables, Tokenizer,
};

use super::crawl_args::{self, CrawlSettings, Folders, Resume, names_parquet};
use super::definition::command;
use super::generate::{self, Generated};
use super::message::{Volume, exit_after, io_message};
use super::names::STANDARD;
use super::part::{descriptor, part_of};
use super::visible::visible_name;

/// What the inputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputForm {
    /// One document each; or, if not even its format is given, what the first bytes say.
    Document(SourceFormat),
    Warc,
    Jsonl,
}

/// What is written of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Document,
    Explanation,
    Removed,
}

/// The form in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    /// The content as clean markup.
    Html,
    /// The input itself, without its notices.
    Cut,
    Json,
    /// Conversion records, of archives alone.
    Warc,
    /// The records of `Json` as rows.
    Parquet,
    Report,
}

/// Whether records hold the blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blocks {
    Without,
    With,
}

/// What ends a name in lists of inputs, and separates outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// A line feed after a name; a line with a form feed between texts.
    Line,
    Nul,
}

/// What an input that leaves no text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnEmpty {
    Warn,
    Fail,
}

/// The command line, read.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) inputs: Vec<OsString>,
    pub(crate) files_from: Option<PathBuf>,
    pub(crate) separator: Separator,
    pub(crate) from: InputForm,
    pub(crate) view: View,
    pub(crate) format: Format,
    pub(crate) blocks: Blocks,
    /// Whether something is asked of the links or images in markup.
    asks_of_markup: bool,
    pub(crate) options: Options,
    /// The encoding that they name.
    pub(crate) encoding: Option<String>,
    /// Whether they name the page's address.
    pub(crate) has_url: bool,
    pub(crate) on_empty: OnEmpty,
    pub(crate) volume: Volume,
    pub(crate) output: Option<PathBuf>,
    pub(crate) crawl: CrawlSettings,
}

impl Settings {
    /// Reads the command line; ends the program if it is wrong.
    pub(crate) fn from_command_line() -> Settings {
        let mut command = command();
        let line = command.try_get_matches_from_mut(std::env::args_os());
        // Help and the version are such errors, too.
        let mut matches = line.unwrap_or_else(|error| match error.use_stderr() {
            true => shortened(error).exit(),
            false => exit_after(error.print()),
        });
        if let Some(what) = matches.remove_one::<Generated>("generate") {
            generate::print_and_exit(what, command);
        }
        let phrases = matches.get_one::<PathBuf>("phrases").map(|path| read_phrases(path));
        let mut settings = Settings::from_matches(matches);
        match phrases {
            Some(Ok(phrases)) => settings.options = settings.options.phrases(phrases),
            Some(Err(message)) => command.error(ErrorKind::ValueValidation, message).exit(),
            None => {}
        }
        if let Some(message) = settings.contradiction() {
            command.error(ErrorKind::ArgumentConflict, message).exit();
        }
        settings
    }

    /// What of the settings does not go together and the parser cannot tell.
    fn contradiction(&self) -> Option<&'static str> {
        let list_is_standard = self.files_from.as_deref() == Some(Path::new(STANDARD));
        if list_is_standard && self.inputs.iter().any(|name| name == STANDARD) {
            return Some("standard input cannot be both the list of --files-from and an input");
        }
        if self.has_url && self.has_several_inputs() {
            return Some("--url is the address of one page, and there are several inputs");
        }
        let is_file = self.output.as_deref().is_some_and(|path| part_of(path).is_some());
        if self.crawl.resume == Resume::WhereItEnded && !is_file && self.crawl.out_dir.is_none() {
            return Some("--resume goes on with a file: add -o FILE or --out-dir");
        }
        if self.format == Format::Report && self.view != View::Document {
            return Some("a report shows all blocks and why: leave --explain and --removed out");
        }
        if self.format == Format::Warc && self.view != View::Document {
            return Some("--to warc has no form for --explain and --removed");
        }
        if self.is_markup() && self.view != View::Document {
            return Some("--explain and --removed are written as text or json, not as markup");
        }
        if self.asks_of_markup && !matches!(self.format, Format::Markdown | Format::Html) {
            return Some("--no-links and --images are for --to markdown and clean --to html");
        }
        if self.options.removable() == CategorySet::NONE {
            return Some(
                "nothing would be removed: --strip notices, --only and --except leave no category",
            );
        }
        if self.blocks == Blocks::With && self.view != View::Document {
            return Some("--blocks is for records: --explain and --removed write blocks as such");
        }
        if self.blocks == Blocks::With && !matches!(self.format, Format::Json | Format::Parquet) {
            return Some("--blocks is for records: add --to json, or use --explain");
        }
        crawl_args::parquet_conflict(self)
    }

    /// Whether there can be several inputs.
    pub(crate) fn has_several_inputs(&self) -> bool {
        self.inputs.len() > 1 || self.files_from.is_some() || self.crawl.folders == Folders::Enter
    }

    fn is_markup(&self) -> bool {
        matches!(self.format, Format::Markdown | Format::Html | Format::Cut)
    }

    fn from_matches(mut matches: ArgMatches) -> Settings {
        let from = take(&mut matches, "from", InputForm::Document(SourceFormat::Auto));
        let output: Option<PathBuf> = matches.remove_one("output");
        let is_standard = |path: &PathBuf| descriptor(path).is_some_and(|number| number == "1");
        let output = output.map(|path| if is_standard(&path) { STANDARD.into() } else { path });
        let has_url = matches.contains_id("url");
        let encoding = matches.get_one("encoding").cloned();
        let format = match matches.value_source("to") {
            Some(ValueSource::DefaultValue) if names_parquet(output.as_deref()) => Format::Parquet,
            _ => match take(&mut matches, "to", Format::Text) {
                Format::Html if matches.get_one("strip") == Some(&Strip::Notices) => Format::Cut,
                format => format,
            },
        };
        let categories = categories(&mut matches);
        let mut options = options(&mut matches).categories(categories);
        if let InputForm::Document(format) = from {
            options = options.format(format);
        }
        match format {
            Format::Cut => options = options.original(KeepOriginal::Yes),
            Format::Markdown | Format::Html => options = options.structure(KeepStructure::Yes),
            _ => {}
        }
        let chosen = |name: &str| matches.get_flag(name);
        options = options
            .links(if chosen("no-links") { Links::Drop } else { Links::Keep })
            .images(if chosen("images") { Images::Keep } else { Images::Drop })
            .comments(if chosen("no-comments") { Comments::Drop } else { Comments::Judge })
            .tables(if chosen("no-tables") { Tables::Drop } else { Tables::Judge });
        let asks_of_markup = chosen("no-links") || chosen("images");
        let view = match (chosen("explain"), chosen("removed")) {
            (true, _) => View::Explanation,
            (_, true) => View::Removed,
            _ => View::Document,
        };
        let blocks = if chosen("blocks") { Blocks::With } else { Blocks::Without };
        let separator = if chosen("null") { Separator::Nul } else { Separator::Line };
        let on_empty = if chosen("fail-empty") { OnEmpty::Fail } else { OnEmpty::Warn };
        let volume = if chosen("quiet") { Volume::Quiet } else { Volume::Normal };
        Settings {
            inputs: matches.remove_many("input").map(Iterator::collect).unwrap_or_default(),
            files_from: matches.remove_one("files-from"),
            separator,
            from,
            view,
            format,
            blocks,
            asks_of_markup,
            options,
            encoding,
            has_url,
            on_empty,
            volume,
            output,
            crawl: CrawlSettings::take(&mut matches),
        }
    }
}

/// Characters of a value that a message about it repeats.
const MAX_SHOWN: usize = 80;

/// An error without the end of a long value: what is wrong with it would stand screens below.
fn shortened(mut error: clap::Error) -> clap::Error {
    if let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue)
        && let Some((end, _)) = value.char_indices().nth(MAX_SHOWN)
    {
        let value = format!("{}...", &value[..end]);
        error.insert(ContextKind::InvalidValue, ContextValue::String(value));
    }
    error
}

/// Reads a table of phrases; the error names the file and the line.
fn read_phrases(path: &Path) -> Result<PhraseTable, String> {
    let name = visible_name(&path.to_string_lossy());
    let unread = |error| format!("--phrases {name}: {}", io_message(&error));
    let text = fs::read_to_string(path).map_err(unread)?;
    PhraseTable::parse(&text).map_err(|e| format!("{name}:{}: {}", e.line(), e.reason()))
}

fn take<T: Clone + Send + Sync + 'static>(matches: &mut ArgMatches, name: &str, or: T) -> T {
    matches.remove_one(name).unwrap_or(or)
}

fn options(matches: &mut ArgMatches) -> Options {
    let mut options = Options::new()
        .strip(take(matches, "strip", Strip::default()))
        .favor(take(matches, "favor", Favor::default()))
        .tokenizer(take(matches, "tokenizer", Tokenizer::default()));
    if let Some(url) = matches.remove_one::<String>("url") {
        options = options.url(url);
    }
    if let Some(label) = matches.remove_one::<String>("encoding") {
        options = options.encoding(label);
    }
    if let Some(tag) = matches.remove_one::<LanguageTag>("language") {
        options = options.language(tag);
    }
    let mut selectors = |name| matches.remove_many::<Selector>(name).into_iter().flatten();
    options = selectors("keep").fold(options, Options::keep);
    options = selectors("drop").fold(options, Options::drop);
    match matches.remove_one::<u64>("max-bytes") {
        Some(max_bytes) => options.max_bytes(max_bytes),
        None => options,
    }
}

fn categories(matches: &mut ArgMatches) -> CategorySet {
    let only = matches.remove_many::<Category>("only");
    let except = matches.remove_many::<Category>("except");
    let all = only.map_or(CategorySet::ALL, Iterator::collect);
    except.into_iter().flatten().fold(all, CategorySet::without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_narrowed() {
        let line = ["dechaff", "--only", "cookie,donation,share", "--except=share"];
        let mut matches = command().get_matches_from(line);
        let set = categories(&mut matches);
        assert!(set.has(Category::Cookie) && set.has(Category::Donation));
        assert!(!set.has(Category::Share) && !set.has(Category::Paywall));
    }
}
