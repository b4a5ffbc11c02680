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
/// bonus adds nothing to the expected gradient. `best-of=0` counts as 1.
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
    best_of: u32,
    outcome: Outcome,
}

/// The success probability of the best of `k` tries.
#[must_use]
pub fn best_of<S: Scalar>(probability: &S, k: u32) -> S {
    S::one() - (S::one() - probability.clone()).power(k)
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
        best_of: args.count("best-of") as u32,
        outcome: Outcome {
            truncation: args.truncation(),
        },
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        make::<f64>(&args),
        make::<Fraction>(&args),
    ))
}
