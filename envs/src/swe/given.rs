//! Which files a run is given, and what stands for them: the key by which a run is remembered.

use super::{
    files::{Node, Tree},
    guest::ROOT,
    types::{is_test_file, relative},
};
use std::collections::BTreeMap;
use truestep_sandbox::python::{BadFile, Files};
use xxhash_rust::xxh3::Xxh3Default;

/// The history, which no program is given.
const HISTORY: &str = "/repo/.git";
/// A file that a program finds in a folder without files, since it is given files alone.
const EMPTY: &str = ".empty";

/// The files of a project that a run is given.
#[derive(Debug, Default)]
pub(super) struct ProjectFiles<'t>(BTreeMap<&'t str, &'t Node>);

impl<'t> ProjectFiles<'t> {
    /// All of a tree but the history; in folders without anything a file `.empty`.
    pub(super) fn whole(tree: &'t Tree) -> Self {
        let all: BTreeMap<&str, &Node> = given(tree, "/").collect();
        let holds_nothing = |folder: &str| {
            let within = format!("{}/", folder.trim_end_matches('/'));
            let mut after = all.range(within.as_str()..);
            !after
                .next()
                .is_some_and(|(path, _)| path.starts_with(&within))
        };
        let kept = all
            .iter()
            .filter(|(path, node)| !node.is_folder() || holds_nothing(path));
        Self(kept.map(|(path, node)| (*path, *node)).collect())
    }

    /// Those of the project.
    pub(super) fn project(tree: &'t Tree) -> Self {
        Self(files(tree, ROOT).collect())
    }

    /// Those of the project as it was, but with `package`, a folder or a file, of another tree, without its tests: what is
    /// graded.
    pub(super) fn graded(start: &'t Tree, tree: &'t Tree, package: &str) -> Self {
        let inside = |path: &str| below(path, package) && !is_test_file(relative(path));
        let kept = files(start, ROOT).filter(|(path, _)| !inside(path));
        let taken = files(tree, ROOT).filter(|(path, _)| inside(path));
        Self(kept.chain(taken).collect())
    }

    /// And those of a harness, where there are none of their names.
    pub(super) fn with(mut self, harness: &'t Tree) -> Self {
        for (path, node) in files(harness, ROOT) {
            self.0.entry(path).or_insert(node);
        }
        self
    }

    /// What stands for all of them.
    pub(super) fn key(&self) -> u128 {
        let mut hasher = Xxh3Default::new();
        for (path, node) in &self.0 {
            hasher.update(path.as_bytes());
            match node {
                Node::File { blob, .. } => {
                    hasher.update(&[0]);
                    hasher.update(&blob.digest().0.to_le_bytes());
                }
                Node::Folder => hasher.update(&[0, 0]),
            }
        }
        hasher.digest128()
    }

    /// As the guest takes them.
    ///
    /// # Errors
    /// A path that is none there.
    pub(super) fn given(&self) -> Result<Files, BadFile> {
        let files = self.0.iter().map(|(path, node)| match node {
            Node::File { blob, .. } => ((*path).to_owned(), blob.bytes()),
            Node::Folder => (format!("{}/{EMPTY}", path.trim_end_matches('/')), &b""[..]),
        });
        Files::new(files)
    }

    /// How many of them Python would compile.
    pub(super) fn modules(&self) -> usize {
        self.0.keys().filter(|path| path.ends_with(".py")).count()
    }
}

/// The folder that the file in an empty folder stood for.
pub(super) fn emptied(path: &str) -> Option<&str> {
    path.strip_suffix(EMPTY)?.strip_suffix('/')
}

/// The files below a folder, without the history and what the guest keeps for itself.
fn files<'t>(tree: &'t Tree, folder: &str) -> impl Iterator<Item = (&'t str, &'t Node)> {
    given(tree, folder).filter(|(_, node)| !node.is_folder())
}

/// And the folders.
fn given<'t>(tree: &'t Tree, folder: &str) -> impl Iterator<Item = (&'t str, &'t Node)> {
    tree.walk(folder)
        .filter(move |(path, _)| is_given_file(path))
}

/// Whether a path is of no history, and nothing that the guest keeps for itself.
pub(super) fn is_given_file(path: &str) -> bool {
    let own = [HISTORY, "/dev", "/.pycache"];
    !own.iter().any(|own| below(path, own))
}

/// Whether a path is a folder's, or in it.
fn below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
