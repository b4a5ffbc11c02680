//! A graph as files.

use super::{Args, solve::with_rows};
use crate::files::{Paths, write_whole};
use anyhow::{Result, bail};
use std::path::Path;
use truestep_core::{
    graph::task::TaskGraph,
    graph::{
        Evidence, GraphError, Labels, Solution, dot,
        edges::{self, RejectedAction},
        file,
    },
    policy::Policy,
    view::ViewName,
};

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// With its solution, to be read again.
    Json,
    /// For Graphviz.
    Dot,
}

/// What the name of a file asks for.
fn shown(path: &Path) -> Result<Shown> {
    match path.extension() {
        None => Ok(Shown::Json),
        Some(ending) if ending == "json" => Ok(Shown::Json),
        Some(ending) if ending == "dot" => Ok(Shown::Dot),
        Some(_) => bail!(
            "cannot write a graph as `{}`: expected a name that ends in .json, or in .dot for Graphviz, which draws pictures",
            path.display()
        ),
    }
}

/// That what was asked for can be written, before any work is done.
///
/// # Errors
/// If a name means no form of a graph, or a result would go where another goes, or over what is read.
pub(super) fn check(args: &Args) -> Result<()> {
    let paths = Paths::default().world(&args.world);
    let paths = (args.policy.iter()).fold(paths, |paths, name| paths.policy(name));
    paths
        .writes("--out", args.out.as_deref())
        .writes("--edges", args.edges.as_deref())
        .check()?;
    args.out.as_deref().map_or(Ok(Shown::Json), shown).map(drop)
}

/// Most states of a graph that `--json` prints with the rest.
pub(super) const MAX_PRINTED: usize = 1_000;

/// A small graph with its solution - if its policy has one - in the form [`write`] gives it; `None` for a large one.
pub(super) fn printed(
    graph: &dyn TaskGraph,
    policy: &Policy,
    horizon: u32,
) -> Result<Option<serde_json::Value>> {
    if graph.graph().nodes() > MAX_PRINTED {
        return Ok(None);
    }
    let solution = match solve(graph, policy, horizon) {
        Ok(solution) => Some(solution),
        // A policy without values of single states still has a graph.
        Err(error) if is_not_markov(&error) => None,
        Err(error) => return Err(error),
    };
    let mut text = vec![];
    write_graph(graph, solution.as_ref(), &mut text)?;
    Ok(Some(serde_json::from_slice(&text)?))
}

fn is_not_markov(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(GraphError::NotMarkov { .. }))
}

fn solve(graph: &dyn TaskGraph, policy: &Policy, horizon: u32) -> Result<Solution> {
    with_rows(graph, policy, |rows| Ok(Solution::of(rows, horizon)?))
}

/// Texts of edges and nodes; empty where states were not kept.
fn labels(graph: &dyn TaskGraph) -> Result<Labels> {
    let mut labels = graph.labels().unwrap_or_default();
    labels.views = graph.view_texts(ViewName::TEXT)?.unwrap_or_default();
    Ok(labels)
}

fn write_graph(
    graph: &dyn TaskGraph,
    solution: Option<&Solution>,
    out: &mut dyn std::io::Write,
) -> Result<()> {
    let labels = labels(graph)?;
    Ok(file::write(graph.graph(), &labels, solution, out)?)
}

/// Write what was asked for.
pub(super) fn write(
    args: &Args,
    graph: &dyn TaskGraph,
    policy: &Policy,
    horizon: u32,
) -> Result<()> {
    let states = graph.graph();
    if let Some(path) = &args.out {
        if shown(path)? == Shown::Dot {
            let labels = labels(graph)?;
            let distances = states.distances(Evidence::Required);
            write_whole(path, |out| {
                Ok(dot::write(states, &labels, &distances, out)?)
            })?;
        } else {
            let solution = solve(graph, policy, horizon)?;
            write_whole(path, |out| write_graph(graph, Some(&solution), out))?;
        }
    }
    if let Some(path) = &args.edges {
        let labels = graph.labels().unwrap_or_default();
        let distances = states.distances(Evidence::Required);
        let truth = graph.truth()?;
        let rejected = truth.iter().flat_map(|truth| &truth.rejected);
        let rejected: Vec<RejectedAction> = rejected
            .map(|r| RejectedAction {
                node: r.node,
                action: r.action.to_owned(),
                codes: r.codes.clone(),
            })
            .collect();
        write_whole(path, |out| {
            Ok(edges::write(states, &labels, &distances, &rejected, out)?)
        })?;
    }
    Ok(())
}
