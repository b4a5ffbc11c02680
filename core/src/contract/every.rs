//! Everything that is registered: no environment and no template escapes the kit.

use super::{Findings, Options, check};
use crate::{
    registry::{Registry, TaskError},
    task::TemplateId,
};
use std::collections::BTreeSet;

/// Why something in a registry could be reached by no name, or by two.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRegistry {
    /// There is nothing in it.
    #[error("the registry holds no environment: register one")]
    Empty,
    /// An environment is called what selectors call all of them, or has no name that an id can hold.
    #[error("no environment can be called `{env}`: a name is a-z, 0-9 and `-`, and not `all`")]
    Name {
        /// Its name.
        env: String,
    },
    /// Two environments share a name: the second can never be reached.
    #[error("two environments are called `{env}`: rename one")]
    SameName {
        /// Their name.
        env: String,
    },
    /// An environment has nothing to play.
    #[error("environment `{env}` lists no template")]
    NoTemplates {
        /// Which.
        env: String,
    },
    /// A template is listed by an environment that it is not named after.
    #[error("`{template}` is listed by `{env}`: the id of a template begins with its environment")]
    Elsewhere {
        /// Who lists it.
        env: String,
        /// Its id.
        template: TemplateId,
    },
    /// Two templates of an environment share a name: the second can never be reached.
    #[error("`{template}` is listed twice: one version of a template is enough")]
    SameTemplate {
        /// The id of the second.
        template: TemplateId,
    },
    /// A template is the twin of one that is not there.
    #[error("`{template}` is the twin of `{of}`, which is not registered")]
    NoTwin {
        /// The twin.
        template: TemplateId,
        /// The feasible task it names.
        of: TemplateId,
    },
    /// A name that is listed is not known.
    #[error(transparent)]
    Task(#[from] TaskError),
}

/// Hold every template of every environment of `registry` to the contract: what a test calls, so that what is registered
/// later is tested without another line.
///
/// # Errors
/// [`BadRegistry`] if something registered cannot be reached by its name.
pub fn check_every(registry: &Registry, options: &Options) -> Result<Findings, BadRegistry> {
    well_formed(registry)?;
    Ok(check(registry, "all", options)?)
}

fn well_formed(registry: &Registry) -> Result<(), BadRegistry> {
    let (mut envs, mut templates) = (BTreeSet::new(), BTreeSet::new());
    for family in registry.families() {
        let env = family.env().to_owned();
        if env == "all" || TemplateId::new(&env, "a", 1).is_err() {
            return Err(BadRegistry::Name { env });
        }
        if !envs.insert(env.clone()) {
            return Err(BadRegistry::SameName { env });
        }
        let listed = family.templates();
        if listed.is_empty() {
            return Err(BadRegistry::NoTemplates { env });
        }
        for template in listed.into_iter().map(|info| info.id) {
            if template.env() != env {
                return Err(BadRegistry::Elsewhere { env, template });
            }
            if !templates.insert((env.clone(), template.template().to_owned())) {
                return Err(BadRegistry::SameTemplate { template });
            }
        }
    }
    let all = registry.families().iter().flat_map(|f| f.templates());
    let all: Vec<_> = all.collect();
    for info in &all {
        if let Some(of) = info
            .twin_of
            .clone()
            .filter(|of| all.iter().all(|t| t.id != *of))
        {
            let template = info.id.clone();
            return Err(BadRegistry::NoTwin { template, of });
        }
    }
    match all.is_empty() {
        true => Err(BadRegistry::Empty),
        false => Ok(()),
    }
}
