//! V, Q and A with `h` steps left under a policy, exact.
//!
//! `V_0` is the grade of nodes that have ended and 0 elsewhere; `Q_h(s, a) = Σ p(s′) V_{h−1}(s′)`;
//! `V_h(s) = Σ π(a) Q_h(s, a)`. All numerators of layer `h` are whole numbers over one denominator `G · L^h`: `L` is the
//! least common multiple of the rows' denominators, `G` that of the grades. Nothing is reduced inside; a number is
//! reduced once, when it is asked for. Two layers are in memory at a time.

use super::{
    GraphError, NodeId, NodeStatus, Outcomes, RUNNING, Rows, StateGraph, distance::Reverse, limbs,
};
use crate::rational::{Exact, Rational};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Bytes two layers may take unless told otherwise: 2 GiB.
const DEFAULT_MAX_BYTES: u64 = 2 << 30;
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

/// An exact number, not reduced.
#[derive(Clone, Debug)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigUint,
}

impl Fraction {
    pub(super) fn new(numerator: BigUint, denominator: BigUint) -> Self {
        Self {
            numerator: numerator.into(),
            denominator,
        }
    }

    /// A small fraction.
    #[must_use]
    pub fn of(rational: Rational) -> Self {
        Self {
            numerator: (*rational.numer()).into(),
            denominator: rational.denom().unsigned_abs().into(),
        }
    }

    /// The number in lowest terms.
    #[must_use]
    pub fn reduced(&self) -> BigRational {
        BigRational::new(self.numerator.clone(), self.denominator.clone().into())
    }

    /// The number as trajectories carry it.
    #[must_use]
    pub fn exact(&self) -> Exact {
        Exact::from_big(&self.numerator, &self.denominator)
    }

    /// This number minus another: an advantage, for Q and V; luck, for V(s′) and Q.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let (mine, theirs) = (&self.denominator, &other.denominator);
        let difference = &self.numerator * BigInt::from(theirs.clone())
            - &other.numerator * BigInt::from(mine.clone());
        Self {
            numerator: difference,
            denominator: mine * theirs,
        }
    }

    /// How this number compares with another; nothing is reduced for it.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let mine = &self.numerator * BigInt::from(other.denominator.clone());
        mine.cmp(&(&other.numerator * BigInt::from(self.denominator.clone())))
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self {
            numerator: self.numerator.abs(),
            denominator: self.denominator.clone(),
        }
    }

    /// `1 − (1 − p)^k`: the probability that the best of `k` independent tries succeeds.
    #[must_use]
    pub fn best_of(&self, k: u32) -> Self {
        if k == 1 {
            return self.clone();
        }
        let whole = BigInt::from(self.denominator.pow(k));
        let miss = (BigInt::from(self.denominator.clone()) - &self.numerator).pow(k);
        Self {
            numerator: &whole - miss,
            denominator: self.denominator.pow(k),
        }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other).is_eq()
    }
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
    /// Q of an action (of the graph, by [`StateGraph::outcomes`], or free-form, by [`super::Landing::outcomes`]).
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
    frame: Frame,
    /// Denominator of a row → `L / denominator` in limbs, by dense node.
    factor: Vec<Vec<u64>>,
    base: BigUint,
    grade_unit: u64,
    max_bytes: u64,
}

/// What both the exact and the float solver compute over: the nodes whose value is not known at once.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) rollouts: u32,
    /// Dense number of a node, or `NOT_LIVE`.
    dense: Vec<u32>,
    /// The live nodes, ascending.
    pub(super) live: Vec<NodeId>,
    /// `[live + 1]`: arcs of live node `i` between live nodes are `arcs[first[i]..first[i + 1]]`.
    pub(super) first: Vec<usize>,
    pub(super) arcs: Vec<(u32, u64)>,
    /// By live node: arcs into ended nodes, as a sum of coefficient times grade numerator over the grade unit.
    pub(super) ended: Vec<u128>,
    pub(super) denominator: Vec<u64>,
    /// Numerator of every ended node's grade over the grade unit; 0 elsewhere.
    pub(super) grade: Vec<u64>,
    pub(super) grade_unit: u64,
    /// Steps to what the cap left out; a value with more steps left than this is unknown.
    known_steps: Vec<u32>,
}

const NOT_LIVE: u32 = u32::MAX;

impl Frame {
    pub(super) fn of(rows: &Rows<'_>, measure: Measure) -> Result<Self, GraphError> {
        let graph = rows.graph();
        let rollouts = rows.policy().rollouts();
        let partial = graph.grades.iter().any(|g| *g.denom() != 1);
        if measure == Measure::Outcome && rollouts > 1 && partial {
            return Err(GraphError::NotMarkov {
                policy: rows.policy().name().to_string(),
                what: "expected outcome over partial grades",
            });
        }
        let (grade, grade_unit) = grades(graph, measure)?;
        let alive =
            Reverse::of(graph, |_, _| true).breadth_first(graph.nodes(), |n| grade[n as usize] > 0);
        let mut dense = vec![NOT_LIVE; graph.nodes()];
        let mut live = vec![];
        for node in graph.node_ids() {
            if alive[node.at()] != u32::MAX && graph.status[node.at()] == RUNNING {
                dense[node.at()] = live.len() as u32;
                live.push(node);
            }
        }
        let mut known_steps = graph.steps_to_unexpanded();
        if rows.policy().steps().needs_distance() {
            for steps in &mut known_steps {
                *steps = if *steps == u32::MAX { u32::MAX } else { 0 };
            }
        }
        let mut frame = Self {
            rollouts,
            dense,
            first: vec![0],
            arcs: vec![],
            ended: vec![],
            denominator: vec![],
            grade,
            grade_unit,
            known_steps,
            live: vec![],
        };
        for &node in &live {
            frame.push_row(rows, node);
        }
        frame.live = live;
        Ok(frame)
    }

    fn push_row(&mut self, rows: &Rows<'_>, node: NodeId) {
        let mut ended = 0u128;
        for &(next, n) in rows.arcs(node) {
            ended += u128::from(n) * u128::from(self.grade[next.at()]);
            if self.dense[next.at()] != NOT_LIVE {
                self.arcs.push((self.dense[next.at()], n));
            }
        }
        self.first.push(self.arcs.len());
        self.ended.push(ended);
        self.denominator.push(rows.denominator(node));
    }

    /// The place of a node among the live ones; `None` if its value is known at once.
    pub(super) fn dense_of(&self, node: NodeId) -> Option<usize> {
        let dense = self.dense[node.at()];
        (dense != NOT_LIVE).then_some(dense as usize)
    }

    /// Whether a value with `steps_left` depends on nothing beyond the cap.
    pub(super) fn knows(&self, node: NodeId, steps_left: u32) -> bool {
        steps_left <= self.known_steps[node.at()]
    }
}

/// Numerators of the nodes' grades over one unit.
fn grades(graph: &StateGraph, measure: Measure) -> Result<(Vec<u64>, u64), GraphError> {
    let one = Rational::from_integer(1);
    let unit = match measure {
        Measure::Success => 1,
        Measure::Outcome => graph.grades.iter().fold(1i64, |u, g| u.lcm(g.denom())),
    };
    let numerator = |node: NodeId| match graph.status(node) {
        NodeStatus::Ended(grade) if measure == Measure::Outcome => {
            grade.numer() * (unit / grade.denom())
        }
        NodeStatus::Ended(grade) => i64::from(grade == one),
        NodeStatus::Running | NodeStatus::Unexpanded => 0,
    };
    let fit = |n: i64| {
        u64::try_from(n).map_err(|_| GraphError::TooFine {
            what: "a grade",
            bits: 63,
        })
    };
    let numerators = graph.node_ids().map(|node| fit(numerator(node)));
    Ok((numerators.collect::<Result<_, _>>()?, fit(unit)?))
}

impl Horizon {
    /// The solver of `rows` for `measure`.
    ///
    /// # Errors
    /// [`GraphError::NotMarkov`] for the expected outcome of best-of-K where grades are partial.
    pub fn new(rows: &Rows<'_>, measure: Measure) -> Result<Self, GraphError> {
        let frame = Frame::of(rows, measure)?;
        let mut distinct = frame.denominator.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let base = distinct
            .iter()
            .fold(BigUint::one(), |l, &d| l.lcm(&BigUint::from(d)));
        let factors: Vec<Vec<u64>> = distinct.iter().map(|&d| limbs::of(&(&base / d))).collect();
        let factor = frame.denominator.iter().map(|d| {
            let place = distinct.binary_search(d);
            factors[place.expect("invariant: every denominator is listed")].clone()
        });
        Ok(Self {
            factor: factor.collect(),
            grade_unit: frame.grade_unit,
            frame,
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
    /// [`GraphError::TooLong`] if the last layer would take more memory than allowed; nothing is computed then.
    pub fn layers(&self, last: u32, mut visit: impl FnMut(&Layer<'_>)) -> Result<(), GraphError> {
        let unit = BigUint::from(self.grade_unit);
        let bits = self.base.bits() * u64::from(last) + unit.bits();
        let nodes = self.frame.live.len();
        if 2 * (nodes as u64) * bits.div_ceil(64) * 8 > self.max_bytes {
            return Err(GraphError::TooLong {
                nodes,
                bits,
                max_bytes: self.max_bytes,
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
        let mut now = Numbers::zero(self.frame.live.len(), denominator);
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
                    let frame = &self.frame;
                    for &(next, n) in &frame.arcs[frame.first[node]..frame.first[node + 1]] {
                        limbs::add_product(sum, before.at(next as usize), n);
                    }
                    let ended = frame.ended[node];
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
        let frame = &self.horizon.frame;
        frame.knows(node, self.steps_left).then(|| {
            let numerator = self.horizon.numerator(&self.now, node);
            Fraction::new(numerator, self.now.denominator.clone()).best_of(frame.rollouts)
        })
    }

    /// Q of an action that leads to `outcomes`; `None` where states beyond the cap matter, or with no steps left.
    #[must_use]
    pub fn action_value(&self, outcomes: Outcomes<'_>) -> Option<Fraction> {
        let left = self.steps_left.checked_sub(1)?;
        let frame = &self.horizon.frame;
        let mut sum = BigUint::ZERO;
        for (next, n) in outcomes.iter() {
            if !frame.knows(next, left) {
                return None;
            }
            sum += self.horizon.numerator(&self.before, next) * n;
        }
        let denominator = &self.before.denominator * outcomes.denominator();
        Some(Fraction::new(sum, denominator).best_of(frame.rollouts))
    }
}

impl Horizon {
    fn numerator(&self, numbers: &Numbers, node: NodeId) -> BigUint {
        match self.frame.dense_of(node) {
            None => &numbers.denominator / self.grade_unit * self.frame.grade[node.at()],
            Some(dense) => limbs::to_big(numbers.at(dense)),
        }
    }
}

#[cfg(test)]
mod tests;
