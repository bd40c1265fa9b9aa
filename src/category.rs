//! Why text is chaff, by kind.

use std::fmt;
use std::str::FromStr;

/// Declares the categories with their names.
macro_rules! categories {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// The kind of chaff that a removed block is.
        ///
        /// ```
        /// use dechaff::Category;
        /// assert_eq!("donation".parse(), Ok(Category::Donation));
        /// assert_eq!(Category::Donation.name(), "donation");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Category {
            $(#[doc = $doc] $variant,)*
        }

        impl Category {
            /// All categories, notices first.
            pub const ALL: &'static [Category] = &[$(Category::$variant),*];

            /// The name in options and outputs.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Category::$variant => $name),* }
            }

            fn by_name(name: &str) -> Option<Category> {
                match name {
                    $($name => Some(Category::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

categories! {
    Paywall "paywall" "Access to the text is sold.",
    Donation "donation" "Asks for money.",
    Newsletter "newsletter" "Asks to subscribe to mail.",
    Registration "registration" "Asks to sign up or log in.",
    Cookie "cookie" "Asks for consent to cookies or embedded content.",
    Adblock "adblock" "Asks to turn off an ad blocker.",
    App "app" "Asks to install an application.",
    Follow "follow" "Asks to follow on another service.",
    Share "share" "Asks to share the page.",
    Reminder "reminder" "Puts a notice off: \"Remind me later\".",
    Related "related" "Points to other pages of the site.",
    Event "event" "Announces an event of the publisher.",
    Navigation "navigation" "Moves around the site.",
    Boilerplate "boilerplate" "Anything else that is not editorial.",
}

impl Category {
    /// The first of those with the most weight, of one weight a category; none if all are zero.
    pub(crate) fn heaviest(weights: &[f32]) -> Option<Category> {
        let mut best = (None, 0.0);
        for (category, weight) in Category::ALL.iter().zip(weights) {
            if *weight > best.1 {
                best = (Some(*category), *weight);
            }
        }
        best.0
    }

    /// Whether it is one of the named notices, which `--strip notices` removes; navigation and
    /// boilerplate are not.
    #[must_use]
    pub fn is_notice(self) -> bool {
        !matches!(self, Category::Navigation | Category::Boilerplate)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no category's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCategory(String);

impl fmt::Display for UnknownCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Category::ALL.iter().map(|category| category.name()).collect();
        write!(f, "unknown category '{}' (one of {})", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownCategory {}

impl FromStr for Category {
    type Err = UnknownCategory;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Category::by_name(name).ok_or_else(|| UnknownCategory(name.to_owned()))
    }
}

/// A set of categories.
///
/// ```
/// use dechaff::{Category, CategorySet};
/// let set: CategorySet = [Category::Donation, Category::Newsletter].into_iter().collect();
/// assert!(set.has(Category::Donation) && !set.has(Category::Cookie));
/// assert!(!set.without(Category::Donation).has(Category::Donation));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategorySet(u32);

impl CategorySet {
    /// All of them.
    pub const ALL: CategorySet = CategorySet((1 << Category::ALL.len()) - 1);
    /// None of them.
    pub const NONE: CategorySet = CategorySet(0);

    /// Whether `category` is in the set.
    #[must_use]
    pub const fn has(self, category: Category) -> bool {
        self.0 >> category as u8 & 1 == 1
    }

    /// The set with `category`.
    #[must_use]
    pub const fn with(self, category: Category) -> CategorySet {
        CategorySet(self.0 | 1 << category as u8)
    }

    /// The set without `category`.
    #[must_use]
    pub const fn without(self, category: Category) -> CategorySet {
        CategorySet(self.0 & !(1 << category as u8))
    }
}

impl FromIterator<Category> for CategorySet {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(CategorySet::NONE, CategorySet::with)
    }
}
