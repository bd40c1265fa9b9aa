//! Folders among the inputs: entered, each file in its turn.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::crawl_args::Folders;
use super::input::Input;
use super::journal::{is_journal, journal_path};
use super::message::{Fatal, Messages};
use super::names::Inputs;
use super::own_files::{OwnFiles, is_unfinished};

/// Inputs with the files of folders in the place of those, where folders are entered.
pub(crate) struct Entered<'s> {
    inputs: Inputs,
    own: OwnFiles<'s>,
    folders: Folders,
    messages: &'s Messages,
    /// Files of a folder that was entered, the last first.
    found: Vec<PathBuf>,
}

impl<'s> Entered<'s> {
    pub(crate) fn new(
        inputs: Inputs,
        own: OwnFiles<'s>,
        folders: Folders,
        messages: &'s Messages,
    ) -> Self {
        Entered { inputs, own, folders, messages, found: Vec::new() }
    }

    /// Adds what is in a folder, without outputs. What a killed run left there may be another's: who misses a file is
    /// told why.
    fn add(&mut self, folder: &Path, files: Vec<PathBuf>) {
        if let Some(target) = self.own.target_among(&files) {
            let message = "passed over: the output takes its place";
            self.messages.input(&target.to_string_lossy(), message);
        }
        let files = self.own.without(folder, files).into_iter();
        let (unfinished, inputs): (Vec<_>, Vec<_>) = files.partition(|file| is_unfinished(file));
        let is_told = |file: &&PathBuf| !is_journal(file) && !journal_path(file).exists();
        for file in unfinished.iter().rev().filter(is_told) {
            let message = "passed over: by its name an output that was left unfinished";
            self.messages.input(&file.to_string_lossy(), message);
        }
        self.found.extend(inputs);
    }

    fn enters(&self, path: &Path) -> bool {
        self.folders == Folders::Enter && path.is_dir()
    }

    /// Whether there are no more, as far as can be known without asking for them.
    pub(crate) fn is_at_end(&self) -> bool {
        self.found.is_empty() && self.inputs.size_hint().1 == Some(0)
    }
}

impl Iterator for Entered<'_> {
    type Item = Result<Input, Fatal>;

    fn next(&mut self) -> Option<Result<Input, Fatal>> {
        loop {
            let input = match self.found.pop() {
                Some(path) => Input::File(path),
                None => match self.inputs.next()? {
                    Ok(input) => input,
                    error => return Some(error),
                },
            };
            match &input {
                Input::File(path) if self.enters(path) => match files_in(path) {
                    Ok(files) => self.add(path, files),
                    // Opening it fails, too, and says why.
                    Err(_) => return Some(Ok(input)),
                },
                _ => return Some(Ok(input)),
            }
        }
    }
}

/// The files and folders in a folder, the last in order first. Links to folders are left out: they can lead
/// round in circles. So are pipes and devices, which can wait for ever.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        // A link that leads nowhere is told when it is opened.
        let leads_to_file = || fs::metadata(&path).map_or(true, |found| found.is_file());
        if kind.is_file() || kind.is_dir() || kind.is_symlink() && leads_to_file() {
            paths.push(path);
        }
    }
    paths.sort_unstable_by(|one, other| other.cmp(one));
    Ok(paths)
}
