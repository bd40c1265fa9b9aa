//! Chinese characters as one form of two: what a phrase says in simplified ones it says in traditional
//! ones.

use std::sync::LazyLock;

/// Where Han characters begin and end that the table may have.
const FIRST: u32 = 0x4E00;
const END: u32 = 0xA000;

/// The simplified form of each character from [`FIRST`] on, itself if it has none.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms: Vec<char> = (FIRST..END).filter_map(char::from_u32).collect();
    for (simplified, traditional) in pairs() {
        if let Some(form) = index(traditional).and_then(|at| forms.get_mut(at)) {
            *form = simplified;
        }
    }
    forms
});

/// The simplified form of a character, itself if it has none.
pub(super) fn simplified(c: char) -> char {
    index(c).and_then(|at| SIMPLIFIED.get(at)).copied().unwrap_or(c)
}

fn index(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST).map(|at| at as usize)
}

/// Each traditional character of the table, behind its simplified one.
fn pairs() -> impl Iterator<Item = (char, char)> {
    let lines = include_str!("../tables/han.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).flat_map(|(simplified, traditional)| {
        simplified.chars().flat_map(move |form| traditional.chars().map(move |other| (form, other)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_tidy() {
        let table = include_str!("../tables/han.txt");
        let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sort han.txt");
        for line in lines {
            let (form, others) = line.split_once('\t').expect("simplified TAB traditional");
            assert_eq!(form.chars().count(), 1, "{line:?}");
            let others: Vec<char> = others.chars().collect();
            assert!(!others.is_empty() && others.is_sorted(), "{line:?}");
            assert_eq!(
                simplified(form.chars().next().unwrap_or(' ')).to_string(),
                form,
                "{line:?}"
            );
            assert!(others.iter().all(|c| simplified(*c).to_string() == form), "{line:?}");
        }
    }

    #[test]
    fn other_characters_stay() {
        for c in ['a', 'é', 'か', '人', '\u{9FFF}', '\u{A000}', '한', '\u{20000}'] {
            assert_eq!(simplified(c), c);
        }
    }
}
