//! Why a block was kept or dropped, by name.

use std::fmt;

/// Declares the reasons with their names.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal,)*) => {
        /// Why a block was kept or dropped.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Reason {
            /// All of them.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)*];

            /// The name in outputs.
            ///
            /// ```
            /// assert_eq!(dechaff::Reason::WholeTable.name(), "whole_table");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Reason::$variant => $name,)*
                }
            }
        }
    };
}

reasons! {
    /// Nothing spoke against it.
    Default "default",
    /// Content: the model's probability.
    Score "score",
    /// Content: a term stays with its definition.
    Definition "definition",
    /// Content: a cell stays with its table.
    WholeTable "whole_table",
    /// Content: code stays with the other code of a reference.
    Code "code",
    /// Content: the page declares it, as ingredients, a step or a question.
    Declared "declared",
    /// Content: the page says the same again, or where it can be seen.
    Repeat "repeat",
    /// Content: the footer of the page.
    Footer "footer",
    /// Content: the caption of an article's picture.
    Caption "caption",
    /// A box beside the text that ends in a call.
    Promotion "promotion",
    /// Content: readers' comments behind an article.
    Comments "comments",
    /// Content: a sidebar behind an article.
    Sidebar "sidebar",
    /// Content: teasers of other texts behind an article.
    Teasers "teasers",
    /// Content: too little of the page is editorial to be one.
    EmptyPage "empty_page",
    /// Notices: its own phrases and manner.
    Phrase "phrase",
    /// Notices: its words, taken together, and its manner.
    Words "words",
    /// Notices: between an opener and the end of its plea.
    Run "run",
    /// Notices: what puts one off.
    Dismiss "dismiss",
    /// Notices: beside one.
    Company "company",
    /// Notices: in the box of one.
    Container "container",
    /// Notices: a sentence of a paragraph.
    Sentence "sentence",
    /// A caller's choice: it would go, but not its category.
    Excepted "excepted",
    /// Navigation: marks that lead from a note back to where it is called.
    BackLink "back_link",
    /// A caller's choice: comments are left out.
    NoComments "no_comments",
    /// A caller's choice: tables are left out.
    NoTables "no_tables",
    /// A caller's choice: a selector of what to keep.
    KeepSelector "keep_selector",
    /// A caller's choice: a selector of what to drop.
    DropSelector "drop_selector",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
