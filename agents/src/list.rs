//! The list of agents, and how a name becomes one.

use crate::{
    AgentError, Cheat, DoNothing, Exploit, Noisy, Oracle, Random, Scripted, SubmitNow,
    error::shorten,
};
use truestep_core::{
    agent::AgentFactory,
    registry::{Registry, nearest},
};

/// An agent factory that can be shared between threads.
pub type Factory = Box<dyn AgentFactory + Send>;

/// How an agent is made.
#[derive(Clone, Copy, Debug)]
enum Make {
    /// It takes no parameter.
    Plain(fn(&Registry) -> Factory),
    /// It takes one.
    With {
        /// What it is called.
        parameter: &'static str,
        /// A name that works.
        example: &'static str,
        make: fn(&str, &Registry) -> Result<Factory, AgentError>,
    },
}

/// An agent of the list.
#[derive(Clone, Copy, Debug)]
pub struct AgentEntry {
    /// Its name, without parameter.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    make: Make,
}

/// Every agent, in the order they are listed.
pub const AGENTS: &[AgentEntry] = &[
    AgentEntry {
        name: "random",
        summary: "draws from the menu by its weights",
        make: Make::Plain(|_| Box::new(Random)),
    },
    AgentEntry {
        name: "oracle",
        summary: "takes a shortest path to success; plays at random where there is none",
        make: Make::Plain(|registry| Box::new(Oracle::new(registry))),
    },
    AgentEntry {
        name: "noisy",
        summary: "the oracle, with a share of its actions drawn at random",
        make: Make::With {
            parameter: "SHARE",
            example: "noisy:0.3",
            make: |text, registry| Ok(Box::new(Noisy::parse(text, registry)?)),
        },
    },
    AgentEntry {
        name: "scripted",
        summary: "plays the lines of a file, then stops",
        make: Make::With {
            parameter: "FILE",
            example: "scripted:actions.txt",
            make: |text, _| Ok(Box::new(Scripted::open(text)?)),
        },
    },
    AgentEntry {
        name: "do-nothing",
        summary: "gives the empty action until the budget runs out",
        make: Make::Plain(|_| Box::new(DoNothing)),
    },
    AgentEntry {
        name: "submit-now",
        summary: "commits as soon as it can, without looking",
        make: Make::Plain(|_| Box::new(SubmitNow)),
    },
    AgentEntry {
        name: "exploit",
        summary: "farms a reward that prices single steps, whatever the task was",
        make: Make::With {
            parameter: "SCHEME",
            example: "exploit:gain:clipped",
            make: |text, registry| Ok(Box::new(Exploit::parse(text, registry)?)),
        },
    },
    AgentEntry {
        name: "cheat",
        summary: "goes a way to deceive the judge that the environment knows of: `swe` knows test-deleting and others",
        make: Make::With {
            parameter: "WAY",
            example: "cheat:test-deleting",
            make: |text, registry| Ok(Box::new(Cheat::parse(text, registry)?)),
        },
    },
];

impl AgentEntry {
    /// What its parameter is called; `None` if it takes none.
    #[must_use]
    pub fn parameter(&self) -> Option<&'static str> {
        match self.make {
            Make::Plain(_) => None,
            Make::With { parameter, .. } => Some(parameter),
        }
    }

    /// How it is written, with its parameter: `noisy:SHARE`.
    #[must_use]
    pub fn usage(&self) -> String {
        match self.parameter() {
            Some(parameter) => format!("{}:{parameter}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Whether an agent of the list would answer to `name`, whatever its parameter. Agents from outside go by other names: a
/// replay asks the agents of the list again what they did.
#[must_use]
pub fn is_built_in(name: &str) -> bool {
    let name = name.split(':').next().unwrap_or_default();
    AGENTS.iter().any(|agent| agent.name == name)
}

/// The agent called `text`: `NAME` or `NAME:PARAMETER`. `registry` holds the environments it will play, for agents that
/// look ahead.
///
/// # Errors
/// [`AgentError`]: unknown name (with the nearest there is), a parameter that is missing, unwanted or wrong.
pub fn parse(text: &str, registry: &Registry) -> Result<Factory, AgentError> {
    let (name, parameter) = match text.split_once(':') {
        Some((name, parameter)) => (name, Some(parameter)),
        None => (text, None),
    };
    let Some(entry) = AGENTS.iter().find(|a| a.name == name) else {
        return Err(AgentError::Unknown {
            name: shorten(text),
            suggestion: nearest(name, AGENTS.iter().map(AgentEntry::usage)),
        });
    };
    match (entry.make, parameter) {
        (Make::Plain(make), None) => Ok(make(registry)),
        (Make::Plain(_), Some(given)) => Err(AgentError::NoParameter {
            name: entry.name,
            given: shorten(given),
        }),
        (Make::With { make, .. }, Some(given)) if !given.is_empty() => make(given, registry),
        (
            Make::With {
                parameter, example, ..
            },
            _,
        ) => Err(AgentError::MissingParameter {
            name: entry.name,
            parameter,
            example,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_agent_is_made_by_its_name_and_says_so() {
        for entry in AGENTS {
            match entry.make {
                Make::Plain(make) => {
                    assert_eq!(make(&Registry::default()).info().name, entry.name);
                }
                Make::With { example, .. } => assert!(example.starts_with(entry.name)),
            }
        }
        assert_eq!(
            parse("noisy:0.3", &Registry::default())
                .unwrap()
                .info()
                .name,
            "noisy:0.3"
        );
    }

    #[test]
    fn wrong_names_and_parameters_say_what_to_write() {
        let registry = Registry::default();
        let said = |text: &str| {
            parse(text, &registry)
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default()
        };
        assert_eq!(
            said("oracel"),
            "unknown agent `oracel`; did you mean `oracle`?"
        );
        assert!(said("zzzz").contains("truestep list agents"));
        assert!(said("noisy").contains("such as `noisy:0.3`"));
        assert!(said("noisy:").contains("such as `noisy:0.3`"));
        assert!(said("cheat:Test").contains("small letters"));
        assert!(said("random:1").contains("takes no parameter"));
        assert!(said("noisy:2").contains("0..=1"));
        assert!(said("exploit:gian:clipped").contains("did you mean `gain:clipped`?"));
        assert!(said("exploit:g-ra").contains("cannot price a single step"));
        assert!(said("exploit:shaping:success").contains("success_probability"));
        assert!(said(&"x".repeat(100_000)).len() < 300);
    }
}
