//! The environment as the registry sees it.

use super::{
    bank,
    desks::Surface,
    domain::{Chosen, Domain},
    generated,
    kernel::{Tools, types::Def},
    office, retail, tau2, telecom, travel,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::{ActionForm, ActionForms, Argument, ArgumentKind},
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// Name of the environment.
pub(super) const ENV: &str = "tools";
/// What the worlds are made from: nothing outside this crate.
pub(super) const WORLD: &str = "generated from the task's seed";

/// The call that only tasks with a customer have.
const CONFIRM: &str = "confirm_with_user";

/// The domains. A new one is a folder, and one line here.
pub(super) const DOMAINS: &[Domain] = &[
    retail::DOMAIN,
    office::DOMAIN,
    travel::DOMAIN,
    bank::DOMAIN,
    telecom::DOMAIN,
    generated::DOMAIN,
];

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

    fn brought_by(&self, template: &str) -> Option<&str> {
        let is_tau2 = template.starts_with(tau2::env::family::PREFIX);
        is_tau2.then_some("--tau2 DIR")
    }

    fn world(&self) -> WorldInfo {
        world(DOMAINS.iter())
    }

    /// A record of a task names the tools of its domain alone. Every episode asks: the modules are read through once.
    fn world_of(&self, task: &Task) -> WorldInfo {
        static WORLDS: LazyLock<Vec<WorldInfo>> =
            LazyLock::new(|| DOMAINS.iter().map(|domain| world([domain])).collect());
        let place = |of: &Domain| DOMAINS.iter().position(|domain| domain.name == of.name);
        match of(task).and_then(place) {
            Some(place) => WORLDS[place].clone(),
            None => self.world(),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Tools>();
    }

    /// Those of the domain. Its first tasks have no customer to confirm anything with.
    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        let forms = named(template.template()).and_then(|domain| (domain.forms)())?;
        let takes_object = |a: &Argument| matches!(a.kind, ArgumentKind::Object { .. });
        let called = forms
            .iter()
            .filter(|f| f.arguments.iter().any(takes_object));
        let (with_customer, alone): (Vec<_>, Vec<_>) = called.partition(|f| f.name == CONFIRM);
        Some([alone, with_customer].concat())
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = build(task)?;
        Ok(Arc::new(PreparedModel::<Tools>::new(task.clone(), def)?))
    }
}

/// The domain of a task.
fn of(task: &Task) -> Option<&'static Domain> {
    named(task.template.template())
}

/// The domain of a template, by what its name begins with.
fn named(name: &str) -> Option<&'static Domain> {
    DOMAINS.iter().find(|domain| {
        let rest = name.strip_prefix(domain.name);
        rest.is_some_and(|rest| rest.starts_with('-'))
    })
}

/// The world made of these domains.
fn world<'a>(domains: impl IntoIterator<Item = &'a Domain>) -> WorldInfo {
    let sources = domains.into_iter().flat_map(|domain| (domain.sources)());
    WorldInfo {
        kind: WORLD.into(),
        digest: sources.fold(Digest::of(WORLD.as_bytes()), Digest::chain),
    }
}

/// Build a task.
///
/// # Errors
/// [`TaskError`]: unknown template, bad parameter, no instance.
pub fn build(task: &Task) -> Result<Def, TaskError> {
    let unknown = || TaskError::UnknownTemplate {
        name: task.template.to_string(),
        suggestion: None,
    };
    let domain = of(task).ok_or_else(unknown)?;
    let chosen = chosen(task, domain.count)?;
    let built = (domain.build)(task, chosen).ok_or_else(unknown)?;
    built.map_err(|reason| TaskError::NoInstance {
        template: task.template.clone(),
        seed: task.seed.0,
        reason,
    })
}

/// The parameter that says how tools appear.
const SURFACE: &str = "surface";

/// The parameter that says which of several domains.
const DOMAIN: &str = "domain";

pub(super) fn surface(task: &Task) -> Result<Surface, TaskError> {
    chosen(task, 1).map(|chosen| chosen.surface)
}

/// What the parameters of a task say, one of `count` domains.
fn chosen(task: &Task, count: u32) -> Result<Chosen, TaskError> {
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
            (DOMAIN, number) if count > 1 => {
                // One number, one spelling: a record names its task by it.
                let read = number.parse().ok();
                let is_one = |read: &u32| *read < count && read.to_string() == *number;
                let most = count - 1;
                let expected = || format!("expected a whole number from 0 to {most}, such as `17`");
                chosen.domain = Some(read.filter(is_one).ok_or_else(|| bad(expected()))?);
            }
            (DOMAIN, _) => {
                let reason = "this task is of one domain and takes `surface` alone; `tools/generated-*` are of several";
                return Err(bad(reason.into()));
            }
            _ if count > 1 => return Err(bad("this task takes `surface` and `domain`".into())),
            _ => return Err(bad("this task takes `surface`".into())),
        }
    }
    Ok(chosen)
}
