//! Small instances in full: the planner against enumeration, lumped against raw, the oracle against the best rate.

use super::{case::Case, probe::MAIN, sentence::Sentence};
use crate::{
    channels::Channel,
    graph::task::TaskGraph,
    graph::{
        Evidence, GraphError, Horizon, Limits, Measure, Mode, Query, Rows, StateGraph, Support,
    },
    host::{HostError, Input},
    policy::Policy,
    rational::Rational,
};

/// Horizons at which values are compared, beyond the start distance at most this many steps.
const HORIZON: u32 = 12;
/// Rollouts of the oracle in a world with chance, and the standard deviations by which luck may move its rate.
const ROLLOUTS: u32 = 400;
const LUCK: f64 = 4.0;
/// Sweeps of value iteration; far more than small worlds need to settle.
const SWEEPS: u32 = 20_000;

pub(super) fn check(case: &mut Case<'_>) -> Result<(), HostError> {
    let limits = Limits::states(case.scope.options.graph_states);
    let raw = raw_graph(case);
    match (raw, case.prepared.explore(0, &limits, Mode::Lumped)) {
        (Some(raw), Ok(lumped)) => {
            planner(case, &*raw);
            match (values(raw.graph()), values(lumped.graph())) {
                (Ok(raw), Ok(lumped)) => {
                    case.ledger
                        .equal(Sentence::LumpedIsRaw, "values at the start", &lumped, &raw);
                }
                (raw, lumped) => case.ledger.check(Sentence::LumpedIsRaw, false, || {
                    format!("{:?} {:?}", raw.err(), lumped.err())
                }),
            }
            if case.prepared.draws().in_step() && case.prepared.goal().feasible {
                oracle_rate(case, best_rate(raw.graph()))?;
            }
        }
        // Where the raw graph is too large, the lumped one still tells the planner's mistakes.
        (None, Ok(lumped)) => planner(case, &*lumped),
        (None, Err(GraphError::Capped { .. })) => {}
        (_, Err(error)) => {
            case.ledger
                .check(Sentence::LumpedIsRaw, false, || error.to_string());
        }
    }
    let reason = format!(
        "no instance looked at has a graph of at most {} states",
        limits.max_states
    );
    for sentence in [Sentence::PlannerIsEnumeration, Sentence::LumpedIsRaw] {
        case.ledger.does_not_apply(sentence, &reason);
    }
    Ok(())
}

/// Distance and best outcome of every state against the graph.
fn planner(case: &mut Case<'_>, explored: &dyn TaskGraph) {
    let nodes = explored.graph().nodes();
    if case.prepared.provides().contains(Channel::Distance) {
        let mismatch = explored.planner_mismatch();
        case.ledger
            .check(Sentence::PlannerIsEnumeration, mismatch.is_none(), || {
                format!("(node, planned, enumerated) {mismatch:?} of {nodes} nodes")
            });
    } else {
        case.ledger
            .does_not_apply(Sentence::PlannerIsEnumeration, "it has no planner");
    }
    let mismatch = explored.outcome_mismatch();
    case.ledger
        .check(Sentence::BestOutcomeIsBest, mismatch.is_none(), || {
            format!("(node, stated, enumerated) {mismatch:?} of {nodes} nodes")
        });
}

/// The raw graph, if the instance is small enough; states of one digest are compared cell by cell on the way.
fn raw_graph(case: &mut Case<'_>) -> Option<Box<dyn TaskGraph>> {
    let max_states = case.scope.options.graph_states;
    let careful = Limits {
        verify: true,
        ..Limits::states(max_states)
    };
    let mut raw = case.prepared.explore(0, &careful, Mode::Raw);
    if let Err(collision @ GraphError::Collision { .. }) = &raw {
        case.ledger
            .check(Sentence::EqualDigestsAreEqual, false, || {
                collision.to_string()
            });
        raw = case
            .prepared
            .explore(0, &Limits::states(max_states), Mode::Raw);
    }
    match raw {
        Ok(raw) => Some(raw),
        Err(GraphError::Capped { .. }) => None,
        Err(error) => {
            case.ledger
                .check(Sentence::PlannerIsEnumeration, false, || error.to_string());
            None
        }
    }
}

/// Everything a start is worth: distances, best grade, and V of two policies at every horizon, as text that compares.
fn values(graph: &StateGraph) -> Result<Vec<String>, GraphError> {
    let start = graph.start();
    let required = graph.distances(Evidence::Required);
    let mut found = vec![
        format!("distance {}", required.get(start)),
        format!(
            "clairvoyant {}",
            graph.distances(Evidence::Ignored).get(start)
        ),
        format!(
            "best outcome {:?}",
            graph.best_outcomes(Evidence::Ignored)[0]
        ),
    ];
    let eps = Policy::eps_optimal(Rational::new(3, 10))?;
    for policy in [Policy::uniform(), eps] {
        let rows = Rows::of(graph, &policy, &required, None)?;
        for measure in [Measure::Success, Measure::Outcome] {
            let queries: Vec<Query<'_>> = (0..=HORIZON)
                .map(|steps_left| Query::Value {
                    node: start,
                    steps_left,
                })
                .collect();
            for value in Horizon::new(&rows, measure)?.solve(&queries)? {
                let reduced = value.map(|v| v.reduced().to_string());
                found.push(format!("{measure:?} {reduced:?}"));
            }
        }
    }
    Ok(found)
}

/// Largest probability of success from the start that any policy on the supported graph reaches.
fn best_rate(graph: &StateGraph) -> f64 {
    let mut value: Vec<f64> = graph
        .node_ids()
        .map(|n| f64::from(u8::from(graph.is_success(n))))
        .collect();
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        // Backwards, since nodes are numbered in order of discovery and success lies towards the end.
        for node in graph.node_ids().rev() {
            let supported = graph
                .edges(node)
                .filter(|&e| graph.support(e) != Support::Unsupported);
            let best = supported
                .map(|edge| {
                    let outcomes = graph.outcomes(edge);
                    let sum: f64 = outcomes
                        .iter()
                        .map(|(next, n)| n as f64 * value[next.0 as usize])
                        .sum();
                    sum / outcomes.denominator() as f64
                })
                .fold(value[node.0 as usize], f64::max);
            moved = moved.max(best - value[node.0 as usize]);
            value[node.0 as usize] = best;
        }
        if moved < 1e-12 {
            break;
        }
    }
    value[graph.start().0 as usize]
}

/// The oracle's success rate over many rollouts agrees with the best there is.
fn oracle_rate(case: &mut Case<'_>, best: f64) -> Result<(), HostError> {
    let budget = case.prepared.goal().max_steps.max(1) * 10;
    let mut solved = 0;
    for rollout in 0..ROLLOUTS {
        case.load_watched(MAIN, rollout)?;
        for _ in 0..budget {
            let best = case.probe.best(MAIN)?.and_then(|b| b.first().copied());
            let Some(best) = best.filter(|_| !matches!(case.probe.is_over(MAIN), Ok(true))) else {
                break;
            };
            case.probe.act(MAIN, Input::Menu(best))?;
        }
        solved += u32::from(case.probe.truth(MAIN)?.success);
    }
    let (n, rate) = (f64::from(ROLLOUTS), f64::from(solved) / f64::from(ROLLOUTS));
    let allowed = LUCK * (best * (1.0 - best) / n).max(0.0).sqrt() + 1e-9;
    case.ledger.check(
        Sentence::OracleSucceeds,
        (rate - best).abs() <= allowed,
        || format!("it succeeds in {solved} of {ROLLOUTS} rollouts, the best rate is {best}"),
    );
    Ok(())
}
