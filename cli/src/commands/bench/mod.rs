//! `bench`: how fast things are here.
//!
//! One file per thing measured. Every figure is the best of several passes over the same work, because the machine's other
//! work only ever makes a pass slower; what is worked on is fixed by the seed, so that figures of two versions compare.

#![cfg_attr(
    not(feature = "shop"),
    allow(
        dead_code,
        reason = "what is measured of a model by its name is measured of the shop's"
    )
)]

#[cfg(feature = "tools")]
mod calls;
mod clock;
mod enumerate;
mod fork;
mod memory;
mod plan;
mod reset;
mod rewards;
#[cfg(feature = "shop")]
mod shop;
mod steps;
#[cfg(feature = "swe")]
mod swe;
mod views;
#[cfg(feature = "search")]
mod wiki;

use crate::{App, Exit, table::table, world::WorldArgs};
use anyhow::{Context as _, Result, bail};
use plan::Recorded;
use serde::Serialize;
use std::sync::Arc;
use truestep_core::registry::{Family, Registry};

/// Arguments of `bench`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What is measured: an environment, or rewards [default: everything]
    #[arg(value_name = "ENV|rewards")]
    what: Option<String>,
    /// Seed of the work
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Seconds each figure may take, at least one pass
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=600))]
    time: u32,
    /// The heavy figures as well: catalogues of 100,000 and 1,180,000 products, a wiki of 100,000 pages
    #[arg(long)]
    full: bool,
    /// Weigh one thing in this process, print its bytes and do nothing else
    #[arg(long, value_enum, hide = true, requires = "what")]
    weigh: Option<memory::Weighed>,
    /// Take steps in environments laid out this way, print their digest and do nothing else
    #[arg(long, value_enum, hide = true, requires = "what")]
    #[cfg(feature = "shop")]
    layout: Option<shop::overhead::Layout>,
    /// Steps of each environment for --layout
    #[arg(long, hide = true, default_value_t = 500)]
    #[cfg(feature = "shop")]
    steps: u32,
    #[command(flatten)]
    world: WorldArgs,
}

/// A figure.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    /// What was measured, stable.
    name: String,
    /// How much.
    value: f64,
    /// Of what.
    unit: &'static str,
    /// What to know about it.
    note: String,
}

impl Figure {
    fn new(
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
        note: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
            note: note.into(),
        }
    }
}

/// The result.
#[derive(Serialize)]
struct BenchResult {
    version: &'static str,
    machine: Machine,
    seed: u64,
    figures: Vec<Figure>,
}

#[derive(Serialize)]
struct Machine {
    architecture: &'static str,
    system: &'static str,
    cores: usize,
    /// Whether the program was built with optimisation; figures of a debug build say nothing.
    optimised: bool,
}

/// How the figures of one call are taken.
#[derive(Clone, Copy)]
struct Effort {
    seed: u64,
    seconds: u32,
    full: bool,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    #[cfg(feature = "shop")]
    if let Some(layout) = args.layout {
        shop::overhead::walk(layout, args.steps, app)?;
        return Ok(Exit::Done);
    }
    let registry = match args.what.as_deref() {
        // A process of its own weighs one environment, and is given the options of all.
        Some(env) if env != "rewards" && args.weigh.is_none() => {
            args.world.registry_for(app.worlds, env)
        }
        _ => args.world.registry(app.worlds),
    }?;
    let effort = Effort {
        seed: args.seed,
        seconds: args.time,
        full: args.full,
    };
    if let (Some(weighed), Some(env)) = (args.weigh, &args.what) {
        memory::weigh(weighed, &registry, env, effort, app)?;
        return Ok(Exit::Done);
    }
    let machine = Machine {
        architecture: std::env::consts::ARCH,
        system: std::env::consts::OS,
        cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        optimised: !cfg!(debug_assertions),
    };
    if !machine.optimised {
        app.terminal
            .tell("warning: built without optimisation; the figures say nothing: use `cargo run --release`");
    }
    app.terminal.begin_long_work();
    let mut figures = vec![];
    for family in chosen(&registry, args.what.as_deref())? {
        environment(&registry, family.env(), args, effort, &mut figures, app)?;
    }
    if args.what.as_deref().is_none_or(|w| w == "rewards") {
        app.terminal.tell("rewards …");
        rewards::measure(&registry, effort, &mut figures)?;
    }
    let result = BenchResult {
        version: env!("CARGO_PKG_VERSION"),
        machine,
        seed: args.seed,
        figures,
    };
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

/// The environments that are measured.
fn chosen<'r>(registry: &'r Registry, what: Option<&str>) -> Result<Vec<&'r Arc<dyn Family>>> {
    Ok(match what {
        None => registry.families().iter().collect(),
        Some("rewards") => vec![],
        Some(env) => vec![registry.family(env)?],
    })
}

/// Say what comes next, unless the user asked to stop.
fn stage(env: &str, what: &str, app: &mut App<'_, '_>) -> Result<()> {
    if app.terminal.is_cancelled() {
        bail!("interrupted");
    }
    app.terminal.tell(&format!("{env}: {what} …"));
    Ok(())
}

/// All figures of one environment.
fn environment(
    registry: &Registry,
    env: &str,
    args: &Args,
    effort: Effort,
    figures: &mut Vec<Figure>,
    app: &mut App<'_, '_>,
) -> Result<()> {
    stage(env, "memory", app)?;
    memory::measure(env, args, app, figures)?;
    #[cfg(feature = "swe")]
    if env == "swe" {
        return swe::measure(registry, effort, figures, app);
    }
    stage(env, "recording what is played", app)?;
    let played =
        Recorded::of(registry, env, effort.seed).with_context(|| format!("cannot play `{env}`"))?;
    stage(env, "steps", app)?;
    steps::measure(env, &played, effort, figures)?;
    stage(env, "views", app)?;
    views::measure(env, &played, effort, figures)?;
    stage(env, "resets", app)?;
    reset::measure(registry, env, &played, effort, figures)?;
    stage(env, "forks", app)?;
    fork::measure(env, &played, effort, figures)?;
    stage(env, "graphs", app)?;
    enumerate::measure(env, &played, effort, figures)?;
    #[cfg(feature = "search")]
    if env == "search" {
        stage(env, "queries", app)?;
        wiki::measure(effort, figures)?;
    }
    #[cfg(feature = "tools")]
    if env == "tools" {
        fork::measure_model::<truestep_envs::tools::kernel::Tools>(&played, effort, figures)?;
        stage(env, "calls", app)?;
        calls::measure(effort, figures)?;
    }
    #[cfg(feature = "shop")]
    if env == "shop" {
        shop::measure(&played, args, effort, figures, app)?;
    }
    Ok(())
}

impl BenchResult {
    fn to_text(&self) -> String {
        let row = |f: &Figure| {
            let value = match f.value.abs() {
                v if v >= 1000.0 => format!("{:.0}", f.value),
                v if v >= 10.0 => format!("{:.1}", f.value),
                _ => format!("{:.3}", f.value),
            };
            vec![f.name.clone(), value, f.unit.to_owned(), f.note.clone()]
        };
        let Machine {
            architecture,
            system,
            cores,
            ..
        } = self.machine;
        format!(
            "truestep {} on {architecture} {system}, {cores} cores\n\n{}",
            self.version,
            table(
                &["figure", "value", "unit", ""],
                &[1],
                self.figures.iter().map(row).collect()
            )
        )
    }
}
