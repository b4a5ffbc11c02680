//! A registry that remembers the tasks it has made.
//!
//! Choosing the tasks of a run makes each of them once, to see whether there is an instance and how far from success it
//! starts; playing it would make it again. Making a task can cost more than playing it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use truestep_core::{
    host::ShardBuilder,
    registry::{Family, Prepared, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

type Made = Arc<Mutex<BTreeMap<(TemplateId, u64), Arc<dyn Prepared>>>>;

/// What has been made since it was last forgotten.
#[derive(Clone, Default)]
pub(crate) struct Memo(Made);

impl Memo {
    /// `registry`, remembering here what it makes.
    pub(crate) fn over(&self, registry: &Registry) -> Registry {
        let remembering = |family: &Arc<dyn Family>| -> Arc<dyn Family> {
            Arc::new(Remembering {
                family: Arc::clone(family),
                memo: self.clone(),
            })
        };
        Registry::new(registry.families().iter().map(remembering).collect())
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

struct Remembering {
    family: Arc<dyn Family>,
    memo: Memo,
}

impl Family for Remembering {
    fn env(&self) -> &str {
        self.family.env()
    }

    fn card(&self) -> &str {
        self.family.card()
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        self.family.templates()
    }

    fn world(&self) -> WorldInfo {
        self.family.world()
    }

    fn install(&self, shard: &mut ShardBuilder) {
        self.family.install(shard);
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        // The tasks of a run have no parameters; others are made as ever.
        if !task.parameters.is_empty() {
            return self.family.prepare(task);
        }
        let key = (task.template.clone(), task.seed.0);
        if let Some(made) = self.memo.made().get(&key) {
            return Ok(Arc::clone(made));
        }
        // Made without holding the lock: tasks are made on many threads.
        let made = self.family.prepare(task)?;
        self.memo.made().insert(key, Arc::clone(&made));
        Ok(made)
    }
}
