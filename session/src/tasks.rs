//! Which task a slot plays next.

use crate::{Failure, Filter, Plan, request::Reset};
use std::{collections::VecDeque, sync::Arc};
use truestep_core::{
    chance::Seed,
    registry::{Prepared, Registry},
    task::Task,
};

/// A task with its place in a run.
#[derive(Clone)]
pub(crate) struct Assignment {
    pub(crate) prepared: Arc<dyn Prepared>,
    pub(crate) group: u64,
    pub(crate) rollout: u32,
}

/// A selection of tasks, handed out one by one as `run` would play them.
pub(crate) struct Selection {
    plan: Plan,
    group: u32,
    next_group: u64,
    ready: VecDeque<Assignment>,
}

impl Selection {
    fn new(registry: &Registry, selector: &str, reset: &Reset) -> Result<Self, Failure> {
        if reset.group == 0 {
            return Err(Failure::new("bad_params", "`group` is at least 1"));
        }
        let templates = registry.select(selector)?;
        if templates.is_empty() {
            return Err(Failure::new(
                "unknown_task",
                format!("`{selector}` has no tasks"),
            ));
        }
        Ok(Self {
            plan: Plan::new(registry, &templates, reset.seed, Filter::default()),
            group: reset.group,
            next_group: 0,
            ready: VecDeque::new(),
        })
    }

    /// The next assignment.
    pub(crate) fn next(&mut self) -> Result<Assignment, Failure> {
        if self.ready.is_empty() {
            let group = self.next_group;
            for prepared in self.plan.next(1)? {
                let each = (0..self.group).map(|rollout| Assignment {
                    prepared: Arc::clone(&prepared),
                    group,
                    rollout,
                });
                self.ready.extend(each);
            }
            self.next_group += 1;
        }
        let next = self.ready.pop_front();
        Ok(next.expect("invariant: a group has at least one rollout"))
    }
}

/// The assignments of a reset, one per slot, and what comes after them.
pub(crate) fn assign(
    registry: &Registry,
    reset: &Reset,
) -> Result<(Vec<Assignment>, Option<Selection>), Failure> {
    match (&reset.task, &reset.select) {
        (Some(_), None) if reset.auto_reset => Err(Failure::new(
            "bad_params",
            "`auto_reset` needs `select`: a single task has no next one",
        )),
        (Some(task), None) => Ok((rollouts_of(registry, task, reset)?, None)),
        (None, Some(selector)) => {
            let mut selection = Selection::new(registry, selector, reset)?;
            let assignments = reset
                .slots
                .iter()
                .map(|_| selection.next())
                .collect::<Result<_, _>>()?;
            Ok((assignments, reset.auto_reset.then_some(selection)))
        }
        _ => Err(Failure::new(
            "bad_params",
            "`reset` takes either `task` or `select`",
        )),
    }
}

fn rollouts_of(
    registry: &Registry,
    selector: &str,
    reset: &Reset,
) -> Result<Vec<Assignment>, Failure> {
    let templates = registry.select(selector)?;
    let [template] = templates.as_slice() else {
        return Err(Failure::new(
            "bad_params",
            format!("`{selector}` names no single task: give ENV/TEMPLATE, or use `select`"),
        ));
    };
    let mut task = Task::new(template.id.clone(), Seed(reset.seed));
    task.parameters.clone_from(&reset.parameters);
    let prepared = registry.prepare(&task)?;
    let assignment = |rollout| Assignment {
        prepared: Arc::clone(&prepared),
        group: 0,
        rollout,
    };
    Ok((reset.rollout..)
        .take(reset.slots.len())
        .map(assignment)
        .collect())
}
