use super::grouped::{GroupRule, Grouped, cut_like};
use super::reinforce_pp::masked_returns;
use crate::{normalize::centre_of, prelude::*, value::to_go};

pub(crate) const RELEASED: Entry = Entry::new(
    SchemeInfo {
        status: Status::ReleasedCode,
        ..info(
            "igpo:released",
            "return to go minus its mean over the group at the same position, ended rollouts counting 0",
            &[],
        )
    },
    Build::Credit(build_released),
);
pub(crate) const PAPER: Entry = Entry::new(
    info(
        "igpo:paper",
        "step rewards normalised over the group, then summed from each step on",
        &[
            Parameter::new(
                "norm",
                "joint",
                Domain::Words(&["joint", "separate"]),
                "whether gains and outcomes are normalised together, or each among themselves",
            ),
            Parameter::new("gamma", "1", Domain::Unit, "discount of the sum"),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviation",
            ),
        ],
    ),
    Build::Credit(build_paper),
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
        channels: &[],
        source: "GuoqingWang1/IGPO@bdceb82, core_algos.py; arXiv 2510.14967",
        status: Status::Reconstruction,
        parameters,
    }
}

/// IGPO's advantages over turn rewards: information gains, and the outcome at the last turn.
///
/// # Formula
/// `igpo:released`: G_t = Σ_{k≥t} r_k, A_t = G_t − (1/n)·Σ_j G_j,t over all n rollouts of the task, G = 0 after a rollout's end
/// ([`released`]). `igpo:paper`: z = (r − mean)/(std + eps) over all turn rewards of the group, std with n − 1,
/// A_t = Σ_{k≥t} γ^{k−t} z_k ([`summed`]); `norm=separate` normalises gains and outcomes each among themselves.
/// # Source
/// *IGPO*, arXiv 2510.14967, <https://arxiv.org/abs/2510.14967>; GuoqingWang1/IGPO at bdceb82, `compute_grpo_outcome_advantage`:
/// it takes no spread although it computes one. The paper's form was read in summaries and ports of it; `separate` is a port's.
/// # Our reading and deviations
/// Turns take the place of tokens. In the release ended rollouts pull the mean of a position towards 0; a group of one gets 0.
/// # Needs
/// Nothing beyond its input, which is meant to be `igpo:gain`; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// As released outliving the others pays: the mean they leave behind is 0.
/// # Worked example
/// Rewards (1/4, 1), (0): released 5/4 − 5/8 = 5/8 and 1 − 1/2 = 1/2, −5/8.
#[derive(Clone, Copy, Debug)]
pub struct Igpo {
    /// Whether outcomes are normalised apart from gains.
    pub separate: bool,
    /// Discount of the sum.
    pub gamma: f64,
    /// Added to the standard deviation.
    pub eps: f64,
}

/// Returns to go minus their mean over all rollouts at the position, 0 counted for those that have ended.
#[must_use]
pub fn released<S: Scalar>(rewards: &[Vec<S>]) -> Vec<Vec<S>> {
    let returns: Vec<Vec<S>> = rewards.iter().map(|row| to_go(row)).collect();
    let longest = returns.iter().map(Vec::len).max().unwrap_or(0);
    let baseline = |t: usize| {
        let here = |g: &Vec<S>| g.get(t).cloned().unwrap_or_else(S::zero);
        let here: Vec<S> = returns.iter().map(here).collect();
        centre_of(&here).unwrap_or_else(S::zero)
    };
    let baselines: Vec<S> = (0..longest).map(baseline).collect();
    let away = |row: &Vec<S>| {
        let pairs = row.iter().zip(&baselines);
        pairs.map(|(g, b)| g.clone() - b.clone()).collect()
    };
    returns.iter().map(away).collect()
}

/// Turn rewards of one group normalised, then summed with a discount from each turn on.
#[must_use]
pub fn summed(rewards: &[Vec<f64>], rule: &Igpo) -> Vec<Vec<f64>> {
    let flat: Vec<f64> = rewards.iter().flatten().copied().collect();
    let kind = |row: &Vec<f64>| {
        let last = row.len().saturating_sub(1);
        (0..row.len())
            .map(|t| u32::from(rule.separate && t == last))
            .collect::<Vec<u32>>()
    };
    let nodes: Vec<u32> = rewards.iter().flat_map(kind).collect();
    let normalizer = Normalizer {
        singleton: Singleton::Zero,
        ..super::GrpoVerl::normalizer(rule.eps)
    };
    let scaled = normalizer.apply(&row(flat), &nodes);
    let scaled: Vec<f64> = scaled
        .iter()
        .map(|v| v.number().copied().unwrap_or(0.0))
        .collect();
    let rows = cut_like(&scaled, rewards);
    rows.iter()
        .map(|r| masked_returns(r, &vec![true; r.len()], rule.gamma))
        .collect()
}

#[derive(Clone, Copy, Debug)]
struct Released;

impl<S: Scalar> GroupRule<S> for Released {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<S>]) -> Result<Vec<Vec<S>>, Undefined> {
        Ok(released(rewards))
    }
}

impl GroupRule<f64> for Igpo {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        Ok(summed(rewards, self))
    }
}

fn build_released(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::ring(
        Grouped::by_task(Released, &args),
        Grouped::by_task(Released, &args),
    ))
}

fn build_paper(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Igpo {
        separate: args.word("norm") == "separate",
        gamma: args.float("gamma"),
        eps: args.float("eps"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
