use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "vgpo",
        summary: "step values normalised over the group at the same step, mixed with the values themselves",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2512.12387",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new(
                "absolute",
                "1/2",
                Domain::Unit,
                "share of the values themselves; the paper's value was not found",
            ),
            Parameter::new(
                "eps",
                "0.0001",
                Domain::Positive,
                "added to the standard deviation",
            ),
        ],
    },
    Build::Credit(build),
);

/// VGPO: values anchored in time and in the group.
///
/// # Formula
/// A_t = (1 − m)·(x_t − mean)/(std + eps) + m·x_t over the rollouts of a task at step t, std with n ([`anchored`]).
/// # Source
/// *Anchoring values in temporal and group dimensions*, arXiv 2512.12387, <https://arxiv.org/abs/2512.12387>: the value of a stage is
/// its expected cumulative reward, and absolute values enter the group's normalisation. Its formulas could not be read.
/// # Our reading and deviations
/// A reconstruction: the form of the mixture and its weight are ours. The values are the input: `truth:success` is the expected
/// cumulative reward exactly. The normalised part is Flow-GRPO's, which the paper starts from.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±(1 − m)·√(n − 1) plus m times the range of values.
/// # Known exploits
/// The absolute part pays for being in a good state whoever brought it about.
/// # Worked example
/// Values 1, 0 at one step, m = 1/2 and eps → 0: 1/2 + 1/2 = 1, −1/2.
#[derive(Clone, Copy, Debug)]
pub struct Vgpo {
    absolute: f64,
    eps: f64,
}

/// The values of one step of a group, normalised and mixed with themselves.
#[must_use]
pub fn anchored(values: &[f64], absolute: f64, eps: f64) -> Vec<f64> {
    let normalizer = super::FlowGrpo::normalizer(SpreadOver::Group, eps);
    let relative = normalizer.apply(&row(values.to_vec()), &vec![0; values.len()]);
    let pairs = relative.iter().zip(values);
    pairs
        .map(|(r, x)| (1.0 - absolute) * r.number().copied().unwrap_or(0.0) + absolute * x)
        .collect()
}

impl GroupRule<f64> for Vgpo {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        let mut out: Vec<Vec<f64>> = rewards.iter().map(|r| vec![0.0; r.len()]).collect();
        for t in 0..rewards.iter().map(Vec::len).max().unwrap_or(0) {
            let here: Vec<usize> = (0..rewards.len())
                .filter(|&i| rewards[i].len() > t)
                .collect();
            let values: Vec<f64> = here.iter().map(|&i| rewards[i][t]).collect();
            for (&i, a) in here.iter().zip(anchored(&values, self.absolute, self.eps)) {
                out[i][t] = a;
            }
        }
        Ok(out)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Vgpo {
        absolute: args.float("absolute"),
        eps: args.float("eps"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
