//! Which task a slot plays next.

use crate::{Failure, Filter, Plan, request::Reset, rewards::Party};
use std::sync::{Arc, Mutex};
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
    /// Those it is compared with, where there are some.
    pub(crate) party: Option<Arc<Party>>,
}

/// A selection of tasks, handed out one by one as `run` would play them.
pub(crate) struct Selection {
    plan: Plan,
    group: u32,
    /// `None` beyond the last number there is.
    next_group: Option<u64>,
    /// The group that is handed out, with its next rollout.
    current: Option<Assignment>,
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
            next_group: Some(reset.first_group),
            current: None,
        })
    }

    /// The next assignment.
    pub(crate) fn next(&mut self) -> Result<Assignment, Failure> {
        let next = match self.current.take() {
            Some(next) => next,
            None => self.next_task()?,
        };
        let rollout = next.rollout + 1;
        if rollout < self.group {
            self.current = Some(Assignment {
                rollout,
                ..next.clone()
            });
        }
        Ok(next)
    }

    /// The first rollout of the next task.
    fn next_task(&mut self) -> Result<Assignment, Failure> {
        let Some(group) = self.next_group else {
            return Err(Failure::bad_params(format!(
                "groups from number `first_group` on go beyond {}, the last there is",
                u64::MAX
            )));
        };
        let planned = self.plan.next(1)?.pop();
        let prepared = planned.expect("invariant: one group was asked for");
        self.next_group = group.checked_add(1);
        Ok(Assignment {
            prepared,
            group,
            rollout: 0,
            party: Some(Arc::new(Party::of(u64::from(self.group)))),
        })
    }
}

/// A selection that the slots of one request share.
pub(crate) type Shared = Arc<Mutex<Selection>>;

/// The assignments of a reset, one per slot, and what comes after them.
pub(crate) fn assign(
    registry: &Registry,
    reset: &Reset,
) -> Result<(Vec<Assignment>, Option<Shared>), Failure> {
    match (&reset.task, &reset.select) {
        (Some(_), None) if reset.auto_reset => Err(Failure::new(
            "bad_params",
            "`auto_reset` needs `select`: a single task has no next one",
        )),
        (Some(task), None) => Ok((rollouts_of(registry, task, reset)?, None)),
        (None, Some(selector)) => {
            let mut selection = Selection::new(registry, selector, reset)?;
            let assignments = reset.slots.iter().map(|_| selection.next());
            let assignments: Vec<Assignment> = assignments.collect::<Result<_, _>>()?;
            if reset.auto_reset {
                return Ok((assignments, Some(Arc::new(Mutex::new(selection)))));
            }
            // Nobody plays what is left of the last group.
            if let Some(Assignment {
                party: Some(party),
                rollout,
                ..
            }) = assignments.last()
            {
                party.only(u64::from(*rollout) + 1);
            }
            Ok((assignments, None))
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
    let count = reset.slots.len();
    let end = u32::try_from(count)
        .ok()
        .and_then(|n| reset.rollout.checked_add(n));
    let Some(end) = end else {
        return Err(Failure::bad_params(format!(
            "{count} rollouts from number {} on go beyond {}, the last there is",
            reset.rollout,
            u32::MAX - 1
        )));
    };
    let prepared = registry.prepare(&task)?;
    let party = Arc::new(Party::of(count as u64));
    let assignment = |rollout| Assignment {
        prepared: Arc::clone(&prepared),
        group: reset.first_group,
        rollout,
        party: Some(Arc::clone(&party)),
    };
    Ok((reset.rollout..end).map(assignment).collect())
}
