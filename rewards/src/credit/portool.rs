use super::grouped::{GroupRule, Grouped};
use super::{broadcast::GAMMA, opo_verl::total};
use crate::{prelude::*, tree::PrefixTree};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "portool:reconstruction",
        summary: "fork-relative step rewards blended with trajectory-relative returns",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Effect],
        source: "arXiv 2510.26020",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new(
                "decay",
                "0.9",
                Domain::Unit,
                "decay per step between a step and a leaf below it",
            ),
            Parameter::new(
                "format-weight",
                "0.1",
                Domain::Any,
                "weight of the action being executed",
            ),
            Parameter::new(
                "trajectory-weight",
                "0.5",
                Domain::Any,
                "weight of the trajectory part",
            ),
            Parameter::new("fork-weight", "0.5", Domain::Any, "weight of the fork part"),
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

/// Tree step reward in PORTool's style: a step is worth the outcomes below it, compared with its siblings.
///
/// # Formula
/// R(s) = mean over rollouts through s of decay^(steps left in the rollout) · R_out + w_f·valid(s); A_fork = (R(s) −
/// mean)/(std + eps) over the children of one fork, 0 for an only child; A = w_t·A_trajectory + w_k·A_fork; stds with n − 1
/// ([`Portool::parts`]).
/// # Source
/// *PORTool*, arXiv 2510.26020, <https://arxiv.org/abs/2510.26020>; neither code nor equations could be read.
/// # Our reading and deviations
/// A reconstruction from abstract and reviews, low certainty. Means run over rollouts, so equal rollouts count as often as
/// they occur. Validity is the action being executed.
/// # Needs
/// `effect`; rollouts of a task must share a group number and a start.
/// # Range
/// Within ±(w_t + w_k)·(n − 1)/√n.
/// # Known exploits
/// Where no two rollouts share a fork the fork part is 0 everywhere but at the start.
/// # Worked example
/// Two rollouts that differ at the first step with outcomes 1, 0: A_fork = ±0.70710 there.
#[derive(Clone, Debug)]
pub struct Portool {
    /// Decay per step between a step and a leaf.
    pub decay: f64,
    /// w_f.
    pub format_weight: f64,
    /// w_t.
    pub trajectory_weight: f64,
    /// w_k.
    pub fork_weight: f64,
    /// Added to the standard deviations.
    pub eps: f64,
    /// Degrees of freedom taken off.
    pub ddof: usize,
}

/// The parts of the advantage.
#[derive(Clone, Debug, PartialEq)]
pub struct PortoolParts {
    /// R of every node of the tree; 0 at the root.
    pub step_reward: Vec<f64>,
    /// A_fork of every node; 0 at the root.
    pub fork: Vec<f64>,
    /// A_trajectory of every rollout.
    pub trajectory: Vec<f64>,
    /// The blend, `[rollout][step]`.
    pub advantages: Vec<Vec<f64>>,
}

impl Portool {
    fn compared(&self, values: &[f64]) -> Vec<f64> {
        let normalizer = Normalizer {
            scope: Scope::Task,
            centre: Centre::Mean,
            spread: Some(Spread {
                ddof: self.ddof,
                eps: self.eps,
                placement: EpsPlacement::Added,
                over: SpreadOver::Group,
            }),
            singleton: Singleton::Zero,
            zero_spread: ZeroSpread::Zero,
        };
        let values: Vec<Value<f64>> = values.iter().map(|&x| Value::checked(x)).collect();
        let out = normalizer.apply(&values, &vec![0; values.len()]);
        out.iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect()
    }

    /// All parts from the tree, the outcome of every rollout and the validity of every node.
    #[must_use]
    pub fn parts(&self, tree: &PrefixTree, outcomes: &[f64], valid: &[f64]) -> PortoolParts {
        let mut depth = vec![0; tree.len()];
        for node in 1..tree.len() {
            depth[node] = depth[tree.parent[node]] + 1;
        }
        let worth = |node: usize| {
            let members = &tree.members[node];
            let below = members.iter().map(|&i| {
                let left = tree.paths[i].len() - depth[node];
                self.decay.power(left as u32) * outcomes[i]
            });
            let mean = sum(below).over(&(members.len() as f64)).unwrap_or(0.0);
            mean + self.format_weight * valid[node]
        };
        let mut step_reward = vec![0.0; tree.len()];
        (1..tree.len()).for_each(|node| step_reward[node] = worth(node));
        let mut fork = vec![0.0; tree.len()];
        // An only child is compared with nothing and keeps 0.
        for children in tree.children.iter().filter(|c| c.len() > 1) {
            let rewards: Vec<f64> = children.iter().map(|&c| step_reward[c]).collect();
            for (&child, a) in children.iter().zip(self.compared(&rewards)) {
                fork[child] = a;
            }
        }
        let trajectory = self.compared(outcomes);
        let blend = |i: usize, node: usize| {
            self.trajectory_weight * trajectory[i] + self.fork_weight * fork[node]
        };
        let rows = tree.paths.iter().enumerate();
        let advantages = rows
            .map(|(i, path)| path.iter().map(|&node| blend(i, node)).collect())
            .collect();
        PortoolParts {
            step_reward,
            fork,
            trajectory,
            advantages,
        }
    }
}

struct Rule {
    portool: Portool,
    gamma: f64,
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let tree = PrefixTree::of_episodes(episodes);
        let outcomes: Vec<f64> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        let mut valid = vec![0.0; tree.len()];
        for (episode, path) in episodes.iter().zip(&tree.paths) {
            for (transition, &node) in episode.transitions.iter().zip(path) {
                valid[node] = f64::from(u8::from(!transition.effect.is_rejected()));
            }
        }
        Ok(self.portool.parts(&tree, &outcomes, &valid).advantages)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let portool = Portool {
        decay: args.float("decay"),
        format_weight: args.float("format-weight"),
        trajectory_weight: args.float("trajectory-weight"),
        fork_weight: args.float("fork-weight"),
        eps: args.float("eps"),
        ddof: 1,
    };
    let gamma = args.float("gamma");
    Ok(CreditObject::float(Grouped::by_task(
        Rule { portool, gamma },
        &args,
    )))
}
