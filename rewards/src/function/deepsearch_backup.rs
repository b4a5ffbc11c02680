use crate::prelude::*;
use std::collections::BTreeMap;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "deepsearch:backup",
        summary: "value of search-tree nodes from the ends found below them",
        family: Family::Tree,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2509.25454; smiles724/DeepSearch@daf9067b, mcts.py",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("search paths and the value of their ends"),
);

/// DeepSearch's constrained back-up.
///
/// # Formula
/// Along the path of an end with value u, a node at depth k gets w·u, w = max((k + 1)/(end depth + 1), threshold): added if signs
/// agree or the node is 0; a positive update overwrites a negative value; a negative one never lowers a positive value. Every
/// update adds a visit; q = value/visits ([`DeepSearchTree::update`]). Intermediate q is squashed to tanh(q/T)·q_max ([`squash`]).
/// # Source
/// *DeepSearch*, arXiv 2509.25454, <https://arxiv.org/abs/2509.25454>; smiles724/DeepSearch at daf9067b, `mcts.py`.
/// # Our reading and deviations
/// As released; a negative update that changes nothing still adds a visit, so q falls.
/// # Needs
/// Paths and end values: +1 right, −1 wrong, else a score for incomplete.
/// # Range
/// Unbounded above; q within ±1 for end values within ±1.
/// # Known exploits
/// None known: values steer the search and its training targets.
/// # Worked example
/// One right end at depth 3: 1/4, 1/2, 3/4, 1 from the root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeepSearchTree {
    /// Value and visits of every node, by its path joined.
    pub nodes: BTreeMap<String, (f64, u64)>,
}

impl DeepSearchTree {
    /// Back up the end of `path` with `value`.
    pub fn update(&mut self, path: &[String], value: f64, threshold: f64) {
        let ends = path.len() as f64 + 1.0;
        for depth in 0..=path.len() {
            let weight = ((depth as f64 + 1.0) / ends).larger(threshold);
            let update = weight * value;
            let node = self.nodes.entry(path[..depth].concat()).or_insert((0.0, 0));
            node.1 += 1;
            if node.0 * update >= 0.0 {
                node.0 += update;
            } else if update > 0.0 {
                node.0 = update;
            }
        }
    }
}

/// tanh(q/temperature)·largest.
#[must_use]
pub fn squash(q: f64, temperature: f64, largest: f64) -> f64 {
    libm::tanh(q / temperature) * largest
}
