//! Archives made record by record, and the command run on them.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of two tests, each of which takes its part"
)]

#[path = "files.rs"]
mod files;

use std::io::Write;
use std::process::{Command, Output, Stdio};

pub use files::{file, folder, gzip};

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// What the command did with `input` on its standard input.
pub fn run_on(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // A pipe holds less than a long output, and a command that stops early closes its end.
    std::thread::scope(|scope| {
        scope.spawn(move || pipe.write_all(input));
        child.wait_with_output().unwrap()
    })
}

pub fn page(n: usize) -> String {
    format!(
        "<html lang=en><nav><a href=/>Home</a></nav><p>The ferry {n} stays in dock until Friday, the harbour said.</p></html>"
    )
}

pub fn record(kind: &str, id: usize, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:id:{id}>\r\n\
         WARC-Target-URI: http://a.example/{id}\r\nContent-Type: application/http\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

pub fn response(id: usize, head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\n\r\n");
    record("response", id, &[head.as_bytes(), body].concat())
}
