//! Selectors: a caller's own knowledge of a site, in a small part of CSS.
//!
//! Names, `.class`, `#id`, `[attribute]` with the operators of Selectors Level 4 § 6, lists, and the
//! two combinators that a single pass from the root can follow: descendant and child. What follows an
//! element (`:last-child`, `:has()`) is not known when it opens, so pseudo-classes are refused.

use std::error::Error;
use std::fmt;

use crate::tokenize::{Attr, StartTag, name};

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

/// Steps of one selector: the stack of a page remembers each as a bit.
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
        if paths.iter().map(Vec::len).sum::<usize>() > MAX_STEPS {
            let reason = format!("more than {MAX_STEPS} elements in one selector");
            return Err(SelectorError { reason });
        }
        Ok(Selector { paths })
    }
}

const OPEN_QUOTE: &str = "a quote is not closed";

struct Parser<'s> {
    rest: &'s str,
}

type Parsed<T> = Result<T, String>;

impl Parser<'_> {
    fn list(mut self) -> Parsed<Vec<Vec<Step>>> {
        let mut paths = Vec::new();
        loop {
            paths.push(self.path()?);
            if self.rest.is_empty() {
                return Ok(paths);
            }
            self.expect(',')?;
            self.skip_space();
        }
    }

    fn path(&mut self) -> Parsed<Vec<Step>> {
        let mut steps = vec![self.step(false)?];
        loop {
            let is_apart = self.skip_space();
            let is_child = self.take('>');
            self.skip_space();
            if !is_child && (!is_apart || self.rest.is_empty() || self.rest.starts_with(',')) {
                return Ok(steps);
            }
            steps.push(self.step(is_child)?);
        }
    }

    /// What stands for one element: `div.ad#top[role=note]`.
    fn step(&mut self, is_child: bool) -> Parsed<Step> {
        let mut tests = Vec::new();
        loop {
            match self.rest.chars().next() {
                Some('*') if tests.is_empty() => {
                    self.take('*');
                    tests.push(Test::Any);
                }
                Some('.') => tests.push(self.named('.', Attr::Class, Operator::Word)?),
                Some('#') => tests.push(self.named('#', Attr::Id, Operator::Is)?),
                Some('[') => tests.push(self.attribute()?),
                Some(':') => return Err("pseudo-classes such as :first-child are not known".into()),
                Some(c) if tests.is_empty() && (is_name_char(c) || c == '\\') => {
                    tests.push(Test::Name(name::hash(self.name()?.as_bytes())));
                }
                _ if !tests.is_empty() => return Ok(Step { is_child, tests }),
                Some(c) => return Err(format!("an element was expected, not {c:?}")),
                None => return Err("an element is missing at the end".into()),
            }
        }
    }

    fn named(&mut self, mark: char, attr: Attr, operator: Operator) -> Parsed<Test> {
        self.expect(mark)?;
        Ok(Test::Attribute { attr, operator, value: self.name()?, ignores_case: false })
    }

    fn attribute(&mut self) -> Parsed<Test> {
        self.expect('[')?;
        self.skip_space();
        let name = self.name()?;
        let attr = Attr::from_name(&name)
            .ok_or_else(|| format!("the attribute {name} is not read; {}", readable()))?;
        self.skip_space();
        let operator = self.operator()?;
        let mut test =
            Test::Attribute { attr, operator, value: String::new(), ignores_case: false };
        if let Test::Attribute { value, ignores_case, .. } = &mut test
            && operator != Operator::Has
        {
            self.skip_space();
            *value = self.value()?;
            self.skip_space();
            *ignores_case = self.take('i') || self.take('I');
            self.skip_space();
        }
        self.expect(']')?;
        Ok(test)
    }

    fn operator(&mut self) -> Parsed<Operator> {
        let operators = [
            ('~', Operator::Word),
            ('|', Operator::Dash),
            ('^', Operator::Start),
            ('$', Operator::End),
            ('*', Operator::Part),
        ];
        for (mark, operator) in operators {
            if self.take(mark) {
                self.expect('=')?;
                return Ok(operator);
            }
        }
        Ok(if self.take('=') { Operator::Is } else { Operator::Has })
    }

    fn value(&mut self) -> Parsed<String> {
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return self.name();
        };
        self.take(quote);
        let mut value = String::new();
        while !self.take(quote) {
            let c =
                if self.take('\\') { self.escaped()? } else { self.next().ok_or(OPEN_QUOTE)? };
            value.push(c);
        }
        Ok(value)
    }

    /// What stands behind `\`: up to six hexadecimal digits and a space, or a character as it is (CSS
    /// Syntax Level 3 § 4.3.7).
    fn escaped(&mut self) -> Parsed<char> {
        let digits = self.rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            return self.next().ok_or_else(|| "nothing is behind \\".into());
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest.strip_prefix(|c: char| c.is_ascii_whitespace()).unwrap_or(rest);
        let c = u32::from_str_radix(number, 16).ok().and_then(char::from_u32);
        Ok(c.filter(|c| *c != '\0').unwrap_or('\u{FFFD}'))
    }

    /// A name, with escapes.
    fn name(&mut self) -> Parsed<String> {
        let mut name = String::new();
        loop {
            if self.take('\\') {
                name.push(self.escaped()?);
            } else if self.rest.starts_with(is_name_char) {
                name.extend(self.next());
            } else if name.is_empty() {
                return Err(match self.next() {
                    Some(c) => format!("a name was expected, not {c:?}"),
                    None => "a name is missing at the end".into(),
                });
            } else {
                return Ok(name);
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, c: char) -> Parsed<()> {
        match self.take(c) {
            true => Ok(()),
            false => Err(match self.rest.chars().next() {
                Some(found) => format!("{c:?} was expected, not {found:?}"),
                None => format!("{c:?} is missing at the end"),
            }),
        }
    }

    /// Whether there was white space.
    fn skip_space(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        self.rest.len() < before
    }
}

/// Which attributes can be named.
fn readable() -> String {
    let names: Vec<&str> = Attr::all().iter().map(|attr| attr.name()).collect();
    format!("those that are: {}", names.join(", "))
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
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
