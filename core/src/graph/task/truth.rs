//! The truth of a graph's states and transitions, stated by the code that states it of an episode's.

use crate::{
    chance::Enumerated,
    digest::Digest,
    graph::{EdgeId, Explored, GraphError, NodeId},
    host::{Asked, Body, Judged, RunningStep, judge_state, judge_step},
    model::{Model, Statement, Worker},
    truth::{Effect, Rejection, StateTruth, StepTruth},
};
use rayon::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Nodes one task states the truth of.
const TASK_NODES: usize = 64;

/// The truth of everything in a graph: of every state, and of every transition.
///
/// There is no budget (`steps_left` is absent, `reachable` ignores it) and no history: of all that is `redundant`
/// only what leaves the state as it was, and what the model says repeats, is so here. In a lumped graph all is said of the first state
/// found of each class, and of the first action of each edge.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphTruth {
    /// What is the case in each node, `[nodes]`.
    pub states: Vec<StateTruth>,
    /// What each transition did, `[arcs]` in the order of [`crate::graph::StateGraph::arcs`].
    pub steps: Vec<Executed>,
    /// What a rejected action does in each state that has one: it costs a step and changes nothing.
    pub rejected: Vec<Rejected>,
}

/// A rejected action in a state that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The state.
    pub node: NodeId,
    /// An action that is rejected there.
    pub action: &'static str,
    /// That it is.
    pub executed: Executed,
    /// The causes that were met there: of that action, of the empty one, and of some that other menus have.
    pub codes: Vec<String>,
}

/// Texts that are tried as rejected actions, the first that is one is taken.
pub const REJECTED_ACTIONS: [&str; 2] = ["no such action", ""];

/// Actions of other menus that are tried in every state, to see why they are rejected.
const TRIED: usize = 24;

/// What a menu action did on one of the ways chance can take.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed {
    /// What it did.
    pub effect: Effect,
    /// What is the case about the step.
    pub step: StepTruth,
}

/// The truth of a state, and the menu positions of the best actions there.
type Judgement = (StateTruth, Option<Vec<u32>>);

/// The truth of a whole graph; `None` if its states were not kept.
pub(super) fn of_graph<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
) -> Result<Option<GraphTruth>, GraphError> {
    let nodes = explored.graph().nodes() as u32;
    if (0..nodes).any(|node| explored.state(NodeId(node)).is_none()) {
        return Ok(None);
    }
    let judged: Vec<Judgement> = (0..nodes)
        .into_par_iter()
        .with_min_len(TASK_NODES)
        .map(|node| of_state(def, explored, NodeId(node)))
        .collect::<Result<_, _>>()?;
    let steps: Vec<Vec<Executed>> = (0..nodes)
        .into_par_iter()
        .with_min_len(TASK_NODES)
        .map(|node| of_steps(def, explored, NodeId(node), &judged))
        .collect::<Result<_, _>>()?;
    let steps: Vec<Executed> = steps.into_iter().flatten().collect();
    debug_assert_eq!(
        steps.len(),
        explored.graph().arc_count(),
        "invariant: every transition is executed once"
    );
    let tried = tried(def, explored);
    let rejected: Vec<Option<Rejected>> = (0..nodes)
        .into_par_iter()
        .with_min_len(TASK_NODES)
        .map(|node| of_rejected(def, explored, NodeId(node), &judged, &tried))
        .collect();
    let states = judged.into_iter().map(|(state, _)| state).collect();
    Ok(Some(GraphTruth {
        states,
        steps,
        rejected: rejected.into_iter().flatten().collect(),
    }))
}

/// Actions spread over the menus of the graph.
fn tried<M: Model>(def: &Arc<M::Def>, explored: &Explored<M>) -> Vec<String> {
    let edges = explored.graph().edge_count();
    let every = edges.div_ceil(TRIED).max(1);
    let picked = (0..edges).step_by(every);
    let texts = picked.filter_map(|e| explored.action_text(def, EdgeId(e as u32)));
    texts.collect()
}

/// Why an action is rejected in a state; `None` if it is not.
fn rejection<M: Model>(def: &M::Def, state: &M::State, action: &str) -> Option<Rejection> {
    let admitted = M::decode(def, state, action).and_then(|a| M::admit(def, state, &a));
    admitted.err()
}

/// A rejected action in a node; `None` where the episode has ended, or every text that is tried is an action.
fn of_rejected<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
    node: NodeId,
    all: &[Judgement],
    tried: &[String],
) -> Option<Rejected> {
    let (state, 1..) = (explored.state(node)?, explored.graph().edges(node).len()) else {
        return None;
    };
    let refused = |action: &&str| rejection::<M>(def, state, action);
    let (action, reason) = REJECTED_ACTIONS
        .into_iter()
        .find_map(|action| Some((action, refused(&action)?)))?;
    let attempts = REJECTED_ACTIONS
        .into_iter()
        .chain(tried.iter().map(String::as_str));
    let codes: BTreeSet<String> = attempts
        .filter_map(|action| Some(refused(&action)?.code.into_owned()))
        .collect();
    let (truth, best) = &all[node.0 as usize];
    let now = M::digest(state);
    let report = RunningStep {
        rejection: Some(reason.clone()),
        effect: Effect::Rejected { reason },
        ..RunningStep::default()
    };
    let judged = Judged {
        best: best.clone(),
        state: truth.clone(),
        step: None,
        visited: vec![now],
        stale: false,
    };
    let body = Body::<M>::new(Digest::default(), Arc::clone(def), state.clone());
    let executed = Executed {
        step: judge_step(&body, &report, &judged, truth, now),
        effect: report.effect.clone(),
    };
    Some(Rejected {
        node,
        action,
        executed,
        codes: codes.into_iter().collect(),
    })
}

const KEPT: &str = "invariant: the truth of a graph is asked for only where states were kept";

fn of_state<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
    node: NodeId,
) -> Result<Judgement, GraphError> {
    let state = explored.state(node).expect(KEPT).clone();
    let mut body = Body::<M>::new(Digest::default(), Arc::clone(def), state);
    let asked = Asked {
        steps_left: None,
        disturbed: false,
        texts: true,
    };
    let workers = explored.workers();
    Ok(workers.lend(|worker| judge_state(&mut body, worker, asked))?)
}

/// The transitions that leave a node, in order.
fn of_steps<M: Model>(
    def: &Arc<M::Def>,
    explored: &Explored<M>,
    node: NodeId,
    all: &[Judgement],
) -> Result<Vec<Executed>, GraphError> {
    let graph = explored.graph();
    let (state, 1..) = (explored.state(node).expect(KEPT), graph.edges(node).len()) else {
        return Ok(vec![]);
    };
    let mut body = Body::<M>::new(Digest::default(), Arc::clone(def), state.clone());
    body.ensure_menu();
    let (here, best) = all[node.0 as usize].clone();
    let judged = Judged {
        best,
        state: here,
        step: None,
        visited: vec![M::digest(state)],
        stale: false,
    };
    let mut steps = vec![];
    explored.workers().lend(|worker| {
        for edge in graph.edges(node) {
            steps.extend(of_edge(explored, worker, edge, &mut body, &judged, all)?);
        }
        Ok(steps)
    })
}

/// The ways chance can take along one edge, in the order of its outcomes.
fn of_edge<M: Model>(
    explored: &Explored<M>,
    worker: &mut Worker<M>,
    edge: EdgeId,
    body: &mut Body<M>,
    judged: &Judged,
    all: &[Judgement],
) -> Result<Vec<Executed>, GraphError> {
    let entry = explored.graph().entry(edge);
    let action = body.menu[entry as usize].action.clone();
    let mut report = RunningStep {
        menu_index: Some(entry),
        menu_size: body.menu.len() as u32,
        ..RunningStep::default()
    };
    let mut chance = Enumerated::default();
    let mut found: Vec<(NodeId, Executed)> = vec![];
    body.action = Some(action.clone());
    loop {
        chance.rewind();
        let mut statements: Vec<M::Statement> = vec![];
        let def = Arc::clone(&body.def);
        let (before, state) = (&body.before, &mut body.state);
        state.clone_from(before);
        let applied = worker.lend(&def, |host| {
            M::step(&def, host, state, &action, &mut chance, &mut statements)
        })?;
        report.repeated = applied.repeated;
        report.effect = match applied.changed {
            true => Effect::Applied,
            false => Effect::NoEffect,
        };
        report.statements = statements.iter().map(|s| (s.kind(), text(s))).collect();
        let to = explored.node_of(&def, &body.state);
        let to = to.expect("invariant: what an expanded node leads to is in the graph");
        if found.iter().all(|(known, _)| *known != to) {
            let (after, now) = (&all[to.0 as usize].0, M::digest(&body.state));
            let step = judge_step(body, &report, judged, after, now);
            let effect = report.effect.clone();
            found.push((to, Executed { effect, step }));
        }
        if !chance.advance() {
            break;
        }
    }
    body.state.clone_from(&body.before);
    Ok(found.into_iter().map(|(_, executed)| executed).collect())
}

fn text(statement: &impl Statement) -> String {
    let mut text = String::new();
    statement.write(&mut text);
    text
}
