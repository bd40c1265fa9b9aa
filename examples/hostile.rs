//! Runs a hostile document through all stages and tells what became of it.
//!
//! `hostile NAME N`: time and memory are measured from outside, as in
//! `/usr/bin/time -v target/release/examples/hostile div 1000000`. Without arguments it lists the
//! names.

#[allow(dead_code, unreachable_pub, reason = "the tests share it and use more of it")]
#[path = "../tests/support/generators.rs"]
mod generators;

use std::process::ExitCode;
use std::time::Instant;

use generators::{GENERATORS, generator};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(n)) = (arguments.next(), arguments.next()) else {
        GENERATORS.iter().for_each(|generator| println!("{}", generator.name));
        return ExitCode::SUCCESS;
    };
    let (Some(generator), Ok(n)) = (generator(&name), n.parse()) else {
        eprintln!("hostile: no generator {name}, or {n} is no number");
        return ExitCode::FAILURE;
    };
    let input = generator.make(n);
    let start = Instant::now();
    let (document, text) = generator.run(input.as_bytes());
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{name} {n}: {} bytes in, {} blocks, {} bytes out, {:?}, {seconds:.3} s",
        input.len(),
        document.blocks().len(),
        text.len(),
        document.warnings(),
    );
    ExitCode::SUCCESS
}
