//! What the finite-horizon solvers compute over.

use super::{
    GraphError, Measure, NodeId, NodeStatus, RUNNING, Rows, StateGraph, distance::Reverse,
};
use crate::rational::Rational;
use num_integer::Integer;

/// What both the exact and the float solver compute over: the nodes whose value is not known at once.
#[derive(Debug)]
pub(super) struct Unsettled {
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

impl Unsettled {
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
