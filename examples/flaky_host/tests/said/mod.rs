//! The command line over the world under test, in this process, with a host that fails as it is told.

use flaky_host::{Courier, Fails};
use serde_json::Value;
use std::{ffi::OsString, sync::atomic::AtomicBool};
use truestep_cli::{Exit, Terminal};

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Every line of standard output as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        self.out.lines().map(read).collect()
    }
}

/// Run a command with something on standard input.
pub(crate) fn fed(fails: Fails, args: &[&str], input: &str) -> Said {
    let cancel = AtomicBool::new(false);
    let (mut out, mut err, mut input) = (vec![], vec![], input.as_bytes());
    let args = std::iter::once("truestep").chain(args.iter().copied());
    let worlds = Courier::that_fails(fails).registry();
    let exit = {
        let mut terminal = Terminal::new(&mut input, &mut out, &mut err, &cancel);
        truestep_cli::run(args.map(OsString::from), &worlds, &mut terminal)
    };
    let text = |bytes| String::from_utf8(bytes).expect("commands speak UTF-8");
    Said {
        exit,
        out: text(out),
        err: text(err),
    }
}

/// Run a command that does its work.
pub(crate) fn done(fails: Fails, args: &[&str]) -> Said {
    let said = fed(fails, args, "");
    assert_eq!(said.exit, Exit::Done, "{args:?}: {said:?}");
    said
}
