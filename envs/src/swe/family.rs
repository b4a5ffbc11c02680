//! The environment as the registry sees it.

use super::{
    Engineer,
    bugs::Vagueness,
    guest::Guest,
    loaded,
    repos::{GUARDED, SKELETONS, Skeleton},
    tasks::{self, Drawn, Template},
    text,
    types::Def,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    chance::Chance as _,
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, Recent, TaskError, TemplateInfo, nearest},
    task::Task,
    trajectory::WorldInfo,
};

/// The parameter that chooses a skeleton.
const SKELETON: &str = "skeleton";
/// The parameter that says how vague the issue is, from 1 to 3.
const VAGUENESS: &str = "vagueness";
/// Raised when the same seed gives other projects.
const PROJECTS_VERSION: u32 = 1;
/// Projects that are drawn before a seed has no instance.
const ATTEMPTS: u64 = 24;

/// The environment `swe`: a Python project with a bug, drawn for each task.
#[derive(Clone, Copy, Debug, Default)]
pub struct SweFamily;

impl SweFamily {
    /// A task's definition.
    ///
    /// # Errors
    /// [`TaskError`]: unknown template, no instance, bad parameter.
    pub fn define(&self, task: &Task) -> Result<Def, TaskError> {
        let Some(template) = tasks::find(&task.template) else {
            let name = task.template.to_string();
            let known = tasks::ALL.iter().map(|t| t.id().to_string());
            return Err(TaskError::UnknownTemplate {
                suggestion: nearest(&name, known),
                name,
            });
        };
        let (chosen, vagueness) = chosen(task, template)?;
        let none = |reason: String| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason,
        };
        let guest = Guest::open().map_err(|fault| none(fault.message))?;
        // Not the template's version: that is raised for other texts, too, and projects stay what they are.
        let draws = format!("{}/{}@{PROJECTS_VERSION}", tasks::ENV, template.name);
        for attempt in 0..ATTEMPTS {
            let start = task.seed.stream(&format!("{draws}:skeleton"));
            let mut chance = start.branch(attempt).sampled();
            let skeletons = template.skeletons();
            let drawn = Drawn {
                skeleton: chosen
                    .unwrap_or(&skeletons[chance.below(skeletons.len() as u32) as usize]),
                vagueness: vagueness.unwrap_or(template.vagueness),
                seed: task.seed.derive(&draws, attempt),
            };
            let made = tasks::made(&guest, template, &drawn);
            if let Some(def) = made.map_err(|fault| none(fault.message))? {
                return Ok(def);
            }
        }
        Err(none(format!("no bug was found in {ATTEMPTS} projects")))
    }
}

/// What the parameters of a task choose.
fn chosen(
    task: &Task,
    template: &Template,
) -> Result<(Option<&'static Skeleton>, Option<Vagueness>), TaskError> {
    let (mut chosen, mut vagueness) = (None, None);
    for (name, value) in &task.parameters {
        let bad = |reason: String| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason,
        };
        match name.as_str() {
            SKELETON => {
                let all = template.skeletons();
                let names: Vec<&str> = all.iter().map(|skeleton| skeleton.name).collect();
                let found = all.iter().find(|skeleton| skeleton.name == *value);
                let reason = format!("the skeletons are {}", names.join(", "));
                chosen = Some(found.ok_or_else(|| bad(reason))?);
            }
            VAGUENESS => {
                vagueness = Some(match value.as_str() {
                    "1" => Vagueness::Clear,
                    "2" => Vagueness::Brief,
                    "3" => Vagueness::Vague,
                    _ => return Err(bad("an issue is clear, 1, brief, 2, or vague, 3".into())),
                });
            }
            _ => return Err(bad("the parameters are `skeleton` and `vagueness`".into())),
        }
    }
    Ok((chosen, vagueness))
}

impl Family for SweFamily {
    fn env(&self) -> &str {
        tasks::ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("CARD.md"), &text::forms()));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let infos = tasks::ALL.iter().map(|template| TemplateInfo {
            id: template.id(),
            summary: template.summary.into(),
            random_ceiling_percent: tasks::RANDOM_CEILING_PERCENT,
            twin_of: None,
        });
        infos.collect()
    }

    fn brought_by(&self, template: &str) -> Option<&str> {
        (template == loaded::TEMPLATE).then_some("--instances FILE --sources DIR")
    }

    fn world(&self) -> WorldInfo {
        let all = SKELETONS.iter().chain(GUARDED);
        let names: Vec<&str> = all.map(|skeleton| skeleton.name).collect();
        WorldInfo {
            kind: format!("Python projects of {} skeletons", names.len()),
            digest: Digest::of(format!("{PROJECTS_VERSION}\n{names:?}").as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Engineer>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        // Making an instance runs tests for a second.
        static RECENT: Recent = Recent::new(16);
        RECENT.get(task, || {
            let def = self.define(task)?;
            Ok(Arc::new(PreparedModel::<Engineer>::new(task.clone(), def)?))
        })
    }
}
