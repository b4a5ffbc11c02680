//! Tasks that were made concrete a moment ago.

use super::{Prepared, TaskError};
use crate::task::Task;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// The last few tasks that were prepared. A group of rollouts, a replay and a client each ask for the same task again and again;
/// a family whose tasks are dear to make keeps one of these and makes each of them once.
///
/// What is kept is what would be made again: a definition is a function of its task and never changes.
pub struct Recent {
    most: usize,
    /// The last asked for first.
    all: Mutex<VecDeque<Arc<dyn Prepared>>>,
}

impl Recent {
    /// Nothing yet; `most` tasks at most.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self {
            most,
            all: Mutex::new(VecDeque::new()),
        }
    }

    /// The task that is kept, or what `make` makes, which is kept in place of the one that was asked for longest ago.
    /// `make` runs with nothing locked: two threads may both make a task.
    ///
    /// # Errors
    /// What `make` says; that is not kept.
    pub fn get(
        &self,
        task: &Task,
        make: impl FnOnce() -> Result<Arc<dyn Prepared>, TaskError>,
    ) -> Result<Arc<dyn Prepared>, TaskError> {
        if let Some(kept) = self.take(task) {
            self.put(&kept);
            return Ok(kept);
        }
        let made = make()?;
        self.put(&made);
        Ok(made)
    }

    fn take(&self, task: &Task) -> Option<Arc<dyn Prepared>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|kept| **kept.task() == *task)?;
        all.remove(at)
    }

    fn put(&self, prepared: &Arc<dyn Prepared>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_front(Arc::clone(prepared));
        all.truncate(self.most);
    }
}
