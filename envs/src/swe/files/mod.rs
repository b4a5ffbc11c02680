//! Files and folders of a project, in memory.
//!
//! A [`Tree`] is a shared, immutable base and the paths that differ from it. To copy one copies two pointers and a few
//! numbers, whatever its size, so forks cost nothing; the first write after a fork copies the list of changed paths, never
//! their contents. Its digest is an order-free sum over its paths, kept up to date by every write.
//!
//! Paths are absolute and normalised by [`absolute`]; a tree cannot name anything outside itself. There are files (bytes,
//! with or without the bit that lets them be run) and folders; there are no links, owners or clocks: every file is as old
//! as every other.
//!
//! [`diff`] shows how two texts differ as `diff -u` and git show it, [`patch`] applies such text.
//!
//! ```
//! use truestep_envs::swe::files::{Limits, Tree};
//! let mut tree = Tree::new([("/repo/a.py", "x = 1\n")], Limits::default())?;
//! let fork = tree.clone();
//! tree.write("/repo/a.py", "x = 2\n")?;
//! assert_eq!(fork.read_text("/repo/a.py")?, "x = 1\n");
//! assert_ne!(fork.digest(), tree.digest());
//! # Ok::<(), truestep_envs::swe::files::FileError>(())
//! ```

mod changes;
pub mod diff;
mod node;
pub mod patch;
mod path;
#[cfg(test)]
mod tests;
mod tree;

pub use changes::{Change, Changes};
pub use node::{Blob, Node};
pub use path::{absolute, base_name, join, parent};
pub use tree::{Entry, FileError, Limits, Tree};
