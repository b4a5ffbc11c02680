//! A registry whose tasks are made through something else: remembered, or with parameters.

use std::sync::Arc;
use truestep_core::{
    forms::ActionForm,
    host::ShardBuilder,
    registry::{Family, Prepared, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// How a task of an environment is made.
pub(crate) trait Make: Clone + Send + Sync + 'static {
    /// Make it.
    ///
    /// # Errors
    /// As [`Family::prepare`].
    fn make(&self, family: &dyn Family, task: &Task) -> Result<Arc<dyn Prepared>, TaskError>;
}

/// The environments of `registry`, their tasks made by `make`.
pub(crate) fn through<M: Make>(registry: &Registry, make: &M) -> Registry {
    let each = |family: &Arc<dyn Family>| -> Arc<dyn Family> {
        Arc::new(Through {
            family: Arc::clone(family),
            make: make.clone(),
        })
    };
    Registry::new(registry.families().iter().map(each).collect())
}

struct Through<M> {
    family: Arc<dyn Family>,
    make: M,
}

impl<M: Make> Family for Through<M> {
    fn env(&self) -> &str {
        self.family.env()
    }

    fn card(&self) -> &str {
        self.family.card()
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        self.family.templates()
    }

    fn is_generated(&self) -> bool {
        self.family.is_generated()
    }

    fn brought_by(&self, template: &str) -> Option<&str> {
        self.family.brought_by(template)
    }

    fn world(&self) -> WorldInfo {
        self.family.world()
    }

    fn world_of(&self, task: &Task) -> WorldInfo {
        self.family.world_of(task)
    }

    fn install(&self, shard: &mut ShardBuilder) {
        self.family.install(shard);
    }

    fn synonyms(&self) -> &[&[&str]] {
        self.family.synonyms()
    }

    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        self.family.callable(template)
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        self.make.make(&*self.family, task)
    }
}
