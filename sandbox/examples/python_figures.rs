//! How long a fresh Python takes, a call in it and in a live one, and a run of unit tests; how threads scale.
//!
//! `cargo run --release -p truestep-sandbox --features python --example python_figures`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and says what it measured"
)]

use serde_json::json;
use std::{
    error::Error,
    fmt::Write,
    thread,
    time::{Duration, Instant},
};
use truestep_sandbox::{
    Call, Grants, Limits, Tables,
    python::{Files, Outcome, Pool, Program, Python, Tests},
};

const TOOL: &str = "
import truestep

@truestep.tool(read_only=True)
def add(a: int, b: int) -> int:
    \"\"\"Add two numbers.\"\"\"
    return a + b
";

/// The median of so many durations, in microseconds.
fn median(times: u32, mut work: impl FnMut()) -> f64 {
    let mut all: Vec<Duration> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    all.sort_unstable();
    all[all.len() / 2].as_secs_f64() * 1e6
}

/// Six modules and 21 tests of them, one of which fails.
fn repository() -> Files {
    let mut files = vec![
        (
            "/repo/pkg/__init__.py".to_owned(),
            "from .m0 import *\n".to_owned(),
        ),
        ("/repo/tests/__init__.py".to_owned(), String::new()),
    ];
    for i in 0..6 {
        let module = format!(
            "import dataclasses, json, re\nfrom collections import OrderedDict\n\n@dataclasses.dataclass\nclass Record:\n    \
             number: int\n    text: str = 'x'\n    def key(self):\n        return (self.number, self.text)\n\ndef parse(s):\n    \
             return OrderedDict((m.group(1), int(m.group(2))) for m in re.finditer(r'(\\w+)=(\\d+)', s))\n\ndef \
             total(xs):\n    return sum(x * {i} + 1 for x in xs)\n\ndef dump(d):\n    return json.dumps(d, sort_keys=True)\n"
        );
        files.push((format!("/repo/pkg/m{i}.py"), module));
    }
    for t in 0..2 {
        let mut text = "import unittest\nfrom pkg import m0, m1, m2, m3, m4, m5\n\nclass T(unittest.TestCase):\n".to_owned();
        for i in 0..10 {
            // Writing to a text does not fail.
            let _ = write!(
                text,
                "    def test_{i:02}(self):\n        self.assertEqual(m{k}.total(range(5{i})), sum(x * {k} + 1 for x in \
                 range(5{i})))\n        self.assertEqual(list(m{k}.parse('a=1 b=22')), ['a', 'b'])\n        \
                 self.assertEqual(m{k}.Record(1).key(), (1, 'x'))\n        self.assertEqual(m{k}.dump({{'b': 1, 'a': [2]}}), \
                 '{{\"a\": [2], \"b\": 1}}')\n",
                k = i % 6
            );
        }
        if t == 1 {
            text.push_str("    def test_fails(self):\n        self.assertEqual({'k': [1, 2]}, {'k': [1, 3]})\n");
        }
        files.push((format!("/repo/tests/test_t{t}.py"), text));
    }
    Files::new(files).unwrap_or_default()
}

fn main() -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let tell = &mut |progress| println!("  {progress:?} after {:.1?}", begun.elapsed());
    let tools = Python::open(Pool::Tools, Limits::python(), tell)?;
    let again = Instant::now();
    let tests = Python::open(Pool::Tests, Limits::python(), &mut |_| ())?;
    println!("opened again from the cache in {:.1?}", again.elapsed());

    let print = Program::new("print(1)");
    let fresh = median(400, || {
        assert!(tools.run(&print).is_ok_and(|ran| ran.stdout == "1\n"))
    });
    println!("fresh instance to the end of its first statement: {fresh:.0} µs");

    let pack = tools.load("adder", TOOL.as_bytes())?;
    let mut tables = Tables::default();
    let grants = Grants::new(tables.base(), &[]);
    let arguments = json!({"a": 1, "b": 2});
    let call = Call::new("add", &arguments, &grants);
    let answered = median(400, || {
        let reply = pack.call(&mut tables, &call);
        assert!(reply.is_ok_and(|reply| reply.content == ["3"]));
    });
    println!("call of a tool in a fresh instance: {answered:.0} µs");
    let mut live = pack.live();
    let answered = median(4_000, || {
        let reply = live.call(&tables, &call);
        assert!(reply.is_ok_and(|reply| reply.content == ["3"]));
    });
    println!("call of a tool in a live instance: {answered:.1} µs");

    let suite = Tests::new(repository(), "/repo");
    let first = Instant::now();
    let tested = tests.test(&suite)?;
    let passed = tested
        .results
        .iter()
        .filter(|r| r.outcome == Outcome::Passed);
    println!(
        "{} unit tests, {} pass; first time, with 10 modules to compile: {:.1?}",
        tested.results.len(),
        passed.count(),
        first.elapsed()
    );
    for (name, python) in [("32 MiB resident", &tests), ("nothing resident", &tools)] {
        let run = || assert!(python.test(&suite).is_ok_and(|again| again == tested));
        let took = median(60, run) / 1e3;
        println!("21 unit tests in a fresh instance, {name}: {took:.1} ms");
        for threads in [1, 2] {
            let begun = Instant::now();
            thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| (0..40).for_each(|_| run()));
                }
            });
            let runs = f64::from(threads * 40) / begun.elapsed().as_secs_f64();
            println!("  {threads} threads: {runs:.0} runs/s together");
        }
    }
    for threads in [1, 2] {
        let begun = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| (0..400).for_each(|_| assert!(tools.run(&print).is_ok())));
            }
        });
        let runs = f64::from(threads * 400) / begun.elapsed().as_secs_f64();
        println!("{threads} threads: {runs:.0} fresh programs/s together");
    }
    Ok(())
}
