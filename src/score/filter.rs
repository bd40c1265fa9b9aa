//! The cheap filter in front of the forest: its own first trees.
//!
//! Half of the blocks of a page are menus and footers, of which a ninth of the trees is sure (a
//! cascade: Viola & Jones, CVPR 2001). They are not asked further; the other blocks are moved together,
//! so that the remaining trees find full lanes. Of the words that all trees would keep one in ten
//! thousand is lost by it (`train/EXPERIMENTS.md`).

use fearless_simd::Level;

use super::codes::Codes;
use super::forest::{LANES, Lanes, add_all};
use super::model_file::Early;
use super::tree::TreeBytes;

/// If so many blocks of a chunk stay, moving them costs more than asking the others in vain.
const ENOUGH: usize = LANES * 3 / 4;

/// The sum of all trees for each block, in units of the model; for those that are out what it would
/// come to.
pub(super) fn sums(codes: &Codes<'_>, trees: &[TreeBytes], bias: i32, early: Early) -> Vec<f64> {
    let (first, others) = trees.split_at(early.trees.min(trees.len()));
    let mut found = vec![0.0; codes.rows()];
    let level = codes.level();
    let mut rest = Rest::new(level, others);
    for (chunk, start) in codes.chunks().zip((0..codes.rows()).step_by(LANES)) {
        let mut sums = [bias; LANES];
        add_all(level, first, chunk, &mut sums);
        let lanes = 0..LANES.min(codes.rows() - start);
        let stays: Vec<usize> = lanes.clone().filter(|lane| sums[*lane] >= early.below).collect();
        for lane in lanes {
            found[start + lane] = f64::from(sums[lane]) * early.factor;
        }
        if stays.len() < ENOUGH {
            rest.add(chunk, start, &sums, &stays, &mut found);
        } else {
            add_all(level, others, chunk, &mut sums);
            stays.iter().for_each(|lane| found[start + lane] = f64::from(sums[*lane]));
        }
    }
    rest.evaluate(&mut found);
    found
}

/// Blocks that the filter leaves, moved together.
struct Rest<'t> {
    level: Level,
    trees: &'t [TreeBytes],
    /// Of each feature, the codes of the blocks in `rows`.
    chunk: Vec<Lanes>,
    /// The number of the block in each lane.
    rows: Vec<usize>,
    /// Its sum so far.
    sums: [i32; LANES],
}

impl<'t> Rest<'t> {
    fn new(level: Level, trees: &'t [TreeBytes]) -> Self {
        Rest { level, trees, chunk: Vec::new(), rows: Vec::with_capacity(LANES), sums: [0; LANES] }
    }

    /// Adds the blocks in some lanes of a chunk that begins with block `start`.
    fn add(
        &mut self,
        chunk: &[Lanes],
        start: usize,
        sums: &[i32; LANES],
        mut stays: &[usize],
        found: &mut [f64],
    ) {
        self.chunk.resize(chunk.len(), [0; LANES]);
        while !stays.is_empty() {
            let at = self.rows.len();
            let (taken, left) = stays.split_at(stays.len().min(LANES - at));
            for (to, from) in self.chunk.iter_mut().zip(chunk) {
                for (to, lane) in to[at..].iter_mut().zip(taken) {
                    *to = from[lane % LANES];
                }
            }
            for (to, lane) in self.sums[at..].iter_mut().zip(taken) {
                *to = sums[*lane];
            }
            self.rows.extend(taken.iter().map(|lane| start + lane));
            if self.rows.len() == LANES {
                self.evaluate(found);
            }
            stays = left;
        }
    }

    /// Asks the trees about the blocks at hand.
    fn evaluate(&mut self, found: &mut [f64]) {
        if self.rows.is_empty() {
            return;
        }
        add_all(self.level, self.trees, &self.chunk, &mut self.sums);
        for (row, sum) in self.rows.drain(..).zip(self.sums) {
            found[row] = f64::from(sum);
        }
    }
}
