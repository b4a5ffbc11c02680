//! Tasks that are solved before anything is done.
//!
//! Some of tau2's tasks end well for an agent that does nothing, or that only reads and talks: the reference solution
//! leaves the databases as they were. As tasks to learn from they reward idleness, so they are kept out of the default
//! split; tau2's own splits have them.

use super::{
    error::Tau2Error,
    run::{Mode, Replay},
    task::{RewardType, Task},
    verdict::{Termination, judge},
    world::World,
};
use std::sync::Arc;

/// What an idle agent gets of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idle {
    /// Nothing: a database must change, or an assertion come true.
    Unsolved,
    /// Its databases and assertions are as they must be at the end; what is left is to be said, or called.
    NothingToWrite,
    /// Every part that is computed is 1.
    NothingToDo,
}

/// What an idle agent gets of this task.
///
/// # Errors
/// If the task cannot start, or the sandbox fails.
pub fn idle(world: &Arc<World>, task: &Task) -> Result<Idle, Tau2Error> {
    let initial = task.initial_state.as_ref();
    let history = initial.and_then(|initial| initial.message_history.as_deref());
    let verdict = judge(
        world,
        task,
        history.unwrap_or_default(),
        Termination::AgentStop,
        Mode::WithUser,
        Replay::Strict,
    )?;
    let met = |kind: &RewardType| verdict.parts.get(kind).is_none_or(|part| *part > 0.0);
    let written = [RewardType::Db, RewardType::EnvAssertion];
    let basis = verdict.basis.iter();
    Ok(if basis.clone().all(met) {
        Idle::NothingToDo
    } else if basis.filter(|kind| written.contains(kind)).all(met) {
        Idle::NothingToWrite
    } else {
        Idle::Unsolved
    })
}

/// The tasks that an agent has to write for, in order: the default split. Of a split of tau2's, where one is named.
///
/// # Errors
/// If there is no such split, a task cannot start, or the sandbox fails.
pub fn default_split<'a>(
    world: &'a Arc<World>,
    of: Option<&str>,
) -> Result<Vec<&'a Task>, Tau2Error> {
    let tasks = match of {
        Some(name) => world.tasks().split(name)?,
        None => world.tasks().tasks.iter().collect(),
    };
    let mut kept = vec![];
    for task in tasks {
        if idle(world, task)? == Idle::Unsolved {
            kept.push(task);
        }
    }
    Ok(kept)
}
