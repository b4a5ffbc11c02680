//! The tree itself: a base, what differs from it, and sums kept up to date.

use super::{
    node::{Blob, Node},
    path::{absolute, parent},
};
use std::{collections::BTreeMap, iter::Peekable, ops::Bound, sync::Arc};
use truestep_core::digest::{CellSum, Digest};
use xxhash_rust::xxh3::xxh3_64;

/// How much a tree may hold. A write that would pass a limit is refused and changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one file.
    pub file_bytes: usize,
    /// Bytes in all files together.
    pub tree_bytes: usize,
    /// Files and folders.
    pub entries: usize,
    /// Bytes in one path.
    pub path_bytes: usize,
}

impl Default for Limits {
    /// Room for a large project: 4 MiB a file, 64 MiB and 20,000 paths in all.
    fn default() -> Self {
        Self {
            file_bytes: 4 << 20,
            tree_bytes: 64 << 20,
            entries: 20_000,
            path_bytes: 1_024,
        }
    }
}

/// Why something could not be done with a path. The texts are those of Unix, as every tool words them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Nothing is there.
    #[error("No such file or directory")]
    Missing,
    /// A folder where a file is needed.
    #[error("Is a directory")]
    IsFolder,
    /// A file where a folder is needed.
    #[error("Not a directory")]
    NotFolder,
    /// Something is there already.
    #[error("File exists")]
    Exists,
    /// A folder that is not empty.
    #[error("Directory not empty")]
    NotEmpty,
    /// The root, or what is above it, cannot be changed.
    #[error("Operation not permitted")]
    Root,
    /// More than the tree's [`Limits`] allow.
    #[error("File too large: {what} would be {size}, at most {limit} can be held")]
    TooLarge {
        /// What is limited.
        what: &'static str,
        /// What it would be.
        size: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A name no file can have.
    #[error("Invalid argument: a path holds no zero byte")]
    Name,
    /// Not text in UTF-8.
    #[error("is not text in UTF-8")]
    NotText,
}

/// One name in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its whole path.
    pub path: &'a str,
    /// Its name in the folder.
    pub name: &'a str,
    /// What it is.
    pub node: &'a Node,
}

/// Paths in order, each with what stands there.
type Base = BTreeMap<Box<str>, Node>;
/// Changed paths in order; `None` where something of the base is gone.
type Overlay = BTreeMap<Arc<str>, Option<Node>>;

/// Files and folders; see the [module](super).
#[derive(Clone, Debug)]
pub struct Tree {
    base: Arc<Base>,
    base_sum: CellSum,
    base_totals: (usize, usize),
    overlay: Arc<Overlay>,
    sum: CellSum,
    /// Bytes and entries.
    totals: (usize, usize),
    limits: Limits,
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.sum == other.sum && self.totals == other.totals
    }
}

impl Tree {
    /// A root without anything in it.
    #[must_use]
    pub fn empty(limits: Limits) -> Self {
        Self {
            base: Arc::default(),
            base_sum: CellSum::default(),
            base_totals: (0, 0),
            overlay: Arc::default(),
            sum: CellSum::default(),
            totals: (0, 0),
            limits,
        }
    }

    /// A tree whose base is these files, with the folders they lie in. Paths may be written relative to the root.
    ///
    /// # Errors
    /// Two things at one path, or more than the limits allow.
    pub fn new<P: AsRef<str>, C: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, C)>,
        limits: Limits,
    ) -> Result<Self, FileError> {
        let mut tree = Self::empty(limits);
        for (path, content) in files {
            let path = absolute("/", path.as_ref());
            tree.create_folders(parent(&path))?;
            tree.write(&path, content.as_ref())?;
        }
        Ok(tree.sealed())
    }

    /// The same tree with everything in its base: what the forks of it share.
    #[must_use]
    pub fn sealed(&self) -> Self {
        let base: Base = self
            .walk("/")
            .map(|(path, node)| (path.into(), node.clone()))
            .collect();
        Self {
            base: Arc::new(base),
            base_sum: self.sum,
            base_totals: self.totals,
            overlay: Arc::default(),
            ..*self
        }
    }

    /// The base alone.
    pub(super) fn pristine(&self) -> Self {
        Self {
            base: Arc::clone(&self.base),
            overlay: Arc::default(),
            sum: self.base_sum,
            totals: self.base_totals,
            ..*self
        }
    }

    /// The digest of everything in it, kept up to date.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.sum.digest()
    }

    /// The same digest worked out anew.
    #[must_use]
    pub fn recompute_digest(&self) -> Digest {
        self.digest_of(|_| true)
    }

    /// The digest of the paths that `keep` keeps, such as everything but a history.
    #[must_use]
    pub fn digest_of(&self, keep: impl Fn(&str) -> bool) -> Digest {
        let mut sum = CellSum::default();
        for (path, node) in self.walk("/").filter(|(path, _)| keep(path)) {
            sum.add(xxh3_64(path.as_bytes()), &node.cell(path));
        }
        sum.digest()
    }

    /// What it may hold.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Bytes in all files, and how many files and folders there are.
    #[must_use]
    pub fn totals(&self) -> (usize, usize) {
        self.totals
    }

    /// The paths that differ from the base, sorted; `None` where nothing is any more.
    pub fn changed(&self) -> impl Iterator<Item = (&str, Option<&Node>)> {
        self.overlay.iter().map(|(p, n)| (&**p, n.as_ref()))
    }

    /// What stands at a path; the root is a folder.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Node> {
        if path == "/" {
            return Some(&Node::Folder);
        }
        match self.overlay.get(path) {
            Some(node) => node.as_ref(),
            None => self.base.get(path),
        }
    }

    /// Whether a folder is there.
    #[must_use]
    pub fn is_folder(&self, path: &str) -> bool {
        self.get(path).is_some_and(Node::is_folder)
    }

    /// Whether a file is there.
    #[must_use]
    pub fn is_file(&self, path: &str) -> bool {
        self.get(path).is_some_and(|node| !node.is_folder())
    }

    /// Why nothing can be found at `path`: not there, or a file where a folder would have to be.
    #[must_use]
    pub fn missing(&self, path: &str) -> FileError {
        let mut at = parent(path);
        while at != "/" {
            match self.get(at) {
                Some(Node::File { .. }) => return FileError::NotFolder,
                Some(Node::Folder) => return FileError::Missing,
                None => at = parent(at),
            }
        }
        FileError::Missing
    }

    /// The content of a file.
    ///
    /// # Errors
    /// Nothing there, or a folder.
    pub fn read(&self, path: &str) -> Result<&Arc<Blob>, FileError> {
        match self.get(path) {
            Some(Node::File { blob, .. }) => Ok(blob),
            Some(Node::Folder) => Err(FileError::IsFolder),
            None => Err(self.missing(path)),
        }
    }

    /// The content of a file that is text.
    ///
    /// # Errors
    /// Nothing there, a folder, or no text.
    pub fn read_text(&self, path: &str) -> Result<&str, FileError> {
        std::str::from_utf8(self.read(path)?.bytes()).map_err(|_| FileError::NotText)
    }

    /// Put content into a file, which is made if it is not there; its mode stays.
    ///
    /// # Errors
    /// A folder is there, there is no folder to put it in, or a limit would be passed.
    pub fn write(&mut self, path: &str, content: impl AsRef<[u8]>) -> Result<(), FileError> {
        let content = content.as_ref();
        let limit = self.limits.file_bytes;
        if content.len() > limit {
            let (what, size) = ("the file's bytes", content.len());
            return Err(FileError::TooLarge { what, size, limit });
        }
        self.put(path, &Arc::new(Blob::new(content)))
    }

    /// [`Self::write`] without copying the content.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn put(&mut self, path: &str, blob: &Arc<Blob>) -> Result<(), FileError> {
        let executable = match self.get(path) {
            Some(Node::Folder) => return Err(FileError::IsFolder),
            Some(Node::File { executable, .. }) => *executable,
            None => false,
        };
        let blob = Arc::clone(blob);
        self.insert(path, Node::File { blob, executable })
    }

    /// Make a file one that may be run, or one that may not.
    ///
    /// # Errors
    /// No file is there.
    pub fn set_executable(&mut self, path: &str, executable: bool) -> Result<(), FileError> {
        let blob = Arc::clone(self.read(path)?);
        self.insert(path, Node::File { blob, executable })
    }

    /// Make a folder.
    ///
    /// # Errors
    /// Something is there, there is no folder to make it in, or a limit would be passed.
    pub fn create_folder(&mut self, path: &str) -> Result<(), FileError> {
        match self.get(path) {
            Some(_) => Err(FileError::Exists),
            None => self.insert(path, Node::Folder),
        }
    }

    /// Make a folder and those it lies in, as far as they are not there.
    ///
    /// # Errors
    /// A file is in the way, or a limit would be passed.
    pub fn create_folders(&mut self, path: &str) -> Result<(), FileError> {
        match self.get(path) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File { .. }) => Err(FileError::NotFolder),
            None => {
                self.create_folders(parent(path))?;
                self.insert(path, Node::Folder)
            }
        }
    }

    /// Remove a file or an empty folder.
    ///
    /// # Errors
    /// Nothing there, a folder that is not empty, or the root.
    pub fn remove(&mut self, path: &str) -> Result<(), FileError> {
        match self.get(path) {
            _ if path == "/" => Err(FileError::Root),
            None => Err(self.missing(path)),
            Some(Node::Folder) if self.list(path).next().is_some() => Err(FileError::NotEmpty),
            Some(_) => self.set(path, None),
        }
    }

    /// Remove whatever is at a path, with everything below.
    ///
    /// # Errors
    /// Nothing there, or the root.
    pub fn remove_all(&mut self, path: &str) -> Result<(), FileError> {
        if path == "/" {
            return Err(FileError::Root);
        }
        if self.get(path).is_none() {
            return Err(self.missing(path));
        }
        let below: Vec<String> = self.walk(path).map(|(p, _)| p.to_owned()).collect();
        for path in below.iter().rev() {
            self.set(path, None)?;
        }
        self.set(path, None)
    }

    /// Put a node where a folder is there to hold it.
    pub(crate) fn insert(&mut self, path: &str, node: Node) -> Result<(), FileError> {
        if path == "/" {
            return Err(FileError::IsFolder);
        }
        match self.get(parent(path)) {
            Some(Node::Folder) => self.set(path, Some(node)),
            Some(Node::File { .. }) => Err(FileError::NotFolder),
            None => Err(self.missing(path)),
        }
    }

    /// Change what stands at a path and every sum with it.
    pub(super) fn set(&mut self, path: &str, node: Option<Node>) -> Result<(), FileError> {
        let old = self.get(path);
        if old == node.as_ref() {
            return Ok(());
        }
        let totals = self.totals_with(path, node.as_ref())?;
        let key = xxh3_64(path.as_bytes());
        if let Some(old) = old {
            let cell = old.cell(path);
            self.sum.remove(key, &cell);
        }
        if let Some(new) = &node {
            self.sum.add(key, &new.cell(path));
        }
        self.totals = totals;
        let overlay = Arc::make_mut(&mut self.overlay);
        if self.base.get(path) == node.as_ref() {
            overlay.remove(path);
        } else {
            overlay.insert(path.into(), node);
        }
        Ok(())
    }

    /// Bytes and entries once `node` stands at `path`; an error if that is too much.
    fn totals_with(&self, path: &str, node: Option<&Node>) -> Result<(usize, usize), FileError> {
        let (old, new) = (self.get(path), node);
        let len = |node: Option<&Node>| node.map_or(0, Node::len);
        let bytes = self.totals.0 - len(old) + len(new);
        let entries = self.totals.1 - usize::from(old.is_some()) + usize::from(new.is_some());
        let limits = self.limits;
        let checks = [
            ("the file's bytes", len(new), limits.file_bytes, true),
            (
                "all files' bytes",
                bytes,
                limits.tree_bytes,
                len(new) > len(old),
            ),
            ("files and folders", entries, limits.entries, old.is_none()),
            ("the path's bytes", path.len(), limits.path_bytes, true),
        ];
        for (what, size, limit, grows) in checks {
            if new.is_some() && grows && size > limit {
                return Err(FileError::TooLarge { what, size, limit });
            }
        }
        if path.contains('\0') || absolute("/", path) != path {
            return Err(FileError::Name);
        }
        Ok((bytes, entries))
    }

    /// Every path lies in a folder.
    pub(super) fn check_parents(&self) -> Result<(), FileError> {
        let homeless = self
            .walk("/")
            .find(|(path, _)| !self.is_folder(parent(path)));
        homeless.map_or(Ok(()), |(path, _)| Err(self.missing(path)))
    }

    /// Everything below a folder, sorted by path as bytes; the folder itself is left out.
    pub fn walk(&self, folder: &str) -> impl Iterator<Item = (&str, &Node)> {
        let from = if folder == "/" {
            "/".to_owned()
        } else {
            format!("{folder}/")
        };
        // The byte after `/` is `0`: everything below sorts between the two.
        let to = format!("{}0", &from[..from.len() - 1]);
        let range = (Bound::Excluded(&*from), Bound::Excluded(&*to));
        Merged {
            base: self.base.range::<str, _>(range).peekable(),
            overlay: self.overlay.range::<str, _>(range).peekable(),
        }
    }

    /// What is in a folder, sorted by name as bytes; nothing for what is no folder.
    pub fn list(&self, folder: &str) -> impl Iterator<Item = Entry<'_>> {
        let start = if folder == "/" { 1 } else { folder.len() + 1 };
        self.walk(folder).filter_map(move |(path, node)| {
            let name = &path[start..];
            (!name.contains('/')).then_some(Entry { path, name, node })
        })
    }
}

/// Two sorted runs of paths as one; the overlay's word counts.
struct Merged<'a, B: Iterator<Item = (&'a Box<str>, &'a Node)>, O>
where
    O: Iterator<Item = (&'a Arc<str>, &'a Option<Node>)>,
{
    base: Peekable<B>,
    overlay: Peekable<O>,
}

impl<'a, B, O> Iterator for Merged<'a, B, O>
where
    B: Iterator<Item = (&'a Box<str>, &'a Node)>,
    O: Iterator<Item = (&'a Arc<str>, &'a Option<Node>)>,
{
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = match (self.base.peek(), self.overlay.peek()) {
                (Some((b, _)), Some((o, _))) => (***b).cmp(&***o),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => return None,
            };
            if order.is_lt() {
                return self.base.next().map(|(path, node)| (&**path, node));
            }
            if order.is_eq() {
                self.base.next();
            }
            if let Some((path, Some(node))) = self.overlay.next() {
                return Some((path, node));
            }
        }
    }
}
