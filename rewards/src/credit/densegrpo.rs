use super::flow_grpo::{FlowGrpo, normalize_steps};
use crate::{prelude::*, stage::Credit};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "densegrpo",
        summary: "step gains normalised over the rollouts of a task at the same step",
        family: Family::Progress,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2601.20218 (abstract)",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "eps",
            "0.000001",
            Domain::Positive,
            "added to the standard deviation",
        )],
    },
    Build::Credit(build),
);

/// DenseGRPO's step-wise advantage: the gain of each step in predicted final reward, normalised per step.
///
/// # Formula
/// gain_t = R̂_t − R̂_{t−1} ([`step_gains`]); A = (gain − mean)/(std + eps) over the rollouts of a task at the same step, std
/// with n.
/// # Source
/// *DenseGRPO*, arXiv 2601.20218, <https://arxiv.org/abs/2601.20218>; only the abstract could be read.
/// # Our reading and deviations
/// A reconstruction: the per-step normalisation is inferred. The input is the gain; `gain:success |> densegrpo` takes it
/// from the exact success probability.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±√(n − 1).
/// # Known exploits
/// A step that only one rollout reaches gets 0, whatever it gains.
/// # Worked example
/// Gains 0.1 and 0.3 at step 1: −0.99999, 0.99999.
#[derive(Clone, Copy, Debug)]
pub struct DenseGrpo {
    normalizer: Normalizer,
    truncation: Truncation,
}

/// Consecutive differences of predictions, one fewer than predictions.
#[must_use]
pub fn step_gains<S: Scalar>(predictions: &[S]) -> Vec<S> {
    crate::signal::shaping_terms(predictions, &S::one())
}

impl DenseGrpo {
    /// The normaliser.
    #[must_use]
    pub const fn normalizer(eps: f64) -> Normalizer {
        FlowGrpo::normalizer(SpreadOver::Group, eps)
    }
}

impl Credit<f64> for DenseGrpo {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        normalize_steps(&self.normalizer, self.truncation, batch, rewards)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::float(DenseGrpo {
        normalizer: DenseGrpo::normalizer(args.float("eps")),
        truncation: args.truncation(),
    }))
}
