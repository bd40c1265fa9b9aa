//! The address of an image.

use crate::tokenize::{Attr, StartTag};

use super::structure::MAX_ADDRESS_LEN;

/// The address of an image: where scripts put it there once it is scrolled to, the one that they read.
pub(super) fn image_address<'t>(tag: &'t StartTag<'_>) -> Option<&'t str> {
    const LAZY: [Attr; 3] = [Attr::DataSrc, Attr::DataLazySrc, Attr::DataOriginal];
    let is_fit = |src: &&str| {
        // Placeholders, mostly.
        let is_data = src.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
        !src.is_empty() && src.len() <= MAX_ADDRESS_LEN && !is_data
    };
    let plain = |attr| tag.get(attr).map(str::trim).filter(is_fit);
    let of_set = |attr| tag.get(attr).and_then(largest_of_set).filter(is_fit);
    let lazy = LAZY.into_iter().find_map(plain).or_else(|| of_set(Attr::DataSrcset));
    lazy.or_else(|| plain(Attr::Src)).or_else(|| of_set(Attr::Srcset))
}

/// The candidate of a `srcset` with the largest number behind it: a width or a density (HTML §
/// 4.8.4.2.1).
fn largest_of_set(set: &str) -> Option<&str> {
    /// Candidates that are looked at; sets have some ten.
    const MAX_CANDIDATES: usize = 64;
    let (mut best, mut most) = (None, -1.0);
    let mut rest = set;
    for _ in 0..MAX_CANDIDATES {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        // An address may hold commas, but with one at its end it has no number.
        let address = word.trim_end_matches(',');
        let is_bare = address.len() < word.len();
        let number = if is_bare { "" } else { behind.split(',').next().unwrap_or("") };
        rest = &behind[number.len()..];
        let size = number.trim().trim_end_matches(['w', 'x']).parse().unwrap_or(0.0);
        if size > most && !address.is_empty() {
            (best, most) = (Some(address), size);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use crate::options::{Images, Links};
    use crate::stages::{Builder, Lexer};

    #[test]
    fn images_have_the_address_that_is_shown_in_the_end() {
        let address = |attributes: &str| {
            let (mut lexer, builder) = (Lexer::new(), Builder::new());
            let mut builder = builder.with_structure(Links::Keep, Images::Keep);
            lexer.feed(&format!("<p>a<img {attributes}>b"), &mut builder);
            lexer.finish(&mut builder);
            let structure = builder.finish().structure.expect("it was asked for");
            structure.images.into_iter().next().map(|image| image.src)
        };
        let found = |attributes: &str| address(attributes).unwrap_or_default();
        assert_eq!(found("src=' a.jpg '"), "a.jpg");
        assert_eq!(found("src=data:image/gif;base64,R0 data-src=a.jpg"), "a.jpg");
        assert_eq!(found("src=blank.gif data-lazy-src=a.jpg"), "a.jpg");
        assert_eq!(found("srcset='s.jpg 300w, l,1.jpg 900.5w,m.jpg 600w'"), "l,1.jpg");
        assert_eq!(found("srcset='a.jpg, b.jpg 2x'"), "b.jpg");
        assert_eq!(address("src=DATA:,x srcset=' , '"), None);
    }
}
