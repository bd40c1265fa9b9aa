//! What became of the documents of a run: each is counted once.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::document::Warning;

/// Documents by what became of them.
///
/// ```
/// use dechaff::batch::{Counts, Fate};
/// let mut counts = Counts::default();
/// counts.add(&Fate::Written);
/// counts.add(&Fate::Skipped("mime".into()));
/// assert_eq!(counts.to_string(), "1 of 2 written, 1 skipped (mime 1), 0 failed");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Written; those of them that are cut or damaged are in `cut` too.
    pub written: u64,
    /// Written, although a part is missing.
    pub cut: u64,
    /// Not wanted, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Not readable, by reason.
    pub failed: BTreeMap<String, u64>,
    /// Records of an archive whose length was wrong, and was found from what stands behind them; whatever became of
    /// them.
    pub repaired: u64,
    /// Records of an archive that came out of a member or frame before damage in it, or before its wrong checksum;
    /// whatever became of them.
    pub unverified: u64,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was written.
    Written,
    /// It was written, but a part of it is missing.
    WrittenCut,
    /// It was not wanted.
    Skipped(String),
    /// It could not be read.
    Failed(String),
}

impl Fate {
    /// That of a document that is written, by its warnings.
    ///
    /// ```
    /// use dechaff::{Warning, batch::Fate};
    /// assert_eq!(Fate::of(&[Warning::Empty]), Fate::Written);
    /// assert_eq!(Fate::of(&[Warning::Truncated]), Fate::WrittenCut);
    /// ```
    #[must_use]
    pub fn of(warnings: &[Warning]) -> Fate {
        let is_cut = |warning: &Warning| matches!(warning, Warning::Truncated | Warning::TooLarge);
        if warnings.iter().any(is_cut) { Fate::WrittenCut } else { Fate::Written }
    }
}

impl Counts {
    /// Counts a document.
    pub fn add(&mut self, fate: &Fate) {
        match fate {
            Fate::Written => self.written += 1,
            Fate::WrittenCut => {
                self.written += 1;
                self.cut += 1;
            }
            Fate::Skipped(reason) => *self.skipped.entry(reason.clone()).or_default() += 1,
            Fate::Failed(reason) => *self.failed.entry(reason.clone()).or_default() += 1,
        }
    }

    /// Adds those of another run.
    ///
    /// ```
    /// use dechaff::batch::{Counts, Fate};
    /// let (mut counts, mut others) = (Counts::default(), Counts::default());
    /// others.add(&Fate::Skipped("mime".into()));
    /// counts.add_all(&others);
    /// assert_eq!(counts, others);
    /// ```
    pub fn add_all(&mut self, others: &Counts) {
        self.written += others.written;
        self.repaired += others.repaired;
        self.unverified += others.unverified;
        self.cut += others.cut;
        let maps = [(&mut self.skipped, &others.skipped), (&mut self.failed, &others.failed)];
        for (reasons, more) in maps {
            for (reason, count) in more {
                *reasons.entry(reason.clone()).or_default() += count;
            }
        }
    }

    /// All documents.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.written + self.skipped.values().sum::<u64>() + self.failed.values().sum::<u64>()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} written", self.written, self.read())?;
        if self.cut > 0 {
            write!(f, " ({} of them cut)", self.cut)?;
        }
        for (what, reasons) in [("skipped", &self.skipped), ("failed", &self.failed)] {
            write!(f, ", {} {what}", reasons.values().sum::<u64>())?;
            let list: Vec<String> = reasons.iter().map(|(why, n)| format!("{why} {n}")).collect();
            if !list.is_empty() {
                write!(f, " ({})", list.join(", "))?;
            }
        }
        if self.repaired > 0 {
            write!(f, "; lengths repaired: {}", self.repaired)?;
        }
        if self.unverified > 0 {
            write!(f, "; unverified: {}", self.unverified)?;
        }
        Ok(())
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Counts", 6)?;
        fields.serialize_field("written", &self.written)?;
        fields.serialize_field("cut", &self.cut)?;
        fields.serialize_field("skipped", &self.skipped)?;
        fields.serialize_field("failed", &self.failed)?;
        fields.serialize_field("repaired", &self.repaired)?;
        fields.serialize_field("unverified", &self.unverified)?;
        fields.end()
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let map = |value: serde_json::Value| serde_json::from_value(value).unwrap_or_default();
        Ok(Counts {
            written: take("written").as_u64().unwrap_or(0),
            cut: take("cut").as_u64().unwrap_or(0),
            skipped: map(take("skipped")),
            failed: map(take("failed")),
            repaired: take("repaired").as_u64().unwrap_or(0),
            unverified: take("unverified").as_u64().unwrap_or(0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_and_survive_a_file() {
        let mut counts = Counts::default();
        for fate in [Fate::Written, Fate::WrittenCut, Fate::Failed("damaged".to_owned())] {
            counts.add(&fate);
        }
        counts.add(&Fate::Skipped("mime".to_owned()));
        assert_eq!(counts.read(), 4);
        let line = "2 of 4 written (1 of them cut), 1 skipped (mime 1), 1 failed (damaged 1)";
        assert_eq!(counts.to_string(), line);
        (counts.repaired, counts.unverified) = (3, 7);
        let line = format!("{line}; lengths repaired: 3; unverified: 7");
        assert_eq!(counts.to_string(), line);
        let json = serde_json::to_string(&counts).expect("JSON");
        assert_eq!(serde_json::from_str::<Counts>(&json).expect("counts"), counts);
    }
}
