//! Prints what reading, deciding about content, and the whole cost a page of a set, in one run.
//!
//! `cargo run --release --example cost [SET] [ROUNDS]`, SET one of `../shared/sets`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use dechaff::stages::{content_kept, read_arena};
use dechaff::{Favor, Options, SourceFormat};

const NAMES: [&str; 3] = ["bytes to blocks", "features, score and extent", "bytes to document"];

fn main() {
    let mut args = std::env::args().skip(1);
    let set = args.next().unwrap_or_else(|| "wcxb-dev".to_owned());
    let rounds: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(3);
    let pages: Vec<Vec<u8>> = support::set_pages(&set).map(|page| page.bytes).collect();
    let options = Options::new().format(SourceFormat::Html);
    let mut times = [Duration::ZERO; NAMES.len()];
    let mut blocks = 0;
    for page in (0..rounds).flat_map(|_| &pages) {
        let start = Instant::now();
        let arena = read_arena(page, &options);
        let read = Instant::now();
        black_box(content_kept(&arena, Favor::Balanced));
        let decided = Instant::now();
        black_box(dechaff::extract(page, &options));
        blocks += arena.blocks.len();
        times[0] += read - start;
        times[1] += decided - read;
        times[2] += decided.elapsed();
    }
    let count = rounds * pages.len();
    println!("{set}: {} pages, {} blocks a page", pages.len(), blocks / count.max(1));
    for (name, time) in NAMES.iter().zip(times) {
        println!("{:7.3} ms a page: {name}", time.as_secs_f64() * 1e3 / count.max(1) as f64);
    }
}
