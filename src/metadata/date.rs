//! Dates as pages write them, to ISO 8601 in the zone in which they are written.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::time::{self, Clock};

/// Numbers and words of a text in which a date is looked for: a dateline is short.
const MAX_TOKENS: usize = 48;
/// The web has older articles in archives, but none from before newspapers' indexes.
const YEARS: Range<u32> = 1850..2101;

/// Which of two small numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// 12/31: the United States.
    MonthFirst,
    /// 31/12: nearly everyone else.
    DayFirst,
}

impl DayOrder {
    /// The order in a language such as `en-GB`; English without a country is mostly American.
    pub(super) fn of(language: Option<&str>) -> DayOrder {
        let language = language.unwrap_or("en").to_ascii_lowercase().replace('_', "-");
        match language.as_str() {
            "en" | "en-us" | "en-ph" => DayOrder::MonthFirst,
            _ => DayOrder::DayFirst,
        }
    }
}

static MONTHS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let lines = include_str!("../tables/months.txt").lines().filter(|line| !line.starts_with('#'));
    let months = lines.filter_map(|line| line.split_once('\t'));
    months.filter_map(|(number, name)| Some((name, number.parse().ok()?))).collect()
});

/// A number or a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its value, if it is a number.
    pub(super) number: Option<u32>,
    /// Its letters or digits.
    pub(super) len: usize,
}

impl Token<'_> {
    fn year(&self) -> Option<u32> {
        let year = self.number.filter(|_| self.len == 4)?;
        YEARS.contains(&year).then_some(year)
    }

    fn small(&self, max: u32) -> Option<u32> {
        self.number.filter(|n| self.len <= 2 && (1..=max).contains(n))
    }

    fn month(&self) -> Option<u32> {
        MONTHS.get(self.text.to_lowercase().as_str()).copied()
    }

    /// `3rd`, `1er`, or the `de` of `3 de mayo de 2024`.
    fn is_particle(&self) -> bool {
        matches!(
            self.text.to_ascii_lowercase().as_str(),
            "st" | "nd" | "rd" | "th" | "er" | "de" | "del" | "of" | "d" | "พ.ศ" | "ค.ศ"
        )
    }
}

/// A day found in a text.
struct Day {
    year: u32,
    month: u32,
    day: u32,
    /// Its last token.
    last: usize,
}

/// The first date in a text: where it stands, and itself in ISO 8601, both with the time that follows it.
pub(super) fn find(text: &str, order: DayOrder) -> Option<(Range<usize>, String)> {
    if !may_have_year(text) {
        return None;
    }
    let tokens = tokens(text);
    let found = |first| Some((first, day_at(text, &tokens, first, order)?));
    let (first, day) = (0..tokens.len()).find_map(found)?;
    let mut iso = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    let mut end = tokens[day.last].end;
    if let Some(Clock { time, end: behind }) = time::behind(text, &tokens, day.last, order) {
        iso.push_str(&time);
        end = end.max(behind);
    }
    // The sign of a day or of minutes.
    end += text[end..].chars().next().filter(|c| is_date_sign(*c)).map_or(0, char::len_utf8);
    Some((tokens[first].start..end, iso))
}

/// Whether four digits stand in a row: no date is without, and most lines are.
pub(super) fn may_have_year(text: &str) -> bool {
    let mut digits = 0;
    let mut is_fourth = |is_digit: bool| {
        digits = if is_digit { digits + 1 } else { 0 };
        digits == 4
    };
    if text.is_ascii() {
        text.bytes().any(|b| is_fourth(b.is_ascii_digit()))
    } else {
        text.chars().any(|c| is_fourth(digit(c).is_some()))
    }
}

/// The value of a digit: of our own, and of those in which Arabic, Persian, Hindi, Bengali and Thai dates are written.
pub(super) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 6] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{E50}'];
    let values = ZEROS.iter().filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero)));
    values.into_iter().find(|value| *value < 10)
}

/// A declared value in ISO 8601.
pub(super) fn parse(value: &str, order: DayOrder) -> Option<String> {
    find(value, order).map(|(_, iso)| iso)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let is_buddhist = text.contains(is_thai);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let is_number = digit(c).is_some();
        if !is_number && !is_letter(c) {
            continue;
        }
        let is_same = |at: usize, c: char| match is_number {
            true => digit(c).is_some(),
            false => is_letter(c) || is_mark(c) || (c == '.' && is_in_abbreviation(text, at)),
        };
        let (mut end, mut len) = (start + c.len_utf8(), 1);
        while let Some((at, c)) = rest.next_if(|(at, c)| is_same(*at, *c)) {
            (end, len) = (at + c.len_utf8(), len + 1);
        }
        let text = &text[start..end];
        let number = if is_number { number(text, is_buddhist && len == 4) } else { None };
        tokens.push(Token { text, start, end, number, len });
        if tokens.len() == MAX_TOKENS {
            break;
        }
    }
    tokens
}

/// The value of digits. Thai years are counted from the Buddha's death.
fn number(digits: &str, may_be_buddhist: bool) -> Option<u32> {
    const AHEAD: u32 = 543;
    let add = |value: u32, c: char| value.checked_mul(10)?.checked_add(digit(c)?);
    let value = digits.chars().try_fold(0, add)?;
    let is_buddhist = may_be_buddhist && value >= YEARS.start + AHEAD;
    Some(if is_buddhist { value - AHEAD } else { value })
}

/// The signs of East Asian dates and times stand between numbers as points do elsewhere.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_date_sign(c)
}

/// What stands inside words and is no letter: the signs of vowels that are not spoken, and of tones.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{93C}' | '\u{94D}' | '\u{9BC}' | '\u{9CD}' | '\u{E47}'..='\u{E4E}' | '\u{200D}')
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{E4E}')
}

/// Whether the point at a place stands in an abbreviation such as `พ.ค.`, of which it is no end.
fn is_in_abbreviation(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_thai) && text[at + 1..].starts_with(is_thai)
}

fn is_date_sign(c: char) -> bool {
    matches!(
        c,
        '年' | '月' | '日' | '년' | '월' | '일' | '時' | '时' | '分' | '秒' | '시' | '분' | '초'
    )
}

/// What stands between the tokens `at` and `at + 1`, without white space.
pub(super) fn gap<'t>(text: &'t str, tokens: &[Token<'_>], at: usize) -> Option<&'t str> {
    Some(text[tokens[at].end..tokens.get(at + 1)?.start].trim())
}

fn day_at(text: &str, tokens: &[Token<'_>], at: usize, order: DayOrder) -> Option<Day> {
    let day = if tokens[at].month().is_some() {
        month_first(text, tokens, at)
    } else if tokens[at].year().is_some() {
        year_first(text, tokens, at)
    } else if tokens[at].len == 8 {
        compact(tokens[at], at)
    } else {
        in_numbers(text, tokens, at, order).or_else(|| day_first(text, tokens, at))
    };
    day.filter(|day| (1..=12).contains(&day.month) && day.day <= month_len(day.year, day.month))
}

fn month_len(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 2024-05-16, 2024/5/16, 2024. 5. 16., 2024年5月16日, 2024 May 16.
fn year_first(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Day> {
    let is_sign = |gap: &str| matches!(gap, "-" | "/" | "." | "年" | "月" | "년" | "월");
    let (first, second) = (gap(text, tokens, at)?, gap(text, tokens, at + 1)?);
    let by_name = tokens[at + 1].month().filter(|_| first.is_empty() && second.is_empty());
    let month = match by_name {
        None if !is_sign(first) || !is_sign(second) => return None,
        by_name => by_name.or(tokens[at + 1].small(12))?,
    };
    let day = tokens[at + 2].small(31)?;
    Some(Day { year: tokens[at].year()?, month, day, last: at + 2 })
}

/// 20240516.
fn compact(token: Token<'_>, at: usize) -> Option<Day> {
    let number = token.number?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let is_day = YEARS.contains(&year) && day > 0;
    is_day.then_some(Day { year, month, day, last: at })
}

/// 16.5.2024, 5/16/2024.
fn in_numbers(text: &str, tokens: &[Token<'_>], at: usize, order: DayOrder) -> Option<Day> {
    let sign = gap(text, tokens, at)?;
    if !matches!(sign, "/" | "." | "-") || gap(text, tokens, at + 1)? != sign {
        return None;
    }
    let (first, second) = (tokens[at].small(31)?, tokens[at + 1].small(31)?);
    let year = tokens[at + 2].year()?;
    // A point is European in any language; a number over 12 tells by itself.
    let month_first = second > 12 || (first <= 12 && sign != "." && order == DayOrder::MonthFirst);
    let (month, day) = if month_first { (first, second) } else { (second, first) };
    Some(Day { year, month, day, last: at + 2 })
}

/// 16 May 2024, 16th of May, 2024, 16. Mai 2024, 16 de mayo de 2024.
fn day_first(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Day> {
    let day = tokens[at].small(31)?;
    let at_month = skip_particles(text, tokens, at)?;
    let month = tokens[at_month].month()?;
    let mut last = skip_particles(text, tokens, at_month)?;
    // The month in two ways: أيار/مايو.
    if tokens[last].month() == Some(month) {
        last = skip_particles(text, tokens, last)?;
    }
    Some(Day { year: tokens[last].year()?, month, day, last })
}

/// May 16, 2024; May 16th 2024; Unix's May 16 09:05:00 CEST 2024, and C's, which has no zone.
fn month_first(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Day> {
    let month = tokens[at].month()?;
    let at_day = skip_particles(text, tokens, at)?;
    let day = tokens[at_day].small(31)?;
    let last = skip_particles(text, tokens, at_day)?;
    let year = tokens[last].year().or_else(|| {
        let is_time =
            gap(text, tokens, at_day + 1)? == ":" && gap(text, tokens, at_day + 2)? == ":";
        let behind_time = [at_day + 4, at_day + 5];
        behind_time.iter().find_map(|at| tokens.get(*at)?.year()).filter(|_| is_time)
    })?;
    Some(Day { year, month, day, last: if tokens[last].year().is_some() { last } else { at_day } })
}

/// The next token of a date behind particles, if nothing but points and commas stands between.
fn skip_particles(text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    /// `th of` is the longest.
    const MAX_PARTICLES: usize = 2;
    (at..=at + MAX_PARTICLES)
        .take_while(|at| {
            gap(text, tokens, *at).is_some_and(|gap| {
                matches!(gap, "" | "," | "،" | "." | ".," | "-" | "/" | "º" | "'")
            })
        })
        .map(|at| at + 1)
        .find(|at| !tokens[*at].is_particle())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_dates() {
        let cases = [
            ("2024-05-16", "2024-05-16"),
            ("2024-05-16T09:05:59.250+02:00", "2024-05-16T09:05:59+02:00"),
            ("2024-05-16T09:05:59Z", "2024-05-16T09:05:59Z"),
            ("2024-05-16 09:05:59 -0430", "2024-05-16T09:05:59-04:30"),
            ("2024-05-16T09:05:59ZZ", "2024-05-16T09:05:59Z"),
            ("2024-05-16T09:05", "2024-05-16T09:05"),
            ("Thu, 16 May 2024 09:05:00 GMT", "2024-05-16T09:05:00Z"),
            ("Thu, 16 May 2024 09:05:00 GMT+2", "2024-05-16T09:05:00+02:00"),
            ("16 May 2024 09:05:00 UTC+123", "2024-05-16T09:05:00"),
            ("2024-05-16T09:05:00+99:99", "2024-05-16T09:05:00"),
            ("2024-05-16T09:05:00+13:60", "2024-05-16T09:05:00"),
            ("2024-05-16T09:05:00+14:30", "2024-05-16T09:05:00"),
            ("2024-05-16T09:05:00-12:00", "2024-05-16T09:05:00-12:00"),
            ("2024-05-16T09:05:00-13:00", "2024-05-16T09:05:00"),
            ("Thu May 16 2024 09:05:00 GMT+0200 (CEST)", "2024-05-16T09:05:00+02:00"),
            ("May 16, 2024, 9:05:00 PM", "2024-05-16T21:05:00"),
            ("16 May 2024, 9:00-10:00", "2024-05-16T09:00"),
            ("16 May 2024, 9:00 - 11 h", "2024-05-16T09:00"),
            ("16 May 2024 09:05 -0430", "2024-05-16T09:05-04:30"),
            ("2024-05-16T09:05-04:30", "2024-05-16T09:05-04:30"),
            ("16 May 2024, 24:30", "2024-05-16"),
            ("Thu May 16 19:05:36 CEST 2024", "2024-05-16T19:05:36+02:00"),
            ("Thu May 16 19:05:36 XYZT 2024", "2024-05-16T19:05:36"),
            ("May 16, 2024 9:05 PM EDT", "2024-05-16T21:05-04:00"),
            ("May 16, 2024 at 9:05 p.m. (CST)", "2024-05-16T21:05-06:00"),
            ("May 16, 2024, 9:05 AM IST", "2024-05-16T09:05"),
            ("16 May 2024, 23:30 PST - 1:30", "2024-05-16T23:30-08:00"),
            ("Thu May 16 19:05:36 2024", "2024-05-16T19:05:36"),
            ("2024 May 16", "2024-05-16"),
            ("20240516", "2024-05-16"),
            ("\"2024-05-16T09:05:00Z\"", "2024-05-16T09:05:00Z"),
            ("5/16/2024 12:05 a.m.", "2024-05-16T00:05"),
        ];
        for (written, iso) in cases {
            assert_eq!(parse(written, DayOrder::MonthFirst).as_deref(), Some(iso), "{written}");
        }
    }

    #[test]
    fn dates_in_datelines() {
        let cases = [
            ("Published on Thursday 16th of May, 2024 by the desk", "2024-05-16"),
            ("16. Mai 2024, 09:05 Uhr", "2024-05-16T09:05"),
            ("16. Mai 2024, 09:05 Zeit", "2024-05-16T09:05"),
            ("16 May 2024 00:15 BST", "2024-05-16T00:15+01:00"),
            ("2024年5月16日 9:05 JST", "2024-05-16T09:05+09:00"),
            ("Thu May 16 19:05:36 CST 2024", "2024-05-16T19:05:36"),
            ("16 mai 2024, 9:05 est", "2024-05-16T09:05"),
            ("jueves, 16 de mayo de 2024", "2024-05-16"),
            ("16 мая 2024 в 9:05", "2024-05-16T09:05"),
            ("2024年5月16日 9:05", "2024-05-16T09:05"),
            ("2024. 5. 16.", "2024-05-16"),
            ("Posted Sept. 6, 2024", "2024-09-06"),
            ("01.04.2025", "2025-04-01"),
            ("3/4/2025", "2025-04-03"),
            ("2024.05.03. 오후 2:05", "2024-05-03T14:05"),
            ("2024-05-03 오전 12:05:11", "2024-05-03T00:05:11"),
            ("2024년 5월 3일 오후 2시 5분", "2024-05-03T14:05"),
            ("2024年5月3日 下午2:05", "2024-05-03T14:05"),
            ("2024年5月3日 星期五晚上9:05", "2024-05-03T21:05"),
            ("2024年5月3日 上午9:05", "2024-05-03T09:05"),
            ("2024年5月3日(金) 午後2時5分", "2024-05-03T14:05"),
            ("2024年5月3日 14時05分", "2024-05-03T14:05"),
            ("3 Μαΐου 2024 2:05 μ.μ.", "2024-05-03T14:05"),
            ("3 Μαΐου 2024, 9:05 πμ", "2024-05-03T09:05"),
            ("نشر في: 3 مايو 2024 - 2:05 م", "2024-05-03T14:05"),
            ("٣ مايو ٢٠٢٤", "2024-05-03"),
            ("الجمعة 3 أيار/مايو 2024", "2024-05-03"),
            ("۳ مه ۲۰۲۴", "2024-05-03"),
            ("3 مئی 2024", "2024-05-03"),
            ("०३ अप्रैल २०२४", "2024-04-03"),
            ("03 मई 2024, 02:05 PM IST", "2024-05-03T14:05"),
            ("৩ মার্চ ২০২৪", "2024-03-03"),
            ("3 พ.ค. 2567 14:05 น.", "2024-05-03T14:05"),
            ("๓ พฤษภาคม พ.ศ. ๒๕๖๗", "2024-05-03"),
            ("3 พฤษภาคม 2024", "2024-05-03"),
            ("3/14/2025", "2025-03-14"),
        ];
        for (written, iso) in cases {
            let found = find(written, DayOrder::DayFirst).map(|(_, iso)| iso);
            assert_eq!(found.as_deref(), Some(iso), "{written}");
        }
        assert_eq!(DayOrder::of(Some("en_GB")), DayOrder::DayFirst);
    }

    #[test]
    fn what_is_no_date() {
        let none = [
            "May 2024",
            "31 February 2024",
            "13.13.2024",
            "version 2.5.16",
            "2024",
            "",
            "May I, 16",
            "3 May 2567",
            "۱۴ اردیبهشت ۱۴۰۳",
        ];
        for text in none {
            assert_eq!(parse(text, DayOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn the_table_is_tidy() {
        let lines = include_str!("../tables/months.txt").lines().filter(|l| !l.starts_with('#'));
        let mut rows = Vec::new();
        for line in lines {
            let (number, name) = line.split_once('\t').expect(line);
            let number: u32 = number.parse().expect(line);
            assert!((1..=12).contains(&number) && name == name.to_lowercase(), "{line}");
            rows.push((number, name));
        }
        assert!(rows.is_sorted(), "sort months.txt by number and name");
        assert_eq!(MONTHS.len(), rows.len(), "a name stands twice in months.txt");
    }
}
