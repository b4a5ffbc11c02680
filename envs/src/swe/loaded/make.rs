//! From an entry to a definition: what its tests say before and after the repair, and whether the repair can be planned over.

use super::{
    Loaded, harness, ids, over,
    repair::{changed, gold, package},
    source::Files,
};
use crate::swe::{
    files::Tree,
    guest::{Guest, ROOT, Report},
    shell::commands::git::{self, Author},
    tasks::{LIMITS, state_goal},
    text,
    types::{Def, Judged, MOST_TESTS, Origin},
};
use std::collections::BTreeSet;
use truestep_core::{
    digest::Digest,
    model::{Goal, HostFault},
    truth::FactSet,
};

/// Steps of an episode.
const MOST_STEPS: u32 = 100;

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
        unplanned: None,
        left_out: (def.ids.len() - ids.len()) as u32,
    };
    def.ids = ids;
    over::plan(guest, loaded, &mut def)?;
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
            unplanned: None,
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
