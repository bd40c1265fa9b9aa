//! What the benchmark and the `speed` example share.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of two crates, each of which takes its part"
)]

pub mod input;
pub mod pages;
pub mod readers;
