use super::pica_clipped::probability;
use crate::prelude::*;
use truestep_core::truth::StateTruth;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "gflownet:forward-looking",
        summary: "gain in the logarithm of a state's worth: energy paid along the way",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::SuccessProbability, Channel::Subgoals],
        source: "arXiv 2302.01687, section 3",
        status: Status::Paper,
        parameters: &[
            Parameter::new(
                "of",
                "success",
                Domain::Words(&["success", "progress"]),
                "what a state is worth: its success probability, or its share of sub-goals",
            ),
            Parameter::new(
                "eps",
                "1/1000",
                Domain::Positive,
                "added to every worth, so that its logarithm exists",
            ),
        ],
    },
    Build::Signal(build),
);

/// Forward-looking credit of generative flow networks: the energy of a transition, in the place of a reward at the end.
///
/// # Formula
/// With the energy E(s) = −log(φ(s) + eps) a transition pays −E(s → s′) = E(s) − E(s′) = log((φ(s′) + eps)/(φ(s) + eps))
/// ([`energy_gain`]).
/// # Source
/// Pan, Malkin, Zhang, Bengio, *Better Training of GFlowNets with Local Credit and Incomplete Trajectories*, arXiv 2302.01687,
/// <https://arxiv.org/abs/2302.01687>: with F̃(s) = e^{E(s)} F(s) detailed balance holds transition by transition with the local
/// energy E(s → s′) = E(s′) − E(s), and needs no end.
/// # Our reading and deviations
/// Their reward is R = e^{−E}; here φ takes its place at every state: exact success probability, or progress. Only the credit is
/// here, no flow is learned. `truncation` changes nothing: it prices incomplete ways by design.
/// # Needs
/// `success_probability`, and `subgoals`.
/// # Range
/// ±log((1 + eps)/eps).
/// # Known exploits
/// Telescopes to log(φ(s_T) + eps) − log(φ(s_0) + eps), so loops earn nothing; a small eps makes losing hope cost more than
/// anything regains.
/// # Worked example
/// φ = 1/4, 1/2 with eps → 0: log 2 = 0.6931.
#[derive(Clone, Copy, Debug)]
pub struct ForwardLooking {
    progress: bool,
    eps: f64,
}

/// log((after + eps)/(before + eps)).
#[must_use]
pub fn energy_gain(before: f64, after: f64, eps: f64) -> f64 {
    libm::log(after + eps) - libm::log(before + eps)
}

impl StepSignal<f64> for ForwardLooking {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<f64> {
        let worth = |state: &StateTruth| match self.progress {
            true => Value::Number(f64::from_rational(state.progress)),
            false => probability(state),
        };
        worth(edge.before).join(worth(edge.after), |before, after| {
            energy_gain(before, after, self.eps)
        })
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step_float(ForwardLooking {
        progress: args.word("of") == "progress",
        eps: args.float("eps"),
    }))
}
