//! Which documents of a crawl are wanted.

use std::fmt;
use std::str::FromStr;

use super::media_range::MediaRange;
use super::page::Page;
use crate::words::count_words;
use crate::{LanguageTag, Record};

/// What declared reservations drop a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The TDM Reservation Protocol reserves text and data mining.
    Tdm,
    /// The directive `noai` for robots, in the page or in HTTP.
    Noai,
}

impl Reservation {
    /// All, in the order in which they are looked at.
    pub const ALL: [Reservation; 2] = [Reservation::Tdm, Reservation::Noai];

    /// The name in options and counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reservation::Tdm => "tdm",
            Reservation::Noai => "noai",
        }
    }

    /// Whether a document declares it.
    fn is_declared(self, record: &Record) -> bool {
        match self {
            Reservation::Tdm => {
                let tdm = record.tdm.as_ref().and_then(|tdm| tdm.reservation.as_deref());
                tdm.is_some_and(|value| value.trim() == "1")
            }
            Reservation::Noai => {
                let directives = record.robots.as_deref().unwrap_or("");
                directives
                    .split([',', ';', ':'])
                    .any(|directive| directive.trim().eq_ignore_ascii_case(self.name()))
            }
        }
    }
}

/// A status of HTTP, or a class of them such as `2xx`.
///
/// ```
/// use dechaff::batch::{Filter, StatusPattern};
/// let statuses = ["2xx", "404"].map(str::parse::<StatusPattern>);
/// let filter = Filter::new().statuses(statuses.into_iter().collect::<Result<Vec<_>, _>>()?);
/// assert!(filter.looks_at_responses());
/// # Ok::<(), dechaff::batch::UnknownStatus>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusPattern {
    first: u16,
    last: u16,
}

impl StatusPattern {
    fn matches(self, status: u16) -> bool {
        (self.first..=self.last).contains(&status)
    }
}

/// A status that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownStatus;

impl fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status is a number such as 200, a class such as 2xx, or any")
    }
}

impl std::error::Error for UnknownStatus {}

impl FromStr for StatusPattern {
    type Err = UnknownStatus;

    /// ```
    /// # use dechaff::batch::StatusPattern;
    /// assert!("2xx".parse::<StatusPattern>().is_ok());
    /// assert!("9xx".parse::<StatusPattern>().is_err());
    /// ```
    fn from_str(given: &str) -> Result<Self, UnknownStatus> {
        let is_status = |status: &u16| (100..600).contains(status);
        if given == "any" {
            return Ok(StatusPattern { first: 0, last: u16::MAX });
        }
        if let Some(class) = given.strip_suffix("xx") {
            let class: u16 = class.parse().map_err(|_| UnknownStatus)?;
            let first = class.checked_mul(100).filter(is_status).ok_or(UnknownStatus)?;
            return Ok(StatusPattern { first, last: first + 99 });
        }
        let status = given.parse().ok().filter(is_status).ok_or(UnknownStatus)?;
        Ok(StatusPattern { first: status, last: status })
    }
}

/// Media types that hold pages and texts.
const TEXT_TYPES: [&str; 3] = ["text/html", "application/xhtml+xml", "text/plain"];

/// Which documents are wanted; the others are skipped with a reason. By default those of the media
/// types for pages and texts, or of none, with a status of 2xx, or none.
///
/// ```
/// use dechaff::batch::{Filter, WarcReader};
/// use dechaff::Options;
/// let archive = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n\
///     Content-Length: 30\r\n\r\n<html lang=de><p>Hochwasser am\r\n\r\n";
/// let page = WarcReader::new(&archive[..])?.next().expect("a record")?.page().expect("a page");
/// assert_eq!(Filter::new().reject_page(&page), None);
/// assert_eq!(Filter::new().mimes(["text/plain".parse()?]).reject_page(&page), Some("mime"));
/// let record = page.record(&page.extract(&Options::new()));
/// assert_eq!(Filter::new().languages(["en".parse()?]).reject_record(&record), Some("language"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Filter {
    mimes: Vec<MediaRange>,
    statuses: Vec<StatusPattern>,
    languages: Vec<String>,
    min_words: usize,
    reservations: Vec<Reservation>,
}

impl Filter {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Filter::default()
    }

    /// Only these media types.
    #[must_use]
    pub fn mimes(mut self, mimes: impl IntoIterator<Item = MediaRange>) -> Self {
        self.mimes = mimes.into_iter().collect();
        self
    }

    /// Only these statuses.
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusPattern>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Only pages that declare one of these languages, such as `en`, which takes in `en-GB`;
    /// `und` is for those that declare none.
    #[must_use]
    pub fn languages(mut self, languages: impl IntoIterator<Item = LanguageTag>) -> Self {
        let lower = |tag: LanguageTag| tag.as_str().to_ascii_lowercase();
        self.languages = languages.into_iter().map(lower).collect();
        self
    }

    /// Only documents that are left with so many words; two characters of scripts without spaces are one.
    #[must_use]
    pub fn min_words(mut self, words: usize) -> Self {
        self.min_words = words;
        self
    }

    /// No documents that declare one of these.
    #[must_use]
    pub fn drop_if(mut self, reservations: impl IntoIterator<Item = Reservation>) -> Self {
        self.reservations = reservations.into_iter().collect();
        self
    }

    /// Why a document is not wanted, before it is read.
    #[must_use]
    pub fn reject_page(&self, page: &Page) -> Option<&'static str> {
        if let Some(status) = page.http_status {
            let is_wanted = match &self.statuses[..] {
                [] => (200..300).contains(&status),
                statuses => statuses.iter().any(|pattern| pattern.matches(status)),
            };
            if !is_wanted {
                return Some("status");
            }
        }
        if let Some(mime) = page.mime.as_deref() {
            let is_wanted = match &self.mimes[..] {
                [] => TEXT_TYPES.contains(&mime),
                mimes => mimes.iter().any(|wanted| wanted.matches(mime)),
            };
            if !is_wanted {
                return Some("mime");
            }
        }
        None
    }

    /// Whether anything is asked of status or media type, which only records of an archive have.
    #[must_use]
    pub fn looks_at_responses(&self) -> bool {
        let all_mimes = self.mimes.is_empty() || self.mimes.iter().any(MediaRange::is_any);
        let is_any = |pattern: &StatusPattern| (pattern.first, pattern.last) == (0, u16::MAX);
        let all_statuses = self.statuses.is_empty() || self.statuses.iter().any(is_any);
        !(all_mimes && all_statuses)
    }

    /// Whether anything is asked of documents that only reading them tells.
    #[must_use]
    pub fn looks_at_records(&self) -> bool {
        !self.reservations.is_empty() || !self.languages.is_empty() || self.min_words > 0
    }

    /// Why a document is not wanted, after it was read.
    #[must_use]
    pub fn reject_record(&self, record: &Record) -> Option<&'static str> {
        let declared = self.reservations.iter().find(|reserved| reserved.is_declared(record));
        if let Some(reserved) = declared {
            return Some(reserved.name());
        }
        if !self.languages.is_empty() {
            let language = record.language.as_deref().unwrap_or("und").to_ascii_lowercase();
            let is_wanted = |wanted: &String| match language.strip_prefix(wanted.as_str()) {
                Some(rest) => rest.is_empty() || rest.starts_with(['-', '_']),
                None => false,
            };
            if !self.languages.iter().any(is_wanted) {
                return Some("language");
            }
        }
        let text = record.text.as_deref().unwrap_or("");
        (self.min_words > 0 && count_words(text, self.min_words) < self.min_words)
            .then_some("words")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TdmReservation;

    fn page(status: Option<u16>, mime: Option<&str>) -> Page {
        Page { http_status: status, mime: mime.map(str::to_owned), ..Page::default() }
    }

    #[test]
    fn pages() {
        let filter = Filter::new();
        assert_eq!(filter.reject_page(&page(None, None)), None);
        assert_eq!(filter.reject_page(&page(Some(204), Some("text/html"))), None);
        assert_eq!(filter.reject_page(&page(Some(404), Some("text/html"))), Some("status"));
        assert_eq!(filter.reject_page(&page(Some(200), Some("image/png"))), Some("mime"));
        let statuses = ["404", "3xx"].map(|status| status.parse().expect("a status"));
        let mime = |given: &str| given.parse::<MediaRange>().expect("a media range");
        let filter = Filter::new().statuses(statuses).mimes([mime("any")]);
        assert_eq!(filter.reject_page(&page(Some(404), Some("image/png"))), None);
        assert_eq!(filter.reject_page(&page(Some(301), None)), None);
        assert_eq!(filter.reject_page(&page(Some(200), None)), Some("status"));
        let filter = Filter::new().mimes([mime("text/plain"), mime("image/*")]);
        assert_eq!(filter.reject_page(&page(None, Some("image/png"))), None);
        assert_eq!(filter.reject_page(&page(None, Some("text/html"))), Some("mime"));
    }

    #[test]
    fn records() {
        let record = |language: Option<&str>, text: &str| Record {
            language: language.map(str::to_owned),
            text: Some(text.to_owned()),
            ..Record::default()
        };
        let tags = ["EN", "und"].map(|tag| tag.parse().expect("a tag"));
        let filter = Filter::new().languages(tags).min_words(3);
        assert_eq!(filter.reject_record(&record(Some("en-GB"), "a b c")), None);
        assert_eq!(filter.reject_record(&record(Some("en_gb"), "渡船は金曜まで")), None);
        assert_eq!(filter.reject_record(&record(None, "a b")), Some("words"));
        assert_eq!(filter.reject_record(&record(Some("eng"), "a b c")), Some("language"));
    }

    #[test]
    fn reservations() {
        let tdm = Some(TdmReservation { reservation: Some("1".to_owned()), policy: None });
        let reserved = Record { tdm, robots: Some("index, NoAI".to_owned()), ..Record::default() };
        let reject = |list: &[Reservation]| {
            Filter::new().drop_if(list.iter().copied()).reject_record(&reserved)
        };
        assert_eq!(reject(&[]), None);
        assert_eq!(reject(&[Reservation::Noai]), Some("noai"));
        assert_eq!(reject(&Reservation::ALL), Some("tdm"));
        assert_eq!(Filter::new().drop_if(Reservation::ALL).reject_record(&Record::default()), None);
    }
}
