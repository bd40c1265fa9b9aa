//! Repeated structure: blocks whose elements are alike stand or fall together.

use crate::build::Arena;

use super::words::{START, step};
use super::{FeatureTable, Stats};

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

pub(super) fn add(table: &mut FeatureTable, arena: &Arena, stats: &Stats) {
    add_groups(table, stats, "path", &path_hashes(arena));
    add_groups(table, stats, "class", &class_hashes(arena, stats));
    add_repeats(table, stats);
}

/// The names of all elements from the root to the block.
fn path_hashes(arena: &Arena) -> Vec<u64> {
    let mut paths = Vec::with_capacity(arena.elements.len());
    for (id, element) in arena.elements.iter().enumerate() {
        let parent = if id == 0 { START } else { paths[element.parent as usize] };
        paths.push(step(parent, element.tag as u32));
    }
    arena.blocks.iter().map(|block| paths[block.element as usize]).collect()
}

/// Name and class of the block's element and of the one around it.
fn class_hashes(arena: &Arena, stats: &Stats) -> Vec<u64> {
    let add = |hash: u64, id: u32| {
        let element = &arena.elements[id as usize];
        step(step(hash, element.tag as u32), element.class_hash)
    };
    let elements = stats.blocks.iter().map(|block| block.element);
    elements.map(|id| add(add(START, id), arena.elements[id as usize].parent)).collect()
}

/// The blocks in order of their key, and the groups' ranges in that order.
fn grouped(keys: &[u64]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    order.sort_by_key(|block| keys[*block as usize]);
    order.chunk_by(|a, b| keys[*a as usize] == keys[*b as usize]).map(<[u32]>::to_vec).collect()
}

fn add_groups(table: &mut FeatureTable, stats: &Stats, name: &str, keys: &[u64]) {
    let count = keys.len();
    let mut rows = vec![(Group::default(), 0.0f32); count];
    for members in grouped(keys) {
        let mut group = Group { first: members[0], ..Group::default() };
        for member in &members {
            let block = &stats.blocks[*member as usize];
            group.blocks += 1.0;
            group.words += block.effective;
            group.link_words += block.effective * block.link;
            group.prose += block.prose;
            group.last = *member;
        }
        for (ordinal, member) in members.iter().enumerate() {
            rows[*member as usize] = (group, ordinal as f32 / group.blocks);
        }
    }
    let total = stats.total_words();
    let name = |what: &str| format!("{name}_group_{what}");
    table.add(name("blocks"), rows.iter().map(|(g, _)| g.blocks));
    table.add(name("share"), rows.iter().map(|(g, _)| g.words / total));
    table.add(name("mean_words"), rows.iter().map(|(g, _)| g.words / g.blocks));
    table.add(name("link_density"), rows.iter().map(|(g, _)| g.link_words / g.words.max(1.0)));
    table.add(name("prose"), rows.iter().map(|(g, _)| g.prose / g.words.max(1.0)));
    table.add(name("span"), rows.iter().map(|(g, _)| (g.last - g.first) as f32 / count as f32));
    table.add(name("ordinal"), rows.iter().map(|(_, ordinal)| *ordinal));
}

/// How often a block's text stands on the page, and whether it stood before.
fn add_repeats(table: &mut FeatureTable, stats: &Stats) {
    let keys: Vec<u64> = stats.blocks.iter().map(|block| block.text_hash).collect();
    let mut rows = vec![(0.0f32, 0.0f32); keys.len()];
    for members in grouped(&keys) {
        for (ordinal, member) in members.iter().enumerate() {
            rows[*member as usize] = (members.len() as f32, f32::from(ordinal > 0));
        }
    }
    table.add("repeats", rows.iter().map(|(repeats, _)| *repeats));
    table.add("repeated_before", rows.iter().map(|(_, before)| *before));
}
