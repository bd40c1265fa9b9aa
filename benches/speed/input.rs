//! A page as the readers get it.

use dechaff::decode::{EncodingHints, decode};

/// One page as bytes and, for the readers that begin after decoding, as text.
pub struct Input {
    pub bytes: Vec<u8>,
    pub text: String,
}

impl From<Vec<u8>> for Input {
    fn from(bytes: Vec<u8>) -> Self {
        let text = decode(&bytes, EncodingHints::default()).0;
        Input { bytes, text }
    }
}

/// Cuts out `script` and `style` elements.
pub fn without_scripts(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let mut kept = String::new();
    let mut pos = 0;
    let next = |pos: usize| {
        let find = |start: &str, end| Some((pos + lower[pos..].find(start)?, end));
        let script = find("<script", "</script>");
        script.into_iter().chain(find("<style", "</style>")).min()
    };
    while let Some((start, end_tag)) = next(pos) {
        kept.push_str(&page[pos..start]);
        pos = lower[start..].find(end_tag).map_or(page.len(), |len| start + len + end_tag.len());
    }
    kept.push_str(&page[pos..]);
    kept
}
