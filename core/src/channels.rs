//! Channels: the fields of truth a scheme may need and an environment may provide.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! channels {
    ($($(#[$doc:meta])* $name:ident => $text:literal, $source:literal;)*) => {
        /// One field of a step's truth, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Channel { $($(#[$doc])* $name,)* }

        impl Channel {
            /// Every channel, in order.
            pub const ALL: &'static [Channel] = &[$(Channel::$name),*];

            /// Its name in files and messages.
            #[must_use]
            pub fn name(self) -> &'static str { match self { $(Channel::$name => $text,)* } }

            /// What to do to get this channel when it is missing.
            #[must_use]
            pub fn source(self) -> &'static str { match self { $(Channel::$name => $source,)* } }
        }
    };
}

channels! {
    /// The grade in 0..=1 and success.
    Outcome => "outcome", "every environment states it; record with `run`";
    /// Sub-goals that hold, gained, lost; progress.
    Subgoals => "subgoals", "`run` records it where the task declares sub-goals, which `show ENV/TEMPLATE` prints";
    /// Fewest steps to success; reachability.
    Distance => "distance", "`run` records it where the environment has a planner";
    /// Whether a step lay on a shortest path.
    ShortestPath => "shortest_path", "`run` records it where the environment has a planner";
    /// What the agent has been shown.
    Known => "known", "`run` records it where the task declares evidence, which `show ENV/TEMPLATE` prints";
    /// Best grade still reachable.
    BestOutcome => "best_outcome", "`run` records it where the environment computes it";
    /// V under a named policy.
    SuccessProbability => "success_probability", "record with `run --truth graph`, or add with `annotate F --truth graph --policy P`";
    /// A = Q − V under a named policy.
    Advantage => "advantage", "record with `run --truth graph`, or add with `annotate F --truth graph --policy P`";
    /// Pivots under a named policy.
    Pivot => "pivot", "record with `run --truth graph`, or add with `annotate F --truth graph --policy P`";
    /// Whether an action was executed.
    Effect => "effect", "every environment states it; record with `run`";
    /// Steps that lead back or repeat in vain.
    Redundant => "redundant", "every environment states it; record with `run`";
    /// Whether a commit had its evidence; absent of steps that commit to nothing.
    Supported => "supported", "every environment states it; record with `run`";
    /// Rules broken.
    Violations => "violations", "record with `run` an environment that declares rules";
    /// Changes outside what the task allows.
    SideEffects => "side_effects", "record with `run` an environment that declares what the task allows";
    /// Disturbances and risk events.
    Events => "events", "record with `run` an environment with disturbances";
    /// Probability with which the agent took its action.
    ActionProbability => "action_probability", "record with `run --agent A`, A an agent that states its action probabilities";
    /// Steps left before truncation.
    StepsLeft => "steps_left", "record with `run --max-steps N`";
}

/// A set of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Channels(u32);

impl Channels {
    /// The set of `list`.
    #[must_use]
    pub const fn of(list: &[Channel]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < list.len() {
            bits |= 1 << list[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `channel` is in the set.
    #[must_use]
    pub fn contains(self, channel: Channel) -> bool {
        self.0 >> channel as u32 & 1 == 1
    }

    /// Both sets together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The channels here that `other` lacks, in order.
    #[must_use]
    pub fn missing_from(self, other: Self) -> Vec<Channel> {
        self.iter().filter(|&c| !other.contains(c)).collect()
    }

    /// The channels, in order.
    pub fn iter(self) -> impl Iterator<Item = Channel> {
        Channel::ALL
            .iter()
            .copied()
            .filter(move |&c| self.contains(c))
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Channel::name).collect();
        f.write_str(&names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_channels_are_those_needed_and_not_provided() {
        let needed = Channels::of(&[Channel::Outcome, Channel::Distance]);
        let provided = Channels::of(&[Channel::Outcome, Channel::Known]);
        assert_eq!(needed.missing_from(provided), [Channel::Distance]);
        assert_eq!(
            needed.union(provided).to_string(),
            "outcome, distance, known"
        );
    }
}
