//! Writes the words of texts as [`dechaff::stages::each_word`] reads them, for `train/diction.py`.
//!
//! `cargo run --release --example words < TEXTS > WORDS`: JSON strings, a line each; the words of each come out
//! on a line, with spaces between them.

use std::error::Error;
use std::io::{BufWriter, Write};

use dechaff::stages::{each_word, folded};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let text = folded(&text);
        let mut words = Vec::new();
        each_word(&text, |word| words.push(word));
        writeln!(out, "{}", words.join(" "))?;
    }
    Ok(out.flush()?)
}
