//! Values without a horizon, under a discount: f64 with a bound on the error, or exact by elimination.
//!
//! The reward of a step is the caller's: [`outcome_reward`] pays the grade on the step that ends the episode, so that the
//! value of a node is `E[γ^(T−1) · outcome]` for an episode that ends `T` steps later. Nodes that have ended have value 0.
//! Every number is with respect to the menu; [`Control`] says who chooses.

use super::{
    EXACT_LIMIT, EdgeId, Evidence, GraphError, NodeId, NodeStatus, Outcomes, Rows, StateGraph,
    exact::{self, Equation},
};
use crate::rational::{Rational, rational_to_f64};
use num_rational::BigRational;
use num_traits::Zero;

/// Who chooses.
#[derive(Clone, Copy, Debug)]
pub enum Control<'a> {
    /// The policy of these rows: V^π and Q^π.
    Policy(&'a Rows<'a>),
    /// The best there is over the actions that count: V* and Q*.
    Best(&'a StateGraph, Evidence),
}

/// The reward of a step along an edge to a node.
pub type Reward<'a> = &'a (dyn Fn(EdgeId, NodeId) -> Rational + Sync);

/// The grade of the node a step leads to, 0 while the episode goes on.
pub fn outcome_reward(graph: &StateGraph) -> impl Fn(EdgeId, NodeId) -> Rational + Sync {
    |_, next| match graph.status(next) {
        NodeStatus::Ended(grade) => grade,
        NodeStatus::Running | NodeStatus::Unexpanded => Rational::from_integer(0),
    }
}

/// Values in doubles.
#[derive(Clone, Debug, PartialEq)]
pub struct FloatValues {
    /// V by node, `[nodes]`.
    pub values: Vec<f64>,
    /// Q by edge, `[edges]`.
    pub action_values: Vec<f64>,
    /// No value is further from the true one than this, rounding of the last sweep apart: γ/(1 − γ) times the largest
    /// change of the last sweep.
    pub bound: f64,
    /// Sweeps made.
    pub sweeps: u32,
}

/// Exact values.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactValues {
    /// V by node, `[nodes]`.
    pub values: Vec<BigRational>,
    /// Q by edge, `[edges]`.
    pub action_values: Vec<BigRational>,
}

/// Sweeps after which iteration stops whatever the bound; at discount 999/1000 a bound of 1e-9 takes about 30,000.
const MAX_SWEEPS: u32 = 1_000_000;

/// What a solver needs to know of the choices.
struct Process<'a> {
    graph: &'a StateGraph,
    control: Control<'a>,
    discount: Rational,
}

impl<'a> Process<'a> {
    fn new(control: Control<'a>, discount: Rational) -> Result<Self, GraphError> {
        let graph = match control {
            Control::Policy(rows) => rows.graph(),
            Control::Best(graph, _) => graph,
        };
        let (zero, one) = (Rational::from_integer(0), Rational::from_integer(1));
        if discount < zero || discount >= one {
            return Err(GraphError::BadDiscount {
                discount: discount.to_string(),
                range: "0..1",
            });
        }
        if graph.cap().is_some() {
            return Err(GraphError::BeyondCap);
        }
        if let Control::Policy(rows) = control
            && rows.policy().rollouts() > 1
        {
            return Err(GraphError::NotMarkov {
                policy: rows.policy().name().to_string(),
                what: "discounted value",
            });
        }
        Ok(Self {
            graph,
            control,
            discount,
        })
    }

    fn counts(&self, edge: EdgeId) -> bool {
        match self.control {
            Control::Policy(_) => true,
            Control::Best(graph, evidence) => graph.counts(edge, evidence),
        }
    }
}

/// Values in doubles, swept until `bound` or better holds.
///
/// # Errors
/// [`GraphError::BadDiscount`] outside 0..1; [`GraphError::BeyondCap`] for a capped graph; [`GraphError::NotMarkov`] for
/// best-of-K.
pub fn solve(
    control: Control<'_>,
    discount: Rational,
    reward: Reward<'_>,
    bound: f64,
) -> Result<FloatValues, GraphError> {
    let process = Process::new(control, discount)?;
    let graph = process.graph;
    let gamma = rational_to_f64(discount);
    let gains = (0..graph.edge_count() as u32).map(|e| expected_reward(graph, EdgeId(e), reward));
    let gains: Vec<f64> = gains.collect();
    let shares = float_shares(&process)?;
    let look_ahead = |edge: EdgeId, values: &[f64]| {
        let outcomes = graph.outcomes(edge);
        let next = match outcomes {
            Outcomes::Sure(node) => values[node.at()],
            Outcomes::Drawn { denominator, .. } => {
                let sum = outcomes
                    .iter()
                    .fold(0.0, |s, (n, p)| s + p as f64 * values[n.at()]);
                sum / denominator as f64
            }
        };
        gains[edge.at()] + gamma * next
    };
    let mut values = vec![0.0; graph.nodes()];
    let (mut sweeps, mut reached) = (0, f64::INFINITY);
    while reached > bound && sweeps < MAX_SWEEPS {
        let mut change = 0.0f64;
        // In place, the last found first: values flow back from the ends.
        for node in graph.node_ids().rev() {
            if graph.row(node).is_empty() {
                continue;
            }
            let edges = graph.edges(node);
            let new = match &shares {
                Some(shares) => edges.fold(0.0, |sum, e| match shares[e.at()] {
                    0.0 => sum,
                    share => sum + share * look_ahead(e, &values),
                }),
                None => edges
                    .filter(|&e| process.counts(e))
                    .map(|e| look_ahead(e, &values))
                    .reduce(f64::max)
                    .unwrap_or(0.0),
            };
            change = change.max((new - values[node.at()]).abs());
            values[node.at()] = new;
        }
        reached = change * gamma / (1.0 - gamma);
        sweeps += 1;
    }
    let edges = (0..graph.edge_count() as u32).map(EdgeId);
    let action_values = edges.map(|e| look_ahead(e, &values)).collect();
    Ok(FloatValues {
        action_values,
        values,
        bound: reached,
        sweeps,
    })
}

fn expected_reward(graph: &StateGraph, edge: EdgeId, reward: Reward<'_>) -> f64 {
    let outcomes = graph.outcomes(edge);
    let sum = outcomes.iter().fold(0.0, |sum, (next, p)| {
        sum + p as f64 * rational_to_f64(reward(edge, next))
    });
    sum / outcomes.denominator() as f64
}

/// The policy's probability of every edge; `None` if the best is taken.
fn float_shares(process: &Process<'_>) -> Result<Option<Vec<f64>>, GraphError> {
    let Control::Policy(rows) = process.control else {
        return Ok(None);
    };
    let mut shares = Vec::with_capacity(process.graph.edge_count());
    for node in process.graph.node_ids() {
        if !process.graph.row(node).is_empty() {
            let row = rows.edge_row(node)?;
            let whole = row.denominator() as f64;
            shares.extend(row.numerators().iter().map(|&n| n as f64 / whole));
        }
    }
    Ok(Some(shares))
}

/// Exact values: by elimination for a policy, by policy iteration with elimination for the best.
///
/// # Errors
/// As [`solve`], and [`GraphError::TooEntangled`] if a strongly connected part is larger than [`EXACT_LIMIT`].
pub fn solve_exact(
    control: Control<'_>,
    discount: Rational,
    reward: Reward<'_>,
) -> Result<ExactValues, GraphError> {
    let process = Process::new(control, discount)?;
    match control {
        Control::Policy(rows) => {
            let mut choice = vec![];
            for node in process.graph.node_ids() {
                choice.push(if process.graph.row(node).is_empty() {
                    vec![]
                } else {
                    let row = rows.edge_row(node)?;
                    let share = |&n: &u64| BigRational::new(n.into(), row.denominator().into());
                    let edges = process.graph.edges(node);
                    edges.zip(row.numerators().iter().map(share)).collect()
                });
            }
            evaluate(&process, reward, &choice)
        }
        Control::Best(..) => iterate(&process, reward),
    }
}

/// What is done in each node: edges with their probabilities.
type Choice = Vec<(EdgeId, BigRational)>;

fn evaluate(
    process: &Process<'_>,
    reward: Reward<'_>,
    choice: &[Choice],
) -> Result<ExactValues, GraphError> {
    let equations: Vec<Equation> = choice
        .iter()
        .map(|edges| {
            let mut equation = Equation {
                constant: BigRational::zero(),
                terms: vec![],
            };
            for (edge, share) in edges.iter().filter(|(_, share)| !share.is_zero()) {
                let (gain, arcs) = expand(process, *edge, reward);
                equation.constant += share * gain;
                for (next, p) in arcs {
                    let term = share * p;
                    match equation.terms.iter_mut().find(|(n, _)| *n == next.0) {
                        Some((_, sum)) => *sum += term,
                        None => equation.terms.push((next.0, term)),
                    }
                }
            }
            equation
        })
        .collect();
    let values = exact::solve(&equations, EXACT_LIMIT)?;
    let edges = (0..process.graph.edge_count() as u32).map(EdgeId);
    let action_values = edges
        .map(|e| look_ahead(process, e, reward, &values))
        .collect();
    Ok(ExactValues {
        values,
        action_values,
    })
}

/// The expected reward of an edge, and its successors with discounted probabilities.
fn expand(
    process: &Process<'_>,
    edge: EdgeId,
    reward: Reward<'_>,
) -> (BigRational, Vec<(NodeId, BigRational)>) {
    let outcomes = process.graph.outcomes(edge);
    let gamma = big(process.discount);
    let mut gain = BigRational::zero();
    let arcs = outcomes.iter().map(|(next, p)| {
        let p = BigRational::new(p.into(), outcomes.denominator().into());
        gain += &p * big(reward(edge, next));
        (next, p * &gamma)
    });
    let arcs = arcs.collect();
    (gain, arcs)
}

fn look_ahead(
    process: &Process<'_>,
    edge: EdgeId,
    reward: Reward<'_>,
    values: &[BigRational],
) -> BigRational {
    let (gain, arcs) = expand(process, edge, reward);
    arcs.iter()
        .fold(gain, |sum, (next, p)| sum + p * &values[next.at()])
}

/// Policy iteration, from the policy that doubles find best.
fn iterate(process: &Process<'_>, reward: Reward<'_>) -> Result<ExactValues, GraphError> {
    const START_BOUND: f64 = 1e-9;
    let graph = process.graph;
    let near = solve(process.control, process.discount, reward, START_BOUND)?;
    let counted = |node: NodeId| graph.edges(node).filter(|&e| process.counts(e));
    let first = |node: NodeId| {
        counted(node).fold(None, |best: Option<EdgeId>, e| match best {
            Some(b) if near.action_values[b.at()] >= near.action_values[e.at()] => best,
            _ => Some(e),
        })
    };
    let mut chosen: Vec<Option<EdgeId>> = graph.node_ids().map(first).collect();
    let sure = |e: &Option<EdgeId>| -> Choice {
        e.iter()
            .map(|&e| (e, BigRational::from_integer(1.into())))
            .collect()
    };
    loop {
        let choice: Vec<Choice> = chosen.iter().map(sure).collect();
        let solved = evaluate(process, reward, &choice)?;
        let mut better = false;
        for node in graph.node_ids() {
            let mut best = solved.values[node.at()].clone();
            for edge in counted(node) {
                if solved.action_values[edge.at()] > best {
                    best = solved.action_values[edge.at()].clone();
                    chosen[node.at()] = Some(edge);
                    better = true;
                }
            }
        }
        if !better {
            return Ok(solved);
        }
    }
}

fn big(rational: Rational) -> BigRational {
    BigRational::new((*rational.numer()).into(), (*rational.denom()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::testing::{Table, ended, goto, random_table, run},
        policy::Policy,
    };
    use num_traits::ToPrimitive;
    use proptest::prelude::*;

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn the_outcome_is_paid_on_the_last_step_and_discounted_for_those_before() {
        // 0 -> 1 -> success, with a wait in 0.
        let graph = Table::new(vec![
            run(vec![goto(0), goto(1)]),
            run(vec![goto(2)]),
            ended(1, 1),
        ])
        .raw();
        let reward = outcome_reward(&graph);
        let gamma = Rational::new(99, 100);
        let best = solve_exact(Control::Best(&graph, Evidence::Required), gamma, &reward).unwrap();
        assert_eq!(best.values, [ratio(99, 100), ratio(1, 1), ratio(0, 1)]);
        assert_eq!(best.action_values[0], ratio(9801, 10000));
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let uniform = solve_exact(Control::Policy(&rows), gamma, &reward).unwrap();
        // V = (γ V + γ) / 2.
        assert_eq!(uniform.values[0], ratio(99, 101));
        let undiscounted = solve(
            Control::Policy(&rows),
            Rational::from_integer(1),
            &reward,
            1e-9,
        );
        assert!(matches!(undiscounted, Err(GraphError::BadDiscount { .. })));
    }

    proptest! {
        #[test]
        fn doubles_lie_within_their_bound_of_the_exact_values(seed in any::<u64>(), best in any::<bool>()) {
            let graph = random_table(seed, 12).raw();
            let reward = outcome_reward(&graph);
            let distances = graph.distances(Evidence::Required);
            let policy = Policy::eps_optimal(Rational::new(1, 2)).unwrap();
            let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
            let control = if best { Control::Best(&graph, Evidence::Ignored) } else { Control::Policy(&rows) };
            let gamma = Rational::new(9, 10);
            let float = solve(control, gamma, &reward, 1e-9).unwrap();
            let exact = solve_exact(control, gamma, &reward).unwrap();
            prop_assert!(float.bound <= 1e-9);
            for (f, e) in float.values.iter().zip(&exact.values) {
                prop_assert!((f - e.to_f64().unwrap()).abs() <= float.bound + 1e-12);
            }
            // Bellman in rationals.
            for node in graph.node_ids().filter(|&n| !graph.row(n).is_empty()) {
                let q = graph.edges(node).map(|e| exact.action_values[e.at()].clone());
                let expected = if best { q.max().unwrap() } else {
                    let row = rows.edge_row(node).unwrap();
                    q.zip(row.numerators()).map(|(q, &n)| q * BigRational::new(n.into(), row.denominator().into())).sum()
                };
                prop_assert_eq!(&exact.values[node.at()], &expected);
            }
        }
    }
}
