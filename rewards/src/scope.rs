//! Comparison scopes: which steps or episodes are compared with each other.
//!
//! All scopes are one mechanism: every item of a batch gets a node number, and items of one node are compared. Same task,
//! same task and turn, same state, same prefix and whole batch differ only in the key behind the number.

use rustc_hash::FxHashMap;
use std::{cell::OnceCell, hash::Hash};
use truestep_core::trajectory::Episode;

/// Which items are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Rollouts of the same task.
    Task,
    /// Steps at the same position of rollouts of the same task.
    TaskTurn,
    /// Steps taken in the same state of the same task.
    State,
    /// Steps taken on the same observation of the same task.
    Observation,
    /// Steps taken after the same history of the same task: the children of one fork.
    Prefix,
    /// Everything.
    Batch,
}

/// Episodes scored together, with their groups numbered on first use.
#[derive(Debug)]
pub struct Batch<'a> {
    episodes: &'a [Episode],
    groups: OnceCell<Vec<u32>>,
}

impl<'a> Batch<'a> {
    /// A batch of `episodes`.
    #[must_use]
    pub fn new(episodes: &'a [Episode]) -> Self {
        Self {
            episodes,
            groups: OnceCell::new(),
        }
    }

    /// The episodes.
    #[must_use]
    pub fn episodes(&self) -> &'a [Episode] {
        self.episodes
    }

    /// The group number of every episode, `[episodes]`: rollouts of one task with one group number share it.
    pub fn groups(&self) -> &[u32] {
        self.groups.get_or_init(|| {
            let mut numbers = Numbers::default();
            self.episodes
                .iter()
                .map(|e| {
                    let task = &e.task;
                    numbers.of((&task.template, task.seed.0, &task.parameters, e.group))
                })
                .collect()
        })
    }

    /// The episodes of each group, in order of first appearance.
    pub fn members(&self) -> Vec<Vec<usize>> {
        members(self.groups())
    }
}

/// The items of each node, in order of first appearance.
#[must_use]
pub fn members(nodes: &[u32]) -> Vec<Vec<usize>> {
    let count = nodes.iter().max().map_or(0, |&n| n as usize + 1);
    let mut out = vec![Vec::new(); count];
    for (item, &node) in nodes.iter().enumerate() {
        out[node as usize].push(item);
    }
    out
}

/// The items of each node, in order of first appearance, in two flat lists.
#[derive(Debug)]
pub(crate) struct Grouping {
    /// Where each node's items begin, and the end.
    first: Vec<usize>,
    items: Vec<usize>,
}

impl Grouping {
    /// The items of each of `nodes`.
    pub(crate) fn of(nodes: &[u32]) -> Self {
        let count = nodes.iter().max().map_or(0, |&n| n as usize + 1);
        let mut first = vec![0; count + 1];
        for &node in nodes {
            first[node as usize + 1] += 1;
        }
        for node in 0..count {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut items = vec![0; nodes.len()];
        for (item, &node) in nodes.iter().enumerate() {
            items[next[node as usize]] = item;
            next[node as usize] += 1;
        }
        Self { first, items }
    }

    /// Node after node.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.first
            .windows(2)
            .map(|ends| &self.items[ends[0]..ends[1]])
    }
}

/// Gives equal keys equal numbers, counted from 0 in order of first appearance.
#[derive(Debug)]
pub struct Numbers<K> {
    known: FxHashMap<K, u32>,
}

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
        }
    }
}

impl<K: Eq + Hash> Numbers<K> {
    /// The number of `key`.
    pub fn of(&mut self, key: K) -> u32 {
        let next = self.known.len() as u32;
        *self.known.entry(key).or_insert(next)
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

impl Scope {
    /// The node of every episode, `[episodes]`: its group, or the batch. Finer scopes fall back to the group.
    #[must_use]
    pub fn of_episodes(self, batch: &Batch<'_>) -> Vec<u32> {
        match self {
            Scope::Batch => vec![0; batch.episodes.len()],
            _ => batch.groups().to_vec(),
        }
    }

    /// The node of every step, flattened episode by episode.
    #[must_use]
    pub fn of_steps(self, batch: &Batch<'_>) -> Vec<u32> {
        #[derive(PartialEq, Eq, Hash)]
        enum Key {
            Turn(usize),
            Digest(u128),
            All,
        }
        let mut numbers = Numbers::default();
        let mut out = Vec::new();
        for (episode, &group) in batch.episodes.iter().zip(batch.groups()) {
            for t in 0..episode.steps() {
                let digests = &episode.frame(t).digests;
                let key = match self {
                    Scope::Task => (group, Key::All),
                    Scope::TaskTurn => (group, Key::Turn(t)),
                    Scope::State => (group, Key::Digest(digests.state.0)),
                    Scope::Observation => (group, Key::Digest(digests.observation.0)),
                    Scope::Prefix => (group, Key::Digest(digests.trace.0)),
                    Scope::Batch => (0, Key::All),
                };
                out.push(numbers.of(key));
            }
        }
        out
    }
}

/// Cut a flat list of one value per step into rows, one per episode.
pub(crate) fn unflatten<T>(batch: &Batch<'_>, flat: Vec<T>) -> Vec<Vec<T>> {
    let mut flat = flat.into_iter();
    batch
        .episodes
        .iter()
        .map(|e| flat.by_ref().take(e.steps()).collect())
        .collect()
}
