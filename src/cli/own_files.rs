//! The files that a run writes, and must not read: it would go on for ever, or take its own output for a document.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::args::Settings;
use super::journal::{is_journal, journal_path};
use super::names::STANDARD;
use super::output::target_in;
use super::part::{PART_ENDING, name_ends, part_of};

/// What a file is, whatever its names: device and number.
type FileId = (u64, u64);

/// What the run writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnFiles<'s> {
    settings: &'s Settings,
    /// The file that standard output goes to, as in `dechaff *.html > all.txt`.
    standard: Option<FileId>,
}

impl<'s> OwnFiles<'s> {
    pub(crate) fn new(settings: &'s Settings) -> Self {
        let output = settings.output.as_deref();
        let is_standard = output.is_none_or(|path| path.as_os_str() == STANDARD)
            && settings.crawl.out_dir.is_none();
        OwnFiles { settings, standard: if is_standard { standard_output() } else { None } }
    }

    /// Whether standard output goes to this file.
    pub(crate) fn is_standard(&self, path: &Path) -> bool {
        self.standard.is_some()
            && fs::metadata(path).ok().and_then(|found| file_id(&found)) == self.standard
    }

    /// Whether `-o` would put the output in the place of this file.
    pub(crate) fn is_target(&self, path: &Path) -> bool {
        self.settings.output.as_deref().is_some_and(|output| is_same_file(output, path))
    }

    /// The file among others of a folder in whose place the output comes.
    pub(crate) fn target_among<'f>(&self, files: &'f [PathBuf]) -> Option<&'f PathBuf> {
        let name = self.settings.output.as_deref()?.file_name()?;
        files.iter().find(|file| file.file_name() == Some(name) && self.is_target(file))
    }

    /// The files of a folder without those that the run writes, and those that an earlier one wrote beside its inputs.
    pub(crate) fn without(&self, folder: &Path, mut files: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut own = self.paths();
        own.extend(self.targets(&files));
        let folder = fs::canonicalize(folder).ok();
        let is_own = |file: &PathBuf| {
            let path =
                folder.as_deref().zip(file.file_name()).map(|(folder, name)| folder.join(name));
            path.is_some_and(|path| own.contains(&path))
        };
        files.retain(|file| !is_own(file) && !self.is_standard(file));
        files
    }

    /// The output, unfinished and as it will be called, the journal, and the folder for outputs.
    fn paths(&self) -> HashSet<PathBuf> {
        let output = self.settings.output.as_deref();
        let part = output.and_then(part_of).and_then(|part| fs::canonicalize(part).ok());
        let folder = self.settings.crawl.out_dir.as_deref();
        let folder = folder.and_then(|dir| fs::canonicalize(dir).ok());
        let target = part.as_deref().map(|part| part.with_extension(""));
        let journal = part.as_deref().map(journal_path);
        // Of a link, the link as well as the file that it leads to.
        let link = output.and_then(|path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
            Some(folder.join(path.file_name()?))
        });
        [part, target, journal, folder, link].into_iter().flatten().collect()
    }

    /// Where the outputs of files go, where each has its own.
    fn targets(&self, files: &[PathBuf]) -> Vec<PathBuf> {
        let folder = self.settings.crawl.out_dir.as_deref();
        let Some(folder) = folder.and_then(|folder| fs::canonicalize(folder).ok()) else {
            return Vec::new();
        };
        let target = |file: &PathBuf| target_in(&folder, file, self.settings.format);
        files.iter().map(target).collect()
    }
}

/// Whether two names are those of one file that is there.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    let one = fs::canonicalize(one).ok();
    one.is_some() && one == fs::canonicalize(other).ok()
}

/// Whether a run that was killed left a file, by its name.
pub(crate) fn is_unfinished(file: &Path) -> bool {
    is_journal(file) || name_ends(file, PART_ENDING)
}

/// The file that standard output goes to, if it is one.
#[cfg(unix)]
fn standard_output() -> Option<FileId> {
    use std::os::fd::AsFd;
    let file = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
    file_id(&fs::File::from(file).metadata().ok()?)
}

#[cfg(not(unix))]
fn standard_output() -> Option<FileId> {
    None
}

#[cfg(unix)]
pub(crate) fn file_id(found: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    found.is_file().then(|| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(crate) fn file_id(_: &Metadata) -> Option<FileId> {
    None
}
