//! The environment as the registry sees it: another's templates, and beside them those of tau2's data.

use super::{data::Data, make, model::Tau2};
use std::sync::Arc;
use truestep_core::{
    forms::ActionForm,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// What the names of templates begin with; the domain follows.
pub const PREFIX: &str = "tau2-";
/// The version of every template.
const VERSION: u32 = 2;
/// Highest success of random play, in percent: where a task is a write and the end, it is often hit upon.
fn random_ceiling(domain: &str) -> u32 {
    match domain {
        "mock" => 50,
        "retail" => 20,
        _ => 40,
    }
}

/// An environment of tools with tau2's tasks among its own.
pub struct Tau2Tools {
    beside: Arc<dyn Family>,
    data: Data,
    card: String,
}

impl std::fmt::Debug for Tau2Tools {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tau2Tools")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

impl Tau2Tools {
    /// The environment `beside` with the tasks of a user's copy of tau2's data.
    #[must_use]
    pub fn new(beside: Arc<dyn Family>, data: Data) -> Self {
        let mut actions = String::new();
        for loaded in data.domains() {
            let name = loaded.world().domain().name;
            actions += &format!("{name}:\n\n{}\n\n", make::table(loaded).trim_end());
        }
        let mut missing = String::new();
        for elsewhere in data.elsewhere() {
            missing += &format!(
                "{}: {} tasks; missing: {}.\n",
                elsewhere.name,
                elsewhere.tasks,
                elsewhere.missing.join(", ")
            );
        }
        if missing.is_empty() {
            missing += "None in this folder.\n";
        }
        let own = include_str!("CARD.md");
        let own = own.replace("{{tools}}", actions.trim_end());
        let own = own.replace("{{missing}}", missing.trim_end());
        Self {
            card: format!("{}\n\n{own}", beside.card().trim_end()),
            beside,
            data,
        }
    }

    /// The data.
    #[must_use]
    pub fn data(&self) -> &Data {
        &self.data
    }
}

impl Family for Tau2Tools {
    fn env(&self) -> &str {
        self.beside.env()
    }

    fn card(&self) -> &str {
        &self.card
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |name: &str| TemplateInfo {
            id: TemplateId::new(self.env(), &format!("{PREFIX}{name}"), VERSION)
                .expect("invariant: a well-formed id"),
            summary: format!(
                "tau2-bench's {name} tasks without a user: do what the user's scenario asks for"
            ),
            random_ceiling_percent: random_ceiling(name),
            twin_of: None,
        };
        let domains = self.data.domains().iter();
        let own = domains.map(|loaded| info(loaded.world().domain().name));
        self.beside.templates().into_iter().chain(own).collect()
    }

    fn world(&self) -> WorldInfo {
        let WorldInfo { kind, digest } = self.beside.world();
        let own = self.data.digest().0.to_le_bytes();
        WorldInfo {
            kind: format!("{kind}, and tau2's: {}", self.data.describe()),
            digest: digest.chain(&own),
        }
    }

    /// A record of a task of tau2's names the folder: it is replayed where the folder is.
    fn world_of(&self, task: &Task) -> WorldInfo {
        if !task.template.template().starts_with(PREFIX) {
            return self.beside.world_of(task);
        }
        WorldInfo {
            kind: format!("tau2's (`--tau2`): {}", self.data.describe()),
            digest: self.data.digest(),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        self.beside.install(shard);
        shard.model::<Tau2>();
    }

    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        match template.template().starts_with(PREFIX) {
            true => None,
            false => self.beside.callable(template),
        }
    }

    fn synonyms(&self) -> &[&[&str]] {
        self.beside.synonyms()
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if !task.template.template().starts_with(PREFIX) {
            return self.beside.prepare(task);
        }
        let def = make::build(&self.data, task)?;
        Ok(Arc::new(PreparedModel::<Tau2>::new(task.clone(), def)?))
    }
}
