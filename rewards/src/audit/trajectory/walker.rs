//! Every trajectory of a graph, one after the other, as an episode.

use super::Moves;
use crate::audit::{AuditError, channels::Values, game::first_arcs, world::World};
use std::collections::BTreeMap;
use truestep_core::{
    digest::Digest,
    given::Given,
    graph::NodeId,
    registry::Prepared,
    task::Split,
    trajectory::{AgentInfo, End, Episode, Frame, SCHEMA, Transition, WorldInfo},
    truth::{Digests, Reachable, StateTruth, StepTruth},
};

/// Walks the graph depth first and keeps the episode so far.
pub(crate) struct Walker<'w> {
    pub(crate) world: &'w World,
    values: Option<Values>,
    pub(crate) length: u32,
    pub(crate) moves: Moves,
    first_arc: Vec<u32>,
    pub(crate) episode: Episode,
    /// Arcs of the episode so far.
    pub(crate) arcs: Vec<u32>,
}

impl<'w> Walker<'w> {
    pub(crate) fn new(
        world: &'w World,
        task: &dyn Prepared,
        values: Option<Values>,
        length: u32,
        moves: Moves,
    ) -> Self {
        let goal = task.goal();
        let mut walker = Self {
            world,
            values,
            length,
            moves,
            first_arc: first_arcs(world),
            arcs: vec![],
            episode: Episode {
                schema: SCHEMA.to_owned(),
                task: (*world.task).clone(),
                split: Split::Train,
                instruction: goal.instruction.clone(),
                versions: BTreeMap::new(),
                world: WorldInfo {
                    kind: "a graph".into(),
                    digest: Digest::default(),
                },
                group: 0,
                rollout: 0,
                agent: AgentInfo {
                    name: "audit".into(),
                    policy: None,
                    params: Default::default(),
                },
                max_steps: Some(length),
                subgoals: goal.subgoals.clone(),
                evidence: goal.evidence.clone(),
                plugins: vec![],
                graph: None,
                start: Frame {
                    observation: vec![],
                    truth: None,
                    digests: Digests {
                        state: Digest::default(),
                        observation: Digest::default(),
                        trace: Digest::default(),
                    },
                },
                transitions: vec![],
                end: End::Truncated,
                fault: None,
                trace: Digest::default(),
                given: Given::default(),
            },
        };
        walker.episode.start = walker.frame(world.graph().start(), length);
        walker
    }

    fn frame(&self, node: NodeId, left: u32) -> Frame {
        let mut truth: StateTruth = self.world.truth.states[node.0 as usize].clone();
        truth.steps_left = Some(left);
        truth.reachable = Reachable::from_distance(truth.distance, Some(left));
        if let Some(values) = &self.values {
            values.complete_state(&mut truth, node.0 as usize, left);
        }
        let state = self.world.graph().digest(node);
        Frame {
            observation: vec![],
            truth: Some(truth),
            digests: Digests {
                state,
                observation: state,
                trace: state,
            },
        }
    }

    fn push(&mut self, index: u32) {
        let arc = self.world.arcs[index as usize];
        let left = self.length - self.arcs.len() as u32;
        let executed = &self.world.truth.steps[index as usize];
        let after = self.frame(arc.to, left - 1);
        let mut step = executed.step.clone();
        if let Some(values) = &self.values {
            step = values.complete_step(&step, arc.edge.0 as usize, left);
        }
        let state = after.digests.state;
        let mut frames = 0..=self.arcs.len();
        let again = frames.any(|t| self.episode.frame(t).digests.state == state);
        step.redundant |=
            again && StepTruth::again_is_in_vain(&executed.effect, step.on_shortest_path);
        self.episode.transitions.push(Transition {
            action: self.world.actions[arc.edge.0 as usize].clone(),
            action_probability: None,
            menu_size: self.world.graph().edges(arc.from).len() as u32,
            effect: executed.effect.clone(),
            truth: Some(step),
            after,
        });
        self.arcs.push(index);
    }

    fn pop(&mut self) {
        self.arcs.pop();
        self.episode.transitions.pop();
    }

    /// Show every trajectory to `visit`.
    pub(crate) fn walk(
        &mut self,
        here: NodeId,
        visit: &mut dyn FnMut(&Self) -> Result<(), AuditError>,
    ) -> Result<(), AuditError> {
        let (world, menu) = (self.world, self.moves == Moves::Menu);
        let edges: Vec<_> = world
            .edges(here)
            .filter(|&e| !(menu && world.is_rejected(e)))
            .collect();
        if self.arcs.len() as u32 == self.length || edges.is_empty() {
            self.episode.end = match self.world.grade(here) {
                Some(_) => End::Terminated,
                None => End::Truncated,
            };
            for numbers in self.world.numbers.iter() {
                numbers.give(&self.arcs, &mut self.episode.given);
            }
            return visit(self);
        }
        for edge in edges {
            for index in self.first_arc[edge.0 as usize]..self.first_arc[edge.0 as usize + 1] {
                self.push(index);
                self.walk(self.world.arcs[index as usize].to, visit)?;
                self.pop();
            }
        }
        Ok(())
    }

    /// The nodes of the trajectory so far.
    pub(crate) fn nodes(&self) -> Vec<NodeId> {
        let reached = self.arcs.iter().map(|&a| self.world.arcs[a as usize].to);
        [self.world.graph().start()]
            .into_iter()
            .chain(reached)
            .collect()
    }

    pub(crate) fn actions(&self) -> Vec<String> {
        let transitions = self.episode.transitions.iter();
        transitions.map(|t| t.action.clone()).collect()
    }
}
