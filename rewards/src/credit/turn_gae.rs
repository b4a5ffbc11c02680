use super::grouped::{GroupRule, Grouped, cut_like};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "turn-gae",
        summary: "generalised advantage over turns with the exact success probability as value",
        family: Family::Turn,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::SuccessProbability],
        source: "mll-lab-nu/VAGEN@2936322, no_concat_gae.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new("gamma", "1", Domain::Unit, "discount per turn"),
            Parameter::new("lambda", "1", Domain::Unit, "the λ of GAE"),
            Parameter::new(
                "whiten",
                "no",
                Domain::Words(&["no", "yes"]),
                "whether to whiten over the batch; without it the scheme is exact",
            ),
        ],
    },
    Build::Credit(build),
);

/// Turn-level GAE as VAGEN computes it: one reward and one value per turn.
///
/// # Formula
/// δ_k = r_k + γV_{k+1} − V_k, V = 0 after the last turn; A_k = δ_k + γλA_{k+1} ([`turn_gae`]); optionally whitened over all
/// steps with the plain mean.
/// # Source
/// mll-lab-nu/VAGEN at 2936322, `no_concat_gae.py`, <https://github.com/mll-lab-nu/VAGEN>.
/// # Our reading and deviations
/// The critic is the exact success probability under the named policy: a critic without error. Under `truncation=bootstrap` a
/// cut-off episode is left out, since that probability at the cut counts no steps beyond it.
/// # Needs
/// `success_probability`.
/// # Range
/// Unbounded; with outcome rewards, γ = 1 and λ = 0 it is V(s′) − V(s), within ±1.
/// # Known exploits
/// None beyond those of its rewards.
/// # Worked example
/// Rewards 0, 1 and values 0.2, 0.7, γ = λ = 1: 0.8, 0.3.
#[derive(Clone, Debug)]
pub struct TurnGae<S> {
    gamma: S,
    lambda: S,
    whiten: bool,
}

/// The advantages of one trajectory from the reward and the value of every turn.
#[must_use]
pub fn turn_gae<S: Scalar>(rewards: &[S], values: &[S], gamma: &S, lambda: &S) -> Vec<S> {
    let mut out = vec![S::zero(); rewards.len()];
    let (mut next, mut running) = (S::zero(), S::zero());
    for k in (0..rewards.len()).rev() {
        let delta = rewards[k].clone() + gamma.clone() * next - values[k].clone();
        running = delta + gamma.clone() * lambda.clone() * running;
        next = values[k].clone();
        out[k] = running.clone();
    }
    out
}

impl<S: Scalar> TurnGae<S> {
    fn plain(&self, episodes: &[&Episode], rewards: &[Vec<S>]) -> Result<Vec<Vec<S>>, Undefined> {
        let rows = episodes.iter().zip(rewards);
        rows.map(|(e, row)| {
            let values: Vec<Value<S>> = edges(e)
                .map(|edge| match &edge.before.success_probability {
                    Some(p) => Value::from_exact(p),
                    None => Undefined::Missing(Channel::SuccessProbability).into(),
                })
                .collect();
            Ok(turn_gae(row, &numbers(&values)?, &self.gamma, &self.lambda))
        })
        .collect()
    }
}

impl GroupRule<f64> for TurnGae<f64> {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let rows = self.plain(episodes, rewards)?;
        if !self.whiten {
            return Ok(rows);
        }
        let flat: Vec<f64> = rows.iter().flatten().copied().collect();
        Ok(cut_like(&whiten(&flat, WhitenMean::Plain), &rows))
    }
}

impl GroupRule<Fraction> for TurnGae<Fraction> {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<Fraction>],
    ) -> Result<Vec<Vec<Fraction>>, Undefined> {
        self.plain(episodes, rewards)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let whiten = args.word("whiten") == "yes";
    let rule = TurnGae::<f64> {
        gamma: args.scalar("gamma"),
        lambda: args.scalar("lambda"),
        whiten,
    };
    let float = Grouped::by_batch(rule, &args);
    if whiten {
        return Ok(CreditObject::float(float));
    }
    let rule = TurnGae::<Fraction> {
        gamma: args.scalar("gamma"),
        lambda: args.scalar("lambda"),
        whiten,
    };
    Ok(CreditObject::ring(float, Grouped::by_batch(rule, &args)))
}
