//! Why a task cannot be made.

use crate::{model::BadGoal, task::TemplateId};

/// Why a task cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// No environment of that name.
    #[error("unknown environment `{name}`{}", hint(.suggestion))]
    UnknownEnvironment {
        /// The name asked for.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
    },
    /// No template of that name.
    #[error("unknown task `{name}`{}", hint(.suggestion))]
    UnknownTemplate {
        /// The name asked for.
        name: String,
        /// The nearest id there is.
        suggestion: Option<String>,
    },
    /// A template that options of the world bring, which were not given.
    #[error("`{name}` is not in this world: give `{options}`")]
    AbsentTemplate {
        /// The name asked for.
        name: String,
        /// The options that bring it.
        options: String,
    },
    /// A `*` where none can stand.
    #[error(
        "`{name}`: a `*` stands at the end of a template's name alone, such as `tools/travel-*`; `all` names every task"
    )]
    BadPattern {
        /// The name asked for.
        name: String,
    },
    /// The template has another version.
    #[error(
        "`{asked}` is not the version here, which is `{found}`: the same seed gives other bytes; use the version of truestep that wrote it"
    )]
    OtherVersion {
        /// The id asked for.
        asked: TemplateId,
        /// The id there is.
        found: TemplateId,
    },
    /// This seed gives no instance of the template in this world.
    #[error(
        "`{template}` has no instance for seed {seed} in this world: {reason}; try another seed or a larger world"
    )]
    NoInstance {
        /// The template.
        template: TemplateId,
        /// The seed.
        seed: u64,
        /// What is lacking.
        reason: String,
    },
    /// The goal of the instance is more than truth can hold: a fault of the environment.
    #[error("`{template}`, seed {seed}: {reason}")]
    BadGoal {
        /// The template.
        template: TemplateId,
        /// The seed.
        seed: u64,
        /// What is wrong with it.
        reason: BadGoal,
    },
    /// A parameter the template does not take, or a value it does not accept.
    #[error("parameter `{name}={value}` of `{template}`: {reason}")]
    BadParameter {
        /// The template.
        template: TemplateId,
        /// The parameter.
        name: String,
        /// The value given.
        value: String,
        /// What was expected.
        reason: String,
    },
}

fn hint(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `truestep list` prints what there is".into(),
    }
}
