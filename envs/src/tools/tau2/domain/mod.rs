//! tau2's domains: what each of them is made of.
//!
//! A domain's tools are code in a pack; what the host knows of them is here: which tools there are and of what type, the
//! shape of the databases, what is looked up by other than the key, which file is the policy.

pub mod mock;
pub mod retail;
pub mod telecom;

use super::{error::Tau2Error, model::Model, python::Py, task::Requestor};
use std::collections::BTreeMap;

/// What a tool does, as tau2 says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolType {
    /// Looks something up.
    Read,
    /// Changes a database.
    Write,
    /// Neither.
    Generic,
}

impl ToolType {
    /// The name in tau2's lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Generic => "generic",
        }
    }
}

/// The tools of one side.
#[derive(Debug)]
pub struct Toolkit {
    /// The class's name, as Python's messages give it.
    pub class: &'static str,
    /// The shape of the database they work on.
    pub database: &'static Model,
    /// The tools, in tau2's order.
    pub tools: &'static [(&'static str, ToolType)],
    /// Functions that set up or judge a task and that nobody is shown.
    pub functions: &'static [&'static str],
}

impl Toolkit {
    /// The type of a tool.
    #[must_use]
    pub fn tool(&self, name: &str) -> Option<ToolType> {
        let found = self.tools.iter().find(|(tool, _)| *tool == name);
        found.map(|(_, tool_type)| *tool_type)
    }

    /// Whether there is a tool or function of this name.
    #[must_use]
    pub fn has_function(&self, name: &str) -> bool {
        self.tool(name).is_some() || self.functions.contains(&name)
    }
}

/// A row that is computed from a database: what makes a look-up by other than the key one access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The table.
    pub table: &'static str,
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

/// The policy files of a domain by name, without `.md`.
pub type PolicyFiles = BTreeMap<String, String>;

/// A domain.
#[derive(Debug)]
pub struct Domain {
    /// Its name.
    pub name: &'static str,
    /// The agent's tools.
    pub assistant: Toolkit,
    /// The user's, if the user has any.
    pub user: Option<Toolkit>,
    /// The pack with the code of all of them.
    pub pack: &'static [u8],
    /// Tables that the pack writes; it reads all.
    pub writes: &'static [&'static str],
    /// Names of the tables of derived rows.
    pub derived: &'static [&'static str],
    /// Derived rows of the agent's database.
    pub derive: fn(&Py) -> Vec<Derived>,
    /// The pack's function that brings the two databases into line after every call.
    pub sync: Option<&'static str>,
    /// Rows of toolkits that another task of the same Python process may have left otherwise: table, key, value.
    pub after_other_tasks: &'static [(&'static str, &'static str, &'static str)],
    /// Whether an agent can have both toolkits and no user.
    pub solo: bool,
    /// The agent's policy from the files, in a variant, without a user or with one. `Err` says what is missing.
    pub policy: fn(&PolicyFiles, variant: &str, solo: bool) -> Result<String, String>,
}

impl Domain {
    /// The tools of one side.
    #[must_use]
    pub fn toolkit(&self, of: Requestor) -> Option<&Toolkit> {
        match of {
            Requestor::Assistant => Some(&self.assistant),
            Requestor::User => self.user.as_ref(),
        }
    }
}

/// The domains whose tools are here.
pub const DOMAINS: &[&Domain] = &[&mock::DOMAIN, &retail::DOMAIN, &telecom::DOMAIN];

/// Domains of tau2 whose tasks can be loaded and whose tools are not here.
pub const WITHOUT_TOOLS: &[&str] = &["airline", "banking_knowledge"];

/// The domain of this name.
///
/// # Errors
/// If its tools are not here.
pub fn domain(name: &str) -> Result<&'static Domain, Tau2Error> {
    let found = DOMAINS.iter().find(|domain| domain.name == name);
    found.copied().ok_or_else(|| Tau2Error::NoDomain {
        name: name.chars().take(80).collect(),
        known: WITHOUT_TOOLS.contains(&name),
        domains: DOMAINS.iter().map(|domain| domain.name).collect(),
    })
}

/// One policy file, whatever the variant: what most domains have.
fn only_policy(files: &PolicyFiles, name: &str) -> Result<String, String> {
    files
        .get(name)
        .cloned()
        .ok_or_else(|| format!("the file {name}.md"))
}
