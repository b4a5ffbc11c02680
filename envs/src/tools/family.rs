//! The environment as the registry sees it.

use super::{
    desks::Surface,
    generated,
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
            for (domain, forms) in [("office", office::forms()), ("retail", retail::forms())] {
                let marker = format!("{{{{{domain}}}}}");
                let table = forms.map_or_else(String::new, ActionForms::table);
                card = card.replace(&marker, table.trim_end());
            }
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
        let generated = (generated::TEMPLATES.iter())
            .map(|t| (t.name, t.version, t.summary, t.random_ceiling_percent));
        retail.chain(office).chain(generated).map(info).collect()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: generated::sources().fold(
                Digest::of(WORLD.as_bytes())
                    .chain(retail::WASM)
                    .chain(office::WASM),
                Digest::chain,
            ),
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
    let of_generated = generated::TEMPLATES.iter().find(|t| t.name == name);
    let Chosen { surface, domain } = chosen(task, of_generated.is_some())?;
    let of_retail = retail::TEMPLATES.iter().find(|t| t.name == name);
    let of_office = office::TEMPLATES.iter().find(|t| t.name == name);
    let built = match (of_retail, of_office, of_generated) {
        (Some(template), ..) => retail::build(template, task, surface),
        (None, Some(template), _) => office::build(template, task, surface),
        (None, None, Some(template)) => generated::build(template, task, surface, domain),
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

/// The parameter that says which of the generated domains.
const DOMAIN: &str = "domain";

/// What a task's parameters say.
#[derive(Clone, Copy, Default)]
struct Chosen {
    surface: Surface,
    domain: Option<u32>,
}

pub(super) fn surface(task: &Task) -> Result<Surface, TaskError> {
    chosen(task, false).map(|chosen| chosen.surface)
}

fn chosen(task: &Task, is_generated: bool) -> Result<Chosen, TaskError> {
    let mut chosen = Chosen::default();
    for (name, value) in &task.parameters {
        let bad = |reason: String| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason,
        };
        match (name.as_str(), value.as_str()) {
            (SURFACE, "plain") => chosen.surface = Surface::Plain,
            (SURFACE, "scrambled") => chosen.surface = Surface::Scrambled,
            (SURFACE, _) => return Err(bad("expected `plain` or `scrambled`".into())),
            (DOMAIN, number) if is_generated => {
                let number = number.parse().ok().filter(|n| *n < generated::DOMAINS);
                let most = generated::DOMAINS - 1;
                let number = number.ok_or_else(|| bad(format!("expected 0 to {most}")))?;
                chosen.domain = Some(number);
            }
            _ if is_generated => return Err(bad("this task takes `surface` and `domain`".into())),
            _ => return Err(bad("this task takes `surface`".into())),
        }
    }
    Ok(chosen)
}
