//! Repeated structure: blocks whose elements are alike stand or fall together.

use crate::build::{Arena, Element};
use crate::hash::{ByHash, START, step};

use super::{Columns, Reading, Stats};

/// What is said of the group that a block is in.
#[derive(Clone, Copy, Default)]
struct Group {
    blocks: f32,
    words: f32,
    link_words: f32,
    prose: f32,
    first: u32,
    last: u32,
}

/// A block in its group.
#[derive(Clone, Copy)]
struct Member {
    group: usize,
    ordinal: f32,
}

/// Keys to groups, numbered as they first occur.
type Numbers = ByHash<usize>;

pub(super) fn add(table: &mut impl Columns, arena: &Arena, stats: &Stats) {
    add_groups(table, stats, "path", path_hashes(arena));
    add_groups(table, stats, "class", class_hashes(arena, stats));
    add_repeats(table, stats);
}

/// The names of all elements from the root to the block.
fn path_hashes(arena: &Arena) -> impl Iterator<Item = u64> {
    let mut paths = Vec::with_capacity(arena.elements.len());
    for (id, element) in arena.elements.iter().enumerate() {
        let parent = if id == 0 { START } else { paths[element.parent as usize] };
        paths.push(step(parent, element.tag as u32));
    }
    arena.blocks.iter().map(move |block| paths[block.element as usize])
}

/// Name and class of the block's element and of the one around it.
fn class_hashes(arena: &Arena, stats: &Stats) -> impl Iterator<Item = u64> {
    stats.blocks.iter().map(|block| kind_hash(arena, &arena.elements[block.element as usize]))
}

/// Name and class of an element and of the one around it: what makes elements a kind.
pub(super) fn kind_hash(arena: &Arena, element: &Element) -> u64 {
    let add =
        |hash: u64, element: &Element| step(step(hash, element.tag as u32), element.class_hash);
    add(add(START, element), &arena.elements[element.parent as usize])
}

fn group(stats: &Stats, keys: impl Iterator<Item = u64>) -> (Vec<Group>, Vec<Member>) {
    let mut numbers = Numbers::with_capacity_and_hasher(stats.len(), Default::default());
    let mut groups: Vec<Group> = Vec::new();
    let mut members = Vec::with_capacity(stats.len());
    for (index, (key, block)) in keys.zip(&stats.blocks).enumerate() {
        let number = *numbers.entry(key).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Group { first: index as u32, ..Group::default() });
        }
        let group = &mut groups[number];
        members.push(Member { group: number, ordinal: group.blocks });
        group.blocks += 1.0;
        group.words += block.effective;
        group.link_words += block.effective * block.link;
        group.prose += block.prose;
        group.last = index as u32;
    }
    (groups, members)
}

fn add_groups(
    table: &mut impl Columns,
    stats: &Stats,
    kind: &str,
    keys: impl Iterator<Item = u64>,
) {
    let (groups, members) = group(stats, keys);
    let columns: [Reading<Group>; 5] = [
        ("blocks", |g| g.blocks),
        ("words", |g| g.words),
        ("mean_words", |g| g.words / g.blocks),
        ("link_density", |g| g.link_words / g.words.max(1.0)),
        ("prose", |g| g.prose / g.words.max(1.0)),
    ];
    for (name, value) in columns {
        let values = members.iter().map(|member| value(&groups[member.group]));
        table.add(format_args!("{kind}_group_{name}"), values);
    }
    let of = |member: &Member| groups[member.group];
    let (count, total) = (stats.len() as f32, stats.total_words());
    let share = members.iter().map(|member| of(member).words / total);
    table.add(format_args!("{kind}_group_share"), share);
    let span = members.iter().map(|member| (of(member).last - of(member).first) as f32 / count);
    table.add(format_args!("{kind}_group_span"), span);
    let ordinal = members.iter().map(|member| member.ordinal / of(member).blocks);
    table.add(format_args!("{kind}_group_ordinal"), ordinal);
}

/// How often a block's text stands on the page, and whether it stood before.
fn add_repeats(table: &mut impl Columns, stats: &Stats) {
    let (groups, members) = group(stats, stats.blocks.iter().map(|block| block.text_hash));
    table.add("repeats", members.iter().map(|member| groups[member.group].blocks));
    table.add("repeated_before", members.iter().map(|m| f32::from(m.ordinal > 0.0)));
}
