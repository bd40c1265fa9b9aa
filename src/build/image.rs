//! Images: their address, and which of them are to be seen.

use crate::tokenize::{Attr, StartTag, Tag};

use super::structure::MAX_ADDRESS_LEN;

/// Where scripts put the address of an image until it is scrolled to.
const LAZY: [Attr; 3] = [Attr::DataSrc, Attr::DataLazySrc, Attr::DataOriginal];

/// Whether scripts put its address there.
fn is_late(tag: &StartTag<'_>) -> bool {
    tag.has(Attr::DataSrcset) || LAZY.into_iter().any(|attr| tag.has(attr))
}

/// Whether it is the image of an AMP page, which is an element with an end tag.
pub(super) fn is_amp_image(tag: &StartTag<'_>) -> bool {
    tag.tag == Tag::Unknown && tag.raw_name().eq_ignore_ascii_case("amp-img")
}

/// Whether it is there to be counted and not to be seen.
pub(super) fn is_pixel(tag: &StartTag<'_>) -> bool {
    let is_thin = |length: &str| {
        let length = length.trim();
        let number = length.strip_suffix("px").unwrap_or(length).trim_end();
        number.parse::<u16>().is_ok_and(|number| number <= 1)
    };
    let is_side = |name: &str| ["width", "height"].iter().any(|it| it.eq_ignore_ascii_case(name));
    let of_style = |style: &str| {
        let declarations = style.split(';').filter_map(|it| it.split_once(':'));
        declarations.filter(|(name, _)| is_side(name.trim())).any(|(_, value)| is_thin(value))
    };
    let is_thin_by = |attr| tag.get(attr).is_some_and(is_thin);
    !is_late(tag)
        && (is_thin_by(Attr::Width)
            || is_thin_by(Attr::Height)
            || tag.get(Attr::Style).is_some_and(of_style))
}

/// When an image is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loading {
    AtOnce,
    /// By scripts, from an address that is known.
    Late,
    /// By scripts: what it shows at first may stand in its place.
    Placeholder,
}

/// An image that scripts load late has a copy beside it in a `noscript`: one of them is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastImage {
    /// Where it stands in the text.
    pub(super) at: usize,
    pub(super) is_without_scripts: bool,
    loading: Loading,
    /// Its copy came.
    pub(super) has_copy: bool,
}

impl LastImage {
    pub(super) fn new(tag: &StartTag<'_>, at: usize, is_without_scripts: bool) -> LastImage {
        let has_address = is_late(tag) || is_amp_image(tag);
        let classes = tag.get(Attr::Class).unwrap_or("");
        let is_lazy = classes
            .split_ascii_whitespace()
            .any(|class| class.to_ascii_lowercase().contains("lazy"));
        LastImage {
            at,
            is_without_scripts,
            loading: match (has_address, is_lazy) {
                (true, _) => Loading::Late,
                (false, true) => Loading::Placeholder,
                (false, false) => Loading::AtOnce,
            },
            has_copy: false,
        }
    }

    /// Whether the image that comes next is the copy of this one, or the other way round.
    pub(super) fn is_twin(&self, next: &LastImage, is_same_address: bool) -> bool {
        let is_beside = self.at == next.at && self.is_without_scripts != next.is_without_scripts;
        let is_late = [self, next].iter().any(|image| image.loading != Loading::AtOnce);
        is_beside && !self.has_copy && (is_same_address || is_late)
    }

    /// Whether the copy has the address that is shown in the end.
    pub(super) fn yields(&self) -> bool {
        self.loading == Loading::Placeholder && !self.is_without_scripts
    }
}

/// The address of an image: where scripts put it there once it is scrolled to, the one that they read.
pub(super) fn image_address<'t>(tag: &'t StartTag<'_>) -> Option<&'t str> {
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

    fn sources(page: &str) -> Vec<String> {
        let (mut lexer, builder) = (Lexer::new(), Builder::new());
        let mut builder = builder.with_structure(Links::Keep, Images::Keep);
        lexer.feed(page, &mut builder);
        lexer.finish(&mut builder);
        let structure = builder.finish().structure.expect("it was asked for");
        structure.images.into_iter().map(|image| image.src).collect()
    }

    #[test]
    fn images_for_browsers_without_scripts_are_copies() {
        let twin = "<img data-src=a.jpg><noscript><img src=a-large.jpg></noscript>";
        assert_eq!(sources(&twin.repeat(2)), ["a.jpg", "a.jpg"]);
        let first = "<noscript><img src=a.jpg></noscript><img class=lazy src=blank.gif>";
        assert_eq!(sources(&first.repeat(2)), ["a.jpg", "a.jpg"]);
        let unknown =
            "<div><img class=b-lazy src=blank.gif></div><noscript><img src=a.jpg></noscript>";
        assert_eq!(sources(unknown), ["a.jpg"]);
        assert_eq!(
            sources("<img src=a.jpg><noscript><img src=b.jpg></noscript>"),
            ["a.jpg", "b.jpg"]
        );
        assert_eq!(sources("<img src=a.jpg>text<noscript><img src=a.jpg></noscript>").len(), 2);
        let amp = "<amp-img src=a.jpg width=9><noscript><img src=a.jpg></noscript></amp-img>";
        assert_eq!(sources(amp), ["a.jpg"]);
    }

    #[test]
    fn pixels_are_no_images() {
        for attributes in [
            "width=1 height=1",
            "height=0",
            "style='border:0; width: 1px'",
            "hidden",
            "style='display:none'",
        ] {
            assert_eq!(sources(&format!("a<img src=count.gif {attributes}>b")), [""; 0]);
        }
        assert_eq!(sources("<img src=a.gif width=1 height=1 data-src=b.jpg>"), ["b.jpg"]);
        assert_eq!(sources("<img src=a.gif width=100% style='max-width:1px'>"), ["a.gif"]);
    }
}
