//! The audit of schemes that must see whole trajectories: all of them, up to a length.
//!
//! The length is the horizon or the task's budget, or less if there would be more trajectories than the cap; the report's
//! `budget` says which was used, and episodes end there as they would at a budget. With chance a trajectory takes its draws
//! with it, so that the best one is the best case. Of the trajectories that earn most under the scheme, all must earn most
//! of the outcome too.

mod search;
mod walker;

use super::{
    AuditError, Objective, Options,
    channels::Values,
    report::Report,
    world::{WITH_HORIZON, World},
};
use crate::{number::Fraction, scheme::Scheme};
use search::Search;
use truestep_core::{channels::Channel, graph::NodeId, registry::Prepared};
pub(crate) use walker::Walker;

/// Audit a scheme over all trajectories.
pub(crate) fn audit(
    world: &World,
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<Report, AuditError> {
    let most = match options.objective {
        Objective::Horizon(steps) => steps,
        Objective::Discounted(_) => world.budget,
    };
    let nearest = world.distances.get(world.graph().start()).steps();
    let reaches = |length: u32| length > 0 && nearest.is_none_or(|steps| steps <= length);
    // Rejected actions are part of the game, unless they leave no room for the others.
    let with_rejected = longest(world, most, options.max_trajectories, Moves::WithRejected);
    let (length, moves) = match reaches(with_rejected) {
        true => (with_rejected, Moves::WithRejected),
        false => {
            let length = longest(world, most, options.max_trajectories, Moves::Menu);
            (length, Moves::Menu)
        }
    };
    if !reaches(length) {
        return Err(AuditError::TooManyTrajectories {
            cap: options.max_trajectories,
            steps: nearest.unwrap_or(1).max(length + 1),
        });
    }
    let needs = scheme.needs();
    let asks = WITH_HORIZON
        .iter()
        .any(|&c| c != Channel::StepsLeft && needs.contains(c));
    let values = asks
        .then(|| Values::needed(world, options, length, needs))
        .transpose()?;
    let walker = Walker::new(world, task, values, length, moves);
    if let (true, Some(signal)) = (scheme.is_exact(), &scheme.signal.exact) {
        return Search::<Fraction>::run(walker, signal, scheme, options);
    }
    Search::<f64>::run(walker, &scheme.signal.float, scheme, options)
}

/// Which moves trajectories are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moves {
    /// Those of the menu.
    Menu,
    /// In every state one that is rejected, too.
    WithRejected,
}

/// Longest trajectory that is listed, in steps.
const MAX_LENGTH: u32 = 1_000;

/// The largest number of steps, at most `most`, for which there are no more trajectories than `cap`.
pub(crate) fn longest(world: &World, most: u32, cap: u64, moves: Moves) -> u32 {
    let graph = world.graph();
    let most = most.min(MAX_LENGTH);
    let mut ways: Vec<u64> = vec![1; graph.nodes()];
    for steps in 1..=most {
        let count = |node: NodeId| {
            let edges = graph.edges(node).filter(|&e| world.counts(e));
            let stays = world
                .rejected(node)
                .filter(|_| moves == Moves::WithRejected);
            let nexts = edges
                .flat_map(|e| graph.outcomes(e).iter().map(|(next, _)| next))
                .chain(stays.map(|_| node));
            let sum = nexts.fold(0u64, |sum, next| sum.saturating_add(ways[next.0 as usize]));
            sum.max(1)
        };
        ways = graph.node_ids().map(count).collect();
        if ways[graph.start().0 as usize] > cap {
            return steps - 1;
        }
    }
    most
}
