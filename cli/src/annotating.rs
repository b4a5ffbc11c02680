//! Adding the channels that need the state graph, on the command line.

use anyhow::{Context as _, Result};
use clap::Args;
use rayon::prelude::*;
use std::{
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering},
};
use truestep_core::{
    annotate::{AnnotateOptions, PIVOT_THRESHOLD, annotate, share_graph},
    graph::Limits,
    policy::{Policy, PolicyName},
    rational::Rational,
    registry::Registry,
    text_file,
    trajectory::Episode,
};

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
    /// Policy of values and advantages: uniform, eps-optimal(3/10), table(FILE), best-of-4(POLICY)
    #[arg(long, value_name = "P", default_value = "eps-optimal(3/10)")]
    policy: String,
    /// Advantages of at least this size make a pivot
    #[arg(long, value_name = "N/D", default_value = "1/5", value_parser = Rational::from_str)]
    pivot: Rational,
    #[command(flatten)]
    limits: LimitArgs,
}

/// How large graphs may grow.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Graph")]
pub(crate) struct LimitArgs {
    /// Most states of a graph
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..))]
    max_states: u32,
    /// Go on with a graph that met that cap: what it cannot know stays absent
    #[arg(long)]
    allow_capped: bool,
}

impl LimitArgs {
    /// The limits.
    pub(crate) fn limits(self) -> Limits {
        Limits {
            allow_capped: self.allow_capped,
            ..Limits::states(self.max_states)
        }
    }
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
    pub(crate) fn options(&self) -> Result<AnnotateOptions> {
        debug_assert_eq!(PIVOT_THRESHOLD, (1, 5), "the default of `--pivot`");
        Ok(AnnotateOptions {
            policy: load_policy(&self.policy)?,
            pivot_threshold: self.pivot,
            limits: self.limits.limits(),
            max_new: MAX_NEW,
        })
    }
}

/// Annotate `episodes`; neighbours of one task share a graph. Runs on the rayon pool it is called from. When `cancel` becomes
/// true, some episodes stay as they were.
///
/// # Errors
/// The first that cannot be annotated, by its place.
pub(crate) fn annotate_all(
    registry: &Registry,
    episodes: &mut [Episode],
    options: &AnnotateOptions,
    cancel: &AtomicBool,
) -> Result<()> {
    let groups: Vec<&mut [Episode]> = episodes.chunk_by_mut(share_graph).collect();
    let done: Vec<Result<()>> = groups
        .into_par_iter()
        .map(|group| {
            if cancel.load(Ordering::Relaxed) {
                return Ok(());
            }
            let named = group
                .first()
                .map(|e| (e.task.template.clone(), e.task.seed));
            annotate(registry, group, &[], options).with_context(|| match named {
                Some((template, seed)) => format!("{template} seed {}", seed.0),
                None => String::new(),
            })
        })
        .collect();
    done.into_iter().collect()
}
