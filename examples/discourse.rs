//! Writes what the notice stage knows of the paragraphs of texts, for `train/discourse.py`.
//!
//! `cargo run --release --example discourse < TEXTS > ROWS`: JSON arrays of paragraphs, a line each; out of each come
//! a line of names, at first, and a JSON array with a row of numbers or null for each paragraph.

use std::error::Error;
use std::io::{BufWriter, Write};

use dechaff::stages::{DISCOURSE, PlainText, discourse_rows};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", serde_json::to_string(&DISCOURSE[..])?)?;
    for line in std::io::stdin().lines() {
        let paragraphs: Vec<String> = serde_json::from_str(&line?)?;
        let arena = PlainText::from(paragraphs.join("\n\n")).finish();
        let blocks: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
        let record = serde_json::json!({ "blocks": blocks, "rows": discourse_rows(&arena) });
        writeln!(out, "{record}")?;
    }
    Ok(out.flush()?)
}
