//! A crawler's way to embed the library: chunks go into the extractor as they come from a socket,
//! and nothing of the page is kept but its text and blocks.
//!
//! `cargo run --release --example socket` fetches a page of the corpus from a server of its own.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use dechaff::{Document, Extractor, Options};

const PAGE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/cases/en-article-message-plea-end/page.html");

fn main() -> io::Result<()> {
    crawl()?.write_text(io::stdout().lock())
}

/// Starts the server and fetches its page.
fn crawl() -> io::Result<Document> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = thread::spawn(move || serve(&listener));
    let document = fetch(TcpStream::connect(address)?)?;
    server.join().unwrap_or_else(|_| Err(io::Error::other("the server failed")))?;
    Ok(document)
}

/// Sends the page in small pieces, as a slow network would.
fn serve(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    stream.write_all(b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")?;
    fs::read(PAGE)?.chunks(1000).try_for_each(|piece| stream.write_all(piece))
}

/// Reads a response of HTTP/1.0, whose body ends with the connection.
fn fetch(stream: TcpStream) -> io::Result<Document> {
    let mut stream = BufReader::new(stream);
    let mut options = Options::new().url("http://paper.example/article");
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some((_, charset)) = line.split_once("charset=") {
            options = options.http_charset(charset);
        }
    }
    let mut extractor = Extractor::new(options);
    let mut chunk = [0; 16 << 10];
    loop {
        let len = stream.read(&mut chunk)?;
        // Of a page without end no more is taken than the options allow.
        if len == 0 || extractor.has_left_out() {
            return Ok(extractor.finish());
        }
        extractor.push(&chunk[..len]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_chunks_reads_as_the_file() {
        let document = crawl().expect("a connection");
        let page = fs::read(PAGE).expect("a page");
        assert_eq!(document.text(), dechaff::extract(&page, &Options::new()).text());
        assert!(document.text().contains("suspended all dredging work"));
        assert_eq!(document.encoding().name, "UTF-8");
    }
}
