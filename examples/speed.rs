//! Prints the table of speeds for docs/speed.md: our stages and the peers on the same pages, in one
//! run, in turns, medians of the rounds.
//!
//! `cargo run --release --example speed [ROUNDS]`

#[path = "../benches/speed/mod.rs"]
mod speed;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use speed::pages::{Set, sets};
use speed::readers::{OURS, PEERS, Reader, STAGES};

const DEFAULT_ROUNDS: usize = 7;
/// A set that is smaller is read several times in a turn, for the clock's sake.
const MIN_LEN: u64 = 40 << 20;

fn main() {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(DEFAULT_ROUNDS);
    let readers: Vec<Reader> = [OURS].into_iter().chain(STAGES).chain(PEERS).collect();
    let sets = sets();
    let columns: Vec<Vec<f64>> = sets.iter().map(|set| speeds(&readers, set, rounds)).collect();

    let names: Vec<String> = sets.iter().map(title).collect();
    println!("| MB/s of input, one core (share of ours) | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(sets.len()));
    for (row, reader) in readers.iter().enumerate() {
        let cell =
            |column: &Vec<f64>| format!("{:.0} ({:.2})", column[row], column[row] / column[0]);
        let cells: Vec<String> = columns.iter().map(cell).collect();
        println!("| {} | {} |", reader.name, cells.join(" | "));
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\nMedians of {rounds} rounds, all readers in turns; machine with {cores} cores.");
}

fn title(set: &Set) -> String {
    let size = set.len() as f64 / 1e6;
    format!("{}, {} pages, {size:.1} MB", set.name, set.pages.len())
}

/// The median speed of each reader on a set, in MB/s.
fn speeds(readers: &[Reader], set: &Set, rounds: usize) -> Vec<f64> {
    let mut times = vec![Vec::new(); readers.len()];
    let passes = MIN_LEN.div_ceil(set.len().max(1));
    for _ in 0..rounds {
        for (reader, times) in readers.iter().zip(&mut times) {
            let start = seconds();
            for page in (0..passes).flat_map(|_| &set.pages) {
                black_box((reader.read)(black_box(page)));
            }
            times.push((seconds() - start) / passes as f64);
        }
    }
    times.into_iter().map(|times| set.len() as f64 / 1e6 / median(times)).collect()
}

/// The seconds that this thread has had a core for, where the system tells; else those of the clock,
/// which on a busy machine are more.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = spent.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
