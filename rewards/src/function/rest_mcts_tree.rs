use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rest-mcts:tree",
        summary: "value targets and back-propagation over a search tree",
        family: Family::Tree,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "THUDM/ReST-MCTS@2d5f488c, base.py and mcts.py; arXiv 2406.03816",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a search tree with correct and wrong ends"),
);

/// A node of a search tree, for the tree-labelling schemes.
///
/// # Formula
/// M(correct end) = 1, M(parent) = 1 + min M(children); v = max(0, v_parent + (1 − v_parent)(±1)/M), + where a correct end lies
/// below; a wrong branch takes M of its nearest ancestor that has one ([`value_targets`]). Simple targets: depth over depth of the
/// chosen end on its path, max((depth − 2)/D, 0) beside it ([`simple_targets`]). Back-propagation: V = visit-weighted mean of the
/// children, from a node up ([`back_propagate`]).
/// # Source
/// *ReST-MCTS**, arXiv 2406.03816, <https://arxiv.org/abs/2406.03816>; THUDM/ReST-MCTS at 2d5f488c.
/// # Our reading and deviations
/// As released: unfinished branches keep M = 1024 and value 0 and emit nothing; a tree without a correct end emits nothing.
/// # Needs
/// A tree; `rest-mcts:value` is the same idea over exact distances.
/// # Range
/// 0..=1.
/// # Known exploits
/// None known: these are training targets.
/// # Worked example
/// A chain of three to a correct end: 1/3, 2/3, 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchNode {
    /// The step that leads here; empty at the root.
    pub step: String,
    /// Whether the search ended here, and if so whether rightly.
    pub end: Option<bool>,
    /// The children, in the order they were expanded.
    pub children: Vec<SearchNode>,
}

/// A labelled node.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The steps from the root, joined.
    pub steps: String,
    /// Its value.
    pub value: f64,
    /// Whether a correct end is at or below it.
    pub reaches: bool,
    /// Steps to a correct end as the scheme counts them; [`UNFINISHED`] where unknown.
    pub missing: u32,
    /// Its labelled children.
    pub children: Vec<Labelled>,
}

/// The count of a branch on which no end lies.
pub const UNFINISHED: u32 = 1024;

impl SearchNode {
    /// Whether a correct end is at or below it.
    #[must_use]
    pub fn reaches_correct(&self) -> bool {
        self.end == Some(true) || self.children.iter().any(Self::reaches_correct)
    }

    fn has_end(&self) -> bool {
        self.end.is_some() || self.children.iter().any(Self::has_end)
    }

    fn to_correct(&self) -> u32 {
        if self.end == Some(true) {
            return 1;
        }
        let below = self.children.iter().filter(|c| c.reaches_correct());
        below
            .map(Self::to_correct)
            .min()
            .map_or(UNFINISHED, |m| m + 1)
    }
}

/// The whole tree with values.
#[must_use]
pub fn value_targets(root: &SearchNode) -> Labelled {
    if !root.reaches_correct() {
        return untouched(root, "");
    }
    let children = root.children.iter();
    let missing = root.to_correct();
    Labelled {
        steps: String::new(),
        value: 0.0,
        reaches: true,
        missing,
        children: children.map(|c| label(c, "", 0.0, missing)).collect(),
    }
}

fn untouched(node: &SearchNode, before: &str) -> Labelled {
    let steps = format!("{before}{}", node.step);
    Labelled {
        value: 0.0,
        reaches: false,
        missing: UNFINISHED,
        children: node.children.iter().map(|c| untouched(c, &steps)).collect(),
        steps,
    }
}

fn label(node: &SearchNode, before: &str, parent: f64, inherited: u32) -> Labelled {
    let reaches = node.reaches_correct();
    if !reaches && (inherited == UNFINISHED || !node.has_end()) {
        return untouched(node, before);
    }
    let steps = format!("{before}{}", node.step);
    let missing = if reaches {
        node.to_correct()
    } else {
        inherited
    };
    let sign = if reaches { 1.0 } else { -1.0 };
    let value = (parent + (1.0 - parent) * sign / f64::from(missing)).larger(0.0);
    let children = node.children.iter();
    Labelled {
        value,
        reaches,
        missing,
        children: children.map(|c| label(c, &steps, value, missing)).collect(),
        steps,
    }
}

impl Labelled {
    /// The training samples: every node but the root whose count is known, depth first.
    #[must_use]
    pub fn samples(&self) -> Vec<(String, f64)> {
        let mut out = Vec::new();
        for child in &self.children {
            if child.missing != UNFINISHED {
                out.push((child.steps.clone(), child.value));
            }
            out.extend(child.samples());
        }
        out
    }
}

/// The simple targets along `path`, the steps of a correct end: level by level from the end up, children in order.
#[must_use]
pub fn simple_targets(root: &SearchNode, path: &[String]) -> Vec<(String, f64)> {
    let whole = path.len() as f64;
    let mut levels = Vec::new();
    let (mut node, mut before) = (root, String::new());
    for (i, step) in path.iter().enumerate() {
        let value = |child: &SearchNode| match child.step == *step {
            true => (i as f64 + 1.0) / whole,
            false => ((i as f64 - 1.0) / whole).larger(0.0),
        };
        let all = node.children.iter();
        levels.push(
            all.map(|c| (format!("{before}{}", c.step), value(c)))
                .collect::<Vec<_>>(),
        );
        let Some(next) = node.children.iter().find(|c| c.step == *step) else {
            break;
        };
        before.push_str(step);
        node = next;
    }
    levels.into_iter().rev().flatten().collect()
}

/// A node with a value and visits, for back-propagation.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitedNode {
    /// The step that leads here.
    pub step: String,
    /// V.
    pub value: f64,
    /// Visits so far.
    pub visits: u64,
    /// The children.
    pub children: Vec<VisitedNode>,
}

/// Add a visit to every node from the one at `path` up to the root, and set each V to the visit-weighted mean of its children
/// where those have visits.
pub fn back_propagate(root: &mut VisitedNode, path: &[String]) {
    if let Some((step, rest)) = path.split_first()
        && let Some(child) = root.children.iter_mut().find(|c| c.step == *step)
    {
        back_propagate(child, rest);
    }
    root.visits += 1;
    let visits: u64 = root.children.iter().map(|c| c.visits).sum();
    if visits > 0 {
        let total = sum(root.children.iter().map(|c| c.value * c.visits as f64));
        root.value = total / visits as f64;
    }
}
