//! Files of instances: what is read, what is told, and what is played.

mod played;
mod pytest;

use super::{Instances, LoadError, Paths, WithInstances, entry, ids};
use crate::swe::{SweFamily, tasks};
use serde_json::{Value, json};
use std::{fs, path::Path, sync::Arc};
use tempfile::TempDir;
use truestep_core::{
    chance::Seed,
    registry::{Registry, TaskError},
    task::{Task, TemplateId},
};

const RIGHT: &str = "def double(n):\n    return 2 * n\n";
const WRONG: &str = "def double(n):\n    return 3 * n\n";
const TESTS: &str = "import unittest\nfrom pair import double\n\n\nclass PairTests(unittest.TestCase):\n    def test_two(self):\n        self.assertEqual(double(2), 4)\n\n    def test_none(self):\n        self.assertEqual(double(0), 0)\n";
const BUG: &str = "diff --git a/pair/__init__.py b/pair/__init__.py\n--- a/pair/__init__.py\n+++ b/pair/__init__.py\n@@ -1,2 +1,2 @@\n def double(n):\n-    return 2 * n\n+    return 3 * n\n";

/// A folder with the sources of `pair`, repaired, at one commit, and a file of these entries.
fn folder(entries: &[Value]) -> (TempDir, Paths) {
    let folder = tempfile::tempdir().unwrap();
    project(&folder.path().join("sources/o__pair.1234567"), RIGHT);
    let instances = folder.path().join("instances.jsonl");
    let lines: Vec<String> = entries.iter().map(Value::to_string).collect();
    fs::write(&instances, lines.join("\n")).unwrap();
    let paths = Paths {
        instances,
        sources: folder.path().join("sources"),
    };
    (folder, paths)
}

fn project(folder: &Path, text: &str) {
    for (path, text) in [("pair/__init__.py", text), ("tests/test_pair.py", TESTS)] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn entry(id: &str) -> Value {
    json!({
        "instance_id": id,
        "repo": "swesmith/o__pair.1234567",
        "patch": BUG,
        "FAIL_TO_PASS": ["tests/test_pair.py::PairTests::test_two"],
        "PASS_TO_PASS": ["tests/test_pair.py::PairTests::test_none"],
        "problem_statement": "Two doubled is six.",
    })
}

fn with(id: &str, changes: &[(&str, Value)]) -> Value {
    let mut entry = entry(id);
    for (name, value) in changes {
        entry[*name] = value.clone();
    }
    entry
}

fn reasons(instances: &Instances) -> Vec<String> {
    instances
        .skipped()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_broken_entry_is_told_in_a_line_and_the_others_are_used() {
    let (folder, paths) = folder(&[
        entry("right"),
        with("no-patch", &[("patch", Value::Null)]),
        with("no-tests", &[("FAIL_TO_PASS", json!([]))]),
        with("odd-tests", &[("PASS_TO_PASS", json!([1]))]),
        with(
            "bad-patch",
            &[("patch", json!(BUG.replace("2 * n", "4 * n")))],
        ),
        with("no-diff", &[("patch", json!("please change it"))]),
        with(
            "cut-diff",
            &[(
                "patch",
                json!(BUG.replace("@@ -1,2 +1,2 @@", "@@ -1,9 +1,9 @@")),
            )],
        ),
        with(
            "outside",
            &[("patch", json!(BUG.replace("pair/__init__", "../pair")))],
        ),
        with(
            "other-commit",
            &[("repo", json!("swesmith/o__pair.7654321"))],
        ),
        with(
            "absent-commit",
            &[
                ("repo", json!("o/pair")),
                ("base_commit", json!("89abcdef")),
            ],
        ),
        entry("right"),
        json!({"repo": "o/pair"}),
        entry("last"),
    ]);
    let text = fs::read_to_string(&paths.instances).unwrap();
    fs::write(&paths.instances, format!("{text}\n\nno JSON\n")).unwrap();
    let instances = Instances::load(&paths).unwrap();
    assert_eq!(instances.ids().collect::<Vec<_>>(), ["right", "last"]);
    let expected = [
        "no-patch: has no `patch`",
        "no-tests: its `FAIL_TO_PASS` names no test",
        "odd-tests: its `PASS_TO_PASS` is no list of texts",
        "bad-patch: its patch does not apply: hunk 1 of pair/__init__.py",
        "no-diff: its patch is no unified difference",
        "cut-diff: its patch is broken on line 7",
        "outside: its patch changes files outside the project",
        "other-commit: there is no source `o__pair.7654321`, as a folder or a .tar.gz",
        "absent-commit: there is no source `o__pair.89abcde`, as a folder or a .tar.gz",
        "right: its instance_id was met before",
        "line 12: has no `instance_id`",
        "line 15: is no JSON: expected ident at line 1 column 2",
    ];
    assert_eq!(reasons(&instances), expected);
    drop(folder);
}

#[test]
fn a_file_without_any_entry_that_can_be_used_is_an_error() {
    let (_folder, paths) = folder(&[with("only", &[("patch", Value::Null)])]);
    let error = Instances::load(&paths).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the first, only: has no `patch`"),
        "{error}"
    );
    fs::remove_file(&paths.instances).unwrap();
    assert!(matches!(
        Instances::load(&paths),
        Err(LoadError::Unread { .. })
    ));
}

#[test]
fn who_asks_for_an_id_that_none_has_is_told_what_ids_there_are() {
    let entries: Vec<Value> = ["a", "b", "c", "d"].map(entry).into();
    let (_folder, paths) = folder(&entries);
    let of_four = Instances::load(&paths).unwrap().unnamed();
    assert_eq!(of_four, "no instance has this id; the first of 4: a, b, c");
    let (_folder, paths) = folder(&entries[..1]);
    let of_one = Instances::load(&paths).unwrap().unnamed();
    assert_eq!(of_one, "no instance has this id; there are: a");
}

#[test]
fn a_list_is_read_as_lines_are_and_names_of_tests_may_be_json_in_a_text() {
    let other = with(
        "b",
        &[(
            "PASS_TO_PASS",
            json!("[\"tests/test_pair.py::PairTests::test_none\"]"),
        )],
    );
    let lines = format!("{}\n{other}\n", entry("a"));
    let list = format!(" [{}, {other}]", entry("a"));
    let read = |text: &str| {
        entry::read(text.as_bytes())
            .into_iter()
            .map(|(_, read)| read.unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&lines), read(&list));
    assert_eq!(read(&lines)[0].pass_to_pass, read(&lines)[1].pass_to_pass);
}

#[test]
fn a_patch_makes_the_bug_its_reverse_mends_it_and_beside_tests_it_is_the_repair() {
    let both = |paths: &Paths| {
        let instances = Instances::load(paths).unwrap();
        let versions = &instances.loaded[0].versions;
        let text =
            |files: &super::Files| String::from_utf8_lossy(&files["pair/__init__.py"]).into_owned();
        (text(&versions.start), text(&versions.right))
    };
    let (folder, paths) = folder(&[entry("smith")]);
    assert_eq!(both(&paths), (WRONG.to_owned(), RIGHT.to_owned()));
    // The source is the branch with the bug.
    project(&folder.path().join("sources/o__pair.1234567"), WRONG);
    assert_eq!(both(&paths), (WRONG.to_owned(), RIGHT.to_owned()));
    let repair = BUG
        .replace("-    return 2", "-    return 3")
        .replace("+    return 3", "+    return 2");
    let tests = "--- a/tests/test_more.py\n+++ b/tests/test_more.py\n@@ -0,0 +1 @@\n+# more\n"
        .replace("a/tests/test_more.py\n+", "/dev/null\n+");
    let bench = with(
        "bench",
        &[
            ("repo", json!("o/pair")),
            ("base_commit", json!("1234567890abcdef")),
            ("patch", json!(repair)),
            ("test_patch", json!(tests)),
        ],
    );
    fs::write(&paths.instances, bench.to_string()).unwrap();
    assert_eq!(both(&paths), (WRONG.to_owned(), RIGHT.to_owned()));
    let instances = Instances::load(&paths).unwrap();
    assert!(
        instances.loaded[0]
            .versions
            .start
            .contains_key("tests/test_more.py")
    );
}

#[test]
fn an_archive_with_one_folder_on_top_is_what_is_in_that_folder() {
    let (folder, paths) = folder(&[entry("a")]);
    let of_folder = Instances::load(&paths).unwrap();
    let place = folder.path().join("sources/o__pair.1234567");
    let file = fs::File::create(folder.path().join("sources/o__pair.1234567.tar.gz")).unwrap();
    let packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    let mut archive = tar::Builder::new(packed);
    archive.append_dir_all("pair-1.0", &place).unwrap();
    archive.into_inner().unwrap().finish().unwrap();
    fs::remove_dir_all(&place).unwrap();
    let of_archive = Instances::load(&paths).unwrap();
    assert_eq!(of_folder.digest(), of_archive.digest());
    fs::write(
        folder.path().join("sources/o__pair.1234567.tar.gz"),
        b"no archive",
    )
    .unwrap();
    let error = Instances::load(&paths).unwrap_err().to_string();
    assert!(
        error.contains("its source `o__pair.1234567.tar.gz` cannot be read"),
        "{error}"
    );
}

#[test]
fn tests_are_known_by_the_names_that_three_runners_give_them() {
    for (name, id) in [
        ("tests/test_a.py::Case::test_b", "tests.test_a.Case.test_b"),
        (
            "tests/test_a.py::test_b[x::y/z.py]",
            "tests.test_a.test_b[x::y/z.py]",
        ),
        ("test_b (tests.test_a.Case)", "tests.test_a.Case.test_b"),
        (
            "test_b (tests.test_a.Case.test_b)",
            "tests.test_a.Case.test_b",
        ),
        ("tests.test_a.Case.test_b", "tests.test_a.Case.test_b"),
    ] {
        assert_eq!(ids::of_unittest(name), id);
    }
    let is_file = |path: &str| path == "a/tests/test_a.py";
    assert_eq!(
        ids::module("a.tests.test_a.Case.test_b", is_file).unwrap(),
        "a/tests/test_a"
    );
    assert_eq!(ids::module("b.test_a.Case.test_b", is_file), None);
}

fn loaded(registry: &Registry, seed: u64) -> Result<(), TaskError> {
    let template = TemplateId::new(tasks::ENV, "loaded", 2).unwrap();
    registry.prepare(&Task::new(template, Seed(seed))).map(drop)
}

#[test]
#[ignore = "opens the guest"]
fn a_package_may_be_one_module_beside_its_tests() {
    let (folder, paths) = folder(&[with(
        "module",
        &[
            ("repo", json!("swesmith/o__alone.1234567")),
            ("patch", json!(BUG.replace("pair/__init__.py", "pair.py"))),
        ],
    )]);
    let source = folder.path().join("sources/o__alone.1234567");
    fs::create_dir_all(source.join("tests")).unwrap();
    fs::write(source.join("pair.py"), RIGHT).unwrap();
    fs::write(source.join("tests/test_pair.py"), TESTS).unwrap();
    let report = Instances::load(&paths).unwrap().report().unwrap();
    let played = "module: played: 1 tests to mend, 1 to keep, distances are exact";
    assert_eq!(report, [played]);
}

#[test]
#[ignore = "opens the guest"]
fn what_tests_say_otherwise_than_the_file_is_told_in_a_line() {
    let f2p = |test: &str| {
        (
            "FAIL_TO_PASS",
            json!([format!("tests/test_pair.py::PairTests::{test}")]),
        )
    };
    let (_folder, paths) = folder(&[
        entry("right"),
        with("passes", &[f2p("test_none")]),
        with("missing", &[f2p("test_three")]),
        with(
            "left",
            &[(
                "PASS_TO_PASS",
                json!(["tests/test_pair.py::PairTests::test_four"]),
            )],
        ),
    ]);
    let instances = Instances::load(&paths).unwrap();
    let report = instances.report().unwrap();
    assert_eq!(
        report,
        [
            "right: played: 1 tests to mend, 1 to keep, distances are exact",
            "passes: not played: tests.test_pair.PairTests.test_none passes before the repair",
            "missing: not played: tests.test_pair.PairTests.test_three does not pass here after the repair: there is none",
            "left: played: 1 tests to mend, 0 to keep, distances are exact; 1 tests left out that do not pass here after the repair, or fail before it",
        ]
    );
    let registry = Registry::new(vec![Arc::new(WithInstances::new(
        Arc::new(SweFamily),
        instances,
    ))]);
    assert!(loaded(&registry, 0).is_ok() && loaded(&registry, 3).is_ok());
    let error = loaded(&registry, 1).unwrap_err();
    assert!(
        matches!(&error, TaskError::NoInstance { reason, .. } if reason.contains("before the repair")),
        "{error}"
    );
}
