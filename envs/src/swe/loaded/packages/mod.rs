//! Packages that others wrote, with tests of their own: which there are, how an archive becomes a source, what its tests say here,
//! and instances made of them by our operators.
//!
//! Nothing here is of the packages but their names: whoever wants them gets the archives from the package index, and this says
//! whether they are what they should be. Read in this order: `packages.toml` → `unpack` → `suite` → `bugs` → `issue`.

mod bugs;
mod issue;
mod suite;
#[cfg(test)]
mod tests;
mod unpack;

pub use bugs::{Made, Making};
pub use suite::{Beside, Said, Suite};

use super::source::{self, Files};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use truestep_core::model::HostFault;

/// Whom sources of archives are said to be of, where the format names an owner.
const OWNER: &str = "sdist";
/// Digits of an archive's hash that its source is named by.
const DIGITS: usize = 7;

/// A package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name in the package index.
    pub name: String,
    /// Its version there.
    pub version: String,
    /// The SHA-256 of its source archive, 64 hexadecimal digits.
    pub sha256: String,
    /// Its licence, as SPDX names it.
    pub licence: String,
    /// Its folder or file in the archive, in which bugs are made.
    pub source: String,
    /// Files of tests, and folders of them.
    pub tests: Vec<String>,
    /// Tests that are not asked for.
    #[serde(default)]
    pub excluded: Vec<Excluded>,
}

/// Tests of a package that are not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// A file, a class or a test, as pytest names it; with all that is in it.
    pub test: String,
    /// Why.
    pub reason: String,
}

/// Why something cannot be done with a package.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// An archive is not the one that is meant.
    #[error(
        "the archive of {package} has the SHA-256 {found}; expected {expected}: it is another one, or was changed on the way"
    )]
    Hash {
        /// Name and version.
        package: String,
        /// What the archive has.
        found: String,
        /// What it should have.
        expected: String,
    },
    /// An archive has something that a source may not have.
    #[error("the archive of {package} is not unpacked: {reason}")]
    Archive {
        /// Name and version.
        package: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or folder cannot be read or written.
    #[error("`{path}`: {reason}", path = path.display())]
    File {
        /// Its name.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A package is not in the folder.
    #[error("{package} is not in `{folder}`: `truestep swe fetch --cache {folder}` gets it", folder = folder.display())]
    Absent {
        /// Name and version.
        package: String,
        /// The folder.
        folder: PathBuf,
    },
    /// A package's tests cannot be used.
    #[error("the tests of {package} cannot be run here: {reason}")]
    Tests {
        /// Name and version.
        package: String,
        /// Why.
        reason: String,
    },
    /// No interpreter is to be had.
    #[error(transparent)]
    Guest(#[from] HostFault),
}

/// The list as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    package: Vec<Package>,
}

/// All packages, by their names.
#[must_use]
pub fn packages() -> &'static [Package] {
    static PACKAGES: LazyLock<Vec<Package>> = LazyLock::new(|| {
        let listed: Listed = toml::from_str(include_str!("packages.toml"))
            .expect("invariant: the list is read by a test");
        listed.package
    });
    &PACKAGES
}

impl Package {
    /// Name and version, as one asks the package index for them.
    #[must_use]
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.name, self.version)
    }

    /// What its source is called in a folder of sources: a name of SWE-smith's, with digits of the archive's hash for a commit.
    #[must_use]
    pub fn folder(&self) -> String {
        let digits = self.sha256.get(..DIGITS).unwrap_or_default();
        format!("{OWNER}__{}.{digits}", self.name)
    }

    /// Whether its source is in a folder of sources.
    #[must_use]
    pub fn is_in(&self, cache: &Path) -> bool {
        cache.join(self.folder()).is_dir()
    }

    /// The files of its source.
    fn files(&self, cache: &Path) -> Result<Files, PackageError> {
        if !self.is_in(cache) {
            return Err(PackageError::Absent {
                package: self.requirement(),
                folder: cache.to_owned(),
            });
        }
        source::of_folder(&cache.join(self.folder())).map_err(|reason| PackageError::Archive {
            package: self.requirement(),
            reason: format!("its source {reason}"),
        })
    }

    fn untested(&self, reason: impl Into<String>) -> PackageError {
        PackageError::Tests {
            package: self.requirement(),
            reason: reason.into(),
        }
    }
}
