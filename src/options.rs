//! What a caller chooses.

use crate::category::{Category, CategorySet};
use crate::phrases::PhraseTable;
use crate::selector::Selector;

/// What the input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceFormat {
    /// Told from the first bytes: HTML begins with `<`, behind what is to be seen of no reader, or has `<html` within
    /// the first lines; all else is text.
    #[default]
    Auto,
    /// HTML.
    Html,
    /// Plain text.
    Text,
}

/// What to remove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strip {
    /// Everything that is not editorial. In plain text what [`Strip::Notices`] drops, and labels of
    /// advertisements.
    #[default]
    Boilerplate,
    /// Only notices and appeals of a named category.
    Notices,
}

/// Which error to avoid where a block could be either: boilerplate of a page or none, a notice or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Favor {
    /// Drop what is doubtful.
    Precision,
    /// In between.
    #[default]
    Balanced,
    /// Keep what is doubtful.
    Recall,
}

/// Which tokenizer reads HTML. Blocks and verdicts are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokenizer {
    /// The fast lexer.
    #[default]
    Lexer,
    /// html5ever, to compare with. Reads nothing before the document's end, and its time is not
    /// linear in the attributes of a tag. Places in the input are 0, and the warning `cut` is not told.
    Reference,
}

/// Whether the input's bytes stay with the document, for [`Document::html`](crate::Document::html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepOriginal {
    /// They are forgotten once read.
    #[default]
    No,
    /// They are kept, and where everything stands in them. [`Tokenizer::Reference`] does not tell
    /// that, so that the lexer reads the document in any case.
    Yes,
}

/// Whether the structure inside of blocks stays with the document, for
/// [`Document::markdown`](crate::Document::markdown) and
/// [`Document::clean_html`](crate::Document::clean_html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepStructure {
    /// It is forgotten once read.
    #[default]
    No,
    /// Links, emphasis, code, formulas, spans of cells are kept.
    Yes,
}

/// Whether links are written, in outputs that can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Their text and their address.
    #[default]
    Keep,
    /// Their text alone.
    Drop,
}

/// Whether images are written, in outputs that can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Images {
    /// They are left out.
    #[default]
    Drop,
    /// Those between kept text, by their address.
    Keep,
}

/// What becomes of readers' comments. Where hardly anything else is kept, as of a thread of a forum, they
/// are what the page is about, and stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comments {
    /// They are judged as all else, but go where they end what the page declares to be an article (not with
    /// [`Favor::Recall`]).
    #[default]
    Judge,
    /// They go.
    Drop,
}

/// What becomes of tables, but for those that lay out a page: that name no columns and hold headings,
/// other tables or most of what is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// They are judged as all else.
    #[default]
    Judge,
    /// They go.
    Drop,
}

/// Settings of an extraction.
///
/// ```
/// use dechaff::{Favor, Options, Strip};
/// let options = Options::new().strip(Strip::Notices).favor(Favor::Recall);
/// assert_eq!(options.max_bytes_limit(), 256 << 20);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) format: SourceFormat,
    pub(crate) strip: Strip,
    pub(crate) categories: CategorySet,
    pub(crate) favor: Favor,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) url: Option<String>,
    pub(crate) encoding: Option<String>,
    pub(crate) http_charset: Option<String>,
    pub(crate) max_bytes: u64,
    pub(crate) original: KeepOriginal,
    pub(crate) phrases: Option<PhraseTable>,
    pub(crate) structure: KeepStructure,
    pub(crate) links: Links,
    pub(crate) images: Images,
    pub(crate) comments: Comments,
    pub(crate) tables: Tables,
    pub(crate) language: Option<String>,
    /// Whether `language` is for pages that declare none, as one for all of a crawl is.
    pub(crate) is_language_hint: bool,
    pub(crate) keep: Vec<Selector>,
    pub(crate) drop: Vec<Selector>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: SourceFormat::default(),
            strip: Strip::default(),
            categories: CategorySet::ALL,
            favor: Favor::default(),
            tokenizer: Tokenizer::default(),
            url: None,
            encoding: None,
            http_charset: None,
            max_bytes: Options::DEFAULT_MAX_BYTES,
            original: KeepOriginal::default(),
            phrases: None,
            structure: KeepStructure::default(),
            links: Links::default(),
            images: Images::default(),
            comments: Comments::default(),
            tables: Tables::default(),
            language: None,
            is_language_hint: false,
            keep: Vec::new(),
            drop: Vec::new(),
        }
    }
}

impl Options {
    /// Bytes of a document that are read if nothing else is said: a page of more is not prose; the largest
    /// in Common Crawl's archives are cut at 1 MiB.
    pub const DEFAULT_MAX_BYTES: u64 = 256 << 20;
    /// The most that can be said: blocks hold offsets of 32 bits, and a byte can become three of UTF-8.
    pub const MAX_BYTES: u64 = 1 << 30;

    /// The defaults: format told from the input, boilerplate stripped, balanced, 256 MiB at most.
    #[must_use]
    pub fn new() -> Self {
        Options::default()
    }

    /// What the input is.
    ///
    /// ```
    /// use dechaff::{Options, SourceFormat, extract};
    /// let options = Options::new().format(SourceFormat::Text);
    /// assert_eq!(extract(b"<b>Tides</b>", &options).text(), "<b>Tides</b>");
    /// ```
    #[must_use]
    pub fn format(mut self, format: SourceFormat) -> Self {
        self.format = format;
        self
    }

    /// What to remove.
    ///
    /// ```
    /// use dechaff::{Options, Strip, extract};
    /// let page = b"<nav><a href=/>Home</a></nav><p>The harbour stays closed until Friday.";
    /// let options = Options::new().strip(Strip::Notices);
    /// assert!(extract(page, &options).text().starts_with("Home\n"));
    /// ```
    #[must_use]
    pub fn strip(mut self, strip: Strip) -> Self {
        self.strip = strip;
        self
    }

    /// The categories whose blocks may be removed; the rest is kept. All by default.
    ///
    /// ```
    /// use dechaff::{Category, CategorySet, Options, Strip, extract};
    /// let text = b"The pier is shut.\n\nPlease donate to us today.\n";
    /// let options = Options::new().strip(Strip::Notices);
    /// let others = options.clone().categories(CategorySet::ALL.without(Category::Donation));
    /// assert_eq!(extract(text, &options).text(), "The pier is shut.\n");
    /// assert_eq!(extract(text, &others).text().as_bytes(), text);
    /// ```
    #[must_use]
    pub fn categories(mut self, categories: CategorySet) -> Self {
        self.categories = categories;
        self
    }

    /// The categories that may go: those of [`Options::categories`] that [`Options::strip`] removes.
    ///
    /// ```
    /// use dechaff::{Category, Options, Strip};
    /// let options = Options::new().strip(Strip::Notices);
    /// assert!(options.removable().has(Category::Cookie) && !options.removable().has(Category::Navigation));
    /// ```
    #[must_use]
    pub fn removable(&self) -> CategorySet {
        match self.strip {
            Strip::Boilerplate => self.categories,
            // Labels of advertisements are boilerplate, not notices of a named category.
            Strip::Notices => {
                self.categories.without(Category::Boilerplate).without(Category::Navigation)
            }
        }
    }

    /// The caller's own phrases of notices, beside the built-in ones.
    #[must_use]
    pub fn phrases(mut self, phrases: PhraseTable) -> Self {
        self.phrases = Some(phrases);
        self
    }

    /// Which error to avoid.
    #[must_use]
    pub fn favor(mut self, favor: Favor) -> Self {
        self.favor = favor;
        self
    }

    /// Which tokenizer reads HTML.
    #[must_use]
    pub fn tokenizer(mut self, tokenizer: Tokenizer) -> Self {
        self.tokenizer = tokenizer;
        self
    }

    /// The page's address: goes into the record, and relative links are resolved against it.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let options = Options::new().url("https://port.example/tides");
    /// assert_eq!(extract(b"<p>Noon.", &options).record().url.as_deref(), Some("https://port.example/tides"));
    /// ```
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The encoding, against all the document says, but for a byte order mark of the other UTF-16. An unknown label
    /// is ignored.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let options = Options::new().encoding("koi8-r");
    /// assert_eq!(extract(b"<h1>\xF0\xCF\xD2\xD4</h1>", &options).encoding().name, "KOI8-R");
    /// ```
    #[must_use]
    pub fn encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// The charset of the HTTP header that came with the document.
    #[must_use]
    pub fn http_charset(mut self, label: impl Into<String>) -> Self {
        self.http_charset = Some(label.into());
        self
    }

    /// Whether the input's bytes stay with the document, for [`Document::html`](crate::Document::html).
    #[must_use]
    pub fn original(mut self, original: KeepOriginal) -> Self {
        self.original = original;
        self
    }

    /// Whether the structure inside of blocks stays with the document.
    #[must_use]
    pub fn structure(mut self, structure: KeepStructure) -> Self {
        self.structure = structure;
        self
    }

    /// Whether links are written, in outputs that can.
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Whether images are written, in outputs that can.
    #[must_use]
    pub fn images(mut self, images: Images) -> Self {
        self.images = images;
        self
    }

    /// What becomes of readers' comments.
    ///
    /// ```
    /// use dechaff::{Comments, Options, Strip, extract};
    /// let page = b"<p>The harbour stays closed until Friday.<div id=comments><p>At last!</div>";
    /// let options = Options::new().strip(Strip::Notices).comments(Comments::Drop);
    /// assert_eq!(extract(page, &options).text(), "The harbour stays closed until Friday.\n");
    /// ```
    #[must_use]
    pub fn comments(mut self, comments: Comments) -> Self {
        self.comments = comments;
        self
    }

    /// What becomes of tables.
    ///
    /// ```
    /// use dechaff::{Options, Strip, Tables, extract};
    /// let page = b"<p>High water this week.<table><tr><th>Day<th>Time<tr><td>Friday<td>noon</table>";
    /// let options = Options::new().strip(Strip::Notices);
    /// assert_eq!(
    ///     extract(page, &options).text(),
    ///     "High water this week.\n\nDay | Time\nFriday | noon\n"
    /// );
    /// assert_eq!(extract(page, &options.tables(Tables::Drop)).text(), "High water this week.\n");
    /// ```
    #[must_use]
    pub fn tables(mut self, tables: Tables) -> Self {
        self.tables = tables;
        self
    }

    /// The language, as a tag such as `en-GB`, against what the document says: it goes into the
    /// record, and settles in which language notices are looked for where the text leaves that open.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let options = Options::new().language("pt-BR");
    /// assert_eq!(extract(b"<p>12.5", &options).record().language.as_deref(), Some("pt-BR"));
    /// ```
    #[must_use]
    pub fn language(mut self, tag: impl Into<String>) -> Self {
        self.language = Some(tag.into());
        self
    }

    /// The paragraphs in which text of selected elements stands are kept, whatever they look like. Of
    /// selected elements inside of each other the innermost counts; what is kept and dropped is dropped.
    /// Elements are those of the tags; where formatting elements are closed out of order, a browser
    /// opens them again and this does not. May be called several times.
    ///
    /// ```
    /// use dechaff::{Options, Selector, extract};
    /// let page = b"<nav><a href=/>Home</a><p id=warning>Gale at sea.</p></nav>\
    ///     <p>The harbour stays closed until Friday.";
    /// let options = Options::new().keep(Selector::parse("#warning")?);
    /// assert_eq!(
    ///     extract(page, &options).text(),
    ///     "Gale at sea.\n\nThe harbour stays closed until Friday.\n"
    /// );
    /// # Ok::<(), dechaff::SelectorError>(())
    /// ```
    #[must_use]
    pub fn keep(mut self, selector: Selector) -> Self {
        self.keep.push(selector);
        self
    }

    /// Text of the elements that a selector selects is dropped, be it a word in a paragraph.
    ///
    /// ```
    /// use dechaff::{Options, Selector, extract};
    /// let options = Options::new().drop(Selector::parse(".sign")?);
    /// let page = b"<h1>High water<span class=sign> at noon</span></h1>";
    /// assert_eq!(extract(page, &options).text(), "High water\n");
    /// # Ok::<(), dechaff::SelectorError>(())
    /// ```
    #[must_use]
    pub fn drop(mut self, selector: Selector) -> Self {
        self.drop.push(selector);
        self
    }

    /// Bytes of a document to read; what comes after is left out with a warning. At most 1 GiB.
    ///
    /// ```
    /// use dechaff::{Options, Warning, extract};
    /// let document = extract(b"The pier is shut.", &Options::new().max_bytes(8));
    /// assert_eq!(document.text(), "The pier");
    /// assert!(document.warnings().contains(&Warning::TooLarge));
    /// ```
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes.min(Options::MAX_BYTES);
        self
    }

    /// The limit in force: what [`Options::max_bytes`] was set to, at most 1 GiB.
    #[must_use]
    pub fn max_bytes_limit(&self) -> u64 {
        self.max_bytes
    }
}
