//! A graph as files.

use super::{Args, solve::with_rows};
use anyhow::{Context as _, Result};
use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};
use truestep_core::{
    graph::{Evidence, GraphError, Solution, dot, edges, file},
    model::ViewKind,
    oracle::TaskGraph,
    policy::Policy,
};

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

fn write_graph(
    graph: &dyn TaskGraph,
    solution: Option<&Solution>,
    out: &mut dyn std::io::Write,
) -> Result<()> {
    let labels = graph.labels(Some(ViewKind::Text)).unwrap_or_default();
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
        if path.extension().is_some_and(|e| e == "dot") {
            let labels = graph.labels(Some(ViewKind::Text)).unwrap_or_default();
            let distances = states.distances(Evidence::Required);
            save(path, |out| {
                Ok(dot::write(states, &labels, &distances, out)?)
            })?;
        } else {
            let solution = solve(graph, policy, horizon)?;
            save(path, |out| write_graph(graph, Some(&solution), out))?;
        }
    }
    if let Some(path) = &args.edges {
        let labels = graph.labels(None).unwrap_or_default();
        let distances = states.distances(Evidence::Required);
        save(path, |out| {
            Ok(edges::write(states, &labels, &distances, out)?)
        })?;
    }
    Ok(())
}

fn save(path: &Path, write: impl FnOnce(&mut dyn std::io::Write) -> Result<()>) -> Result<()> {
    let failed = || format!("cannot write `{}`", path.display());
    let file = File::create(path).with_context(failed)?;
    let mut out = BufWriter::with_capacity(1 << 18, file);
    write(&mut out).with_context(failed)?;
    out.flush().with_context(failed)
}
