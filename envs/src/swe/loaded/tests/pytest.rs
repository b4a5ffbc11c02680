//! Suites that are written for pytest, by pytest's names.

use super::super::{Instances, Paths};
use serde_json::json;
use std::fs;

const PACKAGE: &str = "def clamp(n, low=0, high=9):\n    return max(low, min(n, high))\n";
const BUG: &str = "--- a/src/clamps/__init__.py\n+++ b/src/clamps/__init__.py\n@@ -1,2 +1,2 @@\n def clamp(n, low=0, high=9):\n-    return max(low, min(n, high))\n+    return max(low, max(n, high))\n";
const CONFTEST: &str = "import pytest\n\nLEFT = []\n\n\n@pytest.fixture(params=[1, 2], ids=['one', 'two'])\ndef number(request):\n    yield request.param\n    LEFT.append(request.param)\n";
const TESTS: &str = r#"
import pytest
from clamps import clamp
from conftest import LEFT


@pytest.mark.parametrize("n, wanted", [(1, 1), pytest.param(99, 9, id="above"), (None, None)])
@pytest.mark.parametrize("low", [0, -1])
def test_clamp(low, n, wanted):
    if n is None:
        pytest.skip("nothing to clamp")
    assert clamp(n, low) == wanted


def test_number(number):
    assert clamp(number) == number


def test_left(monkeypatch, tmp_path, capsys):
    assert len(LEFT) == 2
    monkeypatch.setattr("clamps.clamp", lambda n: 7)
    (tmp_path / "a.txt").write_text("a")
    print("said")
    assert capsys.readouterr().out == "said\n"


class TestKinds:
    def setup_method(self):
        self.high = 3

    @pytest.mark.parametrize(("n",), [("1",), ("2",)])
    def test_types(self, n):
        with pytest.raises(TypeError, match="not supported"):
            clamp(n, high=self.high)

    def test_near(self):
        assert clamp(0.1 + 0.2, high=self.high) == pytest.approx(0.3)
        assert clamp(0.31) != pytest.approx(0.3)

    @pytest.mark.xfail(reason="not yet")
    def test_later(self):
        assert clamp(3) == 4

    @pytest.mark.skipif(True, reason="never")
    def test_never(self):
        raise ValueError
"#;

/// Tests that fail with the bug, those that pass all the same, and those that never pass.
const FAILING: [&str; 7] = [
    "test_clamp[0-1-1]",
    "test_clamp[0-above]",
    "test_clamp[-1-1-1]",
    "test_clamp[-1-above]",
    "test_number[one]",
    "test_number[two]",
    "TestKinds::test_near",
];
const PASSING: [&str; 3] = [
    "test_left",
    "TestKinds::test_types[1]",
    "TestKinds::test_types[2]",
];
const NEITHER: [&str; 3] = [
    "test_clamp[0-None-None]",
    "TestKinds::test_later",
    "TestKinds::test_never",
];

/// Names as pytest 9 gives them: the parameters of the nearest mark first.
#[test]
#[ignore = "opens the guest"]
fn a_suite_for_pytest_runs_by_pytests_names() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("sources/o__clamps.1234567");
    for (path, text) in [
        ("src/clamps/__init__.py", PACKAGE),
        ("tests/conftest.py", CONFTEST),
        ("tests/test_clamps.py", TESTS),
    ] {
        let path = source.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let names = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| format!("tests/test_clamps.py::{name}"))
            .collect()
    };
    let paths = Paths {
        instances: folder.path().join("instances.jsonl"),
        sources: folder.path().join("sources"),
    };
    let entry = json!({
        "instance_id": "clamps",
        "repo": "swesmith/o__clamps.1234567",
        "patch": BUG,
        "FAIL_TO_PASS": names(&FAILING),
        "PASS_TO_PASS": names(&[PASSING, NEITHER].concat()),
    });
    fs::write(&paths.instances, entry.to_string()).unwrap();
    let report = Instances::load(&paths).unwrap().report().unwrap();
    let expected = "clamps: played: 7 tests to mend, 3 to keep, distances are exact; 3 tests left out that do not pass here after the \
                    repair, or fail before it";
    assert_eq!(report, [expected]);
}
