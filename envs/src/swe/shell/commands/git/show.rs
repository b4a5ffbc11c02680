//! `git log`, `git show`, `git diff`, `git blame`: what was, and how it became what it is.

use super::{
    Git, Outcome,
    args::{Args, Known, on, with},
    compare::{self, Delta, Side, asked},
    date,
    store::{Commit, Id, Items},
};
use crate::swe::files::diff;
use std::collections::BTreeSet;

const DIFF: &[Known] = &[
    on(&["--cached", "--staged"]),
    on(&["--stat"]),
    on(&["--shortstat"]),
    on(&["--numstat"]),
    on(&["--name-only"]),
    on(&["--name-status"]),
    on(&["--quiet"]),
    on(&["--exit-code"]),
    on(&["-p", "-u", "--patch"]),
    on(&["--no-color", "--color", "--no-ext-diff"]),
    with(&["-U", "--unified"]),
];

const LOG: &[Known] = &[
    on(&["--oneline"]),
    on(&["--stat"]),
    on(&["--shortstat"]),
    on(&["--numstat"]),
    on(&["--name-only"]),
    on(&["--name-status"]),
    on(&["-p", "-u", "--patch"]),
    on(&["-s", "--no-patch"]),
    on(&["--reverse"]),
    on(&["--all"]),
    on(&[
        "--follow",
        "--no-color",
        "--color",
        "--no-merges",
        "--decorate",
        "--no-decorate",
        "--first-parent",
    ]),
    on(&["--abbrev-commit"]),
    on(&["-i"]),
    with(&["-n", "--max-count"]),
    with(&["--skip"]),
    with(&["--format", "--pretty"]),
    with(&["--date"]),
    with(&["--author"]),
    with(&["--grep"]),
    with(&["-S"]),
    with(&["-U", "--unified"]),
];

/// How far back a history is walked.
const MAX_COMMITS: usize = 10_000;

fn context(args: &Args) -> usize {
    args.value("-U").and_then(|u| u.parse().ok()).unwrap_or(3)
}

/// The chosen form of a list of changes.
fn changes(git: &Git<'_, '_, '_>, args: &Args, list: &[Delta], side: Side) -> Vec<u8> {
    let (store, tree) = (&git.store, git.tree());
    let mut out = vec![];
    if args.has("--name-only") {
        list.iter()
            .for_each(|d| out.extend(format!("{}\n", compare::path_quoted(&d.path)).bytes()));
    } else if args.has("--name-status") {
        for d in list {
            let from = d
                .from
                .as_ref()
                .map(|f| format!("100\t{f}"))
                .unwrap_or_default();
            out.extend(
                format!("{}{from}\t{}\n", d.letter(), compare::path_quoted(&d.path)).bytes(),
            );
        }
    } else if args.has("--numstat") {
        for d in list {
            let (a, b) = compare::counts(store, tree, d, side)
                .map_or(("-".into(), "-".into()), |(a, b)| {
                    (a.to_string(), b.to_string())
                });
            out.extend(format!("{a}\t{b}\t{}\n", compare::path_quoted(&d.path)).bytes());
        }
    } else if args.has("--shortstat") {
        let counts: Vec<_> = list
            .iter()
            .map(|d| compare::counts(store, tree, d, side).unwrap_or((0, 0)))
            .collect();
        out.extend(compare::totals(&counts).bytes());
    }
    if args.has("--stat") {
        out.extend(compare::stat(store, tree, list, side).bytes());
    }
    let short = [
        "--name-only",
        "--name-status",
        "--numstat",
        "--shortstat",
        "--stat",
    ]
    .iter()
    .any(|k| args.has(k));
    if !short || args.has("-p") {
        if short && !list.is_empty() {
            out.push(b'\n');
        }
        list.iter()
            .for_each(|d| out.extend(compare::patch(store, tree, d, side, context(args))));
    }
    out
}

pub(super) fn diff_command(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, DIFF)?;
    let mut revisions = vec![];
    let mut paths = vec![];
    for word in &args.words {
        let range = word.split_once("...").or_else(|| word.split_once(".."));
        if let Some((a, b)) = range.filter(|_| paths.is_empty()) {
            let head = |r: &str| {
                if r.is_empty() {
                    "HEAD".to_owned()
                } else {
                    r.to_owned()
                }
            };
            revisions.push(git.commit_id(&head(a))?);
            revisions.push(git.commit_id(&head(b))?);
        } else if let Some(id) = git.find(word).filter(|_| paths.is_empty()) {
            revisions.push(id);
        } else {
            git.known_path(word)?;
            paths.push(word.clone());
        }
    }
    paths.extend(args.paths.clone().unwrap_or_default());
    let paths = git.relative(&paths)?;
    let cached = args.has("--cached");
    let (old, new, side) = match revisions.as_slice() {
        [] if cached => (git.head_items(), git.index(), Side::Stored),
        [] => (git.index(), git.tracked_now(&git.index()), Side::Working),
        [one] if cached => (
            git.store.items(git.tree(), Some(*one)),
            git.index(),
            Side::Stored,
        ),
        [one] => {
            let index = git.index();
            (
                git.store.items(git.tree(), Some(*one)),
                git.tracked_now(&index),
                Side::Working,
            )
        }
        [a, b, ..] => (
            git.store.items(git.tree(), Some(*a)),
            git.store.items(git.tree(), Some(*b)),
            Side::Stored,
        ),
    };
    let list = compare::deltas(&old, &new, &paths);
    let differs = !list.is_empty();
    if !args.has("--quiet") {
        let out = changes(git, &args, &list, side);
        git.print(out)?;
    }
    Ok(u8::from(
        differs && (args.has("--quiet") || args.has("--exit-code")),
    ))
}

/// Which commits `git log` shows.
struct Filter {
    paths: Vec<String>,
    author: Option<String>,
    grep: Option<String>,
    text: Option<String>,
    fold: bool,
}

impl Filter {
    fn takes(&self, git: &Git<'_, '_, '_>, commit: &Commit, list: &[Delta]) -> bool {
        let holds = |text: &str, part: &Option<String>| match part {
            None => true,
            Some(part) if self.fold => text.to_lowercase().contains(&part.to_lowercase()),
            Some(part) => text.contains(part.as_str()),
        };
        let count = |items: Option<super::store::Item>, part: &str| {
            let text = items
                .map(|i| String::from_utf8_lossy(&git.store.blob(git.tree(), i.id)).into_owned());
            text.unwrap_or_default().matches(part).count()
        };
        let text = match &self.text {
            None => true,
            Some(part) if part.is_empty() => true,
            Some(part) => list
                .iter()
                .any(|d| count(d.old, part) != count(d.new, part)),
        };
        let touches = self.paths.is_empty() || !list.is_empty();
        touches && text && holds(&commit.author, &self.author) && holds(&commit.message, &self.grep)
    }
}

/// What a commit changed against its first parent.
fn own_changes(git: &Git<'_, '_, '_>, commit: &Commit, id: Id, paths: &[String]) -> Vec<Delta> {
    let new = git.store.items(git.tree(), Some(id));
    let old = git.store.items(git.tree(), commit.parents.first().copied());
    compare::deltas(&old, &new, paths)
}

pub(super) fn log(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, LOG)?;
    let (mut starts, mut without, mut paths) = (vec![], vec![], vec![]);
    for word in &args.words {
        if let Some((a, b)) = word.split_once("..").filter(|_| paths.is_empty()) {
            without.push(git.commit_id(if a.is_empty() { "HEAD" } else { a })?);
            starts.push(git.commit_id(if b.is_empty() { "HEAD" } else { b })?);
        } else if let Some(id) = git.find(word).filter(|_| paths.is_empty()) {
            starts.push(id);
        } else {
            git.known_path(word)?;
            paths.push(word.clone());
        }
    }
    paths.extend(args.paths.clone().unwrap_or_default());
    if args.has("--all") {
        starts.extend(git.branches().into_iter().map(|(_, id)| id));
    }
    if starts.is_empty() {
        let Some(head) = git.store.head(git.tree()) else {
            let branch = git.store.branch(git.tree()).unwrap_or_default();
            return Err(git.fatal(&format!(
                "your current branch '{branch}' does not have any commits yet"
            )));
        };
        starts.push(head);
    }
    let filter = Filter {
        paths: git.relative(&paths)?,
        author: args.value("--author").map(str::to_owned),
        grep: args.value("--grep").map(str::to_owned),
        text: args.value("-S").map(str::to_owned),
        fold: args.has("-i"),
    };
    let number = |key| args.value(key).and_then(|v| v.parse::<usize>().ok());
    let skipped: BTreeSet<Id> = history(git, &without)?.into_iter().collect();
    let mut shown = vec![];
    for id in history(git, &starts)? {
        if skipped.contains(&id) {
            continue;
        }
        let Some(commit) = git.store.commit(git.tree(), id) else {
            continue;
        };
        let needs = !filter.paths.is_empty() || filter.text.is_some();
        let list = if needs {
            own_changes(git, &commit, id, &filter.paths)
        } else {
            vec![]
        };
        git.work(512)?;
        if filter.takes(git, &commit, &list) {
            shown.push((id, commit));
        }
    }
    let skip = number("--skip").unwrap_or(0);
    let mut shown: Vec<_> = shown
        .into_iter()
        .skip(skip)
        .take(number("-n").unwrap_or(usize::MAX))
        .collect();
    if args.has("--reverse") {
        shown.reverse();
    }
    let wants = [
        "--stat",
        "--shortstat",
        "--numstat",
        "--name-only",
        "--name-status",
        "-p",
    ]
    .iter()
    .any(|k| args.has(k));
    for (i, (id, commit)) in shown.iter().enumerate() {
        let list = if wants && !args.has("-s") && commit.parents.len() < 2 {
            own_changes(git, commit, *id, &filter.paths)
        } else {
            vec![]
        };
        one(git, &args, *id, commit, &list, i > 0, false)?;
    }
    Ok(0)
}

/// Commits from these back, newest first, each once.
fn history(git: &mut Git<'_, '_, '_>, starts: &[Id]) -> Result<Vec<Id>, super::Trap> {
    let mut seen = BTreeSet::new();
    let mut list = vec![];
    // Newest first; of the same moment, in the order in which they were met.
    let mut open: Vec<(i64, Id)> = vec![];
    let mut push = |git: &Git<'_, '_, '_>, open: &mut Vec<(i64, Id)>, id: Id| {
        if seen.insert(id)
            && let Some(commit) = git.store.commit(git.tree(), id)
        {
            let at = open
                .iter()
                .position(|(s, _)| *s < commit.seconds())
                .unwrap_or(open.len());
            open.insert(at, (commit.seconds(), id));
        }
    };
    for id in starts {
        push(git, &mut open, *id);
    }
    while !open.is_empty() && list.len() < MAX_COMMITS {
        let (_, id) = open.remove(0);
        list.push(id);
        git.work(64)?;
        let parents = git
            .store
            .commit(git.tree(), id)
            .map(|c| c.parents)
            .unwrap_or_default();
        for parent in parents {
            push(git, &mut open, parent);
        }
    }
    Ok(list)
}

/// Show one commit in the chosen form.
fn one(
    git: &mut Git<'_, '_, '_>,
    args: &Args,
    id: Id,
    commit: &Commit,
    list: &[Delta],
    gap: bool,
    patch: bool,
) -> Result<(), super::Trap> {
    let format = if args.has("--oneline") {
        Some("oneline")
    } else {
        args.value("--format")
    };
    let template = match format {
        Some("oneline") if args.has("--oneline") || args.has("--abbrev-commit") => {
            Some(("tformat", "%h %s"))
        }
        Some("oneline") => Some(("tformat", "%H %s")),
        Some("short" | "medium" | "full" | "fuller") | None => None,
        Some(text) => Some(match text.split_once(':') {
            Some(("format", rest)) => ("format", rest),
            Some(("tformat", rest)) => ("tformat", rest),
            _ => ("tformat", text),
        }),
    };
    let mut out = String::new();
    match template {
        Some((kind, template)) => {
            if kind == "format" && gap {
                out.push('\n');
            }
            out.push_str(&filled(template, id, commit, args.value("--date")));
            if kind == "tformat" || !list.is_empty() {
                out.push('\n');
            }
        }
        None => {
            if gap {
                out.push('\n');
            }
            out.push_str(&described(id, commit, format, args));
        }
    }
    git.print(out)?;
    if !list.is_empty() && (patch || !args.has("-s")) {
        let text = changes(git, args, list, Side::Stored);
        let lead = if template.is_none_or(|(_, t)| !t.is_empty())
            && (template.is_none() || args.has("-p") || patch || !args.has("--oneline"))
        {
            let stat_and_patch = args.has("--stat") && args.has("-p");
            if stat_and_patch {
                "---\n"
            } else if template.is_some_and(|(k, _)| k == "tformat") && args.has("--oneline") {
                ""
            } else {
                "\n"
            }
        } else {
            ""
        };
        git.print(lead)?;
        git.print(text)?;
    }
    Ok(())
}

/// `NAME <ADDRESS>` without when.
fn person(who: &str) -> &str {
    who.rfind('>').map_or(who, |at| &who[..=at])
}

fn name_of(who: &str) -> &str {
    who.split(" <").next().unwrap_or_default()
}

fn mail_of(who: &str) -> &str {
    who.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(mail, _)| mail)
}

fn dated(who: &str, form: Option<&str>) -> String {
    match form {
        Some("short") => date::short(who),
        Some("iso" | "iso8601") => date::iso(who),
        Some("iso-strict" | "iso8601-strict") => date::strict(who),
        Some("rfc" | "rfc2822") => date::mail(who),
        Some("unix") => super::store::seconds(who).to_string(),
        Some("raw") => who[person(who).len()..].trim().to_owned(),
        _ => date::usual(who),
    }
}

/// The usual form of a commit.
fn described(id: Id, commit: &Commit, format: Option<&str>, args: &Args) -> String {
    let name = if args.has("--abbrev-commit") {
        id.short()
    } else {
        id.hex()
    };
    let mut out = format!("commit {name}\n");
    if commit.parents.len() > 1 {
        let parents: Vec<String> = commit.parents.iter().map(|p| p.short()).collect();
        out.push_str(&format!("Merge: {}\n", parents.join(" ")));
    }
    let (author, committer) = (person(&commit.author), person(&commit.committer));
    let form = args.value("--date");
    match format {
        Some("short") => out.push_str(&format!("Author: {author}\n")),
        Some("full") => out.push_str(&format!("Author: {author}\nCommit: {committer}\n")),
        Some("fuller") => out.push_str(&format!(
            "Author:     {author}\nAuthorDate: {}\nCommit:     {committer}\nCommitDate: {}\n",
            dated(&commit.author, form),
            dated(&commit.committer, form)
        )),
        _ => out.push_str(&format!(
            "Author: {author}\nDate:   {}\n",
            dated(&commit.author, form)
        )),
    }
    out.push('\n');
    if format == Some("short") {
        out.push_str(&format!("    {}\n", commit.subject()));
        return out;
    }
    for line in commit.message.trim_end().lines() {
        out.push_str(&if line.is_empty() {
            "    \n".to_owned()
        } else {
            format!("    {line}\n")
        });
    }
    out
}

/// A template such as `%h %an %s`.
fn filled(template: &str, id: Id, commit: &Commit, form: Option<&str>) -> String {
    let mut out = String::new();
    let mut signs = template.chars().peekable();
    let body = commit
        .message
        .split_once("\n\n")
        .map(|(_, b)| b)
        .unwrap_or_default();
    let parents = |f: fn(Id) -> String| {
        commit
            .parents
            .iter()
            .map(|p| f(*p))
            .collect::<Vec<_>>()
            .join(" ")
    };
    while let Some(c) = signs.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match signs.next() {
            Some('H') => out.push_str(&id.hex()),
            Some('h') => out.push_str(&id.short()),
            Some('T') => out.push_str(&commit.tree.hex()),
            Some('t') => out.push_str(&commit.tree.short()),
            Some('P') => out.push_str(&parents(Id::hex)),
            Some('p') => out.push_str(&parents(Id::short)),
            Some('s') => out.push_str(&commit.subject()),
            Some('b') => out.push_str(body),
            Some('B') => out.push_str(&commit.message),
            Some('n') => out.push('\n'),
            Some('%') => out.push('%'),
            Some('d' | 'D') => {}
            Some(side @ ('a' | 'c')) => {
                let who = if side == 'a' {
                    &commit.author
                } else {
                    &commit.committer
                };
                match signs.next() {
                    Some('n') => out.push_str(name_of(who)),
                    Some('e') => out.push_str(mail_of(who)),
                    Some('d') => out.push_str(&dated(who, form)),
                    Some('s') => out.push_str(&date::short(who)),
                    Some('i') => out.push_str(&date::iso(who)),
                    Some('I') => out.push_str(&date::strict(who)),
                    Some('D') => out.push_str(&date::mail(who)),
                    Some('t') => out.push_str(&super::store::seconds(who).to_string()),
                    other => out.extend(['%', side].into_iter().chain(other)),
                }
            }
            other => out.extend(['%'].into_iter().chain(other)),
        }
    }
    out
}

pub(super) fn show(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, LOG)?;
    let mut revisions: Vec<&str> = args.words.iter().map(String::as_str).collect();
    if revisions.is_empty() {
        revisions.push("HEAD");
    }
    let paths = git.relative(&args.paths.clone().unwrap_or_default())?;
    let mut gap = false;
    for revision in revisions {
        if let Some((rev, path)) = revision.split_once(':') {
            let text = git.file_of(rev, path)?;
            git.print(text)?;
            continue;
        }
        let id = git.commit_id(revision)?;
        let Some(commit) = git.store.commit(git.tree(), id) else {
            continue;
        };
        let list = if args.has("-s") || commit.parents.len() > 1 {
            vec![]
        } else {
            own_changes(git, &commit, id, &paths)
        };
        one(git, &args, id, &commit, &list, gap, true)?;
        gap = true;
    }
    Ok(0)
}

const BLAME: &[Known] = &[
    with(&["-L"]),
    on(&["-s"]),
    on(&["-e", "--show-email"]),
    on(&["-l"]),
    on(&["-w"]),
];

pub(super) fn blame(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    let args = git.args(words, BLAME)?;
    let mut names = args.words.clone();
    names.extend(args.paths.clone().unwrap_or_default());
    let Some(name) = names.pop() else {
        return Err(git.fatal("blame needs a file"));
    };
    let path = git.relative(&[name])?.remove(0);
    let start = match names.first() {
        Some(rev) => git.commit_id(rev)?,
        None => git.commit_id("HEAD")?,
    };
    let items = |git: &Git<'_, '_, '_>, id: Id| -> Items { git.store.items(git.tree(), Some(id)) };
    let Some(item) = items(git, start).get(&path).copied() else {
        return Err(git.fatal(&format!("no such path '{path}' in HEAD")));
    };
    let text = git.store.blob(git.tree(), item.id);
    let lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
    // Lines that are still looked for: where they stand in the file as it was then.
    let mut open: Vec<(usize, usize)> = (0..lines.len()).map(|i| (i, i)).collect();
    let mut found: Vec<Option<(Id, bool)>> = vec![None; lines.len()];
    let (mut id, mut content) = (start, text.clone());
    loop {
        git.work(content.len() + 256)?;
        let parent = git
            .store
            .commit(git.tree(), id)
            .and_then(|c| c.parents.first().copied());
        let old = parent.and_then(|p| {
            items(git, p)
                .get(&path)
                .map(|i| git.store.blob(git.tree(), i.id))
        });
        let root = parent.is_none();
        let (Some(parent), Some(old)) = (parent, old) else {
            open.iter()
                .for_each(|(line, _)| found[*line] = Some((id, root)));
            break;
        };
        let changes = diff::changes(&old, &content, diff::Slide::Indent);
        let mut kept = vec![];
        for (line, at) in open {
            let shift = changes.iter().take_while(|c| c.after.start <= at).last();
            match shift {
                Some(c) if c.after.contains(&at) => found[line] = Some((id, false)),
                Some(c) => kept.push((line, at - c.after.end + c.before.end)),
                None => kept.push((line, at)),
            }
        }
        open = kept;
        if open.is_empty() {
            break;
        }
        (id, content) = (parent, old);
    }
    let range = args
        .value("-L")
        .map_or(Some((1, lines.len())), |text| line_range(text, lines.len()));
    let Some((from, to)) = range else {
        return Err(git.fatal("-L takes FROM,TO or FROM,+COUNT"));
    };
    if from > lines.len() {
        return Err(git.fatal(&format!("file {path} has only {} lines", lines.len())));
    }
    let mut rows = vec![];
    let asked = found.iter().enumerate().take(to.min(lines.len()));
    for (i, found) in asked.skip(from - 1) {
        let Some((id, root)) = *found else { continue };
        let Some(commit) = git.store.commit(git.tree(), id) else {
            continue;
        };
        let hex = id.hex();
        let name = if root {
            format!("^{}", &hex[..7])
        } else {
            hex[..8].to_owned()
        };
        let who = if args.has("-e") {
            format!("<{}>", mail_of(&commit.author))
        } else {
            name_of(&commit.author).to_owned()
        };
        rows.push((name, who, date::iso(&commit.author), i));
    }
    let width = rows.iter().map(|r| r.1.chars().count()).max().unwrap_or(0);
    let digits = to.min(lines.len()).to_string().len();
    let mut out = vec![];
    for (name, who, date, i) in rows {
        let head = if args.has("-s") {
            format!("{name} {:>digits$}) ", i + 1)
        } else {
            format!("{name} ({who:<width$} {date} {:>digits$}) ", i + 1)
        };
        out.extend(head.bytes());
        out.extend_from_slice(lines[i]);
        if !lines[i].ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    git.print(out)?;
    Ok(0)
}

/// `3,7`, `3,+5`, `3`, `,7`.
fn line_range(text: &str, count: usize) -> Option<(usize, usize)> {
    let (from, to) = text.split_once(',').unwrap_or((text, ""));
    let from: usize = if from.is_empty() {
        1
    } else {
        from.parse().ok()?
    };
    let to = match to.strip_prefix('+') {
        Some(more) => from
            .saturating_add(more.parse::<usize>().ok()?)
            .saturating_sub(1),
        None if to.is_empty() => count,
        None => to.parse().ok()?,
    };
    (from > 0 && to >= from).then_some((from, to))
}

/// `git ls-files`: paths of the index, or those that are not in it.
pub(super) fn ls_files(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["-o", "--others"]),
        on(&["-m", "--modified"]),
        on(&["-d", "--deleted"]),
        on(&["-c", "--cached"]),
        on(&["--exclude-standard"]),
    ];
    let args = git.args(words, KNOWN)?;
    let mut given = args.words.clone();
    given.extend(args.paths.clone().unwrap_or_default());
    let mut paths = git.relative(&given)?;
    if paths.is_empty() {
        paths = git.relative(&[".".into()])?;
    }
    let index = git.index();
    let now = git.store.working_items(git.tree());
    let mut list: Vec<String> = vec![];
    if args.has("-o") {
        let ignored = super::ignore::Ignored::of(&git.store, git.tree());
        let other = now.keys().filter(|p| {
            let is_left_out = args.has("--exclude-standard") && ignored.holds(p);
            !index.contains_key(*p) && !is_left_out
        });
        list.extend(other.cloned());
    } else if args.has("-m") || args.has("-d") {
        let differs = index.iter().filter(|(p, i)| {
            if args.has("-m") {
                now.get(*p) != Some(*i)
            } else {
                !now.contains_key(*p)
            }
        });
        list.extend(differs.map(|(p, _)| p.clone()));
    } else {
        list.extend(index.keys().cloned());
    }
    list.retain(|p| asked(&paths, p));
    let shown: Vec<String> = list
        .iter()
        .map(|p| compare::path_quoted(&git.seen_from_here(p)) + "\n")
        .collect();
    git.print(shown.concat())?;
    Ok(0)
}
