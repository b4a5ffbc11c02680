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

/// Whether one choice of ways alone passes all tests: the right one.
///
/// That a choice fails is proved by a few tests which each of its mistakes fails by itself, and where those pass, because
/// mistakes can hide each other, by all of them.
///
/// # Errors
/// A [`HostFault`] if they cannot be run.
pub(super) fn one_is_right(
    guest: &Guest,
    start: &Tree,
    sites: &[Site],
    ids: &[String],
) -> Result<bool, HostFault> {
    let right: Vec<usize> = sites.iter().map(|site| site.right).collect();
    let run = |ways: &[usize], ids: &[String]| {
        let Some(tree) = project(start, sites, ways) else {
            return Ok(None);
        };
        let files = ProjectFiles::project(&tree);
        guest.test(&files, ids).map(Some)
    };
    let mut telling: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (number, site) in sites.iter().enumerate() {
        for way in (0..site.options.len()).filter(|way| *way != site.right) {
            let mut ways = right.clone();
            ways[number] = way;
            let Some(report) = run(&ways, ids)? else {
                return Ok(false);
            };
            const TELLING: usize = 2;
            let failing = report.tests.iter().filter(|test| !test.passed);
            let failing: Vec<String> = failing.map(|test| test.id.clone()).take(TELLING).collect();
            if failing.is_empty() {
                return Ok(false);
            }
            telling.insert((number, way), failing);
        }
    }
    for ways in all(&sites
        .iter()
        .map(|site| site.options.len())
        .collect::<Vec<_>>())
    {
        let each = ways.iter().copied().enumerate();
        let telling: Vec<&Vec<String>> = each.filter_map(|way| telling.get(&way)).collect();
        if telling.len() < 2 {
            continue;
        }
        let mut few: Vec<String> = telling.into_iter().flatten().cloned().collect();
        few.sort();
        few.dedup();
        let passes = |ids: &[String]| -> Result<bool, HostFault> {
            Ok(run(&ways, ids)?.is_none_or(|report| report.all_pass()))
        };
        if passes(&few)? && passes(ids)? {
            return Ok(false);
        }
    }
    Ok(true)
}
