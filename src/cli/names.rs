//! The inputs in their order: those of the command line, then those of `--files-from`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::args::{Separator, Settings};
use super::input::Input;
use super::message::Fatal;

/// The name of standard input and output.
pub(crate) const STANDARD: &str = "-";

/// All inputs; the list of `--files-from` is read as they are taken, for it may be a long one.
pub(crate) fn inputs(
    settings: &Settings,
) -> Result<impl Iterator<Item = Result<Input, Fatal>> + '_, Fatal> {
    let given = settings.inputs.iter().map(|name| Ok(input(name)));
    let listed = settings.files_from.as_deref().map(|list| listed(list, settings.separator));
    let is_alone = settings.inputs.is_empty() && settings.files_from.is_none();
    let standard = is_alone.then_some(Ok(Input::Stdin));
    Ok(standard.into_iter().chain(given).chain(listed.transpose()?.into_iter().flatten()))
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
fn listed(
    list: &Path,
    separator: Separator,
) -> Result<impl Iterator<Item = Result<Input, Fatal>> + use<>, Fatal> {
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
    Ok(names.map(move |name: io::Result<Vec<u8>>| match name {
        // No file has such a name.
        Ok(name) if name.contains(&0) => {
            let error = "a list with NUL in it: add -0 if its names end with that";
            Err(Fatal::new(&*list_name, io::Error::other(error)))
        }
        Ok(name) => Ok(Input::File(path(name))),
        Err(error) => Err(Fatal::new(&*list_name, error)),
    }))
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
