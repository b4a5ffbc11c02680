//! `git apply`: all of a diff, or nothing.

use super::{
    Git, Outcome, Trap,
    args::{Known, on, with},
    compare,
};
use crate::swe::files::{
    FileError, Tree, absolute, join, parent,
    patch::{self, Broken, FilePatch, Hunk, Style},
};

/// How hunks are to be put.
struct Way {
    /// Leading folders that names lose.
    strip: usize,
    /// The folder that names are below.
    base: String,
    /// Hunks may have no surroundings.
    bare: bool,
    reversed: bool,
    verbose: bool,
}

impl Way {
    fn name(&self, text: &str) -> String {
        let parts: Vec<&str> = text.split('/').collect();
        let rest = parts.get(self.strip..).unwrap_or_default();
        rest.join("/")
    }

    /// What a file is called in counts.
    fn counted(&self, file: &FilePatch) -> String {
        match file.new == "/dev/null" {
            true => self.name(&file.old),
            false => self.name(&file.new),
        }
    }

    /// What a file is called in what is said.
    fn shown(&self, file: &FilePatch) -> String {
        match file.old == "/dev/null" {
            true => self.name(&file.new),
            false => self.name(&file.old),
        }
    }
}

pub(super) fn apply(git: &mut Git<'_, '_, '_>, words: &[String]) -> Outcome {
    const KNOWN: &[Known] = &[
        on(&["-R", "--reverse"]),
        on(&["--check"]),
        on(&["--stat"]),
        on(&["--numstat"]),
        on(&["-v", "--verbose"]),
        on(&["--recount"]),
        on(&["--unidiff-zero"]),
        on(&["--allow-empty"]),
        with(&["--whitespace"]),
        with(&["-p"]),
    ];
    let args = git.args(words, KNOWN)?;
    if let Some(action) = args.value("--whitespace")
        && !matches!(action, "nowarn" | "warn")
    {
        let text =
            format!("error: --whitespace={action} is not supported here; supported: nowarn, warn");
        return Err(Trap::Fails(129, text));
    }
    let source = args.words.first().cloned().unwrap_or_else(|| "-".into());
    let read = git.call.read(&source)?;
    let bytes = read.map_err(|error| {
        Trap::Fails(128, format!("error: can't open patch '{source}': {error}"))
    })?;
    let style = match args.has("--recount") {
        true => Style::Recounted,
        false => Style::Git,
    };
    let files = understood(&bytes, style)?;
    if files.is_empty() {
        if args.has("--allow-empty") {
            return Ok(0);
        }
        let text = "error: No valid patches in input (allow with \"--allow-empty\")";
        return Err(Trap::Fails(128, text.into()));
    }
    let reversed = args.has("-R");
    let turn = |file: FilePatch| if reversed { file.reversed() } else { file };
    let files: Vec<FilePatch> = files.into_iter().map(turn).collect();
    let way = Way {
        strip: args.value("-p").and_then(|p| p.parse().ok()).unwrap_or(1),
        base: git.call.m.shell.cwd().to_owned(),
        bare: args.has("--unidiff-zero"),
        reversed,
        verbose: args.has("-v"),
    };
    let looks = args.has("--stat") || args.has("--numstat");
    if args.has("--check") || !looks {
        let Some(tree) = put(git, &files, &way)? else {
            return Ok(1);
        };
        if !args.has("--check") {
            *git.tree_mut() = tree;
            if way.verbose {
                for file in &files {
                    let text = format!("Applied patch {} cleanly.\n", way.shown(file));
                    git.note_err(&text);
                }
            }
        }
    }
    if args.has("--stat") {
        git.call.print(stat(&files, &way))?;
    }
    if args.has("--numstat") {
        for file in &files {
            let (added, deleted) = counts(file);
            let line = format!("{added}\t{deleted}\t{}", way.counted(file));
            git.call.line(line)?;
        }
    }
    Ok(0)
}

/// The files of a patch, or git's word on where it is none.
fn understood(bytes: &[u8], style: Style) -> Result<Vec<FilePatch>, Trap> {
    let (files, broken) = patch::read(bytes, style);
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    let text = match broken {
        None => return Ok(files),
        Some(Broken::Line(line)) => format!("error: corrupt patch at line {line}"),
        Some(Broken::Ends) => format!("error: corrupt patch at line {}", lines().count() + 1),
        Some(Broken::Orphan(line)) => {
            let text = lines().nth(line - 1).unwrap_or_default();
            let text = String::from_utf8_lossy(text.trim_ascii_end()).into_owned();
            format!("error: patch fragment without header at line {line}: {text}")
        }
    };
    Err(Trap::Fails(128, text))
}

/// The tree with every change; none if a file does not take its own, which is said of each.
fn put(git: &mut Git<'_, '_, '_>, files: &[FilePatch], way: &Way) -> Result<Option<Tree>, Trap> {
    let mut tree = git.tree().clone();
    let mut all = true;
    for file in files {
        if way.verbose {
            git.note_err(&format!("Checking patch {}...\n", way.shown(file)));
        }
        let bytes = file.hunks.iter().flat_map(|hunk| &hunk.lines);
        let bytes: usize = bytes.map(|(_, line)| line.len() + 1).sum();
        git.call.work(bytes)?;
        let mut notes = String::new();
        let done = one_file(git, &mut tree, file, way, &mut notes)?;
        git.note_err(&notes);
        if let Err(text) = done {
            git.note_err(&format!("{text}\n"));
            all = false;
        }
    }
    Ok(all.then_some(tree))
}

/// Change one file; inside, why it cannot be.
fn one_file(
    git: &mut Git<'_, '_, '_>,
    tree: &mut Tree,
    file: &FilePatch,
    way: &Way,
    notes: &mut String,
) -> Result<Result<(), String>, Trap> {
    let created = file.old == "/dev/null";
    let shown = way.shown(file);
    let path = absolute("/", &join(&way.base, &shown));
    if created && tree.get(&path).is_some() {
        return Ok(Err(format!(
            "error: {shown}: already exists in working directory"
        )));
    }
    let old = match tree.read(&path) {
        _ if created => vec![],
        Ok(blob) => blob.bytes().to_vec(),
        Err(error) => return Ok(Err(format!("error: {shown}: {error}"))),
    };
    git.call.work(old.len() * (1 + file.hunks.len()))?;
    let new = match hunks(&old, file, way, notes) {
        Ok(new) => new,
        Err(line) => {
            return Ok(Err(format!(
                "error: patch failed: {shown}:{line}\nerror: {shown}: patch does not apply"
            )));
        }
    };
    write(tree, &path, file, new)?;
    Ok(Ok(()))
}

fn write(tree: &mut Tree, path: &str, file: &FilePatch, new: Vec<u8>) -> Result<(), FileError> {
    if file.new == "/dev/null" || file.deleted {
        return tree.remove(path);
    }
    tree.create_folders(parent(path))?;
    tree.write(path, new)?;
    match &file.mode {
        Some(mode) => tree.set_executable(path, mode.ends_with("755")),
        None => Ok(()),
    }
}

/// A text with every hunk in its place; the error is the line at which one should have been that has none.
fn hunks(old: &[u8], file: &FilePatch, way: &Way, notes: &mut String) -> Result<Vec<u8>, usize> {
    // Each line, and whether a hunk has put it there: no other hunk may count on it.
    let lines = old.split_inclusive(|b| *b == b'\n');
    let mut lines: Vec<(&[u8], bool)> = lines.map(|line| (line, false)).collect();
    for (index, hunk) in file.hunks.iter().enumerate() {
        let before = hunk.before();
        let guess = hunk.to.saturating_sub(1);
        let Some(at) = place(&lines, hunk, &before, guess, way.bare) else {
            if way.verbose {
                let wanted = String::from_utf8_lossy(&before.concat()).into_owned();
                notes.push_str(&format!("error: while searching for:\n{wanted}\n"));
            }
            return Err(hunk.from);
        };
        if way.verbose && at != guess {
            let offset = at as i64 - guess as i64;
            let offset = if way.reversed { -offset } else { offset };
            let plural = if offset == 1 { "" } else { "s" };
            let number = index + 1;
            notes.push_str(&format!(
                "Hunk #{number} succeeded at {} (offset {offset} line{plural}).\n",
                at + 1
            ));
        }
        let after = hunk.after().into_iter().map(|line| (line, true));
        lines.splice(at..at + before.len(), after);
    }
    Ok(lines
        .iter()
        .flat_map(|(line, _)| line.iter().copied())
        .collect())
}

/// Where a hunk fits whole: at its line, else at the place nearest to it; at the front of the file if it says so, at the end
/// if nothing stands behind its change.
fn place(
    lines: &[(&[u8], bool)],
    hunk: &Hunk,
    before: &[&[u8]],
    guess: usize,
    bare: bool,
) -> Option<usize> {
    let first = hunk.from == 0 || hunk.from == 1 && !bare;
    let last = !bare && hunk.around().1 == 0;
    let end = lines.len().checked_sub(before.len())?;
    let fits = |at: usize| {
        let here = lines.get(at..at + before.len());
        let same = |here: &[(&[u8], bool)]| {
            let mut pairs = here.iter().zip(before);
            pairs.all(|((line, put), wanted)| !put && line == wanted)
        };
        (!first || at == 0) && (!last || at == end) && here.is_some_and(same)
    };
    match (first, last) {
        (true, _) => Some(0).filter(|at| fits(*at)),
        (false, true) => Some(end).filter(|at| fits(*at)),
        (false, false) => patch::nearest(guess.min(lines.len()) as isize, lines.len(), fits),
    }
}

/// Lines that a change of a file adds and takes away.
fn counts(file: &FilePatch) -> (usize, usize) {
    let lines = || file.hunks.iter().flat_map(|hunk| &hunk.lines);
    let of = |sign: u8| lines().filter(|(s, _)| *s == sign).count();
    (of(b'+'), of(b'-'))
}

/// What `--stat` shows: git draws it otherwise here than in `git diff`.
fn stat(files: &[FilePatch], way: &Way) -> String {
    const NAME: usize = 50;
    const WIDTH: usize = 70;
    let rows: Vec<(String, (usize, usize))> = files
        .iter()
        .map(|file| (way.counted(file), counts(file)))
        .collect();
    let most = rows.iter().map(|(_, (a, d))| a + d).max().unwrap_or(0);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max();
    let width = width.unwrap_or(0).min(NAME);
    let room = if width + most > WIDTH {
        WIDTH - width
    } else {
        most
    };
    let mut out = String::new();
    for (name, (added, deleted)) in &rows {
        let name = compare::shortened(name, width);
        // Rounded to the nearest.
        let scaled = |n: usize| (n * room + most / 2).checked_div(most).unwrap_or(0);
        let (total, plus) = (scaled(added + deleted), scaled(*added));
        out.push_str(&format!(
            " {name:<width$} |{:>5} {}{}\n",
            added + deleted,
            "+".repeat(plus),
            "-".repeat(total.saturating_sub(plus))
        ));
    }
    let counts: Vec<(usize, usize)> = rows.iter().map(|(_, counts)| *counts).collect();
    out + &compare::totals(&counts)
}
