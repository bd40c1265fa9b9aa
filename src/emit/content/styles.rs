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
pub(crate) enum InlineMark {
    /// A link, by its number in [`Structure::links`].
    Link(u32),
    Strong,
    Emphasis,
    Strike,
    Sub,
    Sup,
    Code,
}

impl InlineMark {
    /// All but links, outermost first where two cover the same text.
    pub(super) const PLAIN: [InlineMark; 6] = [
        InlineMark::Strong,
        InlineMark::Emphasis,
        InlineMark::Strike,
        InlineMark::Sub,
        InlineMark::Sup,
        InlineMark::Code,
    ];

    /// The mark of an element.
    fn of(tag: Tag) -> Option<InlineMark> {
        match tag {
            Tag::B | Tag::Strong => Some(InlineMark::Strong),
            Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var => Some(InlineMark::Emphasis),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(InlineMark::Code),
            Tag::S | Tag::Strike | Tag::Del => Some(InlineMark::Strike),
            Tag::Sub => Some(InlineMark::Sub),
            Tag::Sup => Some(InlineMark::Sup),
            _ => None,
        }
    }

    fn number(self) -> usize {
        InlineMark::PLAIN.iter().position(|mark| *mark == self).unwrap_or(0)
    }

    fn bit(self) -> u8 {
        1 << self.number()
    }
}

impl Style {
    pub(super) fn has(self, mark: InlineMark) -> bool {
        match mark {
            InlineMark::Link(link) => self.link == link + 1,
            mark => self.bits & mark.bit() != 0,
        }
    }

    pub(super) fn link(self) -> Option<InlineMark> {
        self.link.checked_sub(1).map(InlineMark::Link)
    }

    pub(super) fn without(self, mark: InlineMark) -> Style {
        match mark {
            InlineMark::Link(_) => Style { link: 0, ..self },
            InlineMark::Code => {
                Style { bits: self.bits & !InlineMark::Code.bit(), code: 0, ..self }
            }
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
            Style { link: 0, ..common }.without(InlineMark::Code)
        };
        if common.has(InlineMark::Code) { common } else { common.without(InlineMark::Code) }
    }
}

/// What is open at a place of the text.
#[derive(Debug)]
pub(super) struct OpenStyles<'a> {
    arena: &'a Arena,
    structure: Option<&'a Structure>,
    addresses: &'a Addresses,
    counts: [u32; InlineMark::PLAIN.len()],
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
        let counts = [0; InlineMark::PLAIN.len()];
        let uses = vec![0; links];
        OpenStyles { arena, structure, addresses, counts, codes: 0, links: Vec::new(), uses }
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: &Event) {
        match event.what {
            Happening::Open(id) => {
                let tag = self.arena.elements[id as usize].tag;
                if let Some(mark) = InlineMark::of(tag) {
                    let count = &mut self.counts[mark.number()];
                    self.codes += u32::from(mark == InlineMark::Code && *count == 0);
                    *count += 1;
                } else if let Some(link) = self.structure.and_then(|it| it.link(id))
                    && self.addresses.link(link).is_some()
                {
                    self.links.push((id, link));
                }
            }
            Happening::Close(id) => {
                let tag = self.arena.elements[id as usize].tag;
                if let Some(mark) = InlineMark::of(tag) {
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
        let open = InlineMark::PLAIN.iter().filter(|mark| self.counts[mark.number()] > 0);
        let link = self.links.last().filter(|(_, link)| self.uses[*link as usize] < MAX_USES);
        let link = link.map_or(0, |(_, link)| link + 1);
        let style = Style { bits: open.fold(0, |bits, mark| bits | mark.bit()), link, code: 0 };
        Style { code: if style.has(InlineMark::Code) { self.codes } else { 0 }, ..style }
    }

    /// Counts the writing of a block in which links may be open.
    pub(super) fn count_uses(&mut self) {
        for (_, link) in &self.links {
            let uses = &mut self.uses[*link as usize];
            *uses = uses.saturating_add(1);
        }
    }
}
