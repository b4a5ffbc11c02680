//! What follows from a task's definition and a state: files, the way each place is written, what a text shows.

use super::{
    files::{Change, Changes, FileError, Node, Tree},
    given::ProjectFiles,
    guest::ROOT,
    shell::Shell,
    types::{
        Action, Def, LineEdit, NAMES, Site, State, TEST, absolute, is_test, relative, site_fact,
    },
};
use std::sync::Arc;
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
        ProjectFiles::graded(&self.start, tree, &self.package)
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

    /// The ways that a change of a file writes sites in, if it does nothing else.
    fn written(&self, path: &str, change: &Change) -> Option<&Vec<(usize, usize)>> {
        let Change::File {
            bytes,
            executable: false,
        } = change
        else {
            return None;
        };
        let key = (relative(path).to_owned(), Digest::of(bytes));
        self.contents.get(&key)
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
            .filter(|(path, _)| is_test(relative(path)));
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
        if has(&self.names) {
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

    /// The sites whose lines are no longer as they were: whoever changed them knows them.
    pub(super) fn changed_sites(&self, state: &State) -> FactSet {
        let mut facts = FactSet::default();
        let ways = self.ways(&state.changes);
        for (number, site) in self.sites.iter().enumerate() {
            let is_changed = match &ways {
                Some(ways) => ways[number] != site.start,
                None => {
                    let file = self.file(state, &absolute(&site.path)).unwrap_or_default();
                    let text = String::from_utf8_lossy(file);
                    !text.contains(&*site.options[site.start])
                }
            };
            if is_changed {
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
        let (first, last) = self.lines(ways, site);
        let text = &self.sites[site].options[way];
        Action::Edit(Arc::new(LineEdit {
            path: self.sites[site].path.as_str().into(),
            first,
            last,
            text: text.strip_suffix('\n').unwrap_or(text).into(),
        }))
    }

    /// Which site an action of the menu writes, and in which way.
    pub(super) fn choice(&self, ways: &[usize], action: &Action) -> Option<(usize, usize)> {
        let Action::Edit(edit) = action else {
            return None;
        };
        let mut choices = self
            .sites
            .iter()
            .enumerate()
            .flat_map(|(number, site)| (0..site.options.len()).map(move |way| (number, way)));
        choices.find(|&(site, way)| {
            *self.sites[site].path == *edit.path && self.edit(ways, site, way) == *action
        })
    }
}
