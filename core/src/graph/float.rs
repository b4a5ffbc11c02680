//! The finite-horizon values in doubles, for when exact ones would take too long. Nothing uses them unasked.

use super::{GraphError, Measure, NodeId, Outcomes, Rows, unsettled::Unsettled};
use rayon::prelude::*;

/// Rows one task computes.
const TASK_ROWS: usize = 1024;

/// [`super::Horizon`] in doubles: the same numbers up to rounding, in the same order of operations on any number of
/// threads. Each layer adds at most a few units in the last place.
#[derive(Debug)]
pub struct FloatHorizon {
    unsettled: Unsettled,
    /// Probabilities of the unsettled's arcs.
    probability: Vec<f64>,
    /// By live node: expected grade from ending at once.
    ended: Vec<f64>,
}

impl FloatHorizon {
    /// The solver of `rows` for `measure`.
    ///
    /// # Errors
    /// As [`super::Horizon::new`].
    pub fn new(rows: &Rows<'_>, measure: Measure) -> Result<Self, GraphError> {
        let unsettled = Unsettled::of(rows, measure)?;
        let mut probability = Vec::with_capacity(unsettled.arcs.len());
        for (node, &denominator) in unsettled.denominator.iter().enumerate() {
            let arcs = &unsettled.arcs[unsettled.first[node]..unsettled.first[node + 1]];
            probability.extend(arcs.iter().map(|&(_, n)| n as f64 / denominator as f64));
        }
        let unit = unsettled.grade_unit as f64;
        let ended = unsettled.ended.iter().zip(&unsettled.denominator);
        let ended = ended.map(|(&n, &d)| n as f64 / d as f64 / unit).collect();
        Ok(Self {
            unsettled,
            probability,
            ended,
        })
    }

    /// Compute layers `0..=last` in order and show each to `visit`.
    pub fn layers(&self, last: u32, mut visit: impl FnMut(&FloatLayer<'_>)) {
        let nodes = self.unsettled.live.len();
        let mut layer = FloatLayer {
            horizon: self,
            steps_left: 0,
            now: vec![0.0; nodes],
            before: vec![],
        };
        visit(&layer);
        for steps_left in 1..=last {
            let next = (0..nodes)
                .into_par_iter()
                .with_min_len(TASK_ROWS)
                .map(|node| self.next(node, &layer.now))
                .collect();
            layer.before = std::mem::replace(&mut layer.now, next);
            layer.steps_left = steps_left;
            visit(&layer);
        }
    }

    fn next(&self, node: usize, before: &[f64]) -> f64 {
        let range = self.unsettled.first[node]..self.unsettled.first[node + 1];
        let arcs = self.unsettled.arcs[range.clone()].iter();
        arcs.zip(&self.probability[range])
            .fold(self.ended[node], |sum, (&(next, _), p)| {
                sum + p * before[next as usize]
            })
    }

    fn value(&self, numbers: &[f64], node: NodeId) -> f64 {
        match self.unsettled.dense_of(node) {
            Some(dense) => numbers[dense],
            None => self.unsettled.grade[node.at()] as f64 / self.unsettled.grade_unit as f64,
        }
    }

    fn best_of(&self, p: f64) -> f64 {
        // 1 − (1 − p)^k by multiplication, in a fixed order.
        1.0 - (0..self.unsettled.rollouts).fold(1.0, |miss, _| miss * (1.0 - p))
    }
}

/// All values with one number of steps left, in doubles.
#[derive(Debug)]
pub struct FloatLayer<'h> {
    horizon: &'h FloatHorizon,
    steps_left: u32,
    now: Vec<f64>,
    before: Vec<f64>,
}

impl FloatLayer<'_> {
    /// Steps left before any further action.
    #[must_use]
    pub fn steps_left(&self) -> u32 {
        self.steps_left
    }

    /// V of a node; `None` where states beyond the cap matter.
    #[must_use]
    pub fn value(&self, node: NodeId) -> Option<f64> {
        let horizon = self.horizon;
        let known = horizon.unsettled.knows(node, self.steps_left);
        known.then(|| horizon.best_of(horizon.value(&self.now, node)))
    }

    /// Q of an action that leads to `outcomes`; `None` where states beyond the cap matter, or with no steps left.
    #[must_use]
    pub fn action_value(&self, outcomes: Outcomes<'_>) -> Option<f64> {
        let left = self.steps_left.checked_sub(1)?;
        let horizon = self.horizon;
        let denominator = outcomes.denominator() as f64;
        let mut sum = 0.0;
        for (next, n) in outcomes.iter() {
            if !horizon.unsettled.knows(next, left) {
                return None;
            }
            sum += n as f64 / denominator * horizon.value(&self.before, next);
        }
        Some(horizon.best_of(sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{Evidence, Horizon, testing::random_table},
        policy::Policy,
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn doubles_are_the_exact_values_up_to_rounding(seed in any::<u64>(), best_of in 1u32..4) {
            let graph = random_table(seed, 12).raw();
            let distances = graph.distances(Evidence::Required);
            let policy = Policy::uniform().best_of(best_of.try_into().unwrap());
            let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
            let mut exact = vec![];
            Horizon::new(&rows, Measure::Success).unwrap().layers(6, |layer| {
                exact.extend(graph.node_ids().map(|n| layer.value(n).unwrap().exact().value()));
                exact.extend((0..graph.edge_count() as u32).filter_map(|e| {
                    Some(layer.action_value(graph.outcomes(crate::graph::EdgeId(e)))?.exact().value())
                }));
            }).unwrap();
            let mut float = vec![];
            FloatHorizon::new(&rows, Measure::Success).unwrap().layers(6, |layer| {
                float.extend(graph.node_ids().map(|n| layer.value(n).unwrap()));
                float.extend((0..graph.edge_count() as u32).filter_map(|e| layer.action_value(graph.outcomes(crate::graph::EdgeId(e)))));
            });
            prop_assert_eq!(exact.len(), float.len());
            for (e, f) in exact.iter().zip(&float) {
                prop_assert!((e - f).abs() < 1e-13, "{} {}", e, f);
            }
        }
    }
}
