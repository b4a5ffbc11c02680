//! Reports that cannot mislead: a number says what it is, small is not nothing, and what has no effect is refused.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail their test")]

mod audits;
mod files;
mod meaning;
mod players;

use std::process::{Command, Output, Stdio};

fn truestep(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
    command.args(args).stdin(Stdio::null()).output().unwrap()
}

/// Standard output of a command that must succeed.
fn printed(args: &[&str]) -> String {
    let output = truestep(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&printed(args)).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// That a command cannot run, and says why.
fn refused(args: &[&str], why: &str) {
    let output = truestep(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {output:?}");
    assert!(said(&output).contains(why), "{args:?}: {}", said(&output));
}
