//! `git status`, `git branch`, `git rev-parse`, `git cat-file`, `git config`.

use super::{
    Git, Outcome, Trap,
    args::{Known, on, with},
    compare::{self, Delta, asked, path_quoted},
    ignore::Ignored,
    store::Id,
};
use std::collections::BTreeSet;

const STATUS: &[Known] = &[
    on(&["-s", "--short"]),
    on(&["--porcelain"]),
    on(&["-b", "--branch"]),
    on(&["-uno", "--untracked-files=no"]),
    on(&["-uall", "--untracked-files=all", "-u"]),
    on(&["--long", "--no-renames", "--no-ahead-behind"]),
    with(&["--untracked-files"]),
];

/// What differs, in three lists.
pub(super) struct Differences {
    pub(super) staged: Vec<Delta>,
    pub(super) changed: Vec<Delta>,
    /// Files, or whole folders with a slash behind them.
    pub(super) untracked: Vec<String>,
}

pub(super) fn differences(git: &Git<'_, '_, '_>, paths: &[String], all: bool) -> Differences {
    let (head, index) = (git.head_items(), git.index());
    let tracked = git.tracked_now(&index);
    Differences {
        staged: compare::deltas(&head, &index, paths),
        changed: compare::deltas(&index, &tracked, paths),
        untracked: untracked(git, paths, all, false),
    }
}

/// Files that are not in the index. A folder with nothing known in it stands for what is in it, unless `all` are asked for.
pub(super) fn untracked(
    git: &Git<'_, '_, '_>,
    paths: &[String],
    all: bool,
    ignored_too: bool,
) -> Vec<String> {
    let index = git.index();
    let now = git.store.working_items(git.tree());
    let ignored = Ignored::of(&git.store, git.tree());
    let known: BTreeSet<&str> = index
        .keys()
        .flat_map(|p| p.match_indices('/').map(|(i, _)| &p[..=i]))
        .collect();
    let mut found = BTreeSet::new();
    let wanted = |p: &&String| {
        !index.contains_key(*p) && asked(paths, p) && (ignored_too || !ignored.holds(p))
    };
    for path in now.keys().filter(wanted) {
        let folder = path
            .match_indices('/')
            .map(|(i, _)| &path[..=i])
            .find(|f| !known.contains(f));
        found.insert(folder.filter(|_| !all).unwrap_or(path).to_owned());
    }
    found.into_iter().collect()
}

fn untracked_wanted(args: &super::args::Args) -> (bool, bool) {
    let none = args.has("-uno") || args.value("--untracked-files") == Some("no");
    let all = args.has("-uall") || args.value("--untracked-files") == Some("all");
    (!none, all)
}

pub(super) fn status(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, STATUS)?;
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    let paths = git.relative(&given)?;
    let (wanted, all) = untracked_wanted(&args);
    let mut found = differences(git, &paths, all);
    if !wanted {
        found.untracked.clear();
    }
    let plain = args.has("--porcelain");
    let text = if args.has("-s") || plain {
        short(git, &found, args.has("-b"), plain)
    } else {
        long(git, &found, wanted)
    };
    git.print(text)?;
    Ok(0)
}

fn short(git: &Git<'_, '_, '_>, found: &Differences, branch: bool, plain: bool) -> String {
    let mut out = String::new();
    let seen = |path: &str| {
        path_quoted(&if plain {
            path.to_owned()
        } else {
            git.seen_from_here(path)
        })
    };
    if branch {
        let name = git
            .store
            .branch(git.tree())
            .unwrap_or_else(|| "HEAD (no branch)".into());
        let fresh = git.store.head(git.tree()).is_none();
        out.push_str(&format!(
            "## {}{name}\n",
            if fresh { "No commits yet on " } else { "" }
        ));
    }
    let paths: BTreeSet<&String> = found
        .staged
        .iter()
        .chain(&found.changed)
        .map(|d| &d.path)
        .collect();
    for path in paths {
        let one = |list: &[Delta]| list.iter().find(|d| d.path == *path).cloned();
        let (a, b) = (one(&found.staged), one(&found.changed));
        let letter = |d: &Option<Delta>| d.as_ref().map_or(' ', Delta::letter);
        let from = a
            .as_ref()
            .and_then(|d| d.from.as_ref())
            .map(|f| format!("{} -> ", seen(f)))
            .unwrap_or_default();
        out.push_str(&format!(
            "{}{} {from}{}\n",
            letter(&a),
            letter(&b),
            seen(path)
        ));
    }
    for path in &found.untracked {
        let slash = if path.ends_with('/') { "/" } else { "" };
        out.push_str(&format!("?? {}{slash}\n", seen(path.trim_end_matches('/'))));
    }
    out
}

fn long(git: &Git<'_, '_, '_>, found: &Differences, wanted: bool) -> String {
    let mut out = match git.store.branch(git.tree()) {
        Some(branch) => format!("On branch {branch}\n"),
        None => format!(
            "HEAD detached at {}\n",
            git.store.head(git.tree()).unwrap_or_default().short()
        ),
    };
    let fresh = git.store.head(git.tree()).is_none();
    if fresh {
        out.push_str("\nNo commits yet\n\n");
    }
    let row = |d: &Delta| {
        let kind = match d.letter() {
            'A' => "new file:   ",
            'D' => "deleted:    ",
            'R' => "renamed:    ",
            _ => "modified:   ",
        };
        let from = d
            .from
            .as_ref()
            .map(|f| format!("{} -> ", git.seen_from_here(f)))
            .unwrap_or_default();
        format!(
            "\t{kind}{from}{}\n",
            path_quoted(&git.seen_from_here(&d.path))
        )
    };
    if !found.staged.is_empty() {
        let how = if fresh {
            "(use \"git rm --cached <file>...\" to unstage)"
        } else {
            "(use \"git restore --staged <file>...\" to unstage)"
        };
        out.push_str(&format!("Changes to be committed:\n  {how}\n"));
        found.staged.iter().for_each(|d| out.push_str(&row(d)));
        out.push('\n');
    }
    if !found.changed.is_empty() {
        let rm = if found.changed.iter().any(|d| d.new.is_none()) {
            "/rm"
        } else {
            ""
        };
        out.push_str(&format!(
            "Changes not staged for commit:\n  (use \"git add{rm} <file>...\" to update what will be committed)\n  (use \"git restore <file>...\" to discard changes in working directory)\n"
        ));
        found.changed.iter().for_each(|d| out.push_str(&row(d)));
        out.push('\n');
    }
    if !found.untracked.is_empty() {
        out.push_str("Untracked files:\n  (use \"git add <file>...\" to include in what will be committed)\n");
        for path in &found.untracked {
            let slash = if path.ends_with('/') { "/" } else { "" };
            out.push_str(&format!(
                "\t{}{slash}\n",
                path_quoted(&git.seen_from_here(path.trim_end_matches('/')))
            ));
        }
        out.push('\n');
    }
    if found.staged.is_empty() {
        out.push_str(match (found.changed.is_empty(), found.untracked.is_empty()) {
            (false, _) => "no changes added to commit (use \"git add\" and/or \"git commit -a\")\n",
            (true, false) => "nothing added to commit but untracked files present (use \"git add\" to track)\n",
            (true, true) if fresh => "nothing to commit (create/copy files and use \"git add\" to track)\n",
            (true, true) if !wanted => "nothing to commit (use -u to show untracked files)\n",
            (true, true) => "nothing to commit, working tree clean\n",
        });
    } else if !wanted {
        out.push_str("Untracked files not listed (use -u option to show untracked files)\n");
    }
    out
}

/// `git tag`, `git remote`: there are none.
pub(super) fn nothing(_: &mut Git<'_, '_, '_>, _: &[String]) -> Outcome {
    Ok(0)
}

pub(super) fn branch(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["-a", "--all", "-l", "--list"]),
        on(&["-v", "-vv"]),
        on(&["-d", "-D", "--delete"]),
        on(&["-m", "-M", "--move"]),
        on(&["--show-current"]),
        on(&["-f"]),
    ];
    let args = git.args(words, KNOWN)?;
    let now = git.store.branch(git.tree());
    if args.has("--show-current") {
        let text = now.map(|b| b + "\n").unwrap_or_default();
        git.print(text)?;
        return Ok(0);
    }
    if args.has("-d") {
        for name in &args.words {
            if Some(name) == now.as_ref() {
                let root = git.store.root.clone();
                return Err(Trap::Fails(
                    1,
                    format!("error: cannot delete branch '{name}' used by worktree at '{root}'"),
                ));
            }
            let path = git.store.inside(&format!("refs/heads/{name}"));
            let Some(id) = git.find(name).filter(|_| git.tree().is_file(&path)) else {
                return Err(Trap::Fails(1, format!("error: branch '{name}' not found")));
            };
            git.tree_mut().remove(&path)?;
            git.print(format!("Deleted branch {name} (was {}).\n", id.short()))?;
        }
        return Ok(0);
    }
    if args.has("-m") {
        let (from, to) = match args.words.as_slice() {
            [to] => (now.clone().unwrap_or_default(), to.clone()),
            [from, to] => (from.clone(), to.clone()),
            _ => return Err(git.fatal("branch name required")),
        };
        let id = git.commit_id(&from)?;
        check_name(git, &to)?;
        let old = git.store.inside(&format!("refs/heads/{from}"));
        git.tree_mut().remove(&old)?;
        let store = git.store.clone();
        store.set_note(git.tree_mut(), &format!("refs/heads/{to}"), &id.hex())?;
        if now.as_ref() == Some(&from) {
            store.set_note(git.tree_mut(), "HEAD", &format!("ref: refs/heads/{to}"))?;
        }
        return Ok(0);
    }
    if let Some(name) = args.words.first().filter(|_| !args.has("-a")) {
        let from = args.words.get(1).map_or("HEAD", String::as_str);
        create_branch(git, name, from)?;
        return Ok(0);
    }
    let mut list = vec![];
    if now.is_none() {
        let id = git.store.head(git.tree()).unwrap_or_default();
        list.push(('*', format!("(HEAD detached at {})", id.short()), id));
    }
    for (name, id) in git.branches() {
        let sign = if Some(&name) == now.as_ref() {
            '*'
        } else {
            ' '
        };
        list.push((sign, name, id));
    }
    let width = list.iter().map(|(_, n, _)| n.len()).max().unwrap_or(0);
    for (sign, name, id) in list {
        let subject = git
            .store
            .commit(git.tree(), id)
            .map(|c| c.subject())
            .unwrap_or_default();
        let line = if args.has("-v") {
            format!("{sign} {name:<width$} {} {subject}\n", id.short())
        } else {
            format!("{sign} {name}\n")
        };
        git.print(line)?;
    }
    Ok(0)
}

/// Refuse what cannot name a branch.
fn check_name(git: &Git<'_, '_, '_>, name: &str) -> Result<(), Trap> {
    let bad = name.is_empty()
        || name.starts_with(['-', '/', '.'])
        || name.ends_with(['/', '.'])
        || name.contains("..")
        || name.contains("//")
        || name.contains([' ', '~', '^', ':', '?', '*', '[', '\\'])
        || name == "HEAD";
    if bad {
        Err(git.fatal(&format!("'{name}' is not a valid branch name")))
    } else {
        Ok(())
    }
}

pub(super) fn create_branch(git: &mut Git<'_, '_, '_>, name: &str, from: &str) -> Result<Id, Trap> {
    check_name(git, name)?;
    if git.branches().iter().any(|(n, _)| n == name) {
        return Err(git.fatal(&format!("a branch named '{name}' already exists")));
    }
    let Some(id) = git.find(from) else {
        return Err(git.fatal(&format!("not a valid object name: '{from}'")));
    };
    let store = git.store.clone();
    store.set_note(git.tree_mut(), &format!("refs/heads/{name}"), &id.hex())?;
    Ok(id)
}

pub(super) fn rev_parse(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["--short"]),
        on(&["--abbrev-ref"]),
        on(&["--show-toplevel"]),
        on(&["--is-inside-work-tree"]),
        on(&["--git-dir"]),
        on(&["--show-prefix"]),
        on(&["--verify", "-q", "--quiet"]),
    ];
    let args = git.args(words, KNOWN)?;
    if args.has("--show-toplevel") {
        let root = git.store.root.clone();
        git.print(format!("{root}\n"))?;
    }
    if args.has("--is-inside-work-tree") {
        git.print("true\n")?;
    }
    if args.has("--git-dir") {
        let here = git.call.m.shell.cwd() == git.store.root;
        let text = if here {
            ".git".to_owned()
        } else {
            git.store.inside(".")
        };
        git.print(format!("{text}\n"))?;
    }
    if args.has("--show-prefix") {
        let prefix = git.relative(&[".".into()])?.remove(0);
        let slash = if prefix.is_empty() { "" } else { "/" };
        git.print(format!("{prefix}{slash}\n"))?;
    }
    for word in &args.words {
        if git.find(word).is_none() && !args.has("--verify") {
            // As the real one, it repeats what it cannot read.
            git.print(format!("{word}\n"))?;
        }
        let id = git.commit_id(word)?;
        let text = if args.has("--abbrev-ref") {
            let branch = if word == "HEAD" || word == "@" {
                git.store.branch(git.tree())
            } else {
                Some(word.clone())
            };
            branch.unwrap_or_else(|| "HEAD".into())
        } else if args.has("--short") {
            id.short()
        } else {
            id.hex()
        };
        git.print(format!("{text}\n"))?;
    }
    Ok(0)
}

pub(super) fn cat_file(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, &[on(&["-p"]), on(&["-t"]), on(&["-s"])])?;
    let Some(name) = args.words.last() else {
        return Err(git.fatal("an object is needed"));
    };
    let content = match name.split_once(':') {
        Some((rev, path)) => Some(("blob".to_owned(), git.file_of(rev, path)?)),
        None => {
            let id = git.find(name).or_else(|| Id::parse(name));
            id.and_then(|id| git.store.read(git.tree(), id))
        }
    };
    let Some((kind, bytes)) = content else {
        return Err(git.fatal(&format!("Not a valid object name {name}")));
    };
    if args.has("-t") {
        git.print(format!("{kind}\n"))?;
    } else if args.has("-s") {
        git.print(format!("{}\n", bytes.len()))?;
    } else {
        git.print(bytes)?;
    }
    Ok(0)
}

/// A setting of `.git/config`: `NAME = VALUE` on each line, under `[SECTION]`.
pub(super) fn setting(git: &Git<'_, '_, '_>, name: &str) -> Option<String> {
    let (section, key) = name.rsplit_once('.')?;
    let text = git.tree().read_text(&git.store.inside("config")).ok()?;
    let mut inside = false;
    let mut found = None;
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix('[') {
            inside = head.trim_end_matches(']').eq_ignore_ascii_case(section);
        } else if let Some((k, v)) = line.split_once('=').filter(|_| inside)
            && k.trim().eq_ignore_ascii_case(key)
        {
            found = Some(v.trim().to_owned());
        }
    }
    found
}

pub(super) fn config(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["--get"]),
            on(&["--global", "--local"]),
            on(&["-l", "--list"]),
        ],
    )?;
    match args.words.as_slice() {
        [name] => match setting(git, name) {
            Some(value) => {
                git.print(format!("{value}\n"))?;
                Ok(0)
            }
            None => Ok(1),
        },
        [name, value] => {
            let Some((section, key)) = name.rsplit_once('.') else {
                return Err(Trap::Fails(
                    1,
                    format!("error: key does not contain a section: {name}"),
                ));
            };
            let path = git.store.inside("config");
            let old = git.tree().read_text(&path).unwrap_or_default().to_owned();
            git.tree_mut()
                .write(&path, format!("{old}[{section}]\n\t{key} = {value}\n"))?;
            Ok(0)
        }
        _ => {
            let text = git
                .tree()
                .read_text(&git.store.inside("config"))
                .unwrap_or_default()
                .to_owned();
            git.print(text)?;
            Ok(0)
        }
    }
}
