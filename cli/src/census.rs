//! What a file says about groups as a whole: which episodes stand in it twice, and which groups are smaller than others.

use crate::{Terminal, count::counted};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;
use truestep_core::{digest::Digest, trajectory::Episode};

/// Repeated episodes told in full; the others are counted.
const TOLD: u64 = 3;

/// Counts episodes as they are read; some thirty bytes of memory for each.
#[derive(Debug, Default)]
pub(crate) struct Census {
    read: u64,
    /// The number of each episode, by what makes it the same one.
    seen: FxHashMap<Digest, u64>,
    /// The size of each group, by task and number.
    groups: FxHashMap<Digest, u64>,
    repeated: u64,
}

/// What a census found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counted {
    /// Episodes that stand in the file before: same task, group, rollout, agent and history.
    pub(crate) repeated: u64,
    /// How many groups there are of each size; rollouts of one task with one group number are a group.
    pub(crate) groups: BTreeMap<u64, u64>,
}

impl Census {
    /// Take an episode in; what is to be said about it.
    pub(crate) fn add(&mut self, episode: &Episode) -> Option<String> {
        let number = self.read;
        self.read += 1;
        *self.groups.entry(group_of(episode)).or_default() += 1;
        let key = format!(
            "{}|{}|{}|{}",
            group_of(episode),
            episode.rollout,
            episode.agent.name,
            episode.trace
        );
        let first = *self
            .seen
            .entry(Digest::of(key.as_bytes()))
            .or_insert(number);
        if first == number {
            return None;
        }
        self.repeated += 1;
        (self.repeated <= TOLD).then(|| {
            let Episode { group, rollout, .. } = episode;
            format!("episode {number} is episode {first} again (group {group}, rollout {rollout}): it counts twice")
        })
    }

    /// What was found so far.
    #[must_use]
    pub(crate) fn counted(&self) -> Counted {
        let mut groups = BTreeMap::new();
        // The order of a map of counts by size does not show.
        #[allow(clippy::iter_over_hash_type, reason = "counts add up in any order")]
        for &size in self.groups.values() {
            *groups.entry(size).or_default() += 1;
        }
        Counted {
            repeated: self.repeated,
            groups,
        }
    }
}

/// What names the group of an episode.
pub(crate) fn group_of(episode: &Episode) -> Digest {
    let task = serde_json::to_string(&episode.task).unwrap_or_default();
    Digest::of(format!("{task}|{}", episode.group).as_bytes())
}

impl Counted {
    /// Say on standard error what concerns whoever compares the rollouts of a group.
    pub(crate) fn tell(&self, terminal: &mut Terminal<'_>) {
        if self.repeated > TOLD {
            let all = counted(self.repeated, "episode");
            terminal.tell(&format!(
                "warning: {all} stand in the file before and count twice"
            ));
        }
        if let Some(sizes) = self.uneven() {
            terminal.tell(&format!(
                "note: groups differ in size: {sizes}; those that are compared with each other are not alike"
            ));
        }
    }

    /// The sizes of the groups, if they differ.
    fn uneven(&self) -> Option<String> {
        let of = |(size, groups): (&u64, &u64)| format!("{} of {size}", counted(*groups, "group"));
        let sizes: Vec<String> = self.groups.iter().map(of).collect();
        (sizes.len() > 1).then(|| sizes.join(", "))
    }
}
