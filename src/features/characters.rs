//! Characters of a block's own text: shares and marks.

use super::scan::Characters;
use super::{Columns, Reading, Stats};

pub(super) fn add(table: &mut impl Columns, stats: &Stats) {
    let columns: [Reading<Characters>; 14] = [
        ("digits", |c| c.digits as f32 / c.all.max(1) as f32),
        ("upper", |c| c.upper as f32 / c.all.max(1) as f32),
        ("quotes", |c| c.quotes as f32),
        ("bars", |c| c.bars as f32),
        ("colons", |c| c.colons as f32),
        ("currency", |c| c.currency as f32),
        ("copyright", |c| f32::from(c.copyrights > 0)),
        ("starts_upper", |c| f32::from(c.starts_upper)),
        ("all_upper", |c| f32::from(c.upper > 0 && c.lower == 0)),
        ("ends_sentence", |c| f32::from(c.ends_sentence)),
        ("ends_colon", |c| f32::from(c.ends_colon)),
        ("lines", |c| c.lines as f32),
        ("has_time", |c| f32::from(c.times > 0)),
        ("has_year", |c| f32::from(c.years > 0)),
    ];
    for (name, value) in columns {
        table.add(name, stats.characters.iter().map(value));
    }
}
