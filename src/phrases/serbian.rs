//! Serbian in its second script: what its table says in Cyrillic, pages print in Latin letters as often.

/// Cyrillic letters by their Latin forms (Vuk Karadžić and Gaj; one for one, but for three digraphs).
const LATIN: [(char, &str); 30] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('ђ', "đ"),
    ('е', "e"),
    ('ж', "ž"),
    ('з', "z"),
    ('и', "i"),
    ('ј', "j"),
    ('к', "k"),
    ('л', "l"),
    ('љ', "lj"),
    ('м', "m"),
    ('н', "n"),
    ('њ', "nj"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('ћ', "ć"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "c"),
    ('ч', "č"),
    ('џ', "dž"),
    ('ш', "š"),
];

/// A text in lower case with Latin letters for its Serbian ones.
pub(super) fn latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        match LATIN.iter().find(|(letter, _)| *letter == c) {
            Some((_, letters)) => latin.push_str(letters),
            None => latin.push(c),
        }
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_latin_form() {
        assert_eq!(latin("љубазна реч, џеп и ђак - njujork"), "ljubazna reč, džep i đak - njujork");
    }
}
