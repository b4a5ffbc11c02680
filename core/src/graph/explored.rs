//! A graph together with what ties it to its model: which node a state is, and which state a node is.

use super::{
    EdgeId, GraphError, Limits, Mode, NodeId, Outcomes, StateGraph,
    enumerate::{ByClass, ByDigest, Exploration, Keyed, States},
};
use crate::{
    chance::Enumerated,
    digest::Digest,
    model::{MenuEntry, Model, Planner as _, Unheard, Workers},
    truth::Distance,
    view::{self, NoSuchView, View, ViewName},
};
use num_integer::Integer;
use num_rational::Ratio;
use rustc_hash::FxHashMap;

enum Index<M: Model> {
    Raw(FxHashMap<Digest, u32>),
    Lumped(FxHashMap<M::Class, u32>),
}

/// A [`StateGraph`] of model `M` with the index from states to nodes.
///
/// The definition is passed to every call instead of being kept: it must be the one the graph was explored with.
#[allow(
    missing_debug_implementations,
    reason = "the index is a large hash map of the model's classes"
)]
pub struct Explored<M: Model> {
    graph: StateGraph,
    states: States<M::State>,
    index: Index<M>,
    limits: Limits,
    workers: Workers<M>,
}

/// Where an action leads: distinct nodes with their probabilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    nodes: Vec<(NodeId, u64)>,
    denominator: u64,
}

impl Landing {
    /// The nodes and their probabilities.
    #[must_use]
    pub fn outcomes(&self) -> Outcomes<'_> {
        Outcomes::Drawn {
            outcomes: &self.nodes,
            denominator: self.denominator,
        }
    }
}

/// Texts of a graph's edges and nodes, for people.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Labels {
    /// Canonical action text per edge, `[edges]`.
    pub actions: Vec<String>,
    /// One view per node, `[nodes]`; empty if none was asked for.
    pub views: Vec<String>,
}

impl<M: Model> Explored<M> {
    pub(super) fn start(
        def: &M::Def,
        start: M::State,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Self, GraphError> {
        let mut explored = Self {
            graph: StateGraph::empty(M::NAME, mode),
            states: States {
                dropped: 0,
                kept: vec![],
            },
            index: match mode {
                Mode::Raw => Index::Raw(FxHashMap::default()),
                Mode::Lumped => Index::Lumped(FxHashMap::default()),
            },
            limits: *limits,
            workers: Workers::default(),
        };
        explored.explore(def, start, limits)?;
        Ok(explored)
    }

    fn explore(
        &mut self,
        def: &M::Def,
        start: M::State,
        limits: &Limits,
    ) -> Result<u32, GraphError> {
        let (graph, states, workers) = (&mut self.graph, &mut self.states, &self.workers);
        match &mut self.index {
            Index::Raw(index) => Exploration::<M, ByDigest> {
                def,
                limits,
                graph,
                states,
                index,
                workers,
            }
            .run(start),
            Index::Lumped(index) => Exploration::<M, ByClass> {
                def,
                limits,
                graph,
                states,
                index,
                workers,
            }
            .run(start),
        }
    }

    /// Who steps the model.
    pub(crate) fn workers(&self) -> &Workers<M> {
        &self.workers
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &StateGraph {
        &self.graph
    }

    /// The graph alone; states and index are dropped.
    #[must_use]
    pub fn into_graph(self) -> StateGraph {
        self.graph
    }

    /// The node of a state, if the graph has it.
    #[must_use]
    pub fn node_of(&self, def: &M::Def, state: &M::State) -> Option<NodeId> {
        let node = match &self.index {
            Index::Raw(index) => index.get(&<ByDigest as Keyed<M>>::key(def, state)),
            Index::Lumped(index) => index.get(&<ByClass as Keyed<M>>::key(def, state)),
        };
        node.copied().map(NodeId)
    }

    /// The node of a digest, in a raw graph.
    #[must_use]
    pub fn node_of_digest(&self, digest: Digest) -> Option<NodeId> {
        match &self.index {
            Index::Raw(index) => index.get(&digest).copied().map(NodeId),
            Index::Lumped(_) => None,
        }
    }

    /// The state of a node (the first found of its class, in a lumped graph); `None` if states were not kept.
    #[must_use]
    pub fn state(&self, node: NodeId) -> Option<&M::State> {
        self.states.get(node.0)
    }

    /// The node of a state that may lie outside the graph: its part is explored until known states are met, and added.
    /// `None` if that takes more than `max_new` states; the graph is then as it was.
    ///
    /// # Errors
    /// As [`StateGraph::enumerate`], except that a met cap is `None`.
    pub fn locate_or_extend(
        &mut self,
        def: &M::Def,
        state: &M::State,
        max_new: u32,
    ) -> Result<Option<NodeId>, GraphError> {
        if let Some(node) = self.node_of(def, state) {
            return Ok(Some(node));
        }
        if max_new == 0 {
            return Ok(None);
        }
        let before = Mark::of(&self.graph);
        let limits = Limits {
            max_states: (before.nodes as u32).saturating_add(max_new),
            allow_capped: false,
            verify: self.limits.verify,
            // Taking the part back needs its states; they are few.
            keep_states: true,
        };
        match self.explore(def, state.clone(), &limits) {
            Ok(node) => Ok(Some(NodeId(node))),
            Err(error) => {
                self.take_back(def, &before);
                match error {
                    GraphError::Capped { .. } => Ok(None),
                    other => Err(other),
                }
            }
        }
    }

    fn take_back(&mut self, def: &M::Def, mark: &Mark) {
        let new = self.states.kept.drain(mark.nodes - self.states.dropped..);
        for state in new {
            match &mut self.index {
                Index::Raw(index) => {
                    index.remove(&<ByDigest as Keyed<M>>::key(def, &state));
                }
                Index::Lumped(index) => {
                    index.remove(&<ByClass as Keyed<M>>::key(def, &state));
                }
            }
        }
        self.graph.truncate(mark);
    }

    /// Where an admitted action leads from a state, on the menu or off it; unknown successors are explored as by
    /// [`Explored::locate_or_extend`]. `None` if a cap was met.
    ///
    /// # Errors
    /// As [`StateGraph::enumerate`].
    pub fn land(
        &mut self,
        def: &M::Def,
        state: &M::State,
        action: &M::Action,
        max_new: u32,
    ) -> Result<Option<Landing>, GraphError> {
        let mut chance = Enumerated::default();
        let mut found: Vec<(NodeId, Ratio<u128>)> = vec![];
        loop {
            chance.rewind();
            let mut next = state.clone();
            self.workers.lend(|worker| {
                worker.lend(def, |host| {
                    M::step(def, host, &mut next, action, &mut chance, &mut Unheard)
                })
            })?;
            let Some(node) = self.locate_or_extend(def, &next, max_new)? else {
                return Ok(None);
            };
            match found.iter_mut().find(|(known, _)| *known == node) {
                Some((_, p)) => *p += chance.probability(),
                None => found.push((node, chance.probability())),
            }
            if !chance.advance() {
                break;
            }
        }
        let too_fine = || GraphError::TooFine {
            what: "the probability of an outcome",
            bits: 64,
        };
        let denominator = found.iter().fold(1u128, |d, (_, p)| d.lcm(p.denom()));
        let scaled = found.iter().map(|&(node, p)| {
            let numerator = p.numer() * (denominator / p.denom());
            u64::try_from(numerator).map(|n| (node, n))
        });
        Ok(Some(Landing {
            nodes: scaled.collect::<Result<_, _>>().map_err(|_| too_fine())?,
            denominator: u64::try_from(denominator).map_err(|_| too_fine())?,
        }))
    }

    /// The menu of a node, as the model gives it; `None` if states were not kept.
    #[must_use]
    pub fn menu(&self, def: &M::Def, node: NodeId) -> Option<Vec<MenuEntry<M::Action>>> {
        let mut menu = vec![];
        M::menu(def, self.state(node)?, &mut menu);
        Some(menu)
    }

    /// The canonical text of an edge's action; `None` if states were not kept.
    #[must_use]
    pub fn action_text(&self, def: &M::Def, edge: EdgeId) -> Option<String> {
        let menu = self.menu(def, self.graph.source(edge))?;
        let item = menu.get(self.graph.entry(edge) as usize)?;
        let mut text = String::new();
        M::encode(def, &item.action, &mut text);
        Some(text)
    }

    /// A node as an agent that has just arrived would see it (view memory at its default); `None` if states were not kept.
    ///
    /// # Errors
    /// [`NoSuchView`].
    pub fn view(
        &self,
        def: &M::Def,
        node: NodeId,
        name: ViewName,
    ) -> Result<Option<View>, NoSuchView> {
        let mut view = View::empty(view::find(name, M::NAME, M::VIEWS)?);
        Ok(self.state(node).map(|state| {
            view.render::<M>(def, state, &M::View::default());
            view
        }))
    }

    /// One view of each node as text, `[nodes]`; an image is named by a line. `None` if states were not kept.
    ///
    /// # Errors
    /// [`NoSuchView`].
    pub fn view_texts(
        &self,
        def: &M::Def,
        name: ViewName,
    ) -> Result<Option<Vec<String>>, NoSuchView> {
        let nodes = self.graph.node_ids();
        let text = |view: Option<View>| view.map(|v| v.content().describe().into_owned());
        nodes
            .map(|node| self.view(def, node, name).map(text))
            .collect()
    }

    /// The texts of all edges; `None` if states were not kept.
    #[must_use]
    pub fn labels(&self, def: &M::Def) -> Option<Labels> {
        let mut labels = Labels::default();
        for node in self.graph.node_ids() {
            let menu = self.menu(def, node)?;
            for edge in self.graph.edges(node) {
                let mut text = String::new();
                let item = menu.get(self.graph.entry(edge) as usize)?;
                M::encode(def, &item.action, &mut text);
                labels.actions.push(text);
            }
        }
        Some(labels)
    }

    /// The first node whose planner distance is not the enumerated one, with both (model first). States that were not
    /// kept, and distances either side did not compute, are passed over.
    #[must_use]
    pub fn planner_mismatch(&self, def: &M::Def) -> Option<(NodeId, Distance, Distance)> {
        let enumerated = self.graph.distances(super::Evidence::Required);
        self.graph.node_ids().find_map(|node| {
            let planned = M::Planner::distance(def, self.state(node)?);
            let found = enumerated.get(node);
            let comparable = planned != Distance::NotComputed && found != Distance::NotComputed;
            (comparable && planned != found).then_some((node, planned, found))
        })
    }
}

/// The size of a graph at a moment, to take an extension back.
struct Mark {
    nodes: usize,
    rows: usize,
    edges: usize,
    entries: usize,
    draws: usize,
    outcomes: usize,
    grades: usize,
}

impl Mark {
    fn of(graph: &StateGraph) -> Self {
        Self {
            nodes: graph.nodes(),
            rows: graph.first_edge.len(),
            edges: graph.target.len(),
            entries: graph.entry.len(),
            draws: graph.denominator.len(),
            outcomes: graph.outcome.len(),
            grades: graph.grades.len(),
        }
    }
}

impl StateGraph {
    fn truncate(&mut self, mark: &Mark) {
        self.digest.truncate(mark.nodes);
        self.status.truncate(mark.nodes);
        self.known.truncate(mark.nodes);
        self.subgoals.truncate(mark.nodes);
        self.grades.truncate(mark.grades);
        self.first_edge.truncate(mark.rows);
        self.target.truncate(mark.edges);
        self.weight.truncate(mark.edges);
        self.support.truncate(mark.edges);
        self.entry.truncate(mark.entries);
        self.denominator.truncate(mark.draws);
        self.first_outcome.truncate(mark.draws + 1);
        self.outcome.truncate(mark.outcomes);
    }
}
