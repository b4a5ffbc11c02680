//! What follows from a task's definition and a state: files, the way each place is written, what a text shows.

use super::{
    files::{Change, Changes, FileError, Node, Tree},
    given::ProjectFiles,
    guest::ROOT,
    places,
    shell::Shell,
    types::{
        Action, Def, LineEdit, Look, NAMES, Origin, Site, State, TEST, is_test, is_test_file,
        relative, site_fact,
    },
};
use std::{borrow::Cow, sync::Arc};
use truestep_core::{digest::Digest, truth::FactSet};

impl Def {
    /// The files of a state.
    pub(super) fn tree(&self, state: &State) -> Result<Tree, FileError> {
        match state.changes.0.is_empty() {
            true => Ok(self.start.clone()),
            false => self.start.with_changes(&state.changes),
        }
    }

    /// The bytes of a file, by absolute path.
    pub(super) fn file<'s>(&'s self, state: &'s State, path: &str) -> Option<&'s [u8]> {
        match state.changes.0.get(path) {
            Some(Change::File { bytes, .. }) => Some(bytes),
            Some(_) => None,
            None => match self.start.get(path) {
                Some(Node::File { blob, .. }) => Some(blob.bytes()),
                _ => None,
            },
        }
    }

    /// The shell of a state.
    pub(super) fn shell(&self, state: &State) -> Result<Shell, FileError> {
        let tree = self.tree(state)?;
        Ok(match &state.desk.session {
            Some(session) => Shell::resume(tree, session.clone()),
            None => Shell::new(tree, ROOT),
        })
    }

    /// What is graded of a tree.
    pub(super) fn graded<'t>(&'t self, tree: &'t Tree) -> ProjectFiles<'t> {
        ProjectFiles::graded(&self.start, tree, &self.package).with(&self.harness)
    }

    /// Whether the repair is a plan: what is planned over it is exact.
    pub(super) fn is_planned(&self) -> bool {
        self.unplanned().is_none()
    }

    /// Why it is none.
    pub(super) fn unplanned(&self) -> Option<&'static str> {
        match self.origin {
            Origin::Drawn => None,
            Origin::Loaded { unplanned, .. } => unplanned,
        }
    }

    /// The way each site is written at the start.
    pub(super) fn start_ways(&self) -> Vec<usize> {
        self.sites.iter().map(|site| site.start).collect()
    }

    /// The way each site is written; nothing where package or tests are changed in any other way.
    pub(super) fn ways(&self, changes: &Changes) -> Option<Vec<usize>> {
        let mut ways = self.start_ways();
        for (path, change) in &changes.0 {
            let name = relative(path);
            if is_test(name) {
                return None;
            }
            if !self.in_package(path) {
                continue;
            }
            for &(site, way) in self.written(path, change)? {
                ways[site] = way;
            }
        }
        Some(ways)
    }

    /// The way each site is written where the plan leads on: as above, or in a package that passes with the rest of the plan;
    /// there a site that needs no mending is as good as right.
    pub(super) fn plan_ways(&self, state: &State) -> Option<Vec<usize>> {
        let carried = |left: FactSet| {
            let places = places::all(self, &state.changes).into_iter();
            let ways = places.zip(&self.sites).enumerate();
            let way = |(number, (place, site)): (usize, (places::Found, &Site))| {
                let way = place.way.filter(|_| left.contains(number));
                way.unwrap_or(site.right)
            };
            ways.map(way).collect()
        };
        let ways = self.ways(&state.changes);
        ways.or_else(|| state.carried.map(carried))
    }

    /// Whether places can be opened and written: in the plan's lines, and beside code of the agent's own where the tests are as
    /// they were.
    pub(super) fn is_laid_out(&self, changes: &Changes) -> bool {
        self.ways(changes).is_some() || self.is_planned() && !self.tests_changed(changes)
    }

    /// Whether files of the tests, or that decide how they run, are changed.
    pub(super) fn tests_changed(&self, changes: &Changes) -> bool {
        changes.0.keys().any(|path| is_test(relative(path)))
    }

    /// The ways that a change of a file writes sites in, if it does nothing else.
    fn written(&self, path: &str, change: &Change) -> Option<&Vec<(usize, usize)>> {
        let Change::File {
            bytes,
            executable: false,
        } = change
        else {
            return None;
        };
        self.written_in(relative(path), bytes)
    }

    /// The ways that a file of the plan, as the project names it, has sites written in with a content of the plan.
    pub(super) fn written_in(&self, name: &str, bytes: &[u8]) -> Option<&Vec<(usize, usize)>> {
        self.contents.get(&(name.to_owned(), Digest::of(bytes)))
    }

    /// Whether the package is changed in a way that is not the plan's.
    pub(super) fn own_package(&self, changes: &Changes) -> bool {
        let mut inside = changes.0.iter().filter(|(path, _)| self.in_package(path));
        inside.any(|(path, change)| self.written(path, change).is_none())
    }

    /// Whether the files of the tests are all there, as they were.
    pub(super) fn tests_are_whole(&self, tree: &Tree) -> bool {
        let mut tests = self
            .start
            .walk(ROOT)
            .filter(|(path, _)| is_test_file(relative(path)));
        tests.all(|(path, node)| tree.get(path) == Some(node))
    }

    /// Whether a path is of the package.
    pub(super) fn in_package(&self, path: &str) -> bool {
        path.strip_prefix(self.package.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether sites are written in the right way.
    pub(super) fn are_right(&self, ways: &[usize]) -> bool {
        self.wrong(ways) == 0
    }

    /// How many sites are not.
    pub(super) fn wrong(&self, ways: &[usize]) -> u32 {
        let each = self.sites.iter().zip(ways);
        each.filter(|(site, way)| site.right != **way).count() as u32
    }

    /// The facts a text shows.
    pub(super) fn shown_by(&self, text: &str) -> FactSet {
        let has = |lines: &[String]| lines.iter().all(|line| text.contains(line.as_str()));
        let mut facts = FactSet::default();
        // A listing of a folder has the name without the way to it.
        let names = |path: &String| {
            let name = path.rsplit('/').next();
            text.contains(path.as_str()) || text.split_whitespace().any(|word| Some(word) == name)
        };
        if self.names.iter().all(names) {
            facts = facts.with(NAMES);
        }
        if self.test_needles.iter().any(|lines| has(lines)) {
            facts = facts.with(TEST);
        }
        for (number, site) in self.sites.iter().enumerate() {
            if has(&site.needles) {
                facts = facts.with(site_fact(number));
            }
        }
        facts
    }

    /// The line a site begins at when all are written in these ways, and the line it ends at.
    pub(super) fn lines(&self, ways: &[usize], site: usize) -> (u32, u32) {
        let count = |site: &Site, way: usize| site.options[way].lines().count();
        let here = &self.sites[site];
        let mut first = here.first as i64;
        for (other, way) in self.sites.iter().zip(ways) {
            if other.path == here.path && other.first < here.first {
                first += count(other, *way) as i64 - count(other, other.start) as i64;
            }
        }
        let last = first + count(here, ways[site]) as i64 - 1;
        (first as u32, last as u32)
    }

    /// The action that writes a site in a way.
    pub(super) fn edit(&self, ways: &[usize], site: usize, way: usize) -> Action {
        self.edit_at(self.lines(ways, site), site, way)
    }

    /// The same where the site lies at other lines.
    fn edit_at(&self, (first, last): (u32, u32), site: usize, way: usize) -> Action {
        let text = &self.sites[site].options[way];
        Action::Edit(Arc::new(LineEdit {
            path: self.sites[site].path.as_str().into(),
            first,
            last,
            text: text.strip_suffix('\n').unwrap_or(text).into(),
        }))
    }

    /// The actions that write sites in other ways than they are written in, each with its site and its way.
    pub(super) fn edits(&self, state: &State) -> Vec<(usize, usize, Action)> {
        let mut edits = vec![];
        let ways = self.ways(&state.changes);
        let places = match ways {
            None if self.is_laid_out(&state.changes) => places::all(self, &state.changes),
            _ => vec![],
        };
        for (number, site) in self.sites.iter().enumerate() {
            for way in 0..site.options.len() {
                let edit = match (&ways, places.get(number)) {
                    (Some(ways), _) if ways[number] != way => self.edit(ways, number, way),
                    (None, Some(place)) if place.way.is_some_and(|is| is != way) => {
                        let (first, last) = (place.lines.start + 1, place.lines.end);
                        self.edit_at((first as u32, last as u32), number, way)
                    }
                    _ => continue,
                };
                edits.push((number, way, edit));
            }
        }
        edits
    }

    /// Which site an action of the menu of a state writes, and in which way.
    pub(super) fn chosen(&self, state: &State, action: &Action) -> Option<(usize, usize)> {
        if !matches!(action, Action::Edit(_)) {
            return None;
        }
        let edits = self.edits(state).into_iter();
        let mut chosen = edits.filter(|(_, _, edit)| edit == action);
        chosen.next().map(|(site, way, _)| (site, way))
    }

    /// What can be opened in a state, and what that shows of it.
    pub(super) fn looks_in(&self, state: &State) -> Cow<'_, [Look]> {
        let is_own = self.ways(&state.changes).is_none();
        match is_own && self.is_laid_out(&state.changes) {
            true => Cow::Owned(places::looks(self, state)),
            false => Cow::Borrowed(&self.looks),
        }
    }
}
