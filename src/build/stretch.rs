//! Stretches of text in which white space is single spaces already, and can be copied as they are.

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0C' | b'\r')
}

/// The length of the control character that `bytes` begin with: terminals act on them and no
/// reader needs them. A soft hyphen is one: it says where a line may break, and would split the word.
pub(super) fn control_len(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0..=0x1F | 0x7F, ..] => Some(1),
        [0xC2, 0x80..=0x9F | 0xAD, ..] => Some(2),
        _ => None,
    }
}

/// The end of the stretch of words from `start` on in which white space is single spaces already; it begins
/// with a word.
pub(super) fn stretch_end(bytes: &[u8], start: usize) -> usize {
    let mut pos = start;
    while let Some(window) = bytes[pos..].first_chunk()
        && is_plain(window)
    {
        pos += PLAIN_LEN;
    }
    while pos < bytes.len() {
        let b = bytes[pos];
        let single_space =
            b == b' ' && bytes.get(pos + 1).is_some_and(|next| *next > b' ' && *next != 0x7F);
        if (b <= b' ' && !single_space) || b == 0x7F {
            break;
        }
        if b == 0xC2 && control_len(&bytes[pos..]).is_some() {
            // The control character goes, and then the space before it may not be single.
            return pos - usize::from(bytes[pos - 1] == b' ');
        }
        pos += 1;
    }
    pos
}

/// Bytes that [`is_plain`] answers for at once.
const PLAIN_LEN: usize = 16;

/// Whether all bytes but the last are words with single spaces; the last one is looked at only
/// for what it makes of a space before it. Without a branch inside, so that it becomes SIMD code.
fn is_plain(window: &[u8; PLAIN_LEN + 1]) -> bool {
    let ends_word = |b: u8| (b <= b' ') | (b == 0x7F);
    let stops = |i: usize| {
        let (b, next) = (window[i], window[i + 1]);
        ((b != b' ') | ends_word(next)) & (ends_word(b) | (b == 0xC2))
    };
    !(0..PLAIN_LEN).fold(false, |found, i| found | stops(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [`stretch_end`] byte by byte.
    fn slow_end(bytes: &[u8], start: usize) -> usize {
        let is_dropped = |at| bytes.get(at..).and_then(control_len).is_some();
        let stops = |at: &usize| match bytes[*at] {
            b' ' => bytes.get(at + 1).is_none_or(|next| *next <= b' ') || is_dropped(at + 1),
            b => b < b' ' || is_dropped(*at),
        };
        (start..bytes.len()).find(stops).unwrap_or(bytes.len())
    }

    #[test]
    fn stretches_end_in_the_same_place_at_any_offset() {
        let marks = [
            "", "  ", " \n", "\t", "\t\n", "\t ", " ", "\u{7f}", " \u{7f}", "\u{80}", "\u{a0}",
            " \u{85}",
        ];
        let fillers = [("ab c", "é ", "and words after it, é."), ("abcd", "", "andwordsafterit,é")];
        for (mark, (filler, gap, rest)) in marks.into_iter().flat_map(|m| fillers.map(|f| (m, f))) {
            for before in 0..40 {
                let text = format!("a{}{gap}{mark}{rest}", filler.repeat(before));
                let bytes = text.as_bytes();
                assert_eq!(stretch_end(bytes, 0), slow_end(bytes, 0), "{text:?}");
            }
        }
    }
}
