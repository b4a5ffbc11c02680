use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rlvrr",
        summary: "how much of the chain of sub-goals was met in its order, and how many actions were in form",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Subgoals, Channel::Effect],
        source: "arXiv 2601.18533",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "style",
            "1/2",
            Domain::Unit,
            "share of the style; the rest is the content's. The paper's value was not found",
        )],
    },
    Build::Signal(build),
);

/// RLVRR's reward chain over sub-goals: content in its order, and style.
///
/// # Formula
/// At the last step r = (1 − w)·|LCS(chain, met)|/|chain| + w·(actions executed)/(actions), 0 elsewhere; the chain lists the
/// sub-goals as the task declares them, `met` in the order they came to hold, LCS the longest common subsequence
/// ([`chain_content`]).
/// # Source
/// *From Verifiable Dot to Reward Chain*, arXiv 2601.18533, <https://arxiv.org/abs/2601.18533>: content is the longest common
/// subsequence of ordered key words with the reference's, style a weighted set of checks in code.
/// # Our reading and deviations
/// A reconstruction for agents: sub-goals are the key words, the task's order the reference's, executed actions the style; how
/// both are joined was not read. Sub-goals met in one step count in the declared order. Under `truncation=bootstrap` a cut-off
/// episode gets 0.
/// # Needs
/// `subgoals`, `effect`.
/// # Range
/// 0..=1.
/// # Known exploits
/// A sub-goal that is lost again keeps its place in the chain; another order that solves the task is paid less.
/// # Worked example
/// Chain a, b, c; met b, a, c in three actions, one of them rejected, w = 1/2: 1/2·2/3 + 1/2·2/3 = 2/3.
#[derive(Clone, Debug)]
pub struct Rlvrr<S> {
    style: S,
    truncation: Truncation,
}

/// Length of the longest common subsequence over the length of `chain`; 1 for an empty chain.
#[must_use]
pub fn chain_content<S: Scalar>(chain: &[usize], met: &[usize]) -> S {
    let mut best = vec![0; chain.len() + 1];
    for item in met {
        let mut diagonal = 0;
        for (k, link) in chain.iter().enumerate() {
            let above = best[k + 1];
            best[k + 1] = if link == item {
                diagonal + 1
            } else {
                above.max(best[k])
            };
            diagonal = above;
        }
    }
    let longest = best.last().copied().unwrap_or(0);
    S::from_count(longest)
        .over(&S::from_count(chain.len()))
        .unwrap_or_else(S::one)
}

impl<S: Scalar> EpisodeSignal<S> for Rlvrr<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let mut out = vec![Value::zero(); episode.steps()];
        let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
        let (Some(last), false) = (out.last_mut(), unfinished) else {
            return out;
        };
        let chain: Vec<usize> = (0..episode.subgoals.len()).collect();
        let steps = episode.transitions.iter().filter_map(|t| t.truth.as_ref());
        let met: Vec<usize> = steps.flat_map(|t| t.gained.iter()).collect();
        let executed = episode
            .transitions
            .iter()
            .filter(|t| !t.effect.is_rejected());
        let style = S::from_count(executed.count())
            .over(&S::from_count(episode.steps()))
            .unwrap_or_else(S::one);
        let content = chain_content::<S>(&chain, &met);
        let weight = self.style.clone();
        *last = Value::checked((S::one() - weight.clone()) * content + weight * style);
        out
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> Rlvrr<S> {
    Rlvrr {
        style: args.scalar("style"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        read::<f64>(&args),
        read::<Fraction>(&args),
    ))
}
