//! What `pytest` says in the shell.

use super::super::rules;
use super::instances::{act, def};

#[test]
#[ignore = "opens the guest"]
fn pytest_finds_the_same_tests_as_unittest_and_says_what_they_come_to_in_its_words() {
    let def = def(0, 1);
    let mut state = rules::initial(&def);
    let failing = (0..def.ids.len()).filter(|test| !def.judged.passes(*test));
    let failing: Vec<String> = failing
        .map(|test| {
            let parts: Vec<&str> = def.ids[test].splitn(4, '.').collect();
            format!("{}/{}.py::{}::{}", parts[0], parts[1], parts[2], parts[3])
        })
        .collect();
    let (wrong, all) = (failing.len(), def.ids.len());
    let shown = act(&def, &mut state, "bash[pytest --tb=no]");
    assert!(
        shown.contains("test session starts") && shown.contains("[100%]"),
        "{shown}"
    );
    assert!(shown.contains(&format!("collected {all} items")), "{shown}");
    let end = format!("{wrong} failed, {} passed in ", all - wrong);
    assert!(shown.contains(&end), "{shown}");
    for node in &failing {
        assert!(
            shown.contains(&format!("FAILED {node} - ")),
            "{node}: {shown}"
        );
        let alone = act(&def, &mut state, &format!("bash[pytest -q {node}]"));
        assert!(alone.contains("1 failed in "), "{alone}");
    }
    for (line, expected) in [
        ("pytest -x -q", "stopping after 1 failures"),
        (
            "pytest nothing.py",
            "file or directory not found: nothing.py",
        ),
        ("pytest --nothing", "unrecognized arguments: --nothing"),
        ("pytest -k nothing; echo $?", "deselected in "),
        ("cd tests; pytest -q test_lexer.py; cd ..", " passed in "),
        (
            "printf 'import pytest\n@pytest.mark.parametrize(\"a\", [1, 2])\ndef test_a(a):\n    assert a == 1\n' > test_own.py; pytest test_own.py",
            "FAILED test_own.py::test_a[2] - AssertionError",
        ),
        (
            "echo 'import nowhere' > test_own.py; pytest test_own.py",
            "1 error in ",
        ),
        (
            "pytest -q -k not; echo $?",
            "ERROR: Wrong expression passed to '-k': not: at column 4: expected not OR left parenthesis OR identifier; got end of input\nno tests ran in 0.00s\n4",
        ),
        (
            "pytest -q -k 'a b'; echo $?",
            "a b: at column 3: expected end of input; got identifier",
        ),
        (
            "pytest -q -k '(a or b'",
            "at column 8: expected right parenthesis; got end of input",
        ),
        (
            "pytest -q -k 'a==b'",
            "at column 2: unexpected character \"=\"",
        ),
        (
            "rm test_own.py; pytest -q -k \"$(printf '(%.0s' $(seq 900))b$(printf ')%.0s' $(seq 900))\" | tail -n 1",
            "deselected in ",
        ),
        ("pytest -q -k 'not (lexer or not lexer)'; echo $?", "5"),
        (
            "pytest -q README.md; echo $?",
            "ERROR: not found: /repo/README.md\n(no match in any of [<Dir repo>])",
        ),
        ("pytest -q --maxfail=-1", "stopping after 1 failures"),
        ("pytest -q -- tests/test_lexer.py", " passed in "),
        (
            "pytest -q --tb=no -rA -k lexer",
            "\nPASSED tests/test_lexer.py::",
        ),
        ("pytest --co -k lexer", "<TestCaseFunction test_"),
        ("pytest --co -q -k lexer", " tests collected ("),
        ("pytest --help", "--rootdir"),
        (
            "printf 'import pytest\n@pytest.mark.xfail\ndef test_a():\n    pass\n@pytest.mark.xfail(strict=True, reason=\"late\")\ndef test_b():\n    pass\n@pytest.mark.xfail(raises=KeyError)\ndef test_c():\n    raise KeyError\n' > test_own.py; pytest -q test_own.py",
            "\nFAILED test_own.py::test_b - [XPASS(strict)] late\n1 failed, 1 xfailed, 1 xpassed in ",
        ),
        (
            "printf 'def test_a():\n    pass\ndef test_b():\n    raise KeyboardInterrupt\ndef test_c():\n    pass\n' > test_own.py; pytest -q test_own.py; echo $?",
            "!\n/repo/test_own.py:4: KeyboardInterrupt\n(to show a full traceback on KeyboardInterrupt use --full-trace)\n1 passed in 0.00s\n2",
        ),
        (
            "printf 'class TestA:\n    def __init__(self):\n        pass\n    def test_a(self):\n        pass\ndef test_b():\n    pass\n' > test_own.py; pytest -q test_own.py",
            "/repo/test_own.py:1: PytestCollectionWarning: cannot collect test class 'TestA' because it has a __init__ constructor (from: test_own.py)\n    class TestA:",
        ),
        (
            "printf 'def test_a():\n    pass\ndef test_b():\n    while True:\n        pass\n' > test_own.py; pytest -v test_own.py; echo $?",
            "test_own.py::test_b FAILED                                               [100%]",
        ),
        (
            "pytest -q --tb=no test_own.py; echo $?",
            "FAILED test_own.py::test_b - TimeoutError: its fuel is spent; it loops, or works out too much\n1 failed, 1 passed in 0.00s\n1",
        ),
        (
            "printf 'import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        while True: pass\n    def test_b(self):\n        pass\n    def test_c(self):\n        while True: pass\n' > test_own.py; python -m unittest -q test_own",
            "======================================================================\nERROR: test_c (test_own.T.test_c)\n----------------------------------------------------------------------\nTimeoutError: its fuel is spent; it loops, or works out too much\n\n----------------------------------------------------------------------\nRan 3 tests in ",
        ),
        (
            "printf 'def test_a():\n    pass\nwhile True:\n    pass\n' > test_own.py; pytest -q test_own.py; echo $?",
            "137",
        ),
    ] {
        let shown = act(&def, &mut state, &format!("bash[{line}]"));
        assert!(shown.contains(expected), "{line}: {shown}");
    }
}
