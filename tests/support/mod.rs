//! What the tests over many pages share: the corpus, the evaluation sets, recorded events.
#![allow(dead_code, unused_imports, reason = "each test binary uses its part")]
#![allow(
    unreachable_pub,
    reason = "a module of several test crates, each of which is its own root"
)]

pub mod cases;
pub mod diff;

mod checks;
pub use checks::check_pages;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use dechaff::{Document, Images, KeepStructure, Options, SourceFormat, Strip, extract};

mod events;
#[allow(unused_imports, reason = "each test binary uses its part")]
pub use events::*;

/// The folder of evaluation data beside the checkout, if it is there.
pub fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if path.is_dir() {
        return Some(path);
    }
    // .ci/run looks for this line; what `println!` writes in a test that passes is not shown.
    let _ = writeln!(std::io::stderr(), "SKIPPED: ../shared is not here");
    None
}

/// A page of bytes with its name.
pub struct Page {
    /// Its path from the folder of sets or cases on.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The sorted paths of a folder's entries.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("a folder entry").path())
        .collect();
    paths.sort();
    paths
}

/// The pages of one evaluation set.
pub fn set_pages(set: &str) -> impl Iterator<Item = Page> + use<> {
    let folder = shared().map(|path| path.join("sets").join(set).join("pages"));
    let paths = folder.map(|folder| entries(&folder)).unwrap_or_default();
    paths.into_iter().map(|path| {
        let mut bytes = Vec::new();
        let file = fs::File::open(&path).expect("a page opens");
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).expect("a page unpacks");
        Page { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes }
    })
}

/// The names of the evaluation sets.
pub const SETS: [&str; 3] = ["wcxb-dev", "fundus-dev", "trafilatura"];

/// The case folders of the corpus.
pub fn case_folders() -> Vec<PathBuf> {
    entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cases"))
}

/// The HTML pages of the corpus.
pub fn corpus_pages() -> impl Iterator<Item = Page> {
    case_folders().into_iter().filter_map(|folder| {
        let bytes = fs::read(folder.join("page.html")).ok()?;
        Some(Page { name: folder.file_name()?.to_string_lossy().into_owned(), bytes })
    })
}

/// Options with all that Markdown and HTML can show.
pub fn markup_options() -> Options {
    Options::new()
        .format(SourceFormat::Html)
        .structure(KeepStructure::Yes)
        .images(Images::Keep)
        .url("https://paper.example/news/today.html")
}

/// Checks the documents of pages, whichever is stripped, read with [`markup_options`].
pub fn check_documents<I: Iterator<Item = Page> + Send>(
    pages: impl Fn() -> I,
    check: impl Fn(&Document) -> Result<(), String> + Sync,
) {
    for strip in [Strip::Boilerplate, Strip::Notices] {
        let options = markup_options().strip(strip);
        check_pages(pages(), |page| check(&extract(&page.bytes, &options)));
    }
}
