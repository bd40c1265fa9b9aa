//! Which styles are open at each place of the text, from the events that the builder kept.

use crate::build::{Arena, ElementId, Event, Happening, Structure};
use crate::tokenize::Tag;

use super::address::Addresses;

/// Outputs of one address at most. A link around a thousand paragraphs is one in each of them, and an
/// address has up to 2 kB: that must not multiply the output.
const MAX_USES: u8 = 8;

/// What markup says about a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    bits: u8,
    /// The number of the link around it, from 1 on; 0 for none.
    link: u32,
    /// The number of the code that it is of, from 1 on; 0 for none. Two beside each other stay two.
    code: u32,
}

/// One thing that markup says about text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A link, by its number in [`Structure::links`].
    Link(u32),
    Strong,
    Emphasis,
    Strike,
    Sub,
    Sup,
    Code,
}

impl Mark {
    /// All but links, outermost first where two cover the same text.
    pub(super) const PLAIN: [Mark; 6] =
        [Mark::Strong, Mark::Emphasis, Mark::Strike, Mark::Sub, Mark::Sup, Mark::Code];

    /// The mark of an element.
    fn of(tag: Tag) -> Option<Mark> {
        match tag {
            Tag::B | Tag::Strong => Some(Mark::Strong),
            Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var => Some(Mark::Emphasis),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(Mark::Code),
            Tag::S | Tag::Strike | Tag::Del => Some(Mark::Strike),
            Tag::Sub => Some(Mark::Sub),
            Tag::Sup => Some(Mark::Sup),
            _ => None,
        }
    }

    fn number(self) -> usize {
        Mark::PLAIN.iter().position(|mark| *mark == self).unwrap_or(0)
    }

    fn bit(self) -> u8 {
        1 << self.number()
    }
}

impl Style {
    pub(super) fn has(self, mark: Mark) -> bool {
        match mark {
            Mark::Link(link) => self.link == link + 1,
            mark => self.bits & mark.bit() != 0,
        }
    }

    pub(super) fn link(self) -> Option<Mark> {
        self.link.checked_sub(1).map(Mark::Link)
    }

    pub(super) fn without(self, mark: Mark) -> Style {
        match mark {
            Mark::Link(_) => Style { link: 0, ..self },
            Mark::Code => Style { bits: self.bits & !Mark::Code.bit(), code: 0, ..self },
            mark => Style { bits: self.bits & !mark.bit(), ..self },
        }
    }

    /// Whether both are of one code.
    pub(super) fn shares_code(self, other: Style) -> bool {
        self.code == other.code
    }

    /// What both have.
    pub(super) fn common(self, other: Style) -> Style {
        let common = Style { bits: self.bits & other.bits, ..self };
        // Code that a link ends is two pieces of code.
        let common = if self.link == other.link {
            common
        } else {
            Style { link: 0, ..common }.without(Mark::Code)
        };
        if common.has(Mark::Code) { common } else { common.without(Mark::Code) }
    }
}

/// What is open at a place of the text.
#[derive(Debug)]
pub(super) struct OpenStyles<'a> {
    arena: &'a Arena,
    structure: Option<&'a Structure>,
    addresses: &'a Addresses,
    counts: [u32; Mark::PLAIN.len()],
    /// Pieces of code so far.
    codes: u32,
    /// Open links, of which the last counts.
    links: Vec<(ElementId, u32)>,
    /// How often each link was written.
    uses: Vec<u8>,
}

impl<'a> OpenStyles<'a> {
    pub(super) fn new(arena: &'a Arena, addresses: &'a Addresses) -> Self {
        let structure = arena.structure.as_deref();
        let links = structure.map_or(0, |structure| structure.links.len());
        let counts = [0; Mark::PLAIN.len()];
        let uses = vec![0; links];
        OpenStyles { arena, structure, addresses, counts, codes: 0, links: Vec::new(), uses }
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: &Event) {
        match event.what {
            Happening::Open(id) => {
                let tag = self.arena.elements[id as usize].tag;
                if let Some(mark) = Mark::of(tag) {
                    let count = &mut self.counts[mark.number()];
                    self.codes += u32::from(mark == Mark::Code && *count == 0);
                    *count += 1;
                } else if let Some(link) = self.structure.and_then(|it| it.link(id))
                    && self.addresses.link(link).is_some()
                {
                    self.links.push((id, link));
                }
            }
            Happening::Close(id) => {
                let tag = self.arena.elements[id as usize].tag;
                if let Some(mark) = Mark::of(tag) {
                    self.counts[mark.number()] -= 1;
                } else if let Some(at) = self.links.iter().rposition(|(open, _)| *open == id) {
                    self.links.remove(at);
                }
            }
            _ => {}
        }
    }

    /// The style of text here.
    pub(super) fn style(&self) -> Style {
        let open = Mark::PLAIN.iter().filter(|mark| self.counts[mark.number()] > 0);
        let link = self.links.last().filter(|(_, link)| self.uses[*link as usize] < MAX_USES);
        let link = link.map_or(0, |(_, link)| link + 1);
        let style = Style { bits: open.fold(0, |bits, mark| bits | mark.bit()), link, code: 0 };
        Style { code: if style.has(Mark::Code) { self.codes } else { 0 }, ..style }
    }

    /// Counts the writing of a block in which links may be open.
    pub(super) fn count_uses(&mut self) {
        for (_, link) in &self.links {
            let uses = &mut self.uses[*link as usize];
            *uses = uses.saturating_add(1);
        }
    }
}
