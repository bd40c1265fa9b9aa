//! Selectors: a caller's own knowledge of a site, in a small part of CSS.
//!
//! Names, `.class`, `#id`, `[attribute]` with the operators of Selectors Level 4 § 6, lists, and the
//! two combinators that a single pass from the root can follow: descendant and child. What follows an
//! element (`:last-child`, `:has()`) is not known when it opens, so pseudo-classes are refused.

mod parser;

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use crate::tokenize::{Attr, StartTag, name};

use parser::Parser;

/// Selects elements, as simple CSS does.
///
/// `div.ad`, `#comments p`, `main > section[role=note]`, or several with commas between. Of the
/// attributes those can be named that the program reads: `class`, `id`, `role`, `href`, `itemprop`,
/// `data-testid` and some more.
///
/// ```
/// use dechaff::{Options, Selector, extract};
/// let options = Options::new().drop(Selector::parse(".weather, aside > p")?);
/// let page = b"<p>The harbour stays closed. <span class=weather>Sun, 21 C.</span></p>";
/// assert_eq!(extract(page, &options).text(), "The harbour stays closed.\n");
/// assert!(Selector::parse("p:first-child").is_err());
/// # Ok::<(), dechaff::SelectorError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub(crate) paths: Vec<Vec<Step>>,
}

/// What an element must be, and how it stands to the one before it in the selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// Directly inside of it, not deeper.
    pub(crate) is_child: bool,
    tests: Vec<Test>,
}

/// A condition on a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Any,
    /// The hash of its name, as tags have it.
    Name(u32),
    Attribute {
        attr: Attr,
        operator: Operator,
        value: String,
        ignores_case: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    /// `[a]`
    Has,
    /// `=`
    Is,
    /// `~=`
    Word,
    /// `|=`
    Dash,
    /// `^=`
    Start,
    /// `$=`
    End,
    /// `*=`
    Part,
}

impl Step {
    /// Whether an element is so.
    pub(crate) fn matches(&self, tag: &StartTag<'_>) -> bool {
        self.tests.iter().all(|test| test.matches(tag))
    }

    /// Whether an element of a name and without attributes is so.
    pub(crate) fn matches_bare(&self, name: &str) -> bool {
        let is_so = |test: &Test| match test {
            Test::Any => true,
            Test::Name(hash) => *hash == name::hash(name.as_bytes()),
            Test::Attribute { .. } => false,
        };
        self.tests.iter().all(is_so)
    }
}

impl Test {
    fn matches(&self, tag: &StartTag<'_>) -> bool {
        match self {
            Test::Any => true,
            Test::Name(hash) => tag.name_hash == *hash,
            Test::Attribute { attr, operator, value, ignores_case } => {
                let fits = |given: &str, value: &str| operator.matches(given, value);
                tag.get(*attr).is_some_and(|given| {
                    if *ignores_case {
                        fits(&given.to_lowercase(), &value.to_lowercase())
                    } else {
                        fits(given, value)
                    }
                })
            }
        }
    }
}

impl Operator {
    fn matches(self, given: &str, value: &str) -> bool {
        match self {
            Operator::Has => true,
            Operator::Is => given == value,
            Operator::Word => given.split_ascii_whitespace().any(|word| word == value),
            Operator::Dash => given
                .strip_prefix(value)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
            // Nothing begins, ends or goes on with the empty string, says the standard.
            Operator::Start => !value.is_empty() && given.starts_with(value),
            Operator::End => !value.is_empty() && given.ends_with(value),
            Operator::Part => !value.is_empty() && given.contains(value),
        }
    }
}

/// A text that is no selector of the kind above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorError {
    reason: String,
}

impl fmt::Display for SelectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Error for SelectorError {}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Selector, SelectorError> {
        Selector::parse(text)
    }
}

/// Steps of one path of a selector: the stack of a page remembers each as a bit.
const MAX_STEPS: usize = 32;

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    ///
    /// What of the text is not of the kind above, in words.
    pub fn parse(text: &str) -> Result<Selector, SelectorError> {
        let paths =
            Parser { rest: text.trim() }.list().map_err(|reason| SelectorError { reason })?;
        if paths.iter().any(|path| path.len() > MAX_STEPS) {
            let reason = format!("more than {MAX_STEPS} elements inside of each other");
            return Err(SelectorError { reason });
        }
        Ok(Selector { paths })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        Selector::parse(text).expect_err(text).to_string()
    }

    #[test]
    fn selectors_are_read() {
        let paths = |text: &str| Selector::parse(text).expect(text).paths;
        let found = paths(" div.ad > p#a[role='note' i] b , .sm\\:flex ");
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(
            found[0].iter().map(|step| step.is_child).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert_eq!(found[0].iter().map(|step| step.tests.len()).collect::<Vec<_>>(), [2, 3, 1]);
        assert_eq!(paths("a>b"), paths("a > b"));
        assert_eq!(paths("MY-widget"), paths("my-widget"));
        assert_eq!(paths("[class~=\"ad\"]"), paths(".ad"));
        assert_eq!(paths("#\\31 x"), paths("[id='1x']"));
        assert_eq!(paths("\\70 > [id=\"a\\\"b\"]"), paths("p > [id='a\"b']"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, part) in [
            ("", "missing"),
            ("a,", "missing"),
            ("a >", "missing"),
            (".", "missing"),
            ("p:first-child", "pseudo-classes"),
            ("[onclick]", "onclick"),
            ("[id='x]", "quote"),
            ("a\\", "behind"),
            ("[id=x", "']'"),
            ("a + b", "'+'"),
            ("{}", "'{'"),
        ] {
            assert!(reason(text).contains(part), "{text}: {}", reason(text));
        }
        assert!(reason(&"a ".repeat(33)).contains("32"));
    }

    #[test]
    fn operators_are_those_of_css() {
        let holds = |operator: Operator, value: &str| operator.matches("en-GB old", value);
        assert!(holds(Operator::Word, "old") && !holds(Operator::Word, "ol"));
        assert!(holds(Operator::Start, "en") && !holds(Operator::Start, ""));
        assert!(holds(Operator::End, "old") && holds(Operator::Part, "GB"));
        assert!(Operator::Dash.matches("en-GB", "en") && !Operator::Dash.matches("eng", "en"));
    }
}
