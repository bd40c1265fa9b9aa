//! What letters and digits are, told without a search.

/// What [`char::is_alphanumeric`] says. The standard library searches a table of runs, some three hundred
/// instructions a letter; what nearly all text is written in is told by its range.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{660}'..='\u{669}' => true,
        _ => is_known_letter(c).unwrap_or_else(|| c.is_alphanumeric()),
    }
}

/// What [`char::is_alphabetic`] says, in the same way.
pub(crate) fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphabetic(),
        _ => is_known_letter(c).unwrap_or_else(|| c.is_alphabetic()),
    }
}

/// Whether a character beyond ASCII is a letter, or neither a letter nor a digit, if its range tells.
#[inline(always)]
fn is_known_letter(c: char) -> Option<bool> {
    match c {
        // Spaces and marks: Latin-1, general punctuation, CJK.
        '\u{80}'..='\u{A9}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3004}' => Some(false),
        '\u{3008}'..='\u{3020}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => Some(false),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{2C1}' | '\u{1E00}'..='\u{1EFF}' => Some(true),
        'Α'..='Ρ' | 'Σ'..='ϵ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => Some(true),
        'א'..='ת' | '\u{620}'..='\u{657}' => Some(true),
        'ऄ'..='ह' | 'ก'..='\u{E3A}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' => Some(true),
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '가'..='힣' => Some(true),
        _ => None,
    }
}

/// Whether a word goes on with a character: letters, digits, and the marks of Indic scripts that bind two letters or
/// change one, virama and nukta, which stand at the same place in each of their blocks from Devanagari to Malayalam.
pub(crate) fn is_word_part(c: char) -> bool {
    is_alphanumeric(c)
        || (matches!(c, '\u{900}'..='\u{D7F}') && matches!(c as u32 & 0x7F, 0x3C | 0x4D))
}

/// Whether a character stands inside of words without being seen: what parts or joins the forms of two letters.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a character is known to be its own lower case: small letters, those of scripts without case, and
/// marks. Of others [`char::to_lowercase`] tells, by a search.
pub(crate) fn is_small(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | '\u{80}'..='¿' | 'ß'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' | '\u{590}'..='\u{109F}'
            | '\u{2000}'..='\u{206F}' | '\u{2E80}'..='\u{A63F}' | '가'..='힣'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_told_as_the_standard_library_does() {
        let differs = |c: &char| is_alphanumeric(*c) != c.is_alphanumeric();
        assert_eq!(('\0'..=char::MAX).find(differs), None);
        let differs = |c: &char| is_alphabetic(*c) != c.is_alphabetic();
        assert_eq!(('\0'..=char::MAX).find(differs), None);
        let differs = |c: &char| is_small(*c) && (c.is_uppercase() || !c.to_lowercase().eq([*c]));
        assert_eq!(('\0'..=char::MAX).find(differs), None);
    }
}
