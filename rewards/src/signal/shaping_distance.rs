use super::potential::{BASE, GAMMA, Potential, shaping};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::SignalObject,
    value::{Undefined, Value},
};
use truestep_core::{
    channels::Channel,
    truth::{Distance, StateTruth},
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "shaping:distance",
        summary: "potential beta^distance to the goal, on top of the outcome",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::Distance],
        source: "Ng, Harada, Russell 1999; Grzes 2017",
        status: Status::Ours,
        parameters: &[
            Parameter::new(
                "beta",
                "9/10",
                Domain::Unit,
                "the potential falls by this factor per step of distance",
            ),
            GAMMA,
            BASE,
        ],
    },
    Build::Signal(build),
);

/// Potential-based shaping by the exact distance to the goal: Φ = β^distance.
///
/// # Formula
/// Φ(s) = β^d(s), 0 at dead ends (d = never) and at every terminal; r = outcome + γΦ(s′) − Φ(s), or the shaping term alone
/// with `base=none`. Σ γᵗF_t = −Φ(s₀) for every ended trajectory, exactly.
/// # Source
/// Ng, Harada, Russell, *Policy invariance under reward transformations*, ICML 1999; Grzes, *Reward shaping in episodic
/// reinforcement learning*, AAMAS 2017, for Φ = 0 at terminals.
/// # Our reading and deviations
/// The potential is ours. Φ = −distance would pay a wrong ending (Φ jumps to 0) more than any right step; β^d does not.
/// With `truncation=bootstrap` the potential of a cut-off state is kept.
/// # Needs
/// `outcome`, `distance`.
/// # Range
/// The term lies in −1..=1; the last step of a solved episode pays 1 − β.
/// # Known exploits
/// None for a learner with the same γ. The last term is negative where a progress curve would rise: that is not a bug.
/// # Worked example
/// β = 9/10, γ = 1, distances 2, 1, 0: F = 9/10 − 81/100 = 9/100, then 0 − 9/10; with the outcome 9/100, 1/10.
#[derive(Clone, Debug)]
pub struct DistancePotential<S> {
    beta: S,
    /// β^d for small d, so that pricing is a look-up.
    powers: Vec<S>,
}

/// Distances whose powers are kept; longer ones continue from the last.
const KEPT: usize = 64;

impl<S: Scalar> DistancePotential<S> {
    /// The potential with base `beta`.
    #[must_use]
    pub fn new(beta: S) -> Self {
        let mut powers = vec![S::one()];
        for d in 1..KEPT {
            powers.push(powers[d - 1].clone() * beta.clone());
        }
        Self { beta, powers }
    }
}

impl<S: Scalar> Potential<S> for DistancePotential<S> {
    fn phi(&self, state: &StateTruth) -> Value<S> {
        match state.distance {
            Distance::Never => Value::zero(),
            Distance::NotComputed => Undefined::Missing(Channel::Distance).into(),
            Distance::Steps(d) => Value::Number(match self.powers.get(d as usize) {
                Some(power) => power.clone(),
                None => {
                    let rest = d - (KEPT as u32 - 1);
                    self.powers[KEPT - 1].clone() * self.beta.power(rest)
                }
            }),
        }
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let float = DistancePotential::new(args.scalar("beta"));
    let exact = DistancePotential::new(args.scalar("beta"));
    shaping(&args, float, exact)
}
