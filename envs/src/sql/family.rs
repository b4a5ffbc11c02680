//! The environment as the registry sees it.

use super::{
    Asker,
    engine::Database,
    rows,
    schema::{THEMES, Theme, texts},
    tasks::{self, instance, instance::NoInstance},
    text,
    types::{Def, FURTHER},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};
use truestep_core::{
    chance::{Chance as _, Seed},
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo, nearest},
    task::Task,
    trajectory::WorldInfo,
};

/// The parameter that chooses a line of business.
const THEME: &str = "theme";
/// Databases there are of each theme; a task shows one of them, and is judged on the next ones too.
const VARIANTS: u64 = 8;
/// Raised when the same seed gives other rows.
const ROWS_VERSION: u32 = 1;

/// The environment `sql`: databases of each theme, each made when it is first asked for.
#[derive(Clone, Debug)]
pub struct Sql {
    seed: Seed,
    made: Arc<Mutex<BTreeMap<(usize, u64), Arc<Database>>>>,
}

impl Sql {
    /// The environment over the databases of `seed`.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        Self {
            seed,
            made: Arc::default(),
        }
    }

    /// A database: of which theme, and which of its.
    fn database(&self, theme: usize, variant: u64) -> Arc<Database> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let database = made.entry((theme, variant));
        Arc::clone(
            database
                .or_insert_with(|| Arc::new(rows::database(&THEMES[theme], self.seed, variant))),
        )
    }

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
        let mut chance = task.stream("database").sampled();
        let theme = chance.below(THEMES.len() as u32) as usize;
        let first = u64::from(chance.below(VARIANTS as u32));
        // Not every theme has every question over every database: the next one is asked then.
        let themes: Vec<usize> = match chosen(task)? {
            Some(theme) => vec![theme],
            None => (0..THEMES.len())
                .map(|n| (theme + n) % THEMES.len())
                .collect(),
        };
        let mut def = Err(NoInstance);
        for theme in themes {
            let variants = (0..=FURTHER as u64).map(|n| (first + n) % VARIANTS);
            let databases: Vec<Arc<Database>> = variants.map(|n| self.database(theme, n)).collect();
            def = instance::define(template, task, &databases);
            if def.is_ok() {
                break;
            }
        }
        def.map_err(|reason| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: reason.to_string(),
        })
    }
}

/// The theme that the parameters of a task choose.
fn chosen(task: &Task) -> Result<Option<usize>, TaskError> {
    let mut chosen = None;
    for (name, value) in &task.parameters {
        let place = |theme: &Theme| theme.name == *value;
        let found = THEMES.iter().position(place).filter(|_| name == THEME);
        let names: Vec<&str> = THEMES.iter().map(|theme| theme.name.as_str()).collect();
        let reason = match name.as_str() {
            THEME => format!("the themes are {}", names.join(", ")),
            _ => "the parameter is `theme`".into(),
        };
        chosen = Some(found.ok_or_else(|| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason,
        })?);
    }
    Ok(chosen)
}

impl Family for Sql {
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
        let Seed(seed) = self.seed;
        WorldInfo {
            kind: format!("databases of {} themes, seed {seed}", THEMES.len()),
            digest: Digest::of(format!("{ROWS_VERSION} {seed}\n{}", texts()).as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Asker>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = self.define(task)?;
        Ok(Arc::new(PreparedModel::<Asker>::new(task.clone(), def)?))
    }
}
