//! Files in the making: an output has the name of an unfinished file beside its own until all of it is written.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::names::STANDARD;
use super::own_files::file_id;

/// What the name of an unfinished output ends with.
pub(crate) const PART_ENDING: &str = ".part";

/// A file in the making, removed unless it becomes the target or a later run can go on with it.
pub(crate) struct Part {
    path: PathBuf,
    target: PathBuf,
    is_kept: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            // Gone after a rename; otherwise nothing better can be done about a failure here.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Part {
    /// The unfinished file of a target.
    pub(crate) fn of(target: PathBuf, is_kept: bool) -> Part {
        Part { path: part_path(&target), target, is_kept }
    }

    /// The file that it becomes.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Gives it the permissions of the file in whose place it comes, and its owner those to write on.
    pub(crate) fn begin(&self) -> io::Result<()> {
        adopt_permissions(&self.target, &self.path, OWNER_MAY_WRITE)
    }

    /// Keeps it whatever becomes of this run: another can go on with it.
    pub(crate) fn keep(&mut self) {
        self.is_kept = true;
    }

    /// Puts what was written on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_data()
    }

    /// Gives it the name of its target.
    pub(crate) fn rename(&self) -> io::Result<()> {
        // Of outputs that took long; for each of a million small ones it would take long itself.
        if self.is_kept {
            self.sync()?;
        }
        adopt_permissions(&self.target, &self.path, 0)?;
        fs::rename(&self.path, &self.target)
    }

    /// Removes it.
    pub(crate) fn discard(mut self) {
        self.is_kept = false;
    }
}

/// The unfinished file that an output is written to, if it is.
pub(crate) fn part_of(path: &Path) -> Option<PathBuf> {
    let is_file = |path: &Path| {
        fs::metadata(path).map_or(true, |found| found.is_file()) && descriptor(path).is_none()
    };
    (path.as_os_str() != STANDARD && is_file(path)).then(|| part_path(&target_of(path)))
}

/// The number by which a path names an open file of this program, as `/dev/stdout` and `/dev/fd/3` do. The file behind
/// it may be another's, who goes on writing it, and must not be replaced.
pub(crate) fn descriptor(path: &Path) -> Option<OsString> {
    let number = |path: &Path| {
        let folder = fs::canonicalize(path.parent()?).ok()?;
        let is_open =
            folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd");
        path.file_name().filter(|_| is_open).map(OsString::from)
    };
    let linked = || Some(path.parent()?.join(fs::read_link(path).ok()?));
    number(path).or_else(|| number(&linked()?))
}

/// Opens an unfinished file, as it is, for this run alone. A lock ends with its run, so what a run that was killed left
/// can be taken over.
pub(crate) fn claim(part: &Path) -> io::Result<File> {
    loop {
        let file = File::options().write(true).create(true).truncate(false).open(part)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another run is writing it"));
            }
            // There are file systems without locks, and an output of one run is no reason to refuse them.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        // A run that ended just now has given the file its name.
        if file_id(&file.metadata()?) == fs::metadata(part).ok().and_then(|found| file_id(&found)) {
            return Ok(file);
        }
    }
}

/// What the owner of an unfinished file may do in any case: a later run can go on with it.
const OWNER_MAY_WRITE: u32 = 0o600;

/// Gives a file the permissions of another, if that is there, and `more`: who may read the output that was there may
/// read the new one, and nobody else.
#[cfg(unix)]
fn adopt_permissions(from: &Path, to: &Path, more: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = fs::metadata(from) else { return Ok(()) };
    let mode = found.permissions().mode() & 0o777 | more;
    fs::set_permissions(to, PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn adopt_permissions(_: &Path, _: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// A link stays a link, to the new file, also where that is not there yet; devices and pipes are not replaced by files.
pub(crate) fn target_of(path: &Path) -> PathBuf {
    /// Links that systems follow one after another.
    const MAX_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(found) = fs::canonicalize(&target) {
            return found;
        }
        match fs::read_link(&target) {
            // What `/dev/stdout` leads to may be there and have no path.
            Ok(next) if fs::metadata(&target).is_err() => {
                target = target.parent().unwrap_or(Path::new("")).join(next);
            }
            _ => return target,
        }
    }
    path.to_owned()
}

/// Whether the name of a file ends so.
pub(crate) fn name_ends(file: &Path, ending: &str) -> bool {
    let name = file.file_name().unwrap_or_default();
    name.as_encoded_bytes().ends_with(ending.as_bytes())
}

pub(crate) fn part_path(target: &Path) -> PathBuf {
    let mut part: OsString = target.as_os_str().to_owned();
    part.push(PART_ENDING);
    part.into()
}
