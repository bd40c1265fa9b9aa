//! The document in a record of a crawl, with what the crawl knows about it.

use std::error::Error;
use std::fmt;

use super::body::{self, Coding, Decoded};
use super::http::{Head, content_type};
use super::language::first_tag;
use super::opening::Intake;
use super::warc::{RecordEnd, WarcRecord};
use crate::extractor::foreign;
use crate::language_tag::is_tag;
use crate::{Document, Options, Record, SourceFormat, Warning};

/// A document of a crawl before it is read.
///
/// ```
/// use dechaff::{Options, batch::WarcReader};
/// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n\
///     Content-Length: 29\r\n\r\n<p>High water on Friday.</p>\r\n\r\n\r\n";
/// let record = WarcReader::new(&archive[..])?.next().expect("one record")?;
/// let document = record.page().expect("a page").extract(&Options::new());
/// assert_eq!(document.text(), "High water on Friday.\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Page {
    /// Its address.
    pub url: Option<String>,
    /// Its media type, in lower case and without parameters.
    pub mime: Option<String>,
    /// The charset of its media type.
    pub charset: Option<String>,
    /// The status of the response.
    pub http_status: Option<u16>,
    /// The HTTP field `X-Robots-Tag`.
    pub robots: Option<String>,
    /// The HTTP field `Content-Language`, if it names one language; or else the one that the crawler found in most of
    /// the text (`WARC-Identified-Content-Language`, as in WET files).
    pub language: Option<String>,
    /// The HTTP field `TDM-Reservation`.
    pub tdm_reservation: Option<String>,
    /// The HTTP field `TDM-Policy`, an address.
    pub tdm_policy: Option<String>,
    /// When it was fetched, as the archive writes it.
    pub date: Option<String>,
    /// The name of its record.
    pub record_id: Option<String>,
    /// Whether the body is damaged or cut.
    pub is_cut: bool,
    /// Whether the crawler took a part of the body only, and says so (`WARC-Truncated`).
    pub is_part: bool,
    /// Whether more of the body was there than was kept.
    pub is_too_large: bool,
    /// What there is to say of how it was taken out of the crawl's own format.
    pub(super) warning: Option<Warning>,
    pub(super) bytes: Vec<u8>,
    pub(super) body_start: usize,
    pub(super) codings: Vec<Coding>,
    pub(super) format: SourceFormat,
    pub(super) bytes_are: Bytes,
}

/// What a page's bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Bytes {
    /// What a server sent, in whatever encoding.
    #[default]
    Sent,
    /// Text of a format that has been read as Unicode: what the options say of its bytes is done with.
    Decoded,
}

/// Why a record holds no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoPage {
    /// It says that the page is as it was at another visit.
    Revisit,
    /// It holds the rest of what another record begins.
    Continuation,
    /// A request, metadata, or another type of record.
    Type,
    /// It cannot be read.
    Lost,
}

impl NoPage {
    /// The name in counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NoPage::Revisit => "revisit",
            NoPage::Continuation => "continuation",
            NoPage::Type => "type",
            NoPage::Lost => "damaged",
        }
    }
}

impl fmt::Display for NoPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoPage::Revisit => "the record says that the page is as it was at another visit",
            NoPage::Continuation => "the record holds the rest of what another begins",
            NoPage::Type => "a record of this type holds no page",
            NoPage::Lost => "the record is damaged",
        })
    }
}

impl Error for NoPage {}

impl WarcRecord {
    /// What it is called among those of its archive: its identifier without brackets or, if it has none, its number.
    ///
    /// ```
    /// use dechaff::batch::WarcReader;
    /// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 5\r\n\r\nTides\r\n\r\n";
    /// let names: Vec<String> =
    ///     WarcReader::new(&archive[..])?.map(|record| record.map(|it| it.name())).collect::<Result<_, _>>()?;
    /// assert_eq!(names, ["1"]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        let id = self.header.record_id();
        id.map_or_else(|| self.number.to_string(), |id| id.trim_matches(['<', '>']).to_owned())
    }

    /// The document in the record.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn page(self) -> Result<Page, NoPage> {
        if self.end == RecordEnd::Lost {
            return Err(NoPage::Lost);
        }
        let header = &self.header;
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let (mime, charset) = content_type(header.get("Content-Type").unwrap_or(""));
        // Of a record in several the first one, which has the head, is read for itself (WARC 1.1, 7).
        let segment = header.get("WARC-Segment-Number").and_then(|number| number.parse().ok());
        if segment > Some(1_u64) || header.record_type().eq_ignore_ascii_case("continuation") {
            return Err(NoPage::Continuation);
        }
        let mut page = Page {
            url: owned(header.target_uri()),
            date: owned(header.get("WARC-Date")),
            record_id: owned(header.record_id()),
            is_cut: self.end == RecordEnd::Cut || segment == Some(1),
            is_part: header.get("WARC-Truncated").is_some(),
            is_too_large: self.end == RecordEnd::TooLarge,
            ..Page::default()
        };
        match &*header.record_type().to_ascii_lowercase() {
            "response" if mime.as_deref().is_none_or(|mime| mime == "application/http") => {
                page.read_http(self.block);
            }
            "resource" | "conversion" => {
                (page.mime, page.charset) = (mime, charset);
                page.bytes = self.block;
            }
            // What damage made of it, may be anything.
            _ if self.end == RecordEnd::Cut => return Err(NoPage::Lost),
            "revisit" => return Err(NoPage::Revisit),
            _ => return Err(NoPage::Type),
        }
        let identified = header.get("WARC-Identified-Content-Language");
        page.language = page.language.or_else(|| identified.and_then(first_tag));
        page.format = format_of(page.mime.as_deref());
        Ok(page)
    }
}

impl Page {
    fn read_http(&mut self, message: Vec<u8>) {
        let Some(head) = Head::read(&message) else {
            self.bytes = message;
            return;
        };
        (self.mime, self.charset) = content_type(head.get("content-type").unwrap_or(""));
        self.http_status = head.status;
        self.robots = head.joined("x-robots-tag");
        // A list of several is for readers of each: the page is in no one language.
        self.language =
            head.get("content-language").map(str::trim).filter(|it| is_tag(it)).map(str::to_owned);
        self.tdm_reservation = head.get("tdm-reservation").map(str::to_owned);
        self.tdm_policy = head.get("tdm-policy").map(str::to_owned);
        let codings = head.list("content-encoding").into_iter();
        self.codings = codings.filter_map(|name| Coding::of(&name)).collect();
        self.body_start = head.len;
        self.bytes = message;
        if head.list("transfer-encoding").iter().any(|coding| coding == "chunked")
            && let Some((body, decoded)) = body::join_chunks(self.body(), self.is_part)
        {
            self.is_cut |= decoded == Decoded::Damaged;
            (self.bytes, self.body_start) = (body, 0);
        }
    }

    fn body(&self) -> &[u8] {
        &self.bytes[self.body_start..]
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body().is_empty()
    }

    /// Reads the document. Address and language in `options` are for pages that have none of their own; the
    /// charset of HTTP and the media type stand behind what `options` say.
    #[must_use]
    pub fn extract(&self, options: &Options) -> Document {
        let mut options = options.clone();
        if self.url.as_deref().is_some_and(|url| !url.is_empty()) {
            options.url.clone_from(&self.url);
        }
        if self.bytes_are == Bytes::Decoded {
            options.encoding = None;
        }
        options.language = self.language.clone().or(options.language);
        options.is_language_hint = true;
        if options.http_charset.is_none()
            && let Some(charset) = &self.charset
        {
            options = options.http_charset(charset.as_str());
        }
        let max_bytes = options.max_bytes_limit();
        let url = options.url.clone();
        let mut intake = Intake::new(options, self.format);
        let decoded =
            body::decode(self.body(), &self.codings, max_bytes, &mut |chunk| intake.push(chunk));
        let mut document = match decoded {
            Decoded::Unknown => foreign(url),
            Decoded::Complete | Decoded::Damaged => intake.finish(),
        };
        if self.is_cut || decoded == Decoded::Damaged {
            document.warn(Warning::Truncated);
        }
        if self.is_part {
            document.warn(Warning::Cut);
        }
        if self.is_too_large {
            document.warn(Warning::TooLarge);
        }
        if let Some(warning) = self.warning {
            document.warn(warning);
        }
        document
    }

    /// The record of the document, with what the crawl knows: status, and what HTTP says to robots
    /// and to miners of text and data where the page says nothing.
    ///
    /// ```
    /// use dechaff::{Options, batch::WarcReader};
    /// let archive = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\n\
    ///     Content-Length: 43\r\n\r\nHTTP/1.1 200 OK\r\nX-Robots-Tag: noai\r\n\r\nTides\r\n\r\n";
    /// let page = WarcReader::new(&archive[..])?.next().expect("a record")?.page().expect("a page");
    /// let record = page.record(&page.extract(&Options::new()));
    /// assert_eq!((record.http_status, record.robots.as_deref()), (Some(200), Some("noai")));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn record(&self, document: &Document) -> Record {
        let mut record = document.record();
        record.http_status = self.http_status;
        // Directives add up: what either says holds.
        let robots: Vec<&str> =
            record.robots.as_deref().into_iter().chain(self.robots.as_deref()).collect();
        record.robots = (!robots.is_empty()).then(|| robots.join(", "));
        if self.tdm_reservation.is_some() || self.tdm_policy.is_some() {
            let tdm = record.tdm.get_or_insert_default();
            tdm.reservation = tdm.reservation.take().or_else(|| self.tdm_reservation.clone());
            tdm.policy = tdm.policy.take().or_else(|| self.tdm_policy.clone());
        }
        record
    }
}

fn format_of(mime: Option<&str>) -> SourceFormat {
    match mime {
        Some("text/html" | "application/xhtml+xml") => SourceFormat::Html,
        Some("text/plain") => SourceFormat::Text,
        _ => SourceFormat::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DocumentKind;

    fn record(kind: &str, mime: &str, block: impl AsRef<[u8]>) -> WarcRecord {
        let block = block.as_ref();
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.example/\r\n\
             Content-Type: {mime}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        let archive = [head.as_bytes(), block, b"\r\n\r\n"].concat();
        let mut reader = super::super::WarcReader::new(&archive[..]).expect("a slice");
        reader.next().expect("a record").expect("a slice")
    }

    #[test]
    fn what_cannot_be_decoded_has_its_address() {
        // Squares and their likes are in no order.
        let noise = (0..3_000u32).map(|n| (n.wrapping_mul(n + 7) >> 5) as u8);
        let mut block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
        block.extend(noise);
        let page = record("response", "application/http; msgtype=response", &block).page();
        let page = page.expect("a page");
        let record = page.record(&page.extract(&Options::new()));
        assert_eq!(record.url.as_deref(), Some("http://a.example/"));
        assert_eq!(record.warnings, [crate::Warning::NotHtml]);
    }

    #[test]
    fn responses() {
        let block = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\
            TDM-Reservation: 1\r\nTDM-Policy: /terms\r\nX-Robots-Tag: noai\r\nContent-Language: de-AT\r\nTransfer-Encoding: chunked\r\n\
            Content-Encoding: gzip\r\n\r\n5\r\nWords\r\n0\r\n\r\n";
        let page = record("response", "application/http; msgtype=response", block).page();
        let page = page.expect("a page");
        let document = page.extract(&Options::new());
        let record = page.record(&document);
        assert_eq!(record.text.as_deref(), Some("Words\n"));
        assert_eq!(record.http_status, Some(200));
        assert_eq!(record.url.as_deref(), Some("http://a.example/"));
        assert_eq!(record.robots.as_deref(), Some("noai"));
        assert_eq!(record.language.as_deref(), Some("de-AT"));
        let tdm = record.tdm.expect("the server says it");
        assert_eq!(
            (tdm.reservation.as_deref(), tdm.policy.as_deref()),
            (Some("1"), Some("/terms"))
        );
        assert_eq!(document.kind(), DocumentKind::Html);
    }

    #[test]
    fn other_records() {
        let page = |kind: &str, mime: &str| record(kind, mime, "Words").page();
        let read = |page: Page| page.extract(&Options::new()).kind();
        assert_eq!(page("conversion", "text/plain").map(read), Ok(DocumentKind::Text));
        assert_eq!(page("resource", "text/html").map(read), Ok(DocumentKind::Html));
        let no_page = |kind: &str, mime: &str| page(kind, mime).map(drop);
        assert_eq!(no_page("revisit", "application/http"), Err(NoPage::Revisit));
        assert_eq!(no_page("request", "application/http"), Err(NoPage::Type));
        assert_eq!(no_page("response", "text/dns"), Err(NoPage::Type));
    }

    #[test]
    fn a_crawler_says_which_language_it_found() {
        let of = |kind: &str, block: &str| {
            let kind = format!("{kind}\r\nWARC-Identified-Content-Language: deu,eng");
            let page = record(&kind, "application/http", block).page().expect("a page");
            page.record(&page.extract(&Options::new())).language
        };
        assert_eq!(of("conversion", "Worte").as_deref(), Some("de"));
        assert_eq!(of("resource", "<html lang=fr><p>Mots").as_deref(), Some("fr"));
        let head = "HTTP/1.1 200 OK\r\nContent-Language: it\r\n\r\n<p>Parole";
        assert_eq!(of("response", head).as_deref(), Some("it"));
        assert_eq!(of("response", "HTTP/1.1 200 OK\r\n\r\n<p>Worte").as_deref(), Some("de"));
    }

    #[test]
    fn a_crawler_says_that_it_has_a_part() {
        let kind = "resource\r\nWARC-Truncated: length";
        let page = record(kind, "text/html", "<p>Words").page().expect("a page");
        assert_eq!(page.extract(&Options::new()).warnings(), [Warning::Cut]);
        let page = record("resource", "text/html", "<p>Words").page().expect("a page");
        assert_eq!(page.extract(&Options::new()).warnings(), []);
    }

    #[test]
    fn a_record_in_several_is_cut() {
        let page = |kind: &str| record(kind, "text/html", "<p>Words").page();
        let first = page("resource\r\nWARC-Segment-Number: 1").expect("a page");
        assert_eq!(first.extract(&Options::new()).warnings(), [Warning::Truncated]);
        for rest in ["continuation\r\nWARC-Segment-Number: 2", "Continuation"] {
            assert_eq!(page(rest).map(drop), Err(NoPage::Continuation));
        }
    }

    #[test]
    fn pages_called_text_are_pages() {
        let page = record("resource", "text/plain", "<!doctype html><p>Words").page();
        let document = page.expect("a page").extract(&Options::new());
        assert_eq!(document.text(), "Words\n");
    }
}
