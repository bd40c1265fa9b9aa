//! Where words begin and end, in every script.

use crate::letters::is_word_part;

/// Whether a word, or a part that readers take for one, begins at `at`.
///
/// Where words are not spaced, any place will do. Arabic and Hebrew write "and", "the", "to" as one
/// letter in front of a word; the word behind them begins too.
pub(crate) fn begins_word(text: &str, at: usize) -> bool {
    let Some(first) = text[at..].chars().next() else {
        return false;
    };
    let mut before = text[..at].chars().rev();
    let Some(last) = before.next() else {
        return true;
    };
    if !is_joined(last, first) {
        return true;
    }
    is_proclitic(last)
        && match before.next() {
            None => true,
            Some(earlier) if !is_word_part(earlier) => true,
            Some(earlier) => {
                is_proclitic(earlier) && before.next().is_none_or(|c| !is_word_part(c))
            }
        }
}

/// Whether a word ends at `at`. Korean particles follow a word without a space.
pub(crate) fn ends_word(text: &str, at: usize) -> bool {
    let (last, next) = (text[..at].chars().next_back(), text[at..].chars().next());
    let (Some(last), Some(next)) = (last, next) else {
        return true;
    };
    is_hangul(last) || !is_joined(last, next)
}

/// Whether two characters side by side are of one word.
fn is_joined(a: char, b: char) -> bool {
    is_word_part(a) && is_word_part(b) && !is_unspaced(a) && !is_unspaced(b)
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Letters of scripts that write without spaces: Thai to Burmese, Khmer, kana, Han.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

/// Letters of which each two side by side are read as a word: those without spaces, and Korean, whose words take
/// particles.
pub(crate) fn is_read_in_pairs(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// "And", "in", "to", "as", "from", "the" in front of a word.
fn is_proclitic(c: char) -> bool {
    matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا' | 'ו' | 'ה' | 'ב' | 'ל' | 'מ' | 'ש' | 'כ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `word` stands in `text` as a word of its own.
    fn is_word(text: &str, word: &str) -> bool {
        let at = text.find(word).expect("it is there");
        begins_word(text, at) && ends_word(text, at + word.len())
    }

    #[test]
    fn words_are_whole_in_every_script() {
        for (text, word) in [
            ("the newsletter's", "newsletter"),
            ("наша розсилка.", "розсилка"),
            ("本日は会員限定です", "会員限定"),
            ("ติดตามข่าวสารได้ที่นี่", "ข่าวสาร"),
            ("뉴스레터를 구독", "뉴스레터"),
            ("והרשמה לעיתון", "הרשמה"),
            ("سجل والاشتراك", "الاشتراك"),
            ("अभी सब्सक्राइब करें", "सब्सक्राइब"),
        ] {
            assert!(is_word(text, word), "{word} in {text}");
        }
        for (text, word) in [
            ("newsletters", "newsletter"),
            ("anewsletter", "newsletter"),
            ("розсилками", "розсилка"),
            ("क्लिक", "क"),
            ("सब्सक्राइब", "सब"),
            ("נתרשמה", "תרשמה"),
        ] {
            assert!(!is_word(text, word), "{word} in {text}");
        }
    }
}
