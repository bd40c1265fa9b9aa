//! The inputs in their order: those of the command line, then those of `--files-from`.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::args::{Separator, Settings};
use super::input::Input;
use super::message::Fatal;

/// The name of standard input and output.
pub(crate) const STANDARD: &str = "-";

/// The inputs that are left, as they are taken.
pub(crate) struct Inputs {
    known: VecDeque<Result<Input, Fatal>>,
    /// What is left of the list of `--files-from`, which may be a long one, or grow while it is read.
    listed: Option<Listed>,
}

type Listed = Box<dyn Iterator<Item = Result<Input, Fatal>> + Send>;

impl Inputs {
    pub(crate) fn open(settings: &Settings) -> Result<Inputs, Fatal> {
        let list = settings.files_from.as_deref();
        let listed = list.map(|list| listed(list, settings.separator)).transpose()?;
        let is_alone = settings.inputs.is_empty() && listed.is_none();
        let standard = is_alone.then_some(Input::Stdin);
        let known = standard.into_iter().chain(settings.inputs.iter().map(input)).map(Ok);
        Ok(Inputs { known: known.collect(), listed })
    }

    /// The files among them; the list is read to its end.
    pub(crate) fn files(&mut self) -> impl Iterator<Item = &Path> {
        self.known.extend(self.listed.take().into_iter().flatten());
        self.known.iter().filter_map(|input| match input {
            Ok(Input::File(path)) => Some(&**path),
            _ => None,
        })
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Fatal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.known.pop_front().or_else(|| self.listed.as_mut()?.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.known.len(), self.listed.is_none().then_some(self.known.len()))
    }
}

/// Bytes of all inputs as they lie on disk, if that can be known before they are read.
pub(crate) fn total_len(settings: &Settings) -> Option<u64> {
    if settings.files_from.is_some() || settings.inputs.is_empty() {
        return None;
    }
    let len = |name: &OsString| {
        let found = std::fs::metadata(name).ok().filter(std::fs::Metadata::is_file)?;
        Some(found.len())
    };
    settings.inputs.iter().map(len).sum()
}

fn input(name: &OsString) -> Input {
    if name == STANDARD { Input::Stdin } else { Input::File(PathBuf::from(name)) }
}

/// The names in a list. There `-` is a file's name like any other.
fn listed(list: &Path, separator: Separator) -> Result<Listed, Fatal> {
    let list_name = list.to_string_lossy().into_owned();
    let reader: Box<dyn BufRead + Send> = if list.as_os_str() == STANDARD {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(list).map_err(|error| Fatal::new(&*list_name, error))?;
        Box::new(BufReader::new(file))
    };
    let end = match separator {
        Separator::Line => b'\n',
        Separator::Nul => 0,
    };
    let names = reader.split(end).map(move |name| {
        let mut name = name?;
        // Lists from Windows; a name that does end so can be given with NUL.
        if separator == Separator::Line && name.ends_with(b"\r") {
            name.pop();
        }
        Ok(name)
    });
    let names = names.filter(|name| !matches!(name, Ok(name) if name.is_empty()));
    Ok(Box::new(names.map(move |name: io::Result<Vec<u8>>| match name {
        // No file has such a name.
        Ok(name) if name.contains(&0) => {
            let error = "a list with NUL in it: add -0 if its names end with that";
            Err(Fatal::new(&*list_name, io::Error::other(error)))
        }
        Ok(name) => Ok(Input::File(path(name))),
        Err(error) => Err(Fatal::new(&*list_name, error)),
    })))
}

#[cfg(unix)]
fn path(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name).into()
}

#[cfg(not(unix))]
fn path(name: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&name).into_owned().into()
}
