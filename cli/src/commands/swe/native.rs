//! Tests of a package by a Python of this machine.

use super::fetch::not_started;
use anyhow::{Context as _, Result, bail};
use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, Stdio},
};
use truestep_envs::swe::loaded::packages::{Package, Suite};

/// What Python runs.
const DRIVER: &str = include_str!("native.py");

/// Whether each test of a suite passed there, as pytest names it. It runs in a copy, since tests write files.
pub(super) fn run(
    package: &Package,
    suite: &Suite,
    cache: &Path,
    python: &Path,
) -> Result<BTreeMap<String, bool>> {
    let folder = tempfile::tempdir().context("no folder can be made for the tests")?;
    let (source, said) = (
        folder.path().join("source"),
        folder.path().join("said.json"),
    );
    fs::create_dir(&source).context("no folder can be made for the tests")?;
    package.copy(cache, &source)?;
    // It is started in another folder than this one.
    let python = match python.components().count() {
        1 => python.to_owned(),
        _ => env::current_dir()?.join(python),
    };
    let mut command = Command::new(&python);
    command
        .arg("-c")
        .arg(DRIVER)
        .arg(&said)
        .args(&suite.modules);
    command
        .current_dir(&source)
        .env("PYTHONPATH", env::join_paths(["src", "."])?);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(&python, &error))?;
    let Ok(text) = fs::read_to_string(&said) else {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().next_back().unwrap_or_default();
        bail!(
            "the tests of {} were not run by `{}`: {last}",
            package.requirement(),
            python.display()
        );
    };
    serde_json::from_str(&text).context("what pytest said cannot be read")
}
