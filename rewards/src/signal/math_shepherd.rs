use super::Truth;
use crate::prelude::*;

const fn info(
    name: &'static str,
    summary: &'static str,
    channels: &'static [Channel],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Tree,
        stage: Stage::Signal,
        form: Form::Edge,
        channels,
        source: "arXiv 2312.08935",
        status: Status::Paper,
        parameters: &[],
    }
}

pub(crate) const HARD: Entry = Entry::new(
    info(
        "math-shepherd:hard",
        "1 if success can still be reached with evidence in the steps left, else 0",
        &[Channel::Distance],
    ),
    Build::Signal(|_| Ok(SignalObject::step(Truth::Alive, Truth::Alive))),
);

pub(crate) const SOFT: Entry = Entry::new(
    info(
        "math-shepherd:soft",
        "success probability after the step",
        &[Channel::SuccessProbability],
    ),
    Build::Signal(|_| Ok(SignalObject::step(Truth::Success, Truth::Success))),
);

/// Math-Shepherd's step labels from completions.
///
/// # Formula
/// hard = 1 if any of N completions of the step is right; soft = the share that is; a solution scores the minimum over its
/// steps (`min-form(T=0)`).
/// # Source
/// *Math-Shepherd*, arXiv 2312.08935, <https://arxiv.org/abs/2312.08935>, N = 8; recalled, no labelling code was released.
/// # Our reading and deviations
/// As signals both are exact, the limit of many completions: hard is reachability in the steps left over supported
/// actions, so that a guess may succeed after a 0; soft is the success probability under the named policy over the whole menu. `truncation` changes nothing.
/// # Needs
/// `distance` (hard), `success_probability` (soft).
/// # Range
/// 0..=1.
/// # Known exploits
/// Summed as rewards, labels pay for every step survived.
/// # Worked example
/// Completions 1, 0, 1, 0: hard 1, soft 1/2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShepherdLabel {
    /// Any completion right.
    pub hard: f64,
    /// Share right.
    pub soft: f64,
}

impl ShepherdLabel {
    /// The label of a step from its completions.
    #[must_use]
    pub fn of(completions: &[bool]) -> Self {
        let right = completions.iter().filter(|c| **c).count();
        Self {
            hard: f64::from(u8::from(right > 0)),
            soft: (right as f64)
                .over(&(completions.len() as f64))
                .unwrap_or(0.0),
        }
    }
}
