//! The environment as the registry sees it.

use super::{
    bank,
    desks::Surface,
    domain::Domain,
    kernel::{Tools, types::Def},
    office, retail, travel,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::ActionForms,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::Task,
    trajectory::WorldInfo,
};

/// Name of the environment.
pub(super) const ENV: &str = "tools";
/// What the worlds are made from: nothing outside this crate.
pub(super) const WORLD: &str = "generated from the task's seed";

/// The domains. A new one is a folder, and one line here.
const DOMAINS: &[Domain] = &[retail::DOMAIN, office::DOMAIN, travel::DOMAIN];

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
            for domain in DOMAINS {
                let marker = format!("{{{{{}}}}}", domain.name);
                let table = (domain.forms)().map_or_else(String::new, ActionForms::table);
                card = card.replace(&marker, table.trim_end());
            }
            card = card.replace("{{opened}}", bank::opened_table().trim_end());
            card
        });
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let of = |domain: &Domain| (domain.templates)();
        DOMAINS.iter().flat_map(of).collect()
    }

    fn world(&self) -> WorldInfo {
        let packs = DOMAINS.iter().map(|domain| domain.wasm);
        world(packs)
    }

    /// A record of a task names the tools of its domain alone.
    fn world_of(&self, task: &Task) -> WorldInfo {
        let name = task.template.template();
        let has_it = |domain: &&Domain| {
            let templates = (domain.templates)();
            templates.iter().any(|t| t.id.template() == name)
        };
        match DOMAINS.iter().find(has_it) {
            Some(domain) => world([domain.wasm]),
            None => self.world(),
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

/// The world made with these packs.
fn world(packs: impl IntoIterator<Item = &'static [u8]>) -> WorldInfo {
    WorldInfo {
        kind: WORLD.into(),
        digest: (packs.into_iter()).fold(Digest::of(WORLD.as_bytes()), Digest::chain),
    }
}

/// Build a task.
///
/// # Errors
/// [`TaskError`]: unknown template, bad parameter, no instance.
pub fn build(task: &Task) -> Result<Def, TaskError> {
    let surface = surface(task)?;
    let built = DOMAINS
        .iter()
        .find_map(|domain| (domain.build)(task, surface));
    let built = built.ok_or_else(|| TaskError::UnknownTemplate {
        name: task.template.to_string(),
        suggestion: None,
    })?;
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
