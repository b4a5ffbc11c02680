//! `cp` and `mv`.

use super::super::{
    call::{Call, quoted},
    machine::Halt,
    options::Options,
};
use crate::swe::files::{FileError, Node, base_name, join, parent};

type Run = Result<u8, Halt>;

/// What is done with one source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Copy,
    Move,
}

pub(in super::super) fn cp(call: &mut Call<'_, '_>, options: &Options) -> Run {
    both(call, options, Deed::Copy)
}

pub(in super::super) fn mv(call: &mut Call<'_, '_>, options: &Options) -> Run {
    both(call, options, Deed::Move)
}

fn both(call: &mut Call<'_, '_>, options: &Options, deed: Deed) -> Run {
    let given = options.value("t").map(str::to_owned);
    let (sources, target) = match (&given, options.operands.as_slice()) {
        (Some(target), sources) if !sources.is_empty() => (sources, target.clone()),
        (None, [sources @ .., target]) if !sources.is_empty() => (sources, target.clone()),
        (None, [one]) => {
            call.complain(format!(
                "missing destination file operand after {}",
                quoted(one)
            ));
            return Ok(1);
        }
        _ => {
            call.complain("missing file operand");
            return Ok(1);
        }
    };
    let place = call.path(&target);
    let into = call.tree().is_folder(&place) && !options.has("T");
    if sources.len() > 1 && !into {
        call.complain(format!(
            "target {}: {}",
            quoted(&target),
            call.tree()
                .read(&place)
                .map_or_else(|e| e, |_| FileError::NotFolder)
        ));
        return Ok(1);
    }
    let mut status = 0;
    for source in sources {
        let from = call.path(source);
        let (to, shown) = if into {
            (
                join(&place, base_name(&from)),
                join(&target, base_name(&from)),
            )
        } else {
            (place.clone(), target.clone())
        };
        let work: usize = call.tree().walk(&from).count() * 64;
        call.work(work)?;
        match one(call, options, deed, (source, &from), (&shown, &to)) {
            Ok(true) if options.has("v") => {
                let verb = if deed == Deed::Move { "renamed " } else { "" };
                call.line(format!("{verb}{} -> {}", quoted(source), quoted(&shown)))?;
            }
            Ok(_) => {}
            Err(problem) => {
                call.complain(problem);
                status = 1;
            }
        }
    }
    Ok(status)
}

/// Copy or move one source; whether anything was done.
fn one(
    call: &mut Call<'_, '_>,
    options: &Options,
    deed: Deed,
    (source, from): (&str, &str),
    (shown, to): (&str, &str),
) -> Result<bool, String> {
    let recursive = deed == Deed::Move || options.has("r") || options.has("R") || options.has("a");
    let Some(node) = call.tree().get(from).cloned() else {
        return Err(format!(
            "cannot stat {}: {}",
            quoted(source),
            call.tree().missing(from)
        ));
    };
    if source.ends_with('/') && !node.is_folder() {
        return Err(format!("cannot stat {}: Not a directory", quoted(source)));
    }
    if from == "/" {
        return Err(format!(
            "cannot {} '/'",
            if deed == Deed::Move { "move" } else { "copy" }
        ));
    }
    if node.is_folder() && !recursive {
        return Err(format!(
            "-r not specified; omitting directory {}",
            quoted(source)
        ));
    }
    if from == to {
        return Err(format!(
            "{} and {} are the same file",
            quoted(source),
            quoted(shown)
        ));
    }
    if node.is_folder() && to.starts_with(&format!("{from}/")) {
        return Err(match deed {
            Deed::Move => format!(
                "cannot move {} to a subdirectory of itself, {}",
                quoted(source),
                quoted(shown)
            ),
            Deed::Copy => format!(
                "cannot copy a directory, {}, into itself, {}",
                quoted(source),
                quoted(shown)
            ),
        });
    }
    let verb = if deed == Deed::Move { "move" } else { "create" };
    let cannot = |error: FileError| match deed {
        Deed::Move => format!(
            "cannot move {} to {}: {error}",
            quoted(source),
            quoted(shown)
        ),
        Deed::Copy => format!(
            "cannot {verb} {} {}: {error}",
            if node.is_folder() {
                "directory"
            } else {
                "regular file"
            },
            quoted(shown)
        ),
    };
    match call.tree().get(to) {
        Some(_) if options.has("n") => return Ok(false),
        Some(Node::Folder) if !node.is_folder() => {
            return Err(format!(
                "cannot overwrite directory {} with non-directory",
                quoted(shown)
            ));
        }
        Some(Node::File { .. }) if node.is_folder() => {
            return Err(format!(
                "cannot overwrite non-directory {} with directory {}",
                quoted(shown),
                quoted(source)
            ));
        }
        Some(Node::Folder) if deed == Deed::Move && call.tree().list(to).next().is_some() => {
            return Err(cannot(FileError::NotEmpty));
        }
        Some(_) => {}
        None if shown.ends_with('/') && !node.is_folder() => {
            return Err(cannot(FileError::NotFolder));
        }
        None if !call.tree().is_folder(parent(to)) => {
            let missing = call.tree().missing(to);
            return Err(cannot(missing));
        }
        None => {}
    }
    let below: Vec<(String, Node)> = call
        .tree()
        .walk(from)
        .map(|(p, n)| (p.to_owned(), n.clone()))
        .collect();
    let mut tree = call.tree().clone();
    let copy = |tree: &mut crate::swe::files::Tree| -> Result<(), FileError> {
        if deed == Deed::Move {
            tree.remove_all(from)?;
        }
        tree.insert(to, node.clone())?;
        for (path, node) in &below {
            tree.insert(&format!("{to}{}", &path[from.len()..]), node.clone())?;
        }
        Ok(())
    };
    copy(&mut tree).map_err(cannot)?;
    *call.tree_mut() = tree;
    Ok(true)
}
