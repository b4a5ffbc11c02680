use super::pica_clipped::probability;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "igpo:gain",
        summary: "gain in the probability of being right, and the outcome at the last step",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "GuoqingWang1/IGPO@bdceb82, generation.py and info_gain.py; arXiv 2510.14967",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Signal(build),
);

/// IGPO: a turn earns the information it brings about the right answer, the last turn the outcome.
///
/// # Formula
/// r_t = P(right | h_{t+1}) − P(right | h_t); at the last step the outcome in its place.
/// # Source
/// *IGPO*, arXiv 2510.14967, <https://arxiv.org/abs/2510.14967>; GuoqingWang1/IGPO at bdceb82, `generation.py` 412-423: P is exp of
/// the mean log-probability of the gold answer's tokens; `info_gain.py`: F1 at the last token.
/// # Our reading and deviations
/// P is the success probability under the policy the truth names, exactly, in the place of the model's own probability of the
/// gold answer. Under `truncation=bootstrap` a cut-off episode's last step keeps its gain.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// −1..=1.
/// # Known exploits
/// Gains telescope; the gain of the last step is lost, so an episode is paid p(s_{T−1}) − p(s_0) + outcome.
/// # Worked example
/// p = 1/4, 1/2, 1 and a success: 1/4, 1.
#[derive(Clone, Copy, Debug)]
pub struct IgpoGain {
    truncation: Truncation,
}

impl<S: Scalar> StepSignal<S> for IgpoGain {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        if edge.is_terminal(self.truncation) {
            return Value::Number(S::from_rational(edge.after.outcome));
        }
        probability(edge.after).join(probability(edge.before), |after: S, before| after - before)
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let truncation = args.truncation();
    Ok(SignalObject::step(
        IgpoGain { truncation },
        IgpoGain { truncation },
    ))
}
