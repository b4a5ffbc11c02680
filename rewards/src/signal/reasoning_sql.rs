use crate::prelude::*;
use truestep_core::{
    trajectory::End,
    truth::{Detail, DetailValue},
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reasoning-sql:exact",
        summary: "parts of a submitted query: what it gives, whether it runs, the names and the words it shares with the right one",
        family: Family::Action,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "Pourreza et al. 2025; arXiv 2503.23157",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new(
                "execution",
                "3",
                Domain::NonNegative,
                "weight of what it gives",
            ),
            Parameter::new("syntax", "1", Domain::NonNegative, "weight of running"),
            Parameter::new(
                "linking",
                "1",
                Domain::NonNegative,
                "weight of shared names",
            ),
            Parameter::new("ngrams", "1", Domain::NonNegative, "weight of shared words"),
        ],
    },
    Build::Signal(build),
);

/// Reasoning-SQL's partial rewards of the query that an episode ends with.
///
/// # Formula
/// r_t = execution·x + syntax·s + linking·l + ngrams·n at the step that submits, 0 at others: x is 1 if the query gives what
/// is right on the database that is shown, s is 1 if the engine runs it, l is the Jaccard similarity of the tables and columns
/// it names with those of the right one, n that of the pairs of neighbouring words.
/// # Source
/// *Reasoning-SQL*, arXiv 2503.23157, <https://arxiv.org/abs/2503.23157>: execution accuracy, syntax check, schema linking,
/// n-gram similarity, a model as judge, format.
/// # Our reading and deviations
/// No judge and no format: what is malformed, or does not run, is rejected and submits nothing, so that every submission
/// earns the part for running. The paper's weights could not be read; here
/// execution weighs as much as all other parts together. `no_answer` earns the outcome in the place of every part.
/// # Needs
/// `outcome`; the details `runs`, `execution_match`, `schema_linking` and `ngram_similarity` of the environment `sql`. A query
/// that cannot be read has no names and no words. Where an episode ends without these details, its last step is the outcome.
/// # Range
/// 0 to the sum of the weights.
/// # Known exploits
/// A query that runs and names what the question names earns up to half without being right; one that is right on the shown
/// database alone earns all (`suite_match` tells).
/// # Worked example
/// A query that runs, is wrong, names one of two columns and shares a quarter of the pairs: 3·0 + 1 + 1/2 + 1/4.
#[derive(Clone, Copy, Debug)]
pub struct ReasoningSql<S> {
    /// Weight of what it gives.
    pub execution: S,
    /// Weight of running.
    pub syntax: S,
    /// Weight of shared names.
    pub linking: S,
    /// Weight of shared words.
    pub ngrams: S,
}

fn part<S: Scalar>(details: &[Detail], name: &str) -> Option<S> {
    let found = details.iter().find(|detail| detail.name == name)?;
    match &found.value {
        DetailValue::Bool(met) => Some(S::from_count(usize::from(*met))),
        DetailValue::Fraction(share) => Some(S::from_rational(*share)),
        _ => None,
    }
}

impl<S: Scalar> StepSignal<S> for ReasoningSql<S> {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        if edge.end != Some(End::Terminated) {
            return Value::zero();
        }
        let details = &edge.step.details;
        let judged = part::<S>(details, "execution_match").is_some();
        // A submission where there is no answer has no right one to be compared with.
        let worth = |name: &str| match judged {
            true => part(details, name).unwrap_or_else(S::zero),
            false => S::from_rational(edge.after.outcome),
        };
        let weighed = [
            (&self.execution, "execution_match"),
            (&self.syntax, "runs"),
            (&self.linking, "schema_linking"),
            (&self.ngrams, "ngram_similarity"),
        ];
        let parts = weighed.map(|(weight, name)| weight.clone() * worth(name));
        Value::checked(crate::number::sum(parts))
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> ReasoningSql<S> {
    ReasoningSql {
        execution: args.scalar("execution"),
        syntax: args.scalar("syntax"),
        linking: args.scalar("linking"),
        ngrams: args.scalar("ngrams"),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        read::<f64>(&args),
        read::<crate::number::Fraction>(&args),
    ))
}
