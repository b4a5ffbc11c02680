//! The jobs of a run, in order and as many at a time as fit.

use anyhow::Result;
use std::{collections::VecDeque, sync::Arc};
use truestep_core::{agent::AgentFactory, batch::Job, registry::Prepared};
use truestep_session::Plan;

/// Jobs that are still to be played. A group of any size is handed out piece by piece.
pub(super) struct Jobs {
    plan: Plan,
    rollouts: u32,
    left: u64,
    group: u64,
    /// The next rollout of the first planned group.
    rollout: u32,
    planned: VecDeque<Arc<dyn Prepared>>,
}

impl Jobs {
    /// `episodes` jobs in groups of `rollouts`, at least 1.
    pub(super) fn new(plan: Plan, rollouts: u32, episodes: u64) -> Self {
        Self {
            plan,
            rollouts,
            left: episodes,
            group: 0,
            rollout: 0,
            planned: VecDeque::new(),
        }
    }

    /// The next jobs, at most `count`; none at the end.
    ///
    /// # Errors
    /// As [`Plan::next`]; a task that the agent cannot play as its name promises.
    pub(super) fn next(&mut self, count: u64, factory: &dyn AgentFactory) -> Result<Vec<Job>> {
        let count = count.min(self.left);
        let mut jobs = vec![];
        while (jobs.len() as u64) < count {
            if self.planned.is_empty() {
                let missing = count - jobs.len() as u64;
                let groups = missing.div_ceil(u64::from(self.rollouts));
                let planned = self.plan.next(groups)?;
                for prepared in &planned {
                    let able = factory.check(&**prepared);
                    able.map_err(anyhow::Error::msg)?;
                }
                self.planned.extend(planned);
            }
            let Some(prepared) = self.planned.front() else {
                break;
            };
            jobs.push(Job {
                task: Arc::clone(prepared.task()),
                group: self.group,
                rollout: self.rollout,
            });
            self.rollout += 1;
            if self.rollout == self.rollouts {
                (self.group, self.rollout) = (self.group + 1, 0);
                self.planned.pop_front();
            }
        }
        self.left -= jobs.len() as u64;
        Ok(jobs)
    }
}
