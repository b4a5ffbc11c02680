//! The environment as the registry sees it.

use super::{
    bank,
    desks::Surface,
    kernel::{Tools, types::Def},
    office, retail,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::ActionForms,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// Name of the environment.
pub(super) const ENV: &str = "tools";
/// What the worlds are made from: nothing outside this crate.
pub(super) const WORLD: &str = "generated from the task's seed";

/// The environment `tools`; its [card](super) is the module's documentation.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToolsFamily;

impl Family for ToolsFamily {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> = LazyLock::new(|| {
            let mut card = include_str!("CARD.md").to_owned();
            for (domain, forms) in [
                ("bank", bank::forms()),
                ("office", office::forms()),
                ("retail", retail::forms()),
            ] {
                let marker = format!("{{{{{domain}}}}}");
                let table = forms.map_or_else(String::new, ActionForms::table);
                card = card.replace(&marker, table.trim_end());
            }
            card = card.replace("{{opened}}", bank::opened_table().trim_end());
            card
        });
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |(name, version, summary, ceiling): (&str, u32, &str, u32)| TemplateInfo {
            id: TemplateId::new(ENV, name, version).expect("invariant: a well-formed id"),
            summary: summary.into(),
            random_ceiling_percent: ceiling,
            twin_of: None,
        };
        let retail = (retail::TEMPLATES.iter())
            .map(|t| (t.name, t.version, t.summary, t.random_ceiling_percent));
        let office = (office::TEMPLATES.iter())
            .map(|t| (t.name, t.version, t.summary, t.random_ceiling_percent));
        let bank = (bank::TEMPLATES.iter())
            .map(|t| (t.name, t.version, t.summary, t.random_ceiling_percent));
        retail.chain(office).chain(bank).map(info).collect()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: Digest::of(WORLD.as_bytes())
                .chain(retail::WASM)
                .chain(office::WASM)
                .chain(bank::WASM),
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
    let (name, surface) = (task.template.template(), surface(task)?);
    let of_retail = retail::TEMPLATES.iter().find(|t| t.name == name);
    let of_office = office::TEMPLATES.iter().find(|t| t.name == name);
    let of_bank = bank::TEMPLATES.iter().find(|t| t.name == name);
    let built = match (of_retail, of_office, of_bank) {
        (Some(template), ..) => retail::build(template, task, surface),
        (_, Some(template), _) => office::build(template, task, surface),
        (.., Some(template)) => bank::build(template, task, surface),
        (None, None, None) => {
            return Err(TaskError::UnknownTemplate {
                name: task.template.to_string(),
                suggestion: None,
            });
        }
    };
    built.map_err(|reason| TaskError::NoInstance {
        template: task.template.clone(),
        seed: task.seed.0,
        reason,
    })
}

/// The parameter that says how tools appear.
const SURFACE: &str = "surface";

pub(super) fn surface(task: &Task) -> Result<Surface, TaskError> {
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
