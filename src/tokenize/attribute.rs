//! The attributes that some stage reads, and the list of them on one start tag.

use super::name::{self, NameTable};

/// Declares the attributes, each with the stage that reads it: a tokenizer drops all others.
macro_rules! attributes {
    ($($variant:ident $name:literal $reader:literal),* $(,)?) => {
        /// An attribute that some stage reads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Attr {
            $(#[doc = concat!("`", $name, "`, read by ", $reader, ".")] $variant,)*
        }

        impl Attr {
            const NAMES: &'static [&'static str] = &[$($name),*];
            const ALL: &'static [Attr] = &[$(Attr::$variant),*];
        }
    };
}

attributes! {
    Alt "alt" "emit (images)",
    AriaHidden "aria-hidden" "build (hidden)",
    AriaLabel "aria-label" "selectors",
    AriaModal "aria-modal" "build (dialog)",
    Checked "checked" "build (tasks)",
    Class "class" "build (hints)",
    Colspan "colspan" "emit (tables)",
    Content "content" "build (metadata)",
    DataComponent "data-component" "build (hints)",
    DataEnlighterLanguage "data-enlighter-language" "emit (code)",
    DataLang "data-lang" "emit (code)",
    DataLanguage "data-language" "emit (code)",
    DataLazySrc "data-lazy-src" "emit (images)",
    DataOriginal "data-original" "emit (images)",
    DataSrc "data-src" "emit (images)",
    DataSrcset "data-srcset" "emit (images)",
    DataTestid "data-testid" "build (hints)",
    Datetime "datetime" "build (metadata)",
    Dir "dir" "selectors",
    Disabled "disabled" "build (tasks)",
    Display "display" "build (formulas)",
    Encoding "encoding" "build (formulas)",
    Height "height" "emit (images)",
    Hidden "hidden" "build (hidden)",
    Href "href" "build (links, metadata)",
    HttpEquiv "http-equiv" "build (metadata)",
    Id "id" "build (hints)",
    Itemprop "itemprop" "build (microdata)",
    Itemscope "itemscope" "selectors",
    Itemtype "itemtype" "selectors",
    Lang "lang" "build (language), emit (code)",
    Name "name" "build (metadata)",
    Open "open" "build (hidden)",
    Property "property" "build (metadata)",
    Rel "rel" "build (metadata)",
    Reversed "reversed" "emit (lists)",
    Role "role" "build (landmarks)",
    Rowspan "rowspan" "emit (tables)",
    Shadowrootmode "shadowrootmode" "build (template content)",
    Src "src" "emit (images)",
    Srcset "srcset" "emit (images)",
    Start "start" "emit (lists)",
    Style "style" "build (hidden)",
    Type "type" "tokenize (data scripts), build (inputs)",
    Value "value" "emit (lists)",
    Width "width" "emit (images)",
    XmlLang "xml:lang" "build (language)",
}

static TABLE: NameTable<128> = NameTable::new(Attr::NAMES);

impl Attr {
    /// The lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Attr::NAMES[self as usize]
    }

    /// All of them.
    pub(crate) fn all() -> &'static [Attr] {
        Attr::ALL
    }

    /// The attribute of a name in any case, if some stage reads it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Attr> {
        Attr::from_hashed(name.as_bytes(), name::hash(name.as_bytes()))
    }

    pub(crate) fn from_hashed(bytes: &[u8], hash: u32) -> Option<Attr> {
        TABLE.find(Attr::NAMES, bytes, hash).map(|index| Attr::ALL[index])
    }

    /// Its bit in a set of attributes.
    const fn bit(self) -> u64 {
        const { assert!(Attr::ALL.len() <= u64::BITS as usize) };
        1 << self as u8
    }
}

/// Where the value of an attribute stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In the tokenizer's input as it is.
    Input(usize, usize),
    /// In the list's own buffer: something in it was decoded or normalised.
    Decoded(usize, usize),
}

/// The attributes of one start tag that some stage reads, the first of each name.
///
/// One list serves a whole document: it is cleared for each tag and keeps its memory. Its size is
/// bounded by the number of names in the table, whatever a tag holds (100,000 attributes on one
/// tag are an old attack on quadratic duplicate checks).
#[derive(Debug, Default)]
pub struct Attributes {
    present: u64,
    entries: Vec<(Attr, Place)>,
    decoded: String,
}

impl Attributes {
    pub(crate) fn clear(&mut self) {
        self.present = 0;
        self.entries.clear();
        self.decoded.clear();
    }

    /// Whether `attr` is in the list.
    #[must_use]
    pub fn has(&self, attr: Attr) -> bool {
        self.present & attr.bit() != 0
    }

    /// Adds a value that stands in the input, unless the tag has the attribute already.
    pub(crate) fn push_range(&mut self, attr: Attr, start: usize, end: usize) {
        if !self.has(attr) {
            self.present |= attr.bit();
            self.entries.push((attr, Place::Input(start, end)));
        }
    }

    /// Adds a value that `write` appends to the list's buffer, unless the tag has the attribute.
    pub(crate) fn push_decoded(&mut self, attr: Attr, write: impl FnOnce(&mut String)) {
        if !self.has(attr) {
            let start = self.decoded.len();
            write(&mut self.decoded);
            self.present |= attr.bit();
            self.entries.push((attr, Place::Decoded(start, self.decoded.len())));
        }
    }

    fn resolve<'a>(&'a self, input: &'a str, place: Place) -> &'a str {
        match place {
            Place::Input(start, end) => &input[start..end],
            Place::Decoded(start, end) => &self.decoded[start..end],
        }
    }

    pub(crate) fn get<'a>(&'a self, input: &'a str, attr: Attr) -> Option<&'a str> {
        if !self.has(attr) {
            return None;
        }
        let (_, place) = self.entries.iter().find(|(a, _)| *a == attr)?;
        Some(self.resolve(input, *place))
    }

    pub(crate) fn iter<'a>(&'a self, input: &'a str) -> impl Iterator<Item = (Attr, &'a str)> {
        self.entries.iter().map(move |(attr, place)| (*attr, self.resolve(input, *place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        for (index, name) in Attr::NAMES.iter().enumerate() {
            assert_eq!(Attr::from_name(name), Some(Attr::ALL[index]));
            assert_eq!(Attr::from_name(&name.to_uppercase()), Some(Attr::ALL[index]));
        }
        assert_eq!(Attr::from_name("onclick"), None);
    }

    #[test]
    fn the_first_of_a_name_wins() {
        let mut list = Attributes::default();
        list.push_range(Attr::Id, 0, 1);
        list.push_decoded(Attr::Id, |s| s.push_str("second"));
        assert_eq!(list.get("a", Attr::Id), Some("a"));
        assert_eq!(list.iter("a").count(), 1);
    }
}
