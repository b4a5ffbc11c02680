//! The environment as the registry sees it.

use super::{Diagnostic, tasks};
use std::sync::Arc;
use truestep_core::{
    digest::Digest,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::Task,
    trajectory::WorldInfo,
};

/// The diagnostic environment; its [card](super) is the module's documentation.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiagnosticFamily;

const CARD: &str = include_str!("CARD.md");
/// What the worlds are made from: nothing outside this crate.
const WORLD: &str = "tables built into the crate";

impl Family for DiagnosticFamily {
    fn env(&self) -> &str {
        tasks::ENV
    }

    fn card(&self) -> &str {
        CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        tasks::templates()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: Digest::of(WORLD.as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Diagnostic>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = tasks::build(task)?;
        let prepared = PreparedModel::<Diagnostic>::new(task.clone(), def)?;
        Ok(Arc::new(prepared))
    }
}
