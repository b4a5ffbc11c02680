use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, cut_like, spread_out},
    opo_verl::total,
};
use crate::{prelude::*, scope::Numbers};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "tree-grpo",
        summary: "group-relative advantage among all rollouts of a task plus that among those of one tree",
        family: Family::Tree,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "nielsyA/Tree-GRPO@679178e, core_algos.py and ray_trainer_ts.py; arXiv 2509.21240",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "form",
                "tree",
                Domain::Words(&["tree", "tree-2norm", "tree-inner", "tree-per-step"]),
                "the authors' estimator: both parts added, one after the other, the tree's part alone, or both parts over step rewards",
            ),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviations",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// Tree-GRPO: rollouts are compared with all others of their task and with those that grew from the same tree.
///
/// # Formula
/// N(x) = (x − mean)/(std + eps), std with n − 1; a set of one: x/(1 + eps). `tree`: A = N_task(R) + N_tree(R); `tree-2norm`:
/// N_tree(N_task(R)); `tree-inner`: N_tree(R); `tree-per-step`: N_task(r_t) + N_tree(r_t) over all step rewards, where a set of
/// one step gives 0 ([`TreeGrpo::advantages`]).
/// # Source
/// *Tree Search for LLM Agent RL*, arXiv 2509.21240, <https://arxiv.org/abs/2509.21240>; nielsyA/Tree-GRPO at 679178e,
/// `compute_advantage` in `ray_trainer_ts.py`; its scripts use `tree`.
/// # Our reading and deviations
/// The authors grow m trees per question and note the tree of each leaf. Here a tree is the set of rollouts of a task that
/// share their first step: action, answer and state. A rollout without steps is a tree of its own.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number and a start.
/// # Range
/// Unbounded: a rollout alone in its tree keeps its raw return there.
/// # Known exploits
/// An unusual first step makes a tree of one, whose raw return is added to the advantage.
/// # Worked example
/// Returns 1, 0 in one tree and 0, 0 in another, `form=tree`: 1.5 + 0.70710578 = 2.2071…, −0.5 − 0.7071…, −0.5, −0.5.
#[derive(Clone, Copy, Debug)]
pub struct TreeGrpo {
    /// The estimator.
    pub form: TreeForm,
    /// Added to the standard deviations.
    pub eps: f64,
}

/// The estimators of Tree-GRPO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeForm {
    /// Task and tree, added.
    Sum,
    /// The tree's normalisation of the task's.
    Twice,
    /// The tree alone.
    Inner,
    /// Task and tree, added, over step rewards.
    PerStep,
}

impl TreeGrpo {
    fn compared(&self, values: &[f64], nodes: &[u32], singleton: Singleton) -> Vec<f64> {
        let normalizer = Normalizer {
            singleton,
            ..super::GrpoVerl::normalizer(self.eps)
        };
        let out = normalizer.apply(&row(values.to_vec()), nodes);
        out.iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect()
    }

    /// The advantages of one group, `[rollout][step]`, from its step rewards, discounted returns and trees.
    #[must_use]
    pub fn advantages(
        &self,
        rewards: &[Vec<f64>],
        returns: &[f64],
        trees: &[u32],
    ) -> Vec<Vec<f64>> {
        let task = vec![0; returns.len()];
        let raw = |values: &[f64], nodes: &[u32]| self.compared(values, nodes, Singleton::Raw);
        let add = |a: Vec<f64>, b: Vec<f64>| -> Vec<f64> {
            a.iter().zip(b).map(|(a, b)| a + b).collect()
        };
        let per_rollout = match self.form {
            TreeForm::Sum => add(raw(returns, &task), raw(returns, trees)),
            TreeForm::Twice => raw(&raw(returns, &task), trees),
            TreeForm::Inner => raw(returns, trees),
            TreeForm::PerStep => {
                let flat: Vec<f64> = rewards.iter().flatten().copied().collect();
                let spread = rewards.iter().zip(trees);
                let nodes: Vec<u32> = spread.flat_map(|(r, &tree)| vec![tree; r.len()]).collect();
                let zero = |nodes: &[u32]| self.compared(&flat, nodes, Singleton::Zero);
                return cut_like(&add(zero(&vec![0; flat.len()]), zero(&nodes)), rewards);
            }
        };
        spread_out(&per_rollout, rewards)
    }
}

struct Rule {
    tree: TreeGrpo,
    gamma: f64,
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let mut numbers = Numbers::default();
        let first = |(i, e): (usize, &&Episode)| match e.steps() {
            0 => numbers.of((i, 0)),
            _ => numbers.of((usize::MAX, e.frame(1).digests.trace.0)),
        };
        let trees: Vec<u32> = episodes.iter().enumerate().map(first).collect();
        let returns: Vec<f64> = rewards.iter().map(|r| total(r, &self.gamma)).collect();
        Ok(self.tree.advantages(rewards, &returns, &trees))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let form = match args.word("form") {
        "tree-2norm" => TreeForm::Twice,
        "tree-inner" => TreeForm::Inner,
        "tree-per-step" => TreeForm::PerStep,
        _ => TreeForm::Sum,
    };
    let eps = args.float("eps");
    let rule = Rule {
        tree: TreeGrpo { form, eps },
        gamma: args.float("gamma"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
