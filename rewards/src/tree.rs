//! Prefix trees: sequences that share their beginnings, as the fork schemes see a group of rollouts.

use rustc_hash::FxHashMap;
use std::hash::Hash;
use truestep_core::trajectory::Episode;

/// The tree of a list of sequences. Node 0 is the empty prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixTree {
    /// The parent of every node; the root's is itself.
    pub parent: Vec<usize>,
    /// The children of every node, in order of first appearance.
    pub children: Vec<Vec<usize>>,
    /// The sequences that pass through every node, ascending.
    pub members: Vec<Vec<usize>>,
    /// The node after every element of every sequence, `[sequence][element]`.
    pub paths: Vec<Vec<usize>>,
}

impl PrefixTree {
    /// The tree of `sequences`; equal elements after an equal prefix share a node.
    #[must_use]
    pub fn new<T: Eq + Hash + Clone>(sequences: &[Vec<T>]) -> Self {
        let mut tree = Self {
            parent: vec![0],
            children: vec![Vec::new()],
            members: vec![(0..sequences.len()).collect()],
            paths: Vec::new(),
        };
        let mut known: FxHashMap<(usize, T), usize> = FxHashMap::default();
        for (i, sequence) in sequences.iter().enumerate() {
            let mut at = 0;
            let mut path = Vec::with_capacity(sequence.len());
            for element in sequence {
                let fresh = tree.parent.len();
                let next = *known.entry((at, element.clone())).or_insert(fresh);
                if next == fresh {
                    tree.parent.push(at);
                    tree.children.push(Vec::new());
                    tree.members.push(Vec::new());
                    tree.children[at].push(next);
                }
                tree.members[next].push(i);
                path.push(next);
                at = next;
            }
            tree.paths.push(path);
        }
        tree
    }

    /// The tree of the histories of `episodes`: two rollouts share a node while state, action and facts are equal.
    #[must_use]
    pub fn of_episodes(episodes: &[&Episode]) -> Self {
        let histories: Vec<Vec<u128>> = episodes
            .iter()
            .map(|e| {
                (1..=e.steps())
                    .map(|t| e.frame(t).digests.trace.0)
                    .collect()
            })
            .collect();
        Self::new(&histories)
    }

    /// Number of nodes, the root included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether it holds no sequence at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members[0].is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_share_nodes_exactly_while_they_agree() {
        let tree = PrefixTree::new(&[vec![1, 2, 3], vec![1, 2], vec![1, 4], vec![2]]);
        assert_eq!(tree.paths, [vec![1, 2, 3], vec![1, 2], vec![1, 4], vec![5]]);
        assert_eq!(tree.children[1], [2, 4]);
        assert_eq!(tree.members[1], [0, 1, 2]);
        assert_eq!(tree.len(), 6);
        assert!(PrefixTree::new::<u8>(&[]).is_empty());
    }
}
