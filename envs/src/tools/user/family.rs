//! The environment `tools` with a user's domain beside its own.

use super::{Domain, Listed, filled};
use crate::tools::{
    ToolsFamily,
    family::{ENV, WORLD, surface},
    kernel::{Tools, types::Def},
};
use std::{path::Path, sync::Arc};
use truestep_core::{
    forms::ActionForm,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The environment `tools` and one more domain.
#[derive(Debug)]
pub struct WithTools {
    domain: Domain,
    card: String,
    templates: Vec<TemplateInfo>,
}

impl WithTools {
    /// The domain at `path` beside those there are.
    ///
    /// # Errors
    /// As [`Domain::open`].
    pub fn open(path: &Path) -> Result<Self, super::ToolsError> {
        Ok(Self::new(Domain::open(path)?))
    }

    /// `domain` beside those there are.
    #[must_use]
    pub fn new(domain: Domain) -> Self {
        let mut templates = ToolsFamily.templates();
        templates.extend(domain.tasks.iter().map(|task| {
            let name = format!("{}-{}", domain.name, task.name);
            TemplateInfo {
                id: TemplateId::new(ENV, &name, domain.version)
                    .expect("invariant: names of domains and tasks were checked"),
                summary: task.summary.clone(),
                random_ceiling_percent: task.random_percent,
                twin_of: None,
            }
        }));
        Self {
            card: card(&domain),
            domain,
            templates,
        }
    }

    /// The domain.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    fn listed(&self, task: &Task) -> Option<&Listed> {
        let name = task.template.template().strip_prefix(&self.domain.name)?;
        let name = name.strip_prefix('-')?;
        self.domain.tasks.iter().find(|listed| listed.name == name)
    }

    /// Make a task of the domain.
    fn build(&self, listed: &Listed, task: &Task) -> Result<Def, TaskError> {
        let surface = surface(task)?;
        let case = task.seed.0 % listed.template.cases() as u64;
        let spec = filled(&listed.template, case as usize);
        let built = spec.and_then(|spec| self.domain.build(&spec, surface));
        built.map_err(|wrong| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: format!("{}: {}", wrong.field, wrong.reason),
        })
    }
}

impl Family for WithTools {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        &self.card
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        self.templates.clone()
    }

    fn brought_by(&self, template: &str) -> Option<&str> {
        Family::brought_by(&ToolsFamily, template)
    }

    fn world(&self) -> WorldInfo {
        let (own, domain) = (ToolsFamily.world(), &self.domain);
        WorldInfo {
            kind: format!("{WORLD}, with the tools `{}` (`--tools`)", domain.name),
            digest: own.digest.chain(&domain.digest.0.to_le_bytes()),
        }
    }

    /// A record of a task of the domain names the domain: it is replayed where the domain is.
    fn world_of(&self, task: &Task) -> WorldInfo {
        match self.listed(task) {
            None => ToolsFamily.world_of(task),
            Some(_) => WorldInfo {
                kind: format!("the tools `{}` (`--tools`)", self.domain.name),
                digest: self.domain.digest,
            },
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        ToolsFamily.install(shard);
    }

    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        let own = self.domain.name.as_str();
        let rest = template.template().strip_prefix(own);
        match rest.is_some_and(|rest| rest.starts_with('-')) {
            true => None,
            false => Family::callable(&ToolsFamily, template),
        }
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        match self.listed(task) {
            None => ToolsFamily.prepare(task),
            Some(listed) => {
                let def = self.build(listed, task)?;
                Ok(Arc::new(PreparedModel::<Tools>::new(task.clone(), def)?))
            }
        }
    }
}

/// The card with the domain's tools and tasks in their places.
fn card(domain: &Domain) -> String {
    let own = ToolsFamily.card();
    let name = &domain.name;
    let forms = domain.desks.forms().table();
    let actions = format!("`{name}`, read from a folder:\n\n{}\n\n", forms.trim_end());
    let observation = "`ask_user` and `confirm_with_user` are there";
    let card = own.replacen(observation, &(actions + observation), 1);
    let arguments = "# Arguments\n";
    card.replacen(arguments, &(tasks(domain) + arguments), 1)
}

fn tasks(domain: &Domain) -> String {
    let id = |task: &Listed| format!("`{}-{}`", domain.name, task.name);
    let rows = domain.tasks.iter().map(|task| {
        let (least, most) = (task.distances.start(), task.distances.end());
        let distance = match least == most {
            true => least.to_string(),
            false => format!("{least} to {most}"),
        };
        format!(
            "| {} | {} | {distance} |\n",
            id(task),
            task.summary.replace('|', "/")
        )
    });
    let rows: String = rows.collect();
    let listed = |tasks: &mut dyn Iterator<Item = String>| tasks.collect::<Vec<_>>().join(", ");
    let starts = |task: &Listed| format!("{} {}", id(task), task.template.cases());
    let mut text = format!(
        "`{}`, read from a folder, in as many cases as its file has.\n\n| task | what is asked | start distance |\n|---|---|---|\n{rows}",
        domain.name
    );
    text += &format!(
        "\nStarts: {}.\n",
        listed(&mut domain.tasks.iter().map(starts))
    );
    let all = listed(&mut domain.tasks.iter().map(id));
    text += &format!("\nSmall on purpose: {all} are as large as their file has them.\n");
    text += &format!("\nBorrowed language: {all} are told in the words of their file.\n");
    let few = domain.tasks.iter().filter(|task| task.few_ends).map(id);
    let few = listed(&mut few.into_iter());
    if !few.is_empty() {
        text += &format!(
            "\nNo other ends: {few} have too few calls for ten ends beside the right one.\n"
        );
    }
    text + "\n"
}
