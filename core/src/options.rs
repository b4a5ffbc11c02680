//! Options of worlds: what can be chosen about the world an environment is set in, declared beside the environment.
//!
//! Whoever makes worlds from what a user says - a command line, say - asks for the declarations, shows them as its own
//! options, and hands over what was given.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
};

/// What can be written for an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionKind {
    /// A whole number, both ends included.
    Number {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// The name of a file or folder.
    Path,
    /// Text, which the environment reads.
    Text,
}

/// One option of the world of one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldOption {
    /// The environment whose world it is about.
    pub env: &'static str,
    /// Its name, which no other option has (`"products"`, written `--products`).
    pub name: &'static str,
    /// What stands for its value in help (`"N"`).
    pub value_name: &'static str,
    /// One line: what is chosen.
    pub summary: &'static str,
    /// What can be written for it.
    pub kind: OptionKind,
    /// What holds unless it is given, if there is something to be said.
    pub default: Option<String>,
    /// Names of options it does not go with.
    pub conflicts: &'static [&'static str],
}

/// What was given for options, by name. An option that is not here is as it is by default.
///
/// ```
/// use truestep_core::options::Given;
/// let given = Given::default().with("products", "300");
/// assert_eq!(given.number("products"), Some(Ok(300)));
/// assert_eq!(given.number("catalog-seed"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given(BTreeMap<String, OsString>);

/// A value that is not what its option wants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`--{name}` is `{value}`: expected {expected}")]
pub struct BadOption {
    /// The option.
    pub name: String,
    /// What was given.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

impl Given {
    /// The same with a value for the option `name`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// What was given for `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str)
    }

    /// The number that was given for `name`, or why it is none.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<Result<u64, BadOption>> {
        let text = self.get(name)?.to_string_lossy();
        let bad = |_| BadOption {
            name: name.into(),
            value: text.chars().take(80).collect(),
            expected: "a whole number".into(),
        };
        Some(text.parse().map_err(bad))
    }

    /// Every option that was given, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OsStr)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_os_str()))
    }
}
