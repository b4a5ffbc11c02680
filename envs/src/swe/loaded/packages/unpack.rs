//! From an archive to a source: its hash is checked before anything of it is read, and nothing of it is written outside of the
//! folder that is made for it.

use super::{Package, PackageError};
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Component, Path, PathBuf},
};

/// Largest archive.
const ARCHIVE_BYTES: u64 = 16 << 20;
/// Largest file of one.
const FILE_BYTES: u64 = 4 << 20;
/// Bytes of all its files.
const ALL_BYTES: u64 = 64 << 20;
/// Files and folders of one.
const MOST_ENTRIES: usize = 10_000;

impl Package {
    /// Unpack its archive into a folder of sources, under [`Package::folder`]; a source that is there already is kept.
    ///
    /// # Errors
    /// [`PackageError::Hash`] if it is another archive, [`PackageError::Archive`] if it holds a link, a path that leads out of it
    /// or too much, [`PackageError::File`] if something cannot be read or written. Then nothing new stands under that name.
    pub fn unpack(&self, archive: &Path, cache: &Path) -> Result<PathBuf, PackageError> {
        let place = cache.join(self.folder());
        if place.is_dir() {
            return Ok(place);
        }
        let bytes = self.checked(archive)?;
        fs::create_dir_all(cache).map_err(failed(cache))?;
        // Beside its place, so that whoever looks there finds all of it or nothing.
        let half = tempfile::tempdir_in(cache).map_err(failed(cache))?;
        self.write(&bytes, half.path())?;
        fs::rename(half.path(), &place).map_err(failed(&place))?;
        Ok(place)
    }

    /// The bytes of an archive that is the one that is meant.
    fn checked(&self, archive: &Path) -> Result<Vec<u8>, PackageError> {
        let file = File::open(archive).map_err(failed(archive))?;
        let mut bytes = vec![];
        let read = file.take(ARCHIVE_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(failed(archive))?;
        if bytes.len() as u64 > ARCHIVE_BYTES {
            return Err(self.refused(format!("it has more than {} MiB", ARCHIVE_BYTES >> 20)));
        }
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        match found == self.sha256 {
            true => Ok(bytes),
            false => Err(PackageError::Hash {
                package: self.requirement(),
                found,
                expected: self.sha256.clone(),
            }),
        }
    }

    fn write(&self, bytes: &[u8], folder: &Path) -> Result<(), PackageError> {
        let broken = |error: io::Error| self.refused(format!("it cannot be read: {error}"));
        let mut archive = tar::Archive::new(GzDecoder::new(bytes).take(ALL_BYTES));
        for (count, entry) in archive.entries().map_err(broken)?.enumerate() {
            let mut entry = entry.map_err(broken)?;
            let path = entry.path().map_err(broken)?.into_owned();
            let told = path.display();
            if count >= MOST_ENTRIES || entry.size() > FILE_BYTES {
                return Err(self.refused(format!(
                    "it is too large at `{told}`: at most {MOST_ENTRIES} files, each of {} MiB",
                    FILE_BYTES >> 20
                )));
            }
            let Some(inner) = inner(&path) else {
                return Err(self.refused(format!("`{told}` leads out of it")));
            };
            let kind = entry.header().entry_type();
            if kind.is_file() && !inner.as_os_str().is_empty() {
                let place = folder.join(inner);
                let around = place.parent().unwrap_or(folder);
                fs::create_dir_all(around).map_err(failed(around))?;
                let mut file = File::create_new(&place).map_err(failed(&place))?;
                io::copy(&mut entry, &mut file).map_err(broken)?;
            } else if !kind.is_dir() && !kind.is_pax_global_extensions() {
                return Err(self.refused(format!("`{told}` is neither file nor folder")));
            }
        }
        Ok(())
    }

    fn refused(&self, reason: String) -> PackageError {
        PackageError::Archive {
            package: self.requirement(),
            reason,
        }
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> PackageError {
    let path = path.to_owned();
    move |reason| PackageError::File { path, reason }
}

/// A path of an archive without the one folder that all of it is in; nothing where it leads anywhere else.
fn inner(path: &Path) -> Option<PathBuf> {
    let mut parts = path.components().peekable();
    while parts.next_if_eq(&Component::CurDir).is_some() {}
    let mut inner = PathBuf::new();
    for (depth, part) in parts.enumerate() {
        match part {
            Component::Normal(_) if depth == 0 => {}
            Component::Normal(name) => inner.push(name),
            _ => return None,
        }
    }
    Some(inner)
}
