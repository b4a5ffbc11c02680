//! A task's graph with the truth of everything in it.

use super::{
    AuditError, Options, TransitionNumbers,
    price::{Pricing, Transition},
};
use crate::{edge::Edge, stage::Memory, value::Value};
use std::sync::Arc as Shared;
use truestep_core::{
    channels::{Channel, Channels},
    graph::task::{GraphTruth, TaskGraph},
    graph::{Distances, EdgeId, Evidence, NodeId, NodeStatus, StateGraph, Support, edges::Arc},
    rational::Rational,
    registry::Prepared,
    task::Task,
    trajectory::End,
    truth::StateTruth,
};

/// Channels that depend on the steps left.
pub(crate) const WITH_HORIZON: [Channel; 4] = [
    Channel::StepsLeft,
    Channel::SuccessProbability,
    Channel::Advantage,
    Channel::Pivot,
];
/// Channels that depend on the states visited before.
pub(crate) const WITH_HISTORY: [Channel; 2] = [Channel::Redundant, Channel::ActionProbability];

/// The graph of a task, its truth and its texts: shared, so that a clone costs nothing.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) task: Shared<Task>,
    pub(crate) explored: Shared<dyn TaskGraph>,
    pub(crate) truth: Shared<GraphTruth>,
    /// Texts of the edges' actions; after those of the graph, of the rejected action of every state that has one.
    pub(crate) actions: Shared<[String]>,
    /// The graph's transitions; after them, of every such state, the rejected action that leaves it as it is.
    pub(crate) arcs: Shared<[Arc]>,
    /// The edge of the rejected action, `[nodes]`.
    rejected: Shared<[Option<EdgeId>]>,
    pub(crate) distances: Shared<Distances>,
    pub(crate) evidence: Evidence,
    /// The step budget of the task.
    pub(crate) budget: u32,
    /// Channels every transition carries, whatever the objective.
    pub(crate) provides: Channels,
    /// Numbers from outside, `[transitions]` each.
    pub(crate) numbers: Shared<[TransitionNumbers]>,
}

impl World {
    pub(crate) fn explore(task: &dyn Prepared, options: &Options) -> Result<Self, AuditError> {
        options.objective.check()?;
        let limits = truestep_core::graph::Limits {
            allow_capped: false,
            keep_states: true,
            ..options.limits
        };
        let explored = task.explore(options.rollout, &limits, options.mode)?;
        let graph = explored.graph();
        let mut truth = explored.truth()?.ok_or(AuditError::NoTruth)?;
        let labels = explored.labels().ok_or(AuditError::NoTruth)?;
        let (mut actions, mut arcs) = (labels.actions, graph.arcs().collect::<Vec<Arc>>());
        let mut rejected = vec![None; graph.nodes()];
        for refused in std::mem::take(&mut truth.rejected) {
            let (node, edge) = (refused.node, EdgeId(actions.len() as u32));
            rejected[node.0 as usize] = Some(edge);
            arcs.push(Arc {
                index: arcs.len() as u32,
                edge,
                from: node,
                to: node,
                numerator: 1,
                denominator: 1,
            });
            actions.push(refused.action.to_owned());
            truth.steps.push(refused.executed);
        }
        for numbers in options.numbers.iter() {
            numbers.check(arcs.len())?;
        }
        let without: Vec<Channel> = task
            .provides()
            .iter()
            .filter(|c| !WITH_HORIZON.contains(c) && !WITH_HISTORY.contains(c))
            .collect();
        Ok(Self {
            task: Shared::clone(task.task()),
            truth: truth.into(),
            actions: actions.into(),
            arcs: arcs.into(),
            rejected: rejected.into(),
            distances: graph.distances(Evidence::Required).into(),
            evidence: options.evidence,
            budget: task.goal().max_steps,
            provides: Channels::of(&without),
            numbers: Shared::clone(&options.numbers),
            explored: explored.into(),
        })
    }

    /// The same with so much of the menu.
    pub(crate) fn with_evidence(&self, evidence: Evidence) -> Self {
        Self {
            evidence,
            ..self.clone()
        }
    }

    pub(crate) fn graph(&self) -> &StateGraph {
        self.explored.graph()
    }

    /// Which actions count, for reports.
    pub(crate) fn actions_name(&self) -> &'static str {
        match self.evidence {
            Evidence::Ignored => "menu",
            Evidence::Required => "supported",
        }
    }

    /// Whether the edge's action counts.
    pub(crate) fn counts(&self, edge: EdgeId) -> bool {
        self.evidence == Evidence::Ignored
            || self.is_rejected(edge)
            || self.graph().support(edge) != Support::Unsupported
    }

    /// Whether any action commits before its evidence is known, so that the supported game is another.
    pub(crate) fn has_guesses(&self) -> bool {
        let mut edges = (0..self.graph().edge_count() as u32).map(EdgeId);
        edges.any(|edge| self.graph().support(edge) == Support::Unsupported)
    }

    /// Whether the edge stands for a rejected action.
    pub(crate) fn is_rejected(&self, edge: EdgeId) -> bool {
        edge.0 as usize >= self.graph().edge_count()
    }

    /// The rejected action of a node.
    pub(crate) fn rejected(&self, node: NodeId) -> Option<EdgeId> {
        self.rejected[node.0 as usize]
    }

    /// States with a rejected action.
    pub(crate) fn rejected_count(&self) -> usize {
        self.rejected.iter().flatten().count()
    }

    /// The edges of a node whose action counts, in menu order, the rejected action last.
    pub(crate) fn edges(&self, node: NodeId) -> impl Iterator<Item = EdgeId> + use<'_> {
        let menu = self.graph().edges(node).filter(|&e| self.counts(e));
        menu.chain(self.rejected(node))
    }

    /// Whether an edge leads (with chance: can lead) one step nearer to success.
    pub(crate) fn is_shortest(&self, node: NodeId, edge: EdgeId) -> bool {
        !self.is_rejected(edge) && self.distances.is_shortest(self.graph(), node, edge)
    }

    /// The grade of a node that has ended.
    pub(crate) fn grade(&self, node: NodeId) -> Option<Rational> {
        match self.graph().status(node) {
            NodeStatus::Ended(grade) => Some(grade),
            NodeStatus::Running | NodeStatus::Unexpanded => None,
        }
    }

    /// A transition between states whose truth is `states`, `cut` if the budget ends with it.
    pub(crate) fn transition<'a>(
        &'a self,
        arc: &Arc,
        [before, after]: [&'a StateTruth; 2],
        cut: bool,
    ) -> Transition<'a> {
        let executed = &self.truth.steps[arc.index as usize];
        let end = match self.grade(arc.to) {
            Some(_) => Some(End::Terminated),
            None => cut.then_some(End::Truncated),
        };
        Transition {
            edge: Edge {
                before,
                action: &self.actions[arc.edge.0 as usize],
                effect: &executed.effect,
                step: &executed.step,
                after,
                end,
            },
            index: arc.index,
            from: arc.from,
            to: arc.to,
            state: self.graph().digest(arc.from),
            next_state: self.graph().digest(arc.to),
        }
    }

    /// The same without a budget.
    pub(crate) fn endless(&self, arc: &Arc) -> Transition<'_> {
        let states = &self.truth.states;
        let pair = [&states[arc.from.0 as usize], &states[arc.to.0 as usize]];
        self.transition(arc, pair, false)
    }

    /// The price of a transition, or why there is none.
    pub(crate) fn price<S: Clone>(
        pricing: &dyn Pricing<S>,
        memory: &mut Memory,
        transition: &Transition<'_>,
    ) -> Result<S, NoPrice> {
        match pricing.price(memory, transition) {
            Value::Number(price) => Ok(price),
            Value::MinusInfinity => Err(NoPrice(crate::value::Undefined::Infinite)),
            Value::Undefined(why) => Err(NoPrice(why)),
        }
    }
}

/// There is no price, for this reason; whoever knows the way there makes an error of it.
pub(crate) struct NoPrice(pub(crate) crate::value::Undefined);
