//! Where the places of a plan lie in a text, and how they are written there, whatever else was done to it.
//!
//! A text that the plan knows is read off at once. In any other a place is looked for by its lines in their surroundings:
//! it is written in a way where the text differs from the start, with that way put in, nowhere in it and nowhere next to
//! it. Comments and blank lines are no lines: they change nothing, and nothing is lost by them.

use super::{
    bugs::python,
    choices,
    edit::Windowed,
    files::{Change, Changes, Tree, diff},
    guest::ROOT,
    plan,
    types::{Def, Look, Site, State, absolute, relative, site_fact},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use truestep_core::truth::FactSet;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its lines there, from 0; none where they were taken out.
    pub(super) lines: Range<usize>,
    /// The way it is written in, if that is one of the plan.
    pub(super) way: Option<usize>,
}

/// The lines of a text that are code, each with its number from 0.
struct Code {
    text: String,
    numbers: Vec<usize>,
    /// Lines of the whole.
    all: usize,
}

impl Code {
    fn of(text: &str) -> Self {
        let plain = python::without_comments(text);
        let is_comment = |line: &str| plain.is_err() && line.trim_start().starts_with('#');
        let lines = plain.as_deref().unwrap_or(text).lines().enumerate();
        let mut code = Self {
            text: String::new(),
            numbers: vec![],
            all: text.lines().count(),
        };
        for (number, line) in lines {
            if !line.trim().is_empty() && !is_comment(line) {
                code.text.push_str(line.trim_end());
                code.text.push('\n');
                code.numbers.push(number);
            }
        }
        code
    }

    /// The lines of code among some lines of the whole.
    fn within(&self, lines: &Range<usize>) -> Range<usize> {
        let first = self.numbers.partition_point(|number| *number < lines.start);
        let end = self.numbers.partition_point(|number| *number < lines.end);
        first..end.max(first)
    }

    /// The lines of the whole from the first of some lines of code to the last.
    fn whole(&self, code: &Range<usize>) -> Range<usize> {
        let number = |at: usize| self.numbers.get(at).copied().unwrap_or(self.all);
        match code.is_empty() {
            true => number(code.start)..number(code.start),
            false => number(code.start)..number(code.end - 1) + 1,
        }
    }

    fn changes_to(&self, other: &Self) -> Vec<diff::Change> {
        let (before, after) = (self.text.as_bytes(), other.text.as_bytes());
        diff::changes(before, after, diff::Slide::Down)
    }
}

/// Whether a change is at some lines: among them, over one of them, or put in next to them.
fn is_at(change: &diff::Change, lines: &Range<usize>) -> bool {
    let (from, to) = (change.before.start, change.before.end);
    match change.after.len() > change.before.len() {
        true => from <= lines.end && lines.start <= to,
        false => from < lines.end && lines.start < to,
    }
}

/// The places of a file in a text of it.
pub(super) fn found(def: &Def, path: &str, text: &str) -> Vec<(usize, Found)> {
    let here = || (0..def.sites.len()).filter(|site| def.sites[*site].path == path);
    if let Some(written) = def.written_in(path, text.as_bytes()) {
        let mut ways = def.start_ways();
        written.iter().for_each(|(site, way)| ways[*site] = *way);
        let place = |site: usize| {
            let (first, last) = def.lines(&ways, site);
            let found = Found {
                lines: first as usize - 1..last as usize,
                way: Some(ways[site]),
            };
            (site, found)
        };
        return here().map(place).collect();
    }
    let now = Code::of(text);
    here()
        .map(|site| (site, look_for(def, site, &now)))
        .collect()
}

fn look_for(def: &Def, number: usize, now: &Code) -> Found {
    let site = &def.sites[number];
    let mut own = 0..0;
    for way in 0..site.options.len() {
        let Some((reference, place)) = with_way(def, number, way) else {
            continue;
        };
        let changes = reference.changes_to(now);
        let lines = moved(&changes, &place);
        if !changes.iter().any(|change| is_at(change, &place)) {
            return Found {
                lines: now.whole(&lines),
                way: Some(way),
            };
        }
        if way == site.start {
            own = now.whole(&lines);
        }
    }
    Found {
        lines: own,
        way: None,
    }
}

/// A file as at the start but with one place written in a way, and that place in it.
fn with_way(def: &Def, number: usize, way: usize) -> Option<(Code, Range<usize>)> {
    let site: &Site = &def.sites[number];
    let text = choices::written(&def.start, &def.sites, &site.path, &[(number, way)])?;
    let code = Code::of(&text);
    let first = site.first - 1;
    let place = code.within(&(first..first + site.options[way].lines().count()));
    Some((code, place))
}

/// Where lines lie after changes: with all that was put in their place or next to them.
fn moved(changes: &[diff::Change], lines: &Range<usize>) -> Range<usize> {
    let grown = |change: &diff::Change| change.after.len() as i64 - change.before.len() as i64;
    let (mut before, mut within) = (0_i64, 0_i64);
    for change in changes {
        if is_at(change, lines) {
            within += grown(change);
        } else if change.before.end <= lines.start {
            before += grown(change);
        }
    }
    let at = |line: usize, by: i64| usize::try_from(line as i64 + by).unwrap_or_default();
    let start = at(lines.start, before);
    start..at(lines.end, before + within).max(start)
}

/// A file of the project as text, whatever it holds; empty where it is not there.
fn text_of<'s>(def: &'s Def, changes: &'s Changes, path: &str) -> Cow<'s, str> {
    match changes.0.get(&absolute(path)) {
        Some(Change::File { bytes, .. }) => String::from_utf8_lossy(bytes),
        Some(_) => "".into(),
        None => def
            .start
            .read_text(&absolute(path))
            .unwrap_or_default()
            .into(),
    }
}

/// Where each place lies, and how it is written.
pub(super) fn all(def: &Def, changes: &Changes) -> Vec<Found> {
    let nowhere = Found {
        lines: 0..0,
        way: None,
    };
    let mut all = vec![nowhere; def.sites.len()];
    for path in paths(def) {
        for (site, place) in found(def, path, &text_of(def, changes, path)) {
            all[site] = place;
        }
    }
    all
}

/// The places that are written in a way of the plan that is not right.
pub(super) fn wrong(def: &Def, changes: &Changes) -> Vec<usize> {
    let places = all(def, changes).into_iter().zip(&def.sites).enumerate();
    let wrong = places.filter(|(_, (place, site))| place.way.is_some_and(|way| way != site.right));
    wrong.map(|(site, _)| site).collect()
}

/// The files with some places written in the right way; nothing where their lines are not to be found.
pub(super) fn mended(def: &Def, changes: &Changes, sites: FactSet) -> Option<Changes> {
    let mut mended = changes.clone();
    let mut places: Vec<(usize, Found)> = all(def, changes).into_iter().enumerate().collect();
    places.retain(|(site, _)| sites.contains(*site));
    // From the end, so that lines keep their numbers.
    places.sort_by_key(|(_, place)| std::cmp::Reverse(place.lines.start));
    for (site, place) in &places {
        let site = &def.sites[*site];
        let bytes = {
            let text = text_of(def, &mended, &site.path);
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.get(place.lines.clone())?;
            lines.splice(place.lines.clone(), [&*site.options[site.right]]);
            lines.concat().into_bytes()
        };
        let path = absolute(&site.path);
        let executable = matches!(
            mended.0.get(&path),
            Some(Change::File {
                executable: true,
                ..
            })
        );
        mended.0.insert(path, Change::File { bytes, executable });
    }
    Some(mended)
}

/// What the plan's windows show of files that are not the plan's, each moved to where its place lies.
pub(super) fn looks(def: &Def, state: &State) -> Vec<Look> {
    let places = all(def, &state.changes);
    let Ok(tree) = def.tree(state) else {
        return vec![];
    };
    let looks = def.looks.iter().map(|look| {
        let is_here = |site: &Site| site.path == look.path && site.first == look.line as usize;
        let place = def.sites.iter().position(is_here);
        let line = place.map_or(look.line, |site| places[site].lines.start as u32 + 1);
        let mut window = Windowed::default();
        let answer = window.open(&tree, ROOT, Some(&look.path), Some(line.into()));
        let shows = def.shown_by(&answer.text);
        Look {
            path: look.path.clone(),
            line,
            shows: shows.union(shown(def, &tree, FactSet::default(), &answer.text)),
        }
    });
    looks.collect()
}

/// The files with places.
fn paths(def: &Def) -> BTreeSet<&str> {
    def.sites.iter().map(|site| site.path.as_str()).collect()
}

/// What a step did at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Touched {
    pub(super) site: usize,
    /// The way it was written in, and the way it is, where those are of the plan.
    pub(super) was: Option<usize>,
    pub(super) is: Option<usize>,
    /// Lines of it that were written over; where lines were put in, the one they stand before or else behind.
    pub(super) lines: usize,
}

/// What was done at places between two states of the files.
pub(super) fn touched(def: &Def, before: &Changes, after: &Changes) -> Vec<Touched> {
    let mut all = vec![];
    for path in paths(def) {
        if before.0.get(&absolute(path)) == after.0.get(&absolute(path)) {
            continue;
        }
        let (was, is) = (text_of(def, before, path), text_of(def, after, path));
        let (old, new) = (Code::of(&was), Code::of(&is));
        let changes = old.changes_to(&new);
        let places = found(def, path, &was)
            .into_iter()
            .zip(found(def, path, &is));
        for ((site, place), (_, now)) in places {
            let lines = old.within(&place.lines);
            let here: Vec<_> = changes.iter().filter(|c| is_at(c, &lines)).collect();
            if here.is_empty() && place.way == now.way {
                continue;
            }
            let hit = |at: &usize| {
                let put_in = lines.end == at + 1;
                here.iter().any(|change| {
                    let (from, to) = (change.before.start, change.before.end);
                    from <= *at && *at < to
                        || from == to && (from == *at || put_in && from == lines.end)
                })
            };
            all.push(Touched {
                site,
                was: place.way,
                is: now.way,
                lines: lines.clone().filter(hit).count(),
            });
        }
    }
    all
}

/// Whether a file's code, apart from its places, is another.
pub(super) fn differs_elsewhere(def: &Def, path: &str, before: &Changes, after: &Changes) -> bool {
    let rest = |changes: &Changes| {
        let text = text_of(def, changes, path);
        let code = Code::of(&text);
        let places = found(def, path, &text);
        let is_in = |number: &usize| places.iter().any(|(_, p)| p.lines.contains(number));
        let lines = code.text.lines().zip(&code.numbers);
        let rest = lines.filter(|(_, number)| !is_in(number));
        rest.map(|(line, _)| line.to_owned()).collect::<Vec<_>>()
    };
    rest(before) != rest(after)
}

/// The facts of places, as they are written in a tree, that a text shows, but for those that are known.
pub(super) fn shown(def: &Def, tree: &Tree, known: FactSet, text: &str) -> FactSet {
    let mut facts = FactSet::default();
    let changes = tree.changes();
    let mut project = None;
    for path in paths(def) {
        if !changes.0.contains_key(&absolute(path)) {
            continue;
        }
        let whole = text_of(def, &changes, path);
        let is_plans = def.written_in(path, whole.as_bytes()).is_some();
        for (site, place) in found(def, path, &whole) {
            // As it was at the start, among lines of the plan, it is looked for by other means.
            let is_as_it_was = is_plans && place.way == Some(def.sites[site].start);
            if known.contains(site_fact(site)) || is_as_it_was {
                continue;
            }
            let project = project.get_or_insert_with(|| plan::project_lines(tree));
            let needles = plan::needles(&whole, place.lines, project);
            if needles.is_some_and(|lines| lines.iter().all(|line| text.contains(line.as_str()))) {
                facts = facts.with(site_fact(site));
            }
        }
    }
    facts
}

/// Files of the package that differ between two states, as the project names them, each with whether it is as at the start.
pub(super) fn rewritten<'c>(
    def: &Def,
    before: &'c Changes,
    after: &'c Changes,
) -> BTreeMap<&'c str, bool> {
    let all = before.0.keys().chain(after.0.keys());
    let differing =
        all.filter(|path| def.in_package(path) && before.0.get(*path) != after.0.get(*path));
    differing
        .map(|path| (relative(path), !after.0.contains_key(path)))
        .collect()
}

/// Places of the repair that are not as they should be; none where the package passes, however it comes to that, and where it
/// does with the rest of the plan, those of the rest.
pub(super) fn left(def: &Def, state: &State) -> Vec<usize> {
    if state.judged.right() {
        return vec![];
    }
    let places = all(def, &state.changes);
    let gold = (0..def.sites.len()).filter(|site| def.sites[*site].is_gold());
    let is_left = |site: &usize| match state.carried {
        Some(rest) => rest.contains(*site),
        None => places[*site].way != Some(def.sites[*site].right),
    };
    gold.filter(is_left).collect()
}
