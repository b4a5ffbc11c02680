//! Every trajectory of a policy, with its probability and the logits it pushes.

use super::super::{
    AuditError, Options,
    channels::Values,
    trajectory::{Walker, longest},
    world::World,
};
use crate::{number::Fraction, scheme::Scheme};
use num_traits::{One, Zero};
use std::collections::BTreeMap;
use truestep_core::{
    channels::Channel,
    digest::Digest,
    graph::{EdgeId, NodeId, NodeStatus, Rows, edges::Arc},
    model::ViewKind,
    policy::StepPolicy,
    registry::Prepared,
    trajectory::{Episode, View},
};

/// Channels that a listed trajectory carries beside those of the task.
pub(super) const ADDED: [Channel; 6] = [
    Channel::StepsLeft,
    Channel::SuccessProbability,
    Channel::Advantage,
    Channel::Pivot,
    Channel::Redundant,
    Channel::ActionProbability,
];

/// One trajectory.
pub(super) struct Trajectory {
    pub(super) episode: Episode,
    /// Its probability under the policy.
    pub(super) probability: Fraction,
    /// The grade it ends with; 0 if it is cut off.
    pub(super) grade: Fraction,
    /// ∇ log π of every step, `[steps]`: logits with their entries.
    pub(super) pushes: Vec<Vec<(usize, Fraction)>>,
}

/// Every trajectory of positive probability.
pub(super) struct Listed {
    pub(super) trajectories: Vec<Trajectory>,
    /// The (step, edge) of every logit met, in order of first appearance.
    pub(super) logits: Vec<(u32, EdgeId)>,
}

impl Listed {
    pub(super) fn of(
        world: &World,
        task: &dyn Prepared,
        scheme: &Scheme,
        options: &Options,
        horizon: u32,
    ) -> Result<Self, AuditError> {
        if longest(world, horizon, options.max_trajectories) < horizon {
            return Err(AuditError::TooManyTrajectories {
                cap: options.max_trajectories,
                steps: horizon,
            });
        }
        let under_policy = [
            Channel::SuccessProbability,
            Channel::Advantage,
            Channel::Pivot,
        ];
        let asks = under_policy.iter().any(|&c| scheme.needs().contains(c));
        let values = asks.then(|| Values::of(world, options, horizon));
        let mut walker = Walker::new(world, task, values.transpose()?, horizon);
        let policy = policy_of(world, options)?;
        let views = world.explored.labels(Some(ViewKind::Text));
        let views = views.map(|l| l.views).unwrap_or_default();
        let mut lister = Lister {
            world,
            policy,
            views,
            numbers: BTreeMap::new(),
            found: Self {
                trajectories: vec![],
                logits: vec![],
            },
        };
        walker.walk(world.graph().start(), &mut |walker| {
            lister.take(walker);
            Ok(())
        })?;
        Ok(lister.found)
    }
}

/// π(a|s) by edge.
fn policy_of(world: &World, options: &Options) -> Result<Vec<Fraction>, AuditError> {
    let graph = world.graph();
    let labels = matches!(options.policy.steps(), StepPolicy::Table(_))
        .then(|| world.explored.labels(None))
        .flatten();
    if options.policy.rollouts() > 1 {
        return Err(AuditError::Graph(
            truestep_core::graph::GraphError::NotMarkov {
                policy: options.policy.name().to_string(),
                what: "gradient",
            },
        ));
    }
    let rows = Rows::of(graph, &options.policy, &world.distances, labels.as_ref())?;
    let mut policy = vec![Fraction::zero(); graph.edge_count()];
    let running = |n: &NodeId| graph.status(*n) == NodeStatus::Running;
    for node in graph.node_ids().filter(running) {
        let row = rows.edge_row(node)?;
        for (edge, &numerator) in graph.edges(node).zip(row.numerators()) {
            policy[edge.0 as usize] = Fraction::new(numerator.into(), row.denominator().into());
        }
    }
    Ok(policy)
}

struct Lister<'w> {
    world: &'w World,
    policy: Vec<Fraction>,
    views: Vec<String>,
    numbers: BTreeMap<(u32, EdgeId), usize>,
    found: Listed,
}

impl Lister<'_> {
    fn take(&mut self, walker: &Walker<'_>) {
        let arcs = walker.arcs.iter().map(|&i| self.world.arcs[i as usize]);
        let arcs: Vec<Arc> = arcs.collect();
        let probability = arcs.iter().fold(Fraction::one(), |p, arc| {
            let chance = Fraction::new(arc.numerator.into(), arc.denominator.into());
            p * &self.policy[arc.edge.0 as usize] * chance
        });
        if probability.is_zero() {
            return;
        }
        let start = self.world.graph().start();
        let last = arcs.last().map_or(start, |arc| arc.to);
        let grade = self.world.grade(last).map_or_else(Fraction::zero, |g| {
            Fraction::new((*g.numer()).into(), (*g.denom()).into())
        });
        let pushes = (0..).zip(&arcs).map(|(t, arc)| self.push(t, arc)).collect();
        self.found.trajectories.push(Trajectory {
            episode: self.episode(walker, &arcs),
            probability,
            grade,
            pushes,
        });
    }

    /// ∇ log π of one step: 1\[a′ = a\] − π(a′|s).
    fn push(&mut self, step: u32, arc: &Arc) -> Vec<(usize, Fraction)> {
        let edges = self.world.graph().edges(arc.from);
        let entry = |edge: EdgeId| {
            let logits = &mut self.found.logits;
            let number = *self.numbers.entry((step, edge)).or_insert_with(|| {
                logits.push((step, edge));
                logits.len() - 1
            });
            let share = -self.policy[edge.0 as usize].clone();
            let chosen = edge == arc.edge;
            (
                number,
                if chosen {
                    share + Fraction::one()
                } else {
                    share
                },
            )
        };
        edges.map(entry).collect()
    }

    /// The episode with what only a whole one has: its history, what it was shown, how likely its actions were.
    fn episode(&self, walker: &Walker<'_>, arcs: &[Arc]) -> Episode {
        let mut episode = walker.episode.clone();
        let start = self.world.graph().start();
        let nodes = std::iter::once(start).chain(arcs.iter().map(|arc| arc.to));
        let mut trace = Digest::default();
        for (t, node) in nodes.enumerate() {
            if let Some(transition) = t.checked_sub(1).map(|t| &mut episode.transitions[t]) {
                let edge = arcs[t - 1].edge.0 as usize;
                transition.action_probability =
                    Some(crate::number::Scalar::to_f64(&self.policy[edge]));
                trace = trace.chain(transition.action.as_bytes());
            }
            let frame = match t.checked_sub(1) {
                Some(t) => &mut episode.transitions[t].after,
                None => &mut episode.start,
            };
            trace = trace.chain(&frame.digests.state.0.to_le_bytes());
            frame.digests.trace = trace;
            if let Some(text) = self.views.get(node.0 as usize) {
                frame.digests.observation = Digest::of(text.as_bytes());
                frame.observation = vec![View {
                    kind: ViewKind::Text,
                    text: text.clone(),
                }];
            }
        }
        episode.trace = trace;
        episode
    }
}
