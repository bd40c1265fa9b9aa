//! A document as one record for programs.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::decode::EncodingReport;
use crate::document::{Document, Warning};
use crate::metadata::{self, clean};

use super::access::access;
use super::block_record::BlockRecord;
use super::content::absolute;
use super::json;
use super::removed::Removed;

/// One document, or one input that could not be read, with the keys of `--to json`.
///
/// ```
/// use dechaff::{Options, extract};
/// let page = b"<html lang=en><title>Tides</title><p>High water on Friday.";
/// let mut record = extract(page, &Options::new()).record();
/// record.source = Some("tides.html".into());
/// assert_eq!(record.title.as_deref(), Some("Tides"));
/// assert!(record.to_json().starts_with(r#"{"source":"tides.html","url":null,"#));
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Record {
    /// The input's name: a path, or `-`.
    pub source: Option<String>,
    /// The page's address as the caller gave it.
    pub url: Option<String>,
    /// The address that the page calls its own.
    pub canonical: Option<String>,
    /// The headline, or the page's title without the name of its site.
    pub title: Option<String>,
    /// Who wrote it: names with a comma between them.
    pub byline: Option<String>,
    /// When it was published, in ISO 8601 and the zone in which the page writes it.
    pub published: Option<String>,
    /// When it was last changed, likewise.
    pub modified: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The address of its picture.
    pub image: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// Its language as declared, such as `en-GB`.
    pub language: Option<String>,
    /// The licence as declared: a name or an address.
    pub license: Option<String>,
    /// What [`Document::text`] gives; `None` if the input could not be read.
    pub text: Option<String>,
    /// The status of a crawl's response.
    pub http_status: Option<u16>,
    /// What the page says about access to it.
    pub access: Access,
    /// The directives for robots as declared.
    pub robots: Option<String>,
    /// The reservation of rights to text and data mining, if one is declared.
    pub tdm: Option<TdmReservation>,
    /// What was removed.
    pub removed: Vec<Removed>,
    /// How the document was decoded.
    pub encoding: Option<EncodingReport>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
    /// The blocks, if they are asked for (see [`Document::block_records`]).
    pub blocks: Option<Vec<BlockRecord>>,
    /// Why the input could not be read.
    pub error: Option<String>,
}

/// What a page says about access to it: evidence, never a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Access {
    /// As the page declares it.
    pub is_accessible_for_free: Option<bool>,
    /// What else points to a gate.
    pub evidence: Vec<Evidence>,
}

/// A sign of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The kind of sign.
    pub kind: String,
    /// The page's words.
    pub text: String,
}

/// What a page declares by the TDM Reservation Protocol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TdmReservation {
    /// `tdm-reservation`: `1` reserves the rights.
    pub reservation: Option<String>,
    /// `tdm-policy`: where the terms are.
    pub policy: Option<String>,
}

impl Document {
    /// The document as a record.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let page = b"<html lang=en><title>Tides</title><h1>Tides</h1><p>High water: noon.";
    /// let record = extract(page, &Options::new()).record();
    /// assert_eq!(record.title.as_deref(), Some("Tides"));
    /// assert_eq!(record.language.as_deref(), Some("en"));
    /// ```
    #[must_use]
    pub fn record(&self) -> Record {
        let page = self.metadata();
        let declared = |name: &str| page.tag(name).and_then(clean);
        // Directives add up, wherever they stand.
        let robots: Vec<String> = page.tags("robots").filter_map(clean).collect();
        let facts = metadata::facts(self);
        let access = access(self, &facts);
        Record {
            url: self.url().map(str::to_owned),
            canonical: facts.canonical.and_then(|address| absolute(self, &address)),
            title: facts.title,
            byline: facts.byline,
            published: facts.published,
            modified: facts.modified,
            description: facts.description,
            image: facts.image.and_then(|address| absolute(self, &address)),
            site: facts.site,
            language: facts.language,
            access,
            license: facts.license,
            text: Some(self.text()),
            robots: (!robots.is_empty()).then(|| robots.join(", ")),
            tdm: tdm(declared("tdm-reservation"), declared("tdm-policy")),
            removed: self.removed(),
            encoding: Some(*self.encoding()),
            warnings: self.warnings().to_vec(),
            ..Record::default()
        }
    }

    /// The record as JSON: one line, without its line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.record().to_json()
    }
}

fn tdm(reservation: Option<String>, policy: Option<String>) -> Option<TdmReservation> {
    let is_declared = reservation.is_some() || policy.is_some();
    is_declared.then_some(TdmReservation { reservation, policy })
}

impl Record {
    /// The record of an input that could not be read.
    ///
    /// ```
    /// let record = dechaff::Record::failed("page.html", "no such file");
    /// assert!(record.to_json().ends_with(r#""error":"no such file"}"#));
    /// ```
    #[must_use]
    pub fn failed(source: impl Into<String>, error: impl Into<String>) -> Record {
        Record { source: Some(source.into()), error: Some(error.into()), ..Record::default() }
    }

    /// The record as JSON: one line, without its line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Vec::new();
        // A vector takes all, and every key is a string.
        let _ = self.write_json(&mut json);
        String::from_utf8(json).unwrap_or_default()
    }

    /// Writes what [`Record::to_json`] gives.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    ///
    /// ```
    /// let mut out = Vec::new();
    /// dechaff::Record::failed("page.html", "no such file").write_json(&mut out)?;
    /// assert!(out.starts_with(b"{") && out.ends_with(b"}"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_json(&self, out: impl io::Write) -> io::Result<()> {
        json::write(self, out)
    }
}

/// By hand: the keys come in the order of the documentation, and of the rest of the crate's types
/// only the parts that make a good record.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("canonical", &self.canonical)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("byline", &self.byline)?;
        map.serialize_entry("published", &self.published)?;
        map.serialize_entry("modified", &self.modified)?;
        map.serialize_entry("description", &self.description)?;
        map.serialize_entry("image", &self.image)?;
        map.serialize_entry("site", &self.site)?;
        map.serialize_entry("language", &self.language)?;
        map.serialize_entry("license", &self.license)?;
        map.serialize_entry("text", &self.text)?;
        map.serialize_entry("http_status", &self.http_status)?;
        map.serialize_entry("access", &self.access)?;
        map.serialize_entry("robots", &self.robots)?;
        map.serialize_entry("tdm", &self.tdm)?;
        map.serialize_entry("removed", &self.removed)?;
        map.serialize_entry("encoding", &self.encoding.as_ref().map(Encoding))?;
        map.serialize_entry("warnings", &names(&self.warnings))?;
        if let Some(blocks) = &self.blocks {
            map.serialize_entry("blocks", blocks)?;
        }
        if let Some(error) = &self.error {
            map.serialize_entry("error", error)?;
        }
        map.end()
    }
}

impl Serialize for Access {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("is_accessible_for_free", &self.is_accessible_for_free)?;
        map.serialize_entry("evidence", &self.evidence)?;
        map.end()
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("text", &self.text)?;
        map.end()
    }
}

impl Serialize for TdmReservation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("reservation", &self.reservation)?;
        map.serialize_entry("policy", &self.policy)?;
        map.end()
    }
}

impl Serialize for Removed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("category", self.category.name())?;
        map.serialize_entry("count", &self.blocks.len())?;
        map.serialize_entry("spans", &self.spans)?;
        map.end()
    }
}

/// A report with the two of its parts that are facts about the input; the others are warnings.
struct Encoding<'r>(&'r EncodingReport);

impl Serialize for Encoding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("name", self.0.name)?;
        map.serialize_entry("source", self.0.source.name())?;
        map.end()
    }
}

fn names(warnings: &[Warning]) -> Vec<&'static str> {
    warnings.iter().map(|warning| warning.name()).collect()
}
