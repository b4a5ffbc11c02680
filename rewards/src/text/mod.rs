//! Schemes as text: `gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl`.
//!
//! ```text
//! pipeline  = call { "|>" call }
//! call      = name [ "(" [ argument { "," argument } ] ")" ]
//! argument  = name "=" (number | name)  |  condition  |  part
//! condition = (quantity | pipeline) compare number
//! part      = [ number "*" ] pipeline  |  number
//! compare   = ">=" | ">" | "<=" | "<" | "=="
//! number    = 3 | -0.25 | 1e-6 | 9/10
//! ```
//! A number alone stands for `constant(value=number)`. What parses prints back in one canonical spelling: single spaces, numbers
//! reduced.

use crate::{
    condition::{Condition, Subject},
    error::SchemeError,
    number::Number,
};
use std::fmt;

mod reader;

/// Most characters a scheme may have.
pub const MAX_LENGTH: usize = 4096;
/// Most brackets within brackets.
pub const MAX_DEPTH: usize = 16;

/// Most calls a scheme may have once the names of other schemes are put in.
pub const MAX_CALLS: usize = 1024;

/// Stages joined by `|>`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// The factor before it, inside brackets.
    pub weight: Option<Number>,
    /// At least one.
    pub calls: Vec<Call>,
}

impl Pipeline {
    /// Its name, if it is nothing but one.
    pub(crate) fn bare_name(&self) -> Option<&str> {
        match &self.calls[..] {
            [call] if self.weight.is_none() && call.is_bare() => Some(&call.name),
            _ => None,
        }
    }

    /// Its calls and those in their brackets, and how deep the brackets go.
    fn size(&self) -> (usize, usize) {
        let inside = |call: &Call| {
            let parts = call
                .parts
                .iter()
                .chain(call.conditions.iter().filter_map(subject));
            parts
                .map(Pipeline::size)
                .fold((1, 0), |(calls, depth), (c, d)| {
                    (calls + c, depth.max(d + 1))
                })
        };
        self.calls
            .iter()
            .map(inside)
            .fold((0, 0), |(calls, depth), (c, d)| (calls + c, depth.max(d)))
    }

    /// That it is not too large.
    ///
    /// # Errors
    /// [`SchemeError::TooLarge`].
    pub(crate) fn check_size(&self) -> Result<(), SchemeError> {
        let (calls, depth) = self.size();
        let too = |what, limit| Err(SchemeError::TooLarge { what, limit });
        match () {
            () if calls > MAX_CALLS => too("long", MAX_CALLS),
            () if depth > MAX_DEPTH => too("deep", MAX_DEPTH),
            () => Ok(()),
        }
    }

    /// Every condition in it.
    fn conditions<'a>(&'a self, out: &mut Vec<&'a Condition>) {
        for call in &self.calls {
            out.extend(&call.conditions);
            let inside = call.conditions.iter().filter_map(subject);
            call.parts
                .iter()
                .chain(inside)
                .for_each(|part| part.conditions(out));
        }
    }
}

fn subject(condition: &Condition) -> Option<&Pipeline> {
    match &condition.subject {
        Subject::Signal(pipeline) => Some(pipeline),
        Subject::Episode(_) | Subject::Step(_) => None,
    }
}

/// A scheme by name, with what stands in its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name.
    pub name: String,
    /// Where it stands, counted from 1 in characters.
    pub column: usize,
    /// Schemes in the brackets.
    pub parts: Vec<Pipeline>,
    /// Conditions in the brackets.
    pub conditions: Vec<Condition>,
    /// Parameters given.
    pub given: Vec<Given>,
}

impl Call {
    /// A call without anything in brackets.
    fn new(name: String, column: usize) -> Self {
        Self {
            name,
            column,
            parts: Vec::new(),
            conditions: Vec::new(),
            given: Vec::new(),
        }
    }

    /// Whether nothing stands in its brackets.
    pub(crate) fn is_bare(&self) -> bool {
        self.parts.is_empty() && self.conditions.is_empty() && self.given.is_empty()
    }
}

/// A parameter as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub column: usize,
    /// Its value.
    pub value: Literal,
}

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A number.
    Number(Number),
    /// A word.
    Word(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Number(n) => n.fmt(f),
            Literal::Word(w) => f.write_str(w),
        }
    }
}

impl fmt::Display for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(weight) = self.weight {
            write!(f, "{weight} * ")?;
        }
        for (i, call) in self.calls.iter().enumerate() {
            if i > 0 {
                f.write_str(" |> ")?;
            }
            call.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        let parts = self.parts.iter().map(ToString::to_string);
        let conditions = self.conditions.iter().map(ToString::to_string);
        let given = self.given.iter().map(|g| format!("{}={}", g.name, g.value));
        let inside: Vec<String> = parts.chain(conditions).chain(given).collect();
        if inside.is_empty() {
            return Ok(());
        }
        write!(f, "({})", inside.join(", "))
    }
}

/// Read a pipeline.
///
/// # Errors
/// [`SchemeError::Syntax`] with the column; [`SchemeError::TooLarge`].
pub fn parse(text: &str) -> Result<Pipeline, SchemeError> {
    let pipeline = read(text)?;
    let mut conditions = Vec::new();
    pipeline.conditions(&mut conditions);
    conditions.into_iter().try_for_each(Condition::check_name)?;
    Ok(pipeline)
}

pub(crate) use reader::{is_file, is_name, read};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parses_prints_back() {
        for text in [
            "outcome",
            "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl",
            "shaping:distance(beta=9/10, gamma=99/100, truncation=bootstrap)",
            "sum(outcome, scale(by=-1/2)) |> grpo:trl(eps=0.0001)",
            "gate(gain:success, truth:pivot >= 1, distance <= 2)",
            "gate(gain:success, shaping:distance(base=none) |> clip(low=0) > 1/2)",
            "max(1/2 * outcome |> clip(low=0), constant(value=-1))",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            parse("sum(outcome,-1/2)").unwrap().to_string(),
            "sum(outcome, constant(value=-1/2))"
        );
        let odd = "  gate ( outcome|>clip( low = -1 ) ,outcome>=01/2)";
        let canonical = "gate(outcome |> clip(low=-1), outcome >= 1/2)";
        assert_eq!(parse(odd).unwrap().to_string(), canonical);
    }

    #[test]
    fn what_does_not_parse_says_where() {
        let cases = [
            ("", 1),
            ("outcome |>", 11),
            ("outcome |> |> x", 12),
            ("a(b=)", 5),
            ("a(b", 4),
            ("a)", 2),
            ("a(x >= y)", 8),
            ("a(outcom >= 1)", 3),
            ("ä", 1),
            ("a(b=1/0)", 5),
            ("a(1 *)", 6),
            ("a(2 * b >= 1)", 9),
            ("1/2 * a", 1),
        ];
        for (text, expected) in cases {
            let column = match parse(text).unwrap_err() {
                SchemeError::Syntax { column, .. } | SchemeError::UnknownScheme { column, .. } => {
                    column
                }
                other => panic!("{other}"),
            };
            assert_eq!(column, expected, "{text}");
        }
        let deep = format!("{}a{}", "s(".repeat(40), ")".repeat(40));
        assert!(matches!(parse(&deep), Err(SchemeError::TooLarge { .. })));
    }
}
