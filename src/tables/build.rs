//! Packs the tables for the program: texts that people extend, into columns that it reads where they stand.
//!
//! It takes what reads and packs each table from the program's own modules, so there is one reader of
//! each. A line that is none stops the build with its file and number.

// What the program does with the tables is of no use here.
#![allow(dead_code, unreachable_pub, unused_imports)]

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use build::HintTable;
use cues::StopWords;
use diction::DictionTable;
use packed::Packer;
use phrases::{Table, Vocabulary};
use score::ModelFile;

#[path = "../category.rs"]
mod category;
#[path = "../hash.rs"]
mod hash;
#[path = "../hash_table.rs"]
mod hash_table;
#[path = "../letters.rs"]
mod letters;
#[path = "../packed.rs"]
mod packed;
#[path = "../punctuation.rs"]
mod punctuation;

#[path = "../build"]
mod build {
    mod automaton;
    mod hint_table;

    pub(crate) use hint_table::HintTable;
}

#[path = "../cues"]
mod cues {
    mod stop_words;

    pub(crate) use stop_words::StopWords;
}

#[path = "../diction"]
mod diction {
    mod table;
    mod words;

    pub(crate) use table::DictionTable;
}

#[path = "../phrases"]
mod phrases {
    mod gap;
    mod serbian;
    mod table;
    mod vocabulary;

    pub(crate) use table::Table;
    pub(crate) use vocabulary::Vocabulary;
}

#[path = "../search"]
mod search {
    mod boundary;
    mod fold;
    mod han;
    mod word_table;

    pub(crate) use boundary::{begins_word, ends_word, is_read_in_pairs, is_unspaced};
    pub(crate) use fold::{Folded, folded};
    pub(crate) use word_table::WordTable;
}

#[path = "../score"]
mod score {
    mod model_file;
    mod tree;

    pub(crate) use model_file::ModelFile;
}

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=src/tables");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for name in ["model", "discourse"] {
        let path = format!("src/tables/{name}.txt");
        let model = text(Path::new(&path))?;
        let model = ModelFile::parse(&model).map_err(|error| format!("{path}: {error}"))?;
        write(&out.join(format!("{name}.bin")), |packer| model.pack(packer))?;
    }
    let hints = read(Path::new("src/tables/hints.txt"), HintTable::parse)?;
    write(&out.join("hints.bin"), |packer| hints.pack(packer))?;
    let stop_words = read(Path::new("src/tables/stop-words.txt"), StopWords::parse)?;
    write(&out.join("stop-words.bin"), |packer| stop_words.pack(packer))?;
    phrases(&out, &stop_words)?;
    diction(&out)
}

/// Packs the tables of phrases, and writes the list of them.
fn phrases(out: &Path, stop_words: &StopWords) -> Result<(), Failure> {
    let mut list = "pub(super) const TABLES: &[BuiltIn] = &[\n".to_owned();
    let mut languages = names("src/tables/phrases")?;
    languages.sort_by_key(|language| (language != "en", language.clone()));
    for language in languages {
        let table = Path::new("src/tables/phrases").join(&language).with_extension("txt");
        let table = read(&table, |text| Table::of(&language, text))?;
        let words = Vocabulary::of(&table, stop_words);
        write(&out.join(format!("{language}.phrases")), |packer| {
            table.pack(packer);
            words.pack(packer);
        })?;
        writeln!(list, "(\"{language}\", packed!(\"{language}.phrases\")),")?;
    }
    list.push_str("];\n");
    Ok(fs::write(out.join("phrases.rs"), list)?)
}

/// Packs the tables of diction, and writes the list of them.
fn diction(out: &Path) -> Result<(), Failure> {
    let mut list = "const TABLES: &[(&str, Packed)] = &[\n".to_owned();
    for language in names("src/tables/diction")? {
        let table = Path::new("src/tables/diction").join(&language).with_extension("txt");
        let table = read(&table, DictionTable::parse)?;
        write(&out.join(format!("{language}.diction")), |packer| table.pack(packer))?;
        writeln!(list, "(\"{language}\", packed!(\"{language}.diction\")),")?;
    }
    list.push_str("];\n");
    Ok(fs::write(out.join("diction.rs"), list)?)
}

/// The languages that have a table in a folder, in order.
fn names(folder: &str) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for file in fs::read_dir(folder)? {
        let name = file?.file_name();
        // Editors leave other files there.
        names.extend(name.to_str().and_then(|name| name.strip_suffix(".txt")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn text(path: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Reads a table; the error says where it is none.
fn read<T>(
    path: &Path,
    parse: impl FnOnce(&str) -> Result<T, (usize, String)>,
) -> Result<T, Failure> {
    let table = parse(&text(path)?);
    Ok(table.map_err(|(line, reason)| format!("{}:{line}: {reason}", path.display()))?)
}

fn write(path: &Path, pack: impl FnOnce(&mut Packer)) -> Result<(), Failure> {
    let mut packer = Packer::default();
    pack(&mut packer);
    Ok(fs::write(path, packer.into_bytes())?)
}
