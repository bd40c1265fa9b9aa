//! Tables as bytes.
//!
//! The tables are texts that people extend, and reading them took three quarters of the instructions of
//! a command's run on a short page. So the build script (`tables/build.rs`) reads them, and the
//! program has columns of numbers and folded texts: [`Packer`] writes them, [`Packed`] reads them in
//! the same order. Numbers are little-endian, so that the bytes are the same on every machine.
//!
//! Large columns are used where they stand in the program: a copy of them all was half of the time of a
//! run on one page, as each page of memory has to be asked for.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// The bytes of each column begin at a multiple of this, a line of the cache.
const ALIGN: usize = 64;

/// Bytes that begin where a line of the cache does.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Aligned<B: ?Sized>(pub(crate) B);

/// What the build script wrote to a file of this name.
#[allow(unused_macros, reason = "for the program")]
macro_rules! packed {
    ($name:literal) => {{
        const BYTES: &$crate::packed::Aligned<[u8]> =
            &$crate::packed::Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/", $name)));
        const PACKED: $crate::packed::Packed = $crate::packed::Packed::new(&BYTES.0);
        PACKED
    }};
}
#[allow(unused_imports, reason = "for the program")]
pub(crate) use packed;

/// Writes columns.
#[allow(dead_code, reason = "for the build script")]
#[derive(Debug, Default)]
pub(crate) struct Packer {
    bytes: Vec<u8>,
}

/// Reads the columns that a [`Packer`] wrote, in their order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed {
    all: &'static [u8],
    /// Where the next column begins.
    at: usize,
}

#[allow(dead_code, reason = "for the build script")]
impl Packer {
    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds a column of values of so many bytes each.
    pub(crate) fn column<const N: usize>(&mut self, values: &[[u8; N]]) {
        let bytes = values.as_flattened();
        self.bytes.extend((bytes.len() as u32).to_le_bytes());
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGN), 0);
        self.bytes.extend(bytes);
    }
}

impl Packed {
    /// Bytes of a [`Packer`].
    pub(crate) const fn new(bytes: &'static [u8]) -> Packed {
        Packed { all: bytes, at: 0 }
    }

    /// The next column, of values of so many bytes each, where it stands.
    pub(crate) fn column<const N: usize>(&mut self) -> &'static [[u8; N]] {
        let len = self.all.get(self.at..).and_then(<[u8]>::first_chunk);
        let len = u32::from_le_bytes(*len.unwrap_or_else(|| damaged())) as usize;
        let start = (self.at + size_of::<u32>()).next_multiple_of(ALIGN);
        self.at = start + len;
        self.all.get(start..self.at).unwrap_or_else(|| damaged()).as_chunks().0
    }

    /// The next two columns, which [`Rows::pack`] wrote.
    pub(crate) fn rows<const N: usize>(&mut self) -> Rows<N> {
        Rows { all: self.column().into(), ends: self.column().into() }
    }

    /// The same of texts.
    pub(crate) fn texts(&mut self) -> Texts {
        Texts(self.rows())
    }
}

/// Rows of values of so many bytes each: read ones, or those of a table where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows<const N: usize> {
    /// One row behind the other.
    all: Cow<'static, [[u8; N]]>,
    /// Where each ends, four bytes each.
    ends: Cow<'static, [[u8; 4]]>,
}

impl<const N: usize> Rows<N> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A row, by its number.
    pub(crate) fn get(&self, index: usize) -> &[[u8; N]] {
        &self.all[self.range(index)]
    }

    /// Adds one.
    pub(crate) fn push(&mut self, row: &[[u8; N]]) {
        self.all.to_mut().extend(row);
        self.ends.to_mut().push((self.all.len() as u32).to_le_bytes());
    }

    /// The rows as columns.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.column(&self.all);
        packer.column(&self.ends);
    }

    fn range(&self, index: usize) -> Range<usize> {
        let end = |index: usize| u32::from_le_bytes(self.ends[index]) as usize;
        index.checked_sub(1).map_or(0, end)..end(index)
    }
}

/// Texts: read ones, or those of a table where they stand.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Texts(Rows<1>);

impl Texts {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The bytes of all, one text behind the other.
    pub(crate) fn all(&self) -> Cow<'static, [u8]> {
        match &self.0.all {
            Cow::Borrowed(all) => Cow::Borrowed(all.as_flattened()),
            Cow::Owned(all) => Cow::Owned(all.as_flattened().to_vec()),
        }
    }

    /// Where a text stands in [`Texts::all`], by its number.
    pub(crate) fn range(&self, index: usize) -> Range<usize> {
        self.0.range(index)
    }

    /// A text, by its number. That it is one is asked here, as to ask it of all takes as long as a short page.
    pub(crate) fn get(&self, index: usize) -> &str {
        str::from_utf8(self.0.get(index).as_flattened()).unwrap_or_else(|_| damaged())
    }

    /// One text after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Adds one.
    pub(crate) fn push(&mut self, text: &str) {
        self.0.push(text.as_bytes().as_chunks().0);
    }

    /// The texts as columns, which [`Packed::texts`] reads.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        self.0.pack(packer);
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Tables are the build script's own, which the first test reads, and texts that are added were texts.
fn damaged() -> ! {
    unreachable!("a table that the build script packed otherwise")
}

/// Columns of numbers.
macro_rules! numbers {
    ($($method:ident $number:ty),*) => {
        #[allow(dead_code, reason = "for the build script")]
        impl Packer {
            $(
                /// Adds a column of numbers.
                pub(crate) fn $method(&mut self, numbers: &[$number]) {
                    let bytes: Vec<_> = numbers.iter().map(|number| number.to_le_bytes()).collect();
                    self.column(&bytes);
                }
            )*
        }

        impl Packed {
            $(
                /// The next column, of such numbers: a copy.
                pub(crate) fn $method(&mut self) -> Vec<$number> {
                    self.column().iter().map(|bytes| <$number>::from_le_bytes(*bytes)).collect()
                }
            )*
        }
    };
}

numbers!(u8s u8, i32s i32, u64s u64, f64s f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back_in_their_order() {
        let mut packer = Packer::default();
        let mut texts = Texts::default();
        ["é", ""].into_iter().for_each(|text| texts.push(text));
        texts.pack(&mut packer);
        packer.u8s(&[]);
        packer.i32s(&[-2, 3]);
        packer.u64s(&[1 << 40]);
        packer.f64s(&[0.1]);
        let bytes: &[u8] = packer.into_bytes().leak();
        let mut packed = Packed::new(bytes);
        let texts = packed.texts();
        assert!(texts.iter().eq(["é", ""]));
        assert_eq!((texts.len(), texts.range(1)), (2, 2..2));
        assert!(packed.u8s().is_empty());
        assert_eq!(packed.i32s(), [-2, 3]);
        assert_eq!(packed.u64s(), [1 << 40]);
        let (at, last) = (bytes.len() - size_of::<f64>(), packed.column::<8>());
        assert_eq!(last, [0.1f64.to_le_bytes()]);
        assert!(
            at.is_multiple_of(ALIGN) && std::ptr::eq(last.as_flattened(), &raw const bytes[at..])
        );
    }
}
