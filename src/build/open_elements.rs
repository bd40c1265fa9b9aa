//! The stack of open elements, with the implied and the misplaced end tags of real pages.
//!
//! It follows the tree construction rules (HTML § 13.2.6.4.7) as far as they decide which text is
//! inside what. It does not rebuild formatting elements (the adoption agency): nothing here asks
//! in which of two paragraphs a `b` was closed.

use crate::tokenize::Tag;

use super::arena::{Context, ElementId};
use super::classes::{Class, class};
use super::open_block::Gap;

/// Deeper elements are not pushed and their text goes to the one at the cap: a million nested
/// `<div>` must cost neither stack nor quadratic time. Chromium's cap is 512 as well.
pub(super) const MAX_DEPTH: usize = 512;

/// Buckets that count open elements by name, so that a stray end tag is answered without search.
const BUCKETS: usize = 256;

/// What an `rt` or `rp` closes: the elements with implied end tags, but `rtc`, its container.
const RT_ENDS: &[Tag] =
    &[Tag::Rb, Tag::Rp, Tag::Rt, Tag::P, Tag::Li, Tag::Dd, Tag::Dt, Tag::Optgroup, Tag::Option];
/// What an `rb` or `rtc` closes.
const RTC_ENDS: &[Tag] = &[
    Tag::Rb,
    Tag::Rp,
    Tag::Rt,
    Tag::P,
    Tag::Li,
    Tag::Dd,
    Tag::Dt,
    Tag::Optgroup,
    Tag::Option,
    Tag::Rtc,
];

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) element: ElementId,
    pub(super) name_hash: u32,
    pub(super) tag: Tag,
    /// Level of the heading it is in, 0 outside.
    pub(super) heading: u8,
    /// Children numbered so far: list items, rows or cells.
    pub(super) children: u16,
    /// Own and inherited.
    pub(super) context: Context,
    /// What its boundaries are in preformatted text, if not those of a block.
    pub(super) gap: Gap,
}

/// The outermost element beyond the caps that is not shown, such as a template.
#[derive(Clone, Copy, Debug)]
struct Unshown {
    tag: Tag,
    /// Elements beyond the caps that are open with it.
    open: u64,
    /// Elements of its name that are open in it.
    inside: u64,
}

/// The stack.
#[derive(Debug)]
pub(super) struct OpenElements {
    stack: Vec<Open>,
    counts: [u32; BUCKETS],
    /// Elements beyond [`MAX_DEPTH`] or the cap on all elements that are open.
    overflow: u64,
    unshown: Option<Unshown>,
    /// Elements looked at in searches: what a test of linear time counts.
    #[cfg(test)]
    looked_at: std::cell::Cell<u64>,
}

/// What an end tag closes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// Nothing: it is ignored.
    Nothing,
    /// All from this index of the stack on.
    From(usize),
    /// The one at this index; those above it stay.
    Only(usize),
    /// An element that was not pushed.
    Overflow,
}

fn bucket(tag: Tag, name_hash: u32) -> usize {
    match tag {
        Tag::Unknown => Tag::COUNT + name_hash as usize % (BUCKETS - Tag::COUNT),
        known => known as usize,
    }
}

impl OpenElements {
    pub(super) fn new() -> Self {
        OpenElements {
            stack: Vec::with_capacity(64),
            counts: [0; BUCKETS],
            overflow: 0,
            unshown: None,
            #[cfg(test)]
            looked_at: std::cell::Cell::default(),
        }
    }

    #[cfg(test)]
    pub(super) fn looked_at(&self) -> u64 {
        self.looked_at.get()
    }

    /// The open elements with their index, from the inside.
    fn inside_out(&self) -> impl Iterator<Item = (usize, &Open)> {
        self.stack.iter().enumerate().rev().inspect(|_| {
            #[cfg(test)]
            self.looked_at.set(self.looked_at.get() + 1);
        })
    }

    /// The innermost open element that `is_it` accepts.
    fn innermost(&self, mut is_it: impl FnMut(&Open) -> bool) -> Option<usize> {
        self.inside_out().find(|(_, open)| is_it(open)).map(|(index, _)| index)
    }

    pub(super) fn top(&self) -> Option<&Open> {
        self.stack.last()
    }

    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    pub(super) fn is_open(&self, tag: Tag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// The innermost open element whose boundaries are block boundaries.
    pub(super) fn innermost_block(&self) -> Option<&Open> {
        self.inside_out().map(|(_, open)| open).find(|open| class(open.tag).has(Class::BLOCK))
    }

    /// The innermost open heading.
    pub(super) fn heading(&self) -> Option<&Open> {
        self.inside_out().map(|(_, open)| open).find(|open| open.tag.heading_level().is_some())
    }

    /// The nearest open element with `tag`, from the inside.
    pub(super) fn nearest_mut(&mut self, tags: &[Tag]) -> Option<&mut Open> {
        let index = self.innermost(|open| tags.contains(&open.tag))?;
        self.stack.get_mut(index)
    }

    /// Whether no more elements are pushed.
    pub(super) fn is_full(&self) -> bool {
        self.stack.len() >= MAX_DEPTH
    }

    /// Counts an element as open without pushing it; `own` is what it says to all inside it. One that often has no end
    /// tag is not counted, or all behind it would stay beyond the cap.
    pub(super) fn pass_over(&mut self, tag: Tag, own: Context) {
        if class(tag).has(Class::ENDS_BY_ITSELF) {
            return;
        }
        self.overflow += 1;
        match &mut self.unshown {
            Some(unshown) => unshown.inside += u64::from(unshown.tag == tag),
            None if own.has(Context::SKIPPED) => {
                self.unshown = Some(Unshown { tag, open: self.overflow, inside: 0 });
            }
            None => {}
        }
    }

    /// Counts an element that was passed over as closed. What was left open inside one that is not shown goes with
    /// it, or the text behind it would be lost.
    fn close_passed_over(&mut self, tag: Tag) {
        match &mut self.unshown {
            Some(Unshown { tag: unshown, open, inside: 0 }) if *unshown == tag => {
                self.overflow = *open;
            }
            Some(unshown) if unshown.tag == tag => unshown.inside -= 1,
            _ => {}
        }
        self.overflow -= 1;
        self.unshown = self.unshown.filter(|unshown| unshown.open <= self.overflow);
    }

    /// Whether an element is open that was not pushed.
    pub(super) fn is_beyond_caps(&self) -> bool {
        self.overflow > 0
    }

    /// Whether an element beyond the caps that is not shown is open.
    pub(super) fn is_unshown(&self) -> bool {
        self.unshown.is_some()
    }

    /// What the innermost open element says to all inside it.
    pub(super) fn context(&self) -> Context {
        let context = self.stack.last().map_or(Context::default(), |open| open.context);
        if self.unshown.is_some() { context.with(Context::SKIPPED) } else { context }
    }

    pub(super) fn push(&mut self, open: Open) {
        self.counts[bucket(open.tag, open.name_hash)] += 1;
        self.stack.push(open);
    }

    /// The open elements from `index` on, from the outside.
    pub(super) fn elements_from(&self, index: usize) -> impl Iterator<Item = ElementId> {
        self.stack[index..].iter().map(|open| open.element)
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        self.counts[bucket(open.tag, open.name_hash)] -= 1;
        Some(open)
    }

    pub(super) fn remove(&mut self, index: usize) -> Open {
        let open = self.stack.remove(index);
        self.counts[bucket(open.tag, open.name_hash)] -= 1;
        open
    }

    /// The index from which on a start tag of `tag` closes what is open, if it closes anything.
    pub(super) fn closed_by_start(&self, tag: Tag) -> Option<usize> {
        match tag {
            Tag::Li => self.item_before(&[Tag::Li]),
            Tag::Dd | Tag::Dt => self.item_before(&[Tag::Dd, Tag::Dt]),
            Tag::Option => self.innermost_run(&[Tag::Option]),
            Tag::Optgroup => self.innermost_run(&[Tag::Option, Tag::Optgroup]),
            Tag::Rt | Tag::Rp if self.is_open(Tag::Ruby) => self.innermost_run(RT_ENDS),
            Tag::Rb | Tag::Rtc if self.is_open(Tag::Ruby) => self.innermost_run(RTC_ENDS),
            Tag::Table if self.is_open(Tag::Table) => self.table_outside_cell(),
            Tag::Button => self.in_scope(&[Tag::Button], &[]),
            Tag::Input => self.in_scope(&[Tag::Select], &[]),
            Tag::Td | Tag::Th => self.inside_of(&[Tag::Tr, Tag::Tbody, Tag::Thead, Tag::Tfoot]),
            Tag::Tr => self.inside_of(&[Tag::Tbody, Tag::Thead, Tag::Tfoot]),
            Tag::Col => self.inside_of(&[Tag::Colgroup]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption | Tag::Colgroup => {
                self.inside_of(&[])
            }
            _ => None,
        }
    }

    /// The open `p` that a start tag of a block closes.
    pub(super) fn open_p(&self) -> Option<usize> {
        if self.is_open(Tag::P) { self.in_scope(&[Tag::P], &[Tag::Button]) } else { None }
    }

    /// The open list item (or term) that the next one closes: nothing special between but
    /// `address`, `div` and `p`.
    fn item_before(&self, tags: &[Tag]) -> Option<usize> {
        for (index, open) in self.inside_out() {
            if tags.contains(&open.tag) {
                return Some(index);
            }
            let passes = matches!(open.tag, Tag::Address | Tag::Div | Tag::P);
            if class(open.tag).has(Class::SPECIAL) && !passes {
                return None;
            }
        }
        None
    }

    fn in_scope(&self, tags: &[Tag], more_boundaries: &[Tag]) -> Option<usize> {
        if !tags.iter().any(|tag| self.is_open(*tag)) {
            return None;
        }
        for (index, open) in self.inside_out() {
            if tags.contains(&open.tag) {
                return Some(index);
            }
            if class(open.tag).has(Class::SCOPE) || more_boundaries.contains(&open.tag) {
                return None;
            }
        }
        None
    }

    /// Where the elements of `tags` begin that are innermost, one in the other.
    fn innermost_run(&self, tags: &[Tag]) -> Option<usize> {
        let len = self.inside_out().take_while(|(_, open)| tags.contains(&open.tag)).count();
        (len > 0).then(|| self.len() - len)
    }

    /// What is open inside the innermost of `rows` or inside its table: a cell that was not
    /// closed, or what does not belong into a table there.
    fn inside_of(&self, rows: &[Tag]) -> Option<usize> {
        let holds = |open: &Open| {
            matches!(open.tag, Tag::Table | Tag::Template) || rows.contains(&open.tag)
        };
        let index = self.innermost(holds)? + 1;
        (index < self.len()).then_some(index)
    }

    /// The innermost table, if no cell or caption is open in it: a table there ends it.
    fn table_outside_cell(&self) -> Option<usize> {
        let holds = [Tag::Table, Tag::Td, Tag::Th, Tag::Caption, Tag::Template];
        let index = self.innermost(|open| holds.contains(&open.tag))?;
        (self.stack[index].tag == Tag::Table).then_some(index)
    }

    /// The outermost of `tags` inside the innermost open table.
    fn in_table(&self, tags: &[Tag]) -> Option<usize> {
        let mut found = None;
        for (index, open) in self.inside_out() {
            if tags.contains(&open.tag) {
                found = Some(index);
            }
            if matches!(open.tag, Tag::Table | Tag::Template) {
                break;
            }
        }
        found
    }

    /// What an end tag closes.
    pub(super) fn closed_by_end(&mut self, tag: Tag, name_hash: u32) -> Closing {
        if self.overflow == 0 || matches!(tag, Tag::Body | Tag::Html | Tag::P | Tag::Br) {
            return self.closed_by_name(tag, name_hash);
        }
        if !class(tag).has(Class::ENDS_BY_ITSELF) {
            self.close_passed_over(tag);
        }
        Closing::Overflow
    }

    /// What an end tag closes of the elements that were pushed. Some start tags count as one, too: `a` in `a`.
    pub(super) fn closed_by_name(&self, tag: Tag, name_hash: u32) -> Closing {
        let kind = class(tag);
        let from = |index: Option<usize>| index.map_or(Closing::Nothing, Closing::From);
        match tag {
            Tag::Body | Tag::Html | Tag::Head => Closing::Nothing,
            Tag::P => from(self.in_scope(&[Tag::P], &[Tag::Button])),
            Tag::Li => from(self.in_scope(&[Tag::Li], &[Tag::Ol, Tag::Ul])),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                from(self.in_scope(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6], &[]))
            }
            Tag::Form => self.in_scope(&[Tag::Form], &[]).map_or(Closing::Nothing, Closing::Only),
            Tag::Table => from(self.in_table(&[Tag::Table])),
            // Whatever is open inside a template goes with it.
            Tag::Template if self.is_open(tag) => from(self.innermost(|open| open.tag == tag)),
            _ if kind.has(Class::TABLE_PART) => from(self.in_table(&[tag])),
            _ if kind.has(Class::FORMATTING) => self.formatting(tag),
            _ if kind.has(Class::SPECIAL.with(Class::CLOSES_P)) => from(self.in_scope(&[tag], &[])),
            _ => self.inline(tag, name_hash),
        }
    }

    fn formatting(&self, tag: Tag) -> Closing {
        match self.in_scope(&[tag], &[]) {
            None => Closing::Nothing,
            Some(index) => {
                let mut inside = self.inside_out().take_while(|(at, _)| *at > index);
                let blocks_inside = inside.any(|(_, open)| class(open.tag).has(Class::SPECIAL));
                if blocks_inside { Closing::Only(index) } else { Closing::From(index) }
            }
        }
    }

    fn inline(&self, tag: Tag, name_hash: u32) -> Closing {
        if self.counts[bucket(tag, name_hash)] == 0 {
            return Closing::Nothing;
        }
        for (index, open) in self.inside_out() {
            if open.tag == tag && open.name_hash == name_hash {
                return Closing::From(index);
            }
            if class(open.tag).has(Class::SPECIAL) {
                return Closing::Nothing;
            }
        }
        Closing::Nothing
    }
}
