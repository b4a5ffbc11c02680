//! Schemes in a TOML file, by name: an experiment's rewards in one place.
//!
//! ```toml
//! [schemes]
//! plain = "outcome |> rloo:verl"
//!
//! [schemes.careful]
//! stages = ["gate(shaping:subgoals, outcome >= 1)", "min-form(T=0.1)", "rloo:verl"]
//! ```
//! Both forms mean the same: stages are joined by `|>`. Schemes come in the order of the file. A name of the file may stand in
//! another scheme of it, at the beginning of a pipeline, alone or in brackets; the scheme of that name is put there:
//!
//! ```toml
//! [schemes]
//! base = "gate(shaping:subgoals, outcome >= 1)"
//! both = "sum(base, 1/10 * gain:clipped) |> grpo:verl"
//! blend = "mix(both, 1/2 * base |> flow-grpo)"
//! ```
//! Names of the registry come first: a scheme that is called `outcome` in the file is no other `outcome`.

use crate::{
    condition::{Condition, Subject},
    error::{SchemeError, nearest},
    registry::schemes,
    scheme::Scheme,
    text::{Call, MAX_CALLS, Pipeline, parse, read as read_text},
};
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
    /// Schemes stand in each other.
    #[error(
        "scheme `{name}` stands in itself, through {through}: a scheme may name only others that do not name it"
    )]
    Circle {
        /// Its name in the file.
        name: String,
        /// The names on the way back to it.
        through: String,
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
    let texts = schemes
        .iter()
        .map(|(name, value)| Ok((name.as_str(), text_of(name, value)?)));
    let texts: Vec<(&str, String)> = texts.collect::<Result<_, SchemeFileError>>()?;
    let mut read = Vec::new();
    for (name, text) in &texts {
        read.push((*name, read_text(text).map_err(in_scheme(name))?));
    }
    let one = |(name, _): &(&str, Pipeline)| built(name, &read);
    read.iter().map(one).collect()
}

fn in_scheme(name: &str) -> impl Fn(SchemeError) -> SchemeFileError + '_ {
    move |error| SchemeFileError::Scheme {
        name: name.to_owned(),
        error,
    }
}

/// The text of a scheme, its stages joined.
fn text_of(name: &str, value: &Value) -> Result<String, SchemeFileError> {
    let shape = || SchemeFileError::Shape {
        name: name.to_owned(),
    };
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Table(table) if table.len() == 1 => {
            let stages = table.get("stages").and_then(Value::as_array);
            let texts = stages.ok_or_else(shape)?.iter().map(Value::as_str);
            let texts: Option<Vec<&str>> = texts.collect();
            Ok(texts.ok_or_else(shape)?.join(" |> "))
        }
        _ => Err(shape()),
    }
}

/// The scheme `name` of a file, with the names of others put in.
fn built(name: &str, file: &[(&str, Pipeline)]) -> Result<Named, SchemeFileError> {
    let mut names = Names {
        file,
        open: vec![name.to_owned()],
        calls: 0,
    };
    let own = file.iter().find(|(known, _)| *known == name);
    let own = own.map(|(_, pipeline)| pipeline.clone());
    let pipeline = match own {
        Some(pipeline) => names.put_in(pipeline)?,
        None => {
            return Err(SchemeFileError::Shape {
                name: name.to_owned(),
            });
        }
    };
    // Read once more: columns then point into the scheme as it is printed, and names that are none are told.
    let scheme = parse(&pipeline.to_string()).and_then(Scheme::from_pipeline);
    let scheme = scheme.map_err(|error| in_scheme(name)(with_names(error, name, file)))?;
    Ok(Named {
        name: name.to_owned(),
        scheme: scheme.named(name),
    })
}

/// The same with a name of the file, where one is near what was meant.
fn with_names(mut error: SchemeError, own: &str, file: &[(&str, Pipeline)]) -> SchemeError {
    if let SchemeError::UnknownScheme {
        name, suggestions, ..
    } = &mut error
    {
        let others = file.iter().map(|(known, _)| *known);
        let near = nearest(name, others.filter(|known| *known != own));
        suggestions.splice(0..0, near);
    }
    error
}

/// The names of a file while they are put in the place of their schemes.
struct Names<'a> {
    file: &'a [(&'a str, Pipeline)],
    /// Those being put in, from the outermost on.
    open: Vec<String>,
    /// Calls put in so far.
    calls: usize,
}

impl Names<'_> {
    /// The scheme that `call` stands for, if it is a bare name of the file and none of the registry.
    fn meant(&self, call: &Call) -> Option<Pipeline> {
        if !call.is_bare() || schemes().any(|entry| entry.info.name == call.name) {
            return None;
        }
        let found = self.file.iter().find(|(name, _)| *name == call.name);
        found.map(|(_, pipeline)| pipeline.clone())
    }

    fn error(&self, error: SchemeError) -> SchemeFileError {
        in_scheme(&self.open[0])(error)
    }

    fn put_in(&mut self, pipeline: Pipeline) -> Result<Pipeline, SchemeFileError> {
        let mut calls = Vec::new();
        for call in pipeline.calls {
            self.calls += 1;
            if self.calls > MAX_CALLS {
                return Err(self.error(SchemeError::TooLarge {
                    what: "long",
                    limit: MAX_CALLS,
                }));
            }
            let Some(meant) = self.meant(&call) else {
                calls.push(self.inside(call)?);
                continue;
            };
            if self.open.contains(&call.name) {
                return Err(SchemeFileError::Circle {
                    through: self.open[1..]
                        .iter()
                        .map(|n| format!("`{n}`, "))
                        .collect::<String>()
                        + &format!("`{}`", call.name),
                    name: self.open[0].clone(),
                });
            }
            self.open.push(call.name);
            calls.extend(self.put_in(meant)?.calls);
            self.open.pop();
        }
        Ok(Pipeline {
            weight: pipeline.weight,
            calls,
        })
    }

    fn inside(&mut self, call: Call) -> Result<Call, SchemeFileError> {
        let parts = call.parts.into_iter().map(|part| self.put_in(part));
        let parts = parts.collect::<Result<_, _>>()?;
        let mut conditions = Vec::new();
        for condition in call.conditions {
            let subject = match condition.subject {
                Subject::Signal(pipeline) => Subject::Signal(self.put_in(pipeline)?),
                quantity @ (Subject::Episode(_) | Subject::Step(_)) => quantity,
            };
            conditions.push(Condition {
                subject,
                ..condition
            });
        }
        Ok(Call {
            parts,
            conditions,
            ..call
        })
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
    fn names_stand_in_each_other_whatever_their_order() {
        let text = r#"
            [schemes]
            both = "sum(base, 1/10 * gain:clipped) |> rloo:verl"
            base = "gate(shaping:subgoals, outcome >= 1)"
            blend = "mix(both, 1/2 * base |> flow-grpo)"
            where = "gate(outcome, base > 0)"
            outcome = "outcome |> clip(low=0)"
        "#;
        let schemes = read(text).unwrap();
        let read_as: Vec<String> = schemes.iter().map(|n| n.scheme.to_string()).collect();
        let base = "gate(shaping:subgoals, outcome >= 1)";
        let both = format!("sum({base}, 1/10 * gain:clipped) |> rloo:verl");
        assert_eq!(
            read_as,
            [
                both.clone(),
                base.to_owned(),
                format!("outcome |> mix({both}, 1/2 * {base} |> flow-grpo)"),
                format!("gate(outcome, {base} > 0)"),
                "outcome |> clip(low=0)".to_owned(),
            ]
        );
        assert_eq!(schemes[2].scheme.name(), Some("blend"));
    }

    #[test]
    fn names_that_double_are_bounded() {
        let mut text = "[schemes]\nx0 = \"outcome\"\n".to_owned();
        for i in 1..40 {
            text += &format!("x{i} = \"sum(x{0}, x{0})\"\n", i - 1);
        }
        let said = read(&text).unwrap_err().to_string();
        assert!(said.contains("the limit is"), "{said}");
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
            (
                "[schemes]\na = \"b |> clip\"\nb = \"sum(outcome, a)\"",
                "scheme `a` stands in itself, through `b`, `a`",
            ),
            ("[schemes]\na = \"a\"", "scheme `a` stands in itself"),
            ("[schemes]\na = \"gate(outcome, b >= 1)\"", "or a signal"),
            (
                "[schemes]\nbase = \"outcome\"\nb = \"sum(bse, 1)\"",
                "did you mean `base`",
            ),
        ] {
            assert!(says(text).contains(expected), "{text:?}: {}", says(text));
        }
    }
}
