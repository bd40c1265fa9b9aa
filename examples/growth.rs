//! Prints how time and memory grow with a page, and draws it: pages of 1 kB to 200 MB that come in
//! chunks of 16 KiB, each in a process of its own.
//!
//! `cargo run --release --example growth [FILE.svg]`; on Linux, as memory is read from `/proc`.

use std::fmt::Write;
use std::fs;
use std::io;
use std::process::Command;
use std::time::Instant;

use dechaff::stages::{Builder, Lexer};
use dechaff::{Extractor, Options, SourceFormat};

const CHUNK_LEN: usize = 16 << 10;
const SIZES: [usize; 6] = [1 << 10, 16 << 10, 256 << 10, 4 << 20, 32 << 20, 200 << 20];
/// Small pages are read so often that the clock tells.
const MIN_BYTES: usize = 64 << 20;
/// What ../shared/issues promise: the fixed part, and of each byte of text, element and block.
const FIXED: usize = 16 << 20;
const A_TEXT_BYTE: usize = 2;
const AN_ELEMENT: usize = 32;
const A_BLOCK: usize = 512;

/// A page that is repeated up to a size.
struct Kind {
    name: &'static str,
    piece: fn(usize) -> String,
}

const KINDS: [Kind; 3] = [
    Kind { name: "prose", piece: prose },
    Kind { name: "lists of links", piece: links },
    Kind { name: "96 % script", piece: scripts },
];

const WORDS: &str = "The ferry stays in dock until the inspectors have looked at both engines, the \
    harbour said on Monday, and the fare of those who hold a ticket for the crossing is paid back. ";

fn prose(number: usize) -> String {
    format!("<p class=text>{number}. {}</p>\n", WORDS.repeat(3))
}

fn links(number: usize) -> String {
    format!("<li class='item n{}'><a href='/pier/{number}'>Pier {number}</a></li>\n", number % 7)
}

fn scripts(number: usize) -> String {
    let line = "window.tide=function(a,b){return a<b?a:b};";
    format!("<script>{}</script>{}", line.repeat(320), prose(number))
}

/// Hands a page to `take`, chunk by chunk.
fn chunks(kind: &Kind, len: usize, mut take: impl FnMut(&str)) {
    let mut chunk = String::from("<!doctype html><title>Tides</title><body><h1>Tides</h1>");
    let (mut given, mut number) = (0, 0);
    while given + chunk.len() < len {
        chunk.push_str(&(kind.piece)(number));
        number += 1;
        if chunk.len() >= CHUNK_LEN {
            take(&chunk[..CHUNK_LEN]);
            given += CHUNK_LEN;
            chunk.drain(..CHUNK_LEN);
        }
    }
    take(&chunk);
}

fn extract(kind: &Kind, len: usize) {
    let mut extractor = Extractor::new(Options::new().format(SourceFormat::Html));
    chunks(kind, len, |chunk| extractor.push(chunk.as_bytes()));
    extractor.finish().write_text(io::sink()).expect("a sink takes all");
}

/// In the process of one page: seconds a page, and bytes of memory at most.
fn measure(kind: &Kind, len: usize) {
    // What the tables take is not the page's.
    extract(&KINDS[0], 1 << 10);
    let before = peak();
    let rounds = (MIN_BYTES / len).max(1);
    let start = Instant::now();
    (0..rounds).for_each(|_| extract(kind, len));
    let seconds = start.elapsed().as_secs_f64() / rounds as f64;
    let (mut lexer, mut builder) = (Lexer::new(), Builder::new());
    let page = peak() - before;
    chunks(kind, len, |chunk| lexer.feed(chunk, &mut builder));
    lexer.finish(&mut builder);
    let arena = builder.finish();
    println!(
        "{seconds} {before} {page} {} {} {}",
        arena.text.len(),
        arena.elements.len(),
        arena.blocks.len()
    );
}

/// The most memory this process had, in bytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.unwrap_or(0) << 10
}

/// What was measured of a page.
struct Measured {
    len: usize,
    seconds: f64,
    fixed: usize,
    page: usize,
    text: usize,
    elements: usize,
    blocks: usize,
}

impl Measured {
    fn of(kind: usize, len: usize) -> Measured {
        let program = std::env::current_exe().expect("this program");
        let arguments = [kind.to_string(), len.to_string()];
        let output = Command::new(program).args(arguments).output().expect("this program again");
        let line = String::from_utf8_lossy(&output.stdout);
        let mut numbers =
            line.split_whitespace().map(|number| number.parse::<f64>().unwrap_or(0.0));
        let seconds = numbers.next().unwrap_or(0.0);
        let mut count = || numbers.next().unwrap_or(0.0) as usize;
        let (fixed, page, text) = (count(), count(), count());
        Measured { len, seconds, fixed, page, text, elements: count(), blocks: count() }
    }

    fn allowed(&self) -> usize {
        A_TEXT_BYTE * self.text + AN_ELEMENT * self.elements + A_BLOCK * self.blocks
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [kind, len] = &arguments[..] {
        let (kind, len) = (kind.parse::<usize>().expect("a kind"), len.parse().expect("a length"));
        return measure(&KINDS[kind], len);
    }
    let mut all = Vec::new();
    for (number, kind) in KINDS.iter().enumerate() {
        println!("\n{}\n", kind.name);
        println!(
            "| page | time | ns a byte | memory | text | elements | blocks | of what is allowed |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        let found = SIZES.map(|len| Measured::of(number, len));
        found.iter().for_each(row);
        all.push(found);
    }
    let fixed = all[0][0].fixed;
    println!("\nFixed: {} of {} allowed.", bytes(fixed), bytes(FIXED));
    if let Some(path) = arguments.first() {
        fs::write(path, drawing(&all)).expect("the drawing");
    }
}

fn row(found: &Measured) {
    println!(
        "| {} | {:.3} ms | {:.2} | {} | {} | {} | {} | {:.2} |",
        bytes(found.len),
        found.seconds * 1e3,
        found.seconds * 1e9 / found.len as f64,
        bytes(found.page),
        bytes(found.text),
        found.elements,
        found.blocks,
        found.page as f64 / found.allowed().max(1) as f64,
    );
}

fn bytes(len: usize) -> String {
    match len {
        0..0x2800 => format!("{len} B"),
        0x2800..0xA0_0000 => format!("{} kB", len >> 10),
        _ => format!("{} MB", len >> 20),
    }
}

/// Time against size, both by powers of ten: straight lines of slope one.
fn drawing(all: &[[Measured; SIZES.len()]]) -> String {
    const COLOURS: [&str; 3] = ["#1b6ca8", "#b5541c", "#3d7d3a"];
    let x = |len: usize| 70.0 + 80.0 * ((len as f64).log10() - 3.0);
    let y = |seconds: f64| 400.0 - 60.0 * (seconds.log10() + 5.5);
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 440\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"560\" height=\"440\" fill=\"#fff\"/>\n",
    );
    let sizes =
        [(1_000, "1 kB"), (100_000, "100 kB"), (10_000_000, "10 MB"), (200_000_000, "200 MB")];
    for (len, name) in sizes {
        let x = x(len);
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.0} 20V400\" stroke=\"#ddd\"/><text x=\"{x:.0}\" y=\"416\" text-anchor=\"middle\">{name}</text>"
        );
    }
    for (seconds, name) in [(1e-5, "10 µs"), (1e-3, "1 ms"), (1e-1, "100 ms"), (1.0, "1 s")] {
        let y = y(seconds);
        let _ = writeln!(
            svg,
            "<path d=\"M70 {y:.0}H540\" stroke=\"#ddd\"/><text x=\"64\" y=\"{:.0}\" text-anchor=\"end\">{name}</text>",
            y + 4.0
        );
    }
    for (number, (found, colour)) in all.iter().zip(COLOURS).enumerate() {
        let points: Vec<String> =
            found.iter().map(|it| format!("{:.1},{:.1}", x(it.len), y(it.seconds))).collect();
        let (points, at) = (points.join(" "), 36 + 18 * number);
        let _ = writeln!(
            svg,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"90\" y=\"{at}\" fill=\"{colour}\">{}</text>",
            KINDS[number].name
        );
    }
    svg.push_str("</svg>\n");
    svg
}
