//! Which blocks of a page are editorial, and of what kind the others are.

use crate::build::{Arena, Context};
use crate::category::Category;
use crate::features::{BlockStats, Stats};
use crate::options::Favor;
use crate::score;

use super::extent::{self, Extent};

/// What the model and the rules of extent say of a page.
pub(super) struct Content {
    stats: Stats,
    /// The probability that each block is editorial.
    pub(super) probabilities: Vec<f32>,
    /// What follows from them.
    pub(super) extent: Extent,
}

/// Features, score and extent of a page.
pub(super) fn content(arena: &Arena, favor: Favor) -> Content {
    let stats = Stats::new(arena);
    let probabilities = score::probabilities(arena, &stats);
    let extent = extent::choose(arena, &stats, &probabilities, favor);
    Content { stats, probabilities, extent }
}

impl Content {
    /// What dropped content is, if it is no notice: navigation where it is mostly links.
    pub(super) fn category(&self, arena: &Arena, block: usize) -> Category {
        /// Lists of links are above this; prose with references is far below.
        const MIN_LINK_DENSITY: f32 = 0.6;
        let BlockStats { link, .. } = self.stats.blocks[block];
        let is_in_nav = arena.blocks[block].context.has(Context::NAV);
        if link >= MIN_LINK_DENSITY || is_in_nav {
            Category::Navigation
        } else {
            Category::Boilerplate
        }
    }
}

/// The probability of each block and whether it is kept, before notices are looked for.
#[must_use]
pub fn content_kept(arena: &Arena, favor: Favor) -> Vec<(f32, bool)> {
    let Content { probabilities, extent, .. } = content(arena, favor);
    probabilities.into_iter().zip(extent.decisions.iter().map(|decision| decision.keep)).collect()
}
