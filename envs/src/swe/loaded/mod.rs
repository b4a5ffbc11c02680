//! Instances from elsewhere: a file in the format of SWE-smith or SWE-bench, and a folder with the sources it names.
//!
//! Read in this order: `entry` (a line of the file) → `source` (a folder or an archive) → `versions` (the project with the bug
//! and without it) → `ids` (what a test is called here) → `repair` (what it changes) → `harness` (what the tests find beside the
//! project) → `make` (a definition, once the tests have said what the file says of them) → `family`. `project` goes the other way:
//! an instance of ours in SWE-smith's format; and `packages` makes instances of packages that others wrote.
//!
//! In SWE-smith's format `patch` makes the bug and its reverse is the repair; where there is a `test_patch`, as in SWE-bench's,
//! `patch` is the repair. An entry that cannot be used is told in a line, and the others are.

mod entry;
mod family;
mod harness;
mod ids;
mod make;
mod over;
pub mod packages;
mod project;
mod repair;
mod source;
#[cfg(test)]
mod tests;
mod versions;

pub use family::{TEMPLATE, WithInstances};
pub use project::{Instance, Project};

use entry::Entry;
use source::{Files, Sources};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use truestep_core::{
    digest::Digest,
    options::{BadOption, Given, OptionKind, WorldOption},
};
use versions::Versions;

/// The options that name the file and the folder.
const INSTANCES: &str = "instances";
const SOURCES: &str = "sources";
/// Largest file of instances.
const MOST_BYTES: u64 = 2 << 30;

/// The options.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    let path = |name, value_name, summary| WorldOption {
        env: super::tasks::ENV,
        name,
        value_name,
        summary,
        kind: OptionKind::Path,
        default: None,
        conflicts: &[],
    };
    vec![
        path(
            INSTANCES,
            "FILE",
            "Instances in SWE-smith's or SWE-bench's format (JSONL, or one JSON list): they are then there as `swe/loaded`",
        ),
        path(
            SOURCES,
            "DIR",
            "Folder with the sources that --instances names, each a folder or an archive `OWNER__NAME.COMMIT`",
        ),
    ]
}

/// Where instances are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The file of instances.
    pub instances: PathBuf,
    /// The folder of sources.
    pub sources: PathBuf,
}

/// What was given for the options.
///
/// # Errors
/// [`BadOption`] if one is given without the other.
pub fn paths(given: &Given) -> Result<Option<Paths>, BadOption> {
    let lone = |name: &str, value: &Path, other: &str| BadOption {
        name: name.to_owned(),
        value: value.display().to_string(),
        expected: format!("`--{other}` beside it"),
    };
    let [instances, sources] = [INSTANCES, SOURCES].map(|name| given.get(name).map(PathBuf::from));
    match (instances, sources) {
        (Some(instances), Some(sources)) => Ok(Some(Paths { instances, sources })),
        (None, None) => Ok(None),
        (Some(path), None) => Err(lone(INSTANCES, &path, SOURCES)),
        (None, Some(path)) => Err(lone(SOURCES, &path, INSTANCES)),
    }
}

/// Why no instance can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file or the folder cannot be read.
    #[error("`{path}` cannot be read: {reason}", path = path.display())]
    Unread {
        /// Its name.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The file is too large.
    #[error("`{path}` has {bytes} bytes; expected at most {MOST_BYTES}: split it", path = path.display())]
    TooLarge {
        /// Its name.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// None of its entries can be used.
    #[error("none of the {count} entries of `{path}` can be used; the first, {first}", path = path.display())]
    None {
        /// Its name.
        path: PathBuf,
        /// Entries there are.
        count: usize,
        /// The first of them and why.
        first: String,
    },
}

/// An entry that is not used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its id, or where it stands in the file.
    pub entry: String,
    /// What is wrong with it, as a part of a sentence.
    pub reason: String,
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.entry, self.reason)
    }
}

/// An entry with its project.
#[derive(Debug)]
struct Loaded {
    entry: Entry,
    versions: Versions,
    /// Why it cannot be played, once that was found out.
    refused: OnceLock<String>,
}

/// The instances of a file.
#[derive(Debug)]
pub struct Instances {
    loaded: Vec<Loaded>,
    skipped: Vec<Skipped>,
    digest: Digest,
}

impl Instances {
    /// Read a file and the sources it names. No test is run: what tests say is found out when a task is made.
    ///
    /// # Errors
    /// [`LoadError`] if the file cannot be read or has no entry that can be used.
    pub fn load(paths: &Paths) -> Result<Self, LoadError> {
        let unread = |path: &Path| {
            let path = path.to_owned();
            move |reason| LoadError::Unread { path, reason }
        };
        let file = &paths.instances;
        let bytes = fs::metadata(file).map_err(unread(file))?.len();
        if bytes > MOST_BYTES {
            let path = file.clone();
            return Err(LoadError::TooLarge { path, bytes });
        }
        let text = fs::read(file).map_err(unread(file))?;
        let mut sources = Sources::open(&paths.sources).map_err(unread(&paths.sources))?;
        let mut all = Self {
            loaded: vec![],
            skipped: vec![],
            digest: Digest::of(b"instances"),
        };
        let entries = entry::read(&text);
        let count = entries.len();
        let mut met = BTreeSet::new();
        for (place, entry) in entries {
            let entry = entry.and_then(|entry| match met.insert(entry.id.clone()) {
                true => Ok(entry),
                false => Err((entry.id, "its instance_id was met before".to_owned())),
            });
            let loaded = entry.and_then(|entry| {
                let found = sources.of(&entry);
                let versions = found.and_then(|files| Versions::of(&entry, &files));
                versions.map_or_else(
                    |reason| Err((entry.id.clone(), reason)),
                    |versions| Ok((entry.clone(), versions)),
                )
            });
            match loaded {
                Ok((entry, versions)) => all.keep(Loaded {
                    entry,
                    versions,
                    refused: OnceLock::new(),
                }),
                Err((name, reason)) => {
                    let entry = if name.is_empty() { place } else { name };
                    all.skipped.push(Skipped { entry, reason });
                }
            }
        }
        match (all.loaded.is_empty(), all.skipped.first()) {
            (false, _) => Ok(all),
            (true, first) => Err(LoadError::None {
                path: file.clone(),
                count,
                first: first.map_or("there is none".to_owned(), Skipped::to_string),
            }),
        }
    }

    fn keep(&mut self, loaded: Loaded) {
        self.digest = loaded.digest(self.digest);
        self.loaded.push(loaded);
    }

    /// How many can be used, as far as can be told without running them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.loaded.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.loaded.is_empty()
    }

    /// The ids of those, in the order of the file: seeds number them.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.loaded.iter().map(|loaded| loaded.entry.id.as_str())
    }

    /// Entries that cannot be used, in the order of the file.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// What files and sources come to.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// An entry by its id.
    fn named(&self, id: &str) -> Option<&Loaded> {
        self.loaded.iter().find(|loaded| loaded.entry.id == id)
    }

    /// The entry of a seed: the one of its number, and beyond them one whose number ends in the same digit, so that an entry is
    /// in one part - train, validation, test - whatever the seed.
    fn numbered(&self, seed: u64) -> Option<&Loaded> {
        const SPLITS: u64 = 10;
        let digit = seed % SPLITS;
        let alike = (self.len() as u64 + SPLITS - 1).saturating_sub(digit) / SPLITS;
        let tens = (seed / SPLITS).checked_rem(alike)?;
        self.loaded
            .get(usize::try_from(digit + SPLITS * tens).ok()?)
    }
}

impl Loaded {
    /// What a digest comes to with what this entry is made of.
    fn digest(&self, so_far: Digest) -> Digest {
        let mut digest = so_far.chain(self.entry.id.as_bytes());
        digest = digest.chain(self.entry.problem_statement.as_bytes());
        for id in self.entry.tests() {
            digest = digest.chain(id.as_bytes());
        }
        let each = |mut digest: Digest, files: &Files| {
            for (path, bytes) in files {
                digest = digest.chain(path.as_bytes()).chain(bytes);
            }
            digest
        };
        let start = each(digest, &self.versions.start);
        each(start, &self.versions.right)
    }
}
