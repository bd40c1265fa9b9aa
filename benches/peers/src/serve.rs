//! A reader that is told what to read. The Python programs' `worker.py` does the same.
//!
//! `load FOLDER` answers with the number of pages and their bytes. `each FIRST` reads the pages from
//! a number on and prints a line after each, so that the other side sees one that never ends.
//! `all SKIPPED,...` reads all but those pages and prints the seconds of processor time it took.

use std::hint::black_box;
use std::io::{BufRead, Write};

use cpu_time::ProcessTime;

use super::{Failure, Reader, pages};
use crate::input::Input;

pub(crate) fn serve(reader: &Reader) -> Result<(), Failure> {
    let mut loaded = Vec::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("load", folder) => {
                loaded = pages(folder.as_ref())?;
                let len: usize = loaded.iter().map(|page| page.bytes.len()).sum();
                writeln!(out, "{} {len}", loaded.len())?;
            }
            ("each", first) => {
                for (number, page) in loaded.iter().enumerate().skip(first.parse()?) {
                    black_box((reader.read)(black_box(page)));
                    writeln!(out, "{number}")?;
                    out.flush()?;
                }
            }
            ("all", skipped) => writeln!(out, "{}", seconds(reader, &loaded, skipped)?)?,
            _ => return Err("no such request".into()),
        }
        out.flush()?;
    }
    Ok(())
}

fn seconds(reader: &Reader, pages: &[Input], skipped: &str) -> Result<f64, Failure> {
    let skipped = skipped.split(',').filter(|number| !number.is_empty());
    let skipped: Vec<usize> = skipped.map(str::parse).collect::<Result<_, _>>()?;
    let wanted = pages.iter().enumerate().filter(|(number, _)| !skipped.contains(number));
    let start = ProcessTime::now();
    for (_, page) in wanted {
        black_box((reader.read)(black_box(page)));
    }
    Ok(start.elapsed().as_secs_f64())
}
