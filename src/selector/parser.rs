//! The syntax of selectors (Selectors Level 4, as far as a stream of tags can follow it).

use crate::tokenize::{Attr, name};

use super::{Operator, Step, Test};

const OPEN_QUOTE: &str = "a quote is not closed";

/// Reads a list of selectors.
pub(super) struct Parser<'s> {
    pub(super) rest: &'s str,
}

pub(super) type Parsed<T> = Result<T, String>;

impl Parser<'_> {
    /// All paths of the list.
    pub(super) fn list(mut self) -> Parsed<Vec<Vec<Step>>> {
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
