//! `git` over a history that is held in the files: see [`Store`] for how.
//!
//! Of what changes the history there are commits, branches, the stash and moving HEAD; there is no network, no merging and
//! no rewriting. There is no clock: a commit is as old as `GIT_COMMITTER_DATE` says, or as the one before it.

mod apply;
mod args;
mod change;
mod compare;
mod date;
mod ignore;
mod show;
mod stash;
mod status;
mod store;

pub use store::{Commit, Id, Item, Items, Store};

use super::super::{
    call::Call,
    machine::Halt,
    options::{Flag, Options, flag},
};
use crate::swe::files::{FileError, Tree, absolute};
use args::{Args, Known};

/// What each subcommand is, for the published table.
pub(in super::super) const FLAGS: &[Flag] = &[
    flag(
        "-C FOLDER, --no-pager, -c NAME=VALUE",
        "",
        "in another folder; passed over",
    ),
    flag(
        "status [-s] [-b] [--porcelain] [-u[no]] [PATH]...",
        "",
        "what differs from the index and the last commit",
    ),
    flag(
        "diff [--cached] [--stat] [--shortstat] [--numstat] [--name-only] [--name-status] [-U N] [--quiet] [--exit-code] [COMMIT [COMMIT]] [--] [PATH]...",
        "",
        "how",
    ),
    flag(
        "log [--oneline] [-n N] [--skip N] [-p] [--stat] [--name-only] [--name-status] [--format=F] [--date=D] [--author=T] [--grep=T] [-i] [-S T] [--reverse] [--all] [--follow] [COMMIT | A..B] [--] [PATH]...",
        "",
        "commits",
    ),
    flag(
        "show [OPTIONS OF LOG] [COMMIT | COMMIT:PATH]...",
        "",
        "one commit, or a file as it was",
    ),
    flag(
        "blame [-L FROM,TO] [-s] [-e] [COMMIT] FILE",
        "",
        "which commit each line is from, along first parents",
    ),
    flag(
        "ls-files [-o] [-m] [-d] [--exclude-standard] [PATH]...",
        "",
        "files that are known, or not",
    ),
    flag(
        "rev-parse [--short] [--abbrev-ref] [--show-toplevel] [--is-inside-work-tree] [--show-prefix] [--verify] COMMIT",
        "",
        "names and places",
    ),
    flag("cat-file -p | -t | -s OBJECT", "", "an object"),
    flag(
        "branch [-a] [-v] [--show-current] [-d | -D | -m] [NAME [COMMIT]]",
        "",
        "branches",
    ),
    flag("add [-A] [-u] [-n] [-f] PATH...", "", "to the index"),
    flag(
        "rm [-r] [-f] [--cached] PATH...",
        "",
        "out of it, and the file",
    ),
    flag("mv SOURCE... TARGET", "", "renames"),
    flag(
        "restore [--staged] [--worktree] [--source=COMMIT] PATH...",
        "",
        "files as they were",
    ),
    flag(
        "checkout [-b] [-f] [-q] BRANCH | COMMIT, checkout [COMMIT] -- PATH...",
        "",
        "another commit, or files as they were",
    ),
    flag("switch [-c] BRANCH", "", "another branch"),
    flag(
        "reset [--soft | --mixed | --hard] [-q] [COMMIT], reset [COMMIT] -- PATH...",
        "",
        "the index, HEAD and files",
    ),
    flag(
        "commit [-a] [-m TEXT]... [-q] [--allow-empty] [--amend] [--no-edit]",
        "",
        "makes a commit",
    ),
    flag(
        "stash [push [-m TEXT] [-u] | pop | apply | list | show [-p] | drop | clear]",
        "",
        "puts changes aside",
    ),
    flag(
        "clean [-f] [-d] [-n] [-x] [PATH]...",
        "",
        "removes what is not known",
    ),
    flag(
        "apply [-R] [-v] [-p N] [--check] [--stat] [--numstat] [--recount] [--unidiff-zero] [FILE]",
        "",
        "carries out a diff",
    ),
    flag(
        "init [FOLDER], config [--get] NAME [VALUE], remote, tag, version",
        "",
        "a new history; names; nothing; nothing; its version",
    ),
];

/// The version whose output this is held to.
const VERSION: &str = "git version 2.47.3";

/// Why a command ends early.
pub(super) enum Trap {
    Halt(Halt),
    /// A status, after this line on the second stream.
    Fails(u8, String),
}

impl From<Halt> for Trap {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

impl From<FileError> for Trap {
    fn from(error: FileError) -> Self {
        Self::Fails(128, format!("fatal: {error}"))
    }
}

impl From<String> for Trap {
    fn from(text: String) -> Self {
        Self::Fails(129, text)
    }
}

pub(super) type Outcome = Result<u8, Trap>;

/// A subcommand at work.
pub(super) struct Git<'a, 'm, 'r> {
    pub(super) call: &'a mut Call<'m, 'r>,
    pub(super) store: Store,
}

type Subcommand = fn(&mut Git<'_, '_, '_>, &[String]) -> Outcome;

/// Every subcommand.
const SUBCOMMANDS: &[(&str, Subcommand)] = &[
    ("add", change::add),
    ("apply", apply::apply),
    ("blame", show::blame),
    ("annotate", show::blame),
    ("branch", status::branch),
    ("cat-file", status::cat_file),
    ("checkout", change::checkout),
    ("clean", change::clean),
    ("commit", change::commit),
    ("config", status::config),
    ("diff", show::diff_command),
    ("log", show::log),
    ("ls-files", show::ls_files),
    ("mv", change::rename),
    ("remote", status::nothing),
    ("reset", change::reset),
    ("restore", change::restore),
    ("rev-parse", status::rev_parse),
    ("rm", change::remove),
    ("show", show::show),
    ("stash", stash::stash),
    ("status", status::status),
    ("switch", change::switch),
    ("tag", status::nothing),
];

pub(in super::super) fn git(call: &mut Call<'_, '_>, options: &Options) -> Result<u8, Halt> {
    let mut words = options.operands.as_slice();
    let mut folder = call.m.shell.cwd().to_owned();
    loop {
        match words {
            [flag, place, rest @ ..] if flag == "-C" => {
                folder = absolute(&folder, place);
                words = rest;
            }
            [flag, _, rest @ ..] if flag == "-c" => words = rest,
            [flag, rest @ ..]
                if matches!(flag.as_str(), "--no-pager" | "-P" | "--no-optional-locks") =>
            {
                words = rest
            }
            _ => break,
        }
    }
    let names: Vec<&str> = SUBCOMMANDS
        .iter()
        .map(|(n, _)| *n)
        .chain(["init", "version"])
        .collect();
    let Some((name, rest)) = words.split_first() else {
        call.err.extend_from_slice(
            format!(
                "usage: git COMMAND [ARGUMENT]...; supported commands: {}\n",
                names.join(" ")
            )
            .as_bytes(),
        );
        return Ok(1);
    };
    if name == "--version" || name == "version" {
        call.line(VERSION)?;
        return Ok(0);
    }
    if name == "init" {
        return init(call, rest, &folder);
    }
    let Some((_, run)) = SUBCOMMANDS.iter().find(|(n, _)| n == name) else {
        let text = format!(
            "git: '{name}' is not a git command here; supported: {}\n",
            names.join(" ")
        );
        call.err.extend_from_slice(text.as_bytes());
        return Ok(1);
    };
    let Some(store) = Store::around(call.tree(), &folder) else {
        call.err.extend_from_slice(
            b"fatal: not a git repository (or any of the parent directories): .git\n",
        );
        return Ok(128);
    };
    let kept = call.m.shell.cwd().to_owned();
    let moved = folder != kept;
    if moved {
        call.m.session().cwd = folder;
    }
    let mut git = Git { call, store };
    let result = run(&mut git, rest);
    if moved {
        call.m.session().cwd = kept;
    }
    match result {
        Ok(status) => Ok(status),
        Err(Trap::Halt(halt)) => Err(halt),
        Err(Trap::Fails(status, text)) => {
            call.err.extend_from_slice(format!("{text}\n").as_bytes());
            Ok(status)
        }
    }
}

fn init(call: &mut Call<'_, '_>, words: &[String], folder: &str) -> Result<u8, Halt> {
    let named = words.iter().find(|w| !w.starts_with('-'));
    let root = named.map_or(folder.to_owned(), |n| absolute(folder, n));
    let store = Store { root: root.clone() };
    let again = call.tree().is_folder(&store.inside("."));
    if let Err(error) = create(call.tree_mut(), &store) {
        call.err
            .extend_from_slice(format!("fatal: {error}\n").as_bytes());
        return Ok(128);
    }
    if !words.iter().any(|w| w == "-q") {
        let kind = if again {
            "Reinitialized existing"
        } else {
            "Initialized empty"
        };
        call.line(format!("{kind} Git repository in {root}/.git/"))?;
    }
    Ok(0)
}

/// A history without commits, unless there is one.
fn create(tree: &mut Tree, store: &Store) -> Result<(), FileError> {
    tree.create_folders(&store.inside("objects"))?;
    tree.create_folders(&store.inside("refs/heads"))?;
    if store.note(tree, "HEAD").is_none() {
        store.set_note(tree, "HEAD", "ref: refs/heads/main")?;
    }
    Ok(())
}

/// Who made a commit, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// A name without `<`.
    pub name: String,
    /// An address.
    pub mail: String,
    /// Seconds since 1970, in UTC.
    pub seconds: i64,
}

impl Author {
    fn line(&self) -> String {
        format!("{} <{}> {} +0000", self.name, self.mail, self.seconds)
    }
}

/// Commit everything below `root` as it is, in a history that is made if there is none: how generated projects get theirs.
///
/// # Errors
/// The tree has no room for it.
pub fn record(
    tree: &mut Tree,
    root: &str,
    author: &Author,
    message: &str,
) -> Result<Id, FileError> {
    let store = Store {
        root: absolute("/", root),
    };
    create(tree, &store)?;
    let items = store.working_items(tree);
    store.keep(tree, items.keys().cloned())?;
    store.set_index(tree, &items)?;
    let commit = Commit {
        tree: store.write_tree(tree, &items)?,
        parents: store.head(tree).into_iter().collect(),
        author: author.line(),
        committer: author.line(),
        message: format!("{}\n", message.trim_end()),
    };
    let id = store.write_commit(tree, &commit)?;
    store.set_head(tree, id)?;
    Ok(id)
}

impl Git<'_, '_, '_> {
    pub(super) fn tree(&self) -> &Tree {
        self.call.tree()
    }

    pub(super) fn tree_mut(&mut self) -> &mut Tree {
        self.call.tree_mut()
    }

    pub(super) fn print(&mut self, text: impl AsRef<[u8]>) -> Result<(), Trap> {
        Ok(self.call.print(text)?)
    }

    pub(super) fn work(&mut self, amount: usize) -> Result<(), Trap> {
        Ok(self.call.work(amount)?)
    }

    pub(super) fn note_err(&mut self, text: &str) {
        self.call.err.extend_from_slice(text.as_bytes());
    }

    pub(super) fn fatal(&self, what: &str) -> Trap {
        Trap::Fails(128, format!("fatal: {what}"))
    }

    fn args(&mut self, words: &[String], known: &[Known]) -> Result<Args, Trap> {
        let files = self.tree().walk(&self.store.root).count();
        self.work(files * 32)?;
        Ok(args::read(words, known)?)
    }

    pub(super) fn index(&self) -> Items {
        self.store.index(self.tree())
    }

    pub(super) fn head_items(&self) -> Items {
        self.store.items(self.tree(), self.store.head(self.tree()))
    }

    /// The files of the index as they are now.
    pub(super) fn tracked_now(&self, index: &Items) -> Items {
        let mut now = self.store.working_items(self.tree());
        now.retain(|path, _| index.contains_key(path));
        now
    }

    /// Branches and where they are.
    pub(super) fn branches(&self) -> Vec<(String, Id)> {
        let folder = self.store.inside("refs/heads");
        let start = folder.len() + 1;
        let files = self.tree().walk(&folder).filter(|(_, n)| !n.is_folder());
        let names: Vec<String> = files.map(|(p, _)| p[start..].to_owned()).collect();
        let id = |name: &String| {
            Id::parse(
                &self
                    .store
                    .note(self.tree(), &format!("refs/heads/{name}"))?,
            )
        };
        names
            .into_iter()
            .filter_map(|n| Some((n.clone(), id(&n)?)))
            .collect()
    }

    /// The commit that a name means, if it means one.
    pub(super) fn find(&self, name: &str) -> Option<Id> {
        let end = name.find(['~', '^']).unwrap_or(name.len());
        let (base, steps) = name.split_at(end);
        let mut id = self.find_base(base)?;
        let mut signs = steps.chars().peekable();
        while let Some(sign) = signs.next() {
            let mut digits = String::new();
            while let Some(d) = signs.next_if(char::is_ascii_digit) {
                digits.push(d);
            }
            let count: usize = if digits.is_empty() {
                1
            } else {
                digits.parse().ok()?
            };
            if sign == '^' && count != 1 {
                if count > 0 {
                    id = *self.store.commit(self.tree(), id)?.parents.get(count - 1)?;
                }
                continue;
            }
            for _ in 0..count.min(100_000) {
                id = *self.store.commit(self.tree(), id)?.parents.first()?;
            }
        }
        Some(id)
    }

    fn find_base(&self, name: &str) -> Option<Id> {
        if name == "HEAD" || name == "@" {
            return self.store.head(self.tree());
        }
        if name == "ORIG_HEAD" {
            return Id::parse(&self.store.note(self.tree(), "ORIG_HEAD")?);
        }
        if name == "stash" || name == "stash@{0}" {
            return stash::entries(self).first().map(|(id, _)| *id);
        }
        if let Some(n) = name
            .strip_prefix("stash@{")
            .and_then(|n| n.strip_suffix('}'))
        {
            return stash::entries(self)
                .get(n.parse::<usize>().ok()?)
                .map(|(id, _)| *id);
        }
        let branch = name.strip_prefix("refs/heads/").unwrap_or(name);
        let safe = !branch.is_empty() && !branch.contains("..") && !branch.starts_with('/');
        if safe
            && let Some(note) = self
                .store
                .note(self.tree(), &format!("refs/heads/{branch}"))
        {
            return Id::parse(&note);
        }
        if name.len() < 4 || name.len() > 40 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let hex = name.to_lowercase();
        let folder = self.store.inside(&format!("objects/{}", &hex[..2]));
        let mut found = self
            .tree()
            .list(&folder)
            .filter(|e| e.name.starts_with(&hex[2..]));
        let (first, second) = (found.next()?, found.next());
        let id = Id::parse(&format!("{}{}", &hex[..2], first.name))?;
        (second.is_none() && self.store.commit(self.tree(), id).is_some()).then_some(id)
    }

    /// The commit that a name means, or git's complaint.
    pub(super) fn commit_id(&self, name: &str) -> Result<Id, Trap> {
        let text = format!(
            "ambiguous argument '{name}': unknown revision or path not in the working tree.\nUse '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'"
        );
        self.find(name).ok_or_else(|| self.fatal(&text))
    }

    /// Complain about a word that is neither a commit nor a path.
    pub(super) fn known_path(&self, word: &str) -> Result<(), Trap> {
        let path = absolute(self.call.m.shell.cwd(), word);
        let pattern = super::super::glob::is_pattern(word);
        if self.tree().get(&path).is_some() || pattern {
            return Ok(());
        }
        self.commit_id(word).map(|_| ())
    }

    /// Paths as the repository names them; the root is the empty one.
    pub(super) fn relative(&self, paths: &[String]) -> Result<Vec<String>, Trap> {
        let mut list = vec![];
        for path in paths {
            let whole = match path.strip_prefix(":/") {
                Some(rest) => self.store.working(rest),
                None => absolute(self.call.m.shell.cwd(), path),
            };
            if whole == self.store.root {
                list.push(String::new());
                continue;
            }
            let prefix = if self.store.root == "/" {
                "/".to_owned()
            } else {
                format!("{}/", self.store.root)
            };
            match whole.strip_prefix(&prefix) {
                Some(inner) => list.push(inner.to_owned()),
                None => {
                    return Err(self.fatal(&format!(
                        "{path}: '{path}' is outside repository at '{}'",
                        self.store.root
                    )));
                }
            }
        }
        Ok(list)
    }

    /// A path of the repository as the working folder sees it.
    pub(super) fn seen_from_here(&self, path: &str) -> String {
        let cwd = self.call.m.shell.cwd();
        let here = cwd
            .strip_prefix(&self.store.root)
            .unwrap_or_default()
            .trim_start_matches('/');
        if here.is_empty() {
            return path.to_owned();
        }
        let (from, to): (Vec<&str>, Vec<&str>) =
            (here.split('/').collect(), path.split('/').collect());
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let ups = vec![".."; from.len() - shared];
        [ups, to[shared..].to_vec()].concat().join("/")
    }

    /// A file as a commit, or the index, has it.
    pub(super) fn file_of(&self, revision: &str, path: &str) -> Result<Vec<u8>, Trap> {
        let items = if revision.is_empty() {
            self.index()
        } else {
            self.store
                .items(self.tree(), Some(self.commit_id(revision)?))
        };
        let inner = match path.strip_prefix("./") {
            Some(rest) => self.relative(&[rest.to_owned()])?.remove(0),
            None => path.to_owned(),
        };
        if let Some(item) = items.get(&inner) {
            return Ok(self.store.blob(self.tree(), item.id));
        }
        let prefix = if inner.is_empty() {
            String::new()
        } else {
            format!("{}/", inner.trim_end_matches('/'))
        };
        let below: Vec<&String> = items.keys().filter(|p| p.starts_with(&prefix)).collect();
        if below.is_empty() {
            let text = format!(
                "path '{path}' does not exist in '{}'",
                if revision.is_empty() {
                    "the index"
                } else {
                    revision
                }
            );
            return Err(self.fatal(&text));
        }
        let mut names: Vec<String> = below
            .iter()
            .map(|p| {
                let rest = &p[prefix.len()..];
                rest.find('/')
                    .map_or(rest.to_owned(), |i| rest[..=i].to_owned())
            })
            .collect();
        names.dedup();
        Ok(format!("tree {revision}:{path}\n\n{}\n", names.join("\n")).into_bytes())
    }

    /// Who makes commits: variables, else the configuration, else nobody in particular.
    pub(super) fn identity(&self, role: &str) -> String {
        let variable = |name: &str| {
            self.call
                .m
                .variable(&format!("GIT_{role}_{name}"))
                .map(str::to_owned)
        };
        let name = variable("NAME")
            .or_else(|| status::setting(self, "user.name"))
            .unwrap_or_else(|| "root".into());
        let mail = variable("EMAIL")
            .or_else(|| status::setting(self, "user.email"))
            .unwrap_or_else(|| "root@localhost".into());
        let given = variable("DATE").and_then(|text| {
            let mut words = text.trim_start_matches('@').split(' ').map(str::to_owned);
            let seconds: i64 = words.next()?.parse().ok()?;
            let zone = words.next().filter(|z| {
                z.len() == 5
                    && z.starts_with(['+', '-'])
                    && z[1..].bytes().all(|b| b.is_ascii_digit())
            });
            Some(format!("{seconds} {}", zone.as_deref().unwrap_or("+0000")))
        });
        let head = self
            .store
            .head(self.tree())
            .and_then(|id| self.store.commit(self.tree(), id));
        let when = given
            .unwrap_or_else(|| format!("{} +0000", head.map_or(1_704_067_200, |c| c.seconds())));
        format!("{} <{mail}> {when}", name.replace(['<', '>', '\n'], ""))
    }
}
