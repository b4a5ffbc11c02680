//! One transition with its truth: what per-step schemes price, from a trajectory or from a state graph.

use truestep_core::{
    trajectory::{End, Episode},
    truth::{Effect, StateTruth, StepTruth},
};

/// One transition (s, a, s′) with its truth.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    /// What is the case before.
    pub before: &'a StateTruth,
    /// The action's text.
    pub action: &'a str,
    /// What the action did.
    pub effect: &'a Effect,
    /// What is the case about the step.
    pub step: &'a StepTruth,
    /// What is the case after.
    pub after: &'a StateTruth,
    /// How the episode ends with this step; `None` if it goes on.
    pub end: Option<End>,
}

/// What a cut-off episode is to a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truncation {
    /// It ended: the H-step problem. Potentials are 0 there and its return counts.
    Terminal,
    /// It is unfinished: potentials are kept, and comparisons leave it out.
    Bootstrap,
}

impl Edge<'_> {
    /// Whether the state after is terminal: the world ended the episode, or it was cut off and that counts as an end.
    ///
    /// An abort (the agent stopped, the host failed) is a cut like the budget's.
    #[must_use]
    pub fn is_terminal(&self, truncation: Truncation) -> bool {
        match self.end {
            None => false,
            Some(End::Terminated) => true,
            Some(End::Truncated | End::Aborted) => truncation == Truncation::Terminal,
        }
    }
}

/// The transitions of `episode` in order; a step without truth is left out, so score checks channels first.
pub fn edges(episode: &Episode) -> impl Iterator<Item = Edge<'_>> {
    let last = episode.steps().saturating_sub(1);
    let mut before = episode.start.truth.as_ref();
    episode
        .transitions
        .iter()
        .enumerate()
        .filter_map(move |(t, transition)| {
            let after = transition.after.truth.as_ref();
            let edge =
                before
                    .zip(after)
                    .zip(transition.truth.as_ref())
                    .map(|((before, after), step)| Edge {
                        before,
                        action: &transition.action,
                        effect: &transition.effect,
                        step,
                        after,
                        end: (t == last).then_some(episode.end),
                    });
            before = after;
            edge
        })
}

/// Whether `episode` was cut off rather than ended by the world.
#[must_use]
pub fn is_cut(episode: &Episode) -> bool {
    episode.end != End::Terminated
}
