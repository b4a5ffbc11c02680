//! Channels that depend on the steps left: how likely success is under a policy, what an action changes, what decides.

use super::{AuditError, Options, world::World};
use truestep_core::{
    channels::{Channel, Channels},
    graph::{
        Fraction, Horizon, Layer, Measure, Outcomes, Rows,
        pivots::{THRESHOLD, is_pivot},
    },
    policy::StepPolicy,
    rational::{Exact, Rational},
    truth::{StateTruth, StepTruth},
};

/// Most values kept, of states and actions with every number of steps left: about half a gigabyte.
const MAX_VALUES: u64 = 8_000_000;

/// What is said of an action.
struct Deed {
    advantage: Exact,
    /// Whether it is a pivot by the default threshold.
    is_pivot: bool,
}

/// Values under the policy.
pub(crate) struct Values {
    /// `[steps left][node]`.
    success: Vec<Vec<Exact>>,
    /// `[steps left][edge]`; empty if nothing about actions is needed.
    deeds: Vec<Vec<Deed>>,
}

impl Values {
    /// Everything, for schemes whose needs are not looked at.
    pub(crate) fn of(world: &World, options: &Options, steps: u32) -> Result<Self, AuditError> {
        Self::needed(world, options, steps, Channels::of(Channel::ALL))
    }

    /// What the channels `needs` ask for.
    pub(crate) fn needed(
        world: &World,
        options: &Options,
        steps: u32,
        needs: Channels,
    ) -> Result<Self, AuditError> {
        let graph = world.graph();
        let deeds = [Channel::Advantage, Channel::Pivot]
            .iter()
            .any(|&c| needs.contains(c));
        let entries = graph.nodes() + if deeds { world.actions.len() } else { 0 };
        if entries as u64 * (u64::from(steps) + 1) > MAX_VALUES {
            return Err(AuditError::TooLong {
                nodes: graph.nodes(),
                horizon: steps,
            });
        }
        let labels = matches!(options.policy.steps(), StepPolicy::Table(_))
            .then(|| world.explored.labels())
            .flatten();
        let rows = Rows::of(graph, &options.policy, &world.distances, labels.as_ref())?;
        let mut values = Self {
            success: vec![],
            deeds: vec![],
        };
        let solver = Horizon::new(&rows, Measure::Success)?;
        solver.layers(steps, |layer| values.add(world, layer, deeds))?;
        Ok(values)
    }

    fn add(&mut self, world: &World, layer: &Layer<'_>, deeds: bool) {
        let graph = world.graph();
        let value = |node| {
            let value = layer.value(node);
            value.unwrap_or_else(|| Fraction::of(Rational::from_integer(0)))
        };
        let by_node: Vec<Fraction> = graph.node_ids().map(value).collect();
        self.success
            .push(by_node.iter().map(Fraction::exact).collect());
        if !deeds {
            return;
        }
        let threshold = Rational::new(THRESHOLD.0, THRESHOLD.1);
        let deed = |q: Option<Fraction>, value: &Fraction| {
            let q = q.unwrap_or_else(|| value.clone());
            Deed {
                is_pivot: is_pivot(&q, value, threshold),
                advantage: q.minus(value).exact(),
            }
        };
        let mut all = Vec::with_capacity(world.actions.len());
        for node in graph.node_ids() {
            let value = &by_node[node.0 as usize];
            for edge in graph.edges(node) {
                all.push(deed(layer.action_value(graph.outcomes(edge)), value));
            }
        }
        // A rejected action costs a step and stays; those edges follow the graph's, node by node.
        for node in graph.node_ids().filter(|&n| world.rejected(n).is_some()) {
            let q = layer.action_value(Outcomes::Sure(node));
            all.push(deed(q, &by_node[node.0 as usize]));
        }
        self.deeds.push(all);
    }

    /// Complete the truth of a node with `left` steps left.
    pub(crate) fn complete_state(&self, truth: &mut StateTruth, node: usize, left: u32) {
        truth.success_probability = Some(self.success[left as usize][node]);
    }

    /// The truth of a step along `edge` with `left` steps left before it.
    pub(crate) fn complete_step(&self, step: &StepTruth, edge: usize, left: u32) -> StepTruth {
        let Some(deed) = self.deeds.get(left as usize).map(|layer| &layer[edge]) else {
            return step.clone();
        };
        StepTruth {
            advantage: Some(deed.advantage),
            pivot: Some(deed.is_pivot),
            ..step.clone()
        }
    }
}
