//! `git stash`: changes put aside as commits, listed in `.git/stash`, newest first.

use super::{
    Git, Outcome, Trap,
    args::{Known, on, with},
    compare::{self, Side},
    show, status,
    store::{Commit, Id, Items},
};

/// The changes that were put aside: each commit with what it is called.
pub(super) fn entries(git: &Git<'_, '_, '_>) -> Vec<(Id, String)> {
    let text = git
        .tree()
        .read_text(&git.store.inside("stash"))
        .unwrap_or_default();
    let line = |line: &str| {
        let (id, message) = line.split_once(' ')?;
        Some((Id::parse(id)?, message.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

fn set_entries(git: &mut Git<'_, '_, '_>, list: &[(Id, String)]) -> Result<(), Trap> {
    let text: String = list
        .iter()
        .map(|(id, message)| format!("{} {message}\n", id.hex()))
        .collect();
    let path = git.store.inside("stash");
    git.tree_mut().write(&path, text)?;
    Ok(())
}

pub(super) fn stash(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    match words.split_first().map(|(w, rest)| (w.as_str(), rest)) {
        None => push(git, &[]),
        Some(("push" | "save", rest)) => push(git, rest),
        Some(("list", _)) => {
            let rows = entries(git).into_iter().enumerate();
            let text: String = rows.map(|(i, (_, message))| format!("stash@{{{i}}}: {message}\n")).collect();
            git.print(text)?;
            Ok(0)
        }
        Some(("pop", rest)) => take(git, rest, true),
        Some(("apply", rest)) => take(git, rest, false),
        Some(("drop", rest)) => {
            let at = chosen(git, rest)?;
            drop_entry(git, at)?;
            Ok(0)
        }
        Some(("clear", _)) => {
            set_entries(git, &[])?;
            Ok(0)
        }
        Some(("show", rest)) => shown(git, rest),
        Some((word, _)) if word.starts_with('-') => push(git, words),
        Some((word, _)) => Err(git.fatal(&format!("subcommand wasn't specified; 'push' can't be assumed due to unexpected token '{word}'; supported: push, pop, apply, list, show, drop, clear"))),
    }
}

/// Which entry is meant: `stash@{1}`, `1`, or the newest.
fn chosen(git: &mut Git<'_, '_, '_>, words: &[String]) -> Result<usize, Trap> {
    let word = words.iter().find(|w| !w.starts_with('-'));
    let at = match word {
        None => 0,
        Some(word) => {
            let digits = word.trim_start_matches("stash@{").trim_end_matches('}');
            digits
                .parse()
                .map_err(|_| Trap::Fails(1, format!("error: {word} is not a valid reference")))?
        }
    };
    let list = entries(git);
    if list.is_empty() {
        return Err(Trap::Fails(1, "No stash entries found.".into()));
    }
    if at >= list.len() {
        return Err(Trap::Fails(
            1,
            format!("error: stash@{{{at}}} is not a valid reference"),
        ));
    }
    Ok(at)
}

fn push(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        with(&["-m", "--message"]),
        on(&["-u", "--include-untracked"]),
        on(&["-q", "--quiet"]),
        on(&["-k", "--keep-index"]),
    ];
    let args = git.args(words, KNOWN)?;
    let Some(head) = git.store.head(git.tree()) else {
        return Err(Trap::Fails(
            1,
            "You do not have the initial commit yet".into(),
        ));
    };
    let store = git.store.clone();
    let (old, index) = (git.head_items(), git.index());
    let mut now = git.tracked_now(&index);
    let mut untracked = vec![];
    if args.has("-u") {
        untracked = status::differences(git, &[], true).untracked;
        let all = store.working_items(git.tree());
        for path in &untracked {
            now.extend(all.get(path).map(|item| (path.clone(), *item)));
        }
    }
    if old == index && old == now {
        git.print("No local changes to save\n")?;
        return Ok(0);
    }
    let subject = store
        .commit(git.tree(), head)
        .map(|c| c.subject())
        .unwrap_or_default();
    let branch = store
        .branch(git.tree())
        .unwrap_or_else(|| "(no branch)".into());
    let base = format!("{branch}: {} {subject}", head.short());
    let message = match args.value("-m") {
        Some(text) => format!("On {branch}: {text}"),
        None => format!("WIP on {base}"),
    };
    store.keep(git.tree_mut(), now.keys().cloned())?;
    let (author, committer) = (git.identity("AUTHOR"), git.identity("COMMITTER"));
    let write = |git: &mut Git<'_, '_, '_>,
                 items: &Items,
                 parents: Vec<Id>,
                 message: String|
     -> Result<Id, Trap> {
        let tree = store.write_tree(git.tree_mut(), items)?;
        let commit = Commit {
            tree,
            parents,
            author: author.clone(),
            committer: committer.clone(),
            message,
        };
        Ok(store.write_commit(git.tree_mut(), &commit)?)
    };
    let staged = write(git, &index, vec![head], format!("index on {base}\n"))?;
    let whole = write(git, &now, vec![head, staged], message.clone())?;
    let mut list = entries(git);
    list.insert(0, (whole, message.clone()));
    set_entries(git, &list)?;
    let all: Vec<String> = old
        .keys()
        .chain(now.keys())
        .chain(index.keys())
        .cloned()
        .collect();
    let back = if args.has("-k") { &index } else { &old };
    store.put_back(git.tree_mut(), back, &all)?;
    store.put_back(git.tree_mut(), &Items::new(), &untracked)?;
    store.set_index(git.tree_mut(), back)?;
    if !args.has("-q") {
        git.print(format!(
            "Saved working directory and index state {message}\n"
        ))?;
    }
    Ok(0)
}

fn drop_entry(git: &mut Git<'_, '_, '_>, at: usize) -> Result<(), Trap> {
    let mut list = entries(git);
    let (id, _) = list.remove(at);
    set_entries(git, &list)?;
    git.print(format!("Dropped refs/stash@{{{at}}} ({})\n", id.hex()))
}

/// Bring changes back. A file that was changed since is a conflict, and nothing is brought back then.
fn take(git: &mut Git<'_, '_, '_>, words: &[String], forget: bool) -> Outcome {
    let at = chosen(git, words)?;
    let (id, _) = entries(git).remove(at);
    let store = git.store.clone();
    let base = store
        .commit(git.tree(), id)
        .and_then(|c| c.parents.first().copied());
    let (base, kept) = (
        store.items(git.tree(), base),
        store.items(git.tree(), Some(id)),
    );
    let now = store.working_items(git.tree());
    let list = compare::deltas(&base, &kept, &[]);
    let mut paths: Vec<String> = list.iter().map(|d| d.path.clone()).collect();
    paths.extend(list.iter().filter_map(|d| d.from.clone()));
    let lost: Vec<&String> = paths
        .iter()
        .filter(|p| now.get(*p) != base.get(*p) && now.get(*p) != kept.get(*p))
        .collect();
    if !lost.is_empty() {
        let names: String = lost.iter().map(|p| format!("\t{p}\n")).collect();
        return Err(Trap::Fails(
            1,
            format!(
                "error: Your local changes to the following files would be overwritten by merge:\n{names}Please commit your changes or stash them before you merge.\nAborting\nThe stash entry is kept in case you need it again."
            ),
        ));
    }
    store.put_back(git.tree_mut(), &kept, &paths)?;
    // New files come back as added ones.
    let mut index = git.index();
    for path in &paths {
        if let Some(item) = kept.get(path).filter(|_| !base.contains_key(path)) {
            index.insert(path.clone(), *item);
        }
    }
    store.set_index(git.tree_mut(), &index)?;
    if !words.iter().any(|w| w == "-q") {
        status::status(git, &[])?;
    }
    if forget {
        drop_entry(git, at)?;
    }
    Ok(0)
}

fn shown(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let at = chosen(git, words)?;
    let (id, _) = entries(git).remove(at);
    let store = git.store.clone();
    let base = store
        .commit(git.tree(), id)
        .and_then(|c| c.parents.first().copied());
    if words.iter().any(|w| w == "-p") {
        let base = base.unwrap_or_default().hex();
        return show::diff_command(git, &[base, id.hex()]);
    }
    let list = compare::deltas(
        &store.items(git.tree(), base),
        &store.items(git.tree(), Some(id)),
        &[],
    );
    let text = compare::stat(&store, git.tree(), &list, Side::Stored);
    git.print(text)?;
    Ok(0)
}
