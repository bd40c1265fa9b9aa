//! `cargo bench`: our stages and the peers on the same pages, in bytes a second.
//!
//! `cargo run --release --example speed` prints the same as one table of medians.

#[path = "speed/mod.rs"]
mod speed;
#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

use speed::pages::{Set, sets};
use speed::readers::{OURS, PEERS, Reader, STAGES};

/// Keeps a run of all groups under three minutes.
const TIME: Duration = Duration::from_secs(2);

fn group<'r>(c: &mut Criterion, name: &str, set: &Set, readers: impl Iterator<Item = &'r Reader>) {
    let mut group = c.benchmark_group(format!("{name}/{}", set.name));
    group.sample_size(10).measurement_time(TIME).warm_up_time(TIME / 4);
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(set.len()));
    for reader in readers {
        group.bench_function(reader.name, |b| {
            b.iter(|| set.pages.iter().map(|page| (reader.read)(black_box(page))).sum::<usize>());
        });
    }
    group.finish();
}

fn speed(c: &mut Criterion) {
    for set in sets() {
        group(c, "stages", &set, STAGES.iter().chain([&OURS]));
        group(c, "peers", &set, PEERS.iter());
    }
}

criterion_group!(benches, speed);
criterion_main!(benches);
