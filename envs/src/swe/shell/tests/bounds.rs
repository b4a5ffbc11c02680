//! Whatever comes, the answer is bounded, nothing panics, and the digest is right.

use super::super::{Budget, NoPython, STOPPED, Stop};
use super::{run, shell};
use proptest::prelude::*;
use truestep_core::chance::{Chance, Seed};

/// A budget for hostile lines.
const SMALL: Budget = Budget {
    steps: 200,
    work: 1 << 18,
    output: 1 << 12,
};

#[test]
fn loops_that_do_not_end_are_stopped() {
    for line in [
        "while true; do :; done",
        "f() { f; }; f",
        "for ((;;)); do echo x; done",
        "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done",
        "echo a > f; while true; do cat f f > g; mv g f; done",
        "awk 'BEGIN { while (1) x = x \"aaaaaaaa\" }'",
        "sed ':a;s/$/xxxxxxxxx/;ba' <<< y",
        "seq 1000000000000",
        "printf '%0999999999d' 1 | wc -c; while :; do :; done",
        "echo 'f() { . ./g; }; f' > g; . ./g",
        "yes() { echo y; yes; }; yes | head -n 1",
    ] {
        let outcome = run(&mut shell(&[]), line);
        assert!(outcome.stop.is_some(), "{line}: {outcome:?}");
        assert_eq!(outcome.status, STOPPED, "{line}");
    }
}

#[test]
fn output_is_capped_and_the_cut_is_said() {
    let budget = Budget {
        output: 10,
        ..Budget::default()
    };
    let outcome = shell(&[]).run("seq 100", &mut NoPython, &budget);
    assert_eq!(outcome.stdout(), "1\n2\n3\n4\n5\n");
    assert_eq!(outcome.dropped, 282);
    assert!(
        outcome
            .text()
            .ends_with("[282 further bytes of output are not shown]\n")
    );
}

#[test]
fn steps_are_counted() {
    let budget = Budget {
        steps: 50,
        ..Budget::default()
    };
    let outcome = shell(&[]).run(
        "for i in $(seq 100); do echo $i; done",
        &mut NoPython,
        &budget,
    );
    assert_eq!(outcome.stop, Some(Stop::Steps(50)));
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [
        ("(", ")"),
        ("$(", ")"),
        ("{ ", "; }"),
        ("if true; then ", "; fi"),
        ("\"$(", ")\""),
        ("${x:-", "}"),
        ("$((", "))"),
        ("! ", ""),
    ] {
        let line = format!("echo {}x{}", open.repeat(5_000), close.repeat(5_000));
        let line = if open.starts_with(['(', '{', 'i', '!']) {
            line[5..].to_owned()
        } else {
            line
        };
        let outcome = run(&mut shell(&[]), &line);
        assert!(
            outcome.status != 0 || open == "! " || open == "$((",
            "{open}"
        );
    }
    for (command, open, close) in [
        ("find .", "\\( ", "\\) "),
        ("test", "\\( ", "\\) "),
        ("test", "! ", ""),
    ] {
        run(
            &mut shell(&[]),
            &format!("{command} {}x {}", open.repeat(3_000), close.repeat(3_000)),
        );
    }
    for program in ["(", "!", "-", "{", "$", "x[", "f(", "1?1:", "if(1)"] {
        run(
            &mut shell(&[]),
            &format!("awk 'BEGIN {{ {} }}'", program.repeat(3_000)),
        );
    }
    run(
        &mut shell(&[]),
        &format!("grep -E '{}' f", "(".repeat(5_000)),
    );
    run(
        &mut shell(&[]),
        &format!("echo x | sed -n '{}'", "{".repeat(5_000)),
    );
    run(&mut shell(&[]), &format!("echo {}", "{a,".repeat(2_000)));
    run(&mut shell(&[]), &format!("echo {}", "{a,b}".repeat(200)));
}

/// Words of which hostile lines are made.
const PIECES: &[&str] = &[
    "ls",
    "cat",
    "head",
    "tail",
    "sed",
    "grep",
    "find",
    "wc",
    "sort",
    "uniq",
    "cut",
    "tr",
    "awk",
    "diff",
    "patch",
    "mkdir",
    "rm",
    "mv",
    "cp",
    "touch",
    "tee",
    "xargs",
    "tree",
    "basename",
    "dirname",
    "env",
    "which",
    "git",
    "echo",
    "printf",
    "test",
    "[",
    "]",
    "cd",
    "pwd",
    "export",
    "unset",
    "set",
    "read",
    "local",
    "eval",
    "source",
    "bash",
    "command",
    "seq",
    "nl",
    "tac",
    "paste",
    "comm",
    "fold",
    "stat",
    "du",
    "chmod",
    "python",
    "pytest",
    "timeout",
    "let",
    "shift",
    "return",
    "exit",
    "break",
    "continue",
    "true",
    "false",
    "type",
    "cmp",
    "rev",
    "status",
    "log",
    "add",
    "commit",
    "stash",
    "pop",
    "checkout",
    "blame",
    "reset",
    "--hard",
    "-m",
    "HEAD~1",
    "HEAD",
    "apply",
    "init",
    "restore",
    "-n",
    "-i",
    "-r",
    "-rn",
    "-l",
    "-E",
    "-e",
    "-f",
    "-c",
    "-v",
    "-1",
    "-a",
    "-exec",
    "{}",
    "\\;",
    "+",
    "-name",
    "-type",
    "f",
    "-o",
    "-not",
    "'s/a/b/g'",
    "'{print $1}'",
    "'/x/,/y/p'",
    "'BEGIN{print 1}'",
    "s/\\(",
    "'[[:alpha:]]*'",
    "*",
    "?",
    "[a-z]*",
    "**",
    "'*.py'",
    "a",
    "b/c",
    "/",
    "..",
    ".",
    "~",
    "/dev/null",
    "-",
    "--",
    "$x",
    "${x}",
    "${x:-y}",
    "${x#a}",
    "${x//a/b}",
    "${x:1:2}",
    "$((1+1))",
    "$(echo a)",
    "`ls`",
    "$?",
    "$#",
    "$@",
    "\"$@\"",
    "'",
    "\"",
    "\\",
    "`",
    "$(",
    "${",
    "$((",
    "))",
    ")",
    "}",
    "|",
    "||",
    "&&",
    "&",
    ";",
    ";;",
    ">",
    ">>",
    "<",
    "<<",
    "<<EOF\nx $x\nEOF\n",
    "<<<",
    "2>&1",
    "2>",
    "&>",
    "!",
    "(",
    "{",
    "if",
    "then",
    "else",
    "fi",
    "for",
    "x",
    "in",
    "do",
    "done",
    "while",
    "until",
    "case",
    "esac",
    "a)",
    "function",
    "f()",
    "[[",
    "]]",
    "=~",
    "==",
    "-eq",
    "((",
    "x=1",
    "x+=y",
    "x",
    "\n",
    "#",
    "{1..5}",
    "{a,b}",
    "é",
    "日本",
    "\t",
    "0",
    "1",
    "-5",
    "99999999999999999999",
    "2147483648",
    "%d",
    "%s\\n",
    "%*.*f",
    "\\x41",
    "a.txt",
    "b",
    "data.csv",
    "-k2,1nr",
    "-t,",
    "1,3p",
    "$p",
];

/// A line drawn from pieces, now and then with other signs between.
fn hostile(chance: &mut impl Chance) -> String {
    let mut line = String::new();
    // Most lines hold no quotes and keywords, so that commands are reached.
    let quotes = PIECES
        .iter()
        .position(|p| *p == "'")
        .unwrap_or(PIECES.len());
    let tame = chance.pick_below(3) > 0;
    for _ in 0..1 + chance.pick_below(14) {
        let pieces = if tame { &PIECES[..quotes] } else { PIECES };
        let piece = pieces[chance.pick_below(pieces.len() as u64) as usize];
        line.push_str(piece);
        match chance.pick_below(12) {
            0 => {}
            1 => line.push(char::from_u32(chance.pick_below(0x250) as u32 + 1).unwrap_or('x')),
            _ => line.push(' '),
        }
    }
    line
}

/// A number below a bound.
trait Below {
    fn pick_below(&mut self, bound: u64) -> u64;
}

impl<C: Chance> Below for C {
    fn pick_below(&mut self, bound: u64) -> u64 {
        self.below(bound as u32).into()
    }
}

#[test]
fn hostile_lines_never_panic_and_stay_within_bounds() {
    let count: u64 = std::env::var("SWE_FUZZ_LINES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200_000);
    let files = [
        ("/repo/a.txt", "one\ntwo\n\nthree x=1\n"),
        ("/repo/b/c", "a,b\nc,d\n"),
        ("/repo/data.csv", "k,1\nj,22\n"),
        ("/repo/f.py", "def f():\n    return 1\n"),
    ];
    let mut base = shell(&files);
    run(
        &mut base,
        "git init -q; git add -A; git commit -q -m one; echo more >> a.txt",
    );
    base.tree = base.tree.sealed();
    let mut stream = Seed(7).stream("swe/hostile").sampled();
    let mut session = base.clone();
    for turn in 0..count {
        if turn % 20 == 0 {
            session = base.clone();
        }
        let line = hostile(&mut stream);
        let outcome = session.run(&line, &mut NoPython, &SMALL);
        assert!(
            outcome.out.len() <= SMALL.output && outcome.err.len() <= SMALL.output + 400,
            "{line}"
        );
        if turn % 50 == 0 {
            assert_eq!(
                session.tree.digest(),
                session.tree.recompute_digest(),
                "{line}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_text_is_answered(line in "\\PC{0,60}", more in "[ -~\n]{0,80}") {
        let mut shell = shell(&[("/repo/a.txt", "x\n")]);
        for text in [&line, &more] {
            let outcome = shell.run(text, &mut NoPython, &SMALL);
            prop_assert!(outcome.out.len() <= SMALL.output);
        }
        prop_assert_eq!(shell.tree.digest(), shell.tree.recompute_digest());
    }
}
