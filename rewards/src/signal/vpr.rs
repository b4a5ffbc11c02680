use super::pica_clipped::probability;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "vpr:q",
        summary: "value of the action taken, Q(s, a), under the named policy",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::SuccessProbability, Channel::Advantage],
        source: "arXiv 2605.10325; thu-nics/VPR@8de0805",
        status: Status::Paper,
        parameters: &[],
    },
    Build::Signal(build),
);

/// Verifiable Process Rewards: an oracle's value of the action, at every turn.
///
/// # Formula
/// r_t = Q(s_t, a_t) = V(s_t) + A(s_t, a_t).
/// # Source
/// *Verifiable Process Rewards*, arXiv 2605.10325, <https://arxiv.org/abs/2605.10325>: r_t = V(s_t, a_t) from an oracle (tree search,
/// a solver, a posterior).
/// # Our reading and deviations
/// The oracle is the exact value under the policy the truth names. Where chance has a say Q is its mean: luck does not enter;
/// `truth:success` is V of the state that came about. `truncation` changes nothing.
/// # Needs
/// `success_probability`, `advantage`.
/// # Range
/// 0..=1.
/// # Known exploits
/// Summed up it pays for every step, so for dawdling in good states; it is meant for `vpr:turn` and `vpr:state`.
/// # Worked example
/// V = 1/2 and A = −1/4: 1/4.
#[derive(Clone, Copy, Debug)]
pub struct ActionValue;

impl<S: Scalar> StepSignal<S> for ActionValue {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        match &edge.step.advantage {
            Some(a) => probability(edge.before).join(Value::from_exact(a), |v: S, a| v + a),
            None => Undefined::Missing(Channel::Advantage).into(),
        }
    }
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(ActionValue, ActionValue))
}
