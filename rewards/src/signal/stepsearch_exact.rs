use crate::prelude::*;
use std::collections::BTreeSet;
use truestep_core::truth::{Detail, DetailValue};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "stepsearch:exact",
        summary: "gold pages a search lists first, minus the pages listed before, and the outcome at the end",
        family: Family::Action,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "Zillwang/StepSearch@43215ba, qa_step.py; arXiv 2505.15107",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "scale",
            "0.6",
            Domain::NonNegative,
            "weight of the search steps",
        )],
    },
    Build::Signal(build),
);

/// StepSearch's reward of search steps with exact relevance in the place of its text similarity.
///
/// # Formula
/// gain_t = gold pages that search t is the first to list, over all gold pages; penalty_t = share of its pages that an earlier
/// search of the episode listed; r_t = scale·(gain_t − penalty_t) for searches, 0 for other steps, and the outcome is added
/// at the step that ends the episode.
/// # Source
/// *StepSearch*, arXiv 2505.15107, <https://arxiv.org/abs/2505.15107>; Zillwang/StepSearch at 43215ba, `qa_step.py`.
/// # Our reading and deviations
/// The similarity of a page to a gold page is 1 if it is that page and 0 otherwise, where the release compares TF-IDF
/// vectors ([`similarities`](crate::function::similarities)); the outcome is the grade, without key coverage.
/// # Needs
/// `outcome`; the details `gold_pages`, `listed` and `listed_gold` of the environment `search`: where a step has none it is no
/// search, and elsewhere this is the outcome.
/// # Range
/// −scale..=1 + scale.
/// # Known exploits
/// The gain sums to at most `scale`, and asking again is charged: none on repetition. A search that lists nothing is free.
/// # Worked example
/// Three of five pages gold of four, then the same again: 0.6·3/4, then −0.6.
#[derive(Clone, Copy, Debug)]
pub struct StepSearchExact<S> {
    /// Weight of the search steps.
    pub scale: S,
    /// What a cut-off episode is.
    pub truncation: Truncation,
}

fn value<'a>(details: &'a [Detail], name: &str) -> Option<&'a DetailValue> {
    let found = details.iter().find(|detail| detail.name == name);
    found.map(|detail| &detail.value)
}

/// The pages a detail names.
fn pages<'a>(details: &'a [Detail], name: &str) -> Option<Vec<&'a str>> {
    match value(details, name) {
        Some(DetailValue::Text(text)) => Some(text.split_whitespace().collect()),
        _ => None,
    }
}

impl<S: Scalar> EpisodeSignal<S> for StepSearchExact<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut out = vec![];
        for edge in edges(episode) {
            let gold = match value(&edge.before.details, "gold_pages") {
                Some(DetailValue::Integer(gold)) => usize::try_from(*gold).unwrap_or(0),
                _ => 0,
            };
            let mut reward = S::zero();
            let details = &edge.step.details;
            if let (Some(listed), Some(found)) =
                (pages(details, "listed"), pages(details, "listed_gold"))
            {
                let new = found.iter().filter(|page| !seen.contains(**page)).count();
                let again = listed.iter().filter(|page| seen.contains(**page)).count();
                let share = |part: usize, whole: usize| {
                    S::from_count(part)
                        .over(&S::from_count(whole))
                        .unwrap_or(S::zero())
                };
                let step = share(new, gold) - share(again, listed.len());
                reward = self.scale.clone() * step;
                seen.extend(listed);
            }
            if edge.is_terminal(self.truncation) {
                reward = reward + S::from_rational(edge.after.outcome);
            }
            out.push(Value::checked(reward));
        }
        out
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        StepSearchExact::<f64> {
            scale: args.scalar("scale"),
            truncation: args.truncation(),
        },
        StepSearchExact::<crate::number::Fraction> {
            scale: args.scalar("scale"),
            truncation: args.truncation(),
        },
    ))
}
