//! Times as they stand behind dates, on clocks of 24 and of 12 hours.

use std::fmt::Write;
use std::sync::LazyLock;

use super::date::{DayOrder, Token, gap};
use super::zone::zone;

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

static HALVES: LazyLock<Vec<(&str, Half)>> = LazyLock::new(|| {
    let lines = include_str!("../tables/day-halves.txt").lines().filter(|it| !it.starts_with('#'));
    let halves = lines.filter_map(|line| line.split_once('\t'));
    let half = |kind| if kind == "am" { Half::Morning } else { Half::Afternoon };
    halves.map(|(kind, word)| (word, half(kind))).collect()
});

/// A time that was found.
pub(super) struct Clock {
    /// With `T` in front.
    pub(super) time: String,
    /// Where it ends in the text, with the half of the day but without its zone.
    pub(super) end: usize,
}

/// The time behind a day: `09:05`, `T09:05:59.2+02:00`, `, 9:05 p.m.`, `at 21:05`, `오후 9:05`.
pub(super) fn behind(
    text: &str,
    tokens: &[Token<'_>],
    last: usize,
    order: DayOrder,
) -> Option<Clock> {
    let first = first_number(text, tokens, last)?;
    let part = |at: usize, max: u32| {
        let token = tokens.get(at)?;
        token.number.filter(|n| token.len <= 2 && *n <= max)
    };
    let (hour, minute) = (part(first, 23)?, part(first + 1, 59)?);
    let sign = gap(text, tokens, first)?;
    if !matches!(sign, ":" | "時" | "时" | "시") {
        return None;
    }
    let mut end = first + 1;
    let seconds = part(end + 1, 60).filter(|_| sign == ":" && gap(text, tokens, end) == Some(":"));
    end += usize::from(seconds.is_some());
    let mut behind = &text[tokens[end].end..];
    if seconds.is_some()
        && let Some(fraction) = behind.strip_prefix(['.', ','])
    {
        behind = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let (half, rest) = half_at(behind.trim_start());
    let before = || half_before(tokens[first - 1].text);
    let hour = match half.or_else(before) {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    // Behind a time for people a dash begins the time of an end.
    let is_exact = seconds.is_some() || text[..tokens[first].start].ends_with(['T', 't']);
    let mut time = format!("T{hour:02}:{minute:02}");
    if let Some(seconds) = seconds {
        let _ = write!(time, ":{seconds:02}");
    }
    if is_exact || half.is_some() || !is_time(rest) {
        time.push_str(&zone(rest, order).unwrap_or_default());
    }
    Some(Clock { time, end: text.len() - rest.len() })
}

/// The number that a time begins with: behind a word such as `at` or `um`, and one for the half of the day.
fn first_number(text: &str, tokens: &[Token<'_>], last: usize) -> Option<usize> {
    let is_near = |at: usize| gap(text, tokens, at).is_some_and(|gap| gap.chars().count() <= 3);
    let (mut at, mut words) = (last, 0);
    while is_near(at) && words <= 1 {
        at += 1;
        if tokens[at].number.is_some() {
            return Some(at);
        }
        words += usize::from(half_before(tokens[at].text).is_none());
    }
    None
}

/// The half of the day that a word in front of a time names, itself or at its end where words are not parted:
/// `下午`, `星期五下午`.
fn half_before(word: &str) -> Option<Half> {
    /// East Asian scripts begin here.
    const FIRST: char = '\u{2E80}';
    let mut halves = HALVES.iter().filter(|(name, _)| name.starts_with(|c| c >= FIRST));
    halves.find(|(name, _)| word.ends_with(name)).map(|(_, half)| *half)
}

/// The half of the day that a text begins with, `pm` or `a.m.`, and what stands behind it.
fn half_at(text: &str) -> (Option<Half>, &str) {
    let len = text.find(|c: char| c != '.' && !c.is_alphabetic()).unwrap_or(text.len());
    let word = text[..len].replace('.', "").to_lowercase();
    match HALVES.iter().find(|(name, _)| *name == word) {
        Some((_, half)) => (Some(*half), text[len..].trim_start()),
        None => (None, text),
    }
}

/// Whether a word is the name of a half of the day.
pub(super) fn is_half(word: &str) -> bool {
    HALVES.iter().any(|(name, _)| *name == word)
}

/// `-10:00`, `- 11`: no four digits, as zones behind a time without seconds are written.
fn is_time(text: &str) -> bool {
    let digits = text
        .strip_prefix(['-', '\u{2212}'])
        .map(|rest| rest.trim_start().chars().take_while(char::is_ascii_digit).count());
    digits.is_some_and(|digits| digits < 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_the_day() {
        assert_eq!(half_at("p.m. (EST)"), (Some(Half::Afternoon), "(EST)"));
        assert_eq!(half_at("ΠΜ"), (Some(Half::Morning), ""));
        assert_eq!(half_at("pmx"), (None, "pmx"));
        assert_eq!(half_before("星期五下午"), Some(Half::Afternoon));
        assert_eq!(half_before("اليوم"), None);
    }

    #[test]
    fn the_table_is_tidy() {
        let lines =
            include_str!("../tables/day-halves.txt").lines().filter(|l| !l.starts_with('#'));
        let rows: Vec<(&str, &str)> =
            lines.map(|line| line.split_once('\t').expect(line)).collect();
        assert!(rows.iter().all(|(kind, word)| {
            ["am", "pm"].contains(kind) && *word == word.to_lowercase() && !word.contains('.')
        }));
        assert!(rows.is_sorted(), "sort day-halves.txt by half and word");
    }
}
