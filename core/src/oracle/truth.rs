//! The truth of a graph's states and transitions, stated by the code that states it of an episode's.

use crate::{
    chance::Enumerated,
    digest::Digest,
    graph::{EdgeId, Explored, GraphError, NodeId},
    host::{Body, Judged, Report, judge_state, judge_step},
    model::{Fact, Model},
    truth::{Effect, StateTruth, StepTruth},
};
use rayon::prelude::*;
use std::sync::Arc;

/// Nodes one task states the truth of.
const TASK_NODES: usize = 64;

/// The truth of everything in a graph: of every state, and of every transition.
///
/// There is no budget (`steps_left` is absent, `reachable` ignores it) and no history: a step is `redundant` only if it
/// leaves the state as it was, or the model says that the call repeats. In a lumped graph all is said of the first state
/// found of each class, and of the first action of each edge.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphTruth {
    /// What is the case in each node, `[nodes]`.
    pub states: Vec<StateTruth>,
    /// What each transition did, `[arcs]` in the order of [`crate::graph::StateGraph::arcs`].
    pub steps: Vec<Executed>,
}

/// What a menu action did on one of the ways chance can take.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed {
    /// What it did.
    pub effect: Effect,
    /// What is the case about the step.
    pub step: StepTruth,
}

/// The truth of a whole graph; `None` if its states were not kept.
pub(super) fn of_graph<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
) -> Result<Option<GraphTruth>, GraphError> {
    let nodes = explored.graph().nodes() as u32;
    let states: Option<Vec<StateTruth>> = (0..nodes)
        .into_par_iter()
        .with_min_len(TASK_NODES)
        .map(|node| Some(of_state::<M>(def, explored.state(NodeId(node))?)))
        .collect();
    let Some(states) = states else {
        return Ok(None);
    };
    let steps: Vec<Vec<Executed>> = (0..nodes)
        .into_par_iter()
        .with_min_len(TASK_NODES)
        .map(|node| of_steps(def, explored, NodeId(node), &states))
        .collect::<Result<_, _>>()?;
    let steps: Vec<Executed> = steps.into_iter().flatten().collect();
    debug_assert_eq!(
        steps.len(),
        explored.graph().arc_count(),
        "invariant: every transition is executed once"
    );
    Ok(Some(GraphTruth { states, steps }))
}

fn of_state<M: Model>(def: &Arc<M::Def>, state: &M::State) -> StateTruth {
    let mut body = Body::<M>::new(Digest::default(), Arc::clone(def), state.clone());
    judge_state(&mut body, None, &mut vec![], true)
}

/// The transitions that leave a node, in order.
fn of_steps<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
    node: NodeId,
    states: &[StateTruth],
) -> Result<Vec<Executed>, GraphError> {
    let graph = explored.graph();
    let (Some(state), 1..) = (explored.state(node), graph.edges(node).len()) else {
        return Ok(vec![]);
    };
    let mut body = Body::<M>::new(Digest::default(), Arc::clone(def), state.clone());
    let mut judged = Judged {
        best: vec![],
        state: states[node.0 as usize].clone(),
        step: None,
        visited: vec![M::digest(state)],
        stale: false,
    };
    judge_state(&mut body, None, &mut judged.best, false);
    let mut steps = vec![];
    for edge in graph.edges(node) {
        steps.extend(of_edge(explored, edge, state, &mut body, &judged, states)?);
    }
    Ok(steps)
}

/// The ways chance can take along one edge, in the order of its outcomes.
fn of_edge<M: Model>(
    explored: &Explored<M>,
    edge: EdgeId,
    state: &M::State,
    body: &mut Body<M>,
    judged: &Judged,
    states: &[StateTruth],
) -> Result<Vec<Executed>, GraphError> {
    let entry = explored.graph().entry(edge);
    let action = body.menu[entry as usize].action.clone();
    let mut report = Report {
        menu_index: Some(entry),
        menu_size: body.menu.len() as u32,
        ..Report::default()
    };
    let (mut host, mut chance) = (M::Host::default(), Enumerated::default());
    let mut found: Vec<(NodeId, Executed)> = vec![];
    body.action = Some(action.clone());
    loop {
        chance.rewind();
        let mut facts: Vec<M::Fact> = vec![];
        body.state.clone_from(state);
        let def = Arc::clone(&body.def);
        let applied = M::step(
            &def,
            &mut host,
            &mut body.state,
            &action,
            &mut chance,
            &mut facts,
        )?;
        report.repeated = applied.repeated;
        report.effect = match applied.changed {
            true => Effect::Applied,
            false => Effect::NoEffect,
        };
        report.statements = facts.iter().map(|fact| (fact.kind(), text(fact))).collect();
        let to = explored.node_of(&def, &body.state);
        let to = to.expect("invariant: what an expanded node leads to is in the graph");
        if found.iter().all(|(known, _)| *known != to) {
            let (after, now) = (&states[to.0 as usize], M::digest(&body.state));
            let step = judge_step(body, &report, judged, after, now);
            let effect = report.effect.clone();
            found.push((to, Executed { effect, step }));
        }
        if !chance.advance() {
            break;
        }
    }
    body.state.clone_from(state);
    Ok(found.into_iter().map(|(_, executed)| executed).collect())
}

fn text(fact: &impl Fact) -> String {
    let mut text = String::new();
    fact.write(&mut text);
    text
}
