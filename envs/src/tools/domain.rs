//! What the environment knows of a domain of its own.

use super::{desks::Surface, family::ENV, kernel::types::Def};
use truestep_core::{
    forms::ActionForms,
    registry::TemplateInfo,
    task::{Task, TemplateId},
};

/// A domain, or a family of generated ones: tools, and the tasks made of them.
pub(crate) struct Domain {
    /// What its templates' names begin with.
    pub(crate) name: &'static str,
    /// What it is made from beside the code: its tools, in the sandbox.
    pub(crate) sources: fn() -> Vec<&'static [u8]>,
    /// How many domains it stands for; of several, the parameter `domain` says which.
    pub(crate) count: u32,
    /// The forms of everything that can be done; none where they differ by the domain.
    pub(crate) forms: fn() -> Option<&'static ActionForms>,
    /// Its templates, in order.
    pub(crate) templates: fn() -> Vec<TemplateInfo>,
    /// Build a task; `None` for a task of no template of its own.
    pub(crate) build: fn(&Task, Chosen) -> Option<Result<Def, String>>,
}

/// What a task's parameters say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) surface: Surface,
    /// Which of several domains.
    pub(crate) domain: Option<u32>,
}

/// A template of a domain, with what builds its tasks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template<B> {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) summary: &'static str,
    /// Success rate of random play, at most, in percent.
    pub(crate) random_ceiling_percent: u32,
    pub(crate) build: B,
}

/// What is listed of templates.
pub(crate) fn listed<B>(templates: &[Template<B>]) -> Vec<TemplateInfo> {
    let info = |template: &Template<B>| TemplateInfo {
        id: TemplateId::new(ENV, template.name, template.version)
            .expect("invariant: a well-formed id"),
        summary: template.summary.into(),
        random_ceiling_percent: template.random_ceiling_percent,
        twin_of: None,
    };
    templates.iter().map(info).collect()
}

/// The template of a task.
pub(crate) fn named<'a, B>(templates: &'a [Template<B>], task: &Task) -> Option<&'a Template<B>> {
    let name = task.template.template();
    templates.iter().find(|template| template.name == name)
}
