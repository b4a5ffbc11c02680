use super::Outcome;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pav",
        summary: "the outcome plus the prover's exact advantage at every step",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[
            Channel::Outcome,
            Channel::SuccessProbability,
            Channel::Advantage,
        ],
        source: "arXiv 2410.08146",
        status: Status::Paper,
        parameters: &[
            Parameter::new(
                "alpha",
                "1",
                Domain::Any,
                "weight of the advantage; the paper's value was not verified",
            ),
            Parameter::new("best-of", "1", Domain::Count, "K of a best-of-K prover"),
        ],
    },
    Build::Signal(build),
);

/// Process advantage verifiers: progress is the advantage under a prover policy.
///
/// # Formula
/// A_μ = Q_μ − V_μ; r = outcome + αA_μ; in search Q_π + αA_μ ([`effective_reward`]). A best-of-K prover has V_K = 1 − (1 − V)^K
/// and the same map on Q ([`best_of`]).
/// # Source
/// *PAV*, arXiv 2410.08146, <https://arxiv.org/abs/2410.08146>; α about 0.5 in search and 3–5 in RL is recalled, not verified.
/// # Our reading and deviations
/// The prover is the policy the truth names; its A is exact, not learned. If the prover is the behaviour policy itself, the
/// bonus adds nothing to the expected gradient. `best-of=0` counts as 1. Above 64 the best of K is computed in doubles: an
/// exact K-th power has K times the digits.
/// # Needs
/// `outcome`, `success_probability`, `advantage`.
/// # Range
/// −α..=1 + α.
/// # Known exploits
/// An advantage is no potential difference under chance or another policy: two-step detours can collect it.
/// # Worked example
/// Q_π = 0.5, Q_μ = 0.6, V_μ = 0.4, α = 0.5: 0.6 in search.
#[derive(Clone, Debug)]
pub struct Pav<S> {
    alpha: S,
    best_of: u64,
    outcome: Outcome,
}

/// Largest K of a best-of-K prover in exact numbers.
const MAX_EXACT: u64 = 64;

/// The success probability of the best of `k` tries, in as many products as `k` has binary digits.
#[must_use]
pub fn best_of<S: Scalar>(probability: &S, k: u64) -> S {
    let (mut fails, mut power, mut left) = (S::one(), S::one() - probability.clone(), k);
    while left > 0 {
        if left % 2 == 1 {
            fails = fails * power.clone();
        }
        left /= 2;
        if left > 0 {
            power = power.clone() * power;
        }
    }
    S::one() - fails
}

/// q + alpha·advantage.
#[must_use]
pub fn effective_reward<S: Scalar>(q: S, alpha: S, advantage: S) -> S {
    q + alpha * advantage
}

impl<S: Scalar> StepSignal<S> for Pav<S> {
    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let value = super::pica_clipped::probability::<S>(edge.before);
        let advantage = match &edge.step.advantage {
            Some(a) => Value::from_exact(a),
            None => Undefined::Missing(Channel::Advantage).into(),
        };
        let k = self.best_of.max(1);
        let bonus = value.join(advantage, |v: S, a| {
            best_of(&(v.clone() + a), k) - best_of(&v, k)
        });
        self.outcome
            .price(memory, edge)
            .join(bonus, |r, a| effective_reward(r, self.alpha.clone(), a))
    }
}

fn make<S: Scalar>(args: &Args<'_>) -> Pav<S> {
    Pav {
        alpha: args.scalar("alpha"),
        best_of: args.count("best-of") as u64,
        outcome: Outcome {
            truncation: args.truncation(),
        },
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let float = make::<f64>(&args);
    Ok(match float.best_of {
        0..=MAX_EXACT => SignalObject::step(float, make::<Fraction>(&args)),
        _ => SignalObject::step_float(float),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_any_number_of_tries_is_had_at_once() {
        let half = Fraction::new(1.into(), 2.into());
        assert_eq!(best_of(&half, 3), Fraction::new(7.into(), 8.into()));
        let bits = |tries| best_of(&0.5_f64, tries).to_bits();
        assert_eq!(
            (bits(0), bits(u64::MAX)),
            (0.0_f64.to_bits(), 1.0_f64.to_bits())
        );
        let rare = best_of(&1e-6, 1_000_000);
        assert!((rare - 0.632_120_558_828_557_7).abs() < 1e-6, "{rare}");
        let many: crate::Scheme = "pav(best-of=4000000000)".parse().unwrap();
        assert!(!many.is_exact());
        assert!(
            "pav(best-of=4)"
                .parse::<crate::Scheme>()
                .unwrap()
                .is_exact()
        );
    }
}
