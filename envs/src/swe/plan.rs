//! From a bug to the places of a task: where lines can be written in several ways, and which ways of all are right.
//!
//! A task's plan is a list of [`Site`]s: each hunk of the repair with the lines as they are, as they should be and as they
//! are under other mistakes at the same place, and some places where nothing is wrong and a mistake can be made. Tests say
//! of every choice of ways whether it is right when the task is made, so that no two mistakes make up for each other and
//! planning needs no interpreter.

use super::{
    bugs::{Candidate, Edit, FileGold, Gold, Hunk, Operator, apply, hunks},
    files::Tree,
    guest::ROOT,
    repos::Repository,
    types::Site,
};
use std::{ops::Range, sync::Arc};

/// Hunks that a repair has at most.
const MOST_HUNKS: usize = 3;
/// Mistaken ways at a hunk, at most.
const MOST_MISTAKES: usize = 2;
/// Places where nothing is wrong and a mistake can be made, at most.
const MOST_OTHERS: usize = 2;
/// Choices of ways that are tried, at most.
const MOST_CHOICES: usize = 40;
/// Lines that show a site, at most.
const MOST_NEEDLES: usize = 8;

/// A site with its place in the right text, which the mistakes are drawn from.
struct Placed {
    site: Site,
    /// Its lines in the right text, from 0.
    right_lines: Range<usize>,
}

/// Lines with their ends.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The sites of a bug: hunks of the repair first; nothing where they cannot be told apart.
pub(super) fn sites(
    repository: &Repository,
    start: &Tree,
    (bug, gold): (&Candidate, &Gold),
    singles: &[Candidate],
) -> Option<Vec<Site>> {
    let mut placed = vec![];
    for file in &gold.files {
        let right = repository.file(&file.path)?;
        let broken = start.read_text(&format!("{ROOT}/{}", file.path)).ok()?;
        let mut shift = 0_i64;
        for hunk in &file.hunks {
            placed.push(of_hunk(&file.path, (broken, right), hunk, &mut shift)?);
        }
    }
    if placed.len() > MOST_HUNKS {
        return None;
    }
    for place in &mut placed {
        add_mistakes(repository, &bug.operators, place, singles)?;
    }
    name(&mut placed);
    add_others(repository, gold, &mut placed, singles);
    finished(start, placed)
}

/// The sites of a repair: its files, each with its right text; with a project of right texts and mistakes in it, those at the
/// places of the repair and some elsewhere. Nothing where they cannot be told apart.
pub(super) fn of_repair(
    start: &Tree,
    gold: &Gold,
    files: &[(&FileGold, &str)],
    mistakes: Option<(&Repository, &[Candidate])>,
) -> Option<Vec<Site>> {
    let mut placed = vec![];
    for (file, right) in files {
        let broken = start.read_text(&format!("{ROOT}/{}", file.path)).ok()?;
        let mut shift = 0_i64;
        for hunk in &file.hunks {
            placed.push(of_hunk(&file.path, (broken, right), hunk, &mut shift)?);
        }
    }
    if let Some((repository, singles)) = mistakes {
        for place in &mut placed {
            add_mistakes(repository, &[], place, singles);
        }
    }
    name(&mut placed);
    if let Some((repository, singles)) = mistakes {
        add_others(repository, gold, &mut placed, singles);
    }
    finished(start, placed)
}

/// Sites with what shows them.
fn finished(start: &Tree, placed: Vec<Placed>) -> Option<Vec<Site>> {
    let project: Vec<&str> = project_lines(start);
    let mut sites: Vec<Site> = placed.into_iter().map(|placed| placed.site).collect();
    if !are_apart(&sites) {
        return None;
    }
    for site in &mut sites {
        let text = start.read_text(&format!("{ROOT}/{}", site.path)).ok()?;
        let count = site.options[site.start].matches('\n').count();
        let lines = site.first - 1..site.first - 1 + count;
        site.needles = needles(text, lines, &project)?;
    }
    Some(sites)
}

/// All lines of Python in the project, trimmed.
pub(super) fn project_lines(start: &Tree) -> Vec<&str> {
    let files = start.walk(ROOT).filter(|(path, _)| path.ends_with(".py"));
    let texts = files.filter_map(|(path, _)| start.read_text(path).ok());
    texts.flat_map(|text| text.lines().map(str::trim)).collect()
}

/// A hunk as a site: broken first, then right. Where one side is empty the line before it is part of both.
fn of_hunk(
    path: &str,
    (broken, right): (&str, &str),
    hunk: &Hunk,
    shift: &mut i64,
) -> Option<Placed> {
    let (mut first, mut removed, mut added) = (
        hunk.first.checked_sub(1)?,
        hunk.removed.concat(),
        hunk.added.concat(),
    );
    let mut right_first = usize::try_from(first as i64 + *shift).ok()?;
    *shift += hunk.added.len() as i64 - hunk.removed.len() as i64;
    if removed.trim().is_empty() || added.trim().is_empty() {
        first = first.checked_sub(1)?;
        right_first = right_first.checked_sub(1)?;
        let before = *lines(broken).get(first)?;
        removed = format!("{before}{removed}");
        added = format!("{before}{added}");
    }
    let count = added.matches('\n').count();
    let right_lines = right_first..right_first + count;
    let holds = |text: &str, from: usize, part: &str| {
        let all = lines(text);
        let count = part.matches('\n').count();
        all.get(from..from + count)
            .is_some_and(|found| found.concat() == *part)
    };
    if !holds(broken, first, &removed) || !holds(right, right_first, &added) {
        return None;
    }
    Some(Placed {
        site: Site {
            path: path.to_owned(),
            first: first + 1,
            options: vec![removed.into(), added.into()],
            start: 0,
            right: 1,
            needles: vec![],
            role: "",
        },
        right_lines,
    })
}

/// Other mistakes within the lines of a hunk.
fn add_mistakes(
    repository: &Repository,
    of_bug: &[Operator],
    placed: &mut Placed,
    singles: &[Candidate],
) -> Option<()> {
    let text = repository.file(&placed.site.path)?;
    let is_most = |site: &Site| site.options.len() >= 2 + MOST_MISTAKES;
    // Those of other kinds than the bug's first: a second mistake of its kind is often the bug itself.
    let (alike, others): (Vec<_>, Vec<_>) = singles
        .iter()
        .filter(|single| single.files[0].path == placed.site.path)
        .partition(|single| of_bug.contains(&single.operators[0]));
    for single in others.into_iter().chain(alike) {
        if is_most(&placed.site) {
            break;
        }
        let edits = &single.files[0].edits;
        if let Some(option) = within(text, edits, &placed.right_lines) {
            let is_new = |old: &Arc<str>| **old != *option;
            if placed.site.options.iter().all(is_new) && !option.trim().is_empty() {
                placed.site.options.push(option.into());
            }
        }
    }
    Some(())
}

/// What edits make of some lines of a text, if they touch no others.
fn within(text: &str, edits: &[Edit], range: &Range<usize>) -> Option<String> {
    let changed = hunks(text, edits);
    let inside = |hunk: &Hunk| {
        let first = hunk.first - 1;
        range.start <= first && first + hunk.removed.len() <= range.end
    };
    if changed.is_empty() || !changed.iter().all(inside) {
        return None;
    }
    let grown: i64 = changed
        .iter()
        .map(|hunk| hunk.added.len() as i64 - hunk.removed.len() as i64)
        .sum();
    let edited = apply(text, edits)?;
    let end = usize::try_from(range.end as i64 + grown).ok()?;
    lines(&edited)
        .get(range.start..end)
        .map(|lines| lines.concat())
}

/// What each hunk is to the task.
fn name(placed: &mut [Placed]) {
    let mut met: Vec<String> = vec![];
    for placed in placed {
        let site = &mut placed.site;
        site.role = match met.last() {
            None => "",
            Some(last) if *last == site.path => "again in a file",
            Some(_) => "in another file",
        };
        met.push(site.path.clone());
    }
}

/// Places elsewhere where a mistake can be made: one in a file of the repair and one in another, where there are such.
fn add_others(
    repository: &Repository,
    gold: &Gold,
    placed: &mut Vec<Placed>,
    singles: &[Candidate],
) {
    let hunks_of_gold = placed.len();
    let choices: usize = placed.iter().map(|p| p.site.options.len()).product();
    let most = (0..=MOST_OTHERS)
        .rev()
        .find(|more| choices << more <= MOST_CHOICES)
        .unwrap_or_default();
    let in_gold = |path: &str| gold.files.iter().any(|file| file.path == path);
    for near in [true, false] {
        let fits = |single: &&Candidate| {
            in_gold(&single.files[0].path) == near && !gold.functions.contains(&single.functions[0])
        };
        for single in singles.iter().filter(fits) {
            if placed.len() >= hunks_of_gold + most {
                return;
            }
            if let Some(other) = other(repository, placed, single) {
                placed.push(other);
                break;
            }
        }
    }
}

/// A mistake at a place of its own as a site that is right as it stands.
fn other(repository: &Repository, placed: &[Placed], single: &Candidate) -> Option<Placed> {
    /// Lines between two sites, at least.
    const APART: usize = 3;
    let file = &single.files[0];
    let text = repository.file(&file.path)?;
    let found = hunks(text, &file.edits);
    let [hunk] = found.as_slice() else {
        return None;
    };
    if hunk.removed.is_empty() || hunk.added.is_empty() {
        return None;
    }
    let range = hunk.first - 1..hunk.first - 1 + hunk.removed.len();
    let mut first = range.start as i64;
    for other in placed.iter().filter(|p| p.site.path == file.path) {
        let lines = &other.right_lines;
        if range.start < lines.end + APART && lines.start < range.end + APART {
            return None;
        }
        if lines.end <= range.start && other.site.is_gold() {
            let broken = other.site.options[other.site.start].matches('\n').count();
            first += broken as i64 - lines.len() as i64;
        }
    }
    Some(Placed {
        site: Site {
            path: file.path.clone(),
            first: usize::try_from(first).ok()? + 1,
            options: vec![hunk.removed.concat().into(), hunk.added.concat().into()],
            start: 0,
            right: 0,
            needles: vec![],
            role: "elsewhere",
        },
        right_lines: range,
    })
}

/// Whether no two sites of a file touch.
fn are_apart(sites: &[Site]) -> bool {
    let end = |site: &Site| site.first + site.options[site.start].matches('\n').count();
    sites.iter().enumerate().all(|(number, one)| {
        sites[number + 1..]
            .iter()
            .all(|other| one.path != other.path || end(one) < other.first || end(other) < one.first)
    })
}

/// Lines that show some lines of a text, from 0: themselves, and as many around them as it takes until one of them stands
/// nowhere else in the project.
pub(super) fn needles(text: &str, lines: Range<usize>, project: &[&str]) -> Option<Vec<String>> {
    let all: Vec<&str> = text.lines().map(str::trim).collect();
    let (mut from, mut to) = (lines.start, lines.end);
    let is_alone = |line: &str| {
        line.len() > 3 && project.iter().filter(|other| other.contains(line)).count() == 1
    };
    let mut up = true;
    while !all.get(from..to)?.iter().any(|line| is_alone(line)) {
        if to - from > lines.len() + MOST_NEEDLES || to - from == all.len() {
            return None;
        }
        if up && from > 0 {
            from -= 1;
        } else if to < all.len() {
            to += 1;
        }
        up = !up;
    }
    let shown = all[from..to].iter().filter(|line| !line.is_empty());
    Some(shown.map(|line| (*line).to_owned()).collect())
}
