//! Tables as bytes.
//!
//! The tables are texts that people extend, and reading them took three quarters of the instructions of
//! a command's run on a short page. So the build script (`tables/build.rs`) reads them, and the
//! program has columns of numbers and folded texts: [`Packer`] writes them, [`Packed`] reads them in
//! the same order. Numbers are little-endian, so that the bytes are the same on every machine.

/// Writes columns.
#[allow(dead_code, reason = "for the build script")]
#[derive(Debug, Default)]
pub(crate) struct Packer {
    bytes: Vec<u8>,
}

/// Reads the columns that a [`Packer`] wrote, in their order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed {
    rest: &'static [u8],
}

#[allow(dead_code, reason = "for the build script")]
impl Packer {
    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds a column of texts, of at most 65,535 bytes each.
    pub(crate) fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.collect();
        self.u16s(&texts.iter().map(|text| text.len() as u16).collect::<Vec<_>>());
        self.u8s(texts.concat().as_bytes());
    }

    fn column<const N: usize>(&mut self, values: impl ExactSizeIterator<Item = [u8; N]>) {
        let len = (values.len() * N) as u32;
        self.bytes.extend(len.to_le_bytes());
        self.bytes.extend(values.flatten());
    }
}

impl Packed {
    /// Bytes of a [`Packer`].
    pub(crate) fn new(bytes: &'static [u8]) -> Packed {
        Packed { rest: bytes }
    }

    /// The next column, of texts.
    pub(crate) fn texts(&mut self) -> Texts {
        let lens = self.u16s();
        Texts { lens, all: str::from_utf8(self.column()).unwrap_or_else(|_| damaged()) }
    }

    /// The bytes of the next column.
    fn column(&mut self) -> &'static [u8] {
        let (len, rest) = self.rest.split_first_chunk().unwrap_or_else(|| damaged());
        let len = u32::from_le_bytes(*len) as usize;
        let (column, rest) = rest.split_at_checked(len).unwrap_or_else(|| damaged());
        self.rest = rest;
        column
    }
}

/// A column of texts.
#[derive(Debug)]
pub(crate) struct Texts {
    /// The length of each, in bytes.
    pub(crate) lens: Vec<u16>,
    /// One behind the other.
    pub(crate) all: &'static str,
}

impl Texts {
    /// One text after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.all;
        self.lens.iter().map(move |len| {
            let (text, behind) = rest.split_at_checked((*len).into()).unwrap_or_else(|| damaged());
            rest = behind;
            text
        })
    }
}

/// The bytes are the build script's own, and are read at the first test.
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
                    self.column(numbers.iter().map(|number| number.to_le_bytes()));
                }
            )*
        }

        impl Packed {
            $(
                /// The next column, of such numbers.
                pub(crate) fn $method(&mut self) -> Vec<$number> {
                    let (numbers, _) = self.column().as_chunks();
                    numbers.iter().map(|bytes| <$number>::from_le_bytes(*bytes)).collect()
                }
            )*
        }
    };
}

numbers!(u8s u8, u16s u16, i16s i16, i32s i32, u64s u64, f32s f32, f64s f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back_in_their_order() {
        let mut packer = Packer::default();
        packer.texts(["é", ""].into_iter());
        packer.u8s(&[]);
        packer.i16s(&[-2, 3]);
        packer.u64s(&[1 << 40]);
        packer.f32s(&[0.1]);
        let mut packed = Packed::new(packer.into_bytes().leak());
        assert!(packed.texts().iter().eq(["é", ""]));
        assert!(packed.u8s().is_empty());
        assert_eq!(packed.i16s(), [-2, 3]);
        assert_eq!(packed.u64s(), [1 << 40]);
        assert_eq!(packed.f32s(), [0.1]);
    }
}
