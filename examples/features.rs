//! Writes the features and block texts of a set of pages, for `train/`.
//!
//! `cargo run --release --example features -- FOLDER OUT_PREFIX` reads the pages of a folder, files `ID.html` or
//! `ID.html.gz`, or `ID/page.html` as in `corpus/cases`, and writes OUT_PREFIX.names (a feature a line),
//! OUT_PREFIX.f32 (rows of little-endian 32-bit floats, page by page) and OUT_PREFIX.jsonl (id, block texts, what may
//! stand behind the article, captions, footer, and the elements around the blocks of a page).

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use dechaff::stages::{Block, ROOT, behind_article, captions, features, footer, read_arena};
use dechaff::{Options, SourceFormat};

/// Elements around a block that are written, its own first.
const MAX_AROUND: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [set, out] = args.as_slice() else {
        return Err("usage: features FOLDER OUT_PREFIX".into());
    };
    let mut paths: Vec<_> = fs::read_dir(set)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut rows = BufWriter::new(File::create(format!("{out}.f32"))?);
    let mut texts = BufWriter::new(File::create(format!("{out}.jsonl"))?);
    let mut names: Vec<String> = Vec::new();
    for path in &paths {
        let page = if path.is_dir() { path.join("page.html") } else { path.clone() };
        if !page.exists() {
            continue;
        }
        let arena = read_arena(&read(&page)?, &Options::new().format(SourceFormat::Html));
        let table = features(&arena);
        if names.is_empty() {
            names = table.names().to_vec();
        }
        for row in 0..table.rows() {
            for index in 0..names.len() {
                rows.write_all(&table.column(index)[row].to_le_bytes())?;
            }
        }
        let blocks: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        let behind: BTreeMap<&str, Vec<[usize; 2]>> = behind_article(&arena)
            .into_iter()
            .map(|(name, _, named)| {
                (name, named.iter().map(|part| [part.start, part.end]).collect())
            })
            .collect();
        let around = |block: &Block| -> Vec<_> {
            let ids = arena.ancestors(block.element).map(|(id, _)| id);
            ids.chain(std::iter::repeat(ROOT)).take(MAX_AROUND).collect()
        };
        let around: Vec<Vec<_>> = arena.blocks.iter().map(around).collect();
        let record = serde_json::json!({
            "id": id(path), "blocks": blocks, "behind": behind, "captions": captions(&arena), "footer": footer(&arena), "around": around,
        });
        writeln!(texts, "{record}")?;
    }
    fs::write(format!("{out}.names"), names.join("\n"))?;
    Ok(())
}

/// The name of a page's file without its endings.
fn id(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.trim_end_matches(".gz").trim_end_matches(".html").to_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
    } else {
        std::io::BufReader::new(file).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
