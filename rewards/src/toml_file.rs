//! Schemes in a TOML file, by name: an experiment's rewards in one place.
//!
//! ```toml
//! [schemes]
//! plain = "outcome |> rloo:verl"
//!
//! [schemes.careful]
//! stages = ["gate(shaping:subgoals, outcome >= 1)", "min-form(T=0.1)", "rloo:verl"]
//! ```
//! Both forms mean the same: stages are joined by `|>`. Schemes come in the order of the file.

use crate::{error::SchemeError, scheme::Scheme};
use toml::{Table, Value};

/// A scheme with the name its file gives it.
#[derive(Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The scheme.
    pub scheme: Scheme,
}

/// Why a file of schemes cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemeFileError {
    /// It is no TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// It holds something else, or nothing.
    #[error("expected one table `[schemes]` with at least one `name = \"scheme\"`; found {found}")]
    NoSchemes {
        /// What is there.
        found: String,
    },
    /// A scheme is neither text nor stages.
    #[error("scheme `{name}`: expected text, or a table with nothing but `stages = [\"…\", …]`")]
    Shape {
        /// Its name in the file.
        name: String,
    },
    /// A scheme cannot be built.
    #[error("scheme `{name}`: {error}")]
    Scheme {
        /// Its name in the file.
        name: String,
        /// Why.
        error: SchemeError,
    },
}

/// The schemes of a TOML text, in the order of the file.
///
/// # Errors
/// [`SchemeFileError`], which names the scheme that is wrong.
///
/// ```
/// use truestep_rewards::toml_file::{read, write};
/// let text = "[schemes]\ncareful = \"g-ra |> min-form(T=0.1) |> rloo:verl\"\n";
/// let schemes = read(text).unwrap();
/// assert_eq!(schemes[0].scheme.to_string(), "g-ra |> min-form(T=0.1) |> rloo:verl");
/// assert_eq!(write(&schemes), text);
/// ```
pub fn read(text: &str) -> Result<Vec<Named>, SchemeFileError> {
    let file: Table = text
        .parse()
        .map_err(|e: toml::de::Error| SchemeFileError::NotToml(e.to_string().trim().to_owned()))?;
    let other = file.keys().find(|key| *key != "schemes");
    let schemes = match (file.get("schemes"), other) {
        (Some(Value::Table(schemes)), None) if !schemes.is_empty() => schemes,
        (_, Some(other)) => {
            return Err(SchemeFileError::NoSchemes {
                found: format!("`{other}`"),
            });
        }
        (None, None) => {
            return Err(SchemeFileError::NoSchemes {
                found: "an empty file".into(),
            });
        }
        (Some(_), None) => {
            return Err(SchemeFileError::NoSchemes {
                found: "`schemes` without any".into(),
            });
        }
    };
    schemes
        .iter()
        .map(|(name, value)| one(name, value))
        .collect()
}

fn one(name: &str, value: &Value) -> Result<Named, SchemeFileError> {
    let shape = || SchemeFileError::Shape {
        name: name.to_owned(),
    };
    let pipeline = match value {
        Value::String(text) => text.clone(),
        Value::Table(table) if table.len() == 1 => {
            let stages = table.get("stages").and_then(Value::as_array);
            let texts = stages.ok_or_else(shape)?.iter().map(Value::as_str);
            let texts: Option<Vec<&str>> = texts.collect();
            texts.ok_or_else(shape)?.join(" |> ")
        }
        _ => return Err(shape()),
    };
    match pipeline.parse() {
        Ok(scheme) => Ok(Named {
            name: name.to_owned(),
            scheme,
        }),
        Err(error) => Err(SchemeFileError::Scheme {
            name: name.to_owned(),
            error,
        }),
    }
}

/// The schemes as a TOML text that [`read`] gives back, in their canonical spelling.
#[must_use]
pub fn write(schemes: &[Named]) -> String {
    let entry = |named: &Named| (named.name.clone(), named.scheme.to_string().into());
    let schemes: Table = schemes.iter().map(entry).collect();
    let mut file = Table::new();
    file.insert("schemes".into(), schemes.into());
    file.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_text_mean_the_same() {
        let text = r#"
            [schemes]
            b = "gate( shaping:subgoals, outcome>=1)|>min-form(T=0.1)|>rloo:verl"
            [schemes.a]
            stages = ["gate(shaping:subgoals, outcome >= 1)", "min-form(T=0.1)", "rloo:verl"]
        "#;
        let schemes = read(text).unwrap();
        let read_as: Vec<(&str, String)> = schemes
            .iter()
            .map(|named| (named.name.as_str(), named.scheme.to_string()))
            .collect();
        let spelled = "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl";
        // In the order of the file, not of the alphabet.
        assert_eq!(
            read_as,
            [("b", spelled.to_owned()), ("a", spelled.to_owned())]
        );
        let again = read(&write(&schemes)).unwrap();
        for (a, b) in schemes.iter().zip(&again) {
            assert_eq!(
                (&a.name, a.scheme.to_string()),
                (&b.name, b.scheme.to_string())
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let says = |text: &str| read(text).unwrap_err().to_string();
        for (text, expected) in [
            ("schemes = 3 4", "not TOML"),
            ("", "an empty file"),
            ("[schemes]", "without any"),
            ("schemes = 3", "without any"),
            ("[scheme]\na = \"outcome\"", "`scheme`"),
            ("[schemes]\na = 3", "scheme `a`: expected text"),
            ("[schemes.a]\nstages = [1]", "scheme `a`: expected text"),
            ("[schemes.a]\nstages = []", "scheme `a`: the scheme"),
            (
                "[schemes.a]\nstage = [\"outcome\"]",
                "scheme `a`: expected text",
            ),
            (
                "[schemes]\nok = \"outcome\"\nbad = \"outcom\"",
                "scheme `bad`: unknown scheme `outcom`",
            ),
            (
                "[schemes.a]\nstages = [\"outcome\", \"outcome\"]",
                "scheme `a`:",
            ),
        ] {
            assert!(says(text).contains(expected), "{text:?}: {}", says(text));
        }
    }
}
