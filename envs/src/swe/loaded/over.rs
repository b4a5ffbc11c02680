//! Whether the repair of an entry can be planned over, and the menu of the plan: its places, and some of other mistakes.

use super::{Loaded, source::Files};
use crate::swe::{
    bugs::{Candidate, Shape, candidates, python},
    choices::{self, Bench},
    guest::{Guest, ROOT},
    plan, planner,
    repos::{Repository, SourceFile},
    rules,
    tasks::look_into,
    text,
    types::{Action, Def, Look, Origin, Site, is_test_file, site_fact},
};
use truestep_core::{
    chance::Seed,
    model::{HostFault, Unheard},
    truth::{Distance, FactSet},
};

/// Places of a repair that is planned over, at most: every choice of ways is tried.
const MOST_PLACES: usize = 5;

/// Make the repair a plan, where distances over it are exact: it only changes lines of files that there are, no part of it
/// passes, and its own way was walked. Beside its lines the menu has other mistakes there and elsewhere, as far as the tests
/// notice them.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn plan(guest: &Guest, loaded: &Loaded, def: &mut Def) -> Result<(), HostFault> {
    let why = match sites(loaded, def, None) {
        Ok(sites) => {
            let mistaken = with_mistakes(guest, loaded, def, sites.len())?;
            let tried = [mistaken, Some(sites)];
            let mut why = None;
            for sites in tried.into_iter().flatten() {
                why = over(guest, def, sites)?;
                if why.is_none() {
                    break;
                }
            }
            why
        }
        Err(why) => Some(why),
    };
    if let Origin::Loaded { unplanned, .. } = &mut def.origin {
        *unplanned = why;
    }
    Ok(())
}

/// All tests, those that fail at the start first.
fn ordered(def: &Def) -> Vec<String> {
    let (first, then): (Vec<usize>, Vec<usize>) =
        (0..def.ids.len()).partition(|test| !def.judged.passes(*test));
    let all = first.iter().chain(&then);
    all.map(|test| def.ids[*test].clone()).collect()
}

/// Plan over sites; why not, if not.
fn over(guest: &Guest, def: &mut Def, sites: Vec<Site>) -> Result<Option<&'static str>, HostFault> {
    let ids = ordered(def);
    let bench = Bench {
        guest,
        start: &def.start,
        harness: &def.harness,
        ids: &ids,
    };
    if !choices::one_is_right(&bench, &sites)? {
        return Ok(Some("its tests pass with a part of its repair"));
    }
    let unplanned = (def.sites.clone(), def.names.clone());
    if planned(def, sites).is_some() && walks(guest, def)? {
        return Ok(None);
    }
    (def.sites, def.names) = unplanned;
    def.contents.clear();
    def.looks.clear();
    def.evidence = FactSet::default();
    Ok(Some(
        "what a window shows of its places hangs on how others are written",
    ))
}

/// The places of the repair, and with mistakes those as well.
fn sites(
    loaded: &Loaded,
    def: &Def,
    mistakes: Option<(&Repository, &[Candidate])>,
) -> Result<Vec<Site>, &'static str> {
    let (start, right) = (&loaded.versions.start, &loaded.versions.right);
    let both = |path: &String| start.contains_key(path) && right.contains_key(path);
    let mut inside = start.keys().chain(right.keys()).filter(|path| {
        let differs = start.get(*path) != right.get(*path);
        differs && def.in_package(&format!("{ROOT}/{path}")) && !is_test_file(path)
    });
    if !inside.all(|path| both(path) && path.ends_with(".py")) {
        return Err("its repair does more than change lines of Python files that there are");
    }
    let files = def.gold.files.iter().map(|file| {
        let text = std::str::from_utf8(right.get(&file.path)?).ok()?;
        Some((file, text))
    });
    let files: Option<Vec<_>> = files.collect();
    let sites = files.and_then(|files| plan::of_repair(&def.start, &def.gold, &files, mistakes));
    let sites = sites.ok_or("the places of its repair cannot be told apart")?;
    match sites.iter().filter(|site| site.is_gold()).count() {
        0..=MOST_PLACES => Ok(sites),
        _ => Err("its repair has more than five places"),
    }
}

/// The places with other mistakes, those that a test notices; nothing where there are none.
fn with_mistakes(
    guest: &Guest,
    loaded: &Loaded,
    def: &Def,
    gold: usize,
) -> Result<Option<Vec<Site>>, HostFault> {
    /// Places of a repair to which mistakes are added, at most: each doubles what is tried.
    const MOST: usize = 2;
    let repository = repository(&loaded.versions.right, def);
    let seed = Seed(def.order.0 as u64);
    let Ok(singles) = candidates(&repository, Shape::Single, seed) else {
        return Ok(None);
    };
    let found = sites(loaded, def, Some((&repository, &singles)));
    let Some(mut sites) = found.ok().filter(|_| gold <= MOST) else {
        return Ok(None);
    };
    let ids = ordered(def);
    let bench = Bench {
        guest,
        start: &def.start,
        harness: &def.harness,
        ids: &ids,
    };
    for site in (0..sites.len()).rev() {
        for way in (0..sites[site].options.len()).rev() {
            let plain = [sites[site].start, sites[site].right];
            if !plain.contains(&way) && bench.telling(&sites, (site, way))?.is_empty() {
                sites[site].options.remove(way);
            }
        }
        if sites[site].options.len() == 1 {
            sites.remove(site);
        }
    }
    let options: usize = sites.iter().map(|site| site.options.len()).sum();
    Ok((options > 2 * gold).then_some(sites))
}

/// What mistakes are made in: the files of the repair, and one other of the package.
fn repository(right: &Files, def: &Def) -> Repository {
    let in_gold = |path: &str| def.gold.files.iter().any(|file| file.path == path);
    let sources = right.iter().filter_map(|(path, bytes)| {
        let is_inside = def.in_package(&format!("{ROOT}/{path}")) && !is_test_file(path);
        let text = std::str::from_utf8(bytes).ok()?;
        let is_read = is_inside
            && path.ends_with(".py")
            && !text.contains('\r')
            && python::parse(text).is_ok();
        is_read.then(|| SourceFile {
            path: path.clone(),
            text: text.to_owned(),
        })
    });
    let (mut files, others): (Vec<_>, Vec<_>) = sources.partition(|file| in_gold(&file.path));
    let other = (def.order.0 % others.len().max(1) as u128) as usize;
    files.extend(others.into_iter().nth(other));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Repository {
        skeleton: "loaded",
        package: def.package.clone(),
        files,
    }
}

fn planned(def: &mut Def, sites: Vec<Site>) -> Option<()> {
    def.contents = choices::contents(&def.start, &sites)?;
    let gold = (0..sites.len()).filter(|site| sites[*site].is_gold());
    def.evidence = gold.fold(FactSet::default(), |facts, at| facts.with(site_fact(at)));
    let looks = sites.iter().map(|site| Look {
        path: site.path.clone(),
        line: site.first as u32,
        shows: FactSet::default(),
    });
    def.looks = looks.collect();
    def.names = def
        .gold
        .files
        .iter()
        .map(|file| file.path.clone())
        .collect();
    def.sites = sites;
    look_into(def)
}

/// Whether the plan's own way comes to the right end, each step of it one nearer.
fn walks(guest: &Guest, def: &Def) -> Result<bool, HostFault> {
    let mut state = rules::initial(def);
    let mut way = planner::before_edits(def, &state);
    way.extend(planner::gold_edits(def));
    way.extend([Action::Tests(text::ALL.into()), Action::Submit]);
    for (at, action) in way.iter().enumerate() {
        let left = (way.len() - at) as u32;
        if planner::distance(def, &state) != Distance::Steps(left)
            || rules::admit(def, &state, action).is_err()
        {
            return Ok(false);
        }
        rules::step(def, guest, &mut state, action, &mut Unheard)?;
    }
    Ok(state.ended == Some(true))
}
