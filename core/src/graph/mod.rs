//! The state graph: everything reachable through the menu, and what follows from it.
//!
//! [`StateGraph::enumerate`] explores a model from one state, breadth first, until nothing new is found or a stated cap
//! is met; chance is enumerated with exact probabilities. The graph itself knows nothing of the model: nodes are digests
//! with a status, edges are menu entries with weights and successors. Read the parts in this order:
//!
//! | part | answers |
//! |---|---|
//! | [`task`] | the graph of one task, without naming its model |
//! | [`Explored`] | which node is this state, and which state, menu and text is this node |
//! | [`Distances`] | fewest steps to success, shortest-path edges, dead ends, best grade reachable |
//! | [`Rows`] | what a policy does in every node, in exact integers |
//! | [`Horizon`] | V, Q and A with `h` steps left under a policy, exact ([`FloatHorizon`] in doubles, where asked for) |
//! | [`pivots`] | which steps decide |
//! | [`Visits`] | how often a policy is where |
//! | [`BestPlay`], [`BestChance`] | the largest success probability where chance has a say, without and with a horizon |
//! | [`discounted`] | values without a horizon, in doubles with a bound or exact |
//! | [`Solution`], [`mod@file`], [`dot`], [`edges`] | all of it as JSON (and back), for Graphviz, one line per transition |
//! | [`alike`] | states that look alike and differ in value |
//!
//! What is exact is exact with respect to the menu and the policy named beside the number. A capped graph says so, and
//! what it cannot know is `NotComputed`, never a default.

pub mod alike;
mod best;
mod connected;
pub mod discounted;
mod distance;
pub mod dot;
pub mod edges;
mod enumerate;
mod error;
mod exact;
mod explored;
pub mod file;
mod float;
mod fraction;
mod horizon;
mod limbs;
mod merge;
pub mod pivots;
mod rows;
mod shortest;
mod solution;
pub mod task;
#[cfg(test)]
pub(crate) mod testing;
mod unsettled;
mod visits;

pub use best::{BestChance, BestPlay, EXACT_LIMIT};
pub use connected::strongly_connected;
pub use distance::{Distances, Evidence};
pub use error::GraphError;
pub use explored::{Explored, Labels, Landing};
pub use float::{FloatHorizon, FloatLayer};
pub use fraction::Fraction;
pub use horizon::{Horizon, Layer, Measure, Query};
pub use rows::Rows;
pub use shortest::ShortestEdges;
pub use solution::{Solution, SolvedAction, SolvedState};
pub use visits::Visits;

use crate::{digest::Digest, model::Model, rational::Rational, truth::FactSet};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A node of a graph: its number in order of discovery; the start is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

/// An edge of a graph: one menu entry of one node. Edges are numbered node by node, in menu order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EdgeId(pub u32);

impl NodeId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// What makes two states the same node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Equal digests.
    Raw,
    /// Equal [`Menu::class`](crate::model::Menu::class). Entries that lead to the same classes with the same support are one edge; its weight is
    /// their sum, its label the first of them.
    Lumped,
}

/// How far to explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most states a graph may have; the first state whose expansion would exceed it is left unexpanded, as are all
    /// after it.
    pub max_states: u32,
    /// Whether a graph cut off by `max_states` is a result (marked as capped) instead of an error.
    pub allow_capped: bool,
    /// Compare whole states whenever digests are equal; a difference is an error. Raw mode only; keeps all states.
    pub verify: bool,
    /// Keep every node's state, so that labels cost nothing later. Costs one [`Dynamics::State`](crate::model::Dynamics::State) a node.
    pub keep_states: bool,
}

impl Default for Limits {
    /// A million states, capped graphs refused, states kept, no verification.
    fn default() -> Self {
        Self {
            max_states: 1_000_000,
            allow_capped: false,
            verify: false,
            keep_states: true,
        }
    }
}

impl Limits {
    /// The default with another cap.
    #[must_use]
    pub fn states(max_states: u32) -> Self {
        Self {
            max_states,
            ..Self::default()
        }
    }
}

/// Whether the episode goes on in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeStatus {
    /// It goes on; the node has its whole menu as edges.
    Running,
    /// It ended with this grade; success is grade 1.
    Ended(Rational),
    /// It goes on, but the cap was met before the node was expanded: it has no edges here.
    Unexpanded,
}

/// How much a cap left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// The cap that was met.
    pub max_states: u32,
    /// States that are known but were not expanded.
    pub unexpanded: u32,
}

/// Codes of `StateGraph::status`; from `FIRST_GRADE` on, an index into the grades.
const RUNNING: u32 = 0;
const UNEXPANDED: u32 = 1;
const FIRST_GRADE: u32 = 2;
/// Set in `StateGraph::target` when the rest is an index into the draws: chance decides between several successors.
const DRAW: u32 = 1 << 31;

/// Everything reachable from a start through the menu, in compressed rows. See the [module](self) for what it answers.
///
/// Two graphs are equal when they have the same nodes and edges in the same order with the same numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateGraph {
    model: String,
    mode: Mode,
    cap: Option<Cap>,
    digest: Vec<Digest>,
    status: Vec<u32>,
    grades: Vec<Rational>,
    known: Vec<FactSet>,
    subgoals: Vec<FactSet>,
    /// `[nodes + 1]`: the edges of node `n` are `first_edge[n]..first_edge[n + 1]`.
    first_edge: Vec<u32>,
    target: Vec<u32>,
    weight: Vec<u32>,
    support: Vec<Support>,
    /// Position in the menu, kept only where rows skip positions (lumped graphs); elsewhere it is the place in the row.
    entry: Vec<u32>,
    /// `[draws + 1]`: the outcomes of draw `d` are `first_outcome[d]..first_outcome[d + 1]`.
    first_outcome: Vec<u32>,
    outcome: Vec<(NodeId, u64)>,
    denominator: Vec<u64>,
}

/// Whether the evidence an action rests on is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// The action commits to nothing.
    None,
    /// It commits, and its evidence is not known.
    Unsupported,
    /// It commits, and its evidence is known.
    Supported,
}

impl From<Option<bool>> for Support {
    fn from(supported: Option<bool>) -> Self {
        match supported {
            None => Support::None,
            Some(false) => Support::Unsupported,
            Some(true) => Support::Supported,
        }
    }
}

impl StateGraph {
    /// Explore `M` from `start` through the menu. The result does not depend on the number of rayon's threads.
    ///
    /// # Errors
    /// [`GraphError::Capped`] if the cap is met and capped graphs are not allowed; others where the model breaks its
    /// laws or numbers do not fit.
    pub fn enumerate<M: Model>(
        def: &M::Def,
        start: M::State,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Explored<M>, GraphError> {
        Explored::start(def, start, limits, mode)
    }

    /// A node at the end, with its grade if the episode ends there; its row follows by [`Self::push_edge`].
    pub(crate) fn push_node(
        &mut self,
        digest: Digest,
        grade: Option<Rational>,
        known: FactSet,
        subgoals: FactSet,
    ) {
        let status = match grade {
            Some(grade) => self.grade_code(grade),
            None => RUNNING,
        };
        self.status.push(status);
        self.digest.push(digest);
        self.known.push(known);
        self.subgoals.push(subgoals);
    }

    /// An edge at the end of the row that is being written.
    pub(crate) fn push_edge(&mut self, target: u32, weight: u32, support: Support) {
        self.target.push(target);
        self.weight.push(weight);
        self.support.push(support);
    }

    /// The row is complete; the next edge is the next node's.
    pub(crate) fn end_row(&mut self) {
        self.first_edge.push(self.target.len() as u32);
    }

    pub(crate) fn empty(model: &str, mode: Mode) -> Self {
        Self {
            model: model.into(),
            mode,
            cap: None,
            digest: vec![],
            status: vec![],
            grades: vec![],
            known: vec![],
            subgoals: vec![],
            first_edge: vec![0],
            target: vec![],
            weight: vec![],
            support: vec![],
            entry: vec![],
            first_outcome: vec![0],
            outcome: vec![],
            denominator: vec![],
        }
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// What makes two states the same node.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// What a cap left out; `None` if the graph is complete.
    #[must_use]
    pub fn cap(&self) -> Option<Cap> {
        self.cap
    }

    /// The node the exploration started from.
    #[must_use]
    pub fn start(&self) -> NodeId {
        NodeId(0)
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.status.len()
    }

    /// Number of edges.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.target.len()
    }

    /// Whether chance decides the successor of any edge.
    #[must_use]
    pub fn has_chance(&self) -> bool {
        !self.denominator.is_empty()
    }

    /// Every node, in order.
    pub fn node_ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes() as u32).map(NodeId)
    }

    /// The digest of the node's state; in a lumped graph, of the first state found of its class.
    #[must_use]
    pub fn digest(&self, node: NodeId) -> Digest {
        self.digest[node.at()]
    }

    /// Whether the episode goes on in `node`.
    #[must_use]
    pub fn status(&self, node: NodeId) -> NodeStatus {
        match self.status[node.at()] {
            RUNNING => NodeStatus::Running,
            UNEXPANDED => NodeStatus::Unexpanded,
            code => NodeStatus::Ended(self.grades[(code - FIRST_GRADE) as usize]),
        }
    }

    /// Whether the task is solved in `node`.
    #[must_use]
    pub fn is_success(&self, node: NodeId) -> bool {
        self.status(node) == NodeStatus::Ended(Rational::from_integer(1))
    }

    /// The task-relevant facts known in `node` (of the first state found, in a lumped graph).
    #[must_use]
    pub fn known(&self, node: NodeId) -> FactSet {
        self.known[node.at()]
    }

    /// The sub-goals that hold in `node` (of the first state found, in a lumped graph).
    #[must_use]
    pub fn subgoals(&self, node: NodeId) -> FactSet {
        self.subgoals[node.at()]
    }

    /// The edges of `node`, in menu order.
    pub fn edges(
        &self,
        node: NodeId,
    ) -> impl DoubleEndedIterator<Item = EdgeId> + ExactSizeIterator + use<> {
        self.row(node).map(EdgeId)
    }

    fn row(&self, node: NodeId) -> Range<u32> {
        self.first_edge[node.at()]..self.first_edge[node.at() + 1]
    }

    fn weights(&self, node: NodeId) -> &[u32] {
        let row = self.row(node);
        &self.weight[row.start as usize..row.end as usize]
    }

    /// The weight of an edge.
    #[must_use]
    pub fn weight(&self, edge: EdgeId) -> u32 {
        self.weight[edge.at()]
    }

    /// Whether the evidence of an edge's action is known.
    #[must_use]
    pub fn support(&self, edge: EdgeId) -> Support {
        self.support[edge.at()]
    }

    /// The node an edge leaves.
    #[must_use]
    pub fn source(&self, edge: EdgeId) -> NodeId {
        let after = self.first_edge.partition_point(|&first| first <= edge.0);
        NodeId(after as u32 - 1)
    }

    /// The position in its node's menu of an edge's action (the first of them, if several were lumped).
    #[must_use]
    pub fn entry(&self, edge: EdgeId) -> u32 {
        match self.entry.get(edge.at()) {
            Some(&entry) => entry,
            None => edge.0 - self.first_edge[self.source(edge).at()],
        }
    }

    /// Where an edge leads: one node, or several with their probabilities.
    #[must_use]
    pub fn outcomes(&self, edge: EdgeId) -> Outcomes<'_> {
        let target = self.target[edge.at()];
        if target & DRAW == 0 {
            return Outcomes::Sure(NodeId(target));
        }
        let draw = (target & !DRAW) as usize;
        let range = self.first_outcome[draw] as usize..self.first_outcome[draw + 1] as usize;
        Outcomes::Drawn {
            outcomes: &self.outcome[range],
            denominator: self.denominator[draw],
        }
    }
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcomes<'g> {
    /// To one node.
    Sure(NodeId),
    /// To one of several nodes.
    Drawn {
        /// Distinct nodes with the numerators of their probabilities, in the order the draw enumerates them.
        outcomes: &'g [(NodeId, u64)],
        /// The common denominator: the sum of the numerators.
        denominator: u64,
    },
}

impl<'g> Outcomes<'g> {
    /// The common denominator of the probabilities.
    #[must_use]
    pub fn denominator(self) -> u64 {
        match self {
            Outcomes::Sure(_) => 1,
            Outcomes::Drawn { denominator, .. } => denominator,
        }
    }

    /// Whether both lead to the same nodes with the same probabilities, in whatever order.
    #[must_use]
    pub fn is_same(self, other: Outcomes<'_>) -> bool {
        let sorted = |outcomes: Outcomes<'_>| {
            let mut nodes: Vec<(NodeId, u64)> = outcomes.iter().collect();
            nodes.sort_unstable();
            nodes
        };
        let (mine, theirs) = (sorted(self), sorted(other));
        let whole = |outcomes: Outcomes<'_>| u128::from(outcomes.denominator());
        let (of_mine, of_theirs) = (whole(self), whole(other));
        mine.len() == theirs.len()
            && mine.iter().zip(&theirs).all(|((a, n), (b, m))| {
                a == b && u128::from(*n) * of_theirs == u128::from(*m) * of_mine
            })
    }

    /// The nodes with the numerators of their probabilities.
    pub fn iter(self) -> impl Iterator<Item = (NodeId, u64)> + 'g {
        let (sure, drawn) = match self {
            Outcomes::Sure(node) => (Some((node, 1)), [].as_slice()),
            Outcomes::Drawn { outcomes, .. } => (None, outcomes),
        };
        sure.into_iter().chain(drawn.iter().copied())
    }
}
