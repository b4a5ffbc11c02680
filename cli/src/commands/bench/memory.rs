//! How much memory things take, as the system counts it.
//!
//! What a process has freed it uses again before it asks for more, so each weighing is done by a process of its own: the
//! program calls itself with `--weigh`.

use super::{Args, Effort, Figure};
use crate::App;
use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use std::{hint::black_box, process::Command, sync::Arc};
use truestep_core::{
    chance::{Chance as _, Seed},
    host::{Capabilities, Input, Shard},
    model::Model,
    registry::{Prepared, Registry},
};
#[cfg(feature = "shop")]
use truestep_envs::shop::{compat::Compat, strict::StrictShop};
use truestep_session::{Filter, Plan};

/// Environments loaded, definitions made and moments held to weigh one.
const ENVIRONMENTS: usize = 50_000;
const DEFINITIONS: u64 = 4_000;
const MOMENTS: usize = 200_000;
/// Steps played before a moment is taken.
const STEPS: u32 = 6;

/// What can be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Weighed {
    /// A running environment without truth and views.
    Environment,
    /// The definition of a task.
    Definition,
    /// A moment of the strict shop.
    #[cfg(feature = "shop")]
    StrictMoment,
    /// A moment of WebShop.
    #[cfg(feature = "shop")]
    WebshopMoment,
    /// An environment in whose project a file was written.
    #[cfg(feature = "swe")]
    Written,
}

/// The result of a weighing.
#[derive(Serialize, Deserialize)]
struct Weight {
    bytes: f64,
}

/// Resident memory of this process in bytes; `None` where the system does not say.
pub(super) fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0)
}

/// Weigh what `env` has, each in a process of its own; nothing where this is no process of the program, or the system does
/// not tell.
pub(super) fn measure(
    env: &str,
    args: &Args,
    app: &App<'_, '_>,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let Some(program) = app
        .terminal
        .program()
        .filter(|_| resident_bytes().is_some())
    else {
        return Ok(());
    };
    let all = [
        (
            Weighed::Environment,
            "environment",
            "running environment",
            "state before and after the step, clock, digests; truth and views come on top",
        ),
        (
            Weighed::Definition,
            "definition",
            "definition of a task",
            "goal, index entries and tables of one task; the catalogue is shared",
        ),
        #[cfg(feature = "shop")]
        (
            Weighed::StrictMoment,
            "strict-moment",
            "moment, strict",
            "state, view memory and place of an episode a few steps old",
        ),
        #[cfg(feature = "shop")]
        (
            Weighed::WebshopMoment,
            "webshop-moment",
            "moment, webshop",
            "state, view memory and place of an episode a few steps old",
        ),
        #[cfg(feature = "swe")]
        (
            Weighed::Written,
            "written",
            "running environment with a file of its own",
            "the same after a line was written to a file that no other environment has",
        ),
    ];
    for (weighed, name, title, note) in all {
        if !is_weighed(weighed, env) {
            continue;
        }
        let mut command = Command::new(program);
        command.args(["bench", env, "--json", "--weigh", name]);
        command.args(["--seed", &args.seed.to_string()]);
        command.args(args.world.as_arguments());
        let said = command.output().context("cannot start another process")?;
        let weight: Weight = serde_json::from_slice(&said.stdout).with_context(|| {
            format!(
                "cannot weigh {title}: {}",
                String::from_utf8_lossy(&said.stderr)
            )
        })?;
        figures.push(Figure::new(
            format!("{env}: {title}"),
            weight.bytes,
            "bytes",
            note,
        ));
    }
    Ok(())
}

/// Whether an environment has this, in such a number that it can be weighed.
fn is_weighed(weighed: Weighed, env: &str) -> bool {
    match weighed {
        Weighed::Environment => true,
        // A project of `swe` takes a second or more to make.
        Weighed::Definition => env != "swe",
        #[cfg(feature = "shop")]
        Weighed::StrictMoment | Weighed::WebshopMoment => env == "shop",
        #[cfg(feature = "swe")]
        Weighed::Written => env == "swe",
    }
}

/// Weigh one thing in this process and print it.
pub(super) fn weigh(
    weighed: Weighed,
    registry: &Registry,
    env: &str,
    effort: Effort,
    app: &mut App<'_, '_>,
) -> Result<()> {
    let bytes = match weighed {
        Weighed::Environment => environment(registry, env, effort.seed)?,
        Weighed::Definition => definition(registry, env, effort.seed)?,
        #[cfg(feature = "shop")]
        Weighed::StrictMoment => moment::<StrictShop>(registry, env, effort.seed)?,
        #[cfg(feature = "shop")]
        Weighed::WebshopMoment => moment::<Compat>(registry, env, effort.seed)?,
        #[cfg(feature = "swe")]
        Weighed::Written => written(registry, env, effort.seed)?,
    };
    app.terminal.print_json(&Weight { bytes })
}

/// What resident memory grows by while `make` makes `count` things, for each.
fn growth<T>(count: usize, make: impl FnOnce() -> Result<T>) -> Result<f64> {
    let before = resident_bytes().context("this system does not tell resident memory")?;
    let made = black_box(make()?);
    let after = resident_bytes().context("this system does not tell resident memory")?;
    drop(made);
    Ok((after - before).max(0.0) / count as f64)
}

/// One task of every template.
fn tasks(registry: &Registry, env: &str, seed: u64) -> Result<Vec<Arc<dyn Prepared>>> {
    let templates = registry.select(env)?;
    let mut plan = Plan::new(registry, &templates, seed, Filter::default());
    Ok(plan.next(templates.len() as u64)?)
}

fn environment(registry: &Registry, env: &str, seed: u64) -> Result<f64> {
    let tasks = tasks(registry, env, seed)?;
    let mut shard = registry.shard_builder().build(ENVIRONMENTS);
    growth(ENVIRONMENTS, || {
        for (slot, task) in (0..ENVIRONMENTS).zip(tasks.iter().cycle()) {
            task.load(&mut shard, slot, slot as u32, &Capabilities::bare())?;
        }
        Ok(())
    })
}

/// Environments that are written to.
#[cfg(feature = "swe")]
const WRITTEN: usize = 10_000;

#[cfg(feature = "swe")]
fn written(registry: &Registry, env: &str, seed: u64) -> Result<f64> {
    let tasks = tasks(registry, env, seed)?;
    let mut shard = registry.shard_builder().build(WRITTEN);
    growth(WRITTEN, || {
        for (slot, task) in (0..WRITTEN).zip(tasks.iter().cycle()) {
            task.load(&mut shard, slot, slot as u32, &Capabilities::bare())?;
            let line = format!("create[notes.txt: slot {slot}]");
            shard.submit(slot, Input::Text(line), None)?;
        }
        shard.run();
        Ok(())
    })
}

fn definition(registry: &Registry, env: &str, seed: u64) -> Result<f64> {
    let templates = registry.select(env)?;
    let mut plan = Plan::new(registry, &templates, seed, Filter::default());
    growth(DEFINITIONS as usize, || Ok(plan.next(DEFINITIONS)?))
}

fn moment<M: Model>(registry: &Registry, env: &str, seed: u64) -> Result<f64> {
    for task in tasks(registry, env, seed)? {
        let mut shard = registry.shard_builder().build(1);
        task.load(&mut shard, 0, 0, &Capabilities::bare())?;
        walk(&mut shard, Seed(seed))?;
        if let Ok(moment) = shard.moment::<M>(0) {
            return growth(MOMENTS, || Ok(vec![moment; MOMENTS]));
        }
    }
    bail!("`{env}` has no task of `{}`", M::NAME)
}

/// A few steps at random.
fn walk(shard: &mut Shard, seed: Seed) -> Result<()> {
    let mut at = seed.stream("weigh");
    for _ in 0..STEPS {
        if shard.end(0)?.is_some() {
            break;
        }
        at = at.next();
        let entries = shard.with_menu(0, |_, _, menu| menu.len())?;
        let index = at.sampled().below(u32::try_from(entries)?);
        shard.submit(0, Input::Menu(index), None)?;
        shard.run();
    }
    Ok(())
}
