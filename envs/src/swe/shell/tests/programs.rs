//! What runs of Python look like: as the interpreter's own command line has them.

use super::super::{Budget, Reply, Request, Runner, RunnerFault, code};
use super::shell;
use crate::swe::{files::Tree, given::ProjectFiles, guest::Guest};

struct Opened(Guest);

impl Runner for Opened {
    fn run(&mut self, tree: &mut Tree, request: &Request) -> Result<Reply, RunnerFault> {
        let files = ProjectFiles::whole(tree);
        let ran = self.0.run(&files, &request.cwd, &code(request)).unwrap();
        Ok(Reply {
            stdout: ran.stdout.clone().into_bytes(),
            stderr: ran.stderr.clone().into_bytes(),
            status: ran.status,
        })
    }
}

/// Lines, and what is shown with the status at the end.
const RUNS: &[(&str, &str)] = &[
    (
        "python -c '1/0'",
        "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nZeroDivisionError: division by zero\n1",
    ),
    (
        "echo 1/0 | python - a",
        "Traceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n1",
    ),
    (
        "python t.py a",
        "Traceback (most recent call last):\n  File \"/repo/t.py\", line 3, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n['t.py', 'a']\n1",
    ),
    (
        "python -m t",
        "Traceback (most recent call last):\n  File \"/repo/t.py\", line 3, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n['/repo/t.py']\n1",
    ),
    (
        "python -c 'import sys; print(sys.argv)' a",
        "['-c', 'a']\n0",
    ),
    (
        "echo 'import sys; print(sys.argv)' | python - a",
        "['-', 'a']\n0",
    ),
    (
        "python bad.py",
        "  File \"/repo/bad.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n1",
    ),
    ("python -m nosuch", "python: No module named nosuch\n1"),
    (
        "python -m py_compile t.py bad.py",
        "  File \"bad.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n1",
    ),
    (
        "echo '{\"b\": [1], \"a\": 2}' | python -m json.tool --sort-keys --indent 1",
        "{\n \"a\": 2,\n \"b\": [\n  1\n ]\n}\n0",
    ),
    (
        "echo x | python -m json.tool",
        "Expecting value: line 1 column 1 (char 0)\n1",
    ),
    (
        "python -m pdb t.py",
        "python: -m pdb is not supported here: nobody answers a program while it runs\n1",
    ),
    (
        "python -m calendar",
        "python: calendar cannot be run as a program here; of the library these can: ast, compileall, doctest, json.tool, py_compile, tokenize, unittest\n1",
    ),
    ("python -c 'import sys; sys.exit(2**63 + 3)'", "255"),
    ("python -c 'raise SystemExit(\"bye\")'", "bye\n1"),
];

#[test]
#[ignore = "opens the guest"]
fn runs_look_as_the_interpreter_has_them() {
    let mut runner = Opened(Guest::open().unwrap());
    let files = [
        ("/repo/t.py", "import sys\nprint(sys.argv)\n1/0\n"),
        ("/repo/bad.py", "x = = 1\n"),
    ];
    for (line, wanted) in RUNS {
        let mut shell = shell(&files);
        let outcome = shell.run(line, &mut runner, &Budget::default());
        let said = format!("{}{}", outcome.text(), outcome.status);
        assert_eq!(said, *wanted, "{line}");
    }
}
