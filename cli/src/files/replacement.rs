//! Replacing a file by another that is whole.

use super::lines::open_locked;
use anyhow::{Context as _, Result, bail};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tempfile::NamedTempFile;

/// A file beside another that takes its place once it is whole; it is removed if that does not happen.
///
/// The file keeps its name, its links, its mode and its owner; while the replacement is there nobody else writes it.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// The file itself, whatever links lead to it.
    target: PathBuf,
    beside: NamedTempFile,
    /// Locked.
    held: File,
    /// Whether there was no file before: its place is held by an empty one, which goes if the replacement does not come.
    is_new: bool,
}

/// Replacements that are being written, to be removed should the process be ended in between.
static UNDER_WAY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn under_way() -> MutexGuard<'static, Vec<PathBuf>> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remove the replacements that are being written. For a process that ends without unwinding.
pub(crate) fn abandon() {
    for path in under_way().drain(..) {
        let _ = fs::remove_file(path);
    }
}

impl Replacement {
    /// The replacement of `path`, which must lead to an ordinary file that nobody else is writing.
    ///
    /// # Errors
    /// If it does not, or there is no room beside it.
    pub(crate) fn of(path: &Path) -> Result<Self> {
        if !path.is_file() {
            bail!(
                "`{}` is not an ordinary file: write elsewhere with --out",
                path.display()
            );
        }
        Self::at(path)
    }

    /// The same for a file that need not be there yet.
    ///
    /// # Errors
    /// As [`Replacement::of`].
    pub(super) fn at(path: &Path) -> Result<Self> {
        let failed = || format!("cannot replace `{}`", path.display());
        let is_new = !path.exists();
        let (held, _) = open_locked(path)?;
        let target = fs::canonicalize(path).with_context(failed)?;
        let folder = target.parent().unwrap_or(Path::new("/"));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let beside = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".tmp")
            .tempfile_in(folder)
            .with_context(failed)?;
        under_way().push(beside.path().to_owned());
        under_way().extend(is_new.then(|| target.clone()));
        let found = held.metadata().with_context(failed)?;
        beside
            .as_file()
            .set_permissions(found.permissions())
            .with_context(failed)?;
        keep_owner(beside.as_file(), &found);
        Ok(Self {
            target,
            beside,
            held,
            is_new,
        })
    }

    /// The file that is replaced.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Where it is written.
    pub(super) fn handle(&self) -> Result<File> {
        let handle = self.beside.as_file().try_clone();
        handle.with_context(|| format!("cannot replace `{}`", self.target.display()))
    }

    /// Let it take the place of the file.
    ///
    /// # Errors
    /// If that cannot be done; the file is then as it was.
    pub(crate) fn put_in_place(mut self) -> Result<()> {
        let failed = || format!("cannot replace `{}`", self.target.display());
        let path = self.beside.path().to_owned();
        let found = self.held.metadata().with_context(failed)?;
        if has_other_names(&found) {
            // Another name leads to the same file: it has to be written over, or the two would part.
            let mut written = File::open(&path).with_context(failed)?;
            let mut target = &self.held;
            self.held.set_len(0).with_context(failed)?;
            io::copy(&mut written, &mut target).with_context(failed)?;
        } else {
            fs::rename(&path, &self.target).with_context(failed)?;
        }
        under_way().retain(|other| *other != path && *other != self.target);
        self.is_new = false;
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.is_new {
            let _ = fs::remove_file(&self.target);
            under_way().retain(|other| *other != self.target);
        }
    }
}

#[cfg(unix)]
fn keep_owner(file: &File, found: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    // Only the superuser can give files away; for all others the owner is right already.
    let _ = std::os::unix::fs::fchown(file, Some(found.uid()), Some(found.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

#[cfg(unix)]
fn has_other_names(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    found.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    #[cfg(unix)]
    fn a_replaced_file_keeps_its_mode_and_its_links() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("f"), folder.path().join("l"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        for text in ["new", "newer"] {
            let replacement = Replacement::of(&link).unwrap();
            assert!(Replacement::of(&path).is_err(), "two at once");
            replacement
                .handle()
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            replacement.put_in_place().unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert!(link.is_symlink());
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
            // The second time round the file has another name.
            let _ = fs::hard_link(&path, folder.path().join("h"));
        }
        assert_eq!(
            fs::read_to_string(folder.path().join("h")).unwrap(),
            "newer"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_replacement_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        fs::write(&path, "old").unwrap();
        drop(Replacement::of(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
