//! Paths as text.

use super::Trouble;

const MAX_PATH: usize = 1_024;

/// What a file at this path is known by to the guest.
pub(in super::super) fn identity(path: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(path.as_bytes()).max(1)
}

/// The path that `path` names from the folder `from`; `..` of the root is the root.
pub(in super::super) fn resolve(from: &str, path: &str) -> Result<String, Trouble> {
    if from.len() + path.len() > MAX_PATH {
        return Err(Trouble::NameTooLong);
    }
    if path.contains('\0') {
        return Err(Trouble::Invalid);
    }
    let mut parts: Vec<&str> = vec![];
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
