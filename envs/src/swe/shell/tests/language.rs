//! What no recording can show: sessions, Python, `tree`, and what is not supported.

use super::super::{Budget, Program, Reply, Request, Runner, RunnerFault, Shell, Stop};
use super::{out, run, shell};
use crate::swe::files::Tree;

/// A Python that writes down what it was asked for, and a file.
#[derive(Default)]
struct Notes(Vec<Request>);

impl Runner for Notes {
    fn run(&mut self, tree: &mut Tree, request: &Request) -> Result<Reply, RunnerFault> {
        self.0.push(request.clone());
        if request.arguments.iter().any(|a| a == "--fault") {
            return Err(RunnerFault("out of memory".into()));
        }
        tree.write("/repo/made.txt", "by python\n").unwrap();
        Ok(Reply {
            stdout: b"ran\n".to_vec(),
            stderr: b"warned\n".to_vec(),
            status: 5,
        })
    }
}

#[test]
fn python_reaches_the_runner() {
    let mut shell = shell(&[("/repo/a.py", "print(1)\n")]);
    let mut notes = Notes::default();
    let line = "X=1 python a.py -v one; echo $?; python3 -c 'print(2)' < a.py; echo code | python; pytest -q tests; python -m unittest; cat made.txt";
    let outcome = shell.run(line, &mut notes, &Budget::default());
    assert_eq!(outcome.stdout(), "ran\n5\nran\nran\nran\nran\nby python\n");
    let asked: Vec<(Program, String)> = notes
        .0
        .iter()
        .map(|r| (r.program.clone(), r.arguments.join(" ")))
        .collect();
    assert_eq!(
        asked,
        [
            (Program::File("/repo/a.py".into()), "-v one".into()),
            (Program::Code("print(2)".into()), String::new()),
            (Program::Input("code\n".into()), String::new()),
            (Program::Module("pytest".into()), "-q tests".into()),
            (Program::Module("unittest".into()), String::new()),
        ]
    );
    assert_eq!(
        notes.0[0].environment.get("X").map(String::as_str),
        Some("1")
    );
    assert_eq!(notes.0[1].stdin, b"print(1)\n");
    assert_eq!(notes.0[0].cwd, "/repo");
}

#[test]
fn a_fault_of_the_runner_is_no_status_of_the_program() {
    let mut shell = shell(&[("/repo/a.py", "")]);
    let outcome = shell.run(
        "python a.py --fault || echo on",
        &mut Notes::default(),
        &Budget::default(),
    );
    assert_eq!(outcome.stop, Some(Stop::Fault("out of memory".into())));
    assert_eq!(outcome.stdout(), "");
}

#[test]
fn a_session_goes_on_where_it_was() {
    let mut shell = shell(&[("/repo/src/a", "x\n")]);
    run(&mut shell, "cd src; x=5; f() { echo f$1; }; false");
    let outcome = run(&mut shell, "echo $? $x $(pwd); f 1");
    assert_eq!(outcome.stdout(), "1 5 /repo/src\nf1\n");
    let stored = serde_json::to_string(shell.session()).unwrap();
    let again = Shell::resume(shell.tree.clone(), serde_json::from_str(&stored).unwrap());
    assert_eq!(again, shell);
    assert_eq!(again.digest(), shell.digest());
}

#[test]
fn reading_changes_no_digest_of_the_tree() {
    let mut shell = shell(&[("/repo/a.txt", "x\ny\n"), ("/repo/b/c.txt", "z\n")]);
    run(&mut shell, "git init -q; git add -A; git commit -q -m one");
    let before = shell.tree.digest();
    run(
        &mut shell,
        "cat a.txt; grep -rn x .; find . | wc -l; git status; git log; git diff; ls -la; sed -n 1p a.txt; diff a.txt b/c.txt",
    );
    assert_eq!(shell.tree.digest(), before);
}

#[test]
fn both_streams_are_shown_in_their_order() {
    let outcome = run(
        &mut shell(&[]),
        "echo one; echo two >&2; echo three; cat nosuch; echo four",
    );
    assert_eq!(
        String::from_utf8_lossy(&outcome.shown),
        "one\ntwo\nthree\ncat: nosuch: No such file or directory\nfour\n"
    );
}

#[test]
fn tree_draws_what_is_below() {
    let mut shell = shell(&[
        ("/repo/a/b.txt", ""),
        ("/repo/a/c/d.txt", ""),
        ("/repo/e.txt", ""),
    ]);
    let outcome = run(&mut shell, "tree");
    assert_eq!(
        outcome.stdout(),
        ".\n├── a\n│\u{a0}\u{a0} ├── b.txt\n│\u{a0}\u{a0} └── c\n│\u{a0}\u{a0}     └── d.txt\n└── e.txt\n\n2 directories, 3 files\n"
    );
}

#[test]
fn what_is_not_supported_is_said() {
    let cases = [
        ("a=(1 2)", "arrays are not supported here"),
        (
            "cat <(echo x)",
            "process substitution is not supported here",
        ),
        ("echo x 5>f", "only the streams 0, 1 and 2"),
        (
            "grep '\\(a\\)\\1' f",
            "the reference \\1 into the pattern is not supported here",
        ),
        ("set -x", "-x is not supported here"),
        (
            "git push",
            "'push' is not a git command here; supported: add",
        ),
        (
            "git init -q; git log --graph",
            "option `--graph' is not supported here; supported options: --oneline",
        ),
        (
            "git init -q; git apply --cached f",
            "option `--cached' is not supported here; supported options: -R",
        ),
        (
            "git init -q; git apply --index f",
            "option `--index' is not supported here",
        ),
        (
            "git init -q; git apply -C1 f",
            "option `-C1' is not supported here",
        ),
        (
            "git init -q; git apply --3way f",
            "option `--3way' is not supported here",
        ),
        ("awk 'BEGIN { getline x }'", "getline is not supported here"),
    ];
    for (line, said) in cases {
        let outcome = run(&mut shell(&[]), line);
        assert!(
            outcome.stderr().contains(said),
            "{line}: {}",
            outcome.stderr()
        );
        assert_ne!(outcome.status, 0, "{line}");
    }
}

#[test]
fn nothing_outside_the_tree_can_be_named() {
    assert_eq!(
        out("cd ../../../..; pwd; ls /etc 2>/dev/null; echo $?"),
        "/\n2\n"
    );
    assert_eq!(
        out("cat ../../../../etc/passwd 2>&1"),
        "cat: ../../../../etc/passwd: No such file or directory\n"
    );
}

#[test]
fn the_message_of_a_missing_repository_is_gits() {
    let outcome = run(&mut shell(&[]), "git status");
    assert_eq!(
        (outcome.status, outcome.stderr()),
        (
            128,
            "fatal: not a git repository (or any of the parent directories): .git\n".into()
        )
    );
}
