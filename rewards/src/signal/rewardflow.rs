use crate::{prelude::*, scope::Numbers};
use std::collections::VecDeque;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rewardflow:gain",
        summary: "gain in the value that outcomes give states through the graph of the group's rollouts",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "tmlr-group/RewardFlow@518499e, rewardflow/propagation.py and core_rewardflow.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "gamma",
                "0.95",
                Domain::Unit,
                "what a value keeps over one step",
            ),
            Parameter::new(
                "last",
                "gain",
                Domain::Words(&["gain", "outcome"]),
                "what the last step gets: the gain to the final state, or the outcome (released, for the longest rollout)",
            ),
        ],
    },
    Build::Signal(build),
);

/// RewardFlow: outcomes flow back through the states that the rollouts of a task visited, and a step earns what it gains.
///
/// # Formula
/// V(s) = max(r(s), γ·max V(s′) over the transitions of the group that leave s); r(s) the best outcome of a rollout that ended in
/// s, 0 elsewhere; r_t = V(s_{t+1}) − V(s_t) ([`flowed`]).
/// # Source
/// tmlr-group/RewardFlow at 518499e, `propagate_reward_decay` and `apply_rewardflow_propagation`,
/// <https://github.com/tmlr-group/RewardFlow>; γ = 0.95.
/// # Our reading and deviations
/// States are equal if their digests are. The release stops after 500 sweeps, does not see the state after the last step of the
/// longest rollout and gives that step the environment's reward (`last=outcome`), and drops transitions that its environments
/// call invalid; none of that here. Under `truncation=bootstrap` a cut-off rollout ends nowhere. Its page-rank form is not here.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// −1..=1.
/// # Known exploits
/// Telescopes: a loop earns nothing. The values are the group's: a state that this group never solved from is worth 0, however
/// good it is, and a lucky rollout lifts every state on its way.
/// # Worked example
/// Rollouts a→b→goal and a→c, γ = 1/2: V = 1/4, 1/2, 1 and 0 at c, so 1/4, 1/2 and −1/4.
#[derive(Clone, Debug)]
pub struct RewardFlowGain<S> {
    gamma: S,
    last_is_outcome: bool,
    truncation: Truncation,
}

/// V of every state from its own reward and the transitions `(from, to)`.
#[must_use]
pub fn flowed<S: Scalar>(rewards: &[S], transitions: &[(u32, u32)], gamma: &S) -> Vec<S> {
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); rewards.len()];
    for &(from, to) in transitions {
        before[to as usize].push(from);
    }
    for list in &mut before {
        list.sort_unstable();
        list.dedup();
    }
    let mut values = rewards.to_vec();
    let mut queue: VecDeque<u32> = (0..values.len() as u32).collect();
    let mut waiting = vec![true; values.len()];
    while let Some(state) = queue.pop_front() {
        waiting[state as usize] = false;
        let carried = gamma.clone() * values[state as usize].clone();
        for &from in &before[state as usize] {
            if carried > values[from as usize] {
                values[from as usize] = carried.clone();
                if !waiting[from as usize] {
                    waiting[from as usize] = true;
                    queue.push_back(from);
                }
            }
        }
    }
    values
}

impl<S: Scalar> RewardFlowGain<S> {
    /// The rewards of the rollouts of one group.
    fn group(&self, episodes: &[&Episode]) -> Rows<S> {
        let mut numbers = Numbers::default();
        let mut of = |e: &Episode| -> Vec<u32> {
            let states = (0..=e.steps()).map(|t| e.frame(t).digests.state);
            states.map(|digest| numbers.of(digest)).collect()
        };
        let paths: Vec<Vec<u32>> = episodes.iter().map(|e| of(e)).collect();
        let mut rewards = vec![S::zero(); numbers.len()];
        for (episode, path) in episodes.iter().zip(&paths) {
            let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
            if let (Some(&end), Some(outcome), false) = (path.last(), episode.outcome(), unfinished)
            {
                let best = rewards[end as usize].clone();
                rewards[end as usize] = best.larger(S::from_rational(outcome));
            }
        }
        let steps = paths.iter().flat_map(|path| path.windows(2));
        let transitions: Vec<(u32, u32)> = steps.map(|pair| (pair[0], pair[1])).collect();
        let values = flowed(&rewards, &transitions, &self.gamma);
        let pairs = episodes.iter().zip(&paths);
        pairs
            .map(|(e, path)| self.gains(e, path, &values))
            .collect()
    }

    fn gains(&self, episode: &Episode, path: &[u32], values: &[S]) -> Vec<Value<S>> {
        let at = |state: u32| values[state as usize].clone();
        let steps = path.windows(2).map(|pair| at(pair[1]) - at(pair[0]));
        let mut row: Vec<Value<S>> = steps.map(Value::checked).collect();
        let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
        if let (Some(last), Some(outcome), true, false) = (
            row.last_mut(),
            episode.outcome(),
            self.last_is_outcome,
            unfinished,
        ) {
            *last = Value::Number(S::from_rational(outcome));
        }
        row
    }
}

impl<S: Scalar> BatchSignal<S> for RewardFlowGain<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let mut out: Rows<S> = vec![Vec::new(); batch.episodes().len()];
        for group in batch.members() {
            let episodes: Vec<&Episode> = group.iter().map(|&i| &batch.episodes()[i]).collect();
            for (&i, row) in group.iter().zip(self.group(&episodes)) {
                out[i] = row;
            }
        }
        out
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> RewardFlowGain<S> {
    RewardFlowGain {
        gamma: args.scalar("gamma"),
        last_is_outcome: args.word("last") == "outcome",
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::batch(
        read::<f64>(&args),
        read::<Fraction>(&args),
    ))
}
