//! The environment as the registry sees it.

use super::{
    Reader, Showing, tasks,
    tasks::instance::{self, NoInstance},
    text,
    types::{Commit, Def},
    world::{Naming, Wiki, WikiSpec},
};
use std::sync::{Arc, LazyLock, OnceLock};
use truestep_core::{
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo, nearest},
    task::Task,
    trajectory::WorldInfo,
};

/// The parameter that chooses what a search shows.
const RESULTS: &str = "results";
/// The parameter that chooses who bears which name.
const NAMES: &str = "names";

/// The environment `search`: one wiki and its name-shuffled twin, each written when it is first asked for.
#[derive(Clone, Debug)]
pub struct Search {
    spec: WikiSpec,
    plain: Arc<OnceLock<Arc<Wiki>>>,
    shuffled: Arc<OnceLock<Arc<Wiki>>>,
}

impl Search {
    /// The environment over the wiki that `spec` gives.
    #[must_use]
    pub fn new(spec: WikiSpec) -> Self {
        Self {
            spec,
            plain: Arc::default(),
            shuffled: Arc::default(),
        }
    }

    /// The wiki.
    #[must_use]
    pub fn wiki(&self, naming: Naming) -> Arc<Wiki> {
        let slot = match naming {
            Naming::Plain => &self.plain,
            Naming::Shuffled => &self.shuffled,
        };
        let wiki = slot.get_or_init(|| Arc::new(Wiki::generate(self.spec, naming)));
        Arc::clone(wiki)
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
        let (showing, naming) = chosen(task)?;
        let none = |reason: NoInstance| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: reason.to_string(),
        };
        let plain = self.wiki(Naming::Plain);
        let (attempt, def) = instance::first(&plain, template, task, showing).map_err(none)?;
        match naming {
            Naming::Plain => Ok(def),
            Naming::Shuffled => {
                let twin = self.wiki(naming);
                instance::attempt(&twin, template, task, showing, attempt)
                    .ok_or(NoInstance::NoTwin)
                    .map_err(none)
            }
        }
    }
}

/// What the parameters of a task choose.
fn chosen(task: &Task) -> Result<(Showing, Naming), TaskError> {
    let mut chosen = (Showing::Snippets, Naming::Plain);
    for (name, value) in &task.parameters {
        let reason = match (name.as_str(), value.as_str()) {
            (RESULTS, "snippets") => continue,
            (NAMES, "plain") => continue,
            (RESULTS, "passages") => {
                chosen.0 = Showing::Passages;
                continue;
            }
            (NAMES, "shuffled") => {
                chosen.1 = Naming::Shuffled;
                continue;
            }
            (RESULTS, _) => "expected `snippets` or `passages`",
            (NAMES, _) => "expected `plain` or `shuffled`",
            _ => "the parameters are `results` and `names`",
        };
        return Err(TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason: reason.into(),
        });
    }
    Ok(chosen)
}

impl Family for Search {
    fn env(&self) -> &str {
        tasks::ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("CARD.md"), &text::forms(Commit::Read)));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let infos = tasks::ALL.iter().map(|template| TemplateInfo {
            id: template.id(),
            summary: template.summary.into(),
            random_ceiling_percent: template.random_ceiling_percent,
            twin_of: None,
        });
        infos.collect()
    }

    fn world(&self) -> WorldInfo {
        let wiki = self.wiki(Naming::Plain);
        let WikiSpec { seed, pages } = wiki.spec();
        WorldInfo {
            kind: format!("a fictional wiki of {pages} pages, seed {}", seed.0),
            digest: wiki.digest(),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Reader>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = self.define(task)?;
        Ok(Arc::new(PreparedModel::<Reader>::new(task.clone(), def)?))
    }
}
