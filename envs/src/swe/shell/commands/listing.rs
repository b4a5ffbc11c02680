//! `ls` and `tree`.

use super::super::{
    call::{Call, quoted},
    machine::Halt,
    options::Options,
};
use crate::swe::files::{Node, join, parent};

type Run = Result<u8, Halt>;

/// When every file was last changed, as `ls -l` writes it.
const CHANGED: &str = "Jan  1  2024";

/// A line of a listing.
struct Row {
    name: String,
    path: String,
    node: Node,
}

pub(in super::super) fn ls(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let operands = if options.operands.is_empty() {
        vec![".".to_owned()]
    } else {
        options.operands.clone()
    };
    let (mut files, mut folders, mut status) = (vec![], vec![], 0);
    for operand in operands {
        let path = call.path(&operand);
        match call.tree().get(&path) {
            Some(node) if node.is_folder() && !options.has("d") => folders.push((operand, path)),
            Some(Node::File { .. }) if operand.ends_with('/') => {
                call.complain(format!(
                    "cannot access {}: Not a directory",
                    quoted(&operand)
                ));
                status = 2;
            }
            Some(node) => files.push(Row {
                name: operand,
                path,
                node: node.clone(),
            }),
            None => {
                let error = call.tree().missing(&path);
                call.complain(format!("cannot access {}: {error}", quoted(&operand)));
                status = 2;
            }
        }
    }
    sort(&mut files, options);
    folders.sort();
    if options.has("r") {
        folders.reverse();
    }
    let many = options.operands.len() > 1 || options.has("R");
    let mut first = files.is_empty();
    rows(call, options, &files)?;
    for (name, path) in folders {
        folder(call, options, &name, &path, many, &mut first)?;
    }
    Ok(status)
}

/// One folder, and with `-R` those in it.
fn folder(
    call: &mut Call<'_, '_>,
    options: &Options,
    name: &str,
    path: &str,
    named: bool,
    first: &mut bool,
) -> Result<(), Halt> {
    if named {
        let gap = if *first { "" } else { "\n" };
        call.print(format!("{gap}{name}:\n"))?;
    }
    *first = false;
    let mut list: Vec<Row> = vec![];
    let hidden = options.has("a") || options.has("A");
    for entry in call.tree().list(path) {
        if hidden || !entry.name.starts_with('.') {
            list.push(Row {
                name: entry.name.to_owned(),
                path: entry.path.to_owned(),
                node: entry.node.clone(),
            });
        }
    }
    call.work(list.len() * 32)?;
    let inner: Vec<(String, String)> = list
        .iter()
        .filter(|r| r.node.is_folder())
        .map(|r| (join(name, &r.name), r.path.clone()))
        .collect();
    if options.has("a") {
        let dots = [(".", path), ("..", parent(path))];
        list.extend(dots.map(|(name, path)| Row {
            name: name.into(),
            path: path.into(),
            node: Node::Folder,
        }));
    }
    sort(&mut list, options);
    if options.has("l") || options.has("s") {
        let blocks: usize = list.iter().map(|r| blocks(&r.node)).sum();
        call.line(format!("total {blocks}"))?;
    }
    rows(call, options, &list)?;
    if options.has("R") {
        for (name, path) in inner {
            folder(call, options, &name, &path, true, first)?;
        }
    }
    Ok(())
}

/// Kibibytes on a disk of blocks of four.
fn blocks(node: &Node) -> usize {
    if node.is_folder() {
        4
    } else {
        node.len().div_ceil(4096) * 4
    }
}

fn size(node: &Node) -> usize {
    if node.is_folder() { 4096 } else { node.len() }
}

fn sort(rows: &mut [Row], options: &Options) {
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    if options.has("S") {
        rows.sort_by_key(|r| std::cmp::Reverse(size(&r.node)));
    }
    if options.has("X") {
        let ending = |r: &Row| r.name.rsplit_once('.').map(|(_, e)| e.to_owned());
        rows.sort_by_key(ending);
    }
    if options.has("r") {
        rows.reverse();
    }
}

fn rows(call: &mut Call<'_, '_>, options: &Options, rows: &[Row]) -> Result<(), Halt> {
    let mark = |row: &Row| match &row.node {
        Node::Folder if options.has("F") || options.has("p") => "/",
        Node::File {
            executable: true, ..
        } if options.has("F") => "*",
        _ => "",
    };
    if !options.has("l") {
        for row in rows {
            let size = if options.has("s") {
                format!("{} ", blocks(&row.node))
            } else {
                String::new()
            };
            call.line(format!("{size}{}{}", row.name, mark(row)))?;
        }
        return Ok(());
    }
    let shown = |row: &Row| {
        if options.has("h") {
            human(size(&row.node))
        } else {
            size(&row.node).to_string()
        }
    };
    let links = |call: &Call<'_, '_>, row: &Row| {
        let inside = |path: &str| {
            call.tree()
                .list(path)
                .filter(|e| e.node.is_folder())
                .count()
        };
        if row.node.is_folder() {
            2 + inside(&row.path)
        } else {
            1
        }
    };
    let counts: Vec<String> = rows
        .iter()
        .map(|row| links(call, row).to_string())
        .collect();
    let link_width = counts.iter().map(String::len).max().unwrap_or(0);
    let width = rows.iter().map(|row| shown(row).len()).max().unwrap_or(0);
    for (row, count) in rows.iter().zip(counts) {
        let mode = match &row.node {
            Node::Folder => "drwxr-xr-x",
            Node::File {
                executable: true, ..
            } => "-rwxr-xr-x",
            Node::File { .. } => "-rw-r--r--",
        };
        let blocks = if options.has("s") {
            format!("{} ", blocks(&row.node))
        } else {
            String::new()
        };
        let owner = if options.has("g") {
            "root"
        } else {
            "root root"
        };
        let text = format!(
            "{blocks}{mode} {count:>link_width$} {owner} {:>width$} {CHANGED} {}{}",
            shown(row),
            row.name,
            mark(row)
        );
        call.line(text)?;
    }
    Ok(())
}

/// A size with a unit, rounded up.
pub(in super::super) fn human(size: usize) -> String {
    if size < 1024 {
        return size.to_string();
    }
    let mut unit = 1024;
    for letter in ['K', 'M', 'G'] {
        let tenths = (size * 10).div_ceil(unit);
        if tenths < 100 {
            return format!("{}.{}{letter}", tenths / 10, tenths % 10);
        }
        let whole = size.div_ceil(unit);
        if whole < 1024 {
            return format!("{whole}{letter}");
        }
        unit *= 1024;
    }
    size.to_string()
}

pub(in super::super) fn tree(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let operands = if options.operands.is_empty() {
        vec![".".to_owned()]
    } else {
        options.operands.clone()
    };
    let most = options
        .value("L")
        .and_then(|l| l.parse().ok())
        .unwrap_or(usize::MAX);
    let mut counts = (0, 0);
    let mut status = 0;
    for operand in operands {
        let path = call.path(&operand);
        if !call.tree().is_folder(&path) {
            call.line(format!("{operand}  [error opening dir]"))?;
            status = 2;
            continue;
        }
        call.line(&operand)?;
        branches(call, options, &path, "", most, &mut counts)?;
    }
    let (folders, files) = counts;
    let plural =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let folders = plural(folders, "directory", "directories");
    if !options.has("noreport") {
        let files = if options.has("d") {
            String::new()
        } else {
            format!(", {}", plural(files, "file", "files"))
        };
        call.line(format!("\n{folders}{files}"))?;
    }
    Ok(status)
}

fn branches(
    call: &mut Call<'_, '_>,
    options: &Options,
    path: &str,
    indent: &str,
    left: usize,
    counts: &mut (usize, usize),
) -> Result<(), Halt> {
    if left == 0 {
        return Ok(());
    }
    let ignored: Vec<&str> = options.values("I").flat_map(|v| v.split('|')).collect();
    let wanted: Vec<&str> = options.values("P").flat_map(|v| v.split('|')).collect();
    let mut list = vec![];
    for entry in call.tree().list(path) {
        let folder = entry.node.is_folder();
        let hidden = entry.name.starts_with('.') && !options.has("a");
        let ignored = ignored
            .iter()
            .any(|p| super::super::glob::matches(p, entry.name));
        let unwanted = !folder
            && !wanted.is_empty()
            && !wanted
                .iter()
                .any(|p| super::super::glob::matches(p, entry.name));
        if !hidden && !ignored && !unwanted && (folder || !options.has("d")) {
            list.push((entry.name.to_owned(), entry.path.to_owned(), folder));
        }
    }
    call.work(list.len() * 64)?;
    if options.has("dirsfirst") {
        list.sort_by_key(|(_, _, folder)| !folder);
    }
    let count = list.len();
    for (i, (name, path, folder)) in list.into_iter().enumerate() {
        let last = i + 1 == count;
        let name = if options.has("f") { path.clone() } else { name };
        let mark = if options.has("F") && folder { "/" } else { "" };
        let arm = if last { "└── " } else { "├── " };
        call.line(format!("{indent}{arm}{name}{mark}"))?;
        if folder {
            counts.0 += 1;
            let indent = format!("{indent}{}", if last { "    " } else { "│\u{a0}\u{a0} " });
            branches(call, options, &path, &indent, left - 1, counts)?;
        } else {
            counts.1 += 1;
        }
    }
    Ok(())
}
