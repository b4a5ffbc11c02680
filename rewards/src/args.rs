//! The parameters of a scheme while it is built: given ones checked against what it declares, the rest its defaults.

use crate::{
    condition::Condition,
    edge::Truncation,
    error::{SchemeError, nearest},
    given::{Want, Wants},
    info::{Domain, Parameter, SchemeInfo},
    number::{Number, Scalar},
    stage::{SignalObject, Voice},
    text::{Call, Literal},
};
use num_traits::{One, Signed, Zero};

/// What a scheme is built from.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Args<'a> {
    info: &'static SchemeInfo,
    call: &'a Call,
    wants: &'a Wants,
    /// The built schemes that stand in the brackets, in order.
    pub parts: Vec<SignalObject>,
    /// The built pipelines that end in a credit and stand in the brackets, in order.
    pub(crate) voices: Vec<Voice>,
    /// The conditions in the brackets, in order, and the built signals of those that compare one.
    pub(crate) conditions: Vec<(Condition, Option<SignalObject>)>,
}

/// What is built of the brackets before the scheme itself is.
#[derive(Default)]
pub(crate) struct Inside {
    pub(crate) parts: Vec<SignalObject>,
    pub(crate) voices: Vec<Voice>,
    pub(crate) conditions: Vec<(Condition, Option<SignalObject>)>,
}

impl<'a> Args<'a> {
    /// Check what is given against `info`.
    ///
    /// # Errors
    /// An unknown, repeated or out-of-range parameter.
    pub(crate) fn new(
        info: &'static SchemeInfo,
        call: &'a Call,
        inside: Inside,
        wants: &'a Wants,
    ) -> Result<Self, SchemeError> {
        for (i, given) in call.given.iter().enumerate() {
            let names = || info.all_parameters().map(|p| p.name);
            let (name, column) = (given.name.clone(), given.column);
            let scheme = info.name;
            let Some(parameter) = info.all_parameters().find(|p| p.name == name) else {
                let known: Vec<&str> = names().collect();
                return Err(SchemeError::UnknownParameter {
                    scheme,
                    suggestion: nearest(&name, names()),
                    name,
                    column,
                    known: match known.is_empty() {
                        true => "none".to_owned(),
                        false => known.join(", "),
                    },
                });
            };
            if call.given[..i].iter().any(|g| g.name == name) {
                return Err(SchemeError::RepeatedParameter {
                    scheme,
                    name,
                    column,
                });
            }
            if !admits(parameter.domain, &given.value) {
                return Err(SchemeError::BadParameter {
                    scheme,
                    name,
                    value: given.value.to_string(),
                    column,
                    expected: parameter.domain.to_string(),
                });
            }
        }
        Ok(Self {
            info,
            call,
            wants,
            parts: inside.parts,
            voices: inside.voices,
            conditions: inside.conditions,
        })
    }

    fn parameter(&self, name: &str) -> &'static Parameter {
        self.info
            .parameters
            .iter()
            .chain(std::iter::once(&crate::info::TRUNCATION))
            .find(|p| p.name == name)
            .expect("invariant: a scheme asks only for parameters it declares")
    }

    fn literal(&self, name: &str) -> Literal {
        let given = self.call.given.iter().find(|g| g.name == name);
        match given {
            Some(given) => given.value.clone(),
            None => {
                let default = self.parameter(name).default;
                match Number::parse(default) {
                    Some(number) => Literal::Number(number),
                    None => Literal::Word(default.to_owned()),
                }
            }
        }
    }

    /// The parameter `name` as written.
    ///
    /// # Panics
    /// If the scheme does not declare a number of this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Number {
        match self.literal(name) {
            Literal::Number(number) => number,
            Literal::Word(_) => unreachable!("invariant: `{name}` is declared as a number"),
        }
    }

    /// The parameter `name` in the scalar asked for.
    #[must_use]
    pub fn scalar<S: Scalar>(&self, name: &str) -> S {
        S::from_number(&self.number(name))
    }

    /// The parameter `name` as a double.
    #[must_use]
    pub fn float(&self, name: &str) -> f64 {
        self.number(name).to_f64()
    }

    /// The parameter `name` as a count.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.number(name).count().unwrap_or(usize::MAX)
    }

    /// The parameter `name` as one of the words its domain lists.
    #[must_use]
    pub fn word(&self, name: &str) -> &'static str {
        let Domain::Words(words) = self.parameter(name).domain else {
            unreachable!("invariant: `{name}` is declared as a word")
        };
        let text = self.literal(name).to_string();
        words
            .iter()
            .find(|w| **w == text)
            .expect("invariant: words are checked when the arguments are made")
    }

    /// The parameter `name` as the name it is; empty if it has neither a value nor a default.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        self.literal(name).to_string()
    }

    /// What reads a column of the file that the parameter `file` names; `parameter` names the column.
    ///
    /// # Errors
    /// If no file is given.
    pub(crate) fn column(&self, parameter: &str) -> Result<Want, SchemeError> {
        let file = self.name("file");
        if file.is_empty() {
            return Err(self.no_file());
        }
        Ok(self.wants.note(&file, Some(&self.name(parameter))))
    }

    /// What reads a file whose columns no parameter names, or one does that has no default.
    pub(crate) fn want(&self, file: &str, parameter: &str) -> Want {
        let column = self.name(parameter);
        self.wants
            .note(file, (!column.is_empty()).then_some(&*column))
    }

    /// The scheme as it is called: `file:F` stands for as many as there are files.
    #[must_use]
    pub fn called(&self) -> &'a str {
        &self.call.name
    }

    /// The common parameter `truncation`.
    #[must_use]
    pub fn truncation(&self) -> Truncation {
        match self.word("truncation") {
            "bootstrap" => Truncation::Bootstrap,
            _ => Truncation::Terminal,
        }
    }

    /// The error that the parameter `name` is not `expected`.
    #[must_use]
    pub fn bad(&self, name: &str, expected: &str) -> SchemeError {
        let given = self.call.given.iter().find(|g| g.name == name);
        SchemeError::BadParameter {
            scheme: self.info.name,
            name: name.to_owned(),
            value: self.literal(name).to_string(),
            column: given.map_or(self.call.column, |g| g.column),
            expected: expected.to_owned(),
        }
    }

    /// The error that no file of numbers is named.
    #[must_use]
    pub(crate) fn no_file(&self) -> SchemeError {
        SchemeError::NoFile {
            scheme: self.info.name,
            column: self.call.column,
        }
    }

    /// The error that the brackets hold something else than `expected`.
    #[must_use]
    pub fn wrong_parts(&self, expected: &'static str) -> SchemeError {
        SchemeError::BadParts {
            scheme: self.info.name,
            column: self.call.column,
            expected,
        }
    }
}

fn admits(domain: Domain, literal: &Literal) -> bool {
    let number = match (domain, literal) {
        (Domain::Words(words), literal) => return words.contains(&literal.to_string().as_str()),
        (Domain::Name, Literal::Word(word)) => return !word.is_empty(),
        (Domain::Name, _) | (_, Literal::Word(_)) => return false,
        (_, Literal::Number(number)) => number,
    };
    let value = number.value();
    match domain {
        Domain::Words(_) | Domain::Name | Domain::Any => true,
        Domain::NonNegative => !value.is_negative(),
        Domain::Positive => value.is_positive(),
        Domain::Unit => !value.is_negative() && value <= One::one(),
        Domain::Count => number.count().is_some() && value >= Zero::zero(),
    }
}
