//! Prints what each stage costs on the pages of a set: milliseconds a page and shares, in one run.
//!
//! `cargo run --release --example cost [SET] [ROUNDS]`, SET a folder of `../shared/sets`.

#[path = "../benches/speed/mod.rs"]
#[allow(dead_code)] // the peers are not read here
mod speed;
#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use dechaff::stages::{features, probabilities, read_arena};
use dechaff::{Options, SourceFormat};
use speed::pages::sets;

fn main() {
    let name = std::env::args().nth(1).unwrap_or("wcxb".to_owned());
    let rounds: u32 = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(3);
    let sets = sets();
    for s in &sets { println!("{} {}", s.name, s.pages.len()); }
    let set = sets.iter().find(|set| set.name.contains(&name)).expect("no such set");
    let options = Options::new().format(SourceFormat::Html);
    let mut times = [Duration::ZERO; 4];
    let mut blocks = 0;
    for _ in 0..rounds {
        for page in &set.pages {
            let start = Instant::now();
            let arena = read_arena(&page.bytes, &options);
            let read = Instant::now();
            let table = features(&arena);
            let computed = Instant::now();
            black_box(probabilities(&table));
            let scored = Instant::now();
            black_box(dechaff::extract(&page.bytes, &options));
            let whole = Instant::now();
            blocks += arena.blocks.len();
            times[0] += read - start;
            times[1] += computed - read;
            times[2] += scored - computed;
            times[3] += whole - scored;
        }
    }
    let pages = rounds as usize * set.pages.len();
    println!("{} pages, {} blocks a page", set.pages.len(), blocks / pages);
    for (name, time) in ["read", "features", "score", "whole"].iter().zip(times) {
        println!("{name:>9} {:.3} ms a page", time.as_secs_f64() * 1e3 / pages as f64);
    }
}
