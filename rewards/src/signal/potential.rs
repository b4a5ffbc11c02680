//! Potential-based shaping: what the `shaping:*` schemes share.

use crate::{
    args::Args,
    edge::{Edge, Truncation},
    error::SchemeError,
    info::{Domain, Parameter},
    number::{Fraction, Scalar},
    signal::Outcome,
    stage::{Memory, SignalObject, StepSignal},
    value::Value,
};
use truestep_core::truth::StateTruth;

/// The parameter for the discount of a shaping term.
pub(crate) const GAMMA: Parameter = Parameter::new(
    "gamma",
    "1",
    Domain::Unit,
    "discount of the shaping term; invariance holds for learners with the same discount",
);

/// The parameter that says what the shaping term is added to.
pub(crate) const BASE: Parameter = Parameter::new(
    "base",
    "outcome",
    Domain::Words(&["outcome", "none"]),
    "what the shaping term is added to: the outcome, or nothing",
);

/// A potential Φ over states. It is asked only for states that are not terminal.
pub trait Potential<S>: Send + Sync {
    /// Φ(s).
    fn phi(&self, state: &StateTruth) -> Value<S>;
}

/// F = γΦ(s′) − Φ(s), added to the outcome or alone; Φ = 0 at every terminal state.
///
/// With Φ 0 at terminals the discounted sum of F is −Φ(s₀) on every trajectory, so no policy gains by it (Ng, Harada,
/// Russell 1999; Grzes 2017, <https://www.ifaamas.org/Proceedings/aamas2017/pdfs/p565.pdf>).
#[derive(Clone, Copy, Debug)]
pub struct Shaping<S, P> {
    potential: P,
    gamma: S,
    base: Option<Outcome>,
    truncation: Truncation,
}

impl<S: Scalar, P: Potential<S>> Shaping<S, P> {
    pub(crate) fn new(potential: P, args: &Args<'_>) -> Self {
        let truncation = args.truncation();
        Self {
            potential,
            gamma: args.scalar("gamma"),
            base: (args.word("base") == "outcome").then_some(Outcome { truncation }),
            truncation,
        }
    }
}

impl<S: Scalar, P: Potential<S>> StepSignal<S> for Shaping<S, P> {
    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let before = self.potential.phi(edge.before);
        let after = if edge.is_terminal(self.truncation) {
            Value::zero()
        } else {
            self.potential.phi(edge.after)
        };
        let term = after.join(before, |after, before| self.gamma.clone() * after - before);
        match &self.base {
            Some(outcome) => term.plus(outcome.price(memory, edge)),
            None => term,
        }
    }
}

/// Build a shaping scheme in both scalars.
pub(crate) fn shaping<P, Q>(
    args: &Args<'_>,
    float: P,
    exact: Q,
) -> Result<SignalObject, SchemeError>
where
    P: Potential<f64> + 'static,
    Q: Potential<Fraction> + 'static,
{
    Ok(SignalObject::step(
        Shaping::<f64, P>::new(float, args),
        Shaping::<Fraction, Q>::new(exact, args),
    ))
}

/// The shaping terms γΦ_{t+1} − Φ_t of a list of potentials, one fewer than potentials.
#[must_use]
pub fn shaping_terms<S: Scalar>(potentials: &[S], gamma: &S) -> Vec<S> {
    potentials
        .windows(2)
        .map(|pair| gamma.clone() * pair[1].clone() - pair[0].clone())
        .collect()
}
