//! Channels that depend on the steps left: how likely success is under a policy, what an action changes, what decides.

use super::{AuditError, Options, world::World};
use truestep_core::{
    graph::{
        Fraction, Horizon, Layer, Measure, Rows,
        pivots::{THRESHOLD, is_pivot},
    },
    policy::StepPolicy,
    rational::{Exact, Rational},
    truth::{Reachable, StateTruth, StepTruth},
};

/// Most values kept, of states and actions with every number of steps left.
const MAX_VALUES: u64 = 20_000_000;

/// Values under the policy, `[steps left][node]` and `[steps left][edge]`.
pub(crate) struct Values {
    success: Vec<Vec<Exact>>,
    advantage: Vec<Vec<Fraction>>,
}

impl Values {
    pub(crate) fn of(world: &World, options: &Options, steps: u32) -> Result<Self, AuditError> {
        let graph = world.graph();
        let size = (graph.nodes() + graph.edge_count()) as u64 * u64::from(steps + 1);
        if size > MAX_VALUES {
            return Err(AuditError::TooLong {
                nodes: graph.nodes(),
                horizon: steps,
            });
        }
        let labels = matches!(options.policy.steps(), StepPolicy::Table(_))
            .then(|| world.explored.labels(None))
            .flatten();
        let rows = Rows::of(graph, &options.policy, &world.distances, labels.as_ref())?;
        let mut values = Self {
            success: vec![],
            advantage: vec![],
        };
        let solver = Horizon::new(&rows, Measure::Success)?;
        solver.layers(steps, |layer| values.add(world, layer))?;
        Ok(values)
    }

    fn add(&mut self, world: &World, layer: &Layer<'_>) {
        let graph = world.graph();
        let zero = || Fraction::of(Rational::from_integer(0));
        let value = |node| layer.value(node).unwrap_or_else(zero);
        let by_node: Vec<Fraction> = graph.node_ids().map(value).collect();
        let mut advantage = Vec::with_capacity(graph.edge_count());
        for node in graph.node_ids() {
            for edge in graph.edges(node) {
                let q = layer.action_value(graph.outcomes(edge));
                let q = q.unwrap_or_else(|| by_node[node.0 as usize].clone());
                advantage.push(q.minus(&by_node[node.0 as usize]));
            }
        }
        self.success
            .push(by_node.iter().map(Fraction::exact).collect());
        self.advantage.push(advantage);
    }

    /// Complete the truth of a node with `left` steps left.
    pub(crate) fn complete_state(&self, truth: &mut StateTruth, node: usize, left: u32) {
        truth.success_probability = Some(self.success[left as usize][node]);
    }

    /// The truth of a step along `edge` with `left` steps left before it.
    pub(crate) fn complete_step(
        &self,
        step: &StepTruth,
        edge: usize,
        left: u32,
        reachable: [Reachable; 2],
    ) -> StepTruth {
        let advantage = &self.advantage[left as usize][edge];
        let threshold = Rational::new(THRESHOLD.0, THRESHOLD.1);
        StepTruth {
            advantage: Some(advantage.exact()),
            pivot: Some(is_pivot(advantage, threshold, reachable[0], reachable[1])),
            ..step.clone()
        }
    }
}
