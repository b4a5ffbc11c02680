//! Whether two names mean one file.

use anyhow::{Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a name means: links of either kind come to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// A file that is there, by device and number.
    #[cfg_attr(not(unix), allow(dead_code, reason = "files have no numbers here"))]
    Numbered(u64, u64),
    /// A file that is not there yet, or has no number: its folder's own name, and its name.
    Named(PathBuf),
}

/// The identity of `path`; `None` for what is no ordinary file and may be named twice: pipes, devices.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => numbered(&found).or_else(|| named(path)),
        Ok(_) => None,
        Err(_) => named(path),
    }
}

#[cfg(unix)]
pub(super) fn numbered(found: &fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    Some(Identity::Numbered(found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(super) fn numbered(_: &fs::Metadata) -> Option<Identity> {
    None
}

/// Links that are followed one after the other, as systems do.
const MAX_LINKS: usize = 40;

fn named(path: &Path) -> Option<Identity> {
    if let Ok(whole) = fs::canonicalize(path) {
        return Some(Identity::Named(whole));
    }
    // A link to what is not there yet means what will be there.
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = fs::read_link(&path) else {
            break;
        };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).ok()?;
    Some(Identity::Named(folder.join(path.file_name()?)))
}

/// That a command writes over nothing it reads, and no two results to one file. Files go by the argument that names them.
///
/// # Errors
/// The first that collide.
pub(super) fn refuse_collisions(reads: &[(&str, &Path)], writes: &[(&str, &Path)]) -> Result<()> {
    for (i, (argument, path)) in writes.iter().enumerate() {
        let Some(file) = identity(path) else { continue };
        let same = |(_, other): &&(&str, &Path)| identity(other).as_ref() == Some(&file);
        if let Some((what, _)) = reads.iter().find(same) {
            bail!(
                "`{}` of `{argument}` is the file that is read as {what}: write to another",
                path.display()
            );
        }
        if let Some((other, _)) = writes[..i].iter().find(same) {
            bail!(
                "`{other}` and `{argument}` name one file, `{}`: give each its own",
                path.display()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_is_found_out_under_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b, c) = (
            folder.path().join("a"),
            folder.path().join("b"),
            folder.path().join("c"),
        );
        fs::write(&a, "x").unwrap();
        fs::hard_link(&a, &b).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&a, &c).unwrap();
            assert!(refuse_collisions(&[("F", &a)], &[("--out", &c)]).is_err());
            let (new, link) = (folder.path().join("new"), folder.path().join("link"));
            std::os::unix::fs::symlink("new", &link).unwrap();
            assert!(refuse_collisions(&[], &[("--out", &link), ("--edges", &new)]).is_err());
        }
        assert!(refuse_collisions(&[("F", &a)], &[("--out", &b)]).is_err());
        let (new, dotted) = (folder.path().join("n"), folder.path().join("./n"));
        assert!(refuse_collisions(&[], &[("--out", &new), ("--edges", &dotted)]).is_err());
        assert!(refuse_collisions(&[("F", &a)], &[("--out", &new)]).is_ok());
        let null = Path::new("/dev/null");
        assert!(refuse_collisions(&[("F", null)], &[("--out", null), ("--edges", null)]).is_ok());
    }
}
