//! The environment as the registry sees it.

use super::{
    kernel::{Tools, types::Def},
    retail::{self, Surface},
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// Name of the environment.
const ENV: &str = "tools";
/// What the worlds are made from: nothing outside this crate.
const WORLD: &str = "generated from the task's seed";

/// The environment `tools`; its [card](super) is the module's documentation.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToolsFamily;

impl Family for ToolsFamily {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> = LazyLock::new(|| {
            let card = include_str!("CARD.md");
            retail::forms().map_or(card.into(), |forms| fill_card(card, forms))
        });
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |template: &retail::Template| TemplateInfo {
            id: TemplateId::new(ENV, template.name, template.version)
                .expect("invariant: a well-formed id"),
            summary: template.summary.into(),
            random_ceiling_percent: template.random_ceiling_percent,
            twin_of: None,
        };
        retail::TEMPLATES.iter().map(info).collect()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: Digest::of(WORLD.as_bytes()).chain(retail::WASM),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Tools>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = build(task)?;
        Ok(Arc::new(PreparedModel::<Tools>::new(task.clone(), def)?))
    }
}

/// Build a task.
///
/// # Errors
/// [`TaskError`]: unknown template, bad parameter, no instance.
pub fn build(task: &Task) -> Result<Def, TaskError> {
    let name = task.template.template();
    let template = retail::TEMPLATES
        .iter()
        .find(|template| template.name == name);
    let template = template.ok_or_else(|| TaskError::UnknownTemplate {
        name: task.template.to_string(),
        suggestion: None,
    })?;
    retail::build(template, task, surface(task)?).map_err(|reason| TaskError::NoInstance {
        template: task.template.clone(),
        seed: task.seed.0,
        reason,
    })
}

/// The parameter that says how tools appear.
const SURFACE: &str = "surface";

fn surface(task: &Task) -> Result<Surface, TaskError> {
    let mut chosen = Surface::Plain;
    for (name, value) in &task.parameters {
        let bad = |reason: &str| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason: reason.into(),
        };
        chosen = match (name.as_str(), value.as_str()) {
            (SURFACE, "plain") => Surface::Plain,
            (SURFACE, "scrambled") => Surface::Scrambled,
            (SURFACE, _) => return Err(bad("expected `plain` or `scrambled`")),
            _ => return Err(bad("this task takes `surface`")),
        };
    }
    Ok(chosen)
}
