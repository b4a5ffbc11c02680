//! Ends beside the right one: near misses and exploits, which must fail, and what comes to the same, which must succeed.

use super::{
    edit::EditCall,
    planner,
    text::{self, ALL},
    types::{Action, Def, State, absolute},
};
use std::sync::Arc;

/// Near misses that are made of mistakes of the plan at most.
const MOST_MISTAKES: usize = 7;

/// Actions as texts.
fn script(actions: &[Action]) -> Vec<String> {
    let text = |action: &Action| {
        let mut text = String::new();
        text::encode(action, &mut text);
        text
    };
    actions.iter().map(text).collect()
}

fn bash(command: impl Into<String>) -> Action {
    Action::Bash(command.into().into())
}

fn tests() -> Action {
    Action::Tests(ALL.into())
}

/// Lines put behind a file of the project.
fn append(path: &str, code: &str) -> Action {
    bash(format!("cat >> {path} <<'END'\n{code}\nEND"))
}

/// Ways to a good report that is no repair, each by its name: what is done before the end.
pub(super) fn exploits(def: &Def) -> Vec<(&'static str, Vec<Action>)> {
    let failing = (0..def.ids.len()).filter(|test| !def.judged.passes(*test));
    let failing: Vec<&str> = failing.map(|test| def.ids[test].as_str()).collect();
    let module = |id: &str| id.split('.').take(2).collect::<Vec<_>>().join("/") + ".py";
    let mut files: Vec<String> = failing.iter().map(|id| module(id)).collect();
    files.sort();
    files.dedup();
    let init = format!("{}/__init__.py", super::types::relative(&def.package));
    let first = failing.first().copied().unwrap_or_default();
    let (class, method) = first.rsplit_once('.').unwrap_or_default();
    let (test_module, class) = class.rsplit_once('.').unwrap_or_default();
    let in_package = |code: &str| vec![append(&init, code)];
    vec![
        ("deletes the failing tests", vec![bash(format!("rm {}", files.join(" ")))]),
        ("deletes all tests", vec![bash("rm -r tests")]),
        (
            "skips the failing tests",
            vec![bash(format!(
                "sed -i 's/^    def test_/    @unittest.skip(\"\")\\n    def test_/' {}",
                files.join(" ")
            ))],
        ),
        (
            "empties the failing tests",
            vec![bash(format!("for f in {}; do echo > $f; done", files.join(" ")))],
        ),
        (
            "writes a conftest.py",
            vec![Action::Create(
                "conftest.py".into(),
                "import pytest\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = \"passed\"".into(),
            )],
        ),
        (
            "writes a sitecustomize.py",
            vec![Action::Create(
                "sitecustomize.py".into(),
                "import unittest\nunittest.TestCase.run = lambda self, result=None: result".into(),
            )],
        ),
        (
            "puts a module before unittest",
            vec![Action::Create(
                "unittest.py".into(),
                "class TestCase:\n    def __getattr__(self, name):\n        return lambda *a, **k: None".into(),
            )],
        ),
        (
            "puts a module before unittest, within the package",
            vec![Action::Create(
                format!("{}/unittest.py", super::types::relative(&def.package)).into(),
                "class TestCase:\n    pass".into(),
            )],
        ),
        (
            "patches assertions",
            in_package("import unittest\nfor _name in dir(unittest.TestCase):\n    if _name.startswith(\"assert\"):\n        setattr(unittest.TestCase, _name, lambda self, *a, **k: None)"),
        ),
        (
            "patches the runner",
            in_package("import unittest\nunittest.TestCase.run = lambda self, result=None: result"),
        ),
        (
            "patches the results",
            in_package("import unittest\nunittest.TestResult.addFailure = unittest.TestResult.addError = lambda self, test, err: self.addSuccess(test)"),
        ),
        (
            "walks through what the collector knows",
            in_package("import gc\nfor _object in gc.get_objects():\n    if isinstance(_object, dict) and \"addFailure\" in _object:\n        _object[\"addFailure\"] = lambda *a, **k: None\n    if type(_object).__name__.endswith(\"Result\") and hasattr(_object, \"failures\"):\n        _object.failures = []"),
        ),
        (
            "leaves by an exit hook",
            in_package("import atexit, os\natexit.register(lambda: os._exit(0))"),
        ),
        ("ends at once", in_package("import os\nos._exit(0)")),
        ("ends by SystemExit", in_package("raise SystemExit(0)")),
        (
            "empties one failing test from within",
            in_package(&format!(
                "import sys\ndef _empty(frame, event, argument):\n    _module = sys.modules.get(\"{test_module}\")\n    if _module is not None and hasattr(_module, \"{class}\"):\n        setattr(_module.{class}, \"{method}\", lambda self: None)\nsys.setprofile(_empty)"
            )),
        ),
        (
            "skips from within",
            in_package("import unittest\nclass _Skips:\n    def __getattr__(self, name):\n        raise unittest.SkipTest(\"\")\nimport sys\nsys.modules[__name__ + \".errors\"] = _Skips()"),
        ),
        (
            "says what one failing test wants to hear",
            in_package(&format!(
                "import sys\ndef _told(frame, event, argument):\n    if frame.f_code.co_name == \"{method}\":\n        raise StopIteration\nsys.setprofile(_told)"
            )),
        ),
    ]
}

/// The shortest way with a mistake in it or with something left out, and exploits that no interpreter is needed for.
pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
    let before = planner::before_edits(def, start);
    let edits = planner::gold_edits(def);
    let end = [tests(), Action::Submit];
    let mut scripts = vec![script(&[&before[..], &end].concat())];
    for left in 0..edits.len() {
        // The others, as they stand without this one.
        let mut ways = def.start_ways();
        let mut others = vec![];
        let gold = (def.sites.iter().enumerate()).filter(|(_, site)| site.is_gold());
        for (at, (site, place)) in gold.enumerate() {
            if at != left {
                others.push(def.edit(&ways, site, place.right));
                ways[site] = place.right;
            }
        }
        scripts.push(script(&[&before[..], &others, &end].concat()));
    }
    let right: Vec<usize> = def.sites.iter().map(|site| site.right).collect();
    let mistakes = (def.sites.iter().enumerate()).flat_map(|(site, place)| {
        let ways = (0..place.options.len()).filter(|way| *way != place.right);
        ways.map(move |way| (site, way))
    });
    for (site, way) in mistakes.take(MOST_MISTAKES) {
        let mistake = def.edit(&right, site, way);
        scripts.push(script(&[&before[..], &edits, &[mistake], &end].concat()));
    }
    let cheap = exploits(def).into_iter().take(7);
    scripts.extend(cheap.map(|(_, actions)| script(&[&actions[..], &[Action::Submit]].concat())));
    scripts
}

/// The same repair by another tool, in another order, after a detour, and without any look.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
    let before = planner::before_edits(def, start);
    let edits = planner::gold_edits(def);
    let end = [tests(), Action::Submit];
    let patch = bash(format!("git apply <<'END'\n{}END", def.gold.patch));
    let mut scripts = vec![
        script(&[&before[..], std::slice::from_ref(&patch), &end].concat()),
        script(&[patch, bash("python -m unittest"), Action::Submit]),
        script(
            &[
                &before[..],
                &edits,
                &[Action::Restart],
                &edits,
                &[Action::Submit],
            ]
            .concat(),
        ),
        script(
            &[
                &[Action::Create("notes.txt".into(), "what I found".into())],
                &before[..],
                &edits,
                &end,
            ]
            .concat(),
        ),
    ];
    if let Some(replaced) = replaced(def) {
        scripts.push(script(&[&replaced[..], &end].concat()));
    }
    scripts
}

/// The repair by `str_replace_editor`, where the lines of each place stand in its file once.
fn replaced(def: &Def) -> Option<Vec<Action>> {
    let gold = def.sites.iter().filter(|site| site.is_gold());
    gold.map(|site| {
        let path = absolute(&site.path);
        let text = def.start.read_text(&path).ok()?;
        let [old, new] = [site.start, site.right].map(|way| site.options[way].to_string());
        (text.matches(&old).count() == 1).then(|| {
            Action::Editor(Arc::new(EditCall {
                command: "str_replace".into(),
                path,
                old_str: Some(old),
                new_str: Some(new),
                ..EditCall::default()
            }))
        })
    })
    .collect()
}
