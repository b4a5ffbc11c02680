use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "deepsearch",
        summary: "step values minus the mean of the group's final values over their spread",
        family: Family::Tree,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2509.25454; smiles724/DeepSearch, advantage_fn.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "norm",
                "siblings",
                Domain::Words(&["siblings", "own", "scale", "none"]),
                "sibling_mean_std, mean_std, alpha_scale or none",
            ),
            Parameter::new("alpha", "1", Domain::Any, "the factor of norm=scale"),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviations; a group whose rollouts all end alike divides by it alone and gets millions",
            ),
        ],
    },
    Build::Credit(build),
);

/// DeepSearch's advantages over node values of a search tree.
///
/// # Formula
/// siblings: (q_t − mean of final q)/(std of final q + eps), std with n, mean 0 and std 1 for one sequence; own: each sequence
/// by itself, std with n − 1; scale: α·q; none: q ([`DeepSearch::of`]).
/// # Source
/// *DeepSearch*, arXiv 2509.25454, <https://arxiv.org/abs/2509.25454>; smiles724/DeepSearch, `advantage_fn.py`.
/// # Our reading and deviations
/// The input takes the place of node values, which the trainer squashes by tanh before this. Equal final
/// values divide by eps alone, as released: steps then get huge numbers.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// A group whose rollouts all end alike multiplies every intermediate difference by 1/eps: −5.2·10⁵ was seen on recorded
/// episodes. Drop such groups, or raise `eps`.
/// # Worked example
/// Values (0.2, 0.5, 1), (0.1, −0.4, −1): the values themselves up to eps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeepSearch {
    /// Against the final values of the group.
    Siblings,
    /// Each sequence by itself; undefined for a sequence of one.
    Own,
    /// Times a factor.
    Scale,
    /// As they are.
    Plain,
}

impl DeepSearch {
    /// The advantages of one group, `[sequence][step]`; NaN where a sequence of one is compared with itself.
    #[must_use]
    pub fn of(self, values: &[Vec<f64>], alpha: f64, eps: f64) -> Vec<Vec<f64>> {
        let shifted = |row: &Vec<f64>, centre: f64, spread: f64| -> Vec<f64> {
            row.iter().map(|q| (q - centre) / (spread + eps)).collect()
        };
        match self {
            DeepSearch::Siblings => {
                // A sequence without a step counts as one that ended in 0.
                let final_of = |r: &Vec<f64>| r.last().copied().unwrap_or(0.0);
                let last: Vec<f64> = values.iter().map(final_of).collect();
                let (centre, spread) = match last[..] {
                    [_] => (0.0, 1.0),
                    _ => (
                        mean(&last).unwrap_or(0.0),
                        deviation(&last, 0).unwrap_or(0.0),
                    ),
                };
                values.iter().map(|r| shifted(r, centre, spread)).collect()
            }
            DeepSearch::Own => values
                .iter()
                .map(|r| {
                    let spread = deviation(r, 1).unwrap_or(f64::NAN);
                    shifted(r, mean(r).unwrap_or(0.0), spread)
                })
                .collect(),
            DeepSearch::Scale => values
                .iter()
                .map(|r| r.iter().map(|q| alpha * q).collect())
                .collect(),
            DeepSearch::Plain => values.to_vec(),
        }
    }
}

struct Rule {
    norm: DeepSearch,
    alpha: f64,
    eps: f64,
}

impl GroupRule<f64> for Rule {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        Ok(self.norm.of(rewards, self.alpha, self.eps))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Rule {
        norm: match args.word("norm") {
            "siblings" => DeepSearch::Siblings,
            "own" => DeepSearch::Own,
            "scale" => DeepSearch::Scale,
            _ => DeepSearch::Plain,
        },
        alpha: args.float("alpha"),
        eps: args.float("eps"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
