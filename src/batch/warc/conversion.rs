//! Texts as records of an archive, in the manner of WET files.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::batch::page::Page;

/// What the name of a text's record ends with, behind that of the page's.
const NAME_ENDING: &str = "#text";

/// Writes the text of a page as a `conversion` record that refers to the page's own.
///
/// The record's name is that of the page's with `#text` behind it, so that the same crawl gives
/// the same archive again, and so does that archive. Control characters in fields are left out: none of them may
/// begin another field.
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
    let (id, date) = (one_line(id), one_line(date));
    let id = id.trim_matches(['<', '>']);
    let id = id.strip_suffix(NAME_ENDING).unwrap_or(id);
    out.write_all(b"WARC/1.1\r\nWARC-Type: conversion\r\n")?;
    if let Some(url) = &page.url {
        write!(out, "WARC-Target-URI: {}\r\n", one_line(url))?;
    }
    write!(out, "WARC-Date: {date}\r\nWARC-Record-ID: <{id}{NAME_ENDING}>\r\n")?;
    write!(out, "WARC-Refers-To: <{id}>\r\n")?;
    write!(
        out,
        "Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        text.len()
    )?;
    write!(out, "{text}\r\n\r\n")
}

/// A value as it may stand in a field.
fn one_line(value: &str) -> Cow<'_, str> {
    if value.contains(char::is_control) {
        Cow::Owned(value.chars().filter(|c| !c.is_control()).collect())
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(id: &str, url: &str) -> String {
        let owned = |text: &str| Some(text.to_owned());
        let date = owned("2024-05-01T10:00:00Z\x0B");
        let page = Page { record_id: owned(id), url: owned(url), date, ..Page::default() };
        let mut out = Vec::new();
        write_conversion(&page, "Tides", &mut out).expect("a vector");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_text_of_a_text_has_its_name() {
        let once = written("<urn:id:1>", "http://a.example/");
        assert!(once.contains("WARC-Record-ID: <urn:id:1#text>\r\nWARC-Refers-To: <urn:id:1>\r\n"));
        assert_eq!(written("<urn:id:1#text>", "http://a.example/"), once);
    }

    #[test]
    fn no_value_begins_a_field() {
        let record = written("<urn:id:1\rX-Y: z>", "http://a.example/\nX-Y: z\0");
        assert!(record.contains("\r\nWARC-Target-URI: http://a.example/X-Y: z\r\n"), "{record:?}");
        let others = record.replace("\r\n", "");
        assert!(!others.contains(char::is_control), "{others:?}");
    }
}
