//! The element names that some stage tells apart.

use super::name::{self, NameTable};

/// Declares the enum, its names and their lookup from one list.
macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// An HTML element name that some stage knows, or [`Tag::Unknown`].
        ///
        /// ```
        /// use dechaff::stages::Tag;
        /// assert_eq!(Tag::from_name("ARTICLE"), Tag::Article);
        /// assert_eq!(Tag::from_name("my-widget"), Tag::Unknown);
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// Any other name, custom elements among them.
            #[default]
            Unknown,
        }

        impl Tag {
            const NAMES: &'static [&'static str] = &[$($name),*];
            const ALL: &'static [Tag] = &[$(Tag::$variant),*];
        }
    };
}

tags! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", Annotation "annotation",
    AnnotationXml "annotation-xml", Applet "applet", Area "area", Article "article", Aside "aside",
    Audio "audio", B "b", Base "base", Bdi "bdi", Bdo "bdo", Big "big", Blockquote "blockquote",
    Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center",
    Cite "cite", Code "code", Col "col", Colgroup "colgroup", Data "data", Datalist "datalist",
    Dd "dd", Del "del", Desc "desc", Details "details", Dfn "dfn", Dialog "dialog", Dir "dir",
    Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset",
    Figcaption "figcaption", Figure "figure", Font "font", Footer "footer",
    ForeignObject "foreignobject", Form "form", Frame "frame", Frameset "frameset", H1 "h1",
    H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup",
    Hr "hr", Html "html", I "i", Iframe "iframe", Image "image", Img "img", Input "input",
    Ins "ins", Kbd "kbd", Keygen "keygen", Label "label", Legend "legend", Li "li", Link "link",
    Listing "listing", Main "main", Map "map", Mark "mark", Marquee "marquee", Math "math",
    Menu "menu", Meta "meta", Meter "meter", Mi "mi", Mn "mn", Mo "mo", Ms "ms", Mtext "mtext",
    Nav "nav", Nobr "nobr", Noembed "noembed", Noframes "noframes", Noscript "noscript",
    Object "object", Ol "ol", Optgroup "optgroup", Option "option", Output "output", P "p",
    Param "param", Picture "picture", Plaintext "plaintext", Pre "pre", Progress "progress",
    Q "q", Rb "rb", Rp "rp", Rt "rt", Rtc "rtc", Ruby "ruby", S "s", Samp "samp",
    Script "script", Search "search", Section "section", Select "select", Slot "slot",
    Small "small", Source "source", Span "span", Strike "strike", Strong "strong",
    Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table",
    Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th",
    Thead "thead", Time "time", Title "title", Tr "tr", Track "track", Tt "tt", U "u", Ul "ul",
    Var "var", Video "video", Wbr "wbr", Xmp "xmp",
}

static TABLE: NameTable<512> = NameTable::new(Tag::NAMES);

impl Tag {
    /// How many values there are, [`Tag::Unknown`] included: the size of a table by tag.
    pub const COUNT: usize = Tag::ALL.len() + 1;

    /// The tag of a name in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Tag {
        Tag::from_hashed(name.as_bytes(), name::hash(name.as_bytes()))
    }

    /// The tag of a name whose [`name::hash`] is known already.
    pub(crate) fn from_hashed(bytes: &[u8], hash: u32) -> Tag {
        match TABLE.find(Tag::NAMES, bytes, hash) {
            Some(index) => Tag::ALL[index],
            None => Tag::Unknown,
        }
    }

    /// The lower-case name; empty for [`Tag::Unknown`].
    #[must_use]
    pub fn name(self) -> &'static str {
        Tag::NAMES.get(self as usize).copied().unwrap_or("")
    }

    /// Elements without content: a start tag and no end tag (HTML § 13.1.2, with the obsolete
    /// ones the tree construction rules treat alike).
    #[must_use]
    pub fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Frame
                | Tag::Hr
                | Tag::Img
                | Tag::Image
                | Tag::Input
                | Tag::Keygen
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// `1` to `6` for `h1` to `h6`.
    #[must_use]
    pub fn heading_level(self) -> Option<u8> {
        (Tag::H1..=Tag::H6).contains(&self).then(|| self as u8 - Tag::H1 as u8 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again() {
        for (index, name) in Tag::NAMES.iter().enumerate() {
            assert_eq!(Tag::from_name(name), Tag::ALL[index]);
            assert_eq!(Tag::from_name(&name.to_uppercase()).name(), *name);
        }
        assert_eq!(Tag::from_name("article2"), Tag::Unknown);
        assert_eq!(Tag::from_name(""), Tag::Unknown);
    }

    #[test]
    fn headings_know_their_level() {
        assert_eq!(Tag::H1.heading_level(), Some(1));
        assert_eq!(Tag::H6.heading_level(), Some(6));
        assert_eq!(Tag::Head.heading_level(), None);
    }
}
