use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "vsrm",
        summary: "change of success probability, borrowed from the next change where it is flat",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "1benwu1/VSRM-Efficient-LRMs@e4e928b",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "gamma",
                "0.7",
                Domain::Unit,
                "discount per step of looking ahead",
            ),
            Parameter::new(
                "lookahead",
                "4",
                Domain::Count,
                "flat steps that are looked over",
            ),
            Parameter::new(
                "flat",
                "0.00001",
                Domain::NonNegative,
                "changes below this are flat",
            ),
            Parameter::new(
                "last",
                "overwrite",
                Domain::Words(&["overwrite", "add", "none"]),
                "how the outcome is put on the last step",
            ),
        ],
    },
    Build::Signal(build),
);

/// VSRM's verifiable stepwise reward: differences of prefix accuracy with look-ahead over flat stretches.
///
/// # Formula
/// d = a_{j+1} − a_j; if |d| is not flat, r_j = d. Else the next change at distance n ≤ 4 counts γⁿ of its size; none within the
/// look-ahead gives 0; at the end of the sequence (a_n − a_j)γ^(n−j−1) ([`Vsrm::rewards`]).
/// # Source
/// 1benwu1/VSRM-Efficient-LRMs at e4e928b, `rollout_postprocess.py`, <https://github.com/1benwu1/VSRM-Efficient-LRMs>.
/// # Our reading and deviations
/// The accuracy of a prefix is the exact success probability under the named policy. As released the outcome overwrites the
/// last step; `last` makes that a choice. Under `bootstrap` a cut-off episode gets no outcome.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// −1..=1 (−1..=2 with `last=add`).
/// # Known exploits
/// A flat stretch before a rise is paid for although nothing happened in it: idling before progress earns.
/// # Worked example
/// Accuracies 0, 0.4, 0.4, 1: 0.4, 0.42, 0.6.
#[derive(Clone, Debug)]
pub struct Vsrm<S> {
    /// Discount per step of looking ahead.
    pub gamma: S,
    /// Flat steps that are looked over.
    pub lookahead: usize,
    /// Changes below this are flat.
    pub flat: S,
}

impl<S: Scalar> Vsrm<S> {
    fn is_flat(&self, change: &S) -> bool {
        change.clone().larger(-change.clone()) < self.flat
    }

    /// The reward of every step from the accuracies before and after each, one fewer than accuracies.
    #[must_use]
    pub fn rewards(&self, accuracy: &[S]) -> Vec<S> {
        let n = accuracy.len().saturating_sub(1);
        let change = |k: usize| accuracy[k + 1].clone() - accuracy[k].clone();
        let reward = |j: usize| {
            if !self.is_flat(&change(j)) {
                return change(j);
            }
            let (mut k, mut looked) = (j + 1, 0);
            while looked < self.lookahead && k < n && self.is_flat(&change(k)) {
                k += 1;
                looked += 1;
            }
            if looked == self.lookahead {
                S::zero()
            } else if k < n {
                change(k) * self.gamma.power((k - j) as u32)
            } else {
                let rest = accuracy[n].clone() - accuracy[j].clone();
                rest * self.gamma.power((n - j - 1) as u32)
            }
        };
        (0..n).map(reward).collect()
    }
}

struct FromTruth<S> {
    rule: Vsrm<S>,
    last: &'static str,
    truncation: Truncation,
}

/// The success probability of every frame, `[steps + 1]`.
pub(crate) fn success_curve<S: Scalar>(episode: &Episode) -> Result<Vec<S>, Undefined> {
    let all: Vec<Value<S>> = (0..=episode.steps())
        .map(|t| match &episode.frame(t).truth {
            Some(truth) => super::pica_clipped::probability(truth),
            None => Undefined::Missing(Channel::SuccessProbability).into(),
        })
        .collect();
    numbers(&all)
}

impl<S: Scalar> EpisodeSignal<S> for FromTruth<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let mut out = match success_curve(episode) {
            Ok(curve) => row(self.rule.rewards(&curve)),
            Err(why) => return vec![why.into(); episode.steps()],
        };
        let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
        let outcome = episode.outcome().filter(|_| !unfinished);
        if let (Some(outcome), Some(end)) = (outcome, out.last_mut()) {
            let outcome = Value::Number(S::from_rational(outcome));
            match self.last {
                "overwrite" => *end = outcome,
                "add" => *end = end.clone().plus(outcome),
                _ => {}
            }
        }
        out
    }
}

fn make<S: Scalar>(args: &Args<'_>) -> FromTruth<S> {
    FromTruth {
        rule: Vsrm {
            gamma: args.scalar("gamma"),
            lookahead: args.count("lookahead"),
            flat: args.scalar("flat"),
        },
        last: args.word("last"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        make::<f64>(&args),
        make::<Fraction>(&args),
    ))
}
