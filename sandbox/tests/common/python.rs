//! One compiled guest for all tests of a process.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses a part of this; what cannot be made fails its test"
)]

use std::sync::LazyLock;
use truestep_sandbox::{
    Limit, Limits,
    python::{End, Files, Pool, Program, Python, Ran},
};

/// Little fuel and memory, so that what has no end ends soon.
pub(crate) fn limits() -> Limits {
    let small = [(Limit::Fuel, 1_500_000_000), (Limit::OutputBytes, 65_536)];
    let with = |limits: Limits, (limit, value)| limits.with(limit, value);
    small.into_iter().try_fold(Limits::python(), with).unwrap()
}

/// The guest that the tests of this process share.
pub(crate) fn python() -> &'static Python {
    static PYTHON: LazyLock<Python> = LazyLock::new(|| {
        let tell = &mut |progress| eprintln!("{progress:?}");
        Python::open(Pool::Tools, limits(), tell).unwrap()
    });
    &PYTHON
}

/// Run a program.
pub(crate) fn run(code: &str) -> Ran {
    python().run(&Program::new(code)).unwrap()
}

/// Run a program over these files, in `/repo`.
pub(crate) fn run_in(files: &[(&str, &str)], code: &str) -> Ran {
    let files = Files::new(files.iter().copied()).unwrap();
    let program = Program {
        files,
        folder: "/repo".into(),
        ..Program::new(code)
    };
    python().run(&program).unwrap()
}

/// What a program prints that ends well.
pub(crate) fn printed(code: &str) -> String {
    let ran = run(code);
    assert_eq!(ran.end, End::Done, "{code}\n{}", ran.stderr);
    assert_eq!(ran.stderr, "", "{code}");
    ran.stdout
}

/// The class of the exception that a program raises, with its text.
pub(crate) fn raised(code: &str) -> String {
    match run(code).end {
        End::Raised(raised) => format!("{}: {}", raised.kind, raised.message),
        other => panic!("{code}: {other:?}"),
    }
}
