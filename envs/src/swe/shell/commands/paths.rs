//! `mkdir`, `rmdir`, `rm`, `touch`, `chmod`, `stat`, `file`, `du`: files and folders as things.

use super::super::{
    call::{Call, quoted},
    machine::Halt,
    options::Options,
};
use crate::swe::files::{FileError, Node, parent};

type Run = Result<u8, Halt>;

/// Whether at least one operand is there; complains otherwise.
fn needs(call: &mut Call<'_, '_>, options: &Options) -> bool {
    if options.operands.is_empty() {
        call.complain("missing operand");
    }
    !options.operands.is_empty()
}

pub(in super::super) fn mkdir(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if !needs(call, options) {
        return Ok(1);
    }
    let mut status = 0;
    for operand in &options.operands {
        let path = call.path(operand);
        let result = if options.has("p") {
            call.tree_mut().create_folders(&path)
        } else {
            call.tree_mut().create_folder(&path)
        };
        let result = match result {
            Err(FileError::NotFolder) if options.has("p") && call.tree().is_file(&path) => {
                Err(FileError::Exists)
            }
            other => other,
        };
        match result {
            Ok(()) if options.has("v") => {
                call.line(format!("mkdir: created directory {}", quoted(operand)))?
            }
            Ok(()) => {}
            Err(error) => {
                call.complain(format!(
                    "cannot create directory {}: {error}",
                    quoted(operand)
                ));
                status = 1;
            }
        }
    }
    Ok(status)
}

pub(in super::super) fn rmdir(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if !needs(call, options) {
        return Ok(1);
    }
    let mut status = 0;
    for operand in &options.operands {
        let mut path = call.path(operand);
        loop {
            let result = if call.tree().is_file(&path) {
                Err(FileError::NotFolder)
            } else {
                call.tree_mut().remove(&path)
            };
            if let Err(error) = result {
                call.complain(format!("failed to remove {}: {error}", quoted(operand)));
                status = 1;
                break;
            }
            let above = parent(&path).to_owned();
            if !options.has("p") || above == "/" || call.m.shell.cwd().starts_with(&above) {
                break;
            }
            path = above;
        }
    }
    Ok(status)
}

pub(in super::super) fn rm(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let force = options.has("f");
    if options.operands.is_empty() {
        if !force {
            call.complain("missing operand");
        }
        return Ok(u8::from(!force));
    }
    let recursive = options.has("r") || options.has("R");
    let mut status = 0;
    for operand in &options.operands {
        let path = call.path(operand);
        let last = operand
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let problem = if matches!(last, "." | "..") {
            Some(format!(
                "refusing to remove '.' or '..' directory: skipping {}",
                quoted(operand)
            ))
        } else if path == "/" {
            Some("it is dangerous to operate recursively on '/'".to_owned())
        } else {
            match call.tree().get(&path) {
                None if force => None,
                None => Some(format!(
                    "cannot remove {}: {}",
                    quoted(operand),
                    call.tree().missing(&path)
                )),
                Some(Node::Folder) if options.has("d") && !recursive => {
                    match call.tree_mut().remove(&path) {
                        Ok(()) => None,
                        Err(error) => Some(format!("cannot remove {}: {error}", quoted(operand))),
                    }
                }
                Some(Node::Folder) if !recursive => {
                    Some(format!("cannot remove {}: Is a directory", quoted(operand)))
                }
                Some(node) => {
                    let folder = node.is_folder();
                    let below = call.tree().walk(&path).count();
                    call.work(below * 64)?;
                    if options.has("v") {
                        let kind = if folder {
                            "removed directory"
                        } else {
                            "removed"
                        };
                        call.line(format!("{kind} {}", quoted(operand)))?;
                    }
                    call.tree_mut()
                        .remove_all(&path)
                        .err()
                        .map(|e| format!("cannot remove {}: {e}", quoted(operand)))
                }
            }
        };
        if let Some(problem) = problem {
            call.complain(problem);
            status = 1;
        }
    }
    Ok(status)
}

/// `touch`: there is no time to set, so it makes what is not there.
pub(in super::super) fn touch(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if options.operands.is_empty() {
        call.complain("missing file operand");
        return Ok(1);
    }
    let mut status = 0;
    for operand in &options.operands {
        let path = call.path(operand);
        if call.tree().get(&path).is_some() || options.has("c") {
            continue;
        }
        if let Err(error) = call.tree_mut().write(&path, b"") {
            call.complain(format!("cannot touch {}: {error}", quoted(operand)));
            status = 1;
        }
    }
    Ok(status)
}

/// Whether a mode asks for the bit that lets a file be run; `None`: it says nothing about it.
fn executable(mode: &str) -> Option<Option<bool>> {
    if mode.len() >= 3 && mode.len() <= 4 && mode.bytes().all(|b| (b'0'..=b'7').contains(&b)) {
        let user = mode.as_bytes()[mode.len() - 3] - b'0';
        return Some(Some(user & 1 == 1));
    }
    let mut answer = None;
    for clause in mode.split(',') {
        let at = clause.find(['+', '-', '='])?;
        let (who, rest) = clause.split_at(at);
        if !who.chars().all(|c| "ugoa".contains(c))
            || !rest[1..].chars().all(|c| "rwxXst".contains(c))
        {
            return None;
        }
        let user = who.is_empty() || who.contains(['u', 'a']);
        match (&rest[..1], rest.contains('x')) {
            ("+", true) if user => answer = Some(true),
            ("-", true) if user => answer = Some(false),
            ("=", x) if user => answer = Some(x),
            _ => {}
        }
    }
    Some(answer)
}

pub(in super::super) fn chmod(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some((mode, files)) = options
        .operands
        .split_first()
        .filter(|(_, f)| !f.is_empty())
    else {
        call.complain("missing operand");
        return Ok(1);
    };
    let Some(bit) = executable(mode) else {
        call.complain(format!("invalid mode: {}", quoted(mode)));
        return Ok(1);
    };
    let mut status = 0;
    for operand in files {
        let path = call.path(operand);
        let mut paths = vec![path.clone()];
        if options.has("R") {
            paths.extend(call.tree().walk(&path).map(|(p, _)| p.to_owned()));
        }
        call.work(paths.len() * 64)?;
        if call.tree().get(&path).is_none() {
            let error = call.tree().missing(&path);
            call.complain(format!("cannot access {}: {error}", quoted(operand)));
            status = 1;
            continue;
        }
        for path in paths {
            if let (Some(bit), true) = (bit, call.tree().is_file(&path)) {
                // A file that is there can always be given a mode.
                let _ = call.tree_mut().set_executable(&path, bit);
            }
        }
    }
    Ok(status)
}

/// `stat -c FORMAT`: names, sizes, modes and kinds.
pub(in super::super) fn stat(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if !needs(call, options) {
        return Ok(1);
    }
    let format = options.value("c").unwrap_or("%n %s %F").to_owned();
    let mut status = 0;
    for operand in &options.operands {
        let path = call.path(operand);
        let Some(node) = call.tree().get(&path).cloned() else {
            let error = call.tree().missing(&path);
            call.complain(format!("cannot statx {}: {error}", quoted(operand)));
            status = 1;
            continue;
        };
        let mut text = String::new();
        let mut signs = format.chars();
        while let Some(c) = signs.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            let run = matches!(
                node,
                Node::Folder
                    | Node::File {
                        executable: true,
                        ..
                    }
            );
            match signs.next() {
                Some('n') => text.push_str(operand),
                Some('N') => text.push_str(&quoted(operand)),
                Some('s') => {
                    text.push_str(&if node.is_folder() { 4096 } else { node.len() }.to_string())
                }
                Some('a') => text.push_str(if run { "755" } else { "644" }),
                Some('A') => text.push_str(if node.is_folder() {
                    "drwxr-xr-x"
                } else if run {
                    "-rwxr-xr-x"
                } else {
                    "-rw-r--r--"
                }),
                Some('U' | 'G') => text.push_str("root"),
                Some('Y') => text.push_str("1704067200"),
                Some('F') => text.push_str(match &node {
                    Node::Folder => "directory",
                    Node::File { blob, .. } if blob.bytes().is_empty() => "regular empty file",
                    Node::File { .. } => "regular file",
                }),
                Some('%') => text.push('%'),
                other => {
                    text.push_str(&format!("?{}", other.map(String::from).unwrap_or_default()))
                }
            }
        }
        call.line(text)?;
    }
    Ok(status)
}

/// `du`: kibibytes below folders, in blocks of four.
pub(in super::super) fn du(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let operands = if options.operands.is_empty() {
        vec![".".to_owned()]
    } else {
        options.operands.clone()
    };
    let depth: usize = options
        .value("d")
        .and_then(|d| d.parse().ok())
        .unwrap_or(usize::MAX);
    let mut status = 0;
    for operand in operands {
        let path = call.path(&operand);
        let Some(node) = call.tree().get(&path).cloned() else {
            let error = call.tree().missing(&path);
            call.complain(format!("cannot access {}: {error}", quoted(&operand)));
            status = 1;
            continue;
        };
        let unit = |bytes: usize, blocks: usize| if options.has("b") { bytes } else { blocks };
        let weigh = |node: &Node| match node {
            Node::Folder => unit(4096, 4),
            file => unit(file.len(), file.len().div_ceil(4096) * 4),
        };
        let mut sums: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        let mut order: Vec<(String, bool)> = vec![(path.clone(), node.is_folder())];
        let mut cost = 0;
        let all: Vec<(String, Node)> = call
            .tree()
            .walk(&path)
            .map(|(p, n)| (p.to_owned(), n.clone()))
            .collect();
        for (below, node) in std::iter::once((path.clone(), node)).chain(all.iter().cloned()) {
            let mut at = below.as_str();
            loop {
                *sums.entry(at.to_owned()).or_default() += weigh(&node);
                cost += 32;
                if at == path {
                    break;
                }
                at = parent(at);
            }
            if below != path {
                order.push((below, node.is_folder()));
            }
        }
        call.work(cost)?;
        // What is inside stands before what it is in.
        order.sort_by_key(|(below, _)| format!("{below}/\u{10ffff}"));
        for (below, folder) in order {
            let inner = below[path.len().min(below.len())..]
                .trim_start_matches('/')
                .to_owned();
            let level = if inner.is_empty() {
                0
            } else {
                inner.matches('/').count() + 1
            };
            let shown = (folder || options.has("a") || level == 0)
                && level <= depth
                && (level == 0 || !options.has("s"));
            if !shown {
                continue;
            }
            let name = if inner.is_empty() {
                operand.clone()
            } else {
                format!("{}/{inner}", operand.trim_end_matches('/'))
            };
            let sum = sums.get(&below).copied().unwrap_or(0);
            let size = if options.has("h") {
                super::listing::human(if options.has("b") { sum } else { sum * 1024 })
            } else {
                sum.to_string()
            };
            call.line(format!("{size}\t{name}"))?;
        }
    }
    Ok(status)
}
