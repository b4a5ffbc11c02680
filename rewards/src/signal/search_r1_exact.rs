use crate::prelude::*;
use truestep_core::{trajectory::End, truth::DetailValue};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "search-r1:exact",
        summary: "how well the answer matches, by a published measure, at the answer",
        family: Family::Action,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "PeterGriffinJin/Search-R1@a14dc3a, qa_em.py; arXiv 2503.09516",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "match",
            "em",
            Domain::Words(&["em", "sub_em", "f1_counter", "f1_set", "f1_guarded"]),
            "the measure",
        )],
    },
    Build::Signal(build),
);

/// Search-R1's outcome reward, and its kin, of the answer that an episode commits.
///
/// # Formula
/// r_t = the measure of the answer that step t gives, 0 for other steps; an episode cut off before its answer earns 0.
/// # Source
/// *Search-R1*, arXiv 2503.09516, <https://arxiv.org/abs/2503.09516>; repository at a14dc3a, `qa_em.py` (`em`, `sub_em`). F1 is
/// StepSearch's (`f1_counter`), PiCA's (`f1_set`), and that with HotpotQA's guard (`f1_guarded`).
/// # Our reading and deviations
/// The release looks for the last pair of answer tags in a transcript ([`search_r1`](crate::function::search_r1)); here the answer
/// is the one that was given, in whichever grammar. No score for form: a malformed action is rejected and answers nothing.
/// # Needs
/// `outcome`; the details of answers of the environment `search`. Where an episode ends without one, its last step is not scored.
/// # Range
/// 0..=1.
/// # Known exploits
/// `sub_em` is met by listing many answers.
/// # Worked example
/// Two searches, then an answer that shares one of its two words with the right one: 0, 0, 0 by `em`, 0, 0, 1/2 by `f1_counter`.
#[derive(Clone, Copy, Debug)]
pub struct SearchR1Exact {
    /// Name of the measure among the details of an answer.
    pub measure: &'static str,
}

impl<S: Scalar> StepSignal<S> for SearchR1Exact {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let details = &edge.step.details;
        let found = details.iter().find(|detail| detail.name == self.measure);
        match found.map(|detail| &detail.value) {
            Some(DetailValue::Bool(met)) => Value::Number(S::from_count(usize::from(*met))),
            Some(DetailValue::Fraction(share)) => Value::Number(S::from_rational(*share)),
            // A world without answers has no such measure.
            _ if edge.end == Some(End::Terminated) => Value::Undefined(Undefined::NotScored),
            _ => Value::zero(),
        }
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let measure = args.word("match");
    let signal = SearchR1Exact { measure };
    Ok(SignalObject::step(signal, signal))
}
