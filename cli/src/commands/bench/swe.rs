//! What it takes to work on a project: making one, going on from any moment of it, a line of bash, and runs of its tests -
//! those beside the machine's own Python, where there is one.

use super::{
    Effort, Figure,
    clock::{percentile, rate},
    fork,
    plan::Recorded,
    reset, stage, steps,
};
use crate::{App, progress::now};
use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};
use truestep_core::{
    chance::Seed,
    host::{Capabilities, Input, Shard},
    registry::Registry,
    task::Task,
};
use truestep_envs::swe::{Engineer, Project, SweFamily};
use truestep_sandbox::{
    Limits,
    python::{Files, Pool, Python, Tests},
};

/// Slots and steps of each that are played at random: few, because every project is made.
const PLAYED: (usize, usize) = (6, 24);
/// Projects drawn of each template.
const PROJECTS: u64 = 2;
/// Steps timed one by one.
const TIMED: usize = 40;
/// Runs of tests timed one by one.
const RUNS: usize = 15;
/// Tests of the smaller run: as many as the field's measurements have.
const TESTS: usize = 21;
/// The project whose tests are run.
const TEMPLATE: &str = "swe/repair";
/// Lines of bash that agents begin with.
const LINES: [&str; 6] = [
    "ls -l",
    "cat README.md | head -n 20",
    "grep -rn 'def ' . | wc -l",
    "find . -name '*.py' | sort",
    "git status",
    "sed -n 1,40p tests/__init__.py",
];

/// Measure everything.
pub(super) fn measure(
    registry: &Registry,
    effort: Effort,
    figures: &mut Vec<Figure>,
    app: &mut App<'_, '_>,
) -> Result<()> {
    stage("swe", "drawing projects", app)?;
    draw(registry, effort, figures)?;
    stage("swe", "recording what is played", app)?;
    let played = Recorded::sized(registry, "swe", effort.seed, PLAYED)?;
    stage("swe", "steps", app)?;
    steps::measure("swe", &played, effort, figures)?;
    reset::restart("swe", &played, effort, figures)?;
    fork::measure_model::<Engineer>(&played, effort, figures)?;
    let task = task(registry, effort.seed)?;
    stage("swe", "lines of bash", app)?;
    let mut desk = Desk::open(registry, &task)?;
    desk.lines(figures)?;
    desk.edits(figures)?;
    stage("swe", "runs of tests", app)?;
    let def = SweFamily.define(&task)?;
    runs(&def.project(), figures)
}

/// How long projects take, each with its bug tried on its tests.
fn draw(registry: &Registry, effort: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    let begun = now();
    let median = reset::new_goal(registry, "swe", effort.seed, PROJECTS)?;
    let count = PROJECTS * registry.select("swe")?.len() as u64;
    figures.push(Figure::new(
        "swe: instances generated and validated",
        rate(count, now() - begun),
        "instances/s",
        format!("{count} new ones of all templates; a project drawn, bugs tried on its tests"),
    ));
    figures.push(Figure::new(
        "swe: new instance",
        median,
        "ms",
        "median of the same",
    ));
    Ok(())
}

/// The task that is worked on.
fn task(registry: &Registry, seed: u64) -> Result<Task> {
    let [template] = registry
        .select(TEMPLATE)?
        .try_into()
        .ok()
        .context("one template")?;
    for k in 0..100 {
        let task = Task::new(template.id.clone(), Seed(seed + k));
        if registry.prepare(&task).is_ok() {
            return Ok(task);
        }
    }
    anyhow::bail!("`{TEMPLATE}` has no instance")
}

/// A project that is worked on by texts.
struct Desk {
    shard: Shard,
    package: String,
}

impl Desk {
    fn open(registry: &Registry, task: &Task) -> Result<Self> {
        let prepared = registry.prepare(task)?;
        let mut shard = registry.shard_builder().build(1);
        prepared.load(&mut shard, 0, 0, &Capabilities::bare())?;
        let project = SweFamily.define(task)?.project();
        Ok(Self {
            shard,
            package: project.package,
        })
    }

    /// How long a step takes.
    fn act(&mut self, text: String) -> Result<Duration> {
        let begun = now();
        self.shard.submit(0, Input::Text(text.clone()), None)?;
        self.shard.run();
        let took = now() - begun;
        let effect = self.shard.outcome(0)?.effect;
        ensure!(!effect.is_rejected(), "`{text}` was rejected");
        Ok(took)
    }

    fn median(
        &mut self,
        count: usize,
        mut text: impl FnMut(usize) -> String,
        scale: f64,
    ) -> Result<f64> {
        let mut times = (0..count)
            .map(|number| self.act(text(number)))
            .collect::<Result<Vec<_>>>()?;
        Ok(percentile(&mut times, 50, scale))
    }

    fn lines(&mut self, figures: &mut Vec<Figure>) -> Result<()> {
        for line in LINES {
            let median = self.median(TIMED, |_| format!("bash[{line}]"), 1e6)?;
            figures.push(Figure::new(
                format!("swe: bash, {line}"),
                median,
                "µs",
                "median; a step of an episode, state only",
            ));
        }
        Ok(())
    }

    /// Edits that no run is remembered of, each with what the tests say of it.
    fn edits(&mut self, figures: &mut Vec<Figure>) -> Result<()> {
        let init = format!("{}/__init__.py", self.package);
        let edit = |number: usize| format!("edit[{init}: 1: 1:\n\"\"\"Version {number}.\"\"\"\n]");
        let first = edit(usize::MAX);
        self.act(first)?;
        let median = self.median(RUNS, edit, 1e3)?;
        figures.push(Figure::new(
            "swe: edit of a file, with the verdict of every test",
            median,
            "ms",
            "median; the text is new: checked as Python, and the tests are run on it in a fresh guest",
        ));
        let median = self.median(TIMED, |_| "run_tests[all]".into(), 1e6)?;
        figures.push(Figure::new(
            "swe: tests of files that were tested before",
            median,
            "µs",
            "median; the verdict is remembered by the files' digest",
        ));
        Ok(())
    }
}

/// Runs of a project's tests in a fresh guest, and in a process of the machine's own Python.
fn runs(project: &Project, figures: &mut Vec<Figure>) -> Result<()> {
    let python = Python::open(Pool::Tests, Limits::python(), &mut |_| ())?;
    let files = project
        .files
        .iter()
        .map(|(path, text)| (format!("/repo/{path}"), text.as_slice()));
    let files = Files::new(files)?;
    let folder = tempfile::tempdir().context("no folder for the project")?;
    write(project, folder.path())?;
    let all = project.tests.len();
    for count in [TESTS.min(all), all] {
        let ids = project.tests[..count].to_vec();
        let tests = Tests {
            expected: ids.clone(),
            ..Tests::new(files.clone(), "/repo")
        };
        let guest = median(|| {
            let tested = python.test(&tests)?;
            ensure!(tested.results.len() == count, "tests were left out");
            Ok(())
        })?;
        figures.push(Figure::new(
            format!("swe: {count} tests in a fresh guest"),
            guest,
            "ms",
            format!("median; of a project's {all} tests, all modules imported"),
        ));
        let Some(native) = native(folder.path(), &ids)? else {
            continue;
        };
        figures.push(Figure::new(
            format!("swe: {count} tests by python3 -m unittest"),
            native,
            "ms",
            "median; a process of its own, over the same files",
        ));
        figures.push(Figure::new(
            format!("swe: python3 over the guest, {count} tests"),
            native / guest.max(1e-9),
            "times",
            "above 1 the guest is the faster",
        ));
    }
    Ok(())
}

fn write(project: &Project, folder: &Path) -> Result<()> {
    for (path, text) in &project.files {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap_or(folder))?;
        fs::write(place, text)?;
    }
    Ok(())
}

/// Median of some runs, in milliseconds; the first is not counted.
fn median(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    work()?;
    let mut times = vec![];
    for _ in 0..RUNS {
        let begun = now();
        work()?;
        times.push(now() - begun);
    }
    Ok(percentile(&mut times, 50, 1e3))
}

/// The same in processes of Python; nothing where there is none.
fn native(folder: &Path, ids: &[String]) -> Result<Option<f64>> {
    let run = || {
        let mut command = Command::new("python3");
        command.args(["-m", "unittest", "-q"]).args(ids);
        command.current_dir(folder).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    if run().is_err() {
        return Ok(None);
    }
    // A project with a bug fails some of its tests, so the status says nothing.
    median(|| run().map(drop).context("python3 cannot be run")).map(Some)
}
