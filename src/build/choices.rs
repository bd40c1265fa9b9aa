//! What a caller's selectors say of the text: which parts to keep, which to drop.

use std::collections::BTreeMap;

use crate::selector::{Selector, Step};
use crate::tokenize::{StartTag, Tag};

use super::arena::{ElementId, ROOT};

/// What a selector says of an element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It stays, whatever it looks like.
    Keep,
    /// It goes.
    Drop,
}

/// From `at` on, in [`Arena::text`](super::Arena::text), what the innermost selected element says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where the text begins.
    pub at: u32,
    /// What is said of it; `None`: nothing.
    pub choice: Option<Choice>,
}

/// Follows the selectors while elements open and close.
///
/// A step of a selector that was met is a bit that the elements inside inherit, so that each start
/// tag is compared with every step once, whatever the depth.
#[derive(Debug)]
pub(super) struct ChoiceReader {
    paths: Vec<Path>,
    /// The open elements, of which there are few at a time.
    open: BTreeMap<ElementId, OpenChoice>,
    changes: Vec<Change>,
}

/// What the innermost selected element says.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    choice: Option<Choice>,
    /// Which one that is; none for those that have no tag.
    by: Option<ElementId>,
}

/// What is known of an open element.
#[derive(Debug)]
struct OpenChoice {
    /// Of its text.
    inside: Said,
    /// Of the text around it.
    outside: Said,
    /// By path.
    met: Vec<Met>,
}

#[derive(Debug)]
struct Path {
    steps: Vec<Step>,
    choice: Choice,
}

/// The steps of a path, a bit each, that were met after all before them.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// By this element.
    here: u32,
    /// By this element or one around it.
    above: u32,
}

impl Path {
    /// What an element meets, by what the one around it did.
    fn follow(&self, is_met: impl Fn(&Step) -> bool, outer: Met) -> Met {
        let mut here = 0u32;
        for (bit, step) in self.steps.iter().enumerate() {
            let before = if step.is_child { outer.here } else { outer.above };
            let is_reached = bit == 0 || before >> (bit - 1) & 1 == 1;
            here |= u32::from(is_reached && is_met(step)) << bit;
        }
        Met { here, above: outer.above | here }
    }

    /// What an element meets that the page has without a tag (HTML § 13.1.2.4).
    fn implied(&self, name: &str, outer: Met) -> Met {
        self.follow(|step| step.matches_bare(name), outer)
    }

    fn ends_with(&self, met: Met) -> bool {
        met.here >> (self.steps.len() - 1) & 1 == 1
    }
}

impl ChoiceReader {
    /// `None` without selectors, which most runs are.
    pub(super) fn new(keep: &[Selector], drop: &[Selector]) -> Option<ChoiceReader> {
        let paths = |selectors: &[Selector], choice| -> Vec<Path> {
            let steps = selectors.iter().flat_map(|selector| selector.paths.clone());
            steps.map(|steps| Path { steps, choice }).collect()
        };
        // An element that both select is dropped: the later word counts.
        let mut all = paths(keep, Choice::Keep);
        all.extend(paths(drop, Choice::Drop));
        let (mut choice, mut met) = (None, Vec::new());
        for path in &all {
            let html = path.implied("html", Met::default());
            let body = path.implied("body", html);
            if path.ends_with(html) || path.ends_with(body) {
                choice = Some(path.choice);
            }
            met.push(body);
        }
        let changes = Vec::from_iter(choice.map(|_| Change { at: 0, choice }));
        (!all.is_empty()).then_some(ChoiceReader {
            paths: all,
            open: BTreeMap::from([(
                ROOT,
                OpenChoice { inside: Said { choice, by: None }, outside: Said::default(), met },
            )]),
            changes,
        })
    }

    /// An element opens at `at` of the arena's text; `parent` is the one around it, and its name.
    pub(super) fn open(
        &mut self,
        tag: &StartTag<'_>,
        element: ElementId,
        parent: (ElementId, Tag),
        at: usize,
    ) {
        let (parent, around) = parent;
        let parent_choice = self.open.get(&parent);
        let outside = parent_choice.map_or(Said::default(), |it| it.inside);
        let (mut inside, mut all_met) = (outside, Vec::with_capacity(self.paths.len()));
        for (index, path) in self.paths.iter().enumerate() {
            let mut above = parent_choice.map_or(Met::default(), |it| it.met[index]);
            if matches!(tag.tag, Tag::Html | Tag::Body) && parent == ROOT {
                // The root stands for those that a page leaves out.
                above = if tag.tag == Tag::Html {
                    Met::default()
                } else {
                    path.implied("html", Met::default())
                };
            } else if tag.tag == Tag::Tr && around == Tag::Table {
                above = path.implied("tbody", above);
                if path.ends_with(above) {
                    inside = Said { choice: Some(path.choice), by: Some(element) };
                }
            }
            let met = path.follow(|step| step.matches(tag), above);
            if path.ends_with(met) {
                inside = Said { choice: Some(path.choice), by: Some(element) };
            }
            all_met.push(met);
        }
        self.open.insert(element, OpenChoice { inside, outside, met: all_met });
        if inside.choice != outside.choice {
            self.change(at, inside.choice);
        }
    }

    /// An element closes at `at`; `inside` is the innermost that is open now. Of those inside of it that stay open,
    /// as end tags are out of order, it says no more.
    pub(super) fn close(&mut self, element: ElementId, inside: ElementId, at: usize) {
        let Some(closed) = self.open.remove(&element) else {
            return;
        };
        let is_inside = inside > element;
        let before = if is_inside { self.choice_in(inside) } else { closed.inside.choice };
        for (_, inner) in self.open.range_mut(element..) {
            for said in [&mut inner.inside, &mut inner.outside] {
                if said.by == Some(element) {
                    *said = closed.outside;
                }
            }
        }
        let choice = self.choice_in(inside);
        if choice != before {
            self.change(at, choice);
        }
    }

    fn choice_in(&self, element: ElementId) -> Option<Choice> {
        self.open.get(&element).and_then(|it| it.inside.choice)
    }

    fn change(&mut self, at: usize, choice: Option<Choice>) {
        self.changes.push(Change { at: at as u32, choice });
    }

    /// The block at hand has ended, and of the arena's text `len` bytes are kept.
    pub(super) fn settle(&mut self, len: usize) {
        for change in self.changes.iter_mut().rev().take_while(|change| change.at as usize > len) {
            change.at = len as u32;
        }
    }

    /// The changes, in order of the text.
    pub(super) fn finish(self) -> Vec<Change> {
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use crate::stages::{Choice, read_arena};
    use crate::{Options, Selector};

    /// The text with `+` before what is kept, `-` before what is dropped, `=` before the rest.
    fn chosen(keep: &str, drop: &str, html: &str) -> String {
        let selector = |text: &str| Selector::parse(text).expect("a selector");
        let options = Options::new().keep(selector(keep)).drop(selector(drop));
        let arena = read_arena(html.as_bytes(), &options);
        let mut text = arena.text.clone();
        for change in arena.choices.iter().rev() {
            let mark = match change.choice {
                Some(Choice::Keep) => '+',
                Some(Choice::Drop) => '-',
                None => '=',
            };
            text.insert(change.at as usize, mark);
        }
        text
    }

    #[test]
    fn the_innermost_selected_element_counts() {
        let html = "<div id=a>one <b class=x>two <i>three</i></b> four</div><p>five";
        assert_eq!(chosen("#a", ".x", html), "+one- two three+ four=five");
        assert_eq!(chosen("i", "#a", html), "-one two+ three- four=five");
        assert_eq!(chosen("b", "b", html), "one- two three= fourfive");
    }

    #[test]
    fn combinators_follow_the_tree() {
        let html = "<div><p>a</p><section><p>b</p></section></div><p>c";
        assert_eq!(chosen("none", "div p", html), "-a=-b=c");
        assert_eq!(chosen("none", "div > p", html), "-a=bc");
        assert_eq!(chosen("none", "div > section p, main", html), "a-b=c");
        assert_eq!(chosen("none", "div * p", html), "a-b=c");
    }

    #[test]
    fn elements_without_a_tag_are_there() {
        let table = "<div><table><tr><td>a<tbody><tr><td>b</table></div>";
        assert_eq!(chosen("none", "div > table > tbody > tr > td", table), "-a=-b=");
        assert_eq!(chosen("none", "table > tr", table), "ab");
        assert_eq!(chosen("none", "table tbody", table), "-a=-b=");
        assert_eq!(chosen("none", "html > body > p", "<p>a<div><p>b"), "-a=b");
        assert_eq!(chosen("p", "body", "<i>a</i><p>b"), "-a+b-");
        assert_eq!(chosen("none", "body > *", "<html><body>a<p>b"), "a-b=");
        assert_eq!(chosen("none", "body.x", "<body class=y>a"), "a");
    }

    #[test]
    fn an_element_that_is_closed_out_of_order_says_no_more() {
        assert_eq!(
            chosen("none", ".x", "<b class=x>one<p>two</b>three</p>four"),
            "-onetwo=threefour"
        );
        let teaser = "<a class=x><div><p>one</a><p>two</p><i class=x>three</i>four</div>five";
        assert_eq!(chosen("none", ".x", teaser), "-one=two-three=fourfive");
    }

    #[test]
    fn text_that_makes_no_block_is_in_no_part() {
        assert_eq!(chosen("none", ".x", "<p>a</p><p class=x>•</p><p>b"), "a-=b");
    }
}
