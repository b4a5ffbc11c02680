//! From an entry to a definition: what its tests say before and after the repair, and whether the repair can be planned over.

use super::{
    Loaded, harness, ids,
    repair::{changed, gold, package},
    source::Files,
};
use crate::swe::{
    choices,
    files::Tree,
    guest::{Guest, ROOT, Report},
    plan, planner, rules,
    shell::commands::git::{self, Author},
    tasks::{LIMITS, look_into, state_goal},
    text,
    types::{Action, Def, Judged, Look, MOST_TESTS, Origin, Site, is_test_file, site_fact},
};
use std::collections::BTreeSet;
use truestep_core::{
    digest::Digest,
    model::{Goal, HostFault, Unheard},
    truth::{Distance, FactSet},
};

/// Steps of an episode.
const MOST_STEPS: u32 = 100;
/// Places of a repair that is planned over, at most: every choice of ways is tried.
const MOST_PLACES: usize = 5;

/// What unittest calls what finds the items of pytest, where that fails.
const NO_ITEMS: &str = "unittest.loader._FailedTest.test_pytest_items";

/// A definition, or why the entry cannot be played.
type Made = Result<Def, String>;

/// The definition of an entry.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had; what is wrong with the entry is within.
pub(super) fn made(guest: &Guest, loaded: &Loaded) -> Result<Made, HostFault> {
    let mut def = match unjudged(loaded) {
        Ok(def) => def,
        Err(why) => return Ok(Err(why)),
    };
    let right = match tree(&loaded.versions.right) {
        Ok(right) => right,
        Err(why) => return Ok(Err(why)),
    };
    let (start, repaired) = (&loaded.versions.start, &loaded.versions.right);
    let before = ran(guest, &def, (&def.start, start))?;
    let after = ran(guest, &def, (&right, repaired))?;
    let ids = match kept(loaded, &def.ids, (&before, &after)) {
        Ok(ids) => ids,
        Err(why) => return Ok(Err(why)),
    };
    let passed = |id: &String| {
        before
            .tests
            .iter()
            .any(|test| test.id == *id && test.passed)
    };
    def.judged = Judged::of(ids.iter().map(passed));
    def.origin = Origin::Loaded {
        planned: false,
        left_out: (def.ids.len() - ids.len()) as u32,
    };
    def.ids = ids;
    plan_over(guest, loaded, &mut def)?;
    def.goal.instruction = instruction(loaded, &def);
    state_goal(&mut def);
    def.goal.max_steps = MOST_STEPS;
    Ok(Ok(def))
}

/// The project as a tree, in a history of one commit.
pub(super) fn tree(files: &Files) -> Result<Tree, String> {
    let files = files
        .iter()
        .map(|(path, bytes)| (format!("{ROOT}/{path}"), bytes));
    let build = || {
        let mut tree = Tree::new(files, LIMITS)?;
        tree.create_folders("/tmp")?;
        let author = Author {
            name: "Maintainer".into(),
            mail: "maintainer@example.org".into(),
            seconds: 1_767_139_200,
        };
        git::record(&mut tree, ROOT, &author, "The project as it is")?;
        Ok(tree.sealed())
    };
    build().map_err(|error: crate::swe::files::FileError| {
        format!("its source is no project here: {error}")
    })
}

/// The definition as far as it needs no run.
fn unjudged(loaded: &Loaded) -> Made {
    let (start, right) = (&loaded.versions.start, &loaded.versions.right);
    let mut met = BTreeSet::new();
    let all = loaded.entry.tests().map(|name| ids::of_unittest(name));
    let ids: Vec<String> = all.filter(|id| met.insert(id.clone())).collect();
    if ids.len() > MOST_TESTS {
        return Err(format!(
            "it names {} tests, and at most {MOST_TESTS} are counted",
            ids.len()
        ));
    }
    let package = package(start, right)?;
    let harness = harness::harness(start, &ids)
        .map_err(|error| format!("its source is no project here: {error}"))?;
    Ok(Def {
        goal: Goal {
            instruction: String::new(),
            subgoals: vec![],
            evidence: vec![],
            max_steps: MOST_STEPS,
            feasible: true,
        },
        forms: text::forms(),
        package: format!("{ROOT}/{package}"),
        start: tree(start)?,
        harness,
        hidden: None,
        judged: Judged::default(),
        ids,
        sites: vec![],
        contents: Default::default(),
        looks: vec![],
        test_needles: vec![],
        names: changed(start, right)
            .map(|(path, ..)| path.to_owned())
            .collect(),
        prior: FactSet::default(),
        evidence: FactSet::default(),
        gold: gold(start, right),
        order: Digest::of(loaded.entry.id.as_bytes()),
        origin: Origin::Loaded {
            planned: false,
            left_out: 0,
        },
    })
}

/// What the tests say of a version, and what unittest calls a module of them that cannot be imported.
fn ran(
    guest: &Guest,
    def: &Def,
    (tree, files): (&Tree, &Files),
) -> Result<std::sync::Arc<Report>, HostFault> {
    let modules: BTreeSet<String> = (def.ids.iter())
        .filter_map(|id| unimported(id, files))
        .collect();
    let asked = def.ids.iter().cloned().chain(modules);
    let asked: Vec<String> = asked.chain([NO_ITEMS.to_owned()]).collect();
    guest.test(&def.graded(tree), &asked)
}

/// What unittest calls the module of a test where it cannot be imported.
fn unimported(id: &str, files: &Files) -> Option<String> {
    let module = ids::module(id, |path| files.contains_key(path))?;
    Some(format!(
        "unittest.loader._FailedTest.{}",
        module.replace('/', ".")
    ))
}

/// The tests that are judged by: all that fail before the repair and pass after it, and of those that pass before it all that
/// pass here, both times.
fn kept(
    loaded: &Loaded,
    ids: &[String],
    (before, after): (&Report, &Report),
) -> Result<Vec<String>, String> {
    let find = |report: &Report, id: &str| {
        let found = report.tests.iter().position(|test| test.id == *id);
        found.filter(|at| report.tests[*at].outcome != "MISSING")
    };
    let said = |report: &Report, id: &String| {
        let module = || unimported(id, &loaded.versions.start);
        let found = find(report, id).or_else(|| find(report, &module()?));
        let found = found.or_else(|| find(report, NO_ITEMS));
        let test = found.map(|at| &report.tests[at]);
        test.map_or((false, "there is none".to_owned()), |test| {
            let why = test.trace.lines().next_back().unwrap_or_default().trim();
            let said = format!("{} {why}", test.outcome).trim().to_owned();
            (test.passed && test.id == *id, said)
        })
    };
    if let Some(trouble) = &after.trouble {
        let last = trouble.lines().next_back().unwrap_or_default().trim();
        return Err(format!("its tests cannot be found here: {last}"));
    }
    let failing: BTreeSet<String> = loaded
        .entry
        .fail_to_pass
        .iter()
        .map(|name| ids::of_unittest(name))
        .collect();
    let mut kept = vec![];
    for id in ids {
        let ((was, _), (is, why)) = (said(before, id), said(after, id));
        match (failing.contains(id), was, is) {
            (true, false, true) | (false, true, true) => kept.push(id.clone()),
            (true, true, _) => return Err(format!("{id} passes before the repair")),
            (true, false, false) => {
                return Err(format!("{id} does not pass here after the repair: {why}"));
            }
            (false, ..) => {}
        }
    }
    Ok(kept)
}

/// Make the repair a plan, where distances over it are exact: it only changes lines of files that there are, no part of it
/// passes, and its own way was walked.
fn plan_over(guest: &Guest, loaded: &Loaded, def: &mut Def) -> Result<(), HostFault> {
    let Some(sites) = sites(loaded, def) else {
        return Ok(());
    };
    let failing = (0..def.ids.len()).partition(|test| !def.judged.passes(*test));
    let (first, then): (Vec<usize>, Vec<usize>) = failing;
    let ids: Vec<String> = first
        .iter()
        .chain(&then)
        .map(|test| def.ids[*test].clone())
        .collect();
    if !choices::one_is_right(guest, (&def.start, &sites, &def.harness), &ids)? {
        return Ok(());
    }
    let unplanned = (def.sites.clone(), def.names.clone());
    if let Some(()) = planned(def, sites)
        && walks(guest, def)?
    {
        return Ok(());
    }
    (def.sites, def.names) = unplanned;
    def.contents.clear();
    def.looks.clear();
    def.evidence = FactSet::default();
    def.origin = def.origin.planned(false);
    Ok(())
}

fn sites(loaded: &Loaded, def: &Def) -> Option<Vec<Site>> {
    let (start, right) = (&loaded.versions.start, &loaded.versions.right);
    let both = |path: &String| start.contains_key(path) && right.contains_key(path);
    let inside = start.keys().chain(right.keys()).filter(|path| {
        let differs = start.get(*path) != right.get(*path);
        differs && def.in_package(&format!("{ROOT}/{path}")) && !is_test_file(path)
    });
    if !inside
        .clone()
        .all(|path| both(path) && path.ends_with(".py"))
    {
        return None;
    }
    let files = def.gold.files.iter().map(|file| {
        let text = std::str::from_utf8(right.get(&file.path)?).ok()?;
        Some((file, text))
    });
    let sites = plan::of_repair(&def.start, &files.collect::<Option<Vec<_>>>()?)?;
    (sites.len() <= MOST_PLACES).then_some(sites)
}

fn planned(def: &mut Def, sites: Vec<Site>) -> Option<()> {
    def.contents = choices::contents(&def.start, &sites)?;
    def.evidence = (0..sites.len()).fold(FactSet::default(), |facts, at| facts.with(site_fact(at)));
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
    def.origin = def.origin.planned(true);
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

/// What is asked of the agent, whole.
fn instruction(loaded: &Loaded, def: &Def) -> String {
    let issue = loaded.entry.problem_statement.trim();
    let about = match issue.is_empty() {
        true => {
            "There is a mistake in the Python project in /repo, and nobody has filed an issue.\n"
                .to_owned()
        }
        false => text::fenced(
            "Somebody has filed an issue about the Python project in /repo:",
            issue,
        ),
    };
    let package = super::super::types::relative(&def.package);
    let failing = (0..def.ids.len())
        .filter(|test| !def.judged.passes(*test))
        .count();
    let (tests, fail) = match failing {
        1 => ("one test", "fails"),
        _ => ("some tests", "fail"),
    };
    format!(
        "{about}Because of it {tests} of the project {fail}, and run_tests[all] says what. Change `{package}` so that all tests \
         that run_tests[all] runs pass, see that they do, and submit. `{package}` is judged by the tests as they are now, in a fresh \
         copy of the project: what you change in other files, or in files of tests, makes no difference there."
    )
}
