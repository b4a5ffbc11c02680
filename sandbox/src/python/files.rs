//! Files of a guest: a base that many runs share, and what one run made of it.

use std::{collections::BTreeMap, fmt, sync::Arc};

/// A path of at most so many bytes.
const MAX_PATH: usize = 1_024;

/// Why files cannot be given to a guest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadFile {
    /// A path is not one.
    #[error(
        "the path `{path}`; expected `/folder/file` of at most {MAX_PATH} bytes, without `.`, `..` and empty parts"
    )]
    Path {
        /// The path, shortened to 80 characters.
        path: String,
    },
    /// A path is there as a file and as a folder, or twice.
    #[error("the path `{path}` is there twice, or both as a file and as a folder")]
    Twice {
        /// The path.
        path: String,
    },
    /// A path belongs to the guest.
    #[error("the path `{path}` lies in a folder of the guest's own: `/dev` or `/.pycache`")]
    Reserved {
        /// The path.
        path: String,
    },
}

/// Files as a guest finds them: read-only and shared; a run writes to a layer of its own. Cheap to clone.
///
/// ```
/// # use truestep_sandbox::python::Files;
/// let files = Files::new([("/data/a.csv", "x,y\n1,2\n")])?;
/// assert_eq!(files.get("/data/a.csv"), Some(&b"x,y\n1,2\n"[..]));
/// assert!(Files::new([("data/../b", "")]).is_err());
/// # Ok::<(), truestep_sandbox::python::BadFile>(())
/// ```
#[derive(Clone, Default)]
pub struct Files(Arc<BTreeMap<String, Node>>);

/// What is at a path of a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Folder,
    File(Arc<[u8]>),
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes = self.iter().map(|(path, bytes)| (path, bytes.len()));
        f.debug_map().entries(sizes).finish()
    }
}

impl Files {
    /// These files, by absolute path; their folders are there as well.
    ///
    /// # Errors
    /// If a path is not absolute and plain, or two do not go together.
    pub fn new<P: AsRef<str>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Result<Self, BadFile> {
        let mut nodes = BTreeMap::new();
        for (path, bytes) in files {
            let path = plain(path.as_ref())?;
            let twice = || BadFile::Twice {
                path: format!("/{path}"),
            };
            for (at, _) in path.match_indices('/') {
                let folder = nodes.entry(path[..at].to_owned());
                if *folder.or_insert(Node::Folder) != Node::Folder {
                    return Err(twice());
                }
            }
            let file = Node::File(bytes.as_ref().into());
            if nodes.insert(path.to_owned(), file).is_some() {
                return Err(twice());
            }
        }
        Ok(Self(Arc::new(nodes)))
    }

    /// The content of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        match self.0.get(path.strip_prefix('/')?)? {
            Node::File(bytes) => Some(bytes),
            Node::Folder => None,
        }
    }

    /// Every file, in order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.0.iter().filter_map(|(path, node)| match node {
            Node::File(bytes) => Some((format!("/{path}"), &**bytes)),
            Node::Folder => None,
        })
    }

    /// These files with the changes of a run made to them.
    #[must_use]
    pub fn with(&self, changes: &[FileChange]) -> Self {
        let mut files: BTreeMap<String, &[u8]> = self.iter().collect();
        for change in changes {
            match &change.after {
                Some(after) => files.insert(change.path.clone(), after),
                None => files.remove(&change.path),
            };
        }
        // A file can only stand where a folder was if all in the folder is gone.
        Self::new(files).unwrap_or_else(|_| self.clone())
    }

    pub(super) fn nodes(&self) -> &BTreeMap<String, Node> {
        &self.0
    }
}

/// A file that a run made, changed or took away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its absolute path.
    pub path: String,
    /// What was in it before, if it was there.
    pub before: Option<Arc<[u8]>>,
    /// What is in it now, if it is there.
    pub after: Option<Arc<[u8]>>,
}

/// A path without its leading slash.
fn plain(path: &str) -> Result<&str, BadFile> {
    let bad = || BadFile::Path {
        path: crate::tables::shortened(path),
    };
    let inner = path.strip_prefix('/').ok_or_else(bad)?;
    let odd = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains('\0');
    if path.len() > MAX_PATH || inner.split('/').any(odd) {
        return Err(bad());
    }
    let first = inner.split('/').next();
    if matches!(first, Some("dev" | ".pycache")) {
        return Err(BadFile::Reserved { path: path.into() });
    }
    Ok(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_absolute_plain_and_not_twice() {
        for path in ["a", "/", "/a//b", "/a/", "/./a", "/a/..", "", "/a\0"] {
            let refused = Files::new([(path, "")]);
            assert!(matches!(refused, Err(BadFile::Path { .. })), "{path:?}");
        }
        let long = format!("/{}", "x".repeat(MAX_PATH));
        assert!(Files::new([(long.as_str(), "")]).is_err());
        for two in [["/a", "/a"], ["/a", "/a/b"], ["/a/b", "/a"]] {
            let refused = Files::new(two.map(|path| (path, "")));
            assert!(matches!(refused, Err(BadFile::Twice { .. })), "{two:?}");
        }
        for path in ["/dev/null", "/.pycache/x"] {
            let refused = Files::new([(path, "")]);
            assert!(matches!(refused, Err(BadFile::Reserved { .. })), "{path:?}");
        }
    }

    #[test]
    fn changes_made_to_files_give_files() {
        let files = Files::new([("/a/b", "1"), ("/c", "2")]).unwrap();
        let change = |path: &str, before: Option<&str>, after: Option<&str>| FileChange {
            path: path.into(),
            before: before.map(|text| text.as_bytes().into()),
            after: after.map(|text| text.as_bytes().into()),
        };
        let changes = [
            change("/a/b", Some("1"), None),
            change("/c", Some("2"), Some("3")),
            change("/d/e", None, Some("4")),
        ];
        let after = files.with(&changes);
        let expected = [("/c", &b"3"[..]), ("/d/e", b"4")].map(|(p, b)| (p.to_owned(), b));
        assert_eq!(after.iter().collect::<Vec<_>>(), expected);
    }
}
