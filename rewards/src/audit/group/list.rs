//! Every trajectory of a policy, with its probability and the logits it pushes.

use super::super::{
    AuditError, Options,
    channels::Values,
    trajectory::{Moves, Walker, longest},
    world::World,
};
use crate::{
    number::{Fraction, Scalar as _},
    scheme::Scheme,
};
use std::collections::BTreeMap;
use truestep_core::{
    channels::Channel,
    digest::Digest,
    graph::{EdgeId, NodeId, NodeStatus, Rows, edges::Arc},
    policy::StepPolicy,
    registry::Prepared,
    trajectory::{Episode, RecordedView},
    view::ViewName,
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
    /// The logit of every step's own action, `[steps]`.
    pub(super) taken: Vec<usize>,
}

/// Every trajectory of positive probability.
pub(super) struct Listed {
    pub(super) trajectories: Vec<Trajectory>,
    /// The (step, edge) of every logit met, in order of first appearance.
    pub(super) logits: Vec<(u32, EdgeId)>,
    /// Number of the (step, state) of every logit, `[logits]`.
    pub(super) keys: Vec<usize>,
    /// Whether the task has a text view.
    pub(super) text_view: bool,
}

impl Listed {
    pub(super) fn of(
        world: &World,
        task: &dyn Prepared,
        scheme: &Scheme,
        options: &Options,
        horizon: u32,
    ) -> Result<Self, AuditError> {
        if longest(world, horizon, options.max_trajectories, Moves::Menu) < horizon {
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
        let mut walker = Walker::new(world, task, values.transpose()?, horizon, Moves::Menu);
        let policy = policy_of(world, options)?;
        // A world without this view has no text that a scheme could compare, which the report says.
        let views = world.explored.view_texts(ViewName::TEXT);
        let text_view = views.is_ok();
        let views = views.unwrap_or_default().unwrap_or_default();
        let mut lister = Lister {
            world,
            policy,
            views,
            numbers: BTreeMap::new(),
            found: Self {
                trajectories: vec![],
                logits: vec![],
                keys: vec![],
                text_view,
            },
            states: BTreeMap::new(),
        };
        walker.walk(world.graph().start(), &mut |walker| {
            lister.take(walker);
            Ok(())
        })?;
        Ok(lister.found)
    }
}

impl Listed {
    /// A of the expected outcome by logit, `[logits]`: the mean grade after its action less the mean grade after its state,
    /// over the trajectories that pass there. 0 for actions the policy never takes.
    pub(super) fn advantages(&self) -> Vec<Fraction> {
        let nothing = || (Fraction::zero(), Fraction::zero());
        let mut actions = vec![nothing(); self.logits.len()];
        let mut states = vec![nothing(); self.keys.iter().max().map_or(0, |k| k + 1)];
        for trajectory in &self.trajectories {
            let earned = &trajectory.probability * &trajectory.grade;
            for &logit in &trajectory.taken {
                for (mass, grades) in [&mut actions[logit], &mut states[self.keys[logit]]] {
                    *mass += &trajectory.probability;
                    *grades += &earned;
                }
            }
        }
        let mean = |(mass, grades): &(Fraction, Fraction)| grades.clone().over(mass);
        let advantage = |(action, &key): (&(Fraction, Fraction), &usize)| {
            let both = mean(action).zip(mean(&states[key]));
            both.map_or_else(Fraction::zero, |(q, v)| q - v)
        };
        actions.iter().zip(&self.keys).map(advantage).collect()
    }
}

/// π(a|s) by edge.
fn policy_of(world: &World, options: &Options) -> Result<Vec<Fraction>, AuditError> {
    let graph = world.graph();
    let labels = matches!(options.policy.steps(), StepPolicy::Table(_))
        .then(|| world.explored.labels())
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
    states: BTreeMap<(u32, NodeId), usize>,
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
        if probability.is_nought() {
            return;
        }
        let start = self.world.graph().start();
        let last = arcs.last().map_or(start, |arc| arc.to);
        let grade = self.world.grade(last).map_or_else(Fraction::zero, |g| {
            Fraction::new((*g.numer()).into(), (*g.denom()).into())
        });
        let pushes = (0..).zip(&arcs).map(|(t, arc)| self.push(t, arc)).collect();
        let own = |(t, arc): (u32, &Arc)| self.numbers[&(t, arc.edge)];
        let taken = (0..).zip(&arcs).map(own).collect();
        self.found.trajectories.push(Trajectory {
            episode: self.episode(walker, &arcs),
            probability,
            grade,
            pushes,
            taken,
        });
    }

    /// ∇ log π of one step: 1\[a′ = a\] − π(a′|s).
    fn push(&mut self, step: u32, arc: &Arc) -> Vec<(usize, Fraction)> {
        let next = self.states.len();
        let key = *self.states.entry((step, arc.from)).or_insert(next);
        let edges = self.world.graph().edges(arc.from);
        let entry = |edge: EdgeId| {
            let Listed { logits, keys, .. } = &mut self.found;
            let number = *self.numbers.entry((step, edge)).or_insert_with(|| {
                logits.push((step, edge));
                keys.push(key);
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
                transition.action_probability = Some(self.policy[edge].to_f64());
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
                frame.observation = vec![RecordedView::of_text(ViewName::TEXT, text.clone())];
            }
        }
        episode.trace = trace;
        episode
    }
}
