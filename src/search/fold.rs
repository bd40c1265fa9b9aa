//! Folding: what two spellings of one phrase have in common.
//!
//! Lower case, accents of Latin, Greek and Arabic off, Persian letters as Arabic ones, ё as е, Chinese characters
//! simplified, apostrophes and hyphens of one kind, every white space one space, soft hyphens and zero-width
//! characters gone, letters in one form whether their marks are of their own or not. The way back to the text as it
//! stands is kept, as hits are reported in it.

use super::han::simplified;
use crate::letters::is_small;

/// Folded forms of U+00C0 to U+017F; `_` stays as it is.
const LATIN: &[u8; 192] = b"aaaaaa_ceeeeiiiidnooooo_ouuuuy__aaaaaa_ceeeeiiiidnooooo_ouuuuy_y\
      aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii__jjkkklllllll\
      lllnnnnnnnnnoooooo__rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
const LATIN_START: u32 = 0xC0;
/// The same for U+1E00 to U+1EFF, where Vietnamese is.
const LATIN_ADDITIONAL: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
      mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
      wwwwwwwwwwxxxxyyzzzzzzhtwy_s____aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
      eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______";
const LATIN_ADDITIONAL_START: u32 = 0x1E00;

/// Texts in folded form, joined by line feeds, with the way back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    text: String,
    /// Where each text begins in `text`.
    starts: Vec<u32>,
    /// Positions from which on the folded and the original text advance in step: in `text`, and in
    /// the original of the one it stands in.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds texts one after the other.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Folded {
        let mut folded = Folded::default();
        for text in texts {
            folded.push(text);
        }
        folded
    }

    /// How many texts were folded.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The folded form of a text, by its number.
    pub(crate) fn part(&self, index: usize) -> &str {
        let end = self.starts.get(index + 1).map_or(self.text.len(), |start| *start as usize);
        let part = &self.text[self.start(index)..end];
        part.strip_suffix('\n').unwrap_or(part)
    }

    /// All of them, with a line feed behind each.
    pub(crate) fn joined(&self) -> &str {
        &self.text
    }

    /// Where a text begins in the texts as they are joined.
    pub(crate) fn start(&self, index: usize) -> usize {
        self.starts[index] as usize
    }

    /// The place in the original of its text that a place in the texts as they are joined came from.
    pub(crate) fn original(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(folded, _)| *folded as usize <= at);
        let (folded, original) = self.steps[step.saturating_sub(1)];
        original as usize + at - folded as usize
    }

    /// Folds one more text.
    fn push(&mut self, text: &str) {
        self.starts.push(self.text.len() as u32);
        self.steps.push((self.text.len() as u32, 0));
        fold_all(text, &mut self.text, |folded, original| {
            self.steps.push((folded as u32, original as u32));
        });
        self.text.push('\n');
    }
}

/// The folded form of a text.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_all(text, &mut folded, |_, _| {});
    folded
}

/// Adds the folded form of a text, and calls `step` behind each character that changes its length: with
/// the places in `out` and in the text from which on they advance together again. Places within what one
/// character folds to lead to its start: an open phrase can end there.
fn fold_all(text: &str, out: &mut String, mut step: impl FnMut(usize, usize)) {
    out.reserve(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let plain = at + plain_len(&bytes[at..]);
        let from = out.len();
        out.push_str(&text[at..plain]);
        out[from..].make_ascii_lowercase();
        at = plain;
        // Characters that are not plain come in rows, with single spaces between them.
        let rest = text[at..].chars().take_while(|c| !c.is_ascii() || *c <= ' ');
        for c in rest {
            at += c.len_utf8();
            let before = out.len();
            fold(c, out);
            let len = out.len() - before;
            if len > 1 && out.as_bytes()[before].is_ascii() {
                (before + 1..out.len()).for_each(|within| step(within, at - c.len_utf8()));
                step(out.len(), at);
            } else if len != c.len_utf8() {
                step(out.len(), at);
            }
        }
    }
}

/// How many bytes need no more than lower case: ASCII with single spaces.
fn plain_len(bytes: &[u8]) -> usize {
    /// Bytes that are looked at together, which the compiler makes one comparison each of.
    const STRIDE: usize = 16;
    let mut len = 0;
    // Each is looked at with the one behind it, so a stride ends before the last byte.
    while let Some(chunk) = bytes[len..].first_chunk::<{ STRIDE + 1 }>() {
        let mut any = len == 0 && chunk[0] == b' ';
        for at in 0..STRIDE {
            let is_double = (chunk[at] == b' ') & (chunk[at + 1] == b' ');
            any |= (chunk[at] >= 0x80) | (chunk[at] < b' ') | is_double;
        }
        if any {
            break;
        }
        len += STRIDE;
    }
    let mut after_space = len == 0 || bytes[len - 1] == b' ';
    let rest = bytes[len..].iter().position(|byte| {
        let is_double = *byte == b' ' && after_space;
        after_space = *byte == b' ';
        *byte >= 0x80 || *byte < b' ' || is_double
    });
    rest.map_or(bytes.len(), |rest| len + rest)
}

/// Adds the folded form of a character that is not plain.
fn fold(c: char, out: &mut String) {
    match c {
        ' ' if !out.ends_with(' ') => out.push(' '),
        c if stays(c) => out.push(c),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ß' | 'ẞ' => out.push_str("ss"),
        'þ' | 'Þ' => out.push_str("th"),
        'ﬀ' => out.push_str("ff"),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        'ﬃ' => out.push_str("ffi"),
        'ﬄ' => out.push_str("ffl"),
        '\u{4E00}'..='\u{9FFF}' => out.push(simplified(c)),
        _ if is_combining(c) => combine(c, out),
        _ if is_invisible(c) => {}
        _ if c.is_whitespace() => {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        }
        _ => out.push(fold_one(c)),
    }
}

/// Whether a character is known to be its own folded form: what most text of other scripts is made of.
fn stays(c: char) -> bool {
    matches!(c, 'а'..='я' | 'ا'..='غ' | 'ف'..='ك' | 'ل'..='و' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '가'..='힣')
}

fn fold_one(c: char) -> char {
    let from = |table: &[u8], start: u32| {
        let folded = table.get((c as u32).checked_sub(start)? as usize)?;
        (*folded != b'_').then_some(char::from(*folded))
    };
    let latin = from(LATIN, LATIN_START).or(from(LATIN_ADDITIONAL, LATIN_ADDITIONAL_START));
    if let Some(letter) = latin {
        return letter;
    }
    let lower = if is_small(c) { c } else { c.to_lowercase().next().unwrap_or(c) };
    match lower {
        'ơ' => 'o',
        'ư' => 'u',
        'ș' => 's',
        'ț' => 't',
        'ё' => 'е',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        // Persian keyboards and Arabic ones have letters of their own for the same.
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        '’' | '‘' | 'ʼ' | '`' | '´' | '′' | '׳' => '\'',
        '״' => '"',
        '‐' | '‑' => '-',
        '\u{FF01}'..='\u{FF5E}' => {
            // Full-width ASCII: the same order, from `!` on.
            let ascii = char::from_u32(lower as u32 - 0xFF01 + 0x21).unwrap_or(lower);
            ascii.to_ascii_lowercase()
        }
        _ => lower,
    }
}

/// Whether a character makes another letter of the one before it, where most marks make the same of it: the marks of
/// й, ї and ў, those of kana, and the vowels and final consonants of Korean.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{306}' | '\u{308}' | '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// Puts the letter that it is with a mark in place of the last one; a mark that makes none is gone, as others are.
fn combine(mark: char, out: &mut String) {
    let Some(last) = out.chars().next_back() else {
        return;
    };
    let letter = match (last, mark) {
        ('и', '\u{306}') => Some('й'),
        ('у', '\u{306}') => Some('ў'),
        ('і', '\u{308}') => Some('ї'),
        // Kana with a mark stand right behind those without, in the order か が; は ば ぱ.
        ('う', '\u{3099}') => Some('ゔ'),
        ('ウ', '\u{3099}') => Some('ヴ'),
        ('か'..='と' | 'カ'..='ト' | 'は'..='ほ' | 'ハ'..='ホ', '\u{3099}') => {
            char::from_u32(last as u32 + 1)
        }
        ('は'..='ほ' | 'ハ'..='ホ', '\u{309A}') => char::from_u32(last as u32 + 2),
        _ => hangul(last, mark),
    };
    match letter {
        Some(letter) => {
            out.pop();
            out.push(letter);
        }
        None if matches!(mark, '\u{1161}'..='\u{11C2}') => out.push(mark),
        None => {}
    }
}

/// The syllable of a first consonant and a vowel, or of a syllable without a final consonant and that one (Unicode,
/// section 3.12).
fn hangul(last: char, mark: char) -> Option<char> {
    const SYLLABLES: u32 = 0xAC00;
    const FIRSTS: u32 = 0x1100;
    const VOWELS: u32 = 0x1161;
    /// One before the first final consonant: none is one of 28.
    const FINALS: u32 = 0x11A7;
    let [first, mark] = [last as u32, mark as u32];
    match (last, mark) {
        ('\u{1100}'..='\u{1112}', VOWELS..=0x1175) => {
            char::from_u32(SYLLABLES + ((first - FIRSTS) * 21 + mark - VOWELS) * 28)
        }
        ('가'..='힣', 0x11A8..=0x11C2) if (first - SYLLABLES).is_multiple_of(28) => {
            char::from_u32(first + mark - FINALS)
        }
        _ => None,
    }
}

/// Soft hyphens, zero-width characters, directional marks, and marks that stand on a letter.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
            | '\u{300}'..='\u{36F}' // combining accents
            | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}' // Hebrew points
            | '\u{640}' | '\u{64B}'..='\u{65F}' // Arabic tatweel and vowels
            | '\u{FE00}'..='\u{FE0F}' // variation selectors
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_alike() {
        assert_eq!(folded("ABONNÉS"), "abonnes");
        assert_eq!(folded("Für  dich\u{A0}\n da"), "fur dich da");
        assert_eq!(folded("Don’t"), "don't");
        assert_eq!(folded("Ещё"), "еще");
        assert_eq!(folded("e\u{301}te\u{AD}\u{200B}"), "ete");
        assert_eq!(folded("STRAẞE Straße"), "strasse strasse");
        assert_eq!(folded("Đăng ký"), "dang ky");
        assert_eq!(folded("Ｌｏｇｉｎ"), "login");
        assert_eq!(folded("İSTANBUL ΣΑΣ"), "istanbul σασ");
        assert_eq!(folded("訂閱電子報，繼續閱讀"), folded("订阅电子报，继续阅读"));
        assert_eq!(folded("اشتراک خبرنامه‌ی ما"), folded("اشتراك خبرنامه\u{200C}ي ما"));
    }

    #[test]
    fn what_stays_is_its_own_folded_form() {
        let differs = |c: &char| fold_one(*c) != *c || is_invisible(*c) || c.is_whitespace();
        assert_eq!(('\0'..=char::MAX).filter(|c| stays(*c)).find(differs), None);
    }

    #[test]
    fn marks_of_their_own_make_the_same_letters() {
        for (apart, whole) in [
            ("и\u{306}у\u{306}і\u{308}е\u{308}", "йўїё"),
            ("か\u{3099}ハ\u{309A}ウ\u{3099}", "がパヴ"),
            ("\u{1105}\u{1169}\u{1100}\u{1173}\u{110B}\u{1175}\u{11AB}", "로그인"),
            ("a\u{308}\u{3099}", "ä"),
        ] {
            assert_eq!(folded(apart), folded(whole));
        }
        assert_eq!(folded("oﬀer oﬃce דוא״ל"), "offer office דוא\"ל");
    }

    #[test]
    fn places_within_a_letter_lead_to_its_start() {
        for text in ["xæß", "oﬃce"] {
            let folded = Folded::new(std::iter::once(text));
            let places: Vec<usize> =
                (0..=folded.part(0).len()).map(|at| folded.original(at)).collect();
            assert!(
                places.is_sorted() && places.iter().all(|at| text.is_char_boundary(*at)),
                "{places:?}"
            );
        }
    }

    #[test]
    fn places_lead_back() {
        let texts = ["Größe  zählt", "a\u{AD}b – ’c"];
        let folded = Folded::new(texts.into_iter());
        assert_eq!((folded.part(0), folded.part(1)), ("grosse zahlt", "ab – 'c"));
        for (part, word, original) in [(0, "zahlt", "zählt"), (1, "'c", "’c"), (1, "b", "b")] {
            let start = folded.start(part) + folded.part(part).find(word).expect("it is there");
            let range = folded.original(start)..folded.original(start + word.len());
            assert_eq!(&texts[part][range], original);
        }
    }
}
