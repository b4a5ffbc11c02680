//! Adding the channels that need the state graph, on the command line.

use crate::files::Paths;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use truestep_core::{
    annotate::{AnnotateOptions, PIVOT_THRESHOLD, annotate, share_graph},
    graph::Limits,
    policy::{Policy, PolicyName},
    rational::Rational,
    registry::Registry,
    text_file,
    trajectory::{AgentInfo, Episode},
};
use truestep_rewards::number::Number;

/// States a free-form step may add to a graph.
pub(crate) const MAX_NEW: u32 = 20_000;

/// How much truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Truth {
    /// Everything that needs no state graph.
    Basic,
    /// Success probability, advantage and pivot as well.
    Graph,
}

/// Under which policy, and how large graphs may grow.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Graph")]
pub(crate) struct GraphArgs {
    /// Policy of values and advantages: behaviour (the one that acted), uniform, eps-optimal(0.3), table(FILE),
    /// best-of-4(POLICY) [default: the one that acted, else eps-optimal(3/10)]
    #[arg(long, value_name = "P")]
    policy: Option<String>,
    /// A step is a pivot if its advantage is at least of this size, or if its action leaves no chance of success where there
    /// was one [default: 1/5]
    #[arg(long, value_name = "N/D", value_parser = fraction)]
    pivot: Option<Rational>,
    #[command(flatten)]
    limits: LimitArgs,
}

/// How large graphs may grow.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Graph")]
pub(crate) struct LimitArgs {
    /// Most states of a graph [default: 1000000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_states: Option<u32>,
    /// Go on with a graph that met that cap: what it cannot know stays absent
    #[arg(long)]
    allow_capped: bool,
}

/// Most states of a graph unless told otherwise.
const MAX_STATES: u32 = 1_000_000;

impl LimitArgs {
    /// The limits.
    pub(crate) fn limits(self) -> Limits {
        Limits {
            allow_capped: self.allow_capped,
            ..Limits::states(self.max_states.unwrap_or(MAX_STATES))
        }
    }
}

/// A small fraction of at least 0, as `99/100` or `0.99`.
pub(crate) fn fraction(text: &str) -> Result<Rational, String> {
    let number = Number::parse(text).map(|n| n.value());
    let small = number.and_then(|n| {
        let (n, d) = (i64::try_from(*n.numer()), i64::try_from(*n.denom()));
        n.ok().zip(d.ok()).filter(|(n, _)| *n >= 0)
    });
    small
        .map(|(n, d)| Rational::new(n, d))
        .ok_or_else(|| "expected a number of at least 0 such as 99/100 or 0.99".into())
}

/// Whose values are annotated.
#[derive(Clone, Debug)]
enum Whose {
    /// Of this policy.
    Named(Policy),
    /// Of the policy that acted, which must be known.
    Behaviour,
    /// Of the policy that acted where it is known, else of the default.
    Known,
}

/// What to annotate with, episode by episode.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    whose: Whose,
    pivot_threshold: Rational,
    limits: Limits,
}

impl Annotation {
    /// Values under `policy`.
    pub(crate) fn under(policy: Policy, limits: Limits) -> Self {
        let (n, d) = PIVOT_THRESHOLD;
        Self {
            whose: Whose::Named(policy),
            pivot_threshold: Rational::new(n, d),
            limits,
        }
    }

    /// What an episode of this agent is annotated with.
    ///
    /// # Errors
    /// If the policy that acted is asked for and not known.
    pub(crate) fn of(&self, agent: &AgentInfo) -> Result<AnnotateOptions> {
        let policy = match &self.whose {
            Whose::Named(policy) => policy.clone(),
            Whose::Behaviour => acted(agent).with_context(|| {
                format!(
                    "`--policy behaviour`: agent `{}` states no policy that can be computed; name one, such as `--policy uniform`",
                    agent.name
                )
            })?,
            Whose::Known => match acted(agent) {
                Some(policy) => policy,
                None => PolicyName::default().load(|path| std::fs::read_to_string(path))?,
            },
        };
        Ok(AnnotateOptions {
            policy,
            pivot_threshold: self.pivot_threshold,
            limits: self.limits,
            max_new: MAX_NEW,
        })
    }
}

/// The policy an agent says it plays. A table is a file of the user's and is read only where the user names it.
fn acted(agent: &AgentInfo) -> Option<Policy> {
    let name: PolicyName = agent.policy.as_deref()?.parse().ok()?;
    let never = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    name.load(never).ok()
}

/// The policy of that name.
///
/// # Errors
/// If its name, or the table it names, cannot be read.
pub(crate) fn load_policy(name: &str) -> Result<Policy> {
    let name: PolicyName = name.parse()?;
    Ok(name.load(|path| text_file::read(path))?)
}

impl GraphArgs {
    /// All options.
    ///
    /// # Errors
    /// As [`load_policy`].
    pub(crate) fn options(&self) -> Result<Annotation> {
        let (n, d) = PIVOT_THRESHOLD;
        Ok(Annotation {
            whose: match self.policy.as_deref() {
                None => Whose::Known,
                Some("behaviour") => Whose::Behaviour,
                Some(name) => Whose::Named(load_policy(name)?),
            },
            pivot_threshold: self.pivot.unwrap_or(Rational::new(n, d)),
            limits: self.limits.limits(),
        })
    }

    /// `paths` with the table of the policy.
    #[must_use]
    pub(crate) fn declared(&self, paths: Paths) -> Paths {
        match &self.policy {
            Some(name) => paths.policy(name),
            None => paths,
        }
    }

    /// That none of these options was given where no graph is made.
    ///
    /// # Errors
    /// The first that was, with the option that gives it an effect.
    pub(crate) fn refuse_without(&self, needed: &str) -> Result<()> {
        let given = [
            ("--policy", self.policy.is_some()),
            ("--pivot", self.pivot.is_some()),
            ("--max-states", self.limits.max_states.is_some()),
            ("--allow-capped", self.limits.allow_capped),
        ];
        match given.iter().find(|(_, is_given)| *is_given) {
            None => Ok(()),
            Some((name, _)) => {
                bail!("`{name}` has no effect without `{needed}`: add it, or leave `{name}` out")
            }
        }
    }
}

/// Annotate `episodes`; neighbours of one task and policy share a graph. Runs on the rayon pool it is called from.
///
/// # Errors
/// The first that cannot be annotated, by its place; that `cancel` was set before all were.
pub(crate) fn annotate_all(
    registry: &Registry,
    episodes: &mut [Episode],
    annotation: &Annotation,
    cancel: &AtomicBool,
) -> Result<()> {
    let together = |a: &Episode, b: &Episode| share_graph(a, b) && a.agent.policy == b.agent.policy;
    let groups: Vec<&mut [Episode]> = episodes.chunk_by_mut(together).collect();
    let done: Vec<Result<()>> = groups
        .into_par_iter()
        .map(|group| {
            let Some(first) = group.first() else {
                return Ok(());
            };
            if cancel.load(Ordering::Relaxed) {
                bail!("interrupted while values were computed");
            }
            let named = format!("{} seed {}", first.task.template, first.task.seed.0);
            let options = annotation.of(&first.agent)?;
            annotate(registry, group, &[], &options).with_context(|| named)
        })
        .collect();
    done.into_iter().collect()
}
