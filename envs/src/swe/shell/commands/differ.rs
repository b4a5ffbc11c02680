//! `diff`, `cmp` and `patch`.

use super::super::{
    call::{Call, quoted},
    machine::Halt,
    options::Options,
    streams::Bytes,
};
use crate::swe::files::{
    FileError, base_name,
    diff::{self, Change},
    join, parent,
    patch::{self, Broken, FilePatch, Fit, Style},
};

type Run = Result<u8, Halt>;

/// When every file was last changed, as `diff -u` writes it.
const CHANGED: &str = "2024-01-01 00:00:00.000000000 +0000";

pub(in super::super) fn diff(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let [first, second] = options.operands.as_slice() else {
        let problem = match options.operands.as_slice() {
            [] => "missing operand after 'diff'".to_owned(),
            [one] => format!("missing operand after {}", quoted(one)),
            more => format!("extra operand {}", quoted(&more[2])),
        };
        call.complain(problem);
        return Ok(2);
    };
    let (a, b) = (call.path(first), call.path(second));
    let folder =
        |call: &Call<'_, '_>, name: &str, path: &str| name != "-" && call.tree().is_folder(path);
    match (folder(call, first, &a), folder(call, second, &b)) {
        (true, true) => folders(call, options, (first, &a), (second, &b)),
        (true, false) => files(call, options, &join(first, base_name(second)), second, &[]),
        (false, true) => files(call, options, first, &join(second, base_name(first)), &[]),
        _ => files(call, options, first, second, &[]),
    }
}

fn folders(
    call: &mut Call<'_, '_>,
    options: &Options,
    (first, a): (&str, &str),
    (second, b): (&str, &str),
) -> Run {
    let names = |call: &Call<'_, '_>, path: &str| -> Vec<(String, bool)> {
        call.tree()
            .list(path)
            .map(|e| (e.name.to_owned(), e.node.is_folder()))
            .collect()
    };
    let (left, right) = (names(call, a), names(call, b));
    let mut all: Vec<&String> = left.iter().chain(&right).map(|(n, _)| n).collect();
    all.sort();
    all.dedup();
    call.work(all.len() * 64)?;
    let mut status = 0;
    let flags: Vec<String> = call
        .words
        .iter()
        .filter(|w| w.starts_with('-') && w.len() > 1)
        .cloned()
        .collect();
    for name in all {
        if options
            .values("x")
            .any(|p| super::super::glob::matches(p, name))
        {
            continue;
        }
        let find = |list: &[(String, bool)]| {
            list.iter()
                .find(|(n, _)| n == name)
                .map(|(_, folder)| *folder)
        };
        let (one, two) = (join(first, name), join(second, name));
        let next = match (find(&left), find(&right)) {
            (Some(_), None) if !options.has("N") => {
                call.line(format!("Only in {first}: {name}"))?;
                1
            }
            (None, Some(_)) if !options.has("N") => {
                call.line(format!("Only in {second}: {name}"))?;
                1
            }
            (Some(true), Some(true)) if options.has("r") => {
                let (a, b) = (join(a, name), join(b, name));
                folders(call, options, (&one, &a), (&two, &b))?
            }
            (Some(true), Some(true)) => {
                call.line(format!("Common subdirectories: {one} and {two}"))?;
                0
            }
            (Some(x), Some(y)) if x != y => {
                let kind = |folder| if folder { "directory" } else { "regular file" };
                call.line(format!(
                    "File {one} is a {} while file {two} is a {}",
                    kind(x),
                    kind(y)
                ))?;
                1
            }
            (Some(true), None) | (None, Some(true)) => 0,
            _ => files(call, options, &one, &two, &flags)?,
        };
        status = status.max(next);
    }
    Ok(status)
}

fn content(call: &mut Call<'_, '_>, options: &Options, name: &str) -> Result<Option<Bytes>, Halt> {
    match call.read(name)? {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FileError::Missing) if options.has("N") => Ok(Some(Bytes::new(vec![]))),
        Err(error) => {
            call.complain(format!("{name}: {error}"));
            Ok(None)
        }
    }
}

/// Text as it is compared under `-i`, `-w`, `-b`: each line as far as it counts.
fn plain(text: &[u8], options: &Options) -> Vec<u8> {
    let mut out = vec![];
    for line in text.split_inclusive(|b| *b == b'\n') {
        let mut line = line.to_vec();
        if options.has("i") {
            line.make_ascii_lowercase();
        }
        if options.has("w") {
            line.retain(|b| !b.is_ascii_whitespace());
            line.push(b'\n');
        } else if options.has("b") {
            let words: Vec<&[u8]> = line
                .split(u8::is_ascii_whitespace)
                .filter(|w| !w.is_empty())
                .collect();
            let led = line.first().is_some_and(u8::is_ascii_whitespace) && !words.is_empty();
            let lead: &[u8] = if led { b" " } else { b"" };
            line = [lead, &words.join(&b' '), b"\n"].concat();
        }
        out.extend(line);
    }
    out
}

/// The changes that are shown, in groups for which hunks are printed with so many lines around.
///
/// Under `-B` a group of empty lines alone is left out. As with GNU diff, such a change stays beside another one only if
/// fewer lines than those around are between them.
fn shown(changes: &[Change], context: usize, is_empty: impl Fn(&Change) -> bool) -> Vec<&[Change]> {
    let apart = |a: &Change, b: &Change| {
        let between = b.before.start - a.before.end;
        if is_empty(a) || is_empty(b) {
            between >= context
        } else {
            between > 2 * context
        }
    };
    changes
        .chunk_by(|a, b| !apart(a, b))
        .filter(|group| !group.iter().all(&is_empty))
        .collect()
}

fn files(
    call: &mut Call<'_, '_>,
    options: &Options,
    first: &str,
    second: &str,
    flags: &[String],
) -> Run {
    let (Some(a), Some(b)) = (
        content(call, options, first)?,
        content(call, options, second)?,
    ) else {
        return Ok(2);
    };
    call.work((a.len() + b.len()) * 4)?;
    let context = if options.has("u") || options.has("U") {
        options.value("U").and_then(|u| u.parse().ok()).unwrap_or(3)
    } else {
        0
    };
    let (old, new) = (plain(&a, options), plain(&b, options));
    let changes = diff::changes(&old, &new, diff::Slide::Down);
    let lines = |text| -> Vec<&[u8]> { <[u8]>::split_inclusive(text, |b| *b == b'\n').collect() };
    let (old, new) = (lines(&old), lines(&new));
    let empty_lines = |lines: &[&[u8]]| lines.iter().all(|line| *line == b"\n");
    let is_empty = |change: &Change| {
        options.has("B")
            && empty_lines(&old[change.before.clone()])
            && empty_lines(&new[change.after.clone()])
    };
    let groups = shown(&changes, context, is_empty);
    if groups.is_empty() {
        if options.has("s") {
            call.line(format!("Files {first} and {second} are identical"))?;
        }
        return Ok(0);
    }
    if options.has("q") {
        call.line(format!("Files {first} and {second} differ"))?;
        return Ok(1);
    }
    if a.contains(&0) || b.contains(&0) {
        call.line(format!("Binary files {first} and {second} differ"))?;
        return Ok(2);
    }
    if !flags.is_empty() {
        call.line(format!("diff {} {first} {second}", flags.join(" ")))?;
    }
    if options.has("u") || options.has("U") {
        let mut labels = options.values("label");
        let mut label = |name: &str| match labels.next() {
            Some(label) => label.to_owned(),
            None => format!("{name}\t{CHANGED}"),
        };
        let (one, two) = (label(first), label(second));
        call.print(format!("--- {one}\n+++ {two}\n"))?;
        let text = diff::hunks(&a, &b, &groups, context, false);
        call.print(text)?;
    } else {
        let text = diff::normal(&a, &b, groups.into_iter().flatten());
        call.print(text)?;
    }
    Ok(1)
}

pub(in super::super) fn cmp(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let [first, rest @ ..] = options.operands.as_slice() else {
        call.complain("missing operand after 'cmp'");
        return Ok(2);
    };
    let second = rest.first().map_or("-", |s| s);
    let mut texts = vec![];
    for operand in [first.as_str(), second] {
        match call.read(operand)? {
            Ok(bytes) => texts.push(bytes),
            Err(error) => {
                if !options.has("s") {
                    call.complain(format!("{operand}: {error}"));
                }
                return Ok(2);
            }
        }
    }
    let (a, b) = (&texts[0], &texts[1]);
    if **a == **b {
        return Ok(0);
    }
    if options.has("s") {
        return Ok(1);
    }
    let at = a.iter().zip(b.iter()).position(|(x, y)| x != y);
    match at {
        Some(at) => {
            let line = a[..at].iter().filter(|c| **c == b'\n').count() + 1;
            call.line(format!(
                "{first} {second} differ: byte {}, line {line}",
                at + 1
            ))?;
        }
        None => {
            let (short, name) = if a.len() < b.len() {
                (a, first.as_str())
            } else {
                (b, second)
            };
            let lines = short.iter().filter(|c| **c == b'\n').count();
            let place = if short.is_empty() {
                "which is empty".to_owned()
            } else if short.ends_with(b"\n") {
                format!("after byte {}, line {lines}", short.len())
            } else {
                format!("after byte {}, in line {}", short.len(), lines + 1)
            };
            call.complain(format!("EOF on {name} {place}"));
        }
    }
    Ok(1)
}

/// The name a patch means, after so many leading folders are taken off.
fn stripped(name: &str, strip: Option<usize>) -> Option<String> {
    match strip {
        None => Some(base_name(name).to_owned()),
        Some(count) => {
            let parts: Vec<&str> = name.split('/').collect();
            parts
                .get(count..)
                .filter(|p| !p.is_empty())
                .map(|p| p.join("/"))
        }
    }
}

pub(in super::super) fn patch(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let source = options
        .value("i")
        .or(options.operands.get(1).map(String::as_str))
        .unwrap_or("-")
        .to_owned();
    let text = match call.read(&source)? {
        Ok(bytes) => bytes,
        Err(error) => {
            call.complain(format!("**** Can't open patch file {source} : {error}"));
            return Ok(2);
        }
    };
    let (files, broken) = patch::read(&text, Style::Gnu);
    if files.is_empty() {
        call.complain("**** Only garbage was found in the patch input.");
        return Ok(2);
    }
    let strip = match options.value("p").map(str::parse::<usize>) {
        None => None,
        Some(Ok(count)) => Some(count),
        Some(Err(_)) => {
            call.complain("**** strip count is not a number");
            return Ok(2);
        }
    };
    let folder = options.value("d").unwrap_or(".").to_owned();
    let mut status = 0;
    // What stands before the broken place is carried out.
    let whole = files.len() - usize::from(broken.is_some());
    for file in &files[..whole] {
        let file = if options.has("R") {
            file.reversed()
        } else {
            file.clone()
        };
        let one = apply(call, options, &file, strip, &folder)?;
        status = status.max(one);
    }
    let Some(broken) = broken else {
        return Ok(status);
    };
    let last = files
        .last()
        .and_then(|file| meant(call, options, file, strip, &folder));
    if let Some((name, _)) = last
        && !options.has("s")
    {
        call.line(format!("patching file {name}"))?;
    }
    match broken {
        Broken::Ends => call.complain("**** unexpected end of file in patch"),
        Broken::Line(line) | Broken::Orphan(line) => {
            let wrong = text.split_inclusive(|b| *b == b'\n').nth(line - 1);
            let wrong = String::from_utf8_lossy(wrong.unwrap_or_default()).into_owned();
            call.complain(format!("**** malformed patch at line {line}: {wrong}"));
        }
    }
    Ok(2)
}

/// The file that a patch is for, and whether it is there.
fn meant(
    call: &Call<'_, '_>,
    options: &Options,
    file: &FilePatch,
    strip: Option<usize>,
    folder: &str,
) -> Option<(String, bool)> {
    let pick = |name: &str| {
        if name == "/dev/null" {
            None
        } else {
            stripped(name, strip)
        }
    };
    let named = options.operands.first().cloned();
    // Of several files that are there, the one with the shortest way and name is meant.
    let weight = |n: &String| (n.matches('/').count(), base_name(n).len(), n.len());
    let exists = |n: &String| call.tree().is_file(&call.path(&join(folder, n)));
    let there = match &named {
        Some(name) => Some(name.clone()).filter(exists),
        None => {
            let names = [pick(&file.old), pick(&file.new)].into_iter().flatten();
            names.filter(exists).min_by_key(weight)
        }
    };
    let created = file.old == "/dev/null" || file.hunks.first().is_some_and(|h| h.from == 0);
    let made = || named.or_else(|| pick(&file.new)).filter(|_| created);
    there
        .map(|name| (name, true))
        .or_else(|| made().map(|name| (name, false)))
}

fn apply(
    call: &mut Call<'_, '_>,
    options: &Options,
    file: &FilePatch,
    strip: Option<usize>,
    folder: &str,
) -> Run {
    let Some((name, there)) = meant(call, options, file, strip, folder) else {
        call.line("can't find file to patch at input line 3")?;
        return Ok(1);
    };
    let path = call.path(&join(folder, &name));
    let text = call
        .tree()
        .read(&path)
        .map_or(vec![], |b| b.bytes().to_vec());
    call.work(text.len() * (1 + file.hunks.len()))?;
    if !options.has("s") {
        let verb = if options.has("dry-run") {
            "checking"
        } else {
            "patching"
        };
        call.line(format!("{verb} file {name}"))?;
    }
    let fuzz = options.value("F").and_then(|f| f.parse().ok()).unwrap_or(2);
    let (new, fits) = file.apply(&text, fuzz);
    let (reversed, back) = file.reversed().apply(&text, fuzz);
    let applied = fits.first() == Some(&Fit::Fails)
        && !back.contains(&Fit::Fails)
        && reversed != text
        && !file.hunks.is_empty();
    if applied {
        return already(call, options, file, (&name, &path));
    }
    let mut failed = 0;
    for (i, fit) in fits.iter().enumerate() {
        match fit {
            Fit::Fails => {
                failed += 1;
                call.line(format!(
                    "Hunk #{} FAILED at {}.",
                    i + 1,
                    file.hunks[i].from.max(1)
                ))?;
            }
            Fit::Fits { line, offset, fuzz }
                if (*offset != 0 || *fuzz != 0) && !options.has("s") =>
            {
                let fuzz = if *fuzz > 0 {
                    format!(" with fuzz {fuzz}")
                } else {
                    String::new()
                };
                let plural = if offset.abs() == 1 { "line" } else { "lines" };
                let offset = if *offset != 0 {
                    format!(" (offset {offset} {plural})")
                } else {
                    String::new()
                };
                call.line(format!(
                    "Hunk #{} succeeded at {line}{fuzz}{offset}.",
                    i + 1
                ))?;
            }
            Fit::Fits { .. } => {}
        }
    }
    if failed > 0 {
        let count = fits.len();
        let plural = if count == 1 { "hunk" } else { "hunks" };
        let tail = if options.has("dry-run") {
            String::new()
        } else {
            format!(" -- saving rejects to file {name}.rej")
        };
        call.line(format!("{failed} out of {count} {plural} FAILED{tail}"))?;
    }
    if options.has("dry-run") {
        return Ok(u8::from(failed > 0));
    }
    if failed > 0 {
        let lost: Vec<usize> = (0..fits.len()).filter(|i| fits[*i] == Fit::Fails).collect();
        reject(call, file, &lost, &name, &path)?;
    }
    let exact = |fit: &Fit| {
        matches!(
            fit,
            Fit::Fits {
                offset: 0,
                fuzz: 0,
                ..
            }
        )
    };
    if there && !fits.iter().all(exact) {
        // What did not fit exactly leaves the old text beside the new one.
        let kept = call.tree_mut().write(&format!("{path}.orig"), &text);
        if let Err(error) = kept {
            call.complain(format!("**** Can't create file {name}.orig : {error}"));
            return Ok(2);
        }
    }
    let result = if (file.new == "/dev/null" || file.deleted) && new.is_empty() {
        call.tree_mut().remove(&path)
    } else {
        let above = parent(&path).to_owned();
        call.tree_mut()
            .create_folders(&above)
            .and_then(|()| call.tree_mut().write(&path, new))
    };
    if let Err(error) = result {
        call.complain(format!("**** Can't create file {name} : {error}"));
        return Ok(2);
    }
    Ok(u8::from(failed > 0))
}

/// A patch that is in the file already.
fn already(
    call: &mut Call<'_, '_>,
    options: &Options,
    file: &FilePatch,
    (name, path): (&str, &str),
) -> Run {
    if options.has("N") {
        call.line("Reversed (or previously applied) patch detected!  Skipping patch.")?;
    } else {
        // Nobody answers the questions.
        call.print("Reversed (or previously applied) patch detected!  Assume -R? [n] \nApply anyway? [n] \nSkipping patch.\n")?;
    }
    let count = file.hunks.len();
    let plural = if count == 1 { "hunk" } else { "hunks" };
    let dry = options.has("dry-run");
    let tail = if dry {
        String::new()
    } else {
        format!(" -- saving rejects to file {name}.rej")
    };
    call.line(format!("{count} out of {count} {plural} ignored{tail}"))?;
    if !dry {
        let all: Vec<usize> = (0..count).collect();
        reject(call, file, &all, name, path)?;
    }
    Ok(1)
}

/// Put hunks that were not carried out into `NAME.rej`.
fn reject(
    call: &mut Call<'_, '_>,
    file: &FilePatch,
    lost: &[usize],
    name: &str,
    path: &str,
) -> Result<(), Halt> {
    let mut text = format!("--- {}\n+++ {}\n", file.old, file.new).into_bytes();
    for hunk in lost.iter().filter_map(|i| file.hunks.get(*i)) {
        text.extend(hunk.written());
    }
    call.work(text.len())?;
    if let Err(error) = call.tree_mut().write(&format!("{path}.rej"), text) {
        call.complain(format!("**** Can't create file {name}.rej : {error}"));
    }
    Ok(())
}
