//! What is not markup: titles and text areas, scripts and styles, comments, CDATA.

use memchr::memchr2;

use super::{Kept, Nul, Pass, State, Step};
use crate::tokenize::raw_text::{self, Escape, ScriptMark, Search};
use crate::tokenize::{EventSink, Tag};

impl<S: EventSink> Pass<'_, S> {
    pub(super) fn rc_data(&mut self, from: usize, tag: Tag) -> Step {
        let mut pos = from;
        loop {
            let Some(found) = memchr2(b'<', b'&', &self.bytes()[pos..]) else {
                let end = self.text_end(self.input.len());
                self.text(pos, end, Nul::Replaced);
                return Step::Wait(end);
            };
            let at = pos + found;
            self.text(pos, at, Nul::Replaced);
            pos = if self.bytes()[at] == b'&' {
                match self.ampersand(at) {
                    Step::Next(next) => next,
                    other => return other,
                }
            } else {
                match self.ends_rc_data(at, tag) {
                    Some(true) => return self.enter(State::Markup, at),
                    None if !self.last => return Step::Wait(at),
                    _ => {
                        self.text(at, at + 1, Nul::Replaced);
                        at + 1
                    }
                }
            };
        }
    }

    fn ends_rc_data(&self, at: usize, tag: Tag) -> Option<bool> {
        match self.bytes().get(at + 1) {
            Some(b'/') => raw_text::is_end_tag(&self.bytes()[at..], tag.name()),
            Some(_) => Some(false),
            None => None,
        }
    }

    pub(super) fn skip_to_end_tag(&mut self, pos: usize, search: Search, kept: Kept) -> Step {
        let (Search::At(end) | Search::NotBefore(end)) = search;
        let found = matches!(search, Search::At(_));
        let end = if self.last && !found { self.input.len() } else { end };
        let end = if found { end } else { self.text_end(end) };
        if kept == Kept::Yes {
            self.text(pos, end, Nul::Replaced);
        }
        if found { self.enter(State::Markup, end) } else { Step::Wait(end) }
    }

    pub(super) fn script(&mut self, pos: usize, escape: Escape, kept: Kept) -> Step {
        match raw_text::script_mark(self.bytes(), pos, escape) {
            ScriptMark::End(at) => self.skip_to_end_tag(pos, Search::At(at), kept),
            ScriptMark::NotBefore(at) => self.skip_to_end_tag(pos, Search::NotBefore(at), kept),
            ScriptMark::Escape(at, escape) => {
                if kept == Kept::Yes {
                    self.text(pos, at, Nul::Replaced);
                }
                self.enter(State::Script(escape, kept), at)
            }
        }
    }

    pub(super) fn comment_start(&mut self, pos: usize) -> Step {
        let rest = &self.bytes()[pos..];
        if !self.last && (rest.is_empty() || rest == b"-") {
            return Step::Wait(pos);
        }
        let end = match rest {
            [b'>', ..] => Some(pos + 1),
            [b'-', b'>', ..] => Some(pos + 2),
            _ => None,
        };
        match end {
            Some(end) => self.enter(State::Markup, end),
            None => self.enter(State::Comment, pos),
        }
    }

    pub(super) fn skip_to(&mut self, search: Search) -> Step {
        match search {
            Search::At(end) => self.enter(State::Markup, end),
            Search::NotBefore(_) if self.last => Step::Wait(self.input.len()),
            Search::NotBefore(at) => Step::Wait(at),
        }
    }

    pub(super) fn cdata(&mut self, pos: usize) -> Step {
        match raw_text::cdata_end(self.bytes(), pos) {
            Search::At(end) => {
                self.markup_text(pos, end);
                self.enter(State::Markup, end + 3)
            }
            Search::NotBefore(end) => {
                let end = if self.last { self.input.len() } else { self.text_end(end) };
                self.markup_text(pos, end);
                Step::Wait(end)
            }
        }
    }
}
