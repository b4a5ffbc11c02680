//! Sources on this machine: a folder or an archive for each commit of a repository.

use super::entry::Entry;
use crate::swe::tasks::LIMITS;
use flate2::read::GzDecoder;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The files of a project by their paths in it.
pub(super) type Files = BTreeMap<String, Arc<[u8]>>;

/// How archives end.
const ARCHIVES: [&str; 3] = [".tar.gz", ".tgz", ".tar"];
/// Folders that are no part of a project.
const LEFT_OUT: [&str; 8] = [
    ".git",
    ".hg",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
];
/// Folders within each other, at most.
const DEEPEST: usize = 40;
/// Fewest digits by which a commit is named.
const COMMIT_DIGITS: usize = 7;
/// What an archive may hold for each byte that a project may: the rest are folders that are left out.
const ARCHIVE_BYTES: u64 = 16 * LIMITS.tree_bytes as u64;

/// A folder of sources.
#[derive(Debug)]
pub(super) struct Sources {
    folder: PathBuf,
    /// The names in it.
    names: Vec<String>,
    read: BTreeMap<String, Result<Arc<Files>, String>>,
}

impl Sources {
    /// Look into a folder.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let mut names = vec![];
        for entry in fs::read_dir(folder)? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(Self {
            folder: folder.to_owned(),
            names,
            read: BTreeMap::new(),
        })
    }

    /// The files of an entry's repository at its commit.
    ///
    /// # Errors
    /// Why there are none.
    pub(super) fn of(&mut self, entry: &Entry) -> Result<Arc<Files>, String> {
        let name = self.name_of(entry)?;
        if let Some(read) = self.read.get(&name) {
            return read.clone();
        }
        let path = self.folder.join(&name);
        let files = match path.is_dir() {
            true => of_folder(&path),
            false => of_archive(&path),
        };
        let files = files
            .map(Arc::new)
            .map_err(|why| format!("its source `{name}` {why}"));
        self.read.insert(name, files.clone());
        files
    }

    /// What the folder or archive of an entry is called here.
    fn name_of(&self, entry: &Entry) -> Result<String, String> {
        let (owner, last) = entry.repo.rsplit_once('/').unwrap_or(("", &entry.repo));
        let repository = match owner.is_empty() || last.contains("__") {
            true => last.to_owned(),
            false => format!("{owner}__{last}"),
        };
        let commit = entry
            .base_commit
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let stems = self.names.iter().map(|name| {
            let end = ARCHIVES.iter().find(|end| name.ends_with(*end));
            (
                name,
                end.map_or(name.as_str(), |end| &name[..name.len() - end.len()]),
            )
        });
        // A commit that the repository's own name ends with is SWE-smith's: that of `base_commit` has the bug already.
        let has_commit = repository
            .rsplit_once('.')
            .is_some_and(|(_, end)| is_commit(end));
        let fits = |stem: &str| match commit.is_empty() || has_commit {
            true => stem == repository,
            false => stem.rsplit_once('.').is_some_and(|(name, digits)| {
                name == repository && is_commit(digits) && commit.starts_with(digits)
            }),
        };
        let mut found = stems.filter(|(_, stem)| fits(stem));
        match found.next() {
            Some((name, _)) => Ok(name.clone()),
            None => {
                let short = commit.get(..COMMIT_DIGITS).unwrap_or(&commit);
                let wanted = match commit.is_empty() || has_commit {
                    true => repository,
                    false => format!("{repository}.{short}"),
                };
                Err(format!(
                    "there is no source `{wanted}`, as a folder or a .tar.gz"
                ))
            }
        }
    }
}

/// Whether a text is the beginning of a commit's name.
fn is_commit(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() >= COMMIT_DIGITS && text.len() <= 40 && text.bytes().all(digit)
}

/// Whether a file is a part of a project.
fn is_kept(path: &str) -> bool {
    !path.split('/').any(|part| LEFT_OUT.contains(&part)) && !path.ends_with(".pyc")
}

/// Files that are being read, within the bounds of a project.
#[derive(Default)]
struct Reading {
    files: Files,
    bytes: usize,
}

impl Reading {
    fn add(&mut self, path: String, source: &mut impl Read) -> Result<(), String> {
        let mut bytes = vec![];
        let most = LIMITS.file_bytes as u64 + 1;
        source
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("cannot be read: {path}: {error}"))?;
        if bytes.len() > LIMITS.file_bytes {
            return Err(format!(
                "has a file of more than {} bytes: {path}",
                LIMITS.file_bytes
            ));
        }
        self.bytes += bytes.len();
        if self.bytes > LIMITS.tree_bytes / 2 || self.files.len() >= LIMITS.entries / 2 {
            return Err(format!(
                "is too large: at most {} bytes in {} files",
                LIMITS.tree_bytes / 2,
                LIMITS.entries / 2
            ));
        }
        self.files.insert(path, bytes.into());
        Ok(())
    }
}

/// The files of a folder.
///
/// # Errors
/// Why they are no source, as a part of a sentence.
pub(super) fn of_folder(folder: &Path) -> Result<Files, String> {
    let mut reading = Reading::default();
    let mut left = vec![(folder.to_owned(), String::new(), 0)];
    let failed = |error: io::Error| format!("cannot be read: {error}");
    while let Some((place, path, depth)) = left.pop() {
        for entry in fs::read_dir(&place).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = match path.is_empty() {
                true => name,
                false => format!("{path}/{name}"),
            };
            // Links are no part of a project here: they could lead out of the folder.
            let kind = entry.file_type().map_err(failed)?;
            if !is_kept(&path) || depth > DEEPEST {
                continue;
            }
            if kind.is_dir() {
                left.push((entry.path(), path, depth + 1));
            } else if kind.is_file() {
                reading.add(path, &mut File::open(entry.path()).map_err(failed)?)?;
            }
        }
    }
    Ok(reading.files)
}

fn of_archive(path: &Path) -> Result<Files, String> {
    let failed = |error: io::Error| format!("cannot be read: {error}");
    let file = File::open(path).map_err(failed)?;
    let is_packed = path.extension().is_none_or(|end| end != "tar");
    let bytes: Box<dyn Read> = match is_packed {
        true => Box::new(GzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut archive = tar::Archive::new(bytes.take(ARCHIVE_BYTES));
    let mut reading = Reading::default();
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        let path = entry.path().map_err(failed)?;
        let path = path.to_string_lossy().trim_start_matches("./").to_owned();
        let is_inside = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
        if entry.header().entry_type().is_file() && is_inside && is_kept(&path) {
            reading.add(path, &mut entry)?;
        }
    }
    Ok(without_top(reading.files))
}

/// Without the one folder that an archive often has everything in.
fn without_top(files: Files) -> Files {
    let top = |path: &String| path.split_once('/').map(|(top, _)| top.to_owned());
    let first = files.keys().next().and_then(top);
    match first {
        Some(first) if files.keys().all(|path| top(path).as_ref() == Some(&first)) => {
            let cut = first.len() + 1;
            let cut = files
                .into_iter()
                .map(|(path, bytes)| (path[cut..].to_owned(), bytes));
            cut.collect()
        }
        _ => files,
    }
}
