//! Zones of time, as they stand behind a time.

use super::date::DayOrder;

/// Abbreviations that mean one zone. "IST" is India's, Israel's and Ireland's.
const NAMED: [(&str, &str); 20] = [
    ("EST", "-05:00"),
    ("EDT", "-04:00"),
    ("CST", "-06:00"),
    ("CDT", "-05:00"),
    ("MST", "-07:00"),
    ("MDT", "-06:00"),
    ("PST", "-08:00"),
    ("PDT", "-07:00"),
    ("BST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
    ("JST", "+09:00"),
    ("KST", "+09:00"),
    ("AEST", "+10:00"),
    ("AEDT", "+11:00"),
    ("NZST", "+12:00"),
    ("NZDT", "+13:00"),
];
/// Those that mean another zone where dates are not American: China's, Malaysia's.
const AMERICAN: [&str; 2] = ["CST", "MST"];

/// The zone that a text begins with: `Z`, `+02:00`, `GMT+0200`, `-03`, `(EST)`.
pub(super) fn zone(text: &str, order: DayOrder) -> Option<String> {
    let text = text.strip_prefix('(').unwrap_or(text);
    let letters = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (name, behind) = text.split_at(letters);
    if let Some((_, offset)) = NAMED.iter().find(|(it, _)| *it == name) {
        let is_meant = order == DayOrder::MonthFirst || !AMERICAN.contains(&name);
        return is_meant.then(|| (*offset).to_owned());
    }
    // Some templates write the letter twice.
    let named = ["UTC", "GMT", "Z", "ZZ", "z"].contains(&name).then_some(behind);
    let rest = named.unwrap_or(text);
    let offset = rest.strip_prefix(['+', '-', '\u{2212}']).map(|digits| {
        let sign = if rest.starts_with('+') { '+' } else { '-' };
        let digits: String =
            digits.chars().filter(|c| *c != ':').take_while(char::is_ascii_digit).take(4).collect();
        let (hours, minutes) = digits.split_at(digits.len().min(2));
        let number = |digits: &str| digits.parse().unwrap_or(0_u16);
        let (hours, minutes) = (number(hours), number(minutes));
        // Clocks are ahead by 14 hours at most, and behind by 12.
        let most = if sign == '+' { 14 * 60 } else { 12 * 60 };
        let is_zone = minutes < 60 && hours * 60 + minutes <= most;
        match digits.len() {
            _ if !is_zone => None,
            1 => Some(format!("{sign}0{digits}:00")),
            2 => Some(format!("{sign}{digits}:00")),
            4 => Some(format!("{sign}{}:{}", &digits[..2], &digits[2..])),
            _ => None,
        }
    });
    match offset {
        Some(offset) => offset,
        None => named.map(|_| "Z".to_owned()),
    }
}
