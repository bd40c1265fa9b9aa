//! Texts as records of an archive, in the manner of WET files.

use std::io::{self, Write};

use crate::batch::page::Page;

/// Writes the text of a page as a `conversion` record that refers to the page's own.
///
/// The record's name is that of the page's with `#text` behind it, so that the same crawl gives
/// the same archive again.
///
/// ```
/// use dechaff::batch::{WarcReader, write_conversion};
/// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:id:1>\r\n\
///     WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Length: 8\r\n\r\n<p>Tides\r\n\r\n";
/// let page = WarcReader::new(&archive[..])?.next().expect("one record")?.page().expect("a page");
/// let mut out = Vec::new();
/// write_conversion(&page, "Tides\n", &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("WARC-Refers-To: <urn:id:1>\r\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Those of `out`, and `InvalidInput` for a page without the name and date of a record.
pub fn write_conversion(page: &Page, text: &str, out: &mut impl Write) -> io::Result<()> {
    let (Some(id), Some(date)) = (page.record_id.as_deref(), page.date.as_deref()) else {
        let message = "the record has no name or no date";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    };
    let id = id.trim_matches(['<', '>']);
    out.write_all(b"WARC/1.1\r\nWARC-Type: conversion\r\n")?;
    if let Some(url) = &page.url {
        write!(out, "WARC-Target-URI: {url}\r\n")?;
    }
    write!(out, "WARC-Date: {date}\r\nWARC-Record-ID: <{id}#text>\r\nWARC-Refers-To: <{id}>\r\n")?;
    write!(
        out,
        "Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        text.len()
    )?;
    write!(out, "{text}\r\n\r\n")
}
