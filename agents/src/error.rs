//! What can be wrong with the name of an agent.

/// Why an agent cannot be made from its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// No agent has this name.
    #[error("unknown agent `{name}`{}", hint(.suggestion))]
    Unknown {
        /// The name as written, shortened.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
    },
    /// The agent takes a parameter and none was given.
    #[error("agent `{name}` needs a parameter: write `{name}:{parameter}`, such as `{example}`")]
    MissingParameter {
        /// The agent.
        name: &'static str,
        /// What the parameter is called.
        parameter: &'static str,
        /// A name that works.
        example: &'static str,
    },
    /// The agent takes no parameter and one was given.
    #[error("agent `{name}` takes no parameter, but was given `{given}`: write `{name}`")]
    NoParameter {
        /// The agent.
        name: &'static str,
        /// What was given, shortened.
        given: String,
    },
    /// The parameter is not what the agent takes.
    #[error("agent `{name}` cannot take `{given}`: expected {expected}")]
    BadParameter {
        /// The agent.
        name: &'static str,
        /// What was given, shortened.
        given: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The reward to be farmed cannot be.
    #[error("agent `exploit`: {0}")]
    Scheme(truestep_rewards::SchemeError),
    /// A script cannot be read.
    #[error("cannot read the script `{file}`: {reason}")]
    Script {
        /// The file.
        file: String,
        /// Why not.
        reason: String,
    },
}

fn hint(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `truestep list agents` prints what there is".into(),
    }
}

/// A text as it may stand in a message: at most 80 characters.
pub(crate) fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}
