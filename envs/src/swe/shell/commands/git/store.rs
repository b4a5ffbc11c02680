//! Objects of git: names, blobs, trees, commits, held as files below `.git`. Objects are git's own loose ones; the index and
//! the list of stashes are in forms of ours.

use crate::swe::files::{FileError, Node, Tree, absolute, join, parent};
use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};
use sha1::{Digest as _, Sha1};
use std::collections::BTreeMap;

/// How hard objects are packed: quickly.
const LEVEL: u8 = 1;

/// The name of an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Id(pub [u8; 20]);

impl Id {
    /// Forty hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The first seven of them.
    #[must_use]
    pub fn short(self) -> String {
        self.hex()[..7].to_owned()
    }

    /// Read forty digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut id = [0; 20];
        if text.len() != 40 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, pair) in id.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(id))
    }

    /// The name of an object of a kind with this content.
    #[must_use]
    pub fn of(kind: &str, content: &[u8]) -> Self {
        let mut hash = Sha1::new();
        hash.update(format!("{kind} {}\0", content.len()));
        hash.update(content);
        Self(hash.finalize().into())
    }
}

/// A file as a commit or the index has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    /// Whether it may be run.
    pub executable: bool,
    /// The name of its content.
    pub id: Id,
}

impl Item {
    /// `100644` or `100755`.
    #[must_use]
    pub fn mode(self) -> &'static str {
        if self.executable { "100755" } else { "100644" }
    }
}

/// Files by their paths below the root of a repository.
pub type Items = BTreeMap<String, Item>;

/// A commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commit {
    /// The name of its tree.
    pub tree: Id,
    /// Those before it.
    pub parents: Vec<Id>,
    /// `NAME <ADDRESS> SECONDS ZONE`.
    pub author: String,
    /// Likewise.
    pub committer: String,
    /// What it says, with its last end of line.
    pub message: String,
}

impl Commit {
    fn text(&self) -> String {
        let mut text = format!("tree {}\n", self.tree.hex());
        for parent in &self.parents {
            text.push_str(&format!("parent {}\n", parent.hex()));
        }
        text.push_str(&format!(
            "author {}\ncommitter {}\n\n{}",
            self.author, self.committer, self.message
        ));
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, message) = text.split_once("\n\n")?;
        let mut commit = Self {
            tree: Id::default(),
            parents: vec![],
            author: String::new(),
            committer: String::new(),
            message: message.to_owned(),
        };
        for line in head.lines() {
            match line.split_once(' ')? {
                ("tree", id) => commit.tree = Id::parse(id)?,
                ("parent", id) => commit.parents.push(Id::parse(id)?),
                ("author", who) => commit.author = who.to_owned(),
                ("committer", who) => commit.committer = who.to_owned(),
                _ => {}
            }
        }
        Some(commit)
    }

    /// Its first line.
    #[must_use]
    pub fn subject(&self) -> String {
        let lines = self.message.trim_start_matches('\n').lines();
        let paragraph: Vec<&str> = lines.take_while(|l| !l.trim().is_empty()).collect();
        paragraph.join(" ")
    }

    /// When it was made, in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        seconds(&self.committer)
    }
}

/// The seconds in a line about who and when.
pub(super) fn seconds(who: &str) -> i64 {
    who.rsplit(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or(0)
}

/// A repository: its root folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Store {
    /// The folder that holds `.git`.
    pub root: String,
}

impl Store {
    /// The repository that a folder lies in.
    #[must_use]
    pub fn around(tree: &Tree, folder: &str) -> Option<Self> {
        let mut at = folder;
        loop {
            if tree.is_folder(&join(at, ".git")) {
                return Some(Self {
                    root: at.to_owned(),
                });
            }
            if at == "/" {
                return None;
            }
            at = parent(at);
        }
    }

    /// A path below `.git`.
    #[must_use]
    pub fn inside(&self, name: &str) -> String {
        absolute(&join(&self.root, ".git"), name)
    }

    /// A path of the working tree.
    #[must_use]
    pub fn working(&self, path: &str) -> String {
        absolute(&self.root, path)
    }

    fn object_path(&self, id: Id) -> String {
        let hex = id.hex();
        self.inside(&format!("objects/{}/{}", &hex[..2], &hex[2..]))
    }

    /// The kind and content of an object.
    #[must_use]
    pub fn read(&self, tree: &Tree, id: Id) -> Option<(String, Vec<u8>)> {
        let packed = tree.read(&self.object_path(id)).ok()?;
        let limit = tree.limits().file_bytes + 64;
        let mut bytes = decompress_to_vec_zlib_with_limit(packed.bytes(), limit).ok()?;
        let end = bytes.iter().position(|b| *b == 0)?;
        let kind = std::str::from_utf8(&bytes[..end])
            .ok()?
            .split(' ')
            .next()?
            .to_owned();
        bytes.drain(..=end);
        Some((kind, bytes))
    }

    /// Keep an object, as a loose one of git's.
    ///
    /// # Errors
    /// The tree has no room for it.
    pub fn write(&self, tree: &mut Tree, kind: &str, content: &[u8]) -> Result<Id, FileError> {
        let id = Id::of(kind, content);
        let path = self.object_path(id);
        if tree.get(&path).is_none() {
            tree.create_folders(parent(&path))?;
            let mut bytes = format!("{kind} {}\0", content.len()).into_bytes();
            bytes.extend_from_slice(content);
            tree.write(&path, compress_to_vec_zlib(&bytes, LEVEL))?;
        }
        Ok(id)
    }

    /// A commit.
    #[must_use]
    pub fn commit(&self, tree: &Tree, id: Id) -> Option<Commit> {
        let (kind, content) = self.read(tree, id)?;
        Commit::parse(
            std::str::from_utf8(&content)
                .ok()
                .filter(|_| kind == "commit")?,
        )
    }

    /// Keep a commit.
    ///
    /// # Errors
    /// The tree has no room for it.
    pub fn write_commit(&self, tree: &mut Tree, commit: &Commit) -> Result<Id, FileError> {
        self.write(tree, "commit", commit.text().as_bytes())
    }

    /// The content of a file by its name.
    #[must_use]
    pub fn blob(&self, tree: &Tree, id: Id) -> Vec<u8> {
        self.read(tree, id)
            .map(|(_, content)| content)
            .unwrap_or_default()
    }

    /// The files of a commit.
    #[must_use]
    pub fn items(&self, tree: &Tree, commit: Option<Id>) -> Items {
        let mut items = Items::new();
        if let Some(commit) = commit.and_then(|id| self.commit(tree, id)) {
            self.gather(tree, commit.tree, "", 0, &mut items);
        }
        items
    }

    fn gather(&self, tree: &Tree, id: Id, prefix: &str, depth: usize, items: &mut Items) {
        let Some((_, content)) = self.read(tree, id).filter(|(kind, _)| kind == "tree") else {
            return;
        };
        let mut rest = content.as_slice();
        while let Some(end) = rest.iter().position(|b| *b == 0) {
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            let (Some((mode, name)), Some(id)) =
                (head.split_once(' '), rest.get(end + 1..end + 21))
            else {
                return;
            };
            let mut bytes = [0; 20];
            bytes.copy_from_slice(id);
            let path = format!("{prefix}{name}");
            if mode == "40000" && depth < 100 {
                self.gather(tree, Id(bytes), &format!("{path}/"), depth + 1, items);
            } else if mode != "40000" {
                let executable = mode == "100755";
                items.insert(
                    path,
                    Item {
                        executable,
                        id: Id(bytes),
                    },
                );
            }
            rest = &rest[end + 21..];
        }
    }

    /// Keep the tree objects of some files; the name of the outermost.
    ///
    /// # Errors
    /// The tree has no room for them.
    pub fn write_tree(&self, tree: &mut Tree, items: &Items) -> Result<Id, FileError> {
        let list: Vec<(&str, Item)> = items.iter().map(|(p, i)| (p.as_str(), *i)).collect();
        self.write_level(tree, &list, 0)
    }

    fn write_level(
        &self,
        tree: &mut Tree,
        items: &[(&str, Item)],
        depth: usize,
    ) -> Result<Id, FileError> {
        // Git sorts folders as if a slash stood behind their names.
        let mut entries: BTreeMap<String, (String, Id)> = BTreeMap::new();
        let mut at = 0;
        while at < items.len() {
            let (path, item) = items[at];
            match path.split_once('/') {
                Some((folder, _)) if depth < 100 => {
                    let prefix = format!("{folder}/");
                    let end = items[at..]
                        .iter()
                        .position(|(p, _)| !p.starts_with(&prefix));
                    let end = end.map_or(items.len(), |e| at + e);
                    let inner: Vec<(&str, Item)> = items[at..end]
                        .iter()
                        .map(|(p, i)| (&p[prefix.len()..], *i))
                        .collect();
                    let id = self.write_level(tree, &inner, depth + 1)?;
                    entries.insert(prefix, (format!("40000 {folder}"), id));
                    at = end;
                }
                _ => {
                    entries.insert(
                        path.to_owned(),
                        (format!("{} {path}", item.mode()), item.id),
                    );
                    at += 1;
                }
            }
        }
        let mut content = vec![];
        for (head, id) in entries.values() {
            content.extend_from_slice(head.as_bytes());
            content.push(0);
            content.extend_from_slice(&id.0);
        }
        self.write(tree, "tree", &content)
    }

    /// What `.git/NAME` says, without its end of line.
    #[must_use]
    pub fn note(&self, tree: &Tree, name: &str) -> Option<String> {
        let text = tree.read_text(&self.inside(name)).ok()?;
        Some(text.trim_end_matches('\n').to_owned())
    }

    /// Put a line into `.git/NAME`.
    ///
    /// # Errors
    /// The tree has no room for it.
    pub fn set_note(&self, tree: &mut Tree, name: &str, text: &str) -> Result<(), FileError> {
        let path = self.inside(name);
        tree.create_folders(parent(&path))?;
        tree.write(&path, format!("{text}\n"))
    }

    /// The branch that is checked out.
    #[must_use]
    pub fn branch(&self, tree: &Tree) -> Option<String> {
        let head = self.note(tree, "HEAD")?;
        head.strip_prefix("ref: refs/heads/").map(str::to_owned)
    }

    /// The commit that is checked out.
    #[must_use]
    pub fn head(&self, tree: &Tree) -> Option<Id> {
        match self.branch(tree) {
            Some(branch) => Id::parse(&self.note(tree, &format!("refs/heads/{branch}"))?),
            None => Id::parse(&self.note(tree, "HEAD")?),
        }
    }

    /// Move the branch that is checked out, or HEAD itself, to a commit.
    ///
    /// # Errors
    /// The tree has no room for it.
    pub fn set_head(&self, tree: &mut Tree, id: Id) -> Result<(), FileError> {
        let name = match self.branch(tree) {
            Some(branch) => format!("refs/heads/{branch}"),
            None => "HEAD".to_owned(),
        };
        self.set_note(tree, &name, &id.hex())
    }

    /// What is to be committed: `MODE ID<tab>PATH` on each line of `.git/index`, which is packed
    /// as objects are, so that searches do not take it for text.
    #[must_use]
    pub fn index(&self, tree: &Tree) -> Items {
        let packed = tree
            .read(&self.inside("index"))
            .map(|b| b.bytes())
            .unwrap_or_default();
        let limit = tree.limits().file_bytes;
        let bytes = decompress_to_vec_zlib_with_limit(packed, limit).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let line = |line: &str| {
            let (head, path) = line.split_once('\t')?;
            let (mode, id) = head.split_once(' ')?;
            let executable = mode == "100755";
            Some((
                path.to_owned(),
                Item {
                    executable,
                    id: Id::parse(id)?,
                },
            ))
        };
        text.lines().filter_map(line).collect()
    }

    /// Write the index; one that says the same is left alone.
    ///
    /// # Errors
    /// The tree has no room for it.
    pub fn set_index(&self, tree: &mut Tree, items: &Items) -> Result<(), FileError> {
        let lines = items
            .iter()
            .map(|(p, i)| format!("{} {}\t{p}\n", i.mode(), i.id.hex()));
        let text: String = lines.collect();
        let packed = compress_to_vec_zlib(text.as_bytes(), LEVEL);
        tree.write(&self.inside("index"), packed)
    }

    /// The files of the working tree.
    #[must_use]
    pub fn working_items(&self, tree: &Tree) -> Items {
        let skip = if self.root == "/" {
            1
        } else {
            self.root.len() + 1
        };
        let mut items = Items::new();
        for (path, node) in tree.walk(&self.root) {
            let path = &path[skip..];
            if path.starts_with(".git/") {
                continue;
            }
            if let Node::File { blob, executable } = node {
                let id = Id(blob.git_id());
                items.insert(
                    path.to_owned(),
                    Item {
                        executable: *executable,
                        id,
                    },
                );
            }
        }
        items
    }

    /// Keep the contents that a working tree has and the store lacks.
    ///
    /// # Errors
    /// The tree has no room for them.
    pub fn keep(
        &self,
        tree: &mut Tree,
        paths: impl IntoIterator<Item = String>,
    ) -> Result<(), FileError> {
        for path in paths {
            if let Ok(blob) = tree.read(&self.working(&path)).cloned() {
                self.write(tree, "blob", blob.bytes())?;
            }
        }
        Ok(())
    }

    /// Make the working tree's files at these paths what `items` says they are.
    ///
    /// # Errors
    /// The tree has no room for them.
    pub fn put_back<'p>(
        &self,
        tree: &mut Tree,
        items: &Items,
        paths: impl IntoIterator<Item = &'p String>,
    ) -> Result<(), FileError> {
        for path in paths {
            let place = self.working(path);
            match items.get(path) {
                Some(item) => {
                    let content = self.blob(tree, item.id);
                    if tree.is_folder(&place) {
                        tree.remove_all(&place)?;
                    }
                    tree.create_folders(parent(&place))?;
                    tree.write(&place, content)?;
                    tree.set_executable(&place, item.executable)?;
                }
                None => {
                    if tree.is_file(&place) {
                        tree.remove(&place)?;
                    }
                    // Git keeps no empty folders.
                    let mut at = parent(&place).to_owned();
                    while at != self.root
                        && at != "/"
                        && tree.is_folder(&at)
                        && tree.list(&at).next().is_none()
                    {
                        tree.remove(&at)?;
                        at = parent(&at).to_owned();
                    }
                }
            }
        }
        Ok(())
    }
}
