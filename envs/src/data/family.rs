//! The environment as the registry sees it.

use super::{
    Analyst,
    folder::{self, MISSING, Manner, one_of},
    plan,
    schema::{THEMES, Theme},
    tasks::{self, Draw},
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

/// The parameter that chooses a line of business.
const THEME: &str = "theme";
/// Raised when the same seed gives other files.
const FILES_VERSION: u32 = 1;
/// Draws before a seed has no instance.
const ATTEMPTS: u64 = 200;

/// The environment `data`: a folder of files and a notebook, drawn for each task.
#[derive(Clone, Copy, Debug, Default)]
pub struct DataFamily;

impl DataFamily {
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
        let chosen = chosen(task)?;
        let attempt = |number: u64| {
            let stream = |label: &str| task.stream(label).branch(number).sampled();
            let mut chance = stream("manner");
            let drawn = &THEMES[chance.below(THEMES.len() as u32) as usize];
            let manner = Manner {
                theme: chosen.unwrap_or(drawn),
                missing: one_of(&mut chance, &MISSING),
            };
            let folders =
                ["folder", "second folder"].map(|label| folder::draw(manner, &mut stream(label)));
            let draft = (template.draft)(&mut Draw {
                manner,
                shown: &folders[0],
                chance: stream("question"),
            })?;
            plan::made(manner, folders, draft)
        };
        (0..ATTEMPTS)
            .find_map(attempt)
            .ok_or_else(|| TaskError::NoInstance {
                template: task.template.clone(),
                seed: task.seed.0,
                reason: format!("no question was found in {ATTEMPTS} draws"),
            })
    }
}

/// The theme that the parameters of a task choose.
fn chosen(task: &Task) -> Result<Option<&'static Theme>, TaskError> {
    let mut chosen = None;
    for (name, value) in &task.parameters {
        let found = THEMES.iter().find(|theme| theme.name == *value);
        let names: Vec<&str> = THEMES.iter().map(|theme| theme.name).collect();
        let reason = match name.as_str() {
            THEME => format!("the themes are {}", names.join(", ")),
            _ => "the parameter is `theme`".into(),
        };
        let found = found.filter(|_| name == THEME);
        chosen = Some(found.ok_or_else(|| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason,
        })?);
    }
    Ok(chosen)
}

impl Family for DataFamily {
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

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: format!("folders of {} themes", THEMES.len()),
            digest: Digest::of(format!("{FILES_VERSION}\n{THEMES:?}").as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Analyst>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        // What was run of a task is remembered with it.
        static RECENT: Recent = Recent::new(16);
        RECENT.get(task, || {
            let def = self.define(task)?;
            Ok(Arc::new(PreparedModel::<Analyst>::new(task.clone(), def)?))
        })
    }
}
