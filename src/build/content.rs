//! Which text makes a block.

use super::arena::BlockKind;
use crate::letters::is_alphanumeric;

/// Whether text makes a block. Bullets and bars part the entries of menus, but stars part scenes, "+" and "–"
/// are the data of tables, and code is any text.
pub(crate) fn has_content(kind: BlockKind, text: &str) -> bool {
    match kind {
        BlockKind::Preformatted => !text.trim().is_empty(),
        BlockKind::Control => has_words(text),
        _ => has_words(text) || is_mark(text),
    }
}

/// Whether text counts, as the numbers of lines of code do; what a program printed may, too.
pub(super) fn counts_lines(text: &str) -> bool {
    let mut numbers = text.split_ascii_whitespace().map(|word| word.parse::<u32>().ok());
    let Some(Some(first)) = numbers.next() else {
        return false;
    };
    let mut expected = first;
    let is_counted = numbers.all(|number| {
        expected = expected.saturating_add(1);
        number == Some(expected)
    });
    is_counted && expected > first
}

/// Whether text is whole numbers alone.
pub(super) fn is_numbers(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace())
}

/// Whether text is marks alone that tell something.
fn is_mark(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let tells = |c: char| matches!(c, '+' | '-' | '*' | '?' | '±' | '–' | '—' | '−' | '√' | '⁂');
    chars.peek().is_some() && chars.all(tells)
}

/// Whether text has a letter, digit or symbol.
fn has_words(text: &str) -> bool {
    /// Arrows, dingbats and emoji begin here; punctuation of all scripts stands below.
    const FIRST_SYMBOL: char = '\u{2600}';
    text.bytes().any(|b| b.is_ascii_alphanumeric())
        || text.chars().any(|c| {
            // A byte order mark inside a page is a leftover of joined files.
            !c.is_ascii()
                && c != '\u{FEFF}'
                && (is_alphanumeric(c) || (c >= FIRST_SYMBOL && !is_cjk_punctuation(c)))
        })
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{2E00}'..='\u{2E7F}' | '\u{3000}'..='\u{303F}' | '\u{FE10}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FFFC}'..)
        && c < '\u{10000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_pictures_and_some_marks_are_content() {
        for text in ["a", "é", "字", "7", "☀", "😀", "→ \u{2600}", "* * *", "+", "–", "?", "⁂"]
        {
            assert!(has_content(BlockKind::Paragraph, text), "{text}");
        }
        for text in [
            "", "·", "、。", "「」", "\u{FEFF}", "\u{FF01}", "\u{FFFC}", "→", "|", "»", "- / -",
            "\u{A0}",
        ] {
            assert!(!has_content(BlockKind::Paragraph, text), "{text}");
        }
        assert!(!has_content(BlockKind::Control, "+"));
        assert!(has_content(BlockKind::Preformatted, "});"));
        assert!(!has_content(BlockKind::Preformatted, " \n"));
        assert!(counts_lines("9\n10\n11"));
        assert!(!counts_lines("1 2 4") && !counts_lines("1") && !counts_lines("a\nb"));
    }
}
