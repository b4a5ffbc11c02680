//! Groups of one rollout, in which a credit that compares rollouts has nothing to compare.

use crate::{census::group_of, count::counted};
use serde::Serialize;
use std::collections::BTreeMap;
use truestep_core::{digest::Digest, trajectory::Episode};
use truestep_rewards::{Form, Reach, Scheme};

/// The groups that came by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Groups {
    /// How many.
    all: u64,
    /// Those of one rollout.
    of_one: u64,
}

/// Whether a scheme ends in a credit that compares the rollouts of a group with each other and with nothing else.
#[must_use]
pub(crate) fn compares(scheme: &Scheme) -> bool {
    scheme.has_credit() && scheme.form() == Form::Group && scheme.reach() == Reach::Group
}

impl Groups {
    /// The groups of `episodes`, in which each is whole.
    #[must_use]
    pub(crate) fn whole<'e>(episodes: impl Iterator<Item = &'e Episode>) -> Self {
        let mut sizes: BTreeMap<Digest, u64> = BTreeMap::new();
        for episode in episodes {
            *sizes.entry(group_of(episode)).or_default() += 1;
        }
        Self {
            all: sizes.len() as u64,
            of_one: sizes.values().filter(|size| **size == 1).count() as u64,
        }
    }

    /// These and others.
    pub(crate) fn add(&mut self, other: Self) {
        self.all += other.all;
        self.of_one += other.of_one;
    }

    /// What is to be said of a credit that had groups of one.
    #[must_use]
    pub(crate) fn note(self, scheme: &str) -> Option<String> {
        let (of_one, all) = (self.of_one, counted(self.all, "group"));
        (of_one > 0).then(|| {
            format!(
                "note: {scheme} compares the rollouts of a group with each other: {of_one} of {all} have only one (`run --group K` makes larger ones)\n"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_are_told_and_others_are_not() {
        let note = |all, of_one| Groups { all, of_one }.note("grpo:verl");
        assert_eq!(note(3, 0), None);
        let said = note(3, 3).unwrap();
        assert!(
            said.contains("grpo:verl compares") && said.contains("3 of 3 groups"),
            "{said}"
        );
    }

    #[test]
    fn a_credit_that_compares_rollouts_is_told_from_those_that_do_not() {
        for (text, expected) in [
            ("outcome |> grpo:verl", true),
            ("outcome |> dr-grpo:verl", true),
            ("outcome", false),
            ("outcome |> reinforce-pp:verl-0.9.1", false),
            ("outcome |> given(file=a.jsonl)", false),
        ] {
            let scheme: Scheme = text.parse().unwrap();
            assert_eq!(compares(&scheme), expected, "{text}");
        }
    }
}
