//! What changes the index, the files or HEAD.

use super::{
    Git, Outcome, Trap,
    args::{Known, on, with},
    compare::{self, Side, asked},
    ignore::Ignored,
    status,
    store::{Commit, Id, Items},
};
use crate::swe::files::base_name;
use std::collections::BTreeSet;

/// Every path that one of two sets has and `paths` asks for.
fn either(a: &Items, b: &Items, paths: &[String]) -> Vec<String> {
    let all: BTreeSet<&String> = a
        .keys()
        .chain(b.keys())
        .filter(|p| asked(paths, p))
        .collect();
    all.into_iter().cloned().collect()
}

/// Complain about the first path that nothing matches.
fn all_known(given: &[String], paths: &[String], known: &[&Items]) -> Result<(), Trap> {
    for (word, path) in given.iter().zip(paths) {
        let one = std::slice::from_ref(path);
        let found = path.is_empty()
            || known
                .iter()
                .any(|items| items.keys().any(|p| asked(one, p)));
        if !found {
            return Err(Trap::Fails(
                1,
                format!("error: pathspec '{word}' did not match any file(s) known to git"),
            ));
        }
    }
    Ok(())
}

pub(super) fn add(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["-A", "--all"]),
        on(&["-u", "--update"]),
        on(&["-n", "--dry-run"]),
        on(&["-f", "--force"]),
        on(&["-v", "--verbose"]),
        on(&["-N"]),
    ];
    let args = git.args(words, KNOWN)?;
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    if given.is_empty() && !args.has("-A") && !args.has("-u") {
        git.note_err(
            "Nothing specified, nothing added.\nhint: Maybe you wanted to say 'git add .'?\n",
        );
        return Ok(0);
    }
    let paths = git.relative(&given)?;
    let mut index = git.index();
    let now = git.store.working_items(git.tree());
    let ignored = Ignored::of(&git.store, git.tree());
    for (word, path) in given.iter().zip(&paths) {
        let one = std::slice::from_ref(path);
        if !path.is_empty()
            && !now.keys().chain(index.keys()).any(|p| asked(one, p))
            && !git.tree().is_folder(&git.store.working(path))
        {
            return Err(git.fatal(&format!("pathspec '{word}' did not match any files")));
        }
        if now.contains_key(path)
            && !index.contains_key(path)
            && ignored.holds(path)
            && !args.has("-f")
        {
            return Err(Trap::Fails(
                1,
                format!(
                    "The following paths are ignored by one of your .gitignore files:\n{path}\nhint: Use -f if you really want to add them."
                ),
            ));
        }
    }
    let mut kept = vec![];
    for path in either(&index, &now, &paths) {
        match now.get(&path) {
            None => {
                index.remove(&path);
            }
            Some(item) => {
                let known = index.contains_key(&path);
                if !known && (args.has("-u") || (ignored.holds(&path) && !args.has("-f"))) {
                    continue;
                }
                if index.get(&path) != Some(item) && (args.has("-n") || args.has("-v")) {
                    git.print(format!("add '{path}'\n"))?;
                }
                index.insert(path.clone(), *item);
                kept.push(path);
            }
        }
    }
    if !args.has("-n") {
        let store = git.store.clone();
        store.keep(git.tree_mut(), kept)?;
        store.set_index(git.tree_mut(), &index)?;
    }
    Ok(0)
}

pub(super) fn remove(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["-r"]),
            on(&["-f", "--force"]),
            on(&["--cached"]),
            on(&["-q", "--quiet"]),
        ],
    )?;
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    let paths = git.relative(&given)?;
    let (mut index, head) = (git.index(), git.head_items());
    let now = git.store.working_items(git.tree());
    let mut gone = vec![];
    for (word, path) in given.iter().zip(&paths) {
        let one = std::slice::from_ref(path);
        let hits: Vec<String> = index.keys().filter(|p| asked(one, p)).cloned().collect();
        if hits.is_empty() {
            return Err(git.fatal(&format!("pathspec '{word}' did not match any files")));
        }
        if hits != [path.clone()] && !args.has("-r") && !super::super::super::glob::is_pattern(path)
        {
            return Err(git.fatal(&format!("not removing '{word}' recursively without -r")));
        }
        gone.extend(hits);
    }
    for path in &gone {
        let item = index.get(path).copied();
        let changed = now.contains_key(path) && now.get(path).copied() != item;
        if changed && !args.has("-f") && !args.has("--cached") {
            return Err(Trap::Fails(
                1,
                format!(
                    "error: the following file has local modifications:\n    {path}\n(use --cached to keep the file, or -f to force removal)"
                ),
            ));
        }
        if head.get(path).copied() != item && !args.has("-f") && !args.has("--cached") {
            return Err(Trap::Fails(
                1,
                format!(
                    "error: the following file has changes staged in the index:\n    {path}\n(use --cached to keep the file, or -f to force removal)"
                ),
            ));
        }
    }
    let store = git.store.clone();
    for path in &gone {
        index.remove(path);
        if !args.has("-q") {
            git.print(format!("rm '{path}'\n"))?;
        }
    }
    if !args.has("--cached") {
        store.put_back(git.tree_mut(), &Items::new(), &gone)?;
    }
    store.set_index(git.tree_mut(), &index)?;
    Ok(0)
}

pub(super) fn rename(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, &[on(&["-f", "--force"]), on(&["-k"]), on(&["-v"])])?;
    let Some((target, sources)) = args.words.split_last().filter(|(_, s)| !s.is_empty()) else {
        return Err(Trap::Fails(129, "usage: git mv SOURCE... TARGET".into()));
    };
    let to = git.relative(std::slice::from_ref(target))?.remove(0);
    let from = git.relative(sources)?;
    let mut index = git.index();
    let store = git.store.clone();
    for (word, path) in sources.iter().zip(from) {
        let place = if git.tree().is_folder(&store.working(&to)) {
            if to.is_empty() {
                base_name(&path).to_owned()
            } else {
                format!("{to}/{}", base_name(&path))
            }
        } else {
            to.clone()
        };
        let moved: Vec<String> = index
            .keys()
            .filter(|p| asked(std::slice::from_ref(&path), p))
            .cloned()
            .collect();
        if moved.is_empty() {
            let what = if git.tree().get(&store.working(&path)).is_some() {
                "not under version control"
            } else {
                "bad source"
            };
            return Err(git.fatal(&format!("{what}, source={word}, destination={place}")));
        }
        if git.tree().is_file(&store.working(&place)) && !args.has("-f") {
            return Err(git.fatal(&format!(
                "destination exists, source={word}, destination={place}"
            )));
        }
        for old in moved {
            let new = format!("{place}{}", &old[path.len()..]);
            let Some(item) = index.remove(&old) else {
                continue;
            };
            let content = git.tree().read(&store.working(&old)).cloned()?;
            let folder = crate::swe::files::parent(&store.working(&new)).to_owned();
            if folder != store.root
                && !git.tree().is_folder(&folder)
                && !git.tree().is_folder(&store.working(&path))
            {
                return Err(git.fatal(&format!(
                    "destination directory does not exist, source={word}, destination={place}"
                )));
            }
            git.tree_mut().create_folders(&folder)?;
            git.tree_mut().put(&store.working(&new), &content)?;
            git.tree_mut()
                .set_executable(&store.working(&new), item.executable)?;
            store.put_back(git.tree_mut(), &Items::new(), [&old])?;
            index.insert(new, item);
        }
    }
    store.set_index(git.tree_mut(), &index)?;
    Ok(0)
}

pub(super) fn restore(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["-S", "--staged"]),
            on(&["-W", "--worktree"]),
            with(&["-s", "--source"]),
            on(&["-q", "--quiet"]),
        ],
    )?;
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    if given.is_empty() {
        return Err(git.fatal("you must specify path(s) to restore"));
    }
    let paths = git.relative(&given)?;
    let staged = args.has("-S");
    let worktree = args.has("-W") || !staged;
    let source = match args.value("-s") {
        Some(rev) => {
            let id = git.commit_id(rev)?;
            git.store.items(git.tree(), Some(id))
        }
        None if staged => git.head_items(),
        None => git.index(),
    };
    put(git, &given, &paths, &source, staged, worktree)?;
    Ok(0)
}

/// Make paths of the index and of the working tree what a source has.
fn put(
    git: &mut Git<'_, '_, '_>,
    given: &[String],
    paths: &[String],
    source: &Items,
    staged: bool,
    worktree: bool,
) -> Result<usize, Trap> {
    let mut index = git.index();
    all_known(given, paths, &[source, &index])?;
    let list = either(source, &index, paths);
    let now = git.store.working_items(git.tree());
    let changed = list
        .iter()
        .filter(|p| now.get(*p) != source.get(*p))
        .count();
    let store = git.store.clone();
    if worktree {
        store.put_back(git.tree_mut(), source, &list)?;
    }
    if staged {
        for path in &list {
            match source.get(path) {
                Some(item) => index.insert(path.clone(), *item),
                None => index.remove(path),
            };
        }
        store.set_index(git.tree_mut(), &index)?;
    }
    Ok(changed)
}

pub(super) fn checkout(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["-b", "-B"]),
            on(&["-f", "--force"]),
            on(&["-q", "--quiet"]),
            on(&["--detach"]),
        ],
    )?;
    let quiet = args.has("-q");
    if args.has("-b") {
        let Some(name) = args.words.first().cloned() else {
            return Err(git.fatal("a name for the branch is needed"));
        };
        let from = args.words.get(1).cloned().unwrap_or_else(|| "HEAD".into());
        let id = status::create_branch(git, &name, &from)?;
        if from != "HEAD" {
            move_to(git, id, args.has("-f"))?;
        }
        let store = git.store.clone();
        store.set_note(git.tree_mut(), "HEAD", &format!("ref: refs/heads/{name}"))?;
        if !quiet {
            git.note_err(&format!("Switched to a new branch '{name}'\n"));
        }
        return Ok(0);
    }
    let first = args.words.first().cloned();
    let revision = first.as_ref().and_then(|f| git.find(f));
    let mut given: Vec<String> = args
        .words
        .iter()
        .skip(usize::from(revision.is_some()))
        .cloned()
        .collect();
    given.extend(args.paths.clone().unwrap_or_default());
    if given.is_empty() {
        let Some((id, name)) = revision.zip(first) else {
            return Ok(0);
        };
        return go(git, id, &name, args.has("-f"), quiet, args.has("--detach"));
    }
    // Behind `--` git counts nothing.
    let quiet = quiet || args.paths.is_some();
    let paths = git.relative(&given)?;
    let source = match revision {
        Some(id) => git.store.items(git.tree(), Some(id)),
        None => git.index(),
    };
    if revision.is_some() {
        // Files that the commit does not have stay.
        let known = source.clone();
        all_known(&given, &paths, &[&known])?;
        let list: Vec<String> = source
            .keys()
            .filter(|p| asked(&paths, p))
            .cloned()
            .collect();
        let now = git.store.working_items(git.tree());
        let mut index = git.index();
        let changed = list
            .iter()
            .filter(|p| now.get(*p) != source.get(*p) || index.get(*p) != source.get(*p))
            .count();
        let store = git.store.clone();
        store.put_back(git.tree_mut(), &source, &list)?;
        list.iter().for_each(|p| {
            index.insert(p.clone(), source[p]);
        });
        store.set_index(git.tree_mut(), &index)?;
        if !quiet {
            let name = revision.unwrap_or_default().short();
            git.note_err(&format!("Updated {} from {name}\n", plural(changed)));
        }
        return Ok(0);
    }
    let changed = put(git, &given, &paths, &source, false, true)?;
    if !quiet {
        git.note_err(&format!("Updated {} from the index\n", plural(changed)));
    }
    Ok(0)
}

fn plural(count: usize) -> String {
    format!("{count} path{}", if count == 1 { "" } else { "s" })
}

/// Check a commit or a branch out.
fn go(
    git: &mut Git<'_, '_, '_>,
    id: Id,
    name: &str,
    force: bool,
    quiet: bool,
    detach: bool,
) -> Outcome {
    let branch = git.branches().into_iter().any(|(n, _)| n == name) && !detach;
    let now = git.store.branch(git.tree());
    if branch && now.as_deref() == Some(name) {
        if force {
            move_to(git, id, true)?;
        }
        if !quiet {
            git.note_err(&format!("Already on '{name}'\n"));
        }
        return Ok(0);
    }
    let kept = move_to(git, id, force)?;
    for delta in kept {
        git.print(format!("{}\t{}\n", delta.letter(), delta.path))?;
    }
    let before = git.store.head(git.tree());
    let store = git.store.clone();
    if branch {
        store.set_note(git.tree_mut(), "HEAD", &format!("ref: refs/heads/{name}"))?;
    } else {
        store.set_note(git.tree_mut(), "HEAD", &id.hex())?;
    }
    if quiet {
        return Ok(0);
    }
    let subject = |git: &Git<'_, '_, '_>, id: Id| {
        git.store
            .commit(git.tree(), id)
            .map(|c| c.subject())
            .unwrap_or_default()
    };
    if now.is_none()
        && let Some(before) = before
    {
        let text = format!(
            "Previous HEAD position was {} {}\n",
            before.short(),
            subject(git, before)
        );
        git.note_err(&text);
    }
    let text = if branch {
        format!("Switched to branch '{name}'\n")
    } else {
        format!(
            "Note: switching to '{name}'.\n\nHEAD is now at {} {}\n",
            id.short(),
            subject(git, id)
        )
    };
    git.note_err(&text);
    Ok(0)
}

/// Make index and files those of a commit, keeping what was changed where the two commits agree.
fn move_to(git: &mut Git<'_, '_, '_>, id: Id, force: bool) -> Result<Vec<compare::Delta>, Trap> {
    let (head, target) = (git.head_items(), git.store.items(git.tree(), Some(id)));
    let mut index = git.index();
    let now = git.store.working_items(git.tree());
    let store = git.store.clone();
    let list: Vec<String> = either(&head, &target, &[])
        .into_iter()
        .filter(|p| head.get(p) != target.get(p))
        .collect();
    if force {
        let all = either(&index, &target, &[]);
        store.put_back(git.tree_mut(), &target, &all)?;
        store.set_index(git.tree_mut(), &target)?;
        return Ok(vec![]);
    }
    let lost: Vec<&String> = list
        .iter()
        .filter(|p| {
            (now.get(*p) != head.get(*p) || index.get(*p) != head.get(*p))
                && now.get(*p) != target.get(*p)
        })
        .collect();
    if !lost.is_empty() {
        let names: String = lost.iter().map(|p| format!("\t{p}\n")).collect();
        return Err(Trap::Fails(
            1,
            format!(
                "error: Your local changes to the following files would be overwritten by checkout:\n{names}Please commit your changes or stash them before you switch branches.\nAborting"
            ),
        ));
    }
    store.put_back(git.tree_mut(), &target, &list)?;
    for path in &list {
        match target.get(path) {
            Some(item) => index.insert(path.clone(), *item),
            None => index.remove(path),
        };
    }
    store.set_index(git.tree_mut(), &index)?;
    let kept = git.tracked_now(&index);
    Ok(compare::deltas(&target, &kept, &[]))
}

pub(super) fn switch(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["-c", "--create"]),
            on(&["-q", "--quiet"]),
            on(&["-f", "--force"]),
            on(&["-d", "--detach"]),
        ],
    )?;
    let mut next: Vec<String> = vec![];
    for (flag, other) in [("-c", "-b"), ("-q", "-q"), ("-f", "-f"), ("-d", "--detach")] {
        if args.has(flag) {
            next.push(other.into());
        }
    }
    let Some(name) = args.words.first() else {
        return Err(git.fatal("missing branch or commit argument"));
    };
    let branch = git.branches().iter().any(|(n, _)| n == name);
    if !branch && !args.has("-c") && !args.has("-d") {
        return Err(git.fatal(&format!("invalid reference: {name}")));
    }
    next.extend(args.words.clone());
    checkout(git, &next)
}

pub(super) fn reset(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["--hard"]),
            on(&["--soft"]),
            on(&["--mixed"]),
            on(&["-q", "--quiet"]),
        ],
    )?;
    let revision = args.words.first().and_then(|w| git.find(w));
    let mut given: Vec<String> = args
        .words
        .iter()
        .skip(usize::from(revision.is_some()))
        .cloned()
        .collect();
    if let Some(word) = given.first().filter(|_| args.paths.is_none()) {
        git.known_path(word)?;
    }
    given.extend(args.paths.clone().unwrap_or_default());
    let Some(id) = revision.or_else(|| git.store.head(git.tree())) else {
        return Err(git.fatal("there is no commit yet"));
    };
    let target = git.store.items(git.tree(), Some(id));
    let store = git.store.clone();
    if !given.is_empty() {
        let paths = git.relative(&given)?;
        let mut index = git.index();
        for path in either(&index, &target, &paths) {
            match target.get(&path) {
                Some(item) => index.insert(path, *item),
                None => index.remove(&path),
            };
        }
        store.set_index(git.tree_mut(), &index)?;
        return unstaged(git, &index, args.has("-q"));
    }
    if let Some(old) = store.head(git.tree()) {
        store.set_note(git.tree_mut(), "ORIG_HEAD", &old.hex())?;
    }
    if args.has("--hard") {
        let all = either(&git.index(), &target, &[]);
        store.put_back(git.tree_mut(), &target, &all)?;
    }
    if !args.has("--soft") {
        store.set_index(git.tree_mut(), &target)?;
    }
    store.set_head(git.tree_mut(), id)?;
    if args.has("--hard") {
        let subject = store
            .commit(git.tree(), id)
            .map(|c| c.subject())
            .unwrap_or_default();
        if !args.has("-q") {
            git.print(format!("HEAD is now at {} {subject}\n", id.short()))?;
        }
        return Ok(0);
    }
    if args.has("--soft") {
        Ok(0)
    } else {
        unstaged(git, &target, args.has("-q"))
    }
}

/// What still differs after the index was set back.
fn unstaged(git: &mut Git<'_, '_, '_>, index: &Items, quiet: bool) -> Outcome {
    let now = git.tracked_now(index);
    let list = compare::deltas(index, &now, &[]);
    if !list.is_empty() && !quiet {
        let rows: String = list
            .iter()
            .map(|d| format!("{}\t{}\n", d.letter(), d.path))
            .collect();
        git.print(format!("Unstaged changes after reset:\n{rows}"))?;
    }
    Ok(0)
}

pub(super) fn commit(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["-a", "--all"]),
        with(&["-m", "--message"]),
        with(&["-F", "--file"]),
        on(&["-q", "--quiet"]),
        on(&["--allow-empty"]),
        on(&["--amend"]),
        on(&["--no-edit"]),
        on(&["--no-verify", "-n"]),
        with(&["--author"]),
    ];
    let args = git.args(words, KNOWN)?;
    let store = git.store.clone();
    let mut index = git.index();
    if args.has("-a") {
        let now = git.tracked_now(&index);
        store.keep(git.tree_mut(), now.keys().cloned())?;
        index = now;
    }
    let head = store.head(git.tree());
    let last = head.and_then(|id| store.commit(git.tree(), id));
    let parts: Vec<&str> = args.values("-m").collect();
    let message = match (parts.is_empty(), args.value("-F"), &last) {
        (false, ..) => parts.join("\n\n"),
        (true, Some(file), _) => {
            let read = git.call.read(file)?;
            let bytes =
                read.map_err(|e| git.fatal(&format!("could not read log file '{file}': {e}")))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        (true, None, Some(last)) if args.has("--amend") => last.message.clone(),
        _ => {
            return Err(Trap::Fails(
                1,
                "error: there is no editor here; say the message with -m".into(),
            ));
        }
    };
    let message = cleaned(&message);
    if message.is_empty() {
        return Err(Trap::Fails(
            1,
            "Aborting commit due to empty commit message.".into(),
        ));
    }
    let (parents, base) = match (&last, args.has("--amend")) {
        (Some(last), true) => (last.parents.clone(), last.parents.first().copied()),
        _ => (head.into_iter().collect(), head),
    };
    let before = store.items(git.tree(), base);
    let old = if args.has("--amend") {
        before.clone()
    } else {
        git.head_items()
    };
    if old == index && !args.has("--allow-empty") && !args.has("--amend") {
        let words: Vec<String> = vec![];
        status::status(git, &words)?;
        return Ok(1);
    }
    store.set_index(git.tree_mut(), &index)?;
    let committer = git.identity("COMMITTER");
    let author = match (&last, args.has("--amend"), args.value("--author")) {
        (_, _, Some(who)) => {
            let when: Vec<&str> = committer.rsplitn(3, ' ').collect();
            format!(
                "{who} {} {}",
                when.get(1).unwrap_or(&"0"),
                when.first().unwrap_or(&"+0000")
            )
        }
        (Some(last), true, None) => last.author.clone(),
        _ => git.identity("AUTHOR"),
    };
    let root = parents.is_empty();
    let commit = Commit {
        tree: store.write_tree(git.tree_mut(), &index)?,
        parents,
        author,
        committer,
        message: message + "\n",
    };
    let id = store.write_commit(git.tree_mut(), &commit)?;
    store.set_head(git.tree_mut(), id)?;
    if args.has("-q") {
        return Ok(0);
    }
    let place = store
        .branch(git.tree())
        .unwrap_or_else(|| "detached HEAD".into());
    let kind = if root { " (root-commit)" } else { "" };
    let list = compare::deltas(&before, &index, &[]);
    let counts: Vec<_> = list
        .iter()
        .map(|d| compare::counts(&store, git.tree(), d, Side::Stored).unwrap_or((0, 0)))
        .collect();
    let mut text = format!("[{place}{kind} {}] {}\n", id.short(), commit.subject());
    if args.has("--amend") {
        text.push_str(&format!(" Date: {}\n", super::date::usual(&commit.author)));
    }
    text.push_str(&compare::totals(&counts));
    for delta in &list {
        text.push_str(&match (delta.old, delta.new) {
            _ if delta.from.is_some() => format!(
                " rename {} => {} (100%)\n",
                delta.from.clone().unwrap_or_default(),
                delta.path
            ),
            (None, Some(new)) => format!(" create mode {} {}\n", new.mode(), delta.path),
            (Some(old), None) => format!(" delete mode {} {}\n", old.mode(), delta.path),
            (Some(old), Some(new)) if old.executable != new.executable => {
                format!(
                    " mode change {} => {} {}\n",
                    old.mode(),
                    new.mode(),
                    delta.path
                )
            }
            _ => continue,
        });
    }
    git.print(text)?;
    Ok(0)
}

/// A message without blanks at the ends of lines and without comments.
fn cleaned(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut out: Vec<&str> = vec![];
    for line in lines {
        if line.is_empty() && out.last().is_none_or(|l| l.is_empty()) {
            continue;
        }
        out.push(line);
    }
    out.join("\n").trim_end().to_owned()
}

pub(super) fn clean(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(
        words,
        &[
            on(&["-f", "--force"]),
            on(&["-d"]),
            on(&["-n", "--dry-run"]),
            on(&["-x"]),
            on(&["-q", "--quiet"]),
        ],
    )?;
    if !args.has("-f") && !args.has("-n") {
        return Err(git.fatal("clean.requireForce is true and -f not given: refusing to clean"));
    }
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    let paths = git.relative(&given)?;
    let list = status::untracked(git, &paths, false, args.has("-x"));
    let verb = if args.has("-n") {
        "Would remove"
    } else {
        "Removing"
    };
    for path in list {
        if path.ends_with('/') && !args.has("-d") {
            continue;
        }
        let place = git.store.working(&path);
        if git.tree().get(&place).is_none() && !args.has("-n") {
            continue;
        }
        let seen = git.seen_from_here(path.trim_end_matches('/'));
        let slash = if path.ends_with('/') { "/" } else { "" };
        if !args.has("-q") {
            git.print(format!("{verb} {seen}{slash}\n"))?;
        }
        if !args.has("-n") {
            git.tree_mut().remove_all(&place)?;
        }
    }
    Ok(0)
}
