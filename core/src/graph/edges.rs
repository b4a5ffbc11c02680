//! One line per transition, so that users can price transitions in any language.
//!
//! `graph --edges F` writes the lines; a user's program writes one number per line in the same order; [`read_prices`]
//! reads them back.

use super::{Distances, EdgeId, GraphError, Labels, NodeId, NodeStatus, StateGraph, Support};
use crate::{
    digest::Digest,
    rational::Rational,
    truth::{Distance, FactSet},
};
use serde::Serialize;
use std::io::Write;

/// One transition: an edge with one of the nodes it can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Its number: edges in order, and of each edge its outcomes in order.
    pub index: u32,
    /// The edge.
    pub edge: EdgeId,
    /// The node it leaves.
    pub from: NodeId,
    /// The node it leads to.
    pub to: NodeId,
    /// Numerator of the probability chance gives it.
    pub numerator: u64,
    /// Denominator of that probability; 1 where chance has no say.
    pub denominator: u64,
}

impl StateGraph {
    /// Every transition, in order.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> {
        let edges = self
            .node_ids()
            .flat_map(|from| self.edges(from).map(move |edge| (from, edge)));
        let arcs = edges.flat_map(|(from, edge)| {
            let outcomes = self.outcomes(edge);
            outcomes.iter().map(move |(to, numerator)| Arc {
                index: 0,
                edge,
                from,
                to,
                numerator,
                denominator: outcomes.denominator(),
            })
        });
        arcs.zip(0..).map(|(arc, index)| Arc { index, ..arc })
    }

    /// Number of transitions.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        let shared = self.target.iter().filter(|&&t| t & super::DRAW != 0);
        let drawn: usize = shared
            .map(|&t| {
                let draw = (t & !super::DRAW) as usize;
                (self.first_outcome[draw + 1] - self.first_outcome[draw]) as usize - 1
            })
            .sum();
        self.edge_count() + drawn
    }
}

/// A line of the export.
#[derive(Serialize)]
struct Line<'a> {
    index: u32,
    state: NodeId,
    state_digest: Digest,
    action: &'a str,
    weight: u32,
    support: Support,
    next_state: NodeId,
    next_digest: Digest,
    /// The probability chance gives this outcome.
    chance: (u64, u64),
    /// The grade if the step ends the episode.
    outcome: Option<Rational>,
    subgoals: FactSet,
    next_subgoals: FactSet,
    known: FactSet,
    next_known: FactSet,
    distance: Distance,
    next_distance: Distance,
    /// The causes, of the line that stands for every rejected action of a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<&'a [String]>,
}

/// A rejected action of a state, as the export lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedAction {
    /// The state, which it leaves as it is.
    pub node: NodeId,
    /// An action that is rejected there.
    pub action: String,
    /// Why actions are rejected there.
    pub codes: Vec<String>,
}

/// Write every transition as one line of JSON, in the order of [`StateGraph::arcs`], and after them one line for every
/// state in which actions can be rejected: such a step costs a step, leaves the state as it is, and has a price like any.
///
/// # Errors
/// [`GraphError::Write`] if `out` fails.
pub fn write(
    graph: &StateGraph,
    labels: &Labels,
    distances: &Distances,
    rejected: &[RejectedAction],
    out: &mut dyn Write,
) -> Result<(), GraphError> {
    let mut write = |line: &Line<'_>| {
        let text = serde_json::to_string(line).map_err(|e| GraphError::Write(e.to_string()))?;
        writeln!(out, "{text}").map_err(|e| GraphError::Write(e.to_string()))
    };
    let mut index = 0;
    for arc in graph.arcs() {
        index = arc.index + 1;
        write(&Line {
            index: arc.index,
            state: arc.from,
            state_digest: graph.digest(arc.from),
            action: &labels.actions[arc.edge.at()],
            weight: graph.weight(arc.edge),
            support: graph.support(arc.edge),
            next_state: arc.to,
            next_digest: graph.digest(arc.to),
            chance: (arc.numerator, arc.denominator),
            outcome: match graph.status(arc.to) {
                NodeStatus::Ended(grade) => Some(grade),
                NodeStatus::Running | NodeStatus::Unexpanded => None,
            },
            subgoals: graph.subgoals(arc.from),
            next_subgoals: graph.subgoals(arc.to),
            known: graph.known(arc.from),
            next_known: graph.known(arc.to),
            distance: distances.get(arc.from),
            next_distance: distances.get(arc.to),
            rejected: None,
        })?;
    }
    for (index, rejected) in (index..).zip(rejected) {
        let node = rejected.node;
        write(&Line {
            index,
            state: node,
            state_digest: graph.digest(node),
            action: &rejected.action,
            weight: 0,
            support: Support::None,
            next_state: node,
            next_digest: graph.digest(node),
            chance: (1, 1),
            outcome: None,
            subgoals: graph.subgoals(node),
            next_subgoals: graph.subgoals(node),
            known: graph.known(node),
            next_known: graph.known(node),
            distance: distances.get(node),
            next_distance: distances.get(node),
            rejected: Some(&rejected.codes),
        })?;
    }
    Ok(())
}

/// Read `expected` numbers, one per line of the export, one a line, as `parse` understands a number ([`finite`], say); the
/// last line may end without a newline, and blank lines may follow it.
///
/// # Errors
/// [`GraphError::BadPrices`] if a line is no finite number, or there are more or fewer.
pub fn read_prices<T>(
    expected: usize,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, GraphError> {
    let price = |(number, line): (usize, &str)| {
        parse(line.trim()).ok_or_else(|| {
            GraphError::BadPrices(format!(
                "line {}: `{}` is not a finite number",
                number + 1,
                line.chars().take(40).collect::<String>()
            ))
        })
    };
    let prices: Vec<T> = text
        .trim_end()
        .lines()
        .enumerate()
        .map(price)
        .collect::<Result<_, _>>()?;
    if prices.len() != expected {
        return Err(GraphError::BadPrices(format!(
            "{} numbers for {expected} transitions; write one per line, in the order of the edges file, rejected actions included; an edges file of another seed, task, world or mode has \
             other transitions",
            prices.len()
        )));
    }
    Ok(prices)
}

/// A double that is a number.
#[must_use]
pub fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|price: &f64| price.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        Evidence, Mode,
        testing::{Table, draw, ended, goto, random_table, run},
    };

    #[test]
    fn every_transition_is_one_line_and_prices_come_back_in_order() {
        let table = Table::new(vec![
            run(vec![goto(1).weight(3), draw(vec![(1, 1), (3, 2)])]),
            ended(1, 1),
            ended(0, 1),
        ]);
        let explored = table.explore(Mode::Raw);
        let graph = explored.graph();
        let labels = explored.labels(&table).unwrap();
        let mut out = vec![];
        write(
            graph,
            &labels,
            &graph.distances(Evidence::Required),
            &[RejectedAction {
                node: graph.start(),
                action: "no such action".into(),
                codes: vec!["malformed".into()],
            }],
            &mut out,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(lines.len(), graph.arc_count() + 1);
        let column =
            |name: &str| -> Vec<String> { lines.iter().map(|l| l[name].to_string()).collect() };
        assert_eq!(column("index"), ["0", "1", "2", "3"]);
        assert_eq!(
            column("action"),
            ["\"0\"", "\"1\"", "\"1\"", "\"no such action\""]
        );
        assert_eq!(column("next_state"), ["1", "1", "2", "0"]);
        assert_eq!(
            column("rejected"),
            ["null", "null", "null", "[\"malformed\"]"]
        );
        assert_eq!(column("chance"), ["[1,1]", "[1,4]", "[3,4]", "[1,1]"]);
        assert_eq!(column("weight"), ["3", "1", "1", "0"]);
        assert_eq!(column("outcome"), ["[1,1]", "[1,1]", "[0,1]", "null"]);
        assert_eq!(column("next_distance")[2], "\"never\"");
        assert_eq!(
            read_prices(3, "1\n-0.5\n2e3", finite).unwrap(),
            [1.0, -0.5, 2000.0]
        );
        for bad in ["1\n2", "1\n2\n3\n4", "1\nx\n3", "1\nNaN\n3", "1\n\n3"] {
            assert!(read_prices(3, bad, finite).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn arcs_are_as_many_as_counted() {
        for seed in 0..50 {
            let graph = random_table(seed, 12).raw();
            assert_eq!(graph.arcs().count(), graph.arc_count());
        }
    }
}
