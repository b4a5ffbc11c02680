//! The list of diagnostic tasks, and how a task's parameters are read.
//!
//! A new world is one file with a `build` function, and one line here.

mod cliff;
mod coin_loop;
mod delayed_effect;
mod key_door;
mod off_switch;
mod recovery;
mod two_hop;
mod variable_horizon;

use super::{checks::BadMdp, types::Mdp};
use std::ops::RangeInclusive;
use truestep_core::{
    rational::{Rational, parse_unsigned},
    registry::{TaskError, TemplateInfo},
    task::{Task, TemplateId},
};

/// Name of the environment.
pub(super) const ENV: &str = "diagnostic";

struct Template {
    name: &'static str,
    version: u32,
    summary: &'static str,
    /// Exact success rate of `uniform` within the budget, plus room for sampling.
    random_ceiling_percent: u32,
    /// Parameters it takes.
    parameters: &'static [&'static str],
    build: fn(&Task) -> Result<Mdp, Fault>,
}

/// Why an instance could not be built.
enum Fault {
    Parameter {
        name: &'static str,
        expected: String,
    },
    Table(BadMdp),
}

impl From<BadMdp> for Fault {
    fn from(bad: BadMdp) -> Self {
        Fault::Table(bad)
    }
}

/// Every template, in order.
const TEMPLATES: &[Template] = &[
    recovery::TEMPLATE,
    delayed_effect::TEMPLATE,
    variable_horizon::TEMPLATE,
    key_door::TEMPLATE,
    cliff::TEMPLATE,
    coin_loop::TEMPLATE,
    two_hop::TEMPLATE,
    off_switch::TEMPLATE,
];

pub(super) fn templates() -> Vec<TemplateInfo> {
    let info = |t: &Template| TemplateInfo {
        id: TemplateId::new(ENV, t.name, t.version)
            .expect("invariant: the list's names are well formed"),
        summary: t.summary.into(),
        random_ceiling_percent: t.random_ceiling_percent,
        twin_of: None,
    };
    TEMPLATES.iter().map(info).collect()
}

/// The world of a task.
///
/// # Errors
/// [`TaskError`]: unknown template, or a parameter it does not take.
pub fn build(task: &Task) -> Result<Mdp, TaskError> {
    let id = &task.template;
    let template = TEMPLATES
        .iter()
        .find(|t| (ENV, t.name, t.version) == (id.env(), id.template(), id.version()))
        .ok_or_else(|| TaskError::UnknownTemplate {
            name: id.to_string(),
            suggestion: None,
        })?;
    let bad = |name: &str, reason: String| TaskError::BadParameter {
        template: id.clone(),
        name: name.into(),
        value: task.parameters.get(name).cloned().unwrap_or_default(),
        reason,
    };
    let takes = |name: &str| template.parameters.contains(&name);
    if let Some(name) = task.parameters.keys().find(|name| !takes(name)) {
        let known = match template.parameters {
            [] => "it takes none".into(),
            some => format!("it takes {}", some.join(", ")),
        };
        return Err(bad(name, known));
    }
    (template.build)(task).map_err(|fault| match fault {
        Fault::Parameter { name, expected } => bad(name, format!("expected {expected}")),
        Fault::Table(bad) => TaskError::NoInstance {
            template: id.clone(),
            seed: task.seed.0,
            reason: bad.to_string(),
        },
    })
}

/// A whole number among the parameters.
fn whole(
    task: &Task,
    name: &'static str,
    default: u32,
    range: RangeInclusive<u32>,
) -> Result<u32, Fault> {
    let Some(text) = task.parameters.get(name) else {
        return Ok(default);
    };
    let number = text.parse().ok().filter(|n| range.contains(n));
    number.ok_or_else(|| Fault::Parameter {
        name,
        expected: format!("a whole number from {} to {}", range.start(), range.end()),
    })
}

/// A probability among the parameters, a fraction or a decimal with a denominator of at most a million.
fn probability(task: &Task, name: &'static str, default: Rational) -> Result<Rational, Fault> {
    const LARGEST: i64 = 1_000_000;
    let Some(text) = task.parameters.get(name) else {
        return Ok(default);
    };
    let unit = |p: &Rational| *p <= Rational::from_integer(1) && *p.denom() <= LARGEST;
    let read = parse_unsigned(text).filter(unit);
    read.ok_or_else(|| Fault::Parameter {
        name,
        expected: "a probability in 0..=1 such as `3/4` or `0.75`, in millionths at the finest"
            .into(),
    })
}
