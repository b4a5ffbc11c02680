//! The graph of a world that is no [`Model`](crate::model::Model): its [`Environment`] is restored and stepped, one menu
//! entry at a time. Slow, serial, and the same graph.

use crate::{
    digest::Digest,
    environment::{Environment, EnvironmentError},
    graph::{GraphError, Labels, Limits, Mode, NodeId, NodeStatus, StateGraph, Support},
    host::Snapshot,
    task::Task,
    trajectory::{End, Frame},
};
use std::collections::BTreeMap;

/// A graph with the moments its nodes stand for.
#[derive(Debug)]
pub struct Walked {
    /// The raw graph.
    pub graph: StateGraph,
    /// A moment of every node, `[nodes]`.
    pub moments: Vec<Snapshot>,
    /// The texts of its edges.
    pub labels: Labels,
}

/// Why an environment cannot be walked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WalkError {
    /// It refused or failed.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// The graph cannot be had.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// Its frames carry no truth.
    #[error(
        "the environment states no truth, so that no node has a grade; let its frames carry it"
    )]
    NoTruth,
    /// It draws from chance, whose probabilities an environment does not tell.
    #[error(
        "`{action}` leads to another state when its chance is drawn again; only the chance of a `Model` can be enumerated"
    )]
    Drawn {
        /// The action.
        action: String,
    },
    /// A step ended the episode for another reason than the world's.
    #[error(
        "`{action}` cut the episode off ({end:?}); give the environment a budget beyond any path of its graph"
    )]
    Cut {
        /// The action.
        action: String,
        /// How the episode ended.
        end: End,
    },
    /// An entry of the menu was refused.
    #[error(
        "the menu lists `{action}`, which the environment then rejects; a menu must hold admissible actions only"
    )]
    Rejected {
        /// The action.
        action: String,
    },
}

/// Explore `environment` from the start of rollout `rollout` of `task` through its menus, breadth first: nodes are numbered
/// as [`StateGraph::enumerate`] numbers them. States are told apart by their digests, so `limits.verify` has no effect, and
/// moments are kept whatever `limits.keep_states` says. Every step is drawn a second time to see that it needs no chance.
///
/// # Errors
/// [`WalkError`].
pub fn walk(
    environment: &mut dyn Environment,
    task: &Task,
    rollout: u32,
    limits: &Limits,
) -> Result<Walked, WalkError> {
    let start = environment.reset(task, rollout)?;
    let moment = environment.snapshot()?;
    let mut walk = Walk {
        walked: Walked {
            graph: StateGraph::empty(moment.model(), Mode::Raw),
            moments: vec![],
            labels: Labels::default(),
        },
        numbers: BTreeMap::new(),
    };
    walk.node(moment, &start, None)?;
    let mut next = 0;
    while next < walk.walked.moments.len() {
        if !walk.expand(environment, next, limits)? {
            walk.walked.graph.cut_off(next, limits)?;
            break;
        }
        next += 1;
    }
    Ok(walk.walked)
}

struct Walk {
    walked: Walked,
    numbers: BTreeMap<Digest, u32>,
}

/// What one menu entry leads to.
struct Successor {
    action: String,
    weight: u32,
    support: Support,
    moment: Snapshot,
    frame: Frame,
    end: Option<End>,
}

impl Walk {
    /// Add the edges of a node; `false` if that would exceed the cap, and nothing has changed.
    fn expand(
        &mut self,
        environment: &mut dyn Environment,
        node: usize,
        limits: &Limits,
    ) -> Result<bool, WalkError> {
        let mut successors = vec![];
        if self.walked.graph.status(NodeId(node as u32)) == NodeStatus::Running {
            let moment = self.walked.moments[node].clone();
            environment.restore(&moment, None)?;
            for item in environment.actions()? {
                successors.push(successor(environment, &moment, item.action, item.weight)?);
            }
        }
        let known = |s: &&Successor| !self.numbers.contains_key(&s.frame.digests.state);
        let mut fresh: Vec<Digest> = successors
            .iter()
            .filter(known)
            .map(|s| s.frame.digests.state)
            .collect();
        fresh.sort_unstable();
        fresh.dedup();
        if self.walked.moments.len() + fresh.len() > limits.max_states as usize {
            return Ok(false);
        }
        for s in successors {
            let target = self.node(s.moment, &s.frame, s.end)?;
            self.walked.graph.push_edge(target, s.weight, s.support);
            self.walked.labels.actions.push(s.action);
        }
        self.walked.graph.end_row();
        Ok(true)
    }

    /// The number of a state.
    fn node(
        &mut self,
        moment: Snapshot,
        frame: &Frame,
        end: Option<End>,
    ) -> Result<u32, WalkError> {
        let truth = frame.truth.as_ref().ok_or(WalkError::NoTruth)?;
        let digest = frame.digests.state;
        let next = self.walked.moments.len() as u32;
        let number = *self.numbers.entry(digest).or_insert(next);
        if number == next {
            let grade = end.map(|_| truth.outcome);
            let graph = &mut self.walked.graph;
            graph.push_node(digest, grade, truth.known, truth.subgoals);
            self.walked.moments.push(moment);
        }
        Ok(number)
    }
}

/// Take one action from a moment, twice.
fn successor(
    environment: &mut dyn Environment,
    moment: &Snapshot,
    action: String,
    weight: u32,
) -> Result<Successor, WalkError> {
    environment.restore(moment, Some(1))?;
    let drawn_again = environment.step(&action)?.after.digests.state;
    environment.restore(moment, None)?;
    let step = environment.step(&action)?;
    if step.after.digests.state != drawn_again {
        return Err(WalkError::Drawn { action });
    }
    if let crate::truth::Effect::Rejected { .. } = step.effect {
        return Err(WalkError::Rejected { action });
    }
    if let Some(end @ (End::Truncated | End::Aborted)) = step.end {
        return Err(WalkError::Cut { action, end });
    }
    Ok(Successor {
        action,
        weight,
        support: Support::from(step.truth.and_then(|t| t.supported)),
        moment: environment.snapshot()?,
        frame: step.after,
        end: step.end,
    })
}
