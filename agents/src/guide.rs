//! Shortest ways where the world has no planner: read off the state graph.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use truestep_core::{
    channels::Channel,
    digest::Digest,
    graph::{BestPlay, Evidence, GraphError, Limits, Mode},
    model::Draws,
    registry::{Prepared, Registry},
    task::Task,
};

/// Largest graph that is explored to play one task.
const MAX_STATES: u32 = 200_000;

/// The menu positions on a shortest path in every state that can be reached; where chance has a say, those of best play.
pub(crate) struct Guide(BTreeMap<Digest, Vec<u32>>);

impl Guide {
    /// Of the start of a rollout.
    fn of(task: &dyn Prepared, rollout: u32) -> Result<Self, GraphError> {
        // In a raw graph every menu entry is an edge of its own, in menu order.
        let explored = task.explore(rollout, &Limits::states(MAX_STATES), Mode::Raw)?;
        let graph = explored.graph();
        let best = BestPlay::of(graph, Evidence::Required)?;
        let positions = |node| {
            let edges = (0u32..).zip(graph.edges(node));
            let best = edges.filter(|(_, edge)| best.is_best(graph, node, *edge));
            (graph.digest(node), best.map(|(i, _)| i).collect())
        };
        Ok(Self(graph.node_ids().map(positions).collect()))
    }

    /// The positions in the state with this digest; `None` if it cannot be reached through the menu.
    pub(crate) fn best(&self, state: Digest) -> Option<&[u32]> {
        self.0.get(&state).map(Vec::as_slice)
    }
}

/// A task and the rollout whose start is explored.
type Key = (Task, u32);

/// Guides as they are needed; the last one is kept, since rollouts of one task are played together.
#[derive(Clone, Default)]
pub(crate) struct Guides(Arc<Mutex<Option<(Key, Arc<Guide>)>>>);

impl Guides {
    /// The guide of a task; `None` if its world says what is best by itself.
    ///
    /// # Errors
    /// If the graph is too large, or best play in it.
    pub(crate) fn guide(
        &self,
        task: &dyn Prepared,
        rollout: u32,
    ) -> Result<Option<Arc<Guide>>, GraphError> {
        if task.provides().contains(Channel::ShortestPath) {
            return Ok(None);
        }
        // Without draws every rollout starts alike.
        let rollout = match task.draws() {
            Draws::Never => 0,
            _ => rollout,
        };
        let key = ((**task.task()).clone(), rollout);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, guide)) = &*last
            && *known == key
        {
            return Ok(Some(Arc::clone(guide)));
        }
        let guide = Arc::new(Guide::of(task, rollout)?);
        *last = Some((key, Arc::clone(&guide)));
        Ok(Some(guide))
    }

    /// The same of a task by name; `None` also where it cannot be had.
    pub(crate) fn of_task(
        &self,
        registry: &Registry,
        task: &Task,
        rollout: u32,
    ) -> Option<Arc<Guide>> {
        let prepared = registry.prepare(task).ok()?;
        self.guide(&*prepared, rollout).ok()?
    }
}
