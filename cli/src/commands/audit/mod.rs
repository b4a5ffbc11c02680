//! `audit`: is a reward sound in a task?

use super::show::{one_template, task_of};
use crate::{
    App, Exit,
    annotating::{fraction, load_policy},
    files, numbers,
    parameters::ParameterArgs,
    progress::now,
    threads::ThreadArgs,
    world::{WorldArgs, Worlds},
};
use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde::Serialize;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};
use truestep_core::{
    graph::{Evidence, Limits, Mode},
    rational::Rational,
    registry::Prepared,
};
use truestep_rewards::{
    Form, Scheme,
    audit::{self, GroupReport, Objective, Options, Report, Role, Table, TransitionNumbers},
};

/// Arguments of `audit`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The scheme (not with --rewards) and the task, such as `gain:clipped shop/coupon`
    #[arg(value_names = ["SCHEME", "ENV/TEMPLATE"], num_args = 0..=2)]
    what: Vec<String>,
    /// Audit the numbers of this file instead of a scheme: one per line, in the order of `graph --edges`
    #[arg(long, value_name = "F")]
    rewards: Option<PathBuf>,
    /// Judge a table instead of a task: JSON with `start`, `transitions` (from, action, to, reward, probability) and the
    /// `policy` that was meant
    #[arg(long, value_name = "T.json", conflicts_with_all = ["what", "rewards", "seed", "rollout", "horizon", "policy", "added", "group", "supported", "mode", "max_states", "max_trajectories"])]
    table: Option<PathBuf>,
    /// Seed of the instance [default: the smallest that has one]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Rollout whose start is audited, where starts are drawn
    #[arg(long, value_name = "R", default_value_t = 0)]
    rollout: u32,
    /// Discount of the objective
    #[arg(long, value_name = "G", default_value = "99/100", value_parser = fraction)]
    discount: Rational,
    /// No discount, but this many steps: what is best may depend on the steps left
    #[arg(long, value_name = "H", conflicts_with = "discount", value_parser = clap::value_parser!(u32).range(1..))]
    horizon: Option<u32>,
    /// Policy of success probabilities and advantages, for schemes that need them
    #[arg(long, value_name = "P", default_value = "eps-optimal(3/10)")]
    policy: String,
    /// The reward is meant to be added to the outcome: audit the sum of both
    #[arg(long)]
    added: bool,
    /// Judge the policy gradient that groups of this many rollouts make [default for schemes that compare episodes: 2]
    #[arg(long, value_name = "K", conflicts_with_all = ["rewards", "added", "supported", "discount", "mode"], value_parser = clap::value_parser!(u32).range(1..))]
    group: Option<u32>,
    /// Leave out actions that commit before their evidence is known; without it, they are judged beside the others
    #[arg(long)]
    supported: bool,
    /// Which states are one
    #[arg(long, value_enum, default_value = "lumped")]
    mode: Modes,
    /// Most states of the graph, times what the scheme remembers
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(1..))]
    max_states: u32,
    /// Most trajectories, for schemes that must see whole ones
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    max_trajectories: u64,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    parameters: ParameterArgs,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Modes {
    /// States that cannot be told apart by anything that counts are one.
    Lumped,
    /// Every state by itself.
    Raw,
}

/// What is audited.
enum Reward<'a> {
    Scheme(&'a str),
    File(&'a Path, String),
}

impl Args {
    fn options(&self) -> Result<Options> {
        Ok(Options {
            objective: match self.horizon {
                Some(steps) => Objective::Horizon(steps),
                None => Objective::Discounted(self.discount),
            },
            role: match self.added {
                true => Role::Added,
                false => Role::Whole,
            },
            evidence: match self.supported {
                true => Evidence::Required,
                false => Evidence::Ignored,
            },
            policy: load_policy(&self.policy)?,
            rollout: self.rollout,
            mode: match self.mode {
                Modes::Lumped => Mode::Lumped,
                Modes::Raw => Mode::Raw,
            },
            limits: Limits::states(self.max_states),
            max_trajectories: self.max_trajectories,
            numbers: Arc::default(),
        })
    }

    /// That nothing is asked of a task's world beside a table, which has its own.
    fn check_alone(&self, worlds: &dyn Worlds) -> Result<()> {
        let set = (!self.parameters.is_empty()).then_some("set");
        match set.or_else(|| self.world.first_given(worlds)) {
            None => Ok(()),
            Some(name) => {
                bail!("`--{name}` is of a task, and a table has its world in it: leave it out")
            }
        }
    }

    /// The reward and the task's selector.
    fn subject(&self) -> Result<(Reward<'_>, &str)> {
        match (&self.rewards, &self.what[..]) {
            (None, [scheme, task]) => Ok((Reward::Scheme(scheme), task)),
            (Some(_), [task]) if self.seed.is_none() => {
                // A list of numbers does not say what it prices: nothing but the seed tells one list from another.
                bail!(
                    "with --rewards give --seed S too, the seed with which `graph {task} --seed S --edges` wrote the transitions \
                     that were priced"
                )
            }
            (Some(path), [task]) => {
                let text = files::text(path)?;
                Ok((Reward::File(path, text), task))
            }
            (None, _) => {
                bail!("give a scheme and a task, such as `audit gain:clipped shop/coupon`")
            }
            (Some(_), _) => {
                bail!("with --rewards give the task alone, such as `audit --rewards F shop/coupon`")
            }
        }
    }
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    if let Some(path) = &args.table {
        args.check_alone(app.worlds)?;
        return judge_table(path, args.discount, app);
    }
    let mut options = args.options()?;
    let (reward, selector) = args.subject()?;
    if let Reward::Scheme(text) = reward {
        options.numbers = read_numbers(text, selector, args.seed)?;
    }
    let pool = args.threads.pool()?;
    let registry = args
        .parameters
        .over(&args.world.registry_for(app.worlds, selector)?)?;
    let template = match (one_template(&registry, selector), &reward) {
        // The other way round is the likeliest mistake, and what is wrong with either word does not tell it.
        (Err(_), Reward::Scheme(first)) if registry.select(first).is_ok() => {
            bail!("the scheme comes before the task: `audit {selector} {first}`")
        }
        (template, _) => template?,
    };
    let task = task_of(&registry, &template, args.seed)?;
    let prepared = registry.prepare(&task)?;
    let started = now();
    let verdict = pool.install(|| judge(&reward, &*prepared, &options, args.group))?;
    let time = (now() - started).as_secs_f64();
    app.terminal.tell(&format!("audited in {time:.2} s"));
    if app.json {
        app.terminal.print_json(&verdict)?;
    } else {
        app.terminal.print(&verdict.to_string())?;
    }
    Ok(match verdict.is_sound() {
        true => Exit::Done,
        false => Exit::Failed,
    })
}

/// The files of numbers that a scheme reads: in an audit, of one number a transition.
fn read_numbers(text: &str, task: &str, seed: Option<u64>) -> Result<Arc<[TransitionNumbers]>> {
    // What is wrong with the scheme is said where it is read; the arguments may be the other way round.
    let Ok(scheme) = text.parse::<Scheme>() else {
        return Ok(Arc::default());
    };
    let named = numbers::named(std::slice::from_ref(&scheme));
    if !named.is_empty() && seed.is_none() {
        bail!(
            "with numbers of transitions give --seed S too, the seed with which `graph {task} --seed S --edges` wrote the transitions \
             they are of"
        );
    }
    let read = |file: &str| {
        let text = files::text(file.as_ref())?;
        TransitionNumbers::read(file, &text).with_context(|| format!("`{file}`"))
    };
    Ok(named
        .into_iter()
        .map(read)
        .collect::<Result<Vec<_>>>()?
        .into())
}

/// Whether the policy that was meant is best in a table.
fn judge_table(path: &Path, discount: Rational, app: &mut App<'_, '_>) -> Result<Exit> {
    let text = files::text(path)?;
    let table = Table::read(&text).with_context(|| format!("`{}`", path.display()))?;
    let report = table.judge(Objective::Discounted(discount))?;
    match app.json {
        true => app.terminal.print_json(&report)?,
        false => app.terminal.print(&report.to_string())?,
    }
    Ok(match report.is_sound() {
        true => Exit::Done,
        false => Exit::Failed,
    })
}

/// Rollouts of a group unless told otherwise: the fewest that can be compared.
const GROUP: u32 = 2;

/// What was found: of a reward, or of the gradient a group makes.
#[derive(Serialize)]
#[serde(untagged)]
enum Verdict {
    Reward(Box<Report>),
    Gradient(Box<GroupReport>),
}

impl Verdict {
    fn is_sound(&self) -> bool {
        match self {
            Verdict::Reward(report) => report.is_sound(),
            Verdict::Gradient(report) => report.is_sound(),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Reward(report) => report.fmt(f),
            Verdict::Gradient(report) => report.fmt(f),
        }
    }
}

fn judge(
    reward: &Reward<'_>,
    task: &dyn Prepared,
    options: &Options,
    group: Option<u32>,
) -> Result<Verdict> {
    let report = match reward {
        Reward::Scheme(text) => {
            let scheme = audit::read(text, options.objective)?;
            let compares = scheme.has_credit() || scheme.form() == Form::Group;
            if let Some(size) = group.or(compares.then_some(GROUP)) {
                // Nothing is discounted here, so shaping is read as it is written.
                let scheme: Scheme = text.parse()?;
                let report = audit::audit_group(&scheme, task, options, size)?;
                return Ok(Verdict::Gradient(Box::new(report)));
            }
            audit::audit_scheme(&scheme, task, options)?
        }
        Reward::File(path, text) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let name = name.to_string_lossy();
            let failed = || format!("`{}`", path.display());
            audit::check_prices(text, task, options, &name).with_context(failed)?
        }
    };
    Ok(Verdict::Reward(Box::new(report)))
}
