//! The files of one instance: the base, and a layer over it that only this instance writes.
//!
//! Paths are plain: no leading slash, no `.` and no `..`; the root is empty. A file that is opened gets a number, so that it
//! goes on being the same file when it is renamed or its name is taken away.

mod listing;
mod paths;
#[cfg(test)]
mod tests;

pub(super) use paths::{identity, resolve};

use crate::python::files::{Files, Node};
use paths::parent;
use std::{collections::BTreeMap, sync::Arc};

/// What went wrong, in the words of POSIX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    NoEntry,
    Exists,
    NotFolder,
    IsFolder,
    NotEmpty,
    NoSpace,
    NameTooLong,
    NotPermitted,
    Invalid,
}

/// A number of a file that was opened or made.
pub(super) type FileId = usize;

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    /// `/dev/null`: takes everything, gives nothing.
    Null,
}

#[derive(Clone, Debug)]
enum Slot {
    Gone,
    Folder,
    Null,
    File(FileId),
}

#[derive(Debug)]
enum Content {
    Shared(Arc<[u8]>),
    Own(Vec<u8>),
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Shared(bytes) => bytes,
            Self::Own(bytes) => bytes,
        }
    }
}

#[derive(Debug)]
struct File {
    content: Content,
    /// Hash of the path at which it was made or opened first: its identity to the guest.
    identity: u64,
}

/// The files of one instance.
#[derive(Debug)]
pub(super) struct Tree {
    base: Files,
    layer: BTreeMap<String, Slot>,
    files: Vec<File>,
    /// Bytes written that the host holds, names and contents.
    used: u64,
    most: u64,
    /// How often a name came or went.
    changes: u32,
}

/// Bytes that a name costs the host beside its text.
const NAME_COST: u64 = 128;
/// Folder of compiled modules: the host's, not part of what a run changed.
pub(super) const COMPILED: &str = ".pycache";

impl Tree {
    /// The base, `/tmp`, `/dev/null`, and these compiled modules.
    pub(super) fn new(base: Files, compiled: &[(String, Arc<[u8]>)], most: u64) -> Self {
        let mut tree = Self {
            base,
            layer: BTreeMap::new(),
            files: vec![],
            used: 0,
            most,
            changes: 0,
        };
        for folder in ["dev", "tmp"] {
            tree.layer.insert(folder.into(), Slot::Folder);
        }
        tree.layer.insert("dev/null".into(), Slot::Null);
        for (path, bytes) in compiled {
            for (at, _) in path.match_indices('/') {
                tree.layer.insert(path[..at].into(), Slot::Folder);
            }
            let id = tree.add(path, Content::Shared(bytes.clone()));
            tree.layer.insert(path.clone(), Slot::File(id));
        }
        tree
    }

    /// How often a name came or went: the time at which folders were changed, so that who remembers a listing looks again.
    pub(super) fn generation(&self) -> u32 {
        self.changes
    }

    fn name(&mut self, path: &str, slot: Slot) {
        self.changes = self.changes.saturating_add(1);
        self.layer.insert(path.to_owned(), slot);
    }

    fn add(&mut self, path: &str, content: Content) -> FileId {
        let identity = identity(path);
        self.files.push(File { content, identity });
        self.files.len() - 1
    }

    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        if path.is_empty() {
            return Some(Kind::Folder);
        }
        match self.layer.get(path) {
            Some(Slot::Gone) => None,
            Some(Slot::Folder) => Some(Kind::Folder),
            Some(Slot::Null) => Some(Kind::Null),
            Some(Slot::File(_)) => Some(Kind::File),
            None => self.base.nodes().get(path).map(|node| match node {
                Node::Folder => Kind::Folder,
                Node::File(_) => Kind::File,
            }),
        }
    }

    /// The size and the identity of a file that need not be open.
    pub(super) fn size(&self, path: &str) -> (u64, u64) {
        match (self.layer.get(path), self.base.nodes().get(path)) {
            (Some(Slot::File(id)), _) => (self.bytes(*id).len() as u64, self.identity(*id)),
            (None, Some(Node::File(bytes))) => (bytes.len() as u64, identity(path)),
            _ => (0, identity(path)),
        }
    }

    pub(super) fn identity(&self, id: FileId) -> u64 {
        self.files[id].identity
    }

    pub(super) fn bytes(&self, id: FileId) -> &[u8] {
        self.files[id].content.bytes()
    }

    /// A path whose folder is there; the trouble if not.
    fn placed(&self, path: &str) -> Result<(), Trouble> {
        match self.kind(parent(path)) {
            Some(Kind::Folder) => Ok(()),
            Some(_) => Err(Trouble::NotFolder),
            None => Err(self.lost(parent(path))),
        }
    }

    /// Why there is nothing at a path.
    fn lost(&self, path: &str) -> Trouble {
        let through_file = path.match_indices('/').any(|(at, _)| {
            self.kind(&path[..at])
                .is_some_and(|kind| kind != Kind::Folder)
        });
        if through_file {
            Trouble::NotFolder
        } else {
            Trouble::NoEntry
        }
    }

    pub(super) fn there(&self, path: &str) -> Result<Kind, Trouble> {
        self.kind(path).ok_or_else(|| self.lost(path))
    }

    fn spend(&mut self, bytes: u64) -> Result<(), Trouble> {
        let used = self.used.saturating_add(bytes);
        if used > self.most {
            return Err(Trouble::NoSpace);
        }
        self.used = used;
        Ok(())
    }

    /// The file at a path that is there.
    pub(super) fn open(&mut self, path: &str) -> Result<FileId, Trouble> {
        match (self.layer.get(path), self.base.nodes().get(path)) {
            (Some(Slot::File(id)), _) => Ok(*id),
            (None, Some(Node::File(bytes))) => {
                let bytes = bytes.clone();
                self.spend(NAME_COST)?;
                let id = self.add(path, Content::Shared(bytes));
                self.layer.insert(path.to_owned(), Slot::File(id));
                Ok(id)
            }
            _ => Err(self.lost(path)),
        }
    }

    /// A new empty file at a path where nothing is.
    pub(super) fn create(&mut self, path: &str) -> Result<FileId, Trouble> {
        self.placed(path)?;
        self.spend(NAME_COST + path.len() as u64)?;
        let id = self.add(path, Content::Own(vec![]));
        self.name(path, Slot::File(id));
        Ok(id)
    }

    pub(super) fn create_folder(&mut self, path: &str) -> Result<(), Trouble> {
        if self.kind(path).is_some() {
            return Err(Trouble::Exists);
        }
        self.placed(path)?;
        self.spend(NAME_COST + path.len() as u64)?;
        self.name(path, Slot::Folder);
        Ok(())
    }

    /// The bytes of a file, to be written; as long as asked for.
    fn own(&mut self, id: FileId, length: usize) -> Result<&mut Vec<u8>, Trouble> {
        let content = &self.files[id].content;
        let held = match content {
            Content::Own(bytes) => bytes.len(),
            Content::Shared(_) => 0,
        };
        self.spend(length.saturating_sub(held) as u64)?;
        let content = &mut self.files[id].content;
        if let Content::Shared(bytes) = content {
            let kept = bytes.len().min(length);
            *content = Content::Own(bytes[..kept].to_vec());
        }
        let Content::Own(bytes) = content else {
            return Err(Trouble::Invalid);
        };
        self.used -= held.saturating_sub(length) as u64;
        bytes.resize(length, 0);
        Ok(bytes)
    }

    pub(super) fn resize(&mut self, id: FileId, length: u64) -> Result<(), Trouble> {
        let length = usize::try_from(length).map_err(|_| Trouble::NoSpace)?;
        self.own(id, length).map(|_| ())
    }

    pub(super) fn write(&mut self, id: FileId, at: u64, bytes: &[u8]) -> Result<(), Trouble> {
        let at = usize::try_from(at).map_err(|_| Trouble::NoSpace)?;
        let end = at.checked_add(bytes.len()).ok_or(Trouble::NoSpace)?;
        let length = self.bytes(id).len().max(end);
        self.own(id, length)?[at..end].copy_from_slice(bytes);
        Ok(())
    }

    /// Takes a name away; the base's name stays marked, so that it does not show through.
    fn forget(&mut self, path: &str) {
        self.changes = self.changes.saturating_add(1);
        if self.base.nodes().contains_key(path) {
            self.layer.insert(path.to_owned(), Slot::Gone);
        } else {
            self.layer.remove(path);
        }
    }

    pub(super) fn unlink(&mut self, path: &str) -> Result<(), Trouble> {
        match self.there(path)? {
            Kind::Folder => Err(Trouble::IsFolder),
            Kind::Null => Err(Trouble::NotPermitted),
            Kind::File => {
                self.forget(path);
                Ok(())
            }
        }
    }

    pub(super) fn remove_folder(&mut self, path: &str) -> Result<(), Trouble> {
        if self.there(path)? != Kind::Folder {
            return Err(Trouble::NotFolder);
        }
        if matches!(path, "" | "tmp" | "dev") {
            return Err(Trouble::NotPermitted);
        }
        if !self.list(path).is_empty() {
            return Err(Trouble::NotEmpty);
        }
        self.forget(path);
        Ok(())
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<(), Trouble> {
        let kind = self.there(from)?;
        let own = |path: &str| matches!(path, "" | "tmp" | "dev" | "dev/null");
        if own(from) || own(to) {
            return Err(Trouble::NotPermitted);
        }
        if from == to {
            return Ok(());
        }
        self.placed(to)?;
        match (kind, self.kind(to)) {
            (_, None) => {}
            (Kind::Folder, Some(Kind::Folder)) if self.list(to).is_empty() => {}
            (Kind::Folder, Some(Kind::Folder)) => return Err(Trouble::NotEmpty),
            (Kind::Folder, Some(_)) => return Err(Trouble::NotFolder),
            (_, Some(Kind::Folder)) => return Err(Trouble::IsFolder),
            _ => {}
        }
        if kind != Kind::Folder {
            let id = self.open(from)?;
            self.spend(NAME_COST + to.len() as u64)?;
            self.forget(from);
            self.name(to, Slot::File(id));
            return Ok(());
        }
        if to.starts_with(&format!("{from}/")) {
            return Err(Trouble::Invalid);
        }
        for path in self.below(from) {
            let moved = format!("{to}{}", &path[from.len()..]);
            self.spend(NAME_COST + moved.len() as u64)?;
            let slot = match self.there(&path)? {
                Kind::Folder => Slot::Folder,
                _ => Slot::File(self.open(&path)?),
            };
            self.forget(&path);
            self.name(&moved, slot);
        }
        Ok(())
    }
}
