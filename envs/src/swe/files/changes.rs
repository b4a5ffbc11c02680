//! What differs from a base, as a plain value: how a tree is stored.

use super::{
    node::{Blob, Node},
    tree::{FileError, Limits, Tree},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::digest::{CellSum, Digest};
use xxhash_rust::xxh3::xxh3_64;

/// What became of one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It is no longer there.
    Gone,
    /// It is a folder.
    Folder,
    /// It is a file of this content.
    File {
        /// Its content.
        bytes: Vec<u8>,
        /// Whether it may be run.
        executable: bool,
    },
}

/// The paths of a tree that differ from its base, sorted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes(pub BTreeMap<String, Change>);

impl Changes {
    /// The digest of all of them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut sum = CellSum::default();
        for (path, change) in &self.0 {
            let key = xxh3_64(path.as_bytes());
            match change {
                Change::Gone => sum.add(key, &[0]),
                Change::Folder => sum.add(key, &[1]),
                Change::File { bytes, executable } => {
                    let content = Digest::of(bytes).0.to_le_bytes();
                    sum.add(key, &[&[2, u8::from(*executable)], &content[..]].concat());
                }
            }
        }
        sum.digest()
    }
}

impl Tree {
    /// What differs from the base.
    #[must_use]
    pub fn changes(&self) -> Changes {
        let change = |node: Option<&Node>| match node {
            None => Change::Gone,
            Some(Node::Folder) => Change::Folder,
            Some(Node::File { blob, executable }) => Change::File {
                bytes: blob.bytes().to_vec(),
                executable: *executable,
            },
        };
        Changes(
            self.changed()
                .map(|(path, node)| (path.to_owned(), change(node)))
                .collect(),
        )
    }

    /// The base of this tree with these changes: the inverse of [`Self::changes`].
    ///
    /// # Errors
    /// A path of them is not absolute and normalised, lies in no folder, or the tree would pass its limits.
    pub fn with_changes(&self, changes: &Changes) -> Result<Self, FileError> {
        let mut tree = self.pristine();
        let gone = |change: &&Change| matches!(change, Change::Gone);
        for (path, _) in changes.0.iter().rev().filter(|(_, c)| gone(c)) {
            tree.set(path, None)?;
        }
        for (path, change) in changes.0.iter().filter(|(_, c)| !gone(c)) {
            let node = match change {
                Change::File { bytes, executable } => Node::File {
                    blob: Arc::new(Blob::new(bytes.clone())),
                    executable: *executable,
                },
                _ => Node::Folder,
            };
            tree.set(path, Some(node))?;
        }
        tree.check_parents()?;
        Ok(tree)
    }
}

impl Default for Tree {
    /// A root without anything in it.
    fn default() -> Self {
        Self::empty(Limits::default())
    }
}
