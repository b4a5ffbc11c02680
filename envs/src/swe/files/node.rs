//! What stands at a path.

use sha1::{Digest as _, Sha1};
use std::{
    fmt,
    sync::{Arc, OnceLock},
};
use truestep_core::digest::Digest;

/// The content of a file, with what is worked out from it once: its digest and the name git gives it.
pub struct Blob {
    bytes: Box<[u8]>,
    digest: Digest,
    git: OnceLock<[u8; 20]>,
}

impl Blob {
    /// These bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            digest: Digest::of(&bytes),
            bytes,
            git: OnceLock::new(),
        }
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest of the content.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The name git gives a file of this content: SHA-1 over `blob LENGTH`, a zero byte and the content.
    #[must_use]
    pub fn git_id(&self) -> [u8; 20] {
        *self.git.get_or_init(|| {
            let mut hash = Sha1::new();
            hash.update(format!("blob {}\0", self.bytes.len()));
            hash.update(&self.bytes);
            hash.finalize().into()
        })
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes, {})", self.bytes.len(), self.digest)
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.bytes == other.bytes
    }
}

impl Eq for Blob {}

/// A file or a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A folder; what is in it is found by path.
    Folder,
    /// A file.
    File {
        /// Its content.
        blob: Arc<Blob>,
        /// Whether it may be run.
        executable: bool,
    },
}

impl Node {
    /// A file that may not be run.
    #[must_use]
    pub fn file(bytes: impl Into<Box<[u8]>>) -> Self {
        Self::File {
            blob: Arc::new(Blob::new(bytes)),
            executable: false,
        }
    }

    /// How many bytes are in it; 0 for a folder.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Folder => 0,
            Self::File { blob, .. } => blob.bytes.len(),
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it is a folder.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self, Self::Folder)
    }

    /// The bytes that stand for it at `path` in the digest of a tree.
    pub(super) fn cell(&self, path: &str) -> Vec<u8> {
        let mut cell = Vec::with_capacity(path.len() + 18);
        cell.extend_from_slice(path.as_bytes());
        match self {
            Self::Folder => cell.extend_from_slice(&[0, 0]),
            Self::File { blob, executable } => {
                cell.extend_from_slice(&[0, 1 + u8::from(*executable)]);
                cell.extend_from_slice(&blob.digest.0.to_le_bytes());
            }
        }
        cell
    }
}
