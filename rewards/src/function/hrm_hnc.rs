use super::SearchNode;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "hrm-hnc",
        summary: "share of correct leaves below each node, for fine and for merged steps",
        family: Family::Tree,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2503.13551; tengwang0318/hierarchial_reward_model@cc638d02",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a search tree with correct and wrong ends"),
);

/// A training sample of HRM's hierarchical node compression.
///
/// # Formula
/// label(node) = correct leaves / leaves below it; besides the plain sample, a node of depth ≥ 2 gives a merged one that joins its
/// parent's step with its own and keeps its label ([`hnc_samples`]).
/// # Source
/// *Hierarchical reward model*, arXiv 2503.13551, <https://arxiv.org/abs/2503.13551>; repository at cc638d02,
/// `construct_hrm_train_data.py`.
/// # Our reading and deviations
/// As released, without its random re-hanging of children (a node with four or more children moves one up a level with
/// probability 1/2).
/// # Needs
/// A tree.
/// # Range
/// 0..=1.
/// # Known exploits
/// None known: these are training targets.
/// # Worked example
/// a with children b (right) and c (wrong): a 1/2, b 1, ab 1, c 0, ac 0.
#[derive(Clone, Debug, PartialEq)]
pub struct HncSample {
    /// The steps before.
    pub context: Vec<String>,
    /// The step, or two steps joined.
    pub step: String,
    /// Its label.
    pub label: f64,
}

fn leaves(node: &SearchNode) -> (usize, usize) {
    if node.children.is_empty() {
        return (usize::from(node.end == Some(true)), 1);
    }
    let counts = node.children.iter().map(leaves);
    counts.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// The samples of a tree, depth first.
#[must_use]
pub fn hnc_samples(root: &SearchNode) -> Vec<HncSample> {
    let mut out = Vec::new();
    root.children.iter().for_each(|c| emit(c, &[], &mut out));
    out
}

fn emit(node: &SearchNode, context: &[String], out: &mut Vec<HncSample>) {
    let (right, all) = leaves(node);
    let label = right as f64 / all as f64;
    out.push(HncSample {
        context: context.to_vec(),
        step: node.step.clone(),
        label,
    });
    if let Some((last, earlier)) = context.split_last() {
        out.push(HncSample {
            context: earlier.to_vec(),
            step: format!("{last}{}", node.step),
            label,
        });
    }
    let mut below = context.to_vec();
    below.push(node.step.clone());
    node.children.iter().for_each(|c| emit(c, &below, out));
}
