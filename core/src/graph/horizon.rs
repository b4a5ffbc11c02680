//! V, Q and A with `h` steps left under a policy, exact.
//!
//! `V_0` is the grade of nodes that have ended and 0 elsewhere; `Q_h(s, a) = Σ p(s′) V_{h−1}(s′)`;
//! `V_h(s) = Σ π(a) Q_h(s, a)`. All numerators of layer `h` are whole numbers over one denominator `G · L^h`: `L` is the
//! least common multiple of the rows' denominators, `G` that of the grades. Nothing is reduced inside; a number is
//! reduced once, when it is asked for. Two layers are in memory at a time.

use super::{Fraction, GraphError, NodeId, Outcomes, Rows, limbs, unsettled::Unsettled};
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;
use rayon::prelude::*;

/// Bytes two layers may take unless told otherwise: 2 GiB.
const DEFAULT_MAX_BYTES: u64 = 2 << 30;
/// Longest numbers that are computed: one of 2¹⁷ bits takes a quarter of a second to reduce.
const MAX_BITS: u64 = 1 << 17;
/// Most products of two 64-bit words that all layers may take together: some twenty seconds of one core. A command solves a
/// graph several times over.
const MAX_PRODUCTS: u64 = 20_000_000_000;
/// Rows one task computes, so that small graphs stay on one thread.
const TASK_ROWS: usize = 256;

/// What is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The probability of success: grade 1 counts 1, any other 0.
    Success,
    /// The expected grade.
    Outcome,
}

/// One number asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query<'a> {
    /// V of a node with this many steps left.
    Value {
        /// The node.
        node: NodeId,
        /// Steps left before any further action.
        steps_left: u32,
    },
    /// Q of an action (of the graph, by [`super::StateGraph::outcomes`], or free-form, by [`super::Landing::outcomes`]).
    Action {
        /// Where it leads.
        outcomes: Outcomes<'a>,
        /// Steps left before the action; at least 1.
        steps_left: u32,
    },
}

impl Query<'_> {
    /// Steps left before any further action.
    #[must_use]
    pub fn steps_left(self) -> u32 {
        match self {
            Query::Value { steps_left, .. } | Query::Action { steps_left, .. } => steps_left,
        }
    }
}

/// The exact finite-horizon solver of one policy and one measure.
#[derive(Debug)]
pub struct Horizon {
    unsettled: Unsettled,
    /// Denominator of a row → `L / denominator` in limbs, by dense node.
    factor: Vec<Vec<u64>>,
    base: BigUint,
    grade_unit: u64,
    max_bytes: u64,
}

impl Horizon {
    /// The solver of `rows` for `measure`.
    ///
    /// # Errors
    /// [`GraphError::NotMarkov`] for the expected outcome of best-of-K where grades are partial.
    pub fn new(rows: &Rows<'_>, measure: Measure) -> Result<Self, GraphError> {
        let unsettled = Unsettled::of(rows, measure)?;
        let mut distinct = unsettled.denominator.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let base = distinct
            .iter()
            .fold(BigUint::one(), |l, &d| l.lcm(&BigUint::from(d)));
        let factors: Vec<Vec<u64>> = distinct.iter().map(|&d| limbs::of(&(&base / d))).collect();
        let factor = unsettled.denominator.iter().map(|d| {
            let place = distinct.binary_search(d);
            factors[place.expect("invariant: every denominator is listed")].clone()
        });
        Ok(Self {
            factor: factor.collect(),
            grade_unit: unsettled.grade_unit,
            unsettled,
            base,
            max_bytes: DEFAULT_MAX_BYTES,
        })
    }

    /// The same with another limit on the bytes two layers may take.
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Compute layers `0..=last` in order and show each to `visit`.
    ///
    /// # Errors
    /// [`GraphError::TooLong`] if the last layer would take more memory than allowed, [`GraphError::TooSlow`] if its numbers
    /// would be so long that nobody waits for them; nothing is computed then.
    pub fn layers(&self, last: u32, mut visit: impl FnMut(&Layer<'_>)) -> Result<(), GraphError> {
        let unit = BigUint::from(self.grade_unit);
        let bits = self.base.bits() * u64::from(last) + unit.bits();
        let nodes = self.unsettled.live.len();
        if 2 * (nodes as u64) * bits.div_ceil(64) * 8 > self.max_bytes {
            return Err(GraphError::TooLong {
                nodes,
                bits,
                max_bytes: self.max_bytes,
            });
        }
        // The best of K has K times the digits; numbers grow evenly, so the mean layer is half as wide as the last.
        let longest = bits.saturating_mul(u64::from(self.unsettled.rollouts));
        let rows = (self.unsettled.arcs.len() + nodes) as u64;
        let products = rows
            .saturating_mul(u64::from(last))
            .saturating_mul(bits.div_ceil(128));
        if last > 0 && (longest > MAX_BITS || products > MAX_PRODUCTS) {
            return Err(GraphError::TooSlow {
                nodes,
                bits: longest,
            });
        }
        let mut layer = Layer {
            horizon: self,
            steps_left: 0,
            now: Numbers::zero(nodes, unit),
            before: Numbers::zero(0, BigUint::one()),
        };
        visit(&layer);
        for steps_left in 1..=last {
            let next = self.next(&layer.now);
            layer.before = std::mem::replace(&mut layer.now, next);
            layer.steps_left = steps_left;
            visit(&layer);
        }
        Ok(())
    }

    fn next(&self, before: &Numbers) -> Numbers {
        let denominator = &before.denominator * &self.base;
        let mut now = Numbers::zero(self.unsettled.live.len(), denominator);
        // Numerators of ended nodes are over the grade unit: this many of the layer's units each.
        let unit = limbs::of(&(&before.denominator / self.grade_unit));
        let width = now.width;
        now.limbs
            .par_chunks_mut(width)
            .enumerate()
            .with_min_len(TASK_ROWS)
            .for_each_init(
                || vec![0u64; width],
                |sum, (node, out)| {
                    sum.fill(0);
                    let unsettled = &self.unsettled;
                    for &(next, n) in
                        &unsettled.arcs[unsettled.first[node]..unsettled.first[node + 1]]
                    {
                        limbs::add_product(sum, before.at(next as usize), n);
                    }
                    let ended = unsettled.ended[node];
                    limbs::add_long_product(sum, &unit, &[ended as u64, (ended >> 64) as u64]);
                    let used = width - sum.iter().rev().take_while(|&&l| l == 0).count();
                    limbs::add_long_product(out, &sum[..used], &self.factor[node]);
                },
            );
        now
    }

    /// The numbers asked for, in the order asked; `None` where states beyond the cap matter, and for an action with no
    /// steps left.
    ///
    /// # Errors
    /// As [`Horizon::layers`].
    pub fn solve(&self, queries: &[Query<'_>]) -> Result<Vec<Option<Fraction>>, GraphError> {
        let mut order: Vec<usize> = (0..queries.len()).collect();
        order.sort_by_key(|&i| queries[i].steps_left());
        let mut answers = vec![None; queries.len()];
        let Some(&latest) = order.last() else {
            return Ok(answers);
        };
        let mut next = 0;
        self.layers(queries[latest].steps_left(), |layer| {
            while let Some(&i) = order
                .get(next)
                .filter(|&&i| queries[i].steps_left() == layer.steps_left)
            {
                answers[i] = layer.answer(queries[i]);
                next += 1;
            }
        })?;
        Ok(answers)
    }
}

/// The numerators of one layer, `[live]`, each `width` limbs.
#[derive(Debug)]
struct Numbers {
    width: usize,
    limbs: Vec<u64>,
    denominator: BigUint,
}

impl Numbers {
    fn zero(nodes: usize, denominator: BigUint) -> Self {
        let width = limbs::width(&denominator);
        Self {
            width,
            limbs: vec![0; nodes * width],
            denominator,
        }
    }

    fn at(&self, dense: usize) -> &[u64] {
        &self.limbs[dense * self.width..(dense + 1) * self.width]
    }
}

/// All values with one number of steps left.
#[derive(Debug)]
pub struct Layer<'h> {
    horizon: &'h Horizon,
    steps_left: u32,
    now: Numbers,
    before: Numbers,
}

impl Layer<'_> {
    /// Steps left before any further action.
    #[must_use]
    pub fn steps_left(&self) -> u32 {
        self.steps_left
    }

    /// The answer to a query of this layer; `None` where states beyond the cap matter, or for an action with no steps
    /// left.
    #[must_use]
    pub fn answer(&self, query: Query<'_>) -> Option<Fraction> {
        match query {
            Query::Value { node, .. } => self.value(node),
            Query::Action { outcomes, .. } => self.action_value(outcomes),
        }
    }

    /// V of a node; `None` where states beyond the cap matter.
    #[must_use]
    pub fn value(&self, node: NodeId) -> Option<Fraction> {
        let unsettled = &self.horizon.unsettled;
        unsettled.knows(node, self.steps_left).then(|| {
            let numerator = self.horizon.numerator(&self.now, node);
            Fraction::new(numerator, self.now.denominator.clone()).best_of(unsettled.rollouts)
        })
    }

    /// Q of an action that leads to `outcomes`; `None` where states beyond the cap matter, or with no steps left.
    #[must_use]
    pub fn action_value(&self, outcomes: Outcomes<'_>) -> Option<Fraction> {
        let left = self.steps_left.checked_sub(1)?;
        let unsettled = &self.horizon.unsettled;
        let mut sum = BigUint::ZERO;
        for (next, n) in outcomes.iter() {
            if !unsettled.knows(next, left) {
                return None;
            }
            sum += self.horizon.numerator(&self.before, next) * n;
        }
        let denominator = &self.before.denominator * outcomes.denominator();
        Some(Fraction::new(sum, denominator).best_of(unsettled.rollouts))
    }
}

impl Horizon {
    fn numerator(&self, numbers: &Numbers, node: NodeId) -> BigUint {
        match self.unsettled.dense_of(node) {
            None => &numbers.denominator / self.grade_unit * self.unsettled.grade[node.at()],
            Some(dense) => limbs::to_big(numbers.at(dense)),
        }
    }
}

#[cfg(test)]
mod tests;
