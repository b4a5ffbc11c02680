//! How often a policy is where: d(t, s), exact.

use super::{Fraction, GraphError, NodeId, NodeStatus, Rows};
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

/// The probability that after `t` actions from a start the episode has just come to a node.
///
/// A node that has ended is visited at the step that reached it and not after, so the visits of one step sum to the
/// probability that the episode lasts that long.
#[derive(Debug)]
pub struct Visits {
    step: u32,
    numerator: Vec<BigUint>,
    denominator: BigUint,
}

impl Visits {
    /// Compute steps `0..=last` in order and show each to `visit`.
    ///
    /// # Errors
    /// [`GraphError::NotMarkov`] for best-of-K; [`GraphError::BeyondCap`] if an unexpanded node is met before the last
    /// step.
    pub fn steps(
        rows: &Rows<'_>,
        start: NodeId,
        last: u32,
        mut visit: impl FnMut(&Visits),
    ) -> Result<(), GraphError> {
        if rows.policy().rollouts() > 1 {
            return Err(GraphError::NotMarkov {
                policy: rows.policy().name().to_string(),
                what: "visitation",
            });
        }
        let graph = rows.graph();
        let mut denominators: Vec<u64> = graph.node_ids().map(|n| rows.denominator(n)).collect();
        denominators.sort_unstable();
        denominators.dedup();
        let base = denominators
            .iter()
            .fold(BigUint::one(), |l, &d| l.lcm(&BigUint::from(d)));
        let mut now = Visits {
            step: 0,
            numerator: vec![BigUint::ZERO; graph.nodes()],
            denominator: BigUint::one(),
        };
        now.numerator[start.at()] = BigUint::one();
        visit(&now);
        while now.step < last {
            let mut next = vec![BigUint::ZERO; graph.nodes()];
            for node in graph.node_ids() {
                let here = &now.numerator[node.at()];
                if here.is_zero() {
                    continue;
                }
                if graph.status(node) == NodeStatus::Unexpanded {
                    return Err(GraphError::BeyondCap);
                }
                let share = here * (&base / rows.denominator(node));
                for &(to, n) in rows.arcs(node) {
                    next[to.at()] += &share * n;
                }
            }
            now = Visits {
                step: now.step + 1,
                numerator: next,
                denominator: now.denominator * &base,
            };
            visit(&now);
        }
        Ok(())
    }

    /// Actions taken so far.
    #[must_use]
    pub fn step(&self) -> u32 {
        self.step
    }

    /// d(t, s) of a node.
    #[must_use]
    pub fn probability(&self, node: NodeId) -> Fraction {
        Fraction::new(self.numerator[node.at()].clone(), self.denominator.clone())
    }

    /// The nodes visited with positive probability, in order.
    pub fn visited(&self) -> impl Iterator<Item = NodeId> {
        let nodes = self.numerator.iter().enumerate();
        nodes
            .filter(|(_, n)| !n.is_zero())
            .map(|(i, _)| NodeId(i as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{Evidence, Horizon, Measure, Query, testing::random_table},
        policy::Policy,
    };
    use num_rational::BigRational;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn arriving_at_success_sums_to_the_success_probability(seed in any::<u64>(), last in 0u32..7) {
            let graph = random_table(seed, 10).raw();
            let distances = graph.distances(Evidence::Required);
            let policy = Policy::uniform();
            let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
            let (mut arrived, mut ended) = (BigRational::zero(), BigRational::zero());
            Visits::steps(&rows, NodeId(0), last, |visits| {
                let mut alive = BigRational::zero();
                for node in visits.visited() {
                    let p = visits.probability(node).reduced();
                    alive += &p;
                    if graph.is_success(node) {
                        arrived += &p;
                    }
                }
                assert_eq!(&alive + &ended, BigRational::one(), "nothing gets lost at step {}", visits.step());
                let over = |n: &NodeId| matches!(graph.status(*n), NodeStatus::Ended(_));
                ended += visits.visited().filter(over).map(|n| visits.probability(n).reduced()).sum::<BigRational>();
            }).unwrap();
            let start = Query::Value { node: NodeId(0), steps_left: last };
            let value = Horizon::new(&rows, Measure::Success).unwrap().solve(&[start]).unwrap().remove(0).unwrap();
            prop_assert_eq!(arrived, value.reduced());
        }
    }

    #[test]
    fn best_of_k_has_no_visits() {
        let graph = random_table(1, 5).raw();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform().best_of(3.try_into().unwrap());
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let refused = Visits::steps(&rows, NodeId(0), 1, |_| ());
        assert!(matches!(refused, Err(GraphError::NotMarkov { .. })));
    }
}
