//! The Rust programs that dechaff is compared with, each in a process of its own that does what
//! `compare.py` tells it by lines on standard input (see [`serve`]).
//!
//! `dechaff-peers names`, `pages FROM STEP whole|bare TO`, `serve READER`, `count READER FOLDER`

#[allow(dead_code, unreachable_pub, reason = "shared with `cargo bench`, which uses more of it")]
#[path = "../../speed/input.rs"]
mod input;
#[allow(dead_code, unreachable_pub, reason = "shared with `cargo bench`, which uses more of it")]
#[path = "../../speed/readers.rs"]
mod readers;
mod serve;

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};

use input::{Input, without_scripts};
use readers::{OURS, PEERS, Reader};

type Failure = Box<dyn Error>;

/// The one that the root's benchmarks leave out: it hangs on some pages.
const RS_TRAFILATURA: Reader = Reader { name: "rs-trafilatura", read: rs_trafilatura_text };

fn rs_trafilatura_text(page: &Input) -> usize {
    // A page in which it finds no article counts as read.
    rs_trafilatura::extract(&page.text).map_or(0, |found| found.content_text.len())
}

fn readers() -> impl Iterator<Item = Reader> {
    [OURS].into_iter().chain(PEERS).chain([RS_TRAFILATURA])
}

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["names"] => {
            readers().for_each(|reader| println!("{}", reader.name));
            Ok(())
        }
        ["pages", from, step, form, to] => {
            write_pages(from.as_ref(), step.parse()?, form == "bare", to.as_ref())
        }
        ["serve", name] => serve::serve(&reader(name)?),
        ["count", name, folder] => count(&reader(name)?, folder.as_ref()),
        _ => Err("see the head of main.rs".into()),
    }
}

fn reader(name: &str) -> Result<Reader, Failure> {
    readers().find(|reader| reader.name == name).ok_or_else(|| "no such reader".into())
}

/// Unpacks every so many pages of a set, whole or without scripts and styles.
fn write_pages(from: &Path, step: usize, is_bare: bool, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for path in paths(from)?.into_iter().step_by(step) {
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(fs::File::open(&path)?).read_to_end(&mut bytes)?;
        if is_bare {
            bytes = without_scripts(&Input::from(bytes).text).into_bytes();
        }
        fs::write(to.join(path.file_stem().unwrap_or(OsStr::new("page"))), bytes)?;
    }
    Ok(())
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn pages(folder: &Path) -> Result<Vec<Input>, Failure> {
    paths(folder)?.iter().map(|path| Ok(Input::from(fs::read(path)?))).collect()
}

/// Reads the pages of a folder twice; the second time is for callgrind to count.
fn count(reader: &Reader, folder: &Path) -> Result<(), Failure> {
    let pages = pages(folder)?;
    for page in &pages {
        black_box((reader.read)(page));
    }
    black_box(measured(reader, &pages));
    Ok(())
}

/// What `--toggle-collect` names.
#[inline(never)]
fn measured(reader: &Reader, pages: &[Input]) -> usize {
    pages.iter().map(|page| (reader.read)(black_box(page))).sum()
}
