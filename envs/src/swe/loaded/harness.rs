//! What the tests of a loaded project find beside it: what makes folders packages, what makes `src` importable, and for suites
//! that are written for pytest the part of it that most of them use.

use super::{ids, source::Files};
use crate::swe::{
    files::{FileError, Tree},
    guest::ROOT,
    tasks::LIMITS,
};
use serde_json::json;
use std::collections::BTreeSet;

/// The folder that many projects have their package in.
const SOURCE: &str = "src";

/// Files for a project's runs that it does not have itself: tests are imported from the project's folder, by the names of
/// their folders.
///
/// # Errors
/// If there is no room for them.
pub(super) fn harness(project: &Files, tests: &[String]) -> Result<Tree, FileError> {
    let mut files: Vec<(String, String)> = vec![];
    for folder in folders(project, tests) {
        let path = format!("{folder}/__init__.py");
        if !project.contains_key(&path) {
            files.push((path, String::new()));
        }
    }
    files.extend(moved(project));
    files.extend(pytest(project, tests));
    let files = files
        .into_iter()
        .filter(|(path, _)| !project.contains_key(path));
    let files = files.map(|(path, text)| (format!("{ROOT}/{path}"), text));
    Ok(Tree::new(files, LIMITS)?.sealed())
}

/// The part of pytest that is here, and a module whose tests are the items it finds; nothing where all is unittest's.
fn pytest(project: &Files, tests: &[String]) -> Vec<(String, String)> {
    let is_file = |path: &str| project.contains_key(path);
    let (mut modules, mut is_plain) = (BTreeSet::new(), true);
    for id in tests {
        let Some(module) = ids::module(id, is_file) else {
            continue;
        };
        // Of unittest are methods of classes.
        let name = id[module.len() + 1..].split('[').next().unwrap_or_default();
        is_plain &= name.contains('.');
        if modules.insert(module.clone()) {
            let text = project
                .get(&format!("{module}.py"))
                .map(|bytes| String::from_utf8_lossy(bytes));
            is_plain &=
                text.is_some_and(|text| text.contains("TestCase") && !text.contains("pytest"));
        }
    }
    if is_plain {
        return vec![];
    }
    let folders = folders(project, tests);
    let conftests = folders.iter().map(|folder| format!("{folder}/"));
    let conftests = std::iter::once(String::new()).chain(conftests);
    let conftests = conftests.filter(|folder| is_file(&format!("{folder}conftest.py")));
    let conftests: Vec<String> = conftests
        .map(|folder| format!("{folder}conftest").replace('/', "."))
        .collect();
    let modules: Vec<String> = modules
        .iter()
        .map(|module| module.replace('/', "."))
        .collect();
    let alone = |folder: &&String| !is_file(&format!("{folder}/__init__.py"));
    let alone: Vec<&String> = folders.iter().filter(alone).collect();
    let items = format!(
        "import unittest\n\nimport pytest_items\n\n\ndef load_tests(loader, tests, pattern):\n    \
         return unittest.TestSuite(pytest_items.items({}, {}, {}))\n",
        json!(modules),
        json!(conftests),
        json!(alone)
    );
    [
        ("pytest.py", include_str!("pytest/pytest.py")),
        ("pytest_items.py", include_str!("pytest/pytest_items.py")),
        ("test_pytest_items.py", items.as_str()),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

/// The folders that the modules of tests are in.
fn folders(project: &Files, tests: &[String]) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for id in tests {
        let Some(module) = ids::module(id, |path| project.contains_key(path)) else {
            continue;
        };
        let slashes = module.match_indices('/').map(|(at, _)| at);
        folders.extend(slashes.map(|at| module[..at].to_owned()));
    }
    folders
}

/// For each package or module in `src` one of its name in the project's folder, which is the same: what an installation would do.
fn moved(project: &Files) -> Vec<(String, String)> {
    let mut moved = vec![];
    for path in project.keys() {
        let inner = path
            .strip_prefix(SOURCE)
            .and_then(|rest| rest.strip_prefix('/'));
        let Some(name) = inner.and_then(|inner| inner.strip_suffix(".py")) else {
            continue;
        };
        let (place, folder) = match name.strip_suffix("/__init__") {
            Some(package) if !package.contains('/') => (
                format!("{package}/__init__.py"),
                format!("__path__ = ['{ROOT}/{SOURCE}/{package}']\n"),
            ),
            None if !name.contains('/') => (format!("{name}.py"), String::new()),
            _ => continue,
        };
        let code = format!(
            "{folder}__file__ = '{ROOT}/{path}'\n\
             with open(__file__, encoding='utf-8') as _file:\n    \
             _code = compile(_file.read(), __file__, 'exec', dont_inherit=True)\n\
             exec(_code)\n"
        );
        moved.push((place, code));
    }
    moved
}
