//! The environment as the registry sees it: its own templates, and beside them one for the instances of a file.

use super::{Instances, Loaded, make};
use crate::swe::{Engineer, Guest, tasks::ENV};
use std::{fmt::Write as _, sync::Arc};
use truestep_core::{
    digest::Digest,
    forms::ActionForm,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The template of loaded instances.
pub const TEMPLATE: &str = "loaded";
const VERSION: u32 = 4;
/// The parameter that chooses an instance by its id.
const ID: &str = "id";
/// Highest success of random play, in percent: of one place, the repair is the only edit on the menu.
const RANDOM_CEILING_PERCENT: u32 = 60;

/// The environment `swe` with the instances of a file among its own.
pub struct WithInstances {
    beside: Arc<dyn Family>,
    instances: Instances,
    card: String,
}

impl std::fmt::Debug for WithInstances {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WithInstances")
            .field("instances", &self.instances.len())
            .finish_non_exhaustive()
    }
}

impl WithInstances {
    /// The environment `beside` with these instances.
    #[must_use]
    pub fn new(beside: Arc<dyn Family>, instances: Instances) -> Self {
        let mut entries = String::new();
        let numbered = instances.ids().enumerate();
        let lines = numbered.map(|(seed, id)| format!("seed {seed}: {id}"));
        let skipped = instances
            .skipped()
            .iter()
            .map(|skipped| format!("not used: {skipped}"));
        for line in lines.chain(skipped) {
            writeln!(entries, "{line}").expect("invariant: writing to a string cannot fail");
        }
        let own = include_str!("CARD.md")
            .replace("{{entries}}", entries.trim_end())
            .replace("{{count}}", &instances.len().to_string());
        // What a repair takes is a step for each of its places here too.
        let small = "Small on purpose: ";
        let card = beside
            .card()
            .replacen(small, &format!("{small}`{TEMPLATE}`, "), 1);
        Self {
            card: format!("{}\n\n{own}", card.trim_end()),
            beside,
            instances,
        }
    }

    /// The instances.
    #[must_use]
    pub fn instances(&self) -> &Instances {
        &self.instances
    }

    fn is_own(&self, template: &TemplateId) -> bool {
        template.template() == TEMPLATE
    }

    fn describe(&self) -> String {
        format!(
            "{} instances of a file (`--instances`)",
            self.instances.len()
        )
    }

    /// The entry that a task is about.
    fn loaded(&self, task: &Task) -> Result<&Loaded, TaskError> {
        let mut id = None;
        for (name, value) in &task.parameters {
            let bad = |reason: String| TaskError::BadParameter {
                template: task.template.clone(),
                name: name.clone(),
                value: value.clone(),
                reason,
            };
            if name != ID {
                return Err(bad(format!("the parameter is `{ID}`")));
            }
            let found = self.instances.named(value);
            id = Some(found.ok_or_else(|| bad(self.instances.unnamed()))?);
        }
        let none = || TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: format!(
                "seeds below {0} number its {0} instances, and no other seed ends in this digit",
                self.instances.len()
            ),
        };
        match id {
            Some(loaded) => Ok(loaded),
            None => self.instances.numbered(task.seed.0).ok_or_else(none),
        }
    }
}

impl Instances {
    /// That no entry has an id that was asked for, and what ids look like.
    pub(super) fn unnamed(&self) -> String {
        const TOLD: usize = 3;
        let ids: Vec<_> = self
            .loaded
            .iter()
            .map(|loaded| loaded.entry.id.as_str())
            .take(TOLD)
            .collect();
        let ids = ids.join(", ");
        match self.len() {
            0..=TOLD => format!("no instance has this id; there are: {ids}"),
            all => format!("no instance has this id; the first of {all}: {ids}"),
        }
    }

    /// Runs the tests of every entry before and after its repair, and says in a line of each whether it can be played.
    ///
    /// # Errors
    /// A [`HostFault`](truestep_core::model::HostFault) if no interpreter is to be had.
    pub fn report(&self) -> Result<Vec<String>, truestep_core::model::HostFault> {
        let guest = Guest::open()?;
        let mut lines = vec![];
        for loaded in &self.loaded {
            let said = match make::made(&guest, loaded)? {
                Ok(def) => def.described(),
                Err(why) => format!("not played: {why}"),
            };
            lines.push(format!("{}: {said}", loaded.entry.id));
        }
        let skipped = self.skipped.iter();
        lines.extend(
            skipped.map(|skipped| format!("{}: not used: {}", skipped.entry, skipped.reason)),
        );
        Ok(lines)
    }
}

impl Family for WithInstances {
    fn env(&self) -> &str {
        self.beside.env()
    }

    fn card(&self) -> &str {
        &self.card
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let own = TemplateInfo {
            id: TemplateId::new(ENV, TEMPLATE, VERSION).expect("invariant: a well-formed id"),
            summary: "repair an instance of a file in SWE-smith's or SWE-bench's format".into(),
            random_ceiling_percent: RANDOM_CEILING_PERCENT,
            twin_of: None,
        };
        self.beside.templates().into_iter().chain([own]).collect()
    }

    fn world(&self) -> WorldInfo {
        let WorldInfo { kind, digest } = self.beside.world();
        WorldInfo {
            kind: format!("{kind}, and {}", self.describe()),
            digest: digest.chain(&self.instances.digest().0.to_le_bytes()),
        }
    }

    /// A record of a loaded instance names what that instance is made of, whatever else is in the file.
    fn world_of(&self, task: &Task) -> WorldInfo {
        if !self.is_own(&task.template) {
            return self.beside.world_of(task);
        }
        match self.loaded(task) {
            Ok(loaded) => WorldInfo {
                kind: format!("the instance {} (`--instances`)", loaded.entry.id),
                digest: loaded.digest(Digest::of(b"instance")),
            },
            Err(_) => WorldInfo {
                kind: self.describe(),
                digest: self.instances.digest(),
            },
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        self.beside.install(shard);
    }

    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        match self.is_own(template) {
            true => None,
            false => self.beside.callable(template),
        }
    }

    fn synonyms(&self) -> &[&[&str]] {
        self.beside.synonyms()
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if !self.is_own(&task.template) {
            return self.beside.prepare(task);
        }
        let loaded = self.loaded(task)?;
        let none = |reason: String| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason,
        };
        if let Some(why) = loaded.refused.get() {
            return Err(none(why.clone()));
        }
        let guest = Guest::open().map_err(|fault| none(fault.message))?;
        let made = make::made(&guest, loaded).map_err(|fault| none(fault.message))?;
        let def = made.map_err(|why| {
            let why = format!("{}: {why}", loaded.entry.id);
            if loaded.refused.set(why.clone()).is_ok() {
                tracing::warn!("not played: {why}");
            }
            none(why)
        })?;
        Ok(Arc::new(PreparedModel::<Engineer>::new(task.clone(), def)?))
    }
}
