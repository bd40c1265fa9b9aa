//! Where a tag's parts stand: its name, its attributes, its end (HTML § 13.2.5.8 and on).

use memchr::{memchr, memchr2};

use super::{Attr, Attributes, char_ref, name};

/// A tag's parts.
pub(super) struct TagScan {
    pub(super) name_end: usize,
    pub(super) name_hash: u32,
    pub(super) self_closing: bool,
    /// After `>`.
    pub(super) end: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

/// Reads a tag from its name on, and its attributes into `list`; `None` if the input ends first.
pub(super) fn scan_tag(
    input: &str,
    from: usize,
    mut list: Option<&mut Attributes>,
) -> Option<TagScan> {
    let bytes = input.as_bytes();
    let (name_end, name_hash) = scan_name(bytes, from, name::START, TAG_NAME_END)?;
    let mut pos = name_end;
    loop {
        match *bytes.get(pos)? {
            b'>' => {
                return Some(TagScan { name_end, name_hash, self_closing: false, end: pos + 1 });
            }
            b'/' if *bytes.get(pos + 1)? == b'>' => {
                return Some(TagScan { name_end, name_hash, self_closing: true, end: pos + 2 });
            }
            b'/' => pos += 1,
            b if is_space(b) => pos += 1,
            _ => pos = scan_attribute(input, pos, list.as_deref_mut())?,
        }
    }
}

/// Goes on with a name up to a byte with one of these [`ENDS`]: the place of the end, and the hash.
#[inline]
fn scan_name(bytes: &[u8], from: usize, start: u32, ends: u8) -> Option<(usize, u32)> {
    let mut hash = start;
    for (len, byte) in bytes[from..].iter().enumerate() {
        if ENDS[usize::from(*byte)] & ends != 0 {
            return Some((from + len, hash));
        }
        hash = name::step(hash, *byte);
    }
    None
}

const TAG_NAME_END: u8 = 1;
const ATTRIBUTE_NAME_END: u8 = 2;

/// What each byte ends.
static ENDS: [u8; 256] = {
    let mut ends = [0; 256];
    ends[b'=' as usize] = ATTRIBUTE_NAME_END;
    let both = *b"\t\n\x0C\r />";
    let mut i = 0;
    while i < both.len() {
        ends[both[i] as usize] = TAG_NAME_END | ATTRIBUTE_NAME_END;
        i += 1;
    }
    ends
};

/// Reads one attribute from its name on; the place after it.
fn scan_attribute(input: &str, from: usize, list: Option<&mut Attributes>) -> Option<usize> {
    let bytes = input.as_bytes();
    // The first character belongs to the name even if it is `=`.
    let first = name::step(name::START, bytes[from]);
    let (mut pos, hash) = scan_name(bytes, from + 1, first, ATTRIBUTE_NAME_END)?;
    let name = &bytes[from..pos];
    while is_space(*bytes.get(pos)?) {
        pos += 1;
    }
    let (start, end, next) =
        if bytes[pos] == b'=' { scan_value(bytes, pos + 1)? } else { (pos, pos, pos) };
    if let Some(list) = list
        && let Some(attr) = Attr::from_hashed(name, hash)
    {
        add_attribute(list, attr, input, start, end);
    }
    Some(next)
}

/// The value after `=`: its start, its end, and the place after it.
fn scan_value(bytes: &[u8], from: usize) -> Option<(usize, usize, usize)> {
    let mut pos = from;
    while is_space(*bytes.get(pos)?) {
        pos += 1;
    }
    match bytes[pos] {
        quote @ (b'"' | b'\'') => {
            let end = pos + 1 + memchr(quote, &bytes[pos + 1..])?;
            Some((pos + 1, end, end + 1))
        }
        b'>' => Some((pos, pos, pos)),
        _ => {
            let len = bytes[pos..].iter().position(|b| *b == b'>' || is_space(*b))?;
            Some((pos, pos + len, pos + len))
        }
    }
}

fn add_attribute(list: &mut Attributes, attr: Attr, input: &str, start: usize, end: usize) {
    let value = &input[start..end];
    if memchr2(b'&', b'\r', value.as_bytes()).is_some() {
        list.push_decoded(attr, |out| char_ref::decode_attribute(value, out));
    } else {
        list.push_range(attr, start, end);
    }
}
