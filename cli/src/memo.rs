//! A registry that remembers the tasks it has made.
//!
//! Choosing the tasks of a run makes each of them once, to see whether there is an instance and how far from success it
//! starts; playing it would make it again. Making a task can cost more than playing it.

use crate::through::{Make, through};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use truestep_core::{
    registry::{Family, Prepared, Registry, TaskError},
    task::{Task, TemplateId},
};

type Made = Arc<Mutex<BTreeMap<(TemplateId, u64), Arc<dyn Prepared>>>>;

/// What has been made since it was last forgotten.
#[derive(Clone, Default)]
pub(crate) struct Memo(Made);

impl Memo {
    /// `registry`, remembering here what it makes.
    pub(crate) fn over(&self, registry: &Registry) -> Registry {
        through(registry, self)
    }

    /// Forget everything; the caller bounds what is remembered by calling this from time to time.
    pub(crate) fn forget(&self) {
        self.made().clear();
    }

    fn made(&self) -> MutexGuard<'_, BTreeMap<(TemplateId, u64), Arc<dyn Prepared>>> {
        // A panic elsewhere cannot leave the map half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Make for Memo {
    fn make(&self, family: &dyn Family, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        // A run chooses tasks by their seeds; those with parameters of their own are made as ever.
        if !task.parameters.is_empty() {
            return family.prepare(task);
        }
        let key = (task.template.clone(), task.seed.0);
        if let Some(made) = self.made().get(&key) {
            return Ok(Arc::clone(made));
        }
        // Made without holding the lock: tasks are made on many threads.
        let made = family.prepare(task)?;
        self.made().insert(key, Arc::clone(&made));
        Ok(made)
    }
}
