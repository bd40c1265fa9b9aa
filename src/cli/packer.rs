//! Compression of the output, as its name says.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use zstd::stream::write::Encoder;

use super::args::Format;
use super::parquet::ParquetWriter;

/// What zstd itself takes if nothing is said.
const ZSTD_LEVEL: i32 = 3;

/// How an output is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
    /// Lines of JSON become rows.
    Parquet,
}

impl Packing {
    pub(super) fn of(path: &Path, format: Format) -> Packing {
        match path.extension().and_then(OsStr::to_str) {
            _ if format == Format::Parquet => Packing::Parquet,
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstd,
            _ => Packing::Plain,
        }
    }
}

/// Packs what is written.
pub(super) struct Packer {
    out: Counted,
    packing: Packing,
    /// The member at hand; it is begun with its first byte.
    member: Member,
}

enum Member {
    None,
    Gzip(GzEncoder<Vec<u8>>),
    Zstd(Encoder<'static, Vec<u8>>),
    Parquet(Box<ParquetWriter>),
}

/// An output, and the bytes that are in it.
struct Counted {
    out: Box<dyn Write>,
    len: u64,
}

impl Packer {
    /// `len` bytes are there already.
    pub(super) fn new(out: Box<dyn Write>, packing: Packing, len: u64) -> Self {
        Packer { out: Counted { out, len }, packing, member: Member::None }
    }

    pub(super) fn is_packing(&self) -> bool {
        self.packing != Packing::Plain
    }

    /// The bytes that are in the output, if no member is begun.
    pub(super) fn len_between_members(&self) -> Option<u64> {
        matches!(self.member, Member::None).then_some(self.out.len)
    }

    /// Begins a member if none is begun.
    fn begin(&mut self) -> io::Result<()> {
        if let Member::None = self.member {
            self.member = match self.packing {
                Packing::Plain => Member::None,
                Packing::Gzip => Member::Gzip(GzEncoder::new(Vec::new(), Compression::default())),
                Packing::Zstd => Member::Zstd(Encoder::new(Vec::new(), ZSTD_LEVEL)?),
                Packing::Parquet => Member::Parquet(Box::new(ParquetWriter::new()?)),
            };
        }
        Ok(())
    }

    /// Ends the member at hand; the bytes that are then in the output.
    pub(super) fn settle(&mut self) -> io::Result<u64> {
        if self.packing == Packing::Parquet {
            // Without a row it has its footer all the same.
            self.begin()?;
        }
        let packed = match std::mem::replace(&mut self.member, Member::None) {
            Member::None => Vec::new(),
            Member::Gzip(encoder) => encoder.finish()?,
            Member::Zstd(encoder) => encoder.finish()?,
            Member::Parquet(writer) => writer.finish()?,
        };
        self.out.put(&packed)?;
        self.out.out.flush()?;
        Ok(self.out.len)
    }
}

impl Counted {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(())
    }
}

impl Write for Packer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begin()?;
        let packed = match &mut self.member {
            Member::None => {
                self.out.put(bytes)?;
                return Ok(bytes.len());
            }
            Member::Gzip(encoder) => {
                encoder.write_all(bytes)?;
                encoder.get_mut()
            }
            Member::Zstd(encoder) => {
                encoder.write_all(bytes)?;
                encoder.get_mut()
            }
            Member::Parquet(writer) => {
                let written = writer.take(bytes)?;
                self.out.put(&written)?;
                return Ok(bytes.len());
            }
        };
        self.out.put(packed)?;
        packed.clear();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.out.flush()
    }
}
