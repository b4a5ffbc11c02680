use super::grouped::{GroupRule, Grouped, cut_like, group_numbers};
use crate::{normalize::is_flat, prelude::*, scope::Numbers};

const OUTCOME: Parameter = Parameter::new(
    "outcome",
    "1",
    Domain::NonNegative,
    "what a solved episode's last step gets on top before the comparison (outcome_reward_scale)",
);
const EPS: Parameter = Parameter::new(
    "eps",
    "0.00000001",
    Domain::Positive,
    "added to the standard deviation",
);

pub(crate) const TURN: Entry = Entry::new(
    info(
        "vpr:turn",
        "step rewards normalised over all steps of the batch at the same turn",
        &[
            Parameter::new(
                "min-group",
                "4",
                Domain::Count,
                "fewest steps at a turn that are compared among themselves; fewer are compared with the batch",
            ),
            OUTCOME,
            EPS,
        ],
    ),
    Build::Credit(build_turn),
);
pub(crate) const STATE: Entry = Entry::new(
    info(
        "vpr:state",
        "step rewards normalised over the steps of a task taken in the same state",
        &[
            Parameter::new(
                "whiten",
                "group",
                Domain::Words(&["group", "batch"]),
                "whether the spread of the state's steps divides, or that of all centred steps of the batch",
            ),
            OUTCOME,
            EPS,
        ],
    ),
    Build::Credit(build_state),
);

const fn info(
    name: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Turn,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "thu-nics/VPR@8de0805, gigpo/core_gigpo.py; arXiv 2605.10325",
        status: Status::ReleasedCode,
        parameters,
    }
}

/// Verifiable Process Rewards: an oracle's value of every turn, compared with the values of other turns.
///
/// # Formula
/// x = r_t, plus `outcome` at the last step of a solved episode. `vpr:turn`: (x − mean)/(std + 1e-8) over all steps of the batch at
/// turn t, or over the batch where these are fewer than `min-group` ([`turn_normalised`]). `vpr:state`: the same over the steps of
/// a task in the same state; fewer than two, or a spread of at most 1e-8, give 0; with `whiten=batch` x − mean, then
/// (y − mean)/(std + 1e-8) over all steps that were compared ([`state_normalised`]). Stds with n.
/// # Source
/// *Verifiable Process Rewards*, arXiv 2605.10325, <https://arxiv.org/abs/2605.10325>; thu-nics/VPR at 8de0805,
/// `compute_vpr_turn_level_advantage`.
/// # Our reading and deviations
/// The rewards are an oracle's r_t = V(s_t, a_t): `vpr:q`, the exact Q, or `truth:success`. The authors sample candidates for one
/// state; here steps of a task's rollouts that are taken in one state are candidates. What they leave out of training gets 0.
/// # Needs
/// `outcome`; for `vpr:state` a group number shared by the rollouts of a task.
/// # Range
/// Within ±√(n − 1).
/// # Known exploits
/// `vpr:turn` compares turns of different tasks: an easy task's turns all look good.
/// # Worked example
/// Rewards 1, 0 at turn 0 and 1/2, −1/2 at turn 2, `min-group=2, outcome=0`: 1, −1, 1, −1.
#[derive(Clone, Copy, Debug)]
pub struct Vpr {
    outcome: f64,
    eps: f64,
    way: Way,
}

#[derive(Clone, Copy, Debug)]
enum Way {
    Turn { min_group: usize },
    State { whiten_batch: bool },
}

fn scaled(group: &[f64], centre: f64, divisor: f64) -> impl Iterator<Item = f64> + '_ {
    group.iter().map(move |x| (x - centre) / divisor)
}

/// Normalise values within their turns; turns of fewer than `min_group` values by the mean and spread of all.
#[must_use]
pub fn turn_normalised(values: &[f64], turns: &[u32], min_group: usize, eps: f64) -> Vec<f64> {
    let mut out = vec![0.0; values.len()];
    let flat = is_flat(values);
    for group in members(turns) {
        let here: Vec<f64> = group.iter().map(|&i| values[i]).collect();
        let alone = here.len() >= min_group;
        if flat || (alone && is_flat(&here)) {
            continue;
        }
        let sample = if alone { &here[..] } else { values };
        let centre = mean(sample).unwrap_or(0.0);
        let divisor = deviation(sample, 0).unwrap_or(0.0) + eps;
        for (&i, x) in group.iter().zip(scaled(&here, centre, divisor)) {
            out[i] = x;
        }
    }
    out
}

/// Normalise values within their states; 0 where a state has fewer than two or all are equal.
#[must_use]
pub fn state_normalised(values: &[f64], states: &[u32], whiten_batch: bool, eps: f64) -> Vec<f64> {
    let mut out = vec![0.0; values.len()];
    let mut compared = Vec::new();
    for group in members(states) {
        let here: Vec<f64> = group.iter().map(|&i| values[i]).collect();
        let spread = deviation(&here, 0).unwrap_or(0.0);
        if is_flat(&here) || spread <= eps {
            continue;
        }
        let divisor = if whiten_batch { 1.0 } else { spread + eps };
        let centre = mean(&here).unwrap_or(0.0);
        for (&i, x) in group.iter().zip(scaled(&here, centre, divisor)) {
            out[i] = x;
        }
        compared.extend(group);
    }
    if whiten_batch {
        compared.sort_unstable();
        let all: Vec<f64> = compared.iter().map(|&i| out[i]).collect();
        let spread = deviation(&all, 0).unwrap_or(0.0);
        let centre = mean(&all).unwrap_or(0.0);
        for (&i, x) in compared.iter().zip(scaled(&all, centre, spread + eps)) {
            out[i] = if spread > eps { x } else { 0.0 };
        }
    }
    out
}

impl GroupRule<f64> for Vpr {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let mut numbers = Numbers::default();
        let (mut values, mut nodes) = (Vec::new(), Vec::new());
        let groups = group_numbers(episodes);
        for ((episode, row), group) in episodes.iter().zip(rewards).zip(groups) {
            for (t, reward) in row.iter().enumerate() {
                let ends_solved = t + 1 == row.len() && episode.success() == Some(true);
                values.push(reward + if ends_solved { self.outcome } else { 0.0 });
                nodes.push(match self.way {
                    Way::Turn { .. } => t as u32,
                    Way::State { .. } => numbers.of((group, episode.frame(t).digests.state)),
                });
            }
        }
        let flat = match self.way {
            Way::Turn { min_group } => turn_normalised(&values, &nodes, min_group, self.eps),
            Way::State { whiten_batch } => {
                state_normalised(&values, &nodes, whiten_batch, self.eps)
            }
        };
        Ok(cut_like(&flat, rewards))
    }
}

fn built(args: &Args<'_>, way: Way) -> CreditObject {
    let rule = Vpr {
        outcome: args.float("outcome"),
        eps: args.float("eps"),
        way,
    };
    CreditObject::float(Grouped::by_batch(rule, args))
}

fn build_turn(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let min_group = args.count("min-group");
    Ok(built(&args, Way::Turn { min_group }))
}

fn build_state(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let whiten_batch = args.word("whiten") == "batch";
    Ok(built(&args, Way::State { whiten_batch }))
}
