use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "dpo-pair",
        summary: "the loss of one preference pair",
        family: Family::Pivot,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "Rafailov et al. 2023, arXiv 2305.18290",
        status: Status::Paper,
        parameters: &[],
    },
    Build::Function("log-probabilities of a chosen and a rejected action"),
);

/// DPO's loss of one pair, which step-level preference schemes train with.
///
/// # Formula
/// margin = β[(log π_c − log ref_c) − (log π_r − log ref_r)]; loss = ln(1 + exp(−margin)) ([`DpoPair::loss`]).
/// # Source
/// Rafailov et al. 2023, arXiv 2305.18290, <https://arxiv.org/abs/2305.18290>, equation 7.
/// # Our reading and deviations
/// Computed without overflow for margins of any size.
/// # Needs
/// Four log-probabilities.
/// # Range
/// Above 0.
/// # Known exploits
/// Both probabilities may fall while the margin grows.
/// # Worked example
/// All four equal: margin 0, loss ln 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DpoPair {
    /// log π of the chosen one.
    pub chosen: f64,
    /// log π_ref of the chosen one.
    pub chosen_reference: f64,
    /// log π of the rejected one.
    pub rejected: f64,
    /// log π_ref of the rejected one.
    pub rejected_reference: f64,
}

/// ln(1 + eˣ) without overflow.
#[must_use]
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// 1/(1 + e⁻ˣ) without overflow.
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

impl DpoPair {
    /// The margin at strength `beta`.
    #[must_use]
    pub fn margin(&self, beta: f64) -> f64 {
        beta * ((self.chosen - self.chosen_reference) - (self.rejected - self.rejected_reference))
    }

    /// The loss at strength `beta`.
    #[must_use]
    pub fn loss(&self, beta: f64) -> f64 {
        softplus(-self.margin(beta))
    }
}
