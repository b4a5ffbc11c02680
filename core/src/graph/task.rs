//! The state graph of one task, without naming its model.

mod truth;

pub use truth::{Executed, GraphTruth, REJECTED_ACTIONS, Rejected};

use crate::{
    chance::RngRef,
    graph::{
        Evidence, Explored, GraphError, Labels, Landing, Limits, Mode, NodeId, StateGraph, Support,
    },
    host::{Moment, Snapshot},
    model::{Model, Planner as _},
    rational::Rational,
    truth::{Distance, Rejection},
    view::{NoSuchView, ViewKind, ViewName},
};
use std::sync::Arc;

/// Where an action leads from a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// It is refused: the state stays as it is.
    Rejected(Rejection),
    /// It leads to these nodes.
    Lands(Landing),
    /// Its consequences lie outside the graph and a cap was met while exploring them.
    NotComputed,
}

/// The explored graph of one task.
pub trait TaskGraph: Send {
    /// The graph.
    fn graph(&self) -> &StateGraph;
    /// The node of a moment; what lies outside the graph is explored, up to `max_new` states. `None` if that met the cap,
    /// or the moment is of another model.
    ///
    /// # Errors
    /// As [`StateGraph::enumerate`].
    fn locate(&mut self, moment: &Snapshot, max_new: u32) -> Result<Option<NodeId>, GraphError>;
    /// Where `action` leads from a moment, on the menu or off it.
    ///
    /// # Errors
    /// As [`StateGraph::enumerate`].
    fn land(
        &mut self,
        moment: &Snapshot,
        action: &str,
        max_new: u32,
    ) -> Result<Consequence, GraphError>;
    /// The weight of the menu entry that is spelled `action` at a moment, and whether its evidence is known; `None` if the
    /// menu has none, or the moment is of another model.
    fn entry(&self, moment: &Snapshot, action: &str) -> Option<(u32, Support)>;
    /// The views of its model, in order.
    fn views(&self) -> &'static [ViewKind];
    /// Texts of edges; `None` if states were not kept.
    fn labels(&self) -> Option<Labels>;
    /// One view of each node as text, `[nodes]`; an image is named by a line. `None` if states were not kept.
    ///
    /// # Errors
    /// [`NoSuchView`], before anything is rendered.
    fn view_texts(&self, name: ViewName) -> Result<Option<Vec<String>>, NoSuchView>;
    /// The truth of every state and transition; `None` if states were not kept.
    ///
    /// # Errors
    /// [`GraphError::Host`] if the model's host fails where it did not before.
    fn truth(&self) -> Result<Option<GraphTruth>, GraphError>;
    /// The first node where the planner and the graph disagree: planner, graph.
    fn planner_mismatch(&self) -> Option<(NodeId, Distance, Distance)>;
    /// The first node where the model's best outcome is not the graph's: model, graph. States that were not kept, and
    /// what either side did not compute, are passed over.
    fn outcome_mismatch(&self) -> Option<(NodeId, Rational, Rational)>;
}

/// The [`TaskGraph`] of a model.
#[allow(missing_debug_implementations, reason = "holds a large index")]
pub(crate) struct ModelGraph<M: Model> {
    def: Arc<M::Def>,
    explored: Explored<M>,
}

impl<M: Model> ModelGraph<M> {
    /// Explore from the start of the rollout whose chance begins at `at`.
    pub(crate) fn explore(
        def: &Arc<M::Def>,
        at: RngRef,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Self, GraphError> {
        let start = M::initial(def, &mut at.sampled());
        Ok(Self {
            explored: StateGraph::enumerate::<M>(def, start, limits, mode)?,
            def: Arc::clone(def),
        })
    }
}

impl<M: Model> TaskGraph for ModelGraph<M> {
    fn graph(&self) -> &StateGraph {
        self.explored.graph()
    }

    fn locate(&mut self, moment: &Snapshot, max_new: u32) -> Result<Option<NodeId>, GraphError> {
        match moment.downcast::<Moment<M>>() {
            Some(snap) => self
                .explored
                .locate_or_extend(&self.def, &snap.state, max_new),
            None => Ok(None),
        }
    }

    fn land(
        &mut self,
        moment: &Snapshot,
        action: &str,
        max_new: u32,
    ) -> Result<Consequence, GraphError> {
        let Some(Moment { state, .. }) = moment.downcast::<Moment<M>>() else {
            return Ok(Consequence::NotComputed);
        };
        let def = &*self.def;
        let admitted = crate::forms::decode::<M>(def, state, action)
            .and_then(|a| M::admit(def, state, &a).map(|()| a));
        match admitted {
            Err(rejection) => Ok(Consequence::Rejected(rejection)),
            Ok(action) => Ok(match self.explored.land(def, state, &action, max_new)? {
                Some(landing) => Consequence::Lands(landing),
                None => Consequence::NotComputed,
            }),
        }
    }

    fn entry(&self, moment: &Snapshot, action: &str) -> Option<(u32, Support)> {
        let Moment { state, .. } = moment.downcast::<Moment<M>>()?;
        let mut menu = vec![];
        M::menu(&self.def, state, &mut menu);
        let mut text = String::new();
        let entry = menu.iter().find(|entry| {
            text.clear();
            M::encode(&self.def, &entry.action, &mut text);
            text == action
        })?;
        let support = M::supported(&self.def, state, &entry.action);
        Some((entry.weight, support.into()))
    }

    fn views(&self) -> &'static [ViewKind] {
        M::VIEWS
    }

    fn labels(&self) -> Option<Labels> {
        self.explored.labels(&self.def)
    }

    fn view_texts(&self, name: ViewName) -> Result<Option<Vec<String>>, NoSuchView> {
        self.explored.view_texts(&self.def, name)
    }

    fn truth(&self) -> Result<Option<GraphTruth>, GraphError> {
        truth::of_graph(&self.def, &self.explored)
    }

    fn planner_mismatch(&self) -> Option<(NodeId, Distance, Distance)> {
        self.explored.planner_mismatch(&self.def)
    }

    fn outcome_mismatch(&self) -> Option<(NodeId, Rational, Rational)> {
        let graph = self.explored.graph();
        let enumerated = graph.best_outcomes(Evidence::Ignored);
        graph.node_ids().zip(enumerated).find_map(|(node, found)| {
            let stated = M::Planner::best_outcome(&self.def, self.explored.state(node)?)?;
            found
                .filter(|&found| found != stated)
                .map(|found| (node, stated, found))
        })
    }
}
