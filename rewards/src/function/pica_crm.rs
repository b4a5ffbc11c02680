use super::dpo::{sigmoid, softplus};
use crate::{prelude::*, transform::survival};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pica:crm-loss",
        summary: "the loss that trains PiCA's conditional failure model",
        family: Family::Pivot,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2605.09287; novdream/PiCA@35b15c71, CRMLoss",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("logits and step labels of trajectories"),
);

/// PiCA's conditional reward model loss: a survival likelihood over labelled steps.
///
/// # Formula
/// h_t = sigmoid(z_t), S_t = Π(1 − h). A trajectory whose last label is + : −Σ log(1 − h_t). Otherwise, with z the first −
/// step: −log max(1 − S_T, 1e-5) − [log h_z + Σ_{t<z} log(1 − h_t)]. The batch loss is the mean ([`crm_loss`]).
/// # Source
/// *PiCA*, arXiv 2605.09287, <https://arxiv.org/abs/2605.09287>; novdream/PiCA at 35b15c71, `loss.py`.
/// # Our reading and deviations
/// As released: a trajectory with an early − and a final + counts as positive.
/// # Needs
/// Logits and ± labels per step.
/// # Range
/// At least 0.
/// # Known exploits
/// None known: it is a loss, not a reward.
/// # Worked example
/// Logits −1, −2, −0.5, all +: 0.9142667.
#[derive(Clone, Debug, PartialEq)]
pub struct CrmLoss {
    /// Mean over all trajectories.
    pub loss: f64,
    /// Mean over the positive ones; 0 if there is none.
    pub positive: f64,
    /// Mean over the negative ones; 0 if there is none.
    pub negative: f64,
}

/// The loss of trajectories given as logits and labels (`true` is +), with the weight of negative ones. Empty ones do not count.
#[must_use]
pub fn crm_loss(trajectories: &[(Vec<f64>, Vec<bool>)], negative_weight: f64, eps: f64) -> CrmLoss {
    // log(1 - h) = -softplus(z), log h = -softplus(-z).
    let lived = |z: &[f64]| sum(z.iter().map(|z| softplus(*z)));
    let (mut positive, mut negative) = (Vec::new(), Vec::new());
    for (logits, labels) in trajectories.iter().filter(|(z, _)| !z.is_empty()) {
        match labels.iter().position(|l| !l) {
            Some(first) if labels.last() == Some(&false) => {
                let hazards: Vec<f64> = logits.iter().map(|&z| sigmoid(z)).collect();
                let end = survival(&hazards).last().copied().unwrap_or(1.0);
                let died = -libm::log((1.0 - end).max(eps));
                let at = softplus(-logits[first]);
                negative.push(negative_weight * (died + at + lived(&logits[..first])));
            }
            _ => positive.push(lived(logits)),
        }
    }
    let all: Vec<f64> = positive.iter().chain(&negative).copied().collect();
    CrmLoss {
        loss: mean(&all).unwrap_or(0.0),
        positive: mean(&positive).unwrap_or(0.0),
        negative: mean(&negative).unwrap_or(0.0),
    }
}
