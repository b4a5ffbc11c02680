//! Every choice of ways at the places of a plan: what files they give, and that one alone is right.

use super::{
    files::Tree,
    given::ProjectFiles,
    guest::{Guest, ROOT},
    plan::lines,
    types::Site,
};
use std::collections::BTreeMap;
use truestep_core::{digest::Digest, model::HostFault};

/// Every content that choices of ways give a file with sites, and which ways these are; nothing where two give the same.
pub(super) fn contents(
    start: &Tree,
    sites: &[Site],
) -> Option<BTreeMap<(String, Digest), Vec<(usize, usize)>>> {
    let mut contents = BTreeMap::new();
    let mut paths: Vec<&str> = sites.iter().map(|site| site.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let here: Vec<usize> = (0..sites.len())
            .filter(|at| sites[*at].path == path)
            .collect();
        for choice in all(&here
            .iter()
            .map(|at| sites[*at].options.len())
            .collect::<Vec<_>>())
        {
            let chosen: Vec<(usize, usize)> = here.iter().copied().zip(choice).collect();
            let text = written(start, sites, path, &chosen)?;
            let key = (path.to_owned(), Digest::of(text.as_bytes()));
            if contents.insert(key, chosen).is_some() {
                return None;
            }
        }
    }
    Some(contents)
}

/// The text of a file with its sites written in these ways.
pub(super) fn written(
    start: &Tree,
    sites: &[Site],
    path: &str,
    chosen: &[(usize, usize)],
) -> Option<String> {
    let text = start.read_text(&format!("{ROOT}/{path}")).ok()?;
    let mut all: Vec<String> = lines(text).into_iter().map(str::to_owned).collect();
    let mut chosen = chosen.to_vec();
    // From the end, so that lines keep their numbers.
    chosen.sort_by_key(|(site, _)| std::cmp::Reverse(sites[*site].first));
    for (number, way) in chosen {
        let site = &sites[number];
        let count = site.options[site.start].matches('\n').count();
        let range = site.first - 1..site.first - 1 + count;
        if all.get(range.clone())?.concat() != *site.options[site.start] {
            return None;
        }
        all.splice(range, [site.options[way].to_string()]);
    }
    Some(all.concat())
}

/// All choices of one of so many, for each.
pub(super) fn all(counts: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for count in counts {
        let longer = all.iter().flat_map(|choice: &Vec<usize>| {
            (0..*count).map(move |one| [choice.as_slice(), &[one]].concat())
        });
        all = longer.collect();
    }
    all
}

/// The project with sites written in these ways.
pub(super) fn project(start: &Tree, sites: &[Site], ways: &[usize]) -> Option<Tree> {
    let mut tree = start.clone();
    for site in sites {
        let here = (0..sites.len()).filter(|at| sites[*at].path == site.path);
        let chosen: Vec<(usize, usize)> = here.map(|at| (at, ways[at])).collect();
        let text = written(start, sites, &site.path, &chosen)?;
        tree.write(&format!("{ROOT}/{}", site.path), text).ok()?;
    }
    Some(tree)
}

/// Tests that are asked of one instance at most: all together could spend more than a run may.
const TOGETHER: usize = 100;
/// Failing tests of a mistake that are asked for where it meets others.
const TELLING: usize = 2;

/// The tests of a plan, and what they are run among.
pub(super) struct Bench<'a> {
    pub(super) guest: &'a Guest,
    /// The project, and what its runs find beside it.
    pub(super) start: &'a Tree,
    pub(super) harness: &'a Tree,
    /// All tests, the likeliest to fail first.
    pub(super) ids: &'a [String],
}

impl Bench<'_> {
    /// The first of these tests that fail where sites are written in these ways, at most so many.
    fn failing(
        &self,
        sites: &[Site],
        ways: &[usize],
        (ids, most): (&[String], usize),
    ) -> Result<Vec<String>, HostFault> {
        let Some(tree) = project(self.start, sites, ways) else {
            return Ok(vec![]);
        };
        let files = ProjectFiles::project(&tree).with(self.harness);
        for some in ids.chunks(TOGETHER) {
            let report = self.guest.test_until(&files, some, most)?;
            let failing = report.tests.iter().filter(|test| !test.passed);
            let found: Vec<String> = failing.map(|test| test.id.clone()).take(most).collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(vec![])
    }

    /// The first tests of all that fail where one mistake is made, all else being right.
    pub(super) fn telling(
        &self,
        sites: &[Site],
        (site, way): (usize, usize),
    ) -> Result<Vec<String>, HostFault> {
        let mut ways: Vec<usize> = sites.iter().map(|site| site.right).collect();
        ways[site] = way;
        self.failing(sites, &ways, (self.ids, TELLING))
    }
}

/// Whether one choice of ways alone passes all tests: the right one.
///
/// That a choice fails is proved by a few tests which each of its mistakes fails by itself, and where those pass, because
/// mistakes can hide each other, by all of them.
///
/// # Errors
/// A [`HostFault`] if they cannot be run.
pub(super) fn one_is_right(bench: &Bench<'_>, sites: &[Site]) -> Result<bool, HostFault> {
    let mut telling: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (number, site) in sites.iter().enumerate() {
        for way in (0..site.options.len()).filter(|way| *way != site.right) {
            let found = bench.telling(sites, (number, way))?;
            if found.is_empty() {
                return Ok(false);
            }
            telling.insert((number, way), found);
        }
    }
    let counts: Vec<usize> = sites.iter().map(|site| site.options.len()).collect();
    for ways in all(&counts) {
        let each = ways.iter().copied().enumerate();
        let told: Vec<&Vec<String>> = each.filter_map(|way| telling.get(&way)).collect();
        let mut few: Vec<String> = told.iter().copied().flatten().cloned().collect();
        few.sort();
        few.dedup();
        // One mistake alone was looked at.
        if told.len() > 1
            && bench.failing(sites, &ways, (&few, 1))?.is_empty()
            && bench.failing(sites, &ways, (bench.ids, 1))?.is_empty()
        {
            return Ok(false);
        }
    }
    Ok(true)
}
