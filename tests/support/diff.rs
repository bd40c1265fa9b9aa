//! The difference of two texts, line by line.

use std::fmt::Write;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 1;
/// Characters shown of a line.
const MAX_LINE_CHARS: usize = 160;

/// How a line stands to the two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Same,
    Removed,
    Added,
}

/// The lines of `old` (`-`) and `new` (`+`) that differ, with a line of context; empty when the
/// texts are the same.
pub fn diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let changes = changes(&old, &new);
    let is_near = |at: usize| {
        let near = at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(changes.len());
        changes[near].iter().any(|(change, _)| *change != Change::Same)
    };
    let mut out = String::new();
    let mut skipped = false;
    for (at, (change, line)) in changes.iter().enumerate() {
        if !is_near(at) {
            skipped = true;
            continue;
        }
        if skipped && !out.is_empty() {
            out.push_str("   …\n");
        }
        skipped = false;
        let mark = match change {
            Change::Same => ' ',
            Change::Removed => '-',
            Change::Added => '+',
        };
        let shown: String = line.chars().take(MAX_LINE_CHARS).collect();
        let cut = if shown.len() < line.len() { " …" } else { "" };
        let _ = writeln!(out, " {mark} {shown}{cut}");
    }
    out
}

/// The longest common subsequence spelled out.
fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Change, &'t str)> {
    let width = new.len() + 1;
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            changes.push((Change::Same, old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            changes.push((Change::Removed, old[i]));
            i += 1;
        } else {
            changes.push((Change::Added, new[j]));
            j += 1;
        }
    }
    changes
}
